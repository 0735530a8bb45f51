// Rotary position embeddings.
#include "turns.h"

#define ANGLES 64

KERNEL void kernel_rotary(
    const float *restrict x, const int32_t *restrict positions, const float *restrict frequencies,
    float cosine_scale, float sine_scale, float *restrict y, ptrdiff_t rows, ptrdiff_t heads,
    ptrdiff_t half) {
  for (ptrdiff_t r = 0; r < rows; r++)
    for (ptrdiff_t first = 0; first < half; first += ANGLES) {
      const ptrdiff_t width = half - first < ANGLES ? half - first : ANGLES;
      float cosines[ANGLES], sines[ANGLES];
      for (ptrdiff_t i = 0; i < width; i++) {
        // The angle is a product in single precision, as in transformers; its turns are exact.
        const float angle = (float)positions[r] * frequencies[first + i];
        const double turns = (double)angle * 0.15915494309189535;
        double cosine, sine;
        cosine_and_sine_of_turns(turns - __builtin_floor(turns), &cosine, &sine);
        cosines[i] = (float)cosine * cosine_scale;
        sines[i] = (float)sine * sine_scale;
      }
      for (ptrdiff_t h = 0; h < heads; h++) {
        const ptrdiff_t at = (r * heads + h) * 2 * half + first;
        for (ptrdiff_t i = 0; i < width; i++) {
          const float a = x[at + i], b = x[at + half + i];
          y[at + i] = a * cosines[i] - b * sines[i];
          y[at + half + i] = b * cosines[i] + a * sines[i];
        }
      }
    }
}
