/* The window: its parts and how they hang on the document. Commands are in app-window-actions.c, what it says in
 * app-window-messages.c, what it opens in app-window-open.c. */
#include "config.h"

#include "app-window-private.h"

#include <glib/gi18n-lib.h>

#define PROGRESS_DELAY_MS 300

enum { PROP_SHOW_MODELS = 1, PROP_SHOW_PANEL, PROP_VIEW, PROP_COVERED, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (CndAppWindow, cnd_app_window, ADW_TYPE_APPLICATION_WINDOW)

/* ---- Following the document --------------------------------------------------------- */

static void
update_title (CndAppWindow *self)
{
  const char *title = cnd_document_get_title (self->document);
  const char *subtitle = cnd_document_get_subtitle (self->document);

  g_autofree char *marked = title && cnd_document_get_unsaved (self->document) ? g_strconcat ("• ", title, NULL) : NULL;

  gtk_label_set_label (self->title, marked ? marked : title ? title : _("Condenser"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), title);
  gtk_label_set_label (self->subtitle, subtitle ? subtitle : "");
  gtk_widget_set_visible (GTK_WIDGET (self->subtitle), subtitle && *subtitle);
  gtk_window_set_title (GTK_WINDOW (self), title ? title : _("Condenser"));
}

/* Views that show the layers of the document, and so go with the inspector. */
static gboolean
goes_with_panel (const char *view)
{
  static const char *const views[] = { "graph", "table", "chart", NULL };

  return g_strv_contains (views, view);
}

void
cnd_app_window_update_views (CndAppWindow *self)
{
  gboolean has_scene = cnd_document_get_scene (self->document) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); child; child = gtk_widget_get_next_sibling (child))
    {
      GtkStackPage *page = gtk_stack_get_page (self->stack, child);
      const char *name = gtk_stack_page_get_name (page);

      gtk_stack_page_set_visible (page, ((has_scene || self->weights != NULL) && cnd_app_window_has_run_page (self, name))
                                          || g_str_equal (name, self->is_awaited ? "graph" : "gallery"));
    }
  gtk_widget_set_visible (self->switcher, has_scene || self->weights != NULL);
}

static void
update_panels (CndAppWindow *self)
{
  gboolean has_scene = cnd_document_get_scene (self->document) != NULL;

  const char *view = cnd_app_window_get_view (self);
  gboolean shows_document = has_scene && !g_str_equal (view, "gallery");

  gtk_widget_set_visible (self->panel, self->show_panel && has_scene && goes_with_panel (view));
  gtk_widget_set_visible (self->panel_button, has_scene && (goes_with_panel (view) || g_str_equal (view, "run")));
  if (g_str_equal (view, "run"))
    cnd_run_page_set_show_panel (cnd_app_window_get_run_page (self), self->show_panel);
  gtk_widget_set_visible (self->cover_button, shows_document);
  gtk_widget_set_visible (self->train_button, shows_document);
  gtk_widget_set_visible (self->export_button, shows_document);
  cnd_app_window_ensure_views (self);
}

static void
view_changed (CndAppWindow *self)
{
  const char *view = cnd_app_window_get_view (self);
  gboolean show_models;

  if (!view) /* the window goes away */
    return;
  show_models = g_str_equal (view, "gallery");
  if (!show_models && g_strcmp0 (self->last_view, view) != 0)
    {
      g_free (self->last_view);
      self->last_view = g_strdup (view);
    }
  if (self->document)
    update_panels (self);
  if (show_models != self->show_models)
    {
      self->show_models = show_models;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_MODELS]);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

const char *
cnd_app_window_get_view (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return gtk_stack_get_visible_child_name (self->stack);
}

void
cnd_app_window_set_view (CndAppWindow *self, const char *view)
{
  GtkWidget *child;

  g_return_if_fail (CND_IS_APP_WINDOW (self) && view);
  /* without a run its page is that of the model's connections */
  if (g_str_equal (view, "run") && !cnd_app_window_has_run_page (self, view))
    view = "matrix";
  child = gtk_stack_get_child_by_name (self->stack, view);
  if (child && gtk_stack_page_get_visible (gtk_stack_get_page (self->stack, child)))
    gtk_stack_set_visible_child (self->stack, child);
  /* its keys work at once */
  if (g_str_equal (view, "graph"))
    gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
}

void
cnd_app_window_update_mark (CndAppWindow *self)
{
  g_autofree char *name = cnd_document_dup_open_name (self->document);

  if (name)
    cnd_gallery_page_mark (self->gallery_page, name);
}

static void
document_changed (CndAppWindow *self)
{
  update_title (self);
  cnd_app_window_update_views (self);
  update_panels (self);
  cnd_app_window_update_mark (self);
  cnd_app_window_update_actions (self);
}

static void
cover_changed (CndAppWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COVERED]);
}

static gboolean
show_progress (gpointer data)
{
  CndAppWindow *self = data;

  self->progress_timeout = 0;
  gtk_widget_set_visible (self->progress, TRUE);
  return G_SOURCE_REMOVE;
}

static void
busy_changed (CndAppWindow *self)
{
  g_clear_handle_id (&self->progress_timeout, g_source_remove);
  if (cnd_document_get_busy (self->document))
    self->progress_timeout = g_timeout_add (PROGRESS_DELAY_MS, show_progress, self);
  else
    gtk_widget_set_visible (self->progress, FALSE);
  cnd_app_window_update_actions (self);
}

static void
zoom_changed (CndAppWindow *self)
{
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  double percent = cnd_canvas_get_viewport (self->canvas)->scale * 100;
  g_autofree char *number = cnd_base_format_decimal (style, percent, percent < 1 ? 1 : 0);
  /* Translators: zoom of the canvas in percent */
  g_autofree char *text = g_strdup_printf (_("%s %%"), number);

  gtk_label_set_label (self->zoom_label, text);
}

/* ---- Parts -------------------------------------------------------------------------- */

static void
model_activated (CndAppWindow *self, CndModelItem *item)
{
  cnd_app_window_open (self, cnd_model_item_get_open_name (item));
}

void
cnd_app_window_reveal_selection (CndAppWindow *self)
{
  cnd_app_window_set_view (self, "graph");
  cnd_canvas_reveal_selection (self->canvas);
}

CndDocument *
cnd_app_window_get_document (CndAppWindow *self)
{
  g_return_val_if_fail (CND_IS_APP_WINDOW (self), NULL);
  return self->document;
}

CndCanvas *
cnd_app_window_get_canvas (CndAppWindow *self)
{
  return self->canvas;
}

CndMinimap *
cnd_app_window_get_minimap (CndAppWindow *self)
{
  return self->minimap;
}

CndFindBar *
cnd_app_window_get_find_bar (CndAppWindow *self)
{
  return self->find_bar;
}

CndTotals *
cnd_app_window_get_totals (CndAppWindow *self)
{
  return self->totals;
}

CndGalleryPage *
cnd_app_window_get_gallery_page (CndAppWindow *self)
{
  return self->gallery_page;
}

void
cnd_app_window_show_page (CndAppWindow *self, const char *page)
{
  gtk_stack_set_visible_child_name (self->pages, page);
}

/* ---- Object ------------------------------------------------------------------------- */

static void
window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CndAppWindow *self = CND_APP_WINDOW (object);

  if (id == PROP_VIEW)
    g_value_set_string (value, cnd_app_window_get_view (self));
  else if (id == PROP_COVERED)
    g_value_set_boolean (value, self->document && cnd_document_get_covered (self->document));
  else
    g_value_set_boolean (value, id == PROP_SHOW_MODELS ? self->show_models : self->show_panel);
}

static void
set_show_panel (CndAppWindow *self, gboolean show_panel)
{
  if (self->show_panel == show_panel)
    return;
  self->show_panel = show_panel;
  if (self->document)
    update_panels (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANEL]);
}

static void
window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CndAppWindow *self = CND_APP_WINDOW (object);

  if (id == PROP_VIEW)
    cnd_app_window_set_view (self, g_value_get_string (value));
  else if (id == PROP_COVERED)
    cnd_document_set_covered (self->document, g_value_get_boolean (value));
  else if (id == PROP_SHOW_PANEL)
    set_show_panel (self, g_value_get_boolean (value));
  else if (g_value_get_boolean (value))
    cnd_app_window_set_view (self, "gallery");
  else
    cnd_app_window_set_view (self, self->last_view ? self->last_view : "graph");
}

static void
window_dispose (GObject *object)
{
  CndAppWindow *self = CND_APP_WINDOW (object);

  g_clear_handle_id (&self->progress_timeout, g_source_remove);
  cnd_app_window_end_training (self);
  cnd_app_window_end_condensing (self);
  g_clear_pointer (&self->weights, cnd_opened_weights_unref);
  g_clear_weak_pointer (&self->train_dialog);
  if (self->document)
    {
      cnd_document_cancel_open (self->document);
      g_signal_handlers_disconnect_by_data (self->document, self);
    }
  if (self->canvas)
    {
      cnd_minimap_set_canvas (self->minimap, NULL);
      cnd_find_bar_set_canvas (self->find_bar, NULL);
      g_signal_handlers_disconnect_by_data (self->canvas, self);
      cnd_canvas_set_document (self->canvas, NULL);
    }
  g_clear_object (&self->document);
  g_clear_object (&self->gallery);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_APP_WINDOW);
  G_OBJECT_CLASS (cnd_app_window_parent_class)->dispose (object);
}

static void
window_finalize (GObject *object)
{
  CndAppWindow *self = CND_APP_WINDOW (object);

  g_free (self->opening);
  g_free (self->last_message);
  g_free (self->last_view);
  g_free (self->open_next);
  G_OBJECT_CLASS (cnd_app_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, title);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, inner);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, gallery_page);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, canvas);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, minimap);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, find_bar);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, zoom_label);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, panel_button);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, cover_button);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, train_button);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, export_menu);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, totals);
  gtk_widget_class_bind_template_child (widget_class, CndAppWindow, progress);
  gtk_widget_class_bind_template_callback (widget_class, cnd_app_window_ensure_views);
  gtk_widget_class_bind_template_callback (widget_class, model_activated);
  gtk_widget_class_bind_template_callback (widget_class, view_changed);
  gtk_widget_class_bind_template_callback (widget_class, zoom_changed);
}

static gboolean
window_close_request (GtkWindow *window)
{
  if (cnd_app_window_ask (CND_APP_WINDOW (window), NULL))
    return GDK_EVENT_STOP;
  return GTK_WINDOW_CLASS (cnd_app_window_parent_class)->close_request (window);
}

static void
cnd_app_window_class_init (CndAppWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  GTK_WINDOW_CLASS (klass)->close_request = window_close_request;
  object_class->get_property = window_get_property;
  object_class->set_property = window_set_property;
  object_class->dispose = window_dispose;
  object_class->finalize = window_finalize;
  properties[PROP_SHOW_MODELS] = g_param_spec_boolean ("show-models", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_PANEL] = g_param_spec_boolean ("show-panel", NULL, NULL, TRUE, flags);
  properties[PROP_VIEW] = g_param_spec_string ("view", NULL, NULL, "gallery", flags);
  properties[PROP_COVERED] = g_param_spec_boolean ("covered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_signal_new ("run-opened", CND_TYPE_APP_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (CND_TYPE_CANVAS);
  g_type_ensure (CND_TYPE_FIND_BAR);
  g_type_ensure (CND_TYPE_GALLERY_PAGE);
  g_type_ensure (CND_TYPE_MINIMAP);
  g_type_ensure (CND_TYPE_TOTALS);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/app-window.ui");
  bind_children (widget_class);
  cnd_app_window_install_actions (widget_class);
}

static void
cnd_app_window_init (CndAppWindow *self)
{
  self->show_models = self->show_panel = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  cnd_app_window_accept_files (self);
  cnd_app_window_add_menus (self);
}

/* Radio items of the menu: actions on the settings' properties. */
static void
add_settings_actions (CndAppWindow *self)
{
  static const char *const names[] = { "color-scheme", "flow", "shape", "digits", "convention" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPropertyAction) action = g_property_action_new (names[i], self->settings, names[i]);

      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "settings", G_ACTION_GROUP (group));
}

GtkWidget *
cnd_app_window_new (GtkApplication *application, CndSettings *settings, CndGallery *gallery, CndThumbnails *thumbnails)
{
  CndAppWindow *self = g_object_new (CND_TYPE_APP_WINDOW, "application", application, NULL);

  self->settings = g_object_ref (settings);
  self->document = cnd_document_new (settings);
  self->gallery = g_object_ref (gallery);
  add_settings_actions (self);
  cnd_gallery_page_set_gallery (self->gallery_page, gallery, settings, thumbnails);
  cnd_canvas_set_document (self->canvas, self->document);
  cnd_minimap_set_canvas (self->minimap, self->canvas);
  cnd_find_bar_set_canvas (self->find_bar, self->canvas);
  g_signal_connect_swapped (self->canvas, "said", G_CALLBACK (cnd_app_window_toast), self);
  cnd_totals_set_document (self->totals, self->document);
  g_signal_connect_swapped (self->document, "notify::title", G_CALLBACK (update_title), self);
  g_signal_connect_swapped (self->document, "notify::unsaved", G_CALLBACK (update_title), self);
  g_signal_connect_swapped (self->document, "notify::subtitle", G_CALLBACK (update_title), self);
  g_signal_connect_swapped (self->document, "notify::preset", G_CALLBACK (cnd_app_window_update_mark), self);
  g_signal_connect_swapped (self->document, "notify::scene", G_CALLBACK (document_changed), self);
  g_signal_connect_swapped (self->document, "cover-changed", G_CALLBACK (cover_changed), self);
  g_signal_connect_swapped (self->document, "notify::busy", G_CALLBACK (busy_changed), self);
  g_signal_connect_swapped (self->document, "notify::can-undo", G_CALLBACK (cnd_app_window_update_actions), self);
  g_signal_connect_swapped (self->document, "notify::can-redo", G_CALLBACK (cnd_app_window_update_actions), self);
  cnd_app_window_follow_selection (self);
  cnd_app_window_add_train_bar (self);
  document_changed (self);
  return GTK_WIDGET (self);
}
