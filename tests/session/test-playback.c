/* Playing, stepping and jumping in a run. */
#include "session/session.h"

#include "../scene/recorded.h"

#include <string.h>

static CndPlayback *
open_playback (void)
{
  g_autoptr (CndRecording) recording = recorded_new ();

  return cnd_playback_new (recording);
}

static void
count (guint *n)
{
  ++*n;
}

/* Every position there is comes by, in order, and it stops at the end. */
static void
test_plays (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();
  CndPosition last = { 0 };
  guint n_moves = 0, n_ticks = 0;

  g_signal_connect_swapped (playback, "moved", G_CALLBACK (count), &n_moves);
  cnd_playback_set_playing (playback, TRUE);
  while (cnd_playback_get_playing (playback) && n_ticks++ < 10000)
    {
      CndPosition position;
      cnd_playback_advance (playback, 1.0 / 60);
      position = cnd_playback_get_position (playback);
      g_assert_cmpint (cnd_position_compare (position, last), >=, 0);
      last = position;
    }
  g_assert_true (last.converted);
  /* 16 steps, 2 condensings, the conversion */
  g_assert_cmpuint (n_moves, ==, 16 + 2 + 1);
  g_assert_cmpuint (n_ticks, <, 10000);
}

static void
test_loops (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();

  cnd_playback_set_looping (playback, TRUE);
  cnd_playback_set_speed (playback, 4);
  cnd_playback_set_playing (playback, TRUE);
  for (guint i = 0; i < 60 * 30; i++)
    cnd_playback_advance (playback, 1.0 / 60);
  g_assert_true (cnd_playback_get_playing (playback));
}

static void
test_begins_anew (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();

  cnd_playback_set_position (playback, (CndPosition){ .converted = TRUE });
  cnd_playback_set_playing (playback, TRUE);
  g_assert_cmpuint (cnd_playback_get_position (playback).step, ==, 0);
}

/* From any position playing goes on from there. */
static void
test_goes_on (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();

  for (guint step = 0; step <= 15; step++)
    for (guint condensings = 0; condensings < 3; condensings++)
      {
        CndPosition position;
        cnd_playback_set_position (playback, (CndPosition){ step, condensings, FALSE });
        g_assert_false (cnd_playback_get_playing (playback));
        position = cnd_playback_get_position (playback);
        cnd_playback_set_playing (playback, TRUE);
        cnd_playback_advance (playback, 1e-6);
        g_assert_cmpint (cnd_position_compare (cnd_playback_get_position (playback), position), ==, 0);
      }
}

static void
test_steps (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();

  cnd_playback_step (playback, CND_STRIDE_STAGE, FALSE);
  g_assert_cmpuint (cnd_playback_get_position (playback).step, ==, 4);
  g_assert_cmpuint (cnd_playback_get_position (playback).condensings, ==, 1);
  cnd_playback_step (playback, CND_STRIDE_STEP, TRUE);
  g_assert_cmpuint (cnd_playback_get_position (playback).step, ==, 4);
  g_assert_cmpuint (cnd_playback_get_position (playback).condensings, ==, 0);
}

static void
test_notifies (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();
  guint n = 0;

  g_signal_connect_swapped (playback, "notify", G_CALLBACK (count), &n);
  g_signal_connect_swapped (playback, "moved", G_CALLBACK (count), &n);
  cnd_playback_set_position (playback, (CndPosition){ 0 });
  cnd_playback_set_speed (playback, 1);
  cnd_playback_set_learned (playback, 0);
  cnd_playback_set_learned (playback, 99);
  cnd_playback_set_looping (playback, FALSE);
  cnd_playback_advance (playback, 10);
  g_assert_cmpuint (n, ==, 0);
  cnd_playback_set_learned (playback, 1);
  cnd_playback_set_position (playback, (CndPosition){ 3, 0, FALSE });
  g_assert_cmpuint (n, ==, 2);
}

static void
assert_caption (CndPlayback *playback, CndPosition position, const char *part)
{
  g_autofree char *caption = NULL;

  cnd_playback_set_position (playback, position);
  caption = cnd_playback_dup_caption (playback, CND_NUMBER_STYLE_LATIN);
  if (strstr (caption, part) == NULL)
    g_error ("“%s” does not say “%s”", caption, part);
}

static void
test_captions (void)
{
  g_autoptr (CndPlayback) playback = open_playback ();

  assert_caption (playback, (CndPosition){ 0 }, "Stage 0 of 2: each group reads 12 of 12 inputs.");
  assert_caption (playback, (CndPosition){ 4, 0, FALSE }, "Condensing 1: each group is about to drop the 4 of its 12 inputs");
  assert_caption (playback, (CndPosition){ 4, 1, FALSE }, "has dropped 4 inputs and reads 8 of 12; the test error jumps from 50.0 % to 60.0 %");
  assert_caption (playback, (CndPosition){ 6, 1, FALSE }, "Stage 1 of 2: each group reads 8 of 12 inputs; the training loss is 0.816.");
  assert_caption (playback, (CndPosition){ .converted = TRUE }, "an index list picks the 4 inputs of each group");
}

static void
test_dies (void)
{
  CndPlayback *playback = open_playback ();

  g_assert_finalize_object (playback);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/playback/every-position-comes-by", test_plays);
  g_test_add_func ("/session/playback/loops", test_loops);
  g_test_add_func ("/session/playback/begins-anew-at-the-end", test_begins_anew);
  g_test_add_func ("/session/playback/goes-on-from-anywhere", test_goes_on);
  g_test_add_func ("/session/playback/strides", test_steps);
  g_test_add_func ("/session/playback/notifies-on-change-only", test_notifies);
  g_test_add_func ("/session/playback/captions-have-the-numbers", test_captions);
  g_test_add_func ("/session/playback/dies", test_dies);
  return g_test_run ();
}
