/* condenser-cli worksheet: a model's layers as a table to fill in, and its answer key, as PDF. */
#include "config.h"

#include "picture-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *output, *blank, *digits;
  gboolean answers, picture;
  int depth;
} SheetOptions;

static void
sheet_options_clear (SheetOptions *options)
{
  g_free (options->output);
  g_free (options->blank);
  g_free (options->digits);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SheetOptions, sheet_options_clear)

static void
add_options (CndParser *parser, SheetOptions *options)
{
  GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("File to write; - is standard output"), N_("OUT.pdf") },
    { "blank", 0, 0, G_OPTION_ARG_STRING, &options->blank,
      N_("Columns to fill in: output, parameters, macs, operations; several with commas (parameters,macs)"), N_("COLUMNS") },
    { "answers", 0, 0, G_OPTION_ARG_NONE, &options->answers, N_("The answer key: the same pages with the columns filled in"), NULL },
    { "picture", 0, 0, G_OPTION_ARG_NONE, &options->picture, N_("Add the model’s diagram as the last page"), NULL },
    { "depth", 0, 0, G_OPTION_ARG_INT, &options->depth, N_("Fold blocks deeper than N blocks into a row each; 0 leaves none open, 99 opens all"), "N" },
    { "digits", 0, 0, G_OPTION_ARG_STRING, &options->digits, N_("Digits: latin or persian (latin)"), N_("DIGITS") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

static gboolean
read_blanks (const CndCommand *command, const char *text, guint *blanks, int *status)
{
  static const struct
  {
    const char *name;
    guint blank;
  } columns[] = {
    { "output", CND_BLANK_OUTPUT },
    { "parameters", CND_BLANK_PARAMETERS },
    { "macs", CND_BLANK_MACS },
    { "operations", CND_BLANK_OPERATIONS },
  };
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  *blanks = 0;
  for (guint i = 0; words[i]; i++)
    {
      guint c = 0;

      while (c < G_N_ELEMENTS (columns) && !g_str_equal (words[i], columns[c].name))
        c++;
      if (c == G_N_ELEMENTS (columns))
        {
          *status = cnd_cli_misuse (command, _("unknown column “%s”: there are output, parameters, macs and operations"), words[i]);
          return FALSE;
        }
      *blanks |= columns[c].blank;
    }
  return TRUE;
}

static gboolean
read_options (const CndCommand *command, const SheetOptions *options, CndWorksheetOptions *sheet, int *status)
{
  gboolean persian = g_strcmp0 (options->digits, "persian") == 0;

  if (!read_blanks (command, options->blank ? options->blank : "parameters,macs", &sheet->blanks, status))
    return FALSE;
  if (options->output == NULL)
    *status = cnd_cli_misuse (command, _("worksheet needs -o FILE (or -o - for standard output)"));
  else if (options->digits && !persian && !g_str_equal (options->digits, "latin"))
    *status = cnd_cli_misuse (command, _("unknown digits “%s”: there are latin and persian"), options->digits);
  else if (options->depth < 0)
    *status = cnd_cli_misuse (command, _("--depth takes a number from 0 upward"));
  else if (options->picture && (sheet->blanks & CND_BLANK_OUTPUT))
    *status = cnd_cli_misuse (command, _("--picture would give the column output away: the diagram shows shapes"));
  else
    {
      sheet->answers = options->answers;
      sheet->depth = (guint) options->depth;
      sheet->numbers = (CndNumberStyle){ .digits = persian ? CND_DIGITS_PERSIAN : CND_DIGITS_LATIN, .group = TRUE, .isolate = persian };
      return TRUE;
    }
  return FALSE;
}

static gboolean
add_picture (const CndSubject *subject, const CndWorksheetOptions *sheet, GPtrArray *pages, GError **error)
{
  const CndPictureOptions picture = CND_PICTURE_OPTIONS_INIT;
  CndPictureStyle style = { .scene = cnd_scene_default_options, .depth = -1 };
  CndScene *scene;

  style.scene.theme = CND_THEME_PRINT;
  style.scene.show_counts = sheet->answers ? CND_SHOW_NO_COUNTS : CND_SHOW_COVERED;
  style.scene.fold_aspect = CND_PAGE_WIDTH / CND_PAGE_HEIGHT;
  style.scene.numbers = sheet->numbers;
  scene = cnd_cli_make_scene (subject, &picture, &style, error);
  if (scene)
    g_ptr_array_add (pages, scene);
  return scene != NULL;
}

static int
write_sheet (const CndSubject *subject, const CndWorksheetOptions *sheet, const SheetOptions *options)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (GPtrArray) pages = cnd_scene_new_worksheet (subject->report, sheet, cnd_paint_measure_text, meter);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data;

  if (options->picture && !add_picture (subject, sheet, pages, &error))
    return cnd_cli_fail (error);
  bytes = cnd_paint_write_pages (pages, &error);
  if (bytes == NULL)
    return cnd_cli_fail (error);
  data = g_bytes_get_data (bytes, &length);
  return cnd_formats_save_file (options->output, data, length, NULL, &error) ? CND_EXIT_GOOD : cnd_cli_fail (error);
}

static int
run_worksheet (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (CndModelOptions) model = { NULL };
  g_auto (SheetOptions) options = { .depth = G_MAXINT };
  g_auto (CndSubject) subject = { NULL };
  g_autoptr (GError) error = NULL;
  CndWorksheetOptions sheet = { 0 };
  int status;

  add_options (parser, &options);
  cnd_cli_add_model_options (parser, &model);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status) || !read_options (command, &options, &sheet, &status))
    return status;
  if (!cnd_cli_subject_load (&subject, cnd_cli_parser_get_arguments (parser, NULL)[0], &model, &error))
    return cnd_cli_fail (error);
  return write_sheet (&subject, &sheet, &options);
}

const CndCommand cnd_cli_worksheet = {
  "worksheet",
  N_("FILE[:PRESET] -o OUT.pdf"),
  N_("Writes a model’s layers as a worksheet for a class, or its answer key."),
  N_("A PDF of A4 pages with a box for every figure that is asked for, and a line for a name.\n"
     "Operations are left out where multiply-adds are asked for, which they would give away.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli worksheet vgg16 -o vgg16.pdf\n"
     "  condenser-cli worksheet vgg16 -o vgg16-answers.pdf --answers\n"
     "  condenser-cli worksheet googlenet -o googlenet.pdf --blank output --depth 0"),
  run_worksheet,
};
