/* Timing and reporting for benchmarks. */
#include "support/bench.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
get_now_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;
  return (x > y) - (x < y);
}

double
cnd_bench_time_ms (CndBenchFunc func, gpointer data, guint n_runs)
{
  g_return_val_if_fail (func != NULL && n_runs > 0, 0);

  g_autofree double *times = g_new (double, n_runs);

  func (data);
  for (guint i = 0; i < n_runs; i++)
    {
      double start = get_now_ms ();
      func (data);
      times[i] = get_now_ms () - start;
    }

  qsort (times, n_runs, sizeof *times, compare_doubles);
  return (times[(n_runs - 1) / 2] + times[n_runs / 2]) / 2;
}

/* About four significant digits, never an exponent */
static void
format_figure (char *text, gsize size, double value)
{
  double magnitude = ABS (value);

  g_snprintf (text, size, "%.*f", magnitude >= 1000 ? 0 : magnitude >= 1 ? 3 : 6, value);
}

void
cnd_bench_report (const char *name, double value, const char *unit, CndBenchGoal goal, double target)
{
  g_return_if_fail (name != NULL && strpbrk (name, " \t\n") == NULL);
  g_return_if_fail (unit != NULL && strpbrk (unit, " \t\n") == NULL);

  gboolean good = goal == CND_BENCH_AT_MOST ? value <= target : value >= target;

  char figure[64], limit[64];
  format_figure (figure, sizeof figure, value);
  g_snprintf (limit, sizeof limit, "%.15g", target);
  g_print ("bench %s %s %s target %s %s\n", name, figure, unit, limit, good ? "ok" : "short");
}
