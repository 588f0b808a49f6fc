/* Threads for jobs of a fraction of a millisecond. Each begins with a share of its own, near what it had in the job
 * before, and then takes items from the others: where other programs take a processor away, nobody waits for a thread
 * that does not run. Who has nothing to do looks for work a few microseconds long, and sleeps then. */
#include "config.h"

#include "crew-private.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#define N_LOOKS 4000 /* before sleeping: some ten microseconds */

typedef struct
{
  _Alignas (64) atomic_uint next; /* alone in its cache line: only its owner writes there, as a rule */
  guint end;
} Share;

typedef struct
{
  Crew *crew;
  guint index;
  pthread_t thread;
} Member;

struct _Crew
{
  guint n_threads;
  Share *shares;
  Member *members;       /* all but the first, which is the caller */
  CrewFunc func;
  gpointer data;
  atomic_uint job;       /* its number */
  atomic_bool open;      /* who comes may join */
  atomic_uint n_joined;  /* members at work */
  atomic_bool quit;
  atomic_uint n_asleep;
  atomic_bool awaited;   /* the caller sleeps until all have left */
  pthread_mutex_t mutex;
  pthread_cond_t begun, left;
};

static void
relax (void)
{
#if defined (__x86_64__) || defined (__i386__)
  __builtin_ia32_pause ();
#endif
}

static void
work (Crew *crew, guint index)
{
  for (guint i = 0; i < crew->n_threads; i++)
    {
      Share *share = &crew->shares[(index + i) % crew->n_threads];
      for (;;)
        {
          guint item = atomic_fetch_add_explicit (&share->next, 1, memory_order_relaxed);
          if (item >= share->end)
            break;
          crew->func (crew->data, item, index);
        }
    }
}

/* ---- Members ----------------------------------------------------------------------------- */

static gboolean
is_idle (Crew *crew, guint seen)
{
  return atomic_load (&crew->job) == seen && !atomic_load (&crew->quit);
}

static void
wait_for_job (Crew *crew, guint seen)
{
  for (guint i = 0; i < N_LOOKS; i++)
    {
      if (!is_idle (crew, seen))
        return;
      relax ();
    }
  pthread_mutex_lock (&crew->mutex);
  atomic_fetch_add (&crew->n_asleep, 1); /* before the last look: who begins a job looks here after that */
  while (is_idle (crew, seen))
    pthread_cond_wait (&crew->begun, &crew->mutex);
  atomic_fetch_sub (&crew->n_asleep, 1);
  pthread_mutex_unlock (&crew->mutex);
}

static void
leave (Crew *crew)
{
  if (atomic_fetch_sub (&crew->n_joined, 1) != 1 || !atomic_load (&crew->awaited))
    return;
  pthread_mutex_lock (&crew->mutex);
  pthread_cond_signal (&crew->left);
  pthread_mutex_unlock (&crew->mutex);
}

static void *
run_member (void *data)
{
  const Member *member = data;
  Crew *crew = member->crew;
  guint seen = 0;

  for (;;)
    {
      wait_for_job (crew, seen);
      if (atomic_load (&crew->quit))
        return NULL;
      seen = atomic_load (&crew->job);
      atomic_fetch_add (&crew->n_joined, 1);
      if (atomic_load (&crew->open)) /* and stays what it is until all have left */
        work (crew, member->index);
      leave (crew);
    }
}

/* ---- The caller --------------------------------------------------------------------------- */

static void
wake (Crew *crew)
{
  if (atomic_load (&crew->n_asleep) == 0)
    return;
  pthread_mutex_lock (&crew->mutex);
  pthread_cond_broadcast (&crew->begun);
  pthread_mutex_unlock (&crew->mutex);
}

static void
wait_for_members (Crew *crew)
{
  for (guint i = 0; i < N_LOOKS; i++)
    {
      if (atomic_load (&crew->n_joined) == 0)
        return;
      relax ();
    }
  pthread_mutex_lock (&crew->mutex);
  atomic_store (&crew->awaited, TRUE);
  while (atomic_load (&crew->n_joined) > 0)
    pthread_cond_wait (&crew->left, &crew->mutex);
  atomic_store (&crew->awaited, FALSE);
  pthread_mutex_unlock (&crew->mutex);
}

void
cnd_crew_run (Crew *crew, guint n_items, CrewFunc func, gpointer data)
{
  if (crew->n_threads == 1 || n_items == 1)
    {
      for (guint i = 0; i < n_items; i++)
        func (data, i, 0);
      return;
    }
  crew->func = func;
  crew->data = data;
  for (guint i = 0; i < crew->n_threads; i++)
    {
      atomic_store_explicit (&crew->shares[i].next, (guint) ((guint64) n_items * i / crew->n_threads), memory_order_relaxed);
      crew->shares[i].end = (guint) ((guint64) n_items * (i + 1) / crew->n_threads);
    }
  atomic_store (&crew->open, TRUE);
  atomic_fetch_add (&crew->job, 1);
  wake (crew);
  work (crew, 0);
  atomic_store (&crew->open, FALSE);
  wait_for_members (crew);
}

Crew *
cnd_crew_new (guint n_threads)
{
  Crew *crew = g_new0 (Crew, 1);
  sigset_t all, before;

  crew->n_threads = n_threads;
  crew->shares = g_aligned_alloc0 (n_threads, sizeof (Share), 64);
  crew->members = g_new0 (Member, n_threads);
  pthread_mutex_init (&crew->mutex, NULL);
  pthread_cond_init (&crew->begun, NULL);
  pthread_cond_init (&crew->left, NULL);
  /* Signals are for the threads that know what they mean */
  sigfillset (&all);
  pthread_sigmask (SIG_BLOCK, &all, &before);
  for (guint i = 1; i < n_threads; i++)
    {
      crew->members[i] = (Member){ .crew = crew, .index = i };
      if (pthread_create (&crew->members[i].thread, NULL, run_member, &crew->members[i]) != 0)
        {
          crew->n_threads = i; /* the system gives no more */
          break;
        }
    }
  pthread_sigmask (SIG_SETMASK, &before, NULL);
  return crew;
}

void
cnd_crew_free (Crew *crew)
{
  pthread_mutex_lock (&crew->mutex);
  atomic_store (&crew->quit, TRUE);
  pthread_cond_broadcast (&crew->begun);
  pthread_mutex_unlock (&crew->mutex);
  for (guint i = 1; i < crew->n_threads; i++)
    pthread_join (crew->members[i].thread, NULL);
  pthread_mutex_destroy (&crew->mutex);
  pthread_cond_destroy (&crew->begun);
  pthread_cond_destroy (&crew->left);
  g_aligned_free (crew->shares);
  g_free (crew->members);
  g_free (crew);
}
