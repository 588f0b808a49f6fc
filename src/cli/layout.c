/* condenser-cli layout: where boxes, lines and frames of a layer graph lie. */
#include "config.h"

#include "picture-private.h"

#include <glib/gi18n-lib.h>

/* A layout with what is needed to follow an edge through it. */
typedef struct
{
  const CndLayout *layout;
  const CndScene *scene;
  CndNetwork *network;
  const CndViewNode *nodes;
  const CndViewEdge *edges;
  guint n_nodes, n_edges;
  const CndRoute **routes;     /* of each edge (nullable) */
  const CndTap **taps;         /* of each edge (nullable) */
  const CndReadRow **rows;     /* of each node (nullable) */
  const CndRoute **connectors; /* to each column (nullable) */
} Map;

static void
map_init (Map *map, const CndScene *scene)
{
  const CndLayout *layout = cnd_scene_get_layout (scene);
  guint column = 0;

  *map = (Map){ .layout = layout, .scene = scene, .network = cnd_view_get_network (layout->view) };
  map->nodes = cnd_view_get_nodes (layout->view, &map->n_nodes);
  map->edges = cnd_view_get_edges (layout->view, &map->n_edges);
  map->routes = g_new0 (const CndRoute *, map->n_edges + 1);
  map->taps = g_new0 (const CndTap *, map->n_edges + 1);
  map->rows = g_new0 (const CndReadRow *, map->n_nodes + 1);
  map->connectors = g_new0 (const CndRoute *, layout->n_routes + 1);
  for (guint i = 0; i < layout->n_routes; i++)
    if (layout->routes[i].edge == G_MAXUINT)
      map->connectors[++column] = &layout->routes[i];
    else
      map->routes[layout->routes[i].edge] = &layout->routes[i];
  for (guint i = 0; i < layout->n_taps; i++)
    map->taps[layout->taps[i].edge] = &layout->taps[i];
  for (guint i = 0; i < layout->n_rows; i++)
    map->rows[layout->rows[i].node] = &layout->rows[i];
}

static void
map_clear (Map *map)
{
  g_free (map->routes);
  g_free (map->taps);
  g_free (map->rows);
  g_free (map->connectors);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Map, map_clear)

/* ---- Points of an edge -------------------------------------------------------------- */

static void
add_point (GArray *points, CndPoint point)
{
  const CndPoint *last = &g_array_index (points, CndPoint, points->len - 1);

  if (points->len == 0 || last->x != point.x || last->y != point.y)
    g_array_append_val (points, point);
}

static void
add_points (const Map *map, GArray *points, guint first, guint n)
{
  for (guint i = first; i < first + n; i++)
    add_point (points, map->layout->points[i]);
}

/* Down the source's lane as far as the tap, and along the reader's row. Where the lane goes on in another column, the
 * number of points before that is a break: no line leads from the one to the next. */
static void
add_lane_points (const Map *map, const CndTap *tap, GArray *points, GArray *breaks)
{
  const CndLane *lane = &map->layout->lanes[tap->lane];
  const CndReadRow *row = map->rows[map->edges[tap->edge].to];

  for (const CndLane *part = lane - lane->part; part < lane; part++)
    {
      add_points (map, points, part->first_point, part->n_points);
      g_array_append_val (breaks, points->len);
    }
  add_points (map, points, lane->first_point, lane->n_points - 1);
  add_point (points, tap->point);
  add_point (points, row->corner);
  add_point (points, row->to);
}

static void
collect_points (const Map *map, guint edge, GArray *points, GArray *breaks)
{
  const CndViewEdge *ends = &map->edges[edge];
  const CndRoute *route = map->routes[edge];
  guint column = map->layout->columns[ends->to];

  g_array_set_size (points, 0);
  g_array_set_size (breaks, 0);
  if (route == NULL)
    {
      g_assert (map->taps[edge] != NULL);
      add_lane_points (map, map->taps[edge], points, breaks);
      return;
    }
  if (column != map->layout->columns[ends->from])
    add_points (map, points, map->connectors[column]->first_point, map->connectors[column]->n_points);
  add_points (map, points, route->first_point, route->n_points);
}

/* ---- JSON --------------------------------------------------------------------------- */

static const char *
get_id (const Map *map, guint node)
{
  if (map->nodes[node].layer != G_MAXUINT)
    return cnd_network_get_layers (map->network, NULL)[map->nodes[node].layer].id;
  return cnd_network_get_blocks (map->network, NULL)[map->nodes[node].block].id;
}

static void
add_rect (cJSON *object, const CndRect *rect)
{
  cnd_cli_json_add_double (object, "x", rect->x);
  cnd_cli_json_add_double (object, "y", rect->y);
  cnd_cli_json_add_double (object, "width", rect->width);
  cnd_cli_json_add_double (object, "height", rect->height);
}

/* The name that the picture gives a group. */
static void
add_title (const Map *map, cJSON *object, guint group)
{
  cnd_cli_json_add_text (object, "title",
                         group == G_MAXUINT ? NULL : cnd_scene_get_items (map->scene, NULL)[group].title);
}

static void
add_node (const Map *map, cJSON *array, guint node)
{
  cJSON *object = cJSON_CreateObject ();
  guint layer = map->nodes[node].layer, block = map->nodes[node].block;
  guint group = layer != G_MAXUINT ? cnd_scene_find_layer (map->scene, layer)
                                   : cnd_scene_find_block (map->scene, block);

  cnd_cli_json_add_text (object, "id", get_id (map, node));
  if (layer != G_MAXUINT)
    cnd_cli_json_add_text (object, "kind",
                           cnd_ops_get_kind (cnd_network_get_layers (map->network, NULL)[layer].kind)->name);
  else
    cnd_cli_json_add_text (object, "block", cnd_analysis_get_block_name (map->network, block));
  if (map->nodes[node].n_outside > 0)
    cnd_cli_json_add_count (object, "outside", map->nodes[node].n_outside);
  add_title (map, object, group);
  add_rect (object, &map->layout->boxes[node]);
  cnd_cli_json_add_count (object, "rank", map->layout->ranks[node]);
  cnd_cli_json_add_count (object, "column", map->layout->columns[node]);
  cJSON_AddItemToArray (array, object);
}

static void
add_edge (const Map *map, cJSON *array, guint edge, GArray *points, GArray *breaks)
{
  cJSON *object = cJSON_CreateObject ();
  cJSON *list;

  collect_points (map, edge, points, breaks);
  cnd_cli_json_add_text (object, "from", get_id (map, map->edges[edge].from));
  cnd_cli_json_add_text (object, "to", get_id (map, map->edges[edge].to));
  cJSON_AddBoolToObject (object, "lane", map->routes[edge] == NULL);
  if (map->taps[edge] != NULL)
    {
      list = cJSON_AddArrayToObject (object, "tap");
      cJSON_AddItemToArray (list, cJSON_CreateNumber (map->taps[edge]->point.x));
      cJSON_AddItemToArray (list, cJSON_CreateNumber (map->taps[edge]->point.y));
    }
  list = cJSON_AddArrayToObject (object, "points");
  for (guint i = 0; i < points->len; i++)
    {
      const CndPoint *point = &g_array_index (points, CndPoint, i);

      cnd_cli_json_append_pair (list, point->x, point->y);
    }
  list = breaks->len > 0 ? cJSON_AddArrayToObject (object, "breaks") : NULL;
  for (guint i = 0; i < breaks->len; i++)
    cJSON_AddItemToArray (list, cJSON_CreateNumber (g_array_index (breaks, guint, i)));
  cJSON_AddItemToArray (array, object);
}

static cJSON *
make_json (const CndSubject *subject, const CndScene *scene, CndFlow flow)
{
  g_auto (Map) map = { NULL };
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (CndPoint));
  g_autoptr (GArray) breaks = g_array_new (FALSE, FALSE, sizeof (guint));
  cJSON *json = cJSON_CreateObject ();
  cJSON *list;

  map_init (&map, scene);
  cnd_cli_json_add_text (json, "name", subject->name);
  cnd_cli_json_add_text (json, "file", subject->file);
  cnd_cli_json_add_text (json, "preset", subject->preset);
  cnd_cli_json_add_text (json, "flow", flow == CND_FLOW_RIGHT ? "right" : "down");
  add_rect (cJSON_AddObjectToObject (json, "bounds"), &map.layout->bounds);
  cnd_cli_json_add_double (json, "aspect_ratio", map.layout->aspect_ratio);
  list = cJSON_AddArrayToObject (json, "nodes");
  for (guint i = 0; i < map.n_nodes; i++)
    add_node (&map, list, i);
  list = cJSON_AddArrayToObject (json, "edges");
  for (guint i = 0; i < map.n_edges; i++)
    add_edge (&map, list, i, points, breaks);
  list = cJSON_AddArrayToObject (json, "frames");
  for (guint i = 0; i < map.layout->n_frames; i++)
    {
      const CndFrame *frame = &map.layout->frames[i];
      cJSON *object = cJSON_CreateObject ();

      cnd_cli_json_add_text (object, "id", cnd_network_get_blocks (map.network, NULL)[frame->block].id);
      cnd_cli_json_add_text (object, "block", cnd_analysis_get_block_name (map.network, frame->block));
      add_title (&map, object, cnd_scene_find_block (scene, frame->block));
      add_rect (object, &frame->rect);
      cJSON_AddItemToArray (list, object);
    }
  return json;
}

/* ---- The command -------------------------------------------------------------------- */

static int
run_layout (const CndCommand *command, int argc, char **argv)
{
  g_autoptr (CndParser) parser = cnd_cli_parser_new (command);
  CndTimings timings = { 0 };
  g_auto (CndModelOptions) model = { .timings = &timings };
  g_auto (CndPictureOptions) picture = CND_PICTURE_OPTIONS_INIT;
  g_auto (CndSubject) subject = { NULL };
  g_autoptr (CndScene) scene = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dump = NULL;
  gboolean as_json = FALSE;
  GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print JSON"), NULL },
    { NULL },
  };
  CndPictureStyle style;
  int status;

  cnd_cli_parser_add (parser, entries);
  cnd_cli_add_layout_options (parser, &picture);
  cnd_cli_add_part_options (parser, &picture);
  cnd_cli_add_set_option (parser, &model);
  cnd_cli_add_timings_option (parser, &timings);
  if (!cnd_cli_parser_run (parser, argc, argv, 1, 1, &status))
    return status;
  if (as_json)
    cnd_cli_stop_translating ();
  if (!cnd_cli_read_picture_style (command, &picture, &style, &status))
    return status;
  if (as_json)
    {
      style.scene.language = NULL;
      style.scene.numbers = cnd_scene_default_options.numbers;
    }
  if (!cnd_cli_subject_load (&subject, cnd_cli_parser_get_arguments (parser, NULL)[0], &model, &error))
    return cnd_cli_fail (error);
  scene = cnd_cli_make_scene (&subject, &picture, &style, &error);
  if (scene == NULL)
    return cnd_cli_fail (error);
  cnd_cli_add_timing (&timings, "scene");
  cnd_cli_tell_fold (scene, picture.fold);
  cnd_cli_tell_dense (scene, style.scene.dense);
  if (as_json)
    return cnd_cli_json_print (make_json (&subject, scene, style.scene.flow), CND_EXIT_GOOD);
  dump = cnd_layout_dump (cnd_scene_get_layout (scene));
  return cnd_cli_print (dump, CND_EXIT_GOOD);
}

const CndCommand cnd_cli_layout = {
  "layout",
  N_("FILE[:PRESET]"),
  N_("Prints where the boxes, lines and frames of a model’s layer graph lie."),
  N_("Units are CSS pixels at scale 1, from the top left of the graph. The boxes are those that\n"
     "draw makes. An edge runs from the border of the one box to that of the other; where it\n"
     "shares a lane with others its points lead along the lane and leave it at the dot. Where\n"
     "a lane goes on in the next column, breaks has the number of points before that; tap is\n"
     "the dot. From a box to the next one there may be both, a line of its own, which is then\n"
     "what the points follow (lane is false), and a dot on the lane. With\n"
     "--select, nodes with outside are the ends of edges that leave the part: no boxes, but the\n"
     "names of as many layers and blocks, of which the nearest one is the id.\n"
     "With --fold, aspect_ratio is the ratio of the drawing’s aspect to the one asked for.\n"
     "\n"
     "Examples:\n"
     "  condenser-cli layout googlenet\n"
     "  condenser-cli layout condensenet:86 --json --direction right --fold 16:9"),
  run_layout,
};
