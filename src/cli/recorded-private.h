/* A recorded training as the commands runs and compare read it. */
#pragma once

#include "cli-private.h"

#include "run/run.h"

G_BEGIN_DECLS

typedef struct
{
  char *file;
  guint64 n_bytes;
  CndRecording *recording;
  GPtrArray *settings;     /* name, value, name, value …: options, then parameters of the model */
  GArray *stages;          /* CndStageCounts */
} CndRecorded;

gboolean cnd_cli_recorded_load (CndRecorded *recorded, const char *file, GError **error);
void cnd_cli_recorded_clear (CndRecorded *recorded);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndRecorded, cnd_cli_recorded_clear)
/* Returns: never NULL */
const char *cnd_cli_recorded_get_text (const CndRecorded *recorded, const char *key);
/* Returns: (nullable) */
const char *cnd_cli_recorded_get_setting (const CndRecorded *recorded, const char *name);
guint cnd_cli_recorded_count_epochs (const CndRecorded *recorded);
/* Epochs that it was to have; 0 when it does not say. */
guint cnd_cli_recorded_get_planned_epochs (const CndRecorded *recorded);
/* "6.30 %"; "–" for NAN. Returns: (transfer full) */
char *cnd_cli_format_percent (double fraction) G_GNUC_WARN_UNUSED_RESULT;
/* Each: a member of everything that commands tell. */
void cnd_cli_recorded_add_json (const CndRecorded *recorded, cJSON *json);

G_END_DECLS
