/* What the boxes say: kind and attributes, the author's name, shape, counts. */
#include "config.h"

#include "scene/graph-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How a box shows an attribute: with what before it, behind which separator, and which value goes without saying. */
typedef struct
{
  const char *name;
  const char *separator;
  const char *format;
  gint64 silent;
} AttributeRule;

#define NEVER G_MININT64

static const AttributeRule attribute_rules[] = {
  { "kernel", " ", "%s", NEVER },
  { "stride", " ", "/%s", 1 },
  { "out", ", ", "%s", NEVER },
  /* Translators: of a convolution whose kernel skips values; very short */
  { "dilation", ", ", N_("dilation %s"), 1 },
  /* Translators: number of groups of a convolution; very short */
  { "groups", ", ", N_("%s groups"), 1 },
  { "condensation", ", ", "C = %s", NEVER },
  { "keep", ", ", N_("keeps %s"), 1 },
  /* Translators: of a window over channels; very short */
  { "size", " ", N_("size %s"), NEVER },
  { "scale", " ", "×%s", NEVER },
  { "p", " ", "p = %s", NEVER },
  { "parts", " ", N_("in %s"), NEVER },
};

/* Appends a value; FALSE when it goes without saying. */
static gboolean
format_value (const CndKind *kind, guint attribute, const CndAttribute *value, const AttributeRule *rule, CndNumberStyle style,
              char **text)
{
  const gint64 *integers = value->integers;

  switch (kind->attributes[attribute].type)
    {
    case CND_ATTRIBUTE_INTEGER:
      if (integers[0] == rule->silent)
        return FALSE;
      *text = cnd_base_format_signed (style, integers[0]);
      return TRUE;
    case CND_ATTRIBUTE_PAIR:
      if (integers[0] == integers[1] && integers[0] == rule->silent)
        return FALSE;
      if (integers[0] == integers[1] && strcmp (rule->name, "kernel") != 0 && strcmp (rule->name, "out") != 0)
        *text = cnd_base_format_signed (style, integers[0]);
      else
        {
          CndNumberStyle bare = { .digits = style.digits, .group = style.group };
          g_autofree char *height = cnd_base_format_signed (bare, integers[0]);
          g_autofree char *width = cnd_base_format_signed (bare, integers[1]);
          *text = g_strdup_printf (style.isolate ? "\u2066%s×%s\u2069" : "%s×%s", height, width);
        }
      return TRUE;
    case CND_ATTRIBUTE_RATIO:
      if (value->ratio.numerator == value->ratio.denominator)
        return FALSE;
      break;
    default:
      break;
    }
  *text = cnd_ops_format_attribute (kind, attribute, value, style);
  return TRUE;
}

/* Depthwise: each group reads one channel. */
static gboolean
is_depthwise (const CndNetwork *network, const CndLayer *layer, gint64 groups)
{
  return layer->n_inputs == 1 && groups > 1
         && cnd_network_get_layers (network, NULL)[cnd_network_get_inputs (network, layer)[0]].output.channels == groups;
}

char *
cnd_scene_format_attributes (const CndNetwork *network, const CndLayer *layer, CndNumberStyle numbers)
{
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  GString *text = g_string_new (NULL);

  /* What a fully connected layer gives is its shape; what it takes is not to be seen elsewhere. */
  if (kind->category == CND_CATEGORY_LINEAR && layer->n_inputs == 1)
    {
      const CndShape *input = &cnd_network_get_layers (network, NULL)[cnd_network_get_inputs (network, layer)[0]].output;
      g_autofree char *count = cnd_base_format_signed (numbers, input->channels);
      /* Translators: number of inputs of a fully connected layer; very short */
      g_string_printf (text, g_dngettext (GETTEXT_PACKAGE, "%s input", "%s inputs", (gulong) input->channels), count);
    }

  for (guint i = 0; i < G_N_ELEMENTS (attribute_rules); i++)
    {
      const AttributeRule *rule = &attribute_rules[i];
      gint attribute = cnd_ops_find_attribute (kind, rule->name);
      g_autofree char *value = NULL;

      if (attribute < 0 || (kind->category == CND_CATEGORY_LINEAR && strcmp (rule->name, "out") == 0)
          || !format_value (kind, attribute, &layer->attributes[attribute], rule, numbers, &value))
        continue;
      if (text->len > 0)
        g_string_append (text, rule->separator);
      if (strcmp (rule->name, "groups") == 0 && is_depthwise (network, layer, layer->attributes[attribute].integers[0]))
        g_string_append (text, _("depthwise"));
      else
        g_string_append_printf (text, strchr (rule->format, ' ') != NULL ? _(rule->format) : rule->format, value);
    }
  return g_string_free (text, FALSE);
}

/* ---- Names -------------------------------------------------------------------------- */

/* "dense_layer" → "Dense layer" */
static char *
make_readable (const char *name)
{
  g_autofree char *clean = cnd_scene_clean_text (name);

  g_strdelimit (clean, "_", ' ');
  if (*clean != '\0')
    {
      g_autofree char *first = g_utf8_strup (clean, g_utf8_next_char (clean) - clean);
      return g_strconcat (first, g_utf8_next_char (clean), NULL);
    }
  return g_steal_pointer (&clean);
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* Whether nobody chose the name: it is the kind's, perhaps numbered. */
static gboolean
is_default_name (const char *name, const char *kind)
{
  gsize length = strlen (kind);

  return g_str_has_prefix (name, kind) && strspn (name + length, "0123456789_-") == strlen (name + length);
}

/* The numbers of the repetitions around: "2.5" for stage.2.layer.5, or NULL. */
static char *
format_repetitions (const CndGraph *graph, guint block)
{
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint b = block; b != 0; b = graph->blocks[b].parent)
    if (is_number (graph->blocks[b].name))
      {
        g_autofree char *number
          = cnd_base_convert_digits ((CndNumberStyle){ .digits = graph->options->numbers.digits }, graph->blocks[b].name);
        if (numbers->len > 0)
          g_string_prepend_c (numbers, '.');
        g_string_prepend (numbers, number);
      }
  return numbers->len > 0 ? g_strdup (numbers->str) : NULL;
}

/* What the author calls a block: its title, or its name made readable. */
static char *
format_block_title (const CndGraph *graph, const CndBlock *block)
{
  const CndBlock *used = block;
  const char *title = NULL;

  if (block->definition == NULL && block->statement == NULL && block->n_blocks > 0)
    used = block + 1;
  if (used->statement != NULL)
    title = cnd_text_get (used->statement->title, graph->options->language);
  if (title == NULL && used->definition != NULL)
    title = cnd_text_get (used->definition->title, graph->options->language);
  /* A container of repetitions has its first one's title. */
  if (title == NULL && block->n_repetitions > 0 && block->n_blocks > 0 && block[1].definition != NULL)
    title = cnd_text_get (block[1].definition->title, graph->options->language);
  if (title != NULL)
    return cnd_scene_clean_text (title);
  return make_readable (used->definition != NULL && used->definition->name != NULL ? used->definition->name : block->name);
}

static char *
format_times (const CndGraph *graph, guint n)
{
  g_autofree char *count = cnd_base_format_count (graph->options->numbers, n);

  return g_strdup_printf ("× %s", count);
}

/* Leaves out of the name "block1" what the title "NiN block" says already. */
static const char *
skip_title (const char *name, const char *title)
{
  const char *blank = strrchr (title, ' ');
  const char *word = blank != NULL ? blank + 1 : title;
  gsize length = strlen (word);

  return g_ascii_strncasecmp (name, word, length) == 0 && is_number (name + length) ? name + length : name;
}

/* Which one of the blocks of its title: "× 12" of them, number "2.5", or the one that the author called "3a". */
static char *
format_which (const CndGraph *graph, guint i, const char *title)
{
  const CndBlock *block = &graph->blocks[i];

  if (block->n_repetitions > 0)
    return format_times (graph, block->n_repetitions);
  if (is_number (block->name))
    return format_repetitions (graph, i);
  if (block->definition == NULL || block->definition->name == NULL || is_default_name (block->name, block->definition->name))
    return NULL;
  return cnd_scene_clean_text (skip_title (block->name, title));
}

static gboolean
ends_with_digit (const char *text)
{
  const char *end = text + strlen (text);

  return end > text && g_unichar_isdigit (g_utf8_get_char (g_utf8_prev_char (end)));
}

/* A number continues the title, unless that ends with one; a word stands beside it. */
static gboolean
continues_title (const CndBlock *block, const char *title, const char *which)
{
  return block->n_repetitions > 0
         || (!ends_with_digit (title) && !g_ascii_isalpha (*which));
}

char *
cnd_graph_name_block (const CndGraph *graph, guint i)
{
  const CndBlock *block = &graph->blocks[i];
  g_autofree char *title = format_block_title (graph, block);
  g_autofree char *which = format_which (graph, i, title);

  if (which == NULL)
    return g_steal_pointer (&title);
  return g_strconcat (title, continues_title (block, title, which) ? " " : " · ", which, NULL);
}

char *
cnd_graph_shorten_block_name (CndGraph *graph, guint i, double width)
{
  const CndBlock *block = &graph->blocks[i];
  g_autofree char *title = format_block_title (graph, block);
  g_autofree char *which = format_which (graph, i, title);
  g_autofree char *tail = NULL, *head = NULL;
  double room;

  if (which == NULL || !continues_title (block, title, which))
    return cnd_ruler_fit (&graph->ruler, title, CND_LABEL_SIZE, TRUE, width);
  tail = g_strconcat (" ", which, NULL);
  room = width - cnd_ruler_measure (&graph->ruler, tail, CND_LABEL_SIZE, TRUE);
  if (room < 2 * CND_LABEL_SIZE)
    return cnd_ruler_fit (&graph->ruler, which, CND_LABEL_SIZE, TRUE, width);
  head = cnd_ruler_fit (&graph->ruler, title, CND_LABEL_SIZE, TRUE, room);
  return g_strconcat (head, tail, NULL);
}

const char *
cnd_graph_get_node_id (const CndGraph *graph, guint node)
{
  const CndViewNode *shown = &graph->nodes[node];

  return shown->layer != G_MAXUINT ? graph->layers[shown->layer].id : graph->blocks[shown->block].id;
}

char *
cnd_graph_format_short_name (const CndGraph *graph, guint node)
{
  const CndViewNode *shown = &graph->nodes[node];
  gboolean is_layer = shown->layer != G_MAXUINT;
  const char *name = is_layer ? graph->layers[shown->layer].name : graph->blocks[shown->block].name;

  if (!is_layer && is_number (name))
    return format_repetitions (graph, shown->block);
  return cnd_scene_clean_text (name);
}

static const char *
get_layer_title (const CndGraph *graph, const CndLayer *layer)
{
  return layer->statement != NULL ? cnd_text_get (layer->statement->title, graph->options->language) : NULL;
}

/* Whether the author's title names the kind, too: "Standard convolution". */
static gboolean
names_kind (const char *title, const CndKind *kind)
{
  g_autofree char *folded = g_utf8_casefold (title, -1);
  g_autofree char *whole = g_utf8_casefold (_(kind->title), -1);
  g_autofree char *part = g_utf8_casefold (_(kind->short_title), -1);

  return strstr (folded, whole) != NULL || strstr (folded, part) != NULL;
}

/* The name to show beside a layer's kind, or NULL. */
static char *
format_layer_name (const CndGraph *graph, const CndLayer *layer)
{
  const char *title = get_layer_title (graph, layer);

  if (title != NULL)
    return names_kind (title, cnd_ops_get_kind (layer->kind)) ? NULL : cnd_scene_clean_text (title);
  if (layer->statement == NULL)
    return NULL;
  if (is_number (layer->name))
    return cnd_base_convert_digits ((CndNumberStyle){ .digits = graph->options->numbers.digits }, layer->name);
  if (is_default_name (layer->name, cnd_ops_get_kind (layer->kind)->name))
    return NULL;
  return cnd_scene_clean_text (layer->name);
}

/* ---- Labels ------------------------------------------------------------------------- */

static const char *
take (const CndGraph *graph, char *text)
{
  const char *kept = cnd_scene_builder_intern (graph->builder, text);

  g_free (text);
  return kept;
}

static char *
format_parameters (const CndGraph *graph, guint64 parameters)
{
  g_autofree char *number = cnd_base_format_short (graph->options->numbers, parameters);

  /* Translators: number of parameters; as short as can be, it stands in a box */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s param", "%s params", parameters), number);
}

static char *
format_macs (const CndGraph *graph, guint64 macs)
{
  g_autofree char *number = cnd_base_format_short (graph->options->numbers, macs);

  /* Translators: number of multiply-adds; as short as can be, it stands in a box */
  return g_strdup_printf (_("%s MACs"), number);
}

static void
append_line (CndBoxLabel *label, const char *start, const char *end)
{
  label->start[label->n_lines] = start;
  label->end[label->n_lines] = end;
  label->n_lines++;
}

/* The counts that are to be shown, NULL for those that are not. */
static void
take_counts (CndGraph *graph, const CndCounts *counts, const char **parameters, const char **macs)
{
  CndShowCounts shown = graph->options->show_counts;
  gboolean shows_parameters = shown == CND_SHOW_BOTH_COUNTS || shown == CND_SHOW_PARAMETERS;
  gboolean shows_macs = shown == CND_SHOW_BOTH_COUNTS || shown == CND_SHOW_MACS;

  *parameters = *macs = NULL;
  if (shows_parameters && (counts->parameters > 0 || counts->macs > 0))
    *parameters = take (graph, format_parameters (graph, counts->parameters));
  if (shows_macs && counts->macs > 0)
    *macs = take (graph, format_macs (graph, counts->macs));
}

/* A line of its own for the id, which tells what a name would. */
static void
append_id (CndGraph *graph, const char *id, CndBoxLabel *label)
{
  if (graph->options->show_ids)
    append_line (label, take (graph, cnd_scene_clean_text (id)), NULL);
}

static void
label_layer (CndGraph *graph, const CndLayer *layer, const CndCounts *counts, CndBoxLabel *label)
{
  const CndKind *kind = cnd_ops_get_kind (layer->kind);
  g_autofree char *attributes = cnd_scene_format_attributes (graph->network, layer, graph->options->numbers);
  g_autofree char *name = graph->options->show_ids ? NULL : format_layer_name (graph, layer);
  const char *own_title = get_layer_title (graph, layer);
  gboolean is_named = own_title != NULL && names_kind (own_title, kind);
  const char *title = take (graph, is_named ? cnd_scene_clean_text (own_title) : g_strdup (_(kind->short_title)));
  const char *shape = take (graph, cnd_shape_format (&layer->output, graph->options->numbers));
  const char *parameters, *macs;

  label->category = kind->category;
  label->learned = counts->parameters > 0;
  take_counts (graph, counts, &parameters, &macs);
  if (*attributes == '\0' && name == NULL)
    append_line (label, title, shape);
  else
    {
      append_line (label, title, cnd_scene_builder_intern (graph->builder, name));
      /* What has no attributes has room for its parameters beside the shape. */
      append_line (label, *attributes != '\0' ? cnd_scene_builder_intern (graph->builder, attributes) : g_steal_pointer (&parameters), shape);
    }
  if (parameters != NULL || macs != NULL)
    append_line (label, parameters, macs);
  append_id (graph, layer->id, label);
}

static void
label_block (CndGraph *graph, guint i, const CndCounts *counts, CndBoxLabel *label)
{
  const CndBlock *block = &graph->blocks[i];
  const CndLayer *output = &graph->layers[block->output];
  const char *shape = take (graph, cnd_shape_format (&output->output, graph->options->numbers));
  g_autofree char *title = format_block_title (graph, block);
  g_autofree char *which = format_which (graph, i, title);
  const char *parameters, *macs;

  label->category = CND_N_CATEGORIES;
  label->learned = counts->parameters > 0;
  take_counts (graph, counts, &parameters, &macs);
  append_line (label, cnd_scene_builder_intern (graph->builder, title), cnd_scene_builder_intern (graph->builder, which));
  /* What is in a block is hidden: its parameters are said unless others were asked for. */
  if (graph->options->show_counts == CND_SHOW_NO_COUNTS)
    parameters = take (graph, format_parameters (graph, counts->parameters));
  else if (graph->options->show_counts == CND_SHOW_COVERED)
    parameters = "?";
  append_line (label, parameters != NULL ? g_steal_pointer (&parameters) : g_steal_pointer (&macs), shape);
  if (macs != NULL)
    append_line (label, macs, NULL);
  append_id (graph, block->id, label);
}

void
cnd_graph_label_node (CndGraph *graph, guint node, CndBoxLabel *label)
{
  const CndViewNode *shown = &graph->nodes[node];

  *label = (CndBoxLabel){ 0 };
  if (shown->layer != G_MAXUINT)
    label_layer (graph, &graph->layers[shown->layer], cnd_report_get_layer (graph->report, shown->layer), label);
  else
    label_block (graph, shown->block, cnd_report_get_block (graph->report, shown->block), label);
}

char *
cnd_graph_describe_node (const CndGraph *graph, guint node)
{
  const CndViewNode *shown = &graph->nodes[node];
  gboolean is_layer = shown->layer != G_MAXUINT;
  const CndCounts *counts = is_layer ? cnd_report_get_layer (graph->report, shown->layer) : cnd_report_get_block (graph->report, shown->block);
  const CndLayer *output = &graph->layers[is_layer ? shown->layer : graph->blocks[shown->block].output];
  g_autofree char *attributes = is_layer ? cnd_scene_format_attributes (graph->network, output, graph->options->numbers) : NULL;
  g_autofree char *title = is_layer ? NULL : cnd_graph_name_block (graph, shown->block);
  g_autofree char *shape = cnd_shape_format (&output->output, graph->options->numbers);
  g_autofree char *parameters = cnd_base_format_count (graph->options->numbers, counts->parameters);
  g_autofree char *macs = cnd_base_format_count (graph->options->numbers, counts->macs);
  GString *text = g_string_new (NULL);

  /* Translators: the id of a layer or block, and what it is */
  g_string_printf (text, _("%s: %s"), cnd_graph_get_node_id (graph, node), is_layer ? _(cnd_ops_get_kind (output->kind)->title) : title);
  if (attributes != NULL && *attributes != '\0')
    g_string_append_printf (text, " %s", attributes);
  /* Translators: the shape of a layer's output */
  g_string_append_printf (text, _("; output %s"), shape);
  if (graph->options->show_counts == CND_SHOW_COVERED)
    return g_string_free (text, FALSE);
  if (counts->parameters > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "; %s parameter", "; %s parameters", counts->parameters), parameters);
  if (counts->macs > 0)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "; %s multiply-add", "; %s multiply-adds", counts->macs), macs);
  return g_string_free (text, FALSE);
}
