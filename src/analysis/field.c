/* Receptive fields over the graph: each layer's window on its input, laid over the fields of the input's elements.
 *
 *   input element p covers      offset + p·jump … offset + p·jump + size − 1           of the image
 *   output element o reads      o·stride − before … o·stride − before + extent − 1     of the input
 *   so output o covers          jump' = jump·stride, offset' = offset − before·jump, size' = size + (extent − 1)·jump
 *
 * Up-sampling divides the jump by its scale (rounded up: a jump is a whole number of pixels). A layer with several
 * inputs sees the union of their fields. */
#include "config.h"

#include "report-private.h"

#include <glib/gi18n-lib.h>

#define NO_WINDOW ((CndWindow){ .extent = 1, .stride = 1, .before = 0, .scale = 1 })

void
cnd_report_get_window (const CndReport *report, guint layer, CndWindow window[2], gboolean whole[2])
{
  const CndLayer *the_layer = &report->layers[layer];
  const CndKind *kind = cnd_ops_get_kind (the_layer->kind);
  g_autofree CndShape *many = NULL;
  CndShape few[16];
  CndShape *shapes = few;
  CndKindContext context;

  window[0] = window[1] = NO_WINDOW;
  whole[0] = whole[1] = FALSE;
  if (kind->field == NULL || the_layer->n_inputs == 0)
    return;
  if (the_layer->n_inputs > G_N_ELEMENTS (few))
    shapes = many = g_new (CndShape, the_layer->n_inputs);
  cnd_ops_init_context (&context, report->network, layer, report->state, shapes);
  kind->field (&context, window);
  for (guint axis = 0; axis < 2; axis++)
    if (window[axis].extent == 0)
      {
        window[axis] = NO_WINDOW;
        window[axis].extent = axis == 0 ? context.inputs[0].height : context.inputs[0].width;
        whole[axis] = TRUE;
      }
}

/* Fields are far below 2^62 (they were checked when they were computed), so ends do not overflow. */
static void
join_fields (CndReceptiveField *field, const CndReceptiveField *other)
{
  for (guint axis = 0; axis < 2; axis++)
    {
      gint64 end = MAX (field->offset[axis] + field->size[axis], other->offset[axis] + other->size[axis]);

      field->offset[axis] = MIN (field->offset[axis], other->offset[axis]);
      field->size[axis] = end - field->offset[axis];
      field->jump[axis] = MAX (field->jump[axis], other->jump[axis]);
    }
  field->whole = field->whole || other->whole;
}

void
cnd_report_get_input_field (const CndReport *report, guint layer, CndReceptiveField *field)
{
  const CndLayer *the_layer = &report->layers[layer];
  const guint *inputs = cnd_network_get_inputs (report->network, the_layer);

  *field = (CndReceptiveField){ .size = { 1, 1 }, .jump = { 1, 1 } };
  if (the_layer->n_inputs > 0)
    *field = report->fields[inputs[0]];
  for (guint i = 1; i < the_layer->n_inputs; i++)
    join_fields (field, &report->fields[inputs[i]]);
}

#define MAX_FIELD (G_MAXINT64 / 4)

/* Lays a window over one axis of a field. FALSE when a figure leaves ±MAX_FIELD. */
static gboolean
extend_axis (CndReceptiveField *field, guint axis, const CndWindow *window)
{
  gint64 growth, shift, size, offset, jump;

  if (__builtin_mul_overflow (window->extent - 1, field->jump[axis], &growth)
      || __builtin_mul_overflow (window->before, field->jump[axis], &shift)
      || __builtin_mul_overflow (window->stride, field->jump[axis], &jump) || jump > MAX_FIELD - window->scale
      || __builtin_add_overflow (field->size[axis], growth, &size)
      || __builtin_sub_overflow (field->offset[axis], shift, &offset))
    return FALSE;
  jump = (jump + window->scale - 1) / window->scale;
  if (size > MAX_FIELD || offset > MAX_FIELD || offset < -MAX_FIELD)
    return FALSE;
  field->size[axis] = size;
  field->jump[axis] = jump;
  field->offset[axis] = offset;
  return TRUE;
}

gboolean
cnd_report_measure_fields (CndReport *report, GError **error)
{
  for (guint i = 0; i < report->n_layers; i++)
    {
      CndReceptiveField *field = &report->fields[i];
      CndWindow window[2];
      gboolean whole[2];

      cnd_report_get_input_field (report, i, field);
      cnd_report_get_window (report, i, window, whole);
      if (!extend_axis (field, 0, &window[0]) || !extend_axis (field, 1, &window[1]))
        return cnd_report_set_limit_error (report, i, _("the sizes of the receptive field"), error);
      field->whole = field->whole || (whole[0] && whole[1]);
    }
  return TRUE;
}

CndReceptiveField
cnd_report_get_field (const CndReport *report, guint layer)
{
  g_return_val_if_fail (layer < report->n_layers, ((CndReceptiveField){ 0 }));
  return report->fields[layer];
}
