/* The conventions of counting as a table, and the names of stages. */
#include "config.h"

#include "convention-private.h"

#include <glib/gi18n-lib.h>

static const CndConventionRow conventions[CND_N_CONVENTIONS] = {
  [CND_CONVENTION_DEFAULT] = {
    .name = "default",
    .title = N_("FLOPs: 2 × multiply-adds + element operations"),
    /* Translators: the unit of a count, floating-point operations */
    .unit = N_("FLOPs"),
    .stage = CND_STAGE_DENSE,
    .mac_weight = 2,
    .counts_biases = CND_COUNTS_ALL,
    .counts_elements = CND_COUNTS_ALL,
  },
  [CND_CONVENTION_CONDENSENET] = {
    .name = "condensenet",
    .title = N_("Operations as CondenseNet publishes them"),
    /* Translators: the unit of a count */
    .unit = N_("operations"),
    .stage = CND_STAGE_FINAL,
    .mac_weight = 1,
    .counts_biases = CND_KIND_PUBLISHES_BIASES,
    .counts_elements = CND_KIND_PUBLISHES_ELEMENTS,
  },
  [CND_CONVENTION_SUMMARY] = {
    .name = "summary",
    .title = N_("As a PyTorch summary prints it"),
    /* Translators: the unit of a count, one multiplication with one addition */
    .unit = N_("multiply-adds"),
    .stage = CND_STAGE_DENSE,
    .mac_weight = 1,
  },
};

const CndConventionRow *
cnd_analysis_get_convention_row (CndConvention convention)
{
  g_assert (convention < CND_N_CONVENTIONS);
  return &conventions[convention];
}

const char *
cnd_analysis_get_convention_name (CndConvention convention)
{
  g_return_val_if_fail (convention < CND_N_CONVENTIONS, NULL);
  return conventions[convention].name;
}

const char *
cnd_analysis_get_convention_title (CndConvention convention)
{
  g_return_val_if_fail (convention < CND_N_CONVENTIONS, NULL);
  return _(conventions[convention].title);
}

const char *
cnd_analysis_get_convention_unit (CndConvention convention)
{
  g_return_val_if_fail (convention < CND_N_CONVENTIONS, NULL);
  return _(conventions[convention].unit);
}

guint
cnd_analysis_get_default_stage (CndConvention convention)
{
  g_return_val_if_fail (convention < CND_N_CONVENTIONS, CND_STAGE_DENSE);
  return conventions[convention].stage;
}

gboolean
cnd_analysis_parse_convention (const char *name, CndConvention *convention, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  CndProblem problem = { 0 };

  g_return_val_if_fail (name != NULL && convention != NULL, FALSE);
  for (guint i = 0; i < CND_N_CONVENTIONS; i++)
    {
      if (strcmp (name, conventions[i].name) == 0)
        {
          *convention = i;
          return TRUE;
        }
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", conventions[i].name);
    }
  problem.found = name;
  problem.expected = known->str;
  problem.hint = _("“default” counts FLOPs, “condensenet” as its paper does, “summary” as a PyTorch summary does.");
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("There is no such convention of counting"));
  return FALSE;
}

/* ---- Stages ------------------------------------------------------------------------- */

static gboolean
set_stage_error (const char *text, guint condensation, GError **error)
{
  g_autofree char *expected = NULL;
  CndProblem problem = { 0 };

  if (condensation > 1)
    /* Translators: dense and final are words of the command line and stay as they are */
    expected = g_strdup_printf (_("dense, final, or a stage from 0 to %u"), condensation - 1);
  else
    expected = g_strdup (_("dense, final or 0"));
  problem.found = text;
  problem.expected = expected;
  problem.hint = _("A stage is how often the learned group convolutions have been condensed.");
  if (condensation <= 1)
    problem.hint = _("This network has no learned group convolution that condenses, so it has one stage only.");
  cnd_base_set_problem (error, CND_ERROR_VALUE, &problem, _("There is no such stage"));
  return FALSE;
}

gboolean
cnd_analysis_parse_stage (const char *text, guint condensation, guint *stage, GError **error)
{
  guint64 number = 0;

  g_return_val_if_fail (text != NULL && stage != NULL, FALSE);
  if (strcmp (text, "dense") == 0)
    *stage = CND_STAGE_DENSE;
  else if (strcmp (text, "final") == 0)
    *stage = CND_STAGE_FINAL;
  else if (g_ascii_string_to_unsigned (text, 10, 0, MAX (condensation, 1) - 1, &number, NULL))
    *stage = number;
  else
    return set_stage_error (text, condensation, error);
  return TRUE;
}

char *
cnd_analysis_format_stage (guint stage, guint condensation)
{
  if (stage == CND_STAGE_DENSE)
    return g_strdup ("dense");
  if (stage >= MAX (condensation, 1) - 1)
    return g_strdup ("final");
  return g_strdup_printf ("%u", stage);
}
