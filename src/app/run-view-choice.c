/* What is chosen in the matrix, and the same connections in the layer graph; and the reverse. */
#include "config.h"

#include "run-view-parts-private.h"

static void
chosen (CndRunView *self)
{
  cnd_run_view_light_beside (self);
  g_signal_emit_by_name (self, "chosen");
}

void
cnd_run_view_connect_choice (CndRunView *self)
{
  g_signal_connect_swapped (self->panel, "chosen", G_CALLBACK (chosen), self);
}

GArray *
cnd_run_view_list_layers_read (CndRunView *self)
{
  CndMatrix *matrix;

  g_return_val_if_fail (CND_IS_RUN_VIEW (self), NULL);
  matrix = cnd_matrix_panel_get_matrix (self->panel);
  if (matrix == NULL)
    return g_array_new (FALSE, FALSE, sizeof (guint));
  return cnd_matrix_list_layers_read (matrix, cnd_matrix_panel_get_chosen (self->panel));
}

void
cnd_run_view_light_layers (CndRunView *self, const guint *layers, guint n)
{
  g_return_if_fail (CND_IS_RUN_VIEW (self));
  cnd_matrix_panel_light_layers (self->panel, layers, n);
}

static void
append_rect (CndRunView *self, GArray *rects, guint layer)
{
  guint item = cnd_scene_find_layer (self->graph, layer);

  if (item != G_MAXUINT)
    g_array_append_val (rects, cnd_scene_get_items (self->graph, NULL)[item].rect);
}

/* In the layer graph beside the matrix the layer and what is chosen of what it reads stand out. */
void
cnd_run_view_light_beside (CndRunView *self)
{
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (CndRect));
  g_autoptr (GArray) layers = NULL;

  if (self->graph != NULL && cnd_scene_area_get_scene (self->beside_area) == self->graph && cnd_matrix_panel_get_matrix (self->panel) != NULL)
    {
      layers = cnd_run_view_list_layers_read (self);
      append_rect (self, rects, cnd_matrix_get_layer (cnd_matrix_panel_get_matrix (self->panel)));
      for (guint i = 0; i < layers->len; i++)
        append_rect (self, rects, g_array_index (layers, guint, i));
    }
  cnd_scene_area_set_lit (self->beside_area, (const CndRect *) rects->data, rects->len);
}

void
cnd_run_view_set_graph (CndRunView *self, CndScene *graph)
{
  g_return_if_fail (CND_IS_RUN_VIEW (self));
  if (graph == self->graph)
    return;
  if (graph != NULL)
    cnd_scene_ref (graph);
  g_clear_pointer (&self->graph, cnd_scene_unref);
  self->graph = graph;
  if (self->playback != NULL && cnd_run_view_get_beside (self) == CND_BESIDE_GRAPH)
    cnd_run_view_draw_beside (self);
}

/* The source of the matrix' inputs that an item of the graph shows, and the learned group convolution there; G_MAXUINT: none */
static void
find_in_item (CndRunView *self, const CndItem *item, guint *source, guint *learned)
{
  CndNetwork *network = cnd_recording_get_network (cnd_playback_get_recording (self->playback));
  const CndBlock *block = item->block != G_MAXUINT ? &cnd_network_get_blocks (network, NULL)[item->block] : NULL;
  guint first = block != NULL ? block->first_layer : item->layer, n = block != NULL ? block->n_layers : 1;

  *source = *learned = G_MAXUINT;
  for (guint i = first; item->role != CND_ROLE_FRAME && first != G_MAXUINT && i < first + n; i++)
    {
      if (cnd_matrix_panel_reads_layer (self->panel, i))
        *source = i;
      if (cnd_recording_find_shown_layer (cnd_playback_get_recording (self->playback), i) != G_MAXUINT)
        *learned = i;
    }
}

static CndMatrixSpot
find_source (CndMatrix *matrix, guint layer)
{
  guint n;
  const CndSource *sources = cnd_matrix_get_sources (matrix, &n);

  for (guint s = 0; s < n; s++)
    if (sources[s].layer == layer)
      return (CndMatrixSpot){ CND_SPOT_SOURCE, .source = s };
  return (CndMatrixSpot){ CND_SPOT_NONE };
}

/* A layer whose output the matrix reads is chosen in it; of another one the matrix is shown. */
void
cnd_run_view_beside_clicked (CndRunView *self, double x, double y)
{
  CndScene *scene = cnd_scene_area_get_scene (self->beside_area);
  guint found = scene != NULL ? cnd_scene_pick (scene, (CndPoint){ x, y }) : G_MAXUINT, source, learned;

  if (found == G_MAXUINT || self->playback == NULL)
    return;
  if (scene != self->graph)
    {
      cnd_run_view_select_layer (self, cnd_scene_get_items (scene, NULL)[found].layer);
      return;
    }
  find_in_item (self, &cnd_scene_get_items (scene, NULL)[found], &source, &learned);
  if (source != G_MAXUINT)
    {
      cnd_matrix_panel_choose (self->panel, find_source (cnd_matrix_panel_get_matrix (self->panel), source));
      chosen (self);
    }
  else if (learned != G_MAXUINT)
    cnd_run_view_select_layer (self, learned);
}
