/* Every shipped model and preset comes to the figures that models/catalogue.json expects, and none is missing there. */
#include "shipped.h"

#include <string.h>

static GPtrArray *
load_catalogue (void)
{
  g_autofree char *path = shipped_find ("models", "catalogue.json");
  g_autoptr (GError) error = NULL;
  GPtrArray *entries = cnd_formats_load_catalogue (path, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (entries->len, >, 0);
  return entries;
}

static void
test_figures (gconstpointer data)
{
  const CndCatalogueEntry *entry = data;
  g_autoptr (CndReport) report = shipped_count (entry->file, entry->preset, CND_STAGE_DENSE, CND_CONVENTION_DEFAULT);
  CndNetwork *network = cnd_report_get_network (report);
  const CndCounts *total = cnd_report_get_total (report);
  const CndLayer *layers = cnd_network_get_layers (network, NULL);
  g_autofree char *output = cnd_shape_format (&layers[cnd_network_get_output (network)].output, CND_NUMBER_STYLE_PLAIN);

  g_assert_cmpuint (total->parameters, ==, entry->parameters);
  g_assert_cmpuint (total->macs, ==, entry->macs);
  g_assert_cmpstr (output, ==, entry->output);
}

static void
test_name (gconstpointer data)
{
  const CndCatalogueEntry *entry = data;
  g_autoptr (CndNetwork) network = shipped_build (entry->file, entry->preset);
  g_autofree char *name = cnd_network_dup_name (network);

  g_assert_cmpstr (name, ==, entry->name);
}

static void
test_texts (gconstpointer file)
{
  g_autoptr (CndArchitecture) architecture = shipped_load (file);

  g_assert_nonnull (cnd_text_get (architecture->title, "fa"));
  g_assert_nonnull (cnd_text_get (architecture->description, "fa"));
  g_assert_cmpstr (cnd_text_get (architecture->description, "fa"), !=, cnd_text_get (architecture->description, "en"));
  g_assert_nonnull (architecture->source);
  for (guint i = 0; i < architecture->n_parameters; i++)
    {
      const CndParameter *parameter = &architecture->parameters[i];
      g_assert_cmpstr (cnd_text_get (parameter->title, "fa"), !=, cnd_text_get (parameter->title, "en"));
      if (parameter->description != NULL)
        g_assert_cmpstr (cnd_text_get (parameter->description, "fa"), !=, cnd_text_get (parameter->description, "en"));
    }
  for (guint i = 0; i < architecture->n_blocks; i++)
    {
      const CndText *title = architecture->blocks[i].title;
      g_assert_cmpstr (cnd_text_get (title, "fa"), !=, cnd_text_get (title, "en"));
    }
}

/* The catalogue is read without the models, and so says again what they are called in other languages. */
static void
test_titles (gconstpointer data)
{
  const CndCatalogueEntry *entry = data;
  g_autoptr (CndArchitecture) architecture = shipped_load (entry->file);
  gint preset = entry->preset != NULL ? cnd_architecture_find_preset (architecture, entry->preset, NULL) : -1;
  g_autofree char *persian = cnd_architecture_dup_translated_title (architecture, preset, "fa_IR.UTF-8");
  g_autofree char *english = cnd_architecture_dup_translated_title (architecture, preset, "en_US.UTF-8");

  g_assert_null (english);
  g_assert_cmpstr (cnd_text_get (entry->title, "fa"), ==, persian);
  g_assert_cmpstr (cnd_text_get (entry->title, "en"), ==, persian != NULL ? entry->name : NULL);
}

static gboolean
is_listed (const GPtrArray *entries, const char *file, const char *preset)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const CndCatalogueEntry *entry = g_ptr_array_index (entries, i);
      if (strcmp (entry->file, file) == 0 && g_strcmp0 (entry->preset, preset) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_complete (gconstpointer data)
{
  const GPtrArray *entries = data;
  g_autoptr (GPtrArray) files = shipped_list ();
  guint n_listed = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autoptr (CndArchitecture) architecture = shipped_load (file);
      if (architecture->n_presets == 0)
        {
          g_test_message ("%s", file);
          g_assert_true (is_listed (entries, file, NULL));
          n_listed++;
        }
      for (guint k = 0; k < architecture->n_presets; k++, n_listed++)
        {
          g_test_message ("%s:%s", file, architecture->presets[k].id);
          g_assert_true (is_listed (entries, file, architecture->presets[k].id));
        }
    }
  g_assert_cmpuint (n_listed, ==, entries->len);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GPtrArray) files = NULL;

  g_test_init (&argc, &argv, NULL);
  entries = load_catalogue ();
  files = shipped_list ();
  g_test_add_data_func ("/catalogue/models/every-file-and-preset-is-listed", entries, test_complete);
  for (guint i = 0; i < entries->len; i++)
    {
      const CndCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *id = g_strdup_printf ("%s%s%s", entry->file, entry->preset != NULL ? ":" : "",
                                             entry->preset != NULL ? entry->preset : "");
      g_autofree char *figures = g_strdup_printf ("/catalogue/models/%s/figures-are-the-expected", id);
      g_autofree char *name = g_strdup_printf ("/catalogue/models/%s/name-is-the-expected", id);
      g_test_add_data_func (figures, entry, test_figures);
      g_autofree char *titles = g_strdup_printf ("/catalogue/models/%s/titles-are-the-models", id);
      g_test_add_data_func (name, entry, test_name);
      g_test_add_data_func (titles, entry, test_titles);
    }
  for (guint i = 0; i < files->len; i++)
    {
      const char *file = g_ptr_array_index (files, i);
      g_autofree char *path = g_strdup_printf ("/catalogue/models/%s/texts-are-in-both-languages", file);
      g_test_add_data_func (path, file, test_texts);
    }
  return g_test_run ();
}
