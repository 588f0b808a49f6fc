/* Layout alone: how long networks and hostile graphs take, and how the time grows. */
#include "support/bench.h"

#include "base/base.h"
#include "formats/formats.h"
#include "layout/layout.h"
#include "ops/ops.h"

#include <glib/gstdio.h>
#include <malloc.h>

#define RUNS 21
#define GROWTH_RUNS 31
#define GROWTH_ROUNDS 9

typedef struct
{
  CndView *view;
  CndRect *sizes;
} Job;

static void
run (gpointer data)
{
  Job *job = data;

  cnd_layout_free (cnd_layout_run (job->view, job->sizes, &cnd_layout_default_options));
}

/* Takes over @view. */
static double
time_view (CndView *view, guint n_runs)
{
  Job job = { view, NULL };
  guint n_nodes;
  double time_ms;

  cnd_view_get_nodes (view, &n_nodes);
  job.sizes = g_new (CndRect, n_nodes + 1);
  for (guint i = 0; i < n_nodes; i++)
    job.sizes[i] = (CndRect){ 0, 0, 120, 40 };
  time_ms = cnd_bench_time_ms (run, &job, n_runs);
  g_free (job.sizes);
  cnd_view_unref (view);
  return time_ms;
}

/* ---- Models ------------------------------------------------------------------------- */

/* Returns: (transfer full) */
static CndView *
load_view (const char *model, gboolean open)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autofree char *preset = NULL;
  g_autofree char *file = cnd_formats_split_name (model, &preset);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (path, NULL, &error);
  g_autoptr (CndParameterValues) values = NULL;
  g_autoptr (CndNetwork) network = NULL;

  if (architecture == NULL)
    g_error ("%s", error->message);
  values = cnd_parameter_values_new (
    architecture, preset != NULL ? cnd_architecture_find_preset (architecture, preset, &error) : -1);
  network = cnd_ops_build_network (architecture, values, &error);
  if (network == NULL)
    g_error ("%s", error->message);
  return cnd_layout_view_new (network, open ? cnd_layout_is_open_to_depth : cnd_layout_is_open_by_default,
                              GUINT_TO_POINTER (CND_MAX_NESTING));
}

static double
bench_model (const char *name, const char *model, gboolean open, double target_ms)
{
  double time_ms = time_view (load_view (model, open), RUNS);

  cnd_bench_report (name, time_ms, "ms", CND_BENCH_AT_MOST, target_ms);
  return time_ms;
}

/* ---- Graphviz ----------------------------------------------------------------------- */

/* The same boxes and edges for `dot`, which reckons in inches of 72 units. */
static char *
write_dot (CndView *view)
{
  GString *text = g_string_new ("digraph { node [shape=box width=1.6667 height=0.5556 fixedsize=true label=\"\"];\n");
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  guint n_nodes, n_edges;
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);
  int file = g_file_open_tmp ("condenser-XXXXXX.dot", &path, &error);

  if (file < 0)
    g_error ("%s", error->message);
  g_close (file, NULL);
  cnd_view_get_nodes (view, &n_nodes);
  for (guint i = 0; i < n_nodes; i++)
    g_string_append_printf (text, "n%u;\n", i);
  for (guint e = 0; e < n_edges; e++)
    g_string_append_printf (text, "n%u -> n%u;\n", edges[e].from, edges[e].to);
  g_string_append (text, "}\n");
  if (!g_file_set_contents (path, text->str, text->len, &error))
    g_error ("%s", error->message);
  g_string_free (text, TRUE);
  return g_steal_pointer (&path);
}

typedef struct
{
  const char *dot, *path, *seconds;
} Peer;

static void
run_peer (gpointer data)
{
  const Peer *peer = data;
  const char *argv[] = { "timeout", peer->seconds, peer->dot, "-Tplain", peer->path, NULL };
  g_autoptr (GError) error = NULL;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                     NULL, NULL, &error))
    g_error ("%s", error->message);
}

/* How many times as long as ours the whole process of `dot` takes; at least that many where it is ended before. */
static void
bench_peer (const char *name, const char *model, double our_ms, const char *seconds, double target)
{
  g_autofree char *dot = g_find_program_in_path ("dot");
  g_autoptr (CndView) view = NULL;
  g_autofree char *path = NULL;
  Peer peer;

  if (dot == NULL)
    {
      g_printerr ("%s is left out: there is no dot (package graphviz)\n", name);
      return;
    }
  view = load_view (model, TRUE);
  path = write_dot (view);
  peer = (Peer){ dot, path, seconds };
  cnd_bench_report (name, cnd_bench_time_ms (run_peer, &peer, 1) / our_ms, "times", CND_BENCH_AT_LEAST, target);
  g_remove (path);
}

/* ---- Plain graphs ------------------------------------------------------------------- */

static CndView *
new_chain (guint n)
{
  g_autofree guint *from = g_new (guint, n);
  g_autofree guint *to = g_new (guint, n);

  for (guint i = 0; i + 1 < n; i++)
    {
      from[i] = i;
      to[i] = i + 1;
    }
  return cnd_layout_view_new_plain (n, from, to, n - 1);
}

static CndView *
new_dense (guint n)
{
  guint n_edges = 0;
  g_autofree guint *from = g_new (guint, n * n / 2);
  g_autofree guint *to = g_new (guint, n * n / 2);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < i; j++)
      {
        from[n_edges] = j;
        to[n_edges++] = i;
      }
  return cnd_layout_view_new_plain (n, from, to, n_edges);
}

/* Blocks of two branches and a skip, one after the other. */
static CndView *
new_stack (guint n_blocks)
{
  static const guint block[][2] = { { 0, 1 }, { 1, 2 }, { 2, 3 }, { 0, 4 }, { 4, 5 }, { 3, 6 }, { 5, 6 }, { 0, 6 } };
  guint n_edges = n_blocks * G_N_ELEMENTS (block);
  g_autofree guint *from = g_new (guint, n_edges);
  g_autofree guint *to = g_new (guint, n_edges);

  for (guint i = 0; i < n_edges; i++)
    {
      from[i] = i / G_N_ELEMENTS (block) * 6 + block[i % G_N_ELEMENTS (block)][0];
      to[i] = i / G_N_ELEMENTS (block) * 6 + block[i % G_N_ELEMENTS (block)][1];
    }
  return cnd_layout_view_new_plain (n_blocks * 6 + 1, from, to, n_edges);
}

/* Each node reads one of the few before it, and one from anywhere before it. */
static CndView *
new_random (guint n)
{
  g_autofree guint *from = g_new (guint, 2 * n);
  g_autofree guint *to = g_new (guint, 2 * n);
  guint n_edges = 0;
  CndRandom random;

  cnd_base_seed_random (&random, 1);
  for (guint i = 1; i < n; i++)
    {
      guint near = i - 1 - cnd_base_next_random_below (&random, MIN (i, 30));
      guint far = cnd_base_next_random_below (&random, i);

      from[n_edges] = near;
      to[n_edges++] = i;
      if (far == near)
        continue;
      from[n_edges] = far;
      to[n_edges++] = i;
    }
  return cnd_layout_view_new_plain (n, from, to, n_edges);
}

/* Both sizes in turn, several times; of each the least median, because whatever else the machine does only adds. */
static void
report_growth (const char *name, CndView *(*make) (guint n), guint n, double target)
{
  double once = G_MAXDOUBLE, twice = G_MAXDOUBLE;

  for (guint round = 0; round < GROWTH_ROUNDS; round++)
    {
      once = MIN (once, time_view (make (n), GROWTH_RUNS));
      twice = MIN (twice, time_view (make (2 * n), GROWTH_RUNS));
    }
  cnd_bench_report (name, twice / once, "times", CND_BENCH_AT_MOST, target);
}

/* So small that each run ends within a time slice. */
static void
bench_growth (void)
{
  report_growth ("layout-growth-chain-doubled", new_chain, 8000, 2.3);
  report_growth ("layout-growth-stack-doubled", new_stack, 300, 2.3);
  report_growth ("layout-growth-dense-doubled", new_dense, 125, 5);
}

int
main (void)
{
  double googlenet_ms, densenet_ms;

  /* keep freed memory: handing out fresh pages is the kernel's time, and varies with what else runs */
  mallopt (M_MMAP_MAX, 0);
  mallopt (M_TRIM_THRESHOLD, 1 << 30);

  googlenet_ms = bench_model ("layout-googlenet", "googlenet.json", TRUE, 0.3);
  densenet_ms = bench_model ("layout-densenet-121-operators", "densenet.json:121", TRUE, 1);
  bench_model ("layout-densenet-201-operators", "densenet.json:201", TRUE, 1.5);
  bench_model ("layout-condensenet-86-layers", "condensenet.json:86", FALSE, 0.4);
  bench_model ("layout-condensenet-182-layers", "condensenet.json:182", FALSE, 0.8);
  cnd_bench_report ("layout-chain-10000", time_view (new_chain (10000), RUNS), "ms", CND_BENCH_AT_MOST, 6);
  cnd_bench_report ("layout-chain-100000", time_view (new_chain (100000), RUNS), "ms", CND_BENCH_AT_MOST, 50);
  cnd_bench_report ("layout-random-5000", time_view (new_random (5000), 5), "ms", CND_BENCH_AT_MOST, 150);
  cnd_bench_report ("layout-dense-250", time_view (new_dense (250), RUNS), "ms", CND_BENCH_AT_MOST, 6);
  bench_growth ();
  bench_peer ("layout-googlenet-graphviz-ratio", "googlenet.json", googlenet_ms, "10", 50);
  /* takes minutes: the ratio is a lower bound */
  bench_peer ("layout-densenet-121-graphviz-ratio-at-least", "densenet.json:121", densenet_ms, "10", 1000);
  return 0;
}
