/* What a document is called: its model, the preset that it started from, the stage. */
#include "config.h"

#include "document-private.h"

#include <glib/gi18n-lib.h>

gint
cnd_document_get_base_preset (CndDocument *self)
{
  g_return_val_if_fail (CND_IS_DOCUMENT (self), -1);
  if (!self->now || self->architecture->n_presets == 0)
    return -1;
  return cnd_parameter_values_find_preset (self->now->base, self->architecture);
}

static char *
describe_stage (CndDocument *self)
{
  guint condensation = cnd_ops_get_condensation (self->latest.network);
  guint stage = cnd_report_get_stage (self->latest.report);
  CndNumberStyle style = cnd_settings_get_numbers (self->settings);
  g_autofree char *number = NULL, *last = NULL;

  if (condensation <= 1)
    return NULL;
  if (stage == CND_STAGE_DENSE)
    return g_strdup (_("dense"));
  if (stage >= condensation - 1)
    return g_strdup (_("final stage"));
  number = cnd_base_format_count (style, stage);
  last = cnd_base_format_count (style, condensation - 1);
  /* Translators: condensing stages of CondenseNet: stage 2 of 3 */
  return g_strdup_printf (_("stage %s of %s"), number, last);
}

static char *
describe_preset (CndDocument *self)
{
  gint base = cnd_document_get_base_preset (self);
  const CndPreset *preset = base < 0 ? NULL : &self->architecture->presets[base];
  const char *name = preset ? cnd_text_get (preset->title, cnd_settings_get_language (self->settings)) : NULL;

  if (preset && !name)
    name = preset->name ? preset->name : preset->id;
  if (!cnd_document_get_modified (self))
    return g_strcmp0 (name, self->title) == 0 ? NULL : g_strdup (name);
  if (!name || g_strcmp0 (name, self->title) == 0)
    return g_strdup (_("changed values"));
  /* Translators: a preset of which some values were changed */
  return g_strdup_printf (_("%s, changed"), name);
}

char *
cnd_document_describe_subtitle (CndDocument *self)
{
  g_autofree char *preset = describe_preset (self);
  g_autofree char *stage = describe_stage (self);

  if (preset && stage)
    return g_strdup_printf ("%s · %s", preset, stage);
  return g_strdup (preset ? preset : stage);
}

char *
cnd_document_describe_title (CndDocument *self)
{
  const char *title = cnd_text_get (self->architecture->title, cnd_settings_get_language (self->settings));

  return g_strdup (title ? title : self->architecture->name);
}

char *
cnd_document_dup_open_name (CndDocument *self)
{
  gint preset = cnd_document_get_base_preset (self);

  if (!self->now || !self->path)
    return NULL;
  if (preset < 0)
    return g_strdup (self->path);
  return g_strdup_printf ("%s:%s", self->path, self->architecture->presets[preset].id);
}
