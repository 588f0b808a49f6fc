/* Names that were most likely meant. */
#include "base/base.h"

#include <string.h>

static void
test_commands (void)
{
  static const char *const words[] = { "summary", "explain", "draw", NULL, "verify", "check", "list", "kinds",
                                       "stage1.conv", "3a", "3b", "inception" };
  const struct
  {
    const char *word, *nearest;
  } rows[] = {
    { "sumary", "summary" }, { "summery", "summary" }, { "sum", "summary" },      { "exlpain", "explain" },
    { "lsit", "list" },      { "kind", "kinds" },      { "xyzzy", NULL },         { "", NULL },
    { "verfiy", "verify" },  { "zz", NULL },           { "conv", "stage1.conv" }, { "VERIFY", "verify" },
    { "block3a", "3a" },     { "inception_3b", "inception" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (cnd_base_find_nearest (rows[i].word, words, G_N_ELEMENTS (words)), ==, rows[i].nearest);
}

static void
test_suggest (void)
{
  static const char *const known[] = { "kernel", "stride", "padding", "batch_norm", "relu" };
  static const struct
  {
    const char *name, *hint;
  } rows[] = {
    { "kernal", "mean “kernel”" },    { "Kernel", "mean “kernel”" },     { "stirde", "mean “stride”" },
    { "paddin", "mean “padding”" },   { "batchnorm", "“batch_norm”" },   { "batch-norm", "“batch_norm”" },
    { "rellu", "mean “relu”" },       { "zzz", "here: kernel, stride" }, { "", "here: kernel, stride" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *hint = cnd_base_suggest_name (rows[i].name, known, G_N_ELEMENTS (known));
      g_assert_nonnull (strstr (hint, rows[i].hint));
    }
  g_assert_null (cnd_base_suggest_name ("kernel", NULL, 0));
}

/* A name of one letter is near to every other one of one letter. */
static void
test_short (void)
{
  static const char *const known[] = { "a", "b" };
  g_autofree char *hint = cnd_base_suggest_name ("c", known, G_N_ELEMENTS (known));

  g_assert_cmpstr (hint, ==, "Known here: a, b.");
}

static void
test_many (void)
{
  const char *known[1000];
  g_autofree char *hint = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    known[i] = "name";
  hint = cnd_base_suggest_name ("something else", known, G_N_ELEMENTS (known));
  g_assert_true (g_str_has_suffix (hint, "name, …."));
  g_assert_cmpuint (strlen (hint), <, 400);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/nearest/nearest-is-meant", test_commands);
  g_test_add_func ("/base/nearest/hint-names-it-or-all", test_suggest);
  g_test_add_func ("/base/nearest/single-letters-are-not-alike", test_short);
  g_test_add_func ("/base/nearest/long-lists-are-cut", test_many);
  return g_test_run ();
}
