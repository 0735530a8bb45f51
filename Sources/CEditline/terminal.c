#define _GNU_SOURCE
#include "editor.h"

#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

// How large the terminal is, and how it is while a cell is edited.

static struct winsize size_of_terminal(void) {
  struct winsize size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size;
  return (struct winsize){0};
}

int ce_columns(void) { return size_of_terminal().ws_col; }

int ce_rows(void) { return size_of_terminal().ws_row; }

void ce_paste_mode(ce_editor *e, int on) {
  const char *text = on ? "\033[?2004h" : "\033[?2004l";
  if (e->is_smart) ce_write(text, strlen(text));
}

// Beyond what libedit does: the terminal would send SIGINT to whoever started us, too, so that Ctrl-C
// comes as a key instead; a return is told from the line feed that may follow it; and Ctrl-S searches
// forwards, where it would hold the screen.
static void take_keys(ce_editor *e) {
  struct termios modes;
  e->interrupt = 0;
  if (tcgetattr(STDIN_FILENO, &modes) != 0) return;
  if (modes.c_lflag & ISIG && modes.c_cc[VINTR] != _POSIX_VDISABLE) {
    e->interrupt = modes.c_cc[VINTR];
    modes.c_cc[VINTR] = _POSIX_VDISABLE;
  }
  modes.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IXON);
  tcsetattr(STDIN_FILENO, TCSADRAIN, &modes);
}

void ce_take_terminal(ce_editor *e) {
  el_set(e->el, EL_PREP_TERM, 1);
  take_keys(e);
  ce_paste_mode(e, 1);
}

void ce_return_terminal(ce_editor *e) {
  ce_paste_mode(e, 0);
  el_set(e->el, EL_PREP_TERM, 0);
}

int ce_is_interrupt(const ce_editor *e, char key) {
  return e->interrupt && (unsigned char)key == e->interrupt;
}
