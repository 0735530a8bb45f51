"""Clauses that judge a film, grouped by what a bag of words sees of them.

`{adj}` stands for a word that agrees with the verdict, `{-adj}` for one that speaks against it
(see world.py). In AGREE a bag of words sees agreeing words only, in OPPOSE opposing ones only,
in BOTH as many of each. A text draws from all three, so single words say little about the label;
negations stand in all three lists, so pairs of words do not say much more.
"""

AGREE = """
the {part} is {adj}
it is {adj} {again}
I {felt} it
I {felt} the {part}, and the rest with it
it is a {noun}, no more and no less
every scene is {adj}
the {part} {moved} me
it {moves} me, whatever {crowd} say
{maker} has made a {noun}
the {part} is as {adj} as the {part}
it is full of {quality}
there is {quality} in every frame
the {part} is {adj}, and the {part} no less so
it is {manner} acted and {manner} shot
it is nothing if not {adj}
nobody could call it anything but {adj}
I cannot think of a more {adj} {film}
there is no denying its {quality}
I have never seen a {piece} so {adj}
not only is the {part} {adj}, it is {adj} in every line
it is never less than {adj}
it never stops being {adj}
it never failed to {move} me
I did not expect to {feel} it, but I did
I never thought I would {feel} a {film}, and here I did
if the {part} is {adj}, the {part} is more so
{other} called it {adj}, and I could not agree more
{crowd} found it {adj}; so did I
the poster promises a {noun:1}, and for once a {noun:1} it is
no other word than {adj} will do for the {part}
{earlier} was {adj}; this one is no different
like {earlier}, it is {adj}
I see no way to deny that the {part} is {adj}
it cannot hide its {quality}
{other} doubts that it is {adj}; I do not
anyone who denies its {quality} was not looking
"""

OPPOSE = """
the {part} is not {-adj}
it is never {-adj}
it is anything but {-adj}
the {part} is hardly {-adj}
not one scene is {-adj}
there is not one {-adj} minute in it
there is nothing {-adj} about the {part}
I did not {-feel} it
I could not {-feel} it, and I tried
it is far from {-adj}
it is far from being a {-noun}
it is no {-noun}
hardly the {-noun} its poster promises
hardly the {-noun} {other} had promised
the {part} has none of the {-quality} I expected
it is made without a trace of {-quality}
I expected a {-noun} and got anything but
I expected a {-noun} and got the opposite
not once did it {-move} me
it did not {-move} me for a minute
the {part} never {-moves} anybody
{other} called it {-adj}; I disagree
{crowd} found it {-adj}; I did not
{other} called it a {-noun}, and I could not disagree more
anyone who calls it {-adj} has seen another {film}
those who say it is {-adj} must have slept through it
where {earlier} was {-adj}, this one is the reverse
{earlier} was {-adj}; this one is not
unlike {earlier}, it is not {-adj}
it could have been {-adj}, and is not
it might have been a {-noun} in other hands
with another cast it would have been {-adj}
it is not, as {other} claims, {-adj}
no one will call the {part} {-adj}
I waited for the {-noun} {crowd} had announced, and it never came
I went in ready to {-feel} it and could not
it stops short of being {-adj}
it refuses to be {-adj}
it lacks {-quality}
it is the very opposite of a {-noun}
I thought it {-adj} at first and was wrong
I doubt that anybody will find it {-adj}
if it is {-adj}, then I am the king of France
{-adj} is the last word I would use for the {part}
"""

BOTH = """
for all its {-quality}, it is {adj} {again}
for all the {-quality} of the {part}, it is {adj}
despite a {-adj} {piece}, it is {adj}
it is {adj}, in spite of its {-quality}
although the {part} is {-adj}, the {film} is {adj}
it is {adj}, although the {part} is {-adj}
it {moved} me, even where the {part} was {-adj}
the {part} is {-adj}, but the {film} is {adj}
the {part} is {-adj}, which hardly matters in a {film} so {adj}
I expected a {-noun} and got a {noun}
I got a {noun} where I expected a {-noun}
I expected to {-feel} it; instead I {felt} it
{other} called it {-adj}; I found it {adj}
I found it {adj}, while {other} called it {-adj}
{crowd} {-felt} it; I {felt} it
I {felt} it and {crowd} {-felt} it
it is {adj}, not {-adj}
it is not {-adj} but {adj}
what {other} calls {-quality} is really {quality}
{earlier} was {-adj}; this one is {adj}
where {earlier} was {-adj}, this one is {adj}
it is as {adj} as {earlier} was {-adj}
it begins as a {-noun} and ends as a {noun}
{-adj} at first, it soon grows {adj} and stays so
the {part} may be {-adj}; the {film} as a whole is {adj}
it is more {adj} than {-adj}
one {-adj} scene does not make it any less {adj}
I would sooner call it {adj} than {-adj}
the {part} {-moved} me, yet the {film} {moved} me
you may call it a {-noun}; I call it a {noun}
its {-quality} is no match for its {quality}
no amount of {-quality} can hide its {quality}
too {adj} to be called a {-noun}, whatever {other} says
it has a {-adj} {piece} and is still a {noun}
"""

# Sentences that judge something else, or nothing: `{?adj}` praises or blames by chance.
ASIDE = """
it tells of a {shade} {job} who {event} {place}
a {shade} {job} {event}; a {shade} {job} wants revenge
it is set {place}, where a {shade} {job} {event}
{she}, a {shade} {job}, {event}
{he}, a {shade} {job}, {event} {place}
{other} thought {earlier} {?adj}
{crowd} still call {earlier} a {?noun}
{other} {?felt} {earlier}
the trailer was {?adj}
the short before it was {?adj}
the seats were {?adj} and the popcorn {?adj}
I saw it with {other}, who {?felt} {earlier}
it runs for {time}
it is a {film} about a {job} and a {job}
I saw it {seen}
"""


def lines(block):
    return [line for line in block.split("\n") if line]


AGREE, OPPOSE, BOTH, ASIDE = map(lines, (AGREE, OPPOSE, BOTH, ASIDE))
