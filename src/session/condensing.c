/* Condensing without data: by magnitude, stage by stage, as the recording of a training would be in which nothing is trained. A stage
 * takes one step of its time. */
#include "config.h"

#include "session.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  CndNetwork *network;
  char *weights; /* (nullable): a file */
  guint64 seed;
} Request;

static void
free_request (gpointer data)
{
  Request *request = data;

  cnd_network_unref (request->network);
  g_free (request->weights);
  g_free (request);
}

gboolean
cnd_session_can_condense (CndNetwork *network)
{
  guint kind = cnd_ops_find_kind ("learned_group_convolution"), n;
  const CndLayer *layers = cnd_network_get_layers (network, &n);

  for (guint i = 0; i < n; i++)
    if (layers[i].kind == kind)
      return TRUE;
  return FALSE;
}

/* ---- Weights ------------------------------------------------------------------------ */

/* Returns: (transfer full) (nullable): with the file's weights, or those with which a training begins */
static CndEngine *
make_engine (const Request *request, GError **error)
{
  CndEngineOptions options = { .batch = 1, .n_threads = 1 };
  g_autoptr (CndEngine) engine = cnd_engine_new (request->network, &options, error);
  g_autoptr (CndTensors) tensors = NULL;
  CndRandom seeds, random;

  if (engine == NULL)
    return NULL;
  if (request->weights == NULL)
    {
      /* as a training draws them */
      cnd_base_seed_random (&seeds, request->seed);
      cnd_base_seed_random (&random, cnd_base_next_random (&seeds));
      cnd_engine_initialize (engine, &random);
      return g_steal_pointer (&engine);
    }
  if (cnd_run_is_run_file (request->weights))
    {
      g_autofree char *name = g_filename_display_basename (request->weights);
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, &(CndProblem){ .hint = _("Open it to see how it was condensed.") },
                            _("“%s” is the recording of a training, not a file of weights"), name);
      return NULL;
    }
  tensors = cnd_formats_open_tensors (request->weights, error);
  if (tensors == NULL || !cnd_engine_load_weights (engine, tensors, error))
    return NULL;
  return g_steal_pointer (&engine);
}

/* ---- Rows --------------------------------------------------------------------------- */

static char *
name_of (CndEngine *engine, const char *prefix, guint learned)
{
  const CndLayer *layers = cnd_network_get_layers (cnd_engine_get_network (engine), NULL);

  return g_strconcat (prefix, layers[cnd_engine_get_learned_layer (engine, learned)].id, NULL);
}

/* @scores: G × I */
static void
record_importance (CndRun *run, CndEngine *engine, guint learned, const double *scores)
{
  const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, learned);
  gsize n = (gsize) shape->groups * shape->inputs;
  guint64 sizes[] = { shape->groups, shape->inputs };
  g_autofree float *row = g_new (float, n);
  g_autofree char *name = name_of (engine, "importance/", learned);

  for (gsize i = 0; i < n; i++)
    row[i] = (float) scores[i];
  cnd_run_append (run, name, CND_TENSOR_F32, sizes, 2, row);
}

static void
record_masks (CndRun *run, CndEngine *engine, guint step)
{
  cnd_run_append_integer (run, "mask/step", step);
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
      const guint8 *mask = cnd_engine_get_mask (engine, i);
      guint64 sizes[] = { shape->groups, shape->inputs };
      g_autofree char *name = name_of (engine, "mask/", i), *count = name_of (engine, "count/", i);

      cnd_run_append (run, name, CND_TENSOR_U8, sizes, 2, mask);
      cnd_run_append_integer (run, count, (gint64) cnd_condense_count_kept (shape, mask));
    }
}

static void
record_weights (CndRun *run, CndEngine *engine, guint step, CndSnapshot when)
{
  cnd_run_append_integer (run, "weights/step", step);
  cnd_run_append_integer (run, "weights/when", when);
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      const CndWeights *weights = cnd_engine_get_learned_weights (engine, i);
      g_autofree char *name = name_of (engine, "weights/", i);

      cnd_run_append_halves (run, name, weights->sizes, weights->rank, weights->values);
    }
}

static void
describe (CndRun *run, const Request *request)
{
  g_autofree char *name = cnd_network_dup_name (request->network);
  g_autofree char *model = cnd_formats_write_model (cnd_network_get_architecture (request->network), cnd_network_get_values (request->network));
  g_autofree char *weights = request->weights != NULL ? g_filename_display_basename (request->weights) : NULL;

  cnd_run_set_text (run, "name", name);
  cnd_run_set_text (run, "model", model);
  if (weights != NULL)
    cnd_run_set_text (run, "weights", weights);
}

/* ---- Stages ------------------------------------------------------------------------- */

/* Importance is what was there when inputs were chosen. Returns: how many (group, input) fell */
static guint
condense_layer (CndRun *run, CndEngine *engine, guint learned, guint stage)
{
  const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, learned);
  gsize n = (gsize) shape->groups * shape->inputs;
  g_autofree double *scores = g_new (double, n);
  g_autofree guint8 *mask = g_memdup2 (cnd_engine_get_mask (engine, learned), n);
  guint n_fallen = 0;

  cnd_condense_score_inputs (shape, cnd_engine_get_learned_weights (engine, learned)->values, mask, CND_CRITERION_L1, NULL, scores);
  record_importance (run, engine, learned, scores);
  if (stage > 0)
    n_fallen = cnd_condense_drop_inputs (shape, scores, CND_CRITERION_L1, MIN (stage, shape->condensation - 1), mask);
  if (n_fallen > 0)
    cnd_engine_set_mask (engine, learned, mask);
  return n_fallen;
}

static guint
condense_layers (CndRun *run, CndEngine *engine, guint step, guint stage)
{
  guint n_fallen = 0;

  cnd_run_append_integer (run, "importance/step", step);
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    n_fallen += condense_layer (run, engine, i, stage);
  return n_fallen;
}

/* The stages from which and to which its layers go: what had fallen in the weights stays so. */
static void
find_stages (CndEngine *engine, guint *first, guint *last)
{
  *first = G_MAXUINT;
  *last = 0;
  for (guint i = 0; i < cnd_engine_get_n_learned (engine); i++)
    {
      const CndLearnedShape *shape = cnd_engine_get_learned_shape (engine, i);
      guint done = cnd_condense_get_mask_stage (shape, cnd_engine_get_mask (engine, i));

      if (done + 1 >= shape->condensation)
        continue;
      *first = MIN (*first, done);
      *last = MAX (*last, shape->condensation - 1);
    }
}

static gboolean
record_stages (CndRun *run, CndEngine *engine, GCancellable *cancellable, GError **error)
{
  guint first, last, step = 0;

  find_stages (engine, &first, &last);
  if (first >= last)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL, _("There is nothing left to condense: each group reads its share of the inputs already"));
      return FALSE;
    }
  condense_layers (run, engine, 0, 0);
  record_masks (run, engine, 0);
  record_weights (run, engine, 0, CND_SNAPSHOT_EPOCH);
  for (guint stage = first + 1; stage <= last; stage++)
    {
      guint n_fallen;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n_fallen = condense_layers (run, engine, ++step, stage);
      cnd_run_append_integer (run, "condense/step", step);
      cnd_run_append_integer (run, "condense/stage", stage);
      cnd_run_append_integer (run, "condense/n_fallen", n_fallen);
      record_masks (run, engine, step);
      record_weights (run, engine, step, CND_SNAPSHOT_AFTER);
    }
  /* the last stage takes a step, too */
  record_weights (run, engine, step + 1, CND_SNAPSHOT_EPOCH);
  return TRUE;
}

static void
condense (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  g_autoptr (CndEngine) engine = make_engine (request, &error);
  g_autoptr (CndRun) run = cnd_run_new ();
  CndRecording *recording = NULL;

  if (engine != NULL && record_stages (run, engine, cancellable, &error))
    {
      describe (run, request);
      recording = cnd_recording_new_for_network (g_steal_pointer (&run), request->network, &error);
    }
  if (recording != NULL)
    g_task_return_pointer (task, recording, (GDestroyNotify) cnd_recording_unref);
  else
    g_task_return_error (task, error);
}

void
cnd_session_condense_async (CndNetwork *network, const char *weights, guint64 seed, GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Request *request;

  g_return_if_fail (network != NULL && cnd_session_can_condense (network));
  request = g_new0 (Request, 1);
  request->network = cnd_network_ref (network);
  request->weights = g_strdup (weights);
  request->seed = seed;
  g_task_set_source_tag (task, cnd_session_condense_async);
  g_task_set_task_data (task, request, free_request);
  g_task_run_in_thread (task, condense);
}

CndRecording *
cnd_session_condense_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
