// The elementwise part of attention, a row of scores at a time.
#include "philox.h"

// Column j of a row takes word (j mod 64) of group j / 64 of that row's groups.
INLINE void drop_row(
    uint64_t key, uint64_t stream, uint64_t block, uint32_t threshold, float scale,
    float *restrict row, ptrdiff_t first_column, ptrdiff_t columns) {
  for (ptrdiff_t first = 0; first < columns; first += PHILOX_WORDS) {
    uint32_t words[PHILOX_WORDS];
    philox_group(key, stream, block + (uint64_t)(first_column + first) / 4, words);
    const ptrdiff_t width = columns - first < PHILOX_WORDS ? columns - first : PHILOX_WORDS;
    for (ptrdiff_t e = 0; e < width; e++)
      row[first + e] = words[e] < threshold ? 0 : row[first + e] * scale;
  }
}

INLINE uint64_t blocks_of(ptrdiff_t length) {
  return (uint64_t)((length + PHILOX_WORDS - 1) / PHILOX_WORDS) * PHILOX_BLOCKS;
}

KERNEL void kernel_attention_probabilities(
    float *restrict scores, ptrdiff_t rows, ptrdiff_t columns, float *restrict statistics,
    ptrdiff_t statistics_stride, const struct attention_dropout *dropout, ptrdiff_t first_row) {
  const uint64_t blocks = blocks_of(columns);
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict row = scores + r * columns;
    const float maximum = row_maximum(row, columns);
    for (ptrdiff_t c = 0; c < columns; c++) row[c] = exp_float(row[c] - maximum);
    float sum;
    SUM_OVER(sum, columns, row[i]);
    const float inverse = 1.0f / sum;
    for (ptrdiff_t c = 0; c < columns; c++) row[c] *= inverse;
    statistics[r * statistics_stride] = maximum;
    statistics[r * statistics_stride + 1] = inverse;
    if (dropout->threshold)
      drop_row(
          dropout->key, dropout->stream, (uint64_t)(first_row + r) * blocks, dropout->threshold,
          dropout->scale, row, 0, columns);
  }
}

// scores → dropped probabilities, gradient → gradient of the scaled scores; see Attention.swift.
// dots[r] = Σ over the whole row of p · dp is computed when the tile holds whole rows, else read.
KERNEL void kernel_attention_backward(
    float *restrict scores, float *restrict gradient, ptrdiff_t rows, ptrdiff_t columns,
    ptrdiff_t length, const float *restrict statistics, ptrdiff_t statistics_stride, float *dots,
    ptrdiff_t dots_stride, float scale, const struct attention_dropout *dropout,
    ptrdiff_t first_row, ptrdiff_t first_column) {
  const uint64_t blocks = blocks_of(length);
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict p = scores + r * columns;
    float *restrict d = gradient + r * columns;
    const float maximum = statistics[r * statistics_stride];
    const float inverse = statistics[r * statistics_stride + 1];
    for (ptrdiff_t c = 0; c < columns; c++) p[c] = exp_float(p[c] - maximum) * inverse;
    if (dropout->threshold)
      drop_row(
          dropout->key, dropout->stream, (uint64_t)(first_row + r) * blocks, dropout->threshold,
          dropout->scale, d, first_column, columns);
    if (columns == length) {
      float sum;
      SUM_OVER(sum, columns, p[i] * d[i]);
      dots[r * dots_stride] = sum;
    }
    const float dot = dots[r * dots_stride];
    for (ptrdiff_t c = 0; c < columns; c++) d[c] = p[c] * (d[c] - dot) * scale;
    if (dropout->threshold)
      drop_row(
          dropout->key, dropout->stream, (uint64_t)(first_row + r) * blocks, dropout->threshold,
          dropout->scale, p, first_column, columns);
  }
}
