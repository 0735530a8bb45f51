// Cosines and sines, the same on every machine.
#pragma once
#include "kernel_support.h"

// cos 2πu and sin 2πu for u in [0, 1): the angle is folded into ±π/4, then Taylor series.
INLINE void cosine_and_sine_of_turns(double u, double *cosine, double *sine) {
  const double quarters = u * 4;
  const int quadrant = (int)(quarters + 0.5) & 3;
  const double a = (quarters - (double)(int)(quarters + 0.5)) * 1.5707963267948966, z = a * a;
  double c = 0, s = 0;
  for (int j = 18; j >= 2; j -= 2) c = (1 + c) * (-z / (double)(j * (j - 1)));
  for (int j = 19; j >= 3; j -= 2) s = (1 + s) * (-z / (double)(j * (j - 1)));
  c = 1 + c;
  s = a + a * s;
  const double even = quadrant & 1 ? s : c, odd = quadrant & 1 ? c : s;
  *cosine = quadrant == 1 || quadrant == 2 ? -even : even;
  *sine = quadrant >= 2 ? -odd : odd;
}
