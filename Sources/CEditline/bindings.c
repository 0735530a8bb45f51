#define _GNU_SOURCE
#include "editor.h"

#include <string.h>

// Which key calls which function.

typedef struct {
  const wchar_t *key, *function;
} binding;

#define KEY(key) (const wchar_t[]){key, L'\0'}

// Of emacs's map and vi's map for insertion.
static const binding keys[] = {
    {L"\t", L"ce-complete"},
    {L"\r", L"ce-enter"},
    {L"\n", L"ce-enter"},
    {L"}", L"ce-close-bracket"},
    {L"]", L"ce-close-bracket"},
    {L"\010", L"ce-backspace"},
    {L"\177", L"ce-backspace"},
};

// Of both of vi's maps, too.
static const binding private_keys[] = {
    {KEY(CE_SETTLE), L"ce-settle"},
    {KEY(CE_NEWLINE), L"ed-newline"},
    {KEY(CE_PREVIOUS), L"ed-prev-history"},
    {KEY(CE_NEXT), L"ed-next-history"},
    {KEY(CE_ERASE), L"ed-delete-next-char"},
    {KEY(CE_KILL), L"ed-kill-line"},
    {KEY(CE_BACKSPACE), L"ed-delete-prev-char"},
    {KEY(CE_PASTE), L"ce-paste"},
    {KEY(CE_DELETE), L"ce-delete"},
    {KEY(CE_UP), L"ce-up"},
    {KEY(CE_DOWN), L"ce-down"},
    {KEY(CE_LEFT), L"ed-prev-char"},
    {KEY(CE_RIGHT), L"ed-next-char"},
    {KEY(CE_START), L"ce-line-start"},
    {KEY(CE_END_OF_LINE), L"ce-line-end"},
    {KEY(CE_WORD_LEFT), L"ed-prev-word"},
    {KEY(CE_WORD_RIGHT), L"em-next-word"},
    {KEY(CE_AFTER_NEXT), L"ce-after-next"},
    {L"\014", L"ce-clear-screen"},
};

static const binding emacs_keys[] = {
    {L"\020", L"ce-up"},
    {L"\016", L"ce-down"},
    {L"\001", L"ce-line-start"},
    {L"\005", L"ce-line-end"},
    {L"\004", L"ce-delete"},
    {L"\013", L"ce-kill-line"},
    {L"\030\005", L"ce-revise"},
    {L"\022", L"em-inc-search-prev"},
    {L"\023", L"em-inc-search-next"},
    {L"\033\r", L"ce-break-line"},
    {L"\033\n", L"ce-break-line"},
    {L"\033[A", L"ce-up"},
    {L"\033OA", L"ce-up"},
    {L"\033[B", L"ce-down"},
    {L"\033OB", L"ce-down"},
    {L"\033[H", L"ce-line-start"},
    {L"\033OH", L"ce-line-start"},
    {L"\033[1~", L"ce-line-start"},
    {L"\033[F", L"ce-line-end"},
    {L"\033OF", L"ce-line-end"},
    {L"\033[4~", L"ce-line-end"},
    {L"\033[3~", L"ce-delete"},
    {L"\033[200~", L"ce-paste"},
    {L"\033[7~", L"ce-line-start"},
    {L"\033[8~", L"ce-line-end"},
    {L"\033[3;5~", L"em-delete-next-word"},
    {L"\033[1;2C", L"ed-next-char"},
    {L"\033[1;2D", L"ed-prev-char"},
    {L"\033[1;3C", L"em-next-word"},
    {L"\033[1;3D", L"ed-prev-word"},
    {L"\033[1;5C", L"em-next-word"},
    {L"\033[1;5D", L"ed-prev-word"},
    {L"\033\033[C", L"em-next-word"},
    {L"\033\033[D", L"ed-prev-word"},
    {L"\033\033OC", L"em-next-word"},
    {L"\033\033OD", L"ed-prev-word"},
};

static const binding vi_command_keys[] = {
    {L"\r", L"ce-enter"},
    {L"\n", L"ce-enter"},
    {L"k", L"ce-up"},
    {L"j", L"ce-down"},
    {L"0", L"ce-line-start"},
    {L"$", L"ce-line-end"},
    {L"v", L"ce-revise"},
    {L"x", L"ce-vi-delete"},
};

#define COUNT(table) (sizeof table / sizeof table[0])

static void bind(EditLine *el, const binding *table, size_t count) {
  for (size_t i = 0; i < count; i++) el_wset(el, EL_BIND, table[i].key, table[i].function, NULL);
}

static void bind_in_command_mode(EditLine *el, const binding *table, size_t count) {
  for (size_t i = 0; i < count; i++) {
    el_wset(el, EL_BIND, L"-a", table[i].key, table[i].function, NULL);
  }
}

void ce_bind_keys(ce_editor *e) {
  EditLine *el = e->el;
  ce_add_functions(el);
  bind(el, keys, COUNT(keys));
  bind(el, private_keys, COUNT(private_keys));
  bind(el, emacs_keys, COUNT(emacs_keys));
}

void ce_bind_vi_keys(ce_editor *e) {
  const char *editor = NULL;
  if (el_get(e->el, EL_EDITOR, &editor) != 0 || !editor || strcmp(editor, "vi") != 0) return;
  e->is_vi = 1;
  bind(e->el, keys, COUNT(keys));
  bind(e->el, private_keys, COUNT(private_keys));
  bind_in_command_mode(e->el, private_keys, COUNT(private_keys));
  bind_in_command_mode(e->el, vi_command_keys, COUNT(vi_command_keys));
}

static const struct {
  const char *sequence;
  wchar_t key;
} vi_sequences[] = {
    {"[A", CE_UP},           {"OA", CE_UP},
    {"[B", CE_DOWN},         {"OB", CE_DOWN},
    {"[C", CE_RIGHT},        {"OC", CE_RIGHT},
    {"[D", CE_LEFT},         {"OD", CE_LEFT},
    {"[1;2C", CE_RIGHT},     {"[1;2D", CE_LEFT},
    {"[1;3C", CE_WORD_RIGHT}, {"[1;3D", CE_WORD_LEFT},
    {"[1;5C", CE_WORD_RIGHT}, {"[1;5D", CE_WORD_LEFT},
    {"[H", CE_START},        {"OH", CE_START},
    {"[1~", CE_START},       {"[7~", CE_START},
    {"[F", CE_END_OF_LINE},  {"OF", CE_END_OF_LINE},
    {"[4~", CE_END_OF_LINE}, {"[8~", CE_END_OF_LINE},
    {"[3~", CE_DELETE},      {"[200~", CE_PASTE},
};

wchar_t ce_vi_key(const char *sequence) {
  for (size_t i = 0; i < COUNT(vi_sequences); i++) {
    if (strcmp(vi_sequences[i].sequence, sequence) == 0) return vi_sequences[i].key;
  }
  return CE_SETTLE;
}
