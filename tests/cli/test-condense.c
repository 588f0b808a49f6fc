/* condenser-cli condense: 12 inputs and 6 outputs with G = C = 3, as a person would do it, and all around. */
#include "program.h"
#include "tensors.h"

#include <math.h>
#include <string.h>

enum
{
  OUTPUTS = 6,
  INPUTS = 12,
  GROUPS = 3,
  KEPT = 4,
};

/* Group g has the rows g and g + 3. */
static const double by_hand[OUTPUTS * INPUTS] = {
  8, 1, -1, 7, 2, 6,  -2, 5, 1, 3, 1, -2,  /* row 0, group 0 */
  1, 1, 1,  1, 1, 1,  1,  1, 1, 1, 1, 1,   /* row 1, group 1: equal, the lower falls first */
  0, 9, 0,  8, 0, -7, 0,  6, 0, 5, 0, 4,   /* row 2, group 2 */
  1, 1, -2, 0, 3, -1, 4,  5, 1, 3, 6, 7,   /* row 3, group 0: sums 9 2 3 7 5 7 6 10 2 6 7 9 */
  1, 1, 1,  1, 1, 1,  1,  1, 1, 1, 1, 1,   /* row 4, group 1 */
  1, 0, 2,  0, 3, 0,  4,  0, 5, 0, 6, 0,   /* row 5, group 2: sums 1 9 2 8 3 7 4 6 5 5 6 4 */
};

typedef struct
{
  char *folder, *in, *out;
} Place;

static void
place_init (Place *place)
{
  place->folder = make_folder ();
  place->in = g_build_filename (place->folder, "in.safetensors", NULL);
  place->out = g_build_filename (place->folder, "out.safetensors", NULL);
}

static void
place_clear (Place *place)
{
  remove_folder (place->folder);
  g_free (place->in);
  g_free (place->out);
}

static const guint64 square[] = { OUTPUTS, INPUTS, 1, 1, 0 }, flat[] = { OUTPUTS, INPUTS, 0 }, vector[] = { OUTPUTS, 0 },
                     wide[] = { 2, 4, 3, 3, 0 };

static char *
call (const Place *place, const char *options)
{
  return g_strdup_printf ("condense %s --groups 3 --condensation 3 %s", place->in, options);
}

/* "[0, 3]" */
static void
assert_list (const cJSON *list, const char *expected)
{
  char *text = cJSON_PrintUnformatted (list);

  g_assert_cmpstr (text, ==, expected);
  cJSON_free (text);
}

static void
save_by_hand (const Place *place, CndTensorType type)
{
  g_autoptr (Weights) weights = weights_new ();

  weights_add (weights, "conv.weight", type, by_hand, square);
  weights_save (weights, place->in);
}

static void
check_by_hand (const cJSON *layer)
{
  const cJSON *stages = get_member (layer, "stages"), *one = cJSON_GetArrayItem (stages, 0), *two = cJSON_GetArrayItem (stages, 1);

  g_assert_cmpint (cJSON_GetArraySize (stages), ==, 2);
  assert_number (one, "stage", 1);
  assert_list (get_member (one, "scores"), "[[9,2,3,7,5,7,6,10,2,6,7,9],[2,2,2,2,2,2,2,2,2,2,2,2],[1,9,2,8,3,7,4,6,5,5,6,4]]");
  assert_list (get_member (one, "dropped"), "[[1,2,4,8],[0,1,2,3],[0,2,4,6]]");
  assert_list (get_member (one, "kept"), "[[0,3,5,6,7,9,10,11],[4,5,6,7,8,9,10,11],[1,3,5,7,8,9,10,11]]");
  assert_number (two, "stage", 2);
  assert_list (get_member (two, "scores"), "[[9,0,0,7,0,7,6,10,0,6,7,9],[0,0,0,0,2,2,2,2,2,2,2,2],[0,9,0,8,0,7,0,6,5,5,6,4]]");
  assert_list (get_member (two, "dropped"), "[[3,5,6,9],[4,5,6,7],[7,8,9,11]]");
  assert_list (get_member (two, "kept"), "[[0,7,10,11],[8,9,10,11],[1,3,5,10]]");
  assert_list (get_member (layer, "index"), "[0,7,10,11,8,9,10,11,1,3,5,10]");
}

/* The numbers are small enough for every type. */
static void
test_by_hand (void)
{
  static const CndTensorType types[] = { CND_TENSOR_F32, CND_TENSOR_F16, CND_TENSOR_BF16, CND_TENSOR_F64 };
  Place place;
  g_autofree char *line = NULL;

  place_init (&place);
  line = call (&place, "--json");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (cJSON) json = NULL;
      save_by_hand (&place, types[i]);
      json = run_json (line, NULL);
      check_by_hand (find_element (get_member (json, "layers"), "name", "conv"));
    }
  place_clear (&place);
}

static void
test_text (void)
{
  Place place;
  g_autofree char *line = NULL;
  g_autoptr (Run) run = NULL;

  place_init (&place);
  save_by_hand (&place, CND_TENSOR_F32);
  line = call (&place, "");
  run = run_program (line, NULL);
  assert_status (run, 0);
  assert_holds (run->out, "    1      0  1 2 4 8            5  0 3 5 6 7 9 10 11          6\n");
  assert_holds (run->out, "Index list, group after group: 0 7 10 11 8 9 10 11 1 3 5 10\n");
  place_clear (&place);
}

/* Names, kinds and what is said of them. */
static void
save_mixture (const Place *place)
{
  g_autoptr (Weights) weights = weights_new ();
  const CndTensor empty = { .name = "empty.weight", .type = CND_TENSOR_F32, .rank = 2, .sizes = { 0, INPUTS }, .bytes = (const guint8 *) "" };
  static const guint64 odd[] = { 5, INPUTS, 0 };

  weights_add (weights, "conv.weight", CND_TENSOR_F32, by_hand, square);
  weights_add (weights, "conv.bias", CND_TENSOR_F32, by_hand, vector);
  weights_add (weights, "wide.weight", CND_TENSOR_F32, by_hand, wide);
  weights_add (weights, "odd.weight", CND_TENSOR_F32, by_hand, odd);
  g_array_append_val (weights->tensors, empty);
  weights_add (weights, "plain", CND_TENSOR_F32, by_hand, flat);
  weights_save (weights, place->in);
}

static void
test_skipped (void)
{
  Place place;
  g_autofree char *line = NULL, *none = NULL;
  g_autoptr (cJSON) json = NULL;
  g_autoptr (Run) run = NULL;
  const cJSON *skipped;

  place_init (&place);
  save_mixture (&place);
  line = call (&place, "--json");
  json = run_json (line, NULL);
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "layers")), ==, 2);
  find_element (get_member (json, "layers"), "name", "plain");
  skipped = get_member (json, "skipped");
  g_assert_cmpint (cJSON_GetArraySize (skipped), ==, 4);
  assert_string (find_element (skipped, "name", "wide.weight"), "reason", "the kernel is larger than 1 × 1");
  assert_string (find_element (skipped, "name", "odd.weight"), "reason", "5 outputs cannot be divided into 3 groups");
  assert_string (find_element (skipped, "name", "empty.weight"), "reason", "it is empty");
  find_element (skipped, "name", "conv.bias");
  none = g_strdup_printf ("condense %s --groups 5 --condensation 5 -o %s", place.in, place.out);
  run = run_program (none, NULL);
  g_assert_cmpint (run->status, ==, 1);
  assert_holds (run->out, "Skipped, 12 inputs cannot be divided into 5 groups:\n  conv.weight, odd.weight, plain\n");
  g_assert_false (g_file_test (place.out, G_FILE_TEST_EXISTS));
  place_clear (&place);
}

static void
test_layer (void)
{
  Place place;
  g_autofree char *one = NULL, *full = NULL, *bad = NULL, *none = NULL;
  g_autoptr (cJSON) json = NULL;
  g_autoptr (cJSON) same = NULL;

  place_init (&place);
  save_mixture (&place);
  one = call (&place, "--layer conv --json");
  full = call (&place, "--layer conv.weight --json");
  bad = call (&place, "--layer odd");
  none = call (&place, "--layer cov");
  json = run_json (one, NULL);
  same = run_json (full, NULL);
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "layers")), ==, 1);
  g_assert_true (cJSON_Compare (json, same, TRUE));
  assert_refused (bad, NULL, "5 outputs cannot be divided into 3 groups");
  assert_refused (none, NULL, "Did you mean conv?");
  place_clear (&place);
}

static void
test_masked (void)
{
  static const guint8 mask[] = {
    0, 1, 1, 2, 1, 2, 2, 0, 1, 2, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 2, 2, 2, 0, 2,
  };
  static const gint64 index[] = { 0, 7, 10, 11, 8, 9, 10, 11, 1, 3, 5, 10 };
  Place place;
  g_autofree char *line = NULL;
  g_autofree float *values = NULL;
  g_autoptr (Run) run = NULL;
  g_autoptr (CndTensors) out = NULL;

  place_init (&place);
  save_mixture (&place);
  line = g_strdup_printf ("condense %s -g 3 -c 3 -o %s", place.in, place.out);
  run = run_program (line, NULL);
  assert_status (run, 0);
  out = open_tensors (place.out);
  g_assert_cmpmem (get_tensor (out, "conv.mask", CND_TENSOR_U8, "3×12")->bytes, sizeof mask, mask, sizeof mask);
  g_assert_cmpmem (get_tensor (out, "conv.index", CND_TENSOR_I64, "12")->bytes, sizeof index, index, sizeof index);
  get_tensor (out, "conv.weight", CND_TENSOR_F32, "6×12×1×1");
  get_tensor (out, "wide.weight", CND_TENSOR_F32, "2×4×3×3");
  get_tensor (out, "plain", CND_TENSOR_F32, "6×12");
  values = get_floats (out, "conv.weight");
  for (guint o = 0; o < OUTPUTS; o++)
    for (guint i = 0; i < INPUTS; i++)
      g_assert_cmpfloat (values[o * INPUTS + i], ==, mask[o % GROUPS * INPUTS + i] == 0 ? by_hand[o * INPUTS + i] : 0);
  place_clear (&place);
}

/* What PyTorch's F.conv2d(x[:, index], weight, bias, groups=3) and a shuffle compute is what the masked layer computes. */
static void
check_packed (const CndTensors *masked, const CndTensors *packed)
{
  g_autofree float *full = get_floats (masked, "conv.weight"), *bias = get_floats (masked, "conv.bias");
  g_autofree float *weight = get_floats (packed, "conv.weight"), *moved = get_floats (packed, "conv.bias");
  gint64 index[GROUPS * KEPT];

  get_tensor (packed, "conv.weight", CND_TENSOR_F32, "6×4×1×1");
  memcpy (index, get_tensor (packed, "conv_index.index", CND_TENSOR_I64, "12")->bytes, sizeof index);
  for (guint row = 0; row < OUTPUTS; row++)
    {
      guint per_group = OUTPUTS / GROUPS, group = row / per_group, out = row % per_group * GROUPS + group;
      double left = bias[out], right = moved[row];
      for (guint i = 0; i < INPUTS; i++)
        left += full[out * INPUTS + i] * sin (i);
      for (guint k = 0; k < KEPT; k++)
        right += weight[row * KEPT + k] * sin ((double) index[group * KEPT + k]);
      g_assert_cmpfloat_with_epsilon (left, right, 1e-5);
    }
}

static void
test_packed (void)
{
  Place place;
  g_autofree char *masked_path = NULL, *line = NULL, *masked_line = NULL;
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) masked_run = NULL;
  g_autoptr (CndTensors) masked = NULL;
  g_autoptr (CndTensors) packed = NULL;

  place_init (&place);
  save_mixture (&place);
  masked_path = g_build_filename (place.folder, "masked.safetensors", NULL);
  line = g_strdup_printf ("condense %s -g 3 -c 3 --packed -o %s", place.in, place.out);
  masked_line = g_strdup_printf ("condense %s -g 3 -c 3 -o %s", place.in, masked_path);
  run = run_program (line, NULL);
  masked_run = run_program (masked_line, NULL);
  assert_status (run, 0);
  assert_status (masked_run, 0);
  masked = open_tensors (masked_path);
  packed = open_tensors (place.out);
  check_packed (masked, packed);
  place_clear (&place);
}

/* What was masked scores 0 and falls again, first. */
static void
test_again (void)
{
  Place place;
  g_autofree char *line = NULL, *again = NULL, *kept = NULL;
  g_autoptr (Run) run = NULL;
  g_autoptr (cJSON) json = NULL;

  place_init (&place);
  save_by_hand (&place, CND_TENSOR_F32);
  line = g_strdup_printf ("condense %s -g 3 -c 3 -o %s", place.in, place.in);
  run = run_program (line, NULL);
  g_assert_cmpint (run->status, ==, 0);
  kept = g_strconcat (place.in, "~", NULL);
  assert_holds (run->err, kept);
  g_assert_true (g_file_test (kept, G_FILE_TEST_IS_REGULAR));
  again = call (&place, "--json");
  json = run_json (again, NULL);
  g_assert_cmpint (cJSON_GetArraySize (get_member (json, "skipped")), ==, 0);
  assert_list (get_member (cJSON_GetArrayItem (get_member (json, "layers"), 0), "index"), "[0,7,10,11,8,9,10,11,1,3,5,10]");
  place_clear (&place);
}

static void
test_refuses (void)
{
  Place place;
  g_autoptr (Weights) weights = weights_new ();
  g_autofree char *line = NULL, *text = NULL, *text_line = NULL;
  double values[OUTPUTS * INPUTS];

  place_init (&place);
  memcpy (values, by_hand, sizeof values);
  values[5] = NAN;
  weights_add (weights, "conv.weight", CND_TENSOR_F32, values, square);
  weights_save (weights, place.in);
  line = call (&place, "");
  assert_refused (line, NULL, "no finite numbers");
  text = write_file (place.folder, "text", "no tensors at all");
  text_line = g_strdup_printf ("condense %s -g 3 -c 3", text);
  assert_refused (text_line, NULL, "text");
  assert_refused ("condense /nowhere.safetensors -g 3 -c 3", NULL, "/nowhere.safetensors");
  assert_refused ("condense x", NULL, "needs --groups and --condensation");
  assert_refused ("condense x -g 4", NULL, "needs --groups and --condensation");
  assert_refused ("condense x -g 0 -c 4", NULL, "--groups is a number from 1 to 65536");
  assert_refused ("condense x -g 4 -c 0", NULL, "--condensation is a number from 1 to 256");
  assert_refused ("condense x -g -1 -c 4", NULL, "--groups is a number from 1 to 65536");
  assert_refused ("condense x -g 3 -c 300", NULL, "from 1 to 256");
  assert_refused ("condense x -g -3 -c 3", NULL, "from 1 to 65536");
  assert_refused ("condense x -g 3 -c 3 --packed", NULL, "--output");
  assert_refused ("condense", NULL, "needs WEIGHTS.safetensors");
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/condense/twelve-to-four-in-three-groups-by-hand", test_by_hand);
  g_test_add_func ("/cli/condense/text-shows-stages", test_text);
  g_test_add_func ("/cli/condense/others-are-skipped-and-listed", test_skipped);
  g_test_add_func ("/cli/condense/one-layer-by-name", test_layer);
  g_test_add_func ("/cli/condense/masked-weights-keep-what-stays", test_masked);
  g_test_add_func ("/cli/condense/packed-weights-compute-the-same", test_packed);
  g_test_add_func ("/cli/condense/condensed-again-nothing-changes", test_again);
  g_test_add_func ("/cli/condense/refuses-with-a-reason", test_refuses);
  return g_test_run ();
}
