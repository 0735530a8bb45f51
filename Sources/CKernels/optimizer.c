// One step of Adam, in the order of torch.optim.Adam and AdamW (single tensor, not fused).
#include "kernel_support.h"

KERNEL void kernel_adam(
    float *restrict parameter, const float *restrict gradient, float *restrict m,
    float *restrict v, const struct adam_coefficients *c, ptrdiff_t n) {
  const float keep = c->keep, l2 = c->l2, m_weight = c->m_weight, beta2 = c->beta2,
              v_weight = c->v_weight, v_scale = c->v_scale, epsilon = c->epsilon, step = c->step;
  for (ptrdiff_t i = 0; i < n; i++) {
    const float p = parameter[i] * keep;
    const float g = gradient[i] + l2 * p;
    const float mean = m[i] + m_weight * (g - m[i]);
    const float square = v[i] * beta2 + v_weight * g * g;
    m[i] = mean;
    v[i] = square;
    parameter[i] = p + step * mean / (square_root(square) / v_scale + epsilon);
  }
}
