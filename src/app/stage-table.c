/* The table of stages. */
#include "config.h"

#include "stage-table-private.h"

#include "table-column-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PALE 0.45 /* of the accent: the stages that are not the current one */

struct _CndStageTable
{
  AdwBin parent_instance;
  CndSettings *settings;
  CndDocument *document; /* (nullable): says which figures are covered */
  GArray *stages; /* (nullable) CndStageCounts */
  guint current;
  GtkBox *box;
  struct
  {
    GtkWidget *group;
    GtkLabel *title, *change;
    GtkListBox *list;
  } figures[CND_N_STAGE_FIGURES];
};

/* A row's widgets hang on it. */
typedef struct
{
  guint stage;
  CndStageFigure figure;
  GtkWidget *item;
  GtkLabel *number, *value, *note;
  CndShareBar *bar;
  double share;
} Row;

G_DEFINE_FINAL_TYPE (CndStageTable, cnd_stage_table, ADW_TYPE_BIN)

static guint stage_chosen;

/* ---- Figures ------------------------------------------------------------------------ */

static double
get_figure (const CndStageCounts *row, CndStageFigure figure)
{
  switch (figure)
    {
    case CND_STAGE_PARAMETERS: return (double) row->parameters;
    case CND_STAGE_MACS: return (double) row->macs;
    case CND_STAGE_OPERATIONS: return (double) row->operations;
    case CND_STAGE_MEMORY: return (double) row->memory_bytes;
    case CND_STAGE_WEIGHTS: return (double) row->learned_weights;
    default: return row->test_error;
    }
}

static const char *
get_title (CndStageFigure figure, CndConvention convention)
{
  switch (figure)
    {
    case CND_STAGE_PARAMETERS: return cnd_analysis_get_figure_title (CND_FIGURE_PARAMETERS);
    case CND_STAGE_MACS: return cnd_analysis_get_figure_title (CND_FIGURE_MACS);
    case CND_STAGE_OPERATIONS:
      return convention == CND_CONVENTION_SUMMARY ? _("Total size, as the summary adds it")
             : cnd_analysis_get_figure_title (convention == CND_CONVENTION_CONDENSENET ? CND_FIGURE_OPERATIONS : CND_FIGURE_FLOPS);
    case CND_STAGE_MEMORY: return _("Memory");
    case CND_STAGE_WEIGHTS: return _("Weights of learned groups");
    default: return _("Test error");
    }
}

static char *
format_figure (CndStageTable *self, const CndStageCounts *row, CndStageFigure figure)
{
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  double value = get_figure (row, figure);
  gboolean is_size = figure == CND_STAGE_MEMORY
                     || (figure == CND_STAGE_OPERATIONS && cnd_settings_get_convention (self->settings) == CND_CONVENTION_SUMMARY);

  if (figure == CND_STAGE_ERROR)
    {
      g_autofree char *percent = isfinite (value) ? cnd_base_format_decimal (style, 100 * value, 2) : NULL;
      return percent != NULL ? g_strdup_printf (_("%s %%"), percent) : g_strdup ("–");
    }
  return is_size ? cnd_base_format_bytes (style, (guint64) value) : cnd_base_format_count (style, (guint64) value);
}

static gboolean
applies (CndStageTable *self, CndStageFigure figure)
{
  for (guint i = 0; figure == CND_STAGE_ERROR && i < self->stages->len; i++)
    if (isfinite (g_array_index (self->stages, CndStageCounts, i).test_error))
      return TRUE;
  /* operations of the default convention are more than multiply-adds, those of the paper are shown even where they are as many */
  return figure != CND_STAGE_ERROR;
}

/* "−33 %", or what the error was right after the inputs fell. */
static char *
format_note (CndStageTable *self, const CndStageCounts *row, CndStageFigure figure)
{
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  double value = get_figure (row, figure), first = get_figure (&g_array_index (self->stages, CndStageCounts, 0), figure);
  g_autofree char *number = NULL;

  if (figure == CND_STAGE_ERROR)
    {
      number = isfinite (row->test_error_start) ? cnd_base_format_decimal (style, 100 * row->test_error_start, 1) : NULL;
      /* Translators: the test error that a stage began with */
      return number != NULL ? g_strdup_printf (_("from %s %%"), number) : g_strdup ("");
    }
  if (first <= 0 || value == first)
    return g_strdup ("");
  number = cnd_base_format_decimal (style, 100 * fabs (1 - value / first), 0);
  return g_strdup_printf (_("%s%s %%"), value < first ? "−" : "+", number);
}

/* ---- Predict, then reveal ------------------------------------------------------------ */

/* As a document knows it. Returns: (transfer full) */
static char *
name_figure (CndStageFigure figure, guint stage)
{
  return g_strdup_printf ("stage.%u.%u", (guint) figure, stage);
}

static gboolean
is_covered (CndStageTable *self, CndStageFigure figure, guint i)
{
  g_autofree char *name = name_figure (figure, g_array_index (self->stages, CndStageCounts, i).stage);

  return self->document != NULL && cnd_document_is_covered (self->document, name);
}

/* ---- Rows --------------------------------------------------------------------------- */

static Row *
get_row (CndStageTable *self, CndStageFigure figure, guint i)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->figures[figure].list, (int) i);

  return row != NULL ? g_object_get_data (G_OBJECT (row), "row") : NULL;
}

/* Numbers end at the right in every language. */
static GtkLabel *
add_label (GtkWidget *box, int width, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_width_chars (GTK_LABEL (label), width);
  gtk_label_set_xalign (GTK_LABEL (label), gtk_widget_get_direction (box) == GTK_TEXT_DIR_RTL ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_row (CndStageTable *self, CndStageFigure figure)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  Row *row = g_new0 (Row, 1);

  row->figure = figure;
  row->item = gtk_list_box_row_new ();
  row->number = add_label (box, 2, "dim-label");
  row->bar = CND_SHARE_BAR (cnd_share_bar_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (row->bar), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (row->bar));
  row->value = add_label (box, 11, NULL);
  row->note = add_label (box, figure == CND_STAGE_ERROR ? 11 : 6, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (row->note), "caption");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row->item), box);
  g_object_set_data_full (G_OBJECT (row->item), "row", row, g_free);
  gtk_list_box_append (self->figures[figure].list, row->item);
}

static void
fill_row (CndStageTable *self, CndStageFigure figure, guint i, double largest)
{
  const CndStageCounts *counts = &g_array_index (self->stages, CndStageCounts, i);
  Row *row = get_row (self, figure, i);
  double value = get_figure (counts, figure);
  g_autofree char *number = cnd_base_format_count (cnd_settings_get_numbers (self->settings), counts->stage);
  gboolean covered = is_covered (self, figure, i);
  g_autofree char *text = covered ? g_strdup ("?") : format_figure (self, counts, figure);
  g_autofree char *note = covered ? g_strdup ("") : format_note (self, counts, figure);
  g_autofree char *stage = g_strdup_printf (_("Stage %s"), number);
  g_autofree char *label = g_strdup_printf ("%s, %s: %s %s", stage, gtk_label_get_label (self->figures[figure].title), text, note);

  row->stage = counts->stage;
  row->share = isfinite (value) && largest > 0 && !covered ? value / largest : 0;
  gtk_label_set_label (row->number, number);
  gtk_label_set_label (row->value, text);
  gtk_label_set_label (row->note, note);
  gtk_widget_set_tooltip_text (row->item, stage);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->item), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* A slider is being moved: rows stay where they can. */
static void
set_n_rows (CndStageTable *self, CndStageFigure figure, guint n)
{
  GtkListBoxRow *last;

  while ((last = gtk_list_box_get_row_at_index (self->figures[figure].list, (int) n)) != NULL)
    gtk_list_box_remove (self->figures[figure].list, GTK_WIDGET (last));
  while (n > 0 && get_row (self, figure, n - 1) == NULL)
    add_row (self, figure);
}

/* What changes while a run plays: the mark, and before → now. */
static void
mark_current (CndStageTable *self, CndStageFigure figure)
{
  CndColor accent = cnd_scene_get_accent_color (cnd_settings_get_theme (self->settings)), pale = accent;
  g_autofree char *change = NULL;

  pale.alpha *= PALE;
  for (guint i = 0; i < self->stages->len; i++)
    {
      Row *row = get_row (self, figure, i);
      gboolean now = row->stage == self->current;

      cnd_share_bar_set (row->bar, row->share, now ? accent : pale);
      if (!now)
        gtk_widget_remove_css_class (row->item, "current-stage");
      else
        {
          const CndStageCounts *stages = (const CndStageCounts *) (gpointer) self->stages->data;
          g_autofree char *first = is_covered (self, figure, 0) ? g_strdup ("?") : format_figure (self, &stages[0], figure);
          g_autofree char *value = is_covered (self, figure, i) ? g_strdup ("?") : format_figure (self, &stages[i], figure);

          gtk_widget_add_css_class (row->item, "current-stage");
          /* Translators: a figure before and now */
          change = i > 0 ? g_strdup_printf (_("%s → %s"), first, value) : g_strdup (value);
        }
      gtk_accessible_update_state (GTK_ACCESSIBLE (row->item), GTK_ACCESSIBLE_STATE_SELECTED, now, -1);
    }
  gtk_label_set_label (self->figures[figure].change, change != NULL ? change : "");
}

static void
update_current (CndStageTable *self)
{
  for (guint f = 0; self->stages != NULL && f < CND_N_STAGE_FIGURES; f++)
    if (applies (self, f))
      mark_current (self, f);
}

static void
rebuild (CndStageTable *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->box), self->stages != NULL && self->stages->len > 1);
  for (guint f = 0; f < CND_N_STAGE_FIGURES; f++)
    {
      gboolean shown = self->stages != NULL && applies (self, f);
      double largest = 0;

      set_n_rows (self, f, shown ? self->stages->len : 0);
      gtk_widget_set_visible (self->figures[f].group, shown);
      if (!shown)
        continue;
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->figures[f].title),
                                   f == CND_STAGE_MEMORY ? _("Weights, and activations at their peak, at 4 bytes a number") : NULL);
      gtk_label_set_label (self->figures[f].title, get_title (f, cnd_settings_get_convention (self->settings)));
      for (guint i = 0; i < self->stages->len; i++)
        {
          double value = get_figure (&g_array_index (self->stages, CndStageCounts, i), f);
          largest = isfinite (value) ? MAX (largest, value) : largest;
        }
      for (guint i = 0; i < self->stages->len; i++)
        fill_row (self, f, i, largest);
    }
  update_current (self);
}

static void
row_activated (CndStageTable *self, GtkListBoxRow *row)
{
  const Row *found = g_object_get_data (G_OBJECT (row), "row");
  g_autofree char *name = name_figure (found->figure, found->stage);

  if (self->document != NULL && cnd_document_is_covered (self->document, name))
    cnd_document_uncover (self->document, name);
  else
    g_signal_emit (self, stage_chosen, 0, found->stage);
}

/* ---- What may be asked -------------------------------------------------------------- */

void
cnd_stage_table_set_settings (CndStageTable *self, CndSettings *settings)
{
  g_return_if_fail (CND_IS_STAGE_TABLE (self) && self->settings == NULL);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::theme", G_CALLBACK (update_current), self, G_CONNECT_SWAPPED);
}

void
cnd_stage_table_set_document (CndStageTable *self, CndDocument *document)
{
  g_return_if_fail (CND_IS_STAGE_TABLE (self) && self->document == NULL);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
}

void
cnd_stage_table_set_stages (CndStageTable *self, GArray *stages)
{
  g_return_if_fail (CND_IS_STAGE_TABLE (self) && self->settings != NULL);
  g_clear_pointer (&self->stages, g_array_unref);
  self->stages = stages != NULL && stages->len > 0 ? g_array_ref (stages) : NULL;
  rebuild (self);
}

void
cnd_stage_table_set_current (CndStageTable *self, guint stage)
{
  g_return_if_fail (CND_IS_STAGE_TABLE (self));
  if (self->current == stage)
    return;
  self->current = stage;
  update_current (self);
}

GtkListBox *
cnd_stage_table_get_list (CndStageTable *self, CndStageFigure figure)
{
  return self->figures[figure].list;
}

const char *
cnd_stage_table_get_change (CndStageTable *self, CndStageFigure figure)
{
  return gtk_label_get_label (self->figures[figure].change);
}

const char *
cnd_stage_table_get_value (CndStageTable *self, CndStageFigure figure, guint row)
{
  return gtk_label_get_label (get_row (self, figure, row)->value);
}

gboolean
cnd_stage_table_is_current (CndStageTable *self, CndStageFigure figure, guint row)
{
  return gtk_widget_has_css_class (get_row (self, figure, row)->item, "current-stage");
}

/* ---- Object ------------------------------------------------------------------------- */

static void
stage_table_dispose (GObject *object)
{
  CndStageTable *self = CND_STAGE_TABLE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->document);
  g_clear_pointer (&self->stages, g_array_unref);
  G_OBJECT_CLASS (cnd_stage_table_parent_class)->dispose (object);
}

static void
cnd_stage_table_class_init (CndStageTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = stage_table_dispose;
  stage_chosen = g_signal_new ("stage-chosen", CND_TYPE_STAGE_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
add_group (CndStageTable *self, CndStageFigure figure)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *title = gtk_label_new (NULL), *change = gtk_label_new (NULL);
  GtkWidget *list = gtk_list_box_new (), *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_add_css_class (change, "numeric");
  gtk_widget_add_css_class (change, "change");
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), change);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "stage-list");
  gtk_box_append (GTK_BOX (group), head);
  gtk_box_append (GTK_BOX (group), list);
  gtk_box_append (self->box, group);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (row_activated), self);
  self->figures[figure].group = group;
  self->figures[figure].title = GTK_LABEL (title);
  self->figures[figure].change = GTK_LABEL (change);
  self->figures[figure].list = GTK_LIST_BOX (list);
}

static void
cnd_stage_table_init (CndStageTable *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self->box), FALSE);
  for (guint f = 0; f < CND_N_STAGE_FIGURES; f++)
    add_group (self, f);
}

GtkWidget *
cnd_stage_table_new (void)
{
  return g_object_new (CND_TYPE_STAGE_TABLE, NULL);
}
