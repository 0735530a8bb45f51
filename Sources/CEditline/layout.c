#define _GNU_SOURCE
#include "editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A prompt and a cell, cut into the rows of a terminal.

int ce_width(const ce_editor *e, wchar_t c) {
  if (c >= L' ' && c < 0x7F) return 1;
  return e->callbacks.width(e->callbacks.context, (unsigned)c);
}

// The characters that stand for one that has no picture: ^L, <9b>.
static size_t picture(wchar_t c, wchar_t *to) {
  if (c < L' ' || c == 0x7F) {
    to[0] = L'^';
    to[1] = c ^ 0x40;
    return 2;
  }
  int is_control = (c >= 0x80 && c < 0xA0) || c == 0x2028 || c == 0x2029;
  if (!is_control) return 0;
  return (size_t)swprintf(to, 8, L"<%x>", (unsigned)c);
}

// The items moved to where `needed` of them fit; NULL where there is no memory.
static void *grown(void *items, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return items;
  size_t larger = needed * 2 + 64;
  void *moved = realloc(items, larger * size);
  if (moved) *capacity = larger;
  return moved;
}

static void begin_row(ce_page *p) {
  ce_row *rows = grown(p->rows, &p->row_capacity, p->count + 1, sizeof *p->rows);
  if (!rows) return;
  p->rows = rows;
  p->rows[p->count++] = (ce_row){p->length, p->length, 0, 0};
}

// A row that goes on in the next one.
static void wrap(ce_page *p) {
  p->rows[p->count - 1].wraps = 1;
  begin_row(p);
}

static void make_space(ce_page *p, int width) {
  if (p->rows[p->count - 1].width + width > p->columns) wrap(p);
}

static void put(ce_page *p, wchar_t c, int width) {
  if (width > p->columns) {
    c = L'?';
    width = 1;
  }
  if (width > 0) make_space(p, width);
  ce_row *row = &p->rows[p->count - 1];
  wchar_t *text = grown(p->text, &p->capacity, p->length + 1, sizeof *p->text);
  if (!text) return;
  p->text = text;
  p->text[p->length++] = c;
  row->end = p->length;
  row->width += width;
}

static void put_picture(const ce_editor *e, ce_page *p, wchar_t c) {
  wchar_t pictured[8];
  if (c == L'\t') {
    int blanks = 8 - p->rows[p->count - 1].width % 8;
    while (blanks-- > 0) put(p, L' ', 1);
    return;
  }
  size_t count = picture(c, pictured);
  if (count == 0) put(p, c, ce_width(e, c));
  for (size_t i = 0; i < count; i++) put(p, pictured[i], 1);
}

// The cursor stands where a next character would.
static void settle_end(ce_page *p) { make_space(p, 1); }

static void note_cursor(ce_page *p) {
  int column = p->rows[p->count - 1].width;
  p->row = (int)p->count - 1;
  p->column = column < p->columns ? column : p->columns - 1;
}

void ce_lay_out(const ce_editor *e, ce_page *p, const ce_text *text, int columns) {
  p->length = p->count = 0;
  p->columns = columns;
  begin_row(p);
  if (p->count == 0) return;
  for (const wchar_t *at = text->prompt; *at; at++) put_picture(e, p, *at);
  for (const wchar_t *at = text->begin; at < text->end; at++) {
    int is_break = *at == L'\n', is_cursor = at == text->cursor;
    if (is_break) settle_end(p);
    else if (is_cursor) make_space(p, *at == L'\t' ? 1 : ce_width(e, *at));
    if (is_cursor) note_cursor(p);
    if (is_break) begin_row(p);
    else put_picture(e, p, *at);
  }
  settle_end(p);
  if (text->cursor >= text->end) note_cursor(p);
}

void ce_free_page(ce_page *p) {
  free(p->text);
  free(p->rows);
}
