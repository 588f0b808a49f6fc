/* Runs the real condenser-cli as a child and keeps what it said. */
#pragma once

#include <cjson/cJSON.h>
#include <gio/gio.h>

typedef struct
{
  int status; /* exit status; -1 when it was killed by a signal */
  char *out, *err;
  gsize out_length;
} Run;

/* @line: the command line after the program's name, as a shell splits it (no expansion).
 * @input: (nullable): bytes for standard input; NULL: there is none */
Run *run_program (const char *line, const char *input);
/* The same with variables, "NAME=VALUE", NULL-terminated */
Run *run_program_with (const char *line, const char *input, const char *const *variables);
void run_free (Run *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

/* Asserts the exit status, and that nothing was said on standard error when it is 0. */
#define assert_status(run, expected)                                                                                   \
  do                                                                                                                   \
    {                                                                                                                  \
      if ((run)->status != (expected))                                                                                 \
        g_test_message ("status %d\n%s\n%s", (run)->status, (run)->out, (run)->err);                                   \
      g_assert_cmpint ((run)->status, ==, (expected));                                                                 \
      if ((expected) == 0)                                                                                             \
        g_assert_cmpstr ((run)->err, ==, "");                                                                          \
    }                                                                                                                  \
  while (0)

/* Asserts that @text holds @part. */
#define assert_holds(text, part)                                                                                       \
  do                                                                                                                   \
    {                                                                                                                  \
      if (strstr ((text), (part)) == NULL)                                                                             \
        g_test_message ("“%s” is not in:\n%s", (part), (text));                                                        \
      g_assert_nonnull (strstr ((text), (part)));                                                                      \
    }                                                                                                                  \
  while (0)

/* Wrong use or bad input: exit status 2, nothing on standard output, one line on standard error that holds @part. */
void assert_refused (const char *line, const char *input, const char *part);

/* Runs it, asserts success, and parses what it printed. */
cJSON *run_json (const char *line, const char *input);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cJSON, cJSON_Delete)
/* Member of an object that must be there. */
cJSON *get_member (const cJSON *object, const char *name);
/* Asserts the whole number at @name. */
void assert_number (const cJSON *object, const char *name, double expected);
void assert_string (const cJSON *object, const char *name, const char *expected);
/* The element of an array whose @key is @value, which must be there. */
cJSON *find_element (const cJSON *array, const char *key, const char *value);

/* A folder of its own for a test, removed with what is in it. */
char *make_folder (void);
void remove_folder (char *folder);
/* Returns: the path of the file written into @folder */
char *write_file (const char *folder, const char *name, const char *text);
/* By xmllint, where it is installed. */
void assert_valid_xml (const char *text);
