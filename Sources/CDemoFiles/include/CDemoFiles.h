#pragma once

#include <stddef.h>
#include <stdint.h>

// What ships inside the executable, so that a copied binary finds it from any working directory.
// A name is a path such as "reviews/train.tsv"; its first part is what follows `demo:`.
struct demo_file {
  const char *name;
  const unsigned char *bytes;
  size_t length;
};

int32_t demo_file_count(void);

// The file at `index`, from 0; an index out of range gives nulls and length 0.
struct demo_file demo_file(int32_t index);
