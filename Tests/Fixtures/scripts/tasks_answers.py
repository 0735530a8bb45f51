"""Writes Tests/Fixtures/tasks/answers.json and tags.json: scores of other people's implementations.

Run from the package's root: python tasks_answers.py FOLDER
FOLDER holds evaluate-v1.1.py and evaluate-v2.0.py (rajpurkar/SQuAD-explorer) and
cmrc2018_evaluate.py (ymcui/cmrc2018, squad-style-data), which are read and not copied.
Made with Python 3.11, rouge_score 0.1.2, seqeval 1.2.2, nltk 3.10.4.

The CMRC script is for Python 2; its text is adapted when it is read. NLTK takes a stretch for one
sentence (preserve_line), since its sentence model is not part of the package.
"""
import importlib.util
import json
import random
import re
import sys
import types
import warnings
from pathlib import Path

import nltk
import seqeval.metrics
from seqeval.metrics.sequence_labeling import precision_recall_fscore_support
from rouge_score import rouge_scorer

warnings.filterwarnings("ignore")
OUT = Path("Tests/Fixtures/tasks")
OFFICIAL = Path(sys.argv[1])
rnd = random.Random(20)


def module(name, text):
    result = types.ModuleType(name)
    sys.modules[name] = result
    exec(compile(text, name, "exec"), result.__dict__)
    return result


squad1 = module("squad1", (OFFICIAL / "evaluate-v1.1.py").read_text())
squad2 = module("squad2", (OFFICIAL / "evaluate-v2.0.py").read_text())
text = (OFFICIAL / "cmrc2018_evaluate.py").read_text()
for old, new in [("reload(sys)\n", ""), ("sys.setdefaultencoding('utf8')\n", ""),
                 (".decode('utf-8')", ""), ("ur'", "r'"),
                 ("nltk.word_tokenize(temp_str)", "nltk.word_tokenize(temp_str, preserve_line=True)")]:
    assert old in text, old
    text = text.replace(old, new)
cmrc = module("cmrc", text)

# Where scripts that look alike differ: articles, punctuation, white space, case, word ends.
TRAPS = [
    "the", "The", "THE", "a", "A", "an", "a.", "An,", "“the”", "‘a’", "the-end", "x_the", "the_", "_a_",
    "a\u0301", "the\u0308", "\u0301a", "the中国", "中国", "中国the", "a١", "the²", "theⅧ", "the½", "a๕", "the℃",
    "U.S.", "it's", "don't", "naïve", "nai\u0308ve", "Ⅷ", "５", "ΣΑΣ", "ὈΔΥΣΣΕΎΣ", "Σ", "aΣ", "Σ\u0301",
    "aΣ\u0301", "İstanbul", "İ", "ẞ", "ß", "ﬁne", "Ǆ", "K", "ʼn", "\u00a0", "\u2003", "\u2028", "\x1c", "\x1f",
    "\x85", "\u200b", "\u3000", "\ufeff", "--", "—", "$5", "5%", "#", "€", "«an»", "…", "!", "?", "¿a?",
    "a'", "'a", "\"the\"", "(a)", "[an]", "1,000", "3.5", "Paris", "paris", "city", "of", "light", "Light.",
    "New", "York", "🙂", "a🙂", "the🙂the", "e\u0301cole", "école", "ÉCOLE", "", "", "thé", "THÉ", "ﾊa", "ªa", "aº",
]


def phrase(pool, most, joint=(" ", " ", " ", "", "  ", "\t")):
    return "".join(rnd.choice(pool) + rnd.choice(joint) for _ in range(rnd.randint(0, most)))


def near(text, pool):
    """Like a text, but for a change or two."""
    words = text.split(" ")
    for _ in range(rnd.randint(0, 2)):
        k = rnd.randrange(len(words) + 1)
        if rnd.random() < 0.5:
            words.insert(k, rnd.choice(pool))
        elif words:
            words.pop(min(k, len(words) - 1))
            words = words or [""]
    return rnd.choice([str, str, str.upper, str.lower])(" ".join(words))


def questions(pool, count, unanswerable, longest=6):
    result = []
    for i in range(count):
        references = [phrase(pool, longest) for _ in range(rnd.randint(1, 3))]
        if rnd.random() < unanswerable:
            references = []
        prediction = near(rnd.choice(references), pool) if references and rnd.random() < 0.8 else (
            rnd.choice(["", "", phrase(pool, 3)]))
        result.append({"references": references, "prediction": prediction})
    return result


def as_dataset(rows):
    qas = [{"id": str(i), "question": "", "answers": [{"text": t} for t in row["references"]]} for i, row in enumerate(rows)]
    return [{"paragraphs": [{"context": "", "qas": qas}]}]


def as_predictions(rows):
    return {str(i): row["prediction"] for i, row in enumerate(rows)}


def squad1_case(rows):
    each = [squad1.evaluate(as_dataset([row]), as_predictions([row])) for row in rows]
    for row, score in zip(rows, each):
        row["exact"], row["f1"] = score["exact_match"], score["f1"]
    score = squad1.evaluate(as_dataset(rows), as_predictions(rows))
    return {"rows": rows, "exact": score["exact_match"], "f1": score["f1"]}


def squad2_case(rows, probabilities, threshold=1.0):
    """What `main` of the script does, without its files."""
    dataset, predictions = as_dataset(rows), as_predictions(rows)
    given = probabilities is not None
    na = {str(i): p for i, p in enumerate(probabilities)} if given else {k: 0.0 for k in predictions}
    has = squad2.make_qid_to_has_ans(dataset)
    exact_raw, f1_raw = squad2.get_raw_scores(dataset, predictions)
    exact = squad2.apply_no_ans_threshold(exact_raw, na, has, threshold)
    f1 = squad2.apply_no_ans_threshold(f1_raw, na, has, threshold)
    out = squad2.make_eval_dict(exact, f1)
    for prefix, wanted in (("HasAns", True), ("NoAns", False)):
        ids = [k for k, v in has.items() if v == wanted]
        if ids:
            squad2.merge_eval(out, squad2.make_eval_dict(exact, f1, qid_list=ids), prefix)
    if given:
        squad2.find_all_best_thresh(out, predictions, exact_raw, f1_raw, na, has)
    nothing = {k: "" for k in predictions}
    null_exact, _ = squad2.get_raw_scores(dataset, nothing)
    always = 100.0 * sum(1 for v in has.values() if not v) / len(has)
    return {"rows": rows, "probabilities": probabilities, "threshold": threshold, "scores": dict(out),
            "always_null": always}


def cmrc_case(rows):
    for row in rows:
        f1, em, _, _ = cmrc.evaluate({"data": as_dataset([row])}, as_predictions([row]))
        row["exact"], row["f1"] = em, f1
    f1, em, _, _ = cmrc.evaluate({"data": as_dataset(rows)}, as_predictions(rows))
    return {"rows": rows, "exact": em, "f1": f1, "average": (em + f1) * 0.5}


CMRC = [
    "中", "国", "河北", "清崇陵", "，", "。", "、", "《书》", "“引”", "……", "…", "％", "（", "）", "·", "’", "‘y’", "—",
    "–", "-", "A-B", "a_b", "3.5", "1,000", "1,x", "a,b", ",", ",,", "U.S.", "end.", ".", "..", "...", "x.)", "x.\" ",
    "x. ", "?", "!", "$5", "5%", "#1", "&", "@", ";", ":", "C++", "i'm", "I'M", "they'll", "don't", "can't", "cannot",
    "gonna", "gotta", "gimme", "lemme", "wanna ", "wanna", "more'n", "d'ye", " 'tis", "'twas", "'quoted'", "''q''",
    "\"q\"", " \"q", "(\"q\")", "'s", "'sx", "x's ", "x'", "x' y", "'", "\"", "«x»", "<b>", "[1]", "{x}", "`", "~",
    "É", "İ", "ΣΑΣ", "①", "⑤", "ー", "ひ", " ", "  ", "\t", "\n", "\u3000", "word", "Word", "two words", "九龙", "龥", "龦",
]


class CharacterTokenizer:
    """As rouge_score, but for a token a character in Chinese, Japanese and Korean."""
    CJK = ("\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
           "\U00020000-\U0002a6df\U0002a700-\U0002b73f\U0002b740-\U0002b81f\U0002b820-\U0002ceaf"
           "\U0002f800-\U0002fa1f")

    def tokenize(self, text):
        return re.findall(f"[a-z0-9]+|[{self.CJK}]", text.lower())


plain = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)
character = rouge_scorer.RougeScorer(["rougeL"], tokenizer=CharacterTokenizer())


def rouge_case(rows):
    for row in rows:
        texts = [row["prediction"], *row["references"]]
        scorer = character if re.search(f"[{CharacterTokenizer.CJK}]", "".join(texts).lower()) else plain
        row["rouge_l"] = max(scorer.score(t, row["prediction"])["rougeL"].fmeasure for t in row["references"])
    return {"rows": rows, "rouge_l": sum(row["rouge_l"] for row in rows) / len(rows)}


def overlap(prediction, references):
    """Accuracy, precision, recall and F1 of the reference with the greatest F1, from their definitions."""
    if prediction is None or not references:
        return [1.0 if prediction is None and not references else 0.0] * 4
    best = None
    for start, end in references:
        shared = len(set(range(*prediction)) & set(range(start, end)))
        union = len(set(range(*prediction)) | set(range(start, end)))
        p, r = shared / (prediction[1] - prediction[0]), shared / (end - start)
        f = 2 * p * r / (p + r) if shared else 0.0
        if best is None or f > best[3] + 1e-12:
            best = [shared / union, p, r, f]
    return best


def overlap_case(count):
    span = lambda: (lambda s: [s, s + rnd.randint(1, 12)])(rnd.randint(0, 25))
    rows = []
    for _ in range(count):
        references = [span() for _ in range(rnd.randint(1, 3))] if rnd.random() < 0.8 else []
        prediction = None if rnd.random() < 0.2 else rnd.choice(references + [span()])
        rows.append({"prediction": prediction, "references": references,
                     "scores": overlap(prediction, references)})
    return {"rows": rows, "scores": [sum(r["scores"][k] for r in rows) / count for k in range(4)]}


def metric4qa(predicted, truth):
    """From the description of the experiment: both ends inclusive, raised by one first."""
    (sp, ep), (st, et) = predicted, truth
    ep, et = ep + 1, et + 1
    valid = ((st <= sp < et) or (st < ep <= et)) and sp < ep and st < et
    if not valid:
        return [0.0] * 4
    r1, r2 = et - sp, ep - st
    p, r = min(r1, r2) / (ep - sp), min(r1, r2) / (et - st)
    return [min(r1, r2) / max(r1, r2), p, r, 2 * p * r / (p + r)]


def kg_peft_case(predictions, truths, batch):
    rows = [metric4qa(p, t) for p, t in zip(predictions, truths)]
    batches = [rows[i:i + batch] for i in range(0, len(rows), batch)]
    means = [[sum(r[k] for r in b) / len(b) for k in range(4)] for b in batches]
    return {"predictions": predictions, "truths": truths, "batch": batch, "rows": rows,
            "scores": [sum(m[k] for m in means) / len(means) for k in range(4)]}


def tag_case(truths, predictions):
    p, r, f, _ = precision_recall_fscore_support(truths, predictions, average="micro")
    each = seqeval.metrics.classification_report(truths, predictions, output_dict=True) if any(
        tag != "O" for s in truths + predictions for tag in s) else {}
    names = sorted(k for k in each if k not in ("micro avg", "macro avg", "weighted avg"))
    number = lambda x: float(x)
    return {"truths": truths, "predictions": predictions, "precision": number(p), "recall": number(r),
            "f1": number(f), "accuracy": float(seqeval.metrics.accuracy_score(truths, predictions)),
            "types": [{"type": k, "precision": number(each[k]["precision"]), "recall": number(each[k]["recall"]),
                       "f1": number(each[k]["f1-score"]), "support": int(each[k]["support"])} for k in names]}


def tag_cases():
    cases = []
    for pool in [["O", "B-PER", "I-PER", "B-LOC", "I-LOC"], ["O", "B-A", "I-A", "E-A", "S-A", "I-B", "E-B", "S-B"],
                 ["O", "B", "I", "E", "S"], ["O", "B-X-Y", "I-X-Y", "I-X", ".", "PER", "LOC", "B-é", "B-e\u0301"],
                 ["I-ORG", "I-PER", "O"]]:
        for count in [1, 4, 25]:
            truths = [[rnd.choice(pool) for _ in range(rnd.randint(1, 9))] for _ in range(count)]
            predictions = [[t if rnd.random() < 0.75 else rnd.choice(pool) for t in s] for s in truths]
            cases.append(tag_case(truths, predictions))
    cases.append(tag_case([["O", "O"]], [["O", "O"]]))
    cases.append(tag_case([["O", "B-X"]], [["O", "O"]]))
    cases.append(tag_case([["O", "O"]], [["B-X", "O"]]))
    return cases


def main():
    many = questions(TRAPS, 220, 0.35)
    dice = [round(rnd.random(), 2) for _ in many]  # with ties
    grid = [(p, q) for p in range(0, 8) for q in range(0, 8)]
    spans = [(rnd.choice(grid), rnd.choice(grid)) for _ in range(150)]
    inside = [([14, 15], [10, 19]), ([5, 20], [10, 19]), ([10, 19], [10, 19]), ([19, 10], [10, 19]), ([12, 11], [10, 19])]
    rouge = [r for r in questions(TRAPS + CMRC + ["the quick", "brown", "fox"], 160, 0.0, 8)]
    answers = {
        "squad1": squad1_case(questions(TRAPS, 260, 0.0)),
        "squad2": [
            squad2_case(many, None), squad2_case(many, dice), squad2_case(many, dice, 0.4),
            squad2_case(many, [0.0] * len(many)),
            squad2_case([r for r in many if r["references"]], None),
            squad2_case([r for r in many if not r["references"]][:5], [0.5, 0.1, 0.1, 0.9, 0.2]),
        ],
        "cmrc": cmrc_case(questions(CMRC, 420, 0.0, 7)),
        "rouge": rouge_case(rouge),
        "overlap": overlap_case(120),
        "kg_peft": [
            kg_peft_case([list(p) for p, _ in spans], [list(t) for _, t in spans], 4),
            kg_peft_case([p for p, _ in inside], [t for _, t in inside], 4),
            kg_peft_case([p for p, _ in inside], [t for _, t in inside], 1),
        ],
    }
    (OUT / "answers.json").write_text(json.dumps(answers, ensure_ascii=True) + "\n")
    (OUT / "tags.json").write_text(json.dumps({"cases": tag_cases()}, ensure_ascii=True) + "\n")


main()
