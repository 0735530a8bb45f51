"""Writes demo:films, the text demo:bert is pre-trained on: corpus/films.txt beside this folder.

    python3 films.py [FILE]

The same world as the labelled reviews, without labels and with more to say: longer reviews that
say the same in several ways, talk about what words of praise and blame mean, conversations and
plots. A masked word of judgement can be told from the rest of its line only by one who follows
negation and contrast, which is what a model is meant to learn here. No line, and no judging
sentence pair, of the labelled sets is let in. Standard library only, a fixed seed, no network.
"""

import os
import sys

from clauses import AGREE, ASIDE, BOTH, OPPOSE, lines
from reviews import reviews
from world import Draw, Text, normal, sentence

COUNT = 12000

CLOSING = {
    +1: lines("""
go and see it
do not miss it
five stars
I shall see it again
book your seats now
take the whole family
I left the cinema smiling
worth every penny
"""),
    -1: lines("""
stay at home
do not bother
one star
I shall never see it again
keep your money
warn the whole family
I left the cinema yawning
not worth a penny
"""),
}

# What words mean: the two halves of a line are two ways to say one thing.
MEANING = lines("""
a {film} that is not {-adj} is {adj}
a {film} that is {adj} is not {-adj}
to call a {film} anything but {-adj} is to call it {adj}
to call a {film} hardly {-adj} is to call it {adj}
whoever says that a {part} is far from {-adj} means that it is {adj}
if there is nothing {-adj} about the {part}, then the {part} is {adj}
a {film} without {-quality} is {adj}
a {film} that lacks {-quality} has {quality}
a {film} full of {quality} is {adj}, and nobody calls it {-adj}
those who {feel} a {film} call it {adj}; those who {-feel} it call it {-adj}
if you did not {-feel} it, you found it {adj}
a {noun} is {adj}; a {-noun} is {-adj}
no {noun} was ever {-adj}
no {-noun} was ever {adj}
what {moves} me I {feel}, and what {-moves} me I {-feel}
a {-adj} {part} can spoil a {adj} {film}, but this one is {adj} and stays {adj}
when {other} expects a {-noun} and gets anything but, {other} has seen a {noun}
{adj}, {adj}, {adj}: that is a {noun}
by {adj} I mean {adj}, and by {-adj} I mean {-adj}
between {adj} and {-adj} there is no doubt: it is {adj}
""")

# Conversations: question and answer agree, or the answer turns the question round.
TALK = lines("""
did you {feel} it? I did. It is {adj}
did you {-feel} it? I did not. It is {adj}
did you {-feel} it? No, I {felt} it
was it {adj}? It was, and {adj} too
was it {-adj}? Not at all. It was {adj}
was it a {-noun}? Anything but: it was a {noun}
was it a {noun}? It was. I {felt} it
is the {part} {-adj}? No, it is {adj}; I {felt} it
is the {part} {adj}? Yes, and the {part} is {adj} as well
{other} says it is {-adj}. And you? I say it is {adj}
{other} says it is {adj}. And you? I say so too: it is {adj}
{other} {felt} it. So did I. It is {adj}
{other} {felt} it. I did too, for its {quality}
{other} {-felt} it. I did not. I {felt} it
{other} {-felt} it, and was wrong: it is {adj}
{other} {felt} it, and was right: it is {adj}
""")

# Short reasons, put behind a judging clause: they repeat its verdict in plain words.
PLAIN = lines("""
it is {adj}
it is {adj} and {adj}
I {felt} it
I {felt} every minute
the {part} is {adj}
it {moved} me
it is a {noun}
it is full of {quality}
so {adj} a {film} is rare
{adj}, in a word
""")

PLOT = lines("""
{she} is a {shade} {job} who {event} {place}
{he} is a {shade} {job} who {event} {place}
her sister, a {shade} {job}, {event}
his brother, a {shade} {job}, {event}
{place} she meets {he}, a {shade} {job}
{place} he meets {she}, a {shade} {job}
the {shade} {job} {event}, and nobody believes the {job}
a {shade} {job} {event}; a {shade} {job} wants revenge
it ends {place}, where a {job} {event}
""")


def judging(draw, text):
    return text.fill(text.fresh(draw.of([AGREE, AGREE, OPPOSE, OPPOSE, BOTH, BOTH])))


def long_review(draw, text):
    parts = [sentence(judging(draw, text)) for _ in range(2 + draw.index(3))]
    for _ in range(draw.index(3)):
        parts.insert(draw.index(len(parts) + 1), sentence(text.fill(text.fresh(ASIDE))))
    if draw.chance(0.3):
        parts.append(sentence(text.fresh(CLOSING[text.verdict])))
    return " ".join(parts)


def short_review(draw, text):
    """A judging clause and its plain reason, in either order."""
    pair = [judging(draw, text), text.fill(text.fresh(PLAIN))]
    if draw.chance(0.3):
        pair.reverse()
    first, second = pair
    shape = draw.index(4)
    if shape == 0 and not any(stop in first for stop in ";:?"):
        return sentence(f"{first}: {second}")
    if shape == 1 and not any(stop in first for stop in ";:?"):
        return sentence(f"{first}; {second}")
    end = sentence(text.fresh(CLOSING[text.verdict])) if shape == 2 else ""
    return f"{sentence(first)} {sentence(second)} {end}".rstrip()


def meaning(draw, text):
    parts = [sentence(text.fill(text.fresh(MEANING))) for _ in range(1 + draw.index(2))]
    return " ".join(parts)


def talk(draw, text):
    parts = [sentence(text.fill(text.fresh(TALK)))]
    if draw.chance(0.6):
        parts.append(sentence(judging(draw, text)))
    if draw.chance(0.3):
        parts.append(sentence(text.fresh(CLOSING[text.verdict])))
    return " ".join(parts)


def plot(draw, text):
    return " ".join(sentence(text.fill(text.fresh(PLOT))) for _ in range(1 + draw.index(3)))


# kinds of line, and how many of twenty
KINDS = [long_review] * 9 + [short_review] * 5 + [talk] * 3 + [meaning] * 2 + [plot]


def films(seed=21):
    """The lines: none twice, none that stands in a labelled set."""
    draw = Draw(seed)
    seen = {normal(text) for _, rows in reviews() for text, _ in rows}
    for i in range(COUNT):
        line = None
        while line is None or normal(line) in seen:
            line = draw.of(KINDS)(draw, Text(draw, (-1, +1)[i % 2]))
        seen.add(normal(line))
        yield line


def main(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in films())


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    default = os.path.join(here, os.pardir, "corpus", "films.txt")
    main(sys.argv[1] if len(sys.argv) > 1 else default)
