/* What benchmarks share: the median time of a function, and the line that tests/run --bench reads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*CndBenchFunc) (gpointer data);

/* Which side of the target is good */
typedef enum
{
  CND_BENCH_AT_MOST,  /* times, sizes */
  CND_BENCH_AT_LEAST, /* rates */
} CndBenchGoal;

/* The median of @n_runs times of @func in milliseconds of wall clock, after one run that is not counted. */
double cnd_bench_time_ms (CndBenchFunc func, gpointer data, guint n_runs);

/* Prints `bench NAME VALUE UNIT target TARGET ok|short`. @name and @unit contain no blanks. */
void cnd_bench_report (const char *name, double value, const char *unit, CndBenchGoal goal, double target);

G_END_DECLS
