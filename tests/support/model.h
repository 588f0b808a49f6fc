/* Small models in tests: JSON with ' for ", so that it can stand in C. */
#pragma once

#include "ops/ops.h"

/* A whole model. */
CndArchitecture *cnd_test_parse (const char *json, GError **error);
/* Its first preset's network. */
CndNetwork *cnd_test_build (const char *json, GError **error);
/* The first preset's network of a model that ships: "lenet5.json". */
CndNetwork *cnd_test_build_shipped (const char *file, GError **error);
/* A model with just these entries of "layers" (without the brackets), reading an input such as "3, 8, 8". */
CndNetwork *cnd_test_build_layers (const char *input, const char *layers, GError **error);
/* The layer with that id; fails the test when there is none. */
const CndLayer *cnd_test_get_layer (CndNetwork *network, const char *id);
