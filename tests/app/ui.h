/* What the tests with windows share: an application of its own, one window, and ways to act on it as a user does. */
#pragma once

#include "app/app-window-private.h"
#include "app/application-private.h"

typedef struct
{
  CndApplication *application;
  CndAppWindow *window;
  CndDocument *document;
  CndCanvas *canvas;
} Ui;

/* FALSE, with the plan of a skipped test printed, when there is no display. */
gboolean ui_init (int *argc, char ***argv);
/* One test of many, each with a window of its own. */
typedef struct
{
  const char *path;
  void (*test) (Ui *ui, gconstpointer data);
} UiTest;

void ui_add_tests (const UiTest *tests, guint n_tests);
void ui_set_up (Ui *ui, gconstpointer data);
/* Until a weak pointer is NULL; what never goes leaks, and fails the test. @name: as the message names it */
void ui_wait_until_gone (gpointer *object, const char *name);
/* Ends only when the window and its document are finalized. Settings are as at first again. */
void ui_tear_down (Ui *ui, gconstpointer data);

/* Opens a shipped model ("alexnet.json", "condensenet.json:86") and waits until it is on the screen. */
void ui_open (Ui *ui, const char *name);
/* Until nothing is to be done and a frame has been drawn. */
void ui_settle (Ui *ui);
/* Where a layer, or a block, is in the canvas. */
CndPoint ui_find_layer (Ui *ui, const char *id);
CndPoint ui_find_block (Ui *ui, const char *id);
GtkEventController *ui_find_controller (gpointer widget, GType type);
void ui_click (Ui *ui, CndPoint point, int n_press);
