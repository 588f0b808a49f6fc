/* Reading a recording out of a run. A run comes from a file: nothing is believed before it is checked. */
#include "config.h"

#include "recording-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static gboolean
fail (GError **error, const char *name)
{
  cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("“%s” in the run does not fit the rest of it"), name);
  return FALSE;
}

/* ---- Columns: one number a row -------------------------------------------------------------------- */

/* NULL without an error where there is no such tensor. */
static gboolean
read_column (CndRun *run, const char *name, CndTensorType type, guint64 expected, const CndTensor **column, GError **error)
{
  *column = cnd_run_find (run, name);
  if (*column == NULL)
    return TRUE;
  if ((*column)->type != type || (*column)->rank != 1 || (expected != G_MAXUINT64 && (*column)->sizes[0] != expected))
    return fail (error, name);
  return TRUE;
}

static gint64
get_integer (const CndTensor *column, guint64 row)
{
  gint64 value;

  memcpy (&value, column->bytes + row * sizeof value, sizeof value);
  return value;
}

static double
get_number (const CndTensor *column, guint64 row)
{
  float value;

  if (column == NULL)
    return NAN;
  memcpy (&value, column->bytes + row * sizeof value, sizeof value);
  return value;
}

/* Steps, which never go back. */
static gboolean
read_steps (CndRecording *recording, const char *name, const CndTensor **column, GError **error)
{
  gint64 last = 0;

  if (!read_column (recording->run, name, CND_TENSOR_I64, G_MAXUINT64, column, error))
    return FALSE;
  for (guint64 i = 0; *column != NULL && i < (*column)->sizes[0]; i++)
    {
      gint64 step = get_integer (*column, i);
      if (step < last)
        return fail (error, name);
      last = step;
    }
  recording->n_steps = MAX (recording->n_steps, (guint64) last);
  return TRUE;
}

/* ---- Time -------------------------------------------------------------------------------------------- */

static gboolean
read_series (CndRecording *recording, GError **error)
{
  const CndTensor *losses, *rates;

  if (!read_column (recording->run, "step/loss", CND_TENSOR_F32, G_MAXUINT64, &losses, error)
      || !read_column (recording->run, "step/rate", CND_TENSOR_F32, G_MAXUINT64, &rates, error))
    return FALSE;
  if (losses != NULL)
    {
      recording->losses = (const float *) (gconstpointer) losses->bytes;
      recording->n_losses = losses->sizes[0];
      recording->n_steps = MAX (recording->n_steps, losses->sizes[0]);
    }
  if (rates != NULL)
    {
      recording->rates = (const float *) (gconstpointer) rates->bytes;
      recording->n_rates = rates->sizes[0];
    }
  return TRUE;
}

static gboolean
read_epochs (CndRecording *recording, GError **error)
{
  static const char *const names[] = { "epoch/loss", "epoch/train_error", "epoch/test_loss", "epoch/test_error" };
  const CndTensor *steps, *stages, *columns[G_N_ELEMENTS (names)];
  guint64 n;

  if (!read_steps (recording, "epoch/step", &steps, error))
    return FALSE;
  n = steps != NULL ? steps->sizes[0] : 0;
  if (n == 0)
    return TRUE;
  if (!read_column (recording->run, "epoch/stage", CND_TENSOR_I64, n, &stages, error))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    if (!read_column (recording->run, names[k], CND_TENSOR_F32, n, &columns[k], error))
      return FALSE;
  for (guint64 i = 0; i < n; i++)
    {
      CndRecordedEpoch epoch = { (guint64) get_integer (steps, i), stages != NULL ? (guint) CLAMP (get_integer (stages, i), 0, 255) : 0,
                                 get_number (columns[0], i), get_number (columns[1], i), get_number (columns[2], i),
                                 get_number (columns[3], i) };
      g_array_append_val (recording->epochs, epoch);
    }
  return TRUE;
}

/* The masks say when; condense/… tells more, where there is any. */
static gboolean
read_condensings (CndRecording *recording, GError **error)
{
  static const char *const names[] = { "condense/test_loss_before", "condense/test_error_before", "condense/test_loss",
                                       "condense/test_error" };
  const CndTensor *steps, *fallen, *columns[G_N_ELEMENTS (names)];
  guint64 n;

  if (!read_steps (recording, "mask/step", &steps, error))
    return FALSE;
  if (steps == NULL || steps->sizes[0] == 0 || steps->sizes[0] > 256)
    return fail (error, "mask/step");
  n = steps->sizes[0] - 1;
  if (!read_column (recording->run, "condense/n_fallen", CND_TENSOR_I64, n, &fallen, error))
    return FALSE;
  for (guint k = 0; k < G_N_ELEMENTS (names); k++)
    if (!read_column (recording->run, names[k], CND_TENSOR_F32, n, &columns[k], error))
      return FALSE;
  for (guint64 i = 0; i < n; i++)
    {
      CndRecordedCondensing condensing = { (guint64) get_integer (steps, i + 1), 0,
                                           fallen != NULL ? (guint) CLAMP (get_integer (fallen, i), 0, G_MAXINT) : 0,
                                           get_number (columns[0], i), get_number (columns[1], i), get_number (columns[2], i),
                                           get_number (columns[3], i) };
      g_array_append_val (recording->condensings, condensing);
    }
  return TRUE;
}

/* Where each row lies. Steps and condensings are in order: they are gone through side by side. */
static void
place_moments (CndRecording *recording, const CndTensor *steps, const CndTensor *when, CndMoments *moments)
{
  guint before = 0, through = 0, after = 0; /* condensings before the step, before it or at it; snapshots at it that come after one */

  for (guint i = 0; i < moments->n; i++)
    {
      guint64 step = (guint64) get_integer (steps, i);
      after = i > 0 && moments->positions[i - 1].step == step ? after : 0;
      after += when != NULL && get_integer (when, i) == CND_SNAPSHOT_AFTER;
      while (before < recording->condensings->len && g_array_index (recording->condensings, CndRecordedCondensing, before).step < step)
        before++;
      through = MAX (through, before);
      while (through < recording->condensings->len && g_array_index (recording->condensings, CndRecordedCondensing, through).step == step)
        through++;
      moments->positions[i] = (CndPosition){ .step = step, .condensings = MIN (before + after, through) };
    }
}

/* What is recorded at the step of a condensing was so before it, but for snapshots that say that they come after. */
static gboolean
read_moments (CndRecording *recording, const char *name, const char *when_name, CndMoments *moments, GError **error)
{
  const CndTensor *steps, *when = NULL;

  if (!read_steps (recording, name, &steps, error))
    return FALSE;
  if (steps == NULL || steps->sizes[0] == 0)
    return TRUE;
  if (steps->sizes[0] > G_MAXINT)
    return fail (error, name);
  if (when_name != NULL && !read_column (recording->run, when_name, CND_TENSOR_I64, steps->sizes[0], &when, error))
    return FALSE;
  moments->n = (guint) steps->sizes[0];
  moments->positions = g_new0 (CndPosition, moments->n);
  place_moments (recording, steps, when, moments);
  if (when_name == NULL)
    return TRUE;
  recording->weights_when = g_new0 (guint8, moments->n);
  for (guint i = 0; i < moments->n && when != NULL; i++)
    recording->weights_when[i] = (guint8) CLAMP (get_integer (when, i), CND_SNAPSHOT_EPOCH, CND_SNAPSHOT_NOW);
  return TRUE;
}

/* The number behind a name of "epochs=6 batch=64 …"; 0: there is none. */
static guint64
get_option (const CndRecording *recording, const char *name)
{
  const char *options = cnd_run_get_text (recording->run, "options");
  g_auto (GStrv) parts = g_strsplit (options != NULL ? options : "", " ", -1);
  gsize length = strlen (name);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_str_has_prefix (parts[i], name) && parts[i][length] == '=')
      return g_ascii_strtoull (parts[i] + length + 1, NULL, 10);
  return 0;
}

/* How long an epoch is: as the first one was, and before that as many batches as the images fill. */
static void
read_plan (CndRecording *recording)
{
  guint64 epochs = get_option (recording, "epochs"), batch = get_option (recording, "batch"), images = get_option (recording, "images");
  guint64 planned, steps = batch > 0 ? images / batch + (images % batch > 0) : 0;

  if (recording->epochs->len > 0)
    steps = g_array_index (recording->epochs, CndRecordedEpoch, 0).step;
  if (!cnd_multiply_u64 (epochs, steps, &planned) || planned > 1u << 30)
    planned = 0;
  recording->planned_steps = MAX (planned, recording->n_steps);
}

static gboolean
read_conversion (CndRecording *recording, GError **error)
{
  const char *name = "convert/test_error_converted_half_and_max_difference";
  const CndTensor *tensor;
  double values[4];

  if (!read_column (recording->run, name, CND_TENSOR_F64, 4, &tensor, error))
    return FALSE;
  if (tensor == NULL)
    return TRUE;
  memcpy (values, tensor->bytes, sizeof values);
  recording->has_conversion = TRUE;
  recording->conversion = (CndRecordedConversion){ values[0], values[1], values[2], values[3] };
  return TRUE;
}

/* ---- Layers -------------------------------------------------------------------------------------------- */

static gboolean
build_network (CndRecording *recording, GError **error)
{
  const char *model = cnd_run_get_text (recording->run, "model");
  g_autoptr (CndArchitecture) architecture = NULL;
  g_autoptr (CndParameterValues) values = NULL;

  if (model == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("The run does not say which model was trained"));
      return FALSE;
    }
  architecture = cnd_formats_parse_model (model, strlen (model), NULL, error);
  if (architecture == NULL)
    return FALSE;
  values = cnd_parameter_values_new (architecture, -1);
  recording->network = cnd_ops_build_network (architecture, values, error);
  return recording->network != NULL;
}

static gint64
get_attribute (const CndLayer *layer, const char *name, guint element)
{
  gint index = cnd_ops_find_attribute (cnd_ops_get_kind (layer->kind), name);

  return index >= 0 ? layer->attributes[index].integers[element] : 1;
}

gboolean
cnd_run_find_connections (const CndNetwork *network, guint layer, CndLearnedShape *shape)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL), *it = &layers[layer];
  CndCategory category = cnd_ops_get_kind (it->kind)->category;

  if (category != CND_CATEGORY_CONVOLUTION && category != CND_CATEGORY_LINEAR)
    return FALSE;
  *shape = (CndLearnedShape){ (guint) it->output.channels, (guint) layers[cnd_network_get_inputs (network, it)[0]].output.channels,
                              (guint) (get_attribute (it, "kernel", 0) * get_attribute (it, "kernel", 1)),
                              (guint) get_attribute (it, "groups", 0), (guint) get_attribute (it, "condensation", 0) };
  return TRUE;
}

static gboolean
read_masks (const CndRecording *recording, CndTrack *track, const CndTensor *masks, GError **error)
{
  const CndLearnedShape *shape = &track->public.shape;
  gsize size = (gsize) shape->groups * shape->inputs;
  guint n_rows = recording->condensings->len + 1;

  if (masks->rank != 3 || masks->sizes[0] != n_rows || masks->sizes[1] != shape->groups || masks->sizes[2] != shape->inputs
      || masks->type != CND_TENSOR_U8)
    return fail (error, masks->name);
  track->masks = masks->bytes;
  track->kept = g_new0 (guint64, n_rows);
  track->stages = g_new0 (guint, n_rows);
  for (guint r = 0; r < n_rows; r++)
    {
      track->kept[r] = cnd_condense_count_kept (shape, track->masks + r * size);
      for (gsize i = 0; i < size; i++)
        track->stages[r] = MAX (track->stages[r], track->masks[r * size + i]);
      if (track->stages[r] >= MAX (shape->condensation, 1))
        return fail (error, masks->name);
    }
  return TRUE;
}

/* A tensor of the layer with one row a moment; may be missing. */
static gboolean
read_rows (const CndRecording *recording, const char *prefix, const char *id, const CndMoments *moments, guint64 row_size,
           CndTensor *tensor, GError **error)
{
  g_autofree char *name = g_strconcat (prefix, id, NULL);
  const CndTensor *found = cnd_run_find (recording->run, name);

  if (found == NULL || moments->n == 0)
    return TRUE;
  if (found->rank < 2 || found->sizes[0] != moments->n || cnd_tensor_count (found) != moments->n * row_size
      || (found->type != CND_TENSOR_F16 && found->type != CND_TENSOR_F32))
    return fail (error, name);
  *tensor = *found;
  return TRUE;
}

static gboolean
read_track (CndRecording *recording, guint index, const CndLayer *layer, GError **error)
{
  CndTrack track = { .public = { .layer = index }, .when = &recording->weights };
  const CndLearnedShape *shape = &track.public.shape;
  g_autofree char *name = g_strconcat ("mask/", layer->id, NULL);
  const CndTensor *masks = cnd_run_find (recording->run, name);
  gboolean good;

  cnd_run_find_connections (recording->network, index, &track.public.shape);
  if (masks == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_LANGUAGE, NULL, _("The run holds no “%s”"), name);
      return FALSE;
    }
  good = read_masks (recording, &track, masks, error)
         && read_rows (recording, "importance/", layer->id, &recording->importance, (guint64) shape->groups * shape->inputs,
                       &track.importance, error)
         && read_rows (recording, "weights/", layer->id, &recording->weights, (guint64) shape->outputs * shape->inputs * shape->area,
                       &track.weights, error);
  g_array_append_val (recording->tracks, track);
  g_array_append_val (recording->layers, track.public);
  recording->condensation = MAX (recording->condensation, shape->condensation);
  return good;
}

/* Whether each layer has come to its last stage. */
static gboolean
find_condensed (const CndRecording *recording)
{
  gboolean complete = recording->tracks->len > 0;

  for (guint i = 0; i < recording->tracks->len; i++)
    {
      const CndTrack *track = &g_array_index (recording->tracks, CndTrack, i);
      const CndLearnedShape *shape = &track->public.shape;
      gsize size = (gsize) shape->groups * shape->inputs;
      complete &= cnd_condense_get_mask_stage (shape, track->masks + recording->condensings->len * size) == shape->condensation - 1;
    }
  return complete;
}

/* Weights a moment, or, where they were not recorded, those of the end. What does not fit is not shown. */
static void
read_plain_track (CndRecording *recording, guint index, const char *id, const CndLearnedShape *shape)
{
  CndTrack track = { .public = { index, *shape }, .when = &recording->weights };
  guint64 row_size = (guint64) shape->outputs * (shape->inputs / MAX (shape->groups, 1)) * shape->area;
  g_autofree char *last = g_strconcat ("state/weights/", id, ".weight", NULL);
  const CndTensor *found = cnd_run_find (recording->run, last);

  if (read_rows (recording, "weights/", id, &recording->weights, row_size, &track.weights, NULL) && track.weights.bytes == NULL
      && found != NULL && found->type == CND_TENSOR_F32 && found->rank >= 2 && cnd_tensor_count (found) == row_size)
    {
      track.weights = *found;
      track.when = &recording->last;
    }
  g_array_append_val (recording->plain_tracks, track);
  g_array_append_val (recording->plain_layers, track.public);
}

static void
read_plain_tracks (CndRecording *recording)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (recording->network, &n_layers);

  recording->last.n = 1;
  recording->last.positions = g_new0 (CndPosition, 1);
  recording->last.positions[0] = cnd_recording_get_end (recording);
  for (guint i = 0; i < n_layers; i++)
    {
      CndLearnedShape shape;
      if (cnd_run_find_connections (recording->network, i, &shape))
        read_plain_track (recording, i, layers[i].id, &shape);
    }
}

static gboolean
read_tracks (CndRecording *recording, GError **error)
{
  guint kind = cnd_ops_find_kind ("learned_group_convolution"), n_layers;
  const CndLayer *layers = cnd_network_get_layers (recording->network, &n_layers);

  for (guint i = 0; i < n_layers; i++)
    if (layers[i].kind == kind && !read_track (recording, i, &layers[i], error))
      return FALSE;
  for (guint r = 0; r < recording->condensings->len; r++)
    for (guint k = 0; k < recording->tracks->len; k++)
      {
        CndRecordedCondensing *condensing = &g_array_index (recording->condensings, CndRecordedCondensing, r);
        condensing->stage = MAX (condensing->stage, g_array_index (recording->tracks, CndTrack, k).stages[r + 1]);
      }
  recording->is_condensed = find_condensed (recording);
  if (recording->tracks->len == 0)
    read_plain_tracks (recording);
  return TRUE;
}

gboolean
cnd_recording_read (CndRecording *recording, GError **error)
{
  if ((recording->network == NULL && !build_network (recording, error)) || !read_series (recording, error) || !read_epochs (recording, error)
      || !read_condensings (recording, error)
      || !read_moments (recording, "weights/step", "weights/when", &recording->weights, error)
      || !read_moments (recording, "importance/step", NULL, &recording->importance, error) || !read_tracks (recording, error)
      || !read_conversion (recording, error))
    return FALSE;
  read_plan (recording);
  return TRUE;
}
