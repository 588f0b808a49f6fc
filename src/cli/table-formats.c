/* A table for other programs: CSV (RFC 4180), a Markdown pipe table, a LaTeX tabular with booktabs' rules. */
#include "table-private.h"

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

void
cnd_cli_sheet_render_csv (const CndSheet *sheet, GString *out)
{
  for (guint c = 0; c < sheet->columns->len; c++)
    g_string_append_printf (out, "%s%s", c ? "," : "", g_array_index (sheet->columns, CndColumn, c).key);
  g_string_append (out, "\r\n");
  for (guint r = 0; r < sheet->rows->len; r++)
    {
      for (guint c = 0; c < sheet->columns->len; c++)
        {
          if (c)
            g_string_append_c (out, ',');
          append_csv_cell (out, cnd_cli_sheet_get_cell (sheet, &g_array_index (sheet->rows, CndSheetRow, r), c));
        }
      g_string_append (out, "\r\n");
    }
}

/* ---- Markdown ----------------------------------------------------------------------- */

static void
append_markdown_cell (GString *out, const char *text)
{
  g_autofree char *clean = cnd_cli_clean_text (text, FALSE);

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
  g_string_append (out, start);
  for (guint c = 0; c < sheet->columns->len; c++)
    {
      if (c)
        g_string_append (out, between);
      append (out, row ? cnd_cli_sheet_get_cell (sheet, row, c) : g_array_index (sheet->columns, CndColumn, c).title);
    }
  g_string_append (out, end);
}

void
cnd_cli_sheet_render_markdown (const CndSheet *sheet, const char *caption, GString *out)
{
  if (caption)
    {
      append_markdown_cell (out, caption);
      g_string_append (out, "\n\n");
    }
  append_row (out, sheet, NULL, append_markdown_cell, "| ", " | ", " |\n");
  g_string_append_c (out, '|');
  for (guint c = 0; c < sheet->columns->len; c++)
    g_string_append (out, g_array_index (sheet->columns, CndColumn, c).number ? " ---: |" : " --- |");
  g_string_append_c (out, '\n');
  for (guint r = 0; r < sheet->rows->len; r++)
    append_row (out, sheet, &g_array_index (sheet->rows, CndSheetRow, r), append_markdown_cell, "| ", " | ", " |\n");
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
  g_autofree char *clean = cnd_cli_clean_text (text, FALSE);

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

void
cnd_cli_sheet_render_latex (const CndSheet *sheet, const char *caption, GString *out)
{
  g_string_append (out, "% \\usepackage{booktabs}\n\\begin{tabular}{@{}");
  for (guint c = 0; c < sheet->columns->len; c++)
    g_string_append_c (out, g_array_index (sheet->columns, CndColumn, c).number ? 'r' : 'l');
  g_string_append (out, "@{}}\n\\toprule\n");
  append_row (out, sheet, NULL, append_latex_start, "", " & ", " \\\\\n");
  g_string_append (out, "\\midrule\n");
  for (guint r = 0; r < sheet->rows->len; r++)
    {
      const CndSheetRow *row = &g_array_index (sheet->rows, CndSheetRow, r);

      if (row->rule_before)
        g_string_append (out, "\\midrule\n");
      append_row (out, sheet, row, append_latex_start, "", " & ", " \\\\\n");
    }
  g_string_append (out, "\\bottomrule\n");
  if (caption)
    {
      g_string_append_printf (out, "\\multicolumn{%u}{@{}l@{}}{\\footnotesize ", sheet->columns->len);
      append_latex_cell (out, caption);
      g_string_append (out, "} \\\\\n");
    }
  g_string_append (out, "\\end{tabular}\n");
}
