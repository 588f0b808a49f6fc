/* The arithmetic behind a figure: which file explains which figure, and the pieces that all of them write with. */
#include "config.h"

#include "explain-private.h"

#include <glib/gi18n-lib.h>

typedef void (*ExplainLayer) (CndEquations *equations, guint layer);

typedef struct
{
  const char *name, *title;
  ExplainLayer explain_layer;
} FigureRow;

static const FigureRow figures[CND_N_FIGURES] = {
  [CND_FIGURE_PARAMETERS] = { "parameters", N_("Parameters"), cnd_explain_parameters },
  [CND_FIGURE_BUFFERS] = { "buffers", N_("Buffers"), cnd_explain_buffers },
  [CND_FIGURE_MACS] = { "macs", N_("Multiply-adds"), cnd_explain_macs },
  [CND_FIGURE_FLOPS] = { "flops", N_("FLOPs"), cnd_explain_flops },
  [CND_FIGURE_OPERATIONS] = { "operations", N_("Operations"), cnd_explain_operations },
  [CND_FIGURE_OUTPUT] = { "output", N_("Output"), cnd_explain_output },
  [CND_FIGURE_ACTIVATIONS] = { "activations", N_("Activations"), cnd_explain_activations },
  [CND_FIGURE_PEAK_MEMORY] = { "peak_memory", N_("Peak activation memory"), cnd_explain_peak_memory },
  [CND_FIGURE_RECEPTIVE_FIELD] = { "receptive_field", N_("Receptive field"), cnd_explain_receptive_field },
  [CND_FIGURE_INTENSITY] = { "intensity", N_("Arithmetic intensity"), cnd_explain_intensity },
};

const char *
cnd_analysis_get_figure_title (CndFigure figure)
{
  g_return_val_if_fail (figure < CND_N_FIGURES, NULL);
  return _(figures[figure].title);
}

const char *
cnd_analysis_get_figure_name (CndFigure figure)
{
  g_return_val_if_fail (figure < CND_N_FIGURES, NULL);
  return figures[figure].name;
}

/* ---- Pieces of text ----------------------------------------------------------------- */

void
cnd_equations_add_count (CndEquations *equations, guint64 count)
{
  g_autofree char *text = cnd_base_format_count (equations->style, count);

  g_string_append (equations->numbers, text);
}

void
cnd_equations_add_signed (CndEquations *equations, gint64 number)
{
  g_autofree char *text = cnd_base_format_signed (equations->style, number);

  g_string_append_printf (equations->numbers, number < 0 ? "(%s)" : "%s", text);
}

void
cnd_equations_add_text (CndEquations *equations, const char *numbers)
{
  g_string_append (equations->numbers, numbers);
}

static void
add_result (CndEquations *equations, const char *result)
{
  const char *line = strrchr (equations->numbers->str, '\n');

  line = line != NULL ? line + 1 : equations->numbers->str;
  if (strcmp (line, result) != 0)
    g_string_append_printf (equations->numbers, " = %s", result);
}

void
cnd_equations_add_result (CndEquations *equations, guint64 result)
{
  g_autofree char *text = cnd_base_format_count (equations->style, result);

  add_result (equations, text);
}

void
cnd_equations_add_signed_result (CndEquations *equations, gint64 result)
{
  g_autofree char *text = cnd_base_format_signed (equations->style, result);

  add_result (equations, text);
}

void
cnd_equations_add_words (CndEquations *equations, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (equations->words, format, arguments);
  va_end (arguments);
}

void
cnd_equations_add_doubled_macs (CndEquations *equations, guint weight, guint64 macs)
{
  g_autofree char *factor = cnd_base_format_count (equations->style, weight);

  cnd_equations_add_count (equations, weight);
  cnd_equations_add_text (equations, " × ");
  cnd_equations_add_count (equations, macs);
  cnd_equations_add_words (equations, "%s × %s", factor, _("multiply-adds"));
}

char *
cnd_equations_dup_name (const CndEquations *equations, const char *name)
{
  return equations->isolate ? cnd_base_isolate_text (name) : g_strdup (name);
}

void
cnd_equations_name_layer (CndEquations *equations, guint layer)
{
  g_autofree char *name = cnd_equations_dup_name (equations, equations->report->layers[layer].id);

  cnd_equations_add_words (equations, "; ");
  /* Translators: ends an explanation of a block's output: %s is the layer that it comes from */
  cnd_equations_add_words (equations, _("so at its last layer, “%s”"), name);
}

void
cnd_equations_begin_line (CndEquations *equations)
{
  if (equations->numbers->len > 0)
    g_string_append_c (equations->numbers, '\n');
  if (equations->words->len > 0)
    g_string_append_c (equations->words, '\n');
}

void
cnd_equations_set_count (CndEquations *equations, guint64 value)
{
  g_free (equations->value);
  equations->value = cnd_base_format_count (equations->style, value);
}

void
cnd_equations_set_zero (CndEquations *equations, const char *reason)
{
  cnd_equations_set_count (equations, 0);
  g_string_assign (equations->numbers, equations->value);
  g_string_assign (equations->words, reason);
}

/* ---- Dead ends ---------------------------------------------------------------------- */

/* The part of a figure that is in layers that the output does not depend on; 0 for figures that are not counts. */
static guint64
count_unused (const CndReport *report, guint first_layer, guint n_layers, CndFigure figure)
{
  guint64 sum = 0;

  for (guint i = first_layer; i < first_layer + n_layers; i++)
    {
      const CndCounts *counts = &report->layer_counts[i];
      const guint64 values[CND_N_FIGURES] = {
        [CND_FIGURE_PARAMETERS] = counts->parameters,
        [CND_FIGURE_BUFFERS] = counts->terms[CND_TERM_BUFFERS],
        [CND_FIGURE_MACS] = counts->macs,
        [CND_FIGURE_FLOPS] = counts->flops,
        [CND_FIGURE_OPERATIONS] = counts->operations,
        [CND_FIGURE_ACTIVATIONS] = counts->activation_elements,
      };

      sum += report->used[i] ? 0 : values[figure]; /* part of a checked total */
    }
  return sum;
}

static void
remark_unused (CndEquations *equations, guint64 unused)
{
  g_autofree char *count = cnd_base_format_count (equations->style, unused);

  if (unused == 0)
    return;
  cnd_equations_add_words (equations, "; ");
  /* Translators: %s is a number */
  cnd_equations_add_words (equations, _("%s of it in layers that the network's output does not depend on"), count);
}

/* ---- The public face ---------------------------------------------------------------- */

static void
begin (CndEquations *equations, const CndReport *report, CndNumberStyle style)
{
  equations->report = report;
  equations->style = style;
  equations->style.isolate = FALSE;
  equations->isolate = style.isolate;
  equations->numbers = g_string_new (NULL);
  equations->words = g_string_new (NULL);
  equations->value = NULL;
}

/* Wraps each line in marks that keep it from left to right inside a right-to-left paragraph. */
static char *
isolate_lines (char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *result = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    g_string_append_printf (result, "%s\u2066%s\u2069", i > 0 ? "\n" : "", lines[i]);
  g_free (text);
  return g_string_free (result, FALSE);
}

static void
end (CndEquations *equations, CndNumberStyle style, CndExplanation *explanation)
{
  explanation->value = equations->value != NULL ? equations->value : g_strdup ("");
  explanation->numbers = g_string_free (equations->numbers, FALSE);
  explanation->words = g_string_free (equations->words, FALSE);
  if (style.isolate)
    {
      explanation->value = isolate_lines (explanation->value);
      explanation->numbers = isolate_lines (explanation->numbers);
    }
}

void
cnd_explanation_clear (CndExplanation *explanation)
{
  g_clear_pointer (&explanation->value, g_free);
  g_clear_pointer (&explanation->numbers, g_free);
  g_clear_pointer (&explanation->words, g_free);
}

void
cnd_analysis_explain_layer (const CndReport *report, guint layer, CndFigure figure, CndNumberStyle style,
                            CndExplanation *explanation)
{
  CndEquations equations;

  g_return_if_fail (report != NULL && explanation != NULL);
  g_return_if_fail (layer < report->n_layers && figure < CND_N_FIGURES);
  begin (&equations, report, style);
  figures[figure].explain_layer (&equations, layer);
  if (count_unused (report, layer, 1, figure) > 0)
    cnd_equations_add_words (&equations, "; %s", _("counted although the network's output does not depend on it"));
  end (&equations, style, explanation);
}

void
cnd_analysis_explain_block (const CndReport *report, guint block, CndFigure figure, CndNumberStyle style,
                            CndExplanation *explanation)
{
  CndEquations equations;

  g_return_if_fail (report != NULL && explanation != NULL);
  g_return_if_fail (block < report->n_blocks && figure < CND_N_FIGURES);
  begin (&equations, report, style);
  cnd_explain_block_figure (&equations, block, figure);
  remark_unused (&equations, count_unused (report, report->blocks[block].first_layer, report->blocks[block].n_layers, figure));
  end (&equations, style, explanation);
}
