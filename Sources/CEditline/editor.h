#pragma once
#include "CEditline.h"

#include <histedit.h>
#include <stdio.h>
#include <wchar.h>

// What the files of this target share.

// One row of the terminal: characters of the page's text.
typedef struct {
  size_t start, end;
  int width;
  int wraps;  // goes on in the next row, without a line break
} ce_row;

// A prompt and a cell in rows; where the cursor stands in them.
typedef struct {
  wchar_t *text;
  size_t length, capacity;
  ce_row *rows;
  size_t count, row_capacity;
  int columns, row, column;
} ce_page;

// What is laid out; the cursor in it, or at its end.
typedef struct {
  const wchar_t *prompt, *begin, *end, *cursor;
} ce_text;

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
  int after_return; // the last byte was a return, and another one followed at once
  unsigned char interrupt;  // the key that interrupts, or 0 where none does
  // Characters that were read too early, or that a key sends behind its ESC.
  wchar_t waiting[32];
  size_t waiting_count, waiting_next;
  int is_in_key;   // some of `waiting` was taken, and belongs to one key
  size_t settled;  // where the cursor stood when a key was last waited for
  // recall.c: the cell that a step through the history began with, and the one it goes on from, owned
  wchar_t *draft, *kept;
  size_t draft_length, kept_length, kept_cursor;

  // paint.c
  wchar_t *wide_prompt;
  FILE *quiet;    // where libedit draws; NULL when it is the terminal
  int quiet_end;  // what is read of it
  ce_page pages[2];
  int shown;        // which of the two is on the terminal
  int top;          // its first row that is
  int painted;      // how many are
  int row, column;  // of the terminal's cursor, from the first
};

// input.c
ce_editor *ce_of(EditLine *el);
// The next character of the keyboard: 1, 0 at the end, -1 when the line is given up.
int ce_next_character(EditLine *el, wchar_t *character);
// Whether more was typed or pasted already.
int ce_is_more_typed(void);

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
  CE_WORD_LEFT,
  CE_WORD_RIGHT,
  CE_AFTER_NEXT,
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
// Whether a search, or a command of vi's, asks for its text.
int ce_is_asking(const ce_editor *e);
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

// recall.c
// Before a step back: what is being written, unless it is kept already.
void ce_keep_draft(ce_editor *e);
// Before a step on, and behind it.
void ce_keep_cell(ce_editor *e);
void ce_restore_cell(ce_editor *e);
void ce_forget_draft(ce_editor *e);

// cluster.c: what a reader takes for one character, a letter with its marks.
int ce_is_inside(const ce_editor *e, const LineInfoW *line, const wchar_t *at);
const wchar_t *ce_cluster_start(const ce_editor *e, const LineInfoW *line, const wchar_t *at);
const wchar_t *ce_cluster_end(const ce_editor *e, const LineInfoW *line, const wchar_t *at);

// sequences.c: what keys send behind their ESC.
int ce_next_of_key(ce_editor *e, wchar_t *character);
// Reads the rest of a key into `waiting`; as ce_next_character.
int ce_read_key(ce_editor *e, wchar_t *character);

// layout.c
int ce_width(const ce_editor *e, wchar_t c);
void ce_lay_out(const ce_editor *e, ce_page *page, const ce_text *text, int columns);
void ce_free_page(ce_page *page);

// quiet.c: non-zero when libedit draws where nobody sees it.
int ce_silence(ce_editor *e);
void ce_end_silence(ce_editor *e);
// Whether libedit beeped since the last call.
int ce_take_bell(ce_editor *e);

// pen.c
typedef struct {
  char *bytes;
  size_t length, capacity;
  // Where the terminal's cursor stands, counted from the first painted row.
  int row, column;
  int has_failed;
} ce_pen;

void ce_write(const char *bytes, size_t length);
void ce_add_text(ce_pen *p, const char *text);
void ce_add_wide(ce_pen *p, const wchar_t *from, const wchar_t *to);
// To a place in rows that are there.
void ce_move_pen(ce_pen *p, int row, int column);
// Writes what was added.
void ce_lift(ce_pen *p);

// paint.c
// Makes the terminal show a text, in at most so many rows; 0: in all it takes.
void ce_paint_text(ce_editor *e, const ce_text *text, int rows);
// Nothing of the cell is on the terminal, and its cursor stands at the start of a row.
void ce_forget_painted(ce_editor *e);
void ce_clear_painted(ce_editor *e);
void ce_clear_resized(ce_editor *e, int rows);

// terminal.c
// Rows of the terminal, or 0.
int ce_rows(void);
// Keys come one by one and pastes between marks, until it is given back.
void ce_take_terminal(ce_editor *e);
void ce_return_terminal(ce_editor *e);
void ce_paste_mode(ce_editor *e, int on);
// Whether a key means what Ctrl-C usually means.
int ce_is_interrupt(const ce_editor *e, char key);

// screen.c
void ce_paint(ce_editor *e);
// Goes to the end of what is edited, so that something else can be printed behind or below.
void ce_below(ce_editor *e);
// Shows the whole of a cell that was read, and ends its last row.
void ce_finish(ce_editor *e, const wchar_t *begin, const wchar_t *end);
// Paints the cell from the row where the terminal's cursor stands.
void ce_draw_below(ce_editor *e);
void ce_resized(ce_editor *e);
void ce_clear_screen(ce_editor *e);
