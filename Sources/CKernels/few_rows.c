// Products of a few rows with many weights, which take as long as reading the weights once.
#include "kernel_support.h"

// How far ahead weights are asked for, in elements: the work of several rows would else hide what
// comes next from the processor. Of short rows it is the same place in the next ones.
#define AHEAD(O) (inner <= 1024 ? (O) * w_stride : 512)

// R rows of x by O rows of w: enough sums to hide the latency of an addition. Each element is the
// same sum in lanes, whatever R and O are.
#define DOTS(R, O)                                                                    \
  for (; o + (O) <= outputs; o += (O)) {                                              \
    const float *restrict weights = w + o * w_stride;                                 \
    lanes sum[R][O] = {0};                                                            \
    ptrdiff_t i = 0;                                                                  \
    for (; i + LANES <= inner; i += LANES)                                            \
      _Pragma("unroll") for (int k = 0; k < (O); k++) {                               \
        if ((R) > 1) __builtin_prefetch(weights + k * w_stride + i + AHEAD(O));       \
        const lanes weight = LOAD(weights + k * w_stride + i);                        \
        _Pragma("unroll") for (int r = 0; r < (R); r++)                               \
          sum[r][k] += LOAD(x + r * x_stride + i) * weight;                           \
      }                                                                               \
    float lane[R][O][LANES];                                                          \
    memcpy(lane, sum, sizeof lane);                                                   \
    for (int r = 0; r < (R); r++)                                                     \
      for (int k = 0; k < (O); k++) {                                                 \
        for (ptrdiff_t l = 0; i + l < inner; l++)                                     \
          lane[r][k][l] += x[r * x_stride + i + l] * weights[k * w_stride + i + l];   \
        const float dot = sum_lanes(lane[r][k]);                                      \
        float *at = y + r * y_stride + o + k;                                         \
        *at = alpha * dot + (bias ? bias[o + k] : beta == 0 ? 0 : beta * *at);        \
      }                                                                               \
  }

KERNEL void kernel_few_rows(
    const float *restrict x, ptrdiff_t x_stride, const float *restrict w, ptrdiff_t w_stride,
    const float *restrict bias, float *restrict y, ptrdiff_t y_stride, ptrdiff_t rows,
    ptrdiff_t outputs, ptrdiff_t inner, float alpha, float beta) {
  ptrdiff_t o = 0;
  switch (rows) {
    case 1: DOTS(1, 4) DOTS(1, 1) break;
    case 2: DOTS(2, 4) DOTS(2, 1) break;
    case 3: DOTS(3, 4) DOTS(3, 1) break;
    default: DOTS(4, 4) DOTS(4, 1) break;
  }
}

KERNEL void kernel_cached_attention(
    const float *restrict q, ptrdiff_t q_stride, const float *restrict keys,
    const float *restrict values, ptrdiff_t visible, float scale,
    float *restrict scores, float *restrict y, float *restrict statistics, ptrdiff_t rows,
    ptrdiff_t columns, ptrdiff_t size) {
  const float *const bias = 0;
  const float alpha = scale, beta = 0;
  const ptrdiff_t seen = visible < 0 ? 0 : visible < columns ? visible : columns;
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict out = y + r * size;
    memset(out, 0, (size_t)size * sizeof(float));
    statistics[2 * r] = -INFINITY;
    statistics[2 * r + 1] = 0;
    if (seen == 0) continue;
    {
      const float *restrict x = q + r * q_stride, *restrict w = keys;
      const ptrdiff_t x_stride = 0, w_stride = size, y_stride = 0, outputs = seen, inner = size;
      float *restrict y = scores;
      ptrdiff_t o = 0;
      DOTS(1, 4) DOTS(1, 1)
    }
    const float maximum = row_maximum(scores, seen);
    for (ptrdiff_t c = 0; c < seen; c++) scores[c] = exp_float(scores[c] - maximum);
    float sum;
    SUM_OVER(sum, seen, scores[i]);
    statistics[2 * r] = maximum;
    statistics[2 * r + 1] = sum;
    ptrdiff_t c = 0;
    for (; c + 4 <= seen; c += 4) {
      const float *restrict p = scores + c, *restrict value = values + c * size;
      for (ptrdiff_t e = 0; e < size; e++) {
        float sum = out[e] + p[0] * value[e];
        sum += p[1] * value[size + e];
        sum += p[2] * value[2 * size + e];
        out[e] = sum + p[3] * value[3 * size + e];
      }
    }
    for (; c < seen; c++)
      for (ptrdiff_t e = 0; e < size; e++) out[e] += scores[c] * values[c * size + e];
  }
}

KERNEL void kernel_combine_attention(
    const float *restrict parts, ptrdiff_t part_stride, const float *restrict statistics,
    ptrdiff_t statistics_stride, float *restrict y, ptrdiff_t parts_count, ptrdiff_t size) {
  float maximum = statistics[0];
  for (ptrdiff_t p = 1; p < parts_count; p++) {
    const float other = statistics[p * statistics_stride];
    maximum = other > maximum ? other : maximum;
  }
  float total = 0;
  for (ptrdiff_t e = 0; e < size; e++) y[e] = 0;
  for (ptrdiff_t p = 0; p < parts_count; p++) {
    const float sum = statistics[p * statistics_stride + 1];
    if (sum == 0) continue;
    const float weight = exp_float(statistics[p * statistics_stride] - maximum);
    const float *restrict part = parts + p * part_stride;
    total += weight * sum;
    for (ptrdiff_t e = 0; e < size; e++) y[e] += weight * part[e];
  }
  const float inverse = 1.0f / total;
  for (ptrdiff_t e = 0; e < size; e++) y[e] *= inverse;
}
