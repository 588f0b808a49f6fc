/* Inside the room scene: what is in the way of the titles of frames. */
#pragma once

#include "scene/graph-private.h"

G_BEGIN_DECLS

#define CND_TITLE_X 10.0        /* from the frame's corner */
#define CND_TITLE_CLEARANCE 6.0 /* from lines */
#define CND_TITLE_ROW 15.0      /* from one row of a title to the next */

/* All lines of the drawing, in stretches from point to point, by place. */
typedef struct
{
  GArray *stretches;
  GArray *chunks;
  CndChunkIndex *index;
} CndTitleLines;

void cnd_title_lines_init (CndTitleLines *lines, const CndGraph *graph);
void cnd_title_lines_clear (CndTitleLines *lines);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndTitleLines, cnd_title_lines_clear)

/* The strip along a frame's top, and the places across it where lines run through. */
typedef struct
{
  const CndTitleLines *lines;
  CndRect strip;
  GArray *obstacles; /* double */
} CndTitleRoom;

/* @lines: must outlive @room; @n_rows: how high the strip is, in rows of text */
void cnd_title_room_init (CndTitleRoom *room, const CndTitleLines *lines, CndRect frame, guint n_rows);
void cnd_title_room_clear (CndTitleRoom *room);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CndTitleRoom, cnd_title_room_clear)
/* The first place from the start side where @width fits between lines, among @n_gaps; @x is its left end. */
gboolean cnd_title_room_find_place (const CndTitleRoom *room, double width, gboolean mirrored, guint n_gaps, double *x);
/* The longest text that fits anywhere. */
double cnd_title_room_get_widest (const CndTitleRoom *room);

G_END_DECLS
