/* The scene itself: filled in by the builder, read by everything else in the room. */
#pragma once

#include "scene/scene-private.h"

struct _CndScene
{
  gatomicrefcount refs;
  CndTheme theme;
  CndItem *items;
  guint n_items;
  CndPathElement *elements;
  GStringChunk *strings;
  GPtrArray *data;      /* arrays of CndItem.data, and pixels */
  CndChunk *chunks;
  CndChunkIndex *index;
  guint n_chunks;
  guint *layer_groups;  /* item of the group that shows a layer, a block; G_MAXUINT: none */
  guint *block_groups;
  guint n_layer_groups, n_block_groups;
  CndRect bounds;
  CndColor background;
  const char *title, *description;
  CndLayout *layout;
  CndPoint origin;
  double tap_pitch;
};
