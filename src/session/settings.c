/* How things are shown: plain properties, each with a setter that notifies only on change. */
#include "session.h"

struct _CndSettings
{
  GObject parent_instance;
  int values[10]; /* by property */
  char *language;
};

enum
{
  PROP_DIGITS = 1,
  PROP_UNITS,
  PROP_CONVENTION,
  PROP_FLOW,
  PROP_SHAPE,
  PROP_COLOR_SCHEME,
  PROP_THEME,
  PROP_MOTION,
  PROP_LANGUAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint numbers_changed_signal;

G_DEFINE_FINAL_TYPE (CndSettings, cnd_settings, G_TYPE_OBJECT)

static void
set_value (CndSettings *self, guint property, int value)
{
  if (self->values[property] == value)
    return;
  self->values[property] = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
  if (property == PROP_DIGITS || property == PROP_UNITS)
    g_signal_emit (self, numbers_changed_signal, 0);
}

static void
settings_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CndSettings *self = CND_SETTINGS (object);

  if (id == PROP_LANGUAGE)
    g_value_set_string (value, self->language);
  else
    g_value_set_int (value, self->values[id]);
}

static void
settings_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LANGUAGE)
    cnd_settings_set_language (CND_SETTINGS (object), g_value_get_string (value));
  else
    set_value (CND_SETTINGS (object), id, g_value_get_int (value));
}

static void
settings_finalize (GObject *object)
{
  g_free (CND_SETTINGS (object)->language);
  G_OBJECT_CLASS (cnd_settings_parent_class)->finalize (object);
}

static void
cnd_settings_class_init (CndSettingsClass *klass)
{
  static const struct
  {
    guint id;
    const char *name;
    int maximum;
  } rows[] = {
    { PROP_DIGITS, "digits", CND_DIGITS_PERSIAN },
    { PROP_UNITS, "units", CND_N_UNITS - 1 },
    { PROP_CONVENTION, "convention", CND_N_CONVENTIONS - 1 },
    { PROP_FLOW, "flow", CND_FLOW_RIGHT },
    { PROP_SHAPE, "shape", CND_SHAPE_COLUMNS },
    { PROP_COLOR_SCHEME, "color-scheme", CND_N_COLOR_SCHEMES - 1 },
    { PROP_THEME, "theme", CND_N_THEMES - 1 },
    { PROP_MOTION, "motion", CND_N_MOTIONS - 1 },
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = settings_get_property;
  object_class->set_property = settings_set_property;
  object_class->finalize = settings_finalize;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    properties[rows[i].id] = g_param_spec_int (rows[i].name, NULL, NULL, 0, rows[i].maximum, 0, flags);
  properties[PROP_LANGUAGE] = g_param_spec_string ("language", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  numbers_changed_signal = g_signal_new ("numbers-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
cnd_settings_init (CndSettings *self)
{
}

CndSettings *
cnd_settings_new (void)
{
  return g_object_new (CND_TYPE_SETTINGS, NULL);
}

#define DEFINE_SETTING(Type, name, PROPERTY)                  \
  Type                                                        \
  cnd_settings_get_##name (CndSettings *self)                 \
  {                                                           \
    g_return_val_if_fail (CND_IS_SETTINGS (self), 0);         \
    return (Type) self->values[PROPERTY];                     \
  }                                                           \
                                                              \
  void                                                        \
  cnd_settings_set_##name (CndSettings *self, Type value)     \
  {                                                           \
    g_return_if_fail (CND_IS_SETTINGS (self));                \
    set_value (self, PROPERTY, (int) value);                  \
  }

DEFINE_SETTING (CndDigits, digits, PROP_DIGITS)
DEFINE_SETTING (CndUnits, units, PROP_UNITS)
DEFINE_SETTING (CndConvention, convention, PROP_CONVENTION)
DEFINE_SETTING (CndFlow, flow, PROP_FLOW)
DEFINE_SETTING (CndPictureShape, shape, PROP_SHAPE)
DEFINE_SETTING (CndColorScheme, color_scheme, PROP_COLOR_SCHEME)
DEFINE_SETTING (CndTheme, theme, PROP_THEME)
DEFINE_SETTING (CndMotion, motion, PROP_MOTION)

const char *
cnd_settings_get_language (CndSettings *self)
{
  g_return_val_if_fail (CND_IS_SETTINGS (self), NULL);
  return self->language;
}

void
cnd_settings_set_language (CndSettings *self, const char *language)
{
  g_return_if_fail (CND_IS_SETTINGS (self));
  if (g_strcmp0 (self->language, language) == 0)
    return;
  g_free (self->language);
  self->language = g_strdup (language);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LANGUAGE]);
}

CndNumberStyle
cnd_settings_get_numbers (CndSettings *self)
{
  CndDigits digits = cnd_settings_get_digits (self);

  return (CndNumberStyle){ digits, TRUE, digits == CND_DIGITS_PERSIAN, cnd_settings_get_units (self) };
}
