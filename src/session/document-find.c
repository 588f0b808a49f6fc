/* Finding layers and blocks by words: of their ids, of their kinds, and of what the picture calls them. */
#include "config.h"

#include "document-private.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* What the picture calls each layer and block; NULL: it is not in sight. Borrowed from the scene. */
typedef struct
{
  const char **layers, **blocks;
} Titles;

static void
collect_titles (CndScene *scene, Titles *titles)
{
  guint n_items = 0;
  const CndItem *items = scene ? cnd_scene_get_items (scene, &n_items) : NULL;

  for (guint i = 0; i < n_items; i++)
    if (items[i].type == CND_ITEM_BEGIN && items[i].role == CND_ROLE_LAYER && items[i].layer != G_MAXUINT)
      titles->layers[items[i].layer] = items[i].title;
    else if (items[i].type == CND_ITEM_BEGIN && items[i].role == CND_ROLE_BLOCK && items[i].block != G_MAXUINT)
      titles->blocks[items[i].block] = items[i].title;
}

/* In one case, with Latin digits: "۵.۳" finds what "5.3" does. */
static char *
fold (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *latin = g_string_new (NULL);

  for (const char *at = folded; *at; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);
      int digit = g_unichar_digit_value (character);

      g_string_append_unichar (latin, digit >= 0 ? (gunichar) ('0' + digit) : character);
    }
  return g_string_free (latin, FALSE);
}

static gboolean
has_words (const char *text, char **words)
{
  g_autofree char *folded = fold (text);

  for (guint i = 0; words[i]; i++)
    if (*words[i] && !strstr (folded, words[i]))
      return FALSE;
  return TRUE;
}

static gboolean
layer_matches (const CndLayer *layer, const char *title, char **words)
{
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  g_autofree char *text = g_strjoin (" ", layer->id, kind->name, _(kind->title), title, NULL);

  return has_words (text, words);
}

static gboolean
block_matches (const CndBlock *block, const char *title, char **words)
{
  g_autofree char *text = g_strjoin (" ", block->id, title, NULL);

  return has_words (text, words);
}

static GArray *
find_words (CndNetwork *network, const Titles *titles, char **words)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CndSelected));
  guint n_layers, n_blocks, block = 1;
  const CndLayer *layers = cnd_network_get_layers (network, &n_layers);
  const CndBlock *blocks = cnd_network_get_blocks (network, &n_blocks);

  for (guint layer = 0; layer < n_layers; layer++)
    {
      /* a block stands before its first layer */
      for (; block < n_blocks && blocks[block].first_layer <= layer; block++)
        if (block_matches (&blocks[block], titles->blocks[block], words))
          g_array_append_vals (found, &(CndSelected){ G_MAXUINT, block }, 1);
      if (layer_matches (&layers[layer], titles->layers[layer], words))
        g_array_append_vals (found, &(CndSelected){ layer, G_MAXUINT }, 1);
    }
  return found;
}

GArray *
cnd_document_find (CndDocument *self, const char *query)
{
  g_autofree char *folded = NULL;
  g_autofree const char **layer_titles = NULL, **block_titles = NULL;
  g_auto (GStrv) words = NULL;
  guint n_layers, n_blocks;
  Titles titles;

  g_return_val_if_fail (CND_IS_DOCUMENT (self) && query, NULL);
  folded = fold (query);
  g_strstrip (folded);
  if (!self->shown.network || !*folded)
    return g_array_new (FALSE, FALSE, sizeof (CndSelected));
  words = g_strsplit_set (folded, " \t\n", -1);
  cnd_network_get_layers (self->shown.network, &n_layers);
  cnd_network_get_blocks (self->shown.network, &n_blocks);
  titles.layers = layer_titles = g_new0 (const char *, n_layers);
  titles.blocks = block_titles = g_new0 (const char *, n_blocks);
  collect_titles (self->shown.scene, &titles);
  return find_words (self->shown.network, &titles, words);
}
