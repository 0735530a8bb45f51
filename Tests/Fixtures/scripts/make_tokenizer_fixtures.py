#!/usr/bin/env python3
"""Writes Tests/Fixtures/tokenizers: vocabularies, hard cases, and what Hugging Face makes of them.

Usage: make_tokenizer_fixtures.py [--shared FOLDER] [--minilm FOLDER] [--expected FOLDER]

`--shared` and `--minilm` name the shared data and a MiniLM folder; without them the digests over
shared data stay as they are. `--expected` also writes the serialisations behind those digests, so
that a test which fails can show the first difference (PEFTBOOK_TOKENIZER_EXPECTED).
"""
import argparse
import hashlib
import json
import os
import random
import shutil
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["RAYON_NUM_THREADS"] = "1"
import tokenizers
from tokenizers import (AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers,
                        processors, trainers)
from transformers import BertTokenizer

OUT = Path(__file__).resolve().parents[1] / "tokenizers"
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LINES = (OUT / "lines.txt").read_text(encoding="utf-8").split("\n")[:-1]


def hard_cases():
    """Texts at the edges of every rule."""
    cases = ["", " ", "a", "\u0000", "a\u0000b", "\ufffd", "a\ufffdb", "x" * 3 + "\ufffd" * 3 + "y"]
    cases += ["".join(f"a{chr(c)}b " for c in range(0x00, 0x20)),
              "".join(f"a{chr(c)}b " for c in range(0x7F, 0xA1))]
    # zero width, byte order marks, directions
    cases += [f"zero{chr(c)}width {chr(c)} {chr(c)}start end{chr(c)}"
              for c in (0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x034F, 0x061C, 0x180E, 0x2062)]
    cases += ["\ufeffbyte order mark", "mid\ufeffdle", "\ufffe and \uffff and \U0001ffff and \U0010ffff",
              "\u202aleft\u202c \u202bright\u202c \u2066isolate\u2069 \u200e\u200f"]
    # every kind of space, alone and in a row
    spaces = [9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F,
              0x205F, 0x3000]
    cases += ["".join(f"a{chr(c)}b" for c in spaces), "x".join(chr(c) * 2 for c in spaces),
              "".join(map(chr, spaces)), "line\r\nline\rline\n\n\nline\u2028line\u2029line\u0085line",
              "  leading and trailing  ", "\t\ttabs\t\t"]
    # accents, composed and decomposed, stacked and out of order
    cases += ["café cafe\u0301 cafe\u0301\u0301 \u0301cafe", "ǭ o\u0328\u0304 o\u0304\u0328 ō\u0328 ǫ\u0304",
              "ạ̈ a\u0323\u0308 a\u0308\u0323 ä\u0323 ạ\u0308", "\u0301", "\u0301\u0323 alone",
              "\u0344 \u0343 \u0340 \u0341 \u0374 \u037e \u0387", "ệ e\u0302\u0323 ê\u0323 ẹ\u0302",
              "a\u0300\u0316\u0301\u0317b", "Å \u212b A\u030a \u212a \u2126", "ΐ ϊ\u0301 ι\u0308\u0301 ᾧ ᾯ ᾼ",
              "\u0f73 \u0f75 \u0f81 \u0f71\u0f72\u0f74 \u0f72\u0f71", "e" + "\u0301" * 40 + "f",
              "q\u0323\u0307 q\u0307\u0323", "한 \u1112\u1161\u11ab \u1112\u1161 \u11ab 각ᆨ",
              "가\u302e 나\u302f 가\u0323\u302e 가\u302e\u0323", "\U0001d15e \U0001d160 \U0001d1bb",
              "a\u0301\U0001d165b a\U0001d165\u0301b \U0001d15e\u0301", "\U00016ff0\u0301 a\u0301\U00016ff0 \u1cf7\u0301",
              "\u0958 \u0929 \u0b94 \u0dda \u1026 \u1b06", "\u0c4d\u0c55 \u0e38\u0e48 \u0eb8\u0ec8"]
    # case: digraphs, dotted and dotless, sharp s, sigma, letters far apart
    cases += ["Ǆ ǅ ǆ Ǉ ǈ ǉ Ǌ ǋ ǌ Ǳ ǲ ǳ", "İ I ı i İİ Iİ \u0130\u0307 i\u0307", "ẞ ß ſ ﬅ ﬆ ﬀ", "ΣΑΣ ΟΔΟΣ Σ σς ΑΣ. ΑΣΑ",
              "Ⱥ Ⱦ ɫ Ɫ Ȿ Ɀ Ɽ Ꞗ", "ᲐᲑ ႠႡ Ⴧ ꭰ Ꭰ Ᏼ ᏼ", "𐐀𐐨 𐒰𐓘 𐲀𐳀 𑢠𑣀 𞤀𞤢 𖹀𖹠", "Ⅷ ⅷ Ⓐ ⓐ Ａ ａ ℂ ℍ", "Ά Έ Ή Ί Ό Ύ Ώ Ϊ Ϋ",
              "ҐЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏ", "ԱՒև ՙա", "Ꚁ ꚁ Ꙙ Ɦ Ʞ ꟶ Ꟶ"]
    # Chinese characters: the ends of each range, beyond the basic plane, compatibility forms
    edges = [0x3400, 0x4DBF, 0x4DC0, 0x4DFF, 0x4E00, 0x9FFF, 0xA000, 0x20000, 0x2A6DF, 0x2A6E0, 0x2A6FF,
             0x2A700, 0x2B73F, 0x2B740, 0x2B81F, 0x2B820, 0x2B91F, 0x2B920, 0x2CEAF, 0x2CEB0, 0x2EBF0,
             0x30000, 0x33FF, 0xF8FF, 0xF900, 0xFAFF, 0xFB00, 0x2F7FF, 0x2F800, 0x2FA1F, 0x2FA20]
    cases += ["".join(f"x{chr(c)}y " for c in edges), "".join(map(chr, edges)), "中", "中文", "a中b文c", " 中 文 ",
              "中\u0301文", "\u0301中", "豈更車 \U0002f800\U0002f801 \ufa6c", "𠀀𠀁𪛖", "々〆〇〡〻 ㈱ ㍻ ⺀⼀",
              "ㄅㄆㄇ ㆠ", "ガギ ｶﾞｷﾞ カ\u3099 は\u309a ゛゜", "中。文，字！「引」『号』、・…—～"]
    # full width, compatibility letters
    cases += ["ＦＵＬＬ　ｗｉｄｔｈ　１２３　！？（）", "￠￡￥￦ ￨￩￪ ￼", "𝐀𝐁𝐂 𝕬𝖇 𝟘𝟙 ⅓ ㎏ ﷺ", "ﬃ ﬁ ﬄ ŉ ǰ"]
    # right to left, vowel marks
    cases += ["אָלֶף בֵּית שִׁין שׂ שׁ יִ", "\ufb1d \ufb2a \ufb2c \ufb4b", "مُحَمَّد ٱللَّٰه لَا آ ا\u0653 ؤ ئ", "ܐܒܓ ܒܿ ދިވެހި",
              "שלום, (עולם)! abc", "١٢٣ ۱۲۳ ٪ ؟ ، ؛ ۔"]
    # emoji
    cases += ["👨‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 ❤️‍🔥", "🇩🇪🇫🇷 🇩 🇪", "1️⃣ #️⃣ *️⃣ ©️ ™️", "☺︎ ☺️ ♀️", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
              "a\ufe0fb a\U000e0100b", "🙂🙂🙂a🙂", "\U0001fae8 \U0001fabf"]
    # long words
    cases += ["a" * 99, "a" * 100, "a" * 101, "a" * 1000, "é" * 100, "é" * 101, "e\u0301" * 100, "e\u0301" * 101,
              "ß" * 100 + " " + "ß" * 101, "中" * 101, "𐐀" * 100 + " " + "𐐀" * 101, "a" * 100 + "." + "b" * 101,
              "-" * 101, "the" * 33 + "a", "the" * 34, "İ" * 50 + " " + "İ" * 51, ("w" * 99 + "\u200b") * 3,
              "x" * 100 + "\u0301", "word " * 300]
    # special tokens inside text
    cases += ["[CLS]", "[MASK]", "a[MASK]b", "[mask] [Mask] [MASK]", "[CLS] a [SEP] b [SEP] [PAD] [UNK]",
              "[[MASK]]", "[MASK", "MASK]", "[MASK][MASK] [MASK]  [MASK]", "[MA\u200bSK] [\u0000MASK]", "[MASK]\u0301",
              "[ＭＡＳＫ]", "é[SEP]é", "\ufeff[SEP]", "[SEP]中[SEP]", "##ing", "a ##b", "##", "#", "# #", "##the ##a ##中"]
    # punctuation and symbols
    cases += ["".join(f"a{chr(c)}b " for c in range(0x21, 0x7F) if not chr(c).isalnum()),
              "".join(f"a{chr(c)}b" for c in range(0xA1, 0xC0)), "".join(chr(c) for c in range(0x2010, 0x2060)),
              "$+<=>^`|~ ¢£¤¥ €₿ ×÷ ±", "...!!!???", "don't can't 'tis 'n' o'clock l'été", "‐‑‒–—―‖‗‘’‚‛“”„‟",
              "⁅⁆ ⸨⸩ ⹀ ⹉ ⹏ ⹐", "፡።፣ ๏๚๛ ༺༻ ᠀᠁ ꙳ ꛲", "𐄀𐄁 𒑰 𑁇 𑇅 𑜼 𖩮 𝪇 𞥞", "_a_b_ -c- /d/ \\e\\"]
    # neither assigned nor meant for text
    cases += ["\u0378\u0379 \u05ff \u1cfb", "\ue000\uf8ff \U000f0000 \U0010fffd", "\U000e0001\U000e0041",
              "\ufdd0\ufdef", "\U0001d173\U0001d17a \ufff9\ufffa\ufffb", "\u0600\u0605\u06dd\u070f\u08e2",
              "\U000110bd \U00013430", "\u2fe0\u2fff"]
    generator = random.Random(20)
    pool = sorted(set("".join(cases)))
    for length in [3, 5, 8, 13, 21, 34, 55, 89] * 12:
        cases.append("".join(generator.choice(pool) for _ in range(length)))
    return cases


def bert_pipeline(vocab, **flags):
    tokenizer = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(**flags)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def train(lowercase, size, texts, alphabet=()):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(texts, trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=SPECIAL, initial_alphabet=list(alphabet), show_progress=False))
    # The order of `##` letters, and with it that of ties, depends on hashing: the vocabulary is set
    # in an order of its own, and one that exists is kept (see `vocabulary`).
    words = sorted(set(tokenizer.get_vocab()) - set(SPECIAL), key=lambda t: (len(t), t))
    return {token: i for i, token in enumerate(SPECIAL + words)}


def vocabulary(name, make):
    """The committed vocabulary of a folder, else a new one."""
    if (OUT / name / "vocab.txt").exists():
        lines = (OUT / name / "vocab.txt").read_text(encoding="utf-8").split("\n")[:-1]
        return {token: i for i, token in enumerate(lines)}
    if (OUT / name / "tokenizer.json").exists():
        return json.loads((OUT / name / "tokenizer.json").read_text())["model"]["vocab"]
    return make()


def template(vocab):
    return processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocab["[CLS]"]), ("[SEP]", vocab["[SEP]"])])


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def write_rows(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    body = ",\n".join(json.dumps(row, ensure_ascii=True, separators=(",", ":")) for row in rows)
    path.write_text("[\n" + body + "\n]\n")


def make_tokenizers():
    """The folders of the fixture; each is loaded again from disk, as a reader would."""
    # In the way of bert-base-chinese, a block of characters that no line here uses.
    han = [chr(c) for c in range(0x4E00, 0x5400)]
    vocab = vocabulary("uncased", lambda: train(True, 5000, LINES, han))
    folder = OUT / "uncased"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.txt").write_text("".join(t + "\n" for t in vocab), encoding="utf-8")
    write_json(folder / "tokenizer_config.json",
               {"do_lower_case": True, "model_max_length": 512, "tokenizer_class": "BertTokenizer"})

    vocab = vocabulary("cased", lambda: train(False, 3500, LINES))
    cased = bert_pipeline(vocab, lowercase=False)
    cased.add_special_tokens(SPECIAL)
    cased.post_processor = template(vocab)
    cased.enable_truncation(64)
    cased.enable_padding(length=64)
    (OUT / "cased").mkdir(exist_ok=True)
    cased.save(str(OUT / "cased/tokenizer.json"), pretty=False)

    vocab = vocabulary("added", lambda: train(True, 900, LINES[:90]))
    added = bert_pipeline(vocab)
    added.add_special_tokens([*SPECIAL[:4], AddedToken("[MASK]", lstrip=True),
                              AddedToken("<r>", rstrip=True)])
    added.add_tokens([
        AddedToken("<ent>", single_word=True, normalized=False), AddedToken("Foo Bar"),
        AddedToken("ÉTÉ", single_word=True), AddedToken("<lr>", lstrip=True, rstrip=True, normalized=False),
        AddedToken("new", normalized=False), AddedToken("newer", normalized=False),
        AddedToken("中", normalized=False), AddedToken("国家"), AddedToken("über", lstrip=True),
        AddedToken("İx", rstrip=True), AddedToken("film", single_word=True, normalized=False)])
    added.post_processor = processors.BertProcessing(("[SEP]", vocab["[SEP]"]), ("[CLS]", vocab["[CLS]"]))
    added.enable_truncation(32, direction="left")
    (OUT / "added").mkdir(exist_ok=True)
    added.save(str(OUT / "added/tokenizer.json"), pretty=False)

    plain = bert_pipeline(vocab, clean_text=False, handle_chinese_chars=False, strip_accents=True,
                          lowercase=False)
    plain.decoder = None
    (OUT / "plain").mkdir(exist_ok=True)
    plain.save(str(OUT / "plain/tokenizer.json"), pretty=False)
    return load_tokenizers()


def load_tokenizers():
    found = {name: Tokenizer.from_file(str(OUT / name / "tokenizer.json")) for name in ("cased", "added", "plain")}
    found["uncased"] = BertTokenizer.from_pretrained(str(OUT / "uncased")).backend_tokenizer
    for tokenizer in found.values():
        tokenizer.no_truncation()
        tokenizer.no_padding()
    return found


def columns(encoding):
    return [encoding.ids, [a for a, _ in encoding.offsets], [b for _, b in encoding.offsets]]


def added_cases():
    parts = ["[MASK]", " [MASK] ", "<r>", "<r>  ", " <ent> ", "<ent>", "x<ent>", "<ent>.", "Foo Bar", "foo bar",
             "FOO BAR", "foo  bar", "ÉTÉ", "été", "e\u0301te\u0301", "l'été", "étés", "<lr>", "  <lr>  ", "new", "newer",
             "newest", "New", "中", "国家", "国 家", "中国家", "über", " Über", "uber", "İx", "i\u0307x", "ix ", "film",
             "films", " film ", "_film", "film\u0301", "\u200dfilm", "[CLS]", "[sep]", " ", "\t", "\u3000", ",", "the", "\u0301", "\u0000"]
    generator = random.Random(3)
    mixed = ["".join(generator.choice(parts) for _ in range(generator.randint(2, 9))) for _ in range(250)]
    return parts + ["a" + p + "b" for p in parts] + mixed


def pair_cases():
    generator = random.Random(4)
    picks = [("", ""), ("a", ""), ("", "b"), (LINES[0], LINES[1]), ("word " * 40, "other " * 20),
             ("other " * 20, "word " * 40), ("word " * 30, "word " * 30), ("unrecognisably rewritten " * 9, "of of of of"),
             ("a b c [SEP] d [MASK]", "[CLS] e"), ("今天天气很好", "café e\u0301"), ("telecommunications", "tele " * 12)]
    for _ in range(25):
        picks.append((" ".join(generator.sample(LINES, generator.randint(1, 2))), generator.choice(LINES)))
    cases = [{"text": a, "pair": b, "max": m} for a, b in picks for m in (None, 3, 4, 5, 6, 7, 8, 11, 16, 21, 32, 63)]
    cases += [{"text": a, "pair": None, "max": m} for a, _ in picks for m in (None, 2, 3, 4, 9, 32)]
    return cases


def encode_case(tokenizer, case, direction):
    """A case with what HF makes of it, special tokens and truncation included."""
    tokenizer.no_truncation()
    full = tokenizer.encode(case["text"], case["pair"])
    if case["max"] is not None:
        tokenizer.enable_truncation(case["max"], direction=direction)
    encoding = tokenizer.encode(case["text"], case["pair"])
    tokenizer.no_truncation()
    sequence = [-1 if s is None else s for s in encoding.sequence_ids]
    return {**case, "ids": encoding.ids, "typeIDs": encoding.type_ids, "starts": columns(encoding)[1],
            "ends": columns(encoding)[2], "sequence": sequence, "isTruncated": len(full.ids) > len(encoding.ids)}


def make_expected(found):
    hard = hard_cases()
    write_rows(OUT / "hard.json", hard)
    write_rows(OUT / "added.json", added_cases())
    for name in ("uncased", "cased", "plain"):
        write_rows(OUT / f"expected/lines-{name}.json",
                   [columns(found[name].encode(t, add_special_tokens=False)) for t in LINES])
    for name, texts in [("uncased", hard), ("cased", hard), ("plain", hard), ("added", added_cases())]:
        rows = []
        for text in texts:
            encoding = found[name].encode(text, add_special_tokens=False)
            tokens = [found[name].id_to_token(i) for i in encoding.ids]
            rows.append(columns(encoding) + [tokens, found[name].decode(encoding.ids, skip_special_tokens=True),
                                             found[name].decode(encoding.ids, skip_special_tokens=False)])
        write_rows(OUT / f"expected/hard-{name}.json", rows)
    for name, direction in [("uncased", "right"), ("cased", "right"), ("added", "left")]:
        write_rows(OUT / f"expected/pairs-{name}.json",
                   [encode_case(found[name], case, direction) for case in pair_cases()])


def serialise(encoding):
    return " ".join(f"{i}:{a}:{b}" for i, (a, b) in zip(encoding.ids, encoding.offsets)) + "\n"


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


VARIANTS = {"uncased": dict(), "cased": dict(lowercase=False), "lowercase": dict(strip_accents=False),
            "stripped": dict(strip_accents=True, lowercase=False)}


def every_character():
    """A vocabulary that tells characters apart: each below U+30000, alone and after `##`."""
    characters = [chr(c) for c in range(0x21, 0x30000) if not 0xD800 <= c <= 0xDFFF]
    tokens = SPECIAL + characters + ["##" + c for c in characters]
    return {token: i for i, token in enumerate(tokens)}


def random_texts():
    """The same texts as `randomTexts` in UnicodeParityTests.swift."""
    ranges = [(0x20, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x370, 0x3FF), (0x590, 0x6FF), (0x900, 0xDFF),
              (0xF00, 0xFFF), (0x1100, 0x11FF), (0x1DC0, 0x1DFF), (0x1E00, 0x1FFF), (0x2000, 0x206F),
              (0x302A, 0x309F), (0x4E00, 0x4EFF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0x1D15E, 0x1D1FF)]
    state = 1

    def draw(n):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % n

    for _ in range(20000):
        text = ""
        for _ in range(1 + draw(12)):
            low, high = ranges[draw(len(ranges))]
            text += chr(low + draw(high - low + 1))
        yield text


def code_point_digests():
    vocab = every_character()
    result = {}
    texts = list(random_texts())
    for name, flags in VARIANTS.items():
        tokenizer = bert_pipeline(vocab, **flags)
        blocks = []
        for block in range(0, 0x110000, 4096):
            rows = []
            for c in range(block, block + 4096):
                if not 0xD800 <= c <= 0xDFFF:
                    rows.append(serialise(tokenizer.encode("a" + chr(c) + "b", add_special_tokens=False)))
            blocks.append(digest("".join(rows))[:16])
        mixed = [digest("".join(serialise(tokenizer.encode(t, add_special_tokens=False))
                                for t in texts[i:i + 1000]))[:16] for i in range(0, len(texts), 1000)]
        result[name] = {"blocks": blocks, "random": mixed}
    return result


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)
    elif isinstance(value, dict):
        for v in value.values():
            yield from strings(v)


def shared_texts(path):
    """Every text of a data file: each column of a TSV, each string value of JSON."""
    rows = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return list(strings(json.loads(rows)))
    lines = [line for line in rows.split("\n") if line]
    if path.suffix == ".jsonl":
        return [s for line in lines for s in strings(json.loads(line))]
    return [s for line in lines for s in line.split("\t")]


def shared_digests(found, shared, minilm, expected):
    found = {"uncased": found["uncased"], "cased": found["cased"]}
    if minilm:
        found["minilm"] = Tokenizer.from_file(str(Path(minilm) / "tokenizer.json"))
        found["minilm"].no_truncation()
        found["minilm"].no_padding()
    result = {}
    for path in sorted((Path(shared) / "data").iterdir()):
        if path.suffix not in (".tsv", ".json", ".jsonl"):
            continue
        texts = shared_texts(path)
        row = {"texts": len(texts)}
        for name, tokenizer in found.items():
            text = "".join(serialise(tokenizer.encode(t, add_special_tokens=False)) for t in texts)
            row[name] = digest(text)
            if expected:
                Path(expected).mkdir(parents=True, exist_ok=True)
                (Path(expected) / f"{path.name}.{name}").write_text(text)
        result[path.name] = row
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shared")
    parser.add_argument("--minilm")
    parser.add_argument("--expected")
    options = parser.parse_args()
    shutil.rmtree(OUT / "expected", ignore_errors=True)
    found = make_tokenizers()
    make_expected(found)
    path = OUT / "digests.json"
    old = json.loads(path.read_text()) if path.exists() else {}
    new = {"tokenizers": tokenizers.__version__, "codePoints": code_point_digests(), "shared": old.get("shared", {})}
    if options.shared:
        new["shared"] = shared_digests(found, options.shared, options.minilm, options.expected)
    path.write_text(json.dumps(new, indent=1) + "\n")


if __name__ == "__main__":
    main()
