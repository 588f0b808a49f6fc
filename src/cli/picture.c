/* Options of pictures, read and checked; the scene that they ask for, and its file. */
#include "config.h"

#include "picture-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SMALLEST_SCALE 0.01
#define LARGEST_SCALE 64.0
#define MAX_MISS 1.6 /* of the shape that was asked for */

void
cnd_picture_options_clear (CndPictureOptions *options)
{
  g_clear_pointer (&options->direction, g_free);
  g_clear_pointer (&options->fold, g_free);
  g_clear_pointer (&options->dense, g_free);
  g_clear_pointer (&options->theme, g_free);
  g_clear_pointer (&options->labels, g_free);
  g_clear_pointer (&options->open, g_strfreev);
  g_clear_pointer (&options->select, g_strfreev);
}

void
cnd_cli_add_layout_options (CndParser *parser, CndPictureOptions *options)
{
  GOptionEntry entries[] = {
    { "direction", 0, 0, G_OPTION_ARG_STRING, &options->direction, N_("Where the data flows: down or right"),
      N_("DIRECTION") },
    { "fold", 0, 0, G_OPTION_ARG_STRING, &options->fold,
      N_("Fold into columns that fill this shape, for example 16:9; none: one strip"), N_("WIDTH:HEIGHT") },
    { "dense", 0, 0, G_OPTION_ARG_STRING, &options->dense,
      N_("Dense connectivity as lanes or as arcs; where more than ten boxes are connected there are always lanes"), N_("STYLE") },
    { "depth", 0, 0, G_OPTION_ARG_INT, &options->depth, N_("Collapse blocks that lie deeper than N blocks; 0 leaves none open, 99 opens all"),
      "N" },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

void
cnd_cli_add_theme_option (CndParser *parser, CndPictureOptions *options)
{
  GOptionEntry entries[] = {
    { "theme", 0, 0, G_OPTION_ARG_STRING, &options->theme,
      N_("Colours: light, dark, print, high-contrast, or auto for an SVG that is light or dark as its viewer is"),
      N_("THEME") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

void
cnd_cli_add_style_options (CndParser *parser, CndPictureOptions *options)
{
  GOptionEntry entries[] = {
    { "labels", 0, 0, G_OPTION_ARG_STRING, &options->labels,
      N_("What the boxes say besides: parameters, macs, both or none, and ids; several with commas"), N_("LABELS") },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &options->no_legend, N_("Leave out the legend"), NULL },
    { NULL },
  };

  cnd_cli_add_theme_option (parser, options);
  cnd_cli_parser_add (parser, entries);
}

/* ---- Reading the options ------------------------------------------------------------ */

static gboolean
parse_fold (const char *text, double *aspect)
{
  char *end;
  double width, height;

  *aspect = 0;
  if (g_str_equal (text, "none"))
    return TRUE;
  width = g_ascii_strtod (text, &end);
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
read_flow (const CndCommand *command, const char *direction, CndFlow *flow, int *status)
{
  if (direction == NULL)
    return TRUE;
  if (!g_str_equal (direction, "right") && !g_str_equal (direction, "down"))
    {
      *status = cnd_cli_misuse (command, _("unknown direction “%s”: there are down and right"), direction);
      return FALSE;
    }
  *flow = g_str_equal (direction, "right") ? CND_FLOW_RIGHT : CND_FLOW_DOWN;
  return TRUE;
}

static gboolean
read_dense (const CndCommand *command, const char *dense, CndDenseStyle *style, int *status)
{
  if (dense == NULL)
    return TRUE;
  if (!g_str_equal (dense, "lanes") && !g_str_equal (dense, "arcs"))
    {
      *status = cnd_cli_misuse (command, _("unknown style “%s” of dense connectivity: there are lanes and arcs"), dense);
      return FALSE;
    }
  *style = g_str_equal (dense, "arcs") ? CND_DENSE_ARCS : CND_DENSE_LANES;
  return TRUE;
}

static gboolean
read_labels (const CndCommand *command, const char *labels, CndSceneOptions *scene, int *status)
{
  static const struct
  {
    const char *name;
    CndShowCounts counts;
  } choices[] = { { "none", CND_SHOW_NO_COUNTS }, { "parameters", CND_SHOW_PARAMETERS }, { "macs", CND_SHOW_MACS },
                  { "both", CND_SHOW_BOTH_COUNTS } };
  g_auto (GStrv) words = g_strsplit (labels != NULL ? labels : "", ",", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint k = 0;

      if (g_str_equal (words[i], "ids"))
        {
          scene->show_ids = TRUE;
          continue;
        }
      while (k < G_N_ELEMENTS (choices) && !g_str_equal (words[i], choices[k].name))
        k++;
      if (k == G_N_ELEMENTS (choices))
        {
          *status = cnd_cli_misuse (command, _("unknown labels “%s”: there are none, parameters, macs, both and ids"),
                                    words[i]);
          return FALSE;
        }
      scene->show_counts = choices[k].counts;
    }
  return TRUE;
}

static gboolean
read_theme (const CndCommand *command, const char *theme, CndPictureStyle *style, int *status)
{
  g_autoptr (GError) error = NULL;

  style->adaptive = g_strcmp0 (theme, "auto") == 0;
  if (theme == NULL || style->adaptive || cnd_scene_parse_theme (theme, &style->scene.theme, &error))
    return TRUE;
  CndProblem problem = { .found = theme, .expected = "light, dark, print, high-contrast, auto", .hint = cnd_base_get_problem (error)->hint };
  g_autoptr (GError) with_auto = NULL;

  cnd_base_set_problem (&with_auto, CND_ERROR_VALUE, &problem, "%s", error->message);
  *status = cnd_cli_fail (with_auto);
  return FALSE;
}

gboolean
cnd_cli_read_picture_style (const CndCommand *command, const CndPictureOptions *options,
                            CndPictureStyle *style, int *status)
{
  *style = (CndPictureStyle){ cnd_scene_default_options, FALSE, options->depth };
  style->scene.language = g_get_language_names ()[0];
  if (g_str_has_prefix (style->scene.language, "fa"))
    style->scene.numbers = (CndNumberStyle){ .digits = CND_DIGITS_PERSIAN, .group = TRUE, .isolate = TRUE };
  style->scene.show_legend = !options->no_legend;
  if (options->depth < -1)
    {
      *status = cnd_cli_misuse (command, _("--depth takes a number from 0 upward"));
      return FALSE;
    }
  if (options->fold && !parse_fold (options->fold, &style->scene.fold_aspect))
    {
      *status = cnd_cli_misuse (command, _("--fold takes WIDTH:HEIGHT, for example 16:9, not “%s”"), options->fold);
      return FALSE;
    }
  return read_flow (command, options->direction, &style->scene.flow, status)
         && read_dense (command, options->dense, &style->scene.dense, status)
         && read_labels (command, options->labels, &style->scene, status)
         && read_theme (command, options->theme, style, status);
}

gboolean
cnd_cli_read_format (const CndCommand *command, const char *name, CndFormat *format, int *status)
{
  g_autofree char *file = g_strconcat ("x.", name, NULL); /* the same rule as for endings */

  if (cnd_paint_parse_format (file, format, NULL))
    return TRUE;
  *status = cnd_cli_misuse (command, _("unknown format “%s”: there are svg, png and pdf"), name);
  return FALSE;
}

gboolean
cnd_cli_check_picture (const CndCommand *command, const CndPictureStyle *style, CndFormat format, double scale,
                       int *status)
{
  const char *problem = NULL;

  if (!isfinite (scale) || scale < SMALLEST_SCALE || scale > LARGEST_SCALE)
    problem = _("--scale takes pixels a unit, from 0.01 to 64");
  else if (style->adaptive && format != CND_FORMAT_SVG)
    problem = _("--theme auto is for SVG only: PNG and PDF cannot follow their viewer");
  if (problem)
    *status = cnd_cli_misuse (command, "%s", problem);
  return problem == NULL;
}

/* ---- Drawing ------------------------------------------------------------------------ */

void
cnd_cli_tell_fold (const CndScene *scene, const char *fold)
{
  double ratio = cnd_scene_get_layout (scene)->aspect_ratio;
  g_autofree char *note = NULL;

  if (ratio <= MAX_MISS && ratio >= 1 / MAX_MISS)
    return;
  if (ratio > 1)
    note = g_strdup_printf (_("the picture is %.1f times as wide as --fold %s asks for: there is no better place to fold it"), ratio, fold);
  else
    note = g_strdup_printf (_("the picture is %.1f times as high as --fold %s asks for: there is no better place to fold it"), 1 / ratio, fold);
  cnd_cli_note (note);
}

void
cnd_cli_tell_dense (const CndScene *scene, CndDenseStyle dense)
{
  if (dense == CND_DENSE_ARCS && cnd_scene_get_layout (scene)->n_lanes > 0)
    cnd_cli_note (_("--dense arcs is for dense blocks of at most eight layers in one column: larger ones were drawn with lanes"));
}

CndScene *
cnd_cli_make_scene (const CndSubject *subject, const CndPictureOptions *options, const CndPictureStyle *style,
                    GError **error)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (CndView) view = cnd_cli_make_view (subject, options, style->depth, error);
  g_autofree char *part = cnd_cli_dup_part_name (options);
  CndSceneOptions scene = style->scene;

  if (view == NULL)
    return NULL;
  scene.part = part;
  return cnd_scene_new_graph (view, subject->report, &scene, cnd_paint_measure_text, meter);
}

gboolean
cnd_cli_write_scene (const CndScene *scene, const CndPictureStyle *style, CndFormat format, double scale,
                     const char *path, char **note, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *data;
  gsize length;

  *note = NULL;
  if (style->adaptive)
    bytes = cnd_paint_write_svg_adaptive (scene);
  else
    bytes = cnd_paint_write (scene, format, format == CND_FORMAT_PNG ? scale : 1, note, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return cnd_formats_save_file (path, data, length, NULL, error);
}
