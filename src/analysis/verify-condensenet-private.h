/* The published CondenseNets while they are judged. */
#pragma once

#include "verify-private.h"

G_BEGIN_DECLS

/* A column that is a parameter of the model. */
typedef struct
{
  const char *column, *parameter, *title;
} CndSetting;

/* The columns that are counts, as printed and to the last digit. */
enum
{
  CND_AS_PRINTED_OPERATIONS,
  CND_AS_PRINTED_PARAMETERS,
  CND_EXACT_OPERATIONS,
  CND_EXACT_PARAMETERS,
  CND_N_CONDENSENET_FIGURES,
};

typedef struct
{
  const char *name;
  CndReport *final, *dense;
  CndClaim claims[CND_N_CONDENSENET_FIGURES];
  gboolean stated[CND_N_CONDENSENET_FIGURES];
  GArray *states;   /* of CndOtherState: the same network in other states and with other settings */
  GPtrArray *words; /* owned: theirs */
} CndCondensenetRow;

/* ---- verify-condensenet.c ---- */

extern const CndSetting cnd_condensenet_settings[]; /* the last one has no column */
/* The last linear layer, or 0 when there is none. */
guint cnd_condensenet_find_classifier (const CndNetwork *network);
void cnd_condensenet_get_kept_share (const CndNetwork *network, guint classifier, gint64 *numerator,
                                     gint64 *denominator);

/* ---- verify-condensenet-causes.c ---- */

/* Fills the states in which somebody may have counted by mistake; those with other settings only where a figure of the
 * row differs, since each is a network to build. */
void cnd_condensenet_list_states (CndCondensenetRow *row);
/* Why a column states another setting than the model has; never NULL. (transfer full) */
char *cnd_condensenet_find_setting_cause (const CndCondensenetRow *row, const CndSetting *setting, const char *cell,
                                          const char *ours);

G_END_DECLS
