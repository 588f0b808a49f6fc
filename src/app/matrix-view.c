/* The matrix of a layer of the document. It follows the selection, and selects what is chosen here. Weights that were opened give it
 * values; what fits no layer is shown by itself. */
#include "config.h"

#include "matrix-view-private.h"

#include <glib/gi18n-lib.h>

struct _CndMatrixView
{
  AdwBin parent_instance;
  CndDocument *document;
  CndTextMeter *meter;
  CndNetwork *network;   /* whose layers are listed */
  CndOpenedWeights *weights; /* NULL: none */
  gboolean by_itself;    /* the weights' own matrices are listed, not the network's layers */
  GArray *listed;        /* of the network: layers with connections; or indices of the weights' matrices */
  CndMatrix *matrix;     /* NULL: none */
  GtkDropDown *layers, *orders, *shades;
  GtkLabel *file;
  GtkWidget *weights_box; /* which file, and how to put it away */
  CndMatrixPanel *panel;
  CndSceneArea *diagram;
  GtkLabel *words;
  GtkStack *stack;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (CndMatrixView, cnd_matrix_view, ADW_TYPE_BIN)

/* ---- Drawing ---------------------------------------------------------------------------- */

static CndShade
get_shade (CndMatrixView *self)
{
  static const CndShade shades[] = { CND_SHADE_MAGNITUDE, CND_SHADE_SIGNED, CND_SHADE_KEPT };

  return self->weights != NULL ? shades[MIN (gtk_drop_down_get_selected (self->shades), G_N_ELEMENTS (shades) - 1)] : CND_SHADE_KEPT;
}

static void
draw (CndMatrixView *self)
{
  CndSettings *settings = cnd_document_get_settings (self->document);
  CndMatrixOptions options = cnd_scene_default_matrix_options;
  g_autoptr (CndScene) diagram = NULL;

  options.theme = cnd_settings_get_theme (settings);
  options.numbers = cnd_settings_get_numbers (settings);
  options.shade = get_shade (self);
  options.order = options.from = gtk_drop_down_get_selected (self->orders) == 0 ? CND_ORDER_GROUPS : CND_ORDER_STORED;
  cnd_matrix_panel_set_matrix (self->panel, self->matrix, &options);
  if (self->matrix != NULL)
    diagram = cnd_scene_new_diagram (self->matrix, &options, cnd_paint_measure_text, self->meter);
  cnd_scene_area_set_scene (self->diagram, diagram);
  gtk_stack_set_visible_child_name (self->stack, self->matrix != NULL ? "matrix" : "none");
}

static void
show_layer (CndMatrixView *self)
{
  guint selected = gtk_drop_down_get_selected (self->layers);
  guint index = selected < self->listed->len ? g_array_index (self->listed, guint, selected) : G_MAXUINT;

  g_clear_pointer (&self->matrix, cnd_matrix_unref);
  if (index != G_MAXUINT && self->by_itself)
    self->matrix = cnd_opened_weights_make_matrix (self->weights, index, NULL);
  else if (index != G_MAXUINT && self->weights != NULL)
    self->matrix = cnd_opened_weights_make_layer_matrix (self->weights, self->network, index);
  if (index != G_MAXUINT && !self->by_itself && self->matrix == NULL)
    self->matrix = cnd_matrix_new_structure (self->network, index, NULL);
  draw (self);
}

/* ---- Following the document --------------------------------------------------------------- */

static gboolean
has_connections (const CndLayer *layer)
{
  CndCategory category = cnd_ops_get_kind (layer->kind)->category;

  return category == CND_CATEGORY_CONVOLUTION || category == CND_CATEGORY_LINEAR;
}

static void
list_layers (CndMatrixView *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (self->network, &n_layers);

  g_array_set_size (self->listed, 0);
  for (guint i = 0; i < n_layers; i++)
    if (has_connections (&layers[i]))
      {
        g_autofree char *name = g_utf8_make_valid (layers[i].id, -1);
        g_array_append_val (self->listed, i);
        gtk_string_list_append (names, name);
      }
  gtk_drop_down_set_model (self->layers, G_LIST_MODEL (names));
}

static void
list_weights (CndMatrixView *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->listed, 0);
  for (guint i = 0; i < cnd_opened_weights_get_n (self->weights); i++)
    {
      g_autofree char *name = cnd_opened_weights_dup_label (self->weights, i);
      g_array_append_val (self->listed, i);
      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (self->layers, G_LIST_MODEL (names));
}

static guint
find_listed (CndMatrixView *self, guint layer)
{
  for (guint i = 0; i < self->listed->len; i++)
    if (g_array_index (self->listed, guint, i) == layer)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

/* The selected layer, or the first one in the selected block. */
static guint
find_selected (CndMatrixView *self)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  guint block = cnd_selection_get_block (selection), layer = cnd_selection_get_layer (selection);
  const CndBlock *facts = block != G_MAXUINT ? &cnd_network_get_blocks (self->network, NULL)[block] : NULL;

  for (guint i = 0; facts != NULL && i < self->listed->len; i++)
    if (g_array_index (self->listed, guint, i) - facts->first_layer < facts->n_layers)
      return i;
  return find_listed (self, layer);
}

static void
follow (CndMatrixView *self)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  gboolean by_itself;
  guint selected;

  /* a layer may have millions of connections: only what is seen is made */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) || (network == NULL && self->weights == NULL))
    return;
  by_itself = self->weights != NULL && (network == NULL || cnd_opened_weights_fit (self->weights, network).n_fitting == 0);
  self->filling = TRUE;
  if (by_itself && !self->by_itself)
    {
      g_clear_pointer (&self->network, cnd_network_unref);
      list_weights (self);
    }
  else if (!by_itself && network != self->network)
    {
      g_clear_pointer (&self->network, cnd_network_unref);
      self->network = cnd_network_ref (network);
      list_layers (self);
    }
  self->by_itself = by_itself;
  if (by_itself)
    {
      self->filling = FALSE;
      show_layer (self);
      return;
    }
  selected = find_selected (self);
  if (selected != GTK_INVALID_LIST_POSITION)
    gtk_drop_down_set_selected (self->layers, selected);
  self->filling = FALSE;
  show_layer (self);
}

void
cnd_matrix_view_set_weights (CndMatrixView *self, CndOpenedWeights *weights)
{
  g_return_if_fail (CND_IS_MATRIX_VIEW (self));
  if (weights != NULL)
    cnd_opened_weights_ref (weights);
  g_clear_pointer (&self->weights, cnd_opened_weights_unref);
  self->weights = weights;
  self->by_itself = FALSE;
  g_clear_pointer (&self->network, cnd_network_unref);
  gtk_label_set_label (self->file, weights != NULL ? cnd_opened_weights_get_name (weights) : "");
  gtk_widget_set_visible (self->weights_box, weights != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->shades), weights != NULL);
  follow (self);
}

static void
put_away (CndMatrixView *self)
{
  g_signal_emit_by_name (self, "weights-closed");
}

static void
style_changed (CndMatrixView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    draw (self);
}

static void
layer_chosen (CndMatrixView *self)
{
  if (self->filling)
    return;
  if (cnd_matrix_view_get_layer (self) != G_MAXUINT)
    cnd_selection_select_layer (cnd_document_get_selection (self->document), cnd_matrix_view_get_layer (self));
  show_layer (self);
}

static void
words_changed (CndMatrixView *self)
{
  gtk_label_set_label (self->words, cnd_matrix_panel_get_words (self->panel));
}

static void
chosen (CndMatrixView *self)
{
  g_signal_emit_by_name (self, "chosen");
}

/* ---- What others ask ---------------------------------------------------------------------- */

CndMatrixPanel *
cnd_matrix_view_get_panel (CndMatrixView *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_VIEW (self), NULL);
  return self->panel;
}

GtkDropDown *
cnd_matrix_view_get_layers (CndMatrixView *self)
{
  g_return_val_if_fail (CND_IS_MATRIX_VIEW (self), NULL);
  return self->layers;
}

guint
cnd_matrix_view_get_layer (CndMatrixView *self)
{
  guint selected;

  g_return_val_if_fail (CND_IS_MATRIX_VIEW (self), G_MAXUINT);
  selected = gtk_drop_down_get_selected (self->layers);
  return selected < self->listed->len && !self->by_itself ? g_array_index (self->listed, guint, selected) : G_MAXUINT;
}

/* ---- Object ------------------------------------------------------------------------------- */

static GtkDropDown *
add_choice (CndMatrixView *self, GtkBox *bar, const char *label, const char *const *words, GCallback changed)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings (words);

  gtk_widget_set_tooltip_text (choice, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (choice, "notify::selected", changed, self);
  gtk_box_append (bar, choice);
  return GTK_DROP_DOWN (choice);
}

static GtkWidget *
make_weights_box (CndMatrixView *self)
{
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  self->weights_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->file = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_ellipsize (self->file, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (self->file, 28);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->file), _("Weights that were opened"));
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_set_tooltip_text (close, _("Put the Weights Away"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Put the Weights Away"), -1);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (put_away), self);
  gtk_box_append (GTK_BOX (self->weights_box), GTK_WIDGET (self->file));
  gtk_box_append (GTK_BOX (self->weights_box), close);
  gtk_widget_set_visible (self->weights_box, FALSE);
  return self->weights_box;
}

static GtkWidget *
make_bar (CndMatrixView *self)
{
  GtkBox *bar = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  const char *none[] = { NULL }, *orders[] = { _("By group"), _("As stored"), NULL };
  const char *shades[] = { _("|Weight|"), _("± Weight"), _("Read"), NULL };

  gtk_widget_add_css_class (GTK_WIDGET (bar), "view-bar");
  self->layers = add_choice (self, bar, _("Layer"), none, G_CALLBACK (layer_chosen));
  self->orders = add_choice (self, bar, _("Order of rows and columns"), orders, G_CALLBACK (style_changed));
  self->shades = add_choice (self, bar, _("What the cells show"), shades, G_CALLBACK (style_changed));
  gtk_widget_set_visible (GTK_WIDGET (self->shades), FALSE);
  gtk_box_append (bar, make_weights_box (self));
  self->words = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->words, 1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_box_append (bar, GTK_WIDGET (self->words));
  return GTK_WIDGET (bar);
}

static GtkWidget *
make_page (CndMatrixView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

  self->panel = CND_MATRIX_PANEL (cnd_matrix_panel_new (_("Connections of the layer")));
  self->diagram = CND_SCENE_AREA (cnd_scene_area_new (_("Connections as a diagram")));
  cnd_scene_area_set_zoomable (self->diagram, TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->diagram), 240, 200);
  gtk_widget_set_vexpand (paned, TRUE);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (self->panel));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (self->diagram));
  gtk_paned_set_shrink_start_child (GTK_PANED (paned), FALSE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->diagram), TRUE);
  gtk_box_append (GTK_BOX (box), make_bar (self));
  gtk_box_append (GTK_BOX (box), paned);
  g_signal_connect_swapped (self->panel, "words-changed", G_CALLBACK (words_changed), self);
  g_signal_connect_swapped (self->panel, "chosen", G_CALLBACK (chosen), self);
  return box;
}

GtkWidget *
cnd_matrix_view_new (CndDocument *document)
{
  CndMatrixView *self = g_object_new (CND_TYPE_MATRIX_VIEW, NULL);
  CndSettings *settings = cnd_document_get_settings (document);

  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::network", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_document_get_selection (document), "changed", G_CALLBACK (follow), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (style_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (style_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

static void
matrix_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cnd_matrix_view_parent_class)->map (widget);
  follow (CND_MATRIX_VIEW (widget));
}

static void
matrix_view_dispose (GObject *object)
{
  CndMatrixView *self = CND_MATRIX_VIEW (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->network, cnd_network_unref);
  g_clear_pointer (&self->weights, cnd_opened_weights_unref);
  g_clear_pointer (&self->matrix, cnd_matrix_unref);
  G_OBJECT_CLASS (cnd_matrix_view_parent_class)->dispose (object);
}

static void
matrix_view_finalize (GObject *object)
{
  CndMatrixView *self = CND_MATRIX_VIEW (object);

  g_array_unref (self->listed);
  cnd_text_meter_free (self->meter);
  G_OBJECT_CLASS (cnd_matrix_view_parent_class)->finalize (object);
}

static void
cnd_matrix_view_class_init (CndMatrixViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = matrix_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = matrix_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = matrix_view_map;
  g_signal_new ("weights-closed", CND_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_signal_new ("chosen", CND_TYPE_MATRIX_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
cnd_matrix_view_init (CndMatrixView *self)
{
  GtkWidget *none = adw_status_page_new ();

  self->meter = cnd_paint_text_meter_new ();
  self->listed = g_array_new (FALSE, FALSE, sizeof (guint));
  self->stack = GTK_STACK (gtk_stack_new ());
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _("No Connections"));
  adw_status_page_set_description (ADW_STATUS_PAGE (none), _("This model has no convolution and no linear layer that can be drawn as a matrix."));
  gtk_stack_add_named (self->stack, make_page (self), "matrix");
  gtk_stack_add_named (self->stack, none, "none");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}
