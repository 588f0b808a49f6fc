/* formats: bytes to architecture and back, and the small tables that ship beside the models. Nothing here trusts what
 * it reads: sizes, depth and expansion are bounded, and every error names file, line, column and JSON path. */
#pragma once

#include <gio/gio.h>

#include "ops/ops.h"

G_BEGIN_DECLS

#define CND_MAX_FILE_BYTES (8u * 1024u * 1024u) /* of a model file */
#define CND_MAX_JSON_DEPTH 64u

/**
 * cnd_formats_parse_model:
 * @file: (nullable): the name to put into errors
 *
 * Text to a sealed and resolved architecture. Checks that the default values and each preset build.
 * Linear in @length. Any thread.
 */
CndArchitecture *cnd_formats_parse_model (const char *text, gsize length, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_formats_load_model:
 * @path: a file's path, or "-" for standard input
 * @cancellable: (nullable)
 *
 * Refuses what is not a regular file (directories, FIFOs, devices), what is larger than CND_MAX_FILE_BYTES, and what
 * cannot be read, each with a hint. Blocks on the disk: not for the interface thread.
 */
CndArchitecture *cnd_formats_load_model (const char *path, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_formats_read_file:
 * @path: a file's path, or "-" for standard input
 * @max_bytes: refused when there is more
 * @length: (out): bytes read; one NUL more follows them
 * @cancellable: (nullable)
 *
 * Refuses what is not a regular file, without waiting for it. For tables and other small files; models have
 * cnd_formats_load_model(). Blocks on the disk.
 *
 * Returns: (transfer full) (nullable): NULL with CND_ERROR_READ, CND_ERROR_LIMIT or G_IO_ERROR_CANCELLED
 */
char *cnd_formats_read_file (const char *path, gsize max_bytes, gsize *length, GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Splits "models/condensenet.json:86" into path and preset. A colon that belongs to an existing file's name stays.
 * @preset: (out) (nullable) (transfer full). Returns: (transfer full): the path */
char *cnd_formats_split_name (const char *name, char **preset) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_formats_write_model:
 * @values: (nullable): become the defaults in the written file
 *
 * Returns: (transfer full): JSON that parses to an equal architecture, in the order and indentation of the shipped models
 */
char *cnd_formats_write_model (const CndArchitecture *architecture, const CndParameterValues *values) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_formats_save_file:
 *
 * Writes @length bytes to a temporary file beside @path and renames it: after a failure (full disk, no permission,
 * interrupted) the earlier file is as it was. "-" is standard output. CND_ERROR_WRITE says why.
 */
gboolean cnd_formats_save_file (const char *path, const char *bytes, gsize length, GCancellable *cancellable, GError **error);

/* A CSV file (RFC 4180, with a header line) as rows of cells. */
typedef struct _CndCsv CndCsv;
CndCsv *cnd_formats_parse_csv (const char *text, gsize length, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_csv_free (CndCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndCsv, cnd_csv_free)
const char *const *cnd_csv_get_header (const CndCsv *csv, guint *n_columns);
const char *const *const *cnd_csv_get_rows (const CndCsv *csv, guint *n_rows);

/* models/catalogue.json: what each shipped model and preset is expected to come to. */
typedef struct
{
  char *file, *preset, *name; /* preset may be NULL */
  guint64 parameters, macs;
  char *output;               /* "1000", "10", "1024×7×7" */
  char *source;               /* where the figures come from */
} CndCatalogueEntry;
/* Returns: (transfer full) (element-type CndCatalogueEntry) */
GPtrArray *cnd_formats_load_catalogue (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the shipped models, data tables … are: $CONDENSER_DATA_DIR, else the source tree's or the installed place. @kind: "models", "published".
 * Returns: (transfer full) */
char *cnd_formats_find_data (const char *kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
