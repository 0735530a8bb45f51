// Which clone of the kernels runs.
#include "kernel_support.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif

const char *kernel_instruction_set(void) {
#if defined(__x86_64__) && defined(__linux__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return "x86-64-v4";
  if (__builtin_cpu_supports("x86-64-v3")) return "x86-64-v3";
  return "x86-64";
#elif defined(__x86_64__)
  return "x86-64";
#elif defined(__aarch64__)
  return "arm64";
#else
  return "generic";
#endif
}

int kernel_processor_has_bf16(void) {
#if defined(__x86_64__) && defined(__linux__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return 0;
#endif
}

// AMD's family 25 with AVX-512: Zen 4. Source: AMD, Software Optimization Guide for the AMD Zen 4
// Microarchitecture (data paths of 256 bits). Measured there, OpenBLAS 0.3.21 on one core: 107
// GFLOP/s with Haswell kernels, 100 with Cooperlake's.
int kernel_processor_halves_vectors(void) {
#if defined(__x86_64__) && defined(__linux__)
  unsigned a = 0, b = 0, c = 0, d = 0;
  if (!__get_cpuid(0, &a, &b, &c, &d) || c != signature_AMD_ecx) return 0;
  if (!__get_cpuid(1, &a, &b, &c, &d)) return 0;
  const unsigned family = (a >> 8 & 15) + (a >> 20 & 255);
  __builtin_cpu_init();
  return family == 25 && __builtin_cpu_supports("avx512f") != 0;
#else
  return 0;
#endif
}
