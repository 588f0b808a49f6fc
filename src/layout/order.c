/* The order of the vertices within the ranks of one piece, with few crossings: barycentre sweeps down and up, exchanges
 * of neighbours, and, where crossings remain in a small piece, new starts from random orders. */
#include "layout-private.h"

#include <stdlib.h>

#define MAX_IDLE_SWEEPS 4
#define MAX_RESTARTS 12
#define RESTART_VERTICES 600
/* Links visited for one piece before the best order so far has to do, and for all pieces together before the rest gets
 * by with a few sweeps. */
#define MAX_WORK 1500000
#define MAX_TOTAL_WORK 20000000
#define FEW_SWEEPS 6
/* Pairs of links at two neighbours beyond which it is left to the barycentres to order them. */
#define MAX_PAIRS 10000

typedef struct
{
  Draft *draft;
  guint first, last;   /* ranks */
  guint base, n;       /* its stretch of draft->order */
  guint n_links;
  guint *best;         /* n: the best order so far */
  guint *lower;        /* links of a gap: positions of their lower ends, by upper position */
  guint *tree;         /* counts by position */
  double *keys;        /* by position within a rank: barycentre */
  guint *sorted, *other;
  const guint8 *fixed; /* of each vertex, or NULL: two of those are not exchanged */
  guint64 work, max_work;
} Order;

static const guint *
get_row (const Order *order, guint rank, guint *width)
{
  *width = order->draft->row_first[rank + 1] - order->draft->row_first[rank];
  return order->draft->order + order->draft->row_first[rank];
}

static void
set_positions (Order *order, guint rank)
{
  guint width;
  const guint *row = get_row (order, rank, &width);

  for (guint i = 0; i < width; i++)
    order->draft->positions[row[i]] = i;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return (x > y) - (x < y);
}

static void
sort_numbers (guint *numbers, guint n)
{
  if (n > 32)
    {
      qsort (numbers, n, sizeof (guint), compare_numbers);
      return;
    }
  for (guint i = 1; i < n; i++)
    {
      guint number = numbers[i];
      guint j = i;

      for (; j > 0 && numbers[j - 1] > number; j--)
        numbers[j] = numbers[j - 1];
      numbers[j] = number;
    }
}

/* ---- Counting crossings ------------------------------------------------------------- */

static guint
list_lower_ends (Order *order, guint rank)
{
  const Lists *down = &order->draft->down;
  guint width;
  const guint *row = get_row (order, rank, &width);
  guint n = 0;

  for (guint i = 0; i < width; i++)
    {
      guint start = n;

      for (guint j = down->first[row[i]]; j < down->first[row[i] + 1]; j++)
        order->lower[n++] = order->draft->positions[down->items[j]];
      sort_numbers (order->lower + start, n - start);
    }
  return n;
}

static guint64
count_pairs (const guint *numbers, guint n)
{
  guint64 crossings = 0;

  for (guint i = 1; i < n; i++)
    for (guint j = 0; j < i; j++)
      crossings += numbers[j] > numbers[i];
  return crossings;
}

/* Inversions with a Fenwick tree over the positions of the lower rank. */
static guint64
count_with_tree (Order *order, guint n, guint width)
{
  guint64 crossings = 0;

  memset (order->tree, 0, (width + 1) * sizeof (guint));
  for (guint i = 0; i < n; i++)
    {
      guint position = order->lower[i];
      guint before = 0;

      for (guint k = position + 1; k > 0; k -= k & -k)
        before += order->tree[k];
      crossings += i - before;
      for (guint k = position + 1; k <= width; k += k & -k)
        order->tree[k]++;
    }
  return crossings;
}

static guint64
count_gap (Order *order, guint rank)
{
  guint width;
  guint n = list_lower_ends (order, rank);

  get_row (order, rank + 1, &width);
  order->work += n;
  return n < 24 ? count_pairs (order->lower, n) : count_with_tree (order, n, width);
}

static guint64
count_piece (Order *order)
{
  guint64 crossings = 0;

  for (guint rank = order->first; rank < order->last; rank++)
    crossings += count_gap (order, rank);
  return crossings;
}

/* ---- Barycentres -------------------------------------------------------------------- */

/* A merge from the bottom up, because ranks may be wide. */
void
cnd_layout_sort_by_keys (guint *items, guint *other, const double *keys, guint n)
{
  guint *from = items, *to = other;

  for (guint i = 1; i < n && n <= 16; i++)
    {
      guint item = items[i];
      guint j = i;

      for (; j > 0 && keys[items[j - 1]] > keys[item]; j--)
        items[j] = items[j - 1];
      items[j] = item;
    }
  for (guint size = 1; size < n && n > 16; size *= 2)
    {
      guint *swap;

      for (guint start = 0; start < n; start += 2 * size)
        {
          guint middle = MIN (start + size, n), end = MIN (start + 2 * size, n);
          guint a = start, b = middle;

          for (guint k = start; k < end; k++)
            to[k] = a < middle && (b == end || keys[from[a]] <= keys[from[b]]) ? from[a++] : from[b++];
        }
      swap = from;
      from = to;
      to = swap;
    }
  if (from != items)
    memcpy (items, from, n * sizeof (guint));
}

/* Sorts a rank by the mean position of the neighbours; vertices without any keep their places. */
static void
sort_row (Order *order, guint rank, const Lists *neighbours)
{
  Draft *draft = order->draft;
  guint *row = draft->order + draft->row_first[rank];
  guint width, n = 0;

  get_row (order, rank, &width);
  for (guint i = 0; i < width; i++)
    {
      guint start = neighbours->first[row[i]], end = neighbours->first[row[i] + 1];
      double sum = 0;

      for (guint j = start; j < end; j++)
        sum += draft->positions[neighbours->items[j]];
      order->work += end - start;
      if (end > start)
        {
          order->keys[i] = sum / (end - start);
          order->sorted[n++] = i;
        }
      else
        order->keys[i] = -1;
    }
  cnd_layout_sort_by_keys (order->sorted, order->other, order->keys, n);

  n = 0;
  for (guint i = 0; i < width; i++)
    order->other[i] = row[order->keys[i] < 0 ? i : order->sorted[n++]];
  memcpy (row, order->other, width * sizeof (guint));
  set_positions (order, rank);
}

static void
sweep_down (Order *order)
{
  for (guint rank = order->first + 1; rank <= order->last; rank++)
    sort_row (order, rank, &order->draft->up);
}

static void
sweep_up (Order *order)
{
  for (guint rank = order->last; rank-- > order->first;)
    sort_row (order, rank, &order->draft->down);
}

/* ---- Exchanges ---------------------------------------------------------------------- */

/* Crossings between the links of two neighbours, @left standing left of @right, minus those the other way round. */
static gint64
compare_order (Order *order, const Lists *neighbours, guint left, guint right)
{
  const guint *positions = order->draft->positions;
  guint64 n_pairs = (neighbours->first[left + 1] - neighbours->first[left]) *
                    (guint64) (neighbours->first[right + 1] - neighbours->first[right]);
  gint64 difference = 0;

  order->work += 1 + n_pairs;
  if (n_pairs > MAX_PAIRS)
    return 0;
  for (guint i = neighbours->first[left]; i < neighbours->first[left + 1]; i++)
    for (guint j = neighbours->first[right]; j < neighbours->first[right + 1]; j++)
      {
        guint a = positions[neighbours->items[i]], b = positions[neighbours->items[j]];
        difference += (a > b) - (a < b);
      }
  return difference;
}

static gboolean
exchange_row (Order *order, guint rank)
{
  Draft *draft = order->draft;
  guint *row = draft->order + draft->row_first[rank];
  guint width;
  gboolean changed = FALSE;

  get_row (order, rank, &width);
  for (guint i = 0; i + 1 < width; i++)
    {
      guint left = row[i], right = row[i + 1];
      gint64 gain = 0;

      if (order->fixed != NULL && order->fixed[left] && order->fixed[right])
        continue;
      if (rank > order->first)
        gain += compare_order (order, &draft->up, left, right);
      if (rank < order->last)
        gain += compare_order (order, &draft->down, left, right);
      if (gain <= 0)
        continue;
      row[i] = right;
      row[i + 1] = left;
      draft->positions[right] = i;
      draft->positions[left] = i + 1;
      changed = TRUE;
    }
  return changed;
}

static void
exchange (Order *order)
{
  gboolean changed = TRUE;

  for (guint pass = 0; pass < 8 && changed && order->work < order->max_work; pass++)
    {
      changed = FALSE;
      for (guint rank = order->first; rank <= order->last; rank++)
        changed |= exchange_row (order, rank);
    }
}

/* ---- A piece ------------------------------------------------------------------------ */

static void
save_best (Order *order)
{
  memcpy (order->best, order->draft->order + order->base, order->n * sizeof (guint));
}

static void
restore_best (Order *order)
{
  memcpy (order->draft->order + order->base, order->best, order->n * sizeof (guint));
  for (guint rank = order->first; rank <= order->last; rank++)
    set_positions (order, rank);
}

/* Improves the present order until nothing is gained; the best order is saved. Returns the best count. */
static guint64
improve (Order *order, guint64 best)
{
  guint idle = 0;

  for (guint sweep = 0; best > 0 && idle < MAX_IDLE_SWEEPS && order->work < order->max_work; sweep++)
    {
      guint64 crossings;

      if (sweep % 2 == 0)
        sweep_down (order);
      else
        sweep_up (order);
      exchange (order);
      crossings = count_piece (order);
      if (crossings < best)
        {
          best = crossings;
          save_best (order);
          idle = 0;
        }
      else
        idle++;
    }
  return best;
}

/* A small generator of its own, so that a piece's order depends on nothing but the piece. */
static void
shuffle (Order *order, guint32 *state)
{
  for (guint rank = order->first; rank <= order->last; rank++)
    {
      guint *row = order->draft->order + order->draft->row_first[rank];
      guint width;

      get_row (order, rank, &width);
      for (guint i = width; i > 1; i--)
        {
          guint j, swap;

          *state = *state * 1664525u + 1013904223u;
          j = (*state >> 8) % i;
          swap = row[j];
          row[j] = row[i - 1];
          row[i - 1] = swap;
        }
      set_positions (order, rank);
    }
}

static Order
order_init (Draft *draft, guint first, guint last, Scratch *scratch)
{
  return (Order){
    .draft = draft,
    .first = first,
    .last = last,
    .base = draft->row_first[first],
    .n = draft->row_first[last + 1] - draft->row_first[first],
    .best = scratch->vertices[0],
    .tree = scratch->vertices[1],
    .sorted = scratch->vertices[2],
    .other = scratch->vertices[3],
    .keys = scratch->values[0],
    .lower = scratch->row,
    .max_work = MAX_WORK,
  };
}

guint64
cnd_layout_count_crossings (Draft *draft, guint first, guint last, Scratch *scratch)
{
  Order order = order_init (draft, first, last, scratch);

  return count_piece (&order);
}

guint64
cnd_layout_exchange_piece (Draft *draft, guint first, guint last, Scratch *scratch, const guint8 *fixed)
{
  Order order = order_init (draft, first, last, scratch);

  order.fixed = fixed;
  exchange (&order);
  return count_piece (&order);
}

guint64
cnd_layout_order_piece (Draft *draft, guint first, guint last, Scratch *scratch)
{
  Order order = order_init (draft, first, last, scratch);
  guint64 best = count_piece (&order);
  guint32 state = 1;

  if (best == 0)
    return 0;
  order.max_work = draft->order_work < MAX_TOTAL_WORK ? MAX_WORK : FEW_SWEEPS * order.work;
  save_best (&order);
  exchange (&order);
  if (count_piece (&order) < best)
    {
      best = count_piece (&order);
      save_best (&order);
    }
  best = improve (&order, best);
  for (guint restart = 0; restart < MAX_RESTARTS && best > 0 && order.n <= RESTART_VERTICES &&
                              order.work < order.max_work; restart++)
    {
      shuffle (&order, &state);
      best = improve (&order, best);
    }
  restore_best (&order);
  draft->order_work += order.work;
  return best;
}
