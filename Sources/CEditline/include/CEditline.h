#pragma once
#include <stddef.h>

// A line editor without variadic calls, on libedit. One editor a process; not thread-safe.

typedef struct ce_editor ce_editor;

// How ce_read ended. Above CE_SIGNAL: CE_SIGNAL + the number of the signal that ended it.
enum { CE_LINE = 0, CE_END = 1, CE_SIGNAL = 1000 };

// What a completion did. CE_REDRAW: it printed lines below the prompt.
enum { CE_NOTHING = 0, CE_INSERTED = 1, CE_REDRAW = 2 };

// Called for Tab, with the line so far and the cursor as a byte offset into it.
typedef int (*ce_completer)(void *context, const char *line, size_t length, size_t cursor);

// wake_descriptor: signal numbers arrive there, a byte each, while a line is read.
// NULL when the terminal cannot be used.
ce_editor *ce_open(const char *program, int wake_descriptor, ce_completer complete, void *context);

// Restores the terminal and frees everything. May be called once.
void ce_close(ce_editor *editor);

// Reads one line, edited. The text, in UTF-8 and without its line end, is valid until the next call;
// NULL unless *status is CE_LINE.
const char *ce_read(ce_editor *editor, const char *prompt, int *status);

// Puts text at the cursor. Only inside a completion.
void ce_insert(ce_editor *editor, const char *text);

// Prints lines below the prompt. Only inside a completion that returns CE_REDRAW.
void ce_print(ce_editor *editor, const char *text);

void ce_remember(ce_editor *editor, const char *entry);

// Columns of the terminal, or 0.
int ce_columns(void);
