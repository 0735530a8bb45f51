#define _GNU_SOURCE
#include "editor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

// What libedit has no call for: to print below a cell of several rows, and to draw it anew.

int ce_columns(void) {
  struct winsize size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size.ws_col;
  return 0;
}

static void put(const char *text) {
  ssize_t written = write(STDOUT_FILENO, text, strlen(text));
  (void)written;
}

static void put_times(const char *text, int count) {
  while (count-- > 0) put(text);
}

typedef struct {
  int row, column;
} place;

// Where `to` stands, counted from the prompt's row.
static place place_of(ce_editor *e, const wchar_t *to) {
  const LineInfoW *line = el_wline(e->el);
  int columns = ce_columns(), row = 0;
  if (columns <= 0) columns = 80;
  int column = (int)strlen(e->prompt) % columns;
  for (const wchar_t *at = line->buffer; at < to; at++) {
    if (*at == L'\n') {
      row++;
      column = 0;
      continue;
    }
    int width = *at == L'\t' ? 8 - column % 8 : wcwidth(*at);
    if (width < 0) width = 2;
    if (column + width > columns) {
      row++;
      column = 0;
    }
    column += width;
    if (column >= columns) {
      row++;
      column = 0;
    }
  }
  return (place){row, column};
}

void ce_below(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  place end = place_of(e, line->lastchar), cursor = place_of(e, line->cursor);
  put_times("\n", end.row - cursor.row);
  if (e->is_smart) {
    char code[32];
    snprintf(code, sizeof code, end.column > 0 ? "\r\033[%dC" : "\r", end.column);
    put(code);
  }
}

void ce_make_room(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  int last = place_of(e, line->lastchar).row;
  put_times("\n", last);
  if (e->is_smart) put_times("\033[A", last - place_of(e, line->cursor).row);
}

void ce_draw_below(ce_editor *e) {
  if (e->is_smart) put("\r\033[J");
  el_set(e->el, EL_REFRESH);
}

void ce_repaint(ce_editor *e) {
  if (e->is_smart) put_times("\033[A", place_of(e, el_wline(e->el)->cursor).row);
  ce_draw_below(e);
}

void ce_paste_mode(ce_editor *e, int on) {
  if (e->is_smart) put(on ? "\033[?2004h" : "\033[?2004l");
}

void ce_print(ce_editor *e, const char *text) {
  ce_below(e);
  put("\n");
  put(text);
  put("\n");
  ce_make_room(e);
}
