/* formats: bytes to architecture and back, weights as safetensors, image sets, and the small tables that ship beside the
 * models. Nothing here trusts what it reads: sizes, depth and expansion are bounded, and every error names the file and,
 * in a text, line, column and JSON path. */
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
 * Text to a sealed and resolved architecture. Checks that the default values build; a preset that does
 * not is an error where it is chosen.
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
/* Whether that could write @path, before the work whose result it is to hold: CND_ERROR_WRITE says why not. Changes nothing. */
gboolean cnd_formats_check_writable (const char *path, GError **error);
/* Returns: (transfer full): the file of one stage in a series: that of "out.svg" is "out-stage-2.svg" */
char *cnd_formats_make_stage_path (const char *path, guint stage) G_GNUC_WARN_UNUSED_RESULT;

/* A CSV file (RFC 4180, with a header line) as rows of cells. */
typedef struct _CndCsv CndCsv;
CndCsv *cnd_formats_parse_csv (const char *text, gsize length, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Refuses what cnd_formats_read_file() refuses. Blocks on the disk. */
CndCsv *cnd_formats_load_csv (const char *path, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_csv_free (CndCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndCsv, cnd_csv_free)
const char *const *cnd_csv_get_header (const CndCsv *csv, guint *n_columns);
const char *const *const *cnd_csv_get_rows (const CndCsv *csv, guint *n_rows);

/* models/catalogue.json: what each shipped model and preset is expected to come to. */
typedef struct
{
  char *file, *preset, *name; /* preset may be NULL */
  CndText *title;             /* (nullable): in the languages in which it is not called by its name */
  guint64 parameters, macs;
  char *output;               /* "1000", "10", "1024×7×7" */
  char *source;               /* where the figures come from */
} CndCatalogueEntry;
/* Returns: (transfer full) (element-type CndCatalogueEntry) */
GPtrArray *cnd_formats_load_catalogue (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Weights: safetensors --------------------------------------------------------------- */

typedef enum
{
  CND_TENSOR_BOOL,
  CND_TENSOR_U8,
  CND_TENSOR_I8,
  CND_TENSOR_I16,
  CND_TENSOR_U16,
  CND_TENSOR_F16,
  CND_TENSOR_BF16,
  CND_TENSOR_I32,
  CND_TENSOR_U32,
  CND_TENSOR_F32,
  CND_TENSOR_I64,
  CND_TENSOR_U64,
  CND_TENSOR_F64,
  CND_N_TENSOR_TYPES
} CndTensorType;

#define CND_MAX_TENSOR_RANK 8u
#define CND_MAX_TENSORS_HEADER (16u * 1024u * 1024u)

const char *cnd_formats_get_tensor_type_name (CndTensorType type); /* "F32", as in the file */
guint cnd_formats_get_tensor_type_size (CndTensorType type);       /* in bytes */

/* Row-major, little-endian, no more aligned than the file is. */
typedef struct
{
  const char *name;
  CndTensorType type;
  guint rank; /* 0: one number */
  guint64 sizes[CND_MAX_TENSOR_RANK];
  const guint8 *bytes;
  gsize n_bytes;
} CndTensor;

/* An open file of tensors: immutable, safe on any thread. */
typedef struct _CndTensors CndTensors;

/**
 * cnd_formats_open_tensors:
 *
 * Maps the file into memory; tensors are read from the disk when they are used. Every size and offset of the header is
 * checked here. Whoever writes such files renames them into place (cnd_formats_save_tensors()), so that a mapped one
 * never shrinks.
 */
CndTensors *cnd_formats_open_tensors (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same from memory; keeps a reference on @bytes. @file: (nullable): the name to put into errors */
CndTensors *cnd_formats_parse_tensors (GBytes *bytes, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_tensors_free (CndTensors *tensors);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndTensors, cnd_tensors_free)
/* In the order of their bytes. */
const CndTensor *cnd_tensors_get_all (const CndTensors *tensors, guint *n_tensors);
/* Returns: (nullable) */
const CndTensor *cnd_tensors_find (const CndTensors *tensors, const char *name);
/* Returns: (nullable): a text from the header's "__metadata__" */
const char *cnd_tensors_get_metadata (const CndTensors *tensors, const char *key);
/* Key, value, key, value …, NULL, in the file's order. */
const char *const *cnd_tensors_list_metadata (const CndTensors *tensors);

guint64 cnd_tensor_count (const CndTensor *tensor); /* elements */
/* Returns: (transfer full) (nullable): F16, BF16, F32 and F64 as floats; CND_ERROR_VALUE for other types */
float *cnd_tensor_dup_floats (const CndTensor *tensor, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Rounded to the nearest, ties to even. */
guint16 cnd_formats_float_to_half (float value);
float cnd_formats_half_to_float (guint16 half);

/**
 * cnd_formats_format_tensors:
 * @metadata: (nullable): key, value, key, value …, NULL
 *
 * The same arguments give the same bytes. Tensors stand in the order given; bytes begin at a multiple of 8.
 */
GBytes *cnd_formats_format_tensors (const char *const *metadata, const CndTensor *tensors, guint n_tensors) G_GNUC_WARN_UNUSED_RESULT;
/* Writes them without a second copy in memory; replaces @path as cnd_formats_save_file() does. */
gboolean cnd_formats_save_tensors (const char *path, const char *const *metadata, const CndTensor *tensors, guint n_tensors,
                                   GCancellable *cancellable, GError **error);

/* ---- Images: IDX and CIFAR -------------------------------------------------------------- */

#define CND_MAX_IMAGE_BYTES (512u * 1024u * 1024u) /* of one file, unpacked */
#define CND_MAX_IDX_RANK 4u

/* Unsigned bytes: images are images × height × width (or images × channels × height × width), labels one dimension. */
typedef struct
{
  guint rank; /* 1 … CND_MAX_IDX_RANK */
  guint sizes[CND_MAX_IDX_RANK];
  guint8 *values;
} CndIdx;

/* @bytes: plain or gzip, told by its first bytes. @file: (nullable): the name to put into errors */
CndIdx *cnd_formats_parse_idx (const guint8 *bytes, gsize length, const char *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
CndIdx *cnd_formats_load_idx (const char *path, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_idx_free (CndIdx *idx);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndIdx, cnd_idx_free)

/* The binary editions: rows of one label (CIFAR-10) or two (CIFAR-100: 20 coarse, 100 fine), then 3 × 32 × 32 bytes. */
typedef enum
{
  CND_CIFAR_10,
  CND_CIFAR_100,
} CndCifarEdition;

#define CND_CIFAR_PIXELS (3u * 32u * 32u)

typedef struct
{
  guint n_images;
  guint8 *pixels; /* images × 3 × 32 × 32 */
  guint8 *labels; /* the fine ones of CIFAR-100 */
} CndCifar;

CndCifar *cnd_formats_parse_cifar (const guint8 *bytes, gsize length, CndCifarEdition edition, const char *file,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
CndCifar *cnd_formats_load_cifar (const char *path, CndCifarEdition edition, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void cnd_cifar_free (CndCifar *cifar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndCifar, cnd_cifar_free)

/* Where the shipped models, data tables … are: $CONDENSER_DATA_DIR, else the source tree's for a
 * program that runs where it was built, else the installed place. @kind: "models", "published".
 * Returns: (transfer full) */
char *cnd_formats_find_data (const char *kind) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a file of the shipped models' folder is one, by its name. */
gboolean cnd_formats_is_model_name (const char *name);
/* @name: without folder, with or without ".json". Returns: (transfer full) (nullable): the path of the shipped model of that name */
char *cnd_formats_find_shipped (const char *name) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cnd_formats_build_shipped:
 * @model: a file in the folder of models, with or without ".json"
 * @preset: (nullable): id of a preset; NULL: the parameters' defaults
 * @architectures: (nullable): a GHashTable from path to CndArchitecture, which owns both: files are read once
 *
 * Suits cnd_analysis_verify_table(). Blocks on the disk.
 *
 * Returns: (transfer full) (nullable)
 */
CndNetwork *cnd_formats_build_shipped (const char *model, const char *preset, gpointer architectures, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
