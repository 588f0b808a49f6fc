/* Threads that share the items of one job after the other. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _Crew Crew;

/* @thread: 0 … n_threads − 1, for what each thread has of its own */
typedef void (*CrewFunc) (gpointer data, guint item, guint thread);

/* The caller's thread is one of them. */
Crew *cnd_crew_new (guint n_threads) G_GNUC_WARN_UNUSED_RESULT;
void cnd_crew_free (Crew *crew);
/* Calls @func for items 0 … n_items − 1, in any order and on any thread, and returns when all are done. What an item gives
 * is not to depend on the thread. */
void cnd_crew_run (Crew *crew, guint n_items, CrewFunc func, gpointer data);

G_END_DECLS
