/* The gallery: every model as a card, filtered by a search. */
#include "config.h"

#include "gallery-page-private.h"

#define MAX_RECENT 6
#define CARDS_A_FRAME 16 /* so many at first, and more in each frame until all are there: no frame waits for all */

struct _CndGalleryPage
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndThumbnails *thumbnails;
  GtkFilterListModel *filtered;
  GtkSliceListModel *made; /* those of them that have a card */
  GtkSearchEntry *search;
  GtkScrolledWindow *scroller;
  GtkFlowBox *recent, *runs, *models;
  GtkWidget *recent_box, *runs_box, *models_title;
  GListStore *recent_items, *run_items;
  GtkFilterListModel *filtered_recent, *filtered_runs;
  GtkStack *stack;
  char *marked;
  guint making;
  gboolean wants_runs; /* once the models have cards */
};

enum { SIGNAL_MODEL_ACTIVATED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CndGalleryPage, cnd_gallery_page, ADW_TYPE_BIN)

static gboolean
item_is_wanted (gpointer item, gpointer data)
{
  CndGalleryPage *self = data;

  return cnd_model_item_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static GtkWidget *
make_card (gpointer item, gpointer data)
{
  CndGalleryPage *self = data;

  return cnd_model_card_new (item, self->settings, self->thumbnails);
}

/* Scrolls to the marked card once cards have their places. */
static gboolean
reveal_mark (gpointer data)
{
  CndGalleryPage *self = data;
  g_autoptr (GList) selected = self->models ? gtk_flow_box_get_selected_children (self->models) : NULL;
  graphene_rect_t bounds;

  if (selected && gtk_widget_compute_bounds (selected->data, GTK_WIDGET (self->models), &bounds))
    gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (self->scroller), bounds.origin.y,
                               bounds.origin.y + bounds.size.height);
  return G_SOURCE_REMOVE;
}

static void
restore_mark (CndGalleryPage *self)
{
  GtkFlowBoxChild *card;

  for (int i = 0; (card = gtk_flow_box_get_child_at_index (self->models, i)); i++)
    {
      CndModelItem *item = cnd_model_card_get_item (CND_MODEL_CARD (card));

      if (g_strcmp0 (cnd_model_item_get_open_name (item), self->marked) == 0)
        {
          gtk_flow_box_select_child (self->models, card);
          g_idle_add_full (G_PRIORITY_LOW, reveal_mark, g_object_ref (self), g_object_unref);
          return;
        }
    }
  gtk_flow_box_unselect_all (self->models);
}

static gboolean
are_listed (CndGalleryPage *self, const GPtrArray *paths)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->run_items));
  gboolean same = n == paths->len;

  for (guint i = 0; same && i < n; i++)
    {
      g_autoptr (CndModelItem) item = g_list_model_get_item (G_LIST_MODEL (self->run_items), i);
      same = g_str_equal (cnd_model_item_get_open_name (item), paths->pdata[i]);
    }
  return same;
}

static void
runs_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndGalleryPage) self = CND_GALLERY_PAGE (data);
  g_autoptr (GPtrArray) paths = cnd_session_list_runs_finish (result);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  if (!self->run_items || !paths || are_listed (self, paths))
    return;
  for (guint i = 0; i < paths->len; i++)
    g_ptr_array_add (items, cnd_model_item_new_for_file (paths->pdata[i]));
  g_list_store_splice (self->run_items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->run_items)), items->pdata, items->len);
}

/* Whenever the gallery is looked at: a training may have left one meanwhile. Not before the models have cards: a start waits for those. */
static void
list_runs (CndGalleryPage *self)
{
  GListModel *all = gtk_filter_list_model_get_model (self->filtered);

  if (!self->wants_runs || self->making != 0 || g_list_model_get_n_items (all) == 0)
    return;
  self->wants_runs = FALSE;
  cnd_session_list_runs_async (NULL, runs_listed, g_object_ref (self));
}

static gboolean
make_more (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CndGalleryPage *self = CND_GALLERY_PAGE (widget);
  guint n = gtk_slice_list_model_get_size (self->made) + CARDS_A_FRAME;

  gtk_slice_list_model_set_size (self->made, n);
  restore_mark (self);
  if (n < g_list_model_get_n_items (G_LIST_MODEL (self->filtered)))
    return G_SOURCE_CONTINUE;
  self->making = 0;
  list_runs (self);
  return G_SOURCE_REMOVE;
}

/* Cards are made when somebody may see them. */
static void
make_cards (CndGalleryPage *self)
{
  if (self->making == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      gtk_slice_list_model_get_size (self->made) < g_list_model_get_n_items (G_LIST_MODEL (self->filtered)))
    self->making = gtk_widget_add_tick_callback (GTK_WIDGET (self), make_more, NULL, NULL);
}

static void
gallery_page_map (GtkWidget *widget)
{
  CndGalleryPage *self = CND_GALLERY_PAGE (widget);

  GTK_WIDGET_CLASS (cnd_gallery_page_parent_class)->map (widget);
  if (!self->made)
    return;
  self->wants_runs = TRUE;
  make_cards (self);
  list_runs (self);
}

static void
items_changed (CndGalleryPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
  guint n_recent = g_list_model_get_n_items (G_LIST_MODEL (self->filtered_recent));
  guint n_runs = g_list_model_get_n_items (G_LIST_MODEL (self->filtered_runs));

  gtk_widget_set_visible (self->recent_box, n_recent > 0);
  gtk_widget_set_visible (self->runs_box, n_runs > 0);
  gtk_widget_set_visible (self->models_title, n_recent + n_runs > 0);
  gtk_stack_set_visible_child_name (self->stack, n + n_recent + n_runs > 0 ? "models" : "empty");
  restore_mark (self);
  make_cards (self);
}

static void
search_changed (CndGalleryPage *self)
{
  if (self->filtered)
    {
      gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered_recent), GTK_FILTER_CHANGE_DIFFERENT);
      gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered_runs), GTK_FILTER_CHANGE_DIFFERENT);
      gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
    }
}

static void
card_activated (CndGalleryPage *self, GtkFlowBoxChild *card)
{
  g_signal_emit (self, signals[SIGNAL_MODEL_ACTIVATED], 0, cnd_model_card_get_item (CND_MODEL_CARD (card)));
}

/* Enter in the search entry opens the first match. */
static void
search_activated (CndGalleryPage *self)
{
  GtkFlowBoxChild *card = gtk_flow_box_get_child_at_index (self->models, 0);

  if (card)
    card_activated (self, card);
}

void
cnd_gallery_page_set_gallery (CndGalleryPage *self, CndGallery *gallery, CndSettings *settings, CndThumbnails *thumbnails)
{
  GtkFilter *filter;

  g_return_if_fail (CND_IS_GALLERY_PAGE (self) && !self->filtered);
  filter = GTK_FILTER (gtk_custom_filter_new (item_is_wanted, self, NULL));
  self->settings = g_object_ref (settings);
  self->thumbnails = g_object_ref (thumbnails);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (gallery)), filter);
  self->made = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->filtered)), 0, 0);
  self->recent_items = g_list_store_new (CND_TYPE_MODEL_ITEM);
  self->filtered_recent = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->recent_items)), g_object_ref (filter));
  self->run_items = g_list_store_new (CND_TYPE_MODEL_ITEM);
  self->filtered_runs = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->run_items)), g_object_ref (filter));
  gtk_flow_box_bind_model (self->runs, G_LIST_MODEL (self->filtered_runs), make_card, self, NULL);
  g_signal_connect_object (self->filtered_runs, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_flow_box_bind_model (self->models, G_LIST_MODEL (self->made), make_card, self, NULL);
  gtk_flow_box_bind_model (self->recent, G_LIST_MODEL (self->filtered_recent), make_card, self, NULL);
  g_signal_connect_object (self->filtered_recent, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->filtered, "items-changed", G_CALLBACK (items_changed), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  items_changed (self);
}

void
cnd_gallery_page_set_recent (CndGalleryPage *self, const char *const *open_names)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (CND_IS_GALLERY_PAGE (self) && self->recent_items);
  for (guint i = 0; open_names && open_names[i] && items->len < MAX_RECENT; i++)
    {
      g_autofree char *preset = NULL;
      g_autofree char *path = cnd_formats_split_name (open_names[i], &preset);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        g_ptr_array_add (items, cnd_model_item_new_for_file (open_names[i]));
    }
  g_list_store_splice (self->recent_items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->recent_items)), items->pdata, items->len);
}

GtkFlowBox *
cnd_gallery_page_get_runs (CndGalleryPage *self)
{
  g_return_val_if_fail (CND_IS_GALLERY_PAGE (self), NULL);
  return self->runs;
}

GtkFlowBox *
cnd_gallery_page_get_recent (CndGalleryPage *self)
{
  g_return_val_if_fail (CND_IS_GALLERY_PAGE (self), NULL);
  return self->recent;
}

void
cnd_gallery_page_mark (CndGalleryPage *self, const char *open_name)
{
  g_return_if_fail (CND_IS_GALLERY_PAGE (self));
  if (g_strcmp0 (self->marked, open_name) == 0)
    return;
  g_free (self->marked);
  self->marked = g_strdup (open_name);
  restore_mark (self);
}

void
cnd_gallery_page_focus_search (CndGalleryPage *self)
{
  g_return_if_fail (CND_IS_GALLERY_PAGE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

GtkFlowBox *
cnd_gallery_page_get_models (CndGalleryPage *self)
{
  g_return_val_if_fail (CND_IS_GALLERY_PAGE (self), NULL);
  return self->models;
}

GtkEditable *
cnd_gallery_page_get_search (CndGalleryPage *self)
{
  g_return_val_if_fail (CND_IS_GALLERY_PAGE (self), NULL);
  return GTK_EDITABLE (self->search);
}

static void
gallery_page_dispose (GObject *object)
{
  CndGalleryPage *self = CND_GALLERY_PAGE (object);

  if (self->models)
    {
      gtk_flow_box_bind_model (self->models, NULL, NULL, NULL, NULL);
      gtk_flow_box_bind_model (self->recent, NULL, NULL, NULL, NULL);
      gtk_flow_box_bind_model (self->runs, NULL, NULL, NULL, NULL);
    }
  g_clear_object (&self->made);
  g_clear_object (&self->filtered_recent);
  g_clear_object (&self->recent_items);
  g_clear_object (&self->filtered_runs);
  g_clear_object (&self->run_items);
  g_clear_object (&self->filtered);
  g_clear_object (&self->settings);
  g_clear_object (&self->thumbnails);
  g_clear_pointer (&self->marked, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_GALLERY_PAGE);
  G_OBJECT_CLASS (cnd_gallery_page_parent_class)->dispose (object);
}

static void
cnd_gallery_page_class_init (CndGalleryPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gallery_page_dispose;
  widget_class->map = gallery_page_map;
  signals[SIGNAL_MODEL_ACTIVATED] = g_signal_new ("model-activated", CND_TYPE_GALLERY_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                  NULL, G_TYPE_NONE, 1, CND_TYPE_MODEL_ITEM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/gallery-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, search);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, models);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, models_title);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, recent);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, recent_box);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, runs);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, runs_box);
  gtk_widget_class_bind_template_child (widget_class, CndGalleryPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, search_changed);
  gtk_widget_class_bind_template_callback (widget_class, search_activated);
  gtk_widget_class_bind_template_callback (widget_class, card_activated);
}

static void
cnd_gallery_page_init (CndGalleryPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
