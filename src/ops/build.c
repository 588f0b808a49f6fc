/* From an architecture to a network: blocks, repeats and dense connections become a flat list of layers. Recursion is as
 * deep as blocks are nested, which sealing has bounded. */
#include "config.h"

#include "ops/build-private.h"

#include <string.h>

#define MAX_ID_BYTES 512u

/* What one list sees from outside. */
typedef struct
{
  const guint *inputs;         /* layers that the list reads, one for each of its input names */
  const CndNumbers *arguments;
  gint64 index;
} CndFrameValues;

static gboolean build_list (CndBuild *build, const CndDefinition *list, const CndFrameValues *frame, guint *output);

/* ---- Arguments of a block ----------------------------------------------------------- */

/* Evaluates what "with" gives. @storage keeps the numbers; freed by the caller. */
static gboolean
evaluate_argument (CndBuild *build, const CndValue *value, const CndScope *scope, CndNumbers *numbers, gint64 **storage)
{
  guint n = value->type == CND_VALUE_LIST ? value->n_items : 1;

  *storage = NULL;
  if (value->type == CND_VALUE_EXPRESSION && cnd_expression_get_list (value->expression, scope, numbers) && numbers->is_list)
    return TRUE;
  *storage = g_new (gint64, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      const CndValue *item = value->type == CND_VALUE_LIST ? &value->items[i] : value;
      if (item->type != CND_VALUE_EXPRESSION)
        {
          cnd_architecture_set_error (build->architecture, &item->origin, build->error, CND_ERROR_VALUE,
                                      _("another kind of value"), _("an integer, an expression, or a list of them"),
                                      _("Write 3, or an expression such as \"2 * growth\"."),
                                      _("This value cannot be an argument of a block"));
          return FALSE;
        }
      if (!cnd_build_evaluate (build, item->expression, &item->origin, scope, &(*storage)[i]))
        return FALSE;
    }
  *numbers = (CndNumbers){ *storage, n, value->type == CND_VALUE_LIST };
  return TRUE;
}

/* Builds one instance of the block that @statement uses, inside the block that is open. */
static gboolean
build_instance (CndBuild *build, const CndStatement *statement, const guint *inputs, const CndScope *scope, guint *output)
{
  const CndDefinition *definition = &build->architecture->blocks[statement->block];
  guint n_arguments = g_strv_length (definition->arguments);
  g_autofree CndNumbers *arguments = g_new0 (CndNumbers, n_arguments + 1);
  g_autoptr (GPtrArray) storage = g_ptr_array_new_with_free_func (g_free);
  CndFrameValues frame = { inputs, arguments, scope->index };

  for (guint i = 0; i < n_arguments; i++)
    {
      gint64 *numbers;
      gboolean good = evaluate_argument (build, statement->slots[i], scope, &arguments[i], &numbers);
      g_ptr_array_add (storage, numbers);
      if (!good)
        return FALSE;
    }
  return build_list (build, definition, &frame, output);
}

/* ---- Repetitions -------------------------------------------------------------------- */

static gint64
get_channels (const CndBuild *build, guint layer)
{
  return cnd_network_builder_get_layer (build->builder, layer)->output.channels;
}

/* Opens a block unless there are too many, or their joined names grow too long. */
static gboolean
open_block (CndBuild *build, const CndStatement *statement, const char *name, const CndDefinition *definition, guint *block)
{
  g_autofree char *expected = NULL;

  *block = cnd_network_builder_begin_block (build->builder, name, definition, statement);
  if (*block < CND_MAX_LAYERS && strlen (cnd_network_builder_get_block (build->builder, *block)->id) <= MAX_ID_BYTES)
    return TRUE;
  expected = g_strdup_printf (_("at most %u blocks, and ids of at most %u letters"), CND_MAX_LAYERS, MAX_ID_BYTES);
  cnd_architecture_set_error (build->architecture, &statement->origin, build->error, CND_ERROR_LIMIT, name, expected,
                              _("Use fewer repetitions, and shorter ids in nested blocks."),
                              _("The network would have more than %u blocks, or ids of more than %u letters"),
                              CND_MAX_LAYERS, MAX_ID_BYTES);
  return FALSE;
}

/* One layer or block named @name, reading @inputs. */
static gboolean
build_one (CndBuild *build, const CndStatement *statement, const char *name, const guint *inputs, const CndScope *scope,
           guint *output)
{
  guint block;

  if (!cnd_build_spend (build, &statement->origin, 1))
    return FALSE;
  if (statement->kind_name != NULL)
    return cnd_build_layer (build, statement, name, inputs, statement->n_sources, scope, output);
  if (!open_block (build, statement, name, &build->architecture->blocks[statement->block], &block))
    return FALSE;
  if (statement->repeat != NULL)
    cnd_network_builder_get_block (build->builder, block)->repetition = (guint) scope->index;
  if (!build_instance (build, statement, inputs, scope, output))
    return FALSE;
  cnd_network_builder_end_block (build->builder, *output);
  return TRUE;
}

/* Each repetition reads the one before. */
static gboolean
build_chain (CndBuild *build, const CndStatement *statement, guint *inputs, CndScope *scope, gint64 n_repetitions, guint *output)
{
  char name[24];

  for (gint64 i = 0; i < n_repetitions; i++)
    {
      g_snprintf (name, sizeof name, "%" G_GINT64_FORMAT, i + 1);
      scope->index = i;
      scope->in = get_channels (build, inputs[0]);
      if (!build_one (build, statement, name, inputs, scope, output))
        return FALSE;
      inputs[0] = *output;
    }
  return TRUE;
}

/* Each repetition reads the concatenation of the input and of all repetitions before. */
static gboolean
build_dense (CndBuild *build, const CndStatement *statement, guint *inputs, CndScope *scope, gint64 n_repetitions, guint *output)
{
  g_autoptr (GArray) features = g_array_new (FALSE, FALSE, sizeof (guint));
  char name[40];

  g_array_append_val (features, inputs[0]);
  for (gint64 i = 0; i < n_repetitions; i++)
    {
      g_snprintf (name, sizeof name, "concatenation%" G_GINT64_FORMAT, i + 1);
      if (!cnd_build_concatenation (build, statement, name, (const guint *) (gpointer) features->data, features->len, &inputs[0]))
        return FALSE;
      scope->index = i;
      scope->in = get_channels (build, inputs[0]);
      g_snprintf (name, sizeof name, "%" G_GINT64_FORMAT, i + 1);
      if (!build_one (build, statement, name, inputs, scope, output))
        return FALSE;
      g_array_append_val (features, *output);
    }
  return cnd_build_concatenation (build, statement, "concatenation", (const guint *) (gpointer) features->data, features->len, output);
}

/* Whether all features of the last network-wide dense block arrive in @layer unmixed. */
static gboolean
check_features (CndBuild *build, const CndStatement *statement, guint layer)
{
  const CndLayer *row = cnd_network_builder_get_layer (build->builder, layer);

  if (build->network_features == G_MAXUINT)
    return TRUE;
  while (layer != build->network_features && row->n_inputs == 1
         && (cnd_ops_get_kind (row->kind)->flags & CND_KIND_KEEPS_CHANNELS) != 0)
    {
      layer = cnd_network_builder_get_inputs (build->builder, layer)[0];
      row = cnd_network_builder_get_layer (build->builder, layer);
    }
  if (layer == build->network_features)
    return TRUE;
  cnd_architecture_set_error (build->architecture, &statement->dense_origin, build->error, CND_ERROR_SHAPE, row->id,
                              _("only pooling and other layers that keep the channels"),
                              _("Make it dense in the “block” only, or take that layer away."),
                              _("“%s” is to read all features of the network, but “%s” mixes or drops some before it"),
                              statement->id, row->id);
  return FALSE;
}

static gboolean
build_repeated (CndBuild *build, const CndStatement *statement, guint *inputs, CndScope *scope, gint64 n_repetitions, guint *output)
{
  guint block;
  CndBlock *row;
  gboolean good;

  if (!open_block (build, statement, statement->id, NULL, &block))
    return FALSE;
  row = cnd_network_builder_get_block (build->builder, block);
  row->n_repetitions = (guint) n_repetitions;
  row->dense = statement->dense;
  if (statement->dense == CND_DENSE_NETWORK && !check_features (build, statement, inputs[0]))
    return FALSE;
  if (statement->dense == CND_DENSE_NONE)
    good = build_chain (build, statement, inputs, scope, n_repetitions, output);
  else
    good = build_dense (build, statement, inputs, scope, n_repetitions, output);
  if (!good)
    return FALSE;
  if (statement->dense == CND_DENSE_NETWORK)
    build->network_features = *output;
  cnd_network_builder_end_block (build->builder, *output);
  return TRUE;
}

/* ---- Lists of statements ------------------------------------------------------------ */

static gboolean
evaluate_repeat (CndBuild *build, const CndStatement *statement, const CndScope *scope, gint64 *n_repetitions)
{
  g_autofree char *found = NULL;
  g_autofree char *expected = NULL;
  g_autofree char *hint = NULL;

  if (!cnd_build_evaluate (build, statement->repeat, &statement->repeat_origin, scope, n_repetitions))
    return FALSE;
  if (*n_repetitions >= 0 && *n_repetitions <= CND_MAX_LAYERS)
    return TRUE;
  found = g_strdup_printf ("%" G_GINT64_FORMAT, *n_repetitions);
  expected = g_strdup_printf (_("0 to %u"), CND_MAX_LAYERS);
  hint = *n_repetitions < 0 ? g_strdup (_("0 leaves it out."))
                            : g_strdup_printf (_("A network has at most %u layers in all."), CND_MAX_LAYERS);
  cnd_architecture_set_error (build->architecture, &statement->repeat_origin, build->error, CND_ERROR_LIMIT, found,
                              expected, hint, _("“%s” cannot be repeated %s times"), statement->id, found);
  return FALSE;
}

static gboolean
build_statement (CndBuild *build, const CndStatement *statement, guint *inputs, const CndFrameValues *frame, guint *output)
{
  CndScope scope = {
    .parameters = build->parameters,
    .arguments = frame->arguments,
    .index = frame->index,
    .in = get_channels (build, inputs[0]),
  };
  gint64 present = 1, n_repetitions = 1;

  *output = inputs[0];
  if (!cnd_build_spend (build, &statement->origin, 1)
      || (statement->when != NULL && !cnd_build_evaluate (build, statement->when, &statement->when_origin, &scope, &present)))
    return FALSE;
  if (present == 0)
    return TRUE;
  if (statement->repeat == NULL)
    return build_one (build, statement, statement->id, inputs, &scope, output);
  if (!evaluate_repeat (build, statement, &scope, &n_repetitions))
    return FALSE;
  return n_repetitions == 0 || build_repeated (build, statement, inputs, &scope, n_repetitions, output);
}

static gboolean
build_list (CndBuild *build, const CndDefinition *list, const CndFrameValues *frame, guint *output)
{
  g_autofree guint *results = g_new (guint, list->n_statements);
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < list->n_statements; i++)
    {
      const CndStatement *statement = &list->statements[i];
      g_array_set_size (inputs, statement->n_sources);
      for (guint k = 0; k < statement->n_sources; k++)
        g_array_index (inputs, guint, k) = statement->sources[k] >= 0 ? results[statement->sources[k]]
                                                                      : frame->inputs[~statement->sources[k]];
      if (!build_statement (build, statement, (guint *) (gpointer) inputs->data, frame, &results[i]))
        return FALSE;
    }
  *output = list->output_source >= 0 ? results[list->output_source] : frame->inputs[~list->output_source];
  return TRUE;
}

/* ---- The whole network -------------------------------------------------------------- */

static gboolean
build_input (CndBuild *build, guint *layer)
{
  const CndValue *input = &build->architecture->input;
  CndScope scope = { .parameters = build->parameters };
  gint64 sizes[3] = { 1, 1, 1 };
  CndShape shape;

  for (guint i = 0; i < input->n_items; i++)
    {
      const CndValue *item = &input->items[i];
      if (item->type != CND_VALUE_EXPRESSION)
        sizes[i] = 0;
      else if (!cnd_build_evaluate (build, item->expression, &item->origin, &scope, &sizes[i]))
        return FALSE;
      if (sizes[i] < 1 || sizes[i] > CND_MAX_SIZE)
        {
          g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, sizes[i]);
          cnd_architecture_set_error (build->architecture, &item->origin, build->error, CND_ERROR_SHAPE, found,
                                      _("a whole number from 1 to 2,147,483,647"),
                                      _("Write [3, 224, 224] for a colour image of 224 × 224."),
                                      _("This size of the input is out of its range"));
          return FALSE;
        }
    }
  shape = (CndShape){ sizes[0], sizes[1], sizes[2], input->n_items == 1 };
  *layer = cnd_network_builder_add_layer (build->builder, "input", 0, NULL, NULL, 0, NULL, 0, &shape, build->error);
  return *layer != G_MAXUINT;
}

CndNetwork *
cnd_ops_build_network (CndArchitecture *architecture, const CndParameterValues *values, GError **error)
{
  guint steps = CND_MAX_STEPS;

  return cnd_ops_build_network_within (architecture, values, &steps, error);
}

/* Says of which preset an error is, where the values are one's and not just the defaults. */
static void
name_preset (const CndArchitecture *architecture, const CndParameterValues *values, GError **error)
{
  gint preset = error != NULL ? cnd_parameter_values_find_preset (values, architecture) : -1;
  GError *cause;

  if (preset < 0 || architecture->presets[preset].n_values == 0)
    return;
  cause = g_steal_pointer (error);
  /* Translators: a preset's id, and the sentence that says what is wrong with it */
  cnd_base_set_problem (error, (CndErrorCode) cause->code, cnd_base_get_problem (cause), _("With the preset “%s”: %s"),
                        architecture->presets[preset].id, cause->message);
  g_error_free (cause);
}

static CndNetwork *
build_network (CndBuild *build, const CndParameterValues *values)
{
  g_autoptr (CndNetworkBuilder) builder = cnd_network_builder_new (build->architecture, values);
  CndFrameValues frame = { 0 };
  guint input, output;

  build->builder = builder;
  if (!build_input (build, &input))
    return NULL;
  frame.inputs = &input;
  return build_list (build, &build->architecture->body, &frame, &output) ? cnd_network_builder_end (builder, output) : NULL;
}

CndNetwork *
cnd_ops_build_network_within (CndArchitecture *architecture, const CndParameterValues *values, guint *steps, GError **error)
{
  g_autoptr (GArray) shapes = g_array_new (FALSE, FALSE, sizeof (CndShape));
  CndBuild build = {
    .architecture = architecture,
    .parameters = cnd_parameter_values_get_all (values),
    .concatenation = cnd_ops_get_concatenation (),
    .network_features = G_MAXUINT,
    .steps_left = *steps,
    .shapes = shapes,
    .error = error,
  };
  CndNetwork *network;

  g_return_val_if_fail (architecture->sealed, NULL);

  network = build_network (&build, values);
  *steps = build.steps_left;
  if (network == NULL)
    name_preset (architecture, values, error);
  return network;
}
