/* What the constants in a count of element operations are made of: five operations an element of a softmax, and which. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

static const struct
{
  const char *kind, *words;
} rows[] = {
  { "relu", N_("1 an element: the comparison with 0") },
  { "relu6", N_("1 an element: clipping to 0 … 6") },
  { "sigmoid", N_("4 an element: sign, exponential, addition of 1, division") },
  { "tanh", N_("4 an element: exponential of 2x, subtraction of 1, addition of 1, division") },
  { "swish", N_("4 an element: sign, exponential, addition of 1, division of x") },
  { "hard_swish", N_("4 an element: addition of 3, clipping to 0 … 6, multiplication by x, division by 6") },
  { "gelu", N_("4 an element: division by √2, error function, addition of 1, multiplication by x/2") },
  { "softmax", N_("5 an element: comparison for the maximum, its subtraction, exponential, addition to the sum, division") },
  { "batch_norm", N_("2 an element: one multiplication and one addition, since mean, variance, scale and shift are fixed "
                     "once trained") },
  { "upsampling", N_("7 an element: 4 multiplications by the neighbours' shares and 3 additions") },
  { "average_pool", N_("each window: the additions and one division, together its area") },
  { "adaptive_average_pool", N_("each window: the additions and one division, together its area") },
  { "global_average_pool", N_("each channel: the additions and one division, together its area") },
};

/* Square, the additions of the others' squares, alpha / size, k, power, division. */
static char *
describe_response_norm (const CndLayer *layer, CndNumberStyle style)
{
  guint64 size = (guint64) cnd_layer_find_attribute (layer, "size")->integers[0];
  g_autofree char *all = cnd_base_format_count (style, size + 4), *additions = cnd_base_format_count (style, size - 1);

  return g_strdup_printf (_("%s an element: a square, %s additions of the neighbours' squares, multiplication by "
                            "alpha / size, addition of k, power, division"),
                          all, additions);
}

static const char *
describe_layer_norm (const CndLayer *layer)
{
  if (cnd_layer_find_attribute (layer, "affine")->integers[0] != 0)
    return _("7 an element: addition to the mean, its subtraction, square, addition to the variance, division, scale, "
             "shift");
  return _("5 an element: addition to the mean, its subtraction, square, addition to the variance, division");
}

char *
cnd_explain_describe_elements (const CndLayer *layer, CndNumberStyle style)
{
  const char *kind = cnd_ops_get_kind (layer->kind)->name;

  if (strcmp (kind, "local_response_norm") == 0)
    return describe_response_norm (layer, style);
  if (strcmp (kind, "layer_norm") == 0)
    return g_strdup (describe_layer_norm (layer));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].kind, kind) == 0)
      return g_strdup (_(rows[i].words));
  return NULL;
}
