#define _GNU_SOURCE
#include "editor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

// The characters of the keyboard, and signals while one is waited for.

ce_editor *ce_of(EditLine *el) {
  void *data = NULL;
  el_get(el, EL_CLIENTDATA, &data);
  return data;
}

// Stops the process as Ctrl-Z does, with the terminal as the shell left it.
static void suspend(ce_editor *e) {
  ce_below(e);
  ce_return_terminal(e);
  raise(SIGSTOP);
  ce_take_terminal(e);
  ce_draw_below(e);
}

static void give_up(ce_editor *e, int number) {
  ce_below(e);
  e->ending = CE_SIGNAL + number;
}

// Takes one signal from the wake descriptor; non-zero when the line is to be given up.
static int take_signal(ce_editor *e) {
  unsigned char number = 0;
  if (read(e->wake, &number, 1) != 1) return 0;
  switch (number) {
  case SIGWINCH: ce_resized(e); return 0;
  case SIGCONT: return 0;
  case SIGTSTP: suspend(e); return 0;
  default: give_up(e, number); return 1;
  }
}

// The next byte of the keyboard: 1, 0 at the end, -1 when a signal ends the line.
static int next_byte(ce_editor *e, char *byte) {
  for (;;) {
    struct pollfd waits[2] = {{STDIN_FILENO, POLLIN, 0}, {e->wake, POLLIN, 0}};
    if (poll(waits, 2, -1) < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    if (waits[1].revents & POLLIN) {
      if (take_signal(e)) {
        errno = EINTR;
        return -1;
      }
      continue;
    }
    if (!waits[0].revents) continue;
    ssize_t count = read(STDIN_FILENO, byte, 1);
    if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    // Pasted without marks, a line may end in two characters.
    int is_second = count == 1 && e->after_return && *byte == '\n';
    e->after_return = count == 1 && *byte == '\r' && ce_is_more_typed();
    if (is_second) continue;
    if (count == 1 && ce_is_interrupt(e, *byte)) {
      give_up(e, SIGINT);
      errno = EINTR;
      return -1;
    }
    return count == 1 ? 1 : 0;
  }
}

int ce_next_character(EditLine *el, wchar_t *character) {
  ce_editor *e = ce_of(el);
  memset(&e->decoder, 0, sizeof e->decoder);
  for (;;) {
    char byte;
    int got = next_byte(e, &byte);
    if (got != 1) return got;
    size_t used = mbrtowc(character, &byte, 1, &e->decoder);
    if (used == (size_t)-2) continue;  // more bytes belong to it
    if (used == (size_t)-1) *character = L'\uFFFD';
    return 1;
  }
}

int ce_is_more_typed(void) {
  struct pollfd input = {STDIN_FILENO, POLLIN, 0};
  return poll(&input, 1, 0) == 1;
}
