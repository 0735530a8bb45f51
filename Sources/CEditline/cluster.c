#include "editor.h"

// What a reader takes for one character: a letter with its marks, emoji that are joined into one.

enum { JOINER = 0x200D };

static int is_picture(const ce_editor *e, wchar_t c) { return ce_width(e, c) == 2; }

// Two make the flag of a country.
static int is_flag_letter(wchar_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }

// Behind a black flag they say of which region it is.
static int is_tag(wchar_t c) { return c >= 0xE0020 && c <= 0xE007F; }

static int ends_flag(const LineInfoW *line, const wchar_t *at) {
  int before = 0;
  while (at - before > line->buffer && is_flag_letter(at[-1 - before])) before++;
  return is_flag_letter(*at) && before % 2 == 1;
}

static int is_skin(wchar_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }

int ce_is_inside(const ce_editor *e, const LineInfoW *line, const wchar_t *at) {
  if (at <= line->buffer || at >= line->lastchar || *at == L'\n' || at[-1] == L'\n') return 0;
  if (*at < 0x7F) return 0;
  if (ce_width(e, *at) == 0 || is_tag(*at) || ends_flag(line, at)) return 1;
  return is_picture(e, *at) && (is_skin(*at) || (at[-1] == JOINER && at - 1 > line->buffer));
}

const wchar_t *ce_cluster_start(const ce_editor *e, const LineInfoW *line, const wchar_t *at) {
  while (ce_is_inside(e, line, at)) at--;
  return at;
}

const wchar_t *ce_cluster_end(const ce_editor *e, const LineInfoW *line, const wchar_t *at) {
  while (ce_is_inside(e, line, at)) at++;
  return at;
}
