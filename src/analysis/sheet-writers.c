/* A table for other programs: CSV (RFC 4180), a Markdown pipe table, a LaTeX tabular with booktabs' rules. */
#include "sheet-private.h"

#include <string.h>

typedef void (*AppendCell) (GString *out, const char *text);

/* ---- CSV ---------------------------------------------------------------------------- */

static void
append_csv_cell (GString *out, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *c = text; *c; c++)
    {
      if (*c == '"')
        g_string_append_c (out, '"');
      g_string_append_c (out, *c);
    }
  g_string_append_c (out, '"');
}

static void
write_csv (const CndSheet *sheet, const char *caption, GString *out)
{
  guint n_columns, n_rows;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);
  const CndSheetRow *rows = cnd_sheet_get_rows (sheet, &n_rows);

  for (guint c = 0; c < n_columns; c++)
    g_string_append_printf (out, "%s%s", c ? "," : "", columns[c].key);
  g_string_append (out, "\r\n");
  for (guint r = 0; r < n_rows; r++)
    {
      for (guint c = 0; c < n_columns; c++)
        {
          if (c)
            g_string_append_c (out, ',');
          append_csv_cell (out, cnd_sheet_row_get_cell (&rows[r], c));
        }
      g_string_append (out, "\r\n");
    }
}

/* ---- Markdown ----------------------------------------------------------------------- */

static void
append_markdown_cell (GString *out, const char *text)
{
  g_autofree char *clean = cnd_sheet_clean_text (text);

  for (const char *c = clean; *c; c++)
    {
      if (strchr ("\\|*_`<>[]", *c))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *c);
    }
}

static void
append_row (GString *out, const CndSheet *sheet, const CndSheetRow *row, AppendCell append, const char *start,
            const char *between, const char *end)
{
  guint n_columns;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);

  g_string_append (out, start);
  for (guint c = 0; c < n_columns; c++)
    {
      if (c)
        g_string_append (out, between);
      append (out, row ? cnd_sheet_row_get_cell (row, c) : columns[c].title);
    }
  g_string_append (out, end);
}

static void
write_markdown (const CndSheet *sheet, const char *caption, GString *out)
{
  guint n_columns, n_rows;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);
  const CndSheetRow *rows = cnd_sheet_get_rows (sheet, &n_rows);

  if (caption)
    {
      append_markdown_cell (out, caption);
      g_string_append (out, "\n\n");
    }
  append_row (out, sheet, NULL, append_markdown_cell, "| ", " | ", " |\n");
  g_string_append_c (out, '|');
  for (guint c = 0; c < n_columns; c++)
    g_string_append (out, columns[c].number ? " ---: |" : " --- |");
  g_string_append_c (out, '\n');
  for (guint r = 0; r < n_rows; r++)
    append_row (out, sheet, &rows[r], append_markdown_cell, "| ", " | ", " |\n");
}

/* ---- LaTeX -------------------------------------------------------------------------- */

static const struct
{
  gunichar character;
  const char *latex;
} latex_escapes[] = {
  { '\\', "\\textbackslash{}" },
  { '{', "\\{" },
  { '}', "\\}" },
  { '$', "\\$" },
  { '&', "\\&" },
  { '%', "\\%" },
  { '#', "\\#" },
  { '_', "\\_" },
  { '~', "\\textasciitilde{}" },
  { '^', "\\textasciicircum{}" },
  { '<', "\\textless{}" },
  { '>', "\\textgreater{}" },
  { '|', "\\textbar{}" },
  { '"', "\\textquotedbl{}" },
  { 0xB7, "$\\cdot$" },
  { 0xD7, "$\\times$" },
  { 0x2212, "$-$" },
  { 0x2013, "--" },
  { 0x2014, "---" },
  { 0x2026, "\\ldots{}" },
};

static void
append_latex_cell (GString *out, const char *text)
{
  g_autofree char *clean = cnd_sheet_clean_text (text);

  for (const char *c = clean; *c; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);
      const char *latex = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (latex_escapes) && latex == NULL; i++)
        if (latex_escapes[i].character == character)
          latex = latex_escapes[i].latex;
      if (latex)
        g_string_append (out, latex);
      else
        g_string_append_unichar (out, character);
    }
}

/* A brace group: a row that starts with "[" would be read as the optional argument of the line break before it. */
static void
append_latex_start (GString *out, const char *text)
{
  if (*text == '[' || *text == '*')
    g_string_append (out, "{}");
  append_latex_cell (out, text);
}

static void
write_latex (const CndSheet *sheet, const char *caption, GString *out)
{
  guint n_columns, n_rows;
  const CndColumn *columns = cnd_sheet_get_columns (sheet, &n_columns);
  const CndSheetRow *rows = cnd_sheet_get_rows (sheet, &n_rows);

  g_string_append (out, "% \\usepackage{booktabs}\n\\begin{tabular}{@{}");
  for (guint c = 0; c < n_columns; c++)
    g_string_append_c (out, columns[c].number ? 'r' : 'l');
  g_string_append (out, "@{}}\n\\toprule\n");
  append_row (out, sheet, NULL, append_latex_start, "", " & ", " \\\\\n");
  g_string_append (out, "\\midrule\n");
  for (guint r = 0; r < n_rows; r++)
    {
      if (rows[r].rule_before)
        g_string_append (out, "\\midrule\n");
      append_row (out, sheet, &rows[r], append_latex_start, "", " & ", " \\\\\n");
    }
  g_string_append (out, "\\bottomrule\n");
  if (caption)
    {
      g_string_append_printf (out, "\\multicolumn{%u}{@{}l@{}}{\\footnotesize ", n_columns);
      append_latex_cell (out, caption);
      g_string_append (out, "} \\\\\n");
    }
  g_string_append (out, "\\end{tabular}\n");
}

/* ---- All of them -------------------------------------------------------------------- */

static const struct
{
  const char *name, *ending;
  void (*write) (const CndSheet *sheet, const char *caption, GString *out);
} formats[CND_N_SHEET_FORMATS] = {
  [CND_SHEET_CSV] = { "csv", ".csv", write_csv },
  [CND_SHEET_MARKDOWN] = { "markdown", ".md", write_markdown },
  [CND_SHEET_LATEX] = { "latex", ".tex", write_latex },
};

void
cnd_sheet_write (const CndSheet *sheet, CndSheetFormat format, const char *caption, GString *out)
{
  g_return_if_fail (format < CND_N_SHEET_FORMATS);
  formats[format].write (sheet, caption, out);
}

const char *
cnd_analysis_get_sheet_format_name (CndSheetFormat format)
{
  g_return_val_if_fail (format < CND_N_SHEET_FORMATS, NULL);
  return formats[format].name;
}

const char *
cnd_analysis_get_sheet_format_ending (CndSheetFormat format)
{
  g_return_val_if_fail (format < CND_N_SHEET_FORMATS, NULL);
  return formats[format].ending;
}
