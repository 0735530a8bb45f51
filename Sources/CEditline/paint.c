#define _GNU_SOURCE
#include "editor.h"

// The cell on the terminal. libedit's own refresh loses zero-width characters, shifts wide ones and
// knows no cell taller than the screen; it draws into a pipe that nobody shows (quiet.c). What stands
// on the terminal is remembered here, row by row, and only what differs is written, at once.

// Signs that terminals join in ways of their own: their row is written from its start.
static int is_joining(wchar_t c) { return c == 0x200D || c == 0xFE0F; }

// How many characters of two rows agree and need not be written again; `column`, where they end.
static size_t agreeing(const ce_editor *e, const ce_page *old, const ce_row *was, const ce_page *new,
                       const ce_row *is, int *column) {
  const wchar_t *a = old->text + was->start, *b = new->text + is->start;
  size_t a_length = was->end - was->start, b_length = is->end - is->start, same = 0;
  while (same < a_length && same < b_length && a[same] == b[same]) same++;
  int is_whole = same == a_length && same == b_length;
  // What is in front of a mark that came or went is written anew, with it.
  while (!is_whole && same > 0 && ((same < a_length && ce_width(e, a[same]) == 0) ||
                                   (same < b_length && ce_width(e, b[same]) == 0))) {
    same--;
  }
  *column = 0;
  for (size_t i = 0; i < same; i++) {
    if (!is_whole && is_joining(b[i])) {
      *column = 0;
      return 0;
    }
    *column += ce_width(e, b[i]);
  }
  return same;
}

// Row `k` of the window, which is not yet on the terminal: the cursor goes to its start.
static void make_row(ce_pen *p, const ce_page *page, const ce_row *before, int k) {
  if (!before->wraps) {
    ce_move_pen(p, k - 1, p->column);
    ce_add_text(p, "\r\n");
  } else {
    // Written over its end, so that the terminal knows that the rows belong together.
    if (p->row != k - 1 || p->column < before->width) {
      ce_move_pen(p, k - 1, 0);
      ce_add_wide(p, page->text + before->start, page->text + before->end);
    }
    // A wide character that did not fit leaves a column.
    if (before->width < page->columns) ce_add_text(p, " ");
    ce_add_text(p, " \r");
  }
  p->row = k;
  p->column = 0;
}

typedef struct {
  ce_page *old, *new;
  int old_top, old_count, top, count;
} change;

static void paint_row(ce_editor *e, ce_pen *p, const change *c, int k) {
  const ce_row *is = &c->new->rows[c->top + k];
  const ce_row *was = k < c->old_count ? &c->old->rows[c->old_top + k] : NULL;
  int column = 0;
  size_t same = was ? agreeing(e, c->old, was, c->new, is, &column) : 0;
  int is_same = was && same == is->end - is->start && same == was->end - was->start;
  if (is_same) return;
  const ce_row *before = k > 0 ? is - 1 : NULL;
  // Straight on from a full row, the terminal begins the next by itself.
  int goes_on = same == 0 && before && before->wraps && p->row == k - 1 &&
                p->column == before->width && is->end > is->start;
  if (!goes_on) {
    if (!was && p->row < k) make_row(p, c->new, before, k);
    ce_move_pen(p, k, column);
  }
  ce_add_wide(p, c->new->text + is->start + same, c->new->text + is->end);
  p->row = k;
  p->column = is->width;
  if (was && was->width > is->width) ce_add_text(p, "\033[K");
}

static int columns(void) {
  int columns = ce_columns();
  return columns > 0 ? columns : 80;
}

// The first row of the window: as before where the cursor allows it.
static int top_of(const ce_editor *e, const ce_page *page, int rows) {
  int top = e->top, last = (int)page->count - rows;
  if (last <= 0) return 0;
  if (top > page->row) top = page->row;
  if (top < page->row - rows + 1) top = page->row - rows + 1;
  return top > last ? last : top;
}

void ce_forget_painted(ce_editor *e) { e->painted = e->top = e->row = e->column = 0; }

// Row by row: of a screen that is cleared from its first place on, some terminals keep a copy.
static void clear_from(ce_editor *e, int rows_up) {
  ce_pen p = {0};
  ce_add_text(&p, "\033[J\r\033[K");
  while (rows_up-- > 0) ce_add_text(&p, "\033[A\033[K");
  ce_lift(&p);
  ce_forget_painted(e);
}

void ce_clear_painted(ce_editor *e) { clear_from(e, e->row); }

// Terminals cut a line that goes over several rows anew when their width changes, and keep their cursor
// at its character: it stands in the row where the new width puts it.
void ce_clear_resized(ce_editor *e, int rows) {
  const LineInfoW *line = el_wline(e->el);
  ce_text text = {e->wide_prompt, line->buffer, line->lastchar, line->cursor};
  ce_page *page = &e->pages[1 - e->shown];
  ce_lay_out(e, page, &text, columns());
  int up = e->painted == 0 ? 0 : page->row;
  if (e->top > 0 && up > e->row) up = e->row;
  // A cell that fills the screen begins at its top, or above it.
  clear_from(e, rows > 0 && up >= rows ? rows - 1 : up);
}

void ce_paint_text(ce_editor *e, const ce_text *text, int rows) {
  ce_page *old = &e->pages[e->shown], *new = &e->pages[1 - e->shown];
  // Another width, and word of it is still on its way.
  if (e->painted > 0 && old->columns != columns()) ce_clear_resized(e, rows);
  ce_lay_out(e, new, text, columns());
  if (new->count == 0) return;
  change c = {old, new, e->top, e->painted, 0, (int)new->count};
  if (rows > 0 && c.count > rows) {
    c.top = top_of(e, new, rows);
    c.count = rows;
  }
  ce_pen p = {.row = e->row, .column = e->column};
  if (ce_take_bell(e)) ce_add_text(&p, "\a");
  for (int k = 0; k < c.count; k++) paint_row(e, &p, &c, k);
  if (c.old_count > c.count) {
    ce_move_pen(&p, c.count, 0);
    ce_add_text(&p, "\033[J");
  }
  ce_move_pen(&p, new->row - c.top, new->column);
  ce_lift(&p);
  e->shown = 1 - e->shown;
  e->top = c.top;
  e->painted = c.count;
  e->row = p.row;
  e->column = p.column;
}
