/* Matrices, diagrams, timelines, strips and feature reuse, of runs and models. */
#include "config.h"

#include "view-private.h"

#include "formats/formats.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
cnd_view_options_clear (CndViewOptions *options)
{
  g_clear_pointer (&options->view, g_free);
  g_clear_pointer (&options->layer, g_free);
  g_clear_pointer (&options->order, g_free);
  g_clear_pointer (&options->color, g_free);
}

void
cnd_cli_add_view_options (CndParser *parser, CndViewOptions *options)
{
  GOptionEntry entries[] = {
    { "view", 0, 0, G_OPTION_ARG_STRING, &options->view, N_("What to draw: graph, matrix, diagram, timeline, strip or reuse (graph of a model, matrix of a run)"), N_("VIEW") },
    { "layer", 0, 0, G_OPTION_ARG_STRING, &options->layer, N_("Layer of the matrix or diagram (the first with learned groups)"), N_("LAYER") },
    { "order", 0, 0, G_OPTION_ARG_STRING, &options->order, N_("Order of the matrix: stored, groups or packed (groups)"), N_("ORDER") },
    { "color", 0, 0, G_OPTION_ARG_STRING, &options->color,
      N_("What cells show: magnitude, signed, importance, kept or stage (magnitude)"), N_("WHAT") },
    { "group", 0, 0, G_OPTION_ARG_INT, &options->group, N_("Add the sorted importance of the inputs to this group"), "N" },
    { "next", 0, 0, G_OPTION_ARG_NONE, &options->next, N_("Frame what the next condensing would drop"), NULL },
    { "step", 0, 0, G_OPTION_ARG_INT64, &options->step, N_("Position in a run, in training steps (the end of --stage)"), "N" },
    { "series", 0, 0, G_OPTION_ARG_NONE, &options->series, N_("One file a stage, with the stage in its name"), NULL },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

/* ---- Subjects --------------------------------------------------------------------------------------- */

void
cnd_view_subject_clear (CndViewSubject *subject)
{
  g_clear_pointer (&subject->recording, cnd_recording_unref);
  cnd_cli_subject_clear (&subject->subject);
}

gboolean
cnd_cli_is_run (const char *name)
{
  return g_str_has_suffix (name, ".safetensors");
}

gboolean
cnd_cli_load_view_subject (CndViewSubject *subject, const char *name, const CndModelOptions *model, GError **error)
{
  if (cnd_cli_is_run (name))
    {
      subject->recording = cnd_recording_load (name, error);
      subject->network = subject->recording != NULL ? cnd_recording_get_network (subject->recording) : NULL;
      return subject->recording != NULL;
    }
  if (!cnd_cli_subject_load (&subject->subject, name, model, error))
    return FALSE;
  subject->network = subject->subject.network;
  return TRUE;
}

/* @number, as it was given, is none of @first … @last. */
static gboolean
refuse_number (GError **error, const char *option, gint64 number, guint64 first, guint64 last)
{
  g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autofree char *expected = g_strdup_printf ("%" G_GUINT64_FORMAT " … %" G_GUINT64_FORMAT, first, last);

  cnd_base_set_problem (error, CND_ERROR_VALUE, &(CndProblem){ .found = found, .expected = expected }, _("There is no such %s"), option);
  return FALSE;
}

gboolean
cnd_cli_find_position (const CndViewSubject *subject, const CndViewOptions *options, const char *stage, CndPosition *position, GError **error)
{
  guint number = CND_STAGE_FINAL;

  if (subject->recording == NULL)
    return TRUE;
  if (options->step != CND_VIEW_NO_STEP)
    {
      guint64 n_steps = cnd_recording_get_n_steps (subject->recording);
      if (options->step < 0 || (guint64) options->step > n_steps)
        return refuse_number (error, "--step", options->step, 0, n_steps);
      *position = cnd_recording_clamp (subject->recording, (CndPosition){ (guint64) options->step, G_MAXUINT, FALSE });
      return TRUE;
    }
  if (g_strcmp0 (stage, "converted") == 0)
    {
      *position = cnd_recording_clamp (subject->recording, (CndPosition){ .converted = TRUE });
      return TRUE;
    }
  if (stage != NULL && !cnd_analysis_parse_stage (stage, cnd_recording_get_condensation (subject->recording), &number, error))
    return FALSE;
  *position = cnd_recording_get_stage_end (subject->recording, number);
  return TRUE;
}

/* ---- Scenes ------------------------------------------------------------------------------------------ */

/* "2.1" is as good as the whole id, where it says which. */
static gboolean
matches (const CndNetwork *network, guint layer, const char *name)
{
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  const CndBlock *blocks = cnd_network_get_blocks (network, NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);

  if (strcmp (layers[layer].id, name) == 0)
    return TRUE;
  for (guint b = layers[layer].block; b != 0; b = blocks[b].parent)
    if (g_ascii_isdigit (*blocks[b].name))
      {
        g_string_prepend (numbers, numbers->len > 0 ? "." : "");
        g_string_prepend (numbers, blocks[b].name);
      }
  return strcmp (numbers->str, name) == 0;
}

static gboolean
find_layer (const CndViewSubject *subject, const char *name, guint *layer, GError **error)
{
  guint learned = cnd_ops_find_kind ("learned_group_convolution"), n_layers;
  const CndLayer *layers = cnd_network_get_layers (subject->network, &n_layers);

  *layer = G_MAXUINT;
  for (guint i = 0; i < n_layers && *layer == G_MAXUINT; i++)
    if (name == NULL ? layers[i].kind == learned : strcmp (layers[i].id, name) == 0)
      *layer = i;
  for (guint i = 0; name != NULL && i < n_layers && *layer == G_MAXUINT; i++)
    if (layers[i].kind == learned && matches (subject->network, i, name))
      *layer = i;
  for (guint i = 0; name == NULL && i < n_layers && *layer == G_MAXUINT; i++)
    if (cnd_ops_get_kind (layers[i].kind)->category == CND_CATEGORY_CONVOLUTION)
      *layer = i;
  if (*layer != G_MAXUINT)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &(CndProblem){ .found = name, .hint = _("“condenser-cli summary FILE --csv” lists the layers") },
                        _("There is no such layer to be drawn"));
  return FALSE;
}

gboolean
cnd_cli_find_learned_layer (const CndViewSubject *subject, const char *name, guint *learned, GError **error)
{
  guint layer;

  if (!find_layer (subject, name, &layer, error))
    return FALSE;
  *learned = cnd_recording_find_layer (subject->recording, layer);
  if (*learned != G_MAXUINT)
    return TRUE;
  cnd_base_set_problem (error, CND_ERROR_VALUE, &(CndProblem){ .found = cnd_network_get_layers (subject->network, NULL)[layer].id },
                        _("Only learned group convolutions are condensed"));
  return FALSE;
}

static CndMatrix *
make_matrix (const CndViewSubject *subject, const CndViewOptions *options, CndPosition position, GError **error)
{
  guint layer, learned;

  if (!find_layer (subject, options->layer, &layer, error))
    return NULL;
  learned = subject->recording != NULL ? cnd_recording_find_shown_layer (subject->recording, layer) : G_MAXUINT;
  if (learned != G_MAXUINT)
    return cnd_matrix_new_recorded (subject->recording, learned, position);
  return cnd_matrix_new_structure (subject->network, layer, error);
}

static gboolean
read_matrix_options (const CndViewOptions *options, const CndPictureStyle *style, CndMatrixOptions *matrix, GError **error)
{
  *matrix = cnd_scene_default_matrix_options;
  matrix->theme = style->scene.theme;
  matrix->numbers = style->scene.numbers;
  matrix->show_legend = style->scene.show_legend;
  matrix->mark_next = options->next;
  matrix->group = options->group != CND_VIEW_NO_GROUP ? (guint) options->group - 1 : G_MAXUINT;
  if ((options->order != NULL && !cnd_scene_parse_order (options->order, &matrix->order, error))
      || (options->color != NULL && !cnd_scene_parse_shade (options->color, &matrix->shade, error)))
    return FALSE;
  matrix->from = matrix->order;
  return TRUE;
}

static CndScene *
make_layer_scene (CndRunPicture picture, const CndViewSubject *subject, const CndViewOptions *options, const CndPictureStyle *style,
                  CndPosition position, CndTextMeter *meter, GError **error)
{
  g_autoptr (CndMatrix) matrix = make_matrix (subject, options, position, error);
  CndMatrixOptions matrix_options;

  if (matrix == NULL || !read_matrix_options (options, style, &matrix_options, error))
    return NULL;
  if (options->group != CND_VIEW_NO_GROUP && (options->group < 1 || (guint) options->group > cnd_matrix_get_n_groups (matrix)))
    {
      refuse_number (error, "--group", options->group, 1, cnd_matrix_get_n_groups (matrix));
      return NULL;
    }
  if (options->next && !options->series && !cnd_matrix_has_next (matrix))
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, &(CndProblem){ .found = "--next", .hint = _("Choose an earlier stage of a learned group convolution.") },
                            _("No condensing follows: there is nothing to frame"));
      return NULL;
    }
  return cnd_scene_new_layer_picture (picture, matrix, &matrix_options, cnd_paint_measure_text, meter);
}

/* Of a whole run; NULL with @error for a model. */
static CndScene *
make_run_scene (CndRunPicture picture, const CndViewSubject *subject, const CndViewOptions *options, const CndPictureStyle *style,
                CndPosition position, CndTextMeter *meter, GError **error)
{
  CndRunOptions run = cnd_scene_default_run_options;

  if (subject->recording == NULL)
    {
      cnd_base_set_problem (error, CND_ERROR_VALUE, &(CndProblem){ .hint = _("Give a run, as condenser-cli train leaves it.") },
                            _("This view is of a run, not of a model"));
      return NULL;
    }
  run.theme = style->scene.theme;
  run.numbers = style->scene.numbers;
  run.position = position;
  if (options->layer != NULL && !find_layer (subject, options->layer, &run.selected, error))
    return NULL;
  return cnd_scene_new_run_picture (picture, subject->recording, &run, cnd_paint_measure_text, meter);
}

CndScene *
cnd_cli_make_view_scene (const CndViewSubject *subject, const CndViewOptions *options, const CndPictureStyle *style, CndPosition position,
                         GError **error)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  const char *name = options->view != NULL ? options->view : "matrix";
  CndRunPicture picture;

  if (cnd_scene_find_run_picture (name, &picture))
    return cnd_scene_is_picture_of_layer (picture) ? make_layer_scene (picture, subject, options, style, position, meter, error)
                                                   : make_run_scene (picture, subject, options, style, position, meter, error);
  if (strcmp (name, "graph") == 0)
    cnd_base_set_problem (error, CND_ERROR_VALUE,
                          &(CndProblem){ .found = name, .expected = "matrix, diagram, timeline, strip, reuse",
                                         .hint = _("Draw the model that was trained instead.") },
                          _("A run has no view “%s”"), name);
  else
    cnd_base_set_problem (error, CND_ERROR_VALUE,
                          &(CndProblem){ .found = name, .expected = "graph, matrix, diagram, timeline, strip, reuse" },
                          _("There is no view “%s”"), name);
  return NULL;
}
