"""Names of two familiar words, such as Hazel Hollow, the Grey Heron, Nora Fairweather.

The words are few, so that a small vocabulary holds them whole; the pairs are many. None is a word
of the relations (goods, materials, jobs) nor of the sentences, but for what a machine is.
"""

# In front: of places and things.
FIRST = """old hazel silver golden grey green red white black blue crimson purple ivory scarlet north
    south east west upper lower high broad deep clear cold bright dark misty windy sunny snowy
    frosty stormy quiet silent happy merry lonely lost hidden narrow crooked winding gentle noble
    royal queen bishop abbot ash maple willow cedar birch elm alder holly ivy rowan cherry plum
    pear olive walnut chestnut juniper laurel heather clover fern moss thistle bramble lily daisy
    poppy violet lavender saffron mint sage thyme wheat rye bean raven eagle hawk owl swan goose
    dove sparrow finch lark badger beaver swift harvest summer autumn midnight sunrise sunset monday
    friday thunder lightning rainbow moon sun star cloud rain frost ice ember smoke sand clay
    chalk flint pebble coral pearl ruby jade crystal diamond emerald velvet cotton feather""".split()

# Behind, by kind.
SECOND = {
    "town": """hollow ford haven hill croft field wood grove moor heath marsh mead gate wick stead
        thorpe holm cliff dale vale glen combe ridge shore point cove bay landing corner park court
        hall chapel abbey castle well springs meadow""",
    "river": """brook beck burn stream creek rill bourne wash rapids falls reach bend fork channel
        current torrent""",
    "ship": """heron swallow otter falcon dolphin gull tern petrel albatross pelican cormorant osprey
        kestrel plover curlew seal whale salmon turtle hare fox wolf stag lion tiger panther unicorn
        dragon mermaid siren""",
    "book": """lantern mirror garden shadow dream song tale riddle promise journey window door stair
        ring crown mask veil map compass needle thread orchard island forest desert mountain
        bell glove ribbon""",
    "machine": """clock loom pump mill scale lamp plough crane engine lathe organ drill kiln
        winch hammer""",
    "bridge": """church tower temple palace friar guild monk pilgrim station soldier rope poet hermit
        student dancer angel harper""",
}
SECOND["bridge"] = [word + " bridge" for word in SECOND["bridge"].split()]
SECOND = {kind: words if isinstance(words, list) else words.split() for kind, words in SECOND.items()}

WOMEN = """alice anna beth carla clara cora daphne della diana edith ella emma erica eva fiona flora
    frieda greta hannah helen hilda ida ingrid irene iris judith julia karen kate laura lena linda
    lucy mabel maria martha maud nadia nina nora olga paula petra rita rosa ruth sarah selma sonia
    stella tessa thea ursula vera wanda""".split()
MEN = """adam albert alfred anton arthur basil bernard bruno carl cecil conrad daniel david edgar
    edmund emil eric ernest felix frank gilbert gregor harold hector henry hugo ivan jacob jasper
    jonas joseph julian leo leonard lewis lucas magnus marcus max miles nathan oscar oswald otto
    paul peter philip ralph rufus samuel simon stephen theodore thomas tobias victor walter""".split()
FAMILY = """alderwood appleyard ashdown atwood barrow blackwood bloom brightwell broadbent coldstream
    drinkwater fairweather goodfellow greenhill hartfield hawthorne highmore holloway honeywell
    larkspur lightfoot longacre lovejoy merryweather moorcroft nightingale oakhurst pennyworth
    proudfoot redfern ridgeway rosewood rushmore sandford silverton snowdon stillwater strongbow
    summerfield thornbury treadwell underhill waterhouse weatherby whitlock wildgoose winterbourne
    woodruff yardley""".split()


class Names:
    """Names, none given twice nor held by `taken`."""

    def __init__(self, draw, taken=()):
        self.draw = draw
        self.used = set(taken)

    def fresh(self, kind, she):
        """A name nobody has had yet."""
        for _ in range(10000):
            if kind == "person":
                words = [self.draw.of(WOMEN if she else MEN), self.draw.of(FAMILY)]
            else:
                words = [self.draw.of(FIRST), self.draw.of(SECOND[kind])]
            name = " ".join(words).title()
            if name not in self.used:
                self.used.add(name)
                return name
        raise RuntimeError(f"nearly all names of a {kind} are given: more words are needed")
