/* An output that stands where an earlier file is: what took hours to make, or is read just now, is not lost by it. */
#include "config.h"

#include "cli-private.h"

#include "run/run.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* By any name. */
static gboolean
is_one_of (const char *path, const char *const *files)
{
  GStatBuf own, other;

  if (g_stat (path, &own) != 0)
    return FALSE;
  for (guint i = 0; files[i] != NULL; i++)
    if (g_stat (files[i], &other) == 0 && own.st_dev == other.st_dev && own.st_ino == other.st_ino)
      return TRUE;
  return FALSE;
}

static gboolean
is_run (const char *path)
{
  g_autoptr (CndTensors) tensors = cnd_formats_open_tensors (path, NULL);

  return tensors != NULL && g_strcmp0 (cnd_tensors_get_metadata (tensors, "format"), CND_RUN_FORMAT) == 0;
}

gboolean
cnd_cli_keep_earlier (const char *path, const char *const *inputs, GError **error)
{
  g_autofree char *kept = g_strconcat (path, "~", NULL), *note = NULL;
  g_autoptr (GFile) from = g_file_new_for_path (path), to = g_file_new_for_path (kept);

  if (strcmp (path, "-") == 0 || !g_file_test (path, G_FILE_TEST_IS_REGULAR) || (!is_one_of (path, inputs) && !is_run (path)))
    return TRUE;
  if (is_one_of (kept, inputs))
    {
      g_autofree char *name = g_filename_display_name (kept);
      CndProblem problem = { .file = name, .hint = _("Name another output.") };
      cnd_base_set_problem (error, CND_ERROR_WRITE, &problem, _("The earlier output would be kept where a file stands that is read"));
      return FALSE;
    }
  if (!g_file_move (from, to, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error))
    return FALSE;
  note = g_strdup_printf (_("the earlier file is kept as %s"), kept);
  cnd_cli_note (note);
  return TRUE;
}
