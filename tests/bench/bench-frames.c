/* frames: the real canvas through the frame clock, 10,000 layers in sight at 1600 × 1000. Wall clock is from a frame's beginning to
 * its end; CPU is all that the process spent from one frame to the next, threads included. Run it with a software renderer. */
#include "app/canvas-private.h"
#include "app/application-private.h"
#include "support/bench.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#define WIDTH 1600
#define HEIGHT 1000
#define BAR 40 /* as high as a header bar, above the canvas */
#define N_FRAMES 120
#define N_WARM_UP 10

typedef struct
{
  GtkWidget *window;
  CndCanvas *canvas;
  CndDocument *document;
  GMainLoop *loop;
  void (*step) (CndCanvas *canvas, guint frame);
  guint frame;
  clockid_t clock; /* what CPU is measured by */
  gint64 start_us, cpu_us;
  double wall_ms[N_FRAMES], cpu_ms[N_FRAMES];
  gulong handlers[2];
} Bench;

static gint64
get_cpu_us (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64) now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Sorts. @share: 0.5 for the median */
static double
get_quantile (double *values, guint n_values, double share)
{
  qsort (values, n_values, sizeof *values, compare_doubles);
  return values[MIN (n_values - 1, (guint) (share * n_values))];
}

/* ---- The model ---------------------------------------------------------------------- */

static const char model[] =
  "{ \"name\": \"Ten thousand\", \"input\": [16, 8, 8],"
  "  \"blocks\": { \"unit\": { \"layers\": ["
  "    { \"kind\": \"convolution\", \"id\": \"conv\", \"out\": 16, \"kernel\": 3, \"padding\": 1 },"
  "    { \"kind\": \"batch_norm\", \"id\": \"bn\" },"
  "    { \"kind\": \"relu\", \"id\": \"relu\" },"
  "    { \"kind\": \"convolution\", \"id\": \"point\", \"out\": 16, \"kernel\": 1 },"
  "    { \"kind\": \"addition\", \"id\": \"add\", \"inputs\": [\"point\", \"bn\"] }"
  "  ] } },"
  "  \"layers\": [ { \"block\": \"unit\", \"id\": \"unit\", \"repeat\": 2000 } ] }";

static void
open_model (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model (model, sizeof model - 1, "frames.json", &error);
  guint n_layers = 0;

  if (!architecture || !cnd_document_set_architecture (bench->document, architecture, -1, &error))
    g_error ("%s", error->message);
  cnd_network_get_layers (cnd_document_get_network (bench->document), &n_layers);
  g_print ("# %u layers\n", n_layers);
}

/* ---- Frames ------------------------------------------------------------------------- */

static void
frame_began (Bench *bench)
{
  gint64 cpu_us = get_cpu_us (bench->clock);

  if (bench->frame > N_WARM_UP)
    bench->cpu_ms[bench->frame - N_WARM_UP - 1] = (double) (cpu_us - bench->cpu_us) / 1e3;
  bench->cpu_us = cpu_us;
  if (bench->frame >= N_FRAMES + N_WARM_UP)
    {
      g_main_loop_quit (bench->loop);
      return;
    }
  bench->start_us = g_get_monotonic_time ();
  bench->step (bench->canvas, bench->frame);
}

static void
frame_ended (Bench *bench)
{
  if (bench->frame >= N_WARM_UP && bench->frame < N_FRAMES + N_WARM_UP)
    bench->wall_ms[bench->frame - N_WARM_UP] = (double) (g_get_monotonic_time () - bench->start_us) / 1e3;
  bench->frame++;
}

static void
settle (Bench *bench)
{
  do
    g_main_context_iteration (NULL, TRUE);
  while (cnd_document_get_busy (bench->document) || !cnd_document_get_scene (bench->document) ||
         gtk_widget_get_width (GTK_WIDGET (bench->canvas)) <= 0 || !cnd_canvas_is_settled (bench->canvas));
}

static void
run_frames (Bench *bench, void (*step) (CndCanvas *canvas, guint frame))
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (bench->canvas));

  settle (bench);
  bench->step = step;
  bench->frame = 0;
  bench->handlers[0] = g_signal_connect_swapped (clock, "before-paint", G_CALLBACK (frame_began), bench);
  bench->handlers[1] = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (frame_ended), bench);
  gdk_frame_clock_begin_updating (clock);
  g_main_loop_run (bench->loop);
  gdk_frame_clock_end_updating (clock);
  g_signal_handler_disconnect (clock, bench->handlers[0]);
  g_signal_handler_disconnect (clock, bench->handlers[1]);
}

static void
report (Bench *bench, const char *name)
{
  g_autofree char *wall = g_strdup_printf ("frames-%s-wall", name);
  g_autofree char *cpu = g_strdup_printf ("frames-%s-cpu", name);
  g_autofree char *cpu99 = g_strdup_printf ("frames-%s-cpu-99th", name);

  cnd_bench_report (wall, get_quantile (bench->wall_ms, N_FRAMES, 0.5), "ms", CND_BENCH_AT_MOST, 16.6);
  cnd_bench_report (cpu, get_quantile (bench->cpu_ms, N_FRAMES, 0.5), "ms", CND_BENCH_AT_MOST, 12);
  cnd_bench_report (cpu99, get_quantile (bench->cpu_ms, N_FRAMES, 0.99), "ms", CND_BENCH_AT_MOST, 16.6);
}

/* ---- What is done in each ----------------------------------------------------------- */

static void
pan (CndCanvas *canvas, guint frame)
{
  double sign = frame / 40 % 2 == 0 ? 1 : -1;

  cnd_canvas_pan (canvas, sign * 7, sign * 4);
}

/* Always on, into what has not been painted yet. */
static void
pan_far (CndCanvas *canvas, guint frame)
{
  cnd_canvas_pan (canvas, -8, -12);
}

static void
zoom (CndCanvas *canvas, guint frame)
{
  double factor = frame / 40 % 2 == 0 ? 1.04 : 1 / 1.04;

  cnd_canvas_zoom (canvas, factor, (CndPoint){ WIDTH * 0.4, HEIGHT * 0.6 });
}

static double
time_sharp_ms (Bench *bench)
{
  gint64 start;

  cnd_canvas_zoom (bench->canvas, 1.01, (CndPoint){ WIDTH / 2.0, HEIGHT / 2.0 });
  start = g_get_monotonic_time ();
  while (!cnd_canvas_is_sharp (bench->canvas))
    g_main_context_iteration (NULL, TRUE);
  return (double) (g_get_monotonic_time () - start) / 1e3;
}

static void
open_window (Bench *bench)
{
  g_autoptr (CndSettings) settings = cnd_settings_new ();
  GtkWidget *box, *bar;

  g_object_set (settings, "shape", CND_SHAPE_COLUMNS, NULL);
  bench->document = cnd_document_new (settings);
  bench->canvas = g_object_new (CND_TYPE_CANVAS, NULL);
  bench->window = gtk_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  bench->loop = g_main_loop_new (NULL, FALSE);
  gtk_window_set_decorated (GTK_WINDOW (bench->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (bench->window), WIDTH, HEIGHT + BAR);
  /* as in the application there is something else in the window: GTK repaints a window that is damaged as a whole in another way */
  bar = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (bar, -1, BAR);
  gtk_widget_set_vexpand (GTK_WIDGET (bench->canvas), TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (bench->canvas));
  gtk_window_set_child (GTK_WINDOW (bench->window), box);
  cnd_canvas_set_document (bench->canvas, bench->document);
  gtk_window_present (GTK_WINDOW (bench->window));
  open_model (bench);
  settle (bench);
  if (gtk_widget_get_width (GTK_WIDGET (bench->canvas)) != WIDTH || gtk_widget_get_height (GTK_WIDGET (bench->canvas)) != HEIGHT)
    g_printerr ("the canvas is %d × %d\n", gtk_widget_get_width (GTK_WIDGET (bench->canvas)),
                gtk_widget_get_height (GTK_WIDGET (bench->canvas)));
}

int
main (void)
{
  Bench bench = { .clock = CLOCK_PROCESS_CPUTIME_ID };
  double sharp_ms[9];

  if (!gtk_init_check ())
    {
      g_printerr ("there is no display\n");
      return 1;
    }
  adw_init ();
  open_window (&bench);
  cnd_canvas_fit (bench.canvas);
  run_frames (&bench, pan);
  report (&bench, "pan");
  cnd_canvas_fit (bench.canvas);
  run_frames (&bench, zoom);
  report (&bench, "zoom");
  for (guint i = 0; i < G_N_ELEMENTS (sharp_ms); i++)
    sharp_ms[i] = time_sharp_ms (&bench);
  cnd_bench_report ("frames-sharp-after-zoom", get_quantile (sharp_ms, G_N_ELEMENTS (sharp_ms), 0.5), "ms", CND_BENCH_AT_MOST, 150);
  cnd_canvas_zoom (bench.canvas, 5, (CndPoint){ 10, 10 });
  bench.clock = CLOCK_THREAD_CPUTIME_ID; /* of the interface thread: others paint the tiles that come into sight */
  run_frames (&bench, pan_far);
  report (&bench, "pan-near");
  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_object_unref (bench.document);
  g_main_loop_unref (bench.loop);
  return 0;
}
