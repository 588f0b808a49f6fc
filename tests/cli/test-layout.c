/* layout: what it says about every shipped model, held against the layout's own view of that model. */
#include "program.h"

#include "formats/formats.h"
#include "layout/layout.h"

#include <math.h>
#include <string.h>

#define EPSILON 0.001

typedef struct
{
  double x, y, width, height;
} Box;

static Box
get_box (const cJSON *object)
{
  return (Box){ get_member (object, "x")->valuedouble, get_member (object, "y")->valuedouble,
                get_member (object, "width")->valuedouble, get_member (object, "height")->valuedouble };
}

static CndPoint
get_point (const cJSON *pair)
{
  g_assert_cmpint (cJSON_GetArraySize (pair), ==, 2);
  g_assert_true (cJSON_IsNumber (pair->child) && cJSON_IsNumber (pair->child->next));
  return (CndPoint){ pair->child->valuedouble, pair->child->next->valuedouble };
}

/* ---- What every answer must be ------------------------------------------------------ */

/* By id: cJSON nodes with "x", "y" … */
static GHashTable *
index_nodes (const cJSON *json)
{
  GHashTable *nodes = g_hash_table_new (g_str_hash, g_str_equal);
  Box bounds = get_box (get_member (json, "bounds"));
  cJSON *node;

  cJSON_ArrayForEach (node, get_member (json, "nodes"))
    {
      Box box = get_box (node);

      g_assert_true (box.x >= -EPSILON && box.y >= -EPSILON && box.width > 0 && box.height > 0);
      g_assert_true (box.x + box.width <= bounds.width + EPSILON && box.y + box.height <= bounds.height + EPSILON);
      g_assert_true (cJSON_HasObjectItem (node, "kind") != cJSON_HasObjectItem (node, "block"));
      g_assert_true (cJSON_IsString (get_member (node, "title")));
      g_assert_true (g_hash_table_insert (nodes, cJSON_GetStringValue (get_member (node, "id")), node));
    }
  return nodes;
}

static gboolean
is_on_border (Box box, CndPoint point)
{
  double left = fabs (point.x - box.x), right = fabs (point.x - box.x - box.width);
  double top = fabs (point.y - box.y), bottom = fabs (point.y - box.y - box.height);
  gboolean within_x = point.x >= box.x - EPSILON && point.x <= box.x + box.width + EPSILON;
  gboolean within_y = point.y >= box.y - EPSILON && point.y <= box.y + box.height + EPSILON;

  return within_x && within_y && MIN (MIN (left, right), MIN (top, bottom)) < EPSILON;
}

/* Cuts [start, end] down to where a + t (b - a) lies between @low and @high. */
static gboolean
clip (double a, double b, double low, double high, double *start, double *end)
{
  double first, last;

  if (a == b)
    return a > low && a < high;
  first = (low - a) / (b - a);
  last = (high - a) / (b - a);
  *start = MAX (*start, MIN (first, last));
  *end = MIN (*end, MAX (first, last));
  return *start < *end;
}

static gboolean
runs_through (CndPoint a, CndPoint b, Box box)
{
  double start = 0, end = 1;

  return clip (a.x, b.x, box.x + EPSILON, box.x + box.width - EPSILON, &start, &end)
         && clip (a.y, b.y, box.y + EPSILON, box.y + box.height - EPSILON, &start, &end);
}

/* Whether the line is interrupted before the point @index. */
static gboolean
is_break (const cJSON *edge, int index)
{
  cJSON *number;

  cJSON_ArrayForEach (number, cJSON_GetObjectItemCaseSensitive (edge, "breaks"))
    if (number->valuedouble == index)
      return TRUE;
  return FALSE;
}

static void
check_points (const cJSON *edge, const Box *boxes, guint n_boxes)
{
  const cJSON *pair;
  int index = 1;

  for (pair = get_member (edge, "points")->child; pair->next; pair = pair->next, index++)
    {
      CndPoint a = get_point (pair), b = get_point (pair->next);

      if (is_break (edge, index))
        continue;
      g_assert_true (a.x != b.x || a.y != b.y);
      for (guint i = 0; i < n_boxes; i++)
        g_assert_false (runs_through (a, b, boxes[i]));
    }
}

/* Returns: (transfer full): "from→to" of each edge, once */
static GHashTable *
check_edges (const cJSON *json, GHashTable *nodes)
{
  GHashTable *seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree Box *boxes = g_new (Box, g_hash_table_size (nodes));
  guint n_boxes = 0;
  cJSON *node, *edge;

  cJSON_ArrayForEach (node, get_member (json, "nodes"))
    boxes[n_boxes++] = get_box (node);
  cJSON_ArrayForEach (edge, get_member (json, "edges"))
    {
      const char *from = cJSON_GetStringValue (get_member (edge, "from"));
      const char *to = cJSON_GetStringValue (get_member (edge, "to"));
      cJSON *points = get_member (edge, "points");
      int n_points = cJSON_GetArraySize (points);

      g_assert_true (g_hash_table_contains (nodes, from) && g_hash_table_contains (nodes, to));
      g_assert_cmpint (n_points, >=, 2);
      g_assert_true (is_on_border (get_box (g_hash_table_lookup (nodes, from)), get_point (points->child)));
      g_assert_true (is_on_border (get_box (g_hash_table_lookup (nodes, to)), get_point (points->child->prev)));
      check_points (edge, boxes, n_boxes);
      g_assert_true (g_hash_table_add (seen, g_strdup_printf ("%s→%s", from, to)));
    }
  return seen;
}

/* ---- All models --------------------------------------------------------------------- */

static const char *
get_id (const CndView *view, guint node)
{
  const CndViewNode *n = &cnd_view_get_nodes (view, NULL)[node];
  CndNetwork *network = cnd_view_get_network (view);

  return n->layer != G_MAXUINT ? cnd_network_get_layers (network, NULL)[n->layer].id
                               : cnd_network_get_blocks (network, NULL)[n->block].id;
}

static void
check_against_view (const cJSON *json, CndNetwork *network)
{
  g_autoptr (CndView) view = cnd_layout_view_new (network, cnd_layout_is_open_by_default, NULL);
  g_autoptr (GHashTable) nodes = index_nodes (json);
  g_autoptr (GHashTable) seen = check_edges (json, nodes);
  guint n_nodes, n_edges;
  const CndViewEdge *edges = cnd_view_get_edges (view, &n_edges);

  cnd_view_get_nodes (view, &n_nodes);
  g_assert_cmpuint (g_hash_table_size (nodes), ==, n_nodes);
  g_assert_cmpuint (g_hash_table_size (seen), ==, n_edges);
  for (guint i = 0; i < n_nodes; i++)
    g_assert_true (g_hash_table_contains (nodes, get_id (view, i)));
  for (guint e = 0; e < n_edges; e++)
    {
      g_autofree char *key = g_strdup_printf ("%s→%s", get_id (view, edges[e].from), get_id (view, edges[e].to));

      g_assert_true (g_hash_table_contains (seen, key));
    }
}

static void
check_model (const char *path, CndArchitecture *architecture, gint preset)
{
  static const char *const options[] = { "", "--direction right --fold 16:9" };
  g_autoptr (CndParameterValues) values = cnd_parameter_values_new (architecture, preset);
  g_autoptr (GError) error = NULL;
  g_autoptr (CndNetwork) network = cnd_ops_build_network (architecture, values, &error);

  g_assert_no_error (error);
  /* one form of a model is folded as the others are */
  for (guint i = 0; i < (preset <= 0 ? G_N_ELEMENTS (options) : 1); i++)
    {
      g_autofree char *line = g_strdup_printf ("layout '%s%s%s' --json %s", path, preset < 0 ? "" : ":",
                                               preset < 0 ? "" : architecture->presets[preset].id, options[i]);
      g_autoptr (cJSON) json = run_json (line, NULL);

      g_test_message ("%s", line);
      check_against_view (json, network);
    }
}

static void
test_models (void)
{
  g_autofree char *folder = cnd_formats_find_data ("models");
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  guint n_models = 0;

  g_assert_no_error (error);
  for (const char *file = g_dir_read_name (dir); file != NULL; file = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autoptr (CndArchitecture) architecture = NULL;

      if (!g_str_has_suffix (file, ".json") || g_str_equal (file, "schema.json")
          || g_str_equal (file, "catalogue.json"))
        continue;
      architecture = cnd_formats_load_model (path, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < MAX (1, architecture->n_presets); i++)
        check_model (path, architecture, architecture->n_presets == 0 ? -1 : (gint) i);
      n_models++;
    }
  g_assert_cmpuint (n_models, >, 15);
}

/* ---- Details ------------------------------------------------------------------------ */

static cJSON *
find_edge (const cJSON *json, const char *from, const char *to)
{
  cJSON *edge;

  cJSON_ArrayForEach (edge, get_member (json, "edges"))
    if (g_str_equal (cJSON_GetStringValue (get_member (edge, "from")), from)
        && g_str_equal (cJSON_GetStringValue (get_member (edge, "to")), to))
      return edge;
  g_assert_not_reached ();
}

/* Out of the source's side, along its lane, across to the reader. */
static void
test_lane (void)
{
  g_autoptr (cJSON) json = run_json ("layout condensenet:86 --json", NULL);
  cJSON *edge = find_edge (json, "stage.1.denselayer.2", "stage.1.denselayer.9");
  cJSON *pair = get_member (edge, "points")->child;
  CndPoint side = get_point (pair), lane = get_point (pair->next), tap = get_point (pair->next->next),
           end = get_point (pair->next->next->next);

  g_assert_true (cJSON_IsTrue (get_member (edge, "lane")));
  g_assert_null (pair->next->next->next->next);
  g_assert_true (side.y == lane.y && lane.x > side.x);
  g_assert_true (lane.x == tap.x && tap.y > lane.y);
  g_assert_true (tap.y == end.y && end.x < tap.x);
  g_assert_true (cJSON_IsFalse (get_member (find_edge (json, "input", "init_conv"), "lane")));
}

/* What leads to the next column goes there by the connector, all the way. */
static void
test_fold (void)
{
  g_autoptr (cJSON) json = run_json ("layout vgg16 --json --fold 4:3", NULL);
  guint n_turns = 0;
  cJSON *edge;

  cJSON_ArrayForEach (edge, get_member (json, "edges"))
    {
      cJSON *from = find_element (get_member (json, "nodes"), "id", cJSON_GetStringValue (get_member (edge, "from")));
      cJSON *to = find_element (get_member (json, "nodes"), "id", cJSON_GetStringValue (get_member (edge, "to")));

      if (get_member (from, "column")->valuedouble == get_member (to, "column")->valuedouble)
        continue;
      n_turns++;
      g_assert_cmpint (cJSON_GetArraySize (get_member (edge, "points")), >, 4);
    }
  g_assert_cmpuint (n_turns, >, 0);
}

/* A lane that goes on in another column is interrupted there, and begins at that column's head. */
static void
test_continued_lane (void)
{
  g_autoptr (cJSON) json = run_json ("layout condensenet:86 --json --fold 16:9", NULL);
  guint n_continued = 0;
  cJSON *edge;

  cJSON_ArrayForEach (edge, get_member (json, "edges"))
    {
      cJSON *breaks = cJSON_GetObjectItemCaseSensitive (edge, "breaks");
      cJSON *from = find_element (get_member (json, "nodes"), "id", cJSON_GetStringValue (get_member (edge, "from")));
      cJSON *to = find_element (get_member (json, "nodes"), "id", cJSON_GetStringValue (get_member (edge, "to")));
      double columns = get_member (to, "column")->valuedouble - get_member (from, "column")->valuedouble;

      if (cJSON_IsFalse (get_member (edge, "lane")))
        {
          g_assert_null (breaks);
          continue;
        }
      g_assert_cmpfloat (cJSON_GetArraySize (breaks), ==, columns);
      n_continued += columns > 0;
      if (columns > 0)
        {
          cJSON *points = get_member (edge, "points");
          int index = (int) breaks->child->valuedouble;
          CndPoint foot = get_point (cJSON_GetArrayItem (points, index - 1));
          CndPoint head = get_point (cJSON_GetArrayItem (points, index));

          g_assert_true (head.y < foot.y && head.x > foot.x);
        }
    }
  g_assert_cmpuint (n_continued, >, 100);
}

/* The boxes that draw makes: as wide and high as the frames of the SVG's groups say. */
static void
test_picture (void)
{
  g_autoptr (cJSON) json = run_json ("layout alexnet --json", NULL);
  g_autoptr (Run) picture = run_program ("draw alexnet -o -", NULL);
  cJSON *node;

  assert_status (picture, 0);
  cJSON_ArrayForEach (node, get_member (json, "nodes"))
    {
      Box box = get_box (node);
      g_autofree char *size = g_strdup_printf ("width=\"%g\" height=\"%g\"", box.width, box.height);
      g_autofree char *title = g_markup_escape_text (cJSON_GetStringValue (get_member (node, "title")), -1);

      assert_holds (picture->out, size);
      assert_holds (picture->out, title);
    }
}

static void
test_frames (void)
{
  g_autoptr (cJSON) json = run_json ("layout googlenet --json", NULL);
  cJSON *frame = find_element (get_member (json, "frames"), "id", "3a");
  Box outer = get_box (frame), inner = get_box (find_element (get_member (json, "nodes"), "id", "3a.output"));

  assert_string (frame, "block", "inception");
  g_assert_true (inner.x > outer.x && inner.x + inner.width < outer.x + outer.width);
  g_assert_true (inner.y > outer.y && inner.y + inner.height < outer.y + outer.height);
}

static void
test_options (void)
{
  g_autoptr (cJSON) down = run_json ("layout resnet:18 --json --depth 0", NULL);
  g_autoptr (cJSON) right = run_json ("layout resnet:18 --json --depth 0 --direction right", NULL);
  g_autoptr (cJSON) set = run_json ("layout condensenet-classroom --json --set stages=2,2,2", NULL);
  g_autoptr (cJSON) plain = run_json ("layout condensenet-classroom --json", NULL);
  Box high = get_box (get_member (down, "bounds")), wide = get_box (get_member (right, "bounds"));

  assert_string (down, "flow", "down");
  assert_string (right, "flow", "right");
  g_assert_cmpfloat (high.height, >, high.width);
  g_assert_cmpfloat (wide.height, <, wide.width);
  g_assert_true (cJSON_HasObjectItem (get_member (down, "nodes")->child->next->next, "kind"));
  g_assert_cmpint (cJSON_GetArraySize (get_member (set, "nodes")), !=,
                   cJSON_GetArraySize (get_member (plain, "nodes")));
}

static void
test_languages (void)
{
  static const char *const persian[] = { "LC_ALL=C.UTF-8", "LANGUAGE=fa", NULL };
  g_autoptr (Run) first = run_program ("layout condensenet:86 --json", NULL);
  g_autoptr (Run) second = run_program_with ("layout condensenet:86 --json", NULL, persian);

  assert_status (second, 0);
  g_assert_cmpstr (first->out, ==, second->out);
}

static void
test_text (void)
{
  g_autoptr (Run) run = run_program ("layout lenet5", NULL);

  assert_status (run, 0);
  g_assert_true (g_str_has_prefix (run->out, "bounds 0,0 "));
  assert_holds (run->out, "\nbox 0 rank 0 column 0 ");
  assert_holds (run->out, "\nroute 0→1 ");
}

static void
test_wrong_use (void)
{
  assert_refused ("layout", NULL, "FILE");
  assert_refused ("layout alexnett", NULL, "alexnet");
  assert_refused ("layout alexnet --direction up", NULL, "up");
  assert_refused ("layout alexnet --fold 0:1", NULL, "0:1");
  assert_refused ("layout alexnet --depth -3", NULL, "--depth");
  assert_refused ("layout alexnet --theme dark", NULL, "--theme");
  assert_refused ("layout - --json", "{}", ":1:");
}

/* A dense layer reads the one before it along a line of its own and by a dot on its lane: both are told. */
static void
test_tap (void)
{
  g_autoptr (cJSON) json = run_json ("layout condensenet:86 --json", NULL);
  guint n_lanes = 0, n_both = 0;
  cJSON *edge;

  cJSON_ArrayForEach (edge, get_member (json, "edges"))
    {
      const cJSON *tap = cJSON_GetObjectItemCaseSensitive (edge, "tap");
      gboolean is_found = FALSE;
      cJSON *pair;

      if (cJSON_IsFalse (get_member (edge, "lane")))
        {
          n_both += tap != NULL;
          continue;
        }
      g_assert_nonnull (tap);
      cJSON_ArrayForEach (pair, get_member (edge, "points"))
        is_found |= get_point (pair).x == get_point (tap).x && get_point (pair).y == get_point (tap).y;
      g_assert_true (is_found);
      n_lanes++;
    }
  g_assert_cmpuint (n_lanes, >, 100);
  g_assert_cmpuint (n_both, >, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/layout/all-models-have-each-edge-once-beside-the-boxes", test_models);
  g_test_add_func ("/cli/layout/lanes-are-followed", test_lane);
  g_test_add_func ("/cli/layout/dots-beside-lines-told", test_tap);
  g_test_add_func ("/cli/layout/columns-are-connected", test_fold);
  g_test_add_func ("/cli/layout/continued-lanes-are-interrupted", test_continued_lane);
  g_test_add_func ("/cli/layout/boxes-are-those-of-the-picture", test_picture);
  g_test_add_func ("/cli/layout/frames-hold-their-boxes", test_frames);
  g_test_add_func ("/cli/layout/options-change-layout", test_options);
  g_test_add_func ("/cli/layout/json-is-the-same-in-every-language", test_languages);
  g_test_add_func ("/cli/layout/text-is-a-dump", test_text);
  g_test_add_func ("/cli/layout/wrong-use-refused", test_wrong_use);
  return g_test_run ();
}
