/* Explains the counts that are sums of terms: parameters, buffers, multiply-adds, FLOPs, operations. The factors are
 * those that were multiplied to count. */
#include "config.h"

#include "convention-private.h"
#include "explain-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* ---- Terms as text ------------------------------------------------------------------ */

/* "11 × 11 × 3 × 96", "48 × 32 × 2/4" */
static void
write_factors (CndEquations *equations, const CndTerm *term)
{
  for (guint i = 0; i < term->n_factors; i++)
    {
      cnd_equations_add_text (equations, i > 0 ? " × " : "");
      cnd_equations_add_count (equations, term->factors[i].value);
    }
  if (term->kept_denominator > 1)
    {
      cnd_equations_add_text (equations, " × ");
      cnd_equations_add_count (equations, term->kept_numerator);
      cnd_equations_add_text (equations, "/");
      cnd_equations_add_count (equations, term->kept_denominator);
    }
}

static const char *
get_bias_words (CndFactorName counted)
{
  if (counted == CND_FACTOR_OUTPUT_FEATURES)
    return _("one bias an output");
  return _("one bias a filter");
}

/* The same factor is another thing in another term or layer. */
static const char *
get_factor_words (const CndLayer *layer, const CndTerm *term, CndFactorName name)
{
  if (name == CND_FACTOR_CHANNELS && term->type == CND_TERM_ELEMENT_OPERATIONS && layer->output.flat)
    return _("features");
  if (name == CND_FACTOR_COMPARISONS && strcmp (cnd_ops_get_kind (layer->kind)->name, "adaptive_max_pool") == 0)
    return _("comparisons in all windows");
  if (name == CND_FACTOR_PER_CHANNEL && term->type == CND_TERM_SCALES)
    return _("scale and shift");
  if (name == CND_FACTOR_PER_CHANNEL && term->type == CND_TERM_BUFFERS)
    return _("running mean and variance");
  return cnd_ops_get_factor_title (name);
}

/* "kernel height × kernel width × input channels × filters" */
static void
write_factor_titles (CndEquations *equations, const CndLayer *layer, const CndTerm *term)
{
  if (term->type == CND_TERM_BIASES && term->n_factors == 1)
    {
      cnd_equations_add_words (equations, "%s", get_bias_words (term->factors[0].name));
      return;
    }
  if (term->type == CND_TERM_BIAS_ADDITIONS)
    {
      cnd_equations_add_words (equations, "%s", _("one bias addition an output element"));
      return;
    }
  for (guint i = 0; i < term->n_factors; i++)
    cnd_equations_add_words (equations, "%s%s", i > 0 ? " × " : "", get_factor_words (layer, term, term->factors[i].name));
  if (term->kept_denominator > 1)
    cnd_equations_add_words (equations, " × %s", _("kept share"));
}

static void
write_term (CndEquations *equations, const CndLayer *layer, const CndTerm *term, gboolean first)
{
  cnd_equations_add_text (equations, first ? "" : " + ");
  cnd_equations_add_words (equations, "%s", first ? "" : " + ");
  write_factors (equations, term);
  write_factor_titles (equations, layer, term);
}

#define BIT(type) (1u << (type))

/* The terms whose types are in @types. @first: whether nothing stands before them yet. Returns: their types */
static guint
write_terms (CndEquations *equations, guint layer, guint types, gboolean first)
{
  const CndReport *report = equations->report;
  CndCost cost;
  guint written = 0;

  cnd_ops_list_cost (report->network, layer, report->state, &cost);
  for (guint i = 0; i < cost.n_terms; i++)
    if (types & BIT (cost.terms[i].type))
      {
        write_term (equations, &report->layers[layer], &cost.terms[i], first && written == 0);
        written |= BIT (cost.terms[i].type);
      }
  return written;
}

static void
explain_terms (CndEquations *equations, guint layer, CndFigure figure, guint types, guint64 total)
{
  if (total == 0)
    {
      cnd_equations_set_zero (equations, cnd_explain_get_zero_reason (equations->report, layer, figure));
      return;
    }
  write_terms (equations, layer, types, TRUE);
  cnd_equations_add_result (equations, total);
  cnd_equations_set_count (equations, total);
}

/* ---- The figures -------------------------------------------------------------------- */

void
cnd_explain_parameters (CndEquations *equations, guint layer)
{
  explain_terms (equations, layer, CND_FIGURE_PARAMETERS,
                 BIT (CND_TERM_WEIGHTS) | BIT (CND_TERM_BIASES) | BIT (CND_TERM_SCALES),
                 equations->report->layer_counts[layer].parameters);
}

void
cnd_explain_buffers (CndEquations *equations, guint layer)
{
  explain_terms (equations, layer, CND_FIGURE_BUFFERS, BIT (CND_TERM_BUFFERS),
                 equations->report->layer_counts[layer].terms[CND_TERM_BUFFERS]);
}

void
cnd_explain_macs (CndEquations *equations, guint layer)
{
  explain_terms (equations, layer, CND_FIGURE_MACS, BIT (CND_TERM_MACS), equations->report->layer_counts[layer].macs);
}

/* 2 × multiply-adds + what else computes. */
static void
explain_computing (CndEquations *equations, guint layer, CndFigure figure, guint mac_weight, guint types, guint64 total)
{
  const CndReport *report = equations->report;
  guint64 macs = report->layer_counts[layer].macs;
  gboolean doubled = mac_weight > 1 && macs > 0;

  if (total == 0)
    {
      cnd_equations_set_zero (equations, cnd_explain_get_zero_reason (report, layer, figure));
      return;
    }
  if (doubled)
    cnd_equations_add_doubled_macs (equations, mac_weight, macs);
  else
    types |= BIT (CND_TERM_MACS);
  if (write_terms (equations, layer, types, !doubled) & BIT (CND_TERM_ELEMENT_OPERATIONS))
    {
      g_autofree char *elements = cnd_explain_describe_elements (&report->layers[layer], equations->style);

      if (elements != NULL)
        cnd_equations_add_words (equations, "; %s", elements);
    }
  cnd_equations_add_result (equations, total);
  cnd_equations_set_count (equations, total);
}

gboolean
cnd_explain_same_operations (CndEquations *equations, guint64 operations)
{
  if (operations == 0 || equations->report->convention == CND_CONVENTION_CONDENSENET)
    return FALSE;
  cnd_equations_add_count (equations, operations);
  cnd_equations_set_count (equations, operations);
  cnd_equations_add_words (equations, "%s",
                           equations->report->convention == CND_CONVENTION_SUMMARY
                             ? _("the multiply-adds: this convention counts nothing else")
                             : _("the FLOPs: this convention counts the same"));
  return TRUE;
}

void
cnd_explain_flops (CndEquations *equations, guint layer)
{
  explain_computing (equations, layer, CND_FIGURE_FLOPS, 2,
                     BIT (CND_TERM_BIAS_ADDITIONS) | BIT (CND_TERM_ELEMENT_OPERATIONS),
                     equations->report->layer_counts[layer].flops);
}

void
cnd_explain_operations (CndEquations *equations, guint layer)
{
  const CndReport *report = equations->report;
  const CndConventionRow *convention = cnd_analysis_get_convention_row (report->convention);
  const CndKind *kind = cnd_ops_get_kind (report->layers[layer].kind);
  guint types = 0;

  if (cnd_explain_same_operations (equations, report->layer_counts[layer].operations))
    return;
  if (cnd_convention_counts (convention->counts_biases, kind))
    types |= BIT (CND_TERM_BIAS_ADDITIONS);
  if (cnd_convention_counts (convention->counts_elements, kind))
    types |= BIT (CND_TERM_ELEMENT_OPERATIONS);
  explain_computing (equations, layer, CND_FIGURE_OPERATIONS, convention->mac_weight, types,
                     report->layer_counts[layer].operations);
}
