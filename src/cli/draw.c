/* condenser-cli draw: a model's layer graph as SVG, PNG or PDF. */
#include "config.h"

#include "cli-private.h"

#include "formats/formats.h"
#include "paint/paint.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  char *output, *format, *theme, *direction, *fold;
  int depth; /* -1: as the application opens it */
  gboolean no_counts, counts, no_legend;
  double scale;
} DrawOptions;

static void
draw_options_clear (DrawOptions *options)
{
  g_free (options->output);
  g_free (options->format);
  g_free (options->theme);
  g_free (options->direction);
  g_free (options->fold);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DrawOptions, draw_options_clear)

static void
add_options (CndParser *parser, DrawOptions *options)
{
  GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output,
      N_("File to write; its ending tells the format; - is standard output"), N_("OUT.svg|png|pdf") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &options->format, N_("Format, whatever the file’s ending: svg, png or pdf"),
      N_("FORMAT") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options->theme, N_("Colours: light, dark, print or high-contrast"),
      N_("THEME") },
    { "direction", 0, 0, G_OPTION_ARG_STRING, &options->direction, N_("Where the data flows: down or right"),
      N_("DIRECTION") },
    { "fold", 0, 0, G_OPTION_ARG_STRING, &options->fold, N_("Fold into columns that fill this shape, for example 16:9"),
      N_("WIDTH:HEIGHT") },
    { "depth", 0, 0, G_OPTION_ARG_INT, &options->depth, N_("Collapse blocks that lie deeper than N blocks (0: all)"),
      "N" },
    { "counts", 0, 0, G_OPTION_ARG_NONE, &options->counts, N_("Show parameters and multiply-adds in the boxes"), NULL },
    { "no-counts", 0, 0, G_OPTION_ARG_NONE, &options->no_counts, N_("Leave them out"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &options->no_legend, N_("Leave out the legend"), NULL },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options->scale, N_("Pixels a unit, for PNG"), N_("SCALE") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

/* ---- Reading the options ------------------------------------------------------------ */

static gboolean
parse_fold (const char *text, double *aspect)
{
  char *end;
  double width = g_ascii_strtod (text, &end), height;

  if (end == text || *end != ':')
    return FALSE;
  text = end + 1;
  height = g_ascii_strtod (text, &end);
  if (end == text || *end != '\0')
    return FALSE;
  *aspect = width / height;
  return width > 0 && height > 0 && isfinite (*aspect) && *aspect > 0;
}

static gboolean
read_format (const CndCommand *command, const DrawOptions *options, CndFormat *format, int *status)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (options->format)
    name = g_strconcat ("x.", options->format, NULL); /* the same rule as for endings */
  else
    name = g_strdup (g_str_equal (options->output, "-") ? "x.svg" : options->output);
  if (cnd_paint_parse_format (name, format, &error))
    return TRUE;
  if (options->format)
    *status = cnd_cli_misuse (command, _("unknown format “%s”: there are svg, png and pdf"), options->format);
  else
    *status = cnd_cli_fail (error);
  return FALSE;
}

static gboolean
read_style (const CndCommand *command, const DrawOptions *options, CndSceneOptions *style, int *status)
{
  g_autoptr (GError) error = NULL;

  *style = cnd_scene_default_options;
  style->language = g_get_language_names ()[0];
  if (g_str_has_prefix (style->language, "fa"))
    style->numbers.digits = CND_DIGITS_PERSIAN;
  if (options->counts || options->no_counts)
    style->show_counts = options->counts;
  if (options->no_legend)
    style->show_legend = FALSE;
  if (options->theme && !cnd_scene_parse_theme (options->theme, &style->theme, &error))
    {
      *status = cnd_cli_fail (error);
      return FALSE;
    }
  if (g_strcmp0 (options->direction, "right") == 0)
    style->flow = CND_FLOW_RIGHT;
  else if (g_strcmp0 (options->direction, "down") == 0)
    style->flow = CND_FLOW_DOWN;
  else if (options->direction)
    {
      *status = cnd_cli_misuse (command, _("unknown direction “%s”: there are down and right"), options->direction);
      return FALSE;
    }
  if (options->fold && !parse_fold (options->fold, &style->fold_aspect))
    {
      *status = cnd_cli_misuse (command, _("--fold takes WIDTH:HEIGHT, for example 16:9, not “%s”"), options->fold);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_options (const CndCommand *command, const DrawOptions *options, int *status)
{
  const char *problem = NULL;

  if (options->output == NULL)
    problem = _("draw needs -o FILE (or -o - for standard output)");
  else if (options->counts && options->no_counts)
    problem = _("choose one of --counts and --no-counts");
  else if (options->depth < -1)
    problem = _("--depth takes a number from 0 upward");
  else if (!isfinite (options->scale) || options->scale <= 0)
    problem = _("--scale takes a number greater than 0");
  if (problem)
    *status = cnd_cli_misuse (command, "%s", problem);
  return problem == NULL;
}

/* ---- Drawing ------------------------------------------------------------------------ */

static CndScene *
make_scene (const CndSubject *subject, const CndSceneOptions *style, int depth)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (CndView) view
    = depth < 0 ? cnd_layout_view_new (subject->network, cnd_layout_is_open_by_default, NULL)
                : cnd_layout_view_new (subject->network, cnd_layout_is_open_to_depth, GUINT_TO_POINTER ((guint) depth));

  return cnd_scene_new_graph (view, subject->report, style, cnd_paint_measure_text, meter);
}

static int
write_picture (const CndScene *scene, CndFormat format, double scale, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  g_autoptr (GBytes) bytes = cnd_paint_write (scene, format, format == CND_FORMAT_PNG ? scale : 1, &note, &error);
  const char *data;
  gsize length;

  if (bytes == NULL)
    return cnd_cli_fail (error);
  data = g_bytes_get_data (bytes, &length);
  if (!cnd_formats_save_file (path, data, length, NULL, &error))
    return cnd_cli_fail (error);
  if (note)
    cnd_cli_note (note);
  return CND_EXIT_GOOD;
}

static int
run_draw (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (CndModelOptions) model = { NULL };
  g_auto (DrawOptions) options = { .depth = -1, .scale = 1 };
  g_auto (CndSubject) subject = { NULL };
  g_autoptr (CndScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  CndSceneOptions style;
  CndFormat format;
  int status;

  add_options (parser, &options);
  cnd_cli_add_model_options (parser, &model);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status) || !check_options (command, &options, &status)
      || !read_format (command, &options, &format, &status) || !read_style (command, &options, &style, &status))
    return status;
  if (!cnd_cli_subject_load (&subject, cnd_cli_parser_get_arguments (parser, NULL)[0], &model, &error))
    return cnd_cli_fail (error);
  scene = make_scene (&subject, &style, options.depth);
  return write_picture (scene, format, options.scale, options.output);
}

const CndCommand cnd_cli_draw = {
  "draw",
  N_("FILE[:PRESET] -o OUT.svg|png|pdf"),
  N_("Draws a model’s layer graph as SVG, PNG or PDF."),
  N_("Repeated layers of dense blocks are one box each unless --depth says otherwise.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli draw vgg16 -o vgg16.svg\n"
     "  condenser-cli draw googlenet -o googlenet.pdf --direction right --fold 16:9\n"
     "  condenser-cli draw condensenet:86 -o - --theme dark --depth 1 > condensenet.svg"),
  run_draw,
};
