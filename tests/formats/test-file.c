/* Reading what is not a plain small file, saving without losing the earlier file, names of model files. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "formats/formats.h"
#include "support/complete.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("condenser-test-XXXXXX", &error);
  g_assert_no_error (error);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
assert_refused (const char *path, CndErrorCode code, const char *message)
{
  g_autoptr (GError) error = NULL;
  gsize length = 1;
  g_autofree char *text = cnd_formats_read_file (path, CND_MAX_FILE_BYTES, &length, NULL, &error);

  g_assert_null (text);
  g_assert_error (error, CND_ERROR, (gint) code);
  cnd_test_assert_complete (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, message));
  g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, path);
}

/* ---- Reading --------------------------------------------------------------------------------- */

static void
test_read (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (path, "a\0b", 3, NULL));
  text = cnd_formats_read_file (path, 3, &length, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (text, length + 1, "a\0b", 4);
  g_clear_pointer (&text, g_free);
  text = cnd_formats_read_file (path, 2, &length, NULL, &error);
  g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
  cnd_test_assert_complete (error);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.json", NULL);
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *socket_path = g_build_filename (fixture->folder, "socket", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

  assert_refused (missing, CND_ERROR_READ, "cannot be opened");
  assert_refused (fixture->folder, CND_ERROR_READ, "folder");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fifo, CND_ERROR_READ, "pipe");
  g_strlcpy (address.sun_path, socket_path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &address, sizeof address), ==, 0);
  assert_refused (socket_path, CND_ERROR_READ, "socket");
  close (fd);
  assert_refused ("/dev/null", CND_ERROR_READ, "device");
  assert_refused ("/dev/zero", CND_ERROR_READ, "device");
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  assert_refused (loop, CND_ERROR_READ, "cannot be opened");
  assert_refused ("", CND_ERROR_READ, "cannot be opened");
  /* a regular file of size 0 whose reading fails */
  if (g_file_test ("/proc/self/mem", G_FILE_TEST_EXISTS))
    assert_refused ("/proc/self/mem", CND_ERROR_READ, "cannot be read");
}

/* The superuser may read and write everything: go on as somebody else, who may enter the folder. */
static void
become_somebody (const char *folder)
{
  g_assert_cmpint (chmod (folder, 0777), ==, 0);
  if (geteuid () == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
}

static void
become_oneself (void)
{
  g_assert_cmpint (seteuid (getuid ()), ==, 0);
}

static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.json", NULL);

  g_assert_true (g_file_set_contents (path, "{}", 2, NULL));
  g_assert_cmpint (chmod (path, 0), ==, 0);
  become_somebody (fixture->folder);
  assert_refused (path, CND_ERROR_READ, "cannot be opened");
  become_oneself ();
}

static void
test_huge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "huge.json", NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (ftruncate (fd, G_GINT64_CONSTANT (2147483648)), ==, 0);
  close (fd);
  assert_refused (path, CND_ERROR_LIMIT, "too large");
}

/* Size says 0, but there is more than the limit. */
static void
test_lying_size (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = cnd_formats_read_file ("/proc/self/maps", 64, &length, NULL, &error);

  g_assert_null (text);
  g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
  cnd_test_assert_complete (error);
}

/* Runs in a process of its own, which reads standard input. */
static void
read_standard_input (gsize expected)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = cnd_formats_read_file ("-", CND_MAX_FILE_BYTES, &length, NULL, &error);

  if (expected > CND_MAX_FILE_BYTES)
    {
      g_assert_null (text);
      g_assert_error (error, CND_ERROR, CND_ERROR_LIMIT);
      cnd_test_assert_complete (error);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (text), ==, expected);
  g_assert_cmpuint (length, ==, expected);
}

static void
test_standard_input (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 0, 1, 100000, CND_MAX_FILE_BYTES, CND_MAX_FILE_BYTES + 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GSIZE_FORMAT, sizes[i]);
      const char *const arguments[] = { g_get_prgname (), "--read-standard-input", number, NULL };
      g_autofree char *input = g_strnfill (sizes[i], 'x');
      g_autoptr (GBytes) bytes = g_bytes_new (input, sizes[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE, &error);

      g_assert_no_error (error);
      /* a reader that has had enough closes the pipe early */
      g_subprocess_communicate (process, bytes, NULL, NULL, NULL, NULL);
      g_assert_true (g_subprocess_wait_check (process, NULL, &error));
      g_assert_no_error (error);
    }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.json", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  g_cancellable_cancel (cancellable);
  text = cnd_formats_read_file (path, 10, &length, cancellable, &error);
  g_assert_null (text);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (cnd_formats_save_file (path, "new", 3, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  text = cnd_formats_read_file (path, 10, &length, NULL, NULL);
  g_assert_cmpstr (text, ==, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

/* ---- Saving ----------------------------------------------------------------------------------- */

static void
assert_holds (const char *path, const char *expected)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, expected);
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.json", NULL);
  g_autoptr (GError) error = NULL;
  struct stat status;
  mode_t mask = umask (027);

  g_assert_true (cnd_formats_save_file (path, "first", 5, NULL, &error));
  umask (mask);
  g_assert_no_error (error);
  assert_holds (path, "first");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0640);
  g_assert_cmpint (chmod (path, 0604), ==, 0);
  g_assert_true (cnd_formats_save_file (path, "second", 6, NULL, &error));
  assert_holds (path, "second");
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0604);
  g_assert_true (cnd_formats_save_file (path, NULL, 0, NULL, &error));
  assert_holds (path, "");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_save_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *target = g_build_filename (fixture->folder, "target.json", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *second = g_build_filename (fixture->folder, "second", NULL);
  g_autofree char *loop = g_build_filename (fixture->folder, "loop", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("target.json", link), ==, 0);
  g_assert_cmpint (symlink (link, second), ==, 0);
  g_assert_cmpint (symlink ("loop", loop), ==, 0);
  g_assert_true (cnd_formats_save_file (second, "new", 3, NULL, &error)); /* the target is made */
  g_assert_no_error (error);
  assert_holds (target, "new");
  g_assert_true (cnd_formats_save_file (link, "newer", 5, NULL, &error)); /* the target is replaced */
  assert_holds (target, "newer");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (second, G_FILE_TEST_IS_SYMLINK));
  g_assert_false (cnd_formats_save_file (loop, "x", 1, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_WRITE);
  cnd_test_assert_complete (error);
}

static void
test_save_fails (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.json", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "a.json", NULL);
  g_autofree char *below = g_build_filename (path, "b", NULL);
  const char *const places[] = { fixture->folder, nowhere, below, "", "/proc/none.json" };
  g_autofree char *large = g_malloc0 (100000);
  struct rlimit limit, before;

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (cnd_formats_save_file (places[i], "x", 1, NULL, &error));
      g_assert_error (error, CND_ERROR, CND_ERROR_WRITE);
      cnd_test_assert_complete (error);
      g_assert_cmpstr (cnd_base_get_problem (error)->file, ==, places[i]);
    }
  /* as a full disk does: the write stops in the middle */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  limit = before;
  limit.rlim_cur = 70000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  {
    g_autoptr (GError) error = NULL;
    g_assert_false (cnd_formats_save_file (path, large, 100000, NULL, &error));
    g_assert_error (error, CND_ERROR, CND_ERROR_WRITE);
    cnd_test_assert_complete (error);
  }
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  assert_holds (path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

#define LIMIT 100000

/* Run by test_save_killed(): the system ends it in the middle of writing. */
static int
save_until_killed (const char *path)
{
  g_autofree char *content = g_strnfill (10 * LIMIT, 'x');
  struct rlimit limit = { LIMIT, LIMIT }, no_core = { 0, 0 };

  signal (SIGXFSZ, SIG_DFL);
  setrlimit (RLIMIT_CORE, &no_core);
  setrlimit (RLIMIT_FSIZE, &limit);
  return cnd_formats_save_file (path, content, 10 * LIMIT, NULL, NULL) ? 0 : 1;
}

static void
test_save_killed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.svg", NULL);
  const char *const arguments[] = { g_get_prgname (), "--save-until-killed", path, NULL };
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  int probe = open (fixture->folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);

  if (probe < 0)
    {
      g_test_skip ("this file system has no files without names");
      return;
    }
  close (probe);
  g_assert_true (g_file_set_contents (path, "earlier", -1, NULL));
  process = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGXFSZ);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "earlier");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_save_protected (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "old", 3, NULL));
  g_assert_cmpint (chmod (path, 0444), ==, 0);
  become_somebody (fixture->folder);
  g_assert_false (cnd_formats_save_file (path, "new", 3, NULL, &error));
  become_oneself ();
  g_assert_error (error, CND_ERROR, CND_ERROR_WRITE);
  cnd_test_assert_complete (error);
  g_assert_nonnull (strstr (error->message, "write-protected"));
  assert_holds (path, "old");
  g_assert_cmpuint (count_files (fixture->folder), ==, 1);
}

static void
test_save_special (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  struct stat status;

  g_assert_true (cnd_formats_save_file ("/dev/null", "x", 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (stat ("/dev/null", &status), ==, 0);
  g_assert_true (S_ISCHR (status.st_mode));
  g_assert_false (cnd_formats_save_file ("/dev/full", "x", 1, NULL, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_WRITE);
  cnd_test_assert_complete (error);
}

/* ---- Names ------------------------------------------------------------------------------------ */

static void
test_split (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name, *path, *preset;
  } rows[] = {
    { "a.json", "a.json", NULL },
    { "a.json:86", "a.json", "86" },
    { "/none/a.json:86", "/none/a.json", "86" },
    { "a:b.json:86", "a:b.json", "86" },
    { "a.json:", "a.json", "" },
    { "-", "-", NULL },
    { "-:86", "-", "86" },
    { ":86", ":86", NULL },
    { "/none:x/a.json", "/none:x/a.json", NULL },
    { "", "", NULL },
  };
  g_autofree char *path = g_build_filename (fixture->folder, "a:1", NULL);
  g_autofree char *with_preset = g_strconcat (path, ":x/y", NULL);
  g_autofree char *found = NULL;
  g_autofree char *preset = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *row_preset = NULL;
      g_autofree char *row_path = cnd_formats_split_name (rows[i].name, &row_preset);
      g_assert_cmpstr (row_path, ==, rows[i].path);
      g_assert_cmpstr (row_preset, ==, rows[i].preset);
    }
  g_assert_true (g_file_set_contents (path, "x", 1, NULL));
  found = cnd_formats_split_name (path, &preset);
  g_assert_cmpstr (found, ==, path);
  g_assert_null (preset);
  g_clear_pointer (&found, g_free);
  found = cnd_formats_split_name (with_preset, &preset);
  g_assert_cmpstr (found, ==, path);
  g_assert_cmpstr (preset, ==, "x/y");
}

#define ADD(name, function) g_test_add ("/formats/file/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--read-standard-input") == 0)
    {
      read_standard_input ((gsize) g_ascii_strtoull (argv[2], NULL, 10));
      return 0;
    }
  if (argc == 3 && strcmp (argv[1], "--save-until-killed") == 0)
    return save_until_killed (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_set_prgname (argv[0]);
  ADD ("bytes-are-read-up-to-the-limit", test_read);
  ADD ("what-is-not-a-file-is-refused", test_refused);
  ADD ("unreadable-is-refused", test_unreadable);
  ADD ("huge-is-refused", test_huge);
  ADD ("more-than-its-size-is-refused", test_lying_size);
  ADD ("standard-input-is-bounded", test_standard_input);
  ADD ("cancelling-leaves-the-file", test_cancelled);
  ADD ("save-replaces-and-keeps-permissions", test_save);
  ADD ("save-follows-links", test_save_link);
  ADD ("failed-save-leaves-the-file", test_save_fails);
  ADD ("killed-save-leaves-nothing-beside-the-file", test_save_killed);
  ADD ("write-protected-file-is-left", test_save_protected);
  ADD ("devices-are-written-not-replaced", test_save_special);
  ADD ("preset-is-split-off", test_split);
  return g_test_run ();
}
