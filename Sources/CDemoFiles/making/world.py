"""The small world of films: its words, and how a template is filled with them.

Standard library only. Every draw goes through `Draw`, which uses nothing but
`random.Random.random`, so the text is the same on every version of Python.
"""

import random
import re

# Words that judge: +1 praises, -1 blames. Both sides have as many words.
ADJECTIVES = {
    +1: """superb graceful sharp moving tender delightful clever inspired charming warm gripping
        elegant fresh beautiful brilliant lovely wonderful splendid rousing lively""".split(),
    -1: """dull clumsy lifeless tired flat stale wooden tedious hollow lazy dreary muddled feeble
        dreadful awful ugly plodding bland shoddy trite""".split(),
}
NOUNS = {
    +1: "triumph delight joy treat marvel gem masterpiece wonder pleasure success".split(),
    -1: "mess bore chore disaster failure misfire ordeal dud disappointment shambles".split(),
}
QUALITIES = {
    +1: "charm warmth wit grace energy beauty tenderness invention magic style".split(),
    -1: "noise padding bombast gloom clutter vanity fuss clumsiness boredom nonsense".split(),
}
FEELINGS = {  # base form, past form
    +1: "love/loved enjoy/enjoyed admire/admired adore/adored".split(),
    -1: "hate/hated regret/regretted resent/resented loathe/loathed".split(),
}
EFFECTS = {  # base form, third person, past form: what a film does to the one who watches
    +1: "move/moves/moved delight/delights/delighted charm/charms/charmed thrill/thrills/thrilled"
    .split(),
    -1: "bore/bores/bored annoy/annoys/annoyed tire/tires/tired irritate/irritates/irritated"
    .split(),
}
MANNERS = {
    +1: "beautifully gracefully brilliantly elegantly cleverly".split(),
    -1: "badly clumsily lazily drearily feebly".split(),
}
JUDGING = {"adj": ADJECTIVES, "noun": NOUNS, "quality": QUALITIES, "manner": MANNERS}

NEUTRAL = {
    "part": """acting|script|score|ending|editing|dialogue|pacing|camera work|staging|opening|plot
        |story|direction|music|love story|last act|first half|second half|lighting|soundtrack
        |humour|finale|narration|romance|supporting cast|final scene|title song""",
    "piece": """script|score|ending|opening|plot|story|love story|last act|finale|romance
        |supporting cast|final scene|title song""",
    "film": """film|film|film|film|picture|movie|movie|movie|thriller|comedy|drama|western|musical
        |fable|mystery|war film|road movie|ghost story|heist film|family film""",
    "other": """my brother|my sister|my neighbour|the critic beside me|my father|my mother|a friend
        |the man behind us|the woman at the till|my teacher|our local paper
        |a colleague|my aunt|my uncle|the festival jury|the usher|my daughter|my son""",
    "crowd": """the critics|my friends|most reviewers|my colleagues|the juries|other people
        |my cousins|the students|the papers|the neighbours""",
    "maker": """the director|the leading man|the leading lady|the writer|the composer
        |the young star|the whole cast|the editor|the producer""",
    "earlier": """her last film|his last film|the first film|the earlier version|the original
        |the director's debut|the stage play|the novel|last year's winner|the television series
        |the short film|the prequel""",
    "job": """baker|widow|detective|pianist|teacher|sailor|lawyer|thief|farmer|nurse|soldier|boxer
        |painter|judge|gardener|clerk|spy|fisherman|librarian|clown""",
    "place": """in a fishing village|in a border town|at a grand hotel|aboard a night train
        |at a lighthouse|in a city under siege|at a boarding school|on a mountain farm
        |with a travelling circus|at a desert outpost|in a small harbour|on a prison island
        |in an old theatre|at a winter resort|in a mining town|in a quiet suburb""",
    "seen": """on a wet Tuesday|at a midnight showing|at a matinee|from the front row|on a plane
        |at the festival|in an empty cinema|with a cold|on my birthday|at the village hall""",
    "event": """loses a letter|finds a stolen painting|inherits a house|hides a stranger
        |misses the last ferry|uncovers an old crime|falls in love with a rival
        |is mistaken for a king|plans one last robbery|returns from the war
        |searches for a lost brother|keeps a terrible secret|wins a worthless prize
        |raises another man's child|adopts a stray dog|buries a treasure""",
    "shade": """cruel|gentle|hopeless|happy|brilliant|dull|wonderful|dreadful|lonely|charming|lazy
        |honest|bitter|lovely|clumsy|graceful|dreary|warm|ugly|beautiful|tired|lively|feeble
        |clever""",
    "time": "two hours|ninety minutes|a hundred minutes|three hours|two long hours|one short hour",
    "again": """in the end|all the same|when the lights go up|from first to last|after all
        |on the whole|by the last reel|at heart|to the core""",
    "she": "Clara|Nadia|Rosa|Edith|Maya|Ingrid|Beatrice|Leila|Hannah|Olga",
    "he": "Victor|Samuel|Anton|Felix|Omar|Henry|Marco|Jonas|Walter|Ravi",
}
NEUTRAL = {slot: [w.strip() for w in words.split("|")] for slot, words in NEUTRAL.items()}

SLOT = re.compile(r"\{([-?]?)([a-z]+)(?::(\d))?\}")
BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeio]|ug|honest|un[a-hj-z])")


class Draw:
    """Seeded choices, the same on every version of Python."""

    def __init__(self, seed):
        self.source = random.Random(seed)

    def index(self, count):
        return int(self.source.random() * count)

    def of(self, items):
        return items[self.index(len(items))]

    def chance(self, probability):
        return self.source.random() < probability

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.index(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


class Text:
    """One text under way: it judges with `verdict` and never uses a word twice."""

    def __init__(self, draw, verdict):
        self.draw = draw
        self.verdict = verdict
        self.used = set()

    def fresh(self, items):
        for _ in range(20):
            word = self.draw.of(items)
            if word not in self.used:
                break
        self.used.add(word)
        return word

    def fill(self, template):
        """Fills `{adj}` with a word of the verdict, `{-adj}` with one of its opposite and
        `{?adj}` with either; `{adj:1}` is the same word each time it stands in a template."""
        kept = {}

        def word(match):
            sign, slot, number = match.groups()
            if number and (sign, slot, number) in kept:
                return kept[sign, slot, number]
            found = self.word(sign, slot)
            if number:
                kept[sign, slot, number] = found
            return found

        return SLOT.sub(word, template)

    def word(self, sign, slot):
        if slot in NEUTRAL:
            return self.fresh(NEUTRAL[slot])
        side = {"": self.verdict, "-": -self.verdict, "?": self.draw.of([-1, 1])}[sign]
        if slot in JUDGING:
            return self.fresh(JUDGING[slot][side])
        if slot in ("feel", "felt"):
            return self.fresh(FEELINGS[side]).split("/")[slot == "felt"]
        form = ("move", "moves", "moved").index(slot)
        return self.fresh(EFFECTS[side]).split("/")[form]


def sentence(clause):
    """A clause with its articles set right, a capital in front and a stop behind."""
    clause = BEFORE_VOWEL.sub(r"\1n ", clause)
    clause = re.sub(r"([.?!] )([a-z])", lambda m: m[1] + m[2].upper(), clause)
    clause = clause[0].upper() + clause[1:]
    return clause if clause[-1] in ".?!" else clause + "."


def normal(text):
    """What two texts are compared by: lower case, letters only."""
    return " ".join(re.findall(r"[a-z]+", text.lower()))
