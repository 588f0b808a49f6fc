/* The gallery panel: shipped models, filtered by a search. */
#include "config.h"

#include "gallery-panel-private.h"

struct _CndGalleryPanel
{
  AdwBin parent_instance;
  CndSettings *settings;
  GtkFilterListModel *filtered;
  GtkSearchEntry *search;
  GtkListBox *list;
  GtkStack *stack;
  char *marked;
};

enum { SIGNAL_MODEL_ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CndGalleryPanel, cnd_gallery_panel, ADW_TYPE_BIN)

static gboolean
item_is_wanted (gpointer item, gpointer data)
{
  CndGalleryPanel *self = data;

  return cnd_model_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  CndGalleryPanel *self = data;

  return cnd_model_row_new (item, cnd_settings_get_numbers (self->settings));
}

/* Scrolls to the marked row once rows have their places. */
static gboolean
reveal_mark (gpointer data)
{
  CndGalleryPanel *self = data;
  GtkListBoxRow *row = self->list ? gtk_list_box_get_selected_row (self->list) : NULL;
  GtkAdjustment *adjustment = self->list ? gtk_list_box_get_adjustment (self->list) : NULL;
  graphene_rect_t bounds;

  if (row && adjustment && gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, bounds.origin.y, bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

static void
restore_mark (CndGalleryPanel *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)); i++)
    {
      CndModelItem *item = cnd_model_row_get_item (CND_MODEL_ROW (row));

      if (g_strcmp0 (cnd_model_item_get_open_name (item), self->marked) == 0)
        {
          gtk_list_box_select_row (self->list, row);
          g_idle_add_full (G_PRIORITY_LOW, reveal_mark, g_object_ref (self), g_object_unref);
          return;
        }
    }
  gtk_list_box_unselect_all (self->list);
}

static void
items_changed (CndGalleryPanel *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  restore_mark (self);
}

static void
search_changed (CndGalleryPanel *self)
{
  if (self->filtered)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
row_activated (CndGalleryPanel *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[SIGNAL_MODEL_ACTIVATED], 0, cnd_model_row_get_item (CND_MODEL_ROW (row)));
}

/* Enter in the search entry opens the first match. */
static void
search_activated (CndGalleryPanel *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row)
    row_activated (self, row);
}

/* Rows hold formatted numbers: make them anew in other digits. */
static void
bind_rows (CndGalleryPanel *self)
{
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->filtered), make_row, self, NULL);
  items_changed (self);
}

void
cnd_gallery_panel_set_gallery (CndGalleryPanel *self, CndGallery *gallery, CndSettings *settings)
{
  GtkFilter *filter;

  g_return_if_fail (CND_IS_GALLERY_PANEL (self) && !self->filtered);
  filter = GTK_FILTER (gtk_custom_filter_new (item_is_wanted, self, NULL));
  self->settings = g_object_ref (settings);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (gallery)), filter);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (settings, "notify::digits", G_CALLBACK (bind_rows), self, G_CONNECT_SWAPPED);
  bind_rows (self);
}

void
cnd_gallery_panel_mark (CndGalleryPanel *self, const char *open_name)
{
  g_return_if_fail (CND_IS_GALLERY_PANEL (self));
  if (g_strcmp0 (self->marked, open_name) == 0)
    return;
  g_free (self->marked);
  self->marked = g_strdup (open_name);
  restore_mark (self);
}

void
cnd_gallery_panel_focus_search (CndGalleryPanel *self)
{
  g_return_if_fail (CND_IS_GALLERY_PANEL (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

GtkListBox *
cnd_gallery_panel_get_list (CndGalleryPanel *self)
{
  g_return_val_if_fail (CND_IS_GALLERY_PANEL (self), NULL);
  return self->list;
}

static void
gallery_panel_dispose (GObject *object)
{
  CndGalleryPanel *self = CND_GALLERY_PANEL (object);

  if (self->list)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->filtered);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->marked, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_GALLERY_PANEL);
  G_OBJECT_CLASS (cnd_gallery_panel_parent_class)->dispose (object);
}

static void
cnd_gallery_panel_class_init (CndGalleryPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gallery_panel_dispose;
  signals[SIGNAL_MODEL_ACTIVATED] = g_signal_new ("model-activated", CND_TYPE_GALLERY_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                  NULL, G_TYPE_NONE, 1, CND_TYPE_MODEL_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/gallery-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPanel, search);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPanel, list);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPanel, stack);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_activated);
  gtk_widget_class_bind_template_callback (widget_class, row_activated);
}

static void
cnd_gallery_panel_init (CndGalleryPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
