/* Why a figure is 0, in a sentence. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

static const char *const no_parameters[CND_N_CATEGORIES] = {
  [CND_CATEGORY_INPUT] = N_("the input has no weights"),
  [CND_CATEGORY_CONVOLUTION] = N_("the mask leaves no weights"),
  [CND_CATEGORY_LINEAR] = N_("the mask leaves no weights"),
  [CND_CATEGORY_NORMALIZATION] = N_("this normalization has no scale and shift to learn"),
  [CND_CATEGORY_ACTIVATION] = N_("an activation has no weights: it is the same function for every element"),
  [CND_CATEGORY_POOLING] = N_("pooling has no weights: it takes the maximum or the mean of a window"),
  [CND_CATEGORY_JOIN] = N_("joining tensors needs no weights"),
  [CND_CATEGORY_RESHAPE] = N_("it has no weights"),
};

static const char *const no_macs[CND_N_CATEGORIES] = {
  [CND_CATEGORY_INPUT] = N_("the input computes nothing"),
  [CND_CATEGORY_CONVOLUTION] = N_("the mask leaves no weights to multiply with"),
  [CND_CATEGORY_LINEAR] = N_("the mask leaves no weights to multiply with"),
  [CND_CATEGORY_NORMALIZATION]
  = N_("multiply-adds are those of convolutions and linear layers; normalizing counts as FLOPs"),
  [CND_CATEGORY_ACTIVATION]
  = N_("multiply-adds are those of convolutions and linear layers; an activation counts as FLOPs"),
  [CND_CATEGORY_POOLING] = N_("multiply-adds are those of convolutions and linear layers; pooling counts as FLOPs"),
  [CND_CATEGORY_JOIN] = N_("multiply-adds are those of convolutions and linear layers"),
  [CND_CATEGORY_RESHAPE] = N_("it only moves data"),
};

static const char *
get_no_operations (const CndReport *report, guint layer)
{
  if (report->layer_counts[layer].flops == 0)
    return cnd_explain_get_zero_reason (report, layer, CND_FIGURE_FLOPS);
  if (report->convention == CND_CONVENTION_CONDENSENET)
    return _("the CondenseNet convention counts multiply-adds, ReLU and average pooling only");
  return _("this convention counts multiply-adds only");
}

const char *
cnd_explain_get_zero_reason (const CndReport *report, guint layer, CndFigure figure)
{
  const CndKind *kind = cnd_ops_get_kind (report->layers[layer].kind);

  switch (figure)
    {
    case CND_FIGURE_PARAMETERS:
      return _(no_parameters[kind->category]);
    case CND_FIGURE_BUFFERS:
      return kind->category == CND_CATEGORY_NORMALIZATION ? _("this normalization keeps no running statistics")
                                                          : _("only batch normalization keeps running statistics");
    case CND_FIGURE_MACS:
      return _(no_macs[kind->category]);
    case CND_FIGURE_OPERATIONS:
      return get_no_operations (report, layer);
    case CND_FIGURE_ACTIVATIONS:
      return _("the input is not an activation: it is counted apart");
    default:
      return kind->category == CND_CATEGORY_INPUT ? _("the input computes nothing")
                                                  : _("it only moves data: nothing is computed");
    }
}
