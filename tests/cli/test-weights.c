/* Weights out of a run and back: convert, evaluate, train --weights. */
#include "program.h"
#include "tensors.h"

#include "run/run.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SMALL "train condensenet-classroom --limit 60 --batch 20 --epochs 2 --threads 2 --set stages=1,1,1 -o "

typedef struct
{
  char *folder, *run, *weights;
} Place;

static void
place_init (Place *place, const char *options)
{
  g_autofree char *line = NULL;
  g_autoptr (Run) run = NULL;

  place->folder = make_folder ();
  place->run = g_build_filename (place->folder, "run.safetensors", NULL);
  place->weights = g_build_filename (place->folder, "weights.safetensors", NULL);
  line = g_strconcat (SMALL, place->run, " ", options, NULL);
  run = run_program (line, NULL);
  assert_status (run, 0);
}

static void
place_clear (Place *place)
{
  remove_folder (place->folder);
  g_free (place->run);
  g_free (place->weights);
}

static cJSON *
convert (const Place *place, const char *options)
{
  g_autofree char *line = g_strdup_printf ("convert %s -o %s --json %s", place->run, place->weights, options);

  return run_json (line, NULL);
}

static cJSON *
evaluate (const char *file, const char *options)
{
  g_autofree char *line = g_strdup_printf ("evaluate %s --limit 60 --json %s", file, options);

  return run_json (line, NULL);
}

static double
get_count (const cJSON *json, const char *form, const char *count)
{
  return get_member (find_element (get_member (json, "forms"), "form", form), count)->valuedouble;
}

static double
get_error (const cJSON *json, const char *form)
{
  return get_member (find_element (get_member (json, "forms"), "form", form), "test_error")->valuedouble;
}

/* Each form that convert writes measures what the run measures in that form. */
static void
test_forms (void)
{
  static const char *const forms[][3] = {
    { "", "converted", "converted" }, { "--half", "halved", "halved" }, { "--masked", "masked", "masked" },
  };
  Place place;
  g_autoptr (cJSON) run = NULL;

  place_init (&place, "");
  run = evaluate (place.run, "");
  g_assert_cmpint (cJSON_GetArraySize (get_member (run, "forms")), ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (cJSON) written = convert (&place, forms[i][0]);
      g_autoptr (cJSON) weights = evaluate (place.weights, "");
      assert_string (written, "form", forms[i][1]);
      if (i < 2)
        g_assert_cmpfloat (get_member (written, "max_difference")->valuedouble, <, 1e-4);
      g_assert_cmpfloat (get_error (weights, forms[i][2]), ==, get_error (run, forms[i][1]));
      g_assert_cmpfloat (get_count (weights, forms[i][2], "parameters"), ==, get_count (run, forms[i][1], "parameters"));
      g_assert_cmpfloat (get_count (weights, forms[i][2], "macs"), ==, get_count (run, forms[i][1], "macs"));
      if (i < 2)
        g_assert_cmpfloat (get_count (weights, forms[i][2], "parameters"), ==, get_member (written, "parameters")->valuedouble);
    }
  place_clear (&place);
}

/* What converting costs is told in counts and, where the images are at hand, in test errors. */
static void
test_price (void)
{
  Place place;
  g_autofree char *line = NULL, *masked = NULL, *elsewhere = NULL, *bad = NULL;
  g_autoptr (cJSON) half = NULL;
  g_autoptr (cJSON) measured = NULL;
  g_autoptr (Run) text = NULL;
  g_autoptr (Run) pruned = NULL;

  place_init (&place, "");
  half = convert (&place, "--half");
  line = g_strdup_printf ("evaluate %s --json", place.run);
  measured = run_json (line, NULL);
  assert_number (half, "images", 5000);
  g_assert_cmpfloat (get_member (half, "test_error_masked")->valuedouble, ==, get_error (measured, "masked"));
  g_assert_cmpfloat (get_member (half, "test_error")->valuedouble, ==, get_error (measured, "converted"));
  g_assert_cmpfloat (get_member (half, "test_error_half")->valuedouble, ==, get_error (measured, "halved"));
  elsewhere = g_strdup_printf ("convert %s -o %s --half", place.run, place.weights);
  text = run_program (elsewhere, NULL);
  assert_status (text, 0);
  assert_holds (text->out, "converted, classifier halved: ");
  assert_holds (text->out, "test error on 5,000 images, masked: ");
  assert_holds (text->out, "test error on 5,000 images, converted, classifier halved: ");
  bad = g_strdup_printf ("convert %s -o %s --half --data /nowhere", place.run, place.weights);
  assert_refused (bad, NULL, "/nowhere");
  masked = g_strdup_printf ("convert %s -o %s --masked", place.run, place.weights);
  pruned = run_program (masked, NULL);
  assert_status (pruned, 0);
  {
    g_autofree char *left = cnd_base_format_count (CND_NUMBER_STYLE_LATIN,
                                                   (guint64) get_member (half, "parameters_masked")->valuedouble);
    g_autofree char *end = g_strconcat (", ", left, " of them not pruned\n", NULL);
    assert_holds (pruned->out, end);
  }
  place_clear (&place);
}

static void
test_names (void)
{
  Place place;
  g_autoptr (cJSON) whole = NULL;
  g_autoptr (cJSON) half = NULL;

  place_init (&place, "");
  whole = convert (&place, "");
  {
    g_autoptr (CndTensors) tensors = open_tensors (place.weights);
    get_tensor (tensors, "init_conv.weight", CND_TENSOR_F32, "16×1×3×3");
    get_tensor (tensors, "stage.1.denselayer.1.norm1.running_var", CND_TENSOR_F32, "16");
    get_tensor (tensors, "stage.1.denselayer.1.conv1_index.index", CND_TENSOR_I64, "16");
    get_tensor (tensors, "stage.1.denselayer.1.conv1.weight", CND_TENSOR_F32, "32×4×1×1");
    get_tensor (tensors, "classifier.bias", CND_TENSOR_F32, "10");
    g_assert_cmpstr (cnd_tensors_get_metadata (tensors, "format"), ==, "pt");
    g_assert_nonnull (cnd_tensors_get_metadata (tensors, "model"));
  }
  half = convert (&place, "--half");
  {
    g_autoptr (CndTensors) tensors = open_tensors (place.weights);
    get_tensor (tensors, "classifier_index.index", CND_TENSOR_I64, "20");
    get_tensor (tensors, "classifier.weight", CND_TENSOR_F32, "10×20");
  }
  g_assert_cmpfloat (get_member (whole, "parameters")->valuedouble - get_member (half, "parameters")->valuedouble, ==, 10 * 20);
  g_assert_cmpfloat (get_member (whole, "parameters")->valuedouble, ==, get_member (whole, "parameters_masked")->valuedouble);
  place_clear (&place);
}

/* As a file from PyTorch: no metadata, other types, "module." in front, counters beside the weights. */
static void
strip (const char *from, const char *to, const char *prefix)
{
  g_autoptr (CndTensors) tensors = open_tensors (from);
  g_autoptr (Weights) weights = weights_new ();
  guint n;
  const CndTensor *all = cnd_tensors_get_all (tensors, &n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree float *values = all[i].type == CND_TENSOR_F32 ? get_floats (tensors, all[i].name) : NULL;
      g_autofree char *name = g_strconcat (prefix, all[i].name, NULL);
      g_autofree double *doubles = NULL;
      guint64 sizes[CND_MAX_TENSOR_RANK + 1] = { 0 };
      if (values == NULL)
        continue; /* masks and index lists: the zeros tell them */
      doubles = g_new (double, cnd_tensor_count (&all[i]));
      for (guint64 k = 0; k < cnd_tensor_count (&all[i]); k++)
        doubles[k] = values[k];
      memcpy (sizes, all[i].sizes, all[i].rank * sizeof *sizes);
      weights_add (weights, name, CND_TENSOR_F64, doubles, sizes);
    }
  weights_save (weights, to);
}

static void
test_elsewhere (void)
{
  Place place;
  g_autofree char *foreign = NULL, *line = NULL, *options = NULL, *small = NULL;
  g_autoptr (cJSON) masked = NULL;
  g_autoptr (cJSON) run = NULL;
  g_autoptr (cJSON) found = NULL;

  place_init (&place, "");
  foreign = g_build_filename (place.folder, "foreign.safetensors", NULL);
  masked = convert (&place, "--masked");
  strip (place.weights, foreign, "module.");
  line = g_strconcat ("evaluate ", foreign, NULL);
  assert_refused (line, NULL, "--model");
  {
    g_autoptr (CndRun) record = cnd_run_load (place.run, NULL);
    float mean, deviation;
    memcpy (&mean, cnd_run_find (record, "data/mean")->bytes, sizeof mean);
    memcpy (&deviation, cnd_run_find (record, "data/deviation")->bytes, sizeof deviation);
    options = g_strdup_printf ("--model condensenet-classroom --set stages=1,1,1 --mean %.9g --deviation %.9g", (double) mean, (double) deviation);
  }
  run = evaluate (place.run, "");
  found = evaluate (foreign, options);
  g_assert_cmpfloat (get_error (found, "converted"), ==, get_error (run, "converted"));
  g_assert_cmpfloat (get_error (found, "halved"), ==, get_error (run, "halved"));
  small = g_strdup_printf ("evaluate %s --model condensenet-classroom --set stages=1,1,2", foreign);
  assert_refused (small, NULL, "There are no weights “stage.3.denselayer.2.norm1.weight” (expected 40)");
  place_clear (&place);
}

static void
test_mismatches (void)
{
  Place place;
  g_autoptr (cJSON) masked = NULL;
  g_autofree char *shape = NULL, *name = NULL, *train = NULL, *mask = NULL, *run = NULL;

  place_init (&place, "");
  masked = convert (&place, "--masked");
  shape = g_strdup_printf ("evaluate %s --model condensenet-classroom --set stages=1,1,1 --set classes=12", place.weights);
  assert_refused (shape, NULL, "“classifier.weight” have another shape (found 10 × 40; expected 12 × 40)");
  name = g_strdup_printf ("evaluate %s --model condensenet-classroom --set stages=1,1,1 --set batch_norm=false", place.weights);
  assert_refused (name, NULL, "no place for the weights “stage.1.denselayer.1.norm1.weight”");
  mask = g_strdup_printf ("evaluate %s --model condensenet-classroom --set stages=1,1,1 --set groups=2", place.weights);
  assert_refused (mask, NULL, "found 8 × 8 × 3 × 3; expected 8 × 16 × 3 × 3");
  train = g_strdup_printf ("train condensenet-classroom --limit 20 --weights %s", place.weights);
  assert_refused (train, NULL, "There are no weights “stage.1.denselayer.2.norm1.weight”");
  run = g_strdup_printf ("evaluate %s --model condensenet-classroom", place.run);
  assert_refused (run, NULL, "A run holds its model");
  place_clear (&place);
}

/* At rate 0 nothing moves: what was read is what is evaluated, and what had fallen has fallen. */
static void
test_begin (void)
{
  Place place;
  g_autoptr (cJSON) masked = NULL;
  g_autofree char *line = NULL, *other = NULL;
  g_autoptr (Run) run = NULL;

  place_init (&place, "");
  masked = convert (&place, "--masked");
  other = g_build_filename (place.folder, "other.safetensors", NULL);
  line = g_strconcat (SMALL, other, " --rate 0 --weight-decay 0 --epochs 1 --json --weights ", place.weights, NULL);
  run = run_program (line, NULL);
  assert_status (run, 0);
  g_assert_null (strstr (run->out, "\"condense\""));
  assert_holds (run->out, "\"stage\":3");
  {
    g_autoptr (CndRun) left = cnd_run_load (place.run, NULL);
    g_autoptr (CndRun) right = cnd_run_load (other, NULL);
    const char *name = "state/weights/stage.2.denselayer.1.conv1.weight";
    g_assert_cmpmem (cnd_run_find (left, name)->bytes, cnd_run_find (left, name)->n_bytes, cnd_run_find (right, name)->bytes,
                     cnd_run_find (right, name)->n_bytes);
    g_assert_cmpstr (cnd_run_get_text (right, "weights"), ==, "weights.safetensors");
  }
  place_clear (&place);
}

/* A run's weights are as good as those that convert writes of it. */
static void
test_begin_with_run (void)
{
  Place place;
  g_autofree char *line = NULL, *other = NULL, *wider = NULL;
  g_autoptr (Run) run = NULL;

  place_init (&place, "");
  other = g_build_filename (place.folder, "other.safetensors", NULL);
  line = g_strconcat (SMALL, other, " --rate 0 --weight-decay 0 --epochs 1 --json --weights ", place.run, NULL);
  run = run_program (line, NULL);
  assert_status (run, 0);
  g_assert_null (strstr (run->out, "\"condense\""));
  {
    g_autoptr (CndRun) left = cnd_run_load (place.run, NULL);
    g_autoptr (CndRun) right = cnd_run_load (other, NULL);
    const char *name = "state/weights/stage.2.denselayer.1.conv1.weight";
    g_assert_cmpmem (cnd_run_find (left, name)->bytes, cnd_run_find (left, name)->n_bytes, cnd_run_find (right, name)->bytes,
                     cnd_run_find (right, name)->n_bytes);
  }
  wider = g_strconcat ("train condensenet-classroom --limit 20 --weights ", place.run, NULL);
  assert_refused (wider, NULL, "There are no weights “stage.1.denselayer.2.norm1.weight”");
  place_clear (&place);
}

/* A run in the way of its own weights stays, under another name; it is not written over another file that is read. */
static void
test_keeps_input (void)
{
  Place place;
  g_autofree char *line = NULL, *kept = NULL, *link = NULL, *clash = NULL, *linked = NULL;
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) other = NULL;

  place_init (&place, "");
  g_assert_true (g_file_get_contents (place.run, &before, &n_before, NULL));
  kept = g_strconcat (place.run, "~", NULL);
  line = g_strdup_printf ("convert %s -o %s", place.run, place.run);
  run = run_program (line, NULL);
  g_assert_cmpint (run->status, ==, 0);
  assert_holds (run->err, kept);
  g_assert_true (g_file_get_contents (kept, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  /* the same file by another name */
  link = g_build_filename (place.folder, "link", NULL);
  g_assert_cmpint (g_rename (kept, place.run), ==, 0);
  g_assert_cmpint (symlink (place.run, link), ==, 0);
  linked = g_strdup_printf ("convert %s -o %s", place.run, link);
  other = run_program (linked, NULL);
  g_assert_cmpint (other->status, ==, 0);
  g_free (g_steal_pointer (&after));
  g_assert_true (g_file_get_contents (place.run, &after, &n_after, NULL));
  g_assert_cmpmem (before, n_before, after, n_after);
  /* what would be kept would take the place of what is read */
  g_assert_cmpint (g_rename (place.run, kept), ==, 0);
  g_assert_true (g_file_set_contents (place.run, before, (gssize) n_before, NULL));
  clash = g_strdup_printf ("convert %s -o %s", kept, place.run);
  assert_refused (clash, NULL, "would be kept where a file stands that is read");
  place_clear (&place);
}

/* A run that stopped before its last condensing cannot be converted, but written as it is. */
static void
test_incomplete (void)
{
  Place place;
  g_autofree char *line = NULL, *out = NULL;
  g_autoptr (Weights) weights = weights_new ();
  g_autoptr (cJSON) masked = NULL;
  g_autoptr (CndTensors) tensors = NULL;
  CndTensor *tensor;

  place_init (&place, "");
  masked = convert (&place, "--masked");
  /* one input of one group comes back */
  tensors = open_tensors (place.weights);
  for (guint i = 0, n; i < (cnd_tensors_get_all (tensors, &n), n); i++)
    {
      g_array_append_val (weights->tensors, cnd_tensors_get_all (tensors, NULL)[i]);
      tensor = &g_array_index (weights->tensors, CndTensor, i);
      if (strcmp (tensor->name, "stage.1.denselayer.1.conv1.mask") == 0)
        {
          guint8 *mask = g_malloc0 (tensor->n_bytes);
          g_ptr_array_add (weights->memory, mask);
          tensor->bytes = mask;
        }
    }
  out = g_build_filename (place.folder, "dense.safetensors", NULL);
  weights_save (weights, out);
  line = g_strdup_printf ("convert %s -m condensenet-classroom --set stages=1,1,1 -o %s", out, place.weights);
  assert_refused (line, NULL, "stage.1.denselayer.1.conv1: The layer is not condensed completely");
  place_clear (&place);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/weights/each-form-measures-what-the-run-does", test_forms);
  g_test_add_func ("/cli/weights/price-of-converting-is-told", test_price);
  g_test_add_func ("/cli/weights/names-and-shapes-are-pytorchs", test_names);
  g_test_add_func ("/cli/weights/from-elsewhere-they-measure-the-same", test_elsewhere);
  g_test_add_func ("/cli/weights/mismatches-name-tensor-and-shapes", test_mismatches);
  g_test_add_func ("/cli/weights/training-begins-with-them", test_begin);
  g_test_add_func ("/cli/weights/incomplete-cannot-be-converted", test_incomplete);
  g_test_add_func ("/cli/weights/a-training-begins-with-those-of-a-run", test_begin_with_run);
  g_test_add_func ("/cli/weights/what-is-read-is-kept", test_keeps_input);
  return g_test_run ();
}
