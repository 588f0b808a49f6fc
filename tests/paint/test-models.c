/* All models that ship, in the theme that the first argument names: the picture and its SVG agree, texts fit and can be read. */
#include "check.h"
#include "reference.h"

#include "formats/formats.h"
#include "paint/paint.h"

#include <string.h>

static CndTheme theme;

/* The middle third of all layers. Returns: (transfer full) */
static CndView *
make_part (CndNetwork *network)
{
  guint n_layers;
  g_autofree gboolean *shown = NULL;

  cnd_network_get_layers (network, &n_layers);
  shown = g_new0 (gboolean, n_layers);
  for (guint i = n_layers / 3; i <= 2 * n_layers / 3; i++)
    shown[i] = TRUE;
  return cnd_layout_view_new_part (network, cnd_layout_is_open_by_default, NULL, shown);
}

/* @is_open: NULL: a part */
static CndScene *
make_scene (const char *file, CndIsOpen is_open, gpointer depth, const CndSceneOptions *options, CndTextMeter *meter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (file, NULL, &error);
  g_autoptr (CndParameterValues) values = NULL;
  g_autoptr (CndNetwork) network = NULL;
  g_autoptr (CndReport) report = NULL;
  g_autoptr (CndView) view = NULL;

  g_assert_no_error (error);
  values = cnd_parameter_values_new (architecture, -1);
  network = cnd_ops_build_network (architecture, values, &error);
  g_assert_no_error (error);
  report = cnd_analysis_count (network, (CndState){ .stage = CND_STAGE_DENSE }, CND_CONVENTION_DEFAULT, &error);
  g_assert_no_error (error);
  view = is_open != NULL ? cnd_layout_view_new (network, is_open, depth) : make_part (network);
  return cnd_scene_new_graph (view, report, options, cnd_paint_measure_text, meter);
}

/* The themes between them show all choices. */
static CndSceneOptions
choose_options (void)
{
  CndSceneOptions options = cnd_scene_default_options;

  options.theme = theme;
  options.show_counts = theme == CND_THEME_LIGHT ? CND_SHOW_BOTH_COUNTS : theme == CND_THEME_PRINT ? CND_SHOW_MACS : CND_SHOW_NO_COUNTS;
  options.show_ids = theme == CND_THEME_HIGH_CONTRAST;
  options.fold_aspect = theme == CND_THEME_LIGHT ? 0 : 1.6;
  options.dense = theme == CND_THEME_PRINT || theme == CND_THEME_HIGH_CONTRAST ? CND_DENSE_ARCS : CND_DENSE_LANES;
  options.flow = theme == CND_THEME_HIGH_CONTRAST ? CND_FLOW_RIGHT : CND_FLOW_DOWN;
  options.language = theme == CND_THEME_DARK ? "fa" : NULL;
  return options;
}

static void
check_picture (const char *file, CndIsOpen is_open, const char *what)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();
  CndSceneOptions options = choose_options ();
  g_autoptr (CndScene) scene = make_scene (file, is_open, NULL, &options, meter);
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *name = g_strdup_printf ("%s%s-%s", base, what, cnd_scene_get_theme_name (theme));

  check_texts (scene);
  check_lines (scene);
  check_contrast (scene);
  check_bounds (scene);
  check_ids (scene);
  reference_check_scene (scene, name);
}

static void
test_model (gconstpointer data)
{
  check_picture (data, cnd_layout_is_open_by_default, "");
}

/* With the names of what is beyond it. */
static void
test_part (gconstpointer data)
{
  check_picture (data, NULL, "-part");
}

/* All directions; each theme another depth. */
static void
test_lines (gconstpointer data)
{
  g_autoptr (CndTextMeter) meter = cnd_paint_text_meter_new ();

  for (guint i = 0; i < 4; i++)
    {
      CndSceneOptions options = choose_options ();
      g_autoptr (CndScene) scene = NULL;

      options.flow = i % 2 == 0 ? CND_FLOW_DOWN : CND_FLOW_RIGHT;
      options.fold_aspect = i < 2 ? 0 : 1.4;
      scene = make_scene (data, cnd_layout_is_open_to_depth, GUINT_TO_POINTER (1 + theme), &options, meter);
      check_lines (scene);
    }
}

static gboolean
is_model (const char *name)
{
  return g_str_has_suffix (name, ".json") && strcmp (name, "schema.json") != 0 && strcmp (name, "catalogue.json") != 0;
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_build_filename (g_getenv ("CONDENSER_DATA_DIR"), "models", NULL);
  g_autoptr (GDir) models = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_test_init (&argc, &argv, NULL);
  if (models == NULL || argc < 2 || !cnd_scene_parse_theme (argv[1], &theme, NULL))
    g_error ("wants a theme, and CONDENSER_DATA_DIR with models");
  while ((name = g_dir_read_name (models)) != NULL)
    if (is_model (name))
      {
        g_autofree char *path = g_strdup_printf ("/paint/models/%s/%s/looks-the-same-and-can-be-read", argv[1], name);
        g_autofree char *part = g_strdup_printf ("/paint/models/%s/%s/a-part-looks-the-same", argv[1], name);
        g_autofree char *lines = g_strdup_printf ("/paint/models/%s/%s/no-line-runs-through-a-text", argv[1], name);
        g_ptr_array_add (files, g_build_filename (folder, name, NULL));
        g_test_add_data_func (path, g_ptr_array_index (files, files->len - 1), test_model);
        g_test_add_data_func (part, g_ptr_array_index (files, files->len - 1), test_part);
        g_test_add_data_func (lines, g_ptr_array_index (files, files->len - 1), test_lines);
      }
  g_assert_cmpuint (files->len, >, 5);
  return g_test_run ();
}
