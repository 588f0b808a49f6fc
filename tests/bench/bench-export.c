/* From a counted network to its picture: the scene (with view and layout), a screenful, and the files. */
#include "support/bench.h"
#include "support/model.h"

#include "formats/formats.h"
#include "paint/paint.h"

#define RUNS 9

typedef struct
{
  CndNetwork *network;
  CndReport *report;
  CndTextMeter *meter;
  CndPainter *painter;
  CndScene *scene;
  CndFormat format;
  double scale;
} Job;

static CndScene *
make_scene (const Job *job)
{
  g_autoptr (CndView) view = cnd_layout_view_new (job->network, cnd_layout_is_open_by_default, NULL);
  CndSceneOptions options = cnd_scene_default_options;

  options.show_counts = CND_SHOW_BOTH_COUNTS;
  return cnd_scene_new_graph (view, job->report, &options, cnd_paint_measure_text, job->meter);
}

static void
build (gpointer data)
{
  cnd_scene_unref (make_scene (data));
}

static void
write_file (gpointer data)
{
  Job *job = data;

  g_bytes_unref (cnd_paint_write (job->scene, job->format, 1, NULL, NULL));
}

/* A window's worth of the picture. */
static void
paint_window (gpointer data)
{
  Job *job = data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 1600, 1000);
  cairo_t *cairo = cairo_create (surface);

  cairo_scale (cairo, job->scale, job->scale);
  cnd_painter_paint (job->painter, job->scene, cairo, (CndRect){ 0, 0, 1600 / job->scale, 1000 / job->scale }, job->scale);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

static void
init_job (Job *job, const char *model)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *preset = NULL;
  g_autofree char *file = cnd_formats_split_name (model, &preset);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = NULL;

  if (architecture == NULL)
    g_error ("%s", error->message);
  values = cnd_parameter_values_new (architecture, preset != NULL ? cnd_architecture_find_preset (architecture, preset, NULL) : -1);
  job->network = cnd_ops_build_network (architecture, values, NULL);
  job->report = cnd_analysis_count (job->network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, NULL);
  job->meter = cnd_paint_text_meter_new ();
  job->painter = cnd_paint_painter_new ();
  job->scene = make_scene (job);
}

static void
clear_job (Job *job)
{
  cnd_network_unref (job->network);
  cnd_report_unref (job->report);
  cnd_text_meter_free (job->meter);
  cnd_painter_free (job->painter);
  cnd_scene_unref (job->scene);
}

static void
report (const char *what, const char *name, double time_ms, double target_ms)
{
  g_autofree char *line = g_strdup_printf ("export/%s-%s", name, what);

  cnd_bench_report (line, time_ms, "ms", CND_BENCH_AT_MOST, target_ms);
}

static void
bench_model (const char *name, const char *model)
{
  Job job = { NULL };

  init_job (&job, model);
  report ("scene", name, cnd_bench_time_ms (build, &job, RUNS), 15);
  for (job.scale = 1; job.scale > 0.2; job.scale /= 2)
    {
      g_autofree char *what = g_strdup_printf ("window-at-%d%%", (int) (100 * job.scale));
      report (what, name, cnd_bench_time_ms (paint_window, &job, RUNS), 16);
    }
  job.format = CND_FORMAT_SVG;
  report ("svg", name, cnd_bench_time_ms (write_file, &job, RUNS), 20);
  job.format = CND_FORMAT_PDF;
  report ("pdf", name, cnd_bench_time_ms (write_file, &job, 3), 500);
  job.format = CND_FORMAT_PNG;
  report ("png", name, cnd_bench_time_ms (write_file, &job, 3), 2000);
  clear_job (&job);
}

/* Many frames: 20,000 layers in 5,000 blocks. */
static void
bench_blocks (void)
{
  static const char model[] = "{'name': 'Blocks', 'input': [8, 8, 8], 'blocks': {'unit': {'layers': ["
    "{'kind': 'convolution', 'out': 8, 'kernel': 1}, {'kind': 'batch_norm'}, {'kind': 'relu'},"
    "{'kind': 'addition', 'inputs': ['relu', 'input']}]}}, 'layers': [{'block': 'unit', 'id': 'unit', 'repeat': 5000}]}";
  Job job = { cnd_test_build (model, NULL), NULL, cnd_paint_text_meter_new () };

  g_assert_nonnull (job.network);
  job.report = cnd_analysis_count (job.network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, NULL);
  report ("scene", "5000-blocks", cnd_bench_time_ms (build, &job, 3), 1000);
  cnd_network_unref (job.network);
  cnd_report_unref (job.report);
  cnd_text_meter_free (job.meter);
}

int
main (void)
{
  bench_model ("googlenet", "googlenet.json");
  bench_model ("densenet-264", "densenet.json:264");
  bench_model ("condensenet-182", "condensenet.json:182");
  bench_blocks ();
  return 0;
}
