"""A small knowledge graph of invented entities, and short texts that state some of its facts.

Standard library only; every draw goes through `Draw` of world.py.
"""

from collections import namedtuple

from relations import SUBJECTS, WORDS, of_subject

# `name` is what an answer says; `before` stands in front of it in a sentence.
Entity = namedtuple("Entity", "kind name before she")
# Holds in the graph: `relation` between two entities.
Fact = namedtuple("Fact", "subject relation object")
# A fact as a text states it: where the names of subject and object stand, in code points; the
# subject's place is None where a pronoun stands for it.
Stated = namedtuple("Stated", "fact subject_at object_at says")

# Sentences that begin so do not go behind "while".
FRONT = ("it was ", "where ", "whoever ")

BEFORE = {"river": "the ", "ship": "the ", "book": "the ", "machine": "the "}


class Graph:
    """`count` entities of each kind that can be a subject, half as many rivers."""

    def __init__(self, draw, names, count):
        self.draw, self.names = draw, names
        kinds = SUBJECTS + ["river"]
        self.entities = {
            kind: [self.entity(kind) for _ in range(count // 2 if kind == "river" else count)]
            for kind in kinds
        }
        for kind, words in WORDS.items():
            self.entities[kind] = [Entity(kind, word, "", False) for word in words]
        self.state()

    def state(self):
        """Draws what holds among the entities."""
        self.facts = {}
        for kind in SUBJECTS:
            for subject in self.entities[kind]:
                for relation in of_subject(kind):
                    self.facts[subject, relation] = self.object(subject, relation)

    def entity(self, kind):
        she = self.draw.chance(0.5)
        return Entity(kind, self.names.fresh(kind, she), BEFORE.get(kind, ""), she)

    def object(self, subject, relation):
        """Any entity of the right kind; no two people teach or employ each other."""
        if relation.object == "year":
            return Entity("year", str(1700 + self.draw.index(150)), "", False)
        while True:
            found = self.draw.of(self.entities[relation.object])
            if found is not subject and self.facts.get((found, relation)) is not subject:
                return found

    def fact(self, subject, relation):
        return Fact(subject, relation, self.facts[subject, relation])


class Writer:
    """A text under way: sentences of one or two clauses, and what each clause states. `forms` are
    the ways a relation may be said."""

    def __init__(self, draw, forms=lambda relation: relation.says):
        self.draw = draw
        self.forms = forms
        self.text = ""
        self.stated = []
        self.mentioned = set()

    def write(self, facts):
        """States every fact once, in the order given."""
        i = 0
        while i < len(facts):
            self.clause(facts[i], opens=True)
            i += 1
            if i < len(facts) and self.draw.chance(0.35):
                same = facts[i].subject == facts[i - 1].subject
                self.text += self.draw.of([", and ", ", and ", "; "] if same else [", while ", "; "])
                self.clause(facts[i], opens=False)
                i += 1
            self.text += "."
        return self

    def clause(self, fact, opens):
        says = self.draw.of([s for s in self.forms(fact.relation) if opens or not s.startswith(FRONT)])
        self.say(fact, says, self.pronoun(fact, says), opens)

    def say(self, fact, says, pronoun=None, opens=True):
        """States it in these words."""
        if opens and self.text:
            self.text += " "
        start = len(self.text)
        places = {}
        for i, part in enumerate(says.replace("{", "\0{").replace("}", "}\0").split("\0")):
            if part == "{s}" and pronoun:
                self.text += pronoun
                places["s"] = None
            elif part in ("{s}", "{o}"):
                places[part[1]] = self.name(fact.subject if part == "{s}" else fact.object)
            else:
                self.text += part
        if opens:
            self.text = self.text[:start] + self.text[start].upper() + self.text[start + 1:]
        self.stated.append(Stated(fact, places["s"], places["o"], says))

    def name(self, entity):
        """The name with what stands before it, longer where it is new; the name's place alone."""
        before = entity.before
        if entity not in self.mentioned and self.draw.chance(0.5):
            before = {"town": "the town of ", "ship": "the ship "}.get(entity.kind, before)
        self.mentioned.add(entity)
        self.text += before
        start = len(self.text)
        self.text += entity.name
        return (start, len(self.text))

    def pronoun(self, fact, says):
        """`it`, `he` or `she` where the clause before leaves no doubt who is meant."""
        if not self.stated or not says.startswith("{s} ") or not self.draw.chance(0.75):
            return None
        before = self.stated[-1]
        if before.fact.subject != fact.subject or before.subject_at is None:
            return None
        kinds = before.fact.object.kind
        if fact.subject.kind == "person":
            return None if kinds == "person" else ("she" if fact.subject.she else "he")
        clear = before.says.startswith("{s} ") or kinds not in ("river", "town")
        return "it" if clear else None


def asked(template, subject=None, object=None):
    """A question: its names in their short form, a capital in front, a mark behind."""
    text = template
    for slot, entity in (("{s}", subject), ("{o}", object)):
        if entity is not None:
            text = text.replace(slot, entity.before + entity.name)
    return text[0].upper() + text[1:] + "?"


def choose(draw, graph, kind, subjects, count):
    """`count` facts about `subjects` entities of one kind. One relation is stated of two of them; as
    a rule another of some of them only. Facts of one subject mostly stand together."""
    relations = draw.shuffled(of_subject(kind))[:4]
    entities = []
    while len(entities) < subjects:
        entity = draw.of(graph.entities[kind])
        if entity not in entities:
            entities.append(entity)
    first = [(e, relations[0]) for e in entities[:2]]
    rest = [(e, r) for e in entities for r in relations if (e, r) not in first]
    chosen = (first + draw.shuffled(rest))[:count]
    facts = [graph.fact(e, r) for e, r in draw.shuffled(chosen)]
    if draw.chance(0.7):
        facts = [f for e in entities for f in facts if f.subject == e]
    return facts


def about(draw, graph, facts):
    """The facts, and one more about somebody or some town that they mention."""
    others = [f.object for f in facts if f.object.kind in SUBJECTS]
    if not others:
        return facts
    other = draw.of(others)
    found = graph.fact(other, draw.of(of_subject(other.kind)))
    if found in facts:
        return facts
    last = [i for i, f in enumerate(facts) if other in (f.object, f.subject)][-1]
    return facts[:last + 1] + [found] + facts[last + 1:]
