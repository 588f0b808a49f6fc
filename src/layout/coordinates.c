/* The places of the vertices of one piece across the flow, after Brandes and Köpf: chains of neighbours are aligned,
 * aligned blocks are packed. Different from theirs, the spine comes first: one path from the top of the piece to its
 * bottom is a straight line at 0, and what lies beside it is packed towards it. */
#include "layout-private.h"

typedef struct
{
  Draft *draft;
  guint first, last; /* ranks */
  guint *spine;      /* of each rank, counted from `first`: its vertex */
  guint *roots;      /* of each vertex: the first of its block (by position in the piece) */
  guint *next;       /* of each vertex: the next of its block, in a ring */
  guint *pending;    /* of each root: neighbours that have to be placed before */
  guint *queue;
  double *candidates[2];
} Place;

/* Scratch arrays are indexed by a vertex's place in the piece. */
static guint
get_index (const Place *place, guint vertex)
{
  const Draft *draft = place->draft;
  return draft->row_first[draft->ranks[vertex]] + draft->positions[vertex] - draft->row_first[place->first];
}

static guint
get_vertex (const Place *place, guint index)
{
  return place->draft->order[place->draft->row_first[place->first] + index];
}

static guint
get_width (const Place *place, guint rank)
{
  return place->draft->row_first[rank + 1] - place->draft->row_first[rank];
}

static const guint *
get_row (const Place *place, guint rank)
{
  return place->draft->order + place->draft->row_first[rank];
}

static guint
get_spine_position (const Place *place, guint rank)
{
  return place->draft->positions[place->spine[rank - place->first]];
}

/* ---- Spine -------------------------------------------------------------------------- */

/* For each vertex the most boxes on a path down from it, and the middle one of the best next vertices. */
static void
score_paths (Place *place, guint *scores, guint *best_next)
{
  const Draft *draft = place->draft;

  for (guint rank = place->last + 1; rank-- > place->first;)
    for (guint i = 0; i < get_width (place, rank); i++)
      {
        guint v = get_row (place, rank)[i];
        guint index = get_index (place, v);
        guint best = 0, n_best = 0, seen = 0;

        best_next[index] = NONE;
        scores[index] = !is_dummy (draft, v);
        if (rank == place->last)
          continue;
        for (guint j = draft->down.first[v]; j < draft->down.first[v + 1]; j++)
          {
            guint score = scores[get_index (place, draft->down.items[j])];

            n_best = score > best ? 1 : n_best + (score == best);
            best = MAX (best, score);
          }
        for (guint j = draft->down.first[v]; j < draft->down.first[v + 1]; j++)
          {
            guint w = draft->down.items[j];

            if (scores[get_index (place, w)] == best && seen++ == (n_best - 1) / 2)
              best_next[index] = w;
          }
        scores[index] += best;
      }
}

/* The middle one of the vertices of a rank from which the most boxes follow. */
static guint
find_middle_best (const Place *place, guint rank, const guint *scores)
{
  const guint *row = get_row (place, rank);
  guint best = 0, n_best = 0, seen = 0;

  for (guint i = 0; i < get_width (place, rank); i++)
    {
      guint score = scores[get_index (place, row[i])];

      n_best = i == 0 || score > best ? 1 : n_best + (score == best);
      best = i == 0 ? score : MAX (best, score);
    }
  for (guint i = 0; i < get_width (place, rank); i++)
    if (scores[get_index (place, row[i])] == best && seen++ == (n_best - 1) / 2)
      return row[i];
  g_assert_not_reached ();
}

static void
choose_spine (Place *place, guint *scores, guint *best_next)
{
  guint next = NONE;

  score_paths (place, scores, best_next);
  for (guint rank = place->first; rank <= place->last; rank++)
    {
      place->spine[rank - place->first] = next != NONE ? next : find_middle_best (place, rank, scores);
      next = best_next[get_index (place, place->spine[rank - place->first])];
    }
}

/* ---- Alignment ---------------------------------------------------------------------- */

/* One side of a rank seen from the spine: offset 1 is next to it. */
typedef struct
{
  const guint *row;
  guint spine, width;
  int side; /* +1: right of the spine */
} Side;

static Side
get_side (const Place *place, guint rank, int side)
{
  guint spine = get_spine_position (place, rank);

  return (Side){ get_row (place, rank), spine, side > 0 ? get_width (place, rank) - 1 - spine : spine, side };
}

static guint
get_side_vertex (const Side *side, guint offset)
{
  return side->row[side->side > 0 ? side->spine + offset : side->spine - offset];
}

/* 0 or less when the vertex is not on this side. */
static int
get_offset (const Place *place, const Side *side, guint vertex)
{
  return side->side * ((int) place->draft->positions[vertex] - (int) side->spine);
}

/* The neighbour that @vertex wants to be in line with, with an offset between the two (exclusive), or NONE: the
 * middle one, boxes before dummies. */
static guint
find_partner (const Place *place, const Lists *neighbours, const Side *other, guint vertex, int after, int before)
{
  const Draft *draft = place->draft;
  guint first = neighbours->first[vertex], end = neighbours->first[vertex + 1];

  for (guint dummies = is_dummy (draft, vertex) ? 2 : 0; dummies < 3; dummies++)
    {
      guint n = 0, seen = 0;

      for (guint pass = 0; pass < 2; pass++)
        for (guint i = first; i < end; i++)
          {
            guint u = neighbours->items[i];
            int offset = get_offset (place, other, u);

            if (offset <= after || offset >= before || (dummies < 2 && is_dummy (draft, u) != (dummies == 1)))
              continue;
            if (pass == 0)
              n++;
            else if (seen++ == (n - 1) / 2)
              return u;
          }
    }
  return NONE;
}

static void
join (Place *place, guint vertex, guint partner)
{
  guint a = get_index (place, vertex), b = get_index (place, partner);
  guint after = place->next[b];

  place->roots[a] = place->roots[b];
  place->next[b] = a;
  place->next[a] = after;
}

/* The dummy at the other side of @vertex within the same chain, or NONE: such pairs are never bent apart for others. */
static guint
get_chain_partner (const Place *place, const Lists *neighbours, guint vertex)
{
  const Draft *draft = place->draft;

  for (guint i = neighbours->first[vertex]; is_dummy (draft, vertex) && i < neighbours->first[vertex + 1]; i++)
    if (is_dummy (draft, neighbours->items[i]))
      return neighbours->items[i];
  return NONE;
}

static void
align_side (Place *place, const Lists *neighbours, guint rank, guint other_rank, int direction, int *limits)
{
  Side side = get_side (place, rank, direction);
  Side other = get_side (place, other_rank, direction);
  int last = 0;
  int limit = G_MAXINT;

  /* limits[o]: the offset of the chain partner of the vertex at o; negated where it has none: of the next one that
   * has */
  for (guint o = 1; o <= side.width; o++)
    {
      guint partner = get_chain_partner (place, neighbours, get_side_vertex (&side, o));
      int offset = partner == NONE ? 0 : get_offset (place, &other, partner);

      limits[o] = offset > last ? offset : 0;
      last = MAX (last, offset);
    }
  for (guint o = side.width; o > 0; o--)
    {
      if (limits[o] > 0)
        limit = limits[o];
      else
        limits[o] = -limit;
    }

  last = 0;
  for (guint o = 1; o <= side.width; o++)
    {
      guint v = get_side_vertex (&side, o);
      guint partner = limits[o] > 0 ? get_side_vertex (&other, limits[o])
                                    : find_partner (place, neighbours, &other, v, last, -limits[o]);

      if (partner == NONE)
        continue;
      last = get_offset (place, &other, partner);
      join (place, v, partner);
    }
}

static void
align (Place *place, gboolean upwards, int *limits)
{
  const Draft *draft = place->draft;
  guint n = draft->row_first[place->last + 1] - draft->row_first[place->first];

  for (guint i = 0; i < n; i++)
    place->roots[i] = place->next[i] = i;
  for (guint k = 1; k <= place->last - place->first; k++)
    {
      guint rank = upwards ? place->first + k : place->last - k;
      guint other = upwards ? rank - 1 : rank + 1;
      const Lists *neighbours = upwards ? &draft->up : &draft->down;

      align_side (place, neighbours, rank, other, +1, limits);
      align_side (place, neighbours, rank, other, -1, limits);
    }
}

/* ---- Packing ------------------------------------------------------------------------ */

/* The next vertex away from the spine, or towards it, by index; NONE beyond the end. */
static guint
get_neighbour (const Place *place, guint index, int step)
{
  guint v = get_vertex (place, index);
  guint rank = place->draft->ranks[v];
  gint64 position = (gint64) place->draft->positions[v] + step;

  return position < 0 || position >= get_width (place, rank) ? NONE : index + step;
}

static int
get_side_of (const Place *place, guint index)
{
  guint v = get_vertex (place, index);
  guint spine = get_spine_position (place, place->draft->ranks[v]);
  guint position = place->draft->positions[v];

  return (position > spine) - (position < spine);
}

static double
get_distance (const Place *place, guint a, guint b)
{
  return cnd_layout_get_separation (place->draft, get_vertex (place, MIN (a, b)), get_vertex (place, MAX (a, b)));
}

/* Blocks in the order of a walk away from the spine; each as near to it as those before it allow. */
static void
pack (Place *place, double *x)
{
  const Draft *draft = place->draft;
  guint n = draft->row_first[place->last + 1] - draft->row_first[place->first];
  guint head = 0, tail = 0;

  memset (place->pending, 0, n * sizeof (guint));
  for (guint i = 0; i < n; i++)
    {
      int side = get_side_of (place, i);

      x[i] = 0;
      if (side != 0 && get_side_of (place, i - side) != 0)
        place->pending[place->roots[i]]++;
    }
  for (guint i = 0; i < n; i++)
    if (place->roots[i] == i && place->pending[i] == 0)
      place->queue[tail++] = i;

  while (head < tail)
    {
      guint root = place->queue[head++];
      int side = get_side_of (place, root);
      guint i = root;

      do
        {
          if (side != 0)
            x[root] = MAX (x[root], (get_side_of (place, i - side) == 0 ? 0 : x[place->roots[i - side]]) +
                                      get_distance (place, i, i - side));
          i = place->next[i];
        }
      while (i != root);
      do
        {
          guint away = side == 0 ? NONE : get_neighbour (place, i, side);

          if (away != NONE && --place->pending[place->roots[away]] == 0)
            place->queue[tail++] = place->roots[away];
          i = place->next[i];
        }
      while (i != root);
    }
  for (guint i = 0; i < n; i++)
    if (place->roots[i] != i)
      x[i] = x[place->roots[i]];
  for (guint i = 0; i < n; i++)
    x[i] *= get_side_of (place, i);
}

/* Sideways way of all links. */
static double
get_cost (const Place *place, const double *x)
{
  const Draft *draft = place->draft;
  guint n = draft->row_first[place->last + 1] - draft->row_first[place->first];
  double cost = 0;

  for (guint i = 0; i < n; i++)
    {
      guint v = get_vertex (place, i);

      for (guint j = draft->down.first[v]; draft->ranks[v] < place->last && j < draft->down.first[v + 1]; j++)
        cost += ABS (x[i] - x[get_index (place, draft->down.items[j])]);
    }
  return cost;
}

static void
take_candidate (Place *place, guint candidate)
{
  const Draft *draft = place->draft;
  guint n = draft->row_first[place->last + 1] - draft->row_first[place->first];

  for (guint i = 0; i < n; i++)
    draft->x[get_vertex (place, i)] = place->candidates[candidate][i];
}

void
cnd_layout_place_piece (Draft *draft, guint first, guint last, Scratch *scratch)
{
  Place place = {
    .draft = draft,
    .first = first,
    .last = last,
    .spine = scratch->vertices[0],
    .roots = scratch->vertices[1],
    .next = scratch->vertices[2],
    .pending = scratch->vertices[3],
    .queue = scratch->vertices[4],
    .candidates = { scratch->values[0], scratch->values[1] },
  };
  guint best;

  choose_spine (&place, place.roots, place.next);
  for (guint k = 0; k < 2; k++)
    {
      align (&place, k == 0, (int *) scratch->row);
      pack (&place, place.candidates[k]);
    }
  best = get_cost (&place, place.candidates[1]) < get_cost (&place, place.candidates[0]);
  take_candidate (&place, best);

  cnd_layout_measure_piece_frames (draft, first, last);
  if (cnd_layout_is_piece_clear (draft, first, last))
    return;
  align (&place, best == 0, (int *) scratch->row);
  pack (&place, place.candidates[best]);
  take_candidate (&place, best);
  cnd_layout_measure_piece_frames (draft, first, last);
}
