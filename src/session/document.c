/* The document: one open model and what the user chose for it. Here: the object, its properties, and how a new moment is
 * counted. Drawing it is in document-show.c. */
#include "document-private.h"

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
  PROP_UNSAVED,
  N_PROPS
};

enum { SIGNAL_OPENED, SIGNAL_PARAMETERS_CHANGED, SIGNAL_COVER_CHANGED, N_SIGNALS };

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
    case PROP_UNSAVED: g_value_set_boolean (value, self->unsaved); break;
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
  g_clear_pointer (&self->recording, cnd_recording_unref);
  cnd_picture_clear (&self->latest);
  cnd_picture_clear (&self->shown);
  g_clear_pointer (&self->baseline, cnd_report_unref);
  g_clear_pointer (&self->now, cnd_moment_unref);
  g_clear_pointer (&self->wanted, cnd_parameter_values_free);
  g_clear_pointer (&self->saved, cnd_parameter_values_free);
  g_clear_pointer (&self->architecture, cnd_architecture_unref);
  G_OBJECT_CLASS (cnd_document_parent_class)->dispose (object);
}

static void
document_finalize (GObject *object)
{
  CndDocument *self = CND_DOCUMENT (object);

  g_ptr_array_unref (self->problems);
  g_hash_table_unref (self->uncovered);
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
  properties[PROP_UNSAVED] = g_param_spec_boolean ("unsaved", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_COVER_CHANGED] =
    g_signal_new ("cover-changed", CND_TYPE_DOCUMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->uncovered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->past = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_moment_unref);
  self->future = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_moment_unref);
  self->room_aspect = self->fold_aspect = CND_SLIDE_ASPECT;
  self->preset = -1;
}

static void
shape_changed (CndDocument *self)
{
  cnd_document_take_room (self);
  cnd_document_redraw (self);
}

CndDocument *
cnd_document_new (CndSettings *settings)
{
  CndDocument *self = g_object_new (CND_TYPE_DOCUMENT, NULL);

  self->settings = g_object_ref (settings);
  g_signal_connect_swapped (settings, "notify::convention", G_CALLBACK (cnd_document_recount), self);
  g_signal_connect_swapped (settings, "numbers-changed", G_CALLBACK (cnd_document_redraw), self);
  g_signal_connect_swapped (settings, "notify::flow", G_CALLBACK (cnd_document_redraw), self);
  g_signal_connect_swapped (settings, "notify::shape", G_CALLBACK (shape_changed), self);
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

static gint
find_preset (CndDocument *self)
{
  if (!self->now || self->architecture->n_presets == 0)
    return -1;
  return cnd_parameter_values_find_preset (self->now->values, self->architecture);
}

/* A preset's values can be had again; others are lost unless a file has them. */
static gboolean
is_unsaved (CndDocument *self)
{
  if (!self->now || !self->saved)
    return FALSE;
  return self->recovered || (!cnd_parameter_values_equal (self->now->values, self->saved) && find_preset (self) < 0);
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
  UPDATE (unsaved, is_unsaved (self), PROP_UNSAVED);
  if (self->architecture)
    {
      update_string (self, &self->title, cnd_document_describe_title (self), PROP_TITLE);
      update_string (self, &self->subtitle, cnd_document_describe_subtitle (self), PROP_SUBTITLE);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
cnd_document_emit_cover_changed (CndDocument *self)
{
  g_signal_emit (self, signals[SIGNAL_COVER_CHANGED], 0);
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
  options.fold_aspect = cnd_settings_get_shape (self->settings) == CND_SHAPE_COLUMNS ? self->fold_aspect : 0;
  options.numbers = cnd_settings_get_numbers (self->settings);
  options.language = cnd_settings_get_language (self->settings);
  if (self->covered)
    {
      options.show_counts = CND_SHOW_COVERED;
    }
  return options;
}

/* ---- From a moment to the picture that is latest ------------------------------------ */

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
  cnd_moment_ref (moment); /* first: it may be the one of now */
  g_clear_pointer (&self->now, cnd_moment_unref);
  self->now = moment;
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
  g_clear_pointer (&self->recording, cnd_recording_unref);
  cnd_selection_clear (self->selection);
  cnd_architecture_ref (architecture);
  g_clear_pointer (&self->architecture, cnd_architecture_unref);
  self->architecture = architecture;
  g_free (self->path);
  self->path = g_strdup (path);
  g_clear_pointer (&self->baseline, cnd_report_unref);
  g_clear_pointer (&self->saved, cnd_parameter_values_free);
  self->saved = cnd_parameter_values_copy (moment->values);
  self->recovered = FALSE;
  g_hash_table_remove_all (self->uncovered);
  take_latest (self, moment, picture);
  self->folds_anew = FALSE;
  cnd_document_settle_values (self);
  /* before anything else is notified: controls of the former architecture must be gone by then */
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
  cnd_document_show_latest (self);
}

gboolean
cnd_document_go_to (CndDocument *self, CndMoment *moment, GError **error)
{
  g_auto (CndPicture) picture = { .recording = self->recording ? cnd_recording_ref (self->recording) : NULL, .position = self->position };

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
