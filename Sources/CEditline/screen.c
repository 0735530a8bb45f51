#define _GNU_SOURCE
#include "editor.h"

#include <string.h>

// When the cell is painted, and what else goes to the terminal around it.

static void put(const char *text) { ce_write(text, strlen(text)); }

static ce_text text_of(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  return (ce_text){e->wide_prompt, line->buffer, line->lastchar, line->cursor};
}

void ce_paint(ce_editor *e) {
  if (!e->quiet) return;
  ce_text text = text_of(e);
  ce_paint_text(e, &text, ce_rows());
}

void ce_below(ce_editor *e) {
  if (!e->quiet) return;
  ce_text text = text_of(e);
  text.cursor = text.end;
  ce_paint_text(e, &text, ce_rows());
  ce_forget_painted(e);
}

void ce_finish(ce_editor *e, const wchar_t *begin, const wchar_t *end) {
  if (!e->quiet) return;
  // All of a cell taller than the screen, below what is painted of it.
  ce_text text = {e->wide_prompt, begin, end, end};
  int rows = ce_rows();
  if (e->top > 0 || (rows > 0 && e->painted >= rows)) ce_clear_painted(e);
  ce_paint_text(e, &text, 0);
  if (e->column > 0) put("\r\n");
  ce_forget_painted(e);
}

void ce_draw_below(ce_editor *e) {
  if (!e->quiet) {
    el_set(e->el, EL_REFRESH);
    return;
  }
  ce_forget_painted(e);
  put("\r\033[J");
  ce_paint(e);
}

void ce_resized(ce_editor *e) {
  el_resize(e->el);
  if (!e->quiet) {
    el_set(e->el, EL_REFRESH);
    return;
  }
  ce_clear_resized(e, ce_rows());
  ce_paint(e);
}

void ce_clear_screen(ce_editor *e) {
  if (!e->quiet) return;
  ce_forget_painted(e);
  put("\033[H\033[2J");
}

void ce_print(ce_editor *e, const char *text) {
  ce_below(e);
  put("\r\n");
  put(text);
  put("\r\n");
}
