/* The expanded network and its builder. */
#include "config.h"

#include "network/network.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _CndNetwork
{
  gatomicrefcount refs;
  CndArchitecture *architecture;
  CndParameterValues *values;
  GArray *layers;  /* of CndLayer */
  GArray *inputs;  /* of guint */
  GArray *blocks;  /* of CndBlock */
  GStringChunk *strings;
  GPtrArray *chunks; /* of memory for attributes */
  guint output;
};

/* Attributes come from chunks, so that growing never moves them. */
#define CHUNK_BYTES 65536u

struct _CndNetworkBuilder
{
  CndNetwork *network;
  guint open_block;
  char *chunk;
  gsize chunk_left;
  GString *id; /* scratch */
};

CndNetwork *
cnd_network_ref (CndNetwork *network)
{
  g_atomic_ref_count_inc (&network->refs);
  return network;
}

void
cnd_network_unref (CndNetwork *network)
{
  if (network == NULL || !g_atomic_ref_count_dec (&network->refs))
    return;
  cnd_architecture_unref (network->architecture);
  cnd_parameter_values_free (network->values);
  g_array_unref (network->layers);
  g_array_unref (network->inputs);
  g_array_unref (network->blocks);
  g_string_chunk_free (network->strings);
  g_ptr_array_unref (network->chunks);
  g_free (network);
}

CndArchitecture *
cnd_network_get_architecture (const CndNetwork *network)
{
  return network->architecture;
}

const CndParameterValues *
cnd_network_get_values (const CndNetwork *network)
{
  return network->values;
}

const CndLayer *
cnd_network_get_layers (const CndNetwork *network, guint *n_layers)
{
  if (n_layers != NULL)
    *n_layers = network->layers->len;
  return (const CndLayer *) (gconstpointer) network->layers->data;
}

const CndBlock *
cnd_network_get_blocks (const CndNetwork *network, guint *n_blocks)
{
  if (n_blocks != NULL)
    *n_blocks = network->blocks->len;
  return (const CndBlock *) (gconstpointer) network->blocks->data;
}

const guint *
cnd_network_get_inputs (const CndNetwork *network, const CndLayer *layer)
{
  return (const guint *) (gconstpointer) network->inputs->data + layer->first_input;
}

guint
cnd_network_get_n_edges (const CndNetwork *network)
{
  return network->inputs->len;
}

guint
cnd_network_get_output (const CndNetwork *network)
{
  return network->output;
}

guint
cnd_network_find_layer (const CndNetwork *network, const char *id)
{
  for (guint i = 0; i < network->layers->len; i++)
    if (strcmp (g_array_index (network->layers, CndLayer, i).id, id) == 0)
      return i;
  return G_MAXUINT;
}

guint
cnd_network_find_block (const CndNetwork *network, const char *id)
{
  for (guint i = 0; i < network->blocks->len; i++)
    if (strcmp (g_array_index (network->blocks, CndBlock, i).id, id) == 0)
      return i;
  return G_MAXUINT;
}

/* Whether one of the words of @name stands in @text: "DenseNet for CIFAR" in "DenseNet-BC-100", but not in "base". */
static gboolean
shares_word (const char *name, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *all = g_utf8_casefold (name, -1);
  g_auto (GStrv) words = g_strsplit_set (all, " -_:,()/", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_utf8_strlen (words[i], -1) > 2 && strstr (folded, words[i]) != NULL)
      return TRUE;
  return strstr (folded, all) != NULL;
}

char *
cnd_network_dup_name (const CndNetwork *network)
{
  const CndArchitecture *architecture = network->architecture;
  gint preset = cnd_parameter_values_find_preset (network->values, architecture);

  const char *name = preset >= 0 ? architecture->presets[preset].name : NULL;

  if (name != NULL && shares_word (architecture->name, name))
    return g_strdup (name);
  if (name != NULL)
    /* Translators: a model's name, and that of one of its presets */
    return g_strdup_printf (_("%s (%s)"), architecture->name, name);
  return g_strdup (architecture->name);
}

CndNetworkBuilder *
cnd_network_builder_new (CndArchitecture *architecture, const CndParameterValues *values)
{
  CndNetworkBuilder *builder = g_new0 (CndNetworkBuilder, 1);
  CndNetwork *network = g_new0 (CndNetwork, 1);
  CndBlock root = { .id = "", .name = "", .definition = &architecture->body };

  g_atomic_ref_count_init (&network->refs);
  network->architecture = cnd_architecture_ref (architecture);
  network->values = cnd_parameter_values_copy (values);
  network->layers = g_array_sized_new (FALSE, FALSE, sizeof (CndLayer), 256);
  network->inputs = g_array_sized_new (FALSE, FALSE, sizeof (guint), 512);
  network->blocks = g_array_sized_new (FALSE, FALSE, sizeof (CndBlock), 64);
  network->strings = g_string_chunk_new (16384);
  network->chunks = g_ptr_array_new_with_free_func (g_free);
  g_array_append_val (network->blocks, root);
  builder->network = network;
  builder->id = g_string_sized_new (128);
  return builder;
}

void
cnd_network_builder_free (CndNetworkBuilder *builder)
{
  if (builder == NULL)
    return;
  cnd_network_unref (builder->network);
  g_string_free (builder->id, TRUE);
  g_free (builder);
}

static gpointer
builder_alloc (CndNetworkBuilder *builder, gsize bytes)
{
  char *memory;

  bytes = (bytes + 15) & ~(gsize) 15;
  if (bytes > CHUNK_BYTES / 4)
    {
      memory = g_malloc (bytes);
      g_ptr_array_add (builder->network->chunks, memory);
      return memory;
    }
  if (bytes > builder->chunk_left)
    {
      builder->chunk = g_malloc (CHUNK_BYTES);
      builder->chunk_left = CHUNK_BYTES;
      g_ptr_array_add (builder->network->chunks, builder->chunk);
    }
  memory = builder->chunk;
  builder->chunk += bytes;
  builder->chunk_left -= bytes;
  return memory;
}

gint64 *
cnd_network_builder_alloc_integers (CndNetworkBuilder *builder, guint n)
{
  return builder_alloc (builder, n * sizeof (gint64));
}

/* The id of @name inside the open block; @last: (out): its last part, within the same string */
static const char *
make_id (CndNetworkBuilder *builder, const char *name, const char **last)
{
  const CndBlock *open = &g_array_index (builder->network->blocks, CndBlock, builder->open_block);
  const char *id;
  gsize prefix;

  g_string_assign (builder->id, open->id);
  if (builder->id->len > 0)
    g_string_append_c (builder->id, '.');
  prefix = builder->id->len;
  g_string_append (builder->id, name);
  id = g_string_chunk_insert_len (builder->network->strings, builder->id->str, (gssize) builder->id->len);
  *last = id + prefix;
  return id;
}

char *
cnd_network_builder_dup_id (const CndNetworkBuilder *builder, const char *name)
{
  const char *open = g_array_index (builder->network->blocks, CndBlock, builder->open_block).id;

  return *open != '\0' ? g_strconcat (open, ".", name, NULL) : g_strdup (name);
}

guint
cnd_network_builder_begin_block (CndNetworkBuilder *builder, const char *name, const CndDefinition *definition,
                                 const CndStatement *statement)
{
  CndNetwork *network = builder->network;
  CndBlock block = {
    .definition = definition,
    .statement = statement,
    .parent = builder->open_block,
    .depth = g_array_index (network->blocks, CndBlock, builder->open_block).depth + 1,
    .first_layer = network->layers->len,
  };

  block.id = make_id (builder, name, &block.name);
  g_array_append_val (network->blocks, block);
  builder->open_block = network->blocks->len - 1;
  return builder->open_block;
}

void
cnd_network_builder_end_block (CndNetworkBuilder *builder, guint output)
{
  CndNetwork *network = builder->network;
  CndBlock *block = &g_array_index (network->blocks, CndBlock, builder->open_block);

  block->n_layers = network->layers->len - block->first_layer;
  block->n_blocks = network->blocks->len - 1 - builder->open_block;
  block->output = output;
  builder->open_block = block->parent;
}

CndBlock *
cnd_network_builder_get_block (CndNetworkBuilder *builder, guint block)
{
  return &g_array_index (builder->network->blocks, CndBlock, block);
}

guint
cnd_network_builder_add_layer (CndNetworkBuilder *builder, const char *name, guint kind, const CndStatement *statement,
                               const guint *inputs, guint n_inputs, const CndAttribute *attributes, guint n_attributes,
                               const CndShape *output, GError **error)
{
  CndNetwork *network = builder->network;
  CndLayer layer = {
    .kind = kind,
    .block = builder->open_block,
    .first_input = network->inputs->len,
    .n_inputs = n_inputs,
    .output = *output,
    .statement = statement,
  };

  if (network->layers->len >= CND_MAX_LAYERS || n_inputs > CND_MAX_INPUTS - network->inputs->len)
    {
      static const CndOrigin nowhere = { 0 };
      g_autofree char *found = g_strdup_printf (_("%u layers with %u edges, and more"), network->layers->len, network->inputs->len);
      g_autofree char *expected = g_strdup_printf (_("at most %u layers and %u edges"), CND_MAX_LAYERS, CND_MAX_INPUTS);
      cnd_architecture_set_error (network->architecture, statement != NULL ? &statement->origin : &nowhere, error,
                                  CND_ERROR_LIMIT, found, expected, _("Use fewer or shorter repetitions."),
                                  _("The network would have more than %u layers or %u edges"), CND_MAX_LAYERS,
                                  CND_MAX_INPUTS);
      return G_MAXUINT;
    }
  layer.id = make_id (builder, name, &layer.name);
  g_array_append_vals (network->inputs, inputs, n_inputs);
  if (n_attributes > 0)
    {
      CndAttribute *copy = builder_alloc (builder, n_attributes * sizeof (CndAttribute));
      memcpy (copy, attributes, n_attributes * sizeof (CndAttribute));
      layer.attributes = copy;
    }
  g_array_append_val (network->layers, layer);
  return network->layers->len - 1;
}

const CndLayer *
cnd_network_builder_get_layer (const CndNetworkBuilder *builder, guint layer)
{
  return &g_array_index (builder->network->layers, CndLayer, layer);
}

const guint *
cnd_network_builder_get_inputs (const CndNetworkBuilder *builder, guint layer)
{
  return cnd_network_get_inputs (builder->network, cnd_network_builder_get_layer (builder, layer));
}

CndNetwork *
cnd_network_builder_end (CndNetworkBuilder *builder, guint output)
{
  g_return_val_if_fail (builder->open_block == 0, NULL);

  cnd_network_builder_end_block (builder, output);
  builder->network->output = output;
  return g_steal_pointer (&builder->network);
}
