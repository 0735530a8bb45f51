#!/usr/bin/env python3
"""Writes Tests/Fixtures/tokenizers/kinds: BPE and Unigram tokenizers and what Hugging Face makes of texts.

Usage: make_tokenizer_kinds.py [--shared FOLDER] [--expected FOLDER]

Needs `sentencepiece` and `protobuf` beside `tokenizers`, for a Unigram model with a real charsmap. The options are
those of make_tokenizer_fixtures.py.
"""
import argparse
import base64
import hashlib
import io
import json
import random
import struct
from pathlib import Path

import make_tokenizer_fixtures as fixtures
from make_tokenizer_fixtures import LINES, digest, serialise, shared_texts, write_json, write_rows
import sentencepiece
import tokenizers
from sentencepiece import sentencepiece_model_pb2
from tokenizers import (AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers,
                        processors, trainers)

OUT = fixtures.OUT / "kinds"
HARD = fixtures.hard_cases()
LLAMA3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN2 = LLAMA3.replace("{1,3}", "")
QWEN35 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"
          r"|\s*[\r\n]+|\s+(?!\S)|\s+")
SPLIT_HARD = ["'s't're've'm'll'd", "'S'T'RE'Ve'M'lL'D", "don't DON'T I'LL we've'", "'\u017f x'\u017fs", "'sx 's 'st 'r 'v 'l '",
              "  a   b\t c\n\nd \n e\r\n\r\nf   ", "   ", "\n", " \n ", "a \n", "\n a", "\t\ta", " \t\n\r x", "x\u00a0y \u00a0y\u00a0 \u3000z",
              "1234567 12a3 ١٢٣٤ ½¾ ⅷ 1٢३", "a1b22c333", "!!! ?a !a1 -1 --\n\n--\r x", "...\n...\n", "a'b ''s '''s", "(abc) [a1] {x}\n}",
              "ab\u0301c \u0301 a\u0301\u0301", "中文 中1文 。中", "tab\tx \t x", "a\u2028b\u2029 c\u0085d", "\r\r\n\n\r", "x\r\n y", " 's", " 1", "  1", "  !"]


def charsmap(rules):
    """A precompiled charsmap: size, double array as Darts-clone lays it out, replacements."""
    blob, places, root = bytearray(), {}, {}
    for key, value in rules.items():
        value = value.encode()
        if value not in places:
            places[value] = len(blob)
            blob += value + b"\0"
        node = root
        for byte in key.encode():
            node = node.setdefault(byte, {})
        node[0] = places[value]
    units, bases, todo, low = {0: 0}, set(), [(0, 0, root)], 1
    while todo:
        place, label, node = todo.pop()
        base = low
        while base in bases or any(base ^ byte in units for byte in node):
            base += 1
        bases.add(base)
        assert place ^ base < 1 << 21
        units[place] = label | (256 if 0 in node else 0) | (place ^ base) << 10
        for byte, child in node.items():
            units[base ^ byte] = child | 1 << 31 if byte == 0 else byte
            if byte:
                todo.append((base ^ byte, byte, child))
        while low in units and low in bases:
            low += 1
    size = (max(units) | 255) + 1
    array = struct.pack(f"<{size}I", *(units.get(i, 0) for i in range(size)))
    return struct.pack("<I", len(array)) + array + bytes(blob)


def cluster_characters():
    """Characters of every grapheme property, for rules and for texts."""
    ranges = [(0x0A, 0x0A), (0x0D, 0x0D), (0x61, 0x66), (0xA9, 0xA9), (0xAD, 0xAD), (0x300, 0x305), (0x600, 0x601), (0x903, 0x903),
              (0x915, 0x918), (0x93E, 0x93F), (0x94D, 0x94D), (0x9CD, 0x9CD), (0x995, 0x996), (0xE33, 0xE33), (0x1100, 0x1101),
              (0x1161, 0x1162), (0x11A8, 0x11A9), (0x200B, 0x200D), (0x203C, 0x203C), (0x2764, 0x2764), (0xAC00, 0xAC01),
              (0xFE0F, 0xFE0F), (0x1F1E6, 0x1F1E7), (0x1F3FB, 0x1F3FB), (0x1F468, 0x1F469), (0x110BD, 0x110BD), (0xD4E, 0xD4E)]
    return [chr(c) for low, high in ranges for c in range(low, high + 1)]


def crafted_rules():
    """Rules at the edges: nothing left, more than before, keys of several characters, prefixes."""
    rules = {c: f"<{ord(c):x}>" if ord(c) % 3 else "" for c in cluster_characters()}
    rules |= {"a\u0301": "A", "ab": "XY", "q": "longer", "\t": " ", "\u00a0": " ", "é": "e", "ﬁ": "fi", "中": "", "x\u0301\u0302": "x"}
    return rules


def draws(pool, count, longest, seed):
    """The same texts as `drawnTexts` in TokenizerKindTests.swift."""
    state = seed

    def draw(n):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % n

    return ["".join(pool[draw(len(pool))] for _ in range(1 + draw(longest))) for _ in range(count)]


def trained(trainer, pre_tokenizer, normalizer=None, texts=None):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator(texts or LINES, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    return model["vocab"], [tuple(m) for m in model["merges"]]


def byte_level(size, special, alphabet=True, split=None):
    parts = [pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=split is None)]
    if split:
        parts.insert(0, pre_tokenizers.Split(Regex(split), "isolated"))
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=special, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet() if alphabet else [])
    return trained(trainer, pre_tokenizers.Sequence(parts))


def split_pipeline(pattern):
    return pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(pattern), "isolated"),
                                    pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def make_byte_level(kinds):
    vocab, merges = byte_level(900, ["<|endoftext|>"])
    gpt2 = Tokenizer(models.BPE(vocab, merges, continuing_subword_prefix="", end_of_word_suffix=""))
    gpt2.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    gpt2.post_processor = processors.ByteLevel(trim_offsets=False)
    gpt2.decoder = decoders.ByteLevel()
    gpt2.add_special_tokens(["<|endoftext|>"])
    kinds["gpt2"] = gpt2

    vocab, merges = byte_level(800, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    roberta = Tokenizer(models.BPE(vocab, merges, continuing_subword_prefix="", end_of_word_suffix=""))
    roberta.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    roberta.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    roberta.decoder = decoders.ByteLevel()
    roberta.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)])
    roberta.add_tokens([AddedToken("<r>", rstrip=True, normalized=False), AddedToken("word", single_word=True)])
    kinds["roberta"] = roberta

    # No full alphabet and nothing for the unknown: characters vanish.
    vocab, merges = byte_level(700, ["<s>"], alphabet=False)
    prefix = Tokenizer(models.BPE(vocab, merges))
    prefix.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    prefix.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=True, add_prefix_space=True),
        processors.TemplateProcessing("<s> $A", "<s> $A <s>:1 $B:1", [("<s>", 0)])])
    prefix.decoder = decoders.ByteLevel()
    prefix.add_special_tokens(["<s>"])
    prefix.enable_truncation(9, direction="left")
    kinds["prefix"] = prefix

    vocab, merges = byte_level(900, [], split=LLAMA3)
    merges = [m for i, m in enumerate(merges) if i % 7]
    merges = [m for m in merges if "".join(m) in vocab]
    llama3 = Tokenizer(models.BPE(vocab, merges, ignore_merges=True))
    llama3.pre_tokenizer = split_pipeline(LLAMA3)
    begin = "<|begin_of_text|>"
    llama3.add_special_tokens([begin, "<|eot_id|>"])
    llama3.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(f"{begin} $A", f"{begin} $A {begin}:1 $B:1", [(begin, llama3.token_to_id(begin))])])
    llama3.decoder = decoders.ByteLevel()
    kinds["llama3"] = llama3

    vocab, merges = byte_level(900, [], split=QWEN2)
    qwen2 = Tokenizer(models.BPE(vocab, merges))
    qwen2.normalizer = normalizers.NFC()
    qwen2.pre_tokenizer = split_pipeline(QWEN2)
    qwen2.post_processor = processors.ByteLevel(trim_offsets=False)
    qwen2.decoder = decoders.ByteLevel()
    qwen2.add_special_tokens(["<|endoftext|>", "<|im_start|>", "<|im_end|>"])
    kinds["qwen2"] = qwen2


def make_sentencepiece(kinds):
    special = ["<unk>", "<s>", "</s>"]
    lines = [line for line in LINES if not any(ord(c) > 0x500 for c in line)]
    vocab, merges = trained(trainers.BpeTrainer(vocab_size=800, special_tokens=special, show_progress=False),
                            pre_tokenizers.Metaspace(), texts=lines)
    every = dict(vocab)
    for byte in range(256):
        every[f"<0x{byte:02X}>"] = len(every)
    strip = [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]

    llama2 = Tokenizer(models.BPE(every, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    llama2.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    llama2.decoder = decoders.Sequence(strip)
    llama2.post_processor = processors.TemplateProcessing("<s> $A", "<s> $A <s>:1 $B:1", [("<s>", 1)])
    llama2.add_special_tokens([AddedToken(t, normalized=False) for t in special])
    llama2.add_tokens([AddedToken("<u>", normalized=True), AddedToken(" two", normalized=False)])
    kinds["llama2"] = llama2

    # Some bytes only, so that unknown characters mix with bytes.
    some = dict(vocab)
    for byte in [*range(0x80, 0xC0), 0xE4, 0xF0, 0x0A]:
        some[f"<0x{byte:02X}>"] = len(some)
    newer = Tokenizer(models.BPE(some, merges, unk_token="<unk>", fuse_unk=False, byte_fallback=True))
    newer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    newer.decoder = decoders.Sequence(strip)
    newer.add_special_tokens([AddedToken(t, normalized=False) for t in special])
    kinds["newer"] = newer


def spm(**options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES), model_writer=model, model_type="unigram", num_threads=1,
        hard_vocab_limit=False, minloglevel=2, **options)
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return proto


def make_unigram(kinds):
    proto = spm(vocab_size=1200)
    pieces = [(p.piece, p.score) for p in proto.pieces]
    vocab = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *pieces[3:], ("<mask>", 0.0)]
    xlmr = Tokenizer(models.Unigram(vocab, unk_id=3))
    xlmr.normalizer = normalizers.Precompiled(proto.normalizer_spec.precompiled_charsmap)
    xlmr.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    xlmr.decoder = decoders.Metaspace()
    xlmr.post_processor = processors.TemplateProcessing("<s> $A </s>", "<s> $A </s> </s> $B </s>", [("<s>", 0), ("</s>", 2)])
    xlmr.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", AddedToken("<mask>", lstrip=True)])
    kinds["xlmr"] = xlmr

    t5_vocab = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), *pieces[3:700]]
    t5_vocab += [(f"<0x{b:02X}>", -20.0) for b in range(0x80, 0x100)]
    t5 = Tokenizer(models.Unigram(t5_vocab, unk_id=2, byte_fallback=True))
    t5.normalizer = normalizers.Sequence([
        normalizers.Precompiled(charsmap(crafted_rules())), normalizers.Strip(left=False, right=True),
        normalizers.Replace(Regex(" {2,}"), "▁")])
    t5.pre_tokenizer = pre_tokenizers.Metaspace()
    t5.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace()])
    t5.post_processor = processors.TemplateProcessing("$A </s>", "$A </s> $B </s>", [("</s>", 1)])
    t5.add_special_tokens(["<pad>", "</s>", "<unk>"])
    kinds["t5"] = t5

    albert = Tokenizer(models.Unigram([("<unk>", 0.0), *pieces[3:500]], unk_id=0))
    albert.normalizer = normalizers.Sequence([
        normalizers.Replace("``", '"'), normalizers.Replace("''", '"'), normalizers.NFKD(), normalizers.StripAccents(),
        normalizers.Lowercase(), normalizers.Replace(Regex(" {2,}"), " ")])
    albert.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="never")
    albert.decoder = decoders.Metaspace(prepend_scheme="never")
    kinds["albert"] = albert


def make_kinds():
    kinds = {}
    make_byte_level(kinds)
    make_sentencepiece(kinds)
    make_unigram(kinds)
    for name, tokenizer in kinds.items():
        (OUT / name).mkdir(parents=True, exist_ok=True)
        tokenizer.save(str(OUT / name / "tokenizer.json"), pretty=False)
    result = {name: Tokenizer.from_file(str(OUT / name / "tokenizer.json")) for name in kinds}
    for tokenizer in result.values():
        tokenizer.no_truncation()
    return result


def special_texts():
    parts = ["<s>", "</s>", " <s> ", "<mask>", "  <mask>", "<mask> a", "<|endoftext|>", "a<|endoftext|>b", " <|im_start|>user\n",
             "<|eot_id|>\n\n", "<|begin_of_text|>", "<r>  ", "<r>", "word", "words", "a word.", "<u>", " <u>", " two", " twofold", "one two",
             "▁", "▁▁a", "a▁b", " ▁ ", "Ġ", "ĠaĊ", "<0x0A>", "<0xE2>", "<unk>", "<pad>", " ", "  ", "\n", "é", "中", "😀", "don't", "12345"]
    generator = random.Random(5)
    return parts + ["".join(generator.choice(parts) for _ in range(generator.randint(2, 6))) for _ in range(90)]


def columns(encoding):
    """Ids, how far each token starts from the one before, and lengths."""
    starts = [a for a, _ in encoding.offsets]
    return [encoding.ids, [b - a for a, b in zip([0] + starts, starts)], [b - a for a, b in encoding.offsets]]


def make_expected(kinds):
    special = special_texts() + SPLIT_HARD
    write_rows(OUT / "texts.json", special)
    # Longer ones only by their digest.
    texts = [t for t in HARD + special if len(t) <= 80]
    for name, tokenizer in kinds.items():
        rows = []
        for text in texts:
            encoding = tokenizer.encode(text, add_special_tokens=False)
            rows.append(columns(encoding) + [tokenizer.decode(encoding.ids, skip_special_tokens=True)])
        write_rows(OUT / f"expected/texts-{name}.json", rows)
    for name in ("gpt2", "xlmr"):
        write_rows(OUT / f"expected/lines-{name}.json",
                   [columns(kinds[name].encode(t, add_special_tokens=False)) for t in LINES])
    generator = random.Random(6)
    rows = {}
    for name, tokenizer in kinds.items():
        size = tokenizer.get_vocab_size()
        lists = [[generator.randrange(size) for _ in range(generator.randint(1, 12))] for _ in range(60)]
        rows[name] = [[ids, tokenizer.decode(ids, skip_special_tokens=True), tokenizer.decode(ids, skip_special_tokens=False)]
                      for ids in lists]
    write_json(OUT / "expected/decoded.json", rows)
    pairs = [("", "b"), (" a b c", " d"), ("word word word", "one two three four five"), (LINES[0], LINES[1]), ("a <mask> b", "  x"), (LINES[7], None), ("a", None)]
    cases = [{"text": a, "pair": b, "max": m} for a, b in pairs for m in (None, 5, 9, 16)]
    rows = {name: [fixtures.encode_case(kinds[name], case, "left" if name == "prefix" else "right") for case in cases]
            for name in ("roberta", "prefix", "xlmr", "llama3", "gpt2", "t5")}
    write_json(OUT / "expected/pairs.json", rows)


def byte_tokenizer(normalizer):
    """Ids are the bytes of what the normalizer makes."""
    vocab = {c: i for i, c in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    tokenizer = Tokenizer(models.BPE(vocab, []))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    return tokenizer


def word_tokenizer(pre_tokenizer):
    """Each word is one unknown token, so that offsets tell where words are."""
    tokenizer = Tokenizer(models.Unigram([("<unk>", 0.0)], unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizer
    return tokenizer


def parts():
    """Tokenizers that show one component each; they are not stored but for small ones."""
    split, behaviors = pre_tokenizers.Split, ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
    result = {
        "NFC": byte_tokenizer(normalizers.NFC()), "NFD": byte_tokenizer(normalizers.NFD()),
        "NFKC": byte_tokenizer(normalizers.NFKC()), "NFKD": byte_tokenizer(normalizers.NFKD()),
        "Lowercase": byte_tokenizer(normalizers.Lowercase()), "StripAccents": byte_tokenizer(normalizers.StripAccents()),
        "Strip": byte_tokenizer(normalizers.Strip()),
        "several": byte_tokenizer(normalizers.Sequence([normalizers.NFKD(), normalizers.NFC(), normalizers.Prepend("été "),
                                                        normalizers.Replace("b", "ßß"), normalizers.NFKC()])),
        "clusters": byte_tokenizer(normalizers.Precompiled(charsmap(crafted_rules()))),
        "clustersNFC": byte_tokenizer(normalizers.Sequence([normalizers.Precompiled(charsmap(crafted_rules())), normalizers.NFC()])),
        "gpt2Split": word_tokenizer(pre_tokenizers.ByteLevel(add_prefix_space=True)),
        "llama3Split": word_tokenizer(split(Regex(LLAMA3), "isolated")),
        "qwen2Split": word_tokenizer(split(Regex(QWEN2), "isolated")),
        "qwen35Split": word_tokenizer(split(Regex(QWEN35), "isolated")),
        "whitespace": word_tokenizer(pre_tokenizers.WhitespaceSplit()),
        "digits": word_tokenizer(pre_tokenizers.Digits()), "eachDigit": word_tokenizer(pre_tokenizers.Digits(individual_digits=True)),
    }
    for scheme in ("always", "first", "never"):
        result["metaspace-" + scheme] = word_tokenizer(pre_tokenizers.Metaspace(prepend_scheme=scheme))
        result["words-" + scheme] = word_tokenizer(pre_tokenizers.Sequence([
            pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(prepend_scheme=scheme, replacement="b")]))
    for behavior in behaviors:
        for invert in (False, True):
            result[f"{behavior}-{invert}"] = word_tokenizer(split("a", behavior, invert))
        result[f"spaces-{behavior}"] = word_tokenizer(split(Regex(" {2,}"), behavior))
    return result


EVERY = ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "gpt2Split", "llama3Split", "qwen2Split", "qwen35Split", "whitespace",
         "digits", "eachDigit"]
POOL = list("aabbee  11'sStTmdlrv\n\r\t!?-") + list("éÉ\u0301\u0323\u00a0\u3000\u2028٣½中한ſK\u017f😀ﬁ") + ["e\u0301", "\r\n", "  ", "'re"]


def block_texts(block):
    """Each code point in several places; where none is assigned, eight share a text."""
    points = [chr(c) for c in range(block, block + 4096) if not 0xD800 <= c <= 0xDFFF]
    size = 1 if block < 0x30000 or block == 0xE0000 else 8
    for i in range(0, len(points), size):
        s = points[i:i + size] * (8 // size)
        yield f"a{s[0]}b1{s[1]} {s[2]}x  {s[3]}\n{s[4]}'{s[5]}s{s[6]}{s[7]}\u0301"


def part_digests(kinds):
    pools = {"mixed": draws(POOL, 4000, 24, 7), "clusters": draws(cluster_characters() + ["x\u0301", "q"], 20000, 9, 8),
             "unicode": list(fixtures.random_texts())}
    result = {"parts": {}, "kinds": {}}

    def rows(tokenizer, texts):
        return digest("".join(serialise(tokenizer.encode(t, add_special_tokens=False)) for t in texts))[:16]

    def blocks(tokenizer):
        return [rows(tokenizer, block_texts(b)) for b in range(0, 0x110000, 4096)]

    small = {}
    for name, tokenizer in parts().items():
        small[name] = json.loads(tokenizer.to_str())
        row = {pool: rows(tokenizer, texts) for pool, texts in pools.items()}
        if name in EVERY:
            row["blocks"] = blocks(tokenizer)
        result["parts"][name] = row
    write_rows(OUT / "parts.json", [[name, json] for name, json in small.items()])
    for name, tokenizer in kinds.items():
        row = {pool: rows(tokenizer, texts) for pool, texts in pools.items()}
        if name in ("gpt2", "llama2", "xlmr"):
            row["blocks"] = blocks(tokenizer)
        row["lines"] = rows(tokenizer, LINES + HARD)
        row["vocabulary"] = digest("".join(f"{tokenizer.id_to_token(i)}\n" for i in range(tokenizer.get_vocab_size())))
        result["kinds"][name] = row
    return result


def shared_digests(kinds, shared, expected):
    result = {}
    for path in sorted((Path(shared) / "data").iterdir()):
        if path.suffix not in (".tsv", ".json", ".jsonl"):
            continue
        texts = shared_texts(path)
        result[path.name] = {"texts": len(texts)}
        for name, tokenizer in kinds.items():
            hashed = hashlib.sha256()
            out = None
            if expected:
                Path(expected).mkdir(parents=True, exist_ok=True)
                out = open(Path(expected) / f"{path.name}.{name}", "w")
            for text in texts:
                row = serialise(tokenizer.encode(text, add_special_tokens=False))
                hashed.update(row.encode())
                if out:
                    out.write(row)
            result[path.name][name] = hashed.hexdigest()
    return result


def trainer_expected():
    """What HF's BpeTrainer learns from the lines, with the alphabet of bytes."""
    vocab, merges = byte_level(1500, ["<|endoftext|>"])
    return {"tokens": [t for t, _ in sorted(vocab.items(), key=lambda item: item[1])], "merges": [" ".join(m) for m in merges]}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared")
    parser.add_argument("--expected")
    options = parser.parse_args()
    kinds = make_kinds()
    make_expected(kinds)
    write_json(OUT / "expected/trained.json", trainer_expected())
    path = OUT / "digests.json"
    old = json.loads(path.read_text()) if path.exists() else {}
    new = {"tokenizers": tokenizers.__version__, "sentencepiece": sentencepiece.__version__, **part_digests(kinds),
           "shared": old.get("shared", {})}
    if options.shared:
        new["shared"] = shared_digests(kinds, options.shared, options.expected)
    path.write_text(json.dumps(new, indent=1) + "\n")


if __name__ == "__main__":
    main()
