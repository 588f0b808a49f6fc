/* Titles of frames: along a block's upper edge, between the lines that enter it. What has no room in one row has two. */
#include "config.h"

#include "scene/title-room-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TITLE_BASELINE 16.0
#define SLACK 1.04       /* other fonts are a little wider */
#define MOST_WIDTH 220.0 /* that frames are widened for */
#define LEAST_WIDTH 24.0 /* below, nothing can be read of a title that is shortened */
#define MAX_ROWS 2

/* A title as it stands: in one row, or two. */
typedef struct
{
  char *rows[MAX_ROWS];
  guint n_rows;
  double width;
} Title;

static void
title_clear (Title *title)
{
  for (guint i = 0; i < MAX_ROWS; i++)
    g_clear_pointer (&title->rows[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Title, title_clear)

static void
set_rows (CndGraph *graph, Title *title, char *first, char *second)
{
  title_clear (title);
  title->rows[0] = first;
  title->rows[1] = second;
  title->n_rows = second != NULL ? 2 : 1;
  title->width = 0;
  for (guint i = 0; i < title->n_rows; i++)
    title->width = MAX (title->width, cnd_ruler_measure (&graph->ruler, title->rows[i], CND_LABEL_SIZE, TRUE));
}

/* Whether @end of @text stands in no isolate that would be torn. */
static gboolean
is_outside_isolates (const char *text, const char *end)
{
  int depth = 0;

  for (const char *at = text; at < end; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      depth += c >= 0x2066 && c <= 0x2068 ? 1 : c == 0x2069 ? -1 : 0;
    }
  return depth == 0;
}

#define DOT " ·" /* between a title and the word beside it; not at the end or start of a row */

/* Returns: (transfer full): @text up to @blank */
static char *
dup_first_row (const char *text, const char *blank)
{
  char *row = g_strndup (text, blank - text);

  if (g_str_has_suffix (row, DOT))
    row[strlen (row) - strlen (DOT)] = '\0';
  return row;
}

/* Breaks @text at the blank where it comes out narrowest; a single word stays in one row. */
static void
break_title (CndGraph *graph, const char *text, Title *title)
{
  set_rows (graph, title, g_strdup (text), NULL);
  for (const char *blank = strchr (text, ' '); blank != NULL; blank = strchr (blank + 1, ' '))
    {
      g_auto (Title) broken = { { NULL }, 0, 0 };

      if (!is_outside_isolates (text, blank) || g_str_has_prefix (blank, DOT))
        continue;
      set_rows (graph, &broken, dup_first_row (text, blank), g_strdup (blank + 1));
      if (broken.width >= title->width)
        continue;
      title_clear (title);
      *title = broken;
      broken = (Title){ { NULL }, 0, 0 };
    }
}

static char *
format_title (const CndGraph *graph, guint block)
{
  g_autofree char *name = cnd_graph_name_block (graph, block);
  CndShowCounts shown = graph->options->show_counts;
  guint64 parameters = cnd_report_get_block (graph->report, block)->parameters;

  if ((shown != CND_SHOW_BOTH_COUNTS && shown != CND_SHOW_PARAMETERS) || parameters == 0)
    return g_steal_pointer (&name);
  g_autofree char *number = cnd_base_format_short (graph->options->numbers, parameters);
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s param", "%s params", parameters), number);
  return g_strconcat (name, " · ", count, NULL);
}

/* What the title may be, the longest first; NULL-terminated. */
static GStrv
list_titles (const CndGraph *graph, guint block, guint part)
{
  g_autofree char *name = cnd_graph_name_block (graph, block);
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  g_autofree char *longer = NULL;

  if (part > 0)
    /* Translators: title of a block that goes on in another column of the picture */
    longer = g_strdup_printf (_("%s, continued"), name);
  else
    longer = format_title (graph, block);
  g_strv_builder_add (titles, longer);
  g_strv_builder_add (titles, name);
  return g_strv_builder_end (titles);
}

static guint
count_rows (const CndGraph *graph, guint block)
{
  return graph->title_rows != NULL ? graph->title_rows[block] : 1;
}

/* At the start if only a short one fits there, else anywhere between the lines, else shortened; that a block goes on is worth more
 * than to stand at the start. Returns FALSE where there is no room at all; else @x is the left end. */
static gboolean
place_title (CndGraph *graph, const CndTitleRoom *room, GStrv candidates, guint block, guint part, Title *title, double *x)
{
  static const guint gaps[] = { 1, G_MAXUINT };
  guint n_rows = count_rows (graph, block);
  double widest = cnd_title_room_get_widest (room);

  for (guint i = 0; i < 4; i++)
    {
      guint candidate = part > 0 ? i / 2 : i % 2, gap = part > 0 ? i % 2 : i / 2;

      if (n_rows > 1)
        break_title (graph, candidates[candidate], title);
      else
        set_rows (graph, title, g_strdup (candidates[candidate]), NULL);
      if (cnd_title_room_find_place (room, title->width, graph->mirrored, gaps[gap], x))
        return TRUE;
    }
  if (widest < LEAST_WIDTH)
    return FALSE;
  set_rows (graph, title, cnd_graph_shorten_block_name (graph, block, widest), NULL);
  return cnd_title_room_find_place (room, title->width, graph->mirrored, G_MAXUINT, x);
}

static void
draw_title (CndGraph *graph, const CndTitleLines *lines, CndRect frame, guint block, guint part)
{
  g_auto (GStrv) candidates = list_titles (graph, block, part);
  g_auto (Title) title = { { NULL }, 0, 0 };
  g_auto (CndTitleRoom) room = { NULL };
  double x;

  cnd_title_room_init (&room, lines, frame, count_rows (graph, block));
  if (!place_title (graph, &room, candidates, block, part, &title, &x))
    return;
  for (guint i = 0; i < title.n_rows; i++)
    {
      double width = cnd_ruler_measure (&graph->ruler, title.rows[i], CND_LABEL_SIZE, TRUE);

      cnd_scene_builder_add_text (graph->builder, "frame-title", cnd_scene_builder_intern (graph->builder, title.rows[i]),
                                  CND_LABEL_SIZE, TRUE,
                                  (CndPoint){ graph->mirrored ? x + title.width : x, frame.y + TITLE_BASELINE + i * CND_TITLE_ROW },
                                  graph->mirrored ? CND_ALIGN_END : CND_ALIGN_START, width, CND_INK_DIM);
    }
}

/* ---- How many rows ------------------------------------------------------------------ */

/* Blocks of one definition look alike. */
static gconstpointer
get_family (const CndGraph *graph, guint block)
{
  const CndBlock *b = &graph->blocks[block];

  return b->definition != NULL ? (gconstpointer) b->definition : b;
}

static gboolean
fits_in_a_row (CndGraph *graph, const CndTitleLines *lines, const CndFrame *frame)
{
  g_autofree char *name = cnd_graph_name_block (graph, frame->block);
  g_auto (CndTitleRoom) room = { NULL };
  double x;

  cnd_title_room_init (&room, lines, cnd_graph_get_frame_rect (graph, frame), 1);
  return cnd_title_room_find_place (&room, cnd_ruler_measure (&graph->ruler, name, CND_LABEL_SIZE, TRUE), graph->mirrored,
                                    G_MAXUINT, &x);
}

gboolean
cnd_graph_choose_title_rows (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_auto (CndTitleLines) lines = { NULL };
  g_autoptr (GHashTable) families = g_hash_table_new (NULL, NULL);
  guint n_blocks;

  if (layout->n_frames == 0 || graph->options->flow != CND_FLOW_DOWN)
    return FALSE;
  cnd_title_lines_init (&lines, graph);
  for (guint i = 0; i < layout->n_frames; i++)
    if (!g_hash_table_contains (families, get_family (graph, layout->frames[i].block))
        && !fits_in_a_row (graph, &lines, &layout->frames[i]))
      g_hash_table_add (families, (gpointer) get_family (graph, layout->frames[i].block));
  if (g_hash_table_size (families) == 0)
    return FALSE;
  cnd_network_get_blocks (graph->network, &n_blocks);
  graph->title_rows = g_new (guint8, n_blocks);
  for (guint b = 0; b < n_blocks; b++)
    graph->title_rows[b] = g_hash_table_contains (families, get_family (graph, b)) ? 2 : 1;
  return TRUE;
}

void
cnd_graph_measure_frame_titles (CndGraph *graph, double *widths, double *heights)
{
  guint n;
  const guint *frames = cnd_view_get_frames (graph->view, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = cnd_graph_name_block (graph, frames[i]);
      g_auto (Title) title = { { NULL }, 0, 0 };

      widths[i] = heights[i] = 0;
      if (count_rows (graph, frames[i]) == 1)
        continue;
      break_title (graph, name, &title);
      heights[i] = (title.n_rows - 1) * CND_TITLE_ROW;
      if (!graph->mirrored)
        widths[i] = ceil (CND_TITLE_X + MIN (title.width * SLACK, MOST_WIDTH) + CND_TITLE_CLEARANCE);
    }
}

void
cnd_graph_draw_frame_titles (CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  g_autofree guint *parts = NULL;
  g_auto (CndTitleLines) lines = { NULL };

  if (layout->n_frames == 0)
    return;
  parts = cnd_graph_count_frame_parts (graph);
  cnd_title_lines_init (&lines, graph);
  cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "frame-titles", NULL);
  for (guint i = 0; i < layout->n_frames; i++)
    draw_title (graph, &lines, cnd_graph_get_frame_rect (graph, &layout->frames[i]), layout->frames[i].block, parts[i]);
  cnd_scene_builder_end_group (graph->builder);
}
