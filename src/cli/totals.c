/* The totals below a summary's table: every figure with its unit, and what it is made of. */
#include "config.h"

#include "cli-private.h"

#include <glib/gi18n-lib.h>

#define STYLE CND_NUMBER_STYLE_LATIN

/* Three columns: what, how much, a remark. Indented by two spaces each step. */
typedef struct
{
  char *label, *value, *remark;
} Line;

static void
clear_line (gpointer data)
{
  Line *line = data;

  g_free (line->label);
  g_free (line->value);
  g_free (line->remark);
}

static GArray *
new_lines (void)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (Line));

  g_array_set_clear_func (lines, clear_line);
  return lines;
}

/* Takes @value and @remark. */
static void
add_line (GArray *lines, const char *label, char *value, char *remark)
{
  Line line = { g_strdup (label), value, remark };

  g_array_append_val (lines, line);
}

static void
append_lines (GString *out, GArray *lines, const char *heading)
{
  guint label_width = 0, value_width = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      label_width = MAX (label_width, cnd_cli_measure_text (g_array_index (lines, Line, i).label));
      value_width = MAX (value_width, cnd_cli_measure_text (g_array_index (lines, Line, i).value));
    }
  g_string_append_printf (out, "\n%s\n", heading);
  for (guint i = 0; i < lines->len; i++)
    {
      const Line *line = &g_array_index (lines, Line, i);
      int space = label_width - cnd_cli_measure_text (line->label) + value_width - cnd_cli_measure_text (line->value);

      g_string_append_printf (out, "  %s  %*s%s", line->label, space, "", line->value);
      if (line->remark)
        g_string_append_printf (out, "  %s", line->remark);
      g_string_append_c (out, '\n');
    }
}

static char *
format_share (guint64 part, guint64 whole)
{
  g_autofree char *percent = cnd_base_format_decimal (STYLE, whole ? 100.0 * part / whole : 0.0, 1);

  /* Translators: a share in percent; keep the doubled sign */
  return g_strdup_printf (_("%s %%"), percent);
}

static void
add_figures (GArray *lines, const CndSubject *subject)
{
  const CndCounts *total = cnd_report_get_total (subject->report);
  CndConvention convention = cnd_report_get_convention (subject->report);
  g_autofree char *unit = cnd_cli_subject_dup_unit (subject);
  g_autofree char *elements = cnd_base_format_count (STYLE, total->activation_elements);
  const CndLayer *layers = cnd_network_get_layers (subject->network, NULL);
  guint peak_layer = 0;
  guint64 peak = cnd_report_get_peak_bytes (subject->report, &peak_layer);

  add_line (lines, _("Parameters"), cnd_base_format_count (STYLE, total->parameters),
            g_strdup (_("weights, biases, scales")));
  add_line (lines, _("Buffers"), cnd_base_format_count (STYLE, total->terms[CND_TERM_BUFFERS]),
            g_strdup (_("running means and variances: stored, not trained")));
  add_line (lines, _("MACs"), cnd_base_format_count (STYLE, total->macs), g_strdup (_("multiply-adds")));
  add_line (lines, _("FLOPs"), cnd_base_format_count (STYLE, total->flops),
            g_strdup (_("2 × MACs + bias additions + element operations")));
  if (convention == CND_CONVENTION_CONDENSENET)
    add_line (lines, unit, cnd_base_format_count (STYLE, total->operations),
              g_strdup (cnd_analysis_get_convention_title (convention)));
  add_line (lines, _("Activations"), cnd_base_format_bytes (STYLE, total->activation_elements * 4),
            /* Translators: %s is a number */
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s element of 4 bytes: the outputs of all layers",
                                          "%s elements of 4 bytes: the outputs of all layers", total->activation_elements),
                             elements));
  add_line (lines, _("Peak activation memory"), cnd_base_format_bytes (STYLE, peak),
            /* Translators: %s is a layer's name */
            g_strdup_printf (_("alive at once at %s"), layers[peak_layer].id));
}

static void
add_composition (GArray *lines, const CndSubject *subject)
{
  g_autofree guint64 *sums = cnd_cli_sum_flops_by_kind (subject->report);
  guint64 total = cnd_report_get_total (subject->report)->flops;

  for (guint kind = 0; kind < cnd_ops_get_n_kinds (); kind++)
    if (sums[kind] > 0)
      add_line (lines, _(cnd_ops_get_kind (kind)->title), cnd_base_format_count (STYLE, sums[kind]),
                format_share (sums[kind], total));
}

static void
add_sizes (GArray *lines, const CndSubject *subject)
{
  CndSummarySizes sizes = cnd_report_get_summary_sizes (subject->report);
  const struct
  {
    const char *label;
    guint64 bytes;
  } rows[] = {
    { _("Input"), sizes.input_bytes },
    { _("Forward and backward pass"), sizes.forward_backward_bytes },
    { _("Parameters"), sizes.parameter_bytes },
    { _("Estimated total"), sizes.total_bytes },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *megabytes = cnd_base_format_decimal (STYLE, rows[i].bytes / 1048576.0, 2);

      add_line (lines, rows[i].label, g_strdup_printf ("%s MB", megabytes), NULL);
    }
}

#define MAX_NAMED 6

/* Layers that lead nowhere are counted, and named here. */
static void
append_unused (GString *out, const CndSubject *subject)
{
  guint n_layers, n_unused = 0;
  const CndLayer *layers = cnd_network_get_layers (subject->network, &n_layers);
  guint64 parameters = 0, macs = 0;
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *parameter_text = NULL, *mac_text = NULL, *line = NULL;

  for (guint i = 0; i < n_layers; i++)
    {
      if (cnd_report_is_used (subject->report, i))
        continue;
      parameters += cnd_report_get_layer (subject->report, i)->parameters; /* parts of checked totals */
      macs += cnd_report_get_layer (subject->report, i)->macs;
      if (n_unused++ < MAX_NAMED)
        g_string_append_printf (names, "%s%s", n_unused > 1 ? ", " : "", layers[i].id);
    }
  if (n_unused == 0)
    return;
  if (n_unused > MAX_NAMED)
    g_string_append (names, ", …");
  parameter_text = cnd_base_format_count (STYLE, parameters);
  mac_text = cnd_base_format_count (STYLE, macs);
  /* Translators: a number of layers, their names, and two numbers */
  line = g_strdup_printf (ngettext ("The output does not depend on %u layer: %s. It is counted: %s parameters, %s "
                                    "multiply-adds.",
                                    "The output does not depend on %u layers: %s. They are counted: %s parameters, %s "
                                    "multiply-adds.",
                                    n_unused),
                          n_unused, names->str, parameter_text, mac_text);
  g_string_append_c (out, '\n');
  cnd_cli_append_wrapped (out, line, 0, 100);
}

void
cnd_cli_append_totals (GString *out, const CndSubject *subject)
{
  g_autoptr (GArray) figures = new_lines ();
  g_autoptr (GArray) composition = new_lines ();
  g_autoptr (GArray) sizes = new_lines ();
  g_autofree char *state = cnd_cli_subject_describe_state (subject);
  /* Translators: %s is like "state dense, convention default" */
  g_autofree char *heading = g_strdup_printf (_("Totals for one image; %s"), state);

  add_figures (figures, subject);
  append_lines (out, figures, heading);
  add_composition (composition, subject);
  if (composition->len > 0)
    append_lines (out, composition, _("FLOPs by kind of layer"));
  add_sizes (sizes, subject);
  append_lines (out, sizes,
                _("Sizes as PyTorch summaries print them (batch of 1, 4 bytes an element, MB = 2^20 bytes)"));
  append_unused (out, subject);
}

guint64 *
cnd_cli_sum_flops_by_kind (const CndReport *report)
{
  guint64 *sums = g_new0 (guint64, cnd_ops_get_n_kinds ());
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (cnd_report_get_network (report), &n_layers);

  for (guint i = 0; i < n_layers; i++)
    sums[layers[i].kind] += cnd_report_get_layer (report, i)->flops;
  return sums;
}
