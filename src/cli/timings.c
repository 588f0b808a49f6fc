/* --timings: how long the steps of a command took, on standard error. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

void
cnd_cli_add_timings_option (CndParser *parser, CndTimings *timings)
{
  GOptionEntry entries[] = {
    { "timings", 0, 0, G_OPTION_ARG_NONE, &timings->wanted,
      N_("Say on standard error how many milliseconds each step took"), NULL },
    { NULL },
  };

  timings->last = g_get_monotonic_time ();
  cnd_cli_parser_add (parser, entries);
}

void
cnd_cli_add_timing (CndTimings *timings, const char *step)
{
  gint64 now = g_get_monotonic_time ();
  char milliseconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (timings && timings->wanted)
    {
      g_ascii_formatd (milliseconds, sizeof milliseconds, "%.3f", (now - timings->last) / 1000.0);
      g_printerr ("timing %s %s\n", step, milliseconds);
    }
  if (timings)
    timings->last = now;
}
