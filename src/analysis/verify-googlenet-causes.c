/* GoogLeNet's Table 1: what else in the table contradicts a size, a window or a number of filters that is wrong. */
#include "config.h"

#include "verify-googlenet-private.h"

#include <glib/gi18n-lib.h>

static char *
find_slip (gint64 published, gint64 ours)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, published);
  g_autofree char *right = g_strdup_printf ("%" G_GINT64_FORMAT, ours);
  g_autofree char *shown = cnd_claim_format ((guint64) ours);

  return cnd_find_digit_cause (digits, right, shown);
}

/* What comes into the row's last layer. */
static const CndShape *
get_input (const CndGooglenet *table, const CndGooglenetRow *row)
{
  const CndLayer *layer = &table->layers[row->output];

  return &table->layers[cnd_network_get_inputs (table->network, layer)[0]].output;
}

/* "⌊(112 + 2·1 − 3) / 2⌋ + 1 = 56" of the row's last layer along its height, or NULL. */
static char *
format_window (const CndGooglenet *table, const CndGooglenetRow *row)
{
  const CndLayer *layer = &table->layers[row->output];
  const CndShape *input = get_input (table, row);
  CndSliding window;

  if (!cnd_get_sliding (layer, 0, &window))
    return NULL;
  return cnd_format_window ((guint64) input->height, &window, (guint64) layer->output.height);
}

char *
cnd_googlenet_find_window_cause (const CndGooglenet *table, guint row, gint64 published, gint64 ours)
{
  const CndGooglenetRow *the_row = &table->rows[row];
  const CndLayer *layer = &table->layers[the_row->output];
  const CndShape *input = get_input (table, the_row);
  g_autofree char *window = NULL, *size = NULL;

  if (published == ours)
    return NULL;
  window = format_window (table, the_row);
  if (window != NULL && (gint64) the_row->out[0] == layer->output.height)
    return g_strdup_printf (_("The row's own sizes follow from another window: %s."), window);
  if (layer->output.height == 1 && ours == input->height)
    {
      size = cnd_claim_format ((guint64) ours);
      return g_strdup_printf (_("To leave one value a channel it covers the whole input, %s × %s."), size, size);
    }
  return find_slip (published, ours);
}

/* The row's multiply-adds are right: they are counted at our sizes, with our filters. */
static char *
find_in_macs (const CndGooglenetRow *row, const char *ours)
{
  g_autofree char *count = cnd_printed_format (&row->macs.printed);

  if (!row->has_macs || !cnd_claim_is (&row->macs, row->macs.ours, 1000, TRUE))
    return NULL;
  return g_strdup_printf (_("The row's own multiply-adds, %s, follow from %s."), count, ours);
}

/* "128 + 192 + 96 + 64 = 480": what the block's branches put out, where the row states them. */
static char *
format_branches (const CndGooglenetRow *row, const gint64 *filters, gint64 channels)
{
  static const guint outputs[] = { CND_BRANCH_ONE, CND_BRANCH_THREE, CND_BRANCH_FIVE, CND_BRANCH_POOL_PROJECTION };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *total = cnd_claim_format ((guint64) channels);
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autofree char *count = cnd_claim_format ((guint64) filters[outputs[i]]);

      g_string_append_printf (text, "%s%s", i > 0 ? " + " : "", count);
      sum += filters[outputs[i]];
    }
  return row->is_inception && sum == channels ? g_strdup_printf ("%s = %s", text->str, total) : NULL;
}

static char *
find_channel_cause (const CndGooglenet *table, guint row, gint64 ours)
{
  const CndGooglenetRow *the_row = &table->rows[row];
  gint64 stated[CND_N_BRANCHES];
  g_autofree char *branches = NULL, *count = cnd_claim_format ((guint64) ours);

  for (guint i = 0; i < CND_N_BRANCHES; i++)
    stated[i] = (gint64) the_row->branches[i];
  branches = format_branches (the_row, stated, ours);
  if (branches != NULL)
    return g_strdup_printf (_("Contradicts its own row, whose branches put out %s."), branches);
  if (get_input (table, the_row)->channels == ours)
    return g_strdup_printf (_("Such a layer keeps the %s channels of its input."), count);
  return g_strdup_printf (_("The layer has %s filters."), count);
}

char *
cnd_googlenet_find_output_cause (const CndGooglenet *table, guint row, const gint64 *ours)
{
  const CndGooglenetRow *the_row = &table->rows[row];
  const CndShape *input = get_input (table, the_row);
  g_autofree char *window = NULL, *size = NULL;
  char *cause = NULL;

  if ((gint64) the_row->out[0] == ours[0] && (gint64) the_row->out[1] == ours[1])
    return find_channel_cause (table, row, ours[2]);
  size = cnd_base_format_sizes (CND_NUMBER_STYLE_LATIN, ours, 2);
  cause = find_in_macs (the_row, size);
  if (cause != NULL)
    return cause;
  window = format_window (table, the_row);
  if (window != NULL)
    return g_strdup_printf (_("The layer's window gives %s."), window);
  if (input->height == ours[0] && input->width == ours[1])
    return g_strdup_printf (_("Such a layer keeps height and width, %s."), size);
  return g_strdup_printf (_("Such a layer leaves %s."), size);
}

char *
cnd_googlenet_find_filter_cause (const CndGooglenet *table, guint row, const gint64 *ours)
{
  const CndGooglenetRow *the_row = &table->rows[row];
  g_autofree char *branches = format_branches (the_row, ours, (gint64) the_row->out[2]);
  g_autofree char *right = NULL;
  gboolean of_output = FALSE, exists = TRUE;

  for (guint i = 0; i < CND_N_BRANCHES; i++)
    if (the_row->branches[i] > 0 && (gint64) the_row->branches[i] != ours[i])
      {
        g_free (right);
        right = cnd_claim_format ((guint64) ours[i]);
        exists = ours[i] > 0;
        of_output = i != CND_BRANCH_THREE_REDUCE && i != CND_BRANCH_FIVE_REDUCE;
      }
  if (of_output && branches != NULL)
    return g_strdup_printf (_("Contradicts its own row, whose channels are %s."), branches);
  if (!exists)
    return g_strdup (_("The row's layers have no such filters."));
  return right != NULL ? find_in_macs (the_row, right) : NULL;
}
