/* One cell of a published table at a time is changed: verdict and cause follow, from what the rest of the table says. */
#include "shipped.h"

#include <string.h>

/* ---- Editing a cell ----------------------------------------------------------------- */

/* The table's text with one cell (@line from 1, the header is not counted) put in its place. */
static char *
edit (const char *text, guint line, const char *column, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_auto (GStrv) header = g_strsplit (lines[0], ",", -1), cells = NULL;
  g_autofree char *joined = NULL;
  guint index = 0;

  while (header[index] != NULL && strcmp (header[index], column) != 0)
    index++;
  g_assert_nonnull (header[index]);
  cells = g_strsplit (lines[line], ",", -1);
  g_assert_cmpstr (cells[index], !=, value);
  g_free (cells[index]);
  cells[index] = g_strdup (value);
  joined = g_strjoinv (",", cells);
  g_free (lines[line]);
  lines[line] = g_steal_pointer (&joined);
  return g_strjoinv ("\n", lines);
}

static const CndTableRow *
find_line (const CndTable *table, guint line, const char *figure)
{
  guint n_rows;
  const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (rows[i].line == line && strcmp (rows[i].column, figure) == 0)
      return &rows[i];
  g_error ("line %u has no %s", line, figure);
}

typedef struct
{
  const char *table, *column, *value, *figure, *cause;
  guint line;
} Edit;

static void
check_edits (const Edit *edits, guint n_edits)
{
  for (guint i = 0; i < n_edits; i++)
    {
      g_autofree char *text = shipped_read_table (edits[i].table);
      g_autofree char *changed = edit (text, edits[i].line, edits[i].column, edits[i].value);
      g_autoptr (CndTable) table = shipped_must_verify (edits[i].table, changed);
      const CndTableRow *row = find_line (table, edits[i].line, edits[i].figure);

      g_assert_cmpint (row->verdict, ==, CND_VERDICT_DIFFERS);
      g_assert_cmpstr (row->cause, ==, edits[i].cause);
    }
}

/* ---- Claims ------------------------------------------------------------------------- */

static void
test_sizes_are_held_against_other_rows (void)
{
  static const Edit edits[] = {
    { "alexnet-assignment", "in_h", "72", "input", "Row 2 (maxpool1), just before, puts out 96 × 27 × 27.", 3 },
    { "alexnet-assignment", "out_w", "72", "output", "Row 3 (conv2), which follows, takes in 96 × 27 × 27.", 2 },
    { "alexnet-assignment", "in_w", "22", "input", "The image is 3 × 227 × 227.", 1 },
    { "alexnet-assignment", "out_c", "97", "output", "Contradicts its own row, whose column “out” has 96.", 2 },
    { "alexnet-assignment", "in_c", "4", "input", "Contradicts its own row, whose column “in” has 3.", 1 },
    { "vgg16-assignment", "in_h", "2", "input", "The layer reads 25,088 values without height or width.", 19 },
    { "nin-summary", "h", "45", "output", "The layer's window gives ⌊(224 + 2·0 − 11) / 4⌋ + 1 = 54.", 1 },
    { "nin-summary", "w", "45", "output", "Such a layer keeps the shape of its input, 96 × 54 × 54.", 2 },
    { "nin-summary", "c", "69", "output", "The layer has 96 filters.", 1 },
    { "nin-summary", "c", "97", "output", "Such a layer keeps the 96 channels of its input.", 5 },
    { "nin-summary", "h", "2", "output", "Such a layer leaves 1 × 1.", 21 },
    { "googlenet-table1", "out_c", "257", "output",
      "Contradicts its own row, whose branches put out 64 + 128 + 32 + 32 = 256.", 5 },
    { "googlenet-table1", "out_h", "29", "output", "The row's own multiply-adds, 128M, follow from 28 × 28.", 5 },
    { "googlenet-table1", "out_h", "2", "output", "Such a layer keeps height and width, 1 × 1.", 17 },
  };

  check_edits (edits, G_N_ELEMENTS (edits));
}

static void
test_windows_are_held_against_sizes_and_weights (void)
{
  static const Edit edits[] = {
    { "alexnet-assignment", "kernel_h", "6", "kernel", "The row's own parameters, 614,656, follow from 5 × 5.", 3 },
    { "alexnet-assignment", "kernel_h", "4", "kernel",
      "The row's own sizes follow from another window: ⌊(55 + 2·0 − 3) / 2⌋ + 1 = 27.", 2 },
    { "alexnet-assignment", "stride", "2", "stride",
      "The row's own sizes follow from another window: ⌊(27 + 2·2 − 5) / 1⌋ + 1 = 27.", 3 },
    { "alexnet-assignment", "pad", "3", "padding",
      "The row's own sizes follow from another window: ⌊(27 + 2·2 − 5) / 1⌋ + 1 = 27.", 3 },
    { "alexnet-assignment", "in", "69", "input channels", "The row's own parameters, 614,656, follow from 96.", 3 },
    { "alexnet-assignment", "out", "97", "output channels",
      "Contradicts its own row, whose column “out_c” has 96.", 2 },
    { "googlenet-table1", "patch", "4", "patch",
      "The row's own sizes follow from another window: ⌈(112 + 2·0 − 3) / 2⌉ + 1 = 56.", 2 },
    { "googlenet-table1", "patch", "8", "patch", "To leave one value a channel it covers the whole input, 7 × 7.", 16 },
    { "googlenet-table1", "n3x3", "129", "filters",
      "Contradicts its own row, whose channels are 64 + 128 + 32 + 32 = 256.", 5 },
    { "googlenet-table1", "n3x3reduce", "97", "filters", "The row's own multiply-adds, 128M, follow from 96.", 5 },
    { "googlenet-table1", "n5x5", "7", "filters", "The row's layers have no such filters.", 2 },
  };

  check_edits (edits, G_N_ELEMENTS (edits));
}

static void
test_slips_of_the_pen_are_named (void)
{
  static const Edit edits[] = {
    { "alexnet-assignment", "params", "43944", "parameters",
      "Contradicts its own row, whose columns give 11 × 11 × 3 × 96 + 96 = 34,944. "
      "It is 34,944 with two neighbouring digits swapped.", 1 },
    { "alexnet-assignment", "params", "409700", "parameters",
      "Contradicts its own row, whose columns give 4,096 × 1,000 + 1,000 = 4,097,000. "
      "It is 4,097,000 with a digit missing.", 11 },
    { "vgg16-assignment", "params", "17922", "parameters",
      "Contradicts its own row, whose columns give 3 × 3 × 3 × 64 + 64 = 1,792. It is 1,792 with a digit too many.", 1 },
    { "vgg16-assignment", "params", "3584", "parameters",
      "Contradicts its own row, whose columns give 3 × 3 × 3 × 64 + 64 = 1,792. It is 2 times the count: 2 × 1,792.", 1 },
    { "nin-summary", "params", "9313", "parameters",
      "The layer has 96 × 96 + 96 = 9,312. It is 9,312 with one digit wrong.", 3 },
    { "nin-summary", "params", "1", "parameters", "Such a layer has no parameters.", 7 },
    { "nin-summary", "params", "5", "parameters", "All parameters are trained.", 25 },
    { "googlenet-table1", "ops", "128K", "multiply-adds", "Its columns give 128,049.2K. The prefix is wrong: it is 128M.", 5 },
    { "googlenet-table1", "params", "999K", "parameters", "Such a layer has no parameters.", 2 },
  };

  check_edits (edits, G_N_ELEMENTS (edits));
}

static void
test_condensenets_are_counted_in_other_states (void)
{
  static const Edit edits[] = {
    { "condensenet-published", "exact_ops", "28641835", "operations",
      "It comes to 28.6M as its row prints, but not to the last digit. It is 28,641,834 with one digit wrong.", 1 },
    { "condensenet-published", "exact_params", "520", "parameters",
      "Contradicts its own row, which also prints 0.52M. The prefix is missing: it is 520K.", 3 },
    { "condensenet-published", "exact_params", "168122", "parameters", "It is the count with groups = 8: 168,122.", 1 },
    { "condensenet-published", "exact_ops", "65816394", "operations", "It is the figure of row 3 (CondenseNet-86).", 2 },
    { "condensenet-published", "published_ops", "81.4M", "operations as printed",
      "Contradicts its own row, which also prints 81,263,530. It is 81.3M with one digit wrong.", 4 },
  };

  check_edits (edits, G_N_ELEMENTS (edits));
}

static void
test_settings_are_held_against_the_figures (void)
{
  static const Edit edits[] = {
    { "condensenet-published", "groups", "8", "groups",
      "The row's own figures follow from 4; with 8 the network has 21,563,946 operations and 168,122 parameters.", 1 },
    { "condensenet-published", "condensation", "5", "condensation factor",
      "There is no such network with 5: The layer “stage.1.denselayer.1.conv1” does not fit: 16 input channels cannot be "
      "condensed by 5", 1 },
    { "condensenet-published", "classifier", "half", "classifier", "The row's own parameters, 216,506, follow from whole.",
      1 },
  };
  g_autofree char *text = shipped_read_table ("condensenet-published");
  g_autofree char *groups = edit (text, 1, "groups", "8"), *operations = edit (groups, 1, "exact_ops", "21563946");
  g_autofree char *parameters = edit (operations, 1, "exact_params", "168122");
  g_autoptr (CndTable) table = shipped_must_verify ("condensenet-published", parameters);

  check_edits (edits, G_N_ELEMENTS (edits));
  g_assert_cmpstr (find_line (table, 1, "groups")->cause, ==,
                   "The row's figures follow from it, 21,563,946 operations and 168,122 parameters; it is another network "
                   "than its name says.");
}

static void
test_too_many_networks_are_an_error (void)
{
  g_autofree char *text = shipped_read_table ("condensenet-published");
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) many = g_string_new (lines[0]);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (many, "\n%s", lines[1]);
  g_assert_null (shipped_verify ("condensenet-published", many->str, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/verify-edits/sizes-are-held-against-other-rows", test_sizes_are_held_against_other_rows);
  g_test_add_func ("/analysis/verify-edits/windows-are-held-against-sizes-and-weights",
                   test_windows_are_held_against_sizes_and_weights);
  g_test_add_func ("/analysis/verify-edits/slips-of-the-pen-are-named", test_slips_of_the_pen_are_named);
  g_test_add_func ("/analysis/verify-edits/condensenets-are-counted-in-other-states",
                   test_condensenets_are_counted_in_other_states);
  g_test_add_func ("/analysis/verify-edits/settings-are-held-against-the-figures",
                   test_settings_are_held_against_the_figures);
  g_test_add_func ("/analysis/verify-edits/too-many-networks-are-an-error", test_too_many_networks_are_an_error);
  return g_test_run ();
}
