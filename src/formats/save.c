/* Writing files so that a failure leaves the earlier file as it was, and nothing beside it. */
#define _GNU_SOURCE /* O_TMPFILE */
#include "config.h"

#include "file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK 65536u
#define MAX_LINKS 40u

static gboolean
write_piece (int fd, const char *path, const char *bytes, gsize length, GCancellable *cancellable, GError **error)
{
  while (length > 0)
    {
      gssize n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = write (fd, bytes, MIN (length, CHUNK));
      if (n < 0 && errno == EAGAIN && !cnd_file_wait (fd, G_IO_OUT, cancellable, error))
        return FALSE;
      if (n < 0 && errno != EINTR && errno != EAGAIN)
        return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
      bytes += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

typedef struct
{
  const CndFilePiece *pieces;
  guint n_pieces;
} Content;

static gboolean
write_content (int fd, const char *path, const Content *content, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < content->n_pieces; i++)
    if (!write_piece (fd, path, content->pieces[i].bytes, content->pieces[i].length, cancellable, error))
      return FALSE;
  return TRUE;
}

/* The file behind symbolic links, which may not exist yet. NULL when the links form a circle. */
static char *
follow_links (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (guint i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *target = g_file_read_link (at, NULL);
      g_autofree char *folder = NULL;
      char *next;

      if (target == NULL)
        return g_steal_pointer (&at);
      folder = g_path_get_dirname (at);
      next = g_path_is_absolute (target) ? g_strdup (target) : g_build_filename (folder, target, NULL);
      g_free (at);
      at = next;
    }
  return NULL;
}

/* Owner and permissions of the earlier file, as far as we may. */
static void
copy_attributes (int fd, const struct stat *before)
{
  if (fchown (fd, before->st_uid, before->st_gid) != 0 && fchown (fd, (uid_t) -1, before->st_gid) != 0)
    g_debug ("owner not kept: %s", g_strerror (errno));
  if (fchmod (fd, before->st_mode & 0777) != 0)
    g_debug ("permissions not kept: %s", g_strerror (errno));
}

/* Fills and closes @fd. */
static gboolean
fill_temporary (int fd, const char *path, const Content *content, GCancellable *cancellable, GError **error)
{
  gboolean good = write_content (fd, path, content, cancellable, error);

  if (good && fsync (fd) != 0 && errno != EINVAL)
    good = cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
  if (close (fd) != 0 && good)
    good = cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
  return good && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/* The name of a new file lasts only when its folder is on the disk, too. */
static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  if (fsync (fd) != 0)
    g_debug ("folder not synced: %s", g_strerror (errno));
  close (fd);
}

#define MAX_NAMES 100u

/* Gives a file that has no name yet one that no other has, from @pattern, which ends in XXXXXX.
 * Returns: (transfer full): NULL with errno set when that fails */
static char *
name_file (int fd, const char *pattern)
{
  g_autofree char *from = g_strdup_printf ("/proc/self/fd/%d", fd);

  for (guint i = 0; i < MAX_NAMES; i++)
    {
      g_autofree char *name = g_strdup (pattern);

      g_snprintf (name + strlen (name) - 6, 7, "%06x", g_random_int () & 0xffffff);
      if (linkat (AT_FDCWD, from, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0)
        return g_steal_pointer (&name);
      if (errno != EEXIST)
        return NULL;
    }
  return NULL;
}

/* Where the file system can do so, the new file has no name until it is whole: what kills the program while it writes
 * leaves nothing behind. Returns FALSE, without an error, where it cannot. */
static gboolean
replace_by_nameless (const char *target, const struct stat *before, const char *path, const Content *content,
                     GCancellable *cancellable, gboolean *good, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *pattern = g_build_filename (folder, ".condenser-XXXXXX", NULL);
  g_autofree char *temporary = NULL;
  int fd = g_open (folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  int copy;

  if (fd < 0)
    return FALSE;
  if (before != NULL)
    copy_attributes (fd, before);
  copy = fcntl (fd, F_DUPFD_CLOEXEC, 0); /* what fails to be written may fail when it is closed */
  *good = copy >= 0 ? fill_temporary (fd, path, content, cancellable, error)
                    : cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
  if (copy < 0)
    close (fd);
  if (!*good)
    {
      if (copy >= 0)
        close (copy);
      return TRUE;
    }
  temporary = name_file (copy, pattern);
  close (copy);
  if (temporary == NULL)
    return FALSE; /* no /proc: once more, with a name from the beginning */
  if (g_rename (temporary, target) != 0)
    {
      *good = cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be replaced"), error);
      g_unlink (temporary);
    }
  else
    sync_folder (folder);
  return TRUE;
}

/* @before: (nullable): the file that is replaced */
static gboolean
replace_file (const char *target, const struct stat *before, const char *path, const Content *content,
              GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = g_build_filename (folder, ".condenser-XXXXXX", NULL);
  gboolean good;
  int fd;

  if (before != NULL && faccessat (AT_FDCWD, target, W_OK, AT_EACCESS) != 0)
    return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file is write-protected"), error);
  if (replace_by_nameless (target, before, path, content, cancellable, &good, error))
    return good;
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0)
    return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("No file can be made in this folder"), error);
  if (before != NULL)
    copy_attributes (fd, before);
  if (!fill_temporary (fd, path, content, cancellable, error))
    {
      g_unlink (temporary);
      return FALSE;
    }
  if (g_rename (temporary, target) != 0)
    {
      cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be replaced"), error);
      g_unlink (temporary);
      return FALSE;
    }
  sync_folder (folder);
  return TRUE;
}

/* Pipes and devices cannot be replaced: /dev/stdout, /dev/null. */
static gboolean
write_special (const char *path, const Content *content, GCancellable *cancellable, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);
  gboolean good;

  if (fd < 0)
    return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
  good = write_content (fd, path, content, cancellable, error);
  if (close (fd) != 0 && good)
    good = cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
  return good;
}

gboolean
cnd_file_save_pieces (const char *path, const CndFilePiece *pieces, guint n_pieces, GCancellable *cancellable, GError **error)
{
  const Content content = { pieces, n_pieces };
  g_autofree char *target = NULL;
  struct stat status;

  if (strcmp (path, "-") == 0)
    return write_content (STDOUT_FILENO, path, &content, cancellable, error);
  if (*path == '\0')
    return cnd_file_fail (path, CND_ERROR_WRITE, ENOENT, _("The file cannot be written"), error);
  if (stat (path, &status) != 0)
    {
      if (errno != ENOENT)
        return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file cannot be written"), error);
      target = follow_links (path);
      return target != NULL ? replace_file (target, NULL, path, &content, cancellable, error)
                            : cnd_file_fail (path, CND_ERROR_WRITE, ELOOP, _("The file cannot be written"), error);
    }
  if (S_ISDIR (status.st_mode))
    return cnd_file_fail (path, CND_ERROR_WRITE, EISDIR, _("The file cannot be written"), error);
  if (!S_ISREG (status.st_mode))
    return write_special (path, &content, cancellable, error);
  target = follow_links (path);
  return replace_file (target, &status, path, &content, cancellable, error);
}

gboolean
cnd_formats_save_file (const char *path, const char *bytes, gsize length, GCancellable *cancellable, GError **error)
{
  CndFilePiece piece = { bytes, length };

  g_return_val_if_fail (path != NULL && (bytes != NULL || length == 0), FALSE);

  return cnd_file_save_pieces (path, &piece, 1, cancellable, error);
}

/* What replace_file() needs of the folder and of the earlier file. */
static gboolean
check_replaceable (const char *target, gboolean exists, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *temporary = g_build_filename (folder, ".condenser-XXXXXX", NULL);
  int fd;

  if (exists && faccessat (AT_FDCWD, target, W_OK, AT_EACCESS) != 0)
    return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("The file is write-protected"), error);
  fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, 0600);
  if (fd < 0)
    return cnd_file_fail (path, CND_ERROR_WRITE, errno, _("No file can be made in this folder"), error);
  close (fd);
  g_unlink (temporary);
  return TRUE;
}

gboolean
cnd_formats_check_writable (const char *path, GError **error)
{
  g_autofree char *target = NULL;
  struct stat status;
  gboolean exists = stat (path, &status) == 0;
  int number = errno;

  g_return_val_if_fail (path != NULL, FALSE);

  if (strcmp (path, "-") == 0)
    return TRUE;
  if (*path == '\0' || (!exists && number != ENOENT))
    return cnd_file_fail (path, CND_ERROR_WRITE, *path == '\0' ? ENOENT : number, _("The file cannot be written"), error);
  if (exists && S_ISDIR (status.st_mode))
    return cnd_file_fail (path, CND_ERROR_WRITE, EISDIR, _("The file cannot be written"), error);
  if (exists && !S_ISREG (status.st_mode))
    return TRUE;
  target = follow_links (path);
  return target != NULL ? check_replaceable (target, exists, path, error)
                        : cnd_file_fail (path, CND_ERROR_WRITE, ELOOP, _("The file cannot be written"), error);
}
