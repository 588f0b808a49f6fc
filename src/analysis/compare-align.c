/* Which layer of one network is which of the other. First the layers that have kept their id, as far as their order agrees in both;
 * then, between these, the best alignment by kind, name and shape within a window that slides along both lists. So the time is
 * linear but for a sort: at most WINDOW pairs are looked at for each layer. */
#include "compare-private.h"

#define WINDOW 512u /* layers of each side that are aligned at once; longer stretches are aligned piece by piece */

/* What a layer is like, as numbers that are quick to compare. */
typedef struct
{
  guint kind, category;
  GQuark name;
  CndShape output;
} Feature;

typedef struct
{
  Feature *before, *after;
  guint *partners;
  gint32 *scores; /* (WINDOW + 1)² of them */
} Alignment;

static Feature *
list_features (CndNetwork *network, GHashTable *names, guint *n_layers)
{
  const CndLayer *layers = cnd_network_get_layers (network, n_layers);
  Feature *features = g_new0 (Feature, *n_layers);

  for (guint i = 0; i < *n_layers; i++)
    {
      gpointer number = g_hash_table_lookup (names, layers[i].name);

      if (!number)
        {
          number = GUINT_TO_POINTER (g_hash_table_size (names) + 1);
          g_hash_table_insert (names, (gpointer) layers[i].name, number);
        }
      features[i] = (Feature){ layers[i].kind, cnd_ops_get_kind (layers[i].kind)->category, GPOINTER_TO_UINT (number),
                               layers[i].output };
    }
  return features;
}

/* ---- Layers that kept their ids ------------------------------------------------------ */

/* Layer of @after with the same id and a kind of the same category, for each layer of @before. */
static guint *
match_ids (CndNetwork *before, CndNetwork *after)
{
  guint n_before, n_after;
  const CndLayer *old = cnd_network_get_layers (before, &n_before);
  const CndLayer *new = cnd_network_get_layers (after, &n_after);
  guint *matches = g_new (guint, n_before);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint j = 0; j < n_after; j++)
    g_hash_table_insert (ids, (gpointer) new[j].id, GUINT_TO_POINTER (j + 1));
  for (guint i = 0; i < n_before; i++)
    {
      guint j = GPOINTER_TO_UINT (g_hash_table_lookup (ids, old[i].id));

      matches[i] = G_MAXUINT;
      if (j > 0 && cnd_ops_get_kind (old[i].kind)->category == cnd_ops_get_kind (new[j - 1].kind)->category)
        matches[i] = j - 1;
    }
  return matches;
}

/* Keeps of @matches a longest part that grows; the rest becomes G_MAXUINT. */
static void
keep_growing (guint *matches, guint n)
{
  g_autofree guint *tails = g_new (guint, n + 1);    /* by length: the entry with the smallest match that ends such a part */
  g_autofree guint *earlier = g_new (guint, n);
  guint longest = 0, at;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0, high = longest;

      if (matches[i] == G_MAXUINT)
        continue;
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (matches[tails[middle]] < matches[i])
            low = middle + 1;
          else
            high = middle;
        }
      earlier[i] = low > 0 ? tails[low - 1] : G_MAXUINT;
      tails[low] = i;
      longest = MAX (longest, low + 1);
    }
  at = longest > 0 ? tails[longest - 1] : G_MAXUINT;
  for (guint i = n; i-- > 0;)
    if (i == at)
      at = earlier[i];
    else
      matches[i] = G_MAXUINT;
}

/* ---- The stretches between them ------------------------------------------------------ */

/* How well they go together; 0: not at all. */
static gint32
score_pair (const Feature *a, const Feature *b)
{
  gint32 score;

  if (a->category != b->category)
    return 0;
  score = a->kind == b->kind ? 6 : 3;
  if (a->name == b->name)
    score += 3;
  if (cnd_shape_equal (&a->output, &b->output))
    score += 2;
  return score;
}

/* Fills in the scores of @n × @m, from the end. */
static void
fill_scores (const Alignment *self, guint first, guint n, guint other, guint m)
{
  for (guint i = n + 1; i-- > 0;)
    for (guint j = m + 1; j-- > 0;)
      {
        gint32 best = 0, pair;

        if (i < n && j < m)
          {
            pair = score_pair (&self->before[first + i], &self->after[other + j]);
            best = MAX (self->scores[(i + 1) * (WINDOW + 1) + j], self->scores[i * (WINDOW + 1) + j + 1]);
            if (pair > 0)
              best = MAX (best, pair + self->scores[(i + 1) * (WINDOW + 1) + j + 1]);
          }
        self->scores[i * (WINDOW + 1) + j] = best;
      }
}

/* Aligns what is in sight and commits to it: all of it at the end of the stretch, else up to the middle of the window, so that
 * what comes next may still change the rest. Moves @first and @other past it. */
static void
align_window (const Alignment *self, guint *first, guint end, guint *other, guint other_end)
{
  guint n = MIN (end - *first, WINDOW), m = MIN (other_end - *other, WINDOW);
  gboolean is_last = n == end - *first && m == other_end - *other;
  guint stop = is_last ? G_MAXUINT : WINDOW / 2;
  guint i = 0, j = 0;

  fill_scores (self, *first, n, *other, m);
  while (i < n && j < m && i < stop && j < stop)
    {
      const gint32 *here = &self->scores[i * (WINDOW + 1) + j];
      gint32 pair = score_pair (&self->before[*first + i], &self->after[*other + j]);

      if (pair > 0 && here[0] == pair + here[WINDOW + 2])
        self->partners[*first + i++] = *other + j++;
      else if (here[0] == here[WINDOW + 1])
        i++;
      else
        j++;
    }
  *first += is_last ? n : i;
  *other += is_last ? m : j;
}

static void
align_stretch (const Alignment *self, guint first, guint end, guint other, guint other_end)
{
  while (first < end && other < other_end)
    align_window (self, &first, end, &other, other_end);
}

guint *
cnd_compare_align (CndNetwork *before, CndNetwork *after)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_before, n_after, first = 0, other = 0;
  g_autofree Feature *old = list_features (before, names, &n_before);
  g_autofree Feature *new = list_features (after, names, &n_after);
  g_autofree gint32 *scores = g_new (gint32, (WINDOW + 1) * (WINDOW + 1));
  guint *partners = match_ids (before, after);
  const Alignment alignment = { old, new, partners, scores };

  keep_growing (partners, n_before);
  for (guint i = 0; i <= n_before; i++)
    {
      guint partner = i < n_before ? partners[i] : n_after;

      if (partner == G_MAXUINT)
        continue;
      align_stretch (&alignment, first, i, other, partner);
      first = i + 1;
      other = partner + 1;
    }
  return partners;
}
