/* The bar chart: a scene as wide as there is room, in a scrolled window. */
#include "config.h"

#include "chart-view-private.h"

#include <glib/gi18n-lib.h>

#define MIN_WIDTH 600

struct _CndChartView
{
  AdwBin parent_instance;
  CndDocument *document;
  CndScene *scene;
  CndPainter *painter;
  CndTextMeter *meter;
  GtkDropDown *groupings;
  GtkScrolledWindow *scroller;
  GtkDrawingArea *area;
  guint update_source;
};

G_DEFINE_FINAL_TYPE (CndChartView, cnd_chart_view, ADW_TYPE_BIN)

/* ---- The scene ---------------------------------------------------------------------- */

static gboolean
is_covered (const char *figure, gpointer document)
{
  return cnd_document_is_covered (document, figure);
}

static CndChartOptions
get_options (CndChartView *self)
{
  CndSettings *settings = cnd_document_get_settings (self->document);
  CndChartOptions options = cnd_chart_default_options;

  options.theme = cnd_settings_get_theme (settings);
  options.grouping = gtk_drop_down_get_selected (self->groupings);
  options.width = MAX (gtk_widget_get_width (GTK_WIDGET (self->scroller)), MIN_WIDTH);
  options.numbers = cnd_settings_get_numbers (settings);
  options.right_to_left = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  options.is_covered = is_covered;
  options.cover_data = self->document;
  return options;
}

static void
make_scene (CndChartView *self)
{
  CndReport *report = cnd_document_get_report (self->document);
  CndChartOptions options = get_options (self);

  g_clear_pointer (&self->scene, cnd_scene_unref);
  if (!report)
    return;
  self->scene = cnd_scene_new_chart (report, &options, cnd_paint_measure_text, self->meter);
  gtk_drawing_area_set_content_height (self->area, (int) cnd_scene_get_bounds (self->scene).height);
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

static gboolean
update_now (gpointer data)
{
  CndChartView *self = data;

  self->update_source = 0;
  make_scene (self);
  return G_SOURCE_REMOVE;
}

/* Only what is on the screen is drawn; once, however many reasons there are. */
static void
update (CndChartView *self)
{
  if (self->document && gtk_widget_get_mapped (GTK_WIDGET (self)) && self->update_source == 0)
    self->update_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, update_now, self, NULL);
}

/* ---- Showing it --------------------------------------------------------------------- */

static void
outline_item (CndChartView *self, cairo_t *cairo, guint item)
{
  CndColor color = cnd_scene_get_accent_color (cnd_scene_get_theme (self->scene));
  CndRect rect;

  if (item == G_MAXUINT)
    return;
  rect = cnd_scene_get_items (self->scene, NULL)[item].rect;
  cairo_set_source_rgba (cairo, color.red, color.green, color.blue, 0.14);
  cairo_rectangle (cairo, rect.x, rect.y, rect.width, rect.height);
  cairo_fill (cairo);
  cairo_set_source_rgba (cairo, color.red, color.green, color.blue, color.alpha);
  cairo_rectangle (cairo, rect.x, rect.y, 4, rect.height);
  cairo_fill (cairo);
}

static void
draw (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  CndChartView *self = data;
  CndSelection *selection;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  CndRect sight = { 0, gtk_adjustment_get_value (adjustment), width, gtk_adjustment_get_page_size (adjustment) };
  const guint *layers;
  guint n_layers;
  CndColor background;

  if (!self->scene)
    return;
  background = cnd_scene_get_background (self->scene);
  cairo_set_source_rgb (cairo, background.red, background.green, background.blue);
  cairo_paint (cairo);
  cnd_painter_paint (self->painter, self->scene, cairo, sight, 1);
  selection = cnd_document_get_selection (self->document);
  layers = cnd_selection_get_layers (selection, &n_layers);
  for (guint i = 0; i < n_layers; i++)
    outline_item (self, cairo, cnd_scene_find_layer (self->scene, layers[i]));
  outline_item (self, cairo, cnd_scene_find_block (self->scene, cnd_selection_get_block (selection)));
}

/* A covered figure is uncovered where it is clicked. */
static gboolean
uncover (CndChartView *self, CndPoint point)
{
  CndChartOptions options = get_options (self);
  g_autofree char *figure = NULL;

  if (!self->scene || !cnd_document_get_covered (self->document))
    return FALSE;
  figure = cnd_scene_dup_chart_figure (self->scene, cnd_document_get_report (self->document), &options, point);
  if (!figure || !cnd_document_is_covered (self->document, figure))
    return FALSE;
  cnd_document_uncover (self->document, figure);
  return TRUE;
}

static void
clicked (CndChartView *self, int n_press, double x, double y)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  guint found = self->scene ? cnd_scene_pick (self->scene, (CndPoint){ x, y }) : G_MAXUINT;
  const CndItem *item;

  if (uncover (self, (CndPoint){ x, y }))
    return;
  if (found == G_MAXUINT)
    {
      cnd_selection_clear (selection);
      return;
    }
  item = &cnd_scene_get_items (self->scene, NULL)[found];
  if (item->role == CND_ROLE_LAYER)
    cnd_selection_select_layer (selection, item->layer);
  else
    cnd_selection_select_block (selection, item->block);
}

static void
redraw (CndChartView *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->area));
}

void
cnd_chart_view_set_document (CndChartView *self, CndDocument *document)
{
  CndSettings *settings = cnd_document_get_settings (document);

  g_return_if_fail (CND_IS_CHART_VIEW (self) && !self->document);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_document_get_selection (document), "changed", G_CALLBACK (redraw), self, G_CONNECT_SWAPPED);
}

CndScene *
cnd_chart_view_get_scene (CndChartView *self)
{
  g_return_val_if_fail (CND_IS_CHART_VIEW (self), NULL);
  if (self->document && !self->scene)
    make_scene (self);
  return self->scene;
}

GtkDropDown *
cnd_chart_view_get_groupings (CndChartView *self)
{
  g_return_val_if_fail (CND_IS_CHART_VIEW (self), NULL);
  return self->groupings;
}

GtkWidget *
cnd_chart_view_get_area (CndChartView *self)
{
  g_return_val_if_fail (CND_IS_CHART_VIEW (self), NULL);
  return GTK_WIDGET (self->area);
}

/* ---- Object ------------------------------------------------------------------------- */

static void
chart_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cnd_chart_view_parent_class)->map (widget);
  update (CND_CHART_VIEW (widget));
}

static void
chart_view_dispose (GObject *object)
{
  CndChartView *self = CND_CHART_VIEW (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_CHART_VIEW);
  g_clear_pointer (&self->scene, cnd_scene_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_chart_view_parent_class)->dispose (object);
}

static void
chart_view_finalize (GObject *object)
{
  CndChartView *self = CND_CHART_VIEW (object);

  cnd_painter_free (self->painter);
  cnd_text_meter_free (self->meter);
  G_OBJECT_CLASS (cnd_chart_view_parent_class)->finalize (object);
}

static void
cnd_chart_view_class_init (CndChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = chart_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = chart_view_finalize;
  widget_class->map = chart_view_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/chart-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CndChartView, groupings);
  gtk_widget_class_bind_template_child (widget_class, CndChartView, scroller);
  gtk_widget_class_bind_template_child (widget_class, CndChartView, area);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
cnd_chart_view_init (CndChartView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->painter = cnd_paint_painter_new ();
  self->meter = cnd_paint_text_meter_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->area, draw, self, NULL);
  g_signal_connect_swapped (self->area, "resize", G_CALLBACK (update), self);
  g_signal_connect_swapped (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed", G_CALLBACK (redraw), self);
  g_signal_connect_swapped (click, "released", G_CALLBACK (clicked), self);
  gtk_widget_add_controller (GTK_WIDGET (self->area), GTK_EVENT_CONTROLLER (click));
}
