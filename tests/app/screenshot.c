/* Makes pictures of the real program, for the README and for looking at: opens a model in a window, does what the options say, and
 * writes what the window then shows. tests/app/screenshot.sh gives it a display. */
#include "ui.h"

typedef struct
{
  char *model, *select, *page, *view, *other, *fold, *expand;
  char **set;
  int width, height;
  gboolean dark, rtl, persian, convention, fit, cover;
} Options;

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "model", 0, 0, G_OPTION_ARG_STRING, &options->model, "Shipped model to open", "FILE[:PRESET]" },
    { "select", 0, 0, G_OPTION_ARG_STRING, &options->select, "Layer to select", "ID" },
    { "expand", 0, 0, G_OPTION_ARG_STRING, &options->expand, "Figure to open into its arithmetic", "FIGURE" },
    { "collapse", 0, 0, G_OPTION_ARG_STRING, &options->fold, "Block to collapse", "ID" },
    { "page", 0, 0, G_OPTION_ARG_STRING, &options->page, "Page of the panel", "inspector|what-if" },
    { "view", 0, 0, G_OPTION_ARG_STRING, &options->view, "View of the window", "gallery|graph|table|chart|compare|verify" },
    { "compare", 0, 0, G_OPTION_ARG_STRING, &options->other, "Shipped model to compare with", "FILE[:PRESET]" },
    { "cover", 0, 0, G_OPTION_ARG_NONE, &options->cover, "Cover the counts", NULL },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->set, "Move a slider", "PARAMETER[ELEMENT]=VALUE" },
    { "width", 0, 0, G_OPTION_ARG_INT, &options->width, "Width of the window", "PIXELS" },
    { "height", 0, 0, G_OPTION_ARG_INT, &options->height, "Height of the window", "PIXELS" },
    { "dark", 0, 0, G_OPTION_ARG_NONE, &options->dark, "Dark", NULL },
    { "rtl", 0, 0, G_OPTION_ARG_NONE, &options->rtl, "Right to left", NULL },
    { "persian", 0, 0, G_OPTION_ARG_NONE, &options->persian, "Persian digits", NULL },
    { "published", 0, 0, G_OPTION_ARG_NONE, &options->convention, "Count as the CondenseNet paper does", NULL },
    { "fit", 0, 0, G_OPTION_ARG_NONE, &options->fit, "Show the whole network", NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("OUT.png");

  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

/* "growth[1]=32" as the slider does it */
static void
move_slider (Ui *ui, const char *text)
{
  g_auto (GStrv) sides = g_strsplit (text, "=", 2);
  g_auto (GStrv) name = g_strsplit_set (sides[0], "[]", 3);
  gint parameter = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), name[0], NULL);
  guint element = name[1] ? (guint) g_ascii_strtoull (name[1], NULL, 10) : 0;
  CndParameterRow *row;

  g_assert_cmpint (parameter, >=, 0);
  row = cnd_what_if_get_row (cnd_app_window_get_what_if (ui->window), (guint) parameter);
  gtk_adjustment_set_value (cnd_value_row_get_adjustment (cnd_parameter_row_get_value_row (row, element)),
                            g_ascii_strtod (sides[1], NULL));
  ui_settle (ui);
}

static void
expand_figure (Ui *ui, const char *name)
{
  CndInspector *inspector = cnd_app_window_get_inspector (ui->window);

  for (guint figure = 0; figure < CND_N_FIGURES; figure++)
    if (g_str_equal (name, cnd_analysis_get_figure_name (figure)))
      cnd_figure_row_set_expanded (cnd_inspector_get_figure (inspector, figure), TRUE);
}

static void
prepare_model (Ui *ui, const Options *options)
{
  CndNetwork *network;

  ui_open (ui, options->model);
  if (options->fold)
    {
      guint block = cnd_network_find_block (cnd_document_get_network (ui->document), options->fold);

      g_assert_cmpuint (block, !=, G_MAXUINT);
      cnd_document_set_block_open (ui->document, block, FALSE);
    }
  for (guint i = 0; options->set && options->set[i]; i++)
    move_slider (ui, options->set[i]);
  network = cnd_document_get_network (ui->document);
  if (options->select)
    cnd_selection_select_layer (cnd_document_get_selection (ui->document), cnd_network_find_layer (network, options->select));
  if (options->page)
    cnd_app_window_show_page (ui->window, options->page);
  if (options->expand)
    expand_figure (ui, options->expand);
  if (options->fit)
    cnd_canvas_fit (ui->canvas);
}

static void
compare (Ui *ui, const char *other)
{
  CndCompareView *view = cnd_app_window_get_compare_view (ui->window);
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *path = g_build_filename (folder, other, NULL);

  cnd_compare_view_compare (view, path);
  while (!cnd_compare_view_get_comparison (view))
    g_main_context_iteration (NULL, TRUE);
}

/* Until the first cards, which are in sight, have their pictures. */
static void
wait_for_cards (Ui *ui)
{
  GtkFlowBox *models = cnd_gallery_page_get_models (cnd_app_window_get_gallery_page (ui->window));

  for (int i = 0; i < 24; i++)
    {
      GtkFlowBoxChild *card;

      while (!(card = gtk_flow_box_get_child_at_index (models, i)) || !cnd_model_card_has_picture (CND_MODEL_CARD (card)))
        g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
save_window (Ui *ui, const char *path)
{
  GtkWidget *widget = GTK_WIDGET (ui->window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  graphene_rect_t area; /* without the window's shadow */

  while (!node) /* what is being drawn anew just now has none */
    {
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

      gtk_widget_queue_draw (widget);
      gtk_test_widget_wait_for_draw (widget);
      gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                              gdk_paintable_get_intrinsic_height (paintable));
      node = gtk_snapshot_to_node (snapshot);
    }
  if (!gtk_widget_compute_bounds (adw_application_window_get_content (ADW_APPLICATION_WINDOW (widget)), widget, &area))
    return FALSE;
  area.origin.x += (gdk_paintable_get_intrinsic_width (paintable) - area.size.width) / 2;
  area.origin.y += (gdk_paintable_get_intrinsic_height (paintable) - area.size.height) / 2;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node, &area);
  return gdk_texture_save_to_png (texture, path);
}

int
main (int argc, char *argv[])
{
  Options options = { .width = 1280, .height = 800 };
  g_autoptr (GError) error = NULL;
  Ui ui = { NULL };
  CndSettings *settings;
  gboolean saved;

  if (!parse_options (&options, &argc, &argv, &error) || argc != 2)
    {
      g_printerr ("%s\n", error ? error->message : "one file name is needed");
      return 2;
    }
  if (!ui_init (&argc, &argv))
    return 1;
  if (options.rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  ui_set_up (&ui, NULL);
  gtk_window_set_default_size (GTK_WINDOW (ui.window), options.width, options.height);
  settings = cnd_application_get_settings (ui.application);
  cnd_settings_set_color_scheme (settings, options.dark ? CND_COLOR_SCHEME_DARK : CND_COLOR_SCHEME_LIGHT);
  cnd_settings_set_digits (settings, options.persian ? CND_DIGITS_PERSIAN : CND_DIGITS_LATIN);
  if (options.convention)
    cnd_settings_set_convention (settings, CND_CONVENTION_CONDENSENET);
  ui_settle (&ui);
  if (options.model)
    prepare_model (&ui, &options);
  if (options.view)
    cnd_app_window_set_view (ui.window, options.view);
  if (g_strcmp0 (cnd_app_window_get_view (ui.window), "gallery") == 0)
    wait_for_cards (&ui);
  if (options.other)
    compare (&ui, options.other);
  if (options.cover)
    cnd_document_set_covered (ui.document, TRUE);
  if (g_strcmp0 (options.view, "verify") == 0)
    while (!cnd_verify_view_get_table (cnd_app_window_get_verify_view (ui.window)))
      g_main_context_iteration (NULL, TRUE);
  ui_settle (&ui);
  saved = save_window (&ui, argv[1]);
  ui_tear_down (&ui, NULL);
  return saved ? 0 : 1;
}
