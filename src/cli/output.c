/* What goes to standard output and standard error, and what happens when it cannot. */
#include "config.h"

#include "cli-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

int
cnd_cli_print (const char *text, int status)
{
  g_autoptr (GError) error = NULL;

  if (cnd_formats_save_file ("-", text, strlen (text), NULL, &error))
    return status;
  return cnd_cli_fail (error);
}

static void
print_line (const char *text)
{
  g_autofree char *clean = cnd_cli_clean_text (text, FALSE);

  g_printerr ("condenser-cli: %s\n", clean);
}

int
cnd_cli_fail (const GError *error)
{
  g_autofree char *line = cnd_base_format_problem (error);

  print_line (line);
  return CND_EXIT_BAD;
}

int
cnd_cli_misuse (const CndCommand *command, const char *format, ...)
{
  g_autofree char *message = NULL, *line = NULL, *help = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  help = command ? g_strdup_printf ("condenser-cli %s --help", command->name) : g_strdup ("condenser-cli --help");
  /* Translators: first what was wrong about the command line, then a command that shows help */
  line = g_strdup_printf (_("%s (see %s)"), message, help);
  print_line (line);
  return CND_EXIT_BAD;
}

void
cnd_cli_note (const char *text)
{
  print_line (text);
}
