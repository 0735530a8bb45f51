"""Writes Tests/Fixtures/tasks/questions.json and windows.json: windows over contexts and their labels.

Run from the package's root: python tasks_windows.py [shared data folder]
Made with tokenizers 0.23.3. With the folder, digests of the windows over its question files are written
too; without it they stay as they are.

Labels follow run_qa.py of transformers, but for the one place named below.
"""
import hashlib
import json
import os
import sys
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import BertWordPieceTokenizer, Tokenizer

OUT = Path("Tests/Fixtures/tasks")
TOKENIZERS = Path("Tests/Fixtures/tokenizers")
UNLABELLED = -100


def tokenizer(name):
    if name == "uncased":
        return BertWordPieceTokenizer(str(TOKENIZERS / "uncased/vocab.txt"), lowercase=True)._tokenizer
    result = Tokenizer.from_file(str(TOKENIZERS / name / "tokenizer.json"))
    result.no_padding()
    return result


def label(answers, offsets, first, last, cls):
    """First and last token of the first answer that has a place."""
    if not answers:
        return cls, cls
    placed = [a for a in answers if a["answer_start"] >= 0]
    if not placed:
        return UNLABELLED, UNLABELLED
    start_char = placed[0]["answer_start"]
    end_char = start_char + len(placed[0]["text"])
    if last < first or not (offsets[first][0] <= start_char and offsets[last][1] >= end_char):
        return cls, cls
    # run_qa.py runs on to len(offsets): past the context all offsets are 0, so that an answer that starts
    # at the window's last token is labelled with a special or padding token.
    start, end = first, last
    while start <= last and offsets[start][0] <= start_char:
        start += 1
    while end >= first and offsets[end][1] >= end_char:
        end -= 1
    return start - 1, end + 1


def windows(tok, data, max_length, stride):
    """All windows of a file, in order."""
    tok.enable_truncation(max_length, stride=stride, strategy="only_second")
    cls_id = tok.token_to_id("[CLS]")
    result, number = [], 0
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            for qa in paragraph["qas"]:
                encoding = tok.encode(qa["question"].lstrip(), paragraph["context"])
                for window in [encoding, *encoding.overflowing]:
                    of = window.sequence_ids
                    inside = [i for i, s in enumerate(of) if s == 1]
                    first, last = (inside[0], inside[-1]) if inside else (0, -1)
                    start, end = label(qa["answers"], window.offsets, first, last, window.ids.index(cls_id))
                    result.append({
                        "example": number, "ids": window.ids, "types": window.type_ids,
                        "context": [first, last + 1] if inside else None,
                        "offsets": [list(window.offsets[i]) for i in inside], "label": [start, end]})
                number += 1
    return result


def digest(rows):
    """Of a line a window, as WindowCuttingTests writes it."""
    lines = ["{} {} {} {} {}\n".format(
        w["example"], ",".join(map(str, w["ids"])), ",".join(map(str, w["types"])),
        ",".join(f"{a}:{b}" for a, b in w["offsets"]), ",".join(map(str, w["label"]))) for w in rows]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


class Questions:
    """A file of questions, offsets found by searching."""

    def __init__(self):
        self.paragraphs, self.count = [], 0

    def about(self, context, *questions):
        qas = []
        for question, *answers in questions:
            found = []
            for answer in answers:
                text, start = answer if isinstance(answer, tuple) else (answer, context.index(answer))
                assert start < 0 or context[start:start + len(text)] == text
                found.append({"text": text, "answer_start": start})
            qas.append({"id": f"q{self.count}", "question": question, "answers": found, "is_impossible": not answers})
            self.count += 1
        self.paragraphs.append({"context": context, "qas": qas})


def written():
    q = Questions()
    city = ("The old harbour of Marvik lies where the river Tessel meets the sea. Its lighthouse, built in 1871 by "
            "the engineer Ada Holm, is 43 metres tall; it was lit with oil until 1923, and with electricity since. "
            "Ships from Lindau bring salt, timber and wool. In winter the harbour freezes, as a rule in late January, "
            "and the ferry to Osterby stops for about six weeks. The fishermen then mend their nets in the hall of "
            "the guild, which was founded in 1402 and is the oldest of the whole coast.")
    q.about(city, ("Who built the lighthouse?", "Ada Holm", "the engineer Ada Holm"),
            ("  \t\u3000When was the guild founded?", "1402"), ("Which is the first word?", "The"),
            ("What is the last word?", "coast."), ("And the last but its point?", "coast"),
            ("How does it all end?", "oldest of the whole coast."), ("Who rules Marvik?",),
            ("In the middle of a word?", "arbo"), ("Over a blank?", ", and"), ("A blank alone?", " "),
            ("Everything?", city), ("What did nobody write so?", ("built by Ada", -1)),
            ("First without a place?", ("the lady Holm", -1), "Ada Holm"))
    emoji = ("🙂🙂 Zoe\u0308 and Zoë met at the cafe\u0301 — “The Blue Mouse” — on 3\u00a0May. 👩‍👩‍👧 went home…\r\n"
             "Next day: naïve Müller paid €5.50 (five-fifty) for the tea. 𝒳 marks the spot. ")
    q.about(emoji, ("Who met?", "Zoe\u0308 and Zoë"), ("Where?", "“The Blue Mouse”"), ("What was paid?", "€5.50"),
            ("Who went home?", "👩‍👩‍👧"), ("What marks it?", "𝒳"), ("The day?", "3\u00a0May"), ("Line end?", "…\r\nNext"),
            ("Mark alone?", ("\u0308", emoji.index("\u0308"))))
    chinese = ("崇陵（）位于中国河北易县的清西陵，是清德宗光绪帝的陵墓。建于宣统元年（1909年），民国四年（1915年）竣工。"
               "其规模较小，没有大碑楼、石像生。墓道宽4.6米，全长13.23米。") * 2
    q.about(chinese, ("清崇陵在什么地方？", "中国河北易县"), ("墓道有多长？", "13.23米"), ("何时竣工？", "1915年"))
    q.about("Short.", ("Is it short, or is it rather long, all things considered?", "Short"), ("?", "."), ("!",))
    q.about("\u0000\u200b", ("Nothing to see?",))
    return {"version": "v2.0", "data": [{"title": "written", "paragraphs": q.paragraphs[:2]},
                                        {"title": "more", "paragraphs": q.paragraphs[2:]}]}


def main():
    data = written()
    (OUT / "questions.json").write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
    cases = [("cased", 64, 16), ("cased", 41, 0), ("uncased", 384, 128), ("uncased", 48, 15)]
    path = OUT / "windows.json"
    old = json.loads(path.read_text())["shared"] if path.exists() else []
    shared = []
    for folder in sys.argv[1:]:
        for name in ["squad-v2-dev-1k.json", "cmrc2018-dev-500.json"]:
            for tok, max_length, stride in [("uncased", 384, 128), ("uncased", 128, 32), ("cased", 200, 64)]:
                rows = windows(tokenizer(tok), json.loads((Path(folder) / name).read_text()), max_length, stride)
                shared.append({"file": name, "tokenizer": tok, "max_length": max_length, "stride": stride,
                               "windows": len(rows), "digest": digest(rows)})
    result = {"cases": [{"tokenizer": t, "max_length": m, "stride": s, "windows": windows(tokenizer(t), data, m, s)}
                        for t, m, s in cases], "shared": shared or old}
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
    print([(len(c["windows"])) for c in result["cases"]], [s["windows"] for s in result["shared"]])


main()
