// Kernels that work on a row at a time: normalisation, softmax, cross-entropy.
#include "kernel_support.h"

KERNEL void kernel_layer_norm(
    const float *restrict x, const float *restrict weight, const float *restrict bias,
    float epsilon, float *restrict y, float *restrict statistics, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = x + r * columns;
    float *restrict out = y + r * columns;
    float sum, squares;
    SUM_OVER(sum, columns, in[i]);
    const float mean = sum / (float)columns;
    SUM_OVER(squares, columns, (in[i] - mean) * (in[i] - mean));
    const float scale = 1.0f / square_root(squares / (float)columns + epsilon);
    for (ptrdiff_t c = 0; c < columns; c++)
      out[c] = (in[c] - mean) * scale * weight[c] + bias[c];
    statistics[2 * r] = mean;
    statistics[2 * r + 1] = scale;
  }
}

KERNEL void kernel_layer_norm_backward(
    const float *restrict dy, const float *restrict x, const float *restrict weight,
    const float *restrict statistics, float *restrict dx, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = x + r * columns;
    const float *restrict d = dy + r * columns;
    float *restrict out = dx + r * columns;
    const float mean = statistics[2 * r], scale = statistics[2 * r + 1];
    float plain, weighted;
    SUM_OVER(plain, columns, d[i] * weight[i]);
    SUM_OVER(weighted, columns, d[i] * weight[i] * ((in[i] - mean) * scale));
    plain /= (float)columns;
    weighted /= (float)columns;
    for (ptrdiff_t c = 0; c < columns; c++)
      out[c] = scale * (d[c] * weight[c] - plain - (in[c] - mean) * scale * weighted);
  }
}

KERNEL void kernel_rms_norm(
    const float *restrict x, const float *restrict weight, float epsilon, float *restrict y,
    float *restrict scales, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = x + r * columns;
    float *restrict out = y + r * columns;
    float squares;
    SUM_OVER(squares, columns, in[i] * in[i]);
    const float scale = 1.0f / square_root(squares / (float)columns + epsilon);
    for (ptrdiff_t c = 0; c < columns; c++) out[c] = in[c] * scale * weight[c];
    scales[r] = scale;
  }
}

KERNEL void kernel_rms_norm_backward(
    const float *restrict dy, const float *restrict x, const float *restrict weight,
    const float *restrict scales, float *restrict dx, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = x + r * columns;
    const float *restrict d = dy + r * columns;
    float *restrict out = dx + r * columns;
    const float scale = scales[r];
    float weighted;
    SUM_OVER(weighted, columns, d[i] * weight[i] * (in[i] * scale));
    weighted /= (float)columns;
    for (ptrdiff_t c = 0; c < columns; c++)
      out[c] = scale * (d[c] * weight[c] - in[c] * scale * weighted);
  }
}

KERNEL void kernel_softmax(
    const float *restrict x, float *restrict y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = x + r * columns;
    float *restrict out = y + r * columns;
    const float maximum = row_maximum(in, columns);
    for (ptrdiff_t c = 0; c < columns; c++) out[c] = exp_float(in[c] - maximum);
    float sum;
    SUM_OVER(sum, columns, out[i]);
    const float inverse = 1.0f / sum;
    for (ptrdiff_t c = 0; c < columns; c++) out[c] *= inverse;
  }
}

KERNEL void kernel_softmax_backward(
    const float *restrict dy, const float *restrict y, float *restrict dx, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict p = y + r * columns;
    const float *restrict d = dy + r * columns;
    float dot;
    SUM_OVER(dot, columns, d[i] * p[i]);
    for (ptrdiff_t c = 0; c < columns; c++) dx[r * columns + c] = p[c] * (d[c] - dot);
  }
}

// Σ exp(x − maximum), in chunks, so that no buffer as long as the row is needed.
INLINE double sum_of_exponentials(const float *restrict x, float maximum, ptrdiff_t n) {
  double sum = 0;
  for (ptrdiff_t first = 0; first < n; first += 256) {
    float part[256];
    const ptrdiff_t width = n - first < 256 ? n - first : 256;
    for (ptrdiff_t c = 0; c < width; c++) part[c] = exp_float(x[first + c] - maximum);
    float chunk;
    SUM_OVER(chunk, width, part[i]);
    sum += (double)chunk;
  }
  return sum;
}

INLINE float log_sum_exp(const float *restrict x, ptrdiff_t n) {
  const float maximum = row_maximum(x, n);
  return (float)((double)maximum + kernel_log(sum_of_exponentials(x, maximum, n)));
}

KERNEL void kernel_log_softmax(
    const float *restrict x, float *restrict y, ptrdiff_t rows, ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = x + r * columns;
    const float total = log_sum_exp(in, columns);
    for (ptrdiff_t c = 0; c < columns; c++) y[r * columns + c] = in[c] - total;
  }
}

KERNEL void kernel_log_softmax_backward(
    const float *restrict dy, const float *restrict y, float *restrict dx, ptrdiff_t rows,
    ptrdiff_t columns) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict logs = y + r * columns;
    const float *restrict d = dy + r * columns;
    float sum;
    SUM_OVER(sum, columns, d[i]);
    for (ptrdiff_t c = 0; c < columns; c++)
      dx[r * columns + c] = d[c] - exp_float(logs[c]) * sum;
  }
}

KERNEL void kernel_cross_entropy(
    const float *restrict logits, const int32_t *restrict labels, float *restrict losses,
    float *restrict totals, ptrdiff_t rows, ptrdiff_t classes) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    if (labels[r] < 0) {
      losses[r] = 0;
      totals[r] = 0;
      continue;
    }
    totals[r] = log_sum_exp(logits + r * classes, classes);
    losses[r] = totals[r] - logits[r * classes + labels[r]];
  }
}

KERNEL void kernel_cross_entropy_backward(
    const float *restrict logits, const int32_t *restrict labels, const float *restrict totals,
    float scale, float *restrict dx, ptrdiff_t rows, ptrdiff_t classes) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict out = dx + r * classes;
    if (labels[r] < 0) {
      memset(out, 0, (size_t)classes * sizeof(float));
      continue;
    }
    const float *restrict in = logits + r * classes;
    const float total = totals[r];
    for (ptrdiff_t c = 0; c < classes; c++) out[c] = scale * exp_float(in[c] - total);
    out[labels[r]] -= scale;
  }
}

KERNEL void kernel_cross_entropy_block(
    const float *restrict logits, const int32_t *restrict labels,
    struct cross_entropy_row *restrict state, ptrdiff_t rows, ptrdiff_t classes,
    ptrdiff_t first_class) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    const float *restrict in = logits + r * classes;
    struct cross_entropy_row *row = state + r;
    const float maximum = row_maximum(in, classes);
    if (first_class == 0) {
      row->maximum = maximum;
      row->sum = sum_of_exponentials(in, maximum, classes);
    } else if (maximum > row->maximum) {
      row->sum = row->sum * (double)exp_float(row->maximum - maximum)
          + sum_of_exponentials(in, maximum, classes);
      row->maximum = maximum;
    } else {
      row->sum += sum_of_exponentials(in, row->maximum, classes);
    }
    const ptrdiff_t label = labels[r] - first_class;
    if (label >= 0 && label < classes) row->label_logit = in[label];
  }
}

KERNEL void kernel_cross_entropy_totals(
    const struct cross_entropy_row *restrict state, float *restrict losses,
    float *restrict totals, ptrdiff_t rows) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    totals[r] = (float)((double)state[r].maximum + kernel_log(state[r].sum));
    losses[r] = totals[r] - state[r].label_logit;
  }
}

KERNEL void kernel_cross_entropy_block_backward(
    float *restrict logits, const int32_t *restrict labels, const float *restrict totals,
    float scale, ptrdiff_t rows, ptrdiff_t classes, ptrdiff_t first_class) {
  for (ptrdiff_t r = 0; r < rows; r++) {
    float *restrict row = logits + r * classes;
    const float total = totals[r];
    for (ptrdiff_t c = 0; c < classes; c++) row[c] = scale * exp_float(row[c] - total);
    const ptrdiff_t label = labels[r] - first_class;
    if (label >= 0 && label < classes) row[label] -= scale;
  }
}
