#define _GNU_SOURCE
#include "editor.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

// Where libedit draws: a pipe that nobody shows (paint.c). What it says there is whether it beeped.

static void set_flags(int end) {
  fcntl(end, F_SETFD, FD_CLOEXEC);
  fcntl(end, F_SETFL, O_NONBLOCK);
}

int ce_silence(ce_editor *e) {
  int ends[2];
  if (pipe(ends) != 0) return 0;
  set_flags(ends[0]);
  set_flags(ends[1]);
  e->quiet = fdopen(ends[1], "w");
  if (!e->quiet) {
    close(ends[0]);
    close(ends[1]);
    return 0;
  }
  e->quiet_end = ends[0];
  el_set(e->el, EL_SETTC, "bl", "\007", NULL);
  el_set(e->el, EL_SETFP, 1, e->quiet);
  return 1;
}

void ce_end_silence(ce_editor *e) {
  if (!e->quiet) return;
  fclose(e->quiet);
  close(e->quiet_end);
}

int ce_take_bell(ce_editor *e) {
  char bytes[4096];
  ssize_t count;
  int has_beeped = 0;
  if (!e->quiet) return 0;
  // What did not fit into the pipe is only drawing.
  fflush(e->quiet);
  clearerr(e->quiet);
  while ((count = read(e->quiet_end, bytes, sizeof bytes)) > 0) {
    if (memchr(bytes, '\a', (size_t)count)) has_beeped = 1;
  }
  return has_beeped;
}
