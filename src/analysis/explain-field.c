/* Explains a receptive field: the inputs' field, and what the layer's own window adds to its size, jump and offset. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

static void
write_jump (CndEquations *equations, gint64 before, const CndWindow *window, const char *axis_words)
{
  gboolean uneven = before % window->scale != 0;

  cnd_equations_add_text (equations, uneven ? "⌈" : "");
  cnd_equations_add_signed (equations, before);
  cnd_equations_add_text (equations, window->scale > 1 ? " / " : " × ");
  cnd_equations_add_signed (equations, window->scale > 1 ? window->scale : window->stride);
  cnd_equations_add_text (equations, uneven ? "⌉" : "");
  cnd_equations_add_words (equations, "%s%s", axis_words,
                           window->scale > 1 ? _("jump: jump of the input / scale")
                                             : _("jump: jump of the input × stride"));
}

/* "7 + (3 − 1) × 2 = 11", "2 × 1 = 2", "(−3) − 1 × 2 = (−5)" */
static void
write_axis (CndEquations *equations, const CndReceptiveField *before, const CndReceptiveField *after,
            const CndWindow *window, guint axis, const char *axis_words)
{
  cnd_equations_begin_line (equations);
  cnd_equations_add_signed (equations, before->size[axis]);
  cnd_equations_add_text (equations, " + (");
  cnd_equations_add_signed (equations, window->extent);
  cnd_equations_add_text (equations, " − 1) × ");
  cnd_equations_add_signed (equations, before->jump[axis]);
  cnd_equations_add_signed_result (equations, after->size[axis]);
  cnd_equations_add_words (equations, "%s%s", axis_words, _("field of the input + (window − 1) × jump of the input"));
  cnd_equations_begin_line (equations);
  write_jump (equations, before->jump[axis], window, axis_words);
  cnd_equations_add_signed_result (equations, after->jump[axis]);
  cnd_equations_begin_line (equations);
  cnd_equations_add_signed (equations, before->offset[axis]);
  cnd_equations_add_text (equations, " − ");
  cnd_equations_add_signed (equations, window->before);
  cnd_equations_add_text (equations, " × ");
  cnd_equations_add_signed (equations, before->jump[axis]);
  cnd_equations_add_signed_result (equations, after->offset[axis]);
  cnd_equations_add_words (equations, "%s%s", axis_words,
                           _("offset: offset of the input − padding × jump of the input"));
}

static gboolean
axes_agree (const CndReceptiveField *before, const CndReceptiveField *after, const CndWindow window[2])
{
  return before->size[0] == before->size[1] && before->jump[0] == before->jump[1]
         && before->offset[0] == before->offset[1] && after->size[0] == after->size[1]
         && window[0].extent == window[1].extent && window[0].stride == window[1].stride
         && window[0].before == window[1].before && window[0].scale == window[1].scale;
}

static void
write_remarks (CndEquations *equations, const CndReport *report, guint layer)
{
  if (report->layers[layer].n_inputs > 1)
    cnd_equations_add_words (equations, "; %s", _("the field of the input is that of all inputs together"));
  if (report->fields[layer].whole)
    cnd_equations_add_words (equations, "; %s", _("every element of the input image is read"));
}

static char *
format_field (CndNumberStyle style, const CndReceptiveField *field)
{
  return cnd_base_format_sizes (style, field->size, 2);
}

void
cnd_explain_receptive_field (CndEquations *equations, guint layer)
{
  const CndReport *report = equations->report;
  CndReceptiveField before, after = report->fields[layer];
  CndWindow window[2];
  gboolean whole[2];

  equations->value = format_field (equations->style, &after);
  if (report->layers[layer].n_inputs == 0)
    {
      cnd_equations_add_count (equations, 1);
      cnd_equations_add_words (equations, "%s", _("an element of the input is itself"));
      return;
    }
  cnd_report_get_input_field (report, layer, &before);
  cnd_report_get_window (report, layer, window, whole);
  if (axes_agree (&before, &after, window))
    write_axis (equations, &before, &after, &window[0], 0, "");
  else
    {
      write_axis (equations, &before, &after, &window[0], 0, _("height: "));
      write_axis (equations, &before, &after, &window[1], 1, _("width: "));
    }
  write_remarks (equations, report, layer);
}
