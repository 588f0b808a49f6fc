/* What is drawn over the picture: outlines of the selection, of what is hovered, of what that reads and who reads it, and the
 * rectangle that selects. */
#include "config.h"

#include "canvas-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HANDLE_PX 22.0
#define SMALLEST_HANDLE_BOX_PX 44.0
#define MOST_NAMES 4u

static GdkRGBA
get_accent (CndCanvas *self, float alpha)
{
  /* lighter on dark, so that the outline stands out from the boxes in every theme */
  static const GdkRGBA accents[CND_N_THEMES] = {
    [CND_THEME_LIGHT] = { 0.11f, 0.44f, 0.85f, 1 },
    [CND_THEME_DARK] = { 0.47f, 0.68f, 0.93f, 1 },
    [CND_THEME_PRINT] = { 0.11f, 0.44f, 0.85f, 1 },
    [CND_THEME_HIGH_CONTRAST] = { 0.2f, 0.8f, 1, 1 },
  };
  GdkRGBA accent = accents[cnd_scene_get_theme (cnd_canvas_get_scene (self))];

  accent.alpha = alpha;
  return accent;
}

static GdkRGBA
get_reader_color (CndCanvas *self)
{
  CndColor color = cnd_scene_get_accent_color (cnd_scene_get_theme (cnd_canvas_get_scene (self)));

  return (GdkRGBA){ (float) color.red, (float) color.green, (float) color.blue, 1 };
}

static gboolean
is_in_sight (CndCanvas *self, const CndRect *rect)
{
  return rect->x < self->viewport.width && rect->y < self->viewport.height && rect->x + rect->width > 0 && rect->y + rect->height > 0;
}

/* ---- Outlines ----------------------------------------------------------------------- */

static void
append_outline (CndCanvas *self, GtkSnapshot *snapshot, guint item, float width, float gap, const GdkRGBA *color)
{
  CndRect rect = cnd_canvas_get_item_rect_px (self, item);
  float radius = (float) CLAMP (8 * self->viewport.scale, 2, 10) + gap;
  GskRoundedRect outline;

  if (!is_in_sight (self, &rect))
    return;
  gsk_rounded_rect_init_from_rect (&outline,
                                   &GRAPHENE_RECT_INIT ((float) rect.x - gap - width, (float) rect.y - gap - width,
                                                        (float) rect.width + 2 * (gap + width),
                                                        (float) rect.height + 2 * (gap + width)),
                                   radius);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ width, width, width, width },
                              (GdkRGBA[4]){ *color, *color, *color, *color });
}

/* Readers' outlines are dashed, so that they are told apart without their colour. */
static void
append_dashes (CndCanvas *self, GtkSnapshot *snapshot, guint item, const GdkRGBA *color)
{
  CndRect rect = cnd_canvas_get_item_rect_px (self, item);
  cairo_t *cairo;

  if (!is_in_sight (self, &rect))
    return;
  /* of a large frame only what is in sight */
  rect.width = MIN (rect.x + rect.width, self->viewport.width + 8) - MAX (rect.x, -8);
  rect.x = MAX (rect.x, -8);
  rect.height = MIN (rect.y + rect.height, self->viewport.height + 8) - MAX (rect.y, -8);
  rect.y = MAX (rect.y, -8);
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) rect.x - 4, (float) rect.y - 4, (float) rect.width + 8,
                                                                   (float) rect.height + 8));
  gdk_cairo_set_source_rgba (cairo, color);
  cairo_set_line_width (cairo, 2.5);
  cairo_set_dash (cairo, (double[2]){ 6, 4 }, 2, 0);
  cairo_rectangle (cairo, rect.x - 1.5, rect.y - 1.5, rect.width + 3, rect.height + 3);
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

/* ---- Edges -------------------------------------------------------------------------- */

void
cnd_canvas_forget_edges (CndCanvas *self)
{
  g_array_set_size (self->edge_items, 0);
  g_array_set_size (self->reads, 0);
  g_array_set_size (self->readers, 0);
}

/* Where each edge of the view is drawn; G_MAXUINT: as a part of a lane. Once a scene. */
static void
find_edge_items (CndCanvas *self)
{
  guint n_edges, n_items;
  const CndItem *items = cnd_scene_get_items (cnd_canvas_get_scene (self), &n_items);

  if (self->edge_items->len > 0)
    return;
  cnd_view_get_edges (cnd_document_get_view (self->document), &n_edges);
  for (guint i = 0; i < n_edges; i++)
    g_array_append_vals (self->edge_items, &(guint){ G_MAXUINT }, 1);
  for (guint i = 0; i < n_items; i++)
    if (items[i].edge < n_edges && (items[i].type == CND_ITEM_BEGIN || items[i].type == CND_ITEM_CIRCLE))
      g_array_index (self->edge_items, guint, items[i].edge) = i;
}

static void
trace_path (cairo_t *cairo, const CndItem *item)
{
  for (guint i = 0; i < item->n_path; i++)
    {
      const CndPoint *p = item->path[i].points;

      switch (item->path[i].command)
        {
        case 'M': cairo_move_to (cairo, p[0].x, p[0].y); break;
        case 'L': cairo_line_to (cairo, p[0].x, p[0].y); break;
        case 'C': cairo_curve_to (cairo, p[0].x, p[0].y, p[1].x, p[1].y, p[2].x, p[2].y); break;
        default: cairo_close_path (cairo);
        }
    }
}

static void
trace_edge (CndCanvas *self, cairo_t *cairo, guint edge)
{
  guint first = g_array_index (self->edge_items, guint, edge), n_items;
  const CndItem *items = cnd_scene_get_items (cnd_canvas_get_scene (self), &n_items);

  if (first == G_MAXUINT)
    return;
  if (items[first].type == CND_ITEM_CIRCLE)
    {
      double radius = items[first].rect.width;

      cairo_new_sub_path (cairo);
      cairo_arc (cairo, items[first].rect.x + radius / 2, items[first].rect.y + radius / 2, radius, 0, 2 * G_PI);
      return;
    }
  for (guint i = first + 1; i < n_items && items[i].type != CND_ITEM_END; i++)
    if (items[i].type == CND_ITEM_PATH)
      trace_path (cairo, &items[i]);
}

static void
append_edges (CndCanvas *self, GtkSnapshot *snapshot, const GArray *edges, const GdkRGBA *color, gboolean dashed)
{
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, (float) self->viewport.width, (float) self->viewport.height);
  cairo_t *cairo;

  if (edges->len == 0)
    return;
  find_edge_items (self);
  cairo = gtk_snapshot_append_cairo (snapshot, &area);
  cairo_scale (cairo, self->viewport.scale, self->viewport.scale);
  cairo_translate (cairo, -self->viewport.origin.x, -self->viewport.origin.y);
  gdk_cairo_set_source_rgba (cairo, color);
  cairo_set_line_width (cairo, 2.5 / self->viewport.scale);
  if (dashed)
    cairo_set_dash (cairo, (double[2]){ 6 / self->viewport.scale, 4 / self->viewport.scale }, 2, 0);
  for (guint i = 0; i < edges->len; i++)
    trace_edge (self, cairo, g_array_index (edges, guint, i));
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

static void
append_neighbours (CndCanvas *self, GtkSnapshot *snapshot)
{
  guint n_edges;
  const CndViewEdge *edges = cnd_view_get_edges (cnd_document_get_view (self->document), &n_edges);
  GdkRGBA reads = get_accent (self, 1), readers = get_reader_color (self);

  append_edges (self, snapshot, self->reads, &reads, FALSE);
  append_edges (self, snapshot, self->readers, &readers, TRUE);
  for (guint i = 0; i < self->reads->len; i++)
    {
      guint item = cnd_canvas_find_item (
        self, cnd_document_get_node (self->document, edges[g_array_index (self->reads, guint, i)].from));

      if (item != G_MAXUINT)
        append_outline (self, snapshot, item, 2, 1, &reads);
    }
  for (guint i = 0; i < self->readers->len; i++)
    {
      guint item = cnd_canvas_find_item (
        self, cnd_document_get_node (self->document, edges[g_array_index (self->readers, guint, i)].to));

      if (item != G_MAXUINT)
        append_dashes (self, snapshot, item, &readers);
    }
}

/* ---- The handle that opens and closes a block --------------------------------------- */

gboolean
cnd_canvas_get_handle (CndCanvas *self, guint item, CndRect *rect)
{
  CndRect box;

  if (item == G_MAXUINT || cnd_canvas_get_item_subject (self, item).block == G_MAXUINT)
    return FALSE;
  box = cnd_canvas_get_item_rect_px (self, item);
  if (box.width < SMALLEST_HANDLE_BOX_PX || box.height < HANDLE_PX + 4)
    return FALSE;
  *rect = (CndRect){ MIN (box.x + box.width, self->viewport.width) - HANDLE_PX - 3, MAX (box.y, 0) + 3, HANDLE_PX, HANDLE_PX };
  return rect->x > box.x && rect->y + HANDLE_PX < box.y + box.height;
}

static void
append_handle (CndCanvas *self, GtkSnapshot *snapshot, guint item)
{
  GdkRGBA accent = get_accent (self, 1);
  CndColor paper;
  gboolean open;
  CndRect rect;
  cairo_t *cairo;

  if (!cnd_canvas_get_handle (self, item, &rect))
    return;
  open = cnd_document_is_block_open (self->document, cnd_canvas_get_item_subject (self, item).block);
  paper = cnd_scene_get_background (cnd_canvas_get_scene (self));
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) rect.x, (float) rect.y, HANDLE_PX, HANDLE_PX));
  cairo_translate (cairo, rect.x + HANDLE_PX / 2, rect.y + HANDLE_PX / 2);
  cairo_arc (cairo, 0, 0, HANDLE_PX / 2 - 1, 0, 2 * G_PI);
  cairo_set_source_rgb (cairo, paper.red, paper.green, paper.blue);
  cairo_fill_preserve (cairo);
  gdk_cairo_set_source_rgba (cairo, &accent);
  cairo_set_line_width (cairo, 1.5);
  cairo_stroke (cairo);
  cairo_set_line_width (cairo, 2);
  cairo_move_to (cairo, -5, 0);
  cairo_line_to (cairo, 5, 0);
  if (!open)
    {
      cairo_move_to (cairo, 0, -5);
      cairo_line_to (cairo, 0, 5);
    }
  cairo_stroke (cairo);
  cairo_destroy (cairo);
}

/* ---- All of it ---------------------------------------------------------------------- */

static void
append_selection (CndCanvas *self, GtkSnapshot *snapshot)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  GdkRGBA accent = get_accent (self, 1);
  guint n_layers, former = G_MAXUINT;
  const guint *layers = cnd_selection_get_layers (selection, &n_layers);

  for (guint i = 0; i <= n_layers; i++)
    {
      CndSelected one = { i < n_layers ? layers[i] : G_MAXUINT, i < n_layers ? G_MAXUINT : cnd_selection_get_block (selection) };
      guint item = cnd_canvas_find_item (self, one);

      if (item != G_MAXUINT && item != former) /* layers of a collapsed block share its box */
        append_outline (self, snapshot, item, 3, 1, &accent);
      former = item;
    }
}

/* What another view has chosen: edges, and the boxes that they come from. */
static void
append_lit (CndCanvas *self, GtkSnapshot *snapshot)
{
  g_autoptr (GArray) lit = cnd_canvas_list_lit_edges (self);
  const CndViewEdge *edges = cnd_view_get_edges (cnd_document_get_view (self->document), NULL);
  GdkRGBA color = get_reader_color (self);

  append_edges (self, snapshot, lit, &color, FALSE);
  for (guint i = 0; i < lit->len; i++)
    {
      guint item = cnd_canvas_find_item (self, cnd_document_get_node (self->document, edges[g_array_index (lit, guint, i)].from));

      if (item != G_MAXUINT)
        append_outline (self, snapshot, item, 2, 1, &color);
    }
}

static void
append_band (CndCanvas *self, GtkSnapshot *snapshot)
{
  GdkRGBA line = get_accent (self, 1), fill = get_accent (self, 0.15f);
  graphene_rect_t area =
    GRAPHENE_RECT_INIT ((float) self->band.x, (float) self->band.y, (float) self->band.width, (float) self->band.height);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &area, 0);
  gtk_snapshot_append_color (snapshot, &fill, &area);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ line, line, line, line });
}

void
cnd_canvas_snapshot_overlay (CndCanvas *self, GtkSnapshot *snapshot)
{
  GdkRGBA pale = get_accent (self, 0.55f);

  if (self->hover != G_MAXUINT)
    {
      append_neighbours (self, snapshot);
      append_outline (self, snapshot, self->hover, 2, 0, &pale);
    }
  append_lit (self, snapshot);
  append_selection (self, snapshot);
  append_handle (self, snapshot, self->hover);
  if (self->banding)
    append_band (self, snapshot);
}

/* ---- The same in words -------------------------------------------------------------- */

static char *
list_names (CndCanvas *self, const GArray *edges, gboolean from)
{
  guint n_edges;
  const CndViewEdge *all = cnd_view_get_edges (cnd_document_get_view (self->document), &n_edges);
  CndNumberStyle style = cnd_settings_get_numbers (cnd_document_get_settings (self->document));
  g_autoptr (GHashTable) times = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) ids = g_ptr_array_new (); /* each once, in the order of the edges */
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < edges->len; i++)
    {
      const CndViewEdge *edge = &all[g_array_index (edges, guint, i)];
      const char *id = cnd_document_get_id (self->document, cnd_document_get_node (self->document, from ? edge->from : edge->to));
      guint before = GPOINTER_TO_UINT (g_hash_table_lookup (times, id));

      g_hash_table_insert (times, (gpointer) id, GUINT_TO_POINTER (before + 1));
      if (before == 0)
        g_ptr_array_add (ids, (gpointer) id);
    }
  for (guint i = 0; i < MIN (ids->len, MOST_NAMES); i++)
    {
      guint n = GPOINTER_TO_UINT (g_hash_table_lookup (times, ids->pdata[i]));
      g_autofree char *count = cnd_base_format_count (style, n);

      /* Translators: between the names of a list */
      g_string_append (names, i > 0 ? _(", ") : "");
      g_string_append_printf (names, "\u2068%s\u2069", (const char *) ids->pdata[i]); /* isolated: an id is a left-to-right word */
      if (n > 1)
        g_string_append_printf (names, " ×\u2068%s\u2069", count);
    }
  if (ids->len > MOST_NAMES)
    {
      g_autofree char *more = cnd_base_format_count (style, ids->len - MOST_NAMES);

      /* Translators: at the end of a list of names: how many more there are */
      g_string_append_printf (names, _(" and %s more"), more);
    }
  return g_string_free (names, FALSE);
}

static void
append_sentence (GString *text, const char *format, const char *names)
{
  if (!*names)
    return;
  g_string_append_c (text, '\n');
  g_string_append_printf (text, format, names);
}

char *
cnd_canvas_describe_item (CndCanvas *self, guint item)
{
  const CndItem *shown = &cnd_scene_get_items (cnd_canvas_get_scene (self), NULL)[item];
  g_autoptr (GArray) reads = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) readers = g_array_new (FALSE, FALSE, sizeof (guint));
  GString *text = g_string_new (shown->title);
  g_autofree char *read_names = NULL, *reader_names = NULL;

  cnd_document_list_neighbours (self->document, cnd_canvas_get_item_subject (self, item), reads, readers);
  read_names = list_names (self, reads, TRUE);
  reader_names = list_names (self, readers, FALSE);
  append_sentence (text, _("Reads: %s"), read_names);
  append_sentence (text, _("Read by: %s"), reader_names);
  return g_string_free (text, FALSE);
}
