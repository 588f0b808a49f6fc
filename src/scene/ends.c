/* What the edges that leave a part of a network come from or go to: its name, without a box. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIZE 12.0
#define HEIGHT 20.0
#define BASELINE 14.0
#define AIR 4.0         /* on both sides of the text */
#define MAX_WIDTH 240.0

/* Those that enter the part stand before all boxes. */
static gboolean
is_source (const CndGraph *graph, guint node)
{
  return graph->nodes[node].n_edges == 0;
}

static char *
format_end (const CndGraph *graph, guint node)
{
  const char *id = cnd_graph_get_node_id (graph, node);
  guint n_others = graph->nodes[node].n_outside - 1;
  g_autofree char *others = cnd_base_format_count (graph->options->numbers, n_others);

  if (n_others == 0)
    /* Translators: what a line comes from or goes to that is not in the picture; the name of a layer or block */
    return g_strdup_printf (is_source (graph, node) ? _("from %s") : _("to %s"), id);
  if (is_source (graph, node))
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "from %s and %s other", "from %s and %s others", n_others), id, others);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "to %s and %s other", "to %s and %s others", n_others), id, others);
}

CndRect
cnd_graph_size_end (CndGraph *graph, guint node)
{
  g_autofree char *text = format_end (graph, node);
  double width = cnd_ruler_measure (&graph->ruler, text, SIZE, FALSE);

  return (CndRect){ 0, 0, ceil (MIN (width, MAX_WIDTH) / 2) * 2 + 2 * AIR, HEIGHT };
}

static void
draw_end (CndGraph *graph, guint node)
{
  CndRect box = graph->layout->boxes[node];
  CndPoint corner = cnd_graph_place (graph, (CndPoint){ box.x, box.y });
  g_autofree char *id = cnd_scene_make_id (is_source (graph, node) ? "from." : "to.", cnd_graph_get_node_id (graph, node));
  g_autofree char *text = format_end (graph, node);
  g_autofree char *fitting = cnd_ruler_fit (&graph->ruler, text, SIZE, FALSE, box.width - 2 * AIR);
  double width = cnd_ruler_measure (&graph->ruler, fitting, SIZE, FALSE);
  CndItem *item = cnd_scene_builder_begin (graph->builder, CND_ROLE_OUTSIDE, "outside", cnd_scene_builder_intern (graph->builder, id));

  item->title = cnd_scene_builder_intern (graph->builder, text);
  if (graph->nodes[node].n_outside == 1)
    {
      g_autofree char *description = cnd_graph_describe_node (graph, node);
      item->description = cnd_scene_builder_intern (graph->builder, description);
    }
  cnd_scene_builder_add_text (graph->builder, "label", cnd_scene_builder_intern (graph->builder, fitting), SIZE, FALSE,
                              (CndPoint){ corner.x + box.width / 2, corner.y + BASELINE }, CND_ALIGN_MIDDLE, width, CND_INK_DIM);
  cnd_scene_builder_end_group (graph->builder);
}

guint
cnd_graph_count_ends (const CndGraph *graph)
{
  guint n = 0;

  for (guint i = 0; i < graph->n_nodes; i++)
    n += graph->nodes[i].n_outside > 0;
  return n;
}

void
cnd_graph_draw_ends (CndGraph *graph)
{
  CndItem *list;

  if (cnd_graph_count_ends (graph) == 0)
    return;
  list = cnd_scene_builder_begin (graph->builder, CND_ROLE_NONE, "ends", "ends");
  list->title = cnd_scene_builder_intern (graph->builder, _("Beyond this part of the network"));
  for (guint i = 0; i < graph->n_nodes; i++)
    if (graph->nodes[i].n_outside > 0)
      draw_end (graph, i);
  cnd_scene_builder_end_group (graph->builder);
}
