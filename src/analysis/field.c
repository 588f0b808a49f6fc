/* Receptive fields over the graph: each layer's window on its input, laid over what the input's elements cover.
 *
 *   input element p covers      first (p) … last (p)                                   of the image
 *   output element o reads      o·stride − before … o·stride − before + extent − 1     of the input
 *   so output o covers          first (o·stride − before) … last (o·stride − before + extent − 1)
 *
 * Both ends grow with p. Up-sampling by s lets s outputs read the same input, so what elements cover repeats with a
 * period; it is followed element by element through one period, which is exact. A layer with several inputs covers what
 * they cover together. */
#include "config.h"

#include "report-private.h"

#include <glib/gi18n-lib.h>

#define NO_WINDOW ((CndWindow){ .extent = 1, .stride = 1, .before = 0, .scale = 1 })
#define MAX_FIELD (G_MAXINT64 / 4)
#define MAX_PERIOD 1024

void
cnd_report_get_window (const CndReport *report, guint layer, CndWindow window[2], gboolean whole[2])
{
  const CndLayer *the_layer = &report->layers[layer];
  const CndKind *kind = cnd_ops_get_kind (the_layer->kind);
  g_autofree CndShape *many = NULL;
  CndShape few[16];
  CndShape *shapes = few;
  CndKindContext context;

  window[0] = window[1] = NO_WINDOW;
  whole[0] = whole[1] = FALSE;
  if (kind->field == NULL || the_layer->n_inputs == 0)
    return;
  if (the_layer->n_inputs > G_N_ELEMENTS (few))
    shapes = many = g_new (CndShape, the_layer->n_inputs);
  cnd_ops_init_context (&context, report->network, layer, report->state, shapes);
  kind->field (&context, window);
  for (guint axis = 0; axis < 2; axis++)
    if (window[axis].extent == 0)
      {
        window[axis] = NO_WINDOW;
        window[axis].extent = axis == 0 ? context.inputs[0].height : context.inputs[0].width;
        whole[axis] = TRUE;
      }
}

/* ---- Whole numbers ------------------------------------------------------------------ */

static gint64
divide_down (gint64 a, gint64 b)
{
  return a / b - (a % b < 0 ? 1 : 0);
}

static gint64
divide_up (gint64 a, gint64 b)
{
  return -divide_down (-a, b);
}

static gint64
find_common_divisor (gint64 a, gint64 b)
{
  while (b != 0)
    {
      gint64 rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* ---- Reaches ------------------------------------------------------------------------ */

void
cnd_reach_clear (CndReach *reach)
{
  g_clear_pointer (&reach->spans, g_free);
}

gboolean
cnd_reach_get (const CndReach *reach, gint64 position, gint64 *first, gint64 *last)
{
  gint64 turns = divide_down (position, reach->period), rest = position - turns * reach->period, shift;
  gint64 low = reach->spans != NULL ? reach->spans[2 * rest] : reach->first;
  gint64 high = reach->spans != NULL ? reach->spans[2 * rest + 1] : reach->last;

  return !__builtin_mul_overflow (turns, reach->advance, &shift) && !__builtin_add_overflow (low, shift, first)
         && !__builtin_add_overflow (high, shift, last) && *first >= -MAX_FIELD && *last <= MAX_FIELD;
}

/* Puts one element into a reach that is being filled. FALSE when it leaves ±MAX_FIELD. */
static gboolean
set_span (CndReach *reach, gint64 position, gint64 first, gint64 last)
{
  if (first < -MAX_FIELD || last > MAX_FIELD)
    return FALSE;
  if (position == 0)
    {
      reach->first = first;
      reach->last = last;
    }
  if (reach->spans != NULL)
    {
      reach->spans[2 * position] = first;
      reach->spans[2 * position + 1] = last;
    }
  return TRUE;
}

/* The largest and smallest span of the first @n elements. */
static void
measure_spans (const CndReach *reach, gint64 n, gint64 *largest, gint64 *smallest)
{
  *largest = *smallest = reach->last - reach->first + 1;
  for (gint64 i = 1; reach->spans != NULL && i < MIN (n, reach->period); i++)
    {
      gint64 size = reach->spans[2 * i + 1] - reach->spans[2 * i] + 1;

      *largest = MAX (*largest, size);
      *smallest = MIN (*smallest, size);
    }
}

/* ---- Windows ------------------------------------------------------------------------ */

/* The inputs that output @o reads. Where there is a scale: blended from the two nearest (before > 0), or all inputs
 * that the output's share of the axis touches. Sizes are below 2^31, so nothing overflows. */
static void
find_inputs (const CndWindow *window, gint64 o, gint64 *first, gint64 *last)
{
  if (window->scale == 1)
    {
      *first = o * window->stride - window->before;
      *last = *first + window->extent - 1;
    }
  else if (window->before > 0)
    {
      *first = divide_down (2 * o + 1 - window->scale, 2 * window->scale);
      *last = divide_up (2 * o + 1 - window->scale, 2 * window->scale);
    }
  else
    {
      *first = divide_down (o * window->stride, window->scale);
      *last = divide_up ((o + 1) * window->stride, window->scale) - 1;
    }
}

/* One span that is large enough for all elements. */
static gboolean
bound_window (const CndReach *in, const CndWindow *window, CndReach *out)
{
  gint64 largest, smallest, first, last, growth, rate;

  measure_spans (in, in->period, &largest, &smallest);
  find_inputs (window, 0, &first, &last);
  if (!cnd_reach_get (in, first, &first, &last)
      || __builtin_mul_overflow (divide_up (window->extent - 1, in->period), in->advance, &growth)
      || __builtin_mul_overflow (in->advance, window->stride, &rate) || growth > MAX_FIELD - largest)
    return FALSE;
  *out = (CndReach){ .period = 1, .advance = divide_up (rate, window->scale * in->period), .bound = TRUE };
  return set_span (out, 0, first, first + largest + growth - 1);
}

/* Lays a window over what its inputs cover. FALSE when a figure leaves ±MAX_FIELD. */
static gboolean
lay_window (const CndReach *in, const CndWindow *window, CndReach *out)
{
  gint64 turns = in->period / find_common_divisor (in->period, window->stride);
  gint64 period = turns * window->scale, advance;

  if (period > MAX_PERIOD)
    return bound_window (in, window, out);
  if (__builtin_mul_overflow (turns * window->stride / in->period, in->advance, &advance) || advance > MAX_FIELD)
    return FALSE;
  *out = (CndReach){ .period = period, .advance = advance, .bound = in->bound };
  if (period > 1)
    out->spans = g_new (gint64, 2 * period);
  for (gint64 o = 0; o < period; o++)
    {
      gint64 from, to, first, last, ignored;

      find_inputs (window, o, &from, &to);
      if (!cnd_reach_get (in, from, &first, &ignored) || !cnd_reach_get (in, to, &ignored, &last)
          || !set_span (out, o, first, last))
        return FALSE;
    }
  return TRUE;
}

/* ---- Several inputs ----------------------------------------------------------------- */

static gboolean
have_equal_rates (const CndReach *a, const CndReach *b)
{
  return (__int128) a->advance * b->period == (__int128) b->advance * a->period;
}

/* What has no common period: the longer jump, and one span that is large enough at element 0. */
static void
bound_join (CndReach *reach, const CndReach *other)
{
  gint64 first = MIN (reach->first, other->first), last = reach->last, largest, smallest;

  measure_spans (reach, reach->period, &largest, &smallest);
  last = MAX (last, reach->first + largest - 1);
  measure_spans (other, other->period, &largest, &smallest);
  last = MAX (last, other->first + largest - 1);
  reach->advance = MAX (divide_up (reach->advance, reach->period), divide_up (other->advance, other->period));
  reach->period = 1;
  cnd_reach_clear (reach);
  reach->bound = TRUE;
  reach->first = first;
  reach->last = last;
}

static void
join_reaches (CndReach *reach, const CndReach *other)
{
  gint64 period = reach->period / find_common_divisor (reach->period, other->period) * other->period;
  CndReach joined = { .period = period, .bound = reach->bound || other->bound };

  if (period == 1 && reach->advance == other->advance) /* nearly always */
    {
      reach->first = MIN (reach->first, other->first);
      reach->last = MAX (reach->last, other->last);
      reach->bound = joined.bound;
      return;
    }
  if (!have_equal_rates (reach, other) || period > MAX_PERIOD)
    {
      bound_join (reach, other);
      return;
    }
  joined.advance = reach->advance * (period / reach->period); /* at most what one of them advances in MAX_PERIOD */
  if (period > 1)
    joined.spans = g_new (gint64, 2 * period);
  for (gint64 i = 0; i < period; i++)
    {
      gint64 first, last, low, high;

      if (!cnd_reach_get (reach, i, &first, &last) || !cnd_reach_get (other, i, &low, &high)
          || !set_span (&joined, i, MIN (first, low), MAX (last, high)))
        {
          cnd_reach_clear (&joined);
          bound_join (reach, other);
          return;
        }
    }
  cnd_reach_clear (reach);
  *reach = joined;
}

void
cnd_report_join_inputs (const CndReport *report, guint layer, guint axis, CndReach *reach)
{
  const CndLayer *the_layer = &report->layers[layer];
  const guint *inputs = cnd_network_get_inputs (report->network, the_layer);

  *reach = (CndReach){ .period = 1, .advance = 1 };
  if (the_layer->n_inputs == 0)
    return;
  *reach = report->reaches[2 * inputs[0] + axis];
  reach->spans = g_memdup2 (reach->spans, 2 * (gsize) reach->period * sizeof *reach->spans);
  for (guint i = 1; i < the_layer->n_inputs; i++)
    join_reaches (reach, &report->reaches[2 * inputs[i] + axis]);
}

/* ---- The sweep ---------------------------------------------------------------------- */

gboolean
cnd_report_measure_fields (CndReport *report, GError **error)
{
  for (guint i = 0; i < report->n_layers; i++)
    {
      CndWindow window[2];
      gboolean whole[2];

      cnd_report_get_window (report, i, window, whole);
      for (guint axis = 0; axis < 2; axis++)
        {
          g_auto (CndReach) in = { 0 };

          cnd_report_join_inputs (report, i, axis, &in);
          if (!lay_window (&in, &window[axis], &report->reaches[2 * i + axis]))
            return cnd_report_set_limit_error (report, i, _("the sizes of the receptive field"), error);
        }
      report->whole[i] = whole[0] && whole[1];
      for (guint k = 0; k < report->layers[i].n_inputs; k++)
        report->whole[i] |= report->whole[cnd_network_get_inputs (report->network, &report->layers[i])[k]];
    }
  return TRUE;
}

CndReceptiveField
cnd_report_get_field (const CndReport *report, guint layer)
{
  CndReceptiveField field = { 0 };

  g_return_val_if_fail (layer < report->n_layers, field);
  field.whole = report->whole[layer];
  for (guint axis = 0; axis < 2; axis++)
    {
      const CndReach *reach = &report->reaches[2 * layer + axis];
      const CndShape *shape = &report->layers[layer].output;
      gint64 divisor = find_common_divisor (reach->advance, reach->period);

      measure_spans (reach, axis == 0 ? shape->height : shape->width, &field.size[axis], &field.least[axis]);
      field.jump[axis] = reach->advance / divisor;
      field.jump_divisor[axis] = reach->period / divisor;
      field.offset[axis] = reach->first;
      field.at_most = field.at_most || reach->bound;
    }
  return field;
}
