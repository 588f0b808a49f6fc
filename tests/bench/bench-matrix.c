/* matrix: a large matrix at 1,000 × 1,000 pixels. Every frame changes all cells of 1,024 × 1,024, or pans 4,096 × 4,096; both are
 * coloured and painted onto an image, as the software renderer does. And 4,096 × 4,096 from close by, with cells of 12 and 60 pixels. */
#include "paint/paint.h"
#include "support/bench.h"
#include "support/model.h"

#include <cairo.h>

#define SIDE 1000u
#define N_FRAMES 40u

typedef struct
{
  CndMatrix *matrices[2]; /* two states of the same layer, in turn */
  CndMatrixPlan *plans[2];
  guint32 *pixels;
  cairo_surface_t *source, *target;
  guint frame;
  double side; /* scene units in sight; 0: all */
} Bench;

static CndMatrix *
make_matrix (guint side, guint64 seed)
{
  g_autofree char *input = g_strdup_printf ("%u, 1, 1", side);
  g_autofree char *layers = g_strdup_printf ("{'kind': 'learned_group_convolution', 'id': 'conv', 'out': %u, 'groups': 4, 'condensation': 4}", side);
  g_autoptr (CndNetwork) network = cnd_test_build_layers (input, layers, NULL);
  g_autofree float *weights = g_new (float, (gsize) side * side);
  g_autofree guint8 *mask = g_new (guint8, 4 * side);
  CndRandom random;

  cnd_base_seed_random (&random, seed);
  for (gsize i = 0; i < (gsize) side * side; i++)
    weights[i] = (float) cnd_base_next_random_double (&random);
  for (guint i = 0; i < 4 * side; i++)
    mask[i] = (guint8) cnd_base_next_random_below (&random, 2);
  return cnd_matrix_new_weights (network, cnd_network_find_layer (network, "conv"), weights, mask, NULL);
}

static void
draw_frame (gpointer data)
{
  Bench *bench = data;
  CndMatrixPlan *plan = bench->plans[bench->frame % 2];
  CndRect area = cnd_matrix_plan_get_grid (plan);
  cairo_t *cairo = cairo_create (bench->target);

  if (bench->side > 0)
    {
      area.x += area.width * (1 - bench->side) * bench->frame / N_FRAMES;
      area.y += area.height * (1 - bench->side) * bench->frame / N_FRAMES;
      area.width *= bench->side;
      area.height *= bench->side;
    }
  cairo_surface_flush (bench->source);
  cnd_matrix_plan_render (plan, CND_THEME_LIGHT, CND_SHADE_MAGNITUDE, area, bench->pixels, SIDE, SIDE);
  cairo_surface_mark_dirty (bench->source);
  cairo_set_source_surface (cairo, bench->source, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cairo), CAIRO_FILTER_NEAREST);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  bench->frame++;
}

static void
run (const char *name, guint side, double share)
{
  Bench bench = { .side = share };
  CndMatrixOptions options = cnd_scene_default_matrix_options;

  for (guint k = 0; k < 2; k++)
    {
      bench.matrices[k] = make_matrix (side, share > 0 ? 1 : k + 1);
      bench.plans[k] = cnd_matrix_plan_new (bench.matrices[k], &options);
    }
  bench.pixels = g_new0 (guint32, SIDE * SIDE);
  bench.source = cairo_image_surface_create_for_data ((guchar *) bench.pixels, CAIRO_FORMAT_RGB24, SIDE, SIDE, SIDE * 4);
  bench.target = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cnd_bench_report (name, cnd_bench_time_ms (draw_frame, &bench, N_FRAMES), "ms", CND_BENCH_AT_MOST, 16.6);
  cairo_surface_destroy (bench.source);
  cairo_surface_destroy (bench.target);
  g_free (bench.pixels);
  for (guint k = 0; k < 2; k++)
    {
      cnd_matrix_plan_free (bench.plans[k]);
      cnd_matrix_unref (bench.matrices[k]);
    }
}

/* ---- Looking closely: axes, groups and values are made anew as one pans --------------------- */

typedef struct
{
  CndMatrix *matrix;
  CndMatrixOptions options;
  CndTextMeter *meter;
  CndRect grid;
  cairo_surface_t *target;
  guint frame;
  double scale;
} Close;

static void
draw_close (gpointer data)
{
  Close *close = data;
  double way = (double) close->frame++ / N_FRAMES, seen = SIDE / close->scale;
  CndViewport viewport = { .scale = close->scale, .width = SIDE, .height = SIDE,
                           .origin = { close->grid.x + (close->grid.width - seen) * way, close->grid.y + (close->grid.height - seen) * way } };
  g_autoptr (CndScene) scene = cnd_scene_new_matrix_close (close->matrix, &close->options, &viewport, cnd_paint_measure_text, close->meter);
  cairo_t *cairo = cairo_create (close->target);

  cnd_paint_scene (scene, cairo, (CndRect){ 0, 0, SIDE, SIDE }, 1);
  cairo_destroy (cairo);
}

static void
run_close (const char *name, double cell_px)
{
  Close close = { .matrix = make_matrix (4096, 1), .options = cnd_scene_default_matrix_options, .meter = cnd_paint_text_meter_new () };
  CndMatrixPlan *plan = cnd_matrix_plan_new (close.matrix, &close.options);
  CndRect cell = { 0, 0, 1, 1 };
  guint input = 0;

  while (!cnd_matrix_plan_get_cell (plan, 0, input, &cell))
    input++;
  close.grid = cnd_matrix_plan_get_grid (plan);
  close.scale = cell_px / cell.width;
  close.target = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cnd_bench_report (name, cnd_bench_time_ms (draw_close, &close, N_FRAMES), "ms", CND_BENCH_AT_MOST, 16.6);
  cairo_surface_destroy (close.target);
  cnd_matrix_plan_free (plan);
  cnd_matrix_unref (close.matrix);
  cnd_text_meter_free (close.meter);
}

int
main (void)
{
  run ("matrix-1024-all-cells", 1024, 0);
  run ("matrix-4096-panned", 4096, 0.25);
  run ("matrix-4096-whole", 4096, 0);
  run_close ("matrix-4096-close-12", 12);
  run_close ("matrix-4096-close-60", 60);
  return 0;
}
