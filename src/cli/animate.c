/* condenser-cli animate: a layer of a run from stage to stage, as one SVG that moves by itself. */
#include "config.h"

#include "view-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *output, *layer, *color;
  gboolean once;
} AnimateOptions;

static void
animate_options_clear (AnimateOptions *options)
{
  g_free (options->output);
  g_free (options->layer);
  g_free (options->color);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AnimateOptions, animate_options_clear)

static void
add_options (CndParser *parser, AnimateOptions *options)
{
  GOptionEntry entries[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options->output, N_("File to write; - is standard output"), N_("OUT.svg") },
    { "layer", 0, 0, G_OPTION_ARG_STRING, &options->layer, N_("Layer to show (the first with learned groups)"), N_("LAYER") },
    { "color", 0, 0, G_OPTION_ARG_STRING, &options->color, N_("What cells show: magnitude, signed, importance or kept (magnitude)"), N_("WHAT") },
    { "once", 0, 0, G_OPTION_ARG_NONE, &options->once, N_("Play once and stop at the end, instead of again and again"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

static int
animate (const AnimateOptions *options, const CndPictureStyle *style, const char *name)
{
  g_auto (CndViewSubject) subject = { NULL };
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  g_autoptr (CndScene) scene = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  CndMatrixOptions matrix = cnd_scene_default_matrix_options;
  guint learned;
  gsize length;
  const char *data;

  matrix.theme = style->scene.theme;
  matrix.numbers = style->scene.numbers;
  subject.recording = cnd_recording_load (name, &error);
  if (subject.recording == NULL)
    return cnd_cli_fail (error);
  subject.network = cnd_recording_get_network (subject.recording);
  if ((options->color != NULL && !cnd_scene_parse_shade (options->color, &matrix.shade, &error))
      || !cnd_cli_find_learned_layer (&subject, options->layer, &learned, &error))
    return cnd_cli_fail (error);
  scene = cnd_scene_new_matrix_frames (subject.recording, learned, &matrix, cnd_paint_measure_text, meter);
  bytes = cnd_paint_write_svg_animated (scene, !options->once);
  data = g_bytes_get_data (bytes, &length);
  if (!cnd_formats_save_file (options->output, data, length, NULL, &error))
    return cnd_cli_fail (error);
  return CND_EXIT_GOOD;
}

static int
run_animate (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  g_auto (AnimateOptions) options = { NULL };
  g_auto (CndPictureOptions) picture = CND_PICTURE_OPTIONS_INIT;
  CndPictureStyle style;
  int status;

  add_options (parser, &options);
  cnd_cli_add_theme_option (parser, &picture);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status) || !cnd_cli_read_picture_style (command, &picture, &style, &status))
    return status;
  if (options.output == NULL)
    return cnd_cli_misuse (command, _("animate needs -o FILE (or -o - for standard output)"));
  if (style.adaptive)
    return cnd_cli_misuse (command, _("animate takes one of the themes light, dark, print and high-contrast"));
  return animate (&options, &style, cnd_cli_parser_get_arguments (parser, NULL)[0]);
}

const CndCommand cnd_cli_animate = {
  "animate",
  N_("RUN -o OUT.svg"),
  N_("Draws how a layer of a run is condensed, as one SVG that moves."),
  N_("The stages follow each other: what the weights came to, which inputs each group then\n"
     "drops, and what is left. Browsers play the file without any script; viewers that know\n"
     "no animation, and people who asked for less motion, see the last stage.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli animate classroom.safetensors -o condensing.svg --layer 2.1\n"
     "  condenser-cli animate classroom.safetensors -o condensing.svg --theme dark --once"),
  run_animate,
};
