/* Reading files that nobody vouches for: bounded, never blocking on what is not a file. Also: names of model files. */
#include "config.h"

#include "file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 65536u

/* What the system's answers mean to somebody who has to mend it. The system says them in the language of the locale, which need not be
 * that of the program. */
static const struct
{
  int number;
  const char *reason;
  const char *found;
  const char *hint;
} system_rows[] = {
  { ENOENT, N_ ("No such file or directory"), N_ ("nothing of this name"), N_ ("Check the spelling of the path.") },
  { ENOTDIR, N_ ("Not a directory"), N_ ("a file where the path needs a folder"), N_ ("Check the spelling of the path.") },
  { ENAMETOOLONG, N_ ("File name too long"), N_ ("a name that is too long"), N_ ("Choose a shorter name.") },
  { ELOOP, N_ ("Too many levels of symbolic links"), N_ ("links that lead in a circle"), N_ ("Name the file itself.") },
  { EACCES, N_ ("Permission denied"), N_ ("no permission"), N_ ("Check the permissions of the file and its folder.") },
  { EPERM, N_ ("Operation not permitted"), N_ ("no permission"), N_ ("Check the permissions of the file and its folder.") },
  { EROFS, N_ ("Read-only file system"), N_ ("a read-only file system"), N_ ("Choose another place.") },
  { EISDIR, N_ ("Is a directory"), N_ ("a folder"), N_ ("Name a file in it.") },
  { ENOSPC, N_ ("No space left on device"), N_ ("a full disk"), N_ ("Free some space, or choose another place.") },
  { EDQUOT, N_ ("Disk quota exceeded"), N_ ("a used-up quota"), N_ ("Free some space, or choose another place.") },
  { EPIPE, N_ ("Broken pipe"), N_ ("a reader that went away"), N_ ("The program that reads the output has ended.") },
};

gboolean
cnd_file_fail (const char *path, CndErrorCode code, int number, const char *message, GError **error)
{
  g_autofree char *file = g_filename_display_name (path);
  const char *reason = number != 0 ? g_strerror (number) : NULL;
  CndProblem problem = {
    .file = file,
    .found = reason,
    .expected = code == CND_ERROR_WRITE ? _("a place that can be written") : _("a file that can be read"),
    .hint = code == CND_ERROR_WRITE ? _("Choose another place.") : _("Copy the file to another place and try again."),
  };

  for (guint i = 0; i < G_N_ELEMENTS (system_rows); i++)
    if (system_rows[i].number == number)
      {
        reason = _(system_rows[i].reason);
        problem.found = _(system_rows[i].found);
        problem.hint = _(system_rows[i].hint);
      }
  if (number == 0)
    cnd_base_set_problem (error, code, &problem, "%s", message);
  else
    cnd_base_set_problem (error, code, &problem, "%s: %s", message, reason);
  return FALSE;
}

gboolean
cnd_file_wait (int fd, gushort events, GCancellable *cancellable, GError **error)
{
  GPollFD polls[2] = { { fd, events, 0 }, { -1, 0, 0 } };
  guint n = 1;

  if (cancellable != NULL && g_cancellable_make_pollfd (cancellable, &polls[1]))
    n = 2;
  while (g_poll (polls, n, -1) < 0 && errno == EINTR)
    ;
  if (n == 2)
    g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* @n_bytes: 0 when it is not known */
static gboolean
fail_size (const char *path, guint64 n_bytes, gsize limit, GError **error)
{
  g_autofree char *file = g_filename_display_name (path);
  g_autofree char *expected = cnd_base_format_bytes (CND_NUMBER_STYLE_LATIN, limit);
  g_autofree char *at_most = g_strdup_printf (_("at most %s"), expected);
  g_autofree char *size = cnd_base_format_bytes (CND_NUMBER_STYLE_LATIN, n_bytes);
  g_autofree char *more = g_strdup_printf (_("more than %s"), expected);
  CndProblem problem = {
    .file = file,
    .found = n_bytes > 0 ? size : more,
    .expected = at_most,
    .hint = _("Is this the right file?"),
  };

  cnd_base_set_problem (error, CND_ERROR_LIMIT, &problem, _("The file is too large"));
  return FALSE;
}

char *
cnd_file_read_descriptor (int fd, const char *path, gsize limit, gsize *length, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (;;)
    {
      gsize before = bytes->len;
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      g_byte_array_set_size (bytes, (guint) (before + CHUNK));
      n = read (fd, bytes->data + before, CHUNK);
      if (n < 0 && errno != EINTR && errno != EAGAIN)
        {
          cnd_file_fail (path, CND_ERROR_READ, errno, _("The file cannot be read"), error);
          return NULL;
        }
      if (n < 0 && errno == EAGAIN && !cnd_file_wait (fd, G_IO_IN, cancellable, error))
        return NULL;
      g_byte_array_set_size (bytes, (guint) (before + (gsize) MAX (n, 0)));
      if (bytes->len > limit)
        {
          fail_size (path, 0, limit, error);
          return NULL;
        }
      if (n == 0)
        break;
    }
  *length = bytes->len;
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

static const struct
{
  mode_t type;
  const char *message;
  const char *found;
} refused_types[] = {
  { S_IFDIR, N_ ("This is a folder, not a file"), N_ ("a folder") },
  { S_IFIFO, N_ ("This is a pipe, not a file"), N_ ("a pipe") },
  { S_IFCHR, N_ ("This is a device, not a file"), N_ ("a device") },
  { S_IFBLK, N_ ("This is a device, not a file"), N_ ("a device") },
  { S_IFSOCK, N_ ("This is a socket, not a file"), N_ ("a socket") },
};

static gboolean
check_type (const char *path, const struct stat *status, GError **error)
{
  const char *message = N_ ("This is not a regular file");
  g_autofree char *file = NULL;
  CndProblem problem = {
    .found = _("something else"),
    .expected = _("a regular file"),
    .hint = _("Keep what it gives in a file, and open that."),
  };

  if (S_ISREG (status->st_mode))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (refused_types); i++)
    if ((status->st_mode & S_IFMT) == refused_types[i].type)
      {
        message = refused_types[i].message;
        problem.found = _(refused_types[i].found);
      }
  file = g_filename_display_name (path);
  problem.file = file;
  if (S_ISDIR (status->st_mode))
    problem.hint = _("Name a file in it.");
  cnd_base_set_problem (error, CND_ERROR_READ, &problem, "%s", _(message));
  return FALSE;
}

int
cnd_file_open (const char *path, guint64 *n_bytes, GError **error)
{
  struct stat status;
  /* without O_NONBLOCK, opening a FIFO waits for its writer */
  int fd = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);

  if (fd < 0 && errno == ENXIO && stat (path, &status) == 0 && !check_type (path, &status, error))
    return -1;
  if (fd < 0 || fstat (fd, &status) != 0)
    cnd_file_fail (path, CND_ERROR_READ, errno, _("The file cannot be opened"), error);
  else if (check_type (path, &status, error))
    {
      *n_bytes = (guint64) status.st_size;
      return fd;
    }
  if (fd >= 0)
    close (fd);
  return -1;
}

char *
cnd_formats_read_file (const char *path, gsize max_bytes, gsize *length, GCancellable *cancellable, GError **error)
{
  guint64 n_bytes;
  char *text = NULL;
  int fd;

  g_return_val_if_fail (path != NULL && length != NULL && max_bytes < G_MAXUINT - CHUNK, NULL);

  *length = 0;
  if (strcmp (path, "-") == 0)
    {
      if (!cnd_file_wait (STDIN_FILENO, G_IO_IN, cancellable, error))
        return NULL;
      return cnd_file_read_descriptor (STDIN_FILENO, path, max_bytes, length, cancellable, error);
    }
  fd = cnd_file_open (path, &n_bytes, error);
  if (fd < 0)
    return NULL;
  if (n_bytes > max_bytes)
    fail_size (path, n_bytes, max_bytes, error);
  else
    text = cnd_file_read_descriptor (fd, path, max_bytes, length, cancellable, error);
  close (fd);
  return text;
}

/* ---- Names ---------------------------------------------------------------------------------------- */

char *
cnd_formats_split_name (const char *name, char **preset)
{
  const char *colon = strrchr (name, ':');
  g_autofree char *path = NULL;

  *preset = NULL;
  if (colon == NULL || g_file_test (name, G_FILE_TEST_EXISTS))
    return g_strdup (name);
  path = g_strndup (name, (gsize) (colon - name));
  /* a slash behind the colon: rather a folder with a colon in its name, unless there is such a file */
  if (*path == '\0' || (strchr (colon, '/') != NULL && !g_file_test (path, G_FILE_TEST_EXISTS)))
    return g_strdup (name);
  *preset = g_strdup (colon + 1);
  return g_steal_pointer (&path);
}

char *
cnd_formats_make_stage_path (const char *path, guint stage)
{
  const char *name = strrchr (path, G_DIR_SEPARATOR), *dot = strrchr (name != NULL ? name : path, '.');
  gsize base = dot != NULL ? (gsize) (dot - path) : strlen (path);

  return g_strdup_printf ("%.*s-stage-%u%s", (int) base, path, stage, path + base);
}
