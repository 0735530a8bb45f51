// Philox 4x32-10, a counter-based random number generator.
//
// Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3.
#pragma once
#include "kernel_support.h"

// Sixteen counters at a time: index, index + 1, … in the low 64 bits, the stream in the high ones.
#define PHILOX_BLOCKS 16
#define PHILOX_WORDS (4 * PHILOX_BLOCKS)

// words[16 w + b] is word w of block index + b.
//
// Words stand in 64-bit lanes, as one instruction multiplies the low halves of such lanes into
// whole ones; what a step leaves in the high halves is never read.
INLINE void philox_group(
    uint64_t key, uint64_t stream, uint64_t index, uint32_t *restrict words) {
  uint64_t c0[PHILOX_BLOCKS], c1[PHILOX_BLOCKS], c2[PHILOX_BLOCKS], c3[PHILOX_BLOCKS];
  for (int b = 0; b < PHILOX_BLOCKS; b++) {
    c0[b] = index + (uint64_t)b;
    c1[b] = c0[b] >> 32;
    c2[b] = stream;
    c3[b] = stream >> 32;
  }
  uint64_t k0 = key, k1 = key >> 32;
  for (int round = 0; round < 10; round++) {
    for (int b = 0; b < PHILOX_BLOCKS; b++) {
      const uint64_t p0 = (c0[b] & 0xFFFFFFFFu) * 0xD2511F53u;
      const uint64_t p1 = (c2[b] & 0xFFFFFFFFu) * 0xCD9E8D57u;
      c0[b] = (p1 >> 32) ^ c1[b] ^ k0;
      c2[b] = (p0 >> 32) ^ c3[b] ^ k1;
      c1[b] = p1;
      c3[b] = p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  for (int b = 0; b < PHILOX_BLOCKS; b++) {
    words[b] = (uint32_t)c0[b];
    words[PHILOX_BLOCKS + b] = (uint32_t)c1[b];
    words[2 * PHILOX_BLOCKS + b] = (uint32_t)c2[b];
    words[3 * PHILOX_BLOCKS + b] = (uint32_t)c3[b];
  }
}
