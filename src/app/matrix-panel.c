/* A matrix with a cell that moves. What is drawn is scenes; where things are is the plan's. */
#include "config.h"

#include "matrix-panel-private.h"

#define NO_MARK ((CndRect){ 0, 0, -1, -1 })
#define LARGEST_CELL_PX 110.0
#define NOTHING ((CndMatrixSpot){ CND_SPOT_NONE })

struct _CndMatrixPanel
{
  AdwBin parent_instance;
  CndSceneArea *area;
  CndTextMeter *meter;
  CndMatrix *matrix;        /* NULL: none */
  CndMatrixPlan *plan;
  CndMatrixOptions options;
  CndMatrixSpot hover;      /* under the pointer */
  CndMatrixSpot cursor;     /* of the keys: a cell, or nothing */
  CndMatrixSpot chosen;
  GArray *layers;           /* whose columns stand out */
  char *words;
};

G_DEFINE_FINAL_TYPE (CndMatrixPanel, cnd_matrix_panel, ADW_TYPE_BIN)

enum
{
  WORDS_CHANGED,
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* ---- Drawing ---------------------------------------------------------------------------- */

static CndRect
get_inside (CndMatrixPanel *self)
{
  return cnd_scene_get_close_inside (self->matrix, &self->options, cnd_scene_area_get_viewport (self->area));
}

static void
draw_close (CndMatrixPanel *self)
{
  g_autoptr (CndScene) close = NULL;

  if (self->matrix != NULL)
    {
      cnd_scene_area_set_content (self->area, cnd_matrix_plan_get_grid (self->plan), get_inside (self));
      close = cnd_scene_new_matrix_close (self->matrix, &self->options, cnd_scene_area_get_viewport (self->area), cnd_paint_measure_text, self->meter);
    }
  cnd_scene_area_set_close (self->area, close);
}

static void
append_rects (CndMatrixPanel *self, GArray *all, CndMatrixSpot spot)
{
  g_autoptr (GArray) rects = cnd_matrix_plan_list_rects (self->plan, spot);

  if (rects->len > 0)
    g_array_append_vals (all, rects->data, rects->len);
}

/* Of a cell its row and its column stand out. */
static void
draw_lit (CndMatrixPanel *self)
{
  g_autoptr (GArray) rects = g_array_new (FALSE, FALSE, sizeof (CndRect));
  guint n_sources = 0;
  const CndSource *sources = self->matrix != NULL ? cnd_matrix_get_sources (self->matrix, &n_sources) : NULL;

  if (self->matrix != NULL && self->chosen.kind != CND_SPOT_CELL)
    append_rects (self, rects, self->chosen);
  else if (self->matrix != NULL)
    {
      append_rects (self, rects, (CndMatrixSpot){ CND_SPOT_ROW, .output = self->chosen.output });
      append_rects (self, rects, (CndMatrixSpot){ CND_SPOT_COLUMN, .input = self->chosen.input });
    }
  for (guint s = 0; s < n_sources; s++)
    for (guint i = 0; i < self->layers->len; i++)
      if (sources[s].layer == g_array_index (self->layers, guint, i))
        append_rects (self, rects, (CndMatrixSpot){ CND_SPOT_SOURCE, .source = s });
  cnd_scene_area_set_lit (self->area, (const CndRect *) rects->data, rects->len);
}

static void
draw_mark (CndMatrixPanel *self)
{
  CndMatrixSpot cell = self->hover.kind == CND_SPOT_CELL ? self->hover : self->cursor;
  CndRect rect = NO_MARK;

  if (self->matrix == NULL || cell.kind != CND_SPOT_CELL || !cnd_matrix_plan_get_cell (self->plan, cell.output, cell.input, &rect))
    rect = NO_MARK;
  cnd_scene_area_set_mark (self->area, rect);
}

static void
update_words (CndMatrixPanel *self)
{
  CndMatrixSpot spot = self->hover.kind != CND_SPOT_NONE ? self->hover : self->cursor.kind != CND_SPOT_NONE ? self->cursor : self->chosen;
  char *words = self->matrix != NULL ? cnd_matrix_describe_spot (self->matrix, spot, self->options.numbers) : NULL;

  if (words == NULL)
    words = g_strdup ("");
  draw_mark (self);
  if (g_str_equal (words, self->words))
    {
      g_free (words);
      return;
    }
  g_free (self->words);
  self->words = words;
  /* an area has no parts that assistive technology sees: what it is about is its description */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  g_signal_emit (self, signals[WORDS_CHANGED], 0);
}

/* ---- Pointer ---------------------------------------------------------------------------- */

static CndMatrixSpot
locate (CndMatrixPanel *self, double x, double y)
{
  const CndViewport *viewport = cnd_scene_area_get_viewport (self->area);

  if (self->matrix == NULL)
    return NOTHING;
  return cnd_matrix_plan_locate_close (self->plan, &self->options, viewport, cnd_viewport_to_screen (viewport, (CndPoint){ x, y }));
}

static void
hovered (CndMatrixPanel *self, double x, double y)
{
  self->hover = locate (self, x, y);
  update_words (self);
}

static void
pointer_left (CndMatrixPanel *self)
{
  self->hover = NOTHING;
  update_words (self);
}

static void
choose_by_user (CndMatrixPanel *self, CndMatrixSpot spot)
{
  /* once more: nothing */
  if (cnd_matrix_spot_equal (spot, self->chosen))
    spot = NOTHING;
  cnd_matrix_panel_choose (self, spot);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
clicked (CndMatrixPanel *self, double x, double y)
{
  CndMatrixSpot spot = locate (self, x, y);

  if (spot.kind == CND_SPOT_NONE && self->chosen.kind == CND_SPOT_NONE)
    return;
  if (spot.kind == CND_SPOT_CELL)
    self->cursor = spot;
  choose_by_user (self, spot);
}

static void
view_changed (CndMatrixPanel *self)
{
  draw_close (self);
}

/* ---- Keys ------------------------------------------------------------------------------- */

static void
move_cursor (CndMatrixPanel *self, CndMatrixSpot cell)
{
  CndRect rect;

  self->hover = NOTHING;
  self->cursor = cell;
  if (cnd_matrix_plan_get_cell (self->plan, cell.output, cell.input, &rect))
    cnd_scene_area_reveal (self->area, rect, get_inside (self));
  update_words (self);
}

static gboolean
move_by_key (CndMatrixPanel *self, guint key, gboolean control)
{
  static const struct
  {
    guint key;
    CndCellStep step;
    gboolean by_group;
  } steps[] = {
    { GDK_KEY_Left, CND_STEP_LEFT },     { GDK_KEY_Right, CND_STEP_RIGHT },          { GDK_KEY_Up, CND_STEP_UP },
    { GDK_KEY_Down, CND_STEP_DOWN },     { GDK_KEY_Page_Up, CND_STEP_UP, TRUE },     { GDK_KEY_Page_Down, CND_STEP_DOWN, TRUE },
    { GDK_KEY_KP_Left, CND_STEP_LEFT },  { GDK_KEY_KP_Right, CND_STEP_RIGHT },       { GDK_KEY_KP_Up, CND_STEP_UP },
    { GDK_KEY_KP_Down, CND_STEP_DOWN },  { GDK_KEY_KP_Page_Up, CND_STEP_UP, TRUE },  { GDK_KEY_KP_Page_Down, CND_STEP_DOWN, TRUE },
  };
  CndMatrixSpot from = self->hover.kind == CND_SPOT_CELL ? self->hover : self->cursor;
  CndMatrixSpot first = cnd_matrix_plan_get_end (self->plan, cnd_matrix_get_cell_spot (self->matrix, 0, 0), FALSE, TRUE);

  if (key == GDK_KEY_Home || key == GDK_KEY_End)
    {
      move_cursor (self, cnd_matrix_plan_get_end (self->plan, from.kind == CND_SPOT_CELL ? from : first, key == GDK_KEY_End, control));
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].key == key)
      {
        move_cursor (self, from.kind == CND_SPOT_CELL ? cnd_matrix_plan_step (self->plan, from, steps[i].step, steps[i].by_group) : first);
        return TRUE;
      }
  return FALSE;
}

static gboolean
choose_by_key (CndMatrixPanel *self, guint key)
{
  CndMatrixSpot cell = self->hover.kind == CND_SPOT_CELL ? self->hover : self->cursor, spot = cell;

  switch (key)
    {
    case GDK_KEY_Escape:
      if (self->chosen.kind == CND_SPOT_NONE)
        return FALSE;
      spot = NOTHING;
      break;
    case GDK_KEY_r: spot.kind = CND_SPOT_ROW; break;
    case GDK_KEY_c: spot.kind = CND_SPOT_COLUMN; break;
    case GDK_KEY_g: spot.kind = CND_SPOT_GROUP; break;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter: break;
    default: return FALSE;
    }
  if (cell.kind != CND_SPOT_CELL && key != GDK_KEY_Escape)
    return FALSE;
  choose_by_user (self, spot);
  return TRUE;
}

static gboolean
key_pressed (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, gpointer data)
{
  CndMatrixPanel *self = data;
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK);

  if (self->matrix == NULL || (held & ~GDK_CONTROL_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  if (held == 0 && choose_by_key (self, key))
    return GDK_EVENT_STOP;
  if ((held == 0 || key == GDK_KEY_Home || key == GDK_KEY_End) && move_by_key (self, key, held != 0))
    return GDK_EVENT_STOP;
  return GDK_EVENT_PROPAGATE;
}

/* ---- What it shows ------------------------------------------------------------------------ */

GtkWidget *
cnd_matrix_panel_new (const char *label)
{
  CndMatrixPanel *self = g_object_new (CND_TYPE_MATRIX_PANEL, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return GTK_WIDGET (self);
}

CndSceneArea *
cnd_matrix_panel_get_area (CndMatrixPanel *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_PANEL (self), NULL);
  return self->area;
}

static gboolean
is_same_kind (const CndMatrix *a, const CndMatrix *b)
{
  return a != NULL && b != NULL && cnd_matrix_get_layer (a) == cnd_matrix_get_layer (b) && cnd_matrix_get_n_outputs (a) == cnd_matrix_get_n_outputs (b)
         && cnd_matrix_get_n_inputs (a) == cnd_matrix_get_n_inputs (b) && cnd_matrix_get_n_groups (a) == cnd_matrix_get_n_groups (b);
}

static void
limit_scale (CndMatrixPanel *self)
{
  CndRect cell = { 0, 0, 1, 1 };
  guint input = 0;

  while (!cnd_matrix_plan_get_cell (self->plan, 0, input, &cell) && input + 1 < cnd_matrix_get_n_inputs (self->matrix))
    input++;
  cnd_scene_area_set_max_scale (self->area, LARGEST_CELL_PX / MAX (cell.width, 1e-6));
}

void
cnd_matrix_panel_set_matrix (CndMatrixPanel *self, CndMatrix *matrix, const CndMatrixOptions *options)
{
  gboolean same;
  g_autoptr (CndScene) scene = NULL;

  g_return_if_fail (CND_IS_MATRIX_PANEL (self));
  same = is_same_kind (self->matrix, matrix);
  if (matrix != NULL)
    cnd_matrix_ref (matrix);
  g_clear_pointer (&self->plan, cnd_matrix_plan_free);
  g_clear_pointer (&self->matrix, cnd_matrix_unref);
  self->matrix = matrix;
  if (matrix != NULL)
    {
      self->options = *options;
      self->plan = cnd_matrix_plan_new (matrix, options);
    }
  if (!same)
    {
      self->hover = self->cursor = self->chosen = NOTHING;
      cnd_scene_area_fit (self->area);
    }
  if (matrix != NULL)
    {
      limit_scale (self);
      scene = cnd_scene_new_matrix (matrix, options, cnd_paint_measure_text, self->meter);
    }
  cnd_scene_area_set_scene (self->area, scene);
  draw_close (self);
  draw_lit (self);
  update_words (self);
}

CndMatrix *
cnd_matrix_panel_get_matrix (CndMatrixPanel *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_PANEL (self), NULL);
  return self->matrix;
}

const CndMatrixOptions *
cnd_matrix_panel_get_options (CndMatrixPanel *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_PANEL (self), NULL);
  return &self->options;
}

const char *
cnd_matrix_panel_get_words (CndMatrixPanel *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_PANEL (self), NULL);
  return self->words;
}

CndMatrixSpot
cnd_matrix_panel_get_chosen (CndMatrixPanel *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_PANEL (self), NOTHING);
  return self->chosen;
}

void
cnd_matrix_panel_choose (CndMatrixPanel *self, CndMatrixSpot spot)
{
  g_return_if_fail (CND_IS_MATRIX_PANEL (self));
  self->chosen = self->matrix != NULL ? spot : NOTHING;
  draw_lit (self);
  update_words (self);
}

void
cnd_matrix_panel_light_layers (CndMatrixPanel *self, const guint *layers, guint n)
{
  g_return_if_fail (CND_IS_MATRIX_PANEL (self));
  g_array_set_size (self->layers, 0);
  if (n > 0)
    g_array_append_vals (self->layers, layers, n);
  draw_lit (self);
}

gboolean
cnd_matrix_panel_reads_layer (CndMatrixPanel *self, guint layer)
{
  guint n_sources = 0;
  const CndSource *sources;

  g_return_val_if_fail (CND_IS_MATRIX_PANEL (self), FALSE);
  sources = self->matrix != NULL ? cnd_matrix_get_sources (self->matrix, &n_sources) : NULL;
  for (guint s = 0; s < n_sources; s++)
    if (sources[s].layer == layer)
      return TRUE;
  return FALSE;
}

/* ---- Object ------------------------------------------------------------------------------- */

static void
matrix_panel_finalize (GObject *object)
{
  CndMatrixPanel *self = CND_MATRIX_PANEL (object);

  g_clear_pointer (&self->plan, cnd_matrix_plan_free);
  g_clear_pointer (&self->matrix, cnd_matrix_unref);
  g_array_unref (self->layers);
  cnd_text_meter_free (self->meter);
  g_free (self->words);
  G_OBJECT_CLASS (cnd_matrix_panel_parent_class)->finalize (object);
}

static void
cnd_matrix_panel_class_init (CndMatrixPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = matrix_panel_finalize;
  signals[WORDS_CHANGED] = g_signal_new ("words-changed", CND_TYPE_MATRIX_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", CND_TYPE_MATRIX_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_matrix_panel_init (CndMatrixPanel *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->meter = cnd_paint_text_meter_new ();
  self->layers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->words = g_strdup ("");
  self->options = cnd_scene_default_matrix_options;
  self->area = CND_SCENE_AREA (cnd_scene_area_new (""));
  cnd_scene_area_set_zoomable (self->area, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->area), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->area), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->area), 240, 200);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->area));
  g_signal_connect_swapped (self->area, "hovered", G_CALLBACK (hovered), self);
  g_signal_connect_swapped (self->area, "left", G_CALLBACK (pointer_left), self);
  g_signal_connect_swapped (self->area, "clicked", G_CALLBACK (clicked), self);
  g_signal_connect_swapped (self->area, "view-changed", G_CALLBACK (view_changed), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->area), keys);
}
