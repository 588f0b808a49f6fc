/* cli: the command-line program. Each command is one file with one CndCommand; what they share is declared here:
 * options, output and its failures, tables in four forms, JSON with exact integers, the model a command is about. */
#pragma once

#include <cjson/cJSON.h>
#include <gio/gio.h>

#include "analysis/analysis.h"

G_BEGIN_DECLS

/* ---- Commands ----------------------------------------------------------------------- */

/* What the program tells its caller. */
enum
{
  CND_EXIT_GOOD = 0,
  CND_EXIT_NO = 1,  /* it ran, and the answer is no */
  CND_EXIT_BAD = 2, /* wrong use, bad input, or output that could not be written */
};

typedef struct _CndCommand CndCommand;
struct _CndCommand
{
  const char *name;
  const char *arguments; /* to be translated: "FILE[:PRESET]"; NULL: none */
  const char *summary;   /* to be translated: one line for the list of commands */
  const char *help;      /* to be translated: paragraphs and examples below the options */
  /* Returns: the exit status; argv[0] is the command's name */
  int (*run) (const CndCommand *command, int argc, char **argv);
};

extern const CndCommand cnd_cli_summary;
extern const CndCommand cnd_cli_explain;
extern const CndCommand cnd_cli_draw;
extern const CndCommand cnd_cli_animate;
extern const CndCommand cnd_cli_gallery;
extern const CndCommand cnd_cli_layout;
extern const CndCommand cnd_cli_worksheet;
extern const CndCommand cnd_cli_verify;
extern const CndCommand cnd_cli_check;
extern const CndCommand cnd_cli_list;
extern const CndCommand cnd_cli_kinds;
extern const CndCommand cnd_cli_train;
extern const CndCommand cnd_cli_condense;
extern const CndCommand cnd_cli_convert;
extern const CndCommand cnd_cli_evaluate;
extern const CndCommand cnd_cli_runs;
extern const CndCommand cnd_cli_compare;

/* ---- Output ------------------------------------------------------------------------- */

/* Writes @text to standard output. Returns: @status, or CND_EXIT_BAD (after saying so) when it cannot be written. */
int cnd_cli_print (const char *text, int status);
/* Says what went wrong, in one line on standard error. Returns: CND_EXIT_BAD */
int cnd_cli_fail (const GError *error);
/* The same for wrong use; points to @command's help (NULL: the program's). */
int cnd_cli_misuse (const CndCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* One line on standard error that is no failure. */
void cnd_cli_note (const char *text);

/* Before a command writes @path: when a recorded training stands there, or one of the files that it reads, that file gets
 * the same name with a ~, and a note says so. FALSE when that would cost one of @inputs (NULL-terminated). */
gboolean cnd_cli_keep_earlier (const char *path, const char *const *inputs, GError **error);

/* ---- Text --------------------------------------------------------------------------- */

/* Columns of a terminal that @text takes: wide characters 2, combining ones 0. */
guint cnd_cli_measure_text (const char *text);
/* Returns: (transfer full): @text, its middle replaced by … where it is wider than @width (≥ 1) */
char *cnd_cli_elide_text (const char *text, guint width) G_GNUC_WARN_UNUSED_RESULT;
/* Appends each line of @text in lines of at most @width columns, after @indent spaces and ended by a line feed. */
void cnd_cli_append_wrapped (GString *out, const char *text, guint indent, guint width);
/* Returns: (transfer full): @text without control characters (they could steer a terminal); line feeds and tabs stay
 * when @lines, else become spaces */
char *cnd_cli_clean_text (const char *text, gboolean lines) G_GNUC_WARN_UNUSED_RESULT;
/* Columns of the terminal at standard output; 0 when it is none. */
guint cnd_cli_get_terminal_width (void);

/* ---- Options ------------------------------------------------------------------------ */

typedef struct _CndParser CndParser;

CndParser *cnd_cli_parser_new (const CndCommand *command) G_GNUC_WARN_UNUSED_RESULT;
void cnd_cli_parser_free (CndParser *parser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CndParser, cnd_cli_parser_free)
/* @entries: ends with an empty one; copied */
void cnd_cli_parser_add (CndParser *parser, const GOptionEntry *entries);
/**
 * cnd_cli_parser_run:
 * @min, @max: how many arguments besides options the command takes (G_MAXUINT: any number)
 * @status: (out): the exit status when FALSE is returned: help was asked for, or the use was wrong; both were answered
 */
gboolean cnd_cli_parser_run (CndParser *parser, int argc, char **argv, guint min, guint max, int *status);
/* Arguments besides options. */
const char *const *cnd_cli_parser_get_arguments (const CndParser *parser, guint *n_arguments);

typedef enum
{
  CND_OUTPUT_TEXT,
  CND_OUTPUT_CSV,
  CND_OUTPUT_MARKDOWN,
  CND_OUTPUT_LATEX,
  CND_OUTPUT_JSON,
} CndOutput;

typedef struct
{
  gboolean json, csv, markdown, latex;
} CndOutputOptions;

/* --json --csv --markdown --latex */
void cnd_cli_add_output_options (CndParser *parser, CndOutputOptions *options);
/* What programs read (JSON, CSV) is the same in every language: no text is translated after this call. */
void cnd_cli_stop_translating (void);
/* FALSE with @status when several were given. Stops translating for JSON and CSV. */
gboolean cnd_cli_get_output (const CndCommand *command, const CndOutputOptions *options, CndOutput *output,
                             int *status);

/* ---- Timings ------------------------------------------------------------------------ */

typedef struct
{
  gboolean wanted;
  gint64 last; /* when the step before ended, in microseconds */
} CndTimings;

/* --timings. The first step begins now. */
void cnd_cli_add_timings_option (CndParser *parser, CndTimings *timings);
/* A step has ended: "timing STEP MILLISECONDS", when that is wanted. @timings: (nullable) */
void cnd_cli_add_timing (CndTimings *timings, const char *step);

/* ---- Tables ------------------------------------------------------------------------- */

/* @caption: (nullable): stands with the table: above it in text and Markdown, below it in LaTeX, nowhere in CSV.
 * @width: of the terminal, 0 for no limit; only the text form heeds it */
void cnd_cli_render_sheet (const CndSheet *sheet, CndOutput output, const char *caption, guint width, GString *out);

/* ---- JSON --------------------------------------------------------------------------- */

/* The integer exactly, also beyond 2^53 */
void cnd_cli_json_add_count (cJSON *object, const char *key, guint64 value);
void cnd_cli_json_add_signed (cJSON *object, const char *key, gint64 value);
/* The shortest text that reads back as the same double, in every locale */
void cnd_cli_json_add_double (cJSON *object, const char *key, double value);
/* null for NULL */
void cnd_cli_json_add_text (cJSON *object, const char *key, const char *text);
/* Returns: the array, owned by @object */
cJSON *cnd_cli_json_add_integers (cJSON *object, const char *key, const gint64 *values, guint n_values);
/* One that was kept in 32 bits: the shortest text that reads back as the same. */
void cnd_cli_json_add_float (cJSON *object, const char *key, double value);
void cnd_cli_json_append_float (cJSON *array, double value);
void cnd_cli_json_append_double (cJSON *array, double value);
void cnd_cli_json_append_count (cJSON *array, guint64 value);
/* Appends [x, y]. */
void cnd_cli_json_append_pair (cJSON *array, double x, double y);
/* As the model language writes it: pairs are [height, width], a ratio "1/2" */
void cnd_cli_json_add_attribute (cJSON *object, const CndAttributeRow *row, const CndAttribute *value);
/* [channels, height, width] or [features] */
void cnd_cli_json_add_shape (cJSON *object, const char *key, const CndShape *shape);
/* A number where @text is one, else the word: stages */
void cnd_cli_json_add_word (cJSON *object, const char *key, const char *text);
/* Writes @json, which is freed, to standard output. Returns: as cnd_cli_print() */
int cnd_cli_json_print (cJSON *json, int status);
/* The same on one line. */
int cnd_cli_json_print_line (cJSON *json, int status);

/* ---- The model that a command is about ---------------------------------------------- */

typedef struct
{
  char *convention;
  char *stage;
  char **set;
  CndTimings *timings; /* (nullable) (not owned): told about the steps load, build and count */
} CndModelOptions;

void cnd_cli_model_options_clear (CndModelOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndModelOptions, cnd_cli_model_options_clear)
/* --set, for what does not depend on how one counts */
void cnd_cli_add_set_option (CndParser *parser, CndModelOptions *options);
/* --convention --stage --set */
void cnd_cli_add_model_options (CndParser *parser, CndModelOptions *options);

/* One model, built and counted. */
typedef struct
{
  char *file;   /* path, or "-" */
  char *name;   /* for people */
  char *preset; /* id of the preset that has just these values, or NULL */
  char *stage;  /* "dense", "final", "2" */
  CndNetwork *network;
  CndReport *report;
} CndSubject;

/* @name: FILE[:PRESET], "-", or the bare name of a shipped model. */
gboolean cnd_cli_subject_load (CndSubject *subject, const char *name, const CndModelOptions *options, GError **error);
void cnd_cli_subject_clear (CndSubject *subject);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndSubject, cnd_cli_subject_clear)
/* One of @layer and @block is set, the other G_MAXUINT. FALSE with CND_ERROR_NOT_FOUND and the nearest name. */
gboolean cnd_cli_subject_find (const CndSubject *subject, const char *id, guint *layer, guint *block, GError **error);
/* Returns: (transfer full): the unit of operations as a heading: "FLOPs", "Operations" */
char *cnd_cli_subject_dup_unit (const CndSubject *subject) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): "state dense, convention default": what every figure belongs to */
char *cnd_cli_subject_describe_state (const CndSubject *subject) G_GNUC_WARN_UNUSED_RESULT;
/* Adds name, file, preset, stage, convention. */
void cnd_cli_subject_add_json (const CndSubject *subject, cJSON *object);

/* A shipped model with the values of one preset, counted in the state dense. */
typedef struct
{
  char *call; /* what the other commands take: "condensenet:86" */
  CndSubject subject;
} CndShipped;

/* @all: every preset, not just the first one of each model. Says what is wrong with models that are bad, which are then
 * left out, and sets @status. Returns: (transfer full) (element-type CndShipped): by name */
GArray *cnd_cli_load_shipped (gboolean all, int *status) G_GNUC_WARN_UNUSED_RESULT;

/* Paths of the shipped models, by name. Returns: (transfer full) (element-type utf8) */
GPtrArray *cnd_cli_list_models (GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The path for FILE[:PRESET]. @preset: (out) (nullable) (transfer full). Returns: (transfer full) (nullable): NULL with
 * CND_ERROR_NOT_FOUND and the nearest name when it is neither a file nor a shipped model */
char *cnd_cli_find_model (const char *name, char **preset, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Opens a model of whatever name cnd_cli_find_model() takes. */
CndArchitecture *cnd_cli_load_architecture (const char *name, char **file, char **preset,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* ---- Summaries ---------------------------------------------------------------------- */

/* FLOPs by kind, n_kinds of them (FALSE: beyond 64 bits cannot happen, the total would have failed).
 * Returns: (transfer full) */
guint64 *cnd_cli_sum_flops_by_kind (const CndReport *report) G_GNUC_WARN_UNUSED_RESULT;
/* The block of totals below a table for people. */
void cnd_cli_append_totals (GString *out, const CndSubject *subject);
/* Returns: (transfer full): everything that a summary tells */
cJSON *cnd_cli_summary_to_json (const CndSubject *subject) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
