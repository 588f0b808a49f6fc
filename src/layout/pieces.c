/* Cuts the ranks wherever one holds a single vertex, and solves the pieces one by one: a cut vertex stands at 0 in both
 * pieces that it belongs to. */
#include "layout-private.h"

static Scratch *
scratch_new (const Draft *draft)
{
  Scratch *scratch = g_new0 (Scratch, 1);
  guint n = draft->n_vertices + 1;

  for (guint i = 0; i < G_N_ELEMENTS (scratch->vertices); i++)
    scratch->vertices[i] = g_new (guint, n);
  for (guint i = 0; i < G_N_ELEMENTS (scratch->values); i++)
    scratch->values[i] = g_new (double, n);
  scratch->row = g_new (guint, MAX (n, draft->down.first[draft->n_vertices]) + 1);
  return scratch;
}

static void
scratch_free (Scratch *scratch)
{
  for (guint i = 0; i < G_N_ELEMENTS (scratch->vertices); i++)
    g_free (scratch->vertices[i]);
  for (guint i = 0; i < G_N_ELEMENTS (scratch->values); i++)
    g_free (scratch->values[i]);
  g_free (scratch->row);
  g_free (scratch);
}

static gboolean
is_cut (const Draft *draft, guint rank)
{
  return draft->row_first[rank + 1] - draft->row_first[rank] == 1;
}

void
cnd_layout_solve_pieces (Draft *draft)
{
  Scratch *scratch = scratch_new (draft);
  guint first = 0;

  for (guint rank = 0; rank < draft->n_ranks; rank++)
    {
      if (rank + 1 < draft->n_ranks && !is_cut (draft, rank))
        continue;
      if (rank - first > 1 || !is_cut (draft, first) || !is_cut (draft, rank))
        {
          cnd_layout_order_piece (draft, first, rank, scratch);
          cnd_layout_place_piece (draft, first, rank, scratch);
        }
      first = rank;
    }
  scratch_free (scratch);
}
