#pragma once
#include "CEditline.h"

#include <histedit.h>
#include <wchar.h>

// What the files of this target share.

struct ce_editor {
  EditLine *el;
  History *history;
  const char *prompt;
  const wchar_t *mark;  // see cell.c; NULL while a line break ends the line
  char *text;           // what was read last, owned
  int wake;
  int ending;  // how the line is being given up, as ce_read says it; else 0
  mbstate_t decoder;
  ce_callbacks callbacks;
  int is_smart;    // the terminal can move its cursor
  int is_vi;
  wchar_t waiting;  // a character that was read too early, or 0
  size_t settled;  // where the cursor stood when a key was last waited for
};

ce_editor *ce_of(EditLine *el);

// editline.c: the next character of the keyboard: 1, 0 at the end, -1 when the line is given up.
int ce_next_character(EditLine *el, wchar_t *character);

// Keys that no keyboard has: controls of Unicode's second set, one character each, so that they fit
// every map.
enum {
  CE_SETTLE = 0x81,  // puts a cell in order; read before any other key while it is not
  CE_NEWLINE,
  CE_PREVIOUS,
  CE_NEXT,
  CE_ERASE,
  CE_KILL,
  CE_BACKSPACE,
  CE_PASTE,
  CE_DELETE,
  CE_UP,
  CE_DOWN,
  CE_LEFT,
  CE_RIGHT,
  CE_START,
  CE_END_OF_LINE,
};

// keys.c
// Makes the functions known to libedit by their names.
void ce_add_functions(EditLine *el);

// bindings.c
// Before .editrc is read, so that it has the last word.
void ce_bind_keys(ce_editor *e);
// Behind it: choosing vi's keys forgets all others, and what a cell cannot do without comes again. Of
// keys that send ESC and more, vi's maps would take the ESC for a wish of its own.
void ce_bind_vi_keys(ce_editor *e);
// The key of ours for what a key sends behind its ESC.
wchar_t ce_vi_key(const char *sequence);

// cell.c
int ce_is_settled(ce_editor *e);
void ce_settle(ce_editor *e);
// The text of a buffer without marks, in UTF-8; `cursor`, unless NULL, becomes an offset in bytes.
char *ce_plain(const ce_editor *e, const wchar_t *begin, const wchar_t *end, size_t *cursor);
// The same text with marks behind its line breaks.
wchar_t *ce_marked(const ce_editor *e, const wchar_t *text);
wchar_t *ce_wide(const char *text);
// Where the line of `at` begins, behind its mark, and ends.
const wchar_t *ce_line_start(const ce_editor *e, const wchar_t *at);
const wchar_t *ce_line_end(const LineInfoW *line, const wchar_t *at);
// Characters from a line break over its mark.
size_t ce_break(const ce_editor *e);
void ce_move(ce_editor *e, const wchar_t *to);
void ce_replace(ce_editor *e, const wchar_t *text);

// screen.c
// Goes to the end of what is edited, so that something else can be printed behind or below.
void ce_below(ce_editor *e);
// Makes room under what was printed, where the cell can be drawn again by CC_REDISPLAY.
void ce_make_room(ce_editor *e);
// Draws the cell again from the row where the terminal's cursor stands.
void ce_draw_below(ce_editor *e);
// Draws the cell again over itself.
void ce_repaint(ce_editor *e);
void ce_paste_mode(ce_editor *e, int on);
