#include "scene/scene-private.h"

#include <math.h>

/* What is drawn on what, in any of the scenes; minimum contrast as WCAG 2 asks for text and for graphics. */
static const CndInk grounds[] = { CND_INK_BACKGROUND, CND_INK_FRAME, CND_INK_FRAME_INNER, CND_INK_BOX };
static const CndInk texts[] = { CND_INK_TEXT, CND_INK_DIM };
static const CndInk lines[] = { CND_INK_BOX_LINE, CND_INK_FRAME_LINE, CND_INK_EDGE, CND_INK_LANE, CND_INK_ROW, CND_INK_TAP, CND_INK_ACCENT,
                                CND_INK_HATCH };

static void
assert_contrast (CndTheme theme, CndInk ink, CndInk ground, double least)
{
  double contrast = cnd_scene_get_contrast (cnd_scene_get_ink_color (theme, ink), cnd_scene_get_ink_color (theme, ground));

  if (contrast < least)
    {
      g_test_message ("%s: %s on %s has %.2f, wants %.1f", cnd_scene_get_theme_name (theme), cnd_scene_get_ink_name (ink),
                      cnd_scene_get_ink_name (ground), contrast, least);
      g_test_fail ();
    }
}

static void
test_contrast_formula (void)
{
  CndColor black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 }, grey = { 0x77 / 255.0, 0x77 / 255.0, 0x77 / 255.0, 1 };

  g_assert_cmpfloat_with_epsilon (cnd_scene_get_contrast (black, white), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (cnd_scene_get_contrast (white, black), 21, 1e-9);
  g_assert_cmpfloat_with_epsilon (cnd_scene_get_contrast (white, white), 1, 1e-9);
  /* The well-known pair: #777777 on white just fails. */
  g_assert_cmpfloat_with_epsilon (cnd_scene_get_contrast (grey, white), 4.478, 0.001);
}

static void
test_texts (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
      for (guint j = 0; j < G_N_ELEMENTS (grounds); j++)
        assert_contrast (theme, texts[i], grounds[j], theme == CND_THEME_HIGH_CONTRAST ? 7 : 4.5);
}

static void
test_lines (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
      for (guint j = 0; j < G_N_ELEMENTS (grounds); j++)
        assert_contrast (theme, lines[i], grounds[j], theme == CND_THEME_HIGH_CONTRAST ? 4.5 : 3);
}

static void
test_signs (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (guint i = 0; i <= CND_N_CATEGORIES; i++)
      {
        CndInk side = i == CND_N_CATEGORIES ? CND_INK_BLOCK : CND_INK_CATEGORY + i;
        assert_contrast (theme, CND_INK_SIGN, side, 3);
        if (!cnd_scene_get_theme_style (theme)->hatch)
          {
            assert_contrast (theme, side, CND_INK_BOX, 3);
            assert_contrast (theme, side, CND_INK_BACKGROUND, 3);
          }
      }
}

/* Print has no tints at all. */
static void
test_print (void)
{
  CndColor white = { 1, 1, 1, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    g_assert_cmpfloat (cnd_scene_get_contrast (cnd_scene_get_ink_color (CND_THEME_PRINT, grounds[i]), white), ==, 1);
  for (guint i = 0; i < CND_N_CATEGORIES; i++)
    g_assert_cmpfloat (cnd_scene_get_contrast (cnd_scene_get_ink_color (CND_THEME_PRINT, CND_INK_CATEGORY + i), white), ==, 1);
}

static void
test_names (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    {
      CndTheme parsed;
      g_assert_true (cnd_scene_parse_theme (cnd_scene_get_theme_name (theme), &parsed, NULL));
      g_assert_cmpint (parsed, ==, theme);
    }
  for (guint i = 0; i < CND_N_INKS; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmpstr (cnd_scene_get_ink_name (i), !=, cnd_scene_get_ink_name (j));
}

static void
test_unknown (void)
{
  CndTheme theme;
  g_autoptr (GError) error = NULL;

  g_assert_false (cnd_scene_parse_theme ("pink\x01", &theme, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_VALUE);
  g_assert_cmpstr (cnd_base_get_problem (error)->found, ==, "pink");
  g_assert_nonnull (strstr (cnd_base_get_problem (error)->expected, "high-contrast"));
}

static void
test_groups (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (guint group = 0; group < CND_N_GROUP_INKS; group++)
      for (guint j = 0; j < G_N_ELEMENTS (grounds); j++)
        assert_contrast (theme, cnd_scene_get_group_ink (group), grounds[j], theme == CND_THEME_HIGH_CONTRAST ? 7 : 4.5);
}

static void
test_on_scales (void)
{
  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    for (CndInk step = CND_INK_VALUE; step < CND_N_INKS; step++)
      assert_contrast (theme, cnd_scene_get_ink_on (theme, step), step, 4.5);
}

/* Each step of a scale changes the lightness by as much as any other (within what 8 bits a channel leave over), and so do
 * both signs. */
static void
assert_even (CndTheme theme, CndInk from, CndInk to)
{
  guint n = from < to ? to - from : from - to;
  double first = cnd_scene_get_lightness (cnd_scene_get_ink_color (theme, from));
  double last = cnd_scene_get_lightness (cnd_scene_get_ink_color (theme, to));

  g_assert_cmpfloat (fabs (last - first), >, 0.3);
  for (guint i = 0; i <= n; i++)
    {
      CndInk ink = from < to ? from + i : from - i;
      double lightness = cnd_scene_get_lightness (cnd_scene_get_ink_color (theme, ink));
      g_assert_cmpfloat_with_epsilon (lightness, first + (last - first) * i / n, 0.006);
    }
}

static void
test_scales (void)
{
  CndInk zero = CND_INK_SIGNED + CND_SCALE_STEPS;

  for (CndTheme theme = 0; theme < CND_N_THEMES; theme++)
    {
      assert_even (theme, CND_INK_VALUE, CND_INK_VALUE + CND_SCALE_STEPS);
      assert_even (theme, zero + 1, zero + CND_SCALE_STEPS);
      assert_even (theme, zero - 1, zero - CND_SCALE_STEPS);
      assert_even (theme, CND_INK_STAGE, CND_INK_STAGE + CND_STAGE_STEPS - 1);
    }
}

/* For the eyes of protanopes and deuteranopes, red and green give one colour; blue is what the signs differ in. */
static void
test_signs_differ (void)
{
  const CndTheme themes[] = { CND_THEME_LIGHT, CND_THEME_DARK, CND_THEME_HIGH_CONTRAST };

  for (guint t = 0; t < G_N_ELEMENTS (themes); t++)
    for (int step = 8; step <= CND_SCALE_STEPS; step++)
      {
        CndColor plus = cnd_scene_get_ink_color (themes[t], CND_INK_SIGNED + CND_SCALE_STEPS + step);
        CndColor minus = cnd_scene_get_ink_color (themes[t], CND_INK_SIGNED + CND_SCALE_STEPS - step);
        g_assert_cmpfloat (plus.blue - minus.blue, >, 0.1);
      }
}

static void
test_scale_ends (void)
{
  g_assert_cmpint (cnd_scene_get_value_ink (-3), ==, CND_INK_VALUE);
  g_assert_cmpint (cnd_scene_get_value_ink (NAN), ==, CND_INK_VALUE);
  g_assert_cmpint (cnd_scene_get_value_ink (7), ==, CND_INK_SIGNED - 1);
  g_assert_cmpint (cnd_scene_get_signed_ink (-INFINITY), ==, CND_INK_SIGNED);
  g_assert_cmpint (cnd_scene_get_signed_ink (0), ==, CND_INK_SIGNED + CND_SCALE_STEPS);
  g_assert_cmpint (cnd_scene_get_signed_ink (2), ==, CND_INK_STAGE - 1);
  g_assert_cmpint (cnd_scene_get_stage_ink (1, 4), ==, CND_INK_STAGE);
  g_assert_cmpint (cnd_scene_get_stage_ink (3, 4), ==, CND_N_INKS - 1);
  g_assert_cmpint (cnd_scene_get_stage_ink (1, 2), ==, CND_N_INKS - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/palette/contrast-is-wcag", test_contrast_formula);
  g_test_add_func ("/scene/palette/texts-are-readable", test_texts);
  g_test_add_func ("/scene/palette/lines-are-visible", test_lines);
  g_test_add_func ("/scene/palette/signs-are-visible", test_signs);
  g_test_add_func ("/scene/palette/groups-are-readable", test_groups);
  g_test_add_func ("/scene/palette/texts-on-scales-are-readable", test_on_scales);
  g_test_add_func ("/scene/palette/scales-are-even-to-the-eye", test_scales);
  g_test_add_func ("/scene/palette/signs-differ-in-blue", test_signs_differ);
  g_test_add_func ("/scene/palette/scales-end-at-their-ends", test_scale_ends);
  g_test_add_func ("/scene/palette/print-is-white", test_print);
  g_test_add_func ("/scene/palette/names-are-unique-and-found", test_names);
  g_test_add_func ("/scene/palette/unknown-theme-is-an-error", test_unknown);
  return g_test_run ();
}
