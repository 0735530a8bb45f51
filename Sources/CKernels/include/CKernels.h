// The elementwise inner loops. Arrays are dense and row-major unless a stride is given; the shapes
// are checked by the Swift side. Every result depends on the elements alone: a caller may cut rows
// anywhere, columns of column sums at multiples of 64, and elements of a random stream at multiples
// of 64.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A hint that the processor waits for another thread.
static inline void kernel_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

// "x86-64-v4", …: which clone of the kernels runs on this processor.
const char *kernel_instruction_set(void);
int kernel_processor_has_bf16(void);
// Whether vectors of 512 bits are computed as two halves.
int kernel_processor_halves_vectors(void);

// Activations, n elements.
void kernel_exp(const float *x, float *y, ptrdiff_t n);
void kernel_gelu(const float *x, float *y, ptrdiff_t n);
void kernel_gelu_backward(const float *dy, const float *x, float *dx, ptrdiff_t n);
void kernel_gelu_tanh(const float *x, float *y, ptrdiff_t n);
void kernel_gelu_tanh_backward(const float *dy, const float *x, float *dx, ptrdiff_t n);
void kernel_silu(const float *x, float *y, ptrdiff_t n);
void kernel_silu_backward(const float *dy, const float *x, float *dx, ptrdiff_t n);
void kernel_relu(const float *x, float *y, ptrdiff_t n);
void kernel_relu_backward(const float *dy, const float *x, float *dx, ptrdiff_t n);
void kernel_tanh(const float *x, float *y, ptrdiff_t n);
void kernel_tanh_backward(const float *dy, const float *y, float *dx, ptrdiff_t n);

// Elementwise.
void kernel_add(const float *a, const float *b, float *y, ptrdiff_t n);
void kernel_add_in_place(float *y, const float *a, ptrdiff_t n);
void kernel_multiply(const float *a, const float *b, float *y, ptrdiff_t n);
void kernel_scale(float s, const float *x, float *y, ptrdiff_t n);
void kernel_scale_in_place(float s, float *x, ptrdiff_t n);
void kernel_add_bias(
    const float *x, const float *bias, float *y, ptrdiff_t rows, ptrdiff_t columns);
void kernel_scale_columns(
    const float *x, const float *g, float *y, ptrdiff_t rows, ptrdiff_t columns);
void kernel_add_scaled_columns(
    const float *x, const float *g, float *y, ptrdiff_t rows, ptrdiff_t columns);
void kernel_gather_rows(
    const float *x, const int32_t *ids, float *y, ptrdiff_t rows, ptrdiff_t columns);

// Columns of matrices with the given stride, rows in order; added to y when `accumulate`.
void kernel_column_sums(
    const float *x, float *y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride,
    bool accumulate);
void kernel_column_dots(
    const float *a, const float *b, float *y, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t stride,
    bool accumulate);
void kernel_layer_norm_weight_gradient(
    const float *dy, const float *x, const float *statistics, float *y, ptrdiff_t rows,
    ptrdiff_t columns, ptrdiff_t stride, bool accumulate);
void kernel_rms_norm_weight_gradient(
    const float *dy, const float *x, const float *scales, float *y, ptrdiff_t rows,
    ptrdiff_t columns, ptrdiff_t stride, bool accumulate);
// dx[ids[r]] += dy[r], rows in order.
void kernel_scatter_rows(
    const float *dy, const int32_t *ids, float *dx, ptrdiff_t rows, ptrdiff_t columns,
    ptrdiff_t stride);

// Sums in double precision.
double kernel_sum_of_squares(const float *x, ptrdiff_t n);
double kernel_dot(const float *a, const float *b, ptrdiff_t n);

// Rows. The statistics of a layer-norm row are its mean and 1 / √(variance + ε).
void kernel_layer_norm(
    const float *x, const float *weight, const float *bias, float epsilon, float *y,
    float *statistics, ptrdiff_t rows, ptrdiff_t columns);
void kernel_layer_norm_backward(
    const float *dy, const float *x, const float *weight, const float *statistics, float *dx,
    ptrdiff_t rows, ptrdiff_t columns);
// The statistic of a root-mean-square row is 1 / √(mean square + ε).
void kernel_rms_norm(
    const float *x, const float *weight, float epsilon, float *y, float *scales, ptrdiff_t rows,
    ptrdiff_t columns);
void kernel_rms_norm_backward(
    const float *dy, const float *x, const float *weight, const float *scales, float *dx,
    ptrdiff_t rows, ptrdiff_t columns);
void kernel_softmax(const float *x, float *y, ptrdiff_t rows, ptrdiff_t columns);
void kernel_softmax_backward(
    const float *dy, const float *y, float *dx, ptrdiff_t rows, ptrdiff_t columns);
void kernel_log_softmax(const float *x, float *y, ptrdiff_t rows, ptrdiff_t columns);
void kernel_log_softmax_backward(
    const float *dy, const float *y, float *dx, ptrdiff_t rows, ptrdiff_t columns);
// A row with a negative label has loss 0; totals are the rows' log-sum-exp.
void kernel_cross_entropy(
    const float *logits, const int32_t *labels, float *losses, float *totals, ptrdiff_t rows,
    ptrdiff_t classes);
void kernel_cross_entropy_backward(
    const float *logits, const int32_t *labels, const float *totals, float scale, float *dx,
    ptrdiff_t rows, ptrdiff_t classes);
// The same a block of classes at a time: a row's running maximum and Σ exp(logit − maximum), and
// its label's logit, which only the block that holds the label writes.
struct cross_entropy_row {
  double sum;
  float maximum, label_logit;
};
void kernel_cross_entropy_block(
    const float *logits, const int32_t *labels, struct cross_entropy_row *state, ptrdiff_t rows,
    ptrdiff_t classes, ptrdiff_t first_class);
void kernel_cross_entropy_totals(
    const struct cross_entropy_row *state, float *losses, float *totals, ptrdiff_t rows);
// Logits to their gradients in place.
void kernel_cross_entropy_block_backward(
    float *logits, const int32_t *labels, const float *totals, float scale, ptrdiff_t rows,
    ptrdiff_t classes, ptrdiff_t first_class);

// Random numbers: Philox 4x32-10 of (index, stream) under key.
void kernel_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
void kernel_random_bits(
    uint64_t key, uint64_t stream, uint64_t start, uint32_t *out, ptrdiff_t n);
void kernel_normal_pair(uint64_t key, uint64_t stream, uint64_t pair, double out[2]);
// y = 0 where the element's word is below the threshold, else x · scale.
void kernel_dropout(
    uint64_t key, uint64_t stream, uint64_t start, uint32_t threshold, float scale,
    const float *x, float *y, ptrdiff_t n);
double kernel_log(double x);

// Rows of x that one call below takes at most, and rows of the weight that stand in a panel.
#define DROPPED_ROWS 64
#define DROPPED_PANEL 64

// y = scale (p − Σ x_j w_j) over the elements j of a row of x that kernel_dropout drops, with
// p = x w: the product of w with what is left. x, p and y begin at row `first_row`. The scratch
// memory holds 2 DROPPED_ROWS inputs numbers.
void kernel_dropped_product(
    uint64_t key, uint64_t stream, uint64_t first_row, uint32_t threshold, float scale,
    const float *x, const float *panels, const float *p, float *y, ptrdiff_t rows,
    ptrdiff_t inputs, ptrdiff_t outputs, void *scratch);
// dx_j = −scale ⟨dy, w_j⟩ for the dropped elements, 0 for the others. The scratch memory holds
// DROPPED_ROWS inputs + outputs + DROPPED_PANEL numbers.
void kernel_dropped_product_backward(
    uint64_t key, uint64_t stream, uint64_t first_row, uint32_t threshold, float scale,
    const float *dy, const float *panels, float *dx, ptrdiff_t rows, ptrdiff_t inputs,
    ptrdiff_t outputs, void *scratch);
// Up to DROPPED_PANEL rows of a weight [rows, inputs] as [inputs, DROPPED_PANEL], 0 behind them.
void kernel_dropped_panel(const float *w, float *panel, ptrdiff_t rows, ptrdiff_t inputs);

// Dropout on the probabilities of one sequence and head; threshold 0 is none.
struct attention_dropout {
  uint64_t key, stream;
  uint32_t threshold;
  float scale;
};
// A block of one sequence's and head's scores; a causal row i sees the columns 0 to i.
struct attention_tile {
  ptrdiff_t rows, columns;
  ptrdiff_t first_row, first_column;  // within the sequence; the column a multiple of 64
  ptrdiff_t length;                   // of the sequence
  bool is_causal;
};
// Scores to probabilities in place, the tile holding whole rows; a row's statistics are its maximum
// and 1 / Σ exp.
void kernel_attention_probabilities(
    float *scores, const struct attention_tile *tile, float *statistics,
    ptrdiff_t statistics_stride, const struct attention_dropout *dropout);
void kernel_attention_backward(
    float *scores, float *gradient, const struct attention_tile *tile, bool has_whole_rows,
    const float *statistics, ptrdiff_t statistics_stride, float *dots, ptrdiff_t dots_stride,
    float scale, const struct attention_dropout *dropout);

// y[r, o] = alpha Σ x[r, i] w[o, i], plus bias[o] if there is a bias, else plus beta y[r, o]; one
// to four rows. An element's bits depend on its own row of x and of w alone.
void kernel_few_rows(
    const float *x, ptrdiff_t x_stride, const float *w, ptrdiff_t w_stride, const float *bias,
    float *y, ptrdiff_t y_stride, ptrdiff_t rows, ptrdiff_t outputs, ptrdiff_t inner, float alpha,
    float beta);
// Rows of queries over a stretch of one head's keys and values [columns, size], of which all
// see the first `visible` (which may be beyond either end): y is Σ exp(score − maximum) value, and
// a row's statistics are the maximum and Σ exp. `scores` has room for the columns.
void kernel_cached_attention(
    const float *q, ptrdiff_t q_stride, const float *keys, const float *values,
    ptrdiff_t visible, float scale, float *scores, float *y, float *statistics, ptrdiff_t rows,
    ptrdiff_t columns, ptrdiff_t size);
// One row's output from those of consecutive stretches.
void kernel_combine_attention(
    const float *parts, ptrdiff_t part_stride, const float *statistics,
    ptrdiff_t statistics_stride, float *y, ptrdiff_t parts_count, ptrdiff_t size);

// Rotates the first half of every head with its second half by position · frequency; `half` is half
// a head. The sines' scale negated turns back.
void kernel_rotary(
    const float *x, const int32_t *positions, const float *frequencies, float cosine_scale,
    float sine_scale, float *y, ptrdiff_t rows, ptrdiff_t heads, ptrdiff_t half);

// p ← p · keep; g ← g + l2 · p; m ← m + m_weight (g - m); v ← beta2 v + v_weight g²;
// p ← p + step · m / (√v / v_scale + epsilon)
struct adam_coefficients {
  float keep, l2, m_weight, beta2, v_weight, v_scale, epsilon, step;
};
void kernel_adam(
    float *parameter, const float *gradient, float *m, float *v,
    const struct adam_coefficients *coefficients, ptrdiff_t n);
