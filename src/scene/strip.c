/* All learned group convolutions of a run side by side, by depth: a small matrix each, a column for each (group, input). */
#include "config.h"

#include "scene/matrix-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TILE_WIDTH 228.0
#define TILE_HEIGHT 104.0
#define GAP 20.0
#define LABEL 26.0
#define MOST_COLUMNS 4u

const CndRunOptions cnd_scene_default_run_options = {
  .theme = CND_THEME_LIGHT,
  .numbers = { CND_DIGITS_LATIN, TRUE, FALSE },
  .show_playhead = TRUE,
  .show_title = TRUE,
  .show_table = TRUE,
  .width = 1100,
  .selected = G_MAXUINT,
};

static void
draw_columns (CndDrawing *drawing, const CndMatrix *matrix, CndRect rect)
{
  CndSceneBuilder *builder = drawing->builder;
  double width = rect.width / matrix->inputs, gap = 3, height = (rect.height - (matrix->groups - 1) * gap) / matrix->groups;
  CndShade shade = cnd_matrix_choose_shade (matrix, CND_SHADE_IMPORTANCE);

  for (guint g = 0; g < matrix->groups; g++)
    {
      double y = rect.y + g * (height + gap);
      cnd_scene_builder_add_rect (builder, "ground", (CndRect){ rect.x, y, rect.width, height }, 0, CND_INK_FRAME, CND_INK_NONE, 0);
      for (guint i = 0; i < matrix->inputs; i++)
        if (cnd_matrix_reads (matrix, g, i))
          cnd_scene_builder_add_rect (builder, "cell", (CndRect){ rect.x + i * width, y, width, height }, 0,
                                      cnd_matrix_get_ink (matrix, shade, cnd_matrix_get_row (matrix, g, 0), i), CND_INK_NONE, 0);
    }
}

static void
draw_tile (CndDrawing *drawing, const CndMatrix *matrix, double x, double y, gboolean selected)
{
  CndSceneBuilder *builder = drawing->builder;
  const CndLayer *layer = &cnd_network_get_layers (matrix->network, NULL)[matrix->layer];
  g_autofree char *name = cnd_scene_dup_layer_name (matrix->network, matrix->layer), *id = cnd_scene_make_id ("layer-", layer->id);
  g_autofree char *inputs = cnd_base_format_count (drawing->numbers, matrix->inputs), *stage = cnd_base_format_count (drawing->numbers, matrix->stage);
  g_autofree char *title = g_strdup_printf (_("Layer %s: %s inputs, stage %s"), name, inputs, stage);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_LAYER, "tile", cnd_scene_builder_intern (builder, id));

  item->title = cnd_scene_builder_intern (builder, title);
  item->layer = matrix->layer;
  cnd_scene_builder_add_rect (builder, "frame", (CndRect){ x, y, TILE_WIDTH, TILE_HEIGHT }, 6, CND_INK_BOX, selected ? CND_INK_ACCENT : CND_INK_FRAME_LINE,
                              selected ? 3 : 1);
  draw_columns (drawing, matrix, (CndRect){ x + 8, y + 8, TILE_WIDTH - 16, TILE_HEIGHT - 16 });
  cnd_drawing_put (drawing, "tile-name", name, CND_TEXT_SIZE, TRUE, x + 4, y + TILE_HEIGHT + 20, CND_ALIGN_START, selected ? CND_INK_ACCENT : CND_INK_TEXT);
  cnd_drawing_put (drawing, "tile-inputs", inputs, CND_SMALL_SIZE, FALSE, x + TILE_WIDTH - 4, y + TILE_HEIGHT + 20, CND_ALIGN_END, CND_INK_DIM);
  cnd_scene_builder_end_group (builder);
}

/* A block's layers are a row each, where they fit. */
static guint
choose_columns (guint n)
{
  return MIN (MAX (n, 1), n > 24 ? 6 : MOST_COLUMNS);
}

CndScene *
cnd_scene_new_strip (const CndRecording *recording, const CndRunOptions *options, CndMeasureText measure, gpointer measure_data)
{
  g_auto (CndDrawing) drawing = { NULL };
  guint n, columns;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n);
  g_autofree char *stage = cnd_base_format_count (options->numbers, cnd_recording_get_stage (recording, options->position));
  g_autofree char *title = g_strdup_printf (_("All learned group convolutions, stage %s"), stage);
  double top = options->show_title ? 100 : CND_DRAWING_MARGIN;
  CndItem *item;

  cnd_drawing_init (&drawing, options->theme, options->numbers, measure, measure_data);
  if (options->show_title)
    {
      cnd_drawing_put (&drawing, "title", title, CND_TITLE_SIZE, TRUE, CND_DRAWING_MARGIN, 52, CND_ALIGN_START, CND_INK_TEXT);
      cnd_drawing_put (&drawing, "state", _("a row for each group, a column for each input; dark: important, empty: pruned"), CND_SMALL_SIZE, FALSE,
                       CND_DRAWING_MARGIN, 76, CND_ALIGN_START, CND_INK_DIM);
    }
  columns = choose_columns (n);
  item = cnd_scene_builder_begin (drawing.builder, CND_ROLE_NONE, "strip", "strip");
  item->title = cnd_scene_builder_intern (drawing.builder, _("Layers"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (CndMatrix) matrix = cnd_matrix_new_recorded (recording, i, options->position);
      draw_tile (&drawing, matrix, CND_DRAWING_MARGIN + i % columns * (TILE_WIDTH + GAP), top + i / columns * (TILE_HEIGHT + LABEL + GAP),
                 layers[i].layer == options->selected);
    }
  cnd_scene_builder_end_group (drawing.builder);
  return cnd_drawing_seal (&drawing, title, NULL);
}
