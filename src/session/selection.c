/* What is selected: layers, one block, or nothing. */
#include "session.h"

struct _CndSelection
{
  GObject parent_instance;
  guint layer, block; /* the layer chosen last */
  GArray *layers;     /* of guint: all of them, growing */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (CndSelection, cnd_selection, G_TYPE_OBJECT)

static void
selection_finalize (GObject *object)
{
  g_array_unref (CND_SELECTION (object)->layers);
  G_OBJECT_CLASS (cnd_selection_parent_class)->finalize (object);
}

static void
cnd_selection_class_init (CndSelectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = selection_finalize;
  changed_signal = g_signal_new ("changed", CND_TYPE_SELECTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_selection_init (CndSelection *self)
{
  self->layer = self->block = G_MAXUINT;
  self->layers = g_array_new (FALSE, FALSE, sizeof (guint));
}

CndSelection *
cnd_selection_new (void)
{
  return g_object_new (CND_TYPE_SELECTION, NULL);
}

/* @layers: (transfer full): growing; @layer is one of them, or G_MAXUINT when there are none */
static void
select_all (CndSelection *self, GArray *layers, guint layer, guint block)
{
  gboolean same = self->layer == layer && self->block == block && self->layers->len == layers->len &&
                  (layers->len == 0 || memcmp (self->layers->data, layers->data, layers->len * sizeof (guint)) == 0);

  g_array_unref (self->layers);
  self->layers = layers;
  self->layer = layer;
  self->block = block;
  if (!same)
    g_signal_emit (self, changed_signal, 0);
}

static GArray *
copy_layers (const guint *layers, guint n_layers)
{
  GArray *copy = g_array_sized_new (FALSE, FALSE, sizeof (guint), n_layers);

  g_array_append_vals (copy, layers, n_layers);
  return copy;
}

guint
cnd_selection_get_layer (CndSelection *self)
{
  g_return_val_if_fail (CND_IS_SELECTION (self), G_MAXUINT);
  return self->layer;
}

const guint *
cnd_selection_get_layers (CndSelection *self, guint *n_layers)
{
  g_return_val_if_fail (CND_IS_SELECTION (self) && n_layers, NULL);
  *n_layers = self->layers->len;
  return (const guint *) self->layers->data;
}

gboolean
cnd_selection_has_layer (CndSelection *self, guint layer)
{
  guint low = 0, high;

  g_return_val_if_fail (CND_IS_SELECTION (self), FALSE);
  high = self->layers->len;
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->layers, guint, middle) < layer)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->layers->len && g_array_index (self->layers, guint, low) == layer;
}

guint
cnd_selection_get_block (CndSelection *self)
{
  g_return_val_if_fail (CND_IS_SELECTION (self), G_MAXUINT);
  return self->block;
}

gboolean
cnd_selection_is_empty (CndSelection *self)
{
  g_return_val_if_fail (CND_IS_SELECTION (self), TRUE);
  return self->layer == G_MAXUINT && self->block == G_MAXUINT;
}

void
cnd_selection_select_layer (CndSelection *self, guint layer)
{
  g_return_if_fail (CND_IS_SELECTION (self));
  select_all (self, copy_layers (&layer, layer == G_MAXUINT ? 0 : 1), layer, G_MAXUINT);
}

static int
compare_layers (gconstpointer a, gconstpointer b)
{
  guint left = *(const guint *) a, right = *(const guint *) b;

  return left < right ? -1 : left > right;
}

void
cnd_selection_select_layers (CndSelection *self, const guint *layers, guint n_layers)
{
  GArray *sorted;
  guint n = 0;

  g_return_if_fail (CND_IS_SELECTION (self) && (layers || n_layers == 0));
  sorted = copy_layers (layers, n_layers);
  g_array_sort (sorted, compare_layers);
  for (guint i = 0; i < sorted->len; i++)
    if (n == 0 || g_array_index (sorted, guint, i) != g_array_index (sorted, guint, n - 1))
      g_array_index (sorted, guint, n++) = g_array_index (sorted, guint, i);
  g_array_set_size (sorted, n);
  select_all (self, sorted, n_layers > 0 ? layers[n_layers - 1] : G_MAXUINT, G_MAXUINT);
}

void
cnd_selection_toggle_layer (CndSelection *self, guint layer)
{
  g_autoptr (GArray) layers = NULL;

  g_return_if_fail (CND_IS_SELECTION (self));
  layers = copy_layers ((const guint *) self->layers->data, self->layers->len);
  if (!cnd_selection_has_layer (self, layer))
    g_array_append_val (layers, layer);
  else
    for (guint i = layers->len; i-- > 0;)
      if (g_array_index (layers, guint, i) == layer)
        g_array_remove_index (layers, i);
  cnd_selection_select_layers (self, (const guint *) layers->data, layers->len);
}

void
cnd_selection_select_block (CndSelection *self, guint block)
{
  g_return_if_fail (CND_IS_SELECTION (self));
  select_all (self, copy_layers (NULL, 0), G_MAXUINT, block);
}

void
cnd_selection_clear (CndSelection *self)
{
  g_return_if_fail (CND_IS_SELECTION (self));
  select_all (self, copy_layers (NULL, 0), G_MAXUINT, G_MAXUINT);
}
