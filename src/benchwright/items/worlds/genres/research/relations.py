"""What can be so at a research station: what changes in the course of the log, and what lasts."""

from __future__ import annotations

from benchwright.items.worlds.genres.research import plots, words
from benchwright.items.worlds.schema import Relation

CHANGING = {
    "team": Relation(
        "person", "team",
        ("To which team did {x} belong {when}?", "Of which team was {x} a member {when}?"),
        0.65, phrase="the last team of {x}", implied_by="leader",
        oblique_phrase="the last crew of {x}",
        oblique=("With whom did {x} go out into the field {when}: which group of people was it?",),
    ),
    "leader": Relation(
        "team", "person", ("Who was the leader of {x} {when}?", "Who led {x} {when}?"),
        0.95, plots.leading, "the last leader of {x}", ("Who was at the head of {x} {when}?",),
        oblique_phrase="the last head of {x}",
    ),
    "base": Relation(
        "team", "site", ("At which site did {x} have its base {when}?", "Where was the base of {x} {when}?"),
        0.9, phrase="the last base of {x}", oblique_phrase="the last headquarters of {x}",
        oblique=("From where did {x} operate {when}?",),
    ),
    "supervisor": Relation(
        "person", "person",
        ("Who was the supervisor of {x} {when}?", "By whom was {x} supervised {when}?"),
        0.5, plots.senior, "the last supervisor of {x}", ("Who was the immediate superior of {x} {when}?",),
        oblique_phrase="the last immediate superior of {x}",
    ),
    "parent": Relation(
        "sample", "sample", ("From which sample was {x} cultured?", "Which sample was the parent of {x}?"),
        0.5, plots.older, "the parent sample of {x}", ("Of which specimen was {x} the direct offspring?",),
        oblique_phrase="the immediate forebear of {x}",
    ),
    "keeper": Relation(
        "sample", "person", ("Who was the keeper of {x} {when}?", "In whose care was {x} {when}?"),
        0.95, phrase="the last keeper of {x}", oblique_phrase="the one last answerable for {x}",
        oblique=("Who was answerable for {x} {when}?",),
    ),
    "store": Relation(
        "sample", "store", ("In which store did {x} have its shelf {when}?", "Where did {x} have its shelf {when}?"),
        0.95, phrase="the last store of {x}",
        oblique_phrase="the last shelter of {x}",
        oblique=("Under which roof would one have had to look for {x} {when}?",),
    ),
    "house": Relation(
        "instrument", "store", ("In which store did {x} stand {when}?", "Where did {x} stand {when}?"),
        0.95, phrase="the last store of {x}",
        oblique_phrase="the last whereabouts of {x}",
        oblique=("To which place would one have had to go in order to use {x} {when}?",),
    ),
    "warden": Relation(
        "store", "person", ("Who held the keys of {x} {when}?", "Who was the warden of {x} {when}?"),
        0.6, phrase="the last warden of {x}", oblique_phrase="the last person with the right to unlock {x}",
        oblique=("Who could have unlocked {x} {when}, by right of office?",),
    ),
    "meaning": Relation(
        "term", "word", ("What did {x} mean {when}?", "What was the meaning of {x} {when}?"),
        1.0, plots.sense, family="definition", oblique=("What was to be understood by {x} {when}?",),
    ),
    "stands": Relation(
        "protocol", "word",
        ("What did the letters of {x} stand for {when}?", "Which words did the letters of {x} stand for {when}?"),
        1.0, plots.expansion, family="definition", oblique=("How was {x} to be spelled out in full {when}?",),
    ),
}  # fmt: skip

LASTING = {
    "stone": Relation(
        "sample", "site", ("From which site did the stone under {x} come?", "From which site is the stone under {x}?"),
        0.6, phrase="the source of the stone under {x}",
        oblique=("On a piece of which place does {x} rest?",),
        oblique_phrase="the place of origin of the pedestal of {x}", hearsay=True,
    ),
    "mass": Relation(
        "sample", "number", ("How many grams did {x} weigh when it was registered?",),
        0.35, plots.number(12, 480), oblique=("What mass is on record for {x}?",),
        more=("Which of these weighed most when it was registered: {options}?",),
    ),
    "builder": Relation(
        "instrument", "person", ("Who built {x}?", "Who was the builder of {x}?"),
        0.5, phrase="the builder of {x}", oblique_phrase="the maker of {x}",
        oblique=("Whose handiwork was {x}?",), hearsay=True,
    ),
    "ground": Relation(
        "store", "site", ("At which site was {x} put up?", "On which site does {x} stand?"),
        0.4, phrase="the site of {x}", oblique_phrase="the location of {x}",
        oblique=("Where on the chart is {x} to be looked for?",),
    ),
    "surveyor": Relation(
        "site", "person", ("Who first surveyed {x}?", "Who made the first survey of {x}?"),
        0.45, phrase="the first surveyor of {x}", oblique_phrase="the earliest mapper of {x}",
        oblique=("Who drew up the earliest plan of {x}?",), hearsay=True,
    ),
    "height": Relation(
        "site", "number", ("How many metres above the sea does {x} lie?",),
        0.35, plots.number(3, 640), oblique=("What is the altitude of {x}?",),
        more=("Which of these lies the most metres above the sea: {options}?",),
    ),
    "rock": Relation(
        "site", "word", ("Of what rock is {x}?", "What is the rock at {x}?"), 0.3, plots.word(words.ROCKS),
        oblique=("What kind of stone does one find at {x}?",),
    ),
    "trainer": Relation(
        "person", "person", ("Who trained {x}?", "By whom was {x} trained?"),
        0.35, phrase="the trainer of {x}", oblique_phrase="the teacher of {x}",
        oblique=("By whom was {x} taught?",), hearsay=True,
    ),
    "study": Relation(
        "person", "word", ("What was the special subject of {x}?", "In what did {x} specialise?"),
        0.35, plots.word(words.STUDIES), oblique=("What was the particular field of {x}?",),
    ),
    "winters": Relation(
        "person", "number", ("How many winters had {x} spent at the station before this log?",),
        0.35, plots.number(1, 34), oblique=("How many cold seasons of service did {x} have to show at the outset?",),
        more=("Which of these had spent the most winters at the station before this log: {options}?",),
    ),
    "coiner": Relation(
        "term", "person", ("Who coined the name of {x}?", "By whom was the name of {x} coined?"),
        0.4, phrase="the coiner of the name of {x}", oblique_phrase="the inventor of the expression {x}",
        oblique=("Who invented the expression {x}?",), hearsay=True,
    ),
    "author": Relation(
        "protocol", "person", ("Who was the author of {x}?", "By whom was {x} written?"),
        0.4, phrase="the author of {x}", oblique_phrase="the drafter of {x}",
        oblique=("From whose pen is {x}?",),
    ),
    "correction": Relation(
        "month", "number",
        ("How many hairs are to be added to a reading taken in {x}?",), 1.0,
        oblique=("What is the seasonal allowance for {x}?",),
    ),
}  # fmt: skip
