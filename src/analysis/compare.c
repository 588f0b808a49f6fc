/* Two networks held against each other: matched layers, those that only one has, and how matched ones differ. */
#include "config.h"

#include "compare-private.h"

#include <glib/gi18n-lib.h>

struct _CndComparison
{
  gatomicrefcount refs;
  CndReport *before, *after;
  GArray *rows; /* CndComparisonRow */
  guint n_rows[CND_N_MATCHES];
};

/* ---- Two layers --------------------------------------------------------------------- */

static gboolean
attribute_equal (CndAttributeType type, const CndAttribute *a, const CndAttribute *b)
{
  guint n_integers = 1;

  switch (type)
    {
    case CND_ATTRIBUTE_NUMBER:
      return a->number == b->number;
    case CND_ATTRIBUTE_RATIO:
      return a->ratio.numerator * b->ratio.denominator == b->ratio.numerator * a->ratio.denominator;
    case CND_ATTRIBUTE_LIST:
      return a->list.n_values == b->list.n_values &&
             memcmp (a->list.values, b->list.values, a->list.n_values * sizeof (gint64)) == 0;
    case CND_ATTRIBUTE_PAIR:
      n_integers = 2;
      break;
    case CND_ATTRIBUTE_PADDING:
      n_integers = 4;
      break;
    default:
      break;
    }
  return memcmp (a->integers, b->integers, n_integers * sizeof (gint64)) == 0;
}

/* The attribute of that name and type in the other layer's kind, or NULL. */
static const CndAttribute *
find_counterpart (const CndAttributeRow *row, const CndKind *kind, const CndLayer *layer)
{
  gint index = cnd_ops_find_attribute (kind, row->name);

  return index >= 0 && kind->attributes[index].type == row->type ? &layer->attributes[index] : NULL;
}

guint
cnd_compare_layers (CndNetwork *before, guint layer_before, CndNetwork *after, guint layer_after)
{
  const CndLayer *a = &cnd_network_get_layers (before, NULL)[layer_before];
  const CndLayer *b = &cnd_network_get_layers (after, NULL)[layer_after];
  const CndKind *kind = cnd_ops_get_kind (a->kind), *other = cnd_ops_get_kind (b->kind);
  guint changes = 0;

  if (a->kind != b->kind)
    changes |= CND_CHANGE_KIND;
  if (!cnd_shape_equal (&a->output, &b->output))
    changes |= CND_CHANGE_OUTPUT;
  if (a->n_inputs != b->n_inputs)
    changes |= CND_CHANGE_INPUTS;
  for (guint i = 0; i < kind->n_attributes; i++)
    {
      const CndAttribute *counterpart = find_counterpart (&kind->attributes[i], other, b);

      if (counterpart && !attribute_equal (kind->attributes[i].type, &a->attributes[i], counterpart))
        changes |= CND_CHANGE_ATTRIBUTES;
    }
  return changes;
}

/* ---- All layers --------------------------------------------------------------------- */

static void
add_row (CndComparison *self, CndMatch match, guint before, guint after, guint changes)
{
  CndComparisonRow row = { match, before, after, changes };

  g_array_append_val (self->rows, row);
  self->n_rows[match]++;
}

static void
add_pair (CndComparison *self, guint before, guint after)
{
  guint changes = cnd_compare_layers (cnd_report_get_network (self->before), before, cnd_report_get_network (self->after), after);
  const CndCounts *old = cnd_report_get_layer (self->before, before), *new = cnd_report_get_layer (self->after, after);

  if (old->parameters != new->parameters || old->macs != new->macs || old->operations != new->operations ||
      old->output_elements != new->output_elements)
    changes |= CND_CHANGE_COUNTS;
  add_row (self, changes ? CND_MATCH_CHANGED : CND_MATCH_EQUAL, before, after, changes);
}

CndComparison *
cnd_analysis_compare (CndReport *before, CndReport *after)
{
  CndComparison *self;
  guint n_before, n_after, next = 0;
  g_autofree guint *partners = NULL;

  g_return_val_if_fail (before && after, NULL);
  self = g_new0 (CndComparison, 1);
  g_atomic_ref_count_init (&self->refs);
  self->before = cnd_report_ref (before);
  self->after = cnd_report_ref (after);
  self->rows = g_array_new (FALSE, FALSE, sizeof (CndComparisonRow));
  cnd_network_get_layers (cnd_report_get_network (before), &n_before);
  cnd_network_get_layers (cnd_report_get_network (after), &n_after);
  partners = cnd_compare_align (cnd_report_get_network (before), cnd_report_get_network (after));
  for (guint i = 0; i < n_before; i++)
    {
      if (partners[i] == G_MAXUINT)
        {
          add_row (self, CND_MATCH_REMOVED, i, G_MAXUINT, 0);
          continue;
        }
      while (next < partners[i])
        add_row (self, CND_MATCH_ADDED, G_MAXUINT, next++, 0);
      add_pair (self, i, next++);
    }
  while (next < n_after)
    add_row (self, CND_MATCH_ADDED, G_MAXUINT, next++, 0);
  return self;
}

CndComparison *
cnd_comparison_ref (CndComparison *comparison)
{
  g_atomic_ref_count_inc (&comparison->refs);
  return comparison;
}

void
cnd_comparison_unref (CndComparison *comparison)
{
  if (!g_atomic_ref_count_dec (&comparison->refs))
    return;
  cnd_report_unref (comparison->before);
  cnd_report_unref (comparison->after);
  g_array_unref (comparison->rows);
  g_free (comparison);
}

CndReport *
cnd_comparison_get_before (const CndComparison *comparison)
{
  return comparison->before;
}

CndReport *
cnd_comparison_get_after (const CndComparison *comparison)
{
  return comparison->after;
}

const CndComparisonRow *
cnd_comparison_get_rows (const CndComparison *comparison, guint *n_rows)
{
  *n_rows = comparison->rows->len;
  return &g_array_index (comparison->rows, CndComparisonRow, 0);
}

guint
cnd_comparison_count (const CndComparison *comparison, CndMatch match)
{
  g_return_val_if_fail (match < CND_N_MATCHES, 0);
  return comparison->n_rows[match];
}

/* ---- In words ----------------------------------------------------------------------- */

static const struct
{
  const char *name, *title;
} matches[CND_N_MATCHES] = {
  [CND_MATCH_EQUAL] = { "equal", N_("Equal") },
  [CND_MATCH_CHANGED] = { "changed", N_("Changed") },
  [CND_MATCH_ADDED] = { "added", N_("Added") },
  [CND_MATCH_REMOVED] = { "removed", N_("Removed") },
};

const char *
cnd_analysis_get_match_name (CndMatch match)
{
  g_return_val_if_fail (match < CND_N_MATCHES, NULL);
  return matches[match].name;
}

const char *
cnd_analysis_get_match_title (CndMatch match)
{
  g_return_val_if_fail (match < CND_N_MATCHES, NULL);
  return _(matches[match].title);
}

static void
append_change (GString *text, const char *title, char *before, char *after)
{
  if (text->len > 0)
    g_string_append (text, "; ");
  if (title)
    g_string_append_printf (text, "%s ", title);
  g_string_append_printf (text, "%s → %s", before, after);
  g_free (before);
  g_free (after);
}

static void
append_attributes (GString *text, const CndLayer *a, const CndLayer *b, CndNumberStyle style)
{
  const CndKind *kind = cnd_ops_get_kind (a->kind), *other = cnd_ops_get_kind (b->kind);

  for (guint i = 0; i < kind->n_attributes; i++)
    {
      const CndAttribute *counterpart = find_counterpart (&kind->attributes[i], other, b);
      gint index = cnd_ops_find_attribute (other, kind->attributes[i].name);

      if (counterpart && !attribute_equal (kind->attributes[i].type, &a->attributes[i], counterpart))
        append_change (text, _(kind->attributes[i].title), cnd_ops_format_attribute (kind, i, &a->attributes[i], style),
                       cnd_ops_format_attribute (other, (guint) index, counterpart, style));
    }
}

char *
cnd_comparison_describe (const CndComparison *comparison, const CndComparisonRow *row, CndNumberStyle style)
{
  GString *text = g_string_new (NULL);
  const CndLayer *a, *b;

  if (row->match == CND_MATCH_CHANGED)
    {
      a = &cnd_network_get_layers (cnd_report_get_network (comparison->before), NULL)[row->before];
      b = &cnd_network_get_layers (cnd_report_get_network (comparison->after), NULL)[row->after];
      if (row->changes & CND_CHANGE_KIND)
        append_change (text, NULL, g_strdup (_(cnd_ops_get_kind (a->kind)->title)), g_strdup (_(cnd_ops_get_kind (b->kind)->title)));
      if (row->changes & CND_CHANGE_ATTRIBUTES)
        append_attributes (text, a, b, style);
      if (row->changes & CND_CHANGE_INPUTS)
        append_change (text, _("Inputs"), cnd_base_format_count (style, a->n_inputs), cnd_base_format_count (style, b->n_inputs));
      if (row->changes & CND_CHANGE_OUTPUT)
        append_change (text, _("Output"), cnd_shape_format (&a->output, style), cnd_shape_format (&b->output, style));
    }
  return g_string_free (text, FALSE);
}
