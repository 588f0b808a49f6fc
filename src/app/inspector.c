/* The inspector. Which figures stand there for what, is a table. */
#include "config.h"

#include "inspector-private.h"

#include <glib/gi18n-lib.h>

struct _CndInspector
{
  AdwBin parent_instance;
  CndDocument *document;
  GtkLabel *title, *path, *kind, *description;
  GtkDrawingArea *swatch;
  CndCategory category;
  GtkButton *toggle;
  GtkWidget *properties_title;
  GtkListBox *properties, *figures;
  CndFigureRow *rows[CND_N_FIGURES];
};

G_DEFINE_FINAL_TYPE (CndInspector, cnd_inspector, ADW_TYPE_BIN)

/* What the inspector shows. */
typedef struct
{
  CndReport *report;
  CndNetwork *network;
  guint layer, block; /* exactly one is not G_MAXUINT; block 0: the network */
  const guint *layers; /* all of them, when several are selected; else NULL */
  guint n_layers;
  CndNumberStyle style;
  const char *language;
} Subject;

static gboolean
find_subject (CndInspector *self, Subject *subject)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  CndSettings *settings = cnd_document_get_settings (self->document);

  subject->report = cnd_document_get_report (self->document);
  if (!subject->report)
    return FALSE;
  subject->network = cnd_document_get_network (self->document);
  subject->layer = cnd_selection_get_layer (selection);
  subject->block = cnd_selection_get_block (selection);
  if (cnd_selection_is_empty (selection))
    subject->block = 0;
  subject->layers = cnd_selection_get_layers (selection, &subject->n_layers);
  if (subject->n_layers < 2)
    subject->layers = NULL;
  subject->style = cnd_settings_get_numbers (settings);
  subject->language = cnd_settings_get_language (settings);
  return TRUE;
}

/* ---- Figures ------------------------------------------------------------------------ */

enum { FOR_LAYER = 1, FOR_BLOCK = 2, UNLESS_ZERO = 4, IN_CONVENTION = 8 };

static const struct
{
  CndFigure figure;
  guint flags;
} figure_table[] = {
  { CND_FIGURE_OUTPUT, FOR_LAYER | FOR_BLOCK },
  { CND_FIGURE_PARAMETERS, FOR_LAYER | FOR_BLOCK },
  { CND_FIGURE_BUFFERS, FOR_LAYER | FOR_BLOCK | UNLESS_ZERO },
  { CND_FIGURE_MACS, FOR_LAYER | FOR_BLOCK },
  { CND_FIGURE_FLOPS, FOR_LAYER | FOR_BLOCK },
  { CND_FIGURE_OPERATIONS, FOR_LAYER | FOR_BLOCK | IN_CONVENTION },
  { CND_FIGURE_ACTIVATIONS, FOR_LAYER | FOR_BLOCK },
  { CND_FIGURE_PEAK_MEMORY, FOR_BLOCK },
  { CND_FIGURE_RECEPTIVE_FIELD, FOR_LAYER },
  { CND_FIGURE_INTENSITY, FOR_LAYER | FOR_BLOCK },
};

static const CndCounts *
get_counts (const Subject *subject)
{
  if (subject->layer != G_MAXUINT)
    return cnd_report_get_layer (subject->report, subject->layer);
  return cnd_report_get_block (subject->report, subject->block);
}

static gboolean
figure_applies (const Subject *subject, guint flags)
{
  if (!(flags & (subject->layer != G_MAXUINT ? FOR_LAYER : FOR_BLOCK)))
    return FALSE;
  if ((flags & UNLESS_ZERO) && get_counts (subject)->terms[CND_TERM_BUFFERS] == 0)
    return FALSE;
  if ((flags & IN_CONVENTION) && cnd_report_get_convention (subject->report) != CND_CONVENTION_CONDENSENET)
    return FALSE;
  return TRUE;
}

/* ---- Several layers ----------------------------------------------------------------- */

static const struct
{
  CndFigure figure;
  gsize offset; /* of the count in CndCounts */
  gboolean is_activations;
} sum_table[] = {
  { CND_FIGURE_PARAMETERS, G_STRUCT_OFFSET (CndCounts, parameters), FALSE },
  { CND_FIGURE_MACS, G_STRUCT_OFFSET (CndCounts, macs), FALSE },
  { CND_FIGURE_FLOPS, G_STRUCT_OFFSET (CndCounts, flops), FALSE },
  { CND_FIGURE_OPERATIONS, G_STRUCT_OFFSET (CndCounts, operations), FALSE },
  { CND_FIGURE_ACTIVATIONS, G_STRUCT_OFFSET (CndCounts, activation_elements), TRUE },
};

#define MAX_ADDENDS 12u /* written out in a sum */

/* "34,944 + 614,656 = 649,600"; the report has checked the sum over all layers */
static guint64
add_up (const Subject *subject, gsize offset, GString *numbers)
{
  guint64 sum = 0;

  for (guint i = 0; i < subject->n_layers; i++)
    {
      guint64 count = G_STRUCT_MEMBER (guint64, cnd_report_get_layer (subject->report, subject->layers[i]), offset);
      g_autofree char *text = cnd_base_format_count (subject->style, count);

      sum += count;
      if (i < MAX_ADDENDS)
        g_string_append_printf (numbers, "%s%s", i ? " + " : "", text);
      else if (i == MAX_ADDENDS)
        g_string_append (numbers, " + …");
    }
  return sum;
}

static gboolean
is_any_covered (CndInspector *self, const Subject *subject, CndFigure figure)
{
  for (guint i = 0; i < subject->n_layers; i++)
    {
      const char *id = cnd_network_get_layers (subject->network, NULL)[subject->layers[i]].id;
      g_autofree char *name = g_strdup_printf ("%s/%s", id, cnd_analysis_get_figure_name (figure));

      if (cnd_document_is_covered (self->document, name))
        return TRUE;
    }
  return FALSE;
}

static void
show_sum (CndInspector *self, const Subject *subject, guint row)
{
  CndFigure figure = sum_table[row].figure;
  g_autoptr (GString) numbers = g_string_new (NULL);
  guint64 sum = add_up (subject, sum_table[row].offset, numbers);
  g_auto (CndExplanation) explanation = { NULL };

  if (is_any_covered (self, subject, figure))
    {
      explanation.value = g_strdup ("?");
      explanation.numbers = g_strdup ("");
      explanation.words = g_strdup (_("Predict it, then click to reveal it."));
    }
  else
    {
      explanation.value = cnd_base_format_count (subject->style, sum);
      if (sum_table[row].is_activations)
        {
          g_autofree char *bytes = cnd_base_format_bytes (subject->style, sum * 4);
          g_autofree char *count = g_steal_pointer (&explanation.value);

          explanation.value = g_strdup_printf ("%s (%s)", count, bytes);
        }
      explanation.numbers = g_strdup_printf ("%s = %s", numbers->str, explanation.value);
      explanation.words = g_strdup (_("sum over the selected layers"));
    }
  cnd_figure_row_show (self->rows[figure], cnd_analysis_get_figure_title (figure), &explanation);
  gtk_widget_set_visible (GTK_WIDGET (self->rows[figure]), TRUE);
}

static void
show_sums (CndInspector *self, const Subject *subject)
{
  gboolean published = cnd_report_get_convention (subject->report) == CND_CONVENTION_CONDENSENET;

  for (guint i = 0; i < G_N_ELEMENTS (sum_table); i++)
    if (sum_table[i].figure != CND_FIGURE_OPERATIONS || published)
      show_sum (self, subject, i);
}

/* ---- One layer, one block, the network ----------------------------------------------- */

/* What a figure of the subject is called while counts are covered; those of the network are in the totals, too. */
static char *
name_figure (const Subject *subject, CndFigure figure)
{
  const char *name = cnd_analysis_get_figure_name (figure);

  if (subject->layer != G_MAXUINT)
    return g_strdup_printf ("%s/%s", cnd_network_get_layers (subject->network, NULL)[subject->layer].id, name);
  if (subject->block > 0)
    return g_strdup_printf ("block %s/%s", cnd_network_get_blocks (subject->network, NULL)[subject->block].id, name);
  return g_strdup_printf ("/%s", name);
}

static void
explain (const Subject *subject, CndFigure figure, CndExplanation *explanation)
{
  if (subject->layer != G_MAXUINT)
    cnd_analysis_explain_layer (subject->report, subject->layer, figure, subject->style, explanation);
  else
    cnd_analysis_explain_block (subject->report, subject->block, figure, subject->style, explanation);
}

static void
show_figure (CndInspector *self, const Subject *subject, CndFigure figure)
{
  g_auto (CndExplanation) explanation = { NULL };
  g_autofree char *name = name_figure (subject, figure);

  if (figure != CND_FIGURE_OUTPUT && cnd_document_is_covered (self->document, name)) /* shapes stand in the boxes, too */
    {
      const CndExplanation covered = { (char *) "?", (char *) "", (char *) _("Predict it, then click to reveal it.") };

      cnd_figure_row_show (self->rows[figure], cnd_analysis_get_figure_title (figure), &covered);
      return;
    }
  explain (subject, figure, &explanation);
  cnd_figure_row_show (self->rows[figure], cnd_analysis_get_figure_title (figure), &explanation);
}

static void
show_figures (CndInspector *self, const Subject *subject)
{
  for (guint i = 0; i < G_N_ELEMENTS (figure_table); i++)
    {
      CndFigure figure = figure_table[i].figure;
      gboolean applies = !subject->layers && figure_applies (subject, figure_table[i].flags);

      gtk_widget_set_visible (GTK_WIDGET (self->rows[figure]), applies);
      if (applies)
        show_figure (self, subject, figure);
    }
  if (subject->layers)
    show_sums (self, subject);
}

/* ---- Head --------------------------------------------------------------------------- */

static void
show_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text && *text);
}

static void
draw_swatch (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer data)
{
  CndInspector *self = data;
  CndTheme theme = cnd_settings_get_theme (cnd_document_get_settings (self->document));
  CndColor color = cnd_scene_get_category_color (theme, self->category);

  cairo_set_source_rgba (cairo, color.red, color.green, color.blue, color.alpha);
  cairo_paint (cairo);
}

/* The colour of a layer's kind, as on the canvas. */
static void
show_swatch (CndInspector *self, CndCategory category)
{
  self->category = category;
  gtk_widget_set_visible (GTK_WIDGET (self->swatch), category < CND_N_CATEGORIES);
  gtk_widget_queue_draw (GTK_WIDGET (self->swatch));
}

static void
show_layer_head (CndInspector *self, const Subject *subject)
{
  const CndLayer *layer = &cnd_network_get_layers (subject->network, NULL)[subject->layer];
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  const char *title = layer->statement ? cnd_text_get (layer->statement->title, subject->language) : NULL;

  show_label (self->title, title ? title : layer->name);
  show_label (self->path, g_strcmp0 (layer->id, gtk_label_get_label (self->title)) == 0 ? NULL : layer->id);
  show_label (self->kind, g_dgettext (GETTEXT_PACKAGE, kind->title));
  show_label (self->description, g_dgettext (GETTEXT_PACKAGE, kind->description));
  show_swatch (self, kind->category);
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), FALSE);
}

static const char *
get_block_title (const Subject *subject, const CndBlock *block)
{
  const char *title = block->statement ? cnd_text_get (block->statement->title, subject->language) : NULL;

  if (!title && block->definition)
    title = cnd_text_get (block->definition->title, subject->language);
  return title;
}

static void
show_block_head (CndInspector *self, const Subject *subject)
{
  const CndBlock *block = &cnd_network_get_blocks (subject->network, NULL)[subject->block];
  const char *title = get_block_title (subject, block);
  gboolean open = cnd_document_is_block_open (self->document, subject->block);
  g_autofree char *count = cnd_base_format_count (subject->style, block->n_layers);
  g_autofree char *layers =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Block of %s layer", "Block of %s layers", block->n_layers), count);

  show_label (self->title, block->id);
  show_label (self->path, NULL);
  show_label (self->kind, layers);
  show_label (self->description, title);
  show_swatch (self, CND_N_CATEGORIES);
  gtk_button_set_label (self->toggle, open ? _("Collapse") : _("Expand"));
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), TRUE);
}

static void
show_network_head (CndInspector *self, const Subject *subject)
{
  const CndArchitecture *architecture = cnd_document_get_architecture (self->document);
  g_autofree char *name = cnd_network_dup_name (subject->network);
  guint n_layers;
  g_autofree char *count = NULL, *layers = NULL;

  cnd_network_get_layers (subject->network, &n_layers);
  count = cnd_base_format_count (subject->style, n_layers - 1);
  layers = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Network of %s layer", "Network of %s layers", n_layers - 1), count);
  show_label (self->title, name);
  show_label (self->path, architecture->source);
  show_label (self->kind, layers);
  show_label (self->description, cnd_text_get (architecture->description, subject->language));
  show_swatch (self, CND_N_CATEGORIES);
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), FALSE);
}

static void
show_several_head (CndInspector *self, const Subject *subject)
{
  const CndLayer *layers = cnd_network_get_layers (subject->network, NULL);
  const CndKind *kind = cnd_ops_get_kind (layers[subject->layers[0]].kind);
  g_autofree char *count = cnd_base_format_count (subject->style, subject->n_layers);
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s layer", "%s layers", subject->n_layers), count);
  gboolean same = TRUE;

  for (guint i = 1; i < subject->n_layers; i++)
    same = same && layers[subject->layers[i]].kind == layers[subject->layers[0]].kind;
  show_label (self->title, title);
  show_label (self->path, NULL);
  show_label (self->kind, same ? g_dgettext (GETTEXT_PACKAGE, kind->title) : _("Layers of several kinds"));
  show_label (self->description, NULL);
  show_swatch (self, same ? kind->category : CND_N_CATEGORIES);
  gtk_widget_set_visible (GTK_WIDGET (self->toggle), FALSE);
}

/* ---- Attributes --------------------------------------------------------------------- */

static void
add_property (CndInspector *self, const char *name, const char *value)
{
  gtk_list_box_append (self->properties, cnd_property_row_new (name, value));
}

/* Names of what a layer reads, with shapes: at most four, then how many more. */
static void
add_inputs (CndInspector *self, const Subject *subject, const CndLayer *layer)
{
  const CndLayer *layers = cnd_network_get_layers (subject->network, NULL);
  const guint *inputs = cnd_network_get_inputs (subject->network, layer);
  const guint shown = layer->n_inputs > 4 ? 3 : layer->n_inputs;

  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *shape = cnd_shape_format (&layers[inputs[i]].output, subject->style);
      g_autofree char *name = cnd_base_isolate_text (layers[inputs[i]].id);
      g_autofree char *text = g_strdup_printf ("%s\n%s", name, shape);

      add_property (self, i == 0 ? _("Input") : "", text);
    }
  if (shown < layer->n_inputs)
    {
      g_autofree char *rest = cnd_base_format_count (subject->style, layer->n_inputs - shown);
      g_autofree char *text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %s more", "and %s more", layer->n_inputs - shown), rest);

      add_property (self, "", text);
    }
}

static void
show_layer_properties (CndInspector *self, const Subject *subject)
{
  const CndLayer *layer = &cnd_network_get_layers (subject->network, NULL)[subject->layer];
  const CndKind *kind = cnd_ops_get_kind (layer->kind);

  for (guint i = 0; i < kind->n_attributes; i++)
    {
      g_autofree char *value = cnd_ops_format_attribute (kind, i, &layer->attributes[i], subject->style);

      add_property (self, g_dgettext (GETTEXT_PACKAGE, kind->attributes[i].title), value);
    }
  add_inputs (self, subject, layer);
}

/* Attributes of a kind that all selected layers are of: the value where it is the same, else that it differs. */
static void
show_common_properties (CndInspector *self, const Subject *subject)
{
  const CndLayer *layers = cnd_network_get_layers (subject->network, NULL);
  const CndLayer *first = &layers[subject->layers[0]];
  const CndKind *kind = cnd_ops_get_kind (first->kind);

  for (guint i = 1; i < subject->n_layers; i++)
    if (layers[subject->layers[i]].kind != first->kind)
      return;
  for (guint a = 0; a < kind->n_attributes; a++)
    {
      g_autofree char *value = cnd_ops_format_attribute (kind, a, &first->attributes[a], subject->style);

      for (guint i = 1; i < subject->n_layers; i++)
        {
          g_autofree char *other = cnd_ops_format_attribute (kind, a, &layers[subject->layers[i]].attributes[a], subject->style);

          if (g_strcmp0 (value, other) != 0)
            {
              g_free (value);
              /* Translators: an attribute that is not the same in all selected layers */
              value = g_strdup (_("differs"));
              break;
            }
        }
      add_property (self, g_dgettext (GETTEXT_PACKAGE, kind->attributes[a].title), value);
    }
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))))
    gtk_list_box_remove (list, child);
}

static void
show_properties (CndInspector *self, const Subject *subject)
{
  gboolean any;

  clear_list (self->properties);
  if (subject->layers)
    show_common_properties (self, subject);
  else if (subject->layer != G_MAXUINT)
    show_layer_properties (self, subject);
  any = gtk_list_box_get_row_at_index (self->properties, 0) != NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->properties), any);
  gtk_widget_set_visible (self->properties_title, any);
}

/* ---- All of it ---------------------------------------------------------------------- */

static void
update (CndInspector *self)
{
  Subject subject;

  if (!find_subject (self, &subject))
    return;
  if (subject.layers)
    show_several_head (self, &subject);
  else if (subject.layer != G_MAXUINT)
    show_layer_head (self, &subject);
  else if (subject.block > 0)
    show_block_head (self, &subject);
  else
    show_network_head (self, &subject);
  show_properties (self, &subject);
  show_figures (self, &subject);
}

/* TRUE when there was something to reveal. */
static gboolean
uncover (CndInspector *self, const Subject *subject, CndFigure figure)
{
  g_autofree char *name = subject->layers ? NULL : name_figure (subject, figure);

  if (subject->layers && is_any_covered (self, subject, figure))
    {
      for (guint i = 0; i < subject->n_layers; i++)
        {
          const char *id = cnd_network_get_layers (subject->network, NULL)[subject->layers[i]].id;
          g_autofree char *layer_name = g_strdup_printf ("%s/%s", id, cnd_analysis_get_figure_name (figure));

          cnd_document_uncover (self->document, layer_name);
        }
      return TRUE;
    }
  if (!name || figure == CND_FIGURE_OUTPUT || !cnd_document_is_covered (self->document, name))
    return FALSE;
  cnd_document_uncover (self->document, name);
  return TRUE;
}

static void
figure_activated (CndInspector *self, GtkListBoxRow *row)
{
  Subject subject;

  for (guint figure = 0; figure < CND_N_FIGURES; figure++)
    if (GTK_LIST_BOX_ROW (self->rows[figure]) == row && find_subject (self, &subject) && uncover (self, &subject, figure))
      return;
  cnd_figure_row_set_expanded (CND_FIGURE_ROW (row), !cnd_figure_row_get_expanded (CND_FIGURE_ROW (row)));
}

static void
toggle_clicked (CndInspector *self)
{
  guint block = cnd_selection_get_block (cnd_document_get_selection (self->document));

  if (block != G_MAXUINT)
    cnd_document_set_block_open (self->document, block, !cnd_document_is_block_open (self->document, block));
}

void
cnd_inspector_set_document (CndInspector *self, CndDocument *document)
{
  CndSettings *settings = cnd_document_get_settings (document);

  g_return_if_fail (CND_IS_INSPECTOR (self) && !self->document);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::scene", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (cnd_document_get_selection (document), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

const char *
cnd_inspector_get_title (CndInspector *self)
{
  g_return_val_if_fail (CND_IS_INSPECTOR (self), NULL);
  return gtk_label_get_label (self->title);
}

CndFigureRow *
cnd_inspector_get_figure (CndInspector *self, CndFigure figure)
{
  g_return_val_if_fail (CND_IS_INSPECTOR (self) && figure < CND_N_FIGURES, NULL);
  return self->rows[figure];
}

GtkListBox *
cnd_inspector_get_properties (CndInspector *self)
{
  g_return_val_if_fail (CND_IS_INSPECTOR (self), NULL);
  return self->properties;
}

static void
inspector_dispose (GObject *object)
{
  CndInspector *self = CND_INSPECTOR (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_INSPECTOR);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_inspector_parent_class)->dispose (object);
}

static void
cnd_inspector_class_init (CndInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = inspector_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, CndInspector, title);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, path);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, kind);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, description);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, swatch);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, toggle);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, properties_title);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, properties);
  gtk_widget_class_bind_template_child (widget_class, CndInspector, figures);
  gtk_widget_class_bind_template_callback (widget_class, figure_activated);
  gtk_widget_class_bind_template_callback (widget_class, toggle_clicked);
}

static void
cnd_inspector_init (CndInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->swatch, draw_swatch, self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (figure_table); i++)
    {
      GtkWidget *row = cnd_figure_row_new ();

      self->rows[figure_table[i].figure] = CND_FIGURE_ROW (row);
      gtk_list_box_append (self->figures, row);
    }
}
