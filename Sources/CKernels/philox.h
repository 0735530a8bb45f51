// Philox 4x32-10, a counter-based random number generator.
//
// Source: Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3", section 3.3.
#pragma once
#include "kernel_support.h"

// Sixteen counters at a time: index, index + 1, … in the low 64 bits, the stream in the high ones.
#define PHILOX_BLOCKS 16
#define PHILOX_WORDS (4 * PHILOX_BLOCKS)

// words[16 w + b] is word w of block index + b.
INLINE void philox_group(
    uint64_t key, uint64_t stream, uint64_t index, uint32_t *restrict words) {
  uint32_t c0[PHILOX_BLOCKS], c1[PHILOX_BLOCKS], c2[PHILOX_BLOCKS], c3[PHILOX_BLOCKS];
  for (int b = 0; b < PHILOX_BLOCKS; b++) {
    const uint64_t at = index + (uint64_t)b;
    c0[b] = (uint32_t)at;
    c1[b] = (uint32_t)(at >> 32);
    c2[b] = (uint32_t)stream;
    c3[b] = (uint32_t)(stream >> 32);
  }
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < 10; round++) {
    for (int b = 0; b < PHILOX_BLOCKS; b++) {
      const uint64_t p0 = (uint64_t)0xD2511F53u * c0[b];
      const uint64_t p1 = (uint64_t)0xCD9E8D57u * c2[b];
      const uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1[b] ^ k0;
      const uint32_t n2 = (uint32_t)(p0 >> 32) ^ c3[b] ^ k1;
      c1[b] = (uint32_t)p1;
      c3[b] = (uint32_t)p0;
      c0[b] = n0;
      c2[b] = n2;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  memcpy(words, c0, sizeof c0);
  memcpy(words + PHILOX_BLOCKS, c1, sizeof c1);
  memcpy(words + 2 * PHILOX_BLOCKS, c2, sizeof c2);
  memcpy(words + 3 * PHILOX_BLOCKS, c3, sizeof c3);
}
