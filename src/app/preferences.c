/* Preferences: a row for each setting, bound to it both ways. */
#include "config.h"

#include "preferences-private.h"

#include <glib/gi18n-lib.h>

#define MAX_CHOICES 3

typedef struct
{
  const char *property;
  const char *title, *subtitle;
  const char *choices[MAX_CHOICES + 1];
} Row;

static const Row appearance_rows[] = {
  { "color-scheme", N_("Colors"), NULL, { N_("As the desktop"), N_("Light"), N_("Dark") } },
  { "motion", N_("Animations"), N_("Of the diagram, when blocks open and views change"), { N_("As the desktop"), N_("Always"), N_("Never") } },
};

static const Row figure_rows[] = {
  { "digits", N_("Digits"), NULL, { N_("Latin (123)"), N_("Persian (۱۲۳)") } },
  { "units", N_("Units"), N_("Of large counts and of memory"), { N_("Millions, and memory in MiB (1,024)"), N_("Millions, and memory in MB (1,000)"), N_("In full") } },
  { "convention", N_("Counting convention"), N_("Which operations count, and in which unit"), { NULL } },
};

static const Row diagram_rows[] = {
  { "flow", N_("Direction of flow"), N_("From the input to the output"), { N_("Downwards"), N_("To the right") } },
  { "shape", N_("Shape"), NULL, { N_("One strip"), N_("Columns that fill the window") } },
};

static const struct
{
  const char *title;
  const Row *rows;
  guint n_rows;
} groups[] = {
  { N_("Appearance"), appearance_rows, G_N_ELEMENTS (appearance_rows) },
  { N_("Figures"), figure_rows, G_N_ELEMENTS (figure_rows) },
  { N_("Diagrams"), diagram_rows, G_N_ELEMENTS (diagram_rows) },
};

static gboolean
int_to_uint (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_uint (to, (guint) g_value_get_int (from));
  return TRUE;
}

static gboolean
uint_to_int (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  if (g_value_get_uint (from) == GTK_INVALID_LIST_POSITION)
    return FALSE;
  g_value_set_int (to, (int) g_value_get_uint (from));
  return TRUE;
}

static GtkWidget *
make_row (const Row *row, CndSettings *settings)
{
  GtkWidget *combo = adw_combo_row_new ();
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; row->choices[i]; i++)
    gtk_string_list_append (list, _(row->choices[i]));
  for (guint i = 0; !row->choices[0] && i < CND_N_CONVENTIONS; i++)
    gtk_string_list_append (list, cnd_analysis_get_convention_title (i));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (combo), _(row->title));
  if (row->subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (combo), _(row->subtitle));
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (list));
  gtk_accessible_update_property (GTK_ACCESSIBLE (combo), GTK_ACCESSIBLE_PROPERTY_LABEL, _(row->title), -1);
  g_object_bind_property_full (settings, row->property, combo, "selected", G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL,
                               int_to_uint, uint_to_int, NULL, NULL);
  return combo;
}

GtkWidget *
cnd_preferences_window_new (GtkWindow *parent, CndSettings *settings)
{
  GtkWidget *window = g_object_new (ADW_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, "destroy-with-parent", TRUE, "search-enabled", FALSE,
                                    "default-width", 560, "default-height", 560, NULL);
  GtkWidget *page = adw_preferences_page_new ();

  for (guint g = 0; g < G_N_ELEMENTS (groups); g++)
    {
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _(groups[g].title));
      for (guint i = 0; i < groups[g].n_rows; i++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (&groups[g].rows[i], settings));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
    }
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  return window;
}
