/* The what-if panel: sliders, offers, presets, stages. */
#include "ui.h"

#include <string.h>

static guint
find_parameter (Ui *ui, const char *name)
{
  gint parameter = cnd_architecture_find_parameter (cnd_document_get_architecture (ui->document), name, NULL);

  g_assert_cmpint (parameter, >=, 0);
  return (guint) parameter;
}

static CndParameterRow *
get_row (Ui *ui, const char *name)
{
  return cnd_what_if_get_row (cnd_app_window_get_what_if (ui->window), find_parameter (ui, name));
}

static void
move_slider (Ui *ui, const char *name, guint element, double value)
{
  CndValueRow *row = cnd_parameter_row_get_value_row (get_row (ui, name), element);

  gtk_adjustment_set_value (cnd_value_row_get_adjustment (row), value);
  ui_settle (ui);
}

static void
test_slider (Ui *ui, gconstpointer data)
{
  CndTotals *totals = cnd_app_window_get_totals (ui->window);
  g_autofree char *before = NULL;
  CndScene *scene;
  guint painted;

  ui_open (ui, "condensenet.json:86");
  cnd_app_window_show_page (ui->window, "what-if");
  before = g_strdup (cnd_totals_get_value (totals, 0));
  g_assert_cmpstr (cnd_totals_get_change (totals, 0), ==, "");
  scene = cnd_document_get_scene (ui->document);
  painted = cnd_tiles_get_n_painted (ui->canvas->tiles);
  move_slider (ui, "growth", 0, 16);
  g_assert_cmpstr (cnd_totals_get_value (totals, 0), !=, before);
  g_assert_true (g_str_has_prefix (cnd_totals_get_change (totals, 0), "was 1.5 M (+"));
  g_assert_true (cnd_document_get_scene (ui->document) != scene);
  g_assert_cmpuint (cnd_tiles_get_n_painted (ui->canvas->tiles), >, painted);
  /* undone: as before, the slider too */
  gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.undo", NULL);
  ui_settle (ui);
  g_assert_cmpstr (cnd_totals_get_value (totals, 0), ==, before);
  g_assert_cmpint (cnd_value_row_get_value (cnd_parameter_row_get_value_row (get_row (ui, "growth"), 0)), ==, 8);
}

static void
test_forbidden (Ui *ui, gconstpointer data)
{
  CndScene *scene;
  CndParameterRow *row;
  GtkButton *button;

  ui_open (ui, "condensenet.json:86");
  cnd_app_window_show_page (ui->window, "what-if");
  row = get_row (ui, "groups");
  scene = cnd_document_get_scene (ui->document);
  g_assert_false (cnd_parameter_row_shows_problem (row));
  move_slider (ui, "groups", 0, 3);
  g_assert_true (cnd_parameter_row_shows_problem (row));
  g_assert_true (cnd_document_get_scene (ui->document) == scene);
  button = cnd_parameter_row_get_below_button (row);
  g_assert_nonnull (button);
  g_assert_cmpstr (gtk_button_get_label (button), ==, "Use 2");
  g_signal_emit_by_name (button, "clicked");
  ui_settle (ui);
  g_assert_false (cnd_parameter_row_shows_problem (row));
  g_assert_true (cnd_document_get_scene (ui->document) != scene);
  g_assert_cmpint (cnd_value_row_get_value (cnd_parameter_row_get_value_row (row, 0)), ==, 2);
}

static void
test_choices (Ui *ui, gconstpointer data)
{
  CndWhatIf *what_if = cnd_app_window_get_what_if (ui->window);
  CndTotals *totals = cnd_app_window_get_totals (ui->window);

  ui_open (ui, "condensenet.json:86");
  gtk_drop_down_set_selected (cnd_what_if_get_conventions (what_if), CND_CONVENTION_CONDENSENET);
  ui_settle (ui);
  /* as published: 0.52 M parameters, 65.8 M operations */
  g_assert_cmpstr (cnd_totals_get_value (totals, 2), ==, "65,816,394");
  gtk_drop_down_set_selected (cnd_what_if_get_stages (what_if), 0);
  ui_settle (ui);
  g_assert_nonnull (strstr (cnd_document_get_subtitle (ui->document), "dense"));
  g_assert_cmpstr (cnd_totals_get_value (totals, 2), !=, "65,816,394");
  gtk_drop_down_set_selected (cnd_what_if_get_presets (what_if), 0);
  ui_settle (ui);
  g_assert_cmpint (cnd_document_get_preset (ui->document), ==, 0);
}

static void
test_lists (Ui *ui, gconstpointer data)
{
  CndWhatIf *what_if = cnd_app_window_get_what_if (ui->window);

  ui_open (ui, "condensenet.json:86");
  g_assert_nonnull (cnd_parameter_row_get_value_row (get_row (ui, "growth"), 2));
  g_assert_null (cnd_parameter_row_get_value_row (get_row (ui, "growth"), 3));
  /* rows of the former model are gone when another one opens */
  ui_open (ui, "alexnet.json");
  g_assert_null (cnd_what_if_get_row (what_if, cnd_document_get_architecture (ui->document)->n_parameters));
}

int
main (int argc, char *argv[])
{
  static const UiTest tests[] = {
    { "/app/what-if/a-slider-moves-picture-and-counts", test_slider },
    { "/app/what-if/a-forbidden-value-offers-another", test_forbidden },
    { "/app/what-if/preset-stage-and-convention-are-chosen", test_choices },
    { "/app/what-if/a-list-has-a-slider-an-element", test_lists },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
