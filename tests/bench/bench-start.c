/* start: from the start of a process to its first frame on the screen, and to the sharp picture of a model. The benchmark starts
 * itself as the application and is told through a pipe when the frame is there. */
#include "app/application-private.h"
#include "app/app-window-private.h"
#include "support/bench.h"

#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_RUNS 9

/* ---- The child: the application, which ends after the first frame ------------------- */

static gboolean want_picture;

static void
frame_ended (CndAppWindow *window)
{
  if (want_picture && (!cnd_document_get_scene (cnd_app_window_get_document (window)) ||
                       !cnd_canvas_is_sharp (cnd_app_window_get_canvas (window))))
    return;
  if (write (3, "f", 1) != 1)
    g_error ("the pipe is closed");
  _exit (0);
}

static void
watch (GtkWidget *window)
{
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (frame_ended), window);
}

static void
window_added (GtkApplication *application, GtkWindow *window)
{
  g_signal_connect_after (window, "realize", G_CALLBACK (watch), NULL);
}

static int
be_the_application (int argc, char *argv[])
{
  CndApplication *application;

  want_picture = argc > 1;
  cnd_application_spare_opengl ();
  application = cnd_application_new (G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

/* ---- The parent --------------------------------------------------------------------- */

typedef struct
{
  const char *program, *model;
} Start;

static void
close_on_exec_but_pipe (gpointer data)
{
  dup2 (GPOINTER_TO_INT (data), 3);
}

static void
start (gpointer data)
{
  const Start *start = data;
  char *arguments[] = { (char *) start->program, "--child", (char *) start->model, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  int ends[2];
  char byte;

  if (!g_unix_open_pipe (ends, FD_CLOEXEC, &error) ||
      !g_spawn_async (NULL, arguments, NULL, G_SPAWN_LEAVE_DESCRIPTORS_OPEN | G_SPAWN_DO_NOT_REAP_CHILD, close_on_exec_but_pipe,
                      GINT_TO_POINTER (ends[1]), &pid, &error))
    g_error ("%s", error->message);
  close (ends[1]);
  if (read (ends[0], &byte, 1) != 1)
    g_error ("the application ended without a frame");
  close (ends[0]);
  waitpid (pid, NULL, 0);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *model = g_build_filename (folder, "vgg16.json", NULL);
  Start window = { argv[0], NULL }, picture = { argv[0], model };

  if (argc > 1 && g_str_equal (argv[1], "--child"))
    {
      argv[1] = argv[0];
      return be_the_application (argc - 1, argv + 1);
    }
  cnd_bench_report ("start-window", cnd_bench_time_ms (start, &window, N_RUNS), "ms", CND_BENCH_AT_MOST, 300);
  /* a picture is sharp at most 150 ms after it has come to rest */
  cnd_bench_report ("start-vgg16-sharp", cnd_bench_time_ms (start, &picture, N_RUNS), "ms", CND_BENCH_AT_MOST, 300 + 150);
  return 0;
}
