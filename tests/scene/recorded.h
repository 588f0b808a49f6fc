/* A small run made by hand, without any training: two learned group convolutions, G = 4, C = 3, condensed at steps 4 and 8
 * of 16 by the magnitude of weights that a seed gives. */
#pragma once

#include "run/run.h"

CndRecording *recorded_new (void);
/* The same network condensed without any training: each stage takes a step. */
CndRecording *recorded_new_without_data (void);
/* A training of a network in which nothing is condensed: 8 steps, 2 epochs; a convolution and a linear layer with weights. */
CndRecording *recorded_new_plain (void);
