/* A small scene put together by hand: every type of item, nesting, and texts that writers stumble over. */
#pragma once

#include "scene/scene.h"

/* What to leave out or displace, to prove that a comparison notices. */
typedef enum
{
  HAND_MADE_WHOLE,
  HAND_MADE_BOX_MOVED,    /* by 3 units */
  HAND_MADE_LABEL_DROPPED,
} HandMade;

CndScene *hand_made_scene_new (CndTheme theme, HandMade what);
/* Each letter is a little wider than most letters are. A CndMeasureText. */
double hand_made_measure (const char *text, double size, gboolean bold, gpointer data);
