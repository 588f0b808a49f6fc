/* Reading files with limits. */
#pragma once

#include "formats.h"

G_BEGIN_DECLS

/* Reads from @fd, which stays open, up to @limit bytes; it may give more or fewer bytes than its size says. */
char *cnd_file_read_descriptor (int fd, const char *path, gsize limit, gsize *length, GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens a regular file for reading and tells its size; -1 with @error for everything else, without waiting for it. */
int cnd_file_open (const char *path, guint64 *n_bytes, GError **error);

/* What is written is a list of pieces, so that large data need not be joined first. */
typedef struct
{
  const void *bytes;
  gsize length;
} CndFilePiece;

/* As cnd_formats_save_file(), one piece after the other. */
gboolean cnd_file_save_pieces (const char *path, const CndFilePiece *pieces, guint n_pieces, GCancellable *cancellable,
                               GError **error);
/* Waits until @fd can be read or written (@events: G_IO_IN, G_IO_OUT), or the operation is cancelled. */
gboolean cnd_file_wait (int fd, gushort events, GCancellable *cancellable, GError **error);
/* An error about a file that an errno explains. Returns FALSE. */
gboolean cnd_file_fail (const char *path, CndErrorCode code, int number, const char *message, GError **error);

G_END_DECLS
