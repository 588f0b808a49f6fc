/* Runs the real condenser-cli as a child and keeps what it said. */
#include "program.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
dup_text (GBytes *bytes)
{
  gsize length = 0;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;

  return length > 0 ? g_strndup (data, length) : g_strdup ("");
}

Run *
run_program_with (const char *line, const char *input, const char *const *variables)
{
  g_autoptr (GSubprocessLauncher) launcher
    = g_subprocess_launcher_new ((input ? G_SUBPROCESS_FLAGS_STDIN_PIPE : G_SUBPROCESS_FLAGS_NONE)
                                 | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) in = input ? g_bytes_new (input, strlen (input)) : NULL;
  g_autoptr (GBytes) out = NULL;
  g_autoptr (GBytes) err = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) argv = NULL;
  g_autofree char *command = g_strconcat (CND_CLI " ", line, NULL);
  Run *run = g_new0 (Run, 1);

  for (guint i = 0; variables && variables[i]; i++)
    {
      g_auto (GStrv) pair = g_strsplit (variables[i], "=", 2);

      g_subprocess_launcher_setenv (launcher, pair[0], pair[1], TRUE);
    }
  g_shell_parse_argv (command, NULL, &argv, &error);
  g_assert_no_error (error);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &error);
  g_assert_no_error (error);
  /* A program that ends without reading breaks the pipe: that is its right. */
  if (!g_subprocess_communicate (process, in, NULL, &out, &err, &error))
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
      g_clear_error (&error);
    }
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  run->status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  run->out_length = out ? g_bytes_get_size (out) : 0;
  run->out = dup_text (out);
  run->err = dup_text (err);
  return run;
}

Run *
run_program (const char *line, const char *input)
{
  return run_program_with (line, input, NULL);
}

void
run_free (Run *run)
{
  g_free (run->out);
  g_free (run->err);
  g_free (run);
}

void
assert_refused (const char *line, const char *input, const char *part)
{
  g_autoptr (Run) run = run_program (line, input);

  assert_status (run, 2);
  g_assert_cmpstr (run->out, ==, "");
  assert_holds (run->err, part);
  g_assert_true (g_str_has_prefix (run->err, "condenser-cli: "));
  g_assert_true (g_str_has_suffix (run->err, "\n"));
  g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
}

cJSON *
run_json (const char *line, const char *input)
{
  g_autoptr (Run) run = run_program (line, input);
  const char *end = NULL;
  cJSON *json;

  assert_status (run, 0);
  json = cJSON_ParseWithOpts (run->out, &end, FALSE);
  g_assert_nonnull (json);
  g_assert_cmpstr (end, ==, "\n");
  return json;
}

cJSON *
get_member (const cJSON *object, const char *name)
{
  cJSON *member = cJSON_GetObjectItemCaseSensitive (object, name);

  if (member == NULL)
    g_test_message ("there is no member “%s”", name);
  g_assert_nonnull (member);
  return member;
}

void
assert_number (const cJSON *object, const char *name, double expected)
{
  cJSON *member = get_member (object, name);

  g_assert_true (cJSON_IsNumber (member));
  g_assert_cmpfloat (member->valuedouble, ==, expected);
}

void
assert_string (const cJSON *object, const char *name, const char *expected)
{
  g_assert_cmpstr (cJSON_GetStringValue (get_member (object, name)), ==, expected);
}

cJSON *
find_element (const cJSON *array, const char *key, const char *value)
{
  cJSON *item;

  g_assert_true (cJSON_IsArray (array));
  cJSON_ArrayForEach (item, array)
    if (g_strcmp0 (cJSON_GetStringValue (cJSON_GetObjectItemCaseSensitive (item, key)), value) == 0)
      return item;
  g_test_message ("no element has %s “%s”", key, value);
  g_assert_not_reached ();
}

char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("condenser-cli-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
remove_folder (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

char *
write_file (const char *folder, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

void
assert_valid_xml (const char *text)
{
  g_autofree char *xmllint = g_find_program_in_path ("xmllint");
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;

  if (xmllint == NULL)
    {
      g_test_message ("xmllint is not installed: only the beginning is checked");
      assert_holds (text, "<svg");
      return;
    }
  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, xmllint,
                              "--noout", "--nonet", "-", NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, text, NULL, NULL, &complaint, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (complaint, ==, "");
}
