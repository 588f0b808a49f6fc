#include "hand-made.h"

#include "paint/paint-private.h"

#include "support/golden.h"

#include <locale.h>
#include <string.h>

static char *
write_svg (CndTheme theme)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (theme, HAND_MADE_WHOLE);
  g_autoptr (GBytes) svg = cnd_paint_write_svg (scene);

  return g_strndup (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg));
}

static void
test_golden (void)
{
  g_autofree char *svg = write_svg (CND_THEME_LIGHT);

  cnd_test_compare_golden (svg, "paint", "hand-made.svg");
}

/* ---- XML ---------------------------------------------------------------------------- */

typedef struct
{
  GHashTable *ids;
  GPtrArray *texts;
  const char *element;
  guint n_titles, n_labels;
} Parse;

static void
start_element (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data, GError **error)
{
  Parse *parse = data;

  parse->element = g_intern_string (name);
  parse->n_titles += strcmp (name, "title") == 0;
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (strcmp (names[i], "id") == 0)
        g_assert_true (g_hash_table_add (parse->ids, g_strdup (values[i])));
      parse->n_labels += strcmp (names[i], "aria-label") == 0;
      g_assert_false (g_str_has_prefix (names[i], "on")); /* no script by the back door */
    }
  g_assert_cmpstr (name, !=, "script");
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  ((Parse *) data)->element = NULL;
}

static void
take_text (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Parse *parse = data;

  if (g_strcmp0 (parse->element, "text") == 0)
    g_ptr_array_add (parse->texts, g_strndup (text, length));
}

static void
test_xml (void)
{
  static const GMarkupParser parser = { start_element, end_element, take_text, NULL, NULL };
  g_autofree char *svg = write_svg (CND_THEME_DARK);
  Parse parse = { g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL), g_ptr_array_new_with_free_func (g_free), NULL, 0, 0 };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &parse, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_utf8_validate (svg, -1, NULL));
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  /* The texts come back as they were meant. */
  g_assert_cmpuint (parse.texts->len, ==, 7);
  g_assert_cmpstr (g_ptr_array_index (parse.texts, 0), ==, "a <b> & \"c\"");
  g_assert_cmpstr (g_ptr_array_index (parse.texts, 2), ==, "\xef\xbf\xbdinvalid");
  g_assert_cmpstr (g_ptr_array_index (parse.texts, 4), ==, "لایهٔ پیچشی conv1");
  g_assert_cmpuint (parse.n_titles, ==, 6); /* the picture, two frames, three layers */
  g_assert_cmpuint (parse.n_labels, ==, 6); /* the list of layers instead of the picture */
  g_hash_table_unref (parse.ids);
  g_ptr_array_unref (parse.texts);
}

/* A second opinion: libxml2, where its tool is there. */
static void
test_xmllint (void)
{
  g_autofree char *tool = g_find_program_in_path ("xmllint");
  g_autofree char *svg = write_svg (CND_THEME_PRINT);
  g_autofree char *file = g_test_build_filename (G_TEST_BUILT, "xmllint.svg", NULL);
  const char *command[] = { "xmllint", "--noout", "--nonet", file, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  if (tool == NULL)
    {
      g_test_skip ("xmllint is not installed");
      return;
    }
  g_file_set_contents (file, svg, -1, &error);
  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}

static void
test_escaping (void)
{
  static const struct
  {
    const char *text, *escaped;
  } rows[] = {
    { "<a href=\"x\">&amp;'", "&lt;a href=&quot;x&quot;&gt;&amp;amp;'" },
    { "a\x01\x02\x1b" "b\x7f", "ab" },
    { "tab\tand\nline", "tab and line" },
    { "\xc3\x28", "\xef\xbf\xbd(" },
    { "\xef\xbf\xbe", "" },
    { "😀 می\xe2\x80\x8cشود", "😀 می\xe2\x80\x8cشود" },
    { "]]>", "]]&gt;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      cnd_paint_append_escaped (string, rows[i].text);
      g_assert_cmpstr (string->str, ==, rows[i].escaped);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    double value;
    const char *text;
  } rows[] = { { 0, "0" },          { -0.001, "0" },   { 1.005, "1" },       { 12.5, "12.5" },       { -12.345, "-12.35" },
               { 0.07, "0.07" },    { -0.07, "-0.07" }, { 99.999, "100" },    { 123456.78, "123456.78" }, { 1e9, "1000000000" },
               { 100.1, "100.1" } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) string = g_string_new (NULL);
      cnd_paint_append_number (string, rows[i].value);
      g_assert_cmpstr (string->str, ==, rows[i].text);
    }
}

/* A locale with other separators, made in @folder, which LOCPATH then names; FALSE where localedef cannot. */
static gboolean
make_locale (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "de_DE.UTF-8", NULL);
  const char *argv[] = { "localedef", "-c", "-i", "de_DE", "-f", "UTF-8", path, NULL };

  return g_spawn_sync (NULL, (char **) argv, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                       NULL, NULL, NULL)
         && g_setenv ("LOCPATH", folder, TRUE) && setlocale (LC_ALL, "de_DE.UTF-8") != NULL;
}

static void
remove_locale (const char *folder)
{
  const char *argv[] = { "rm", "-rf", folder, NULL };

  g_unsetenv ("LOCPATH");
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
}

/* Nothing of the locale gets in. */
static void
test_locale (void)
{
  g_autofree char *plain = write_svg (CND_THEME_LIGHT);
  g_autofree char *kept = g_strdup (setlocale (LC_ALL, NULL));
  g_autofree char *folder = g_dir_make_tmp ("locale-XXXXXX", NULL);
  g_autofree char *other = NULL;

  if (make_locale (folder))
    {
      g_autofree char *half = g_strdup_printf ("%.1f", 0.5);

      g_assert_cmpstr (half, ==, "0,5");
      other = write_svg (CND_THEME_LIGHT);
      setlocale (LC_ALL, kept);
      g_assert_cmpstr (plain, ==, other);
    }
  else
    g_test_skip ("no locale with other separators can be made; the package locales has them");
  remove_locale (folder);
}

static void
test_adaptive (void)
{
  g_autoptr (CndScene) scene = hand_made_scene_new (CND_THEME_LIGHT, HAND_MADE_WHOLE);
  g_autoptr (GBytes) adaptive = cnd_paint_write_svg_adaptive (scene);
  g_autofree char *text = g_strndup (g_bytes_get_data (adaptive, NULL), g_bytes_get_size (adaptive));
  const char *dark = strstr (text, "@media (prefers-color-scheme: dark)");
  const char *end = strstr (text, "</style>");
  guint n_literal = 0;

  g_assert_nonnull (dark);
  g_assert_nonnull (strstr (dark, ".fill-text { fill: #f3f5f8 }"));
  g_assert_null (strstr (text, "var("));
  /* Whoever knows no media queries sees the light theme's colours on the elements themselves. */
  for (const char *p = end; (p = strstr (p, "fill=\"#14181f\"")) != NULL; p++)
    n_literal++;
  g_assert_cmpuint (n_literal, ==, 4);
  g_assert_null (strstr (end, "#f3f5f8"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paint/svg/as-expected", test_golden);
  g_test_add_func ("/paint/svg/texts-come-back-from-xml", test_xml);
  g_test_add_func ("/paint/svg/xmllint-accepts-it", test_xmllint);
  g_test_add_func ("/paint/svg/hostile-texts-are-escaped", test_escaping);
  g_test_add_func ("/paint/svg/numbers-have-two-decimals-at-most", test_numbers);
  g_test_add_func ("/paint/svg/the-locale-changes-nothing", test_locale);
  g_test_add_func ("/paint/svg/adaptive-has-both-schemes", test_adaptive);
  return g_test_run ();
}
