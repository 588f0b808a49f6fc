/* A comparison as a table. */
#include "config.h"

#include "compare-private.h"

#include <glib/gi18n-lib.h>

/* After − before; both fit 63 bits, or the difference is told by sign and size. */
char *
cnd_analysis_format_difference (CndNumberStyle style, guint64 before, guint64 after)
{
  g_autofree char *size = cnd_base_format_count (style, after > before ? after - before : before - after);

  if (after == before)
    return g_strdup (size);
  return g_strconcat (after > before ? "+" : "−", size, NULL);
}

static const char *
get_id (CndReport *report, guint layer)
{
  return layer == G_MAXUINT ? "" : cnd_network_get_layers (cnd_report_get_network (report), NULL)[layer].id;
}

static const char *
get_kind (CndReport *report, guint layer, gboolean for_people)
{
  const CndKind *kind;

  if (layer == G_MAXUINT)
    return "";
  kind = cnd_ops_get_kind (cnd_network_get_layers (cnd_report_get_network (report), NULL)[layer].kind);
  return for_people ? _(kind->title) : kind->name;
}

static const CndCounts *
get_counts (CndReport *report, guint layer)
{
  static const CndCounts nothing = { 0 };

  return layer == G_MAXUINT ? &nothing : cnd_report_get_layer (report, layer);
}

static void
add_counts (CndSheet *sheet, CndNumberStyle style, guint64 before, guint64 after)
{
  cnd_sheet_take_cell (sheet, cnd_base_format_count (style, before));
  cnd_sheet_take_cell (sheet, cnd_base_format_count (style, after));
  cnd_sheet_take_cell (sheet, style.group ? cnd_analysis_format_difference (style, before, after)
                                            : g_strdup_printf ("%s%" G_GUINT64_FORMAT, after < before ? "-" : "",
                                                               after > before ? after - before : before - after));
}

static void
add_columns (CndSheet *sheet)
{
  cnd_sheet_add_column (sheet, _("Match"), "match", FALSE, 0);
  cnd_sheet_add_column (sheet, _("Before"), "before", FALSE, 10);
  cnd_sheet_add_column (sheet, _("After"), "after", FALSE, 10);
  cnd_sheet_add_column (sheet, _("Kind"), "kind", FALSE, 9);
  cnd_sheet_add_column (sheet, _("Parameters before"), "parameters_before", TRUE, 0);
  cnd_sheet_add_column (sheet, _("after"), "parameters_after", TRUE, 0);
  cnd_sheet_add_column (sheet, _("difference"), "parameters_difference", TRUE, 0);
  cnd_sheet_add_column (sheet, _("MACs before"), "macs_before", TRUE, 0);
  cnd_sheet_add_column (sheet, _("after"), "macs_after", TRUE, 0);
  cnd_sheet_add_column (sheet, _("difference"), "macs_difference", TRUE, 0);
  cnd_sheet_add_column (sheet, _("Changes"), "changes", FALSE, 12);
}

CndSheet *
cnd_comparison_new_sheet (const CndComparison *comparison, CndNumberStyle style, gboolean for_people, gboolean only_differing)
{
  CndSheet *sheet = cnd_sheet_new ();
  CndReport *before = cnd_comparison_get_before (comparison), *after = cnd_comparison_get_after (comparison);
  guint n_rows;
  const CndComparisonRow *rows = cnd_comparison_get_rows (comparison, &n_rows);

  add_columns (sheet);
  for (guint i = 0; i < n_rows; i++)
    {
      const CndCounts *old = get_counts (before, rows[i].before), *new = get_counts (after, rows[i].after);

      if (only_differing && rows[i].match == CND_MATCH_EQUAL)
        continue;
      cnd_sheet_begin_row (sheet);
      cnd_sheet_add_cell (sheet, for_people ? cnd_analysis_get_match_title (rows[i].match) : cnd_analysis_get_match_name (rows[i].match));
      cnd_sheet_add_cell (sheet, get_id (before, rows[i].before));
      cnd_sheet_add_cell (sheet, get_id (after, rows[i].after));
      cnd_sheet_add_cell (sheet, rows[i].after != G_MAXUINT ? get_kind (after, rows[i].after, for_people)
                                                            : get_kind (before, rows[i].before, for_people));
      add_counts (sheet, style, old->parameters, new->parameters);
      add_counts (sheet, style, old->macs, new->macs);
      cnd_sheet_take_cell (sheet, cnd_comparison_describe (comparison, &rows[i], style));
    }
  cnd_sheet_add_rule (sheet);
  cnd_sheet_begin_row (sheet);
  cnd_sheet_add_cell (sheet, for_people ? _("Total") : "total");
  for (guint i = 0; i < 3; i++)
    cnd_sheet_add_cell (sheet, "");
  add_counts (sheet, style, cnd_report_get_total (before)->parameters, cnd_report_get_total (after)->parameters);
  add_counts (sheet, style, cnd_report_get_total (before)->macs, cnd_report_get_total (after)->macs);
  return sheet;
}
