/* Weights in the window: values of the layers that they fit, or, where they fit none, matrices by themselves. */
#include "config.h"

#include "app-window-private.h"

#include "compat-private.h"

#include <glib/gi18n-lib.h>

/* What came of it, in a sentence. */
static void
tell_fit (CndAppWindow *self)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  CndWeightsFit fit = network != NULL ? cnd_opened_weights_fit (self->weights, network) : (CndWeightsFit){ .misfit = G_MAXUINT };
  const char *name = cnd_opened_weights_get_name (self->weights);
  const char *misfit = fit.misfit != G_MAXUINT ? cnd_network_get_layers (network, NULL)[fit.misfit].id : NULL;
  g_autofree char *fitting = cnd_base_format_count (style, fit.n_fitting), *all = cnd_base_format_count (style, fit.n_layers), *text = NULL;

  if (network == NULL)
    return;
  if (fit.n_fitting == 0 && misfit != NULL)
    /* Translators: a file's name, a layer's name */
    text = g_strdup_printf (_("“%s” does not fit this model (“%s” has another shape): shown by itself"), name, misfit);
  else if (fit.n_fitting == 0)
    text = g_strdup_printf (_("“%s” names no layer of this model: shown by itself"), name);
  else if (misfit != NULL)
    /* Translators: how many layers, of how many, a file's name, a layer's name */
    text = g_strdup_printf (_("%s of %s layers have values from “%s”; “%s” has another shape there"), fitting, all, name, misfit);
  else
    /* Translators: how many layers, of how many, a file's name */
    text = g_strdup_printf (_("%s of %s layers have values from “%s”"), fitting, all, name);
  cnd_app_window_toast (self, text);
}

void
cnd_app_window_show_weights (CndAppWindow *self, CndOpenedWeights *weights)
{
  g_return_if_fail (CND_IS_APP_WINDOW (self) && weights != NULL);
  cnd_opened_weights_ref (weights);
  g_clear_pointer (&self->weights, cnd_opened_weights_unref);
  self->weights = weights;
  self->weights_for = cnd_document_get_architecture (self->document);
  /* of the pages about connections there is one */
  if (cnd_app_window_get_playback (self) != NULL)
    cnd_run_view_set_recording (cnd_app_window_get_run_view (self), NULL);
  cnd_app_window_update_views (self);
  cnd_matrix_view_set_weights (cnd_app_window_get_matrix_view (self), weights);
  cnd_app_window_set_view (self, "matrix");
  tell_fit (self);
}

void
cnd_app_window_close_weights (CndAppWindow *self)
{
  if (self->weights == NULL)
    return;
  g_clear_pointer (&self->weights, cnd_opened_weights_unref);
  cnd_matrix_view_set_weights (cnd_app_window_get_matrix_view (self), NULL);
  cnd_app_window_update_views (self);
  if (cnd_document_get_scene (self->document) == NULL)
    cnd_app_window_set_view (self, "gallery");
}

void
cnd_app_window_check_weights (CndAppWindow *self)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  CndArchitecture *architecture = cnd_document_get_architecture (self->document);

  /* other values of the same model leave them where they are */
  if (architecture == self->weights_for)
    return;
  self->weights_for = architecture;
  if (self->weights != NULL && network != NULL && cnd_opened_weights_fit (self->weights, network).n_fitting == 0)
    cnd_app_window_close_weights (self);
}

static void
weights_chosen (const char *path, gpointer window)
{
  CndAppWindow *self = window;

  if (path != NULL && self->document != NULL)
    cnd_app_window_open_now (self, path);
}

void
cnd_app_window_open_weights_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  cnd_compat_open_file (GTK_WINDOW (widget), _("Open Weights"), _("Weights"), "*.safetensors", weights_chosen, g_object_ref (widget),
                        g_object_unref);
}
