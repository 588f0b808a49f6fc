/* What reader and writer of safetensors share. */
#pragma once

#include "formats.h"

#define CND_TENSORS_PREFIX 8u /* bytes that hold the header's length */
