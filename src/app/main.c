/* condenser: the application with windows. */
#include "config.h"
#include "paths.h"

#include "application-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

/* Translations of the installed program, else of the build tree. */
static void
init_locale (void)
{
  const char *folder = g_file_test (CND_BUILD_LOCALE_DIR, G_FILE_TEST_IS_DIR) ? CND_BUILD_LOCALE_DIR : CND_LOCALE_DIR;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char *argv[])
{
  g_autoptr (CndApplication) application = NULL;

  init_locale ();
  application = cnd_application_new (G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
