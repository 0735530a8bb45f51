// Products of a matrix with what dropout leaves of a row, from the product with the whole row: as
// little work as elements were dropped.
#include "philox.h"

// BODY for every dropped element `j` of row `r`, in rising order; as kernel_dropout draws them.
#define FOR_DROPPED(BODY)                                                                 \
  do {                                                                                    \
    const uint64_t begin_ = (first_row + (uint64_t)r) * (uint64_t)inputs;                 \
    const uint64_t end_ = begin_ + (uint64_t)inputs;                                      \
    for (uint64_t at_ = begin_ - begin_ % PHILOX_WORDS; at_ < end_; at_ += PHILOX_WORDS) { \
      uint32_t words_[PHILOX_WORDS];                                                      \
      philox_group(key, stream, at_ / 4, words_);                                         \
      for (uint64_t e_ = 0; e_ < PHILOX_WORDS; e_++) {                                    \
        if (words_[e_] >= threshold || at_ + e_ < begin_ || at_ + e_ >= end_) continue;   \
        const ptrdiff_t j = (ptrdiff_t)(at_ + e_ - begin_);                               \
        BODY;                                                                             \
      }                                                                                   \
    }                                                                                     \
  } while (0)

KERNEL void kernel_dropped_product(
    uint64_t key, uint64_t stream, uint64_t first_row, uint32_t threshold, float scale,
    const float *restrict x, const float *restrict w, const float *restrict p,
    float *restrict y, ptrdiff_t rows, ptrdiff_t inputs, ptrdiff_t outputs) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict row = y + r * outputs;
    memcpy(row, p + r * outputs, (size_t)outputs * sizeof(float));
    FOR_DROPPED({
      const float value = x[r * inputs + j];
      const float *restrict from = w + j * outputs;
      for (ptrdiff_t i = 0; i < outputs; i++) row[i] -= value * from[i];
    });
    for (ptrdiff_t i = 0; i < outputs; i++) row[i] *= scale;
  }
}

KERNEL void kernel_dropped_product_backward(
    uint64_t key, uint64_t stream, uint64_t first_row, uint32_t threshold, float scale,
    const float *restrict dy, const float *restrict w, float *restrict dx, ptrdiff_t rows,
    ptrdiff_t inputs, ptrdiff_t outputs) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict row = dy + r * outputs;
    memset(dx + r * inputs, 0, (size_t)inputs * sizeof(float));
    FOR_DROPPED({
      const float *restrict from = w + j * outputs;
      float sum;
      SUM_OVER(sum, outputs, row[i] * from[i]);
      dx[r * inputs + j] = -scale * sum;
    });
  }
}

// Sixteen columns at a time, whose lines of memory are then read once.
KERNEL void kernel_transpose(
    const float *restrict x, float *restrict y, ptrdiff_t rows, ptrdiff_t columns,
    ptrdiff_t first_column, ptrdiff_t count) {
  const ptrdiff_t end = first_column + count;
  for (ptrdiff_t c = first_column; c < end; c += LANES) {
    const ptrdiff_t width = end - c < LANES ? end - c : LANES;
    for (ptrdiff_t r = 0; r < rows; r++)
      for (ptrdiff_t l = 0; l < width; l++) y[(c + l) * rows + r] = x[r * columns + c + l];
  }
}
