/* A recording: making one, and what it holds as a whole. */
#include "config.h"

#include "recording-private.h"

#include <math.h>

static void
clear_track (gpointer data)
{
  CndTrack *track = data;

  g_free (track->kept);
  g_free (track->stages);
}

CndRecording *
cnd_recording_new (CndRun *run, GError **error)
{
  return cnd_recording_new_for_network (run, NULL, error);
}

CndRecording *
cnd_recording_new_for_network (CndRun *run, CndNetwork *network, GError **error)
{
  CndRecording *recording = g_new0 (CndRecording, 1);

  g_atomic_ref_count_init (&recording->refs);
  recording->run = run;
  recording->network = network != NULL ? cnd_network_ref (network) : NULL;
  recording->tracks = g_array_new (FALSE, TRUE, sizeof (CndTrack));
  g_array_set_clear_func (recording->tracks, clear_track);
  recording->layers = g_array_new (FALSE, TRUE, sizeof (CndRecordedLayer));
  recording->plain_tracks = g_array_new (FALSE, TRUE, sizeof (CndTrack));
  recording->plain_layers = g_array_new (FALSE, TRUE, sizeof (CndRecordedLayer));
  recording->epochs = g_array_new (FALSE, TRUE, sizeof (CndRecordedEpoch));
  recording->condensings = g_array_new (FALSE, TRUE, sizeof (CndRecordedCondensing));
  recording->condensation = 1;
  if (cnd_recording_read (recording, error))
    return recording;
  cnd_recording_unref (recording);
  return NULL;
}

CndRecording *
cnd_recording_load (const char *path, GError **error)
{
  CndRun *run = cnd_run_load (path, error);
  CndRecording *recording = run != NULL ? cnd_recording_new (run, error) : NULL;
  g_autofree char *name = g_filename_display_name (path);

  if (run != NULL && recording == NULL && error != NULL)
    cnd_base_set_problem_file (*error, name);
  return recording;
}

CndRecording *
cnd_recording_ref (CndRecording *recording)
{
  g_atomic_ref_count_inc (&recording->refs);
  return recording;
}

void
cnd_recording_unref (CndRecording *recording)
{
  if (!g_atomic_ref_count_dec (&recording->refs))
    return;
  g_clear_pointer (&recording->run, cnd_run_free);
  g_clear_pointer (&recording->network, cnd_network_unref);
  g_array_unref (recording->tracks);
  g_array_unref (recording->layers);
  g_array_unref (recording->plain_tracks);
  g_array_unref (recording->plain_layers);
  g_array_unref (recording->epochs);
  g_array_unref (recording->condensings);
  g_free (recording->weights.positions);
  g_free (recording->importance.positions);
  g_free (recording->last.positions);
  g_free (recording->weights_when);
  g_free (recording);
}

CndNetwork *
cnd_recording_get_network (const CndRecording *recording)
{
  return recording->network;
}

const char *
cnd_recording_get_text (const CndRecording *recording, const char *key)
{
  return cnd_run_get_text (recording->run, key);
}

guint64
cnd_recording_get_n_steps (const CndRecording *recording)
{
  return recording->n_steps;
}

guint64
cnd_recording_get_planned_steps (const CndRecording *recording)
{
  return recording->planned_steps;
}

const float *
cnd_recording_get_losses (const CndRecording *recording, guint64 *n)
{
  *n = recording->n_losses;
  return recording->losses;
}

const float *
cnd_recording_get_rates (const CndRecording *recording, guint64 *n)
{
  *n = recording->n_rates;
  return recording->rates;
}

const CndRecordedEpoch *
cnd_recording_get_epochs (const CndRecording *recording, guint *n)
{
  *n = recording->epochs->len;
  return (const CndRecordedEpoch *) recording->epochs->data;
}

const CndRecordedCondensing *
cnd_recording_get_condensings (const CndRecording *recording, guint *n)
{
  *n = recording->condensings->len;
  return (const CndRecordedCondensing *) recording->condensings->data;
}

const CndRecordedConversion *
cnd_recording_get_conversion (const CndRecording *recording)
{
  return recording->has_conversion ? &recording->conversion : NULL;
}

const CndRecordedLayer *
cnd_recording_get_layers (const CndRecording *recording, guint *n)
{
  *n = recording->layers->len;
  return (const CndRecordedLayer *) recording->layers->data;
}

const CndRecordedLayer *
cnd_recording_get_shown_layers (const CndRecording *recording, guint *n)
{
  GArray *layers = recording->layers->len > 0 ? recording->layers : recording->plain_layers;

  *n = layers->len;
  return (const CndRecordedLayer *) layers->data;
}

guint
cnd_recording_get_condensation (const CndRecording *recording)
{
  return recording->condensation;
}

static guint
find (const CndRecordedLayer *layers, guint n, guint layer)
{
  for (guint i = 0; i < n; i++)
    if (layers[i].layer == layer)
      return i;
  return G_MAXUINT;
}

guint
cnd_recording_find_layer (const CndRecording *recording, guint layer)
{
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n);

  return find (layers, n, layer);
}

guint
cnd_recording_find_shown_layer (const CndRecording *recording, guint layer)
{
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_shown_layers (recording, &n);

  return find (layers, n, layer);
}

/* ---- Scales that stay ------------------------------------------------------------------------------ */

#define N_BINS 4096u

/* Of kernels that are not zero, 99 of 100 are at most so large: a few outliers shall not make all others pale. */
static double
find_limit (const float *values, gsize n_kernels, guint area, double share)
{
  g_autofree float *sizes = g_new (float, n_kernels + 1);
  guint64 bins[N_BINS] = { 0 }, n = 0, seen = 0;
  double largest = 0;
  guint bin = N_BINS;

  for (gsize k = 0; k < n_kernels; k++)
    {
      double sum = 0;
      for (guint a = 0; a < area; a++)
        sum += fabs ((double) values[k * area + a]);
      /* what is no number is no maximum */
      sizes[k] = sum <= (double) G_MAXFLOAT ? (float) sum : 0;
      largest = MAX (largest, (double) sizes[k]);
    }
  for (gsize k = 0; k < n_kernels && largest > 0; k++)
    if (sizes[k] > 0)
      {
        bins[MIN ((guint) (sizes[k] / largest * N_BINS), N_BINS - 1)]++;
        n++;
      }
  while (bin > 1 && (double) (seen + bins[bin - 1]) <= (1 - share) * (double) n)
    seen += bins[--bin];
  return largest * bin / N_BINS;
}

/* All snapshots are looked through once; whoever draws asks for each picture. */
static void
measure (CndTrack *track)
{
  const CndLearnedShape *shape = &track->public.shape;

  if (track->weights.bytes != NULL)
    {
      g_autofree float *values = cnd_tensor_dup_floats (&track->weights, NULL);
      track->weight_limit = find_limit (values, cnd_tensor_count (&track->weights) / shape->area, shape->area, 0.99);
    }
  if (track->importance.bytes != NULL)
    {
      g_autofree float *values = cnd_tensor_dup_floats (&track->importance, NULL);
      track->importance_limit = find_limit (values, cnd_tensor_count (&track->importance), 1, 1);
    }
}

void
cnd_recording_get_limits (const CndRecording *recording, guint shown, double *weight, double *importance)
{
  CndTrack *track = cnd_recording_get_track (recording, shown);

  g_return_if_fail (track != NULL);
  if (g_once_init_enter (&track->measured))
    {
      measure (track);
      g_once_init_leave (&track->measured, TRUE);
    }
  *weight = track->weight_limit;
  *importance = track->importance_limit;
}
