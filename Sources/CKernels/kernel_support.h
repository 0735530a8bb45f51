// What the kernels share: one clone a function and instruction set, and an elementary exponential.
//
// No kernel lets the compiler contract or reassociate: a result depends on the elements alone, not
// on where a piece starts, and is the same in every clone.
#pragma once
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

#if defined(__x86_64__) && defined(__linux__)
#define KERNEL __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KERNEL
#endif
#define INLINE static inline __attribute__((always_inline))

// Width of the accumulators of a sum: lane l adds elements l, l + LANES, …
#define LANES 16

typedef float lanes __attribute__((vector_size(4 * LANES)));
typedef float loose_lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

#define LOAD(p) (*(const loose_lanes *)(p))

INLINE float float_of_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// e^x with a relative error below 2e-7; saturates at e^-87.3 and e^88.3, keeps not-a-number.
// x = n ln 2 + r, e^r by a minimax polynomial of degree 6 fitted for this file.
INLINE float exp_float(float x) {
  x = x < -87.3f ? -87.3f : x;
  x = x > 88.3f ? 88.3f : x;
  const float shift = 12582912.0f;  // 1.5 · 2^23: rounds to an integer
  float n = (x * 1.44269504f + shift) - shift;
  float r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  float p = 0.001381455804221332f;
  p = p * r + 0.008368736132979393f;
  p = p * r + 0.04166838899254799f;
  p = p * r + 0.1666652113199234f;
  p = p * r + 0.4999999403953552f;
  p = 1.0f + (r + r * r * p);
  return p * float_of_bits((uint32_t)((int32_t)n + 127) << 23);
}

INLINE float sum_lanes(const float *lane) {
  float s[8];
  for (int l = 0; l < 8; l++) s[l] = lane[l] + lane[l + 8];
  for (int l = 0; l < 4; l++) s[l] += s[l + 4];
  return (s[0] + s[2]) + (s[1] + s[3]);
}

// Σ EXPRESSION over i in 0..<n, in lanes; the tail goes to the first lanes.
#define SUM_OVER(result, n, EXPRESSION)                      \
  do {                                                       \
    float lane_[LANES] = {0};                                \
    ptrdiff_t i_ = 0;                                        \
    for (; i_ + LANES <= (n); i_ += LANES)                   \
      for (int l_ = 0; l_ < LANES; l_++) {                   \
        const ptrdiff_t i = i_ + l_;                         \
        lane_[l_] += (EXPRESSION);                           \
      }                                                      \
    for (int l_ = 0; i_ + l_ < (n); l_++) {                  \
      const ptrdiff_t i = i_ + l_;                           \
      lane_[l_] += (EXPRESSION);                             \
    }                                                        \
    (result) = sum_lanes(lane_);                             \
  } while (0)

INLINE float square_root(float x) { return __builtin_elementwise_sqrt(x); }
INLINE double square_root_double(double x) { return __builtin_elementwise_sqrt(x); }

INLINE float row_maximum(const float *restrict x, ptrdiff_t n) {
  float lane[LANES];
  for (int l = 0; l < LANES; l++) lane[l] = x[0];
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int l = 0; l < LANES; l++) lane[l] = x[i + l] > lane[l] ? x[i + l] : lane[l];
  for (int l = 0; i + l < n; l++) lane[l] = x[i + l] > lane[l] ? x[i + l] : lane[l];
  float maximum = lane[0];
  for (int l = 1; l < LANES; l++) maximum = lane[l] > maximum ? lane[l] : maximum;
  return maximum;
}
