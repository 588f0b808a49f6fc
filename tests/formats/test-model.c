/* Reading models: each kind of mistake, in its place; models cut off and garbled; writing them back. */
#include "formats/formats.h"
#include "support/complete.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *text;
  CndErrorCode code;
  guint line, column;
  const char *path;
  const char *message;
  const char *hint; /* its beginning; NULL: there is none */
} BadModel;

#define SIXTY_FIVE_LETTERS "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"
#define EIGHT_ONES "1,1,1,1,1,1,1,1,"
#define SIXTY_FIVE_ONES EIGHT_ONES EIGHT_ONES EIGHT_ONES EIGHT_ONES EIGHT_ONES EIGHT_ONES EIGHT_ONES EIGHT_ONES "1"

#include "bad-models.h"

static char *
dup_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static CndArchitecture *
parse (const char *text, GError **error)
{
  g_autofree char *json = dup_json (text);

  return cnd_formats_parse_model (json, strlen (json), "m.json", error);
}

/* ---- Mistakes ---------------------------------------------------------------------------------- */

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad_models); i++)
    {
      const BadModel *bad = &bad_models[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture = parse (bad->text, &error);
      const CndProblem *problem;

      g_test_message ("%s", bad->text);
      g_assert_null (architecture);
      g_assert_error (error, CND_ERROR, (gint) bad->code);
      cnd_test_assert_complete (error);
      problem = cnd_base_get_problem (error);
      g_assert_cmpstr (error->message, ==, bad->message);
      g_assert_cmpstr (problem->file, ==, "m.json");
      g_assert_cmpuint (problem->line, ==, bad->line);
      g_assert_cmpuint (problem->column, ==, bad->column);
      g_assert_cmpstr (problem->path, ==, bad->path);
      g_assert_true (bad->hint == NULL || g_str_has_prefix (problem->hint, bad->hint));
    }
}

static void
test_good (void)
{
  static const char text[] =
    "{'$schema':'schema.json','comment':'c','name':'x','title':'T','description':{'en':'D','fa':'ت'},'source':'s',"
    "'parameters':{'n':{'default':2,'minimum':0,'maximum':9,'comment':'c','title':'N'},'on':{'default':false},"
    "'list':{'default':[1,2],'minimum':1,'maximum':5,'step':1}},"
    "'presets':{'a/b ۱':{'name':'P','title':'T','source':'s','comment':'c','values':{'list':[3,4,5],'on':true,'n':0}}},"
    "'input':[3,'8 * n + 8',1.6e1],"
    "'blocks':{'b-1':{'title':'B','inputs':['left','right'],'arguments':['k','all_of_them'],'output':'sum','comment':'c',"
    "'layers':[{'kind':'relu','id':'r','inputs':'right','comment':'c'},{'kind':'addition','id':'sum','inputs':['left','r']},"
    "{'kind':'relu','repeat':'all_of_them[k]'}]}},"
    "'layers':[{'kind':'convolution','out':1e1,'kernel':[3,'2 + 1'],'padding':'same','bias':'on'},"
    "{'kind':'dropout','p':0.25,'when':true},"
    "{'block':'b-1','inputs':['convolution','dropout'],'with':{'k':'n / 2','all_of_them':[1,2]},'title':{'en':'U'}},"
    "{'kind':'relu','repeat':'length(list)'}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = parse (text, &error);
  g_autoptr (CndParameterValues) values = NULL;
  g_autoptr (CndNetwork) network = NULL;
  const CndLayer *layers;
  guint n_layers;

  g_assert_no_error (error);
  g_assert_cmpstr (architecture->file, ==, "m.json");
  g_assert_cmpstr (architecture->name, ==, "x");
  g_assert_cmpstr (cnd_text_get (architecture->title, "en"), ==, "T");
  g_assert_cmpstr (cnd_text_get (architecture->description, "fa"), ==, "ت");
  g_assert_cmpuint (architecture->n_parameters, ==, 3);
  g_assert_cmpint (architecture->parameters[0].type, ==, CND_PARAMETER_INTEGER);
  g_assert_cmpint (architecture->parameters[1].type, ==, CND_PARAMETER_SWITCH);
  g_assert_cmpint (architecture->parameters[2].type, ==, CND_PARAMETER_LIST);
  g_assert_cmpint (architecture->parameters[0].step, ==, 1);
  g_assert_cmpstr (architecture->presets[0].id, ==, "a/b ۱");
  g_assert_cmpint (architecture->body.statements[0].values[2].value.type, ==, CND_VALUE_WORD);
  g_assert_cmpint (architecture->body.statements[1].values[0].value.type, ==, CND_VALUE_NUMBER);
  values = cnd_parameter_values_new (architecture, -1);
  network = cnd_ops_build_network (architecture, values, &error);
  g_assert_no_error (error);
  layers = cnd_network_get_layers (network, &n_layers);
  g_assert_cmpint (layers[0].output.height, ==, 8);
  g_assert_cmpint (layers[0].output.width, ==, 16);
  g_assert_cmpstr (layers[n_layers - 1].id, ==, "relu.3");
  g_assert_cmpint (layers[n_layers - 1].output.channels, ==, 10);
}

/* A preset that does not build stands in nobody's way; who chooses it is told so. */
static void
test_bad_preset (void)
{
  static const char text[] = HEAD "'parameters':{'a':{'default':1,'minimum':1,'maximum':9}},\n"
                                  "'presets':{'bad':{'values':{'a':9}},\n"
                                  "'good':{'values':{'a':2}}},\n"
                                  "'layers':[{'kind':'max_pool','kernel':'a'}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = parse (text, &error);
  g_autoptr (CndParameterValues) bad = NULL;
  g_autoptr (CndParameterValues) good = NULL;
  g_autoptr (CndNetwork) network = NULL;

  g_assert_no_error (error);
  bad = cnd_parameter_values_new (architecture, 0);
  good = cnd_parameter_values_new (architecture, 1);
  network = cnd_ops_build_network (architecture, good, &error);
  g_assert_no_error (error);
  g_assert_null (cnd_ops_build_network (architecture, bad, &error));
  g_assert_error (error, CND_ERROR, CND_ERROR_SHAPE);
  cnd_test_assert_complete (error);
  g_assert_cmpstr (error->message, ==,
                   "With the preset “bad”: The layer “max_pool” does not fit: the pooling window is larger than its input");
  g_assert_cmpuint (cnd_base_get_problem (error)->line, ==, 4);
}

/* What has places keeps them: later errors point there. */
static void
test_origins (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndArchitecture) architecture = NULL;

  architecture = parse (LAYER "'parameters':{\n'a':{'default':1,'minimum':1,'maximum':2}},'presets':{\n 'p':{'values':{'a':\n2}}},\n"
                              "'blocks':{'b':{'layers':[\n  {'kind':'convolution','out':4,'kernel':[\n1,1],'when':'a'}]}}}", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (architecture->parameters[0].origin.line, ==, 3);
  g_assert_cmpuint (architecture->presets[0].origin.line, ==, 4);
  g_assert_cmpuint (architecture->presets[0].origin.column, ==, 2);
  g_assert_cmpuint (architecture->presets[0].values[0].origin.line, ==, 5);
  g_assert_cmpuint (architecture->blocks[0].origin.line, ==, 6);
  g_assert_cmpuint (architecture->blocks[0].statements[0].origin.column, ==, 3);
  g_assert_cmpuint (architecture->blocks[0].statements[0].when_origin.line, ==, 8);
  g_assert_cmpuint (architecture->blocks[0].statements[0].values[1].origin.line, ==, 7);
  g_assert_cmpuint (architecture->blocks[0].statements[0].values[1].value.items[0].origin.line, ==, 8);
  g_assert_cmpstr (architecture->blocks[0].statements[0].values[1].value.items[0].origin.path, ==,
                   "$.blocks.b.layers[0].kernel[0]");
}

/* ---- The shipped models --------------------------------------------------------------------------- */

static char *
find_models (void)
{
  return cnd_formats_find_data ("models");
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Returns: (transfer full): the paths of the shipped models, sorted */
static GPtrArray *
list_models (void)
{
  g_autofree char *folder = find_models ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && strcmp (name, "schema.json") != 0 && strcmp (name, "catalogue.json") != 0)
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

static void
test_shipped (void)
{
  g_autoptr (GPtrArray) paths = list_models ();

  g_assert_cmpuint (paths->len, >=, 15);
  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (g_ptr_array_index (paths, i), NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (architecture->file, ==, g_ptr_array_index (paths, i));
    }
}

/* Everything that a network is, as text. */
static char *
dump_network (CndArchitecture *architecture, const CndParameterValues *values)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, values, &error);
  GString *text = g_string_new (NULL);
  const CndLayer *layers;
  guint n_layers;

  g_assert_no_error (error);
  layers = cnd_network_get_layers (network, &n_layers);
  for (guint i = 0; i < n_layers; i++)
    {
      const CndKind *kind = cnd_ops_get_kind (layers[i].kind);
      g_autofree char *shape = cnd_shape_format (&layers[i].output, CND_NUMBER_STYLE_PLAIN);
      g_string_append_printf (text, "%s %s %s", layers[i].id, kind->name, shape);
      for (guint k = 0; k < layers[i].n_inputs; k++)
        g_string_append_printf (text, " %u", cnd_network_get_inputs (network, &layers[i])[k]);
      for (guint k = 0; k < kind->n_attributes; k++)
        {
          g_autofree char *value = cnd_ops_format_attribute (kind, k, &layers[i].attributes[k], CND_NUMBER_STYLE_PLAIN);
          g_string_append_printf (text, " %s=%s", kind->attributes[k].name, value);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_same_networks (CndArchitecture *a, CndArchitecture *b)
{
  g_assert_cmpuint (a->n_presets, ==, b->n_presets);
  for (gint preset = -1; preset < (gint) a->n_presets; preset++)
    {
      g_autoptr (CndParameterValues) values_a = cnd_parameter_values_new (a, preset);
      g_autoptr (CndParameterValues) values_b = cnd_parameter_values_new (b, preset);
      g_autofree char *text_a = dump_network (a, values_a);
      g_autofree char *text_b = dump_network (b, values_b);
      g_assert_cmpstr (text_a, ==, text_b);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) paths = list_models ();

  for (guint i = 0; i < paths->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture = cnd_formats_load_model (g_ptr_array_index (paths, i), NULL, &error);
      g_autofree char *text = cnd_formats_write_model (architecture, NULL);
      g_autoptr (CndArchitecture) again = cnd_formats_parse_model (text, strlen (text), NULL, &error);
      g_autofree char *text_again = NULL;

      g_assert_no_error (error);
      text_again = cnd_formats_write_model (again, NULL);
      g_assert_cmpstr (text, ==, text_again);
      assert_same_networks (architecture, again);
    }
}

/* The layout of the shipped models: one of them comes out as it is, but for the order of what a person arranged. */
static void
test_layout (void)
{
  static const char text[] =
    "{\n"
    "  '$schema': 'schema.json',\n"
    "  'name': 'A small DenseNet',\n"
    "  'title': { 'en': 'A small \\'DenseNet\\'', 'fa': 'یک دنس‌نت کوچک' },\n"
    "  'description': 'Two dense blocks\\nwith a transition.',\n"
    "  'parameters': {\n"
    "    'stages': {\n"
    "      'title': { 'en': 'Layers a block', 'fa': 'لایه' },\n"
    "      'default': [6, 12], 'minimum': 1, 'maximum': 64\n"
    "    },\n"
    "    'growth': {\n"
    "      'default': 12, 'minimum': 4, 'maximum': 64, 'step': 4\n"
    "    },\n"
    "    'batch_norm': {\n"
    "      'default': true\n"
    "    }\n"
    "  },\n"
    "  'presets': {\n"
    "    'small': { 'name': 'DenseNet-small', 'values': {} },\n"
    "    'wide': { 'name': 'DenseNet-wide', 'values': { 'growth': 24, 'stages': [4, 4], 'batch_norm': false } }\n"
    "  },\n"
    "  'input': [3, 32, '16 * 2'],\n"
    "  'blocks': {\n"
    "    'dense_layer': {\n"
    "      'layers': [\n"
    "        { 'kind': 'dropout', 'p': 0.001, 'when': 'batch_norm' },\n"
    "        { 'kind': 'relu' },\n"
    "        { 'kind': 'convolution', 'id': 'conv', 'out': 'growth', 'kernel': 3, 'padding': 'same', 'bias': false }\n"
    "      ]\n"
    "    },\n"
    "    'stage': {\n"
    "      'title': 'Stage',\n"
    "      'inputs': ['x'],\n"
    "      'arguments': ['layers'],\n"
    "      'layers': [\n"
    "        { 'block': 'dense_layer', 'id': 'layer', 'inputs': 'x', 'repeat': 'layers', 'dense': 'block' },\n"
    "        {\n"
    "          'kind': 'convolution', 'id': 'reduce', 'out': 'in / 2', 'kernel': [1, 1], 'groups': 1, 'bias': false,\n"
    "          'when': 'index < length(stages) - 1'\n"
    "        },\n"
    "        { 'kind': 'average_pool', 'id': 'pool', 'kernel': 2, 'when': 'index < length(stages) - 1' }\n"
    "      ],\n"
    "      'output': 'pool'\n"
    "    }\n"
    "  },\n"
    "  'layers': [\n"
    "    { 'kind': 'convolution', 'id': 'first', 'out': '2 * growth', 'kernel': 3, 'padding': 1, 'bias': false },\n"
    "    { 'block': 'stage', 'repeat': 'length(stages)', 'with': { 'layers': 'stages[index]' } },\n"
    "    { 'kind': 'global_average_pool' },\n"
    "    { 'kind': 'flatten' },\n"
    "    { 'kind': 'linear', 'id': 'classifier', 'out': 10 }\n"
    "  ]\n"
    "}\n";
  g_autoptr (GError) error = NULL;
  g_autofree char *json = dup_json (text);
  g_autoptr (CndArchitecture) architecture = NULL;
  g_autofree char *written = NULL;

  architecture = cnd_formats_parse_model (json, strlen (json), NULL, &error);
  g_assert_no_error (error);
  written = cnd_formats_write_model (architecture, NULL);
  g_assert_cmpstr (written, ==, json);
}

/* Written values are what opens again, and presets mean what they meant. */
static void
test_values (void)
{
  static const char *const assignments[] = { "a=7", "a=7,l=2,2,2", "s=off", "a=4" };

  for (gsize i = 0; i < G_N_ELEMENTS (assignments); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture =
        parse (SMALL "'presets':{'p':{'values':{'a':5}},'q':{'values':{'l':[3]}},'r':{'values':{'a':4}}}}", &error);
      g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, -1);
      g_autoptr (CndParameterValues) opened = NULL;
      g_autoptr (CndArchitecture) again = NULL;
      g_autofree char *text = NULL;
      g_auto (GStrv) parts = g_strsplit (assignments[i], ",l=", 2);

      g_assert_no_error (error);
      g_assert_true (cnd_parameter_values_set_text (values, architecture, parts[0], NULL));
      if (parts[1] != NULL)
        {
          g_autofree char *list = g_strconcat ("l=", parts[1], NULL);
          g_assert_true (cnd_parameter_values_set_text (values, architecture, list, NULL));
        }
      /* twice: what was added once is replaced, not added again */
      for (guint round = 0; round < 2; round++)
        {
          g_clear_pointer (&text, g_free);
          text = cnd_formats_write_model (again != NULL ? again : architecture, values);
          g_clear_pointer (&again, cnd_architecture_unref);
          again = cnd_formats_parse_model (text, strlen (text), NULL, &error);
          g_assert_no_error (error);
          g_clear_pointer (&opened, cnd_parameter_values_free);
          opened = cnd_parameter_values_new (again, -1);
          g_assert_true (cnd_parameter_values_equal (opened, values));
          g_assert_cmpint (again->parameters[0].defaults[0], ==, cnd_parameter_values_get_all (values)[0].values[0]);
          g_assert_cmpuint (again->n_presets, ==, 4);
          for (guint k = 0; k < architecture->n_presets; k++)
            {
              g_autoptr (CndParameterValues) before = cnd_parameter_values_new (architecture, (gint) k);
              gint index = cnd_architecture_find_preset (again, architecture->presets[k].id, &error);
              g_autoptr (CndParameterValues) after = cnd_parameter_values_new (again, index);
              g_assert_true (cnd_parameter_values_equal (before, after));
            }
        }
    }
}

/* ---- Cut off and garbled ------------------------------------------------------------------------- */

static void
test_truncated (void)
{
  g_autofree char *folder = find_models ();
  g_autofree char *path = g_build_filename (folder, "condensenet.json", NULL);
  g_autofree char *text = NULL;
  gsize end;

  g_assert_true (g_file_get_contents (path, &text, &end, NULL));
  while (text[end] != '}')
    end--;
  for (gsize n = 0; n <= end; n++)
    {
      /* nothing behind the cut, for memory checkers */
      g_autofree char *cut = g_memdup2 (text, MAX (n, 1));
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture = cnd_formats_parse_model (cut, n, "cut.json", &error);
      guint line, column;

      g_assert_null (architecture);
      g_assert_error (error, CND_ERROR, CND_ERROR_SYNTAX);
      cnd_test_assert_complete (error);
      g_assert_nonnull (cnd_base_get_problem (error)->path);
      cnd_base_locate_offset (cut, n, n, &line, &column);
      g_assert_cmpuint (cnd_base_get_problem (error)->line, >=, 1);
      g_assert_cmpuint (cnd_base_get_problem (error)->line, <=, line);
      g_assert_cmpuint (cnd_base_get_problem (error)->column, >=, 1);
      if (cnd_base_get_problem (error)->line == line)
        g_assert_cmpuint (cnd_base_get_problem (error)->column, <=, column);
    }
}

static const char *const pieces[] = {
  "\"", "{", "}", "[", "]", ",", ":", "0", "-1", "1e9", "null", "true", "\"in\"", "\"index\"", "\"repeat\": 99999, ", "\\u0000",
  "\\ud800", "/", "%", "(", "9007199254740992", "0.5", "\"dense\": \"network\", ", "\"when\": 0, ", "\xff", "\xd9", "\"same\"",
};

/* Returns: (transfer full): @text with up to three things changed */
static GString *
garble (CndRandom *random, const char *text, gsize length)
{
  GString *garbled = g_string_new_len (text, (gssize) length);
  guint n = 1 + (guint) cnd_base_next_random_below (random, 3);

  for (guint i = 0; i < n; i++)
    {
      gssize at = (gssize) cnd_base_next_random_below (random, garbled->len);
      gssize size = (gssize) cnd_base_next_random_below (random, 12);
      const char *piece = pieces[cnd_base_next_random_below (random, G_N_ELEMENTS (pieces))];

      switch (cnd_base_next_random_below (random, 4))
        {
        case 0:
          g_string_erase (garbled, at, MIN (size, (gssize) garbled->len - at));
          break;
        case 1:
          g_string_insert (garbled, at, piece);
          break;
        case 2:
          garbled->str[at] = (char) cnd_base_next_random_below (random, 256);
          break;
        default:
          /* a digit becomes another one: still JSON, another network */
          while (at < (gssize) garbled->len && !g_ascii_isdigit (garbled->str[at]))
            at++;
          if (at < (gssize) garbled->len)
            garbled->str[at] = (char) ('0' + cnd_base_next_random_below (random, 10));
        }
      if (garbled->len == 0)
        g_string_append (garbled, "{}");
    }
  return garbled;
}

static void
test_garbled (void)
{
  g_autoptr (GPtrArray) paths = list_models ();
  CndRandom random;
  guint n_read = 0, n_refused = 0;

  cnd_base_seed_random (&random, 20260727);
  for (guint round = 0; round < 4000; round++)
    {
      const char *path = g_ptr_array_index (paths, round % paths->len);
      g_autofree char *text = NULL;
      g_autoptr (GString) garbled = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (CndArchitecture) architecture = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      garbled = garble (&random, text, length);
      architecture = cnd_formats_parse_model (garbled->str, garbled->len, "garbled.json", &error);
      g_assert_true ((architecture != NULL) != (error != NULL));
      n_read += architecture != NULL;
      n_refused += error != NULL;
      if (error != NULL)
        {
          const CndProblem *problem = cnd_base_get_problem (error);
          g_assert_nonnull (problem);
          g_assert_true (problem->line >= 1 && problem->column >= 1);
          g_assert_nonnull (problem->path);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
      else
        {
          g_autofree char *written = cnd_formats_write_model (architecture, NULL);
          g_autoptr (CndArchitecture) again = cnd_formats_parse_model (written, strlen (written), NULL, &error);
          g_assert_no_error (error);
          g_assert_cmpuint (again->body.n_statements, ==, architecture->body.n_statements);
        }
    }
  /* both ways are walked */
  g_assert_cmpuint (n_read, >, 200);
  g_assert_cmpuint (n_refused, >, 2000);
}

/* ---- The catalogue and the places of data ------------------------------------------------------------ */

static void
test_catalogue (void)
{
  g_autofree char *folder = find_models ();
  g_autofree char *path = g_build_filename (folder, "catalogue.json", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = cnd_formats_load_catalogue (path, &error);
  gboolean found = FALSE;

  g_assert_no_error (error);
  for (guint i = 0; i < entries->len; i++)
    {
      const CndCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *file = g_build_filename (folder, entry->file, NULL);
      g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
      found = found || (strcmp (entry->file, "alexnet.json") == 0 && g_strcmp0 (entry->preset, "227") == 0
                        && entry->parameters == 62378344);
    }
  g_assert_true (found);
}

static const struct
{
  const char *text;
  guint column;
  const char *path, *message;
} bad_catalogues[] = {
  { "[]", 1, "$", "object" },
  { "{}", 1, "$", "“models” is missing" },
  { "{'models':7}", 11, "$.models", "list" },
  { "{'models':[{'file':'a'}]}", 12, "$.models[0]", "“name” is missing" },
  { "{'models':[{'file':''}]}", 20, "$.models[0].file", "string" },
  { "{'models':[{'macs':-1}]}", 20, "$.models[0].macs", "count" },
  { "{'models':[{'macs':1.5}]}", 20, "$.models[0].macs", "count" },
  { "{'models':[{'weights':1}]}", 13, "$.models[0].weights", "Unknown key" },
};

static void
test_bad_catalogue (void)
{
  g_autofree char *folder = g_dir_make_tmp ("condenser-test-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "catalogue.json", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bad_catalogues); i++)
    {
      g_autofree char *json = dup_json (bad_catalogues[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) entries = NULL;

      g_assert_true (g_file_set_contents (path, json, -1, NULL));
      entries = cnd_formats_load_catalogue (path, &error);
      g_assert_null (entries);
      g_assert_error (error, CND_ERROR, CND_ERROR_LANGUAGE);
      cnd_test_assert_complete (error);
      g_assert_cmpuint (cnd_base_get_problem (error)->column, ==, bad_catalogues[i].column);
      g_assert_cmpstr (cnd_base_get_problem (error)->path, ==, bad_catalogues[i].path);
      g_assert_nonnull (strstr (error->message, bad_catalogues[i].message));
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/model/mistakes-are-told-in-their-place", test_bad);
  g_test_add_func ("/formats/model/bad-preset-blocks-no-other", test_bad_preset);
  g_test_add_func ("/formats/model/whole-language-is-read", test_good);
  g_test_add_func ("/formats/model/origins-are-kept", test_origins);
  g_test_add_func ("/formats/model/shipped-models-load", test_shipped);
  g_test_add_func ("/formats/model/cut-off-anywhere-is-one-error", test_truncated);
  g_test_add_func ("/formats/model/garbled-is-survived", test_garbled);
  g_test_add_func ("/formats/writer/networks-are-the-same-again", test_round_trip);
  g_test_add_func ("/formats/writer/layout-is-the-shipped-one", test_layout);
  g_test_add_func ("/formats/writer/values-open-again", test_values);
  g_test_add_func ("/formats/catalogue/shipped-one-loads", test_catalogue);
  g_test_add_func ("/formats/catalogue/mistakes-are-told-in-their-place", test_bad_catalogue);
  return g_test_run ();
}
