/* The published tables that ship with the program, and who verifies which. */
#include "config.h"

#include "verify-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

typedef struct
{
  const char *title, *file, *model;
  gboolean (*verify) (CndVerification *verification, const char *model, GError **error);
} TableRow;

static const char *const names[] = {
  "alexnet-assignment", "vgg16-assignment", "googlenet-table1", "nin-summary", "condensenet-published", NULL,
};

static const TableRow tables[] = {
  { N_("AlexNet, course assignment"), "alexnet-assignment.csv", "alexnet.json", cnd_verify_layers },
  { N_("VGG16, course assignment"), "vgg16-assignment.csv", "vgg16.json", cnd_verify_layers },
  { N_("GoogLeNet, Table 1 of its paper"), "googlenet-table1.csv", "googlenet.json", cnd_verify_googlenet },
  { N_("Network in Network, as a PyTorch summary prints it"), "nin-summary.csv", "nin.json", cnd_verify_layers },
  { N_("CondenseNet, published figures"), "condensenet-published.csv", "condensenet.json", cnd_verify_condensenet },
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == G_N_ELEMENTS (tables) + 1);

static const TableRow *
find_table (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (strcmp (names[i], name) == 0)
      return &tables[i];
  return NULL;
}

const char *const *
cnd_analysis_list_tables (void)
{
  return names;
}

const char *
cnd_analysis_get_table_file (const char *table)
{
  const TableRow *row = find_table (table);

  return row != NULL ? row->file : NULL;
}

const char *
cnd_analysis_get_table_model (const char *table)
{
  const TableRow *row = find_table (table);

  return row != NULL ? row->model : NULL;
}

CndTable *
cnd_analysis_verify_table (const char *name, const CndCells *cells, CndNetworkSource source, gpointer data,
                           GError **error)
{
  const TableRow *row = NULL;
  g_autoptr (CndTable) table = NULL;
  CndVerification verification = { 0 };

  g_return_val_if_fail (name != NULL && cells != NULL && source != NULL, NULL);
  row = find_table (name);
  if (row == NULL)
    {
      g_autofree char *known = g_strjoinv (", ", (char **) names);
      CndProblem problem = { .found = name, .expected = known };

      cnd_base_set_problem (error, CND_ERROR_NOT_FOUND, &problem, _("There is no such published table"));
      return NULL;
    }
  table = cnd_table_new (name, _(row->title));
  verification = (CndVerification){ .cells = cells, .table = table, .source = source, .source_data = data };
  if (!row->verify (&verification, row->model, error))
    return NULL;
  cnd_table_summarize (table);
  return g_steal_pointer (&table);
}
