// Random numbers and dropout masks: functions of a key and an index, with no state.
#include "philox.h"
#include "turns.h"

void kernel_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * c0;
    const uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

// Element e takes word (e mod 64) of group e / 64, in the order philox_group writes.
#define FOR_WORDS(BODY)                                                       \
  for (ptrdiff_t first = 0; first < n; first += PHILOX_WORDS) {               \
    uint32_t words[PHILOX_WORDS];                                             \
    philox_group(key, stream, (start + (uint64_t)first) / 4, words);          \
    const ptrdiff_t width = n - first < PHILOX_WORDS ? n - first : PHILOX_WORDS; \
    for (ptrdiff_t e = 0; e < width; e++) {                                   \
      const ptrdiff_t i = first + e;                                          \
      BODY;                                                                   \
    }                                                                         \
  }

KERNEL void kernel_random_bits(
    uint64_t key, uint64_t stream, uint64_t start, uint32_t *restrict out, ptrdiff_t n) {
  FOR_WORDS(out[i] = words[e])
}

KERNEL void kernel_dropout(
    uint64_t key, uint64_t stream, uint64_t start, uint32_t threshold, float scale,
    const float *restrict x, float *restrict y, ptrdiff_t n) {
  FOR_WORDS(y[i] = words[e] < threshold ? 0 : x[i] * scale)
}

// ln x for a positive normal x, error a few units in the last place, the same on every machine.
// x = 2^k m with m in [√½, √2); ln m = 2 atanh s with s = (m - 1) / (m + 1), |s| < 0.1716.
double kernel_log(double x) {
  if (!(x > 0) || x > 1.7e308) return x == 0 ? -INFINITY : (x > 0 ? x : NAN);
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  int64_t k = (int64_t)(bits >> 52) - 1023;
  bits = (bits & 0x000FFFFFFFFFFFFFu) | 0x3FF0000000000000u;
  double m;
  memcpy(&m, &bits, sizeof m);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    k += 1;
  }
  const double s = (m - 1) / (m + 1), z = s * s;
  double series = 0;
  for (int j = 23; j >= 3; j -= 2) series = (series + 1.0 / j) * z;
  return (double)k * 0.6931471805599453 + 2 * (s + s * series);
}

// Box and Muller 1958; pair p takes block p of the stream.
void kernel_normal_pair(uint64_t key, uint64_t stream, uint64_t pair, double out[2]) {
  const uint32_t counter[4] = {
      (uint32_t)pair, (uint32_t)(pair >> 32), (uint32_t)stream, (uint32_t)(stream >> 32)};
  const uint32_t keys[2] = {(uint32_t)key, (uint32_t)(key >> 32)};
  uint32_t words[4];
  kernel_philox(counter, keys, words);
  const uint64_t a = ((uint64_t)words[1] << 32) | words[0];
  const uint64_t b = ((uint64_t)words[3] << 32) | words[2];
  const double u = ((double)(a >> 11) + 1) * 0x1p-53;  // in (0, 1]
  const double v = (double)(b >> 11) * 0x1p-53;
  const double radius = square_root_double(-2 * kernel_log(u));
  double cosine, sine;
  cosine_and_sine_of_turns(v, &cosine, &sine);
  out[0] = radius * cosine;
  out[1] = radius * sine;
}
