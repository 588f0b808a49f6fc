/* What holds for the picture of any graph. */
#pragma once

#include "scene/scene.h"

/* Every text lies in its box and on no other text, and is large enough to read. */
void check_texts (const CndScene *scene);
/* Every text has a contrast of 4.5 : 1 to what is under it. */
void check_contrast (const CndScene *scene);
/* No line runs through a text. */
void check_lines (const CndScene *scene);
/* Nothing is drawn out of bounds. */
void check_bounds (const CndScene *scene);
/* No two groups have one id. */
void check_ids (const CndScene *scene);
