/* What assistive technology sees of the canvas: an item of a list for each box in sight. They are widgets without a picture; the
 * canvas itself keeps the focus and says which of them it is on. */
#include "canvas-private.h"

#define MOST_CHILDREN 300u
#define UPDATE_MS 150

#define CND_TYPE_CANVAS_CHILD (cnd_canvas_child_get_type ())
G_DECLARE_FINAL_TYPE (CndCanvasChild, cnd_canvas_child, CND, CANVAS_CHILD, GtkWidget)

struct _CndCanvasChild
{
  GtkWidget parent_instance;
  CndSelected subject;
  CndRect rect; /* in widget pixels of the canvas */
};

G_DEFINE_FINAL_TYPE (CndCanvasChild, cnd_canvas_child, GTK_TYPE_WIDGET)

static void
cnd_canvas_child_class_init (CndCanvasChildClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "canvas-child");
}

static void
cnd_canvas_child_init (CndCanvasChild *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* ---- Which there are ---------------------------------------------------------------- */

static void
remove_child (gpointer data)
{
  gtk_widget_unparent (data);
}

static CndCanvasChild *
get_child (CndCanvas *self, guint i)
{
  if (i == self->children->len)
    {
      GtkWidget *child = g_object_new (CND_TYPE_CANVAS_CHILD, NULL);

      gtk_widget_set_parent (child, GTK_WIDGET (self));
      g_ptr_array_add (self->children, child);
    }
  return self->children->pdata[i];
}

/* Among all boxes of the picture, from 1. */
static int
get_place (CndCanvas *self, CndSelected one, guint *n_places)
{
  CndView *view = cnd_document_get_view (self->document);
  const CndBlock *blocks = cnd_network_get_blocks (cnd_document_get_network (self->document), NULL);
  guint node = cnd_view_get_node_of_layer (view, one.layer != G_MAXUINT ? one.layer : blocks[one.block].first_layer);

  cnd_view_get_nodes (view, n_places);
  return node == G_MAXUINT ? 1 : (int) node + 1;
}

static void
fill_child (CndCanvas *self, CndCanvasChild *child, guint item)
{
  CndSelection *selection = cnd_document_get_selection (self->document);
  const char *title = cnd_scene_get_items (cnd_canvas_get_scene (self), NULL)[item].title;
  gboolean selected;
  guint n_places;
  int place;

  child->subject = cnd_canvas_get_item_subject (self, item);
  child->rect = cnd_canvas_get_item_rect_px (self, item);
  selected = child->subject.layer != G_MAXUINT ? cnd_selection_has_layer (selection, child->subject.layer)
                                               : cnd_selection_get_block (selection) == child->subject.block;
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, title ? title : "", -1);
  place = get_place (self, child->subject, &n_places);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_RELATION_POS_IN_SET, place,
                                  GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n_places, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

static gboolean
is_box (const CndItem *item)
{
  return item->type == CND_ITEM_BEGIN && (item->role == CND_ROLE_LAYER || item->role == CND_ROLE_BLOCK);
}

static void
add_item (const CndItem *items, guint first, guint end, gpointer data)
{
  GArray *found = data;

  if (is_box (&items[first]) && found->len < MOST_CHILDREN)
    g_array_append_val (found, first);
}

static gboolean
update_children (gpointer data)
{
  CndCanvas *self = data;
  CndScene *scene = cnd_canvas_get_scene (self);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (guint));

  self->children_timeout = 0;
  if (scene)
    cnd_scene_foreach_in (scene, cnd_viewport_get_visible (&self->viewport), add_item, items);
  for (guint i = 0; i < items->len; i++)
    fill_child (self, get_child (self, i), g_array_index (items, guint, i));
  if (self->children->len > items->len)
    g_ptr_array_set_size (self->children, (int) items->len);
  cnd_canvas_update_active_child (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

/* Once things are at rest: nobody hears of boxes that rush by. */
void
cnd_canvas_update_children_later (CndCanvas *self)
{
  if (!self->children)
    return;
  g_clear_handle_id (&self->children_timeout, g_source_remove);
  self->children_timeout = g_timeout_add (UPDATE_MS, update_children, self);
}

/* ---- The selected one --------------------------------------------------------------- */

void
cnd_canvas_update_active_child (CndCanvas *self)
{
  CndSelection *selection = self->document ? cnd_document_get_selection (self->document) : NULL;
  GtkAccessible *active = NULL;

  for (guint i = 0; self->children && selection && i < self->children->len; i++)
    {
      CndCanvasChild *child = self->children->pdata[i];
      gboolean layer = child->subject.layer != G_MAXUINT;
      gboolean selected = layer ? cnd_selection_has_layer (selection, child->subject.layer)
                                : cnd_selection_get_block (selection) == child->subject.block;

      gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
      if (selected && (!layer || cnd_selection_get_layer (selection) == child->subject.layer))
        active = GTK_ACCESSIBLE (child);
    }
  if (active)
    gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT, active, -1);
  else
    gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_ACTIVE_DESCENDANT);
}

/* ---- Their life --------------------------------------------------------------------- */

void
cnd_canvas_init_children (CndCanvas *self)
{
  self->children = g_ptr_array_new_with_free_func (remove_child);
}

void
cnd_canvas_dispose_children (CndCanvas *self)
{
  g_clear_handle_id (&self->children_timeout, g_source_remove);
  g_clear_pointer (&self->children, g_ptr_array_unref);
}

void
cnd_canvas_allocate_children (CndCanvas *self)
{
  for (guint i = 0; self->children && i < self->children->len; i++)
    {
      CndCanvasChild *child = self->children->pdata[i];
      GtkAllocation place = { (int) child->rect.x, (int) child->rect.y, MAX (1, (int) child->rect.width),
                              MAX (1, (int) child->rect.height) };

      gtk_widget_measure (GTK_WIDGET (child), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (GTK_WIDGET (child), &place, -1);
    }
}
