/* The parts of the timeline. */
#pragma once

#include "scene/drawing-private.h"

G_BEGIN_DECLS

typedef struct
{
  CndDrawing base;
  const CndRecording *recording;
  const CndRunOptions *options;
  double left, width; /* of the time axis */
  double end;         /* where training ends and conversion begins */
  double chart, rate, gap; /* heights */
  gboolean has_jumps; /* errors that jump at a condensing */
  double y;           /* where the next part goes */
} CndTimeline;

double cnd_timeline_get_x (const CndTimeline *timeline, double step);
/* Curves with their axes, one below the other. */
void cnd_timeline_draw_loss (CndTimeline *timeline);
void cnd_timeline_draw_errors (CndTimeline *timeline);
void cnd_timeline_draw_rate (CndTimeline *timeline);
/* Of a run in which nothing was trained: what is left of the learned layers' weights. */
void cnd_timeline_draw_kept (CndTimeline *timeline);
/* Counts of each stage as bars, below everything. */
void cnd_timeline_draw_table (CndTimeline *timeline);

G_END_DECLS
