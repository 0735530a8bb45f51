#define _GNU_SOURCE
#include "editor.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *prompt(EditLine *el) { return (char *)ce_of(el)->prompt; }

// Without a UTF-8 locale libedit drops every character that is not ASCII.
static void choose_locale(void) {
  const char *names[] = {"", "C.UTF-8", "en_US.UTF-8", "UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    if (setlocale(LC_CTYPE, names[i]) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0) return;
  }
}

// What libedit asks for its next key.
static int next_key(EditLine *el, wchar_t *character) {
  ce_editor *e = ce_of(el);
  if (!ce_is_settled(e)) {
    *character = CE_SETTLE;
    return 1;
  }
  if (ce_next_of_key(e, character)) return 1;
  if (!ce_is_more_typed()) ce_paint(e);
  int got = ce_next_character(el, character);
  return got == 1 && *character == L'\033' ? ce_read_key(e, character) : got;
}

ce_editor *ce_open(const char *program, int wake, ce_callbacks callbacks) {
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
  e->callbacks = callbacks;
  const char *terminal = getenv("TERM");
  e->is_smart = terminal && *terminal && strcmp(terminal, "dumb") != 0;

  HistEvent event;
  history(e->history, &event, H_SETSIZE, 10000);
  history(e->history, &event, H_SETUNIQUE, 1);
  el_set(e->el, EL_CLIENTDATA, e);
  el_set(e->el, EL_SIGNAL, 0);
  el_set(e->el, EL_EDITOR, "emacs");
  el_set(e->el, EL_PROMPT, prompt);
  el_set(e->el, EL_HIST, history, e->history);
  el_set(e->el, EL_GETCFN, next_key);
  ce_bind_keys(e);
  el_source(e->el, NULL);
  ce_bind_vi_keys(e);
  if (e->is_smart) ce_silence(e);
  return e;
}

void ce_close(ce_editor *e) {
  el_end(e->el);
  ce_end_silence(e);
  history_end(e->history);
  ce_free_page(&e->pages[0]);
  ce_free_page(&e->pages[1]);
  ce_forget_draft(e);
  free(e->kept);
  free(e->text);
  free(e);
}

static wchar_t *mark(const ce_editor *e, const char *continued) {
  return continued && e->is_smart ? ce_wide(continued) : NULL;
}

static const wchar_t *without_line_end(const wchar_t *text, int count) {
  while (count > 0 && (text[count - 1] == L'\n' || text[count - 1] == L'\r')) count--;
  return text + count;
}

const char *ce_read(ce_editor *e, const char *prompt, const char *continued, int *status) {
  wchar_t *mark_of_cell = mark(e, continued);
  e->prompt = prompt;
  e->wide_prompt = ce_wide(prompt);
  e->mark = mark_of_cell;
  e->ending = 0;
  e->settled = 0;
  e->waiting_count = e->waiting_next = 0;
  ce_forget_painted(e);
  ce_forget_draft(e);
  // Before the prompt shows: a key typed at once must not meet the cooked terminal.
  ce_take_terminal(e);
  int count = 0;
  const wchar_t *text = el_wgets(e->el, &count);
  if (text && count > 0 && !e->ending) ce_finish(e, text, without_line_end(text, count));
  ce_paste_mode(e, 0);
  free(e->text);
  e->text = NULL;
  if (e->ending) {
    // Whatever was typed is given up, also when it came back as a line.
    *status = e->ending;
    el_reset(e->el);
  } else if (!text || count <= 0) {
    *status = CE_END;
  } else {
    e->text = ce_plain(e, text, text + count, NULL);
    size_t length = e->text ? strlen(e->text) : 0;
    while (length > 0 && (e->text[length - 1] == '\n' || e->text[length - 1] == '\r')) length--;
    if (e->text) e->text[length] = '\0';
    *status = e->text ? CE_LINE : CE_END;
  }
  e->prompt = "";
  e->mark = NULL;
  free(mark_of_cell);
  free(e->wide_prompt);
  e->wide_prompt = NULL;
  return e->text;
}

void ce_insert(ce_editor *e, const char *text) { el_insertstr(e->el, text); }

void ce_remember(ce_editor *e, const char *entry, const char *continued) {
  wchar_t *mark_of_entry = mark(e, continued), *wide = ce_wide(entry);
  e->mark = mark_of_entry;
  wchar_t *marked = wide ? ce_marked(e, wide) : NULL;
  e->mark = NULL;
  char *narrow = marked ? ce_plain(e, marked, marked + wcslen(marked), NULL) : NULL;
  HistEvent event;
  if (narrow) history(e->history, &event, H_ENTER, narrow);
  free(narrow);
  free(marked);
  free(wide);
  free(mark_of_entry);
}
