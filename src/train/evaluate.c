/* Test error, and conversion with its price. */
#include "config.h"

#include "feed-private.h"
#include "train.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* No number where one of them is none: what cannot be compared is not equal. */
static double
get_greater (double left, double right)
{
  return isnan (left) || left > right ? left : right;
}

/* A second engine may go along: @difference becomes the greatest difference of a score. */
static gboolean
evaluate (CndEngine *engine, CndEngine *other, CndDataSet *set, const CndDataSet *measured, CndOutcome *outcome,
          CndOutcome *other_outcome, double *difference, GCancellable *cancellable, GError **error)
{
  guint n_images = cnd_data_set_get_n_images (set), batch = cnd_engine_get_batch (engine), n;
  guint n_classes = cnd_engine_get_n_classes (engine);
  g_autofree float *scores = g_new (float, n_classes), *others = g_new (float, n_classes);
  gboolean good = TRUE;
  Feed feed;

  cnd_feed_init (&feed, set, measured);
  *outcome = *other_outcome = (CndOutcome){ 0 };
  *difference = 0;
  for (guint first = 0; first < n_images; first += n)
    {
      CndOutcome part;
      n = MIN (batch, n_images - first);
      good = !g_cancellable_set_error_if_cancelled (cancellable, error);
      if (!good)
        break;
      cnd_feed_put_batch (&feed, engine, first, n, NULL);
      part = cnd_engine_forward (engine, FALSE);
      outcome->loss += part.loss * n / n_images;
      outcome->n_wrong += part.n_wrong;
      if (other == NULL)
        continue;
      cnd_feed_put_batch (&feed, other, first, n, NULL);
      part = cnd_engine_forward (other, FALSE);
      other_outcome->loss += part.loss * n / n_images;
      other_outcome->n_wrong += part.n_wrong;
      for (guint i = 0; i < n; i++)
        {
          cnd_engine_get_scores (engine, i, scores);
          cnd_engine_get_scores (other, i, others);
          for (guint k = 0; k < n_classes; k++)
            *difference = get_greater (*difference, fabs ((double) scores[k] - others[k]));
        }
    }
  cnd_feed_clear (&feed);
  return good;
}

gboolean
cnd_train_evaluate (CndEngine *engine, CndDataSet *set, const CndDataSet *measured, CndOutcome *outcome,
                    GCancellable *cancellable, GError **error)
{
  CndOutcome none;
  double difference;

  return evaluate (engine, NULL, set, measured, outcome, &none, &difference, cancellable, error);
}

/* Inputs of the last linear layer. */
static guint
count_classifier_inputs (CndEngine *engine)
{
  guint n;
  const CndWeights *weights = cnd_engine_get_weights (engine, &n);

  for (guint i = n; i-- > 0;)
    if (weights[i].role == CND_WEIGHTS_KERNEL && weights[i].rank == 2)
      return (guint) weights[i].sizes[1];
  return 0;
}

gboolean
cnd_train_convert (CndEngine *engine, CndDataSet *set, const CndDataSet *measured, CndConversion *conversion,
                   GCancellable *cancellable, GError **error)
{
  g_autoptr (CndEngine) converted = cnd_engine_convert (engine, error);
  g_autoptr (CndEngine) halved = converted != NULL ? cnd_engine_convert_halved (engine, NULL) : NULL;
  double n = cnd_data_set_get_n_images (set);
  CndOutcome before, after, half;

  if (converted == NULL
      || !evaluate (engine, converted, set, measured, &before, &after, &conversion->max_difference, cancellable, error))
    return FALSE;
  if (!isfinite (conversion->max_difference))
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, NULL,
                            _("Masked and converted network cannot be compared: some of their scores are no finite numbers"));
      return FALSE;
    }
  half = after;
  if (halved != NULL && !cnd_train_evaluate (halved, set, measured, &half, cancellable, error))
    return FALSE;
  conversion->n_classifier_inputs = count_classifier_inputs (halved != NULL ? halved : converted);
  conversion->test_error = before.n_wrong / n;
  conversion->test_error_converted = after.n_wrong / n;
  conversion->test_error_half = half.n_wrong / n;
  conversion->test_loss = before.loss;
  conversion->test_loss_converted = after.loss;
  conversion->test_loss_half = half.loss;
  return TRUE;
}
