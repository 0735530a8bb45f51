// Sums, products and scalings of whole tensors, of rows and of columns.
#include "kernel_support.h"

KERNEL void kernel_add(
    const float *restrict a, const float *restrict b, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = a[i] + b[i];
}

KERNEL void kernel_add_in_place(float *restrict y, const float *restrict a, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] += a[i];
}

KERNEL void kernel_multiply(
    const float *restrict a, const float *restrict b, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = a[i] * b[i];
}

KERNEL void kernel_scale(float s, const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = s * x[i];
}

KERNEL void kernel_scale_in_place(float s, float *restrict x, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) x[i] *= s;
}

KERNEL void kernel_add_bias(
    const float *restrict x, const float *restrict bias, float *restrict y, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] = x[r * columns + c] + bias[c];
}

KERNEL void kernel_scale_columns(
    const float *restrict x, const float *restrict g, float *restrict y, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] = x[r * columns + c] * g[c];
}

// y += x g, column by column.
KERNEL void kernel_add_scaled_columns(
    const float *restrict x, const float *restrict g, float *restrict y, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] += x[r * columns + c] * g[c];
}

// Rows are added 32 at a time, then to the total: the rounding error of a long column stays small.
#define COLUMN_SUM(EXPRESSION)                                              \
  for (ptrdiff_t first = 0; first < columns; first += 64) {                 \
    ptrdiff_t width = columns - first < 64 ? columns - first : 64;          \
    float total[64] = {0};                                                  \
    for (ptrdiff_t block = 0; block < rows; block += 32) {                  \
      ptrdiff_t end = block + 32 < rows ? block + 32 : rows;                \
      float part[64] = {0};                                                 \
      for (ptrdiff_t r = block; r < end; r++)                               \
        for (ptrdiff_t c = 0; c < width; c++) {                             \
          const ptrdiff_t at = r * stride + first + c;                      \
          part[c] += (EXPRESSION);                                          \
        }                                                                   \
      for (ptrdiff_t c = 0; c < width; c++) total[c] += part[c];            \
    }                                                                       \
    if (accumulate)                                                         \
      for (ptrdiff_t c = 0; c < width; c++) y[first + c] += total[c];       \
    else                                                                    \
      for (ptrdiff_t c = 0; c < width; c++) y[first + c] = total[c];        \
  }

KERNEL void kernel_column_sums(
    const float *restrict x, float *restrict y, ptrdiff_t rows, ptrdiff_t columns,
    ptrdiff_t stride, bool accumulate) {
  COLUMN_SUM(x[at])
}

KERNEL void kernel_column_dots(
    const float *restrict a, const float *restrict b, float *restrict y, ptrdiff_t rows,
    ptrdiff_t columns, ptrdiff_t stride, bool accumulate) {
  COLUMN_SUM(a[at] * b[at])
}

KERNEL void kernel_layer_norm_weight_gradient(
    const float *restrict dy, const float *restrict x, const float *restrict statistics,
    float *restrict y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, bool accumulate) {
  COLUMN_SUM(dy[at] * ((x[at] - statistics[2 * r]) * statistics[2 * r + 1]))
}

KERNEL void kernel_rms_norm_weight_gradient(
    const float *restrict dy, const float *restrict x, const float *restrict scales,
    float *restrict y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride, bool accumulate) {
  COLUMN_SUM(dy[at] * (x[at] * scales[r]))
}

KERNEL void kernel_gather_rows(
    const float *restrict x, const int32_t *restrict ids, float *restrict y, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++)
    memcpy(y + r * columns, x + ids[r] * columns, (size_t)columns * sizeof(float));
}

KERNEL void kernel_scatter_rows(
    const float *restrict dy, const int32_t *restrict ids, float *restrict dx, ptrdiff_t rows,
    ptrdiff_t columns, ptrdiff_t stride) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict row = dx + ids[r] * stride;
    const float *restrict from = dy + r * stride;
    for (ptrdiff_t c = 0; c < columns; c++) row[c] += from[c];
  }
}

KERNEL double kernel_sum_of_squares(const float *restrict x, ptrdiff_t n) {
  double lane[LANES] = {0};
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int l = 0; l < LANES; l++) lane[l] += (double)x[i + l] * (double)x[i + l];
  for (int l = 0; i + l < n; l++) lane[l] += (double)x[i + l] * (double)x[i + l];
  double sum = 0;
  for (int l = 0; l < LANES; l++) sum += lane[l];
  return sum;
}

KERNEL double kernel_dot(const float *restrict a, const float *restrict b, ptrdiff_t n) {
  double lane[LANES] = {0};
  ptrdiff_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (int l = 0; l < LANES; l++) lane[l] += (double)a[i + l] * (double)b[i + l];
  for (int l = 0; i + l < n; l++) lane[l] += (double)a[i + l] * (double)b[i + l];
  double sum = 0;
  for (int l = 0; l < LANES; l++) sum += lane[l];
  return sum;
}
