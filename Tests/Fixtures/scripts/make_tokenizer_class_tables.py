#!/usr/bin/env python3
"""Writes Sources/Tokenizers/Unicode{Class,Compatibility,Grapheme}Table.swift by probing `tokenizers`.

Usage: make_tokenizer_class_tables.py [package root]

The classes that split patterns name come from the regex engine of the package, compositions and
compatibility decompositions from its normalizers, and grapheme properties from what `Precompiled`
replaces as a whole; the form of the tables is that of make_tokenizer_tables.py.
"""
import struct
import sys
from pathlib import Path

from tokenizers import Regex, normalizers, pre_tokenizers

import make_tokenizer_tables as tables
from make_tokenizer_tables import ALL, base36, literal, runs, write

tables.NAME = "Tests/Fixtures/scripts/make_tokenizer_class_tables.py"


def charsmap(rules):
    """A precompiled charsmap: size, double array as Darts-clone lays it out, replacements.

    Every node has a block of 256 units of its own, which is large and simple.
    """
    blob, places = bytearray(), {}
    root = {}
    for key, value in rules.items():
        value = value.encode()
        if value not in places:
            places[value] = len(blob)
            blob += value + b"\0"
        node = root
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[0] = places[value]
    units = {}
    free = 1
    todo = [(0, 0, root)]
    while todo:
        place, label, node = todo.pop()
        base = free * 256 | place & 255
        free += 1
        offset = place ^ base
        # Bit 9 stands for an offset shifted by eight.
        units[place] = label | (256 if 0 in node else 0) | (offset >> 8) << 10 | 512
        for byte, child in node.items():
            if byte == 0:
                units[base] = child | 1 << 31
            else:
                todo.append((base ^ byte, byte, child))
    array = bytearray(4 * 256 * free)
    for place, unit in units.items():
        struct.pack_into("<I", array, 4 * place, unit)
    return struct.pack("<I", len(array)) + bytes(array) + bytes(blob)


def members(pattern, around):
    """Code points that a pattern matches; `around` is a character that it does not match."""
    split = pre_tokenizers.Split(Regex(pattern), "removed").pre_tokenize_str
    return [c for c in ALL if len(split(around + chr(c) + around)) == 2]


def grapheme_properties():
    """Sets by the extended grapheme cluster rules of Unicode's annex 29.

    With every character replaced by one letter, a cluster under six bytes gives one letter and a
    longer one a letter a character, so that the count tells where clusters end.
    """
    normalize = normalizers.Precompiled(charsmap({chr(c): "z" for c in ALL if c})).normalize_str

    def letters(text):
        found = normalize(text)
        assert set(found) == {"z"}, text
        return len(found)

    sets = {name: [] for name in ("prepend", "control", "extend", "spacingMark", "pictographic",
                                  "linker", "consonant", "conjunctExtend")}
    zwj, copy, acute, ka, virama = "\u200d", "©", "\u0301", "क", "्"
    for c in ALL:
        if c == 0:
            continue
        s = chr(c)
        if letters(s + acute * 2) == 2:
            sets["control"].append(c)
        elif letters("a" + s) == 1:
            extends = letters(copy + s + zwj + copy + acute) == 5
            sets["extend" if extends else "spacingMark"].append(c)
            if extends and letters(ka + s + ka + acute) == 4:
                sets["linker"].append(c)
            elif extends and letters(ka + s + virama + ka + acute) == 5:
                sets["conjunctExtend"].append(c)
        elif letters(s + "a") == 1:
            sets["prepend"].append(c)
        elif letters(s + zwj + copy + acute) == 4:
            sets["pictographic"].append(c)
        elif letters(s + virama + ka + acute) == 4:
            sets["consonant"].append(c)
    sets["control"].insert(0, 0)
    return sets


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[3]
    letters, numbers = members(r"\p{L}", "1"), members(r"\p{N}", "a")
    spaces, marks = members(r"\s", "a"), members(r"\p{M}", "a")
    assert not set(letters) & set(numbers) and not set(spaces) & set(letters + numbers + marks)
    assert not set(marks) & set(letters + numbers)
    assert spaces == [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029,
                      0x202F, 0x205F, 0x3000]
    digits = pre_tokenizers.Digits().pre_tokenize_str
    numeric = [c for c in ALL if len(digits("a" + chr(c) + "b")) == 3]
    strip = normalizers.StripAccents().normalize_str
    accents = [c for c in ALL if strip("a" + chr(c) + "b") == "ab"]
    write(root, "UnicodeClassTable.swift", "UnicodeClassTable",
          "Sets of code points that patterns and `StripAccents` speak of; run lists.", [
              literal("letter", r"`\p{L}`.", runs(letters)),
              literal("number", r"`\p{N}`.", runs(numbers)),
              literal("mark", r"`\p{M}`.", runs(marks)),
              literal("numeric", "Rust's `char::is_numeric`.", runs(numeric)),
              literal("accent", "Dropped by `StripAccents`.", runs(accents)),
          ])

    nfd, nfkd = normalizers.NFD().normalize_str, normalizers.NFKD().normalize_str
    nfc = normalizers.NFC().normalize_str
    compatibility, excluded = {}, []
    for c in ALL:
        s = chr(c)
        if nfkd(s) != nfd(s):
            compatibility[c] = [ord(x) for x in nfkd(s)]
        if nfd(s) != s and nfc(s) != s:
            excluded.append(c)
    out, end, before, codes = [], 0, [0] * 32, sorted(compatibility)
    i = 0
    while i < len(codes):
        j = i
        while j + 1 < len(codes) and codes[j + 1] == codes[j] + 1:
            j += 1
        out += [codes[i] - end, j - i + 1]
        for c in codes[i:j + 1]:
            out.append(len(compatibility[c]))
            for place, p in enumerate(compatibility[c]):
                d = p - before[place]
                out.append(2 * abs(d) + (d < 0))
                before[place] = p
        end = codes[j] + 1
        i = j + 1
    write(root, "UnicodeCompatibilityTable.swift", "UnicodeCompatibilityTable",
          "Compatibility decompositions (NFKD) and what NFC leaves decomposed.", [
              literal("decomposition", "Where NFKD is other than NFD; runs, see make_tokenizer_tables.py.",
                      " ".join(map(base36, out))),
              literal("excluded", "Decomposed by NFD and not composed again by NFC.", runs(excluded)),
          ])
    sets = grapheme_properties()
    docs = {"prepend": "Joins what follows.", "control": "Stands alone.", "extend": "Joins what stands before.",
            "spacingMark": "Joins what stands before, and is no `Extend`.",
            "pictographic": "Joins over a zero width joiner.",
            "linker": "`InCB=Linker`.", "consonant": "`InCB=Consonant`.", "conjunctExtend": "`InCB=Extend`."}
    write(root, "UnicodeGraphemeTable.swift", "UnicodeGraphemeTable",
          "Properties behind extended grapheme clusters (annex 29); run lists.",
          [literal(name, docs[name], runs(found)) for name, found in sets.items()])
    print({k: len(v) for k, v in dict(letters=letters, numbers=numbers, marks=marks, accents=accents,
           compatibility=compatibility, excluded=excluded, **sets).items()})


if __name__ == "__main__":
    main()
