/* Published tables: verdicts and causes, and that both follow from the table at hand. */
#include "shipped.h"

#include <string.h>

static CndTable *
verify (const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  CndTable *table = shipped_verify (name, text, &error);

  g_assert_no_error (error);
  return table;
}

static CndTable *
verify_shipped (const char *name)
{
  g_autofree char *text = shipped_read_table (name);

  return verify (name, text);
}

/* The shipped table with @from, which must be there once, replaced by @to. */
static CndTable *
verify_changed (const char *name, const char *from, const char *to)
{
  g_autofree char *text = shipped_read_table (name);
  char *place = strstr (text, from);
  g_autoptr (GString) changed = NULL;

  g_assert_nonnull (place);
  g_assert_null (strstr (place + 1, from));
  changed = g_string_new_len (text, place - text);
  g_string_append (changed, to);
  g_string_append (changed, place + strlen (from));
  return verify (name, changed->str);
}

static void
assert_row (const CndTable *table, const char *row, guint line, const char *column, CndVerdict verdict,
            const char *cause)
{
  const CndTableRow *found = shipped_find_row (table, row, line, column);

  g_assert_cmpint (found->verdict, ==, verdict);
  if (cause == NULL)
    g_assert_cmpstr (found->cause, ==, NULL);
  else
    {
      if (found->cause == NULL)
        g_error ("%s %s (%s): no cause, not “%s”", row, column, found->verdict_text, cause);
      if (strstr (found->cause, cause) == NULL)
        g_error ("“%s” is not in “%s”", cause, found->cause);
    }
}

/* ---- The tables as they ship -------------------------------------------------------- */

static void
test_right_tables_are_good (void)
{
  static const char *const good[] = { "alexnet-assignment", "nin-summary", "condensenet-published" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (CndTable) table = verify_shipped (good[i]);
      guint n_rows;

      cnd_table_get_rows (table, &n_rows);
      g_assert_cmpuint (n_rows, >, 40);
      g_assert_true (cnd_table_is_good (table));
      g_assert_cmpstr (cnd_table_get_name (table), ==, good[i]);
      g_assert_true (g_str_has_prefix (cnd_table_get_summary (table), "All "));
    }
}

static void
test_vgg16_pooling_is_found (void)
{
  g_autoptr (CndTable) table = verify_shipped ("vgg16-assignment");
  const CndTableRow *total = shipped_find_row (table, "total", 22, "parameters");

  g_assert_false (cnd_table_is_good (table));
  assert_row (table, "maxpool", 6, "parameters", CND_VERDICT_DIFFERS, "2 × 2 × 128 × 128 + 128 = 65,664");
  assert_row (table, "maxpool", 3, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "conv3-64", 1, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "fc", 19, "input", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "total", 22, "parameters", CND_VERDICT_DIFFERS, "It is what the rows add up to. Wrong in the rows: row 6 (maxpool) +65,664.");
  g_assert_cmpfloat (total->difference, ==, 65664);
  g_assert_cmpstr (total->ours, ==, "138,357,544");
  g_assert_cmpstr (total->verdict_text, ==, "differs by +65,664 (+0.047 %)");
  g_assert_cmpstr (cnd_table_get_summary (table), ==,
                   "143 of 145 figures agree; what differs: row 6 (maxpool) parameters, row 22 (total) parameters.");
}

static void
test_nin_sizes_are_rounded (void)
{
  g_autoptr (CndTable) table = verify_shipped ("nin-summary");

  assert_row (table, "forward_backward_mb", 0, "size (MB)", CND_VERDICT_EQUAL_ROUNDED, NULL);
  g_assert_cmpstr (shipped_find_row (table, "forward_backward_mb", 0, "size (MB)")->ours, ==, "16.442");
  g_assert_cmpstr (shipped_find_row (table, "input_mb", 0, "size (MB)")->ours, ==, "0.191");
  assert_row (table, "total_params", 0, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "non_trainable_params", 0, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "Flatten-22", 0, "output", CND_VERDICT_EQUAL, NULL);
}

static void
test_condensenets_to_the_last_digit (void)
{
  g_autoptr (CndTable) table = verify_shipped ("condensenet-published");
  guint n_rows, n_exact = 0;
  const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].column, "operations") == 0 || strcmp (rows[i].column, "parameters") == 0)
      {
        g_assert_cmpint (rows[i].verdict, ==, CND_VERDICT_EQUAL);
        n_exact++;
      }
  g_assert_cmpuint (n_exact, ==, 14);
  assert_row (table, "CondenseNet-74", 0, "operations as printed", CND_VERDICT_EQUAL_ROUNDED, NULL);
  assert_row (table, "CondenseNet-74 (ImageNet C=G=4)", 0, "classifier", CND_VERDICT_EQUAL, NULL);
}

static void
test_googlenet_causes_are_found (void)
{
  g_autoptr (CndTable) table = verify_shipped ("googlenet-table1");
  static const struct
  {
    const char *row, *column, *cause;
    guint line;
    CndVerdict verdict;
  } expected[] = {
    { "convolution", "parameters", "a separable 7 × 7 convolution, 7 × 3 × 64 × 2 = 2,688", 1, CND_VERDICT_DIFFERS },
    { "convolution", "multiply-adds", "7 × 3 × 64 × 2 × 112 × 112 = 33,718,272", 1, CND_VERDICT_DIFFERS },
    { "convolution", "parameters", "K is 1,024 and biases are left out: 114,688 / 1,024 = 112.0K.", 3,
      CND_VERDICT_DIFFERS },
    { "convolution", "multiply-adds", NULL, 3, CND_VERDICT_EQUAL_ROUNDED },
    { "inception (3a)", "parameters", "159.5K, cut, not rounded", 5, CND_VERDICT_DIFFERS },
    { "inception (3a)", "multiply-adds", NULL, 5, CND_VERDICT_EQUAL_ROUNDED },
    { "inception (3b)", "parameters", "K is 1,024, and this row counts the biases: 388,736 / 1,024 = 379.6K.", 6,
      CND_VERDICT_DIFFERS },
    { "inception (4a)", "parameters", "Within 1 % of what its columns give, 366.8K", 8, CND_VERDICT_DIFFERS },
    { "inception (4a)", "multiply-adds", "Cut, not rounded: 73.6M", 8, CND_VERDICT_EQUAL_ROUNDED },
    { "inception (4b)", "parameters", "Within 1 % of what its columns give, 438.0K", 9, CND_VERDICT_DIFFERS },
    { "inception (4c)", "parameters", "follow from 497.5K, which the columns give", 10, CND_VERDICT_DIFFERS },
    { "inception (4c)", "multiply-adds", NULL, 10, CND_VERDICT_EQUAL_ROUNDED },
    { "inception (4d)", "parameters", "480 input channels, those of inception (4a), have 579.5K", 11,
      CND_VERDICT_DIFFERS },
    { "inception (4e)", "parameters", "847.0K", 12, CND_VERDICT_DIFFERS },
    { "inception (5a)", "parameters", "which give 1,018.0K", 14, CND_VERDICT_DIFFERS },
    { "inception (5a)", "multiply-adds", "1,072 × 1,024 × 7 × 7 = 53,788,672", 14, CND_VERDICT_DIFFERS },
    { "inception (5b)", "parameters", "1,409.0K", 15, CND_VERDICT_DIFFERS },
    { "linear", "parameters", "1,024,000 / 1,024 = 1,000.0K", 18, CND_VERDICT_DIFFERS },
    { "linear", "multiply-adds", NULL, 18, CND_VERDICT_EQUAL_ROUNDED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_row (table, expected[i].row, expected[i].line, expected[i].column, expected[i].verdict, expected[i].cause);
}

/* 6,797.7K is 6,960,845 of 6,990,272 weights: the total is read as the rows are. */
static void
test_googlenet_total_is_read_as_its_rows (void)
{
  g_autoptr (CndTable) table = verify_shipped ("googlenet-table1");
  const CndTableRow *sum = shipped_find_row (table, "all rows", 0, "parameters");

  g_assert_cmpstr (sum->published, ==, "6,797.7K");
  g_assert_cmpstr (sum->ours, ==, "6,998,552");
  g_assert_cmpstr (sum->verdict_text, ==, "differs by −36.82K (−0.5 %)");
  g_assert_cmpstr (sum->cause, ==,
                   "As in its rows K is 1,024 and biases are left out: 6,797.7K is 6,960,845; the network has 6,990,272 "
                   "weights. Wrong in the rows: row 10 (inception (4c)) −34.5K, row 11 (inception (4d)) −10.5K, "
                   "row 14 (inception (5a)) +54.0K, row 15 (inception (5b)) −21.0K, 6 more −16.74K.");
  assert_row (table, "all rows", 0, "multiply-adds", CND_VERDICT_DIFFERS,
              "row 1 (convolution) −84.0M, row 8 (inception (4a)) −0.6M, row 14 (inception (5a)) +2.9M, "
              "the rounding of right rows +1.0M.");
}

/* The model's blocks are those of the columns, so that the figures may be held against either. */
static void
test_googlenet_columns_are_the_model (void)
{
  g_autoptr (CndTable) table = verify_shipped ("googlenet-table1");
  guint n_rows, n_filters = 0;
  const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].column, "parameters") != 0 && strcmp (rows[i].column, "multiply-adds") != 0)
      {
        g_assert_cmpint (rows[i].verdict, ==, CND_VERDICT_EQUAL);
        n_filters += strcmp (rows[i].column, "filters") == 0 ? 1 : 0;
      }
  g_assert_cmpuint (n_filters, ==, 10);
}

/* ---- Changed figures ---------------------------------------------------------------- */

#define POOL2 "maxpool,112,112,128,56,56,128,2,2,2,128,128,"

static void
test_a_corrected_row_changes_the_total (void)
{
  g_autoptr (CndTable) table = verify_changed ("vgg16-assignment", POOL2 "65664", POOL2 "0");

  assert_row (table, "maxpool", 6, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "total", 22, "parameters", CND_VERDICT_DIFFERS,
              "It is 65,664 too large: as much as row 6 (maxpool) would have as a convolution.");
  assert_row (table, "total", 22, "parameters", CND_VERDICT_DIFFERS, "2 × 2 × 128 × 128 + 128 = 65,664");
}

static void
test_a_corrected_total_is_equal (void)
{
  g_autoptr (CndTable) table = verify_changed ("vgg16-assignment", "138423208", "138357544");

  assert_row (table, "maxpool", 6, "parameters", CND_VERDICT_DIFFERS, "Pooling has no weights");
  assert_row (table, "total", 22, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "all rows", 0, "parameters", CND_VERDICT_DIFFERS,
              "The rows do not add up to the table's total, 138,357,544. Wrong in the rows: row 6 (maxpool) +65,664.");
}

/* ---- What is not there -------------------------------------------------------------- */

/* The shipped table without the line that begins with @start, or with that line twice. */
static CndTable *
verify_with_line (const char *name, const char *start, gboolean twice)
{
  g_autofree char *text = shipped_read_table (name);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) changed = g_string_new (NULL);
  guint n_found = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean found = g_str_has_prefix (lines[i], start);

      n_found += found ? 1 : 0;
      for (guint k = 0; k < (found ? (twice ? 2u : 0u) : 1u); k++)
        g_string_append_printf (changed, "%s\n", lines[i]);
    }
  g_assert_cmpuint (n_found, ==, 1);
  return verify (name, changed->str);
}

/* Whichever row is taken out: the table is not good, the summary names the layer, and no other row is blamed. */
static void
test_missing_rows_are_named (void)
{
  static const struct
  {
    const char *table, *line, *layer, *column;
    guint n_differing; /* the layer, and the sums that it is missing in */
  } cases[] = {
    { "alexnet-assignment", "conv1,", "conv1", "parameters", 2 },
    { "alexnet-assignment", "conv3,", "conv3", "parameters", 2 },
    { "alexnet-assignment", "conv4,", "conv4", "parameters", 2 },
    { "alexnet-assignment", "maxpool2,", "pool2", "layer", 1 },
    { "alexnet-assignment", "fc8,", "fc8", "parameters", 2 },
    { "vgg16-assignment", "conv3-64,224,224,64,", "stage1.conv2", "parameters", 4 },
    { "nin-summary", "ReLU-12,", "block3.relu1", "layer", 1 },
    { "nin-summary", "Conv2d-17,", "block4.conv", "parameters", 2 },
    { "googlenet-table1", "convolution,7,", "conv1", "parameters", 15 },
    { "googlenet-table1", "inception (4d)", "4d", "parameters", 16 },
    { "googlenet-table1", "max pool,3,2,14,", "pool3", "layer", 17 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CndTable) table = verify_with_line (cases[i].table, cases[i].line, FALSE);
      g_autofree char *named = g_strdup_printf ("the row of %s.", cases[i].layer);
      guint n_rows, n_differing = 0;
      const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

      assert_row (table, cases[i].layer, 0, cases[i].column, CND_VERDICT_DIFFERS, "no row for this");
      for (guint k = 0; k < n_rows; k++)
        n_differing += rows[k].verdict == CND_VERDICT_DIFFERS ? 1 : 0;
      g_assert_cmpuint (n_differing, ==, cases[i].n_differing);
      g_assert_false (cnd_table_is_good (table));
      g_assert_nonnull (strstr (cnd_table_get_summary (table), named));
    }
}

static void
test_rows_that_lack_something_do_not_add_up (void)
{
  g_autoptr (CndTable) table = verify_with_line ("alexnet-assignment", "conv3,", FALSE);
  g_autoptr (CndTable) figure = verify_changed ("alexnet-assignment", ",1327488", ",");

  assert_row (table, "all rows", 0, "parameters", CND_VERDICT_DIFFERS,
              "do not add up to the table's total, 62,378,344. Layers that have no row, or no figure in it, have "
              "885,120.");
  g_assert_cmpstr (cnd_table_get_summary (table), ==,
                   "69 of 70 figures agree; what differs: all rows parameters. Missing: the row of conv3.");
  assert_row (figure, "conv4", 6, "parameters", CND_VERDICT_DIFFERS, "the row states none");
  g_assert_nonnull (strstr (cnd_table_get_summary (figure), "Missing: row 6 (conv4) parameters."));
}

static void
test_surplus_rows_are_told (void)
{
  g_autoptr (CndTable) table = verify_with_line ("alexnet-assignment", "conv3,", TRUE);

  assert_row (table, "conv3", 6, "layer", CND_VERDICT_DIFFERS, "one too many");
  assert_row (table, "conv4", 7, "parameters", CND_VERDICT_EQUAL, NULL);
  assert_row (table, "all rows", 0, "parameters", CND_VERDICT_DIFFERS, "row 6 (conv3) +885,120");
}

/* A wrong row stays at its place: it is not taken for a missing one and one too many. */
static void
test_wrong_rows_keep_their_layers (void)
{
  g_autoptr (CndTable) table = verify (
    "alexnet-assignment", "layer,in,out,params\nconv1,1,2,3\nmaxpool1,1,2,3\nconv2,1,2,3\nmaxpool2,,,0\n"
                          "conv3,256,384,885120\nconv4,9,9,9\nconv5,384,256,884992\nmaxpool5,,,0\n"
                          "fc6,1,1,1\nfc7,1,1,1\nfc8,1,1,1\n");

  g_assert_cmpstr (shipped_find_row (table, "conv2", 3, "parameters")->ours, ==, "614,656");
  g_assert_cmpstr (shipped_find_row (table, "conv4", 6, "parameters")->ours, ==, "1,327,488");
  g_assert_cmpstr (shipped_find_row (table, "fc7", 10, "parameters")->ours, ==, "16,781,312");
  g_assert_null (strstr (cnd_table_get_summary (table), "Missing"));
}

/* No digit of a difference is there to be seen, and yet it is not 0. */
static void
test_small_differences_are_not_zero (void)
{
  g_autoptr (CndTable) one = verify_changed ("alexnet-assignment", "62378344", "62378345");
  g_autoptr (CndTable) kilo = verify_changed ("googlenet-table1", ",112K,", ",115.0K,");
  g_autoptr (CndTable) million = verify_changed ("condensenet-published", "65816394", "65816395");

  g_assert_cmpstr (shipped_find_row (one, "total", 0, "parameters")->verdict_text, ==, "differs by +1 (< 0.001 %)");
  g_assert_cmpstr (shipped_find_row (million, "CondenseNet-86", 0, "operations")->verdict_text, ==,
                   "differs by +1 (< 0.001 %)");
  g_assert_null (strstr (shipped_find_row (kilo, "convolution", 3, "parameters")->verdict_text, "0.00 "));
}

/* The one figure that is changed gets another verdict, and so do the sums that it is part of; no other. */
static void
test_each_changed_figure_changes_its_verdict (void)
{
  static const struct
  {
    const char *table, *from, *to, *row, *column;
    guint line;
  } cases[] = {
    { "alexnet-assignment", ",614656", ",614657", "conv2", "parameters", 3 },
    { "alexnet-assignment", "37752832", "37752831", "fc6", "parameters", 9 },
    { "alexnet-assignment", "conv5,13,13,384,13,13,256", "conv5,13,13,384,13,14,256", "conv5", "output", 7 },
    { "vgg16-assignment", "102764544", "102764545", "fc", "parameters", 19 },
    { "vgg16-assignment", "1180160", "1180161", "conv3-512", "parameters", 11 },
    { "vgg16-assignment", ",65664", ",65665", "maxpool", "parameters", 6 },
    { "nin-summary", "614656", "614655", "Conv2d-6", "parameters", 6 },
    { "nin-summary", "input_mb,,,,0.19", "input_mb,,,,0.20", "input_mb", "size (MB)", 0 },
    { "nin-summary", "23.38", "23.40", "estimated_total_mb", "size (MB)", 0 },
    { "condensenet-published", "28641834", "28641835", "CondenseNet-50", "operations", 1 },
    { "condensenet-published", "0.79M", "0.78M", "CondenseNet-110", "parameters as printed", 5 },
    { "condensenet-published", "4773944", "4773943", "CondenseNet-74 (ImageNet C=G=4)", "parameters", 7 },
    { "googlenet-table1", "360M", "361M", "convolution", "multiply-adds", 3 },
    { "googlenet-table1", "580K", "581K", "inception (4d)", "parameters", 11 },
    { "googlenet-table1", ",54M", ",55M", "inception (5a)", "multiply-adds", 14 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CndTable) before = verify_shipped (cases[i].table);
      g_autoptr (CndTable) table = verify_changed (cases[i].table, cases[i].from, cases[i].to);
      const CndTableRow *old = shipped_find_row (before, cases[i].row, cases[i].line, cases[i].column);
      const CndTableRow *now = shipped_find_row (table, cases[i].row, cases[i].line, cases[i].column);
      guint n_rows;
      const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

      g_assert_cmpint (now->verdict, ==, CND_VERDICT_DIFFERS);
      g_assert_cmpstr (now->verdict_text, !=, old->verdict_text);
      if (old->cause != NULL)
        g_assert_cmpstr (now->cause, !=, old->cause);
      for (guint k = 0; k < n_rows; k++)
        if (rows[k].line != cases[i].line && rows[k].line > 0 && strstr (rows[k].row, "total") == NULL)
          g_assert_cmpstr (rows[k].verdict_text, ==,
                           shipped_find_row (before, rows[k].row, rows[k].line, rows[k].column)->verdict_text);
    }
}

static void
test_mistakes_are_recognized (void)
{
  static const struct
  {
    const char *table, *from, *to, *row, *column, *cause;
  } cases[] = {
    { "alexnet-assignment", "34944", "34848", "conv1", "parameters", "Counted without biases: 34,944 − 96 = 34,848." },
    { "alexnet-assignment", "614656", "307456", "conv2", "parameters", "Counted with 2 groups; the layer has 1." },
    { "alexnet-assignment", "34944", "11712", "conv1", "parameters", "The 3 input channels are left out" },
    { "alexnet-assignment", "885120", "884992", "conv3", "parameters", "It is the figure of row 7 (conv5)." },
    { "alexnet-assignment", "34944", "34945", "conv1", "parameters", NULL },
    { "alexnet-assignment", "96,96,0", "96,96,82944", "maxpool1", "parameters",
      "without biases: 3 × 3 × 96 × 96 = 82,944" },
    { "alexnet-assignment", "96,96,0", "96,96,9216", "maxpool1", "parameters",
      "a 1 × 1 convolution without biases: 1 × 1 × 96 × 96 = 9,216" },
    { "alexnet-assignment", "96,96,0", "96,96,960", "maxpool1", "parameters",
      "a 3 × 3 depthwise convolution: 3 × 3 × 96 + 96 = 960" },
    { "alexnet-assignment", "27,27,96,2,0", "28,27,96,2,0", "maxpool1", "output", "padded to keep the size: ⌈55 / 2⌉" },
    { "alexnet-assignment", "conv2,27,27,96,27,27,256", "conv2,27,27,96,23,23,256", "conv2", "output",
      "padding is left out" },
    { "alexnet-assignment", "62378344", "62367776", "total", "parameters", "The 10,568 biases are left out." },
    { "alexnet-assignment", "62378344", "62343400", "total", "parameters", "Row 1 (conv1) is left out." },
    { "alexnet-assignment", "62378344", "62378345", "total", "parameters", "own rows add up to 62,378,344" },
    { "nin-summary", "16.44", "8.22", "forward_backward_mb", "size (MB)", "without their gradients" },
    { "nin-summary", "16.44", "17.24", "forward_backward_mb", "size (MB)", "1,000,000 bytes" },
    { "condensenet-published", "65816394", "177293130", "CondenseNet-86", "operations", "before condensing" },
    { "condensenet-published", "65816394", "173858624", "CondenseNet-86", "operations",
      "It is the multiply-adds alone, before condensing: 173,858,624." },
    { "condensenet-published", "520202", "516202", "CondenseNet-86", "parameters", "half of the classifier's inputs" },
    { "googlenet-table1", "360M", "719M", "convolution", "multiply-adds", "two operations: 2 × 359,661,568" },
    { "googlenet-table1", "128,128,192,32,96,64,380K", "128,128,192,32,96,80,383K", "inception (3b)", "parameters",
      "It follows from the row's own columns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CndTable) before = verify_shipped (cases[i].table);
      g_autoptr (CndTable) table = verify_changed (cases[i].table, cases[i].from, cases[i].to);
      guint line = strcmp (cases[i].row, "convolution") == 0 ? 3 : 0;

      g_assert_cmpint (shipped_find_row (before, cases[i].row, line, cases[i].column)->verdict, !=,
                       strcmp (cases[i].row, "inception (3b)") == 0 ? CND_VERDICT_EQUAL : CND_VERDICT_DIFFERS);
      assert_row (table, cases[i].row, line, cases[i].column, CND_VERDICT_DIFFERS, cases[i].cause);
      g_assert_false (cnd_table_is_good (table));
    }
}

static void
test_a_changed_column_differs_from_the_model (void)
{
  g_autoptr (CndTable) table
      = verify_changed ("googlenet-table1", "64,96,128,16,32,32,159K", "64,96,128,16,32,33,159K");

  assert_row (table, "inception (3a)", 0, "filters", CND_VERDICT_DIFFERS, NULL);
  g_assert_cmpstr (shipped_find_row (table, "inception (3a)", 0, "filters")->ours, ==, "64, 96, 128, 16, 32, 32");
}

/* When all rows are in thousands with biases, K is 1,000 and the rows agree. */
static void
test_what_k_means_is_found_out (void)
{
  g_autofree char *text = shipped_read_table ("googlenet-table1");
  static const char *const changes[][2] = {
    { ",2.7K,", ",9.5K," }, { ",112K,", ",115K," },   { ",159K,", ",164K," },   { ",380K,", ",389K," },
    { ",364K,", ",376K," }, { ",437K,", ",449K," },   { ",463K,", ",510K," },   { ",580K,", ",605K," },
    { ",840K,", ",868K," }, { ",1072K,", ",1043K," }, { ",1388K,", ",1444K," }, { ",1000K,", ",1025K," },
  };
  g_autoptr (CndTable) table = NULL;
  guint n_rows;
  const CndTableRow *rows = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, changes[i][0], 2);

      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      g_free (text);
      text = g_strjoinv (changes[i][1], parts);
    }
  table = verify ("googlenet-table1", text);
  rows = cnd_table_get_rows (table, &n_rows);
  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].column, "parameters") == 0 && rows[i].line > 0)
      {
        g_assert_cmpint (rows[i].verdict, !=, CND_VERDICT_DIFFERS);
        g_assert_null (rows[i].cause);
      }
}

/* ---- Bad tables --------------------------------------------------------------------- */

static void
test_bad_tables_are_refused (void)
{
  static const struct
  {
    const char *name, *text, *message;
    CndErrorCode code;
  } cases[] = {
    { "alexnet-assignment", "name,params\nconv1,3\n", "layer", CND_ERROR_SYNTAX },
    { "alexnet-assignment", "layer,params\nconv1,many\n", "row 1 (conv1), column “params”", CND_ERROR_SYNTAX },
    { "alexnet-assignment", "layer,in_h,params\nconv1,2e3,1\n", "column “in_h”", CND_ERROR_SYNTAX },
    { "alexnet-assignment", "layer,params\nattention,3\n", "row 1 (attention)", CND_ERROR_SYNTAX },
    { "googlenet-table1", "type,params\n", "ops", CND_ERROR_SYNTAX },
    { "googlenet-table1", "type,params,ops\ninception (9z),1,1\n", "no such block", CND_ERROR_SYNTAX },
    { "googlenet-table1", "type,params,ops,n1x1\ninception (3a),1,1,99999999\n", "too many filters", CND_ERROR_SYNTAX },
    { "condensenet-published", "model,exact_ops\nCondenseNet-1000,5\n", "CondenseNet-1000", CND_ERROR_NOT_FOUND },
    { "condensenet-published", "model,classifier\nCondenseNet-86,third\n", "classifier", CND_ERROR_SYNTAX },
    { "no-such-table", "layer,params\n", "table", CND_ERROR_NOT_FOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndTable) table = shipped_verify (cases[i].name, cases[i].text, &error);
      g_autofree char *line = NULL;

      g_assert_null (table);
      g_assert_error (error, CND_ERROR, (int) cases[i].code);
      line = cnd_base_format_problem (error);
      if (strstr (line, cases[i].message) == NULL)
        g_error ("“%s” is not in “%s”", cases[i].message, line);
    }
}

/* Any table either is refused with an error of ours or gets its verdicts. */
static void
test_garbled_tables_do_no_harm (void)
{
  static const char replacements[] = "0123456789.,KMGT-x\n\" ";
  const char *const *names = cnd_analysis_list_tables ();
  CndRandom random;
  guint n_refused = 0, n_judged = 0;

  cnd_base_seed_random (&random, 7);
  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *text = shipped_read_table (names[i % 5]);
      gsize length = strlen (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (CndTable) table = NULL;

      for (guint k = 0; k < 1 + i % 4; k++)
        {
          gsize place = cnd_base_next_random_below (&random, length);
          gboolean digits_only = i % 2 == 0; /* which leaves the table a table */
          guint64 n_choices = digits_only ? 10 : sizeof replacements - 1;

          if (!digits_only || g_ascii_isdigit (text[place]))
            text[place] = replacements[cnd_base_next_random_below (&random, n_choices)];
        }
      table = shipped_verify (names[i % 5], text, &error);
      if (table != NULL)
        n_judged++;
      else
        {
          g_assert_cmpuint (error->domain, ==, CND_ERROR);
          n_refused++;
        }
    }
  g_assert_cmpuint (n_judged, >, 50);
  g_assert_cmpuint (n_refused, >, 50);
}

static void
test_huge_figures_do_no_harm (void)
{
  g_autoptr (CndTable) table = verify_changed ("googlenet-table1", "463K,100M",
                                               "999999999999999999T,999999999999999999T");
  g_autoptr (CndTable) total = verify_changed ("vgg16-assignment", "138423208", "999999999999999999");

  g_assert_cmpint (shipped_find_row (table, "inception (4c)", 0, "parameters")->verdict, ==, CND_VERDICT_DIFFERS);
  g_assert_cmpint (shipped_find_row (total, "total", 0, "parameters")->verdict, ==, CND_VERDICT_DIFFERS);
}

/* Not for ever: rows × layers are compared. */
static void
test_endless_tables_are_refused (void)
{
  g_autoptr (GString) text = g_string_new ("layer,params\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (CndTable) table = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "conv,1\n");
  table = shipped_verify ("alexnet-assignment", text->str, &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
  g_assert_null (table);
}

/* A row that claims more convolutions than there are is about none. */
static void
test_impossible_depths_do_no_harm (void)
{
  g_autoptr (CndTable) table = verify ("googlenet-table1", "type,params,ops,depth\nconvolution,1,1,999999999\n");

  assert_row (table, "convolution", 1, "layer", CND_VERDICT_DIFFERS, "one too many");
}

static void
test_an_empty_table_lacks_all (void)
{
  g_autoptr (CndTable) table = verify ("alexnet-assignment", "layer,params\n");
  guint n_rows;

  cnd_table_get_rows (table, &n_rows);
  g_assert_cmpuint (n_rows, ==, 8);
  g_assert_false (cnd_table_is_good (table));
  g_assert_true (g_str_has_prefix (cnd_table_get_summary (table),
                                   "The table gives no figures. Missing: the row of conv1, "));
  assert_row (table, "fc6", 0, "parameters", CND_VERDICT_DIFFERS, "no row");
}

static void
test_every_table_has_a_file_and_a_title (void)
{
  const char *const *names = cnd_analysis_list_tables ();
  guint n_tables = 0;

  for (; names[n_tables] != NULL; n_tables++)
    {
      g_autoptr (CndTable) table = verify_shipped (names[n_tables]);

      g_assert_cmpstr (cnd_table_get_title (table), !=, "");
    }
  g_assert_cmpuint (n_tables, ==, 5);
  g_assert_null (cnd_analysis_get_table_file ("no-such-table"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/analysis/verify/right-tables-are-good", test_right_tables_are_good);
  g_test_add_func ("/analysis/verify/vgg16-pooling-is-found", test_vgg16_pooling_is_found);
  g_test_add_func ("/analysis/verify/nin-sizes-are-rounded", test_nin_sizes_are_rounded);
  g_test_add_func ("/analysis/verify/condensenets-to-the-last-digit", test_condensenets_to_the_last_digit);
  g_test_add_func ("/analysis/verify/googlenet-causes-are-found", test_googlenet_causes_are_found);
  g_test_add_func ("/analysis/verify/googlenet-columns-are-the-model", test_googlenet_columns_are_the_model);
  g_test_add_func ("/analysis/verify/a-corrected-row-changes-the-total", test_a_corrected_row_changes_the_total);
  g_test_add_func ("/analysis/verify/a-corrected-total-is-equal", test_a_corrected_total_is_equal);
  g_test_add_func ("/analysis/verify/googlenet-total-is-read-as-its-rows", test_googlenet_total_is_read_as_its_rows);
  g_test_add_func ("/analysis/verify/missing-rows-are-named", test_missing_rows_are_named);
  g_test_add_func ("/analysis/verify/rows-that-lack-something-do-not-add-up",
                   test_rows_that_lack_something_do_not_add_up);
  g_test_add_func ("/analysis/verify/surplus-rows-are-told", test_surplus_rows_are_told);
  g_test_add_func ("/analysis/verify/wrong-rows-keep-their-layers", test_wrong_rows_keep_their_layers);
  g_test_add_func ("/analysis/verify/small-differences-are-not-zero", test_small_differences_are_not_zero);
  g_test_add_func ("/analysis/verify/each-changed-figure-changes-its-verdict",
                   test_each_changed_figure_changes_its_verdict);
  g_test_add_func ("/analysis/verify/mistakes-are-recognized", test_mistakes_are_recognized);
  g_test_add_func ("/analysis/verify/a-changed-column-differs-from-the-model",
                   test_a_changed_column_differs_from_the_model);
  g_test_add_func ("/analysis/verify/what-k-means-is-found-out", test_what_k_means_is_found_out);
  g_test_add_func ("/analysis/verify/bad-tables-are-refused", test_bad_tables_are_refused);
  g_test_add_func ("/analysis/verify/garbled-tables-do-no-harm", test_garbled_tables_do_no_harm);
  g_test_add_func ("/analysis/verify/huge-figures-do-no-harm", test_huge_figures_do_no_harm);
  g_test_add_func ("/analysis/verify/endless-tables-are-refused", test_endless_tables_are_refused);
  g_test_add_func ("/analysis/verify/impossible-depths-do-no-harm", test_impossible_depths_do_no_harm);
  g_test_add_func ("/analysis/verify/an-empty-table-lacks-all", test_an_empty_table_lacks_all);
  g_test_add_func ("/analysis/verify/every-table-has-a-file-and-a-title", test_every_table_has_a_file_and_a_title);
  return g_test_run ();
}
