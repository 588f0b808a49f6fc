/* Cuts the ranks wherever one holds a single vertex, and solves the pieces one by one: a cut vertex stands at 0 in both
 * pieces that it belongs to. Networks repeat themselves: a piece that equals one before it copies its solution. */
#include "layout-private.h"

/* Wider than this much of its widest rank (and some), a piece is placed by relaxation instead of alignment. */
#define TOO_WIDE 1.5
#define WIDE_ENOUGH 300.0

/* Pieces without a cut that are that large come out too wide anyway. */
#define MAX_ALIGNED_VERTICES 20000

/* Larger pieces are not expected to recur. */
#define MAX_KEY_VERTICES 5000

typedef struct
{
  guint first;      /* rank */
  guint key, n_key; /* in `keys` */
  guint hash;
  guint next;       /* with the same bucket, or NONE */
} Piece;

typedef struct
{
  Draft *draft;
  Scratch scratch;
  guint *initial;       /* `order` before anything was solved */
  guint *initial_positions;
  GArray *keys;         /* guint */
  GArray *pieces;       /* Piece */
  guint *buckets;
  guint n_buckets;      /* a power of two */
  guint *local_frames;  /* of each frame: its number within the piece of the key, from 1 */
  GArray *used_frames;  /* guint: those that have a number */
} Pieces;

static void
pieces_init (Pieces *pieces, Draft *draft)
{
  guint n = draft->n_vertices + 1;

  *pieces = (Pieces){ .draft = draft };
  for (guint i = 0; i < G_N_ELEMENTS (pieces->scratch.vertices); i++)
    pieces->scratch.vertices[i] = NEW (draft, guint, n);
  for (guint i = 0; i < G_N_ELEMENTS (pieces->scratch.values); i++)
    pieces->scratch.values[i] = NEW (draft, double, n);
  pieces->scratch.row = NEW (draft, guint, MAX (n, draft->down.first[draft->n_vertices]) + 1);
  pieces->initial = memcpy (NEW (draft, guint, n), draft->order, draft->n_vertices * sizeof (guint));
  pieces->initial_positions = memcpy (NEW (draft, guint, n), draft->positions, draft->n_vertices * sizeof (guint));
  pieces->keys = g_array_new (FALSE, FALSE, sizeof (guint));
  pieces->pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  pieces->n_buckets = 64;
  while (pieces->n_buckets < draft->n_ranks / 4)
    pieces->n_buckets *= 2;
  pieces->buckets = NEW (draft, guint, pieces->n_buckets);
  memset (pieces->buckets, 0xff, pieces->n_buckets * sizeof (guint));
  pieces->local_frames = NEW0 (draft, guint, draft->view->n_frames + 1);
  pieces->used_frames = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
pieces_clear (Pieces *pieces)
{
  g_array_unref (pieces->keys);
  g_array_unref (pieces->pieces);
  g_array_unref (pieces->used_frames);
}

/* ---- Keys: all that the solution of a piece depends on ------------------------------- */

static void
add_word (Pieces *pieces, guint word)
{
  g_array_append_val (pieces->keys, word);
}

/* Frames are told by numbers within the piece; a new one is followed by the frames around it. */
static void
add_frame (Pieces *pieces, guint frame)
{
  while (frame != NONE && pieces->local_frames[frame] == 0)
    {
      g_array_append_val (pieces->used_frames, frame);
      pieces->local_frames[frame] = pieces->used_frames->len;
      add_word (pieces, pieces->local_frames[frame]);
      frame = pieces->draft->view->frame_parents[frame];
    }
  add_word (pieces, frame == NONE ? 0 : pieces->local_frames[frame]);
}

static void
add_vertex (Pieces *pieces, guint vertex, gboolean with_links)
{
  const Draft *draft = pieces->draft;
  guint words[2];

  if (is_dummy (draft, vertex))
    add_word (pieces, NONE);
  else
    {
      memcpy (words, &draft->widths[vertex], sizeof words);
      g_array_append_vals (pieces->keys, words, 2);
    }
  add_frame (pieces, draft->frame_of[vertex]);
  if (!with_links)
    return;
  add_word (pieces, draft->down.first[vertex + 1] - draft->down.first[vertex]);
  for (guint i = draft->down.first[vertex]; i < draft->down.first[vertex + 1]; i++)
    add_word (pieces, pieces->initial_positions[draft->down.items[i]]);
}

static Piece
make_key (Pieces *pieces, guint first, guint last)
{
  const Draft *draft = pieces->draft;
  Piece piece = { first, pieces->keys->len, 0, 5381, NONE };

  for (guint rank = first; rank <= last; rank++)
    {
      add_word (pieces, draft->row_first[rank + 1] - draft->row_first[rank]);
      for (guint i = draft->row_first[rank]; i < draft->row_first[rank + 1]; i++)
        add_vertex (pieces, pieces->initial[i], rank < last);
    }
  for (guint i = 0; i < pieces->used_frames->len; i++)
    pieces->local_frames[g_array_index (pieces->used_frames, guint, i)] = 0;
  g_array_set_size (pieces->used_frames, 0);

  piece.n_key = pieces->keys->len - piece.key;
  for (guint i = 0; i < piece.n_key; i++)
    piece.hash = (piece.hash ^ g_array_index (pieces->keys, guint, piece.key + i)) * 16777619u;
  piece.hash ^= piece.hash >> 15;
  return piece;
}

/* An equal piece that is solved already, or NULL. */
static const Piece *
find_equal (const Pieces *pieces, const Piece *piece)
{
  const guint *keys = (const guint *) pieces->keys->data;

  for (guint i = pieces->buckets[piece->hash & (pieces->n_buckets - 1)]; i != NONE;)
    {
      const Piece *other = &g_array_index (pieces->pieces, Piece, i);

      if (other->hash == piece->hash && other->n_key == piece->n_key &&
          memcmp (keys + other->key, keys + piece->key, piece->n_key * sizeof (guint)) == 0)
        return other;
      i = other->next;
    }
  return NULL;
}

static void
remember (Pieces *pieces, Piece piece)
{
  guint *bucket = &pieces->buckets[piece.hash & (pieces->n_buckets - 1)];

  piece.next = *bucket;
  *bucket = pieces->pieces->len;
  g_array_append_val (pieces->pieces, piece);
}

/* ---- Solving ------------------------------------------------------------------------ */

static gboolean
is_too_wide (const Draft *draft, guint first, guint last)
{
  double left = 0, right = 0, widest = 0;

  for (guint rank = first; rank <= last; rank++)
    {
      const guint *row = draft->order + draft->row_first[rank];
      guint width = draft->row_first[rank + 1] - draft->row_first[rank];
      double length = 0;

      for (guint i = 1; i < width; i++)
        length += cnd_layout_get_separation (draft, row[i - 1], row[i]);
      widest = MAX (widest, length);
      left = MIN (left, draft->x[row[0]]);
      right = MAX (right, draft->x[row[width - 1]]);
    }
  return right - left > TOO_WIDE * widest + WIDE_ENOUGH;
}

static void
solve (Pieces *pieces, guint first, guint last)
{
  Draft *draft = pieces->draft;
  gboolean is_large;

  cnd_layout_order_piece (draft, first, last, &pieces->scratch);
  is_large = draft->row_first[last + 1] - draft->row_first[first] > MAX_ALIGNED_VERTICES;
  if (!is_large)
    cnd_layout_place_piece (draft, first, last, &pieces->scratch);
  if (is_large || is_too_wide (draft, first, last))
    {
      draft->frames_are_measured = FALSE;
      cnd_layout_relax_piece (draft, first, last, &pieces->scratch);
    }
  cnd_layout_snug_piece (draft, first, last);
  draft->frames_are_measured = FALSE;
}

static void
copy (Pieces *pieces, guint solved, guint first, guint last)
{
  Draft *draft = pieces->draft;

  for (guint rank = first; rank <= last; rank++)
    {
      guint from = draft->row_first[solved + rank - first];
      guint to = draft->row_first[rank];

      for (guint i = 0; i < draft->row_first[rank + 1] - to; i++)
        {
          guint model = draft->order[from + i];
          guint vertex = pieces->initial[to + pieces->initial_positions[model]];

          draft->order[to + i] = vertex;
          draft->positions[vertex] = i;
          draft->x[vertex] = draft->x[model];
        }
    }
}

static void
solve_or_copy (Pieces *pieces, guint first, guint last)
{
  const Draft *draft = pieces->draft;
  const Piece *solved;
  Piece piece;

  if (draft->row_first[last + 1] - draft->row_first[first] > MAX_KEY_VERTICES)
    {
      solve (pieces, first, last);
      return;
    }
  piece = make_key (pieces, first, last);
  solved = find_equal (pieces, &piece);
  if (solved != NULL)
    {
      copy (pieces, solved->first, first, last);
      g_array_set_size (pieces->keys, piece.key);
      return;
    }
  solve (pieces, first, last);
  remember (pieces, piece);
}

static gboolean
is_cut (const Draft *draft, guint rank)
{
  return draft->row_first[rank + 1] - draft->row_first[rank] == 1;
}

static void
restore (Pieces *pieces, guint first, guint last)
{
  cnd_layout_restore_piece (pieces->draft, first, last, &pieces->scratch);
}

static void
foreach_piece (Pieces *pieces, void (*func) (Pieces *pieces, guint first, guint last))
{
  const Draft *draft = pieces->draft;
  guint first = 0;

  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      if (rank + 1 < draft->n_ranks && !is_cut (draft, rank))
        continue;
      if (rank - first > 1 || !is_cut (draft, first) || !is_cut (draft, rank))
        func (pieces, first, rank);
      first = rank;
    }
}

void
cnd_layout_solve_pieces (Draft *draft)
{
  Pieces pieces;

  if (draft->n_ranks == draft->n_vertices)
    return; /* a chain: each rank is a cut, all stand at 0 */
  pieces_init (&pieces, draft);
  foreach_piece (&pieces, solve_or_copy);
  /* not while others may still be copied */
  if (draft->earlier_x != NULL)
    foreach_piece (&pieces, restore);
  pieces_clear (&pieces);
}
