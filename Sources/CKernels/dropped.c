// Products of a matrix with what dropout leaves of a row, from the product with the whole row: as
// little work as elements were dropped.
//
// A panel of the weight holds DROPPED_PANEL of its rows side by side, element by element: what one
// dropped element takes of them is one stretch of memory, and a panel stays in the cache while the
// rows of x go by. Without that a dropped element would wait for memory instead of computing.
#include "philox.h"

// Elements of a row that are summed up at once: their sums do not wait for each other.
#define TOGETHER 4
// Elements of a row whose stretches of all panels stay in the cache while the rows go by.
#define STRETCH 192

// places[0..<n]: the elements of a row that kernel_dropout drops, in rising order; n is returned.
// Written without a branch, as nobody could foretell it; places holds `inputs`.
INLINE ptrdiff_t dropped_places(
    uint64_t key, uint64_t stream, uint64_t row, uint32_t threshold, ptrdiff_t inputs,
    uint32_t *restrict places) {
  const uint64_t begin = row * (uint64_t)inputs, end = begin + (uint64_t)inputs;
  ptrdiff_t n = 0;
  for (uint64_t at = begin - begin % PHILOX_WORDS; at < end; at += PHILOX_WORDS) {
    uint32_t words[PHILOX_WORDS];
    philox_group(key, stream, at / 4, words);
    const uint64_t from = at < begin ? begin - at : 0;
    const uint64_t to = end - at < PHILOX_WORDS ? end - at : PHILOX_WORDS;
    for (uint64_t e = from; e < to; e++) {
      places[n] = (uint32_t)(at + e - begin);
      n += words[e] < threshold;
    }
  }
  return n;
}

KERNEL void kernel_dropped_product(
    uint64_t key, uint64_t stream, uint64_t first_row, uint32_t threshold, float scale,
    const float *restrict x, const float *restrict panels, const float *restrict p,
    float *restrict y, ptrdiff_t rows, ptrdiff_t inputs, ptrdiff_t outputs, void *scratch) {
  uint32_t *restrict places = scratch;
  float *restrict values = (float *)scratch + DROPPED_ROWS * inputs;
  ptrdiff_t ends[DROPPED_ROWS + 1] = {0};
  for (ptrdiff_t r = 0; r < rows; r++) {
    const ptrdiff_t start = ends[r];
    ends[r + 1] = start + dropped_places(
      key, stream, first_row + (uint64_t)r, threshold, inputs, places + start);
    for (ptrdiff_t k = start; k < ends[r + 1]; k++) values[k] = x[r * inputs + places[k]];
  }
  for (ptrdiff_t first = 0; first < outputs; first += DROPPED_PANEL) {
    const float *restrict panel = panels + first * inputs;
    const ptrdiff_t width = outputs - first < DROPPED_PANEL ? outputs - first : DROPPED_PANEL;
    for (ptrdiff_t r = 0; r < rows; r++) {
      float sum[DROPPED_PANEL] = {0};
      memcpy(sum, p + r * outputs + first, (size_t)width * sizeof(float));
      for (ptrdiff_t k = ends[r]; k < ends[r + 1]; k++) {
        const float value = values[k];
        const float *restrict from = panel + (ptrdiff_t)places[k] * DROPPED_PANEL;
        for (int i = 0; i < DROPPED_PANEL; i++) sum[i] -= value * from[i];
      }
      for (ptrdiff_t i = 0; i < width; i++) y[r * outputs + first + i] = sum[i] * scale;
    }
  }
}

// dx at `count` places of a row; dy fills whole panels.
INLINE void dropped_sums(
    const float *restrict dy, const float *restrict panels, const uint32_t *restrict places,
    const int count, float scale, float *restrict dx, ptrdiff_t inputs, ptrdiff_t outputs) {
  lanes sum[TOGETHER] = {0};
  for (ptrdiff_t first = 0; first < outputs; first += DROPPED_PANEL) {
    const float *restrict panel = panels + first * inputs;
    _Pragma("unroll") for (int i = 0; i < DROPPED_PANEL; i += LANES)
      _Pragma("unroll") for (int k = 0; k < count; k++)
        sum[k] += LOAD(dy + first + i) * LOAD(panel + (ptrdiff_t)places[k] * DROPPED_PANEL + i);
  }
  float lane[TOGETHER][LANES];
  memcpy(lane, sum, sizeof lane);
  for (int k = 0; k < count; k++) dx[places[k]] = -scale * sum_lanes(lane[k]);
}

KERNEL void kernel_dropped_product_backward(
    uint64_t key, uint64_t stream, uint64_t first_row, uint32_t threshold, float scale,
    const float *restrict dy, const float *restrict panels, float *restrict dx, ptrdiff_t rows,
    ptrdiff_t inputs, ptrdiff_t outputs, void *scratch) {
  uint32_t *restrict places = scratch;
  float *restrict row = (float *)scratch + DROPPED_ROWS * inputs;
  ptrdiff_t next[DROPPED_ROWS], ends[DROPPED_ROWS];
  for (ptrdiff_t r = 0; r < rows; r++) {
    next[r] = r > 0 ? ends[r - 1] : 0;
    ends[r] = next[r] + dropped_places(
      key, stream, first_row + (uint64_t)r, threshold, inputs, places + next[r]);
  }
  memset(dx, 0, (size_t)(rows * inputs) * sizeof(float));
  memset(row, 0, (size_t)(outputs + DROPPED_PANEL) * sizeof(float));
  for (ptrdiff_t stretch = STRETCH; stretch < inputs + STRETCH; stretch += STRETCH)
    for (ptrdiff_t r = 0; r < rows; r++) {
      ptrdiff_t k = next[r], end = k;
      while (end < ends[r] && (ptrdiff_t)places[end] < stretch) end++;
      next[r] = end;
      memcpy(row, dy + r * outputs, (size_t)outputs * sizeof(float));
      for (; k + TOGETHER <= end; k += TOGETHER)
        dropped_sums(
          row, panels, places + k, TOGETHER, scale, dx + r * inputs, inputs, outputs);
      for (; k < end; k++)
        dropped_sums(row, panels, places + k, 1, scale, dx + r * inputs, inputs, outputs);
    }
}

KERNEL void kernel_dropped_panel(
    const float *restrict w, float *restrict panel, ptrdiff_t rows, ptrdiff_t inputs) {
  for (ptrdiff_t j = 0; j < inputs; j += LANES) {
    const ptrdiff_t width = inputs - j < LANES ? inputs - j : LANES;
    for (ptrdiff_t r = 0; r < DROPPED_PANEL; r++)
      for (ptrdiff_t l = 0; l < width; l++)
        panel[(j + l) * DROPPED_PANEL + r] = r < rows ? w[r * inputs + j + l] : 0;
  }
}
