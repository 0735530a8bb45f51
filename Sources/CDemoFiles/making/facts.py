"""Writes demo:facts: train.json, dev.json and test.json beside this folder.

    python3 facts.py [FOLDER]

Questions over short contexts in the format of SQuAD 2.0. Standard library only, a fixed seed, no
network: the same files every time.
"""

import json
import os
import sys

from graph import Graph, Writer, about, asked, choose
from names import Names
from relations import RELATIONS, SUBJECTS, of_subject
from world import Draw, normal

# name, contexts, entities a kind
SPLITS = [("train", 800, 600), ("dev", 134, 120), ("test", 134, 120)]
EACH = 3  # questions a context
WITHOUT = [1, 0, 1, 1, 2, 1]  # how many of them have no answer
SHORTEST, LONGEST = 28, 52  # words of a context
SENTENCES = (3, 6)
ONE_KIND = 0.5  # share of contexts about two subjects of one kind, where only a name tells them apart


def context(draw, graph, kind, forms=lambda relation: relation.says):
    facts = choose(draw, graph, kind, 2 if draw.chance(0.8) else 3, 5 + draw.index(2))
    if draw.chance(0.4):
        facts = about(draw, graph, facts)
    return Writer(draw, forms).write(facts)


def mixed(draw, graph, kind):
    """A context about two subjects of different kinds: what is asked mostly tells which is meant."""
    other = draw.of([k for k in SUBJECTS if k != kind])
    facts = []
    for k in (kind, other):
        entity = draw.of(graph.entities[k])
        relations = draw.shuffled(of_subject(k))[:2 + draw.index(2)]
        facts += [graph.fact(entity, relation) for relation in relations]
    return Writer(draw).write(facts)


def confusing(text):
    """Whether two names in it begin with the same word."""
    first = {e: e.name.split()[0] for s in text.stated for e in (s.fact.subject, s.fact.object)}
    return len(set(first.values())) < len(first)


def answerable(text, alone=False):
    """What can be asked: (relation, wordings, the names asked with, place of the answer), for the
    object of a stated fact or for its subject. Unless `alone`, the text names another of the
    answer's kind that could be meant."""
    found = []
    named = {e for s in text.stated for e in (s.fact.subject, s.fact.object)}
    for s in text.stated:
        fact = s.fact

        def others(kind):
            return alone or any(
                e.kind == kind and e not in (fact.subject, fact.object) for e in named)

        if others(fact.object.kind):
            found.append((fact.relation, fact.relation.asks, {"subject": fact.subject}, s.object_at))
        same = [t for t in text.stated
                if t.fact.relation == fact.relation and t.fact.object == fact.object]
        if fact.relation.backs and s.subject_at and len(same) == 1 and others(fact.subject.kind):
            found.append((fact.relation, fact.relation.backs, {"object": fact.object}, s.subject_at))
    return found


def unanswerable(text):
    """The same for relations that are stated, but not of whom the question names; no place."""
    found, named = [], []
    facts = [s.fact for s in text.stated]
    for f in facts:
        named += [e for e in (f.subject, f.object) if e not in named]
    for relation in RELATIONS:
        here = [f for f in facts if f.relation == relation]
        for e in named if here else []:
            if e.kind == relation.subject and e not in [f.subject for f in here]:
                found.append((relation, relation.asks, {"subject": e}, None))
            if relation.backs and e.kind == relation.object and e not in [f.object for f in here]:
                found.append((relation, relation.backs, {"object": e}, None))
    return found


def unstated(text):
    """What can be asked of an entity where the text states the relation of nobody."""
    stated = {s.fact.relation for s in text.stated}
    named = []
    for s in text.stated:
        named += [e for e in (s.fact.subject, s.fact.object) if e not in named]
    return [(relation, relation.asks, {"subject": e}, None)
            for e in named if e.kind in SUBJECTS
            for relation in of_subject(e.kind) if relation not in stated]


def questions(draw, text, without):
    """`EACH` questions, `without` of them unanswerable; None where the text does not give them. No
    two have the same answer, no two the same wording."""
    picked, places, wordings = [], set(), set()
    pools = ((answerable(text, alone=True), EACH - without),
             (unanswerable(text) + unstated(text), without))
    for pool, count in pools:
        for _, choices, names, place in draw.shuffled(pool):
            words = draw.of(choices)
            if count == 0 or place and place in places or words in wordings:
                continue
            picked.append((asked(words, **names), place))
            places.add(place)
            wordings.add(words)
            count -= 1
        if count:
            return None
    return draw.shuffled(picked)


def paragraphs(draw, graph, count, seen):
    """The contexts of a split, one kind of subject after the other; `seen` holds what no other
    context or question may repeat."""
    made = []
    while len(made) < count:
        kind = SUBJECTS[len(made) % len(SUBJECTS)]
        text = (context if draw.chance(ONE_KIND) else mixed)(draw, graph, kind)
        without = WITHOUT[len(made) // len(SUBJECTS) % len(WITHOUT)]
        rows = questions(draw, text, without)
        fits = (SHORTEST <= len(text.text.split()) <= LONGEST and not confusing(text)
                and SENTENCES[0] <= text.text.count(".") <= SENTENCES[1])
        if not rows or not fits:
            continue
        keys = {normal(text.text)} | {q for q, _ in rows}
        if not keys & seen:
            seen |= keys
            made.append((text.text, rows))
    return made


def split(name, made):
    """The SQuAD 2.0 object of a split."""
    out = []
    for number, (text, rows) in enumerate(made, 1):
        qas = []
        for i, (question, place) in enumerate(rows, 1):
            answers = []
            if place:
                answers = [{"text": text[place[0]:place[1]], "answer_start": place[0]}]
            qas.append({"id": f"{name}-{number}-{i}", "question": question,
                        "is_impossible": place is None, "answers": answers})
        out.append({"context": text, "qas": qas})
    return {"version": "v2.0", "data": [{"title": name, "paragraphs": out}]}


def graphs(seed=30):
    """The graph of each split, and the names not yet given: no entity is in two of them."""
    draw = Draw(seed)
    names = Names(draw)
    made = [(name, count, Graph(draw, names, size)) for name, count, size in SPLITS]
    return draw, names, made


def facts():
    draw, _, made = graphs()
    seen = set()
    for name, count, graph in made:
        yield name, split(name, paragraphs(draw, graph, count, seen))


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, value in facts():
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8", newline="\n") as f:
            json.dump(value, f, ensure_ascii=False, separators=(",", ":"))
            f.write("\n")


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, os.pardir, "facts"))
