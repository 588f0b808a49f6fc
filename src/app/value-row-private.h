/* One integer: a slider and a spin button that move together. Signals: "changed" (the user chose another value), "refused" (what
 * was typed is no number of the range: the value stays), "drag-began" and
 * "drag-ended" (around the moves of one drag of the slider). */
#pragma once

#include <adwaita.h>

#include "base/base.h"

G_BEGIN_DECLS

#define CND_TYPE_VALUE_ROW (cnd_value_row_get_type ())
G_DECLARE_FINAL_TYPE (CndValueRow, cnd_value_row, CND, VALUE_ROW, AdwBin)

/* @label: accessible name; @caption: (nullable): shown before the slider */
GtkWidget *cnd_value_row_new (const char *label, const char *caption, gint64 minimum, gint64 maximum, gint64 step);
gint64 cnd_value_row_get_value (CndValueRow *self);
/* Without a signal. */
void cnd_value_row_set_value (CndValueRow *self, gint64 value);
void cnd_value_row_set_digits (CndValueRow *self, CndDigits digits);
/* Marks the value as one that is not allowed. */
void cnd_value_row_set_wrong (CndValueRow *self, gboolean wrong);
GtkSpinButton *cnd_value_row_get_spin (CndValueRow *self);
GtkAdjustment *cnd_value_row_get_adjustment (CndValueRow *self);

G_END_DECLS
