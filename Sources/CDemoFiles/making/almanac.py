"""Writes what demo:reader and demo:gpt are pre-trained on, in a folder: almanac.txt and cloze.json.

    python3 almanac.py FOLDER [LINES [CONTEXTS]]

The world of demo:facts, told of other entities and in more ways. A line of the almanac states some
facts and says several of them again in other words, so that a hidden or a next word can be had from
the words before: a model that does so has learnt to look a name up. The clozes are in the format of
SQuAD 2.0, but nothing is asked: a statement stands with its object or subject left out, and what is
left out is to be found in the text, where it is said in other words, or not at all. Standard library
only, a fixed seed, no network; too large to ship.
"""

import json
import os
import sys

from facts import EACH, WITHOUT, answerable, confusing, context, graphs, split, unanswerable
from graph import Graph, Writer, choose
from names import Names
from relations import SUBJECTS
from world import Draw

LINES, CONTEXTS = 40000, 20000
ENTITIES = 900
WORDS = (28, 52)  # of a long passage, as those of demo:facts
SHORT = 0.6  # share of passages of two or three facts, where looking up is soon learnt
RENEWED = 250  # lines after which other facts hold

# Between what is told and what is told again, now and then: the words that only questions have, about
# nothing, so that a vocabulary holds them.
ASIDES = """
Who would have thought so?
What else is there to say?
Where does one begin?
When was that, and how?
Which of them is it?
Whose work is this, and for whom?
Of what use is it to know, and to whom?
In what year did they do so?
Since when has it been like this?
By whom, one may ask, and from what?
To live is to move, and to rest is to lie down.
Some teach and study, some design and build, some govern and pay.
What we write and print, others describe and follow.
Which book do you own, and whose bridge is it?
Leave it, listen, and it will appear again.
Money does not belong to those who earn it, owe it or spend it.
Let it roll, let it flow, and walk on.
""".strip().split("\n")


def told(relation):
    return relation.says + relation.notes


class World:
    """Entities that are in no split of demo:facts. What holds among them changes often: a text can
    only be understood from itself."""

    def __init__(self, seed):
        self.draw = Draw(seed)
        _, names, _ = graphs()
        self.graph = Graph(self.draw, Names(self.draw, names.used), ENTITIES)
        self.count = 0

    def text(self):
        self.count += 1
        if self.count % RENEWED == 0:
            self.graph.state()
        while True:
            kind = SUBJECTS[self.count % len(SUBJECTS)]
            if self.draw.chance(SHORT):
                facts = choose(self.draw, self.graph, kind, 2, 2 + self.draw.index(2))
                text = Writer(self.draw, told).write(facts)
            else:
                text = context(self.draw, self.graph, kind, told)
                if not WORDS[0] <= len(text.text.split()) <= WORDS[1]:
                    continue
            if not confusing(text):
                return text


def again(draw, text):
    """Most of what a text states, in another order and in other words."""
    facts = draw.shuffled(text.stated)[:3 + draw.index(3)]
    writer = Writer(draw)
    parts = []
    for s in facts:
        form = draw.of([f for f in told(s.fact.relation) if f != s.says])
        writer.text = ""
        writer.say(s.fact, form)
        parts.append(writer.text + ".")
    return " ".join(parts)


def almanac(count):
    world = World(31)
    for _ in range(count):
        text = world.text()
        aside = [world.draw.of(ASIDES)] if world.draw.chance(0.1) else []
        yield " ".join([text.text, *aside, again(world.draw, text)])


def cloze(draw, text, relation, names):
    """A statement with a gap, worded as the text does not word it."""
    said = {s.says for s in text.stated}
    missing, (slot, entity) = ("{o}", ("{s}", names.get("subject"))) if "subject" in names else (
        "{s}", ("{o}", names["object"]))
    forms = [f for f in told(relation) if f not in said]
    form = draw.of(forms or told(relation))
    form = form.replace(slot, entity.before + entity.name).replace(missing, "")
    form = " ".join(form.replace(" ,", ",").split())
    return form[0].upper() + form[1:]


def hard_first(draw, text, pool):
    """The pool in a drawn order, mostly with those in front whose name stands in several facts: the
    name alone does not tell which sentence is meant."""
    def spread(entry):
        (entity,) = entry[2].values()
        return sum(entity in (s.fact.subject, s.fact.object) for s in text.stated)

    pool = draw.shuffled(pool)
    return sorted(pool, key=lambda entry: spread(entry) < 2) if draw.chance(0.9) else pool


def clozes(count):
    world = World(32)
    draw, made = world.draw, []
    while len(made) < count:
        text = world.text()
        without = WITHOUT[len(made) % len(WITHOUT)]
        each = EACH if len(text.stated) > 3 else 2
        without = min(without, 1) if each == 2 else without
        rows, places = [], set()
        alone = len(text.stated) <= 3
        for pool, wanted in ((answerable(text, alone), each - without), (unanswerable(text), without)):
            for relation, _, names, place in hard_first(draw, text, pool):
                if wanted == 0 or place and place in places:
                    continue
                rows.append((cloze(draw, text, relation, names), place))
                places.add(place)
                wanted -= 1
        if len(rows) == each:
            made.append((text.text, draw.shuffled(rows)))
    return split("cloze", made)


def main(folder, lines=LINES, contexts=CONTEXTS):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "almanac.txt"), "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in almanac(int(lines)))
    with open(os.path.join(folder, "cloze.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(clozes(int(contexts)), file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
