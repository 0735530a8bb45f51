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

COUNT = 15000

# A verdict in so many words, before or after a review.
STARS = {
    +1: ["five stars", "go and see it"],
    -1: ["one star", "stay at home"],
}

# What words mean: the two halves of a line are two ways to say one thing.
MEANING = lines("""
a {film} that is not {-adj} is {adj}
a {film} that is {adj} is not {-adj}
to call a {film} anything but {-adj} is to call it {adj}
to call a {film} hardly {-adj} is to call it {adj}
whoever says that a {piece} is far from {-adj} means that it is {adj}
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
a {-adj} {piece} can spoil a {adj} {film}, but this one is {adj} and stays {adj}
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
it is {adj}, {adj} and {adj}
the {part} is {adj} and {adj}
a {adj}, {adj} {film}
I {felt} it
I {felt} its {quality}
it {moved} me
it is a {noun}
it is a {adj} {noun}
it is full of {quality} and {quality}
{adj}, in a word
{adj} and {adj}
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


# Plain lines come first to a model by themselves; what needs practice is the opposing clause.
MIX = [AGREE] * 2 + [OPPOSE] * 5 + [BOTH] * 3


def judging(draw, text):
    return text.fill(text.fresh(draw.of(MIX)))


def starred(draw, text, line):
    """Half the reviews say their verdict in stars as well, in front or at the end."""
    if draw.chance(0.5):
        return line
    stars = sentence(draw.of(STARS[text.verdict]))
    return f"{stars} {line}" if draw.chance(0.5) else f"{line} {stars}"


def plain_review(draw, text):
    """Plain words only: here a model learns which words go together."""
    clauses = [text.fill(text.fresh(draw.of([PLAIN, PLAIN, AGREE]))) for _ in range(2 + draw.index(3))]
    return starred(draw, text, " ".join(map(sentence, clauses)))


def short_review(draw, text):
    """A judging clause and its plain reason, in either order."""
    pair = [judging(draw, text), text.fill(text.fresh(PLAIN))]
    if draw.chance(0.3):
        pair.reverse()
    first, second = pair
    joint = draw.of([": ", "; ", ". ", ". "])
    if joint != ". " and not any(stop in first for stop in ";:?"):
        return sentence(first + joint + second)
    return starred(draw, text, f"{sentence(first)} {sentence(second)}")


def long_review(draw, text):
    parts = [sentence(judging(draw, text)) for _ in range(2 + draw.index(2))]
    if draw.chance(0.5):
        parts.append(sentence(text.fill(text.fresh(PLAIN))))
    for _ in range(draw.index(2)):
        parts.insert(draw.index(len(parts) + 1), sentence(text.fill(text.fresh(ASIDE))))
    return starred(draw, text, " ".join(parts))


def meaning(draw, text):
    return sentence(text.fill(text.fresh(MEANING)))


def talk(draw, text):
    parts = [sentence(text.fill(text.fresh(TALK)))]
    if draw.chance(0.4):
        parts.append(sentence(text.fill(text.fresh(PLAIN))))
    return starred(draw, text, " ".join(parts))


def plot(draw, text):
    return " ".join(sentence(text.fill(text.fresh(PLOT))) for _ in range(1 + draw.index(3)))


# kinds of line, and how many of twenty
KINDS = (
    [plain_review] * 4 + [short_review] * 7 + [long_review] * 4 + [talk] * 2 + [meaning] * 2
    + [plot]
)


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
