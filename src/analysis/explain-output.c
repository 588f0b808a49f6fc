/* Explains an output shape, axis by axis: sliding windows by their formula, the other kinds by a row each. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

/* ---- Attributes by name ------------------------------------------------------------- */

static gint64
get_integer (const CndLayer *layer, const char *name, guint element, gint64 fallback)
{
  const CndAttribute *attribute = cnd_layer_find_attribute (layer, name);

  return attribute != NULL ? attribute->integers[element] : fallback;
}

static const CndShape *
get_input_shape (const CndReport *report, const CndLayer *layer, guint input)
{
  return &report->layers[cnd_network_get_inputs (report->network, layer)[input]].output;
}

static gint64
get_axis (const CndShape *shape, guint axis)
{
  return axis == 0 ? shape->height : shape->width;
}

/* ---- Sliding windows ---------------------------------------------------------------- */

typedef struct
{
  gint64 in, kernel, stride, dilation, before, after, out;
  gboolean ceil_mode;
} Slide;

static void
get_slide (const CndReport *report, const CndLayer *layer, guint axis, Slide *slide)
{
  *slide = (Slide){
    .in = get_axis (get_input_shape (report, layer, 0), axis),
    .kernel = get_integer (layer, "kernel", axis, 1),
    .stride = get_integer (layer, "stride", axis, 1),
    .dilation = get_integer (layer, "dilation", axis, 1),
    /* left, right, top, bottom */
    .before = get_integer (layer, "padding", axis == 0 ? 2 : 0, 0),
    .after = get_integer (layer, "padding", axis == 0 ? 3 : 1, 0),
    .out = get_axis (&layer->output, axis),
    .ceil_mode = get_integer (layer, "ceil_mode", 0, 0) != 0,
  };
}

/* "227 + 2·0 − 11" */
static void
write_span (CndEquations *equations, const Slide *slide)
{
  cnd_equations_add_count (equations, slide->in);
  cnd_equations_add_text (equations, " + ");
  if (slide->before == slide->after)
    {
      cnd_equations_add_count (equations, 2);
      cnd_equations_add_text (equations, "·");
      cnd_equations_add_count (equations, slide->before);
      cnd_equations_add_words (equations, "%s", _("input + 2·padding"));
    }
  else
    {
      cnd_equations_add_count (equations, slide->before);
      cnd_equations_add_text (equations, " + ");
      cnd_equations_add_count (equations, slide->after);
      cnd_equations_add_words (equations, "%s", _("input + padding before + padding behind"));
    }
  cnd_equations_add_text (equations, slide->dilation > 1 ? " − (" : " − ");
  if (slide->dilation > 1)
    {
      cnd_equations_add_count (equations, slide->dilation);
      cnd_equations_add_text (equations, "·(");
      cnd_equations_add_count (equations, slide->kernel);
      cnd_equations_add_text (equations, " − 1) + 1)");
      cnd_equations_add_words (equations, " − %s", _("(dilation·(kernel − 1) + 1)"));
      return;
    }
  cnd_equations_add_count (equations, slide->kernel);
  cnd_equations_add_words (equations, " − %s", _("kernel"));
}

static void
write_slide (CndEquations *equations, const Slide *slide, const char *axis_words)
{
  gint64 span = slide->in + slide->before + slide->after - slide->dilation * (slide->kernel - 1) - 1;
  gboolean even = span % slide->stride == 0;
  gint64 rounded = span / slide->stride + 1 + (slide->ceil_mode && !even ? 1 : 0);
  const char *open = even ? "(" : slide->ceil_mode ? "⌈(" : "⌊(";
  const char *close = even ? "" : slide->ceil_mode ? "⌉" : "⌋";

  cnd_equations_begin_line (equations);
  cnd_equations_add_text (equations, open);
  cnd_equations_add_words (equations, "%s%s", axis_words, open);
  write_span (equations, slide);
  cnd_equations_add_text (equations, ") / ");
  cnd_equations_add_count (equations, slide->stride);
  cnd_equations_add_text (equations, close);
  cnd_equations_add_text (equations, " + 1");
  cnd_equations_add_words (equations, ") / %s%s + 1", _("stride"), close);
  if (rounded > slide->out)
    {
      cnd_equations_add_text (equations, " − 1");
      cnd_equations_add_words (equations, " − 1; %s", _("the last window would begin in the padding"));
    }
  cnd_equations_add_signed_result (equations, slide->out);
}

static gboolean
slides_agree (const Slide *a, const Slide *b)
{
  return a->in == b->in && a->kernel == b->kernel && a->stride == b->stride && a->dilation == b->dilation
         && a->before == b->before && a->after == b->after;
}

static void
write_channels (CndEquations *equations, const CndLayer *layer, const char *words)
{
  cnd_equations_begin_line (equations);
  cnd_equations_add_count (equations, layer->output.channels);
  cnd_equations_add_words (equations, "%s", words);
}

static void
explain_window (CndEquations *equations, const CndLayer *layer)
{
  Slide height, width;

  get_slide (equations->report, layer, 0, &height);
  get_slide (equations->report, layer, 1, &width);
  if (slides_agree (&height, &width))
    write_slide (equations, &height, "");
  else
    {
      write_slide (equations, &height, _("height: "));
      write_slide (equations, &width, _("width: "));
    }
  write_channels (equations, layer,
                  cnd_layer_find_attribute (layer, "out") != NULL ? _("channels: one a filter")
                                                       : _("channels: as they come in"));
}

/* ---- The other kinds ---------------------------------------------------------------- */

/* "96 × 55 × 55" */
static void
write_shape (CndEquations *equations, const CndShape *shape)
{
  cnd_equations_add_count (equations, shape->channels);
  if (shape->flat)
    return;
  cnd_equations_add_text (equations, " × ");
  cnd_equations_add_count (equations, shape->height);
  cnd_equations_add_text (equations, " × ");
  cnd_equations_add_count (equations, shape->width);
}

static void
explain_concatenation (CndEquations *equations, const CndLayer *layer)
{
  const CndReport *report = equations->report;
  const guint *inputs = cnd_network_get_inputs (report->network, layer);
  g_autoptr (CndSum) sum = cnd_sum_new ();

  for (guint i = 0; i < layer->n_inputs; i++)
    cnd_sum_add (sum, g_strdup (report->layers[inputs[i]].id), report->layers[inputs[i]].output.channels);
  cnd_equations_add_words (equations, "%s", _("channels: "));
  cnd_sum_write (sum, equations);
  cnd_equations_add_result (equations, layer->output.channels);
}

static void
explain_flatten (CndEquations *equations, const CndLayer *layer)
{
  write_shape (equations, get_input_shape (equations->report, layer, 0));
  cnd_equations_add_words (equations, "%s", _("channels × height × width"));
  cnd_equations_add_result (equations, layer->output.channels);
}

static void
explain_padding (CndEquations *equations, const CndLayer *layer)
{
  const CndShape *input = get_input_shape (equations->report, layer, 0);
  static const char *const words[] = { N_("height: input + padding above + padding below"),
                                       N_("width: input + padding on the left + padding on the right") };

  for (guint axis = 0; axis < 2; axis++)
    {
      cnd_equations_begin_line (equations);
      cnd_equations_add_count (equations, get_axis (input, axis));
      cnd_equations_add_text (equations, " + ");
      cnd_equations_add_count (equations, get_integer (layer, "padding", axis == 0 ? 2 : 0, 0));
      cnd_equations_add_text (equations, " + ");
      cnd_equations_add_count (equations, get_integer (layer, "padding", axis == 0 ? 3 : 1, 0));
      cnd_equations_add_words (equations, "%s", _(words[axis]));
      cnd_equations_add_signed_result (equations, get_axis (&layer->output, axis));
    }
}

static void
explain_upsampling (CndEquations *equations, const CndLayer *layer)
{
  const CndShape *input = get_input_shape (equations->report, layer, 0);
  static const char *const words[] = { N_("height: input × scale"), N_("width: input × scale") };

  for (guint axis = 0; axis < 2; axis++)
    {
      cnd_equations_begin_line (equations);
      cnd_equations_add_count (equations, get_axis (input, axis));
      cnd_equations_add_text (equations, " × ");
      cnd_equations_add_count (equations, get_axis (&layer->output, axis) / get_axis (input, axis));
      cnd_equations_add_words (equations, "%s", _(words[axis]));
      cnd_equations_add_signed_result (equations, get_axis (&layer->output, axis));
    }
}

typedef struct
{
  const char *kind;
  void (*explain) (CndEquations *equations, const CndLayer *layer); /* NULL: the shape alone, with the words */
  const char *words;
} OutputRow;

static const OutputRow output_rows[] = {
  { "input", NULL, N_("the image: channels × height × width") },
  { "concatenation", explain_concatenation, NULL },
  { "flatten", explain_flatten, NULL },
  { "padding", explain_padding, NULL },
  { "upsampling", explain_upsampling, NULL },
  { "linear", NULL, N_("the layer's number of output features") },
  { "global_average_pool", NULL, N_("one mean a channel") },
  { "global_max_pool", NULL, N_("one maximum a channel") },
  { "adaptive_average_pool", NULL, N_("channels as they come in; height and width as the layer was given") },
  { "adaptive_max_pool", NULL, N_("channels as they come in; height and width as the layer was given") },
  { "channel_split", NULL, N_("the channels of its part; height and width as they come in") },
  { "index_selection", NULL, N_("as many channels as it has indices; height and width as they come in") },
};

static const OutputRow *
find_output_row (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (output_rows); i++)
    if (strcmp (output_rows[i].kind, kind) == 0)
      return &output_rows[i];
  return NULL;
}

void
cnd_explain_output (CndEquations *equations, guint layer)
{
  const CndLayer *the_layer = &equations->report->layers[layer];
  const OutputRow *row = find_output_row (cnd_ops_get_kind (the_layer->kind)->name);

  equations->value = cnd_shape_format (&the_layer->output, equations->style);
  if (cnd_layer_find_attribute (the_layer, "kernel") != NULL)
    explain_window (equations, the_layer);
  else if (row != NULL && row->explain != NULL)
    row->explain (equations, the_layer);
  else
    {
      write_shape (equations, &the_layer->output);
      cnd_equations_add_words (equations, "%s", row != NULL ? _(row->words) : _("the shape of the input stays"));
    }
}
