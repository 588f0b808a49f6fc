/* Widths, cutting, wrapping, cleaning, and the word that was meant. */
#include "cli/cli-private.h"

static void
test_wide_and_combining (void)
{
  g_assert_cmpuint (cnd_cli_measure_text (""), ==, 0);
  g_assert_cmpuint (cnd_cli_measure_text ("3×32×32"), ==, 7);
  g_assert_cmpuint (cnd_cli_measure_text ("卷積"), ==, 4);
  g_assert_cmpuint (cnd_cli_measure_text ("e\xcc\x81"), ==, 1); /* e with a combining accent */
  g_assert_cmpuint (cnd_cli_measure_text ("\xe2\x81\xa6" "5\xe2\x81\xa9"), ==, 1); /* isolates */
}

static void
test_cut_fits (void)
{
  static const char *const texts[] = { "stage.2.layer.14.conv1", "卷積卷積卷積卷積", "a", "" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint width = 1; width < 30; width++)
      {
        g_autofree char *cut = cnd_cli_elide_text (texts[i], width);

        g_assert_true (g_utf8_validate (cut, -1, NULL));
        g_assert_cmpuint (cnd_cli_measure_text (cut), <=, width);
        if (cnd_cli_measure_text (texts[i]) <= width)
          g_assert_cmpstr (cut, ==, texts[i]);
      }
}

static void
test_cut_keeps_both_ends (void)
{
  g_autofree char *cut = cnd_cli_elide_text ("stage.2.layer.14.conv1", 11);

  g_assert_cmpstr (cut, ==, "stage…conv1");
}

static void
test_lines_stay_within_width (void)
{
  g_autoptr (GString) out = g_string_new (NULL);

  cnd_cli_append_wrapped (out, "one two  three four", 2, 10);
  g_assert_cmpstr (out->str, ==, "  one two\n  three\n  four\n");
}

static void
test_controls_are_gone (void)
{
  g_autofree char *line = cnd_cli_clean_text ("a\033[31mb\nc\td\xff", FALSE);
  g_autofree char *lines = cnd_cli_clean_text ("a\nb\rc\xc2\x9b", TRUE);

  g_assert_cmpstr (line, ==, "a\357\277\275[31mb c d\357\277\275");
  g_assert_cmpstr (lines, ==, "a\nb\357\277\275c\357\277\275");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/text/wide-and-combining-characters-measured", test_wide_and_combining);
  g_test_add_func ("/cli/text/cut-fits", test_cut_fits);
  g_test_add_func ("/cli/text/cut-keeps-both-ends", test_cut_keeps_both_ends);
  g_test_add_func ("/cli/text/lines-stay-within-width", test_lines_stay_within_width);
  g_test_add_func ("/cli/text/controls-are-gone", test_controls_are_gone);
  return g_test_run ();
}
