/* For schema.py: `probe kinds` prints the catalogue of layer kinds as JSON; `probe check` reads models from standard input,
 * each ended by a zero byte, and prints for each, ended so too: ok, or the number of the error's code and its
 * sentence. */
#include "formats/formats.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
print_attribute (const CndAttributeRow *row)
{
  printf ("{\"name\":\"%s\",\"type\":%u,\"required\":%s,\"words\":[", row->name, (guint) row->type,
          row->required ? "true" : "false");
  for (guint i = 0; row->words != NULL && row->words[i] != NULL; i++)
    printf ("%s\"%s\"", i > 0 ? "," : "", row->words[i]);
  printf ("]}");
}

static void
print_kinds (void)
{
  printf ("[");
  for (guint i = 1; i < cnd_ops_get_n_kinds (); i++)
    {
      const CndKind *kind = cnd_ops_get_kind (i);
      printf ("%s{\"name\":\"%s\",\"min_inputs\":%u,\"max_inputs\":%u,\"attributes\":[", i > 1 ? "," : "", kind->name,
              kind->min_inputs, kind->max_inputs);
      for (guint k = 0; k < kind->n_attributes; k++)
        {
          printf ("%s", k > 0 ? "," : "");
          print_attribute (&kind->attributes[k]);
        }
      printf ("]}");
    }
  printf ("]\n");
}

static void
check_models (void)
{
  char *text = NULL;
  size_t capacity = 0;
  gssize length;

  while ((length = getdelim (&text, &capacity, '\0', stdin)) > 0)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model (text, (gsize) length - 1, NULL, &error);

      if (architecture != NULL)
        printf ("ok%c", 0);
      else
        printf ("%d %s%c", error->code, error->message, 0);
    }
  free (text);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc == 2 && strcmp (argv[1], "kinds") == 0)
    print_kinds ();
  else if (argc == 2 && strcmp (argv[1], "check") == 0)
    check_models ();
  else
    return 2;
  return 0;
}
