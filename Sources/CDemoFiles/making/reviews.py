"""Writes demo:reviews: train.tsv, dev.tsv and test.tsv beside this folder.

    python3 reviews.py [FOLDER]

Standard library only, a fixed seed, no network: the same files every time.
"""

import os
import sys

from clauses import AGREE, ASIDE, BOTH, OPPOSE
from world import Draw, Text, normal, sentence

SPLITS = [("train", 2400), ("dev", 400), ("test", 400)]
LABELS = {-1: "negative", +1: "positive"}
LONGEST = 44  # words; at most about 60 word pieces

# A few more one-sided clauses agree than oppose, as in real reviews: a bag of words learns a
# little, and a model under training has a first foothold.
MIX = [AGREE] * 9 + [OPPOSE] * 4 + [BOTH] * 7


def review(draw, verdict):
    """One review: one or two judging sentences, often with an aside before or after."""
    text = Text(draw, verdict)
    kinds = [draw.of(MIX)]
    if draw.chance(0.45):
        kinds.append(draw.of(MIX))
    parts = [sentence(text.fill(text.fresh(kind))) for kind in kinds]
    if draw.chance(0.6):
        parts.insert(draw.index(len(parts) + 1), sentence(text.fill(text.fresh(ASIDE))))
    if draw.chance(0.15):
        parts.insert(0, sentence(text.fill(text.fresh(ASIDE))))
    return " ".join(parts)


def reviews(seed=20):
    """All splits: no two texts are the same after lower-casing and dropping punctuation."""
    draw = Draw(seed)
    seen = set()
    for name, count in SPLITS:
        rows = []
        for i in range(count):
            verdict = (-1, +1)[i % 2]
            text = review(draw, verdict)
            while normal(text) in seen or len(text.split()) > LONGEST or len(text.split()) < 6:
                text = review(draw, verdict)
            seen.add(normal(text))
            rows.append((text, LABELS[verdict]))
        yield name, draw.shuffled(rows)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, rows in reviews():
        with open(os.path.join(folder, name + ".tsv"), "w", encoding="utf-8", newline="\n") as f:
            f.write("text\tlabel\n")
            f.writelines(f"{text}\t{label}\n" for text, label in rows)


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, os.pardir, "reviews"))
