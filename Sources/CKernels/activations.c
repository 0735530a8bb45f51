// Activation functions and their derivatives, element by element.
#include "kernel_support.h"

// erfc(z) e^{z²} for z ≥ 0 as t Q(t), t = 1 / (1 + 0.4 z); relative error below 1e-7.
INLINE float scaled_erfc(float z) {
  float t = 1.0f / (1.0f + 0.4f * z);
  float q = 0.040267765522003174f;
  q = q * t + -0.1354723870754242f;
  q = q * t + 0.0738447904586792f;
  q = q * t + 0.0997265949845314f;
  q = q * t + 0.07151034474372864f;
  q = q * t + 0.1969621777534485f;
  q = q * t + 0.20095880329608917f;
  q = q * t + 0.22657568752765656f;
  q = q * t + 0.22562630474567413f;
  return t * q;
}

// Φ(x), and e^{-x²/2} beside it.
INLINE float normal_distribution(float x, float *density) {
  float e = exp_float(-0.5f * x * x);
  float tail = 0.5f * e * scaled_erfc(fabsf(x) * 0.70710678f);
  *density = e;
  return x < 0 ? tail : 1.0f - tail;
}

INLINE float logistic(float x) {
  float e = exp_float(-fabsf(x));
  float s = 1.0f / (1.0f + e);
  return x < 0 ? e * s : s;
}

INLINE float tanh_float(float x) {
  float a = fabsf(x), s = x * x;
  float e = exp_float(-2.0f * a);
  float large = (1.0f - e) / (1.0f + e);
  float p = -0.005515167023986578f;
  p = p * s + 0.02046942338347435f;
  p = p * s + -0.05368802323937416f;
  p = p * s + 0.1333083063364029f;
  p = p * s + -0.3333325982093811f;
  float small = x + x * s * p;
  return a < 0.625f ? small : (x < 0 ? -large : large);
}

// u = √(2/π) (x + 0.044715 x³) doubled, so that (1 + tanh u) / 2 = σ(2u)
INLINE float doubled_inner(float x) { return 1.5957691216f * (x + 0.044715f * x * x * x); }

KERNEL void kernel_exp(const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = exp_float(x[i]);
}

KERNEL void kernel_gelu(const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float density;
    y[i] = x[i] * normal_distribution(x[i], &density);
  }
}

KERNEL void kernel_gelu_backward(
    const float *restrict dy, const float *restrict x, float *restrict dx, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float density;
    float phi = normal_distribution(x[i], &density);
    dx[i] = dy[i] * (phi + x[i] * (0.39894228f * density));
  }
}

KERNEL void kernel_gelu_tanh(const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] * logistic(doubled_inner(x[i]));
}

KERNEL void kernel_gelu_tanh_backward(
    const float *restrict dy, const float *restrict x, float *restrict dx, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float s = logistic(doubled_inner(x[i]));
    float slope = 1.5957691216f * (1.0f + 0.134145f * x[i] * x[i]);
    dx[i] = dy[i] * (s + x[i] * s * (1.0f - s) * slope);
  }
}

KERNEL void kernel_silu(const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] * logistic(x[i]);
}

KERNEL void kernel_silu_backward(
    const float *restrict dy, const float *restrict x, float *restrict dx, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) {
    float s = logistic(x[i]);
    dx[i] = dy[i] * (s + x[i] * s * (1.0f - s));
  }
}

KERNEL void kernel_relu(const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] < 0 ? 0 : x[i];
}

KERNEL void kernel_relu_backward(
    const float *restrict dy, const float *restrict x, float *restrict dx, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = x[i] > 0 ? dy[i] : 0;
}

KERNEL void kernel_tanh(const float *restrict x, float *restrict y, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) y[i] = tanh_float(x[i]);
}

KERNEL void kernel_tanh_backward(
    const float *restrict dy, const float *restrict y, float *restrict dx, ptrdiff_t n) {
  for (ptrdiff_t i = 0; i < n; i++) dx[i] = dy[i] * (1.0f - y[i] * y[i]);
}
