/* What the tests of the session share: a small model, a document that shows it, and counting notifications. */
#pragma once

#include "session/session.h"

/* Groups must divide width; depth repeats a block; norm is a switch; sizes is a list. Presets "narrow" (the first) and "wide". */
#define PARAMETER_WIDTH 0
#define PARAMETER_GROUPS 1
#define PARAMETER_DEPTH 2
#define PARAMETER_NORM 3
#define PARAMETER_SIZES 4

typedef struct
{
  CndSettings *settings;
  CndDocument *document;
} Fixture;

/* One test of many, each with a document of its own. */
typedef struct
{
  const char *path;
  void (*test) (Fixture *fixture, gconstpointer data);
} FixtureTest;

void fixture_add_tests (const FixtureTest *tests, guint n_tests);
void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/* The model's text, in a new temporary file. Returns: (transfer full): its path */
char *fixture_write_model (const char *name);
char *fixture_write_file (const char *name, const char *text);

/* Opens and waits. */
gboolean fixture_open (Fixture *fixture, const char *name, GError **error);
gint64 fixture_get (Fixture *fixture, guint parameter, guint element);

/* Counts emissions of @signal ("notify::report", "changed") on @object from now on. */
typedef struct
{
  gpointer object;
  gulong handler;
  guint n;
} Counter;

void counter_start (Counter *counter, gpointer object, const char *signal);
/* Emissions since the start or the last call. */
guint counter_take (Counter *counter);
void counter_stop (Counter *counter);
