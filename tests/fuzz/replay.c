/* Runs a fuzz target without libFuzzer: over every file of the directories given, whole, cut short at a number of
 * places and with single bytes changed. The same inputs every time. */
#include <gio/gio.h>

#define N_CUTS 64
#define N_CHANGES 256

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* Each input in a block of just its size, so that reading past the end is found */
static void
run_copy (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  LLVMFuzzerTestOneInput (copy, size);
}

static void
replay_file (gconstpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize size;

  g_file_get_contents (user_data, &text, &size, &error);
  g_assert_no_error (error);

  run_copy ((const guint8 *) text, size);
  for (gsize i = 0; i < N_CUTS; i++)
    run_copy ((const guint8 *) text, size * i / N_CUTS);

  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  for (gsize i = 0; size > 0 && i < N_CHANGES; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (text, size);
      changed[g_rand_int_range (rand, 0, (gint32) size)] = (guint8) g_rand_int_range (rand, 0, 256);
      LLVMFuzzerTestOneInput (changed, size);
    }
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Adds a test for every file. A directory that is not there has none. */
static void
add_files (const char *directory)
{
  g_autoptr (GDir) dir = g_dir_open (directory, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);

  for (guint i = 0; i < names->len; i++)
    {
      char *file = g_build_filename (directory, names->pdata[i], NULL);
      g_autofree char *path = g_strdup_printf ("/fuzz/%s/%s", g_get_prgname (), (const char *) names->pdata[i]);
      g_test_add_data_func_full (path, file, replay_file, g_free);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    add_files (argv[i]);
  return g_test_run ();
}
