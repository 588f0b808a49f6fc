/* Why a size differs: what follows from a row's own window, or from the right one. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

static guint64
slide (guint64 in, guint64 kernel, guint64 stride, guint64 padding, gboolean up)
{
  guint64 padded = in + 2 * padding;

  if (kernel == 0 || stride == 0 || padded < kernel)
    return 0;
  return (padded - kernel + (up ? stride - 1 : 0)) / stride + 1;
}

/* "⌊(55 + 2·0 − 3) / 2⌋ + 1" */
static char *
format_slide (guint64 in, guint64 kernel, guint64 stride, guint64 padding, gboolean up)
{
  g_autofree char *size = cnd_claim_format (in), *window = cnd_claim_format (kernel);
  g_autofree char *step = cnd_claim_format (stride), *border = cnd_claim_format (padding);

  return g_strdup_printf ("%s(%s + 2·%s − %s) / %s%s + 1", up ? "⌈" : "⌊", size, border, window, step, up ? "⌉" : "⌋");
}

char *
cnd_claim_find_size_cause (guint64 in, guint64 kernel, guint64 stride, gboolean padding_stated, guint64 padding,
                           guint64 published)
{
  guint64 down = slide (in, kernel, stride, padding, FALSE), up = slide (in, kernel, stride, padding, TRUE);
  g_autofree char *arithmetic = NULL, *size = NULL, *step = NULL;

  if (published == 0 || in == 0 || down == 0)
    return NULL;
  arithmetic = format_slide (in, kernel, stride, padding, published == up && up != down);
  if (published == down)
    return g_strdup_printf (_("It follows from the row's own columns: %s."), arithmetic);
  if (published == up)
    return g_strdup_printf (_("Rounded up: %s."), arithmetic);
  if (padding_stated && padding > 0 && published == slide (in, kernel, stride, 0, FALSE))
    {
      g_free (arithmetic);
      arithmetic = format_slide (in, kernel, stride, 0, FALSE);
      return g_strdup_printf (_("The padding is left out: %s."), arithmetic);
    }
  if (published != (in + stride - 1) / stride)
    return NULL;
  size = cnd_claim_format (in);
  step = cnd_claim_format (stride);
  return g_strdup_printf (_("As if it were padded to keep the size: ⌈%s / %s⌉."), size, step);
}

char *
cnd_format_window (guint64 in, const CndSliding *window, guint64 out)
{
  guint64 down = slide (in, window->kernel, window->stride, window->padding, FALSE);
  guint64 up = slide (in, window->kernel, window->stride, window->padding, TRUE);
  g_autofree char *arithmetic = NULL, *size = cnd_claim_format (out);

  if (out == 0 || (out != down && out != up))
    return NULL;
  arithmetic = format_slide (in, window->kernel, window->stride, window->padding, out != down);
  return g_strdup_printf ("%s = %s", arithmetic, size);
}

/* An attribute of one number, or of several that are all the same; FALSE: it is not that. */
static gboolean
get_uniform (const CndLayer *layer, const char *name, guint axis, guint64 *value)
{
  const CndAttribute *attribute = cnd_layer_find_attribute (layer, name);

  if (attribute == NULL || attribute->integers[axis] < 0)
    return FALSE;
  *value = (guint64) attribute->integers[axis];
  return TRUE;
}

gboolean
cnd_get_sliding (const CndLayer *layer, guint axis, CndSliding *window)
{
  *window = (CndSliding){ .stride = 1 };
  get_uniform (layer, "padding", axis, &window->padding);
  return get_uniform (layer, "kernel", axis, &window->kernel) && get_uniform (layer, "stride", axis, &window->stride)
         && window->kernel > 0 && window->stride > 0;
}
