/* What a moment comes to: network, counts, view and scene, in this order. Runs in any thread, on what it is given. */
#include "document-private.h"

/* Layers + edges. Below, laying out and drawing together stay within a frame or two. */
#define LARGE_PICTURE 20000u

CndMoment *
cnd_moment_new (const CndParameterValues *values, const CndParameterValues *base, gboolean stage_chosen, guint stage,
                CndOpenBlocks *open)
{
  CndMoment *moment = g_new0 (CndMoment, 1);

  g_atomic_ref_count_init (&moment->refs);
  moment->values = cnd_parameter_values_copy (values);
  moment->base = cnd_parameter_values_copy (base);
  moment->stage_chosen = stage_chosen;
  moment->stage = stage;
  moment->open = cnd_open_blocks_ref (open);
  return moment;
}

CndMoment *
cnd_moment_new_first (CndArchitecture *architecture, gint preset)
{
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
  CndOpenBlocks *open = cnd_open_blocks_new_default ();
  CndMoment *moment = cnd_moment_new (values, values, FALSE, 0, open);

  cnd_open_blocks_unref (open);
  return moment;
}

CndMoment *
cnd_moment_ref (CndMoment *moment)
{
  g_atomic_ref_count_inc (&moment->refs);
  return moment;
}

void
cnd_moment_unref (CndMoment *moment)
{
  if (!g_atomic_ref_count_dec (&moment->refs))
    return;
  cnd_parameter_values_free (moment->values);
  cnd_parameter_values_free (moment->base);
  cnd_open_blocks_unref (moment->open);
  g_free (moment);
}

guint
cnd_moment_get_stage (const CndMoment *moment, CndConvention convention)
{
  return moment->stage_chosen ? moment->stage : cnd_analysis_get_default_stage (convention);
}

void
cnd_picture_clear (CndPicture *picture)
{
  g_clear_pointer (&picture->network, cnd_network_unref);
  g_clear_pointer (&picture->report, cnd_report_unref);
  g_clear_pointer (&picture->view, cnd_view_unref);
  g_clear_pointer (&picture->scene, cnd_scene_unref);
  g_clear_pointer (&picture->recording, cnd_recording_unref);
}

void
cnd_picture_copy (const CndPicture *from, CndPicture *to)
{
  to->network = from->network ? cnd_network_ref (from->network) : NULL;
  to->report = from->report ? cnd_report_ref (from->report) : NULL;
  to->view = from->view ? cnd_view_ref (from->view) : NULL;
  to->scene = from->scene ? cnd_scene_ref (from->scene) : NULL;
  to->recording = from->recording ? cnd_recording_ref (from->recording) : NULL;
  to->position = from->position;
  to->flow = from->flow;
  to->fold_aspect = from->fold_aspect;
}

/* The network that was trained is the one that is asked for. */
static gboolean
is_trained (CndRecording *recording, CndArchitecture *architecture, const CndMoment *moment)
{
  CndNetwork *network = cnd_recording_get_network (recording);

  return cnd_network_get_architecture (network) == architecture && cnd_parameter_values_equal (cnd_network_get_values (network), moment->values);
}

gboolean
cnd_picture_count (CndPicture *picture, CndArchitecture *architecture, CndNetwork *reuse, const CndMoment *moment,
                   CndConvention convention, GError **error)
{
  CndState state = { 0 };
  guint last;

  if (picture->recording && !is_trained (picture->recording, architecture, moment))
    g_clear_pointer (&picture->recording, cnd_recording_unref);
  if (picture->recording)
    {
      picture->network = cnd_network_ref (cnd_recording_get_network (picture->recording));
      picture->report = cnd_recording_count (picture->recording, picture->position, convention, error);
      if (!picture->report)
        g_clear_pointer (&picture->network, cnd_network_unref);
      return picture->report != NULL;
    }
  if (reuse && cnd_parameter_values_equal (cnd_network_get_values (reuse), moment->values))
    picture->network = cnd_network_ref (reuse);
  else
    picture->network = cnd_ops_build_network (architecture, moment->values, error);
  if (!picture->network)
    return FALSE;
  state.stage = cnd_moment_get_stage (moment, convention);
  last = cnd_ops_get_condensation (picture->network) - 1;
  if (state.stage != CND_STAGE_FINAL)
    state.stage = MIN (state.stage, last); /* a smaller condensation factor has fewer stages */
  picture->report = cnd_analysis_count (picture->network, state, convention, error);
  if (!picture->report)
    g_clear_pointer (&picture->network, cnd_network_unref);
  return picture->report != NULL;
}

gboolean
cnd_picture_is_large (const CndPicture *picture)
{
  guint n_layers;

  cnd_network_get_layers (picture->network, &n_layers);
  return n_layers + cnd_network_get_n_edges (picture->network) > LARGE_PICTURE;
}

void
cnd_picture_draw (CndPicture *picture, const CndMoment *moment, const CndSceneOptions *options, CndTextMeter *meter)
{
  CndSceneOptions with_shares = *options;
  g_autofree double *shares = NULL;

  g_clear_pointer (&picture->view, cnd_view_unref);
  g_clear_pointer (&picture->scene, cnd_scene_unref);
  picture->flow = options->flow;
  picture->fold_aspect = options->fold_aspect;
  picture->view = cnd_layout_view_new (picture->network, cnd_open_blocks_is_open, moment->open);
  if (picture->recording)
    shares = cnd_scene_list_shares (picture->view, picture->recording, picture->position);
  with_shares.shares = shares;
  picture->scene = cnd_scene_new_graph (picture->view, picture->report, &with_shares, cnd_paint_measure_text, meter);
}
