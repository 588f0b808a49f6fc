/* Explains a receptive field: what the layer's own window adds to the inputs' field in size, jump and offset, and the
 * steps from the image to here. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

/* One axis of a layer's step. */
typedef struct
{
  CndReach before, after; /* after is the report's */
  CndWindow window;
  gint64 size, jump, jump_divisor, offset; /* of the layer */
} FieldStep;

static void
clear_step (FieldStep *step)
{
  cnd_reach_clear (&step->before);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FieldStep, clear_step)

static void
get_step (const CndReport *report, guint layer, guint axis, FieldStep *step)
{
  CndReceptiveField field = cnd_report_get_field (report, layer);
  CndWindow window[2];
  gboolean whole[2];

  cnd_report_get_window (report, layer, window, whole);
  cnd_report_join_inputs (report, layer, axis, &step->before);
  step->after = report->reaches[2 * layer + axis];
  step->window = window[axis];
  step->size = field.size[axis];
  step->jump = field.jump[axis];
  step->jump_divisor = field.jump_divisor[axis];
  step->offset = field.offset[axis];
}

/* Whether size, jump and offset follow from one formula: no up-sampling on the way. */
static gboolean
is_plain (const CndReach *before, const CndWindow *window)
{
  return before->period == 1 && window->scale == 1 && !before->bound;
}

static gboolean
steps_agree (const FieldStep *a, const FieldStep *b)
{
  return is_plain (&a->before, &a->window) == is_plain (&b->before, &b->window) && a->size == b->size
         && a->jump == b->jump && a->jump_divisor == b->jump_divisor && a->offset == b->offset
         && a->before.first == b->before.first && a->before.last == b->before.last
         && a->before.advance == b->before.advance && a->window.extent == b->window.extent
         && a->window.stride == b->window.stride && a->window.before == b->window.before
         && a->window.scale == b->window.scale;
}

/* ---- The layer's own step ----------------------------------------------------------- */

/* "4", "10/7" */
static void
write_ratio (CndEquations *equations, gint64 numerator, gint64 denominator)
{
  cnd_equations_add_signed (equations, numerator);
  if (denominator == 1)
    return;
  cnd_equations_add_text (equations, "/");
  cnd_equations_add_signed (equations, denominator);
}

/* "7 + (3 − 1) × 2 = 11", and where neighbours differ "13 − (−2) + 1 = 16" of the element that covers most */
static void
write_size (CndEquations *equations, const FieldStep *step, const char *axis_words)
{
  const CndReach *after = &step->after;
  gint64 first = after->first, last = after->last;

  cnd_equations_begin_line (equations);
  if (is_plain (&step->before, &step->window))
    {
      cnd_equations_add_signed (equations, step->before.last - step->before.first + 1);
      cnd_equations_add_text (equations, " + (");
      cnd_equations_add_signed (equations, step->window.extent);
      cnd_equations_add_text (equations, " − 1) × ");
      cnd_equations_add_signed (equations, step->before.advance);
      cnd_equations_add_words (equations, "%s%s", axis_words,
                               _("field of the input + (window − 1) × jump of the input"));
    }
  else
    {
      for (gint64 i = 0; after->spans != NULL && i < after->period; i++)
        if (after->spans[2 * i + 1] - after->spans[2 * i] + 1 == step->size)
          {
            first = after->spans[2 * i];
            last = after->spans[2 * i + 1];
            break;
          }
      cnd_equations_add_signed (equations, last);
      cnd_equations_add_text (equations, " − ");
      cnd_equations_add_signed (equations, first);
      cnd_equations_add_text (equations, " + 1");
      cnd_equations_add_words (equations, "%s%s", axis_words, _("last pixel − first pixel + 1, where it covers most"));
    }
  cnd_equations_add_signed_result (equations, step->size);
}

/* "2 × 1 = 2", "4 / 2 = 2", "16 × 10 / 7 = 160/7" */
static void
write_jump (CndEquations *equations, const FieldStep *step, const char *axis_words)
{
  gint64 divisor = 1, before = step->before.advance;
  gboolean scaled = step->window.scale > 1;

  for (gint64 i = 2; i <= step->before.period; i++)
    if (step->before.period % i == 0 && before % i == 0)
      divisor = i;
  cnd_equations_begin_line (equations);
  write_ratio (equations, before / divisor, step->before.period / divisor);
  if (!scaled || step->window.stride > 1)
    {
      cnd_equations_add_text (equations, " × ");
      cnd_equations_add_signed (equations, step->window.stride);
    }
  if (scaled)
    {
      cnd_equations_add_text (equations, " / ");
      cnd_equations_add_signed (equations, step->window.scale);
    }
  cnd_equations_add_words (equations, "%s%s", axis_words,
                           !scaled                    ? _("jump: jump of the input × stride")
                           : step->window.stride == 1 ? _("jump: jump of the input / scale")
                                                      : _("jump: jump of the input × inputs / outputs"));
  cnd_equations_add_text (equations, " = ");
  write_ratio (equations, step->jump, step->jump_divisor);
}

/* "(−3) − 1 × 2 = (−5)" */
static void
write_offset (CndEquations *equations, const FieldStep *step, const char *axis_words)
{
  cnd_equations_begin_line (equations);
  if (!is_plain (&step->before, &step->window))
    {
      cnd_equations_add_signed (equations, step->offset);
      cnd_equations_add_words (equations, "%s%s", axis_words, _("offset: the first pixel that output 0 covers"));
      return;
    }
  cnd_equations_add_signed (equations, step->before.first);
  cnd_equations_add_text (equations, " − ");
  cnd_equations_add_signed (equations, step->window.before);
  cnd_equations_add_text (equations, " × ");
  cnd_equations_add_signed (equations, step->before.advance);
  cnd_equations_add_signed_result (equations, step->offset);
  cnd_equations_add_words (equations, "%s%s", axis_words, _("offset: offset of the input − padding × jump of the input"));
}

static void
write_step (CndEquations *equations, const FieldStep *step, const char *axis_words)
{
  write_size (equations, step, axis_words);
  write_jump (equations, step, axis_words);
  write_offset (equations, step, axis_words);
}

/* ---- All of it ---------------------------------------------------------------------- */

static void
write_remarks (CndEquations *equations, guint layer, const CndReceptiveField *field)
{
  const CndReport *report = equations->report;

  if (report->layers[layer].n_inputs > 1)
    cnd_equations_add_words (equations, "; %s", _("the field of the input is that of all inputs together"));
  if (field->whole)
    cnd_equations_add_words (equations, "; %s", _("every element of the input image is read"));
  if (field->at_most)
    cnd_equations_add_words (equations, "; %s", _("it is an upper bound: the inputs lie at different distances"));
  else if (field->least[0] != field->size[0] || field->least[1] != field->size[1])
    {
      g_autofree char *least = cnd_base_format_sizes (equations->style, field->least, 2);

      /* Translators: %s is a size such as 7 × 7 */
      cnd_equations_add_words (equations, "; ");
      cnd_equations_add_words (equations, _("outputs cover different sizes, the smallest %s"), least);
    }
}

void
cnd_explain_receptive_field (CndEquations *equations, guint layer)
{
  const CndReport *report = equations->report;
  CndReceptiveField field = cnd_report_get_field (report, layer);
  g_auto (FieldStep) height = { 0 }, width = { 0 };
  g_autofree char *size = cnd_base_format_sizes (equations->style, field.size, 2);

  /* Translators: %s is a size such as 7 × 7 */
  equations->value = field.at_most || field.least[0] != field.size[0] || field.least[1] != field.size[1]
                       ? g_strdup_printf (_("at most %s"), size)
                       : g_steal_pointer (&size);
  if (report->layers[layer].n_inputs == 0)
    {
      cnd_equations_add_count (equations, 1);
      cnd_equations_add_words (equations, "%s", _("an element of the input is itself"));
      return;
    }
  get_step (report, layer, 0, &height);
  get_step (report, layer, 1, &width);
  if (steps_agree (&height, &width))
    write_step (equations, &height, "");
  else
    {
      write_step (equations, &height, _("height: "));
      write_step (equations, &width, _("width: "));
    }
  write_remarks (equations, layer, &field);
  cnd_explain_field_path (equations, layer);
}
