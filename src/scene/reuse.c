/* Feature reuse: readers from top to bottom, the layers that they read from left to right; each cell says how much of the
 * features the groups still read, on average. */
#include "config.h"

#include "scene/matrix-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define LEFT 120.0
#define TOP 150.0
#define GRID 640.0
#define LARGEST 54.0

typedef struct
{
  CndDrawing base;
  GArray *sources; /* guint: layers, in order */
  double cell;
} Reuse;

/* Sources that any of the layers reads, in the order of the network. */
static GArray *
list_sources (CndMatrix *const *matrices, guint n)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);

  for (guint m = 0; m < n; m++)
    for (guint s = 0; s < matrices[m]->sources->len; s++)
      {
        guint layer = g_array_index (matrices[m]->sources, CndSource, s).layer;
        if (g_hash_table_add (known, GUINT_TO_POINTER (layer)))
          g_array_append_val (all, layer);
      }
  return all;
}

static double
get_share (const CndMatrix *matrix, const CndSource *source)
{
  guint n = 0;

  for (guint i = source->first; i < source->first + source->n; i++)
    n += matrix->readers[i];
  return (double) n / ((double) source->n * matrix->groups);
}

static void
draw_share (Reuse *reuse, const CndMatrix *matrix, const CndSource *source, guint row, guint column)
{
  CndSceneBuilder *builder = reuse->base.builder;
  double share = get_share (matrix, source), cell = reuse->cell;
  CndRect rect = { LEFT + column * cell + 1, TOP + row * cell + 1, cell - 2, cell - 2 };
  g_autofree char *percent = cnd_base_format_decimal (reuse->base.numbers, 100 * share, 0), *id = g_strdup_printf ("reuse-%u-%u", row + 1, column + 1);
  g_autofree char *reader = cnd_scene_dup_layer_name (matrix->network, matrix->layer);
  g_autofree char *title = g_strdup_printf (_("Layer %s reads %s %% of what %s gives"), reader, percent, source->label);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_COLUMN, "reuse", cnd_scene_builder_intern (builder, id));
  CndInk ink = cnd_scene_get_value_ink (share);

  item->title = cnd_scene_builder_intern (builder, title);
  item->layer = source->layer;
  if (share > 0)
    cnd_scene_builder_add_rect (builder, "cell", rect, 3, ink, reuse->base.style->hatch ? CND_INK_HATCH : CND_INK_NONE, 0.5);
  else
    {
      item = cnd_scene_builder_add_rect (builder, "cell pruned", rect, 3, CND_INK_NONE, CND_INK_ACCENT, 1.4);
      item->dash[0] = 3;
      item->dash[1] = 3;
    }
  if (cell >= 32)
    cnd_drawing_put (&reuse->base, "share", percent, cell >= 44 ? CND_TEXT_SIZE : CND_TINY_SIZE, FALSE, rect.x + rect.width / 2, rect.y + rect.height / 2 + 5, CND_ALIGN_MIDDLE,
                     share <= 0 ? CND_INK_ACCENT : cnd_scene_get_ink_on (reuse->base.theme, ink));
  cnd_scene_builder_end_group (builder);
}

static void
draw_row (Reuse *reuse, const CndMatrix *matrix, guint row, gboolean selected)
{
  g_autofree char *name = cnd_scene_dup_layer_name (matrix->network, matrix->layer);

  if (reuse->cell >= 14)
    cnd_drawing_put (&reuse->base, "reader", name, CND_SMALL_SIZE, selected, LEFT - 12, TOP + (row + 0.5) * reuse->cell + 5, CND_ALIGN_END,
                     selected ? CND_INK_ACCENT : CND_INK_TEXT);
  for (guint s = 0; s < matrix->sources->len; s++)
    {
      const CndSource *source = &g_array_index (matrix->sources, CndSource, s);
      for (guint c = 0; c < reuse->sources->len; c++)
        if (g_array_index (reuse->sources, guint, c) == source->layer)
          draw_share (reuse, matrix, source, row, c);
    }
}

static void
draw_heads (Reuse *reuse, const CndNetwork *network, const char *title)
{
  guint step = (guint) MAX (1, ceil (34 / reuse->cell));

  cnd_drawing_put (&reuse->base, "title", title, CND_TITLE_SIZE, TRUE, CND_DRAWING_MARGIN, 52, CND_ALIGN_START, CND_INK_TEXT);
  cnd_drawing_put (&reuse->base, "state", _("each row is a layer, each column what it can read: percent of (group, input) that are left"), CND_SMALL_SIZE,
                   FALSE, CND_DRAWING_MARGIN, 78, CND_ALIGN_START, CND_INK_DIM);
  cnd_drawing_put (&reuse->base, "axis", _("reads from"), CND_SMALL_SIZE, TRUE, LEFT, TOP - 34, CND_ALIGN_START, CND_INK_DIM);
  cnd_drawing_put (&reuse->base, "axis", _("layer"), CND_SMALL_SIZE, TRUE, LEFT - 12, TOP - 12, CND_ALIGN_END, CND_INK_DIM);
  for (guint c = 0; c < reuse->sources->len; c += step)
    {
      g_autofree char *name = cnd_scene_dup_layer_name (network, g_array_index (reuse->sources, guint, c));
      cnd_drawing_put_within (&reuse->base, "source-name", name, CND_SMALL_SIZE, FALSE, LEFT + (c + 0.5) * reuse->cell, TOP - 12, CND_ALIGN_MIDDLE,
                              CND_INK_TEXT, step * reuse->cell - 2);
    }
}

CndScene *
cnd_scene_new_reuse (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer measure_data)
{
  Reuse reuse = { .cell = 0 };
  guint n;
  g_autoptr (GPtrArray) matrices = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_matrix_unref);
  g_autofree char *stage = cnd_base_format_count (options->numbers, cnd_recording_get_stage (recording, options->position));
  g_autofree char *title = g_strdup_printf (_("Feature reuse, stage %s"), stage);
  CndItem *item;
  CndScene *scene;

  cnd_recording_get_layers (recording, &n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (matrices, cnd_matrix_new_recorded (recording, i, options->position));
  reuse.sources = list_sources ((CndMatrix *const *) matrices->pdata, n);
  reuse.cell = MIN (GRID / MAX (reuse.sources->len, 1), LARGEST);
  cnd_drawing_init (&reuse.base, options->theme, options->numbers, measure, measure_data);
  draw_heads (&reuse, cnd_recording_get_network (recording), title);
  item = cnd_scene_builder_begin (reuse.base.builder, CND_ROLE_NONE, "reuse", "reuse");
  item->title = cnd_scene_builder_intern (reuse.base.builder, _("Which layer reads how much of which"));
  for (guint i = 0; i < n; i++)
    {
      const CndMatrix *matrix = g_ptr_array_index (matrices, i);
      draw_row (&reuse, matrix, i, matrix->layer == options->selected);
    }
  cnd_scene_builder_end_group (reuse.base.builder);
  scene = cnd_drawing_seal (&reuse.base, title, NULL);
  cnd_drawing_clear (&reuse.base);
  g_array_unref (reuse.sources);
  return scene;
}
