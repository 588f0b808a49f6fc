/* What the view of a run shows, as a picture for another place. */
#include "config.h"

#include "run-view-parts-private.h"

static CndRunPicture
get_picture (CndRunView *self)
{
  static const CndRunPicture beside[] = {
    [CND_BESIDE_DIAGRAM] = CND_RUN_PICTURE_DIAGRAM, [CND_BESIDE_STRIP] = CND_RUN_PICTURE_STRIP, [CND_BESIDE_REUSE] = CND_RUN_PICTURE_REUSE,
  };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  CndBeside chosen = cnd_run_view_get_beside (self);

  if (focus == GTK_WIDGET (self->timeline_area))
    return CND_RUN_PICTURE_TIMELINE;
  return focus == GTK_WIDGET (self->beside_area) && chosen != CND_BESIDE_GRAPH && chosen != CND_BESIDE_IMPORTANCE ? beside[chosen] : CND_RUN_PICTURE_MATRIX;
}

gboolean
cnd_run_view_get_picture (CndRunView *self, CndRunPictureOptions *options)
{
  g_return_val_if_fail (CND_IS_RUN_VIEW (self) && options != NULL, FALSE);
  if (self->playback == NULL)
    return FALSE;
  *options = (CndRunPictureOptions){
    .picture = get_picture (self),
    .learned = cnd_playback_get_learned (self->playback),
    .position = cnd_playback_get_position (self->playback),
    .matrix = self->options,
    .run = cnd_scene_default_run_options,
  };
  options->matrix.from = options->matrix.order;
  options->matrix.progress = 1;
  options->matrix.show_title = options->matrix.show_legend = TRUE;
  options->run.theme = options->matrix.theme;
  options->run.numbers = options->matrix.numbers;
  options->run.convention = cnd_settings_get_convention (self->settings);
  options->run.selected = cnd_run_view_get_options (self).selected;
  return TRUE;
}
