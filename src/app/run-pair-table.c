/* The table between two runs. */
#include "config.h"

#include "run-pair-view-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

enum { ROW_STEP, ROW_STAGE, ROW_PARAMETERS, ROW_MACS, ROW_OPERATIONS, ROW_WEIGHTS, ROW_LOSS, ROW_ERROR, N_ROWS };
#define N_COLUMNS 3u
#define MAX_SETTINGS 12u

struct _CndRunPairTable
{
  AdwBin parent_instance;
  GtkLabel *titles[N_ROWS], *cells[N_ROWS][N_COLUMNS];
  GtkLabel *settings;
};

G_DEFINE_FINAL_TYPE (CndRunPairTable, cnd_run_pair_table, ADW_TYPE_BIN)

/* ---- Figures ------------------------------------------------------------------------ */

/* The last loss, and the test error that was evaluated last. */
static void
find_errors (CndRecording *recording, CndPosition position, double *figures)
{
  guint n_epochs, n_condensings;
  guint64 n_losses;
  const CndRecordedEpoch *epochs = cnd_recording_get_epochs (recording, &n_epochs);
  const CndRecordedCondensing *condensings = cnd_recording_get_condensings (recording, &n_condensings);
  const CndRecordedConversion *conversion = cnd_recording_get_conversion (recording);
  const float *losses = cnd_recording_get_losses (recording, &n_losses);
  guint64 at = 0;

  if (losses != NULL && position.step > 0 && position.step <= n_losses)
    figures[ROW_LOSS] = losses[position.step - 1];
  for (guint i = 0; i < n_epochs && epochs[i].step <= position.step; i++)
    if (isfinite (epochs[i].test_error))
      {
        figures[ROW_ERROR] = epochs[i].test_error;
        at = epochs[i].step;
      }
  for (guint i = 0; i < n_condensings && i < position.condensings; i++)
    if (isfinite (condensings[i].test_error) && condensings[i].step >= at)
      figures[ROW_ERROR] = condensings[i].test_error;
  if (position.converted && conversion != NULL)
    figures[ROW_ERROR] = conversion->test_error_converted;
}

static void
find_figures (CndRecording *recording, CndPosition position, CndConvention convention, double *figures)
{
  g_autoptr (CndReport) report = cnd_recording_count (recording, position, convention, NULL);
  guint n;
  const CndRecordedLayer *layers = cnd_recording_get_layers (recording, &n);

  for (guint r = 0; r < N_ROWS; r++)
    figures[r] = NAN;
  figures[ROW_STEP] = (double) position.step;
  figures[ROW_STAGE] = cnd_recording_get_stage (recording, position);
  find_errors (recording, position, figures);
  if (report == NULL)
    return;
  figures[ROW_PARAMETERS] = (double) cnd_report_get_total (report)->parameters;
  figures[ROW_MACS] = (double) cnd_report_get_total (report)->macs;
  figures[ROW_OPERATIONS] = (double) cnd_report_get_total (report)->operations;
  figures[ROW_WEIGHTS] = 0;
  for (guint i = 0; i < n; i++)
    figures[ROW_WEIGHTS] += (double) cnd_report_get_layer (report, layers[i].layer)->terms[CND_TERM_WEIGHTS];
}

static const char *
get_title (guint row, CndConvention convention)
{
  switch (row)
    {
    case ROW_STEP: return _("Step");
    case ROW_STAGE: return _("Stage");
    case ROW_PARAMETERS: return cnd_analysis_get_figure_title (CND_FIGURE_PARAMETERS);
    case ROW_MACS: return cnd_analysis_get_figure_title (CND_FIGURE_MACS);
    case ROW_OPERATIONS:
      return cnd_analysis_get_figure_title (convention == CND_CONVENTION_CONDENSENET ? CND_FIGURE_OPERATIONS : CND_FIGURE_FLOPS);
    case ROW_WEIGHTS: return _("Weights of learned groups");
    case ROW_LOSS: return _("Loss");
    default: return _("Test error");
    }
}

static char *
format (guint row, double value, CndNumberStyle style)
{
  g_autofree char *number = NULL;

  if (!isfinite (value))
    return g_strdup ("–");
  if (row == ROW_LOSS)
    return cnd_base_format_decimal (style, value, 3);
  if (row != ROW_ERROR)
    return cnd_base_format_count (style, (guint64) value);
  number = cnd_base_format_decimal (style, 100 * value, 2);
  return g_strdup_printf (_("%s %%"), number);
}

static char *
format_difference (guint row, double left, double right, CndNumberStyle style)
{
  g_autofree char *number = NULL;

  if (!isfinite (left) || !isfinite (right))
    return g_strdup ("–");
  if (left == right)
    return g_strdup ("=");
  number = format (row, fabs (right - left), style);
  return g_strconcat (right < left ? "−" : "+", number, NULL);
}

/* ---- Settings ----------------------------------------------------------------------- */

static GHashTable *
read_settings (CndRecording *recording)
{
  static const char *const keys[] = { "options", "parameters" };
  GHashTable *settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint k = 0; k < G_N_ELEMENTS (keys); k++)
    {
      const char *text = cnd_recording_get_text (recording, keys[k]);
      g_auto (GStrv) words = g_strsplit (text != NULL ? text : "", " ", -1);

      for (guint i = 0; words[i] != NULL; i++)
        {
          char *equals = strchr (words[i], '=');
          if (equals != NULL)
            g_hash_table_insert (settings, g_strndup (words[i], (gsize) (equals - words[i])), g_strdup (equals + 1));
        }
    }
  return settings;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* "criterion: l1 | random", a line each. Returns: (transfer full) */
static char *
list_differences (CndRecording *const *recordings)
{
  g_autoptr (GHashTable) left = read_settings (recordings[0]), right = read_settings (recordings[1]);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, left);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char *other = g_hash_table_lookup (right, key);
      if (g_strcmp0 (value, other) != 0)
        g_ptr_array_add (lines, g_strdup_printf ("%s: %s | %s", (char *) key, (char *) value, other != NULL ? other : "–"));
    }
  g_hash_table_iter_init (&iter, right);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (!g_hash_table_contains (left, key))
      g_ptr_array_add (lines, g_strdup_printf ("%s: – | %s", (char *) key, (char *) value));
  if (lines->len == 0)
    return g_strdup (_("All settings are the same."));
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_set_size (lines, (gint) MIN (lines->len, MAX_SETTINGS));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **) lines->pdata);
}

/* ---- What is shown ------------------------------------------------------------------ */

void
cnd_run_pair_table_show (CndRunPairTable *self, CndRecording *const *recordings, const CndPosition *positions, CndSettings *settings)
{
  CndConvention convention = cnd_settings_get_convention (settings);
  CndNumberStyle style = cnd_settings_get_numbers (settings);
  g_autofree char *differences = list_differences (recordings);
  double figures[2][N_ROWS];

  g_return_if_fail (CND_IS_RUN_PAIR_TABLE (self));
  for (guint side = 0; side < 2; side++)
    find_figures (recordings[side], positions[side], convention, figures[side]);
  for (guint r = 0; r < N_ROWS; r++)
    {
      g_autofree char *difference = format_difference (r, figures[0][r], figures[1][r], style);

      gtk_label_set_label (self->titles[r], get_title (r, convention));
      for (guint side = 0; side < 2; side++)
        {
          g_autofree char *text = format (r, figures[side][r], style);
          gtk_label_set_label (self->cells[r][side], text);
        }
      gtk_label_set_label (self->cells[r][2], difference);
    }
  gtk_label_set_label (self->settings, differences);
}

const char *
cnd_run_pair_table_get_cell (CndRunPairTable *self, guint row, guint column)
{
  g_return_val_if_fail (CND_IS_RUN_PAIR_TABLE (self) && row < N_ROWS && column < N_COLUMNS, NULL);
  return gtk_label_get_label (self->cells[row][column]);
}

static void
cnd_run_pair_table_class_init (CndRunPairTableClass *klass)
{
}

static GtkLabel *
add_label (GtkGrid *grid, const char *text, guint column, guint row, float xalign, const char *class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, class);
  gtk_grid_attach (grid, label, (int) column, (int) row, column == 0 ? 3 : 1, 1);
  return GTK_LABEL (label);
}

static void
cnd_run_pair_table_init (CndRunPairTable *self)
{
  float end = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL ? 0 : 1;
  GtkGrid *grid = GTK_GRID (gtk_grid_new ());

  gtk_grid_set_column_spacing (grid, 12);
  gtk_grid_set_row_spacing (grid, 2);
  gtk_grid_set_column_homogeneous (grid, TRUE);
  for (guint r = 0; r < N_ROWS; r++)
    {
      self->titles[r] = add_label (grid, NULL, 0, 2 * r, 0, "heading");
      for (guint c = 0; c < N_COLUMNS; c++)
        {
          GtkWidget *label = gtk_label_new (NULL);

          gtk_label_set_xalign (GTK_LABEL (label), end);
          gtk_widget_add_css_class (label, "numeric");
          if (c == 2)
            gtk_widget_add_css_class (label, "change");
          gtk_widget_set_margin_bottom (label, 6);
          gtk_grid_attach (grid, label, (int) c, (int) (2 * r + 1), 1, 1);
          self->cells[r][c] = GTK_LABEL (label);
        }
    }
  add_label (grid, _("Settings that differ"), 0, 2 * N_ROWS, 0, "heading");
  self->settings = add_label (grid, NULL, 0, 2 * N_ROWS + 1, 0, "dim-label");
  gtk_label_set_wrap (self->settings, TRUE);
  gtk_label_set_wrap_mode (self->settings, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (self->settings, 30);
  gtk_label_set_selectable (self->settings, TRUE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (grid));
}

GtkWidget *
cnd_run_pair_table_new (void)
{
  return g_object_new (CND_TYPE_RUN_PAIR_TABLE, NULL);
}
