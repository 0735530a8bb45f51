#define _GNU_SOURCE
#include "CEditline.h"

#include <errno.h>
#include <histedit.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

struct ce_editor {
  EditLine *el;
  History *history;
  const char *prompt;
  char *line;  // the last line, owned
  int wake;
  int ending;  // CE_SIGNAL + signal while a line is being given up, else 0
  mbstate_t decoder;
  ce_completer complete;
  void *context;
  int pastes;  // the terminal understands bracketed paste
};

static ce_editor *of(EditLine *el) {
  void *data = NULL;
  el_get(el, EL_CLIENTDATA, &data);
  return data;
}

static char *prompt(EditLine *el) { return (char *)of(el)->prompt; }

// Without a UTF-8 locale libedit drops every character that is not ASCII.
static void choose_locale(void) {
  const char *names[] = {"", "C.UTF-8", "en_US.UTF-8", "UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  }
}

static void paste_mode(ce_editor *e, int on) {
  if (!e->pastes) return;
  const char *code = on ? "\033[?2004h" : "\033[?2004l";
  ssize_t written = write(STDOUT_FILENO, code, strlen(code));
  (void)written;
}

// Stops the process as Ctrl-Z does, with the terminal as the shell left it.
static void suspend(ce_editor *e) {
  paste_mode(e, 0);
  el_set(e->el, EL_PREP_TERM, 0);
  raise(SIGSTOP);
  el_set(e->el, EL_PREP_TERM, 1);
  paste_mode(e, 1);
  el_set(e->el, EL_REFRESH);
}

// Takes one signal from the wake descriptor; non-zero when the line is to be given up.
static int take_signal(ce_editor *e) {
  unsigned char number = 0;
  if (read(e->wake, &number, 1) != 1) return 0;
  switch (number) {
  case SIGWINCH:
    el_resize(e->el);
    el_set(e->el, EL_REFRESH);
    return 0;
  case SIGCONT: return 0;
  case SIGTSTP: suspend(e); return 0;
  default: e->ending = CE_SIGNAL + number; return 1;
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
    return count == 1 ? 1 : 0;
  }
}

static int next_character(EditLine *el, wchar_t *character) {
  ce_editor *e = of(el);
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

static unsigned char on_tab(EditLine *el, int key) {
  (void)key;
  ce_editor *e = of(el);
  const LineInfo *line = el_line(el);
  size_t length = (size_t)(line->lastchar - line->buffer);
  size_t cursor = (size_t)(line->cursor - line->buffer);
  switch (e->complete(e->context, line->buffer, length, cursor)) {
  case CE_INSERTED: return CC_REFRESH;
  case CE_REDRAW: return CC_REDISPLAY;
  default: return CC_NORM;
  }
}

// Inserts what stands between ESC [ 200 ~ and ESC [ 201 ~ as it is, line ends too.
static unsigned char on_paste(EditLine *el, int key) {
  (void)key;
  static const wchar_t end[] = L"\033[201~";
  const size_t end_length = wcslen(end);
  size_t capacity = 1024, count = 0;
  wchar_t *text = malloc(capacity * sizeof *text);
  if (!text) return CC_ERROR;
  wchar_t character;
  while (next_character(el, &character) == 1) {
    if (count + 1 >= capacity) {
      wchar_t *more = realloc(text, (capacity *= 2) * sizeof *text);
      if (!more) break;
      text = more;
    }
    text[count++] = character;
    if (count >= end_length && wmemcmp(text + count - end_length, end, end_length) == 0) {
      count -= end_length;
      break;
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (text[i] == L'\r') {
      if (i + 1 < count && text[i + 1] == L'\n') continue;
      text[kept++] = L'\n';
    } else if (text[i] >= L' ' || text[i] == L'\n' || text[i] == L'\t') {
      text[kept++] = text[i] == L'\t' ? L' ' : text[i];
    }
  }
  while (kept > 0 && text[kept - 1] == L'\n') kept--;
  text[kept] = L'\0';
  if (kept > 0) el_winsertstr(el, text);
  free(text);
  return of(el)->ending ? CC_EOF : CC_REFRESH;
}

static void bind_keys(EditLine *el) {
  el_set(el, EL_ADDFN, "ce-complete", "complete the word", on_tab);
  el_set(el, EL_ADDFN, "ce-paste", "insert pasted text", on_paste);
  static const char *keys[][2] = {
      {"\t", "ce-complete"},         {"\033[200~", "ce-paste"},
      {"^R", "em-inc-search-prev"},  {"\033[3~", "ed-delete-next-char"},
      {"\033[1~", "ed-move-to-beg"}, {"\033[4~", "ed-move-to-end"},
      {"\033[H", "ed-move-to-beg"},  {"\033[F", "ed-move-to-end"},
      {"\033[1;5C", "em-next-word"}, {"\033[1;5D", "ed-prev-word"},
  };
  for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    el_set(el, EL_BIND, keys[i][0], keys[i][1], NULL);
  }
}

ce_editor *ce_open(const char *program, int wake, ce_completer complete, void *context) {
  choose_locale();
  ce_editor *e = calloc(1, sizeof *e);
  if (!e) return NULL;
  e->el = el_init(program, stdin, stdout, stderr);
  e->history = history_init();
  if (!e->el || !e->history) {
    if (e->el) el_end(e->el);
    if (e->history) history_end(e->history);
    free(e);
    return NULL;
  }
  e->prompt = "";
  e->wake = wake;
  e->complete = complete;
  e->context = context;
  const char *terminal = getenv("TERM");
  e->pastes = terminal && *terminal && strcmp(terminal, "dumb") != 0;

  HistEvent event;
  history(e->history, &event, H_SETSIZE, 10000);
  history(e->history, &event, H_SETUNIQUE, 1);
  el_set(e->el, EL_CLIENTDATA, e);
  el_set(e->el, EL_SIGNAL, 0);
  el_set(e->el, EL_EDITOR, "emacs");
  el_set(e->el, EL_PROMPT, prompt);
  el_set(e->el, EL_HIST, history, e->history);
  el_set(e->el, EL_GETCFN, next_character);
  bind_keys(e->el);
  el_source(e->el, NULL);
  return e;
}

void ce_close(ce_editor *e) {
  el_end(e->el);
  history_end(e->history);
  free(e->line);
  free(e);
}

const char *ce_read(ce_editor *e, const char *prompt, int *status) {
  e->prompt = prompt;
  e->ending = 0;
  // Before the prompt shows: a key typed at once must not meet the cooked terminal.
  el_set(e->el, EL_PREP_TERM, 1);
  paste_mode(e, 1);
  int count = 0;
  const char *text = el_gets(e->el, &count);
  paste_mode(e, 0);
  e->prompt = "";
  free(e->line);
  e->line = NULL;
  if (e->ending) {
    // Whatever was typed is given up, also when it came back as a line.
    *status = e->ending;
    el_reset(e->el);
    return NULL;
  }
  if (!text || count <= 0) {
    *status = CE_END;
    return NULL;
  }
  size_t length = strlen(text);
  while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r')) length--;
  e->line = strndup(text, length);
  *status = e->line ? CE_LINE : CE_END;
  return e->line;
}

void ce_insert(ce_editor *e, const char *text) { el_insertstr(e->el, text); }

void ce_print(ce_editor *e, const char *text) {
  (void)e;
  fprintf(stdout, "\n%s\n", text);
  fflush(stdout);
}

void ce_remember(ce_editor *e, const char *entry) {
  HistEvent event;
  history(e->history, &event, H_ENTER, entry);
}

int ce_columns(void) {
  struct winsize size;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) return size.ws_col;
  return 0;
}
