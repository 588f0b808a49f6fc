/* A model file, from its bytes to a sealed architecture that builds with its defaults. */
#include "config.h"

#include "model-reader-private.h"

#include <glib/gi18n-lib.h>

/* ---- Keys of the file ------------------------------------------------------------------------ */

static gboolean
read_name (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return cnd_reader_read_string (reader, node, &((CndArchitecture *) target)->name, error);
}

static gboolean
read_title (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndArchitecture *) target)->title, error);
}

static gboolean
read_description (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return cnd_reader_read_text (reader, node, &((CndArchitecture *) target)->description, error);
}

static gboolean
read_source (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return cnd_reader_read_string (reader, node, &((CndArchitecture *) target)->source, error);
}

static gboolean
read_parameters (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return cnd_reader_read_parameters (reader, node, error);
}

static gboolean
read_later (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return TRUE;
}

static gboolean
read_input (gpointer data, const CndJsonNode *node, gpointer target, GError **error)
{
  CndModelReader *reader = data;
  CndArchitecture *architecture = target;
  guint n = cnd_json_count (node);

  if (!cJSON_IsArray (node->item) || (n != 1 && n != 3))
    return cnd_json_fail (reader->json, node, error, CND_ERROR_LANGUAGE, _("[channels, height, width] or [features]"),
                          _("Write [3, 224, 224] for a colour image of 224 × 224."),
                          _("“input” is the shape of what goes into the network"));
  if (!cnd_reader_read_value (reader, node, &architecture->input, error))
    return FALSE;
  for (const CndJsonNode *child = node->child; child != NULL; child = child->next)
    if (architecture->input.items[child->index].type != CND_VALUE_EXPRESSION || cJSON_IsBool (child->item))
      return cnd_json_fail (reader->json, child, error, CND_ERROR_LANGUAGE, _("an integer or an expression"),
                            _("Write 224, or an expression such as \"8 * size\"."), _("A size is an integer"));
  return TRUE;
}

static gboolean
read_blocks (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  return cnd_reader_read_blocks (reader, node, error);
}

static gboolean
read_layers (gpointer reader, const CndJsonNode *node, gpointer target, GError **error)
{
  CndArchitecture *architecture = target;

  architecture->body.origin = cnd_reader_get_origin (reader, node);
  return cnd_reader_read_layers (reader, node, &architecture->body, error);
}

static const CndJsonRow model_rows[] = {
  { "$schema", FALSE, NULL },
  { "comment", FALSE, NULL },
  { "name", TRUE, read_name, "\"My network\"" },
  { "title", FALSE, read_title },
  { "description", FALSE, read_description },
  { "source", FALSE, read_source },
  { "parameters", FALSE, read_parameters },
  { "presets", FALSE, read_later },
  { "input", TRUE, read_input, "[3, 224, 224]" },
  { "blocks", FALSE, read_blocks },
  { "layers", TRUE, read_layers, "[ { \"kind\": \"relu\" } ]" },
};

static gboolean
read_model (CndModelReader *reader, GError **error)
{
  CndArchitecture *architecture = reader->architecture;
  const CndJsonNode *root = &reader->json->nodes[0];
  const CndJsonNode *presets = cnd_json_find (root, "presets");
  static const char *const inputs[] = { "input", NULL };

  architecture->body.inputs = g_strdupv ((char **) inputs);
  architecture->body.arguments = g_new0 (char *, 1);
  if (!cnd_json_read_object (reader->json, root, model_rows, G_N_ELEMENTS (model_rows), reader, architecture,
                             _("a model"), error))
    return FALSE;
  return presets == NULL || cnd_reader_read_presets (reader, presets, error);
}

/* ---- Does it build? ---------------------------------------------------------------------------- */

static CndParameterValues *
dup_defaults (const CndArchitecture *architecture)
{
  CndParameterValues *values = cnd_parameter_values_new (architecture, -1);

  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      const CndParameter *parameter = &architecture->parameters[i];
      gboolean good = cnd_parameter_values_set_list (values, architecture, i, parameter->defaults, parameter->n_defaults, NULL);
      g_assert (good);
    }
  return values;
}

/* Counts stay far enough below 64 bits that twice the multiply-adds, or all activations in bytes, fit, too. */
#define MAX_COUNT (G_MAXUINT64 / 16)

static gboolean
add_counts (const CndNetwork *network, const CndLayer *layer, guint index, guint64 *elements, guint64 totals[CND_N_TERMS])
{
  CndState state = { CND_STAGE_DENSE, NULL };
  CndCost cost;
  guint64 value;

  if (!cnd_shape_count_elements (&layer->output, &value) || !cnd_add_u64 (*elements, value, elements) || *elements > MAX_COUNT)
    return FALSE;
  cnd_ops_list_cost (network, index, state, &cost);
  for (guint i = 0; i < cost.n_terms; i++)
    {
      guint64 *total = &totals[cost.terms[i].type];
      if (!cnd_ops_multiply_term (&cost.terms[i], &value) || !cnd_add_u64 (*total, value, total) || *total > MAX_COUNT)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_counts (const CndArchitecture *architecture, const CndNetwork *network, GError **error)
{
  guint64 totals[CND_N_TERMS] = { 0 };
  guint64 elements = 0;
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);

  for (guint i = 0; i < n_layers; i++)
    if (!add_counts (network, &layers[i], i, &elements, totals))
      {
        const CndOrigin *origin = layers[i].statement != NULL ? &layers[i].statement->origin : &architecture->input.origin;
        g_autofree char *shape = cnd_shape_format (&layers[i].output, CND_NUMBER_STYLE_LATIN);
        /* Translators: %s: a shape, 64 × 112 × 112 */
        g_autofree char *found = g_strdup_printf (_("an output of %s"), shape);

        cnd_architecture_set_error (architecture, origin, error, CND_ERROR_LIMIT, found,
                                    _("at most 2^60 elements, weights and operations in all"),
                                    _("Use fewer channels or smaller images."),
                                    _("With the layer “%s” the counts of the network pass 2^60"), layers[i].id);
        return FALSE;
      }
  return TRUE;
}

/* A preset that does not build is for whoever chooses it: the others are as good as ever. */
static gboolean
check_builds (CndArchitecture *architecture, GError **error)
{
  g_autoptr (CndParameterValues) defaults = dup_defaults (architecture);
  g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, defaults, error);

  return network != NULL && check_counts (architecture, network, error);
}

/* ---- Entry ---------------------------------------------------------------------------------------- */

CndArchitecture *
cnd_formats_parse_model (const char *text, gsize length, const char *file, GError **error)
{
  g_autoptr (CndJson) json = NULL;
  g_autoptr (CndArchitecture) architecture = NULL;
  CndModelReader reader;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  json = cnd_json_parse (text, length, file, error);
  if (json == NULL)
    return NULL;
  architecture = cnd_architecture_new ();
  architecture->file = g_strdup (file);
  reader = (CndModelReader){ json, architecture };
  if (!read_model (&reader, error) || !cnd_architecture_seal (architecture, error)
      || !cnd_ops_resolve_architecture (architecture, error) || !check_builds (architecture, error))
    return NULL;
  return g_steal_pointer (&architecture);
}

CndArchitecture *
cnd_formats_load_model (const char *path, GCancellable *cancellable, GError **error)
{
  gsize length;
  g_autofree char *text = cnd_formats_read_file (path, CND_MAX_FILE_BYTES, &length, cancellable, error);
  g_autofree char *file = g_filename_display_name (path);

  return text != NULL ? cnd_formats_parse_model (text, length, file, error) : NULL;
}
