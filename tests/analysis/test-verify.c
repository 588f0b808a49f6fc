/* Published tables: verdicts and causes, and that both follow from the table at hand. */
#include "shipped.h"

#include <string.h>

/* ---- The tables as they ship -------------------------------------------------------- */

static void
test_right_tables_are_good (void)
{
  static const char *const good[] = { "alexnet-assignment", "nin-summary", "condensenet-published" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (CndTable) table = shipped_verify_as_is (good[i]);
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
  g_autoptr (CndTable) table = shipped_verify_as_is ("vgg16-assignment");
  const CndTableRow *total = shipped_find_row (table, "total", 22, "parameters");

  g_assert_false (cnd_table_is_good (table));
  shipped_assert_row (table, "maxpool", 6, "parameters", CND_VERDICT_DIFFERS, "2 × 2 × 128 × 128 + 128 = 65,664");
  shipped_assert_row (table, "maxpool", 3, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "conv3-64", 1, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "fc", 19, "input", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "total", 22, "parameters", CND_VERDICT_DIFFERS,
                      "It is what the rows add up to. Wrong in the rows: row 6 (maxpool) +65,664.");
  g_assert_cmpfloat (total->difference, ==, 65664);
  g_assert_cmpstr (total->ours, ==, "138,357,544");
  g_assert_cmpstr (total->verdict_text, ==, "differs by +65,664 (+0.047 %)");
  g_assert_cmpstr (cnd_table_get_summary (table), ==,
                   "143 of 145 figures agree; what differs: row 6 (maxpool) parameters, row 22 (total) parameters.");
}

static void
test_nin_sizes_are_rounded (void)
{
  g_autoptr (CndTable) table = shipped_verify_as_is ("nin-summary");

  shipped_assert_row (table, "forward_backward_mb", 0, "size (MB)", CND_VERDICT_EQUAL_ROUNDED, NULL);
  g_assert_cmpstr (shipped_find_row (table, "forward_backward_mb", 0, "size (MB)")->ours, ==, "16.442");
  g_assert_cmpstr (shipped_find_row (table, "input_mb", 0, "size (MB)")->ours, ==, "0.191");
  shipped_assert_row (table, "total_params", 0, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "non_trainable_params", 0, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "Flatten-22", 0, "output", CND_VERDICT_EQUAL, NULL);
}

static void
test_condensenets_to_the_last_digit (void)
{
  g_autoptr (CndTable) table = shipped_verify_as_is ("condensenet-published");
  guint n_rows, n_exact = 0;
  const CndTableRow *rows = cnd_table_get_rows (table, &n_rows);

  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].column, "operations") == 0 || strcmp (rows[i].column, "parameters") == 0)
      {
        g_assert_cmpint (rows[i].verdict, ==, CND_VERDICT_EQUAL);
        n_exact++;
      }
  g_assert_cmpuint (n_exact, ==, 14);
  shipped_assert_row (table, "CondenseNet-74", 0, "operations as printed", CND_VERDICT_EQUAL_ROUNDED, NULL);
  shipped_assert_row (table, "CondenseNet-74 (ImageNet C=G=4)", 0, "classifier", CND_VERDICT_EQUAL, NULL);
}

static void
test_googlenet_causes_are_found (void)
{
  g_autoptr (CndTable) table = shipped_verify_as_is ("googlenet-table1");
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
    shipped_assert_row (table, expected[i].row, expected[i].line, expected[i].column, expected[i].verdict,
                        expected[i].cause);
}

/* 6,797.7K is 6,960,845 of 6,990,272 weights: the total is read as the rows are. */
static void
test_googlenet_total_is_read_as_its_rows (void)
{
  g_autoptr (CndTable) table = shipped_verify_as_is ("googlenet-table1");
  const CndTableRow *sum = shipped_find_row (table, "all rows", 0, "parameters");

  g_assert_cmpstr (sum->published, ==, "6,797.7K");
  g_assert_cmpstr (sum->ours, ==, "6,998,552");
  g_assert_cmpstr (sum->verdict_text, ==, "differs by −36.82K (−0.5 %)");
  g_assert_cmpstr (sum->cause, ==,
                   "As in its rows K is 1,024 and biases are left out: 6,797.7K is 6,960,845; the network has 6,990,272 "
                   "weights. Wrong in the rows: row 10 (inception (4c)) −34.5K, row 11 (inception (4d)) −10.5K, "
                   "row 14 (inception (5a)) +54.0K, row 15 (inception (5b)) −21.0K, 5 more −16.24K, "
                   "the rounding of right rows −0.50K.");
  shipped_assert_row (table, "all rows", 0, "multiply-adds", CND_VERDICT_DIFFERS,
                      "row 1 (convolution) −84.0M, row 14 (inception (5a)) +2.9M, the rounding of right rows +0.4M.");
}

/* The model's blocks are those of the columns, so that the figures may be held against either. */
static void
test_googlenet_columns_are_the_model (void)
{
  g_autoptr (CndTable) table = shipped_verify_as_is ("googlenet-table1");
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
  g_autoptr (CndTable) table = shipped_verify_changed ("vgg16-assignment", POOL2 "65664", POOL2 "0");

  shipped_assert_row (table, "maxpool", 6, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "total", 22, "parameters", CND_VERDICT_DIFFERS,
                      "It is 65,664 too large: as much as row 6 (maxpool) would have as a convolution.");
  shipped_assert_row (table, "total", 22, "parameters", CND_VERDICT_DIFFERS, "2 × 2 × 128 × 128 + 128 = 65,664");
}

static void
test_a_corrected_total_is_equal (void)
{
  g_autoptr (CndTable) table = shipped_verify_changed ("vgg16-assignment", "138423208", "138357544");

  shipped_assert_row (table, "maxpool", 6, "parameters", CND_VERDICT_DIFFERS, "Pooling has no weights");
  shipped_assert_row (table, "total", 22, "parameters", CND_VERDICT_EQUAL, NULL);
  shipped_assert_row (table, "all rows", 0, "parameters", CND_VERDICT_DIFFERS,
                      "The rows do not add up to the table's total, 138,357,544. Wrong in the rows: row 6 (maxpool) +65,664.");
}

/* No digit of a difference is there to be seen, and yet it is not 0. */
static void
test_small_differences_are_not_zero (void)
{
  g_autoptr (CndTable) one = shipped_verify_changed ("alexnet-assignment", "62378344", "62378345");
  g_autoptr (CndTable) kilo = shipped_verify_changed ("googlenet-table1", ",112K,", ",115.0K,");
  g_autoptr (CndTable) million = shipped_verify_changed ("condensenet-published", "65816394", "65816395");

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
      g_autoptr (CndTable) before = shipped_verify_as_is (cases[i].table);
      g_autoptr (CndTable) table = shipped_verify_changed (cases[i].table, cases[i].from, cases[i].to);
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
    { "alexnet-assignment", "34944", "34945", "conv1", "parameters", "It is 34,944 with one digit wrong." },
    { "alexnet-assignment", "96,96,0", "96,96,82944", "maxpool1", "parameters",
      "without biases: 3 × 3 × 96 × 96 = 82,944" },
    { "alexnet-assignment", "96,96,0", "96,96,9216", "maxpool1", "parameters",
      "a 1 × 1 convolution without biases: 1 × 1 × 96 × 96 = 9,216" },
    { "alexnet-assignment", "96,96,0", "96,96,960", "maxpool1", "parameters",
      "a 3 × 3 depthwise convolution: 3 × 3 × 96 + 96 = 960" },
    { "alexnet-assignment", "27,27,96,2,0", "28,27,96,2,0", "maxpool1", "output", "padded to keep the size: ⌈55 / 2⌉" },
    { "alexnet-assignment", "55,55,96,27,27,96,2", "55,55,96,27,27,97,2", "maxpool1", "output",
      "whose column “out” has 96" },
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
      g_autoptr (CndTable) before = shipped_verify_as_is (cases[i].table);
      g_autoptr (CndTable) table = shipped_verify_changed (cases[i].table, cases[i].from, cases[i].to);
      guint line = strcmp (cases[i].row, "convolution") == 0 ? 3 : 0;

      g_assert_cmpint (shipped_find_row (before, cases[i].row, line, cases[i].column)->verdict, !=,
                       strcmp (cases[i].row, "inception (3b)") == 0 ? CND_VERDICT_EQUAL : CND_VERDICT_DIFFERS);
      shipped_assert_row (table, cases[i].row, line, cases[i].column, CND_VERDICT_DIFFERS, cases[i].cause);
      g_assert_false (cnd_table_is_good (table));
    }
}

static void
test_a_changed_column_differs_from_the_model (void)
{
  g_autoptr (CndTable) table
      = shipped_verify_changed ("googlenet-table1", "64,96,128,16,32,32,159K", "64,96,128,16,32,33,159K");

  shipped_assert_row (table, "inception (3a)", 0, "filters", CND_VERDICT_DIFFERS, "Contradicts its own row, whose channels are 64 + 128 + 32 + 32 = 256.");
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
  table = shipped_must_verify ("googlenet-table1", text);
  rows = cnd_table_get_rows (table, &n_rows);
  for (guint i = 0; i < n_rows; i++)
    if (strcmp (rows[i].column, "parameters") == 0 && rows[i].line > 0)
      {
        g_assert_cmpint (rows[i].verdict, !=, CND_VERDICT_DIFFERS);
        g_assert_null (rows[i].cause);
      }
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
  g_test_add_func ("/analysis/verify/small-differences-are-not-zero", test_small_differences_are_not_zero);
  g_test_add_func ("/analysis/verify/each-changed-figure-changes-its-verdict",
                   test_each_changed_figure_changes_its_verdict);
  g_test_add_func ("/analysis/verify/mistakes-are-recognized", test_mistakes_are_recognized);
  g_test_add_func ("/analysis/verify/a-changed-column-differs-from-the-model",
                   test_a_changed_column_differs_from_the_model);
  g_test_add_func ("/analysis/verify/what-k-means-is-found-out", test_what_k_means_is_found_out);
  return g_test_run ();
}
