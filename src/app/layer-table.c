/* The table of all layers. Its columns are rows of a table here. */
#include "config.h"

#include "layer-table-private.h"

#include "table-column-private.h"

#include <glib/gi18n-lib.h>

struct _CndLayerTable
{
  AdwBin parent_instance;
  CndDocument *document;
  CndTableCells *cells;
  GtkSortListModel *sorted;
  GtkMultiSelection *rows;
  gboolean following;  /* the document's selection just now */

  GtkSearchEntry *search;
  GtkDropDown *kinds;
  GtkLabel *shown;
  GtkColumnView *table;
};

enum { SIGNAL_LAYER_ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CndLayerTable, cnd_layer_table, ADW_TYPE_BIN)

static CndNumberStyle
get_style (CndLayerTable *self)
{
  return cnd_settings_get_numbers (cnd_document_get_settings (self->document));
}

/* ---- Texts of cells ----------------------------------------------------------------- */

static char *
make_number (gpointer item, gpointer view)
{
  return cnd_base_format_count (get_style (view), cnd_layer_item_get_layer (item));
}

static char *
make_id (gpointer item, gpointer view)
{
  return g_strdup (cnd_layer_item_get_facts (item)->id);
}

static char *
make_kind (gpointer item, gpointer view)
{
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, cnd_ops_get_kind (cnd_layer_item_get_facts (item)->kind)->title));
}

static char *
make_output (gpointer item, gpointer view)
{
  return cnd_shape_format (&cnd_layer_item_get_facts (item)->output, get_style (view));
}

static gboolean
is_covered (CndLayerTable *self, CndLayerItem *item, CndFigure figure)
{
  g_autofree char *name = g_strdup_printf ("%s/%s", cnd_layer_item_get_facts (item)->id, cnd_analysis_get_figure_name (figure));

  return cnd_document_is_covered (self->document, name);
}

/* A count, or a sign that it is covered. */
static char *
make_figure (CndLayerTable *self, CndLayerItem *item, CndFigure figure, char *text)
{
  if (!is_covered (self, item, figure))
    return text;
  g_free (text);
  return g_strdup ("?");
}

#define DEFINE_FIGURE(name, figure, expression)                                                    \
  static char *make_##name (gpointer item, gpointer view)                                          \
  {                                                                                                \
    return make_figure (view, item, figure, expression);                                           \
  }

DEFINE_FIGURE (parameters, CND_FIGURE_PARAMETERS, cnd_base_format_count (get_style (view), cnd_layer_item_get_counts (item)->parameters))
DEFINE_FIGURE (macs, CND_FIGURE_MACS, cnd_base_format_count (get_style (view), cnd_layer_item_get_counts (item)->macs))
DEFINE_FIGURE (operations, CND_FIGURE_OPERATIONS, cnd_base_format_count (get_style (view), cnd_layer_item_get_counts (item)->operations))
DEFINE_FIGURE (memory, CND_FIGURE_ACTIVATIONS, cnd_base_format_bytes (get_style (view), cnd_layer_item_get_counts (item)->activation_elements * 4))

static char *
format_field (CndLayerTable *self, CndLayerItem *item)
{
  CndReceptiveField field = cnd_report_get_field (cnd_layer_item_get_report (item), cnd_layer_item_get_layer (item));

  if (field.whole)
    /* Translators: receptive field of a layer that sees the whole input */
    return g_strdup (_("all"));
  return cnd_base_format_sizes (get_style (self), field.size, 2);
}

DEFINE_FIGURE (field, CND_FIGURE_RECEPTIVE_FIELD, format_field (view, item))

static double
get_share (CndLayerTable *self, CndLayerItem *item, CndFigure figure, guint64 value, guint64 total, CndColor *color)
{
  CndTheme theme = cnd_settings_get_theme (cnd_document_get_settings (self->document));

  *color = cnd_scene_get_category_color (theme, cnd_ops_get_kind (cnd_layer_item_get_facts (item)->kind)->category);
  if (value == 0 || is_covered (self, item, figure))
    return -1;
  return (double) value / (double) MAX (total, 1);
}

/* Zeros stand back, unless they are to be guessed. */
static const char *
style_figure (CndLayerTable *self, CndLayerItem *item, CndFigure figure, guint64 value)
{
  return value == 0 && !is_covered (self, item, figure) ? "dim-label" : NULL;
}

#define DEFINE_STYLE(name, figure)                                                                 \
  static const char *style_##name (gpointer item, gpointer view)                                   \
  {                                                                                                \
    return style_figure (view, item, figure, cnd_layer_item_get_counts (item)->name);              \
  }

DEFINE_STYLE (parameters, CND_FIGURE_PARAMETERS)
DEFINE_STYLE (macs, CND_FIGURE_MACS)
DEFINE_STYLE (operations, CND_FIGURE_OPERATIONS)

static const CndCounts *
get_total (CndLayerTable *self)
{
  return cnd_report_get_total (cnd_document_get_report (self->document));
}

static double
share_parameters (gpointer item, gpointer view, CndColor *color)
{
  CndLayerTable *self = view;

  return get_share (self, item, CND_FIGURE_PARAMETERS, cnd_layer_item_get_counts (item)->parameters, get_total (self)->parameters, color);
}

static double
share_macs (gpointer item, gpointer view, CndColor *color)
{
  CndLayerTable *self = view;

  return get_share (self, item, CND_FIGURE_MACS, cnd_layer_item_get_counts (item)->macs, get_total (self)->macs, color);
}

/* ---- Order -------------------------------------------------------------------------- */

#define DEFINE_ORDER(name, expression)                                                             \
  static int compare_##name (gconstpointer left, gconstpointer right, gpointer view)               \
  {                                                                                                \
    CndLayerItem *item = (gpointer) left;                                                          \
    const guint64 a = expression;                                                                  \
    item = (gpointer) right;                                                                       \
    const guint64 b = expression;                                                                  \
    return a < b ? -1 : a > b;                                                                     \
  }

DEFINE_ORDER (number, cnd_layer_item_get_layer (item))
DEFINE_ORDER (output, cnd_layer_item_get_counts (item)->output_elements)
DEFINE_ORDER (parameters, cnd_layer_item_get_counts (item)->parameters)
DEFINE_ORDER (macs, cnd_layer_item_get_counts (item)->macs)
DEFINE_ORDER (operations, cnd_layer_item_get_counts (item)->operations)
DEFINE_ORDER (memory, cnd_layer_item_get_counts (item)->activation_elements)
DEFINE_ORDER (field, (guint64) cnd_report_get_field (cnd_layer_item_get_report (item), cnd_layer_item_get_layer (item)).size[0])

static int
compare_id (gconstpointer left, gconstpointer right, gpointer view)
{
  return g_strcmp0 (cnd_layer_item_get_facts ((gpointer) left)->id, cnd_layer_item_get_facts ((gpointer) right)->id);
}

static int
compare_kind (gconstpointer left, gconstpointer right, gpointer view)
{
  g_autofree char *a = make_kind ((gpointer) left, view), *b = make_kind ((gpointer) right, view);

  return g_utf8_collate (a, b);
}

static const CndTableColumn columns[] = {
  { "number", N_("No."), TRUE, FALSE, make_number, NULL, NULL, compare_number },
  { "layer", N_("Layer"), FALSE, TRUE, make_id, NULL, NULL, compare_id },
  { "kind", N_("Kind"), FALSE, TRUE, make_kind, NULL, NULL, compare_kind },
  { "output", N_("Output"), TRUE, FALSE, make_output, NULL, NULL, compare_output },
  { "parameters", N_("Parameters"), TRUE, FALSE, make_parameters, share_parameters, style_parameters, compare_parameters },
  { "macs", N_("Multiply-adds"), TRUE, FALSE, make_macs, share_macs, style_macs, compare_macs },
  { "operations", NULL, TRUE, FALSE, make_operations, NULL, style_operations, compare_operations },
  { "memory", N_("Activations"), TRUE, FALSE, make_memory, NULL, NULL, compare_memory },
  { "field", N_("Receptive field"), TRUE, FALSE, make_field, NULL, NULL, compare_field },
};

enum { COLUMN_OPERATIONS = 6 };

static const CndFigure column_figures[G_N_ELEMENTS (columns)] = {
  CND_N_FIGURES, CND_N_FIGURES, CND_N_FIGURES, CND_N_FIGURES, CND_FIGURE_PARAMETERS, CND_FIGURE_MACS,
  CND_FIGURE_OPERATIONS, CND_FIGURE_ACTIVATIONS, CND_FIGURE_RECEPTIVE_FIELD,
};

/* ---- Predict, then reveal ------------------------------------------------------------ */

static void
uncover (CndLayerTable *self, CndLayerItem *item, guint column)
{
  g_autofree char *name = NULL;

  if (column_figures[column] == CND_N_FIGURES)
    return;
  name = g_strdup_printf ("%s/%s", cnd_layer_item_get_facts (item)->id, cnd_analysis_get_figure_name (column_figures[column]));
  cnd_document_uncover (self->document, name);
}

static void
cell_clicked (gpointer item, const CndTableColumn *column, gpointer view)
{
  uncover (view, item, (guint) (column - columns));
}

/* ---- Which rows --------------------------------------------------------------------- */

static gboolean
layer_is_wanted (gpointer item, gpointer data)
{
  CndLayerTable *self = data;
  const CndLayer *layer = cnd_layer_item_get_facts (item);
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  guint category = gtk_drop_down_get_selected (self->kinds);
  g_autofree char *text = NULL, *folded = NULL, *query = NULL;
  g_auto (GStrv) words = NULL;

  if (category > 0 && category <= CND_N_CATEGORIES && kind->category != category - 1)
    return FALSE;
  text = g_strjoin (" ", layer->id, kind->name, g_dgettext (GETTEXT_PACKAGE, kind->title), NULL);
  folded = g_utf8_casefold (text, -1);
  query = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  words = g_strsplit (query, " ", -1);
  for (guint i = 0; words[i]; i++)
    if (!strstr (folded, words[i]))
      return FALSE;
  return TRUE;
}

static void
show_n_rows (CndLayerTable *self)
{
  CndReport *report = cnd_document_get_report (self->document);
  guint n_all = 0, n = g_list_model_get_n_items (G_LIST_MODEL (self->sorted));
  g_autofree char *shown = NULL, *all = NULL, *text = NULL;

  if (report)
    cnd_network_get_layers (cnd_report_get_network (report), &n_all);
  /* the input has a row and is no layer */
  for (guint i = 0, n_rows = n; i < n_rows; i++)
    {
      g_autoptr (CndLayerItem) item = g_list_model_get_item (G_LIST_MODEL (self->sorted), i);

      n -= cnd_layer_item_get_layer (item) == 0;
    }
  n_all -= n_all > 0;
  shown = cnd_base_format_count (get_style (self), n);
  all = cnd_base_format_count (get_style (self), n_all);
  /* Translators: how many layers the table shows: "34 of 41 layers" */
  text = n == n_all ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s layer", "%s layers", n_all), all)
                    : g_strdup_printf (_("%s of %s layers"), shown, all);
  gtk_label_set_label (self->shown, text);
}

static void
filter_changed (CndLayerTable *self)
{
  GtkFilterListModel *filtered;

  if (!self->sorted)
    return;
  filtered = GTK_FILTER_LIST_MODEL (gtk_sort_list_model_get_model (self->sorted));
  gtk_filter_changed (gtk_filter_list_model_get_filter (filtered), GTK_FILTER_CHANGE_DIFFERENT);
  show_n_rows (self);
}

/* ---- Selection ---------------------------------------------------------------------- */

static guint
get_layer_at (CndLayerTable *self, guint position)
{
  g_autoptr (CndLayerItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  return item ? cnd_layer_item_get_layer (item) : G_MAXUINT;
}

static void
rows_selected (CndLayerTable *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->rows));
  g_autoptr (GArray) layers = g_array_new (FALSE, FALSE, sizeof (guint));
  GtkBitsetIter iter;
  guint position;

  if (self->following)
    return;
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    {
      guint layer = get_layer_at (self, position);

      g_array_append_val (layers, layer);
    }
  self->following = TRUE;
  cnd_selection_select_layers (cnd_document_get_selection (self->document), (const guint *) layers->data, layers->len);
  self->following = FALSE;
}

/* Marks what the document says, and brings the one chosen last into sight. */
static void
follow_selection (CndLayerTable *self)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows)), last = G_MAXUINT;
  g_autoptr (GtkBitset) selected = NULL, all = NULL;

  if (self->following)
    return;
  selected = gtk_bitset_new_empty ();
  all = gtk_bitset_new_range (0, n);
  for (guint i = 0; i < n; i++)
    {
      guint layer = get_layer_at (self, i);

      if (cnd_selection_has_layer (selection, layer))
        gtk_bitset_add (selected, i);
      if (layer == cnd_selection_get_layer (selection))
        last = i;
    }
  self->following = TRUE;
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->rows), selected, all);
  self->following = FALSE;
  if (last != G_MAXUINT && gtk_widget_get_mapped (GTK_WIDGET (self->table)))
    cnd_table_reveal (self->table, last);
}

static void
row_activated (CndLayerTable *self, guint position)
{
  g_autoptr (CndLayerItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (!item)
    return;
  if (cnd_document_get_covered (self->document))
    {
      for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
        uncover (self, item, i);
      return;
    }
  cnd_selection_select_layer (cnd_document_get_selection (self->document), cnd_layer_item_get_layer (item));
  g_signal_emit (self, signals[SIGNAL_LAYER_ACTIVATED], 0);
}

/* ---- Following the document --------------------------------------------------------- */

static void
update (CndLayerTable *self)
{
  CndReport *report = cnd_document_get_report (self->document);
  g_autoptr (GtkColumnViewColumn) operations = NULL;
  g_autofree char *unit = NULL;

  if (!report)
    return;
  unit = cnd_analysis_dup_unit_heading (cnd_report_get_convention (report));
  operations = g_list_model_get_item (gtk_column_view_get_columns (self->table), COLUMN_OPERATIONS);
  gtk_column_view_column_set_title (operations, unit);
  gtk_column_view_column_set_visible (operations, cnd_report_get_convention (report) != CND_CONVENTION_SUMMARY);
  gtk_sorter_changed (gtk_column_view_get_sorter (self->table), GTK_SORTER_CHANGE_DIFFERENT);
  cnd_table_cells_update (self->cells);
  show_n_rows (self);
}

static void
fill_kinds (CndLayerTable *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, _("All kinds"));
  for (guint i = 0; i < CND_N_CATEGORIES; i++)
    gtk_string_list_append (list, cnd_ops_get_category_title (i));
  gtk_drop_down_set_model (self->kinds, G_LIST_MODEL (list));
}

static void
update_cells (CndLayerTable *self)
{
  cnd_table_cells_update (self->cells);
}

void
cnd_layer_table_set_document (CndLayerTable *self, CndDocument *document)
{
  CndSettings *settings = cnd_document_get_settings (document);
  GtkFilterListModel *filtered;
  GtkFilter *filter;

  g_return_if_fail (CND_IS_LAYER_TABLE (self) && !self->document);
  self->document = g_object_ref (document);
  filter = GTK_FILTER (gtk_custom_filter_new (layer_is_wanted, self, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (cnd_layer_list_new (document)), filter);
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), g_object_ref (gtk_column_view_get_sorter (self->table)));
  self->rows = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->sorted)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->rows));
  g_signal_connect_object (self->rows, "selection-changed", G_CALLBACK (rows_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "map", G_CALLBACK (follow_selection), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (follow_selection), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (cnd_document_get_selection (document), "changed", G_CALLBACK (follow_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (update_cells), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (update_cells), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkColumnView *
cnd_layer_table_get_table (CndLayerTable *self)
{
  g_return_val_if_fail (CND_IS_LAYER_TABLE (self), NULL);
  return self->table;
}

GtkEditable *
cnd_layer_table_get_search (CndLayerTable *self)
{
  g_return_val_if_fail (CND_IS_LAYER_TABLE (self), NULL);
  return GTK_EDITABLE (self->search);
}

GtkDropDown *
cnd_layer_table_get_kinds (CndLayerTable *self)
{
  g_return_val_if_fail (CND_IS_LAYER_TABLE (self), NULL);
  return self->kinds;
}

char *
cnd_layer_table_dup_cell (CndLayerTable *self, guint position, const char *column)
{
  g_autoptr (CndLayerItem) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  for (guint i = 0; item && i < G_N_ELEMENTS (columns); i++)
    if (g_str_equal (columns[i].id, column))
      return columns[i].text (item, self);
  return NULL;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
layer_table_dispose (GObject *object)
{
  CndLayerTable *self = CND_LAYER_TABLE (object);

  if (self->table)
    gtk_column_view_set_model (self->table, NULL);
  g_clear_object (&self->rows);
  g_clear_object (&self->sorted);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_LAYER_TABLE);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_layer_table_parent_class)->dispose (object);
}

static void
layer_table_finalize (GObject *object)
{
  cnd_table_cells_free (CND_LAYER_TABLE (object)->cells);
  G_OBJECT_CLASS (cnd_layer_table_parent_class)->finalize (object);
}

static void
cnd_layer_table_class_init (CndLayerTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = layer_table_dispose;
  G_OBJECT_CLASS (klass)->finalize = layer_table_finalize;
  signals[SIGNAL_LAYER_ACTIVATED] =
    g_signal_new ("layer-activated", CND_TYPE_LAYER_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/layer-table.ui");
  gtk_widget_class_bind_template_child (widget_class, CndLayerTable, search);
  gtk_widget_class_bind_template_child (widget_class, CndLayerTable, kinds);
  gtk_widget_class_bind_template_child (widget_class, CndLayerTable, shown);
  gtk_widget_class_bind_template_child (widget_class, CndLayerTable, table);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
}

static void
cnd_layer_table_init (CndLayerTable *self)
{
  self->cells = cnd_table_cells_new (self);
  cnd_table_cells_set_clicked (self->cells, cell_clicked);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_kinds (self);
  cnd_table_fill (self->table, columns, G_N_ELEMENTS (columns), self->cells);
}
