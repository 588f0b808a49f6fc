/* Between build.c (blocks, repeats, dense connections) and build-layer.c (one layer). */
#pragma once

#include "ops/ops-private.h"

typedef struct
{
  CndArchitecture *architecture;
  CndNetworkBuilder *builder;
  const CndNumbers *parameters;
  guint steps_left;           /* of the budget */
  guint concatenation;        /* row of the catalogue */
  guint network_features;     /* output of the last block that is dense over the network, or G_MAXUINT */
  GArray *shapes;             /* scratch: of CndShape */
  GError **error;
} CndBuild;

/* Adds one layer: evaluates its attributes and computes its shape. @inputs: n_inputs layers. */
gboolean cnd_build_layer (CndBuild *build, const CndStatement *statement, const char *name, const guint *inputs, guint n_inputs,
                          const CndScope *scope, guint *layer);
/* Adds a concatenation that no statement names; gives @inputs[0] on when there is only one. */
gboolean cnd_build_concatenation (CndBuild *build, const CndStatement *dense, const char *name, const guint *inputs, guint n_inputs,
                                  guint *layer);
/* Takes @n steps off the budget. */
gboolean cnd_build_spend (CndBuild *build, const CndOrigin *origin, guint n);
/* Evaluates with @origin as the place of an error. Takes steps by the length of the expression. */
gboolean cnd_build_evaluate (CndBuild *build, const CndExpression *expression, const CndOrigin *origin, const CndScope *scope,
                             gint64 *value);
