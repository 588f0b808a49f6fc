/* condenser: the application with windows. */
#include "application-private.h"

#include <signal.h>

int
main (int argc, char *argv[])
{
  g_autoptr (CndApplication) application = NULL;

  cnd_base_init_locale ();
  signal (SIGXFSZ, SIG_IGN); /* a file over the limit is an error of writing, which has a message */
  cnd_application_spare_opengl ();
  application = cnd_application_new (G_APPLICATION_DEFAULT_FLAGS);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
