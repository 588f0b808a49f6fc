/* draw RUN --view … and animate: every view, order and stage; the same bytes again; what is refused. */
#include "program.h"

#include <glib/gstdio.h>
#include <string.h>

/* Returns: (transfer full): the run that ships */
static char *
find_run (void)
{
  return g_build_filename (g_getenv ("CONDENSER_DATA_DIR"), "data", "runs", "classroom.safetensors", NULL);
}

static char *
draw (const char *options)
{
  g_autofree char *run_file = find_run (), *line = g_strdup_printf ("draw %s -o - %s", run_file, options);
  g_autoptr (Run) run = run_program (line, NULL);

  assert_status (run, 0);
  return g_steal_pointer (&run->out);
}

/* What each view is known by, in the document. */
static const struct
{
  const char *name, *id;
} views[] = {
  { "matrix", "id=\"matrix\"" },
  { "diagram", "id=\"group-1\"" },
  { "timeline", "id=\"stage-3\"" },
  { "strip", "id=\"layer-stage.1.denselayer.1.conv1\"" },
  { "reuse", "id=\"reuse-2-1\"" },
};

static void
test_views (void)
{
  static const char *const stages[] = { "0", "1", "2", "3", "dense", "final", "converted" };

  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    for (guint s = 0; s < G_N_ELEMENTS (stages); s++)
      {
        g_autofree char *options = g_strdup_printf ("--view %s --stage %s --theme %s", views[v].name, stages[s], s % 2 == 0 ? "light" : "dark");
        g_autofree char *text = draw (options);

        assert_valid_xml (text);
        assert_holds (text, views[v].id);
      }
}

/* Each order of each stage is a picture of its own, valid, and of the layer that was asked for. */
static void
test_orders (void)
{
  static const char *const orders[] = { "stored", "groups", "packed" }, *const names[] = { "matrix", "diagram" };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint v = 0; v < 2; v++)
    for (guint o = 0; o < 3; o++)
      for (guint stage = 0; stage < 4; stage++)
        {
          g_autofree char *options = g_strdup_printf ("--view %s --order %s --stage %u --layer 2.1", names[v], orders[o], stage);
          g_autofree char *text = draw (options);

          assert_valid_xml (text);
          assert_holds (text, "2.1");
          /* a diagram has the outputs in their places, whatever the rows' order, until they are packed */
          if (v == 0 || o != 0)
            g_assert_true (g_hash_table_add (seen, g_steal_pointer (&text)));
        }
}

static void
test_same_bytes (void)
{
  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    {
      g_autofree char *options = g_strdup_printf ("--view %s --stage 2", views[v].name), *first = draw (options), *second = draw (options);

      g_assert_cmpstr (first, ==, second);
    }
}

static char *
get_size (const char *svg)
{
  const char *start = strstr (svg, "viewBox=\""), *end = start != NULL ? strchr (start + strlen ("viewBox=\""), '"') : NULL;

  g_assert_nonnull (end);
  return g_strndup (start, (gsize) (end - start));
}

static void
test_series (void)
{
  g_autofree char *run_file = find_run ();

  for (guint v = 0; v < G_N_ELEMENTS (views); v++)
    {
      char *folder = make_folder ();
      g_autofree char *line = g_strdup_printf ("draw %s --view %s --order packed --series -o %s/out.svg", run_file, views[v].name, folder);
      g_autoptr (Run) run = run_program (line, NULL);
      g_autofree char *size = NULL;

      assert_status (run, 0);
      for (guint stage = 0; stage < 4; stage++)
        {
          g_autofree char *path = g_strdup_printf ("%s/out-stage-%u.svg", folder, stage), *text = NULL, *own = NULL;

          g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
          assert_valid_xml (text);
          own = get_size (text);
          if (size == NULL)
            size = g_strdup (own);
          g_assert_cmpstr (own, ==, size);
        }
      remove_folder (folder);
    }
}

static void
test_animate (void)
{
  g_autofree char *run_file = find_run (), *loop_line = g_strdup_printf ("animate %s -o - --layer 2.1", run_file);
  g_autofree char *once_line = g_strdup_printf ("animate %s -o - --layer 2.1 --once --theme dark", run_file);
  g_autoptr (Run) loop = run_program (loop_line, NULL), again = run_program (loop_line, NULL), once = run_program (once_line, NULL);

  assert_status (loop, 0);
  assert_status (once, 0);
  assert_valid_xml (loop->out);
  assert_valid_xml (once->out);
  g_assert_cmpstr (loop->out, ==, again->out);
  assert_holds (loop->out, " infinite");
  g_assert_null (strstr (once->out, " infinite"));
  assert_holds (once->out, "prefers-reduced-motion: no-preference");
  g_assert_null (strstr (loop->out, "<script"));
  for (guint frame = 0; frame < 4; frame++)
    {
      g_autofree char *id = g_strdup_printf ("id=\"frame-%u\"", frame);
      assert_holds (loop->out, id);
    }
}

static void
test_refused (void)
{
  static const char *const rows[][2] = {
    { "--view nothing", "nothing" },   { "--view graph", "graph" },      { "--order x", "expected stored, groups, packed" },
    { "--layer zz", "no such layer" }, { "--stage 9", "a stage from 0 to 3" }, { "--color x", "found x" },
    { "--step 5000", "0 … 942" },      { "--step -5", "0 … 942" },       { "--group 9", "1 … 4" },
    { "--group 0", "1 … 4" },          { "--stage 3 --next", "nothing to frame" },
    { "--group -1", "1 … 4" },         { "--step 1000000000", "0 … 942" },
  };
  g_autofree char *run_file = find_run (), *animate_layer = g_strdup_printf ("animate %s -o - --layer zz", run_file);
  g_autofree char *animate_nowhere = g_strdup_printf ("animate %s", run_file);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *line = g_strdup_printf ("draw %s -o - %s", run_file, rows[i][0]);
      assert_refused (line, NULL, rows[i][1]);
    }
  assert_refused ("draw lenet5 -o - --view timeline", NULL, "of a run, not of a model");
  assert_refused ("draw /nowhere.safetensors -o -", NULL, "/nowhere");
  assert_refused (animate_layer, NULL, "no such layer");
  assert_refused (animate_nowhere, NULL, "needs -o FILE");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/views/each-view-of-each-stage-is-valid", test_views);
  g_test_add_func ("/cli/views/each-order-is-a-picture-of-its-own", test_orders);
  g_test_add_func ("/cli/views/the-same-bytes-again", test_same_bytes);
  g_test_add_func ("/cli/views/series-are-of-one-size", test_series);
  g_test_add_func ("/cli/views/animations-loop-or-play-once", test_animate);
  g_test_add_func ("/cli/views/refused-with-a-reason", test_refused);
  return g_test_run ();
}
