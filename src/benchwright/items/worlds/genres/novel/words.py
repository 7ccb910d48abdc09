"""Word lists of the novel: companions of coined names, values of relations, motives."""

from __future__ import annotations

TOWN_SECONDS = ("", "Ferry", "Cross", "Bridge", "Quay", "Green", "Sands", "Priory", "Locks", "Hill", "Moor", "Wells")
HOUSES = (
    "Ropeworks", "Press", "Observatory", "Brewery", "Foundry", "Institute", "Tannery", "Playhouse", "Bank",
    "Dispensary", "Shipyard", "Seminary", "Mill", "Conservatory", "Pottery", "Exchange", "Academy", "Glassworks",
    "Orphanage", "Library",
)  # fmt: skip
THINGS = (
    "compass", "viola", "clock", "lantern", "ledger", "teapot", "telescope", "barometer", "tapestry", "chessboard",
    "music-box", "sextant", "globe", "mirror", "inkstand", "bell", "harness", "cradle", "goblet", "atlas", "brooch",
    "snuffbox", "kite", "sundial",
)  # fmt: skip
TRADES = (
    "cooper", "saddler", "glazier", "thatcher", "chandler", "bookbinder", "locksmith", "stonemason", "dyer", "miller",
    "farrier", "engraver", "wheelwright", "potter", "weaver", "sailmaker", "apothecary", "tinsmith", "surveyor",
    "clockmaker", "basket-maker", "gilder",
)  # fmt: skip
INSTRUMENTS = (
    "fiddle", "oboe", "harp", "bassoon", "mandolin", "concertina", "cornet", "flute", "harmonium", "dulcimer", "cello",
    "bagpipes", "trombone", "clarinet", "zither", "lute",
)  # fmt: skip
WARES = (
    "blue cheese", "smoked eels", "slate", "lace", "cider", "rope", "salt", "honey", "paper", "plum brandy",
    "felt hats", "church bells", "pickled walnuts", "marbled glass", "cutlery", "tobacco pipes", "ginger cake",
    "saffron", "umbrellas", "barley sugar", "roof tiles", "linen", "mustard", "pencils",
)  # fmt: skip
SENSES = (
    "a borrowed umbrella", "a second breakfast", "an unpaid bill", "a short cut", "a false spring", "a late coach",
    "a cold supper", "a blind corner", "a wet Sunday", "an empty promise", "a broken gate", "a lucky guess",
    "a free dinner", "a bad bargain", "a loud whisper", "a secret staircase", "a long sermon", "a narrow bridge",
    "a stolen kiss", "a stubborn mule", "a distant cousin", "a leaking roof", "an early frost", "a rainy market",
    "a crooked spoon", "a silent quarrel", "a night watchman", "a travelling dentist", "a retired smuggler",
    "a hopeful suitor", "an honest lawyer", "a tame goose",
)  # fmt: skip
FIRST_WORDS = {
    "A": "Amiable", "B": "Benevolent", "C": "Combined", "D": "Devout", "E": "Eastern", "F": "Faithful", "G": "General",
    "H": "Harmonious", "I": "Improved", "L": "Lower", "M": "Mutual", "N": "Northern", "O": "Old", "P": "Provincial",
    "R": "Royal", "S": "Southern", "T": "Temperate",
}  # fmt: skip
OTHER_FIRST_WORDS = {
    "A": "Ancient", "B": "Better", "C": "Cheerful", "D": "Dry", "E": "Eternal", "F": "Free", "G": "Grand",
    "H": "Humble", "I": "Inland", "L": "Loyal", "M": "Modern", "N": "New", "O": "Orderly", "P": "Peaceful",
    "R": "Reformed", "S": "Sober", "T": "True",
}  # fmt: skip
SECOND_WORDS = {
    "A": "Anglers", "B": "Bakers", "C": "Carters", "D": "Drapers", "E": "Embroiderers", "F": "Ferrymen",
    "G": "Gardeners", "H": "Hatters", "I": "Innkeepers", "L": "Lamplighters", "M": "Millers", "N": "Needlewomen",
    "O": "Organists", "P": "Poulterers", "R": "Ropemakers", "S": "Singers", "T": "Tailors",
}  # fmt: skip
OTHER_SECOND_WORDS = {
    "A": "Almanack", "B": "Beekeeping", "C": "Choral", "D": "Drainage", "E": "Education", "F": "Flower", "G": "Glee",
    "H": "Harbour", "I": "Insurance", "L": "Lifeboat", "M": "Museum", "N": "Navigation", "O": "Orchard", "P": "Poetry",
    "R": "River", "S": "Seed", "T": "Turnpike",
}  # fmt: skip
THIRD_WORDS = {
    "A": "Association", "B": "Brotherhood", "C": "Club", "D": "Directorate", "E": "Establishment", "F": "Fellowship",
    "G": "Guild", "H": "House", "I": "Institution", "L": "League", "M": "Meeting", "N": "Network", "O": "Order",
    "P": "Partnership", "R": "Rally", "S": "Society", "T": "Trust",
}  # fmt: skip
MOTIVES_MOVE = (
    "the damp", "the rent", "the neighbours", "the smoke", "a bad knee", "the children next door", "the view",
    "a quarrel over a fence", "the church bells", "an inheritance", "the stairs", "a dislike of geese",
)  # fmt: skip
MOTIVES_VISIT = (
    "a toothache", "the horse fair", "an old debt", "a funeral", "the sea air", "a wager", "a missing trunk",
    "the flower show", "a lawsuit", "a recipe", "homesickness", "the regatta",
)  # fmt: skip
MOTIVES_LETTER = (
    "a guilty conscience", "a birthday", "a misunderstanding", "an unpaid loan", "plain boredom", "a dream",
    "a rumour", "the price of coal", "a broken window", "an apology", "a question of spelling", "a lost glove",
)  # fmt: skip
