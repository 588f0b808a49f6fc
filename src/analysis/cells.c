/* Reading the cells of a published table by row and column name; errors name both. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

guint
cnd_cells_find (const CndCells *cells, const char *column)
{
  for (guint i = 0; i < cells->n_columns; i++)
    if (strcmp (cells->header[i], column) == 0)
      return i;
  return G_MAXUINT;
}

gboolean
cnd_cells_require (const CndVerification *verification, const char *const *columns, GError **error)
{
  const CndCells *cells = verification->cells;

  for (guint i = 0; columns[i] != NULL; i++)
    if (cnd_cells_find (cells, columns[i]) == G_MAXUINT)
      {
        g_autoptr (GString) found = g_string_new (NULL);
        CndProblem problem = { .line = 1, .expected = columns[i] };

        for (guint k = 0; k < cells->n_columns; k++)
          g_string_append_printf (found, "%s%s", k > 0 ? "," : "", cells->header[k]);
        problem.found = found->str;
        problem.hint = _("The first line of the file must name its columns.");
        cnd_base_set_problem (error, CND_ERROR_SYNTAX, &problem, _("The table %s has no column “%s”"),
                              cnd_table_get_name (verification->table), columns[i]);
        return FALSE;
      }
  return TRUE;
}

const char *
cnd_cells_get (const CndCells *cells, guint row, const char *column)
{
  guint index = cnd_cells_find (cells, column);

  return index != G_MAXUINT && row < cells->n_rows ? cells->rows[row][index] : "";
}

gboolean
cnd_cells_set_error (const CndVerification *verification, guint row, const char *column, const char *found,
                     const char *expected, GError **error, const char *message)
{
  const CndCells *cells = verification->cells;
  const char *name = cells->n_columns > 0 && row < cells->n_rows ? cells->rows[row][0] : "";
  /* the header is the first line of the file */
  CndProblem problem = { .line = row + 2, .found = found, .expected = expected };

  if (column != NULL)
    cnd_base_set_problem (error, CND_ERROR_SYNTAX, &problem, _("Table %s, row %u (%s), column “%s”: %s"),
                          cnd_table_get_name (verification->table), row + 1, name, column, message);
  else
    cnd_base_set_problem (error, CND_ERROR_SYNTAX, &problem, _("Table %s, row %u (%s): %s"),
                          cnd_table_get_name (verification->table), row + 1, name, message);
  return FALSE;
}

gboolean
cnd_cells_get_printed (const CndVerification *verification, guint row, const char *column, gboolean *stated,
                       CndPrinted *printed, GError **error)
{
  const char *text = cnd_cells_get (verification->cells, row, column);

  *stated = *text != '\0';
  *printed = (CndPrinted){ 0 };
  if (!*stated || cnd_printed_parse (text, printed))
    return TRUE;
  return cnd_cells_set_error (verification, row, column, text, _("a number such as 34944, 2.7K or 34M"), error,
                              _("this is no number"));
}

gboolean
cnd_cells_get_number (const CndVerification *verification, guint row, const char *column, gboolean *stated,
                      guint64 *number, GError **error)
{
  const char *text = cnd_cells_get (verification->cells, row, column);

  *stated = *text != '\0';
  *number = 0;
  if (!*stated || g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, number, NULL))
    return TRUE;
  return cnd_cells_set_error (verification, row, column, text, _("a whole number"), error, _("this is no number"));
}

gboolean
cnd_cells_check_rows (const CndVerification *verification, guint n_layers, GError **error)
{
  guint limit = 2 * n_layers + 16; /* a few totals, and some rows too many */

  if (verification->cells->n_rows <= limit)
    return TRUE;
  return cnd_cells_set_error (verification, limit, NULL, NULL, NULL, error,
                              _("the table has far more rows than the model has layers"));
}

CndReport *
cnd_verification_count (const CndVerification *verification, const char *model, const char *preset, guint stage,
                        CndConvention convention, GError **error)
{
  g_autoptr (CndNetwork) network = verification->source (model, preset, verification->source_data, error);

  if (network == NULL)
    return NULL;
  return cnd_analysis_count (network, (CndState){ .stage = stage }, convention, error);
}
