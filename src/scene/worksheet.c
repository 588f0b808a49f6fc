/* A worksheet on paper: pages with the layers as a table, whose asked columns are boxes to write in, or hold the answers. */
#include "config.h"

#include "scene/worksheet-private.h"

#include <glib/gi18n-lib.h>

#define MARGIN CND_WORKSHEET_MARGIN
#define TITLE_SIZE 20.0
#define ROW_HEIGHT 27.0
#define HEAD_HEIGHT 26.0
#define FIRST_TOP 176.0 /* of the table on the first page, below title, facts and the line for a name */
#define NEXT_TOP 60.0
#define FOOT 34.0       /* of the page's number, from below */
#define BOTTOM (CND_PAGE_HEIGHT - 62.0)
#define TEXT CND_WORKSHEET_TEXT
#define SMALL CND_WORKSHEET_SMALL
#define BASELINE 4.3    /* from the middle of a row */

typedef struct
{
  CndWorksheetTable table;
  const CndWorksheetOptions *options;
  CndMeasureText measure;
  gpointer measure_data;
  char *name;    /* of the network */
  gboolean rtl;  /* the page runs from right to left */
  GArray *starts; /* guint: the first row of each page */
  CndDrawing drawing; /* of the page at hand */
} Sheet;

/* ---- Places, whatever the direction --------------------------------------------------- */

static double
place (const Sheet *sheet, double x)
{
  return sheet->rtl ? CND_PAGE_WIDTH - x : x;
}

/* From the side where lines begin. */
static void
put_start (Sheet *sheet, const char *text, double size, gboolean bold, double x, double y, CndInk ink, double width)
{
  cnd_drawing_put_within (&sheet->drawing, "label", text, size, bold, place (sheet, x), y, sheet->rtl ? CND_ALIGN_END : CND_ALIGN_START,
                          ink, width);
}

static void
put_end (Sheet *sheet, const char *text, double size, double x, double y, CndInk ink)
{
  cnd_drawing_put (&sheet->drawing, "label", text, size, FALSE, place (sheet, x), y, sheet->rtl ? CND_ALIGN_START : CND_ALIGN_END, ink);
}

/* Digits line up at the right in every language. */
static void
put_number (Sheet *sheet, const char *text, double size, gboolean bold, const CndWorksheetColumn *column, double y, CndInk ink)
{
  double right = sheet->rtl ? place (sheet, column->x) : column->x + column->width;

  cnd_drawing_put (&sheet->drawing, "label", text, size, bold, right, y, CND_ALIGN_END, ink);
}

/* Boxes stand out of the columns by this much, and rules with them. */
#define OUTSET 4.0

static void
draw_line (Sheet *sheet, double x1, double x2, double y, CndInk ink, double width)
{
  cnd_drawing_add_line (&sheet->drawing, "rule", MIN (place (sheet, x1), place (sheet, x2)), y, MAX (place (sheet, x1), place (sheet, x2)), y,
                        ink, width);
}

/* ---- Rows ----------------------------------------------------------------------------- */

/* In two lines where one is too short. */
static void
put_settings (Sheet *sheet, const char *text, const CndWorksheetColumn *column, double middle)
{
  glong length = g_utf8_strlen (text, -1);
  const char *center = g_utf8_offset_to_pointer (text, length / 2), *cut = NULL;
  g_autofree char *first = NULL;

  if (cnd_ruler_measure (&sheet->drawing.ruler, text, TEXT, FALSE) <= column->width)
    {
      put_start (sheet, text, TEXT, FALSE, column->x, middle + BASELINE, CND_INK_TEXT, column->width);
      return;
    }
  for (const char *p = strchr (text, ' '); p; p = strchr (p + 1, ' '))
    if (!cut || ABS (p - center) < ABS (cut - center))
      cut = p;
  if (!cut)
    {
      put_start (sheet, text, SMALL, FALSE, column->x, middle + BASELINE, CND_INK_TEXT, column->width);
      return;
    }
  first = g_strndup (text, (gsize) (cut - text));
  put_start (sheet, first, SMALL, FALSE, column->x, middle - 2, CND_INK_TEXT, column->width);
  put_start (sheet, cut + 1, SMALL, FALSE, column->x, middle + 10, CND_INK_TEXT, column->width);
}

static void
draw_box (Sheet *sheet, const CndWorksheetColumn *column, double middle)
{
  double x = MIN (place (sheet, column->x), place (sheet, column->x + column->width));
  CndRect box = { x - OUTSET, middle - ROW_HEIGHT / 2 + 3, column->width + 2 * OUTSET, ROW_HEIGHT - 6 };

  cnd_scene_builder_add_rect (sheet->drawing.builder, "field", box, 2, CND_INK_NONE, CND_INK_DIM, 0.6);
}

static void
draw_asked (Sheet *sheet, const CndWorksheetColumn *column, const char *text, double middle)
{
  draw_box (sheet, column, middle);
  if (sheet->options->answers)
    put_number (sheet, text, TEXT, TRUE, column, middle + BASELINE, CND_INK_TEXT);
}

/* @row: (nullable): the total has none */
static void
draw_cell (Sheet *sheet, guint index, const CndSummaryRow *row, const CndWorksheetColumn *column, double middle)
{
  guint n_rows;
  const CndSheetRow *cells = cnd_sheet_get_rows (sheet->table.sheet, &n_rows);
  const char *text = cnd_sheet_row_get_cell (&cells[index], column->cell);
  gboolean heads = row == NULL || row->open;

  if (!row && column->cell == CND_WORKSHEET_OUTPUT)
    return; /* not a sum */
  if (column->cell == G_MAXUINT)
    {
      if (row)
        put_settings (sheet, g_ptr_array_index (sheet->table.settings, index), column, middle);
    }
  else if (column->asked && (row == NULL || (!row->open && row->layer != 0)))
    draw_asked (sheet, column, text, middle);
  else if (column->asked && row && row->layer == 0 && column->cell != CND_WORKSHEET_OUTPUT)
    return; /* the input is given; it costs nothing */
  else if (column->number)
    put_number (sheet, text, TEXT, heads, column, middle + BASELINE, CND_INK_TEXT);
  else if (column->cell == CND_WORKSHEET_NAME)
    {
      double indent = row ? row->indent * sheet->table.indent : 0;

      put_start (sheet, row ? row->label : text, TEXT, heads, column->x + indent, middle + BASELINE, CND_INK_TEXT, column->width - indent);
    }
  else
    put_start (sheet, text, TEXT, FALSE, column->x, middle + BASELINE, heads ? CND_INK_DIM : CND_INK_TEXT, column->width);
}

static void
draw_row (Sheet *sheet, guint index, double y)
{
  const CndSummaryRow *row = index < sheet->table.rows->len ? &g_array_index (sheet->table.rows, CndSummaryRow, index) : NULL;

  if (!row)
    draw_line (sheet, MARGIN - OUTSET, CND_PAGE_WIDTH - MARGIN + OUTSET, y, CND_INK_TEXT, 1);
  for (guint c = 0; c < sheet->table.n_columns; c++)
    draw_cell (sheet, index, row, &sheet->table.columns[c], y + ROW_HEIGHT / 2);
  if (row)
    draw_line (sheet, MARGIN - OUTSET, CND_PAGE_WIDTH - MARGIN + OUTSET, y + ROW_HEIGHT, CND_INK_FRAME_LINE, 0.4);
}

static void
draw_headings (Sheet *sheet, double y)
{
  for (guint c = 0; c < sheet->table.n_columns; c++)
    {
      const CndWorksheetColumn *column = &sheet->table.columns[c];

      if (column->number)
        put_number (sheet, column->title, TEXT, TRUE, column, y + HEAD_HEIGHT - 8, CND_INK_TEXT);
      else
        put_start (sheet, column->title, TEXT, TRUE, column->x, y + HEAD_HEIGHT - 8, CND_INK_TEXT, column->width);
    }
  draw_line (sheet, MARGIN - OUTSET, CND_PAGE_WIDTH - MARGIN + OUTSET, y + HEAD_HEIGHT, CND_INK_TEXT, 1);
}

/* ---- Head and foot of a page ---------------------------------------------------------- */

/* "Convention: FLOPs · Stage: 2" */
static char *
describe_facts (const Sheet *sheet)
{
  CndReport *report = sheet->table.report;
  const char *convention = cnd_analysis_get_convention_title (cnd_report_get_convention (report));
  guint condensation = cnd_report_get_condensation (report);
  g_autofree char *stage = cnd_analysis_format_stage (cnd_report_get_stage (report), condensation);
  g_autofree char *digits = cnd_base_convert_digits (sheet->options->numbers, stage);

  if (condensation < 2)
    return g_strdup_printf (_("Convention: %s"), convention);
  /* Translators: a convention, and a stage of learned group convolutions: "dense", "2", "final" */
  return g_strdup_printf (_("Convention: %s · Stage: %s"), convention, g_ascii_isdigit (*stage) ? digits : _(stage));
}

/* A word, and a line to write on. */
static void
draw_blank_line (Sheet *sheet, const char *word, double from, double to, double y)
{
  double width = cnd_ruler_measure (&sheet->drawing.ruler, word, TEXT, FALSE);

  put_start (sheet, word, TEXT, FALSE, from, y, CND_INK_TEXT, to - from);
  draw_line (sheet, from + width + 8, to, y + 3, CND_INK_DIM, 0.8);
}

static const char *
get_kind_of_sheet (const Sheet *sheet)
{
  return sheet->options->answers ? _("Answer key") : _("Worksheet");
}

static void
draw_title (Sheet *sheet)
{
  g_autofree char *facts = describe_facts (sheet);
  const double middle = MARGIN + (CND_PAGE_WIDTH - 2 * MARGIN) * 0.62;

  put_start (sheet, sheet->name, TITLE_SIZE, TRUE, MARGIN, 66, CND_INK_TEXT, CND_PAGE_WIDTH - 2 * MARGIN - 150);
  put_end (sheet, get_kind_of_sheet (sheet), TITLE_SIZE * 0.8, CND_PAGE_WIDTH - MARGIN, 66, CND_INK_DIM);
  put_start (sheet, facts, TEXT, FALSE, MARGIN, 88, CND_INK_DIM, CND_PAGE_WIDTH - 2 * MARGIN);
  if (sheet->options->answers)
    return;
  draw_blank_line (sheet, _("Name:"), MARGIN, middle - 24, 126);
  draw_blank_line (sheet, _("Date:"), middle, CND_PAGE_WIDTH - MARGIN, 126);
  if (sheet->options->blanks)
    put_start (sheet, _("Compute what belongs in the boxes."), TEXT, FALSE, MARGIN, 154, CND_INK_TEXT, CND_PAGE_WIDTH - 2 * MARGIN);
}

static void
draw_foot (Sheet *sheet, guint page)
{
  g_autofree char *number = cnd_base_format_count (sheet->options->numbers, page + 1);
  g_autofree char *all = cnd_base_format_count (sheet->options->numbers, sheet->starts->len);
  /* Translators: the number of a page, and how many there are */
  g_autofree char *text = g_strdup_printf (_("%s of %s"), number, all);
  g_autofree char *name = g_strdup_printf ("%s · %s", sheet->name, get_kind_of_sheet (sheet));

  put_start (sheet, name, SMALL, FALSE, MARGIN, CND_PAGE_HEIGHT - FOOT, CND_INK_DIM, CND_PAGE_WIDTH - 2 * MARGIN - 100);
  put_end (sheet, text, SMALL, CND_PAGE_WIDTH - MARGIN, CND_PAGE_HEIGHT - FOOT, CND_INK_DIM);
}

/* ---- Pages ---------------------------------------------------------------------------- */

/* A block's name does not stand alone at the foot of a page. */
static void
break_pages (Sheet *sheet)
{
  const guint n_rows = sheet->table.rows->len + 1;
  guint row = 0;

  while (row < n_rows)
    {
      double top = sheet->starts->len == 0 ? FIRST_TOP : NEXT_TOP;
      guint room = (guint) ((BOTTOM - top - HEAD_HEIGHT) / ROW_HEIGHT), end = MIN (row + room, n_rows);

      while (end < n_rows && end > row + 1 && g_array_index (sheet->table.rows, CndSummaryRow, end - 1).open)
        end--;
      g_array_append_val (sheet->starts, row);
      row = end;
    }
}

static CndScene *
draw_page (Sheet *sheet, guint page)
{
  guint first = g_array_index (sheet->starts, guint, page);
  guint end = page + 1 < sheet->starts->len ? g_array_index (sheet->starts, guint, page + 1) : sheet->table.rows->len + 1;
  double y = page == 0 ? FIRST_TOP : NEXT_TOP;
  CndScene *scene;

  cnd_drawing_init (&sheet->drawing, CND_THEME_LIGHT, sheet->options->numbers, sheet->measure, sheet->measure_data);
  if (page == 0)
    draw_title (sheet);
  draw_headings (sheet, y);
  y += HEAD_HEIGHT;
  for (guint row = first; row < end; row++, y += ROW_HEIGHT)
    draw_row (sheet, row, y);
  draw_foot (sheet, page);
  scene = cnd_scene_builder_seal (sheet->drawing.builder, (CndRect){ 0, 0, CND_PAGE_WIDTH, CND_PAGE_HEIGHT }, sheet->name,
                                  get_kind_of_sheet (sheet), NULL, (CndPoint){ 0, 0 });
  cnd_drawing_clear (&sheet->drawing);
  return scene;
}

GPtrArray *
cnd_scene_new_worksheet (CndReport *report, const CndWorksheetOptions *options, CndMeasureText measure, gpointer measure_data)
{
  GPtrArray *pages = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_scene_unref);
  g_auto (CndRuler) ruler = { NULL };
  g_auto (CndWorksheetTable) table = { NULL };
  Sheet sheet = { .options = options, .measure = measure, .measure_data = measure_data };

  cnd_ruler_init (&ruler, measure, measure_data);
  cnd_worksheet_table_init (&table, report, options, &ruler);
  sheet.table = table;
  sheet.name = cnd_network_dup_name (cnd_report_get_network (report));
  sheet.rtl = cnd_scene_is_rtl (_("Worksheet"));
  sheet.starts = g_array_new (FALSE, FALSE, sizeof (guint));
  break_pages (&sheet);
  for (guint page = 0; page < sheet.starts->len; page++)
    g_ptr_array_add (pages, draw_page (&sheet, page));
  g_array_unref (sheet.starts);
  g_free (sheet.name);
  return pages;
}
