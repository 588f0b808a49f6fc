/* --open and --select: which blocks are open besides those that a view opens, and which layers it shows at all. */
#include "config.h"

#include "picture-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const CndPictureOptions *options;
  const CndSubject *subject;
  int depth;       /* as CndPictureStyle has it */
  gboolean *open;  /* of each block */
  gboolean *closed; /* of each block: whatever else is said */
  gboolean *shown; /* of each layer; NULL: all */
} Part;

void
cnd_cli_add_part_options (CndParser *parser, CndPictureOptions *options)
{
  GOptionEntry entries[] = {
    { "open", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->open, N_("Open this block as well; repeatable, or a,b,…"),
      N_("BLOCK") },
    { "select", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->select,
      N_("Draw only this block or layer and what lies between those named; repeatable, or a,b,…"), N_("NAME") },
    { NULL },
  };

  cnd_cli_parser_add (parser, entries);
}

/* All names in "a,b" "c". Returns: (transfer full) */
static char **
split_names (char **lists)
{
  g_autofree char *all = g_strjoinv (",", lists);

  return g_strsplit (all, ",", -1);
}

static void
open_up_to (Part *part, guint block)
{
  const CndBlock *blocks = cnd_network_get_blocks (part->subject->network, NULL);

  for (; block != 0; block = blocks[block].parent)
    part->open[block] = TRUE;
}

static gboolean
open_blocks (Part *part, GError **error)
{
  g_auto (GStrv) names = split_names (part->options->open);

  for (guint i = 0; names[i]; i++)
    {
      guint layer, block;

      if (!cnd_cli_subject_find (part->subject, names[i], &layer, &block, error))
        return FALSE;
      if (block == G_MAXUINT)
        {
          cnd_base_set_problem (error, CND_ERROR_VALUE,
                                &(CndProblem){ .file = part->subject->file, .found = names[i], .expected = _("the id of a block"),
                                               .hint = _("A layer always has a box of its own where its block is open.") },
                                _("“%s” is a layer: only blocks can be opened"), names[i]);
          return FALSE;
        }
      open_up_to (part, block);
    }
  return TRUE;
}

/* Adds the layers that lie on a way from one of @shown to another one. A layer reads only what stands above it. */
static void
add_between (const CndNetwork *network, gboolean *shown)
{
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  g_autofree gboolean *below = g_memdup2 (shown, n_layers * sizeof *shown);
  g_autofree gboolean *above = g_memdup2 (shown, n_layers * sizeof *shown);

  for (guint i = 0; i < n_layers; i++)
    for (guint k = 0; k < layers[i].n_inputs; k++)
      below[i] |= below[cnd_network_get_inputs (network, &layers[i])[k]];
  for (guint i = n_layers; i-- > 0;)
    for (guint k = 0; k < layers[i].n_inputs && above[i]; k++)
      above[cnd_network_get_inputs (network, &layers[i])[k]] = TRUE;
  for (guint i = 0; i < n_layers; i++)
    shown[i] = below[i] && above[i];
}

static gboolean
select_layers (Part *part, GError **error)
{
  g_auto (GStrv) names = split_names (part->options->select);
  guint n_layers;
  const CndLayer *layers = cnd_network_get_layers (part->subject->network, &n_layers);
  const CndBlock *blocks = cnd_network_get_blocks (part->subject->network, NULL);

  part->shown = g_new0 (gboolean, n_layers);
  for (guint i = 0; names[i]; i++)
    {
      guint layer, block, first, n = 1;

      if (!cnd_cli_subject_find (part->subject, names[i], &layer, &block, error))
        return FALSE;
      first = layer != G_MAXUINT ? layer : blocks[block].first_layer;
      if (layer == G_MAXUINT)
        n = blocks[block].n_layers;
      for (guint k = first; k < first + n; k++)
        part->shown[k] = TRUE;
      open_up_to (part, layer != G_MAXUINT ? layers[layer].block : block);
    }
  add_between (part->subject->network, part->shown);
  return TRUE;
}

static gboolean
is_open (CndNetwork *network, guint block, gpointer data)
{
  const Part *part = data;

  if (part->closed[block] || part->open[block])
    return !part->closed[block];
  if (part->depth < 0)
    return cnd_layout_is_open_by_default (network, block, NULL);
  return cnd_layout_is_open_to_depth (network, block, GUINT_TO_POINTER ((guint) part->depth));
}

CndView *
cnd_cli_make_view (const CndSubject *subject, const CndPictureOptions *options, int depth, GError **error)
{
  g_autofree char *part_name = NULL;
  guint n_blocks, n_nodes;
  Part part = { .options = options, .subject = subject, .depth = depth };
  CndView *view = NULL;

  cnd_network_get_blocks (subject->network, &n_blocks);
  part.open = g_new0 (gboolean, n_blocks);
  part.closed = g_new0 (gboolean, n_blocks);
  if ((options->open == NULL || open_blocks (&part, error))
      && (options->select == NULL || select_layers (&part, error)))
    view = cnd_cli_make_coarse_view (subject, is_open, &part, part.closed, part.shown, error);
  g_free (part.open);
  g_free (part.closed);
  g_free (part.shown);
  if (view == NULL)
    return NULL;
  cnd_view_get_nodes (view, &n_nodes);
  if (n_nodes > 0)
    return view;
  cnd_view_unref (view);
  part_name = cnd_cli_dup_part_name (options);
  cnd_base_set_problem (error, CND_ERROR_VALUE,
                        &(CndProblem){ .file = subject->file, .found = part_name, .expected = _("a block or layer with a box"),
                                       .hint = _("Concatenations within a dense block have no box: name the layers around them.") },
                        _("Nothing that --select names has a box in this picture"));
  return NULL;
}

char *
cnd_cli_dup_part_name (const CndPictureOptions *options)
{
  g_auto (GStrv) names = NULL;

  if (options->select == NULL)
    return NULL;
  names = split_names (options->select);
  /* Translators: between the names of layers and blocks */
  return g_strjoinv (_(", "), names);
}
