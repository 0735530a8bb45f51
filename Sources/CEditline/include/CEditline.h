#pragma once
#include <stddef.h>

// A line editor without variadic calls, on libedit. One editor a process; not thread-safe.

typedef struct ce_editor ce_editor;

// How ce_read ended. Above CE_SIGNAL: CE_SIGNAL + the number of the signal that ended it.
enum { CE_LINE = 0, CE_END = 1, CE_SIGNAL = 1000 };

// What a completion did. CE_REDRAW: it printed lines below the prompt.
enum { CE_NOTHING = 0, CE_INSERTED = 1, CE_REDRAW = 2 };

typedef struct {
  void *context;
  // Tab: the text so far, line breaks in it, and the cursor as a byte offset into it.
  int (*complete)(void *context, const char *text, size_t length, size_t cursor);
  // Enter: whether a cell is whole; else a line break is put into it.
  int (*is_whole)(void *context, const char *text);
  // Ctrl-X Ctrl-E: the text as the user's own editor left it, from malloc; NULL to leave it.
  char *(*revise)(void *context, const char *text);
  // Columns that a character takes: 0, 1 or 2.
  int (*width)(void *context, unsigned character);
} ce_callbacks;

// wake_descriptor: signal numbers arrive there, a byte each, while a line is read.
// NULL when the terminal cannot be used.
ce_editor *ce_open(const char *program, int wake_descriptor, ce_callbacks callbacks);

// Restores the terminal and frees everything. May be called once.
void ce_close(ce_editor *editor);

// Reads one cell, edited; with `continued`, what stands before its further lines, it may have several.
// A terminal that cannot move its cursor gives one line. The text, in UTF-8 and without its last line
// end, is valid until the next call; NULL unless *status is CE_LINE.
const char *ce_read(ce_editor *editor, const char *prompt, const char *continued, int *status);

// Puts text at the cursor. Only inside a completion.
void ce_insert(ce_editor *editor, const char *text);

// Prints lines below the prompt. Only inside a completion that returns CE_REDRAW.
void ce_print(ce_editor *editor, const char *text);

// Makes a cell recallable; `continued` as in ce_read.
void ce_remember(ce_editor *editor, const char *entry, const char *continued);

// Columns of the terminal, or 0.
int ce_columns(void);
