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
type (Ui *ui, CndValueRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (cnd_value_row_get_spin (row)), text);
  gtk_spin_button_update (cnd_value_row_get_spin (row));
  ui_settle (ui);
}

static const char *
get_text (CndValueRow *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (cnd_value_row_get_spin (row)));
}

static void
test_limits (Ui *ui, gconstpointer data)
{
  static const char *const refused[] = { "999999", "-3", "abc", "", "-", "1-2" };
  CndParameterRow *row;
  CndValueRow *value;

  ui_open (ui, "condensenet.json:86");
  cnd_app_window_show_page (ui->window, "what-if");
  row = get_row (ui, "growth");
  value = cnd_parameter_row_get_value_row (row, 0);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      type (ui, value, refused[i]);
      g_assert_cmpstr (get_text (value), ==, "8");
      g_assert_cmpint (cnd_value_row_get_value (value), ==, 8);
      g_assert_true (cnd_parameter_row_shows_problem (row));
      g_assert_true (g_str_has_prefix (cnd_parameter_row_get_message (row), "Between "));
      g_assert_false (cnd_document_can_undo (ui->document));
    }
  type (ui, value, "16");
  g_assert_cmpint (cnd_value_row_get_value (value), ==, 16);
  g_assert_false (cnd_parameter_row_shows_problem (row));
}

static void
test_undo_in_box (Ui *ui, gconstpointer data)
{
  CndValueRow *row;
  GtkWidget *text;

  ui_open (ui, "condensenet.json:86");
  cnd_app_window_show_page (ui->window, "what-if");
  row = cnd_parameter_row_get_value_row (get_row (ui, "growth"), 0);
  text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (cnd_value_row_get_spin (row))));
  gtk_widget_grab_focus (text);
  type (ui, row, "16");
  type (ui, row, "abc");
  for (guint i = 0; i < 4; i++)
    {
      if (cnd_document_can_undo (ui->document))
        gtk_widget_activate_action (GTK_WIDGET (ui->window), "win.undo", NULL);
      else
        gtk_widget_activate_action (text, "text.undo", NULL); /* which the key falls through to */
      ui_settle (ui);
      g_assert_cmpstr (get_text (row), ==, "8");
    }
  gtk_window_set_focus (GTK_WINDOW (ui->window), NULL);
  ui_settle (ui);
  g_assert_cmpint (cnd_value_row_get_value (row), ==, 8);
  g_assert_false (cnd_document_can_undo (ui->document));
}

static void
test_wheel (Ui *ui, gconstpointer data)
{
  CndValueRow *row;
  GtkWidget *panel;
  GtkAdjustment *adjustment;
  gboolean stopped = FALSE;
  double before;

  ui_open (ui, "condensenet.json:86");
  gtk_window_set_default_size (GTK_WINDOW (ui->window), 1280, 500);
  cnd_app_window_show_page (ui->window, "what-if");
  ui_settle (ui);
  row = cnd_parameter_row_get_value_row (get_row (ui, "growth"), 0);
  panel = gtk_widget_get_ancestor (GTK_WIDGET (row), GTK_TYPE_SCROLLED_WINDOW);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (panel));
  before = gtk_adjustment_get_value (adjustment);
  g_signal_emit_by_name (ui_find_controller (row, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0, 1.0, &stopped);
  g_assert_true (stopped);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, before);
  g_assert_cmpint (cnd_value_row_get_value (row), ==, 8);
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
    { "/app/what-if/what-is-outside-the-limits-is-refused-with-a-word", test_limits },
    { "/app/what-if/undo-in-a-box-shows-the-value", test_undo_in_box },
    { "/app/what-if/the-wheel-scrolls-and-changes-nothing", test_wheel },
    { "/app/what-if/preset-stage-and-convention-are-chosen", test_choices },
    { "/app/what-if/a-list-has-a-slider-an-element", test_lists },
  };

  if (!ui_init (&argc, &argv))
    return 0;
  ui_add_tests (tests, G_N_ELEMENTS (tests));
  return g_test_run ();
}
