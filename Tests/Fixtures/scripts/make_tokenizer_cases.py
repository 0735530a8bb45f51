#!/usr/bin/env python3
"""Writes Tests/Fixtures/tokenizers/cases.json: small tokenizers put together at random, with what
Hugging Face makes of random texts.

Usage: make_tokenizer_cases.py

A row is {tokenizer, texts, encoded, decoded, ids, idTexts, pairs}: `encoded` as `id:start:end`, `decoded` without
and with special tokens, `pairs` cut to a length with their template. Left out are settings under which Hugging Face
itself panics or answers by chance, or for which peftbook documents another answer: bytes for an affix, an added token
that the normalizer leaves nothing of, two that it makes equal, trimmed offsets of Unigram.
"""
import base64
import json
import os
import random

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RUST_BACKTRACE"] = "0"
from make_tokenizer_fixtures import LINES, OUT
from make_tokenizer_kinds import LLAMA3, QWEN2, QWEN35, charsmap
from tokenizers import Tokenizer, pre_tokenizers

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
LETTERS = list("aAbBsStTé \n▁1'.,!?-\u0301中😀ßİ")
RULES = {"é": "e", "ﬁ": "fi", "\u00a0": " ", "\t": " ", "T": "", "ab": "XY", "中": "zh", "s\u0301": "ś"}
PATTERNS = [{"Regex": LLAMA3}, {"Regex": QWEN2}, {"Regex": QWEN35}, {"Regex": GPT2}, {"Regex": " {2,}"}, {"String": "a"},
            {"String": " "}]
BYTES = sorted(pre_tokenizers.ByteLevel.alphabet())
draw = random.Random(23)


def yes(chance=0.5):
    return draw.random() < chance


def piece(alphabet, longest):
    return "".join(draw.choice(alphabet) for _ in range(draw.randint(1, longest)))


def sequence(name, part, depth):
    return {"type": "Sequence", name: [part(depth + 1) for _ in range(draw.randint(1, 3))]}


def normalizer(depth=0):
    if depth == 0 and yes(0.3):
        return None
    kinds = [lambda: {"type": draw.choice(["NFC", "NFD", "NFKC", "NFKD"])}, lambda: {"type": "Lowercase"},
             lambda: {"type": "StripAccents"}, lambda: {"type": "Strip", "strip_left": yes(), "strip_right": yes()},
             lambda: {"type": "Prepend", "prepend": draw.choice(["▁", "ab"])},
             lambda: {"type": "Replace", "pattern": draw.choice(PATTERNS[4:]), "content": draw.choice(["▁", "", "xyz", " "])},
             lambda: {"type": "Precompiled", "precompiled_charsmap": base64.b64encode(charsmap(RULES)).decode()},
             lambda: {"type": "BertNormalizer", "clean_text": yes(), "handle_chinese_chars": yes(),
                      "strip_accents": draw.choice([None, True, False]), "lowercase": yes()},
             lambda: sequence("normalizers", normalizer, depth)]
    return draw.choice(kinds if depth < 2 else kinds[:-1])()


def pre_tokenizer(depth=0):
    if depth == 0 and yes(0.15):
        return None
    kinds = [lambda: {"type": "ByteLevel", "add_prefix_space": yes(), "trim_offsets": True, "use_regex": yes(0.7)},
             lambda: {"type": "Metaspace", "replacement": draw.choice("▁▁▁b"), "split": yes(0.6),
                      "prepend_scheme": draw.choice(["always", "first", "never"])},
             lambda: {"type": "Split", "pattern": draw.choice(PATTERNS), "invert": yes(0.3), "behavior": draw.choice(
                 ["Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous"])},
             lambda: {"type": "Digits", "individual_digits": yes()}, lambda: {"type": "WhitespaceSplit"},
             lambda: {"type": "BertPreTokenizer"}, lambda: sequence("pretokenizers", pre_tokenizer, depth)]
    return draw.choice(kinds if depth < 2 else kinds[:-1])()


def decoder(depth=0):
    if depth == 0 and yes(0.1):
        return None
    kinds = [lambda: {"type": "WordPiece", "prefix": "##", "cleanup": yes()}, lambda: {"type": "ByteFallback"},
             lambda: {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
             lambda: {"type": "Metaspace", "replacement": "▁", "split": True,
                      "prepend_scheme": draw.choice(["always", "first", "never"])},
             lambda: {"type": "Fuse"},
             lambda: {"type": "Replace", "pattern": draw.choice(PATTERNS[4:] + [{"String": "▁"}]), "content": draw.choice([" ", "zz"])},
             lambda: {"type": "Sequence", "decoders": [{"type": "Fuse"}, {
                 "type": "Strip", "content": draw.choice(" ▁a"), "start": draw.randint(0, 2), "stop": draw.randint(0, 2)}]},
             lambda: sequence("decoders", decoder, depth)]
    return draw.choice(kinds if depth < 2 else kinds[:-1])()


def byte_tokens(start, chance):
    return {f"<0x{b:02X}>": start + i for i, b in enumerate(b for b in range(256) if b < 0x20 or b > 0x7F or yes(chance))}


def bpe(alphabet):
    prefix, suffix = draw.choice([(None, None)] * 4 + [("##", None), (None, "</w>")])
    vocab = ["<unk>", "<s>", "</s>", *draw.sample(alphabet, int(len(alphabet) * draw.choice([0.4, 0.8, 1])))]
    if prefix or suffix:
        vocab += [(prefix or "") + c + (suffix or "") for c in alphabet if yes(0.8)]
    merges = []
    for _ in range(40):
        first, second = draw.choice(vocab[3:]), draw.choice(vocab[3:])
        if prefix and not second.startswith(prefix):
            continue
        whole = first + second[len(prefix or ""):]
        if whole not in vocab:
            vocab.append(whole)
        merges.append([first, second])
    ids = {token: i for i, token in enumerate(vocab)}
    fallback = not prefix and not suffix and yes(0.3)
    if fallback:
        ids |= byte_tokens(len(ids), 0.9)
    return {"type": "BPE", "dropout": None, "unk_token": draw.choice([None, "<unk>"]), "continuing_subword_prefix": prefix,
            "end_of_word_suffix": suffix, "fuse_unk": yes(), "byte_fallback": fallback, "ignore_merges": yes(0.3),
            "vocab": ids, "merges": merges}


def unigram(alphabet):
    # Some scores are whole, so that cuts are equally likely but for rounding.
    def score():
        return -draw.choice([draw.randint(1, 4), draw.random() * 12])

    vocab = [["<unk>", 0.0], ["<s>", 0.0], ["</s>", 0.0], ["-", score()], ["--", score()]]
    vocab += [[c, score()] for c in alphabet if yes(0.8)] + [[piece(alphabet, 4), score()] for _ in range(40)]
    fallback = yes(0.3)
    if fallback:
        vocab += [[token, -9.0] for token in byte_tokens(0, 0.9)]
    return {"type": "Unigram", "unk_id": 0, "vocab": vocab, "byte_fallback": fallback}


def word_piece(alphabet):
    tokens = ["[UNK]", "<s>", "</s>", *draw.sample(alphabet, len(alphabet) * 3 // 4), *("##" + c for c in alphabet if yes(0.8)),
              *(piece(alphabet, 4) for _ in range(25)), *("##" + piece(alphabet, 3) for _ in range(25))]
    return {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": draw.choice([100, 5]), "vocab": {t: i for i, t in enumerate(dict.fromkeys(tokens))}}


def added_tokens(known):
    """With any id: Hugging Face numbers them itself."""
    names = ["<unk>", "<s>", "</s>", "<x>", "<y>", " ", " <z>", "<z> ", "ab", "a", "AB", "É", "é", " a", "▁", "\n", "1"]
    contents = dict.fromkeys(draw.choice(names + [piece(LETTERS, 3)]) for _ in range(draw.choice([0, 2, 5, 8])))
    return [{"id": known.get(c, draw.randint(0, 900)), "content": c, "single_word": yes(0.3), "lstrip": yes(0.3),
             "rstrip": yes(0.3), "normalized": yes(), "special": yes()} for c in contents]


def post_processor(kind, known):
    begin, end = ["<s>", known["<s>"]], ["</s>", known["</s>"]]
    flags = {"add_prefix_space": yes(), "trim_offsets": kind != "Unigram" and yes(0.7)}
    byte_level = {"type": "ByteLevel", "use_regex": True, **flags}
    special, first, second = {"SpecialToken": {"id": "<s>", "type_id": 1}}, *(
        {"Sequence": {"id": name, "type_id": i}} for i, name in enumerate("AB"))
    template = {"type": "TemplateProcessing", "single": [special, first], "pair": draw.choice(
        [[first, special, second], [second, special, first]]),
        "special_tokens": {"<s>": {"id": "<s>", "ids": begin[1:], "tokens": ["<s>"]}}}
    return draw.choice([None, byte_level, {"type": "RobertaProcessing", "sep": end, "cls": begin, **flags},
                        {"type": "BertProcessing", "sep": end, "cls": begin}, template,
                        {"type": "Sequence", "processors": [byte_level, template]}])


def configuration():
    splitter = pre_tokenizer()
    model = draw.choice([bpe, bpe, unigram, word_piece])(BYTES if "ByteLevel" in json.dumps(splitter) else LETTERS + list("defxyz"))
    vocab = model["vocab"]
    known = vocab if isinstance(vocab, dict) else {token: i for i, (token, _) in enumerate(vocab)}
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": added_tokens(known),
            "normalizer": normalizer(), "pre_tokenizer": splitter, "post_processor": post_processor(model["type"], known),
            "decoder": decoder(), "model": model}


def is_settled(tokenizer, tokens):
    """No added token is normalized to nothing, or to what another one is."""
    own = [t["content"] for t in tokens if t["normalized"]]
    if tokenizer.normalizer:
        own = [tokenizer.normalizer.normalize_str(c) for c in own]
    return all(own) and len(set(own)) == len(own)


def text(contents):
    parts = contents * 2 + ["<s>", "  ", "---", "-----", "'s", "1234", "e\u0301", "ﬁ", "ſ", "\u200d", "क्ष", "한", "b", *LETTERS]
    return draw.choice(LINES)[:draw.randint(1, 40)] if yes(0.1) else "".join(draw.choice(parts) for _ in range(draw.randint(0, 12)))


def rows(encoding):
    return " ".join(f"{i}:{a}:{b}" for i, (a, b) in zip(encoding.ids, encoding.offsets))


def both(tokenizer, ids):
    return [tokenizer.decode(ids, skip_special_tokens=True), tokenizer.decode(ids, skip_special_tokens=False)]


def case(json_object):
    tokenizer = Tokenizer.from_str(json.dumps(json_object))
    if not is_settled(tokenizer, json_object["added_tokens"]):
        return None
    contents = [t["content"] for t in json_object["added_tokens"]]
    texts = [text(contents) for _ in range(14)]
    encodings = [tokenizer.encode(t, add_special_tokens=False) for t in texts]
    size = tokenizer.get_vocab_size()
    lists = [[draw.randrange(size) for _ in range(draw.randint(1, 8))] for _ in range(5)]
    row = {"tokenizer": json_object, "texts": texts, "encoded": [rows(e) for e in encodings],
           "decoded": [both(tokenizer, e.ids) for e in encodings], "ids": lists, "idTexts": [both(tokenizer, i) for i in lists],
           "vocabularySize": size, "pairs": []}
    for _ in range(3):
        first, second, most = text(contents), text(contents), draw.choice([5, 9, 14])
        tokenizer.enable_truncation(most)
        encoding = tokenizer.encode(first, second)
        row["pairs"].append([first, second, most, rows(encoding), encoding.type_ids])
    return row


def main():
    cases = []
    while len(cases) < 70:
        json_object = configuration()
        try:
            row = case(json_object)
        except BaseException as error:
            # A Strip decoder or a cut within a character panics.
            if type(error).__name__ != "PanicException":
                raise
            continue
        if row:
            cases.append(row)
    body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in cases)
    (OUT / "cases.json").write_text("[\n" + body + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
