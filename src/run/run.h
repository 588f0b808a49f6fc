/* run: a recorded training, as one safetensors file: named tensors that grow row by row while the training goes on, and
 * texts. What the tensors mean is said where they are written (train/record.c); here they are kept, written and read.
 *
 * Names begin with what they belong to: step/…, epoch/…, condense/…, importance/…, mask/…, weights/…, state/…, and
 * timing/…, which alone may differ between two trainings with the same seed. */
#pragma once

#include "formats/formats.h"

G_BEGIN_DECLS

#define CND_RUN_FORMAT "condenser-run"
#define CND_RUN_VERSION "1"

/* One thread at a time. */
typedef struct _CndRun CndRun;

CndRun *cnd_run_new (void) G_GNUC_WARN_UNUSED_RESULT;
void cnd_run_free (CndRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndRun, cnd_run_free)

/* Texts keep the order in which they were first set. */
void cnd_run_set_text (CndRun *run, const char *key, const char *value);
/* Returns: (nullable) */
const char *cnd_run_get_text (const CndRun *run, const char *key);

/**
 * cnd_run_append:
 * @sizes: @rank sizes of one row; the tensor has one dimension more in front, the number of rows
 *
 * Adds a row to a tensor, which comes into being with its first row. All rows have the same type and sizes.
 */
void cnd_run_append (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer row);
/* One number as a row. */
void cnd_run_append_float (CndRun *run, const char *name, double value);   /* F32 */
void cnd_run_append_integer (CndRun *run, const char *name, gint64 value); /* I64 */
/* Numbers rounded to 16 bits as a row. */
void cnd_run_append_halves (CndRun *run, const char *name, const guint64 *sizes, guint rank, const float *row);
/* A whole tensor, in place of the one of that name. */
void cnd_run_set (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, gconstpointer bytes);

/* Returns: (nullable): valid until the next change */
const CndTensor *cnd_run_find (CndRun *run, const char *name);
/* The same, which has to have that type and (where @sizes is not NULL) those sizes; CND_ERROR_LANGUAGE says what is wrong. */
const CndTensor *cnd_run_require (CndRun *run, const char *name, CndTensorType type, const guint64 *sizes, guint rank, GError **error);
/* Rows of a tensor that grows; 0 when there is none. */
guint64 cnd_run_count_rows (CndRun *run, const char *name);
guint cnd_run_get_n_tensors (const CndRun *run);
const CndTensor *cnd_run_get_tensor (CndRun *run, guint index);

/* Replaces the file at once: whoever reads it sees the earlier state or this one, also when this program is killed. */
gboolean cnd_run_save (CndRun *run, const char *path, GCancellable *cancellable, GError **error);
/* Refuses other safetensors files, and other versions. Blocks on the disk. */
CndRun *cnd_run_load (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
