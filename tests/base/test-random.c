/* Random numbers that are the same everywhere. */
#include "base/base.h"

#include <math.h>

static void
test_state_is_filled_by_splitmix (void)
{
  CndRandom random;

  /* The published first outputs of splitmix64 from seed 0 */
  cnd_base_seed_random (&random, 0);
  g_assert_cmphex (random.state[0], ==, 0xe220a8397b1dcdaf);
  g_assert_cmphex (random.state[1], ==, 0x6e789e6aa1b965f4);
  g_assert_cmphex (random.state[2], ==, 0x06c45d188009454f);
  g_assert_cmphex (random.state[3], ==, 0xf88bb8a8724c81ec);
}

static void
test_numbers_follow_the_reference (void)
{
  /* What the authors' program gives for the state 1, 2, 3, 4 */
  static const guint64 expected[] = {
    11520,
    0,
    1509978240,
    1215971899390074240,
    1216172134540287360,
    607988272756665600,
  };
  CndRandom random = { { 1, 2, 3, 4 } };

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (cnd_base_next_random (&random), ==, expected[i]);
}

static void
test_copy_repeats_the_sequence (void)
{
  CndRandom random, copy;

  cnd_base_seed_random (&random, 42);
  cnd_base_next_random (&random);
  copy = random;
  for (int i = 0; i < 100; i++)
    g_assert_cmpuint (cnd_base_next_random (&random), ==, cnd_base_next_random (&copy));
}

static void
test_seeds_differ (void)
{
  CndRandom one, two;

  cnd_base_seed_random (&one, 1);
  cnd_base_seed_random (&two, 2);
  g_assert_cmpuint (cnd_base_next_random (&one), !=, cnd_base_next_random (&two));
}

static void
test_below_is_uniform (void)
{
  enum { BOUND = 7, DRAWS = 70000 };
  guint counts[BOUND] = { 0 };
  CndRandom random;
  double chi_squared = 0;

  cnd_base_seed_random (&random, 3);
  for (int i = 0; i < DRAWS; i++)
    {
      guint64 number = cnd_base_next_random_below (&random, BOUND);
      g_assert_cmpuint (number, <, BOUND);
      counts[number]++;
    }
  for (int i = 0; i < BOUND; i++)
    chi_squared += pow ((double) counts[i] - DRAWS / BOUND, 2) / (DRAWS / BOUND);
  /* 99.9 % of fair draws with six degrees of freedom are below */
  g_assert_cmpfloat (chi_squared, <, 22.46);
}

/* With 3 × 2⁶² a plain remainder would fall into the lowest third twice as often as into the others. */
static void
test_below_has_no_modulo_bias (void)
{
  const guint64 third = G_GUINT64_CONSTANT (1) << 62;
  CndRandom random;
  int n_low = 0;

  cnd_base_seed_random (&random, 4);
  for (int i = 0; i < 30000; i++)
    n_low += cnd_base_next_random_below (&random, 3 * third) < third;
  g_assert_cmpint (ABS (n_low - 10000), <, 400);
}

static void
test_below_takes_any_bound (void)
{
  CndRandom random;

  cnd_base_seed_random (&random, 5);
  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpuint (cnd_base_next_random_below (&random, 1), ==, 0);
      g_assert_cmpuint (cnd_base_next_random_below (&random, 2), <, 2);
      g_assert_cmpuint (cnd_base_next_random_below (&random, G_MAXUINT64), <, G_MAXUINT64);
    }
}

static void
test_double_stays_below_one (void)
{
  CndRandom lowest = { { 0, 0, 0, 0 } };
  /* The state whose next number is 2⁶⁴ − 1 */
  CndRandom highest = { { 0, G_GUINT64_CONSTANT (0x4fc71c71c71c71c7), 0, 0 } };
  CndRandom random;
  double sum = 0;

  g_assert_cmpfloat (cnd_base_next_random_double (&lowest), ==, 0.0);
  g_assert_cmpfloat (cnd_base_next_random_double (&highest), ==, 1.0 - 0x1p-53);

  cnd_base_seed_random (&random, 6);
  for (int i = 0; i < 100000; i++)
    {
      double number = cnd_base_next_random_double (&random);
      g_assert_cmpfloat (number, >=, 0.0);
      g_assert_cmpfloat (number, <, 1.0);
      sum += number;
    }
  g_assert_cmpfloat_with_epsilon (sum / 100000, 0.5, 0.01);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/random/state-is-filled-by-splitmix", test_state_is_filled_by_splitmix);
  g_test_add_func ("/base/random/numbers-follow-the-reference", test_numbers_follow_the_reference);
  g_test_add_func ("/base/random/copy-repeats-the-sequence", test_copy_repeats_the_sequence);
  g_test_add_func ("/base/random/seeds-differ", test_seeds_differ);
  g_test_add_func ("/base/random/below-is-uniform", test_below_is_uniform);
  g_test_add_func ("/base/random/below-has-no-modulo-bias", test_below_has_no_modulo_bias);
  g_test_add_func ("/base/random/below-takes-any-bound", test_below_takes_any_bound);
  g_test_add_func ("/base/random/double-stays-below-one", test_double_stays_below_one);
  return g_test_run ();
}
