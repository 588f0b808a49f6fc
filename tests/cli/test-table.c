/* One table in its four forms, with cells that each form must escape. */
#include "cli/cli-private.h"

#include <string.h>

static CndSheet *
make_sheet (void)
{
  CndSheet *sheet = cnd_sheet_new ();

  cnd_sheet_add_column (sheet, "Layer", "layer", FALSE, 6);
  cnd_sheet_add_column (sheet, "MACs", "macs", TRUE, 0);
  cnd_sheet_add_column (sheet, "Said", "said", FALSE, 0);
  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, "layer_with_a_name");
  cnd_sheet_add_cell (sheet, "1,234");
  cnd_sheet_add_cell (sheet, "50 % of \"a\"");
  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, "卷積");
  cnd_sheet_add_cell (sheet, "5");
  cnd_sheet_add_note (sheet, "a sentence");
  cnd_sheet_add_rule (sheet);
  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, "a|b");
  cnd_sheet_add_cell (sheet, "");
  cnd_sheet_add_cell (sheet, "x\ny");
  return sheet;
}

static void
assert_rendered (CndOutput output, const char *caption, guint width, const char *expected)
{
  g_autoptr (CndSheet) sheet = make_sheet ();
  g_autoptr (GString) out = g_string_new (NULL);

  cnd_cli_render_sheet (sheet, output, caption, width, out);
  g_assert_cmpstr (out->str, ==, expected);
}

static void
test_text (void)
{
  assert_rendered (CND_OUTPUT_TEXT, "A table", 0,
                   "A table\n"
                   "Layer               MACs  Said\n"
                   "─────────────────────────────────────\n"
                   "layer_with_a_name  1,234  50 % of \"a\"\n"
                   "卷積                   5\n"
                   "    a sentence\n"
                   "─────────────────────────────────────\n"
                   "a|b                       x y\n");
}

static void
test_narrow (void)
{
  assert_rendered (CND_OUTPUT_TEXT, NULL, 30,
                   "Layer        MACs  Said\n"
                   "──────────────────────────────\n"
                   "laye…_name  1,234  50 % of \"a\"\n"
                   "卷積            5\n"
                   "    a sentence\n"
                   "──────────────────────────────\n"
                   "a|b                x y\n");
}

static void
test_spared (void)
{
  g_autoptr (CndSheet) sheet = cnd_sheet_new ();
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autoptr (GString) narrow = g_string_new (NULL);

  cnd_sheet_add_column (sheet, "One", "one", FALSE, 0);
  cnd_sheet_add_column (sheet, "Two", "two", TRUE, 0);
  cnd_sheet_spare_column (sheet);
  cnd_sheet_add_column (sheet, "Three", "three", TRUE, 0);
  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, "a");
  cnd_sheet_add_cell (sheet, "2");
  cnd_sheet_add_cell (sheet, "3");
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, NULL, 15, wide);
  cnd_cli_render_sheet (sheet, CND_OUTPUT_TEXT, NULL, 14, narrow);
  g_assert_cmpstr (wide->str, ==, "One  Two  Three\n───────────────\na      2      3\n");
  g_assert_cmpstr (narrow->str, ==, "One  Three\n──────────\na        3\n");
}

static void
test_csv (void)
{
  assert_rendered (CND_OUTPUT_CSV, "not here", 0,
                   "layer,macs,said\r\n"
                   "layer_with_a_name,\"1,234\",\"50 % of \"\"a\"\"\"\r\n"
                   "卷積,5,\r\n"
                   "a|b,,\"x\ny\"\r\n");
}

static void
test_markdown (void)
{
  assert_rendered (CND_OUTPUT_MARKDOWN, "A table", 0,
                   "A table\n\n"
                   "| Layer | MACs | Said |\n"
                   "| --- | ---: | --- |\n"
                   "| layer\\_with\\_a\\_name | 1,234 | 50 % of \"a\" |\n"
                   "| 卷積 | 5 |  |\n"
                   "| a\\|b |  | x y |\n");
}

static void
test_latex (void)
{
  assert_rendered (CND_OUTPUT_LATEX, "3×3 & more", 0,
                   "% \\usepackage{booktabs}\n"
                   "\\begin{tabular}{@{}lrl@{}}\n"
                   "\\toprule\n"
                   "Layer & MACs & Said \\\\\n"
                   "\\midrule\n"
                   "layer\\_with\\_a\\_name & 1,234 & 50 \\% of \\textquotedbl{}a\\textquotedbl{} \\\\\n"
                   "卷積 & 5 &  \\\\\n"
                   "\\midrule\n"
                   "a\\textbar{}b &  & x y \\\\\n"
                   "\\bottomrule\n"
                   "\\multicolumn{3}{@{}l@{}}{\\footnotesize 3$\\times$3 \\& more} \\\\\n"
                   "\\end{tabular}\n");
}

static void
test_json_numbers (void)
{
  cJSON *json = cJSON_CreateObject ();
  char *text;

  cnd_cli_json_add_count (json, "count", G_MAXUINT64);
  cnd_cli_json_add_signed (json, "signed", G_MININT64);
  cnd_cli_json_add_double (json, "tenth", 0.1);
  cnd_cli_json_add_double (json, "nothing", 0.0 / 0.0);
  cnd_cli_json_add_word (json, "stage", "2");
  cnd_cli_json_add_word (json, "word", "final");
  text = cJSON_PrintUnformatted (json);
  g_assert_cmpstr (text, ==,
                   "{\"count\":18446744073709551615,\"signed\":-9223372036854775808,\"tenth\":0.1,\"nothing\":null,"
                   "\"stage\":2,\"word\":\"final\"}");
  cJSON_free (text);
  cJSON_Delete (json);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/table/text-is-aligned", test_text);
  g_test_add_func ("/cli/table/narrow-terminal-fits", test_narrow);
  g_test_add_func ("/cli/table/spared-column-makes-room", test_spared);
  g_test_add_func ("/cli/table/csv-is-quoted", test_csv);
  g_test_add_func ("/cli/table/markdown-is-escaped", test_markdown);
  g_test_add_func ("/cli/table/latex-is-escaped", test_latex);
  g_test_add_func ("/cli/table/json-numbers-are-exact", test_json_numbers);
  return g_test_run ();
}
