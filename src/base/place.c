/* Where the program lies, and the language that it speaks. */
#include "config.h"
#include "paths.h"

#include "base.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <string.h>

gboolean
cnd_base_is_uninstalled (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, CND_BUILD_DIR G_DIR_SEPARATOR_S);
}

void
cnd_base_init_locale (void)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, cnd_base_is_uninstalled () ? CND_BUILD_DIR G_DIR_SEPARATOR_S "po" : CND_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
