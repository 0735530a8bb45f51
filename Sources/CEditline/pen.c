#define _GNU_SOURCE
#include "editor.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Bytes for the terminal, and where they move its cursor; written at once.

static void add(ce_pen *p, const char *bytes, size_t length) {
  if (p->length + length > p->capacity) {
    size_t larger = (p->length + length) * 2 + 256;
    char *moved = realloc(p->bytes, larger);
    if (!moved) {
      p->has_failed = 1;
      return;
    }
    p->bytes = moved;
    p->capacity = larger;
  }
  memcpy(p->bytes + p->length, bytes, length);
  p->length += length;
}

void ce_add_text(ce_pen *p, const char *text) { add(p, text, strlen(text)); }

static void add_code(ce_pen *p, int count, char code) {
  char text[24];
  if (count <= 0) return;
  int length = count == 1 ? snprintf(text, sizeof text, "\033[%c", code)
                          : snprintf(text, sizeof text, "\033[%d%c", count, code);
  add(p, text, (size_t)length);
}

void ce_add_wide(ce_pen *p, const wchar_t *from, const wchar_t *to) {
  char bytes[MB_LEN_MAX];
  for (; from < to; from++) {
    mbstate_t state;
    memset(&state, 0, sizeof state);
    size_t used = wcrtomb(bytes, *from, &state);
    if (used != (size_t)-1) add(p, bytes, used);
    else ce_add_text(p, "?");
  }
}

// To a place in rows that are there. Behind a full row the terminal's cursor waits at its last column,
// so only an absolute way is safe.
void ce_move_pen(ce_pen *p, int row, int column) {
  if (row < p->row) add_code(p, p->row - row, 'A');
  if (row > p->row) add_code(p, row - p->row, 'B');
  p->row = row;
  if (column == p->column) return;
  ce_add_text(p, "\r");
  add_code(p, column, 'C');
  p->column = column;
}

void ce_write(const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(STDOUT_FILENO, bytes, length);
    if (count > 0) {
      bytes += count;
      length -= (size_t)count;
    } else if (count < 0 && errno == EAGAIN) {
      struct pollfd output = {STDOUT_FILENO, POLLOUT, 0};
      poll(&output, 1, 100);
    } else if (!(count < 0 && errno == EINTR)) {
      return;
    }
  }
}

void ce_lift(ce_pen *p) {
  if (p->length > 0 && !p->has_failed) ce_write(p->bytes, p->length);
  free(p->bytes);
  p->bytes = NULL;
}
