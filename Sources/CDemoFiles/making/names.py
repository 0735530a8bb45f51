"""Invented names from a syllable grammar.

A name is a first syllable, sometimes a middle one, and a last one. The syllables are few, so
that a vocabulary of word pieces learns them and spells every name with few; the names are many.
"""

import itertools
import re

from relations import MACHINES, RELATIONS, WORDS

FIRST = """ba bre da dro fe gri ha ho ka ki ku la le lo ma me mo na ne no pa pe po ra ri ro sa se
    si sto ta te to tra tu va ve vi wa zo""".split()
MIDDLE = "da le li lo mi no ra re va vo".split()
LAST = """bar bel bir dal del don dur fan fel fis gal gen gor gul kan kar kil kon lan lek lis lor
    man mer mil mur nal nek nis nor ran rek rik rul san sel sor tan tel tur vak ven vor""".split()

# No name is a word of the world; nor a few names of real people and places.
WORDS_OF_THE_WORLD = set(
    " ".join([*MACHINES, *itertools.chain(*WORDS.values())]
             + [line for r in RELATIONS for line in r.says + r.asks + r.backs]).split())
TAKEN = set("""belon berlin bolivar boris bran brasil dagon dakar damen dublin faber fabian galen
    goran hanover hasan hitler karol kosovo lagos lenin lisbon logan lorin madonal malan manila marin
    marlin medan melon merlin milan miles moses nasal natal nikon nixon norman oslo paris petal
    pilar putin rabin ramon regan ronin rubin sabin salem samson satan sedan sinan stalin
    stefan stilton sudan susan talon tehran titan toron trudo vegan venus verdun vulgar wagon
    walesa warsaw wilson""".split())

# Syllables that together sound like something else in some language.
UNKIND = re.compile("anal|anus|dik|fag|fak|fuk|gip|homo|kik|kok|kun|mong|neg|nig|nazi|nus|peni|pis|"
                    "puk|rapis|semen|semin|spas|sperm|tit|vagi")


class Names:
    """Names that are not in `taken` either."""

    def __init__(self, draw, taken=()):
        self.draw = draw
        self.taken = taken
        self.used = set()

    def fresh(self):
        """A name nobody has had yet."""
        while True:
            name = self.draw.of(FIRST)
            if self.draw.chance(0.3):
                name += self.draw.of(MIDDLE)
            name += self.draw.of(LAST)
            known = name in self.used or name in self.taken or name in TAKEN
            if not known and name not in WORDS_OF_THE_WORLD and not UNKIND.search(name):
                self.used.add(name)
                return name.capitalize()
