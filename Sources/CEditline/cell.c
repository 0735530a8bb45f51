#define _GNU_SOURCE
#include "editor.h"

#include <stdlib.h>
#include <string.h>

// A cell of several lines is one buffer of libedit's. It draws a line break as one, but nothing before
// the next line; so the prompt of a further line stands in the buffer, behind the break: its mark.
// Whatever libedit's own functions do to a mark is put in order before the next key is read, and no
// mark leaves this target.

size_t ce_break(const ce_editor *e) { return e->mark ? 1 + wcslen(e->mark) : 1; }

// Characters of the mark that stand at `at`.
static size_t matched(const ce_editor *e, const wchar_t *at, const wchar_t *end) {
  size_t count = 0;
  while (e->mark[count] && at + count < end && at[count] == e->mark[count]) count++;
  return count;
}

// libedit's searches and commands ask their question in the buffer's last line, without a mark.
int ce_is_asking(const ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  const wchar_t *last = line->lastchar;
  while (last > line->buffer && last[-1] != L'\n') last--;
  return last > line->buffer && last < line->lastchar && wcschr(L"bf/?:", *last);
}

// The first line break whose mark is hurt, and how much of it is left.
static const wchar_t *hurt(const ce_editor *e, const LineInfoW *line, size_t *left) {
  for (const wchar_t *at = line->buffer; at < line->lastchar; at++) {
    if (*at != L'\n') continue;
    *left = matched(e, at + 1, line->lastchar);
    if (e->mark[*left]) return at;
  }
  return NULL;
}

// The line break whose mark the cursor stands in.
static const wchar_t *entered(const ce_editor *e, const LineInfoW *line) {
  size_t length = ce_break(e);
  for (const wchar_t *at = line->cursor; at-- > line->buffer && line->cursor - at < (ssize_t)length;) {
    if (*at == L'\n') return at;
  }
  return NULL;
}

int ce_is_settled(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  size_t left;
  if (ce_is_asking(e)) return 1;
  if (e->mark && (hurt(e, line, &left) || entered(e, line))) return 0;
  if (ce_is_inside(e, line, line->cursor)) return 0;
  e->settled = (size_t)(line->cursor - line->buffer);
  return 1;
}

// A mark is whole or gone: where some of it was deleted, the two lines become one.
static void settle_marks(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  const wchar_t *at;
  size_t left;
  while ((at = hurt(e, line, &left))) {
    size_t cursor = (size_t)(line->cursor - line->buffer), start = (size_t)(at - line->buffer);
    ce_move(e, at + 1 + left);
    el_wdeletestr(e->el, (int)(1 + left));
    line = el_wline(e->el);
    if (cursor > start) cursor = cursor > start + 1 + left ? cursor - 1 - left : start;
    ce_move(e, line->buffer + cursor);
    line = el_wline(e->el);
  }
  if ((at = entered(e, line))) {
    // On the way back to the end of the line before, else on to the line's first character.
    int is_back = e->settled > (size_t)(line->cursor - line->buffer);
    ce_move(e, is_back ? at : at + ce_break(e));
  }
}

void ce_settle(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  if (ce_is_asking(e)) return;
  if (e->mark) settle_marks(e);
  line = el_wline(e->el);
  if (!ce_is_inside(e, line, line->cursor)) return;
  // On in the direction the cursor came from: a letter is passed with its marks.
  int is_back = e->settled > (size_t)(line->cursor - line->buffer);
  ce_move(e, is_back ? ce_cluster_start(e, line, line->cursor)
                     : ce_cluster_end(e, line, line->cursor));
}

char *ce_plain(const ce_editor *e, const wchar_t *begin, const wchar_t *end, size_t *cursor) {
  const LineInfoW *line = el_wline(e->el);
  char *text = malloc((size_t)(end - begin) * MB_CUR_MAX + MB_CUR_MAX + 1);
  if (!text) return NULL;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  size_t length = 0;
  if (cursor) *cursor = 0;
  for (const wchar_t *at = begin; at < end; at++) {
    if (cursor && at == line->cursor) *cursor = length;
    size_t used = wcrtomb(text + length, *at, &state);
    if (used == (size_t)-1) {
      memset(&state, 0, sizeof state);
      continue;
    }
    length += used;
    if (*at == L'\n' && e->mark) at += matched(e, at + 1, end);
  }
  if (cursor && line->cursor >= end) *cursor = length;
  text[length] = '\0';
  return text;
}

wchar_t *ce_marked(const ce_editor *e, const wchar_t *text) {
  size_t breaks = 0;
  for (const wchar_t *at = text; *at; at++) breaks += *at == L'\n';
  wchar_t *marked = malloc((wcslen(text) + breaks * ce_break(e) + 1) * sizeof *marked);
  if (!marked) return NULL;
  wchar_t *to = marked;
  for (const wchar_t *at = text; *at; at++) {
    *to++ = *at;
    if (*at == L'\n' && e->mark) to = wcpcpy(to, e->mark);
  }
  *to = L'\0';
  return marked;
}

wchar_t *ce_wide(const char *text) {
  size_t length = strlen(text);
  wchar_t *wide = malloc((length + 1) * sizeof *wide);
  if (!wide) return NULL;
  mbstate_t state;
  memset(&state, 0, sizeof state);
  size_t count = 0;
  for (size_t at = 0; at < length;) {
    size_t used = mbrtowc(&wide[count], text + at, length - at, &state);
    if (used == (size_t)-1 || used == (size_t)-2) {
      wide[count] = L'\uFFFD';
      memset(&state, 0, sizeof state);
      used = 1;
    }
    count++;
    at += used ? used : 1;
  }
  wide[count] = L'\0';
  return wide;
}

const wchar_t *ce_line_start(const ce_editor *e, const wchar_t *at) {
  const wchar_t *begin = el_wline(e->el)->buffer;
  while (at > begin && at[-1] != L'\n') at--;
  return at > begin && e->mark ? at + wcslen(e->mark) : at;
}

const wchar_t *ce_line_end(const LineInfoW *line, const wchar_t *at) {
  while (at < line->lastchar && *at != L'\n') at++;
  return at;
}

void ce_move(ce_editor *e, const wchar_t *to) { el_cursor(e->el, (int)(to - el_wline(e->el)->cursor)); }

void ce_replace(ce_editor *e, const wchar_t *text) {
  const LineInfoW *line = el_wline(e->el);
  ce_move(e, line->lastchar);
  line = el_wline(e->el);
  el_wdeletestr(e->el, (int)(line->lastchar - line->buffer));
  if (*text) el_winsertstr(e->el, text);
}
