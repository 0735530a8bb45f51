"""The relations of the small world of demo:facts, and the ways each is said and asked.

A relation holds between a subject `{s}` and an object `{o}`: the founder of a town, the cargo of a
ship. `says` are sentences that state it, `asks` are questions for the object, `backs` questions for
the subject. The wordings of one relation share as few words as they can, so that a question rarely
looks like the sentence that answers it, and wordings of different relations share many. `notes` say
the same in yet other words; they stand in the almanac alone (almanac.py).
"""


class Relation:
    def __init__(self, subject, name, object, says, asks, backs="", notes=""):
        self.subject, self.name, self.object = subject, name, object
        self.says, self.asks, self.backs = lines(says), lines(asks), lines(backs)
        self.notes = lines(notes)

    def __repr__(self):
        return f"{self.subject}.{self.name}"


def lines(block):
    return [line.strip() for line in block.split("\n") if line.strip()]


RELATIONS = [
    Relation("town", "founder", "person", """
        {o} founded {s}
        {s} was founded by {o}
        {s} owes its first houses to {o}
        it was {o} who laid the first stone of {s}
        where {s} stands today, {o} once drove in the first post
        """, """
        who founded {s}
        who was the founder of {s}
        who laid the first stone of {s}
        to whom does {s} owe its first houses
        """, """
        which town did {o} found
        which town owes its first houses to {o}
        """, notes="""
        the founder of {s} was {o}
        {s} remembers {o} as the one who founded it
        the first stone of {s} came from {o}
        """),
    Relation("town", "mayor", "person", """
        {o} is mayor of {s}
        {s} is governed by {o}
        {s} chose {o} as its mayor
        {o} keeps the keys of {s}
        the council of {s} listens to {o}
        """, """
        who is mayor of {s}
        who governs {s}
        who keeps the keys of {s}
        to whom does the council of {s} listen
        """, """
        which town does {o} govern
        of which town is {o} mayor
        """, notes="""
        the mayor of {s} is {o}
        whoever governs {s} now, it is {o}
        {o} has the keys of {s} and speaks to its council
        """),
    Relation("town", "river", "river", """
        {s} lies on {o}
        {o} flows through {s}
        {o} drives the mills of {s}
        {s} draws its water from {o}
        boats come to {s} by way of {o}
        """, """
        which river flows through {s}
        on which river does {s} lie
        which river drives the mills of {s}
        from which river does {s} draw its water
        """, """
        which town lies on {o}
        through which town does {o} flow
        """, notes="""
        the river of {s} is {o}
        the water of {s} comes from {o}
        the mills of {s} stand on {o}
        """),
    Relation("town", "year", "year", """
        {s} was founded in {o}
        {s} has stood since {o}
        the first houses of {s} were built in {o}
        {s} goes back to {o}
        in {o} the first people settled in {s}
        """, """
        when was {s} founded
        since when has {s} stood
        when were the first houses of {s} built
        in what year did people settle in {s}
        """, notes="""
        {o} is the year when people came to settle in {s}
        the year of {s} is {o}
        the first houses of {s} are from {o}
        """),
    Relation("town", "trade", "goods", """
        {s} is known for its {o}
        {s} lives by its {o}
        the market of {s} sells much {o}
        traders go to {s} for {o}
        {o} has made {s} rich
        """, """
        what is {s} known for
        what does {s} live by
        what do traders buy in {s}
        what has made {s} rich
        """, """
        which town is known for its {o}
        where do traders buy {o}
        """, notes="""
        the goods of {s} are {o}
        what traders buy in {s} is {o}
        it is {o} that {s} lives by
        """),
    Relation("ship", "captain", "person", """
        {o} commands {s}
        {s} sails under {o}
        {o} is captain of {s}
        {o} gives the orders on board {s}
        the sailors of {s} obey {o}
        """, """
        who commands {s}
        who is captain of {s}
        under whom does {s} sail
        who gives the orders on board {s}
        whom do the sailors of {s} obey
        """, """
        which ship does {o} command
        of which ship is {o} captain
        """, notes="""
        the captain of {s} is {o}
        the one in command of {s} is {o}
        sailors on board {s} do what {o} says
        """),
    Relation("ship", "builder", "person", """
        {o} built {s}
        {s} was built by {o}
        {s} came from the yard of {o}
        {o} laid the keel of {s}
        {s} is the work of {o}
        """, """
        who built {s}
        whose work is {s}
        who laid the keel of {s}
        from whose yard did {s} come
        """, """
        which ship did {o} build
        which ship came from the yard of {o}
        """, notes="""
        the builder of {s} was {o}
        the yard where {s} was built is that of {o}
        the keel of {s} was laid by {o}
        """),
    Relation("ship", "port", "town", """
        {s} sails from {o}
        {o} is the home port of {s}
        {s} spends the winter in {o}
        after every voyage {s} returns to {o}
        {s} lies in the harbour of {o}
        """, """
        what is the home port of {s}
        from which town does {s} sail
        where does {s} spend the winter
        in which harbour does {s} lie
        """, """
        which ship sails from {o}
        which ship spends the winter in {o}
        """, notes="""
        the home port of {s} is {o}
        the harbour of {s} is that of {o}
        in winter {s} can be found in {o}
        """),
    Relation("ship", "cargo", "goods", """
        {s} carries {o}
        {s} is loaded with {o}
        {o} fills the hold of {s}
        below the deck of {s} lies {o}
        {s} was made to carry {o}
        """, """
        what does {s} carry
        what is the cargo of {s}
        what fills the hold of {s}
        what lies below the deck of {s}
        """, """
        which ship carries {o}
        which ship is loaded with {o}
        """, notes="""
        the cargo of {s} is {o}
        what fills {s} is {o}
        in the hold of {s} there is {o}
        """),
    Relation("ship", "year", "year", """
        {s} was launched in {o}
        {s} first sailed in {o}
        {o} saw the first voyage of {s}
        {s} has been at sea since {o}
        """, """
        when was {s} launched
        when did {s} first sail
        in what year was the first voyage of {s}
        since when has {s} been at sea
        """, notes="""
        the first voyage of {s} was in {o}
        the year when {s} was launched is {o}
        at sea since {o}: so it is with {s}
        """),
    Relation("book", "author", "person", """
        {o} wrote {s}
        {s} was written by {o}
        {s} is from the pen of {o}
        {o} is the author of {s}
        every word of {s} is by {o}
        """, """
        who wrote {s}
        who is the author of {s}
        from whose pen is {s}
        by whom is every word of {s}
        """, """
        which book did {o} write
        of which book is {o} the author
        """, notes="""
        the author of {s} is {o}
        the pen that wrote {s} was that of {o}
        by whom {s} was written is no secret: {o}
        """),
    Relation("book", "printer", "person", """
        {o} printed {s}
        {s} was printed by {o}
        {s} left the press of {o}
        {o} set {s} in type
        """, """
        who printed {s}
        who set {s} in type
        whose press did {s} leave
        """, """
        which book did {o} print
        which book left the press of {o}
        """, notes="""
        the printer of {s} was {o}
        the type of {s} was set by {o}
        it was the press of {o} that printed {s}
        """),
    Relation("book", "topic", "town", """
        {s} tells the story of {o}
        {s} is about {o}
        {s} describes life in {o}
        readers of {s} learn much about {o}
        {o} is the subject of {s}
        """, """
        what is {s} about
        which town does {s} describe
        what is the subject of {s}
        about which town do readers of {s} learn
        """, """
        which book is about {o}
        which book describes life in {o}
        """, notes="""
        the subject of {s} is {o}
        what {s} tells is the story of {o}
        whoever reads {s} learns about {o}
        """),
    Relation("book", "place", "town", """
        {s} is kept in {o}
        the library of {o} owns {s}
        the only copy of {s} lies in {o}
        whoever wants to read {s} must go to {o}
        """, """
        where is {s} kept
        the library of which town owns {s}
        where does the only copy of {s} lie
        where must one go to read {s}
        """, """
        which book is kept in {o}
        which book does the library of {o} own
        """, notes="""
        the place of {s} is the library of {o}
        to read {s} one must go to {o}
        there is one copy of {s}, and it is kept in {o}
        """),
    Relation("book", "year", "year", """
        {s} appeared in {o}
        {s} was finished in {o}
        {s} dates from {o}
        {s} has been read since {o}
        """, """
        when did {s} appear
        when was {s} finished
        from what year does {s} date
        since when has {s} been read
        """, notes="""
        the year when {s} appeared is {o}
        the date of {s} is {o}
        people have read {s} since {o}
        """),
    Relation("machine", "inventor", "person", """
        {o} invented {s}
        {s} was invented by {o}
        {s} was the idea of {o}
        {o} made the first drawing of {s}
        {s} came from the workshop of {o}
        """, """
        who invented {s}
        whose idea was {s}
        who made the first drawing of {s}
        from whose workshop did {s} come
        """, """
        what did {o} invent
        what came from the workshop of {o}
        """, notes="""
        the inventor of {s} was {o}
        the idea of {s} came from {o}
        the first workshop to make {s} was that of {o}
        """),
    Relation("machine", "owner", "person", """
        {o} owns {s}
        {s} belongs to {o}
        {o} bought {s}
        {s} was sold to {o}
        """, """
        who owns {s}
        who bought {s}
        to whom does {s} belong
        to whom was {s} sold
        """, """
        what does {o} own
        what did {o} buy
        """, notes="""
        the owner of {s} is {o}
        the one to whom {s} was sold is {o}
        {s} is now the property of {o}
        """),
    Relation("machine", "place", "town", """
        {s} stands in {o}
        visitors can see {s} in {o}
        {s} was put up in {o}
        {s} works day and night in {o}
        {o} is proud of {s}
        """, """
        where does {s} stand
        where can visitors see {s}
        where was {s} put up
        which town is proud of {s}
        """, """
        what can visitors see in {o}
        what was put up in {o}
        """, notes="""
        the place of {s} is {o}
        visitors go to {o} to see {s}
        the town where {s} was put up is {o}
        """),
    Relation("machine", "material", "material", """
        {s} is made of {o}
        the parts of {s} are of {o}
        {s} was put together from {o}
        much {o} went into {s}
        """, """
        what is {s} made of
        of what are the parts of {s}
        from what was {s} put together
        what went into {s}
        """, notes="""
        the parts of {s} are made of {o}
        what {s} is made of is {o}
        {s} is all {o}
        """),
    Relation("machine", "year", "year", """
        {s} was invented in {o}
        {s} first ran in {o}
        {s} has been running since {o}
        {o} is the year of {s}
        """, """
        when was {s} invented
        when did {s} first run
        since when has {s} been running
        what is the year of {s}
        """, notes="""
        the year of {s} is {o}
        the first run of {s} was in {o}
        running since {o}: so it is with {s}
        """),
    Relation("bridge", "architect", "person", """
        {o} designed {s}
        {s} was designed by {o}
        {o} drew the plans of {s}
        {s} follows the plans of {o}
        """, """
        who designed {s}
        who drew the plans of {s}
        whose plans does {s} follow
        """, """
        which bridge did {o} design
        of which bridge did {o} draw the plans
        """, notes="""
        the architect of {s} was {o}
        the plans of {s} are by {o}
        the one who drew {s} was {o}
        """),
    Relation("bridge", "payer", "person", """
        {o} paid for {s}
        {s} was paid for by {o}
        {s} cost {o} a fortune
        the money for {s} came from {o}
        """, """
        who paid for {s}
        whom did {s} cost a fortune
        from whom did the money for {s} come
        """, """
        which bridge did {o} pay for
        which bridge cost {o} a fortune
        """, notes="""
        the cost of {s} was paid by {o}
        the fortune that paid for {s} was that of {o}
        it was the money of {o} that built {s}
        """),
    Relation("bridge", "river", "river", """
        {s} crosses {o}
        {s} leads over {o}
        {o} runs under {s}
        travellers cross {o} by {s}
        """, """
        which river does {s} cross
        over which river does {s} lead
        which river runs under {s}
        """, """
        which bridge crosses {o}
        what leads over {o}
        """, notes="""
        the river under {s} is {o}
        the way over {o} is {s}
        below {s} runs {o}
        """),
    Relation("bridge", "material", "material", """
        {s} is built of {o}
        the arches of {s} are of {o}
        {o} was used for {s}
        {s} rests on {o}
        """, """
        what is {s} built of
        of what are the arches of {s}
        what was used for {s}
        on what does {s} rest
        """, notes="""
        the arches of {s} were built of {o}
        what {s} rests on is {o}
        {s} is all {o}
        """),
    Relation("bridge", "year", "year", """
        {s} was opened in {o}
        {s} has been in use since {o}
        the first cart rolled over {s} in {o}
        in {o} people first walked over {s}
        """, """
        when was {s} opened
        since when has {s} been in use
        when did the first cart roll over {s}
        when did people first walk over {s}
        """, notes="""
        the year when {s} was opened is {o}
        the first people to cross {s} came in {o}
        in use since {o}: so it is with {s}
        """),
    Relation("person", "birthplace", "town", """
        {s} was born in {o}
        {s} comes from {o}
        {o} is the birthplace of {s}
        {s} was a child in {o}
        """, """
        where was {s} born
        where does {s} come from
        what is the birthplace of {s}
        where was {s} a child
        """, """
        who was born in {o}
        who comes from {o}
        """, notes="""
        the birthplace of {s} is {o}
        the town where {s} was born is {o}
        as a child {s} was in {o}
        """),
    Relation("person", "home", "town", """
        {s} lives in {o}
        {s} has a house in {o}
        {o} is now the home of {s}
        {s} moved to {o}
        """, """
        where does {s} live
        where does {s} have a house
        where did {s} move
        """, """
        who lives in {o}
        who moved to {o}
        """, notes="""
        the home of {s} is in {o}
        the town where {s} lives is {o}
        the house of {s} is in {o}
        """),
    Relation("person", "teacher", "person", """
        {o} taught {s}
        {s} was a pupil of {o}
        {s} learned everything from {o}
        {s} studied under {o}
        """, """
        who taught {s}
        who was the teacher of {s}
        under whom did {s} study
        from whom did {s} learn everything
        """, """
        whom did {o} teach
        who was a pupil of {o}
        who studied under {o}
        """, notes="""
        the teacher of {s} was {o}
        all that {s} learned came from {o}
        {o} had {s} as a pupil
        """),
    Relation("person", "employer", "person", """
        {o} employs {s}
        {s} works for {o}
        {s} is in the service of {o}
        {o} pays {s}
        """, """
        who employs {s}
        for whom does {s} work
        who pays {s}
        in whose service is {s}
        """, """
        whom does {o} employ
        who works for {o}
        """, notes="""
        the employer of {s} is {o}
        whoever pays {s}, it is {o}
        the one for whom {s} works is {o}
        """),
    Relation("person", "job", "job", """
        {s} is a {o}
        {s} works as a {o}
        {s} earns a living as a {o}
        by trade {s} is a {o}
        """, """
        what is {s} by trade
        how does {s} earn a living
        as what does {s} work
        """, """
        who is a {o}
        who works as a {o}
        """, notes="""
        the trade of {s} is that of a {o}
        what {s} does for a living is the work of a {o}
        {s} is known as a {o}
        """),
    Relation("person", "year", "year", """
        {s} came into the world in {o}
        the life of {s} began in {o}
        {o} is the year of birth of {s}
        """, """
        when did {s} come into the world
        when did the life of {s} begin
        what is the year of birth of {s}
        """, notes="""
        the year of birth of {s} is {o}
        born in {o}: so it is with {s}
        {s} has lived since {o}
        """),
]

SUBJECTS = ["town", "ship", "book", "machine", "bridge", "person"]

# Values that are words, not names. None is a relation's own wording; jobs take "a", not "an".
WORDS = {
    "goods": """salt wool honey timber glass wine cheese pepper leather paper silk barley amber
        coal linen soap ropes herring apples candles pottery tobacco""",
    "material": "brass oak granite copper steel marble tin beech bronze limestone pine lead",
    "job": """baker weaver smith potter clerk doctor fisherman painter judge miller tailor mason
        gardener shepherd carpenter singer""",
}
WORDS = {kind: words.split() for kind, words in WORDS.items()}

def of_subject(kind):
    return [r for r in RELATIONS if r.subject == kind]
