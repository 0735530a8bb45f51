#define _GNU_SOURCE
#include "editor.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

// Keys that send an ESC and more. The whole of what a key sends is read at once: libedit gives up on
// one it does not know in its middle, and would take the rest for text.

// Milliseconds within which the rest of what a key sends follows its ESC.
enum { REST_OF_KEY = 30 };

static int is_more_coming(void) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, REST_OF_KEY) == 1;
}

static int is_key(const ce_editor *e) {
  wchar_t first = e->waiting[0] == L'\033' ? e->waiting[1] : e->waiting[0];
  return e->waiting_count > 0 && (first == L'[' || first == L'O');
}

// Whether a character is the last of what a key sends; `count` of them were read before it.
static int is_last(const ce_editor *e, size_t count, wchar_t c) {
  size_t lead = e->waiting[0] == L'\033' ? 1 : 0;
  if (count < lead) return c != L'\033';
  if (count == lead) return c != L'[' && c != L'O';
  // The Linux console's function keys: ESC [ [ A.
  if (count == lead + 1 && c == L'[') return 0;
  return c < L' ' || c >= L'@';
}

// In vi's keys an ESC alone is a wish, and a key of ours stands for what a key sends.
static void translate(ce_editor *e, wchar_t *character) {
  char sequence[sizeof e->waiting / sizeof e->waiting[0] + 1];
  if (!is_key(e)) return;
  for (size_t i = 0; i < e->waiting_count; i++) {
    sequence[i] = e->waiting[i] < 0x80 ? (char)e->waiting[i] : '?';
  }
  sequence[e->waiting_count] = '\0';
  e->waiting_count = 0;
  *character = ce_vi_key(sequence);
}

// A search takes the ESC for its end, and the rest for text: the key is then sent once more.
static void repeat_escape(ce_editor *e) {
  const size_t most = sizeof e->waiting / sizeof e->waiting[0];
  if (e->waiting_count == 0 || e->waiting_count == most) return;
  memmove(e->waiting + 1, e->waiting, e->waiting_count * sizeof e->waiting[0]);
  e->waiting[0] = L'\033';
  e->waiting_count++;
}

int ce_read_key(ce_editor *e, wchar_t *character) {
  const size_t most = sizeof e->waiting / sizeof e->waiting[0];
  e->waiting_count = e->waiting_next = 0;
  e->waiting[0] = e->waiting[1] = L'\0';
  while (e->waiting_count < most && is_more_coming()) {
    wchar_t next;
    int got = ce_next_character(e->el, &next);
    if (got != 1) return got;
    size_t count = e->waiting_count++;
    e->waiting[count] = next;
    if (is_last(e, count, next)) break;
    if (e->is_vi && next == L'\033') break;
  }
  e->is_in_key = is_key(e);
  if (!e->is_vi && ce_is_asking(e)) repeat_escape(e);
  if (e->is_vi) translate(e, character);
  else if (e->is_in_key) ce_take_bell(e);
  return 1;
}

int ce_next_of_key(ce_editor *e, wchar_t *character) {
  if (e->waiting_next >= e->waiting_count) return 0;
  // libedit beeps when it gives up on a key.
  if (e->is_in_key && ce_take_bell(e)) {
    e->waiting_count = 0;
    return 0;
  }
  *character = e->waiting[e->waiting_next++];
  return 1;
}
