/* Columns of a table: a factory that makes and fills cells as a column's row of functions says. */
#include "config.h"

#include "table-column-private.h"

#include <glib/gi18n-lib.h>

/* Of a word: what is longer loses its middle */
#define MOST_CHARS 48
#define FEWEST_CHARS 8

struct _CndTableCells
{
  gpointer view;
  GHashTable *bound; /* GtkListItem → CndTableColumn */
  void (*clicked) (gpointer item, const CndTableColumn *column, gpointer view);
};

typedef struct
{
  const CndTableColumn *column;
  CndTableCells *cells;
} Binding;

static GQuark
binding_quark (void)
{
  return g_quark_from_static_string ("cnd-table-binding");
}

CndTableCells *
cnd_table_cells_new (gpointer view)
{
  CndTableCells *cells = g_new0 (CndTableCells, 1);

  cells->view = view;
  cells->bound = g_hash_table_new (NULL, NULL);
  return cells;
}

void
cnd_table_cells_free (CndTableCells *cells)
{
  g_hash_table_unref (cells->bound);
  g_free (cells);
}

void
cnd_table_cells_set_clicked (CndTableCells *cells, void (*clicked) (gpointer item, const CndTableColumn *column, gpointer view))
{
  cells->clicked = clicked;
}

/* Digits stand under each other at the right in every language; GTK turns alignments round where lines begin at the right. */
static float
get_xalign (GtkWidget *widget, gboolean number)
{
  return number && gtk_widget_get_direction (widget) != GTK_TEXT_DIR_RTL ? 1 : 0;
}

/* ---- One cell ----------------------------------------------------------------------- */

static void
update_cell (GtkListItem *list_item, const CndTableColumn *column, CndTableCells *cells)
{
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  GtkWidget *label = gtk_widget_get_last_child (box);
  g_autofree char *text = column->text (item, cells->view);
  const char *classes[] = { column->number ? "numeric" : "text", NULL, NULL };

  if (column->style)
    classes[1] = column->style (item, cells->view);
  gtk_label_set_label (GTK_LABEL (label), text);
  if (!column->number && !column->wrap)
    {
      gboolean is_long = g_utf8_strlen (text, -1) > MOST_CHARS;

      gtk_label_set_ellipsize (GTK_LABEL (label), is_long ? PANGO_ELLIPSIZE_MIDDLE : PANGO_ELLIPSIZE_NONE);
      gtk_label_set_width_chars (GTK_LABEL (label), is_long ? MOST_CHARS : FEWEST_CHARS);
    }
  gtk_widget_set_tooltip_text (label, column->expand && *text ? text : NULL);
  gtk_widget_set_css_classes (label, classes);
  if (column->share)
    {
      CndColor color = { 0 };
      double share = column->share (item, cells->view, &color);

      cnd_share_bar_set (CND_SHARE_BAR (gtk_widget_get_first_child (box)), share, color);
    }
}

void
cnd_table_cells_update (CndTableCells *cells)
{
  GHashTableIter iter;
  gpointer list_item, column;

  g_hash_table_iter_init (&iter, cells->bound);
  while (g_hash_table_iter_next (&iter, &list_item, &column))
    update_cell (list_item, column, cells);
}

static void
cell_released (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  GtkListItem *list_item = data;
  Binding *binding = g_object_get_qdata (G_OBJECT (list_item), binding_quark ());

  if (binding && binding->cells->clicked && gtk_list_item_get_item (list_item))
    binding->cells->clicked (gtk_list_item_get_item (list_item), binding->column, binding->cells->view);
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  Binding *binding = data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_label_set_xalign (GTK_LABEL (label), get_xalign (label, binding->column->number));
  if (binding->column->wrap)
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 24);
    }
  else
    gtk_label_set_width_chars (GTK_LABEL (label), binding->column->number ? 5 : FEWEST_CHARS);
  gtk_widget_set_hexpand (label, TRUE);
  if (binding->column->share)
    gtk_box_append (GTK_BOX (box), cnd_share_bar_new ());
  gtk_box_append (GTK_BOX (box), label);
  g_object_set_qdata (G_OBJECT (list_item), binding_quark (), binding);
  g_signal_connect (click, "released", G_CALLBACK (cell_released), list_item);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
  gtk_list_item_set_child (list_item, box);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  Binding *binding = data;

  g_hash_table_insert (binding->cells->bound, list_item, (gpointer) binding->column);
  update_cell (list_item, binding->column, binding->cells);
}

static void
unbind_cell (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  Binding *binding = data;

  g_hash_table_remove (binding->cells->bound, list_item);
}

/* ---- A column ----------------------------------------------------------------------- */

static void
free_binding (gpointer data, GClosure *closure)
{
  g_free (data);
}

static GtkColumnViewColumn *
create_column (const CndTableColumn *column, CndTableCells *cells)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Binding *binding = g_new0 (Binding, 1);
  GtkColumnViewColumn *made;

  *binding = (Binding){ column, cells };
  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cell), binding, free_binding, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), binding);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cell), binding);
  made = gtk_column_view_column_new (column->title ? _(column->title) : "", factory);
  gtk_column_view_column_set_resizable (made, TRUE);
  gtk_column_view_column_set_expand (made, column->expand);
  if (column->compare)
    {
      GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (column->compare, cells->view, NULL));

      gtk_column_view_column_set_sorter (made, sorter);
      g_object_unref (sorter);
    }
  return made;
}

/* ---- Headings ----------------------------------------------------------------------- */

static gboolean
is_of_numbers (GtkColumnView *table, const char *title, const CndTableColumn *columns)
{
  GListModel *all = gtk_column_view_get_columns (table);

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (all, i);

      if (columns[i].number && g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        return TRUE;
    }
  return FALSE;
}

/* GTK puts all headings to the start and offers no way to say otherwise. */
static void
align_headings (GtkColumnView *table)
{
  const CndTableColumn *columns = g_object_get_data (G_OBJECT (table), "columns");
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (table));

  for (GtkWidget *title = gtk_widget_get_first_child (header); title; title = gtk_widget_get_next_sibling (title))
    {
      GtkWidget *label = gtk_widget_get_first_child (title);

      while (label && !GTK_IS_LABEL (label))
        label = gtk_widget_get_first_child (label);
      if (!label || !is_of_numbers (table, gtk_label_get_label (GTK_LABEL (label)), columns))
        continue;
      for (GtkWidget *box = gtk_widget_get_parent (label); box != title; box = gtk_widget_get_parent (box))
        gtk_widget_set_hexpand (box, TRUE);
      gtk_widget_set_hexpand (title, FALSE); /* what the label asks for ends here */
      gtk_widget_set_hexpand (label, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), get_xalign (label, TRUE));
    }
}

static gboolean
show_first_column (gpointer data)
{
  GtkAdjustment *horizontal = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (data));

  gtk_adjustment_set_value (horizontal, gtk_adjustment_get_upper (horizontal) - gtk_adjustment_get_page_size (horizontal));
  return G_SOURCE_REMOVE;
}

/* GTK begins at the left, which is the last column where one reads from the right. While it gives the table its place, which is
 * when this is called, it heeds no other position. */
static void
width_changed (GtkWidget *table)
{
  if (gtk_widget_get_direction (table) == GTK_TEXT_DIR_RTL)
    g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_first_column, g_object_ref (table), g_object_unref);
}

void
cnd_table_fill (GtkColumnView *table, const CndTableColumn *columns, guint n_columns, CndTableCells *cells)
{
  g_object_set_data (G_OBJECT (table), "columns", (gpointer) columns);
  for (guint i = 0; i < n_columns; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = create_column (&columns[i], cells);

      gtk_column_view_append_column (table, column);
      g_signal_connect_object (column, "notify::visible", G_CALLBACK (align_headings), table, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
      g_signal_connect_object (column, "notify::title", G_CALLBACK (align_headings), table, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
    }
  g_signal_connect_after (table, "map", G_CALLBACK (align_headings), NULL);
  g_signal_connect_object (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (table)), "changed", G_CALLBACK (width_changed), table,
                           G_CONNECT_SWAPPED);
}

/* Rows that have just come, or have been sorted, have no place before the frame ends. */
typedef struct
{
  guint position;
  gboolean has_frame;
} Reveal;

static gboolean
reveal_in_frame (GtkWidget *table, GdkFrameClock *clock, gpointer data)
{
  Reveal *reveal = data;

  if (!reveal->has_frame)
    {
      reveal->has_frame = TRUE;
      return G_SOURCE_CONTINUE;
    }
  gtk_widget_activate_action (gtk_widget_get_last_child (table), "list.scroll-to-item", "u", reveal->position);
  return G_SOURCE_REMOVE;
}

void
cnd_table_reveal (GtkColumnView *table, guint position)
{
  Reveal reveal = { position, FALSE };

  gtk_widget_add_tick_callback (GTK_WIDGET (table), reveal_in_frame, g_memdup2 (&reveal, sizeof reveal), g_free);
}
