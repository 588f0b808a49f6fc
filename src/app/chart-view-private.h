/* Where parameters and multiply-adds are, as bars. A click selects the layer or block of a row. */
#pragma once

#include <adwaita.h>

#include "session/session.h"

G_BEGIN_DECLS

#define CND_TYPE_CHART_VIEW (cnd_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (CndChartView, cnd_chart_view, CND, CHART_VIEW, AdwBin)

void cnd_chart_view_set_document (CndChartView *self, CndDocument *document);
/* Returns: (nullable) */
CndScene *cnd_chart_view_get_scene (CndChartView *self);
GtkDropDown *cnd_chart_view_get_groupings (CndChartView *self);
GtkWidget *cnd_chart_view_get_area (CndChartView *self);

G_END_DECLS
