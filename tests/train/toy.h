/* A data set that a few steps learn: each class has a bright patch of its own, in noise. */
#pragma once

#include "train/train.h"

#define TOY_SIZE 8u
#define TOY_CLASSES 4u

CndDataSet *toy_new (guint n_images, guint64 seed);
/* A small CondenseNet for it: two dense layers with learned 1×1 convolutions, G = 4, C = 3. */
CndNetwork *toy_network_new (void);
