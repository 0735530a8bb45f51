#define _GNU_SOURCE
#include "editor.h"

#include <stdlib.h>
#include <string.h>

// Steps through the history. libedit takes a step on from what is being written for one, and puts there
// what was written when the history was entered last; and of a long text it keeps a thousand characters.

static wchar_t *copy(const wchar_t *text, size_t length) {
  wchar_t *copied = malloc((length + 1) * sizeof *copied);
  if (!copied) return NULL;
  wmemcpy(copied, text, length);
  copied[length] = L'\0';
  return copied;
}

void ce_keep_draft(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  if (e->draft) return;
  e->draft_length = (size_t)(line->lastchar - line->buffer);
  e->draft = copy(line->buffer, e->draft_length);
}

void ce_forget_draft(ce_editor *e) {
  free(e->draft);
  e->draft = NULL;
}

void ce_keep_cell(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  free(e->kept);
  e->kept_length = (size_t)(line->lastchar - line->buffer);
  e->kept_cursor = (size_t)(line->cursor - line->buffer);
  e->kept = copy(line->buffer, e->kept_length);
  ce_take_bell(e);
}

// Whether the cell is the draft, as far as libedit kept it: the rest is zeros.
static int is_draft(const ce_editor *e, const LineInfoW *line, size_t kept) {
  size_t length = (size_t)(line->lastchar - line->buffer);
  return e->draft && length == e->draft_length && wmemcmp(line->buffer, e->draft, kept) == 0;
}

void ce_restore_cell(ce_editor *e) {
  const LineInfoW *line = el_wline(e->el);
  size_t length = (size_t)(line->lastchar - line->buffer), kept = wcsnlen(line->buffer, length);
  if (ce_take_bell(e)) {
    if (!e->kept) return;
    ce_replace(e, e->kept);
    ce_move(e, el_wline(e->el)->buffer + e->kept_cursor);
  } else if (is_draft(e, line, kept)) {
    if (kept < length) ce_replace(e, e->draft);
  } else {
    return;
  }
  ce_forget_draft(e);
}
