/* What each input of a layer comes from: back through everything that leaves channels as they are, and through
 * concatenations, to the layers that made them. */
#include "config.h"

#include "scene/matrix-private.h"

#include <string.h>

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

char *
cnd_scene_dup_layer_name (const CndNetwork *network, guint layer)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint b = layers[layer].block; b != 0; b = blocks[b].parent)
    if (is_number (blocks[b].name))
      {
        if (numbers->len > 0)
          g_string_prepend_c (numbers, '.');
        g_string_prepend (numbers, blocks[b].name);
      }
  return cnd_scene_clean_text (numbers->len > 0 ? numbers->str : layers[layer].id);
}

/* The one layer that @layer only passes on; G_MAXUINT: it makes something of its own. */
static guint
look_through (const CndNetwork *network, const CndLayer *layer)
{
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  guint input;

  if (layer->n_inputs != 1)
    return G_MAXUINT;
  input = cnd_network_get_inputs (network, layer)[0];
  if (kind->flags & CND_KIND_KEEPS_CHANNELS)
    return input;
  /* of one value a channel */
  if (strcmp (kind->name, "flatten") == 0 && layer->output.channels == layers[input].output.channels)
    return input;
  return G_MAXUINT;
}

static void
append_source (GArray *sources, const CndNetwork *network, guint layer, guint n_channels)
{
  CndSource *last = sources->len > 0 ? &g_array_index (sources, CndSource, sources->len - 1) : NULL;
  CndSource source = { layer, last != NULL ? last->first + last->n : 0, n_channels, NULL };

  g_array_append_val (sources, source);
}

GArray *
cnd_scene_list_sources (const CndNetwork *network, guint layer)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  guint concatenation = cnd_ops_find_kind ("concatenation");
  GArray *sources = g_array_new (FALSE, FALSE, sizeof (CndSource));
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (guint));

  if (layers[layer].n_inputs == 0)
    return sources;
  g_array_append_val (stack, cnd_network_get_inputs (network, &layers[layer])[0]);
  /* each entry of the stack stands for one input channel at least: the width of the layer bounds it */
  while (stack->len > 0)
    {
      guint at = g_array_index (stack, guint, stack->len - 1), through;
      g_array_set_size (stack, stack->len - 1);
      while ((through = look_through (network, &layers[at])) != G_MAXUINT)
        at = through;
      if (layers[at].kind != concatenation)
        append_source (sources, network, at, (guint) layers[at].output.channels);
      else
        for (guint i = layers[at].n_inputs; i > 0; i--)
          g_array_append_val (stack, cnd_network_get_inputs (network, &layers[at])[i - 1]);
    }
  return sources;
}
