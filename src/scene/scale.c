/* Scales of colour that are even to the eye: equal steps of a value are equal steps of lightness in OKLab (Björn Ottosson,
 * 2020). Lightness alone tells values apart, so that they can be read in print and by the colour-blind; the two signs are
 * blue and orange, which all kinds of colour vision tell apart. */
#include "config.h"

#include "scene/scene-private.h"

#include <math.h>

typedef struct
{
  double lightness, chroma, hue; /* hue in degrees */
} Tint;

/* From nothing to much, with more chroma in the middle, where there is room for it. */
typedef struct
{
  Tint from, to;
  double swell;
} Ramp;

static const Ramp values[CND_N_THEMES] = {
  [CND_THEME_LIGHT] = { { 0.945, 0.018, 250 }, { 0.27, 0.085, 262 }, 0.075 },
  [CND_THEME_DARK] = { { 0.335, 0.035, 255 }, { 0.965, 0.03, 215 }, 0.085 },
  [CND_THEME_PRINT] = { { 0.955, 0, 0 }, { 0.16, 0, 0 }, 0 },
  [CND_THEME_HIGH_CONTRAST] = { { 0.36, 0.02, 100 }, { 0.97, 0.16, 105 }, 0.05 },
};

static const Ramp minus[CND_N_THEMES] = {
  [CND_THEME_LIGHT] = { { 0.95, 0.006, 60 }, { 0.40, 0.105, 45 }, 0.07 },
  [CND_THEME_DARK] = { { 0.335, 0.008, 60 }, { 0.90, 0.09, 70 }, 0.09 },
  [CND_THEME_PRINT] = { { 0.955, 0, 0 }, { 0.40, 0, 0 }, 0 },
  [CND_THEME_HIGH_CONTRAST] = { { 0.36, 0.005, 50 }, { 0.90, 0.12, 60 }, 0.10 },
};

static const Ramp plus[CND_N_THEMES] = {
  [CND_THEME_LIGHT] = { { 0.95, 0.006, 250 }, { 0.40, 0.13, 257 }, 0.05 },
  [CND_THEME_DARK] = { { 0.335, 0.008, 250 }, { 0.90, 0.06, 235 }, 0.11 },
  [CND_THEME_PRINT] = { { 0.955, 0, 0 }, { 0.40, 0, 0 }, 0 },
  [CND_THEME_HIGH_CONTRAST] = { { 0.36, 0.005, 230 }, { 0.90, 0.08, 220 }, 0.10 },
};

/* The last stage is the most vivid: it has just happened, or is the one that hurts most. */
static const Ramp stages[CND_N_THEMES] = {
  [CND_THEME_LIGHT] = { { 0.90, 0.045, 75 }, { 0.52, 0.13, 40 }, 0.02 },
  [CND_THEME_DARK] = { { 0.42, 0.05, 50 }, { 0.84, 0.10, 75 }, 0.04 },
  [CND_THEME_PRINT] = { { 0.92, 0, 0 }, { 0.60, 0, 0 }, 0 },
  [CND_THEME_HIGH_CONTRAST] = { { 0.50, 0.08, 50 }, { 0.88, 0.13, 75 }, 0.02 },
};

/* ---- OKLab ------------------------------------------------------------------------------------------ */

static double
encode (double linear)
{
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow (linear, 1 / 2.4) - 0.055;
}

static double
decode (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* FALSE when sRGB has no such colour. */
static gboolean
make_color (Tint tint, CndColor *color)
{
  double a = tint.chroma * cos (tint.hue * G_PI / 180), b = tint.chroma * sin (tint.hue * G_PI / 180);
  double l = pow (tint.lightness + 0.3963377774 * a + 0.2158037573 * b, 3);
  double m = pow (tint.lightness - 0.1055613458 * a - 0.0638541728 * b, 3);
  double s = pow (tint.lightness - 0.0894841775 * a - 1.2914855480 * b, 3);
  double rgb[3] = { 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
                    -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s };
  gboolean fits = TRUE;

  for (guint i = 0; i < 3; i++)
    {
      fits &= rgb[i] >= -1e-4 && rgb[i] <= 1 + 1e-4;
      /* as the writers round it: items carry what is seen */
      rgb[i] = round (CLAMP (encode (CLAMP (rgb[i], 0, 1)), 0, 1) * 255) / 255;
    }
  *color = (CndColor){ rgb[0], rgb[1], rgb[2], 1 };
  return fits;
}

double
cnd_scene_get_lightness (CndColor color)
{
  double r = decode (color.red), g = decode (color.green), b = decode (color.blue);
  double l = cbrt (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  double m = cbrt (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  double s = cbrt (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);

  return 0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s;
}

static CndColor
take (const Ramp *ramp, double t)
{
  Tint tint = { ramp->from.lightness + t * (ramp->to.lightness - ramp->from.lightness),
                ramp->from.chroma + t * (ramp->to.chroma - ramp->from.chroma) + ramp->swell * 4 * t * (1 - t),
                ramp->from.hue + t * (ramp->to.hue - ramp->from.hue) };
  CndColor color;

  /* lightness is what counts: chroma gives way */
  while (!make_color (tint, &color) && tint.chroma > 0.001)
    tint.chroma *= 0.95;
  return color;
}

/* ---- Inks ---------------------------------------------------------------------------------------------- */

CndColor
cnd_scale_get_color (CndTheme theme, CndInk ink)
{
  int step;

  if (ink < CND_INK_SIGNED)
    return take (&values[theme], (double) (ink - CND_INK_VALUE) / CND_SCALE_STEPS);
  if (ink >= CND_INK_STAGE)
    return take (&stages[theme], (double) (ink - CND_INK_STAGE) / (CND_STAGE_STEPS - 1));
  step = (int) (ink - CND_INK_SIGNED) - CND_SCALE_STEPS;
  return take (step < 0 ? &minus[theme] : &plus[theme], (double) ABS (step) / CND_SCALE_STEPS);
}

const char *
cnd_scale_get_name (CndInk ink)
{
  char name[32];

  if (ink < CND_INK_SIGNED)
    g_snprintf (name, sizeof name, "value-%d", (int) (ink - CND_INK_VALUE));
  else if (ink >= CND_INK_STAGE)
    g_snprintf (name, sizeof name, "stage-%d", (int) (ink - CND_INK_STAGE));
  else
    {
      int step = (int) (ink - CND_INK_SIGNED) - CND_SCALE_STEPS;
      g_snprintf (name, sizeof name, "%s-%d", step < 0 ? "minus" : "plus", ABS (step));
    }
  return g_intern_string (name);
}

CndInk
cnd_scene_get_group_ink (guint group)
{
  return CND_INK_GROUP + group % CND_N_GROUP_INKS;
}

CndInk
cnd_scene_get_value_ink (double value)
{
  return CND_INK_VALUE + (CndInk) (value > 0 ? lround (MIN (value, 1) * CND_SCALE_STEPS) : 0);
}

CndInk
cnd_scene_get_signed_ink (double value)
{
  /* what is no number shows as 0 */
  return (CndInk) ((int) CND_INK_SIGNED + CND_SCALE_STEPS + (isnan (value) ? 0 : (int) lround (CLAMP (value, -1, 1) * CND_SCALE_STEPS)));
}

CndInk
cnd_scene_get_stage_ink (guint stage, guint condensation)
{
  double share = condensation > 2 ? (double) (MAX (stage, 1) - 1) / (condensation - 2) : 1;

  return CND_INK_STAGE + (CndInk) lround (MIN (share, 1) * (CND_STAGE_STEPS - 1));
}
