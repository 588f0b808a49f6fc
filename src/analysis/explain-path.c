/* How a receptive field grew: one equation over the layers from the image to here, each with (window − 1) × jump of its
 * input. Equal neighbours are one addend; beyond MAX_SHOWN addends the smallest become one. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

#define MAX_SHOWN 7

/* @n layers, from @first to @last, with the same window and jump. */
typedef struct
{
  gint64 extent, jump;
  guint first, last, n;
  gboolean hidden;
} Growth;

static gint64
get_growth (const Growth *growth)
{
  return (gint64) growth->n * (growth->extent - 1) * growth->jump;
}

static void
prepend_growth (GArray *path, guint layer, gint64 extent, gint64 jump)
{
  Growth *next = path->len > 0 ? &g_array_index (path, Growth, path->len - 1) : NULL; /* the path is gathered backwards */
  Growth growth = { extent, jump, layer, layer, 1, FALSE };

  if (next != NULL && next->extent == extent && next->jump == jump)
    {
      next->first = layer;
      next->n++;
    }
  else
    g_array_append_val (path, growth);
}

/* The input that alone covers what all inputs cover together, or G_MAXUINT. */
static guint
find_input (const CndReport *report, guint layer, guint axis, const CndReach *joined)
{
  const guint *inputs = cnd_network_get_inputs (report->network, &report->layers[layer]);

  for (guint i = 0; i < report->layers[layer].n_inputs; i++)
    {
      const CndReach *reach = &report->reaches[2 * inputs[i] + axis];

      if (reach->period == 1 && reach->first == joined->first && reach->last == joined->last)
        return inputs[i];
    }
  return G_MAXUINT;
}

/* Walks back from @layer, gathering what grows. Returns: where it ends: the input, or the last layer behind which no
 * one path makes the field */
static guint
gather_path (const CndReport *report, guint layer, guint axis, GArray *path)
{
  while (report->layers[layer].n_inputs > 0)
    {
      g_auto (CndReach) before = { 0 };
      CndWindow window[2];
      gboolean whole[2];
      guint input;

      cnd_report_join_inputs (report, layer, axis, &before);
      cnd_report_get_window (report, layer, window, whole);
      if (before.period != 1 || before.bound || window[axis].scale != 1)
        break;
      input = find_input (report, layer, axis, &before);
      if (input == G_MAXUINT)
        break;
      if (window[axis].extent > 1)
        prepend_growth (path, layer, window[axis].extent, before.advance);
      layer = input;
    }
  return layer;
}

static int
compare_growths (gconstpointer a, gconstpointer b)
{
  const Growth *first = *(const Growth *const *) a, *second = *(const Growth *const *) b;

  if (get_growth (first) != get_growth (second))
    return get_growth (first) > get_growth (second) ? -1 : 1;
  return first < second ? -1 : first > second;
}

/* Returns: what the hidden ones come to, and how many layers they are */
static gint64
hide_smallest (GArray *path, guint *n_hidden)
{
  g_autoptr (GPtrArray) by_size = g_ptr_array_sized_new (path->len);
  gint64 hidden = 0;

  *n_hidden = 0;
  for (guint i = 0; i < path->len; i++)
    g_ptr_array_add (by_size, &g_array_index (path, Growth, i));
  g_ptr_array_sort (by_size, compare_growths);
  for (guint i = MAX_SHOWN - 1; path->len > MAX_SHOWN && i < path->len; i++)
    {
      Growth *growth = g_ptr_array_index (by_size, i);

      growth->hidden = TRUE;
      hidden += get_growth (growth);
      *n_hidden += growth->n;
    }
  return hidden;
}

/* " + 3 × (3 − 1) × 4", " + stage1.conv1 … stage1.conv3" */
static void
write_growth (CndEquations *equations, const Growth *growth)
{
  const CndLayer *layers = equations->report->layers;
  g_autofree char *first = cnd_equations_dup_name (equations, layers[growth->first].id);
  g_autofree char *last = cnd_equations_dup_name (equations, layers[growth->last].id);

  cnd_equations_add_text (equations, " + ");
  if (growth->n > 1)
    {
      cnd_equations_add_count (equations, growth->n);
      cnd_equations_add_text (equations, " × ");
    }
  cnd_equations_add_text (equations, "(");
  cnd_equations_add_signed (equations, growth->extent);
  cnd_equations_add_text (equations, " − 1) × ");
  cnd_equations_add_signed (equations, growth->jump);
  cnd_equations_add_words (equations, " + %s", first);
  if (growth->n > 1)
    cnd_equations_add_words (equations, " … %s", last);
}

static void
write_path (CndEquations *equations, GArray *path, guint base, guint axis, gint64 size, const char *axis_words)
{
  const CndReach *reach = &equations->report->reaches[2 * base + axis];
  guint n_hidden;
  gint64 hidden = hide_smallest (path, &n_hidden);
  g_autofree char *name = cnd_equations_dup_name (equations, equations->report->layers[base].id);

  cnd_equations_begin_line (equations);
  cnd_equations_add_signed (equations, reach->last - reach->first + 1);
  /* Translators: begins a sum of layers: "all steps: 1 + conv1 + pool1" */
  cnd_equations_add_words (equations, _("%sall steps: "), axis_words);
  if (equations->report->layers[base].n_inputs == 0)
    cnd_equations_add_words (equations, "1");
  else
    /* Translators: %s is a layer */
    cnd_equations_add_words (equations, _("the field of “%s”"), name);
  for (guint i = path->len; i-- > 0;)
    if (!g_array_index (path, Growth, i).hidden)
      write_growth (equations, &g_array_index (path, Growth, i));
  if (n_hidden > 0)
    {
      g_autofree char *count = cnd_base_format_count (equations->style, n_hidden);

      cnd_equations_add_text (equations, " + ");
      cnd_equations_add_signed (equations, hidden);
      cnd_equations_add_words (equations, " + ");
      /* Translators: the last addend of a sum of layers: conv1 + conv2 + the 14 others; %s is the number */
      cnd_equations_add_words (equations, ngettext ("the %s other", "the %s others", n_hidden), count);
    }
  cnd_equations_add_signed_result (equations, size);
  cnd_equations_add_words (equations, "; %s", _("each layer adds (window − 1) × jump of its input"));
}

static gboolean
paths_agree (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const Growth *first = &g_array_index (a, Growth, i), *second = &g_array_index (b, Growth, i);

      if (first->extent != second->extent || first->jump != second->jump || first->first != second->first
          || first->n != second->n)
        return FALSE;
    }
  return TRUE;
}

void
cnd_explain_field_path (CndEquations *equations, guint layer)
{
  static const char *const axis_words[] = { N_("height: "), N_("width: ") };
  const CndReport *report = equations->report;
  CndReceptiveField field = cnd_report_get_field (report, layer);
  g_autoptr (GArray) height = g_array_new (FALSE, FALSE, sizeof (Growth));
  g_autoptr (GArray) width = g_array_new (FALSE, FALSE, sizeof (Growth));
  GArray *const paths[] = { height, width };
  const guint bases[] = { gather_path (report, layer, 0, height), gather_path (report, layer, 1, width) };
  gboolean agree = bases[0] == bases[1] && field.size[0] == field.size[1] && paths_agree (height, width);

  for (guint axis = 0; axis < (agree ? 1 : 2); axis++)
    if (paths[axis]->len > 1 || (paths[axis]->len == 1 && g_array_index (paths[axis], Growth, 0).n > 1))
      write_path (equations, paths[axis], bases[axis], axis, field.size[axis], agree ? "" : _(axis_words[axis]));
}
