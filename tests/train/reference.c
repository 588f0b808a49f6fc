/* Every kind by its definition, image after image. */
#include "reference.h"

#include "ops/ops.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const Reference *reference;
  const CndLayer *layers;
  double **values; /* of each layer: images × channels × height × width */
  guint n;         /* images */
  gboolean training;
} Pass;

typedef struct
{
  const CndLayer *layer;
  const CndAttribute *attributes;
  const guint *inputs;
  const CndShape *in, *out;
  const double *x;
  double *y;
} Step;

Reference *
reference_new (CndEngine *engine)
{
  Reference *reference = g_new0 (Reference, 1);

  reference->network = cnd_engine_get_network (engine);
  reference->weights = cnd_engine_get_weights (engine, &reference->n_weights);
  reference->values = g_new (double *, reference->n_weights);
  for (guint i = 0; i < reference->n_weights; i++)
    {
      reference->values[i] = g_new (double, reference->weights[i].n);
      for (gsize k = 0; k < reference->weights[i].n; k++)
        reference->values[i][k] = reference->weights[i].values[k];
    }
  return reference;
}

void
reference_free (Reference *reference)
{
  for (guint i = 0; i < reference->n_weights; i++)
    g_free (reference->values[i]);
  g_free (reference->values);
  g_free (reference);
}

static const double *
find (const Pass *pass, const Step *step, const char *suffix)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", step->layer->id, suffix);

  for (guint i = 0; i < pass->reference->n_weights; i++)
    if (strcmp (pass->reference->weights[i].name, name) == 0)
      return pass->reference->values[i];
  return NULL;
}

static gsize
count (const CndShape *shape)
{
  return (gsize) (shape->channels * shape->height * shape->width);
}

static double
get (const double *values, const CndShape *shape, guint image, gint64 c, gint64 y, gint64 x)
{
  if (y < 0 || x < 0 || y >= shape->height || x >= shape->width)
    return 0;
  return values[((image * shape->channels + c) * shape->height + y) * shape->width + x];
}

#define FOR_OUTPUTS                                                                                  \
  for (guint image = 0; image < pass->n; image++)                                                    \
    for (gint64 c = 0; c < step->out->channels; c++)                                                 \
      for (gint64 y = 0; y < step->out->height; y++)                                                 \
        for (gint64 x = 0; x < step->out->width; x++)

#define OUTPUT step->y[((image * step->out->channels + c) * step->out->height + y) * step->out->width + x]

/* attributes: out, kernel, stride, padding, dilation, groups, bias */
static void
convolve (const Pass *pass, const Step *step, gint64 groups)
{
  const gint64 *kernel = step->attributes[1].integers, *stride = step->attributes[2].integers;
  const gint64 *padding = step->attributes[3].integers, *dilation = step->attributes[4].integers;
  const double *weights = find (pass, step, "weight"), *bias = find (pass, step, "bias");
  gint64 per_group = step->in->channels / groups, outs = step->out->channels / groups;

  FOR_OUTPUTS
  {
    double sum = bias != NULL ? bias[c] : 0;
    for (gint64 i = 0; i < per_group; i++)
      for (gint64 ky = 0; ky < kernel[0]; ky++)
        for (gint64 kx = 0; kx < kernel[1]; kx++)
          sum += weights[((c * per_group + i) * kernel[0] + ky) * kernel[1] + kx]
                 * get (step->x, step->in, image, c / outs * per_group + i, y * stride[0] + ky * dilation[0] - padding[2],
                        x * stride[1] + kx * dilation[1] - padding[0]);
    OUTPUT = sum;
  }
}

static void
linear (const Pass *pass, const Step *step)
{
  const double *weights = find (pass, step, "weight"), *bias = find (pass, step, "bias");

  FOR_OUTPUTS
  {
    double sum = bias != NULL ? bias[c] : 0;
    for (gint64 i = 0; i < step->in->channels; i++)
      sum += weights[c * step->in->channels + i] * get (step->x, step->in, image, i, 0, 0);
    OUTPUT = sum;
  }
}

static void
batch_norm (const Pass *pass, const Step *step)
{
  const double *scale = find (pass, step, "weight"), *shift = find (pass, step, "bias");
  double n = pass->n * (double) (step->in->height * step->in->width);

  for (gint64 channel = 0; channel < step->in->channels; channel++)
    {
      double mean = find (pass, step, "running_mean")[channel], variance = find (pass, step, "running_var")[channel];
      if (pass->training)
        {
          mean = variance = 0;
          FOR_OUTPUTS if (c == channel) mean += get (step->x, step->in, image, c, y, x) / n;
          FOR_OUTPUTS if (c == channel) variance += pow (get (step->x, step->in, image, c, y, x) - mean, 2) / n;
        }
      FOR_OUTPUTS if (c == channel) OUTPUT = (get (step->x, step->in, image, c, y, x) - mean) / sqrt (variance + 1e-5)
                                               * (scale != NULL ? scale[c] : 1) + (shift != NULL ? shift[c] : 0);
    }
}

static double
activate (const char *kind, double x)
{
  if (strcmp (kind, "relu") == 0)
    return MAX (x, 0);
  if (strcmp (kind, "relu6") == 0)
    return CLAMP (x, 0, 6);
  if (strcmp (kind, "tanh") == 0)
    return tanh (x);
  return 1 / (1 + exp (-x));
}

/* attributes: kernel, stride, padding, ceil_mode, dilation or count_include_pad */
static void
pool (const Pass *pass, const Step *step, gboolean maximum)
{
  const gint64 *kernel = step->attributes[0].integers, *stride = step->attributes[1].integers;
  const gint64 *padding = step->attributes[2].integers;
  gint64 dilation[2] = { 1, 1 };

  if (maximum)
    memcpy (dilation, step->attributes[4].integers, sizeof dilation);
  FOR_OUTPUTS
  {
    double best = -INFINITY, sum = 0;
    guint inside = 0, bordered = 0;
    for (gint64 ky = 0; ky < kernel[0]; ky++)
      for (gint64 kx = 0; kx < kernel[1]; kx++)
        {
          gint64 py = y * stride[0] + ky * dilation[0] - padding[2], px = x * stride[1] + kx * dilation[1] - padding[0];
          gboolean in = py >= 0 && px >= 0 && py < step->in->height && px < step->in->width;
          bordered += py < step->in->height + padding[3] && px < step->in->width + padding[1];
          inside += in;
          sum += get (step->x, step->in, image, c, py, px);
          if (in)
            best = MAX (best, get (step->x, step->in, image, c, py, px));
        }
    OUTPUT = maximum ? best : sum / (step->attributes[4].integers[0] != 0 ? bordered : inside);
  }
}

static void
pool_adaptively (const Pass *pass, const Step *step, gboolean maximum)
{
  FOR_OUTPUTS
  {
    gint64 top = y * step->in->height / step->out->height, left = x * step->in->width / step->out->width;
    gint64 bottom = ((y + 1) * step->in->height + step->out->height - 1) / step->out->height;
    gint64 right = ((x + 1) * step->in->width + step->out->width - 1) / step->out->width;
    double best = -INFINITY, sum = 0;
    for (gint64 py = top; py < bottom; py++)
      for (gint64 px = left; px < right; px++)
        {
          best = MAX (best, get (step->x, step->in, image, c, py, px));
          sum += get (step->x, step->in, image, c, py, px);
        }
    OUTPUT = maximum ? best : sum / (double) ((bottom - top) * (right - left));
  }
}

/* Kinds that read several inputs. */
static void
join (const Pass *pass, const Step *step, const char *kind)
{
  FOR_OUTPUTS
  {
    double value = strcmp (kind, "multiplication") == 0 ? 1 : 0;
    gint64 first = 0;
    for (guint k = 0; k < step->layer->n_inputs; k++)
      {
        const CndShape *in = &pass->layers[step->inputs[k]].output;
        const double *values = pass->values[step->inputs[k]];
        if (strcmp (kind, "addition") == 0)
          value += get (values, in, image, c, y, x);
        else if (strcmp (kind, "multiplication") == 0)
          value *= get (values, in, image, c, MIN (y, in->height - 1), MIN (x, in->width - 1));
        else if (c >= first && c < first + in->channels)
          value = get (values, in, image, c - first, y, x);
        first += in->channels;
      }
    OUTPUT = value;
  }
}

static void
choose_channels (const Pass *pass, const Step *step, const char *kind)
{
  FOR_OUTPUTS
  {
    gint64 n = step->attributes[0].integers[0], source;
    if (strcmp (kind, "channel_split") == 0)
      source = step->attributes[1].integers[0] * step->out->channels + c;
    else if (strcmp (kind, "channel_shuffle") == 0)
      source = c % n * (step->out->channels / n) + c / n; /* [n, C/n] transposed */
    else
      source = step->attributes[0].list.values[c];
    OUTPUT = get (step->x, step->in, image, source, y, x);
  }
}

static void
run (const Pass *pass, const Step *step, const char *kind)
{
  if (strcmp (kind, "convolution") == 0)
    convolve (pass, step, step->attributes[5].integers[0]);
  else if (strcmp (kind, "learned_group_convolution") == 0)
    convolve (pass, step, 1);
  else if (strcmp (kind, "linear") == 0)
    linear (pass, step);
  else if (strcmp (kind, "batch_norm") == 0)
    batch_norm (pass, step);
  else if (strcmp (kind, "max_pool") == 0 || strcmp (kind, "average_pool") == 0)
    pool (pass, step, kind[0] == 'm');
  else if (g_str_has_prefix (kind, "global_") || g_str_has_prefix (kind, "adaptive_"))
    pool_adaptively (pass, step, strstr (kind, "max") != NULL);
  else if (strcmp (kind, "addition") == 0 || strcmp (kind, "multiplication") == 0 || strcmp (kind, "concatenation") == 0)
    join (pass, step, kind);
  else if (g_str_has_prefix (kind, "channel_") || strcmp (kind, "index_selection") == 0)
    choose_channels (pass, step, kind);
  else if (strcmp (kind, "flatten") == 0 || strcmp (kind, "dropout") == 0 || strcmp (kind, "softmax") == 0)
    memcpy (step->y, step->x, count (step->out) * pass->n * sizeof (double));
  else
    for (gsize i = 0; i < count (step->out) * pass->n; i++)
      step->y[i] = activate (kind, step->x[i]);
}

static double
measure (const double *scores, guint n_classes, const guint *labels, guint n)
{
  double loss = 0;

  for (guint image = 0; image < n; image++)
    {
      double sum = 0;
      for (guint i = 0; i < n_classes; i++)
        sum += exp (scores[image * n_classes + i]);
      loss += (log (sum) - scores[image * n_classes + labels[image]]) / n;
    }
  return loss;
}

double
reference_get_loss (const Reference *reference, const float *images, const guint *labels, guint n, gboolean training,
                    double *scores)
{
  guint n_layers, output = cnd_network_get_output (reference->network), n_classes;
  const CndLayer *layers = cnd_network_get_layers (reference->network, &n_layers);
  g_autofree double **values = g_new0 (double *, n_layers);
  Pass pass = { reference, layers, values, n, training };
  double loss;

  for (guint i = 0; i < n_layers; i++)
    {
      const guint *inputs = cnd_network_get_inputs (reference->network, &layers[i]);
      Step step = { &layers[i], layers[i].attributes, inputs, NULL, &layers[i].output, NULL, NULL };
      values[i] = step.y = g_new0 (double, n * count (&layers[i].output));
      if (i == 0)
        for (gsize k = 0; k < n * count (step.out); k++)
          step.y[k] = images[k];
      else
        {
          step.in = &layers[inputs[0]].output;
          step.x = values[inputs[0]];
          run (&pass, &step, cnd_ops_get_kind (layers[i].kind)->name);
        }
    }
  n_classes = (guint) layers[output].output.channels;
  loss = measure (values[output], n_classes, labels, n);
  if (scores != NULL)
    memcpy (scores, values[output], n * n_classes * sizeof (double));
  for (guint i = 0; i < n_layers; i++)
    g_free (values[i]);
  return loss;
}
