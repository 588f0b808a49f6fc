/* Totals of the network, before → now. */
#include "config.h"

#include "totals-private.h"

#include <glib/gi18n-lib.h>

enum { CELL_PARAMETERS, CELL_MACS, CELL_OPERATIONS, CELL_MEMORY, N_CELLS };

struct _CndTotals
{
  AdwBin parent_instance;
  CndDocument *document;
  GtkGrid *grid;
  struct
  {
    GtkLabel *title, *value, *change;
  } cells[N_CELLS];
};

/* Of the network; the inspector calls them so, too. */
static const char *const figure_names[N_CELLS] = {
  [CELL_PARAMETERS] = "/parameters", [CELL_MACS] = "/macs", [CELL_OPERATIONS] = "/flops", [CELL_MEMORY] = "/peak_memory",
};

G_DEFINE_FINAL_TYPE (CndTotals, cnd_totals, ADW_TYPE_BIN)

static guint64
get_figure (CndReport *report, guint cell)
{
  const CndCounts *total = cnd_report_get_total (report);

  switch (cell)
    {
    case CELL_PARAMETERS: return total->parameters;
    case CELL_MACS: return total->macs;
    case CELL_OPERATIONS:
      if (cnd_report_get_convention (report) == CND_CONVENTION_SUMMARY)
        return cnd_report_get_summary_sizes (report).total_bytes;
      return total->operations;
    default: return cnd_report_get_peak_bytes (report, NULL);
    }
}

static gboolean
is_bytes (CndReport *report, guint cell)
{
  return cell == CELL_MEMORY ||
         (cell == CELL_OPERATIONS && cnd_report_get_convention (report) == CND_CONVENTION_SUMMARY);
}

static const char *
get_title (CndReport *report, guint cell)
{
  switch (cell)
    {
    case CELL_PARAMETERS: return cnd_analysis_get_figure_title (CND_FIGURE_PARAMETERS);
    case CELL_MACS: return cnd_analysis_get_figure_title (CND_FIGURE_MACS);
    case CELL_OPERATIONS:
      if (cnd_report_get_convention (report) == CND_CONVENTION_SUMMARY)
        return _("Total size, as the summary adds it");
      if (cnd_report_get_convention (report) == CND_CONVENTION_CONDENSENET)
        return cnd_analysis_get_figure_title (CND_FIGURE_OPERATIONS);
      return cnd_analysis_get_figure_title (CND_FIGURE_FLOPS);
    default: return cnd_analysis_get_figure_title (CND_FIGURE_PEAK_MEMORY);
    }
}

static char *
format_figure (CndReport *report, guint cell, CndNumberStyle style)
{
  guint64 figure = get_figure (report, cell);

  return is_bytes (report, cell) ? cnd_base_format_bytes (style, figure) : cnd_base_format_count (style, figure);
}

/* "was 62.4 M (−12.5 %)" */
static char *
format_change (CndReport *baseline, CndReport *report, guint cell, CndNumberStyle style)
{
  guint64 before = get_figure (baseline, cell), now = get_figure (report, cell);
  g_autofree char *value = NULL, *percent = NULL;
  double change;

  if (before == now)
    return g_strdup ("");
  value = is_bytes (baseline, cell) ? cnd_base_format_bytes (style, before) : cnd_base_format_short (style, before);
  if (before == 0)
    /* Translators: the figure before a change of parameters */
    return g_strdup_printf (_("was %s"), value);
  change = ((double) now - (double) before) / (double) before * 100;
  percent = cnd_base_format_decimal (style, ABS (change), 1);
  /* Translators: the figure before a change, a sign, and by how many percent it changed: was 62.4 M (−12.5 %) */
  return g_strdup_printf (_("was %s (%s%s %%)"), value, change < 0 ? "−" : "+", percent);
}

static void
update_cell (CndTotals *self, CndReport *report, guint cell)
{
  CndNumberStyle style = cnd_settings_get_numbers (cnd_document_get_settings (self->document));
  CndReport *baseline = cnd_document_get_baseline (self->document);
  g_autofree char *value = format_figure (report, cell, style);
  g_autofree char *change = baseline ? format_change (baseline, report, cell, style) : g_strdup ("");

  gboolean covered = cnd_document_is_covered (self->document, figure_names[cell]);

  gtk_label_set_label (self->cells[cell].title, get_title (report, cell));
  gtk_label_set_label (self->cells[cell].value, covered ? "?" : value);
  gtk_label_set_label (self->cells[cell].change, covered ? "" : change);
}

static void
update (CndTotals *self)
{
  CndReport *report = cnd_document_get_report (self->document);

  for (guint cell = 0; report && cell < N_CELLS; cell++)
    update_cell (self, report, cell);
}

void
cnd_totals_set_document (CndTotals *self, CndDocument *document)
{
  g_return_if_fail (CND_IS_TOTALS (self) && !self->document);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_document_get_settings (document), "numbers-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

const char *
cnd_totals_get_value (CndTotals *self, guint cell)
{
  g_return_val_if_fail (CND_IS_TOTALS (self) && cell < N_CELLS, NULL);
  return gtk_label_get_label (self->cells[cell].value);
}

const char *
cnd_totals_get_change (CndTotals *self, guint cell)
{
  g_return_val_if_fail (CND_IS_TOTALS (self) && cell < N_CELLS, NULL);
  return gtk_label_get_label (self->cells[cell].change);
}

static void
totals_dispose (GObject *object)
{
  CndTotals *self = CND_TOTALS (object);

  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_totals_parent_class)->dispose (object);
}

static void
cnd_totals_class_init (CndTotalsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = totals_dispose;
}

static GtkLabel *
add_label (GtkWidget *box, const char *const classes[])
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_css_classes (label, (const char **) classes);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

void
cnd_totals_uncover (CndTotals *self, guint cell)
{
  g_return_if_fail (CND_IS_TOTALS (self) && cell < N_CELLS);
  cnd_document_uncover (self->document, figure_names[cell]);
}

static void
cell_released (GtkGesture *gesture, int n_press, double x, double y, gpointer data)
{
  cnd_totals_uncover (data, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (gesture), "cell")));
}

static void
cnd_totals_init (CndTotals *self)
{
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_set_column_spacing (self->grid, 12);
  gtk_grid_set_row_spacing (self->grid, 8);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->grid));
  for (guint i = 0; i < N_CELLS; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      GtkGesture *click = gtk_gesture_click_new ();

      self->cells[i].title = add_label (box, (const char *[]){ "caption", "dim-label", NULL });
      self->cells[i].value = add_label (box, (const char *[]){ "total", "numeric", NULL });
      self->cells[i].change = add_label (box, (const char *[]){ "caption", "change", "numeric", NULL });
      g_object_set_data (G_OBJECT (click), "cell", GUINT_TO_POINTER (i));
      g_signal_connect (click, "released", G_CALLBACK (cell_released), self);
      gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
      gtk_grid_attach (self->grid, box, (int) i % 2, (int) i / 2, 1, 1);
    }
}
