#include "paint/paint-private.h"

static void
test_scales (void)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  double width = cnd_paint_measure_text ("Convolution", 12, FALSE, meter);

  g_assert_cmpfloat (width, >, 40);
  g_assert_cmpfloat (width, <, 120);
  g_assert_cmpfloat_with_epsilon (cnd_paint_measure_text ("Convolution", 36, FALSE, meter), 3 * width, 1e-6);
  g_assert_cmpfloat (cnd_paint_measure_text ("Convolution", 12, TRUE, meter), !=, width);
  g_assert_cmpfloat (cnd_paint_measure_text ("", 12, FALSE, meter), ==, 0);
}

/* What the meter says is what a layout takes: for figures, which are summed up, too. */
static void
test_agrees (void)
{
  static const char *const texts[] = { "64×112×112", "9,408", "1,234,567", "3 × 3", "Batch norm", "کانولوشن ۳×۳", "7×7 /2, 64", "33.7 k params" };
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  PangoContext *context = cnd_paint_create_context (FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint bold = 0; bold < 2; bold++)
      {
        PangoLayout *layout = cnd_paint_create_layout (context, texts[i], 12, bold);
        double width = cnd_paint_get_layout_width (layout);
        g_assert_cmpfloat_with_epsilon (cnd_paint_measure_text (texts[i], 12, bold, meter), width, 0.02 * width);
        g_object_unref (layout);
      }
  g_object_unref (context);
}

static void
test_cached (void)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  double first = cnd_paint_measure_text ("pool1", 12, FALSE, meter);

  /* More texts than it keeps. */
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup_printf ("layer%u", i % 17000);
      if (i % 100 == 0)
        g_assert_cmpfloat (cnd_paint_measure_text (text, 12, FALSE, meter), >, 0);
    }
  g_assert_cmpfloat (cnd_paint_measure_text ("pool1", 12, FALSE, meter), ==, first);
}

static void
test_language (void)
{
  g_assert_cmpstr (cnd_paint_guess_language ("لایه"), ==, "fa");
  g_assert_cmpstr (cnd_paint_guess_language ("conv לחץ"), ==, "he");
  g_assert_null (cnd_paint_guess_language ("conv 3×3"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/text/widths-scale-with-the-size", test_scales);
  g_test_add_func ("/paint/text/meter-agrees-with-the-layout", test_agrees);
  g_test_add_func ("/paint/text/measured-again-is-the-same", test_cached);
  g_test_add_func ("/paint/text/language-follows-the-script", test_language);
  return g_test_run ();
}
