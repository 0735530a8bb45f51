"""Writes Tests/Fixtures/tasks/scores.json and places.json. Run with scikit-learn, from the package's root.

scores.json: classification scores of scikit-learn for cases with classes that nobody has or nobody predicts.
places.json: where the hash of `part=` puts texts, computed here from its definition.
"""
import json
import random
import warnings

import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix, precision_recall_fscore_support

warnings.filterwarnings("ignore")
OUT = "Tests/Fixtures/tasks/"


def case(name, count, truth, predicted):
    average = "binary" if count == 2 else "macro"
    p, r, f, _ = precision_recall_fscore_support(truth, predicted, average=average, zero_division=0)
    labels = list(range(count))
    each = precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    return {
        "name": name, "count": count, "classes": truth, "predictions": predicted,
        "accuracy": float(accuracy_score(truth, predicted)),
        "precision": float(p), "recall": float(r), "f1": float(f),
        "confusion": confusion_matrix(truth, predicted, labels=labels).tolist(),
        "per_class": [
            {"precision": float(each[0][c]), "recall": float(each[1][c]), "f1": float(each[2][c]),
             "support": int(each[3][c])} for c in labels],
    }


rnd = random.Random(7)
draw = lambda n, k: [rnd.randrange(k) for _ in range(n)]
noisy = lambda truth, k: [c if rnd.random() < 0.7 else rnd.randrange(k) for c in truth]
two, five, nine = draw(97, 2), draw(203, 5), draw(61, 9)
scores = [
    case("two classes", 2, two, noisy(two, 2)),
    case("two classes, class 1 never predicted", 2, [0, 1, 1, 0, 1], [0, 0, 0, 0, 0]),
    case("two classes, class 1 absent", 2, [0, 0, 0, 0], [0, 1, 0, 1]),
    case("two classes, nothing of class 1", 2, [0, 0, 0], [0, 0, 0]),
    case("five classes", 5, five, noisy(five, 5)),
    case("a class of the model that nobody has or predicts", 4, [0, 1, 1, 3, 0], [0, 1, 3, 3, 1]),
    case("a class that is only predicted", 3, [0, 1, 1, 0], [0, 1, 2, 0]),
    case("a class that is never predicted", 3, [0, 1, 2, 2, 1], [0, 1, 1, 0, 1]),
    case("nothing right", 3, [0, 1, 2], [1, 2, 0]),
    case("nine classes", 9, nine, noisy(nine, 9)),
    case("a single class", 1, [0, 0], [0, 0]),
]
with open(OUT + "scores.json", "w") as file:
    json.dump({"scikit-learn": sklearn.__version__, "cases": scores}, file, indent=1)
    file.write("\n")

MASK = (1 << 64) - 1


def mixed(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def place(*texts):
    state = 0xCBF29CE484222325
    for text in texts:
        for byte in text.encode() + b"\xff":
            state = ((state ^ byte) * 0x100000001B3) & MASK
    return (mixed(state) >> 11) / 2**53


texts = [["a fine film"], ["a dull film"], [""], ["好看"], ["premise", "hypothesis"], ["é"], ["e\u0301"]]
with open(OUT + "places.json", "w") as file:
    json.dump([{"texts": t, "place": place(*t)} for t in texts], file, indent=1)
    file.write("\n")
