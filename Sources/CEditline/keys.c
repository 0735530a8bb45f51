#define _GNU_SOURCE
#include "editor.h"

#include <stdlib.h>
#include <string.h>

// The functions of our own that keys are bound to. Where one of them leaves its work to libedit's, it
// pushes a key of that function that no keyboard has (editor.h).

static void push(EditLine *el, wchar_t key) {
  const wchar_t text[] = {key, L'\0'};
  el_wpush(el, text);
}

static unsigned char settle(EditLine *el, int key) {
  (void)key;
  ce_settle(ce_of(el));
  return CC_REFRESH;
}

static unsigned char complete(EditLine *el, int key) {
  (void)key;
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  size_t cursor;
  char *text = ce_plain(e, line->buffer, line->lastchar, &cursor);
  if (!text) return CC_ERROR;
  int done = e->callbacks.complete(e->callbacks.context, text, strlen(text), cursor);
  free(text);
  return done == CE_INSERTED ? CC_REFRESH : done == CE_REDRAW ? CC_REDISPLAY : CC_NORM;
}

static unsigned char insert(EditLine *el, const wchar_t *text) {
  wchar_t *marked = ce_marked(ce_of(el), text);
  if (!marked) return CC_ERROR;
  int failed = *marked && el_winsertstr(el, marked) != 0;
  free(marked);
  return failed ? CC_ERROR : CC_REFRESH;
}

static int is_opening(wchar_t c) { return c == L'{' || c == L'[' || c == L'('; }

// A line break, and on the new line the blanks of the one before; two more behind a bracket.
static unsigned char break_line(EditLine *el, int key) {
  (void)key;
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  if (!e->mark) return CC_ERROR;
  if (ce_is_more_typed()) return insert(el, L"\n");
  const wchar_t *start = ce_line_start(e, line->cursor), *at = start;
  while (at < line->cursor && *at == L' ') at++;
  size_t blanks = (size_t)(at - start);
  for (at = line->cursor; at > start && at[-1] == L' ';) at--;
  if (at > start && is_opening(at[-1])) blanks += 2;
  wchar_t *text = malloc((blanks + 2) * sizeof *text);
  if (!text) return CC_ERROR;
  text[0] = L'\n';
  wmemset(text + 1, L' ', blanks);
  text[blanks + 1] = L'\0';
  unsigned char result = insert(el, text);
  free(text);
  return result;
}

static unsigned char enter(EditLine *el, int key) {
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  int is_whole = 1;
  if (e->mark) {
    char *text = ce_plain(e, line->buffer, line->lastchar, NULL);
    is_whole = !text || e->callbacks.is_whole(e->callbacks.context, text);
    free(text);
  }
  if (!is_whole) return break_line(el, key);
  push(el, CE_NEWLINE);
  return CC_NORM;
}

// A closing bracket that begins its line stands two blanks further left.
static unsigned char close_bracket(EditLine *el, int key) {
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  const wchar_t *start = ce_line_start(e, line->cursor), *at = line->cursor;
  while (at > start && at[-1] == L' ') at--;
  int blanks = (int)(line->cursor - start);
  if (at == start && start > line->buffer && blanks > 0 && !ce_is_more_typed()) {
    el_wdeletestr(el, blanks < 2 ? blanks : 2);
  }
  const wchar_t text[] = {(wchar_t)key, L'\0'};
  return insert(el, text);
}

// Columns from `start` to `end`.
static int width(const ce_editor *e, const wchar_t *start, const wchar_t *end) {
  int columns = 0;
  for (; start < end; start++) columns += ce_width(e, *start);
  return columns;
}

// To the column of the cursor, or nearly, in the line that begins at `start`.
static unsigned char to_line(ce_editor *e, const wchar_t *start) {
  const LineInfoW *line = el_wline(e->el);
  int columns = width(e, ce_line_start(e, line->cursor), line->cursor);
  const wchar_t *end = ce_line_end(line, start), *at = start;
  while (at < end && width(e, start, at + 1) <= columns) at++;
  ce_move(e, at);
  return CC_CURSOR;
}

static unsigned char up(EditLine *el, int key) {
  (void)key;
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  const wchar_t *start = ce_line_start(e, line->cursor);
  if (!e->mark || start == line->buffer) {
    ce_keep_draft(e);
    push(el, CE_PREVIOUS);
    return CC_NORM;
  }
  return to_line(e, ce_line_start(e, start - ce_break(e)));
}

static unsigned char down(EditLine *el, int key) {
  (void)key;
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  const wchar_t *end = ce_line_end(line, line->cursor);
  if (!e->mark || end == line->lastchar) {
    static const wchar_t steps[] = {CE_NEXT, CE_AFTER_NEXT, L'\0'};
    ce_keep_cell(e);
    el_wpush(el, steps);
    return CC_NORM;
  }
  return to_line(e, end + ce_break(e));
}

static unsigned char after_next(EditLine *el, int key) {
  (void)key;
  ce_restore_cell(ce_of(el));
  return CC_REFRESH;
}

static unsigned char clear_screen(EditLine *el, int key) {
  (void)key;
  ce_clear_screen(ce_of(el));
  return CC_REFRESH;
}

// Ctrl-A, Ctrl-E: of the line; libedit's own are of the buffer.
static unsigned char line_start(EditLine *el, int key) {
  (void)key;
  ce_move(ce_of(el), ce_line_start(ce_of(el), el_wline(el)->cursor));
  return CC_CURSOR;
}

static unsigned char line_end(EditLine *el, int key) {
  (void)key;
  const LineInfoW *line = el_wline(el);
  ce_move(ce_of(el), ce_line_end(line, line->cursor));
  return CC_CURSOR;
}

// The line break at the cursor, and the mark behind it.
static unsigned char join(EditLine *el) {
  ce_editor *e = ce_of(el);
  ce_move(e, el_wline(el)->cursor + ce_break(e));
  el_wdeletestr(el, (int)ce_break(e));
  return CC_REFRESH;
}

static int is_at_break(EditLine *el) {
  const LineInfoW *line = el_wline(el);
  return ce_of(el)->mark && line->cursor < line->lastchar && *line->cursor == L'\n';
}

// Of the letter at the cursor: its marks, of which libedit knows nothing.
static int delete_marks(EditLine *el) {
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  if (line->cursor == line->lastchar) return 0;
  const wchar_t *end = ce_cluster_end(e, line, line->cursor + 1);
  int marks = (int)(end - line->cursor) - 1;
  if (marks > 0) {
    ce_move(e, end);
    el_wdeletestr(el, marks);
    ce_move(e, el_wline(el)->cursor - 1);
  }
  return marks;
}

enum { CONTROL_D = 4 };

// Delete, and Ctrl-D: on an empty line that is the end.
static unsigned char delete(EditLine *el, int key) {
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  if (is_at_break(el)) return join(el);
  if (key == CONTROL_D && line->cursor == line->lastchar) {
    return line->lastchar == line->buffer ? CC_EOF : CC_ERROR;
  }
  int marks = delete_marks(el);
  push(el, CE_ERASE);
  return marks > 0 ? CC_REFRESH : CC_NORM;
}

// vi's x. What follows the marks is libedit's, so that 3x stays 3x.
static unsigned char vi_delete(EditLine *el, int key) {
  (void)key;
  delete_marks(el);
  push(el, CE_ERASE);
  return CC_ARGHACK;
}

// Behind a mark the break before it; part of the mark would not show, where blanks follow.
static unsigned char backspace(EditLine *el, int key) {
  (void)key;
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  if (e->mark && line->cursor > line->buffer && line->cursor == ce_line_start(e, line->cursor)) {
    el_wdeletestr(el, (int)ce_break(e));
    return CC_REFRESH;
  }
  if (line->cursor > line->buffer) {
    int count = (int)(line->cursor - ce_cluster_start(e, line, line->cursor - 1));
    if (count > 1) {
      el_wdeletestr(el, count);
      return CC_REFRESH;
    }
  }
  push(el, CE_BACKSPACE);
  return CC_NORM;
}

// Ctrl-K: to the end of the line; at the end, the break.
static unsigned char kill_line(EditLine *el, int key) {
  (void)key;
  const LineInfoW *line = el_wline(el);
  if (is_at_break(el)) return join(el);
  const wchar_t *end = ce_line_end(line, line->cursor);
  if (end == line->lastchar) {
    push(el, CE_KILL);
    return CC_NORM;
  }
  int count = (int)(end - line->cursor);
  ce_move(ce_of(el), end);
  el_wdeletestr(el, count);
  return CC_REFRESH;
}

// Ctrl-X Ctrl-E: the cell in the user's own editor. It comes back to the prompt and does not run yet.
static unsigned char revise(EditLine *el, int key) {
  (void)key;
  ce_editor *e = ce_of(el);
  const LineInfoW *line = el_wline(el);
  char *text = ce_plain(e, line->buffer, line->lastchar, NULL);
  if (!text) return CC_ERROR;
  ce_below(e);
  ce_return_terminal(e);
  ce_write("\r\n", 2);
  char *revised = e->callbacks.revise(e->callbacks.context, text);
  free(text);
  ce_take_terminal(e);
  wchar_t *wide = revised ? ce_wide(revised) : NULL;
  wchar_t *marked = wide ? ce_marked(e, wide) : NULL;
  if (marked) ce_replace(e, marked);
  free(revised);
  free(wide);
  free(marked);
  return CC_REDISPLAY;
}

// Inserts what stands between ESC [ 200 ~ and ESC [ 201 ~ as it is, line ends and tabs too.
static unsigned char paste(EditLine *el, int key) {
  (void)key;
  static const wchar_t end[] = L"\033[201~";
  const size_t end_length = wcslen(end);
  size_t capacity = 1024, count = 0;
  wchar_t *text = malloc(capacity * sizeof *text);
  if (!text) return CC_ERROR;
  wchar_t character;
  while (ce_next_character(el, &character) == 1) {
    if (count + 1 >= capacity) {
      wchar_t *more = realloc(text, (capacity *= 2) * sizeof *text);
      if (!more) break;
      text = more;
    }
    text[count++] = character;
    if (count >= end_length && wmemcmp(text + count - end_length, end, end_length) == 0) {
      count -= end_length;
      break;
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (text[i] == L'\r') {
      if (i + 1 < count && text[i + 1] == L'\n') continue;
      text[kept++] = L'\n';
    } else if (text[i] >= L' ' || text[i] == L'\n' || text[i] == L'\t') {
      text[kept++] = text[i];
    }
  }
  while (kept > 0 && text[kept - 1] == L'\n') kept--;
  text[kept] = L'\0';
  unsigned char result = insert(el, text);
  free(text);
  return ce_of(el)->ending ? CC_EOF : result;
}

void ce_add_functions(EditLine *el) {
  el_set(el, EL_ADDFN, "ce-settle", "put the cell in order", settle);
  el_set(el, EL_ADDFN, "ce-complete", "complete the word", complete);
  el_set(el, EL_ADDFN, "ce-enter", "run the cell, or break its line", enter);
  el_set(el, EL_ADDFN, "ce-break-line", "break the line", break_line);
  el_set(el, EL_ADDFN, "ce-close-bracket", "close a bracket", close_bracket);
  el_set(el, EL_ADDFN, "ce-up", "a line up, or the cell before", up);
  el_set(el, EL_ADDFN, "ce-down", "a line down, or the next cell", down);
  el_set(el, EL_ADDFN, "ce-after-next", "keep the cell where none follows", after_next);
  el_set(el, EL_ADDFN, "ce-clear-screen", "clear the screen", clear_screen);
  el_set(el, EL_ADDFN, "ce-line-start", "to the start of the line", line_start);
  el_set(el, EL_ADDFN, "ce-line-end", "to the end of the line", line_end);
  el_set(el, EL_ADDFN, "ce-delete", "delete at the cursor", delete);
  el_set(el, EL_ADDFN, "ce-vi-delete", "delete at the cursor, as often as said", vi_delete);
  el_set(el, EL_ADDFN, "ce-backspace", "delete before the cursor", backspace);
  el_set(el, EL_ADDFN, "ce-kill-line", "delete to the end of the line", kill_line);
  el_set(el, EL_ADDFN, "ce-revise", "edit the cell in $EDITOR", revise);
  el_set(el, EL_ADDFN, "ce-paste", "insert pasted text", paste);
}
