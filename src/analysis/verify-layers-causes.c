/* Tables with one row a layer: what else in the table contradicts a size, a window or a number of channels that is
 * wrong. */
#include "config.h"

#include "verify-layers-private.h"

#include <glib/gi18n-lib.h>

/* ---- Other rows --------------------------------------------------------------------- */

/* The nearest row about a layer in that direction, or NULL. */
static const CndLayerRow *
find_neighbour (const CndLayerTable *table, const CndLayerRow *row, gint step)
{
  for (gint i = (gint) (row - table->rows) + step; i >= 0 && i < (gint) table->n_rows; i += step)
    if (table->rows[i].total == CND_NOT_A_TOTAL)
      return table->rows[i].layer != G_MAXUINT ? &table->rows[i] : NULL;
  return NULL;
}

static gboolean
states_shape (const CndNumber *stated, const gint64 *shape)
{
  for (guint i = 0; i < 3; i++)
    if (!stated[i].stated || (gint64) stated[i].value != shape[i])
      return FALSE;
  return TRUE;
}

static char *
find_in_neighbour (const CndLayerTable *table, const CndLayerRow *row, gboolean before, const gint64 *ours)
{
  const CndLayerRow *other = find_neighbour (table, row, before ? -1 : 1);
  g_autofree char *shape = NULL;

  if (other == NULL || !states_shape (before ? other->out_shape : other->in_shape, ours))
    return NULL;
  shape = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, 3);
  /* Translators: number and name of a table's row, and a shape: row 2 (maxpool1) */
  return g_strdup_printf (before ? _("Row %u (%s), just before, puts out %s.") : _("Row %u (%s), which follows, takes in %s."),
                          other->claim.line, other->name, shape);
}

/* ---- The row's own columns ---------------------------------------------------------- */

/* The one digit that went wrong, where just one number did. */
static char *
find_slip (const CndNumber *published, const gint64 *ours, guint n)
{
  const CndNumber *wrong = NULL;
  g_autofree char *digits = NULL, *right = NULL, *shown = NULL;
  guint64 our_value = 0;

  for (guint i = 0; i < n; i++)
    if (published[i].stated && (gint64) published[i].value != ours[i])
      {
        if (wrong != NULL)
          return NULL;
        wrong = &published[i];
        our_value = (guint64) ours[i];
      }
  if (wrong == NULL)
    return NULL;
  digits = g_strdup_printf ("%" G_GUINT64_FORMAT, wrong->value);
  right = g_strdup_printf ("%" G_GUINT64_FORMAT, our_value);
  shown = cnd_claim_format (our_value);
  return cnd_find_digit_cause (digits, right, shown);
}

static char *
find_in_column (const CndNumber *stated, gint64 ours, const char *column)
{
  g_autofree char *count = NULL;

  if (!stated->stated || (gint64) stated->value != ours)
    return NULL;
  count = cnd_claim_format ((guint64) ours);
  /* Translators: name of a column, a number */
  return g_strdup_printf (_("Contradicts its own row, whose column “%s” has %s."), column, count);
}

/* The parameters are right and depend on it. */
static char *
find_in_parameters (const CndLayerRow *row, const gint64 *ours, guint n)
{
  g_autofree char *count = cnd_printed_format (&row->claim.printed);
  g_autofree char *sizes = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, n);

  if (!row->has_parameters || row->claim.counts.terms[CND_TERM_WEIGHTS] == 0
      || !cnd_claim_is (&row->claim, row->claim.ours, 1000, FALSE))
    return NULL;
  /* Translators: a number of parameters, and what they were computed from, such as 11 × 11 */
  return g_strdup_printf (_("The row's own parameters, %s, follow from %s."), count, sizes);
}

/* The row's sizes follow from the layer's window along an axis, and not from the row's. */
static char *
find_in_sizes (const CndLayerTable *table, const CndLayerRow *row)
{
  const CndLayer *layer = &table->layers[row->layer];

  for (guint axis = 0; axis < 2; axis++)
    {
      CndSliding window, stated;
      guint64 in = row->in_shape[axis + 1].value, out = row->out_shape[axis + 1].value;
      g_autofree char *arithmetic = NULL, *other = NULL;

      if (!cnd_get_sliding (layer, axis, &window))
        return NULL;
      stated = (CndSliding){ row->kernel[axis].stated ? row->kernel[axis].value : window.kernel,
                            row->stride.stated ? row->stride.value : window.stride,
                            row->padding.stated ? row->padding.value : window.padding };
      arithmetic = cnd_format_window (in, &window, out);
      other = cnd_format_window (in, &stated, out);
      /* a size that needs the other rounding does not follow */
      if (arithmetic != NULL && (other == NULL || g_str_has_prefix (other, "⌊") != g_str_has_prefix (arithmetic, "⌊")))
        return g_strdup_printf (_("The row's own sizes follow from another window: %s."), arithmetic);
    }
  return NULL;
}

/* ---- The layer ---------------------------------------------------------------------- */

/* How the layer comes to the height or width that differs. */
static char *
find_in_layer (const CndLayerTable *table, const CndLayerRow *row, const gint64 *ours)
{
  const CndLayer *layer = &table->layers[row->layer];
  const CndShape *input = cnd_layer_table_get_input (table, layer);
  const gint64 in[] = { input->channels, input->height, input->width };
  g_autofree char *shape = NULL, *channels = cnd_claim_format ((guint64) ours[0]);

  for (guint axis = 0; axis < 2; axis++)
    {
      CndSliding window;
      g_autofree char *arithmetic = NULL;

      if ((gint64) row->out_shape[axis + 1].value == ours[axis + 1] || !cnd_get_sliding (layer, axis, &window))
        continue;
      arithmetic = cnd_format_window ((guint64) in[axis + 1], &window, (guint64) ours[axis + 1]);
      if (arithmetic != NULL)
        return g_strdup_printf (_("The layer's window gives %s."), arithmetic);
    }
  if (in[0] == ours[0] && in[1] == ours[1] && in[2] == ours[2])
    {
      shape = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, 3);
      return g_strdup_printf (_("Such a layer keeps the shape of its input, %s."), shape);
    }
  if ((gint64) row->out_shape[0].value == ours[0] && ours[1] == 1 && ours[2] == 1)
    return g_strdup_printf (_("Such a layer leaves %s."), "1 × 1");
  if ((gint64) row->out_shape[0].value != ours[0])
    return in[0] == ours[0] ? g_strdup_printf (_("Such a layer keeps the %s channels of its input."), channels)
                            : g_strdup_printf (_("The layer has %s filters."), channels);
  return NULL;
}

static gboolean
only_channels_differ (const CndNumber *stated, const gint64 *ours)
{
  return (gint64) stated[0].value != ours[0] && (gint64) stated[1].value == ours[1]
         && (gint64) stated[2].value == ours[2];
}

/* ---- One for each column ------------------------------------------------------------ */

char *
cnd_layer_row_find_input_cause (const CndLayerTable *table, const CndLayerRow *row, const gint64 *ours)
{
  const CndLayer *layer = &table->layers[row->layer];
  guint input = cnd_network_get_inputs (cnd_report_get_network (table->report), layer)[0];
  char *cause = find_in_neighbour (table, row, TRUE, ours);
  g_autofree char *shape = NULL, *count = cnd_claim_format ((guint64) ours[0]);

  if (cause == NULL && only_channels_differ (row->in_shape, ours))
    cause = find_in_column (&row->in, ours[0], "in");
  if (cause == NULL && input == 0)
    {
      shape = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, 3);
      cause = g_strdup_printf (_("The image is %s."), shape);
    }
  if (cause == NULL && ours[1] == 1 && ours[2] == 1)
    cause = g_strdup_printf (_("The layer reads %s values without height or width."), count);
  return cause != NULL ? cause : find_slip (row->in_shape, ours, 3);
}

/* Of a height or width that follows from the row's own, wrong, window. */
static char *
find_window_cause (const CndLayerRow *row, const gint64 *ours)
{
  char *cause = NULL;

  for (guint axis = 0; axis < 2 && cause == NULL; axis++)
    if ((gint64) row->out_shape[axis + 1].value != ours[axis + 1])
      cause = cnd_claim_find_size_cause (row->in_shape[axis + 1].value, row->kernel[axis].value, row->stride.value,
                                         row->padding.stated, row->padding.value, row->out_shape[axis + 1].value);
  return cause;
}

char *
cnd_layer_row_find_output_cause (const CndLayerTable *table, const CndLayerRow *row, const gint64 *ours)
{
  char *cause = find_window_cause (row, ours);

  if (cause == NULL && only_channels_differ (row->out_shape, ours))
    cause = find_in_column (&row->out, ours[0], "out");
  if (cause == NULL)
    cause = find_in_neighbour (table, row, FALSE, ours);
  if (cause == NULL)
    cause = find_in_layer (table, row, ours);
  return cause != NULL ? cause : find_slip (row->out_shape, ours, 3);
}

char *
cnd_layer_row_find_window_cause (const CndLayerTable *table, const CndLayerRow *row, const CndNumber *published,
                                 const gint64 *ours, guint n)
{
  char *cause = published == row->kernel ? find_in_parameters (row, ours, n) : NULL;

  if (cause == NULL)
    cause = find_in_sizes (table, row);
  return cause != NULL ? cause : find_slip (published, ours, n);
}

char *
cnd_layer_row_find_channel_cause (const CndLayerRow *row, const CndNumber *published, gint64 ours)
{
  gboolean of_input = published == &row->in;
  char *cause = find_in_parameters (row, &ours, 1);

  if (cause == NULL)
    cause = find_in_column (of_input ? &row->in_shape[0] : &row->out_shape[0], ours, of_input ? "in_c" : "out_c");
  return cause != NULL ? cause : find_slip (published, &ours, 1);
}
