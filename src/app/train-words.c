/* What is said about a training, in words. */
#include "config.h"

#include "train-words-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

char *
cnd_train_words_duration (double seconds, CndNumberStyle style)
{
  guint64 whole = (guint64) (CLAMP (seconds, 0, 1e9) + 0.5);
  g_autofree char *hours = cnd_base_format_count (style, whole / 3600);
  g_autofree char *minutes = cnd_base_format_count (style, whole / 60 % 60);
  g_autofree char *rest = cnd_base_format_count (style, whole % 60);

  if (whole >= 3600)
    /* Translators: a duration */
    return g_strdup_printf (_("%s h %s min"), hours, minutes);
  if (whole >= 60)
    /* Translators: a duration */
    return g_strdup_printf (_("%s min %s s"), minutes, rest);
  /* Translators: a duration */
  return g_strdup_printf (_("%s s"), rest);
}

char *
cnd_train_words_epochs (guint n_done, guint n_epochs, CndNumberStyle style)
{
  g_autofree char *done = cnd_base_format_count (style, n_done), *all = cnd_base_format_count (style, n_epochs);

  /* Translators: how many epochs of a training are done, of how many */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s of %s epoch", "%s of %s epochs", n_epochs), done, all);
}

/* Takes @part. */
static void
append (GString *text, char *part)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
  g_free (part);
}

static void
append_number (GString *text, const char *format, double value, guint decimals, CndNumberStyle style)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    return;
  number = cnd_base_format_decimal (style, value, decimals);
  append (text, g_strdup_printf (format, number));
}

char *
cnd_train_words_progress (const CndTrainingProgress *progress, CndNumberStyle style)
{
  GString *text = g_string_new (NULL);
  g_autofree char *epoch = cnd_base_format_count (style, MIN (progress->epoch + 1, progress->n_epochs));
  g_autofree char *epochs = cnd_base_format_count (style, progress->n_epochs), *stage = cnd_base_format_count (style, progress->stage);

  /* Translators: progress of a training: the epoch that it is in, of how many */
  append (text, g_strdup_printf (_("Epoch %s of %s"), epoch, epochs));
  if (progress->n_stages > 1)
    append (text, g_strdup_printf (_("stage %s"), stage));
  if (progress->is_evaluating)
    /* Translators: what a training does at the moment: it looks at the test images */
    append (text, g_strdup (_("evaluating")));
  append_number (text, _("loss %s"), progress->loss, 3, style);
  /* Translators: error rate of a training, while it trains */
  append_number (text, _("training error %s %%"), 100 * progress->train_error, 1, style);
  append_number (text, _("test error %s %%"), 100 * progress->test_error, 1, style);
  append_number (text, _("%s images/s"), progress->images_per_second, 0, style);
  if (isfinite (progress->seconds_left))
    {
      g_autofree char *left = cnd_train_words_duration (progress->seconds_left, style);

      /* Translators: how long a training will still take */
      append (text, g_strdup_printf (_("%s left"), left));
    }
  return g_string_free (text, FALSE);
}

char *
cnd_train_words_forecast (const CndTrainingForecast *forecast, guint epochs, guint batch, CndNumberStyle style)
{
  guint64 n_steps = (guint64) epochs * ((forecast->n_images + batch - 1) / batch);
  g_autofree char *duration = cnd_train_words_duration (cnd_training_forecast_get_seconds (forecast, epochs, batch), style);
  g_autofree char *steps = cnd_base_format_count (style, n_steps);
  g_autofree char *rate = cnd_base_format_decimal (style, MIN (batch, forecast->n_images) / MAX (forecast->step_seconds, 1e-9), 0);

  /* Translators: forecast of a training: a duration, a number of steps, images a second */
  return g_strdup_printf (_("About %s on this computer: %s steps, %s images/s"), duration, steps, rate);
}
