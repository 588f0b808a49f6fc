/* All shipped models, built and counted. */
#include "config.h"

#include "cli-private.h"

#include <string.h>

static void
clear_shipped (gpointer data)
{
  CndShipped *shipped = data;

  g_free (shipped->call);
  cnd_cli_subject_clear (&shipped->subject);
}

static gboolean
add_preset (GArray *models, CndArchitecture *architecture, const char *path, gint preset, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
  CndShipped shipped = { NULL };
  CndSubject *subject = &shipped.subject;

  subject->network = cnd_ops_build_network (architecture, values, error);
  if (subject->network)
    subject->report = cnd_analysis_count (subject->network, (CndState){ .stage = CND_STAGE_DENSE },
                                          CND_CONVENTION_DEFAULT, error);
  if (subject->report == NULL)
    {
      clear_shipped (&shipped);
      return FALSE;
    }
  base[strlen (base) - strlen (".json")] = '\0';
  shipped.call = preset < 0 ? g_strdup (base) : g_strconcat (base, ":", architecture->presets[preset].id, NULL);
  subject->file = g_strdup (path);
  subject->name = cnd_network_dup_name (subject->network);
  subject->preset = preset < 0 ? NULL : g_strdup (architecture->presets[preset].id);
  subject->stage = cnd_analysis_format_stage (CND_STAGE_DENSE, cnd_report_get_condensation (subject->report));
  g_array_append_val (models, shipped);
  return TRUE;
}

static gboolean
add_model (GArray *models, const char *path, gboolean all, GError **error)
{
  g_autofree char *file = NULL, *no_preset = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_cli_load_architecture (path, &file, &no_preset, error);

  if (architecture == NULL)
    return FALSE;
  if (architecture->n_presets == 0)
    return add_preset (models, architecture, path, -1, error);
  for (guint i = 0; i < (all ? architecture->n_presets : 1); i++)
    if (!add_preset (models, architecture, path, i, error))
      return FALSE;
  return TRUE;
}

GArray *
cnd_cli_load_shipped (gboolean all, int *status)
{
  GArray *models = g_array_new (FALSE, TRUE, sizeof (CndShipped));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) paths = cnd_cli_list_models (&error);

  g_array_set_clear_func (models, clear_shipped);
  if (paths == NULL)
    *status = cnd_cli_fail (error);
  for (guint i = 0; paths && i < paths->len; i++)
    {
      g_autoptr (GError) bad = NULL;

      /* The others are still worth showing. */
      if (!add_model (models, g_ptr_array_index (paths, i), all, &bad))
        *status = cnd_cli_fail (bad);
    }
  return models;
}
