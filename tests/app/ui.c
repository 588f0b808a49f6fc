/* What the tests with windows share. */
#include "ui.h"

/* A process registers one application. */
static CndApplication *application;

gboolean
ui_init (int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      return FALSE;
    }
  g_test_init (argc, argv, NULL);
  application = cnd_application_new (G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  return TRUE;
}

void
ui_set_up (Ui *ui, gconstpointer data)
{
  ui->application = application;
  cnd_settings_set_shape (cnd_application_get_settings (application), CND_SHAPE_STRIP); /* pictures do not depend on the window */
  ui->window = CND_APP_WINDOW (cnd_app_window_new (GTK_APPLICATION (ui->application),
                                                   cnd_application_get_settings (ui->application),
                                                   cnd_application_get_gallery (ui->application),
                                                   cnd_application_get_thumbnails (ui->application)));
  ui->document = cnd_app_window_get_document (ui->window);
  ui->canvas = cnd_app_window_get_canvas (ui->window);
  gtk_window_set_default_size (GTK_WINDOW (ui->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (ui->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (ui->window));
}

/* A job that was overtaken may still hold it: these end long before. */
#define LEAK_SECONDS 30

static gboolean
give_up (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

void
ui_wait_until_gone (gpointer *object, const char *name)
{
  gboolean late = FALSE;
  guint timer;

  if (!*object)
    return;
  timer = g_timeout_add_seconds (LEAK_SECONDS, give_up, &late);
  while (*object && !late)
    g_main_context_iteration (NULL, TRUE);
  if (late)
    g_error ("%s is still alive: a %s, held %u times", name, G_OBJECT_TYPE_NAME (*object), G_OBJECT (*object)->ref_count);
  g_source_remove (timer);
}

void
ui_tear_down (Ui *ui, gconstpointer data)
{
  gpointer window = ui->window, document = ui->document;

  g_object_add_weak_pointer (G_OBJECT (ui->window), &window);
  g_object_add_weak_pointer (G_OBJECT (ui->document), &document);
  gtk_window_destroy (GTK_WINDOW (ui->window));
  ui_wait_until_gone (&window, "the window");
  ui_wait_until_gone (&document, "the document");
  g_object_set (cnd_application_get_settings (ui->application), "digits", CND_DIGITS_LATIN, "flow", CND_FLOW_DOWN, "convention",
                CND_CONVENTION_DEFAULT, "color-scheme", CND_COLOR_SCHEME_SYSTEM, NULL);
}

void
ui_settle (Ui *ui)
{
  while (cnd_document_get_busy (ui->document) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  while (gtk_widget_get_mapped (GTK_WIDGET (ui->canvas)) && !cnd_canvas_is_settled (ui->canvas))
    g_main_context_iteration (NULL, TRUE);
  gtk_widget_queue_draw (GTK_WIDGET (ui->canvas));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (ui->window));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

void
ui_add_tests (const UiTest *tests, guint n_tests)
{
  for (guint i = 0; i < n_tests; i++)
    g_test_add (tests[i].path, Ui, NULL, ui_set_up, tests[i].test, ui_tear_down);
}

void
ui_open (Ui *ui, const char *name)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, name, NULL);

  cnd_app_window_open (ui->window, path);
  ui_settle (ui);
  g_assert_nonnull (cnd_document_get_scene (ui->document));
}

static CndPoint
find_item (Ui *ui, guint item)
{
  CndRect rect;

  g_assert_cmpuint (item, !=, G_MAXUINT);
  rect = cnd_scene_get_items (cnd_document_get_scene (ui->document), NULL)[item].rect;
  return cnd_viewport_to_screen (cnd_canvas_get_viewport (ui->canvas),
                                 (CndPoint){ rect.x + rect.width / 2, rect.y + MIN (rect.height / 2, 8) });
}

CndPoint
ui_find_layer (Ui *ui, const char *id)
{
  guint layer = cnd_network_find_layer (cnd_document_get_network (ui->document), id);

  g_assert_cmpuint (layer, !=, G_MAXUINT);
  return find_item (ui, cnd_scene_find_layer (cnd_document_get_scene (ui->document), layer));
}

CndPoint
ui_find_block (Ui *ui, const char *id)
{
  guint block = cnd_network_find_block (cnd_document_get_network (ui->document), id);

  g_assert_cmpuint (block, !=, G_MAXUINT);
  return find_item (ui, cnd_scene_find_block (cnd_document_get_scene (ui->document), block));
}

GtkEventController *
ui_find_controller (gpointer widget, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        return controller; /* the widget keeps it */
    }
  g_assert_not_reached ();
}

void
ui_click (Ui *ui, CndPoint point, int n_press)
{
  GtkEventController *click = ui_find_controller (ui->canvas, GTK_TYPE_GESTURE_CLICK);

  for (int i = 1; i <= n_press; i++)
    {
      g_signal_emit_by_name (click, "pressed", i, point.x, point.y);
      g_signal_emit_by_name (click, "released", i, point.x, point.y);
    }
  ui_settle (ui);
}
