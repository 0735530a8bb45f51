#define _GNU_SOURCE
#include "editor.h"

#include <sys/ioctl.h>
#include <unistd.h>

// How large the terminal is.

static struct winsize size_of_terminal(void) {
  struct winsize size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size;
  return (struct winsize){0};
}

int ce_columns(void) { return size_of_terminal().ws_col; }

int ce_rows(void) { return size_of_terminal().ws_row; }
