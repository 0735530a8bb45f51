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

// The same of a gradient, and which of its row's probabilities are dropped: those turn negative, as
// no probability is.
INLINE void drop_row_and_mark(
    uint64_t key, uint64_t stream, uint64_t block, uint32_t threshold, float scale,
    float *restrict gradient, float *restrict p, ptrdiff_t first_column, ptrdiff_t columns) {
  for (ptrdiff_t first = 0; first < columns; first += PHILOX_WORDS) {
    uint32_t words[PHILOX_WORDS];
    philox_group(key, stream, block + (uint64_t)(first_column + first) / 4, words);
    const ptrdiff_t width = columns - first < PHILOX_WORDS ? columns - first : PHILOX_WORDS;
    float *restrict d = gradient + first, *restrict q = p + first;
    for (ptrdiff_t e = 0; e < width; e++) {
      d[e] = words[e] < threshold ? 0 : d[e] * scale;
      q[e] = words[e] < threshold ? -q[e] : q[e];
    }
  }
}

INLINE uint64_t blocks_of(ptrdiff_t length) {
  return (uint64_t)((length + PHILOX_WORDS - 1) / PHILOX_WORDS) * PHILOX_BLOCKS;
}

// How many of the tile's columns its row r sees.
INLINE ptrdiff_t visible_columns(const struct attention_tile *tile, ptrdiff_t r) {
  if (!tile->is_causal) return tile->columns;
  const ptrdiff_t seen = tile->first_row + r + 1 - tile->first_column;
  return seen < 0 ? 0 : seen < tile->columns ? seen : tile->columns;
}

KERNEL void kernel_attention_probabilities(
    float *restrict scores, const struct attention_tile *tile, float *restrict statistics,
    ptrdiff_t statistics_stride, const struct attention_dropout *dropout) {
  const uint64_t blocks = blocks_of(tile->length);
  for (ptrdiff_t r = 0; r < tile->rows; r++) {
    float *restrict row = scores + r * tile->columns;
    const ptrdiff_t columns = visible_columns(tile, r);
    const float maximum = row_maximum(row, columns);
    for (ptrdiff_t c = 0; c < columns; c++) row[c] = exp_float(row[c] - maximum);
    float sum;
    SUM_OVER(sum, columns, row[i]);
    const float inverse = 1.0f / sum;
    for (ptrdiff_t c = 0; c < columns; c++) row[c] *= inverse;
    for (ptrdiff_t c = columns; c < tile->columns; c++) row[c] = 0;
    statistics[r * statistics_stride] = maximum;
    statistics[r * statistics_stride + 1] = inverse;
    if (dropout->threshold)
      drop_row(
          dropout->key, dropout->stream, (uint64_t)(tile->first_row + r) * blocks,
          dropout->threshold, dropout->scale, row, 0, columns);
  }
}

// scores → dropped probabilities, gradient → gradient of the scaled scores; see Attention.swift.
// dots[r] = Σ over the whole row of p · dp is computed when the tile holds whole rows, else read.
KERNEL void kernel_attention_backward(
    float *restrict scores, float *restrict gradient, const struct attention_tile *tile,
    bool has_whole_rows, const float *restrict statistics, ptrdiff_t statistics_stride,
    float *dots, ptrdiff_t dots_stride, float scale, const struct attention_dropout *dropout) {
  const uint64_t blocks = blocks_of(tile->length);
  for (ptrdiff_t r = 0; r < tile->rows; r++) {
    float *restrict p = scores + r * tile->columns;
    float *restrict d = gradient + r * tile->columns;
    const ptrdiff_t columns = visible_columns(tile, r);
    const uint64_t block = (uint64_t)(tile->first_row + r) * blocks;
    const float maximum = statistics[r * statistics_stride];
    const float inverse = statistics[r * statistics_stride + 1];
    for (ptrdiff_t c = 0; c < columns; c++) p[c] = exp_float(p[c] - maximum) * inverse;
    for (ptrdiff_t c = columns; c < tile->columns; c++) p[c] = d[c] = 0;
    if (dropout->threshold)
      drop_row_and_mark(
          dropout->key, dropout->stream, block, dropout->threshold, dropout->scale, d, p,
          tile->first_column, columns);
    if (has_whole_rows) {
      float sum;
      SUM_OVER(sum, columns, fabsf(p[i]) * d[i]);
      dots[r * dots_stride] = sum;
    }
    const float dot = dots[r * dots_stride];
    for (ptrdiff_t c = 0; c < columns; c++) d[c] = fabsf(p[c]) * (d[c] - dot) * scale;
    if (dropout->threshold)
      for (ptrdiff_t c = 0; c < columns; c++)
        p[c] = signbit(p[c]) ? 0 : p[c] * dropout->scale;
  }
}
