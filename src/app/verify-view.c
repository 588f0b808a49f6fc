/* Verification: a choice of the table, what it comes to in a sentence, and its rows. */
#include "config.h"

#include "verify-view-private.h"

#include "busy-sign-private.h"
#include "table-column-private.h"

#include <glib/gi18n-lib.h>

/* ---- A row -------------------------------------------------------------------------- */

#define CND_TYPE_VERIFY_ITEM (cnd_verify_item_get_type ())
G_DECLARE_FINAL_TYPE (CndVerifyItem, cnd_verify_item, CND, VERIFY_ITEM, GObject)

struct _CndVerifyItem
{
  GObject parent_instance;
  const CndTableRow *row; /* borrowed: the view, which owns the tables, owns the items too */
};

G_DEFINE_FINAL_TYPE (CndVerifyItem, cnd_verify_item, G_TYPE_OBJECT)

static void
cnd_verify_item_class_init (CndVerifyItemClass *klass)
{
}

static void
cnd_verify_item_init (CndVerifyItem *self)
{
}

/* ---- The view ----------------------------------------------------------------------- */

struct _CndVerifyView
{
  AdwBin parent_instance;
  CndTableCells *cells;
  GPtrArray *verified; /* of CndTable; NULL until they are there */
  GCancellable *verifying;
  GListStore *items;
  GtkFilterListModel *filtered;

  GtkDropDown *tables;
  GtkWidget *spinner, *cancel;
  CndBusySign busy;
  GtkSwitch *filter;
  GtkImage *mark;
  GtkLabel *summary;
  GtkColumnView *table;
  CndDocument *document;
};

G_DEFINE_FINAL_TYPE (CndVerifyView, cnd_verify_view, ADW_TYPE_BIN)

/* ---- Columns ------------------------------------------------------------------------ */

static char *
make_line (gpointer item, gpointer view)
{
  const CndTableRow *row = ((CndVerifyItem *) item)->row;

  return row->line > 0 ? cnd_base_format_count (CND_NUMBER_STYLE_LATIN, row->line) : g_strdup ("");
}

static char *
make_row (gpointer item, gpointer view)
{
  return g_strdup (((CndVerifyItem *) item)->row->row);
}

static char *
make_figure (gpointer item, gpointer view)
{
  return g_strdup (((CndVerifyItem *) item)->row->column);
}

static char *
make_published (gpointer item, gpointer view)
{
  return g_strdup (((CndVerifyItem *) item)->row->published);
}

static char *
make_ours (gpointer item, gpointer view)
{
  return g_strdup (((CndVerifyItem *) item)->row->ours);
}

/* Signs as well as colours. */
static char *
make_verdict (gpointer item, gpointer view)
{
  static const char *const signs[] = {
    [CND_VERDICT_EQUAL] = "✓", [CND_VERDICT_EQUAL_ROUNDED] = "≈", [CND_VERDICT_DIFFERS] = "✗",
  };
  const CndTableRow *row = ((CndVerifyItem *) item)->row;

  return g_strdup_printf ("%s %s", signs[row->verdict], row->verdict_text);
}

static const char *
style_verdict (gpointer item, gpointer view)
{
  static const char *const styles[] = {
    [CND_VERDICT_EQUAL] = "success", [CND_VERDICT_EQUAL_ROUNDED] = "success", [CND_VERDICT_DIFFERS] = "error",
  };

  return styles[((CndVerifyItem *) item)->row->verdict];
}

static char *
make_cause (gpointer item, gpointer view)
{
  const char *cause = ((CndVerifyItem *) item)->row->cause;

  return g_strdup (cause ? cause : "");
}

static const CndTableColumn columns[] = {
  { "line", N_("No."), TRUE, FALSE, make_line, NULL, NULL, NULL },
  { "row", N_("Row"), FALSE, FALSE, make_row, NULL, NULL, NULL },
  { "figure", N_("Figure"), FALSE, FALSE, make_figure, NULL, NULL, NULL },
  { "published", N_("Published"), TRUE, FALSE, make_published, NULL, NULL, NULL },
  { "ours", N_("Ours"), TRUE, FALSE, make_ours, NULL, NULL, NULL },
  { "verdict", N_("Verdict"), FALSE, FALSE, make_verdict, NULL, style_verdict, NULL },
  { "cause", N_("Cause"), FALSE, TRUE, make_cause, NULL, NULL, NULL, TRUE },
};

/* ---- Showing a table ---------------------------------------------------------------- */

const CndTable *
cnd_verify_view_get_table (CndVerifyView *self)
{
  guint chosen;

  g_return_val_if_fail (CND_IS_VERIFY_VIEW (self), NULL);
  chosen = gtk_drop_down_get_selected (self->tables);
  return self->verified && chosen < self->verified->len ? g_ptr_array_index (self->verified, chosen) : NULL;
}

static void
table_chosen (CndVerifyView *self)
{
  const CndTable *table = cnd_verify_view_get_table (self);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  const CndTableRow *rows;
  guint n_rows;
  gboolean good;

  if (!self->verified)
    return;
  if (!table)
    {
      g_list_store_remove_all (self->items);
      gtk_image_clear (self->mark);
      gtk_label_set_label (self->summary, _("No published table of this network is known. Tables of other networks can be chosen above."));
      return;
    }
  rows = cnd_table_get_rows (table, &n_rows);
  for (guint i = 0; i < n_rows; i++)
    {
      CndVerifyItem *item = g_object_new (CND_TYPE_VERIFY_ITEM, NULL);

      item->row = &rows[i];
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  good = cnd_table_is_good (table);
  gtk_image_set_from_icon_name (self->mark, good ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_css_classes (GTK_WIDGET (self->mark), (const char *[]){ good ? "success" : "warning", NULL });
  gtk_label_set_label (self->summary, cnd_table_get_summary (table));
}

static gboolean
row_is_wanted (gpointer item, gpointer data)
{
  CndVerifyView *self = data;

  return !gtk_switch_get_active (self->filter) || ((CndVerifyItem *) item)->row->verdict == CND_VERDICT_DIFFERS;
}

static void
filter_changed (CndVerifyView *self)
{
  if (self->filtered)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

/* ---- Verifying ---------------------------------------------------------------------- */

static void
fill_tables (CndVerifyView *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->verified->len; i++)
    gtk_string_list_append (list, cnd_table_get_title (g_ptr_array_index (self->verified, i)));
  gtk_drop_down_set_model (self->tables, G_LIST_MODEL (list));
  gtk_widget_set_sensitive (GTK_WIDGET (self->tables), TRUE);
}

/* "vgg16.json" is the file of that name, and "vgg.json:16" the preset of a family. */
static gboolean
is_about (const CndTable *table, const char *file, const char *preset)
{
  const char *model = cnd_analysis_get_table_model (cnd_table_get_name (table));
  g_autofree char *family = g_strndup (file, strcspn (file, "."));
  g_autofree char *member = g_strconcat (family, preset, ".json", NULL);

  return g_str_equal (file, model) || g_str_equal (member, model);
}

static void
choose_table_of_document (CndVerifyView *self)
{
  g_autofree char *open_name = self->document ? cnd_document_dup_open_name (self->document) : NULL;
  g_autofree char *preset = NULL;
  g_autofree char *path = open_name ? cnd_formats_split_name (open_name, &preset) : NULL;
  g_autofree char *file = path ? g_path_get_basename (path) : NULL;

  if (!self->verified)
    return;
  for (guint i = 0; file && i < self->verified->len; i++)
    if (is_about (g_ptr_array_index (self->verified, i), file, preset))
      {
        gtk_drop_down_set_selected (self->tables, i);
        return;
      }
  gtk_drop_down_set_selected (self->tables, GTK_INVALID_LIST_POSITION);
}

static void
verified (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndVerifyView) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *tables = cnd_session_verify_finish (result, &error);

  if (!self->table)
    {
      g_clear_pointer (&tables, g_ptr_array_unref);
      return;
    }
  g_clear_object (&self->verifying);
  cnd_busy_sign_hide (&self->busy);
  if (tables)
    {
      self->verified = tables;
      fill_tables (self);
      choose_table_of_document (self);
      table_chosen (self);
    }
  else
    gtk_label_set_label (self->summary,
                         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? _("Cancelled") : error->message);
}

/* Showing the view again begins it anew. */
static void
cancel_clicked (CndVerifyView *self)
{
  g_cancellable_cancel (self->verifying);
}

void
cnd_verify_view_set_document (CndVerifyView *self, CndDocument *document)
{
  g_return_if_fail (CND_IS_VERIFY_VIEW (self) && !self->document);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "opened", G_CALLBACK (choose_table_of_document), self, G_CONNECT_SWAPPED);
}

GtkDropDown *
cnd_verify_view_get_tables (CndVerifyView *self)
{
  g_return_val_if_fail (CND_IS_VERIFY_VIEW (self), NULL);
  return self->tables;
}

const char *
cnd_verify_view_get_summary (CndVerifyView *self)
{
  g_return_val_if_fail (CND_IS_VERIFY_VIEW (self), NULL);
  return gtk_label_get_label (self->summary);
}

guint
cnd_verify_view_get_n_rows (CndVerifyView *self)
{
  g_return_val_if_fail (CND_IS_VERIFY_VIEW (self), 0);
  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

GtkSwitch *
cnd_verify_view_get_filter (CndVerifyView *self)
{
  g_return_val_if_fail (CND_IS_VERIFY_VIEW (self), NULL);
  return self->filter;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
verify_view_map (GtkWidget *widget)
{
  CndVerifyView *self = CND_VERIFY_VIEW (widget);

  GTK_WIDGET_CLASS (cnd_verify_view_parent_class)->map (widget);
  if (self->verified || self->verifying)
    return;
  self->verifying = g_cancellable_new ();
  gtk_label_set_label (self->summary, _("Counting the networks of the published tables…"));
  cnd_busy_sign_show (&self->busy);
  cnd_session_verify_async (self->verifying, verified, g_object_ref (self));
}

static void
verify_view_dispose (GObject *object)
{
  CndVerifyView *self = CND_VERIFY_VIEW (object);

  g_cancellable_cancel (self->verifying);
  g_clear_object (&self->verifying);
  if (self->table)
    cnd_busy_sign_hide (&self->busy);
  if (self->table)
    gtk_column_view_set_model (self->table, NULL);
  g_clear_object (&self->filtered);
  g_clear_object (&self->items);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_VERIFY_VIEW);
  g_clear_pointer (&self->verified, g_ptr_array_unref);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_verify_view_parent_class)->dispose (object);
}

static void
verify_view_finalize (GObject *object)
{
  cnd_table_cells_free (CND_VERIFY_VIEW (object)->cells);
  G_OBJECT_CLASS (cnd_verify_view_parent_class)->finalize (object);
}

static void
cnd_verify_view_class_init (CndVerifyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = verify_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = verify_view_finalize;
  widget_class->map = verify_view_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/verify-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, tables);
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, spinner);
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, cancel);
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, filter);
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, mark);
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, summary);
  gtk_widget_class_bind_template_child (widget_class, CndVerifyView, table);
  gtk_widget_class_bind_template_callback (widget_class, table_chosen);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked);
}

static void
cnd_verify_view_init (CndVerifyView *self)
{
  GtkNoSelection *rows;

  self->cells = cnd_table_cells_new (self);
  self->items = g_list_store_new (CND_TYPE_VERIFY_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->busy = (CndBusySign){ self->spinner, self->cancel, 0 };
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->items)),
                                              GTK_FILTER (gtk_custom_filter_new (row_is_wanted, self, NULL)));
  rows = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->filtered)));
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (rows));
  g_object_unref (rows);
  cnd_table_fill (self->table, columns, G_N_ELEMENTS (columns), self->cells);
}
