/* Whose outputs the lanes carry that go on at the head of a column: a label for each run of them out of one block. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>

#define SIZE 12.0
#define RISE 10.0    /* of the baseline above the heads and their marks */
#define AIR 8.0      /* between two labels */
#define OVERHANG 4.0 /* beyond the run's first lane */

typedef struct
{
  CndPoint point;
  guint node;
} Head;

static int
compare_heads (gconstpointer a, gconstpointer b)
{
  const Head *left = a, *right = b;

  if (left->point.y != right->point.y)
    return left->point.y < right->point.y ? -1 : 1;
  return (left->point.x > right->point.x) - (left->point.x < right->point.x);
}

static GArray *
list_heads (const CndGraph *graph)
{
  const CndLayout *layout = graph->layout;
  GArray *heads = g_array_new (FALSE, FALSE, sizeof (Head));

  for (guint i = 0; i < layout->n_lanes; i++)
    if (layout->lanes[i].part > 0 && layout->lanes[i].n_points > 1)
      {
        Head head = { cnd_graph_place (graph, layout->points[layout->lanes[i].first_point]), layout->lanes[i].node };

        g_array_append_val (heads, head);
      }
  g_array_sort (heads, compare_heads);
  return heads;
}

/* The block around a node. */
static guint
get_around (const CndGraph *graph, guint node)
{
  const CndViewNode *shown = &graph->nodes[node];

  return shown->layer != G_MAXUINT ? graph->layers[shown->layer].block : graph->blocks[shown->block].parent;
}

/* How many heads from @first on stand in one row and come out of one block. */
static guint
count_run (const CndGraph *graph, const GArray *heads, guint first)
{
  const Head *head = &g_array_index (heads, Head, first);
  guint n = 1;

  while (first + n < heads->len)
    {
      const Head *next = &g_array_index (heads, Head, first + n);

      if (next->point.y != head->point.y || next->point.x < head[n - 1].point.x
          || get_around (graph, next->node) != get_around (graph, head->node))
        break;
      n++;
    }
  return n;
}

/* "1.14 … 1.1" */
static char *
format_run (const CndGraph *graph, const Head *heads, guint n)
{
  g_autofree char *first = cnd_graph_format_short_name (graph, heads[0].node);
  g_autofree char *last = cnd_graph_format_short_name (graph, heads[n - 1].node);

  if (n == 1)
    return g_steal_pointer (&first);
  return g_strdup_printf (graph->options->numbers.isolate ? "\u2066%s … %s\u2069" : "%s … %s", first, last);
}

void
cnd_graph_draw_lane_heads (CndGraph *graph)
{
  g_autoptr (GArray) heads = graph->options->flow == CND_FLOW_DOWN ? list_heads (graph) : NULL;
  CndPoint end = { -G_MAXDOUBLE, -G_MAXDOUBLE }; /* of the last label */
  CndItem *item;

  if (heads == NULL || heads->len == 0)
    return;
  item = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "lane-heads", "lane-heads");
  item->title = cnd_scene_builder_intern (graph->builder, _("Whose outputs go on here"));
  for (guint i = 0, n; i < heads->len; i += n)
    {
      const Head *run = &g_array_index (heads, Head, i);
      g_autofree char *text = NULL;
      double left = run->point.x - OVERHANG, width;
      gboolean is_last;

      n = count_run (graph, heads, i);
      text = format_run (graph, run, n);
      width = cnd_ruler_measure (&graph->ruler, text, SIZE, FALSE);
      is_last = i + n == heads->len || run[n].point.y != run->point.y || run[n].point.x - run[n - 1].point.x > width;
      /* a name that is wider than its run would stand over the next one's lanes, or beyond the picture */
      if (width > run[n - 1].point.x - left + OVERHANG)
        left = is_last ? run[n - 1].point.x + OVERHANG - width : G_MAXDOUBLE;
      if (left == G_MAXDOUBLE || (run->point.y == end.y && left < end.x + AIR))
        continue;
      cnd_scene_builder_add_text (graph->builder, "label", cnd_scene_builder_intern (graph->builder, text), SIZE, FALSE,
                                  (CndPoint){ left, run->point.y - RISE }, CND_ALIGN_START, width, CND_INK_DIM);
      end = (CndPoint){ left + width, run->point.y };
    }
  cnd_scene_builder_end_group (graph->builder);
}
