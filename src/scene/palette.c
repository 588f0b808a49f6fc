/* The colours and line widths of the themes: one table. Nothing else in the program names a colour of the picture. */
#include "config.h"

#include "scene/scene-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const char *const theme_names[CND_N_THEMES] = { "light", "dark", "print", "high-contrast" };

static const struct
{
  const char *name;
  guint32 rgb[CND_N_THEMES];
} palette[CND_INK_VALUE] = {
  /*                                              light     dark      print     high contrast */
  [CND_INK_NONE]         = { "none",            { 0x000000, 0x000000, 0x000000, 0x000000 } },
  [CND_INK_BACKGROUND]   = { "background",      { 0xffffff, 0x15181d, 0xffffff, 0x000000 } },
  [CND_INK_TEXT]         = { "text",            { 0x14181f, 0xf3f5f8, 0x000000, 0xffffff } },
  [CND_INK_DIM]          = { "dim",             { 0x4a5462, 0xb9c2ce, 0x333333, 0xffffff } },
  [CND_INK_BOX]          = { "box",             { 0xffffff, 0x262c35, 0xffffff, 0x000000 } },
  [CND_INK_BOX_LINE]     = { "box-line",        { 0x6f7a88, 0x838f9f, 0x000000, 0xffffff } },
  [CND_INK_FRAME]        = { "frame",           { 0xf0f4fa, 0x1d2229, 0xffffff, 0x000000 } },
  [CND_INK_FRAME_INNER]  = { "frame-inner",     { 0xe3eaf4, 0x252b34, 0xffffff, 0x000000 } },
  [CND_INK_FRAME_LINE]   = { "frame-line",      { 0x74829a, 0x7f8da0, 0x555555, 0xd0d0d0 } },
  [CND_INK_EDGE]         = { "edge",            { 0x4f5968, 0xa3aebc, 0x000000, 0xffffff } },
  [CND_INK_LANE]         = { "lane",            { 0x6f7a88, 0x838f9f, 0x555555, 0xd0d0d0 } },
  [CND_INK_ROW]          = { "row",             { 0x3577bf, 0x4f90de, 0x000000, 0x00e5ff } },
  [CND_INK_TAP]          = { "tap",             { 0x0b57ac, 0x7db8ff, 0x000000, 0xffff00 } },
  [CND_INK_ACCENT]       = { "accent",          { 0xc2410c, 0xffa24a, 0xb03000, 0xff9500 } },
  [CND_INK_SIGN]         = { "sign",            { 0xffffff, 0x11151a, 0x000000, 0x000000 } },
  [CND_INK_HATCH]        = { "hatch",           { 0x6f7a88, 0x838f9f, 0x777777, 0xffffff } },
  [CND_INK_BLOCK]        = { "block",           { 0x3b4a6b, 0x9fb0d4, 0xffffff, 0xffffff } },
  [CND_INK_ON_LITTLE]    = { "on-little",       { 0x000000, 0xffffff, 0x000000, 0xffffff } },
  [CND_INK_ON_MUCH]      = { "on-much",         { 0xffffff, 0x000000, 0xffffff, 0x000000 } },
  [CND_INK_CATEGORY + CND_CATEGORY_INPUT]         = { "input",         { 0x4b5563, 0xc5ccd6, 0xffffff, 0xe0e0e0 } },
  [CND_INK_CATEGORY + CND_CATEGORY_CONVOLUTION]   = { "convolution",   { 0x1c64c8, 0x6eaefa, 0xffffff, 0x6cb8ff } },
  [CND_INK_CATEGORY + CND_CATEGORY_LINEAR]        = { "linear",        { 0x7a3fb0, 0xc8a0f5, 0xffffff, 0xd9a8ff } },
  [CND_INK_CATEGORY + CND_CATEGORY_NORMALIZATION] = { "normalization", { 0x0b7a75, 0x54c8c0, 0xffffff, 0x40f0e0 } },
  [CND_INK_CATEGORY + CND_CATEGORY_ACTIVATION]    = { "activation",    { 0xb8520a, 0xf6a860, 0xffffff, 0xffb040 } },
  [CND_INK_CATEGORY + CND_CATEGORY_POOLING]       = { "pooling",       { 0xb32d68, 0xf48cb6, 0xffffff, 0xff8fc0 } },
  [CND_INK_CATEGORY + CND_CATEGORY_JOIN]          = { "join",          { 0x2d7a33, 0x82d088, 0xffffff, 0x70ff70 } },
  [CND_INK_CATEGORY + CND_CATEGORY_RESHAPE]       = { "reshape",       { 0x616c7b, 0xa9b4c2, 0xffffff, 0xc8c8c8 } },
  [CND_INK_GROUP]        = { "group-1",         { 0x0b57ac, 0x7db8ff, 0x000000, 0x6cb8ff } },
  [CND_INK_GROUP + 1]    = { "group-2",         { 0x00705a, 0x5fd3ae, 0x000000, 0x40f0a0 } },
  [CND_INK_GROUP + 2]    = { "group-3",         { 0x8a5200, 0xe8b04b, 0x000000, 0xffc040 } },
  [CND_INK_GROUP + 3]    = { "group-4",         { 0x842f84, 0xd9a0e4, 0x000000, 0xf0a0ff } },
  [CND_INK_GROUP + 4]    = { "group-5",         { 0x4b5563, 0xc5ccd6, 0x000000, 0xffffff } },
  [CND_INK_GROUP + 5]    = { "group-6",         { 0x006880, 0x5fc8e8, 0x000000, 0x40e0ff } },
  [CND_INK_GROUP + 6]    = { "group-7",         { 0x5f6200, 0xc9cf5a, 0x000000, 0xe0e040 } },
  [CND_INK_GROUP + 7]    = { "group-8",         { 0xa32a5c, 0xf29bb5, 0x000000, 0xff9fc0 } },
};

static const CndThemeStyle styles[CND_N_THEMES] = {
  [CND_THEME_LIGHT]         = { 1.0, 1.0, 1.3, 1.0, 1.0, { 0, 0 }, FALSE },
  [CND_THEME_DARK]          = { 1.0, 1.0, 1.3, 1.0, 1.0, { 0, 0 }, FALSE },
  [CND_THEME_PRINT]         = { 1.0, 1.8, 1.1, 1.0, 1.0, { 5, 3 }, TRUE },
  [CND_THEME_HIGH_CONTRAST] = { 2.0, 2.0, 2.0, 1.5, 1.5, { 6, 4 }, FALSE },
};

const CndThemeStyle *
cnd_scene_get_theme_style (CndTheme theme)
{
  g_return_val_if_fail (theme < CND_N_THEMES, &styles[CND_THEME_LIGHT]);
  return &styles[theme];
}

const char *
cnd_scene_get_theme_name (CndTheme theme)
{
  g_return_val_if_fail (theme < CND_N_THEMES, NULL);
  return theme_names[theme];
}

gboolean
cnd_scene_parse_theme (const char *name, CndTheme *theme, GError **error)
{
  g_return_val_if_fail (name != NULL && theme != NULL, FALSE);

  for (guint i = 0; i < CND_N_THEMES; i++)
    if (g_ascii_strcasecmp (name, theme_names[i]) == 0)
      {
        *theme = i;
        return TRUE;
      }

  g_autofree char *clean = cnd_scene_clean_text (name);
  CndProblem problem = { .found = clean, .expected = "light, dark, print, high-contrast",
                         .hint = _("“print” is for paper, “high-contrast” for projectors.") };
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("There is no theme “%s”"), clean);
  return FALSE;
}

const char *
cnd_scene_get_ink_name (CndInk ink)
{
  g_return_val_if_fail (ink < CND_N_INKS, NULL);
  return ink < CND_INK_VALUE ? palette[ink].name : cnd_scale_get_name (ink);
}

CndColor
cnd_scene_get_ink_color (CndTheme theme, CndInk ink)
{
  g_return_val_if_fail (theme < CND_N_THEMES && ink < CND_N_INKS, (CndColor){ 0 });
  if (ink >= CND_INK_VALUE)
    return cnd_scale_get_color (theme, ink);

  guint32 rgb = palette[ink].rgb[theme];
  return (CndColor){ ((rgb >> 16) & 255) / 255.0, ((rgb >> 8) & 255) / 255.0, (rgb & 255) / 255.0, ink == CND_INK_NONE ? 0 : 1 };
}

/* Black and white: on each colour one of them has a contrast of at least 4.58. */
CndInk
cnd_scene_get_ink_on (CndTheme theme, CndInk step)
{
  CndColor ground = cnd_scene_get_ink_color (theme, step);
  double little = cnd_scene_get_contrast (ground, cnd_scene_get_ink_color (theme, CND_INK_ON_LITTLE));
  double much = cnd_scene_get_contrast (ground, cnd_scene_get_ink_color (theme, CND_INK_ON_MUCH));

  return little >= much ? CND_INK_ON_LITTLE : CND_INK_ON_MUCH;
}

CndColor
cnd_scene_get_category_color (CndTheme theme, CndCategory category)
{
  g_return_val_if_fail (category < CND_N_CATEGORIES, (CndColor){ 0 });
  /* In the print theme categories have no colour: what stands for one is black. */
  if (styles[theme].hatch)
    return cnd_scene_get_ink_color (theme, CND_INK_TEXT);
  return cnd_scene_get_ink_color (theme, CND_INK_CATEGORY + category);
}

CndColor
cnd_scene_get_accent_color (CndTheme theme)
{
  return cnd_scene_get_ink_color (theme, CND_INK_ACCENT);
}

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (CndColor color)
{
  return 0.2126 * linearize (color.red) + 0.7152 * linearize (color.green) + 0.0722 * linearize (color.blue);
}

double
cnd_scene_get_contrast (CndColor a, CndColor b)
{
  double la = get_luminance (a), lb = get_luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}
