/* The what-if panel. */
#include "config.h"

#include "what-if-private.h"

#include "app-window-private.h"

#include <glib/gi18n-lib.h>

struct _CndWhatIf
{
  AdwBin parent_instance;
  CndDocument *document;
  GPtrArray *rows; /* of CndParameterRow, borrowed */
  GtkDropDown *presets, *stages, *conventions;
  GtkWidget *preset_box, *stage_box;
  GtkBox *parameters;
  GtkWidget *no_parameters;
  GtkButton *reset;
  CndStageTable *stage_table;
  guint n_stages; /* in the drop-down */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (CndWhatIf, cnd_what_if, ADW_TYPE_BIN)

/* ---- Lists to choose from ----------------------------------------------------------- */

static void
fill_presets (CndWhatIf *self)
{
  const CndArchitecture *architecture = cnd_document_get_architecture (self->document);
  const char *language = cnd_settings_get_language (cnd_document_get_settings (self->document));
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < architecture->n_presets; i++)
    {
      const CndPreset *preset = &architecture->presets[i];
      const char *title = cnd_text_get (preset->title, language);

      gtk_string_list_append (list, title ? title : preset->name ? preset->name : preset->id);
    }
  gtk_drop_down_set_model (self->presets, G_LIST_MODEL (list));
  gtk_widget_set_visible (self->preset_box, architecture->n_presets > 1);
  g_object_unref (list);
}

static void
fill_stages (CndWhatIf *self, guint n_stages)
{
  GtkStringList *list;

  if (self->n_stages == n_stages)
    return;
  self->n_stages = n_stages;
  list = gtk_string_list_new (NULL);
  for (guint stage = 0; stage < n_stages; stage++)
    {
      g_autofree char *number = cnd_base_format_count (cnd_settings_get_numbers (cnd_document_get_settings (self->document)), stage);
      /* Translators: condensing stage of CondenseNet */
      g_autofree char *text = g_strdup_printf (_("Stage %s"), number);

      gtk_string_list_append (list, stage == 0 ? _("Dense") : stage == n_stages - 1 ? _("Final stage") : text);
    }
  gtk_drop_down_set_model (self->stages, G_LIST_MODEL (list));
  gtk_widget_set_visible (self->stage_box, n_stages > 1);
  g_object_unref (list);
}

static void
setup_choice (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 12);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_list_item_set_child (item, label);
}

static void
bind_choice (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

/* A choice may be longer than the panel is wide; only the open list shows all of it. */
static void
shorten_choice (GtkDropDown *drop_down)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkListItemFactory *whole = gtk_drop_down_get_factory (drop_down);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_choice), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_choice), NULL);
  gtk_drop_down_set_list_factory (drop_down, whole);
  gtk_drop_down_set_factory (drop_down, factory);
  g_object_unref (factory);
}

static void
fill_conventions (CndWhatIf *self)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (guint i = 0; i < CND_N_CONVENTIONS; i++)
    gtk_string_list_append (list, cnd_analysis_get_convention_title (i));
  gtk_drop_down_set_model (self->conventions, G_LIST_MODEL (list));
  g_object_unref (list);
}

/* ---- What the user chooses ---------------------------------------------------------- */

static void update_choices (CndWhatIf *self);

static void
preset_chosen (CndWhatIf *self)
{
  guint preset = gtk_drop_down_get_selected (self->presets);
  GtkRoot *window = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (self->updating || preset == GTK_INVALID_LIST_POSITION
      || cnd_document_set_preset (self->document, (gint) preset, &error))
    return;
  update_choices (self);
  if (CND_IS_APP_WINDOW (window))
    cnd_app_window_alert (CND_APP_WINDOW (window), _("The preset cannot be built"), error);
}

static void
stage_chosen (CndWhatIf *self)
{
  guint stage = gtk_drop_down_get_selected (self->stages);

  if (self->updating || stage == GTK_INVALID_LIST_POSITION)
    return;
  cnd_document_set_stage (self->document, stage > 0 && stage == self->n_stages - 1 ? CND_STAGE_FINAL : stage);
}

static void
convention_chosen (CndWhatIf *self)
{
  guint convention = gtk_drop_down_get_selected (self->conventions);

  if (!self->updating && convention != GTK_INVALID_LIST_POSITION)
    cnd_settings_set_convention (cnd_document_get_settings (self->document), convention);
}

static void
reset_clicked (CndWhatIf *self)
{
  if (self->document)
    cnd_document_reset_values (self->document);
}

static void
stage_activated (CndWhatIf *self, guint stage)
{
  cnd_document_set_stage (self->document, stage > 0 && stage == self->n_stages - 1 ? CND_STAGE_FINAL : stage);
}

/* ---- What is shown ------------------------------------------------------------------ */

/* What there is only in stages is shown by stages. */
static void
update_stages (CndWhatIf *self)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  CndConvention convention = cnd_settings_get_convention (cnd_document_get_settings (self->document));
  g_autoptr (GArray) stages = NULL;

  if (network != NULL && self->n_stages > 1 && !cnd_document_get_covered (self->document))
    stages = cnd_run_list_stages (network, convention, NULL);
  cnd_stage_table_set_stages (self->stage_table, stages);
  cnd_stage_table_set_current (self->stage_table, MIN (cnd_document_get_stage (self->document), self->n_stages - 1));
}

static void
update_choices (CndWhatIf *self)
{
  CndNetwork *network = cnd_document_get_network (self->document);
  gint preset = cnd_document_get_base_preset (self->document);
  guint stage = cnd_document_get_stage (self->document);

  if (!network)
    return;
  self->updating = TRUE;
  fill_stages (self, cnd_ops_get_condensation (network));
  gtk_drop_down_set_selected (self->presets, preset < 0 ? GTK_INVALID_LIST_POSITION : (guint) preset);
  gtk_drop_down_set_selected (self->stages, MIN (stage, self->n_stages - 1));
  gtk_drop_down_set_selected (self->conventions, cnd_settings_get_convention (cnd_document_get_settings (self->document)));
  self->updating = FALSE;
  update_stages (self);
}

static gboolean
is_any_wanted (CndWhatIf *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (cnd_parameter_row_shows_problem (g_ptr_array_index (self->rows, i)))
      return TRUE;
  return FALSE;
}

static void
update_parameters (CndWhatIf *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    cnd_parameter_row_update (g_ptr_array_index (self->rows, i));
  gtk_widget_set_sensitive (GTK_WIDGET (self->reset), cnd_document_get_modified (self->document) || is_any_wanted (self));
}

static void
clear_rows (CndWhatIf *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_box_remove (self->parameters, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
rebuild (CndWhatIf *self)
{
  const CndArchitecture *architecture = cnd_document_get_architecture (self->document);

  clear_rows (self);
  if (!architecture)
    return;
  self->updating = TRUE;
  fill_presets (self);
  self->n_stages = 0;
  self->updating = FALSE;
  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      GtkWidget *row = cnd_parameter_row_new (self->document, i);

      gtk_box_append (self->parameters, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->no_parameters, architecture->n_parameters == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->reset), architecture->n_parameters > 0);
  update_parameters (self);
}

/* Titles and numbers in the rows are made once. */
static void
texts_changed (CndWhatIf *self)
{
  rebuild (self);
  update_choices (self);
}

void
cnd_what_if_set_document (CndWhatIf *self, CndDocument *document)
{
  CndSettings *settings = cnd_document_get_settings (document);

  g_return_if_fail (CND_IS_WHAT_IF (self) && !self->document);
  self->document = g_object_ref (document);
  cnd_stage_table_set_settings (self->stage_table, settings);
  self->updating = TRUE;
  fill_conventions (self);
  self->updating = FALSE;
  g_signal_connect_object (document, "opened", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "parameters-changed", G_CALLBACK (update_parameters), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (update_choices), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "notify::preset", G_CALLBACK (update_choices), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "numbers-changed", G_CALLBACK (texts_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "cover-changed", G_CALLBACK (update_stages), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::language", G_CALLBACK (texts_changed), self, G_CONNECT_SWAPPED);
  texts_changed (self);
}

CndParameterRow *
cnd_what_if_get_row (CndWhatIf *self, guint parameter)
{
  g_return_val_if_fail (CND_IS_WHAT_IF (self), NULL);
  return parameter < self->rows->len ? g_ptr_array_index (self->rows, parameter) : NULL;
}

GtkDropDown *
cnd_what_if_get_presets (CndWhatIf *self)
{
  return self->presets;
}

GtkDropDown *
cnd_what_if_get_stages (CndWhatIf *self)
{
  return self->stages;
}

CndStageTable *
cnd_what_if_get_stage_table (CndWhatIf *self)
{
  return self->stage_table;
}

GtkDropDown *
cnd_what_if_get_conventions (CndWhatIf *self)
{
  return self->conventions;
}

/* ---- Object ------------------------------------------------------------------------- */

static void
what_if_dispose (GObject *object)
{
  CndWhatIf *self = CND_WHAT_IF (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), CND_TYPE_WHAT_IF);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (cnd_what_if_parent_class)->dispose (object);
}

static void
cnd_what_if_class_init (CndWhatIfClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = what_if_dispose;
  g_type_ensure (CND_TYPE_STAGE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/condenser/Condenser/what-if.ui");
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, presets);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, stages);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, conventions);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, preset_box);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, stage_box);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, parameters);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, no_parameters);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, reset);
  gtk_widget_class_bind_template_child (widget_class, CndWhatIf, stage_table);
  gtk_widget_class_bind_template_callback (widget_class, preset_chosen);
  gtk_widget_class_bind_template_callback (widget_class, stage_chosen);
  gtk_widget_class_bind_template_callback (widget_class, stage_activated);
  gtk_widget_class_bind_template_callback (widget_class, convention_chosen);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked);
}

static void
cnd_what_if_init (CndWhatIf *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  shorten_choice (self->presets);
  shorten_choice (self->conventions);
}
