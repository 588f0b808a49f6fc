/* The views of a window and the pages of its panel. Each is made when it is first shown or asked for: what nobody has looked at
 * costs the start nothing. */
#include "config.h"

#include "app-window-private.h"

/* The places are those of the stacks in app-window.ui: empty bins. */
typedef struct
{
  const char *name;
  GtkWidget *(*make) (CndAppWindow *self);
} View;

static GtkWidget *
make_layer_table (CndAppWindow *self)
{
  CndLayerTable *table = g_object_new (CND_TYPE_LAYER_TABLE, NULL);

  cnd_layer_table_set_document (table, self->document);
  g_signal_connect_swapped (table, "layer-activated", G_CALLBACK (cnd_app_window_reveal_selection), self);
  return GTK_WIDGET (table);
}

static GtkWidget *
make_chart_view (CndAppWindow *self)
{
  CndChartView *view = g_object_new (CND_TYPE_CHART_VIEW, NULL);

  cnd_chart_view_set_document (view, self->document);
  return GTK_WIDGET (view);
}

static GtkWidget *
make_compare_view (CndAppWindow *self)
{
  CndCompareView *view = g_object_new (CND_TYPE_COMPARE_VIEW, NULL);

  cnd_compare_view_set_document (view, self->document, self->gallery);
  return GTK_WIDGET (view);
}

static GtkWidget *
make_verify_view (CndAppWindow *self)
{
  CndVerifyView *view = g_object_new (CND_TYPE_VERIFY_VIEW, NULL);

  cnd_verify_view_set_document (view, self->document);
  return GTK_WIDGET (view);
}

static GtkWidget *
make_inspector (CndAppWindow *self)
{
  CndInspector *inspector = g_object_new (CND_TYPE_INSPECTOR, NULL);

  cnd_inspector_set_document (inspector, self->document);
  return GTK_WIDGET (inspector);
}

static GtkWidget *
make_what_if (CndAppWindow *self)
{
  CndWhatIf *what_if = g_object_new (CND_TYPE_WHAT_IF, NULL);

  cnd_what_if_set_document (what_if, self->document);
  return GTK_WIDGET (what_if);
}

static const View views[] = {
  { "table", make_layer_table },
  { "chart", make_chart_view },
  { "compare", make_compare_view },
  { "verify", make_verify_view },
  { "run", cnd_app_window_make_run_page },
  { "matrix", cnd_app_window_make_matrix_page },
  { "inspector", make_inspector },
  { "what-if", make_what_if },
};

/* Returns: (nullable): what stands in the place called @name */
static GtkWidget *
find_view (GtkStack *stack, const char *name)
{
  GtkWidget *place = gtk_stack_get_child_by_name (stack, name);

  return place ? adw_bin_get_child (ADW_BIN (place)) : NULL;
}

static GtkWidget *
ensure_view (CndAppWindow *self, GtkStack *stack, const char *name)
{
  GtkWidget *view = find_view (stack, name);

  for (guint i = 0; !view && i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].name, name))
      {
        view = views[i].make (self);
        adw_bin_set_child (ADW_BIN (gtk_stack_get_child_by_name (stack, name)), view);
      }
  return view;
}

static void
ensure_visible_view (CndAppWindow *self, GtkStack *stack)
{
  const char *name = gtk_stack_get_visible_child_name (stack);

  if (name && ADW_IS_BIN (gtk_stack_get_visible_child (stack)))
    ensure_view (self, stack, name);
}

void
cnd_app_window_ensure_views (CndAppWindow *self)
{
  if (!self->document)
    return; /* the window is being made, or goes away */
  ensure_visible_view (self, self->stack);
  if (gtk_widget_get_visible (self->panel))
    ensure_visible_view (self, self->pages);
}

CndLayerTable *
cnd_app_window_get_layer_table (CndAppWindow *self)
{
  return CND_LAYER_TABLE (ensure_view (self, self->stack, "table"));
}

CndChartView *
cnd_app_window_get_chart_view (CndAppWindow *self)
{
  return CND_CHART_VIEW (ensure_view (self, self->stack, "chart"));
}

CndCompareView *
cnd_app_window_get_compare_view (CndAppWindow *self)
{
  return CND_COMPARE_VIEW (ensure_view (self, self->stack, "compare"));
}

CndVerifyView *
cnd_app_window_get_verify_view (CndAppWindow *self)
{
  return CND_VERIFY_VIEW (ensure_view (self, self->stack, "verify"));
}

CndMatrixView *
cnd_app_window_get_matrix_view (CndAppWindow *self)
{
  return CND_MATRIX_VIEW (ensure_view (self, self->stack, "matrix"));
}

CndRunPage *
cnd_app_window_get_run_page (CndAppWindow *self)
{
  return CND_RUN_PAGE (ensure_view (self, self->stack, "run"));
}

CndRunView *
cnd_app_window_get_run_view (CndAppWindow *self)
{
  return cnd_run_page_get_view (cnd_app_window_get_run_page (self));
}

CndPlayback *
cnd_app_window_get_playback (CndAppWindow *self)
{
  GtkWidget *view = find_view (self->stack, "run");

  return view ? cnd_run_view_get_playback (cnd_run_page_get_view (CND_RUN_PAGE (view))) : NULL;
}

CndInspector *
cnd_app_window_get_inspector (CndAppWindow *self)
{
  return CND_INSPECTOR (ensure_view (self, self->pages, "inspector"));
}

CndWhatIf *
cnd_app_window_get_what_if (CndAppWindow *self)
{
  return CND_WHAT_IF (ensure_view (self, self->pages, "what-if"));
}
