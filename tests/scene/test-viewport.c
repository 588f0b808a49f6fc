#include "scene/scene.h"

#include <math.h>

static CndViewport
make_viewport (void)
{
  return (CndViewport){ .scale = 1.5, .origin = { -40, 25 }, .width = 800, .height = 600 };
}

static void
assert_close (double a, double b)
{
  g_assert_cmpfloat_with_epsilon (a, b, 1e-9);
}

static void
test_there_and_back (void)
{
  CndViewport viewport = make_viewport ();
  CndPoint point = cnd_viewport_to_scene (&viewport, cnd_viewport_to_screen (&viewport, (CndPoint){ 123.4, -56.7 }));

  assert_close (point.x, 123.4);
  assert_close (point.y, -56.7);
  assert_close (cnd_viewport_to_screen (&viewport, viewport.origin).x, 0);
}

static void
test_zoom (void)
{
  static const double factors[] = { 1.25, 0.5, 1e9, 1e-9 };

  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      CndViewport viewport = make_viewport ();
      CndPoint anchor = { 317, 211 }, before = cnd_viewport_to_scene (&viewport, anchor), after;
      cnd_viewport_zoom (&viewport, factors[i], anchor);
      after = cnd_viewport_to_scene (&viewport, anchor);
      assert_close (before.x, after.x);
      assert_close (before.y, after.y);
      assert_close (viewport.scale, CLAMP (1.5 * factors[i], CND_MIN_SCALE, CND_MAX_SCALE));
    }
}

static void
test_pan (void)
{
  CndViewport viewport = make_viewport ();
  CndPoint point = { 10, 20 }, before = cnd_viewport_to_screen (&viewport, point), after;

  cnd_viewport_pan (&viewport, 30, -12);
  after = cnd_viewport_to_screen (&viewport, point);
  assert_close (after.x - before.x, 30);
  assert_close (after.y - before.y, -12);
}

static void
test_fit (void)
{
  static const CndRect rects[] = { { 0, 0, 4000, 100 }, { -50, 70, 100, 9000 }, { 5, 5, 10, 10 }, { 1, 2, 0, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (rects); i++)
    {
      CndViewport viewport = make_viewport ();
      CndPoint start, end;
      cnd_viewport_fit (&viewport, rects[i], 20, 2);
      start = cnd_viewport_to_screen (&viewport, (CndPoint){ rects[i].x, rects[i].y });
      end = cnd_viewport_to_screen (&viewport, (CndPoint){ rects[i].x + rects[i].width, rects[i].y + rects[i].height });
      assert_close (start.x + end.x, 800);
      assert_close (start.y + end.y, 600);
      g_assert_cmpfloat (start.x, >=, 20 - 1e-6);
      g_assert_cmpfloat (start.y, >=, 20 - 1e-6);
      g_assert_cmpfloat (viewport.scale, <=, 2);
    }
}

static void
test_fit_small (void)
{
  CndViewport viewport = { .scale = 1, .width = 10, .height = 10 };

  cnd_viewport_fit (&viewport, (CndRect){ 0, 0, 100, 100 }, 20, 1);
  g_assert_true (isfinite (viewport.scale) && viewport.scale >= CND_MIN_SCALE);
}

static void
test_clamp (void)
{
  static const CndPoint origins[] = { { 1e9, 1e9 }, { -1e9, 0 }, { 0, -1e9 }, { 12, 34 } };
  CndRect bounds = { 0, 0, 1000, 300 };

  for (guint i = 0; i < G_N_ELEMENTS (origins); i++)
    {
      CndViewport viewport = make_viewport (), again;
      CndRect visible;
      viewport.origin = origins[i];
      cnd_viewport_clamp (&viewport, bounds);
      visible = cnd_viewport_get_visible (&viewport);
      g_assert_cmpfloat (MIN (visible.x + visible.width, 1000) - MAX (visible.x, 0), >=, 50);
      g_assert_cmpfloat (MIN (visible.y + visible.height, 300) - MAX (visible.y, 0), >=, 50);
      again = viewport;
      cnd_viewport_clamp (&again, bounds);
      assert_close (again.origin.x, viewport.origin.x);
      assert_close (again.origin.y, viewport.origin.y);
    }
}

static void
test_clamp_inside (void)
{
  CndViewport viewport = make_viewport ();

  viewport.origin = (CndPoint){ 12, 34 };
  cnd_viewport_clamp (&viewport, (CndRect){ 0, 0, 1000, 1000 });
  assert_close (viewport.origin.x, 12);
  assert_close (viewport.origin.y, 34);
}

/* Half-way, the point that both show at the same place is there, too. */
static void
test_mix (void)
{
  CndViewport from = make_viewport (), to = from, half;
  CndPoint anchor = { 30, 40 }, kept = cnd_viewport_to_scene (&from, anchor), there;

  cnd_viewport_zoom (&to, 3, anchor);
  half = cnd_viewport_mix (&from, &to, 0.5);
  there = cnd_viewport_to_screen (&half, kept);
  assert_close (there.x, anchor.x);
  assert_close (there.y, anchor.y);
  assert_close (half.scale * half.scale, from.scale * to.scale);
}

static void
test_fly (void)
{
  CndViewport from = make_viewport (), to = from, start, end, half;

  to.origin.x += 20000;
  start = cnd_viewport_fly (&from, &to, 0);
  end = cnd_viewport_fly (&from, &to, 1);
  half = cnd_viewport_fly (&from, &to, 0.5);
  assert_close (start.origin.x, from.origin.x);
  assert_close (start.scale, from.scale);
  assert_close (end.origin.x, to.origin.x);
  g_assert_cmpfloat (half.scale, <, from.scale / 2);
  g_assert_cmpfloat (cnd_viewport_get_flight_length (&from, &to), >, 1);
  assert_close (cnd_viewport_get_flight_length (&from, &from), 0);
  g_assert_cmpfloat (cnd_viewport_fly (&from, &from, 0.5).scale, ==, from.scale);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/viewport/there-and-back-is-the-same", test_there_and_back);
  g_test_add_func ("/scene/viewport/zoom-keeps-the-anchor", test_zoom);
  g_test_add_func ("/scene/viewport/pan-moves-by-pixels", test_pan);
  g_test_add_func ("/scene/viewport/fit-centres-and-shows-all", test_fit);
  g_test_add_func ("/scene/viewport/fit-into-a-tiny-screen-is-finite", test_fit_small);
  g_test_add_func ("/scene/viewport/clamp-keeps-some-in-sight", test_clamp);
  g_test_add_func ("/scene/viewport/mixing-keeps-the-anchor", test_mix);
  g_test_add_func ("/scene/viewport/flying-zooms-out-on-the-way", test_fly);
  g_test_add_func ("/scene/viewport/clamp-leaves-what-is-in-sight", test_clamp_inside);
  return g_test_run ();
}
