/* Pictures that would have too many lines: blocks are closed until the rest is few enough to draw and to look at. */
#include "config.h"

#include "picture-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_MARKS 200000u /* dots and lines; each takes some 80 bytes of an SVG, and five times that in memory */
#define MARKS_A_BOX 10u
#define MAX_ROUNDS 64u

static guint64
count_marks (const CndView *view)
{
  guint n_nodes, n_edges;

  cnd_view_get_nodes (view, &n_nodes);
  cnd_view_get_edges (view, &n_edges);
  return n_edges + (guint64) MARKS_A_BOX * n_nodes;
}

/* The block that a node stands in. */
static guint
get_surrounding (const CndNetwork *network, const CndViewNode *node)
{
  if (node->layer != G_MAXUINT)
    return cnd_network_get_layers (network, NULL)[node->layer].block;
  return cnd_network_get_blocks (network, NULL)[node->block].parent;
}

static guint
find_common (const CndBlock *blocks, guint a, guint b)
{
  /* a block stands behind those around it */
  while (a != b)
    if (a > b)
      a = blocks[a].parent;
    else
      b = blocks[b].parent;
  return a;
}

/* The block whose own boxes and lines are most. Returns: 0 when that is the network itself */
static guint
find_fullest (const CndNetwork *network, const CndView *view)
{
  guint n_blocks, n_nodes, n_edges, fullest = 0;
  const CndBlock *blocks = cnd_network_get_blocks (network, &n_blocks);
  const CndViewNode *nodes = cnd_view_get_nodes (view, &n_nodes);
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);
  g_autofree guint64 *marks = g_new0 (guint64, n_blocks);

  for (guint i = 0; i < n_nodes; i++)
    marks[get_surrounding (network, &nodes[i])] += MARKS_A_BOX;
  for (guint i = 0; i < n_edges; i++)
    marks[find_common (blocks, get_surrounding (network, &nodes[edges[i].from]),
                       get_surrounding (network, &nodes[edges[i].to]))]++;
  for (guint i = 1; i < n_blocks; i++)
    if (marks[i] > marks[fullest] || fullest == 0)
      fullest = marks[i] > 0 ? i : fullest;
  return fullest;
}

static void
tell (guint n_closed, const char *first)
{
  g_autofree char *note = NULL;
  g_autofree char *most = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, MAX_MARKS);

  if (n_closed == 1)
    note = g_strdup_printf (_("the picture is simplified: the block %s is one box, because more than %s lines and dots are too many"),
                            first, most);
  else
    note = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "the picture is simplified: %s and %u other block are one box each, because more than %s "
                                         "lines and dots are too many",
                                         "the picture is simplified: %s and %u other blocks are one box each, because more than %s "
                                         "lines and dots are too many",
                                         n_closed - 1),
                            first, n_closed - 1, most);
  cnd_cli_note (note);
}

static void
set_too_many (const CndSubject *subject, guint64 marks, GError **error)
{
  g_autofree char *found = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, marks);
  g_autofree char *most = cnd_base_format_count (CND_NUMBER_STYLE_LATIN, MAX_MARKS);
  g_autofree char *expected = g_strdup_printf (_("at most %s lines and dots"), most);

  cnd_base_set_problem (error, CND_ERROR_LIMIT,
                        &(CndProblem){ .file = subject->file, .found = found, .expected = expected,
                                       .hint = _("Draw a part of it with --select, or fewer blocks open with --depth.") },
                        _("The picture would have too many lines"));
}

CndView *
cnd_cli_make_coarse_view (const CndSubject *subject, CndIsOpen is_open, gpointer data, gboolean *closed,
                          const gboolean *shown, GError **error)
{
  const CndBlock *blocks = cnd_network_get_blocks (subject->network, NULL);
  g_autoptr (CndView) view = cnd_layout_view_new_part (subject->network, is_open, data, shown);
  const char *first = NULL;
  guint n_closed = 0;

  while (count_marks (view) > MAX_MARKS)
    {
      guint block = n_closed < MAX_ROUNDS ? find_fullest (subject->network, view) : 0;

      if (block == 0 || closed[block])
        {
          set_too_many (subject, count_marks (view), error);
          return NULL;
        }
      closed[block] = TRUE;
      first = first != NULL ? first : blocks[block].id;
      n_closed++;
      cnd_view_unref (view);
      view = cnd_layout_view_new_part (subject->network, is_open, data, shown);
    }
  if (n_closed > 0)
    tell (n_closed, first);
  return g_steal_pointer (&view);
}
