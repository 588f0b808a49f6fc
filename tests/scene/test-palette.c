#include "scene/scene-private.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/palette/contrast-is-wcag", test_contrast_formula);
  g_test_add_func ("/scene/palette/texts-are-readable", test_texts);
  g_test_add_func ("/scene/palette/lines-are-visible", test_lines);
  g_test_add_func ("/scene/palette/signs-are-visible", test_signs);
  g_test_add_func ("/scene/palette/print-is-white", test_print);
  g_test_add_func ("/scene/palette/names-are-unique-and-found", test_names);
  g_test_add_func ("/scene/palette/unknown-theme-is-an-error", test_unknown);
  return g_test_run ();
}
