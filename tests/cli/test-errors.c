/* What is said about models and values that do not work, and about pictures that are too much. */
#include "program.h"

#include <string.h>

#define MANY_LAYERS                                                                                                    \
  "{\"name\":\"Deep\",\"input\":[8,4,4],\"blocks\":{\"l\":{\"layers\":[{\"kind\":\"convolution\",\"out\":4,\"kernel\":1}]}}," \
  "\"layers\":[{\"block\":\"l\",\"id\":\"deep\",\"repeat\":%u,\"dense\":\"block\"}]}"

static void
test_nearest (void)
{
  static const struct
  {
    const char *line, *piece;
  } rows[] = {
    { "summary condensenet --set groups=5", "The nearest that work are --set groups=4 and --set groups=8." },
    { "summary condensenet --set groups=99", "The nearest value is 8." },
    { "summary condensenet --set gruops=4", "Did you mean “groups”?" },
    { "summary condensenet --set groups", "growth=16" },
    { "summary condensenet:87", "Did you mean “86”?" },
    { "summary condensnet", "Did you mean condensenet?" },
    { "explain googlenet inception3a", "Did you mean 3a?" },
    { "explain googlenet 3a.1x1x", "Did you mean 3a.1x1?" },
    { "draw googlenet -o - --open inception3a", "Did you mean 3a?" },
    { "summary alexnet --stage finall", "expected" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    assert_refused (rows[i].line, NULL, rows[i].piece);
}

static void
test_presets (void)
{
  static const char model[] =
    "{\"name\":\"LeNet\",\"parameters\":{\"k\":{\"default\":1,\"minimum\":1,\"maximum\":9}},\"presets\":{"
    "\"wide\":{\"values\":{\"k\":9}},\"good\":{\"name\":\"base\",\"values\":{\"k\":2}},\"wider\":{\"values\":{\"k\":8}}},"
    "\"input\":[3,4,4],\"layers\":[{\"kind\":\"max_pool\",\"kernel\":\"k\"}]}";
  g_autoptr (Run) check = run_program ("check -", model);
  g_autoptr (Run) good = run_program ("summary -:good", model);

  g_assert_cmpint (check->status, ==, 1);
  assert_holds (check->err, "With the preset “wide”");
  assert_holds (check->err, "With the preset “wider”");
  g_assert_null (strstr (check->err, "“good”"));
  assert_status (good, 0);
  assert_holds (good->out, "LeNet (base)");
  assert_refused ("summary -", model, "With the preset “wide”");
}

/* A picture of millions of lines is of use to nobody, and takes gigabytes. */
static void
test_coarse (void)
{
  g_autofree char *many = g_strdup_printf (MANY_LAYERS, 2500u);
  g_autofree char *some = g_strdup_printf (MANY_LAYERS, 300u);
  g_autoptr (Run) coarse = run_program ("draw - -o -", many);
  g_autoptr (Run) whole = run_program ("draw - -o -", some);

  g_assert_cmpint (coarse->status, ==, 0);
  assert_holds (coarse->err, "the picture is simplified: the block deep is one box");
  g_assert_cmpuint (coarse->out_length, <, 100000);
  assert_status (whole, 0);
  assert_holds (whole->out, "deep.300");
}

static void
test_scale (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *line = g_strdup_printf ("draw resnet:152 -o '%s/a.png' --scale 64", folder);
  g_autoptr (Run) large = run_program (line, NULL);

  assert_refused ("draw alexnet -o a.png --scale 1e9", NULL, "from 0.01 to 64");
  assert_refused ("draw alexnet -o a.png --scale 0", NULL, "from 0.01 to 64");
  assert_refused ("draw alexnet -o a.png --scale nan", NULL, "from 0.01 to 64");
  g_assert_cmpint (large->status, ==, 0);
  assert_holds (large->err, "scaled down to ");
  g_assert_null (strstr (large->err, " 0.0 %"));
  remove_folder (g_steal_pointer (&folder));
}

static void
test_counts (void)
{
  static const char model[] = "{\"name\":\"x\",\"input\":[65536,30000,30000],\"layers\":["
                              "{\"kind\":\"convolution\",\"out\":65536,\"kernel\":1}]}";

  assert_refused ("summary -", model, "pass 2^60 (at $.layers[0]; found an output of 65,536×30,000×30,000; expected at most 2^60");
}

static void
test_plural (void)
{
  g_autoptr (Run) run = run_program ("draw - -o -", "{\"name\":\"x\",\"input\":[1],\"layers\":[{\"kind\":\"linear\",\"out\":1,"
                                                    "\"bias\":false}]}");

  assert_status (run, 0);
  assert_holds (run->out, "2 layers in 2 boxes, 1 parameter, 1 multiply-add.");
}

static void
test_indent (void)
{
  g_autoptr (Run) run = run_program ("summary alexnet --json", NULL);

  assert_status (run, 0);
  g_assert_true (g_str_has_prefix (run->out, "{\n  \"name\": \"AlexNet\",\n"));
  g_assert_null (strchr (run->out, '\t'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/errors/what-was-meant-is-named", test_nearest);
  g_test_add_func ("/cli/errors/bad-preset-blocks-no-other", test_presets);
  g_test_add_func ("/cli/errors/counts-have-one-limit", test_counts);
  g_test_add_func ("/cli/draw/thousands-of-layers-are-drawn-coarser", test_coarse);
  g_test_add_func ("/cli/draw/senseless-scales-are-refused", test_scale);
  g_test_add_func ("/cli/draw/one-is-singular", test_plural);
  g_test_add_func ("/cli/json/indented-by-two-spaces", test_indent);
  return g_test_run ();
}
