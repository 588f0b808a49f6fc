/* The shipped models against figures that other people published, to the last digit that they print. */
#include "shipped.h"

#include <string.h>

/* ---- CondenseNets ------------------------------------------------------------------- */

static CndCsv *
load_table (const char *file)
{
  g_autofree char *path = shipped_find ("published", file);
  g_autoptr (GError) error = NULL;
  CndCsv *csv = cnd_formats_load_csv (path, NULL, &error);

  g_assert_no_error (error);
  return csv;
}

static const char *
get_cell (const CndCsv *csv, const char *const *row, const char *column)
{
  guint n_columns;
  const char *const *header = cnd_csv_get_header (csv, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    if (strcmp (header[i], column) == 0)
      return row[i];
  g_error ("no column %s", column);
}

static guint64
get_count (const CndCsv *csv, const char *const *row, const char *column)
{
  return g_ascii_strtoull (get_cell (csv, row, column), NULL, 10);
}

/* A row's name is a preset's name. */
static void
test_condensenets (void)
{
  g_autoptr (CndCsv) csv = load_table ("condensenet-published.csv");
  guint n_rows;
  const char *const *const *rows = cnd_csv_get_rows (csv, &n_rows);

  g_assert_cmpuint (n_rows, ==, 7);
  for (guint i = 0; i < n_rows; i++)
    {
      const char *name = get_cell (csv, rows[i], "model");
      g_autoptr (CndReport) report = shipped_count ("condensenet.json", name, CND_STAGE_FINAL,
                                                    CND_CONVENTION_CONDENSENET);
      const CndCounts *total = cnd_report_get_total (report);
      g_test_message ("%s", name);
      g_assert_cmpuint (total->operations, ==, get_count (csv, rows[i], "exact_ops"));
      g_assert_cmpuint (total->parameters, ==, get_count (csv, rows[i], "exact_params"));
    }
}

typedef struct
{
  guint stage;
  guint64 parameters, macs, operations;
} StageRow;

static void
check_stages (const char *file, const char *preset, const StageRow *rows, guint n_rows)
{
  for (guint i = 0; i < n_rows; i++)
    {
      g_autoptr (CndReport) report = shipped_count (file, preset, rows[i].stage, CND_CONVENTION_CONDENSENET);
      const CndCounts *total = cnd_report_get_total (report);
      g_assert_cmpuint (total->parameters, ==, rows[i].parameters);
      g_assert_cmpuint (total->macs, ==, rows[i].macs);
      g_assert_cmpuint (total->operations, ==, rows[i].operations);
    }
}

/* Published: 177.29, 140.13, 102.98, 65.82 M operations and 1.452, 1.141, 0.831, 0.520 M parameters; 173,858,624 and
 * 62,381,888 multiply-adds were measured on the reference implementation. */
static void
test_stages (void)
{
  static const StageRow rows[] = {
    { 0, 1451594, 173858624, 177293130 },
    { 1, 1141130, 136699712, 140134218 },
    { 2, 830666, 99540800, 102975306 },
    { 3, 520202, 62381888, 65816394 },
    { CND_STAGE_FINAL, 520202, 62381888, 65816394 },
  };

  check_stages ("condensenet.json", "86", rows, G_N_ELEMENTS (rows));
}

/* The multiply-adds of the first and last stage and the weights of all four were measured on the reference
 * implementation. */
static void
test_classroom_stages (void)
{
  static const StageRow rows[] = {
    { 0, 33658, 7376992, 7725882 },
    { 1, 27898, 6153952, 6502842 },
    { 2, 22138, 4930912, 5279802 },
    { 3, 16378, 3707872, 4056762 },
  };

  check_stages ("condensenet-classroom.json", NULL, rows, G_N_ELEMENTS (rows));
}

/* The paper: 513 M and 4.2 M; 274 M and 2.9 M. */
static void
test_rounded (void)
{
  const CndConvention convention = CND_CONVENTION_CONDENSENET;
  g_autoptr (CndReport) deep = shipped_count ("condensenet.json", "182", CND_STAGE_FINAL, convention);
  g_autoptr (CndReport) wide = shipped_count ("condensenet.json", "imagenet-8", CND_STAGE_FINAL, convention);

  g_assert_cmpuint (cnd_report_get_total (deep)->operations, ==, 512671594);
  g_assert_cmpuint (cnd_report_get_total (deep)->parameters, ==, 4221946);
  g_assert_cmpuint (cnd_report_get_total (wide)->operations, ==, 274233480);
  g_assert_cmpuint (cnd_report_get_total (wide)->parameters, ==, 2935416);
}

/* Three ways to join 12 inputs and 6 outputs: 72, 24, and 72 condensed to 24 weights. */
static void
test_three_convolutions (void)
{
  static const guint64 expected[3][3] = { { 72, 24, 72 }, { 72, 24, 48 }, { 72, 24, 24 } };
  static const char *const ids[] = { "standard", "group", "learned" };

  for (guint stage = 0; stage < 3; stage++)
    {
      g_autoptr (CndReport) report = shipped_count ("convolutions.json", NULL, stage, CND_CONVENTION_DEFAULT);
      CndNetwork *network = cnd_report_get_network (report);
      for (guint i = 0; i < 3; i++)
        {
          guint layer = cnd_network_find_layer (network, ids[i]);
          g_assert_cmpuint (cnd_report_get_layer (report, layer)->parameters, ==, expected[stage][i]);
        }
    }
}

/* ---- Sizes as PyTorch's summary prints them ----------------------------------------- */

static void
assert_megabytes (guint64 bytes, const char *expected)
{
  g_autofree char *text = cnd_base_format_decimal (CND_NUMBER_STYLE_PLAIN, bytes / 1048576.0, 2);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_nin_sizes (void)
{
  g_autoptr (CndReport) report = shipped_count ("nin.json", NULL, CND_STAGE_DENSE, CND_CONVENTION_SUMMARY);
  CndSummarySizes sizes = cnd_report_get_summary_sizes (report);

  assert_megabytes (sizes.input_bytes, "0.19");
  assert_megabytes (sizes.forward_backward_bytes, "16.44");
  assert_megabytes (sizes.parameter_bytes, "6.75");
  assert_megabytes (sizes.total_bytes, "23.38");
}

/* ---- Switches ----------------------------------------------------------------------- */

typedef struct
{
  const char *file, *preset, *assignment;
  guint64 parameters, macs;
} SwitchRow;

static void
test_switches (void)
{
  /* VGG with batch normalization as torchvision publishes it; one without its two hidden layers (one linear layer of
   * 512 × 1000 + 1000 is left); the two-group AlexNet's groups; GoogLeNet's naive inception blocks, whose 3 × 3 and
   * 5 × 5 convolutions read every input channel. */
  static const SwitchRow rows[] = {
    { "vgg.json", "11", "batch_norm=on", 132868840, 7609090048 },
    { "vgg.json", "13", "batch_norm=on", 133053736, 11308466176 },
    { "vgg.json", "16", "batch_norm=on", 138365992, 15470264320 },
    { "vgg.json", "19", "batch_norm=on", 143678248, 19632062464 },
    { "vgg.json", "16", "global_average_pool=on", 15227688, 15347142656 },
    { "alexnet.json", "227", "groups=2", 60965224, 724406816 },
    { "googlenet.json", NULL, "reductions=off", 25305944, 4426547200 },
    { "condensenet.json", "imagenet-4", "halve_classifier=off", 11922680, 1267904128 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CndArchitecture) architecture = shipped_load (rows[i].file);
      gint preset = rows[i].preset != NULL ? cnd_architecture_find_preset (architecture, rows[i].preset, NULL) : -1;
      g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
      g_autoptr (CndNetwork) network = NULL;
      g_autoptr (CndReport) report = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (cnd_parameter_values_set_text (values, architecture, rows[i].assignment, &error));
      network = cnd_ops_build_network (architecture, values, &error);
      g_assert_no_error (error);
      report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, &error);
      g_assert_no_error (error);
      g_test_message ("%s %s", rows[i].file, rows[i].assignment);
      g_assert_cmpuint (cnd_report_get_total (report)->parameters, ==, rows[i].parameters);
      g_assert_cmpuint (cnd_report_get_total (report)->macs, ==, rows[i].macs);
    }
}

/* ---- Receptive fields --------------------------------------------------------------- */

typedef struct
{
  const char *file, *preset, *layer;
  gint64 size, jump, offset;
} FieldRow;

/* 195 for AlexNet, 212 for VGG16, 435 for ResNet-18, 427 for ResNet-50 with its stride in the 3 × 3 convolution, and
 * 315 for MobileNet are the sizes usually quoted; the others follow from them or were added up by hand. */
static void
test_fields (void)
{
  static const FieldRow rows[] = {
    { "alexnet.json", "227", "conv1", 11, 4, 0 },
    { "alexnet.json", "227", "pool1", 19, 8, 0 },
    { "alexnet.json", "227", "conv2", 51, 8, -16 },
    { "alexnet.json", "227", "conv5", 163, 16, -64 },
    { "alexnet.json", "227", "pool5", 195, 32, -64 },
    { "vgg16.json", NULL, "stage1.conv2", 5, 1, -2 },
    { "vgg16.json", NULL, "pool1", 6, 2, -2 },
    { "vgg16.json", NULL, "stage5.conv3", 196, 16, -90 },
    { "vgg16.json", NULL, "pool5", 212, 32, -90 },
    { "resnet.json", "18", "stage.4.basic.2.relu2", 435, 32, -217 },
    { "resnet.json", "50", "stage.4.bottleneck.3.relu3", 427, 32, -213 },
    { "mobilenet.json", "1.0", "stage.5.separable.2.relu2", 315, 32, -157 },
    { "googlenet.json", NULL, "3a.output", 59, 8, -23 },
    { "lenet5.json", NULL, "c3", 14, 2, 0 },
    { "lenet5.json", NULL, "c5", 32, 4, 0 },
    { "condensenet.json", "86", "relu_last", 202, 4, -99 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CndReport) report = shipped_count (rows[i].file, rows[i].preset, CND_STAGE_DENSE,
                                                    CND_CONVENTION_DEFAULT);
      guint layer = cnd_network_find_layer (cnd_report_get_network (report), rows[i].layer);
      CndReceptiveField field;

      g_test_message ("%s %s", rows[i].file, rows[i].layer);
      g_assert_cmpuint (layer, !=, G_MAXUINT);
      field = cnd_report_get_field (report, layer);
      for (guint axis = 0; axis < 2; axis++)
        {
          g_assert_cmpint (field.size[axis], ==, rows[i].size);
          g_assert_cmpint (field.jump[axis], ==, rows[i].jump);
          g_assert_cmpint (field.offset[axis], ==, rows[i].offset);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalogue/published/condensenets-agree-to-the-last-digit", test_condensenets);
  g_test_add_func ("/catalogue/published/condensenet-86-falls-stage-by-stage", test_stages);
  g_test_add_func ("/catalogue/published/classroom-net-falls-stage-by-stage", test_classroom_stages);
  g_test_add_func ("/catalogue/published/condensenets-without-exact-figures-agree-as-printed", test_rounded);
  g_test_add_func ("/catalogue/published/three-convolutions-have-72-24-and-24-weights", test_three_convolutions);
  g_test_add_func ("/catalogue/published/nin-has-the-sizes-of-its-summary", test_nin_sizes);
  g_test_add_func ("/catalogue/published/switches-change-what-they-should", test_switches);
  g_test_add_func ("/catalogue/published/receptive-fields-are-the-known-ones", test_fields);
  return g_test_run ();
}
