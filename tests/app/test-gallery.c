/* The gallery: thumbnails, search, opening. */
#include "ui.h"

static guint
count_cards (GtkFlowBox *models)
{
  guint n = 0;

  while (gtk_flow_box_get_child_at_index (models, (int) n))
    n++;
  return n;
}

/* Once the shipped models are listed. */
static GtkFlowBox *
get_models (Ui *ui)
{
  GtkFlowBox *models = cnd_gallery_page_get_models (cnd_app_window_get_gallery_page (ui->window));

  while (count_cards (models) == 0)
    g_main_context_iteration (NULL, TRUE);
  return models;
}

static void
test_opens (Ui *ui, gconstpointer data)
{
  GtkFlowBox *models = get_models (ui);
  GtkFlowBoxChild *card = gtk_flow_box_get_child_at_index (models, 0);
  g_autoptr (GList) selected = NULL;

  gtk_widget_activate (GTK_WIDGET (card));
  ui_settle (ui);
  g_assert_cmpstr (cnd_document_get_title (ui->document), ==, "AlexNet");
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "graph");
  selected = gtk_flow_box_get_selected_children (models);
  g_assert_nonnull (selected);
  g_assert_true (selected->data == card);
}

static void
test_searches (Ui *ui, gconstpointer data)
{
  GtkEditable *search = cnd_gallery_page_get_search (cnd_app_window_get_gallery_page (ui->window));
  GtkFlowBox *models = get_models (ui);
  guint n_all = count_cards (models);

  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.search", NULL);
  g_assert_true (gtk_widget_has_focus (gtk_window_get_focus (GTK_WINDOW (ui->window))));
  gtk_editable_set_text (search, "googlenet");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (count_cards (models), >, 0);
  g_assert_cmpuint (count_cards (models), <, n_all);
  g_signal_emit_by_name (search, "activate");
  ui_settle (ui);
  g_assert_cmpstr (cnd_document_get_title (ui->document), ==, "GoogLeNet");
  gtk_editable_set_text (search, "no such thing");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (count_cards (models), ==, 0);
}

static void
test_thumbnails (Ui *ui, gconstpointer data)
{
  GtkFlowBox *models = get_models (ui);
  CndModelCard *card = CND_MODEL_CARD (gtk_flow_box_get_child_at_index (models, 0));

  while (!cnd_model_card_has_picture (card))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL));
}

/* The one that ships is there, with what it came to, and opens. */
static gboolean
says (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget))
    return strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    if (says (child, text))
      return TRUE;
  return FALSE;
}

static void
test_runs (Ui *ui, gconstpointer data)
{
  GtkFlowBox *runs = cnd_gallery_page_get_runs (cnd_app_window_get_gallery_page (ui->window));
  CndModelCard *card;

  while (count_cards (runs) == 0)
    g_main_context_iteration (NULL, TRUE);
  card = CND_MODEL_CARD (gtk_flow_box_get_child_at_index (runs, (int) count_cards (runs) - 1));
  g_assert_true (g_str_has_suffix (cnd_model_item_get_open_name (cnd_model_card_get_item (card)), "classroom.safetensors"));
  while (!cnd_model_card_has_picture (card))
    g_main_context_iteration (NULL, TRUE);
  /* its words are the run's in any digits */
  g_assert_true (says (GTK_WIDGET (card), "CondenseNet for the classroom") && says (GTK_WIDGET (card), "6 epochs"));
  cnd_settings_set_digits (cnd_document_get_settings (ui->document), CND_DIGITS_PERSIAN);
  g_assert_true (says (GTK_WIDGET (card), "CondenseNet for the classroom") && says (GTK_WIDGET (card), "۶"));
  gtk_widget_activate (GTK_WIDGET (card));
  while (cnd_app_window_get_playback (ui->window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  ui_settle (ui);
  g_assert_cmpstr (cnd_app_window_get_view (ui->window), ==, "run");
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/gallery/a-card-opens-its-model", test_opens },
    { "/app/gallery/a-search-narrows-and-opens", test_searches },
    { "/app/gallery/cards-show-the-models", test_thumbnails },
    { "/app/gallery/runs-are-listed-and-open", test_runs },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
