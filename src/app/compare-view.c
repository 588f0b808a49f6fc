/* The comparison: a choice of the other model, the totals side by side, and a row for each layer of either. */
#include "config.h"

#include "compare-view-private.h"

#include "busy-sign-private.h"
#include "table-column-private.h"

#include <glib/gi18n-lib.h>

/* ---- A row -------------------------------------------------------------------------- */

#define CND_TYPE_COMPARE_ITEM (cnd_compare_item_get_type ())
G_DECLARE_FINAL_TYPE (CndCompareItem, cnd_compare_item, CND, COMPARE_ITEM, GObject)

struct _CndCompareItem
{
  GObject parent_instance;
  CndComparison *comparison;
  guint row;
};

G_DEFINE_FINAL_TYPE (CndCompareItem, cnd_compare_item, G_TYPE_OBJECT)

static void
compare_item_finalize (GObject *object)
{
  cnd_comparison_unref (CND_COMPARE_ITEM (object)->comparison);
  G_OBJECT_CLASS (cnd_compare_item_parent_class)->finalize (object);
}

static void
cnd_compare_item_class_init (CndCompareItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = compare_item_finalize;
}

static void
cnd_compare_item_init (CndCompareItem *self)
{
}

static const CndComparisonRow *
get_row (CndCompareItem *item)
{
  guint n_rows;

  return &cnd_comparison_get_rows (item->comparison, &n_rows)[item->row];
}

static const CndLayer *
get_layer (CndCompareItem *item, gboolean after)
{
  const CndComparisonRow *row = get_row (item);
  guint layer = after ? row->after : row->before;
  CndReport *report = after ? cnd_comparison_get_after (item->comparison) : cnd_comparison_get_before (item->comparison);

  return layer == G_MAXUINT ? NULL : &cnd_network_get_layers (cnd_report_get_network (report), NULL)[layer];
}

static const CndCounts *
get_counts (CndCompareItem *item, gboolean after)
{
  static const CndCounts nothing = { 0 };
  const CndComparisonRow *row = get_row (item);
  guint layer = after ? row->after : row->before;
  CndReport *report = after ? cnd_comparison_get_after (item->comparison) : cnd_comparison_get_before (item->comparison);

  return layer == G_MAXUINT ? &nothing : cnd_report_get_layer (report, layer);
}

/* ---- The view ----------------------------------------------------------------------- */

struct _CndCompareView
{
  AdwBin parent_instance;
  CndDocument *document;
  CndGallery *gallery;
  CndTableCells *cells;
  CndComparison *comparison;
  GListStore *items;
  GtkFilterListModel *filtered;
  GPtrArray *names;        /* of what there is to choose: open names; NULL for the document as it was opened */
  char *other;             /* chosen */
  GCancellable *comparing;
  gboolean filling;

  GtkDropDown *others;
  GtkWidget *spinner, *cancel;
  CndBusySign busy;
  GtkSwitch *filter;
  GtkGrid *totals;
  GtkLabel *summary;
  GtkColumnView *table;
};

G_DEFINE_FINAL_TYPE (CndCompareView, cnd_compare_view, ADW_TYPE_BIN)

static CndNumberStyle
get_style (CndCompareView *self)
{
  return cnd_settings_get_numbers (cnd_document_get_settings (self->document));
}

/* ---- Columns ------------------------------------------------------------------------ */

/* Signs as well as colours, for those who do not see the colours. */
static char *
make_match (gpointer item, gpointer view)
{
  static const char *const signs[CND_N_MATCHES] = { "=", "≠", "+", "−" };
  CndMatch match = get_row (item)->match;

  return g_strdup_printf ("%s %s", signs[match], cnd_analysis_get_match_title (match));
}

static const char *
style_match (gpointer item, gpointer view)
{
  static const char *const styles[CND_N_MATCHES] = { "dim-label", "accent", "success", "error" };

  return styles[get_row (item)->match];
}

static char *
make_before (gpointer item, gpointer view)
{
  const CndLayer *layer = get_layer (item, FALSE);

  return g_strdup (layer ? layer->id : "");
}

static char *
make_after (gpointer item, gpointer view)
{
  const CndLayer *layer = get_layer (item, TRUE);

  return g_strdup (layer ? layer->id : "");
}

static char *
make_kind (gpointer item, gpointer view)
{
  const CndLayer *layer = get_layer (item, TRUE);

  if (!layer)
    layer = get_layer (item, FALSE);
  return g_strdup (g_dgettext (GETTEXT_PACKAGE, cnd_ops_get_kind (layer->kind)->title));
}

static char *
make_changes (gpointer item, gpointer view)
{
  return cnd_comparison_describe (((CndCompareItem *) item)->comparison, get_row (item), get_style (view));
}

/* A count, or a sign that it is covered; all of them are uncovered at once. */
static char *
cover (CndCompareView *self, char *text)
{
  if (!*text || !cnd_document_get_covered (self->document))
    return text;
  g_free (text);
  return g_strdup ("?");
}

static char *
format_change (CndCompareView *self, guint64 before, guint64 after)
{
  return before == after ? g_strdup ("") : cover (self, cnd_analysis_format_difference (get_style (self), before, after));
}

/* A colour would tell the sign of what is to be guessed. */
static const char *
style_change (CndCompareView *self, guint64 before, guint64 after)
{
  if (cnd_document_get_covered (self->document))
    return "dim-label";
  return after > before ? "error" : after < before ? "success" : "dim-label";
}

#define DEFINE_FIGURE(name)                                                                                              \
  static char *make_##name##_before (gpointer item, gpointer view)                                                       \
  {                                                                                                                      \
    return get_layer (item, FALSE) ? cover (view, cnd_base_format_count (get_style (view), get_counts (item, FALSE)->name)) : g_strdup (""); \
  }                                                                                                                      \
  static char *make_##name##_after (gpointer item, gpointer view)                                                        \
  {                                                                                                                      \
    return get_layer (item, TRUE) ? cover (view, cnd_base_format_count (get_style (view), get_counts (item, TRUE)->name)) : g_strdup (""); \
  }                                                                                                                      \
  static char *make_##name##_change (gpointer item, gpointer view)                                                       \
  {                                                                                                                      \
    return format_change (view, get_counts (item, FALSE)->name, get_counts (item, TRUE)->name);                          \
  }                                                                                                                      \
  static const char *style_##name##_change (gpointer item, gpointer view)                                                \
  {                                                                                                                      \
    return style_change (view, get_counts (item, FALSE)->name, get_counts (item, TRUE)->name);                           \
  }

DEFINE_FIGURE (parameters)
DEFINE_FIGURE (macs)

static const CndTableColumn columns[] = {
  { "match", N_("Match"), FALSE, FALSE, make_match, NULL, style_match, NULL },
  { "before", N_("Before"), FALSE, TRUE, make_before, NULL, NULL, NULL },
  { "after", N_("After"), FALSE, TRUE, make_after, NULL, NULL, NULL },
  { "kind", N_("Kind"), FALSE, FALSE, make_kind, NULL, NULL, NULL },
  { "parameters-before", N_("Parameters before"), TRUE, FALSE, make_parameters_before, NULL, NULL, NULL },
  { "parameters-after", N_("after"), TRUE, FALSE, make_parameters_after, NULL, NULL, NULL },
  { "parameters-change", N_("difference"), TRUE, FALSE, make_parameters_change, NULL, style_parameters_change, NULL },
  { "macs-before", N_("Multiply-adds before"), TRUE, FALSE, make_macs_before, NULL, NULL, NULL },
  { "macs-after", N_("after"), TRUE, FALSE, make_macs_after, NULL, NULL, NULL },
  { "macs-change", N_("difference"), TRUE, FALSE, make_macs_change, NULL, style_macs_change, NULL },
  { "changes", N_("Changes"), FALSE, TRUE, make_changes, NULL, NULL, NULL, TRUE },
};

enum { COLUMN_BEFORE = 1, COLUMN_AFTER = 2 };

/* ---- Totals ------------------------------------------------------------------------- */

static void
add_total_label (CndCompareView *self, int column, int row, const char *text, const char *style, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  gtk_grid_attach (self->totals, label, column, row, 1, 1);
}

static void
add_total (CndCompareView *self, int column, const char *title, guint64 before, guint64 after, gboolean bytes)
{
  CndNumberStyle style = get_style (self);
  g_autofree char *old = cover (self, bytes ? cnd_base_format_bytes (style, before) : cnd_base_format_count (style, before));
  g_autofree char *new = cover (self, bytes ? cnd_base_format_bytes (style, after) : cnd_base_format_count (style, after));
  double percent = before > 0 ? 100.0 * ((double) after - (double) before) / (double) before : 0;
  g_autofree char *size = cnd_base_format_decimal (style, ABS (percent), ABS (percent) < 10 ? 2 : 1);
  g_autofree char *change = after == before ? g_strdup (_("the same"))
                                            : g_strdup_printf (_("%s%s %%"), after > before ? "+" : "−", size);

  add_total_label (self, column, 0, title, "caption-heading", 1);
  add_total_label (self, column, 1, old, "numeric", 1);
  add_total_label (self, column, 2, new, "numeric", 1);
  add_total_label (self, column, 3, cnd_document_get_covered (self->document) ? "?" : change, style_change (self, before, after), 1);
}

/* @format: for the name of a model that is compared with itself */
static char *
make_name (CndCompareView *self, CndReport *report, const char *format)
{
  g_autofree char *name = cnd_network_dup_name (cnd_report_get_network (report));

  return self->other ? g_steal_pointer (&name) : g_strdup_printf (format, name);
}

static void
clear_totals (CndCompareView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->totals))))
    gtk_grid_remove (self->totals, child);
}

static void
show_totals (CndCompareView *self)
{
  CndReport *before = cnd_comparison_get_before (self->comparison), *after = cnd_comparison_get_after (self->comparison);
  const CndCounts *old = cnd_report_get_total (before), *new = cnd_report_get_total (after);
  g_autofree char *name = make_name (self, before, _("%s, as opened"));
  g_autofree char *other = make_name (self, after, _("%s, now"));
  g_autofree char *unit = cnd_analysis_dup_unit_heading (cnd_report_get_convention (after));
  GListModel *all = gtk_column_view_get_columns (self->table);
  GtkColumnViewColumn *column;

  clear_totals (self);
  add_total_label (self, 0, 1, name, "heading", 0);
  add_total_label (self, 0, 2, other, "heading", 0);
  add_total_label (self, 0, 3, _("Difference"), "dim-label", 0);
  add_total (self, 1, _("Parameters"), old->parameters, new->parameters, FALSE);
  add_total (self, 2, _("Multiply-adds"), old->macs, new->macs, FALSE);
  if (cnd_report_get_convention (after) != CND_CONVENTION_SUMMARY)
    add_total (self, 3, unit, old->operations, new->operations, FALSE);
  add_total (self, 4, _("Peak memory"), cnd_report_get_peak_bytes (before, NULL), cnd_report_get_peak_bytes (after, NULL), TRUE);
  column = g_list_model_get_item (all, COLUMN_BEFORE);
  gtk_column_view_column_set_title (column, name);
  g_object_unref (column);
  column = g_list_model_get_item (all, COLUMN_AFTER);
  gtk_column_view_column_set_title (column, other);
  g_object_unref (column);
}

static void
show_summary (CndCompareView *self)
{
  char *numbers[CND_N_MATCHES];
  g_autofree char *text = NULL;

  for (guint i = 0; i < CND_N_MATCHES; i++)
    numbers[i] = cnd_base_format_count (get_style (self), cnd_comparison_count (self->comparison, i));
  /* Translators: numbers of layers */
  text = g_strdup_printf (_("Layers: %s equal, %s changed, %s added, %s removed"), numbers[CND_MATCH_EQUAL],
                          numbers[CND_MATCH_CHANGED], numbers[CND_MATCH_ADDED], numbers[CND_MATCH_REMOVED]);
  gtk_label_set_label (self->summary, text);
  for (guint i = 0; i < CND_N_MATCHES; i++)
    g_free (numbers[i]);
}

static void
show_comparison (CndCompareView *self)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_rows;

  cnd_comparison_get_rows (self->comparison, &n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      CndCompareItem *item = g_object_new (CND_TYPE_COMPARE_ITEM, NULL);

      item->comparison = cnd_comparison_ref (self->comparison);
      item->row = i;
      g_ptr_array_add (rows, item);
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), rows->pdata, rows->len);
  show_totals (self);
  show_summary (self);
}

/* The same, in other figures. */
static void
figures_changed (CndCompareView *self)
{
  if (self->comparison)
    show_comparison (self);
}

/* ---- Comparing ---------------------------------------------------------------------- */

static void
compared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndCompareView) self = data;
  g_autoptr (GError) error = NULL;
  CndComparison *comparison = cnd_document_compare_finish (CND_DOCUMENT (source), result, &error);

  if (!self->table || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&comparison, cnd_comparison_unref);
      return;
    }
  g_clear_object (&self->comparing);
  cnd_busy_sign_hide (&self->busy);
  g_clear_pointer (&self->comparison, cnd_comparison_unref);
  self->comparison = comparison;
  if (comparison)
    show_comparison (self);
  else
    gtk_label_set_label (self->summary, error->message);
}

/* Of the report that is shown now; a comparison with an earlier one is given up. */
static void
compare (CndCompareView *self)
{
  if (!self->document || !cnd_document_get_report (self->document) || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  g_clear_pointer (&self->comparison, cnd_comparison_unref);
  self->comparing = g_cancellable_new ();
  cnd_busy_sign_show (&self->busy);
  cnd_document_compare_async (self->document, self->other, self->comparing, compared, g_object_ref (self));
}

/* Choosing again begins it anew. */
static void
cancel_clicked (CndCompareView *self)
{
  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  cnd_busy_sign_hide (&self->busy);
  clear_totals (self);
  g_list_store_remove_all (self->items);
  gtk_label_set_label (self->summary, _("Cancelled"));
}

void
cnd_compare_view_compare (CndCompareView *self, const char *other)
{
  g_return_if_fail (CND_IS_COMPARE_VIEW (self));
  if (self->other != other)
    {
      g_free (self->other);
      self->other = g_strdup (other);
    }
  self->filling = TRUE;
  for (guint i = 0; i < self->names->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->names, i), other) == 0)
      {
        gtk_drop_down_set_selected (self->others, i);
        break;
      }
  self->filling = FALSE;
  compare (self);
}

static void
other_chosen (CndCompareView *self)
{
  guint chosen = gtk_drop_down_get_selected (self->others);

  if (!self->filling && chosen < self->names->len)
    cnd_compare_view_compare (self, g_ptr_array_index (self->names, chosen));
}

/* ---- What there is to compare with --------------------------------------------------- */

static void
add_presets (CndCompareView *self, GtkStringList *list)
{
  const CndArchitecture *architecture = cnd_document_get_architecture (self->document);
  const char *path = cnd_document_get_path (self->document);
  const char *language = cnd_settings_get_language (cnd_document_get_settings (self->document));

  for (guint i = 0; architecture && path && i < architecture->n_presets; i++)
    {
      const CndPreset *preset = &architecture->presets[i];
      g_autofree char *translated = cnd_architecture_dup_translated_title (architecture, (gint) i, language);
      const char *title = preset->name ? preset->name : cnd_text_get (preset->title, language);

      gtk_string_list_append (list, translated ? translated : title ? title : preset->id);
      g_ptr_array_add (self->names, g_strdup_printf ("%s:%s", path, preset->id));
    }
}

static gboolean
same_name (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (a, b) == 0;
}

static void
fill_others (CndCompareView *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  guint n_models = g_list_model_get_n_items (G_LIST_MODEL (self->gallery));
  const char *language = cnd_settings_get_language (cnd_document_get_settings (self->document));

  g_ptr_array_set_size (self->names, 0);
  gtk_string_list_append (list, _("The same model as opened"));
  g_ptr_array_add (self->names, NULL);
  add_presets (self, list);
  for (guint i = 0; i < n_models; i++)
    {
      g_autoptr (CndModelItem) item = g_list_model_get_item (G_LIST_MODEL (self->gallery), i);

      if (g_ptr_array_find_with_equal_func (self->names, cnd_model_item_get_open_name (item), same_name, NULL))
        continue;
      gtk_string_list_append (list, cnd_model_item_get_title (item, language));
      g_ptr_array_add (self->names, g_strdup (cnd_model_item_get_open_name (item)));
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->others, G_LIST_MODEL (list));
  self->filling = FALSE;
}

static void
document_opened (CndCompareView *self)
{
  fill_others (self);
  cnd_compare_view_compare (self, self->other);
}

static gboolean
row_is_wanted (gpointer item, gpointer data)
{
  CndCompareView *self = data;

  return !gtk_switch_get_active (self->filter) || get_row (item)->match != CND_MATCH_EQUAL;
}

static void
filter_changed (CndCompareView *self)
{
  if (self->filtered)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
copy_clicked (CndCompareView *self)
{
  g_autoptr (CndSheet) sheet = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->comparison)
    return;
  sheet = cnd_comparison_new_sheet (self->comparison, CND_NUMBER_STYLE_PLAIN, FALSE, gtk_switch_get_active (self->filter));
  cnd_sheet_write (sheet, CND_SHEET_CSV, NULL, text);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
}

void
cnd_compare_view_set_document (CndCompareView *self, CndDocument *document, CndGallery *gallery)
{
  g_return_if_fail (CND_IS_COMPARE_VIEW (self) && !self->document);
  self->document = g_object_ref (document);
  self->gallery = g_object_ref (gallery);
  g_signal_connect_object (document, "opened", G_CALLBACK (document_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (compare), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (figures_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_document_get_settings (document), "numbers-changed", G_CALLBACK (figures_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gallery, "items-changed", G_CALLBACK (fill_others), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  fill_others (self);
}

CndComparison *
cnd_compare_view_get_comparison (CndCompareView *self)
{
  g_return_val_if_fail (CND_IS_COMPARE_VIEW (self), NULL);
  return self->comparison;
}

GtkDropDown *
cnd_compare_view_get_others (CndCompareView *self)
{
  g_return_val_if_fail (CND_IS_COMPARE_VIEW (self), NULL);
  return self->others;
}

guint
cnd_compare_view_get_n_rows (CndCompareView *self)
{
  g_return_val_if_fail (CND_IS_COMPARE_VIEW (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

GtkSwitch *
cnd_compare_view_get_filter (CndCompareView *self)
{
  g_return_val_if_fail (CND_IS_COMPARE_VIEW (self), NULL);
  return self->filter;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
compare_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (cnd_compare_view_parent_class)->map (widget);
  compare (CND_COMPARE_VIEW (widget));
}

static void
compare_view_dispose (GObject *object)
{
  CndCompareView *self = CND_COMPARE_VIEW (object);

  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  if (self->table)
    cnd_busy_sign_hide (&self->busy);
  if (self->table)
    gtk_column_view_set_model (self->table, NULL);
  g_clear_object (&self->filtered);
  g_clear_object (&self->items);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_COMPARE_VIEW);
  g_clear_pointer (&self->comparison, cnd_comparison_unref);
  g_clear_object (&self->document);
  g_clear_object (&self->gallery);
  G_OBJECT_CLASS (cnd_compare_view_parent_class)->dispose (object);
}

static void
compare_view_finalize (GObject *object)
{
  CndCompareView *self = CND_COMPARE_VIEW (object);

  cnd_table_cells_free (self->cells);
  g_ptr_array_unref (self->names);
  g_free (self->other);
  G_OBJECT_CLASS (cnd_compare_view_parent_class)->finalize (object);
}

static void
cnd_compare_view_class_init (CndCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = compare_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = compare_view_finalize;
  widget_class->map = compare_view_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/compare-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, others);
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, spinner);
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, cancel);
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, filter);
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, totals);
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, summary);
  gtk_widget_class_bind_template_child (widget_class, CndCompareView, table);
  gtk_widget_class_bind_template_callback (widget_class, other_chosen);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked);
}

static void
cnd_compare_view_init (CndCompareView *self)
{
  GtkNoSelection *rows;
  GtkExpression *text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  self->cells = cnd_table_cells_new (self);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->items = g_list_store_new (CND_TYPE_COMPARE_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->busy = (CndBusySign){ self->spinner, self->cancel, 0 };
  gtk_drop_down_set_expression (self->others, text);
  gtk_expression_unref (text);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->items)),
                                              GTK_FILTER (gtk_custom_filter_new (row_is_wanted, self, NULL)));
  rows = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (rows));
  g_object_unref (rows);
  cnd_table_fill (self->table, columns, G_N_ELEMENTS (columns), self->cells);
}
