/* xoshiro256** (Blackman and Vigna, 2018), its state filled by splitmix64. */
#include "config.h"

#include "base.h"

static guint64
rotate_left (guint64 x, int by)
{
  return (x << by) | (x >> (64 - by));
}

static guint64
step_splitmix (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

void
cnd_base_seed_random (CndRandom *random, guint64 seed)
{
  g_return_if_fail (random != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (random->state); i++)
    random->state[i] = step_splitmix (&seed);
}

guint64
cnd_base_next_random (CndRandom *random)
{
  guint64 *s = random->state;
  guint64 result = rotate_left (s[1] * 5, 7) * 9;
  guint64 shifted = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate_left (s[3], 45);
  return result;
}

guint64
cnd_base_next_random_below (CndRandom *random, guint64 bound)
{
  g_return_val_if_fail (bound > 0, 0);

  /* The first 2⁶⁴ mod bound numbers would make the small remainders likelier */
  guint64 n_refused = (0 - bound) % bound;
  guint64 number;

  do
    number = cnd_base_next_random (random);
  while (number < n_refused);
  return number % bound;
}

double
cnd_base_next_random_double (CndRandom *random)
{
  return (double) (cnd_base_next_random (random) >> 11) * 0x1p-53;
}
