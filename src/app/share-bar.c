/* A bar to scale, before a number of a table. */
#include "config.h"

#include "table-column-private.h"

#define WIDTH 64
#define HEIGHT 8

struct _CndShareBar
{
  GtkWidget parent_instance;
  double share;
  CndColor color;
};

G_DEFINE_FINAL_TYPE (CndShareBar, cnd_share_bar, GTK_TYPE_WIDGET)

static void
share_bar_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : HEIGHT;
}

static void
fill (GtkSnapshot *snapshot, double x, double y, double width, const GdkRGBA *color)
{
  GskRoundedRect rect;

  gsk_rounded_rect_init_from_rect (&rect, &GRAPHENE_RECT_INIT (x, y, width, HEIGHT), MIN (HEIGHT, width) / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &rect);
  gtk_snapshot_append_color (snapshot, color, &rect.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
share_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CndShareBar *self = CND_SHARE_BAR (widget);
  double width = gtk_widget_get_width (widget), y = (gtk_widget_get_height (widget) - HEIGHT) / 2.0;
  double length = MAX (width * CLAMP (self->share, 0, 1), 1.5);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA track;

  if (self->share < 0)
    return;
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &track);
  track.alpha *= 0.1;
  fill (snapshot, 0, y, width, &track);
  if (self->share > 0)
    fill (snapshot, mirrored ? width - length : 0, y, length,
          &(GdkRGBA){ self->color.red, self->color.green, self->color.blue, self->color.alpha });
}

static void
cnd_share_bar_class_init (CndShareBarClass *klass)
{
  GTK_WIDGET_CLASS (klass)->measure = share_bar_measure;
  GTK_WIDGET_CLASS (klass)->snapshot = share_bar_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
cnd_share_bar_init (CndShareBar *self)
{
  self->share = -1;
}

GtkWidget *
cnd_share_bar_new (void)
{
  return g_object_new (CND_TYPE_SHARE_BAR, "valign", GTK_ALIGN_CENTER, NULL);
}

void
cnd_share_bar_set (CndShareBar *self, double share, CndColor color)
{
  g_return_if_fail (CND_IS_SHARE_BAR (self));
  self->share = share;
  self->color = color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

double
cnd_share_bar_get_share (CndShareBar *self)
{
  g_return_val_if_fail (CND_IS_SHARE_BAR (self), -1);
  return self->share;
}
