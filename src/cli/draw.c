/* condenser-cli draw: a model's layer graph as SVG, PNG or PDF. */
#include "config.h"

#include "view-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *output, *format;
  double scale;
} DrawOptions;

static void
draw_options_clear (DrawOptions *options)
{
  g_free (options->output);
  g_free (options->format);
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
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &options->scale, N_("Pixels a unit, for PNG: 0.01 to 64"), N_("SCALE") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

static gboolean
choose_format (const CndCommand *command, const DrawOptions *options, CndFormat *format, int *status)
{
  g_autoptr (GError) error = NULL;

  if (options->output == NULL)
    {
      *status = cnd_cli_misuse (command, _("draw needs -o FILE (or -o - for standard output)"));
      return FALSE;
    }
  if (options->format)
    return cnd_cli_read_format (command, options->format, format, status);
  *format = CND_FORMAT_SVG;
  if (g_str_equal (options->output, "-") || cnd_paint_parse_format (options->output, format, &error))
    return TRUE;
  *status = cnd_cli_fail (error);
  return FALSE;
}

typedef struct
{
  const CndViewOptions *view;
  const CndPictureStyle *style;
  const DrawOptions *draw;
  CndFormat format;
} ViewJob;

static int
write_scene (const ViewJob *job, const CndScene *scene, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;

  if (!cnd_cli_write_scene (scene, job->style, job->format, job->draw->scale, path, &note, &error))
    return cnd_cli_fail (error);
  if (note)
    cnd_cli_note (note);
  return CND_EXIT_GOOD;
}

/* All are drawn before the first is written: they are of one size. */
static int
write_series (const ViewJob *job, const CndViewSubject *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) stages = cnd_recording_list_stages (subject->recording, CND_CONVENTION_DEFAULT, &error);
  g_autoptr (GPtrArray) scenes = g_ptr_array_new_with_free_func ((GDestroyNotify) cnd_scene_unref);
  int status = CND_EXIT_GOOD;

  for (guint i = 0; stages != NULL && i < stages->len; i++)
    {
      CndScene *scene = cnd_cli_make_view_scene (subject, job->view, job->style, g_array_index (stages, CndStageCounts, i).end, &error);
      if (scene == NULL)
        break;
      g_ptr_array_add (scenes, scene);
    }
  if (error != NULL)
    return cnd_cli_fail (error);
  cnd_scene_share_bounds ((CndScene *const *) scenes->pdata, scenes->len);
  for (guint i = 0; i < scenes->len && status == CND_EXIT_GOOD; i++)
    {
      g_autofree char *path = cnd_formats_make_stage_path (job->draw->output, g_array_index (stages, CndStageCounts, i).stage);
      status = write_scene (job, scenes->pdata[i], path);
    }
  return status;
}

static int
draw_view (const ViewJob *job, const char *name, const CndModelOptions *model)
{
  g_auto (CndViewSubject) subject = { NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (CndScene) scene = NULL;
  CndPosition position = { 0 };
  CndModelOptions plain = { .set = model->set, .timings = model->timings, .stage = cnd_cli_is_run (name) ? NULL : model->stage };

  if (!cnd_cli_load_view_subject (&subject, name, &plain, &error)
      || !cnd_cli_find_position (&subject, job->view, model->stage, &position, &error))
    return cnd_cli_fail (error);
  if (job->view->series && subject.recording != NULL)
    return write_series (job, &subject);
  scene = cnd_cli_make_view_scene (&subject, job->view, job->style, position, &error);
  return scene != NULL ? write_scene (job, scene, job->draw->output) : cnd_cli_fail (error);
}

static int
run_draw (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  CndTimings timings = { 0 };
  g_auto (CndModelOptions) model = { .timings = &timings };
  g_auto (CndPictureOptions) picture = CND_PICTURE_OPTIONS_INIT;
  g_auto (DrawOptions) options = { .scale = 1 };
  g_auto (CndViewOptions) view = CND_VIEW_OPTIONS_INIT;
  g_auto (CndSubject) subject = { NULL };
  const char *name;
  g_autoptr (CndScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *note = NULL;
  CndPictureStyle style;
  CndFormat format;
  int status;

  add_options (parser, &options);
  cnd_cli_add_view_options (parser, &view);
  cnd_cli_add_layout_options (parser, &picture);
  cnd_cli_add_part_options (parser, &picture);
  cnd_cli_add_style_options (parser, &picture);
  cnd_cli_add_model_options (parser, &model);
  cnd_cli_add_timings_option (parser, &timings);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status)
      || !choose_format (command, &options, &format, &status)
      || !cnd_cli_read_picture_style (command, &picture, &style, &status)
      || !cnd_cli_check_picture (command, &style, format, options.scale, &status))
    return status;
  if (options.scale != 1 && format != CND_FORMAT_PNG)
    cnd_cli_note (_("--scale is for PNG: SVG and PDF have no pixels and are drawn without it."));
  name = cnd_cli_parser_get_arguments (parser, NULL)[0];
  if (cnd_cli_is_run (name) || (view.view != NULL && !g_str_equal (view.view, "graph")))
    return draw_view (&(ViewJob){ &view, &style, &options, format }, name, &model);
  if (!cnd_cli_subject_load (&subject, name, &model, &error))
    return cnd_cli_fail (error);
  scene = cnd_cli_make_scene (&subject, &picture, &style, &error);
  if (scene == NULL)
    return cnd_cli_fail (error);
  cnd_cli_add_timing (&timings, "scene");
  cnd_cli_tell_fold (scene, picture.fold);
  cnd_cli_tell_dense (scene, style.scene.dense);
  if (!cnd_cli_write_scene (scene, &style, format, options.scale, options.output, &note, &error))
    return cnd_cli_fail (error);
  cnd_cli_add_timing (&timings, "write");
  if (note)
    cnd_cli_note (note);
  return CND_EXIT_GOOD;
}

const CndCommand cnd_cli_draw = {
  "draw",
  N_("FILE[:PRESET] -o OUT.svg|png|pdf"),
  N_("Draws a model’s layer graph as SVG, PNG or PDF."),
  N_("Repeated layers of dense blocks are one box each unless --depth or --open says otherwise.\n"
     "--select draws the named blocks and layers and what lies between them, and nothing else.\n"
     "Where there would be more than 200,000 lines and dots, the fullest blocks are one box each,\n"
     "which is said on standard error.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli draw vgg16 -o vgg16.svg\n"
     "  condenser-cli draw googlenet -o googlenet.pdf --direction right --fold 16:9\n"
     "  condenser-cli draw googlenet -o module.svg --select pool2,3a --labels both\n"
     "  condenser-cli draw condensenet:86 -o - --theme dark --depth 1 > condensenet.svg"),
  run_draw,
};
