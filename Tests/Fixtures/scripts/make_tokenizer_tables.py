#!/usr/bin/env python3
"""Writes Sources/Tokenizers/Unicode*Table.swift: what the `tokenizers` package does to each code point.

Usage: make_tokenizer_tables.py [package root]

The crate behind `tokenizers` carries Unicode data of several ages (general categories of Unicode 8,
decompositions and lower case of later ones), so every table is found by probing the package over
all of U+0000...U+10FFFF rather than from any Unicode file.

Tables are text: numbers in base 36. A set of code points is a run list `gap length gap length ...`,
each gap counted from the end of the run before.
"""
import sys
import unicodedata
from pathlib import Path

import tokenizers
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

ALL = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NAME = "Tests/Fixtures/scripts/make_tokenizer_tables.py"


def bert(**flags):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**off, **flags})


def base36(n):
    text = ""
    while True:
        n, d = divmod(n, 36)
        text = DIGITS[d] + text
        if n == 0:
            return text


def runs(members):
    out, end, members = [], 0, sorted(members)
    i = 0
    while i < len(members):
        j = i
        while j + 1 < len(members) and members[j + 1] == members[j] + 1:
            j += 1
        out += [members[i] - end, j - i + 1]
        end = members[j] + 1
        i = j + 1
    return " ".join(map(base36, out))


def literal(name, doc, text):
    lines, line = [], "    "
    for word in text.split(" "):
        if len(line) + len(word) + 1 > 98:
            lines.append(line + "\\")
            line = "    "
        line += word + " "
    lines.append(line.rstrip())
    body = "\n".join(lines)
    return f'  /// {doc}\n  static let {name}: StaticString = """\n{body}\n    """\n'


def write(root, file, type_name, doc, parts):
    head = (
        f"// Made by {NAME} from tokenizers {tokenizers.__version__}; do not edit.\n\n"
        f"/// {doc}\nenum {type_name} {{\n"
    )
    text = head + "\n".join(parts) + "}\n"
    path = Path(root) / "Sources/Tokenizers" / file
    path.write_text(text, encoding="utf-8")
    print(path, text.count("\n"), "lines")


def word_characters():
    """Code points that `single_word` takes for part of a word (regex \\w of the crate)."""
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0, "q": 1}, unk_token="[UNK]"))
    tokenizer.add_tokens([AddedToken("q", single_word=True, normalized=False)])
    found = []
    for c in ALL:
        if chr(c) != "q" and len(tokenizer.encode("q" + chr(c)).ids) == 1:
            found.append(c)
    return found + [ord("q")]


def combining_classes():
    """Canonical combining class of each code point, by which marks the crate's NFD lets it pass."""
    nfd = normalizers.NFD().normalize_str
    low, high = 0x0334, 0x0345  # classes 1 and 240, the ends

    def passes(first, second):
        return nfd(chr(first) + chr(second)) == chr(second) + chr(first) and first != second

    def stable(c):
        return nfd(chr(c)) == chr(c)

    marks = [c for c in ALL if stable(c) and (passes(high, c) or passes(c, low))]
    reference = {}
    for c in marks:  # the older mark of a class is the surer reference
        k = unicodedata.combining(chr(c))
        if k and unicodedata.ucd_3_2_0.combining(chr(c)) == k:
            reference.setdefault(k, c)
    for c in marks:
        reference.setdefault(unicodedata.combining(chr(c)), c)
    reference.pop(0, None)
    classes = {}
    for c in marks:
        same = [k for k, r in reference.items() if not passes(r, c) and not passes(c, r)]
        assert len(same) == 1, (hex(c), same)
        classes[c] = same[0]
    assert classes[low] == 1 and classes[high] == 240
    return classes


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[3]
    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    clean = bert(clean_text=True).normalize_str
    chinese = bert(handle_chinese_chars=True).normalize_str
    nfd = normalizers.NFD().normalize_str
    strip = bert(strip_accents=True).normalize_str
    lower = normalizers.Lowercase().normalize_str

    removed, space, punctuation, cjk, marks = [], [], [], [], []
    decomposition, lowercase = {}, {}
    for c in ALL:
        s = "a" + chr(c) + "b"
        pieces = len(split(s))
        if pieces == 3:
            punctuation.append(c)
        elif pieces == 2:
            space.append(c)
        cleaned = clean(s)
        if cleaned == "ab":
            removed.append(c)
        else:
            expected = "a b" if c in (9, 10, 13) or (space and space[-1] == c) else s
            assert cleaned == expected, hex(c)
        if chinese(s) == "a " + chr(c) + " b":
            cjk.append(c)
        else:
            assert chinese(s) == s, hex(c)
        d = nfd(s)[1:-1]
        if d != chr(c) and not 0xAC00 <= c <= 0xD7A3:
            decomposition[c] = [ord(x) for x in d]
        if d == chr(c) and strip(s) == "ab":
            marks.append(c)
        l = lower(s)[1:-1]
        if l != chr(c):
            lowercase[c] = [ord(x) for x in l]
    for c, parts in decomposition.items():
        kept = "".join(chr(p) for p in parts if p not in set(marks))
        assert strip("a" + chr(c) + "b") == "a" + kept + "b", hex(c)
    assert removed[0] == 0

    write(root, "UnicodeCategoryTable.swift", "UnicodeCategoryTable",
          "Sets of code points as the `tokenizers` package sees them; run lists, see the script.", [
              literal("removed", "Dropped by `clean_text`.", runs(removed)),
              literal("whitespace", "Rust's `char::is_whitespace`.", runs(space)),
              literal("punctuation", "Isolated by `BertPreTokenizer`.", runs(punctuation)),
              literal("cjk", "Set between spaces by `handle_chinese_chars`.", runs(cjk)),
              literal("nonspacingMark", "Dropped by `strip_accents` after NFD.", runs(marks)),
              literal("word", "Part of a word for `single_word`.", runs(word_characters())),
          ])

    # Lower case: runs of equal distance and step, `gap count step distance`, and the long ones apart.
    single = {c: v[0] - c for c, v in lowercase.items() if len(v) == 1}
    long = {c: v for c, v in lowercase.items() if len(v) > 1}
    entries, codes, i, end = [], sorted(single), 0, 0
    while i < len(codes):
        best = (1, 1)
        for step in (1, 2):
            n = 1
            while single.get(codes[i] + n * step) == single[codes[i]] and (
                    step == 1 or single.get(codes[i] + n * step - 1) is None):
                n += 1
            best = max(best, (n, -step))
        n, step = best[0], abs(best[1])
        distance = single[codes[i]]
        entries += [codes[i] - end, n, step, 2 * abs(distance) + (distance < 0)]
        end = codes[i] + (n - 1) * step + 1
        i += n
    classes = combining_classes()
    class_parts, previous = [], 0
    by_run, codes = [], sorted(classes)
    for c in codes:
        if by_run and by_run[-1][0] + by_run[-1][1] == c and by_run[-1][2] == classes[c]:
            by_run[-1][1] += 1
        else:
            by_run.append([c, 1, classes[c]])
    for c, n, k in by_run:
        class_parts += [c - previous, n, k]
        previous = c + n
    write(root, "UnicodeCaseTable.swift", "UnicodeCaseTable",
          "Lower case and combining classes as the `tokenizers` package has them.", [
              literal("lowercase", "`gap count step zigzag(distance)` a run, one code point each.",
                      " ".join(map(base36, entries))),
              literal("longLowercase", "`code count parts...` where lower case is longer.",
                      " ".join(base36(x) for c in sorted(long) for x in [c, len(long[c])] + long[c])),
              literal("combiningClass", "`gap length class` a run.",
                      " ".join(map(base36, class_parts))),
          ])

    # Decompositions: runs of `gap n` then n times `count parts...`, each part against the one of the
    # same place before (zigzag), since neighbours share letters and marks.
    out, end, codes = [], 0, sorted(decomposition)
    i, before = 0, [0] * 8
    while i < len(codes):
        j = i
        while j + 1 < len(codes) and codes[j + 1] == codes[j] + 1:
            j += 1
        out += [codes[i] - end, j - i + 1]
        for c in codes[i:j + 1]:
            parts = decomposition[c]
            out.append(len(parts))
            for place, p in enumerate(parts):
                d = p - before[place]
                out.append(2 * abs(d) + (d < 0))
                before[place] = p
        end = codes[j] + 1
        i = j + 1
    write(root, "UnicodeDecompositionTable.swift", "UnicodeDecompositionTable",
          "Canonical decompositions (NFD) as the `tokenizers` package has them.", [
              literal("decomposition", "Runs, see the script; Hangul syllables are computed.",
                      " ".join(map(base36, out))),
          ])
    print({k: len(v) for k, v in dict(removed=removed, space=space, punctuation=punctuation, cjk=cjk,
           marks=marks, decomposition=decomposition, lowercase=lowercase, classes=classes).items()})


if __name__ == "__main__":
    main()
