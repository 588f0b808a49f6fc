/* The stages of a run with their counts, as a table with bars. */
#include "config.h"

#include "scene/timeline-private.h"

#include <glib/gi18n-lib.h>

#define ROW 30.0
#define NAME_WIDTH 190.0

static const struct
{
  const char *title; /* NULL: the convention's unit */
  gsize offset;
} columns[] = {
  { N_("parameters"), G_STRUCT_OFFSET (CndStageCounts, parameters) },
  { N_("multiply-adds"), G_STRUCT_OFFSET (CndStageCounts, macs) },
  { NULL, G_STRUCT_OFFSET (CndStageCounts, operations) },
  { N_("learned 1 × 1 weights"), G_STRUCT_OFFSET (CndStageCounts, learned_weights) },
};

static void
draw_count (CndTimeline *timeline, guint64 value, guint64 dense, double x, double y, double width, gboolean now)
{
  double share = dense > 0 ? (double) value / (double) dense : 0, bar = width - 150;
  g_autofree char *number = cnd_base_format_count (timeline->base.numbers, value), *change = NULL;

  cnd_scene_builder_add_rect (timeline->base.builder, "bar-ground", (CndRect){ x, y - 13, bar, 16 }, 2, CND_INK_FRAME, CND_INK_NONE, 0);
  cnd_scene_builder_add_rect (timeline->base.builder, "bar", (CndRect){ x, y - 13, MAX (bar * share, 1), 16 }, 2, now ? CND_INK_ACCENT : CND_INK_TAP,
                              CND_INK_NONE, 0);
  cnd_drawing_put (&timeline->base, "count", number, CND_SMALL_SIZE, now, x + bar + 8, y, CND_ALIGN_START, CND_INK_TEXT);
  if (value == dense)
    return;
  change = cnd_base_format_decimal (timeline->base.numbers, 100 * (1 - share), 0);
  g_autofree char *text = g_strdup_printf ("−%s %%", change);
  cnd_drawing_put (&timeline->base, "change", text, CND_TINY_SIZE, FALSE, x + width - 12, y, CND_ALIGN_END, CND_INK_DIM);
}

static void
draw_row (CndTimeline *timeline, const CndStageCounts *row, const CndStageCounts *dense, double width)
{
  CndSceneBuilder *builder = timeline->base.builder;
  gboolean now = timeline->options->show_playhead && row->stage == cnd_recording_get_stage (timeline->recording, timeline->options->position);
  g_autofree char *number = cnd_base_format_count (timeline->base.numbers, row->stage), *name = g_strdup_printf (_("stage %s"), number);
  g_autofree char *id = g_strdup_printf ("counts-%u", row->stage);
  CndItem *item = cnd_scene_builder_begin (builder, CND_ROLE_STAGE, now ? "counts now" : "counts", cnd_scene_builder_intern (builder, id));

  item->title = cnd_scene_builder_intern (builder, name);
  cnd_drawing_put (&timeline->base, "stage-name", name, CND_TEXT_SIZE, now, timeline->left, timeline->y, CND_ALIGN_START,
                   now ? CND_INK_ACCENT : CND_INK_TEXT);
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    draw_count (timeline, G_STRUCT_MEMBER (guint64, row, columns[c].offset), G_STRUCT_MEMBER (guint64, dense, columns[c].offset),
                timeline->left + NAME_WIDTH / 2 + c * width, timeline->y, width, now);
  cnd_scene_builder_end_group (builder);
  timeline->y += ROW;
}

void
cnd_timeline_draw_table (CndTimeline *timeline)
{
  double width = MAX ((timeline->width - NAME_WIDTH / 2) / G_N_ELEMENTS (columns), 220);
  g_autoptr (GArray) stages = cnd_recording_list_stages (timeline->recording, timeline->options->convention, NULL);

  if (stages == NULL)
    return;
  timeline->y += 34;
  for (guint c = 0; c < G_N_ELEMENTS (columns); c++)
    cnd_drawing_put (&timeline->base, "count-title",
                     columns[c].title != NULL ? _(columns[c].title) : cnd_analysis_get_convention_unit (timeline->options->convention), CND_SMALL_SIZE,
                     TRUE, timeline->left + NAME_WIDTH / 2 + c * width, timeline->y, CND_ALIGN_START, CND_INK_DIM);
  timeline->y += ROW;
  for (guint i = 0; i < stages->len; i++)
    draw_row (timeline, &g_array_index (stages, CndStageCounts, i), &g_array_index (stages, CndStageCounts, 0), width);
}
