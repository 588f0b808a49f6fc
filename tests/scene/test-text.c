#include "hand-made.h"

#include "scene/scene-private.h"

static void
test_clean (void)
{
  static const struct
  {
    const char *text, *clean;
  } rows[] = {
    { "plain", "plain" },
    { " two\t\n words ", "two words" },
    { "a\x01\x7f\xc2\x80" "b", "ab" },
    { "\xff" "x", "\xef\xbf\xbd" "x" },
    { "a\xe2\x80\xae" "b", "ab" },                       /* an override */
    { "می\xe2\x80\x8cشود", "می\xe2\x80\x8cشود" },        /* the non-joiner stays */
    { "🙂 <&>\"'", "🙂 <&>\"'" },
    { "\xef\xbf\xbe\xef\xbf\xbf", "" },                  /* not characters */
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = cnd_scene_clean_text (rows[i].text);
      g_assert_cmpstr (clean, ==, rows[i].clean);
    }
}

static void
test_direction (void)
{
  g_assert_true (cnd_scene_is_rtl ("لایه"));
  g_assert_true (cnd_scene_is_rtl ("3×3 لایه conv"));
  g_assert_true (cnd_scene_is_rtl ("שכבה"));
  g_assert_false (cnd_scene_is_rtl ("conv لایه"));
  g_assert_false (cnd_scene_is_rtl ("3×3"));
  /* marks count as letters do, what is isolated does not */
  g_assert_true (cnd_scene_is_rtl ("\u200fconv"));
  g_assert_false (cnd_scene_is_rtl ("\u200eلایه"));
  g_assert_true (cnd_scene_is_rtl ("\u2068conv\u2069: لایه"));
  g_assert_true (cnd_scene_is_rtl ("\u206612.5\u2068 k\u2069\u2069 پارامتر"));
  g_assert_false (cnd_scene_is_rtl ("\u2067لایه\u2069\u2069 conv"));
  g_assert_false (cnd_scene_is_rtl ("۳×۳"));
  g_assert_false (cnd_scene_is_rtl (""));
}

static void
test_ids (void)
{
  g_autofree char *plain = cnd_scene_make_id ("layer.", "stage.2.conv_1-a");
  g_autofree char *odd = cnd_scene_make_id ("layer.", "لا <\xff");

  g_assert_cmpstr (plain, ==, "layer.stage.2.conv_1-a");
  g_assert_cmpstr (odd, ==, "layer._x644__x627__x20__x3C__xFFFD_");
}

static void
test_fit (void)
{
  g_auto (CndRuler) ruler = { NULL };
  g_autofree char *whole = NULL, *cut = NULL, *nothing = NULL, *persian = NULL;

  cnd_ruler_init (&ruler, hand_made_measure, NULL);
  whole = cnd_ruler_fit (&ruler, "abcdefgh", 10, FALSE, 48);
  cut = cnd_ruler_fit (&ruler, "abcd efgh", 10, FALSE, 36);
  nothing = cnd_ruler_fit (&ruler, "abcdefgh", 10, FALSE, 1);
  persian = cnd_ruler_fit (&ruler, "کانولوشن", 10, FALSE, 30);
  g_assert_cmpstr (whole, ==, "abcdefgh");
  g_assert_cmpstr (cut, ==, "abcd…"); /* no blank before the mark */
  g_assert_cmpstr (nothing, ==, "…");
  g_assert_cmpstr (persian, ==, "کانو…");
}

static double
count_calls (const char *text, double size, gboolean bold, gpointer data)
{
  ++*(guint *) data;
  return hand_made_measure (text, size, bold, NULL);
}

static void
test_once (void)
{
  g_auto (CndRuler) ruler = { NULL };
  guint n_calls = 0;

  cnd_ruler_init (&ruler, count_calls, &n_calls);
  for (guint i = 0; i < 5; i++)
    {
      g_assert_cmpfloat_with_epsilon (cnd_ruler_measure (&ruler, "conv", 12, FALSE), 28.8, 1e-9);
      g_assert_cmpfloat_with_epsilon (cnd_ruler_measure (&ruler, "conv", 20, TRUE), 52, 1e-9);
    }
  g_assert_cmpuint (n_calls, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/text/unwanted-characters-are-dropped", test_clean);
  g_test_add_func ("/scene/text/first-letter-gives-the-direction", test_direction);
  g_test_add_func ("/scene/text/ids-are-xml-names", test_ids);
  g_test_add_func ("/scene/text/too-long-is-shortened", test_fit);
  g_test_add_func ("/scene/text/measured-once", test_once);
  return g_test_run ();
}
