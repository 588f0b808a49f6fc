/* The document: one open model and what the user chose for it. Here: the object, its properties, and how a new moment becomes
 * the picture that is shown. */
#include "config.h"

#include "document-private.h"

#include <glib/gi18n-lib.h>

enum
{
  PROP_NETWORK = 1,
  PROP_REPORT,
  PROP_SCENE,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_PRESET,
  PROP_STAGE,
  PROP_BUSY,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS
};

enum { SIGNAL_OPENED, SIGNAL_PARAMETERS_CHANGED, N_SIGNALS };

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CndDocument, cnd_document, G_TYPE_OBJECT)

static void
document_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CndDocument *self = CND_DOCUMENT (object);

  switch (id)
    {
    case PROP_NETWORK: g_value_set_boxed (value, self->shown.network); break;
    case PROP_REPORT: g_value_set_boxed (value, self->shown.report); break;
    case PROP_SCENE: g_value_set_boxed (value, self->shown.scene); break;
    case PROP_TITLE: g_value_set_string (value, self->title); break;
    case PROP_SUBTITLE: g_value_set_string (value, self->subtitle); break;
    case PROP_PRESET: g_value_set_int (value, self->preset); break;
    case PROP_STAGE: g_value_set_uint (value, self->stage); break;
    case PROP_BUSY: g_value_set_boolean (value, self->busy); break;
    case PROP_CAN_UNDO: g_value_set_boolean (value, self->can_undo); break;
    case PROP_CAN_REDO: g_value_set_boolean (value, self->can_redo); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
document_dispose (GObject *object)
{
  CndDocument *self = CND_DOCUMENT (object);

  cnd_document_cancel_open (self);
  cnd_document_cancel_drawing (self);
  if (self->settings)
    g_signal_handlers_disconnect_by_data (self->settings, self);
  g_clear_object (&self->settings);
  g_clear_object (&self->selection);
  cnd_picture_clear (&self->latest);
  cnd_picture_clear (&self->shown);
  g_clear_pointer (&self->baseline, cnd_report_unref);
  g_clear_pointer (&self->now, cnd_moment_unref);
  g_clear_pointer (&self->wanted, cnd_parameter_values_free);
  g_clear_pointer (&self->architecture, cnd_architecture_unref);
  G_OBJECT_CLASS (cnd_document_parent_class)->dispose (object);
}

static void
document_finalize (GObject *object)
{
  CndDocument *self = CND_DOCUMENT (object);

  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->past);
  g_ptr_array_unref (self->future);
  g_clear_pointer (&self->meter, cnd_text_meter_free);
  g_free (self->path);
  g_free (self->title);
  g_free (self->subtitle);
  G_OBJECT_CLASS (cnd_document_parent_class)->finalize (object);
}

static void
cnd_document_class_init (CndDocumentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = document_get_property;
  object_class->dispose = document_dispose;
  object_class->finalize = document_finalize;

  properties[PROP_NETWORK] = g_param_spec_boxed ("network", NULL, NULL, CND_TYPE_NETWORK, flags);
  properties[PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, CND_TYPE_REPORT, flags);
  properties[PROP_SCENE] = g_param_spec_boxed ("scene", NULL, NULL, CND_TYPE_SCENE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_PRESET] = g_param_spec_int ("preset", NULL, NULL, -1, G_MAXINT, -1, flags);
  properties[PROP_STAGE] = g_param_spec_uint ("stage", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", CND_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PARAMETERS_CHANGED] =
    g_signal_new ("parameters-changed", CND_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
problem_free (gpointer data)
{
  CndParameterProblem *problem = data;

  g_clear_error (&problem->error);
  g_free (problem);
}

static void
cnd_document_init (CndDocument *self)
{
  self->selection = cnd_selection_new ();
  self->meter = cnd_paint_text_meter_new ();
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->past = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_moment_unref);
  self->future = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_moment_unref);
  self->preset = -1;
}

CndDocument *
cnd_document_new (CndSettings *settings)
{
  CndDocument *self = g_object_new (CND_TYPE_DOCUMENT, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (settings, "notify::convention", G_CALLBACK (cnd_document_recount), self);
  g_signal_connect_swapped (settings, "notify::digits", G_CALLBACK (cnd_document_redraw), self);
  g_signal_connect_swapped (settings, "notify::flow", G_CALLBACK (cnd_document_redraw), self);
  g_signal_connect_swapped (settings, "notify::theme", G_CALLBACK (cnd_document_redraw), self);
  g_signal_connect_swapped (settings, "notify::language", G_CALLBACK (cnd_document_redraw), self);
  return self;
}

/* ---- What is notified --------------------------------------------------------------- */

static void
update_string (CndDocument *self, char **stored, char *value, guint property)
{
  if (g_strcmp0 (*stored, value) == 0)
    {
      g_free (value);
      return;
    }
  g_free (*stored);
  *stored = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

#define UPDATE(member, value, property)                                       \
  G_STMT_START                                                                \
  {                                                                           \
    if (self->member != (value))                                              \
      {                                                                       \
        self->member = (value);                                               \
        g_object_notify_by_pspec (G_OBJECT (self), properties[property]);     \
      }                                                                       \
  }                                                                           \
  G_STMT_END

static char *
describe_stage (CndDocument *self)
{
  guint condensation = cnd_ops_get_condensation (self->latest.network);
  guint stage = cnd_report_get_stage (self->latest.report);
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  g_autofree char *number = NULL, *last = NULL;

  if (condensation <= 1)
    return NULL;
  if (stage == CND_STAGE_DENSE)
    return g_strdup (_("dense"));
  if (stage >= condensation - 1)
    return g_strdup (_("final stage"));
  number = cnd_base_format_count (style, stage);
  last = cnd_base_format_count (style, condensation - 1);
  /* Translators: condensing stages of CondenseNet: stage 2 of 3 */
  return g_strdup_printf (_("stage %s of %s"), number, last);
}

static char *
describe_preset (CndDocument *self)
{
  gint base = cnd_document_get_base_preset (self);
  const CndPreset *preset = base < 0 ? NULL : &self->architecture->presets[base];
  const char *name = preset ? cnd_text_get (preset->title, cnd_settings_get_language (self->settings)) : NULL;

  if (preset && !name)
    name = preset->name ? preset->name : preset->id;
  if (!cnd_document_get_modified (self))
    return g_strcmp0 (name, self->title) == 0 ? NULL : g_strdup (name);
  if (!name || g_strcmp0 (name, self->title) == 0)
    return g_strdup (_("changed values"));
  /* Translators: a preset of which some values were changed */
  return g_strdup_printf (_("%s, changed"), name);
}

static char *
describe_subtitle (CndDocument *self)
{
  g_autofree char *preset = describe_preset (self);
  g_autofree char *stage = describe_stage (self);

  if (preset && stage)
    return g_strdup_printf ("%s · %s", preset, stage);
  return g_strdup (preset ? preset : stage);
}

static char *
describe_title (CndDocument *self)
{
  const char *title = cnd_text_get (self->architecture->title, cnd_settings_get_language (self->settings));

  return g_strdup (title ? title : self->architecture->name);
}

static gint
find_preset (CndDocument *self)
{
  if (!self->now || self->architecture->n_presets == 0)
    return -1;
  return cnd_parameter_values_find_preset (self->now->values, self->architecture);
}

gint
cnd_document_get_base_preset (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), -1);
  if (!self->now || self->architecture->n_presets == 0)
    return -1;
  return cnd_parameter_values_find_preset (self->now->base, self->architecture);
}

void
cnd_document_update_properties (CndDocument *self)
{
  gint preset = find_preset (self);

  g_object_freeze_notify (G_OBJECT (self));
  UPDATE (preset, preset, PROP_PRESET);
  UPDATE (stage, cnd_document_get_stage (self), PROP_STAGE);
  UPDATE (busy, self->opening != NULL || self->drawing != NULL, PROP_BUSY);
  UPDATE (can_undo, self->past->len > 0, PROP_CAN_UNDO);
  UPDATE (can_redo, self->future->len > 0, PROP_CAN_REDO);
  if (self->architecture)
    {
      update_string (self, &self->title, describe_title (self), PROP_TITLE);
      update_string (self, &self->subtitle, describe_subtitle (self), PROP_SUBTITLE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
cnd_document_emit_parameters_changed (CndDocument *self)
{
  g_signal_emit (self, signals[SIGNAL_PARAMETERS_CHANGED], 0);
}

CndSceneOptions
cnd_document_get_scene_options (CndDocument *self)
{
  CndSceneOptions options = cnd_scene_default_options;

  options.theme = cnd_settings_get_theme (self->settings);
  options.flow = cnd_settings_get_flow (self->settings);
  options.numbers = cnd_settings_get_numbers (self->settings);
  options.language = cnd_settings_get_language (self->settings);
  return options;
}

/* ---- From a moment to the picture that is shown ------------------------------------- */

/* What was selected in one network, in another one: by id. */
static void
carry_selection (CndDocument *self, CndNetwork *from, CndNetwork *to)
{
  guint layer = cnd_selection_get_layer (self->selection);
  guint block = cnd_selection_get_block (self->selection);

  if (from == to || cnd_selection_is_empty (self->selection))
    return;
  if (layer != G_MAXUINT && from)
    layer = cnd_network_find_layer (to, cnd_network_get_layers (from, NULL)[layer].id);
  if (block != G_MAXUINT && from)
    block = cnd_network_find_block (to, cnd_network_get_blocks (from, NULL)[block].id);
  if (layer != G_MAXUINT)
    cnd_selection_select_layer (self->selection, layer);
  else if (block != G_MAXUINT)
    cnd_selection_select_block (self->selection, block);
  else
    cnd_selection_clear (self->selection);
}

/* The latest picture is complete: show it. */
static void
show_latest (CndDocument *self)
{
  CndPicture before = self->shown;

  self->shown = (CndPicture){ NULL };
  cnd_picture_copy (&self->latest, &self->shown);
  g_object_freeze_notify (G_OBJECT (self));
  carry_selection (self, before.network, self->shown.network);
  if (before.network != self->shown.network)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NETWORK]);
  if (before.report != self->shown.report)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REPORT]);
  if (before.scene != self->shown.scene)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SCENE]);
  cnd_document_update_properties (self);
  g_object_thaw_notify (G_OBJECT (self));
  cnd_picture_clear (&before);
}

typedef struct
{
  CndPicture picture;
  CndMoment *moment;
  CndSceneOptions options;
  char *language;
} DrawJob;

static void
draw_job_free (gpointer data)
{
  DrawJob *job = data;

  cnd_picture_clear (&job->picture);
  cnd_moment_unref (job->moment);
  g_free (job->language);
  g_free (job);
}

static void
draw_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  DrawJob *job = data;
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();

  if (g_task_return_error_if_cancelled (task))
    return;
  cnd_picture_draw (&job->picture, job->moment, &job->options, meter);
  g_task_return_boolean (task, TRUE);
}

static void
draw_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CndDocument) self = CND_DOCUMENT (data);
  GTask *task = G_TASK (result);
  DrawJob *job = g_task_get_task_data (task);

  if (g_task_get_cancellable (task) != self->drawing || !g_task_propagate_boolean (task, NULL))
    return;
  g_clear_object (&self->drawing);
  cnd_picture_clear (&self->latest);
  cnd_picture_copy (&job->picture, &self->latest);
  show_latest (self);
}

static void
draw_in_job (CndDocument *self)
{
  g_autoptr (GTask) task = NULL;
  DrawJob *job = g_new0 (DrawJob, 1);

  cnd_picture_copy (&self->latest, &job->picture);
  job->moment = cnd_moment_ref (self->now);
  job->options = cnd_document_get_scene_options (self);
  job->language = g_strdup (job->options.language);
  job->options.language = job->language;
  self->drawing = g_cancellable_new ();
  /* not the task's source: a worker may be the last to hold a task, and a document ends in the main thread */
  task = g_task_new (NULL, self->drawing, draw_done, g_object_ref (self));
  g_task_set_source_tag (task, draw_in_job);
  g_task_set_task_data (task, job, draw_job_free);
  g_task_run_in_thread (task, draw_in_thread);
}

void
cnd_document_cancel_drawing (CndDocument *self)
{
  if (self->drawing)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
}

void
cnd_document_redraw (CndDocument *self)
{
  CndSceneOptions options = cnd_document_get_scene_options (self);

  if (!self->now)
    return;
  cnd_document_cancel_drawing (self);
  if (cnd_picture_is_large (&self->latest))
    {
      draw_in_job (self);
      cnd_document_update_properties (self);
      return;
    }
  cnd_picture_draw (&self->latest, self->now, &options, self->meter);
  show_latest (self);
}

/* Counts of the values that "before → now" compares with; dense or final as the convention has it. */
static void
count_baseline (CndDocument *self)
{
  CndConvention convention = cnd_settings_get_convention (self->settings);
  g_autoptr (CndMoment) moment = cnd_moment_new (self->now->base, self->now->base, FALSE, 0, self->now->open);
  CndNetwork *reuse = self->baseline ? cnd_report_get_network (self->baseline) : self->latest.network;
  g_auto (CndPicture) picture = { NULL };

  if (self->baseline && cnd_report_get_convention (self->baseline) == convention &&
      cnd_parameter_values_equal (cnd_network_get_values (reuse), self->now->base))
    return;
  if (!cnd_picture_count (&picture, self->architecture, reuse, moment, convention, NULL))
    return;
  g_clear_pointer (&self->baseline, cnd_report_unref);
  self->baseline = g_steal_pointer (&picture.report);
}

static void
take_latest (CndDocument *self, CndMoment *moment, CndPicture *picture)
{
  g_autoptr (CndMoment) before = self->now;

  self->now = cnd_moment_ref (moment);
  cnd_picture_clear (&self->latest);
  self->latest = *picture;
  *picture = (CndPicture){ NULL };
  count_baseline (self);
}

void
cnd_document_install (CndDocument *self, CndArchitecture *architecture, const char *path, CndMoment *moment, CndPicture *picture)
{
  cnd_document_cancel_drawing (self);
  cnd_document_clear_history (self);
  cnd_selection_clear (self->selection);
  cnd_architecture_ref (architecture);
  g_clear_pointer (&self->architecture, cnd_architecture_unref);
  self->architecture = architecture;
  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->baseline, cnd_report_unref);
  take_latest (self, moment, picture);
  cnd_document_settle_values (self);
  /* before anything else is notified: controls of the former architecture must be gone by then */
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  show_latest (self);
}

gboolean
cnd_document_go_to (CndDocument *self, CndMoment *moment, GError **error)
{
  g_auto (CndPicture) picture = { NULL };

  if (!cnd_picture_count (&picture, self->architecture, self->latest.network, moment,
                          cnd_settings_get_convention (self->settings), error))
    return FALSE;
  take_latest (self, moment, &picture);
  cnd_document_redraw (self);
  return TRUE;
}

void
cnd_document_recount (CndDocument *self)
{
  g_autoptr (CndMoment) moment = self->now ? cnd_moment_ref (self->now) : NULL;

  if (moment)
    cnd_document_go_to (self, moment, NULL);
}

/* ---- Getters ------------------------------------------------------------------------ */

#define DEFINE_GETTER(Type, name, expression, fallback)        \
  Type                                                         \
  cnd_document_get_##name (CndDocument *self)                  \
  {                                                            \
    g_return_val_if_fail (CND_IS_DOCUMENT (self), fallback);   \
    return expression;                                         \
  }

DEFINE_GETTER (CndSettings *, settings, self->settings, NULL)
DEFINE_GETTER (CndSelection *, selection, self->selection, NULL)
DEFINE_GETTER (CndArchitecture *, architecture, self->architecture, NULL)
DEFINE_GETTER (CndNetwork *, network, self->shown.network, NULL)
DEFINE_GETTER (CndReport *, report, self->shown.report, NULL)
DEFINE_GETTER (CndView *, view, self->shown.view, NULL)
DEFINE_GETTER (CndScene *, scene, self->shown.scene, NULL)
DEFINE_GETTER (CndReport *, baseline, self->baseline, NULL)
DEFINE_GETTER (const char *, title, self->title, NULL)
DEFINE_GETTER (const char *, subtitle, self->subtitle, NULL)
DEFINE_GETTER (const char *, path, self->path, NULL)
DEFINE_GETTER (gboolean, busy, self->busy, FALSE)
DEFINE_GETTER (gint, preset, self->preset, -1)
DEFINE_GETTER (guint, stage, self->latest.report ? cnd_report_get_stage (self->latest.report) : 0, 0)
DEFINE_GETTER (const CndParameterValues *, values, self->now ? self->now->values : NULL, NULL)
DEFINE_GETTER (gboolean, modified, self->now && !cnd_parameter_values_equal (self->now->values, self->now->base), FALSE)
