/* A small run made by hand, without any training: two learned group convolutions, G = 4, C = 3, condensed at steps 4 and 8
 * of 16 by the magnitude of weights that a seed gives. */
#pragma once

#include "run/run.h"

CndRecording *recorded_new (void);
