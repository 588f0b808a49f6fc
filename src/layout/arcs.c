/* Arcs instead of lanes, where few boxes in a single column are densely connected: each long edge is a curve from the
 * side of its source to the side of its reader. The sides are chosen for few crossings. */
#include "layout-private.h"

#define MAX_BOXES 10 /* eight layers, what they read first, and who reads them all */
#define MAX_ARCS (MAX_BOXES * (MAX_BOXES - 1) / 2)

#define STUB 16.0        /* straight stretch at both ends, beyond the widest box that the arc passes */
#define FIRST_REACH 24.0 /* of the curve's control points beyond that, for an arc that skips one box; the curve itself
                          * reaches three quarters of it */
#define MORE_REACH 26.0  /* for each box more */

/* Boxes that are connected by taps, by one of them. */
static guint
find_root (guint *parents, guint node)
{
  while (parents[node] != node)
    node = parents[node] = parents[parents[node]];
  return node;
}

typedef struct
{
  guint *roots;    /* of each node: the box that stands for its group */
  guint *n_boxes;  /* of each root */
  guint *first, *last; /* of each root: ranks */
  guint *n_in_rank;    /* boxes, and wires that are no lanes, in each rank */
  guint *n_groups;     /* groups that each rank is within */
} Groups;

static void
count_ranks (const Draft *draft, Groups *groups)
{
  for (guint node = 0; node < draft->n_nodes; node++)
    groups->n_in_rank[draft->ranks[node]]++;
  for (guint e = 0; e < draft->n_edges; e++)
    for (guint rank = draft->ranks[draft->edges[e].from] + 1;
         !draft->tapped[e] && draft->lane_of[draft->edges[e].from] == NONE && rank < draft->ranks[draft->edges[e].to]; rank++)
      groups->n_in_rank[rank]++;
  for (guint node = 0; node < draft->n_nodes; node++)
    for (guint rank = groups->first[node]; groups->n_boxes[node] > 1 && rank <= groups->last[node]; rank++)
      groups->n_groups[rank] += rank < groups->last[node];
}

static void
groups_init (Groups *groups, const Draft *draft)
{
  *groups = (Groups){ NEW (draft, guint, draft->n_nodes + 1),   NEW0 (draft, guint, draft->n_nodes + 1),
                      NEW (draft, guint, draft->n_nodes + 1),   NEW0 (draft, guint, draft->n_nodes + 1),
                      NEW0 (draft, guint, draft->n_ranks + 1),  NEW0 (draft, guint, draft->n_ranks + 1) };
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      groups->roots[node] = node;
      groups->first[node] = NONE;
    }
  for (guint e = 0; e < draft->n_edges; e++)
    if (draft->tapped[e])
      groups->roots[find_root (groups->roots, draft->edges[e].to)] = find_root (groups->roots, draft->edges[e].from);
  for (guint node = 0; node < draft->n_nodes; node++)
    {
      guint root = find_root (groups->roots, node);

      groups->n_boxes[root]++;
      groups->first[root] = MIN (groups->first[root], draft->ranks[node]);
      groups->last[root] = MAX (groups->last[root], draft->ranks[node]);
    }
  count_ranks (draft, groups);
}

static gboolean
suits_arcs (const Groups *groups, guint root)
{
  if (groups->n_boxes[root] < 2 || groups->n_boxes[root] > MAX_BOXES)
    return FALSE;
  for (guint rank = groups->first[root]; rank <= groups->last[root]; rank++)
    if (groups->n_in_rank[rank] > 1 || (rank < groups->last[root] && groups->n_groups[rank] > 1))
      return FALSE;
  return TRUE;
}

/* Those lanes that are left, in their order. */
static void
drop_lanes (Draft *draft, const guint8 *dropped)
{
  guint n = 0;

  for (guint i = 0; i < draft->n_lanes; i++)
    {
      guint node = draft->lanes[i].node;

      draft->lane_of[node] = dropped[node] ? NONE : n;
      if (!dropped[node])
        draft->lanes[n++] = draft->lanes[i];
    }
  draft->n_lanes = n;
}

void
cnd_layout_choose_arcs (Draft *draft)
{
  Groups groups;
  guint8 *suited;

  draft->arced = NEW0 (draft, guint8, draft->n_edges + 1);
  if (draft->options.dense != CND_DENSE_ARCS || draft->n_lanes == 0)
    return;
  groups_init (&groups, draft);
  suited = NEW0 (draft, guint8, draft->n_nodes + 1);
  for (guint node = 0; node < draft->n_nodes; node++)
    suited[node] = suits_arcs (&groups, find_root (groups.roots, node));
  for (guint e = 0; e < draft->n_edges; e++)
    if (draft->tapped[e] && suited[draft->edges[e].from])
      {
        draft->tapped[e] = FALSE;
        draft->arced[e] = draft->ranks[draft->edges[e].to] - draft->ranks[draft->edges[e].from] > 1;
        draft->n_arcs += draft->arced[e];
      }
  drop_lanes (draft, suited);
}

/* ---- Sides --------------------------------------------------------------------------- */

/* The arcs of one group. */
typedef struct
{
  Draft *draft;
  guint arcs[MAX_ARCS]; /* into draft->arcs */
  guint n;
} Group;

static gboolean
interleaves (const Draft *draft, const Arc *a, const Arc *b)
{
  const CndViewEdge *e = &draft->edges[a->edge], *f = &draft->edges[b->edge];
  guint e_from = draft->ranks[e->from], e_to = draft->ranks[e->to], f_from = draft->ranks[f->from], f_to = draft->ranks[f->to];

  return (e_from < f_from && f_from < e_to && e_to < f_to) || (f_from < e_from && e_from < f_to && f_to < e_to);
}

/* Arcs of a side that the arc would cross there. */
static guint
count_crossings (const Group *group, guint index, gboolean on_left)
{
  guint n = 0;

  for (guint i = 0; i < group->n; i++)
    {
      const Arc *arc = &group->draft->arcs[group->arcs[i]];

      n += i != index && arc->on_left == on_left && interleaves (group->draft, arc, &group->draft->arcs[group->arcs[index]]);
    }
  return n;
}

/* Boxes on a circle, and edges by their slope, half of the slopes to a side: for complete graphs no drawing on two
 * sides is known to have fewer crossings. Then single arcs change sides as long as that helps. */
static void
choose_sides (Group *group, guint n_boxes)
{
  Draft *draft = group->draft;
  gboolean is_better = TRUE;

  for (guint i = 0; i < group->n; i++)
    {
      Arc *arc = &draft->arcs[group->arcs[i]];

      arc->on_left = (arc->first + arc->last) % n_boxes >= (n_boxes + 1) / 2;
    }
  while (is_better)
    {
      is_better = FALSE;
      for (guint i = 0; i < group->n; i++)
        {
          Arc *arc = &draft->arcs[group->arcs[i]];
          guint here = count_crossings (group, i, arc->on_left), there = count_crossings (group, i, !arc->on_left);

          if (there < here || (there == here && there == 0 && arc->on_left))
            {
              arc->on_left = !arc->on_left;
              is_better = TRUE;
            }
        }
    }
}

/* ---- Places -------------------------------------------------------------------------- */

static void
place_arc (Draft *draft, Arc *arc)
{
  const CndViewEdge *edge = &draft->edges[arc->edge];
  guint first = draft->ranks[edge->from], last = draft->ranks[edge->to];
  double side = 0;

  for (guint rank = first; rank <= last; rank++)
    {
      guint v = draft->order[draft->row_first[rank]];
      double x = arc->on_left ? -draft->x[v] : draft->x[v];

      side = rank == first ? x + draft->widths[v] / 2 : MAX (side, x + draft->widths[v] / 2);
    }
  side += STUB;
  arc->start = arc->on_left ? -side : side;
  arc->reach = FIRST_REACH + MORE_REACH * (arc->last - arc->first - 2);
  for (guint rank = first; rank <= last; rank++)
    {
      double end = side + 0.75 * arc->reach;

      draft->arcs_below[rank] |= rank < last;
      if (arc->on_left)
        draft->arcs_left[rank] = MIN (draft->arcs_left[rank], -end);
      else
        draft->arcs_right[rank] = MAX (draft->arcs_right[rank], end);
    }
}

/* Each rank of a group holds one box: their numbers in the group are in the order of ranks. */
static void
place_group (Draft *draft, guint first_arc, guint n_arcs, guint *numbers)
{
  Group group = { draft, { 0 }, 0 };
  guint first = NONE, last = 0, n_boxes = 0;

  for (guint i = first_arc; i < first_arc + n_arcs; i++)
    {
      const CndViewEdge *edge = &draft->edges[draft->arcs[i].edge];

      group.arcs[group.n++] = i;
      first = MIN (first, draft->ranks[edge->from]);
      last = MAX (last, draft->ranks[edge->to]);
      numbers[draft->ranks[edge->from]] = numbers[draft->ranks[edge->to]] = 0;
    }
  for (guint rank = first; rank <= last; rank++)
    if (numbers[rank] != NONE)
      numbers[rank] = n_boxes++;
  for (guint i = first_arc; i < first_arc + n_arcs; i++)
    {
      const CndViewEdge *edge = &draft->edges[draft->arcs[i].edge];

      draft->arcs[i].first = numbers[draft->ranks[edge->from]];
      draft->arcs[i].last = numbers[draft->ranks[edge->to]];
    }
  choose_sides (&group, n_boxes);
  for (guint i = first_arc; i < first_arc + n_arcs; i++)
    place_arc (draft, &draft->arcs[i]);
}

static int
compare_arcs (gconstpointer a, gconstpointer b, gpointer data)
{
  const Draft *draft = data;
  const CndViewEdge *e = &draft->edges[((const Arc *) a)->edge], *f = &draft->edges[((const Arc *) b)->edge];

  if (draft->ranks[e->from] != draft->ranks[f->from])
    return draft->ranks[e->from] < draft->ranks[f->from] ? -1 : 1;
  return (draft->ranks[e->to] > draft->ranks[f->to]) - (draft->ranks[e->to] < draft->ranks[f->to]);
}

/* Groups do not overlap along the flow, so that in the order of sources each is a stretch of the arcs. */
void
cnd_layout_place_arcs (Draft *draft)
{
  guint *numbers;
  guint n = 0, start = 0, end = 0;

  if (draft->n_arcs == 0)
    return;
  draft->arcs = NEW (draft, Arc, draft->n_arcs);
  draft->arcs_left = NEW0 (draft, double, draft->n_ranks + 1);
  draft->arcs_right = NEW0 (draft, double, draft->n_ranks + 1);
  draft->arcs_below = NEW0 (draft, guint8, draft->n_ranks + 1);
  numbers = NEW (draft, guint, draft->n_ranks + 1);
  for (guint rank = 0; rank < draft->n_ranks; rank++)
    numbers[rank] = NONE;
  for (guint e = 0; e < draft->n_edges; e++)
    if (draft->arced[e])
      draft->arcs[n++] = (Arc){ .edge = e };
  g_qsort_with_data (draft->arcs, n, sizeof (Arc), compare_arcs, draft);
  for (guint i = 0; i < n; i++)
    {
      const CndViewEdge *edge = &draft->edges[draft->arcs[i].edge];

      if (draft->ranks[edge->from] >= end)
        {
          if (i > start)
            place_group (draft, start, i - start, numbers);
          start = i;
        }
      end = MAX (end, draft->ranks[edge->to]);
    }
  place_group (draft, start, n - start, numbers);
}

/* ---- Writing ------------------------------------------------------------------------- */

#define END_AIR 8.0   /* between the ends at a box's side and its corners */
#define END_PITCH 7.0 /* between two of them, where there is room */

/* How many arcs end and begin at each side of each node: at 2 × node + (on the left). */
typedef struct
{
  guint *n_in, *n_out;
  guint *seen_in, *seen_out; /* of those that were written */
} Ends;

static void
ends_init (Ends *ends, const Draft *draft)
{
  gsize n = 2 * (gsize) draft->n_nodes + 1;

  *ends = (Ends){ NEW0 (draft, guint, n), NEW0 (draft, guint, n), NEW0 (draft, guint, n), NEW0 (draft, guint, n) };
  for (guint i = 0; i < draft->n_arcs; i++)
    {
      const CndViewEdge *edge = &draft->edges[draft->arcs[i].edge];

      ends->n_in[2 * edge->to + draft->arcs[i].on_left]++;
      ends->n_out[2 * edge->from + draft->arcs[i].on_left]++;
    }
}

/* The place of an end, counted from the top of the box's side, along the flow. */
static double
get_end (const Ends *ends, guint side, guint index, const CndRect *box)
{
  guint n = ends->n_in[side] + ends->n_out[side];
  double air = MIN (END_AIR, box->height / 6);
  double pitch = n > 1 ? MIN (END_PITCH, (box->height - 2 * air) / (n - 1)) : 0;

  return box->y + box->height / 2 + (index - (n - 1) / 2.0) * pitch;
}

/* Arcs that come in end above those that go out, and longer ones nearer to the middle: so the ends of no two cross. The arcs
 * are in the order of their sources, and for each in that of its readers: at each side the outermost end is the last. */
void
cnd_layout_write_arcs (const Draft *draft, CndLayout *layout)
{
  ArenaMark mark = cnd_arena_mark (draft->arena);
  Ends ends;

  layout->points = g_renew (CndPoint, layout->points, layout->n_points + 6 * draft->n_arcs + 1);
  layout->routes = g_renew (CndRoute, layout->routes, layout->n_routes + draft->n_arcs + draft->n_columns + 1);
  ends_init (&ends, draft);
  for (guint i = 0; i < draft->n_arcs; i++)
    {
      const Arc *arc = &draft->arcs[i];
      const CndViewEdge *edge = &draft->edges[arc->edge];
      const CndRect *from = &layout->boxes[edge->from], *to = &layout->boxes[edge->to];
      guint source = 2 * edge->from + arc->on_left, reader = 2 * edge->to + arc->on_left;
      double column = draft->column_x != NULL ? draft->column_x[draft->columns[draft->ranks[edge->from]]] : 0;
      double y = get_end (&ends, source, ends.n_in[source] + ends.n_out[source] - ++ends.seen_out[source], from);
      double end = get_end (&ends, reader, ends.n_in[reader] - ++ends.seen_in[reader], to);
      double x = column + arc->start, most = x + (arc->on_left ? -arc->reach : arc->reach);
      CndPoint *points = layout->points + layout->n_points;

      points[0] = (CndPoint){ arc->on_left ? from->x : from->x + from->width, y };
      points[1] = (CndPoint){ x, y };
      points[2] = (CndPoint){ most, y };
      points[3] = (CndPoint){ most, end };
      points[4] = (CndPoint){ x, end };
      points[5] = (CndPoint){ arc->on_left ? to->x : to->x + to->width, end };
      layout->routes[layout->n_routes++] = (CndRoute){ arc->edge, layout->n_points, 6, TRUE, TRUE };
      layout->n_points += 6;
    }
  cnd_arena_release (draft->arena, mark);
}
