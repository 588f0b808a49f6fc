/* The layers of a document as a list of items. While the same layers are there, only what the items say changes; who shows them keeps
 * its place. */
#include "session.h"

struct _CndLayerItem
{
  GObject parent_instance;
  CndReport *report;
  guint layer;
};

enum { ITEM_PROP_REPORT = 1, N_ITEM_PROPS };

static GParamSpec *item_properties[N_ITEM_PROPS];

G_DEFINE_FINAL_TYPE (CndLayerItem, cnd_layer_item, G_TYPE_OBJECT)

static void
layer_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boxed (value, CND_LAYER_ITEM (object)->report);
}

static void
layer_item_finalize (GObject *object)
{
  cnd_report_unref (CND_LAYER_ITEM (object)->report);
  G_OBJECT_CLASS (cnd_layer_item_parent_class)->finalize (object);
}

static void
cnd_layer_item_class_init (CndLayerItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = layer_item_get_property;
  object_class->finalize = layer_item_finalize;
  item_properties[ITEM_PROP_REPORT] = g_param_spec_boxed ("report", NULL, NULL, CND_TYPE_REPORT,
                                                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_ITEM_PROPS, item_properties);
}

static void
cnd_layer_item_init (CndLayerItem *self)
{
}

static CndLayerItem *
layer_item_new (CndReport *report, guint layer)
{
  CndLayerItem *self = g_object_new (CND_TYPE_LAYER_ITEM, NULL);

  self->report = cnd_report_ref (report);
  self->layer = layer;
  return self;
}

static void
layer_item_update (CndLayerItem *self, CndReport *report)
{
  cnd_report_ref (report);
  cnd_report_unref (self->report);
  self->report = report;
  g_object_notify_by_pspec (G_OBJECT (self), item_properties[ITEM_PROP_REPORT]);
}

guint
cnd_layer_item_get_layer (CndLayerItem *self)
{
  g_return_val_if_fail (CND_IS_LAYER_ITEM (self), G_MAXUINT);
  return self->layer;
}

CndReport *
cnd_layer_item_get_report (CndLayerItem *self)
{
  g_return_val_if_fail (CND_IS_LAYER_ITEM (self), NULL);
  return self->report;
}

const CndLayer *
cnd_layer_item_get_facts (CndLayerItem *self)
{
  g_return_val_if_fail (CND_IS_LAYER_ITEM (self), NULL);
  return &cnd_network_get_layers (cnd_report_get_network (self->report), NULL)[self->layer];
}

const CndCounts *
cnd_layer_item_get_counts (CndLayerItem *self)
{
  g_return_val_if_fail (CND_IS_LAYER_ITEM (self), NULL);
  return cnd_report_get_layer (self->report, self->layer);
}

/* ---- The list ----------------------------------------------------------------------- */

struct _CndLayerList
{
  GObject parent_instance;
  CndDocument *document;
  GPtrArray *items;
};

static GType
layer_list_get_item_type (GListModel *model)
{
  return CND_TYPE_LAYER_ITEM;
}

static guint
layer_list_get_n_items (GListModel *model)
{
  return CND_LAYER_LIST (model)->items->len;
}

static gpointer
layer_list_get_item (GListModel *model, guint position)
{
  CndLayerList *self = CND_LAYER_LIST (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position)) : NULL;
}

static void
layer_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = layer_list_get_item_type;
  iface->get_n_items = layer_list_get_n_items;
  iface->get_item = layer_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (CndLayerList, cnd_layer_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, layer_list_model_init))

static void
layer_list_dispose (GObject *object)
{
  g_clear_object (&CND_LAYER_LIST (object)->document);
  G_OBJECT_CLASS (cnd_layer_list_parent_class)->dispose (object);
}

static void
layer_list_finalize (GObject *object)
{
  g_ptr_array_unref (CND_LAYER_LIST (object)->items);
  G_OBJECT_CLASS (cnd_layer_list_parent_class)->finalize (object);
}

static void
cnd_layer_list_class_init (CndLayerListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = layer_list_dispose;
  object_class->finalize = layer_list_finalize;
}

static void
cnd_layer_list_init (CndLayerList *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
has_same_layers (CndLayerList *self, const CndLayer *layers, guint n_layers)
{
  if (self->items->len != n_layers)
    return FALSE;
  for (guint i = 0; i < n_layers; i++)
    {
      const CndLayer *had = cnd_layer_item_get_facts (g_ptr_array_index (self->items, i));

      if (had->kind != layers[i].kind || strcmp (had->id, layers[i].id) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
update (CndLayerList *self)
{
  CndReport *report = cnd_document_get_report (self->document);
  guint n_layers = 0, n_before = self->items->len;
  const CndLayer *layers = NULL;
  g_autoptr (GPtrArray) before = NULL;

  if (report)
    layers = cnd_network_get_layers (cnd_report_get_network (report), &n_layers);
  if (has_same_layers (self, layers, n_layers))
    {
      for (guint i = 0; i < n_layers; i++)
        layer_item_update (g_ptr_array_index (self->items, i), report);
      return;
    }
  before = g_steal_pointer (&self->items);
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_layers; i++)
    g_ptr_array_add (self->items, layer_item_new (report, i));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n_layers);
}

CndLayerList *
cnd_layer_list_new (CndDocument *document)
{
  CndLayerList *self;

  g_return_val_if_fail (CND_IS_DOCUMENT (document), NULL);
  self = g_object_new (CND_TYPE_LAYER_LIST, NULL);
  self->document = g_object_ref (document);
  g_signal_connect_object (document, "notify::report", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return self;
}
