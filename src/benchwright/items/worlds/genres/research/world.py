"""What is in the log of a research station: people, samples of slowcrust, instruments, stores, sites, teams, terms.

Slowcrust is a coined organism that grows very slowly on rock by the sea, so that nothing here can clash with what a
reader knows. Samples are scraped, cultured from one another, kept, moved and measured; instruments wander, fail and are
mended; teams change leaders and bases; and the terms of the trade are redefined by whoever is in the chair.
"""

from __future__ import annotations

from benchwright.items.worlds.genres.research import plots
from benchwright.items.worlds.schema import Act, Cast, Moment, Relation, Schema, Surcharge, Tally

_CASTS = {
    "person": Cast(1.0),
    "sample": Cast(
        2.0, 0.8, 6, 0.5, "town", ("slab", "scraping", "core", "flake", "plug", "wafer", "crust", "shard"),
        "the {0} {1}",
    ),
    "instrument": Cast(
        1.2, 0.7, 3,
        seconds=("microscope", "rimscope", "balance", "camera", "lamp", "comparator", "magnifier", "scanner"),
        form="the {0} {1}",
    ),
    "store": Cast(
        1.2, 0.6, 3, words="town", form="the {0} {1}",
        seconds=("Hut", "Store", "Cellar", "Loft", "Icehouse", "Shed", "Vault", "Annexe"),
    ),
    "site": Cast(
        1.5, 0.65, 4, words="town",
        seconds=("Ledge", "Skerry", "Gully", "Bluff", "Cairn", "Flats", "Ridge", "Hollow", "Point", "Corrie"),
    ),
    "team": Cast(
        1.2, 0.6, 3, 0.7, "town", ("Party", "Survey", "Section", "Group", "Watch", "Detachment"), "the {0} {1}"
    ),
    "term": Cast(1.2, 0.6, 2, seconds=("index", "limit", "ratio", "effect", "line", "stage"), form="the {0} {1}"),
    "protocol": Cast(1.0, 0.6, 2, seconds=plots.ACRONYMS, form="the {0} {1}"),
}  # fmt: skip

CHANGING = {
    "team": Relation(
        "person", "team",
        ("To which team did {x} belong {when}?", "Of which team was {x} a member {when}?"),
        0.75, phrase="the last team of {x}", implied_by="leader",
        oblique=("With whom did {x} go out into the field {when}: which group of people was it?",),
    ),
    "leader": Relation(
        "team", "person", ("Who was the leader of {x} {when}?", "Who led {x} {when}?"),
        0.95, plots.leading, "the last leader of {x}", ("Who was at the head of {x} {when}?",),
    ),
    "base": Relation(
        "team", "site", ("At which site did {x} have its base {when}?", "Where was the base of {x} {when}?"),
        0.9, phrase="the last base of {x}", oblique=("From where did {x} operate {when}?",),
    ),
    "supervisor": Relation(
        "person", "person",
        ("Who was the supervisor of {x} {when}?", "By whom was {x} supervised {when}?"),
        0.6, plots.senior, "the last supervisor of {x}", ("Who was the immediate superior of {x} {when}?",),
    ),
    "parent": Relation(
        "sample", "sample", ("From which sample was {x} cultured?", "Which sample was the parent of {x}?"),
        0.6, plots.older, "the parent sample of {x}", ("Of which specimen was {x} the direct offspring?",),
    ),
    "keeper": Relation(
        "sample", "person", ("Who was the keeper of {x} {when}?", "In whose care was {x} {when}?"),
        0.95, phrase="the last keeper of {x}", oblique=("Who was answerable for {x} {when}?",),
    ),
    "store": Relation(
        "sample", "store", ("In which store was {x} shelved {when}?", "Where was {x} stored {when}?"),
        0.95, phrase="the store where {x} was shelved last",
        oblique=("Under which roof would one have had to look for {x} {when}?",),
    ),
    "house": Relation(
        "instrument", "store", ("In which store was {x} set up {when}?", "Where was {x} set up {when}?"),
        0.95, phrase="the store where {x} was set up last",
        oblique=("To which place would one have had to go in order to use {x} {when}?",),
    ),
    "warden": Relation(
        "store", "person", ("Who held the keys of {x} {when}?", "Who was the warden of {x} {when}?"),
        0.75, phrase="the last warden of {x}", oblique=("Who could have unlocked {x} {when}, by right of office?",),
    ),
    "meaning": Relation(
        "term", "word", ("What did {x} mean {when}?", "How was {x} defined {when}?"),
        1.0, plots.sense, family="definition", oblique=("What was to be understood by {x} {when}?",),
    ),
    "stands": Relation(
        "protocol", "word",
        ("What did the letters of {x} stand for {when}?", "Which words did the letters of {x} stand for {when}?"),
        1.0, plots.expansion, family="definition", oblique=("How was {x} to be spelled out in full {when}?",),
    ),
}  # fmt: skip

_LASTING = {
    "origin": Relation(
        "sample", "site", ("To which site does the line of {x} go back?", "From which site did the stock of {x} come?"),
        1.0, plots.stock, "the site to which the line of {x} goes back",
        ("On whose rocks was the earliest ancestor of {x} found: which place was it?",), hearsay=True,
    ),
    "mass": Relation(
        "sample", "number", ("How many grams did {x} weigh when it was registered?",),
        0.45, plots.number(12, 480), oblique=("What mass is on record for {x}?",),
        more=("Which of these was the heaviest when it was registered: {options}?",),
    ),
    "builder": Relation(
        "instrument", "person", ("Who built {x}?", "Who was the builder of {x}?"),
        0.6, phrase="the builder of {x}", oblique=("Whose handiwork was {x}?",), hearsay=True,
    ),
    "ground": Relation(
        "store", "site", ("At which site was {x} put up?", "On which site does {x} stand?"),
        0.6, phrase="the site on which {x} stands", oblique=("Where on the chart is {x} to be looked for?",),
    ),
    "surveyor": Relation(
        "site", "person", ("Who first surveyed {x}?", "By whom was {x} first surveyed?"),
        0.6, phrase="the first surveyor of {x}", oblique=("Who drew up the earliest plan of {x}?",), hearsay=True,
    ),
    "height": Relation(
        "site", "number", ("How many metres above the sea does {x} lie?",),
        0.5, plots.number(3, 640), oblique=("What is the altitude of {x}?",),
        more=("Which of these lies highest above the sea: {options}?",),
    ),
    "rock": Relation(
        "site", "word", ("Of what rock is {x}?", "What is the rock at {x}?"), 0.5, plots.word(plots.ROCKS),
        oblique=("What kind of stone does one find at {x}?",),
    ),
    "trainer": Relation(
        "person", "person", ("Who trained {x}?", "By whom was {x} trained?"),
        0.45, phrase="the trainer of {x}", oblique=("By whom was {x} taught?",), hearsay=True,
    ),
    "study": Relation(
        "person", "word", ("What was the special subject of {x}?", "In what did {x} specialise?"),
        0.45, plots.word(plots.STUDIES), oblique=("What was the particular field of {x}?",),
    ),
    "winters": Relation(
        "person", "number", ("How many winters had {x} spent at the station before this log?",),
        0.45, plots.number(1, 34), oblique=("How many cold seasons of service did {x} have to show at the outset?",),
        more=("Which of these had spent the most winters at the station before this log: {options}?",),
    ),
    "coiner": Relation(
        "term", "person", ("Who coined the name of {x}?", "By whom was the name of {x} coined?"),
        0.6, phrase="the coiner of the name of {x}", oblique=("Who invented the expression {x}?",), hearsay=True,
    ),
    "author": Relation(
        "protocol", "person", ("Who was the author of {x}?", "By whom was {x} written?"),
        0.6, phrase="the author of {x}", oblique=("From whose pen is {x}?",),
    ),
    "correction": Relation(
        "month", "number",
        ("How many hairs are to be added to a reading taken in {x}?",), 1.0,
        oblique=("What is the seasonal allowance for {x}?",),
    ),
}  # fmt: skip

_ACTS = {
    "measure": Act(
        {"who": "person", "thing": "sample", "gear": "instrument", "reading": "number"}, plots.measure, 3.2,
        spoken="{who} measuring {thing} with {gear}",
        recap={"who": "measured {thing}", "thing": "was measured by {who}"},
        firsts="In which order, earliest first, did these people first measure a sample: {options}?",
    ),
    "transfer": Act(
        {"who": "person", "other": "person", "thing": "sample"}, plots.transfer, 1.8, (("keeper", "thing", "other"),),
        "{who} handing {thing} over to {other}",
        {"who": "handed over {thing}", "other": "took over {thing}", "thing": "was handed over to {other}"},
    ),
    "shift": Act(
        {"who": "person", "thing": "sample", "origin": "store", "place": "store"}, plots.shift, 1.5,
        (("store", "thing", "place"),), "{who} moving {thing} from {origin} to {place}",
        {"who": "moved {thing}", "thing": "was moved to {place}"},
        ("Why did {who} move {thing} from {origin} to {place}?",),
        (
            "the damp", "the mice", "a smell of paraffin", "the light from the stove door", "a shelf that sagged",
            "the noise of the pump", "a leak over the top shelf", "the draught", "a shortage of trays",
            "an order from the mainland",
        ),
    ),
    "carry": Act(
        {"who": "person", "gear": "instrument", "origin": "store", "place": "store"}, plots.carry, 1.1,
        (("house", "gear", "place"),), "{who} taking {gear} from {origin} to {place}",
        {"who": "took away {gear}", "gear": "was taken to {place}"},
    ),
    "calibrate": Act(
        {"who": "person", "gear": "instrument"}, plots.calibrate, 1.6,
        spoken="{who} calibrating {gear}", recap={"who": "calibrated {gear}", "gear": "was calibrated by {who}"},
        why=("Why did {who} calibrate {gear}?",),
        motives=(
            "a run of impossible figures", "a knock in the night", "the change of season", "the new eyepiece",
            "a bet in the mess", "a complaint from the mainland", "a reading below nothing", "the cold",
            "a scratch on the scale", "a quarrel over the last decimal",
        ),
        firsts="In which order, earliest first, did these people first calibrate an instrument: {options}?",
    ),
    "fail": Act(
        {"who": "person", "gear": "instrument"}, plots.fail, 0.8, after=plots.broken,
        spoken="{gear} failing in the hands of {who}", recap={"who": "had trouble with {gear}", "gear": "failed under {who}"},
    ),
    "mend": Act(
        {"who": "person", "gear": "instrument"}, plots.mend, 0.9, after=plots.mended,
        spoken="{who} repairing {gear}", recap={"who": "repaired {gear}", "gear": "was repaired by {who}"},
    ),
    "visit": Act(
        {"who": "person", "place": "site"}, plots.visit, 2.6,
        spoken="{who} making a trip to {place}", recap={"who": "made a trip to {place}"},
        why=("Why did {who} make a trip to {place}?",),
        motives=(
            "a report of pale growth", "the loss of a marker post", "a wager about the tide", "the counting of nests",
            "a rope left out in the autumn", "the wish to be out of the house", "the wreck of a float",
            "a doubtful entry in the field book", "the first clear weather", "a rumour of a second colony",
        ),
        firsts="In which order, earliest first, did these people first make a trip to a site: {options}?",
    ),
    "culture": Act(
        {"who": "person", "thing": "sample", "parent": "sample", "place": "store"}, plots.culture, 1.3,
        (("parent", "thing", "parent"), ("keeper", "thing", "who"), ("store", "thing", "place")),
        "{who} culturing {thing} from {parent}",
        {"who": "cultured {thing}", "thing": "was cultured from {parent}", "parent": "gave rise to {thing}"},
        after=plots.cultured,
    ),
    "spoil": Act(
        {"who": "person", "thing": "sample"}, plots.spoil, 0.4,
        (("keeper", "thing", None), ("store", "thing", None)), "{who} throwing out {thing}",
        {"who": "threw out {thing}", "thing": "was thrown out by {who}"}, after=plots.spoilt,
    ),
    "enlist": Act(
        {"who": "person", "team": "team"}, plots.enlist, 1.2, (("team", "who", "team"),),
        "{who} joining {team}", {"who": "joined {team}"},
    ),
    "switch": Act(
        {"who": "person", "former": "team", "team": "team"}, plots.switch, 1.2, (("team", "who", "team"),),
        "{who} exchanging {former} for {team}", {"who": "went over to {team}"},
        ("Why did {who} exchange {former} for {team}?",),
        (
            "the food", "a dispute about boots", "the better boat", "the early hours", "a weak chest",
            "the singing", "an interest in rock", "the warmer sleeping bags", "a fear of heights", "the rota",
        ),
    ),
    "form": Act(
        {"who": "person", "team": "team", "place": "site"}, plots.form, 0.6,
        (("leader", "team", "who"), ("base", "team", "place")),
        "{who} forming {team}", {"who": "formed {team}", "team": "was formed by {who}"}, after=plots.formed,
    ),
    "lead": Act(
        {"who": "person", "team": "team", "former": "person"}, plots.lead, 0.8, (("leader", "team", "who"),),
        "{who} taking over the lead of {team} from {former}",
        {"who": "took over from {former}", "team": "passed under {who}", "former": "made way for {who}"},
        after=plots.led,
    ),
    "rebase": Act(
        {"who": "person", "team": "team", "origin": "site", "place": "site"}, plots.rebase, 0.9,
        (("base", "team", "place"),), "{who} moving the base of {team} from {origin} to {place}",
        {"who": "moved base to {place}", "team": "moved to {place}"},
        ("Why did {who} move the base of {team} from {origin} to {place}?",),
        (
            "the water in the tents", "a fall of stones", "the seals", "the want of firewood", "the spring tides",
            "the bad drinking water", "a tent that blew away", "the nesting season", "the long way home", "the midges",
        ),
    ),
    "assign": Act(
        {"who": "person", "other": "person"}, plots.assign, 1.3, (("supervisor", "who", "other"),),
        "{who} being placed under the supervision of {other}",
        {"who": "was placed under {other}", "other": "took charge of {who}"},
    ),
    "memo": Act(
        {"who": "person", "other": "person"}, plots.memo, 1.8,
        spoken="{who} sending a memorandum to {other}",
        recap={"who": "sent a memorandum to {other}", "other": "received a memorandum from {who}"},
        firsts="In which order, earliest first, did these people first send a memorandum: {options}?",
    ),
    "redefine": Act(
        {"who": "person", "term": "term", "sense": "word"}, plots.redefine, 0.9, (("meaning", "term", "sense"),),
        "{who} redefining {term}", {"who": "redefined {term}", "term": "was redefined by {who}"},
        ("Why did {who} redefine {term}?",),
        (
            "a misprint in the annual report", "the confusion of the juniors", "a visitor from the mainland",
            "the age of the old definition", "the wish to end an argument", "an awkward result", "a letter to the press",
            "the new textbook", "a sleepless night", "the length of the old wording",
        ),
    ),
    "restate": Act(
        {"who": "person", "code": "protocol", "words": "word"}, plots.restate, 0.8, (("stands", "code", "words"),),
        "{who} changing what the letters of {code} stand for",
        {"who": "changed the words behind {code}", "code": "got new words from {who}"},
    ),
    "keys": Act(
        {"who": "person", "place": "store"}, plots.keys, 0.9, (("warden", "place", "who"),),
        "{who} taking over the keys of {place}", {"who": "took the keys of {place}", "place": "got {who} as warden"},
    ),
}  # fmt: skip

_MOMENTS = {
    "reading": Moment(
        "measure", ("thing", "who", "gear"), "reading",
        (
            "How many hairs did {who} read when measuring {thing} with {gear}?",
            "What was the reading, in hairs, when {who} measured {thing} with {gear}?",
        ),
    ),
    "measured": Moment("measure", ("thing", "who", "gear"), "day", ("On what date did {who} measure {thing} with {gear}?",)),
    "receiver": Moment(
        "transfer", ("thing", "who"), "other", ("To whom did {who} hand over {thing}?",),
        ("Whom did {who} name as successor in the matter of {thing}?",),
    ),
    "handed": Moment("transfer", ("thing", "who", "other"), "day", ("On what date did {who} hand {thing} over to {other}?",)),
    "carrier": Moment(
        "carry", ("gear", "origin", "place"), "who", ("Who took {gear} from {origin} to {place}?",),
        ("Who saw to the removal of {gear} between {origin} and {place}?",),
    ),
    "calibrated": Moment("calibrate", ("gear", "who"), "day", ("On what date did {who} calibrate {gear}?",)),
    "breaker": Moment("fail", ("gear",), "who", ("In whose hands did {gear} fail?",)),
    "repairer": Moment("mend", ("gear",), "who", ("Who repaired {gear}?",), ("Who set {gear} right?",)),
    "trip": Moment("visit", ("place", "who"), "day", ("On what date did {who} make a trip to {place}?",)),
    "cultured": Moment("culture", ("thing", "who"), "day", ("On what date did {who} culture {thing}?",)),
    "raiser": Moment("culture", ("thing",), "who", ("Who cultured {thing}?", "By whom was {thing} cultured?")),
    "discarder": Moment("spoil", ("thing",), "who", ("Who threw out {thing}?",)),
    "joined": Moment("enlist", ("team", "who"), "day", ("On what date did {who} join {team}?",)),
    "founder": Moment(
        "form", ("team",), "who", ("Who formed {team}?", "By whom was {team} formed?"),
        ("To whom does {team} owe its existence?",),
    ),
    "succeeded": Moment("lead", ("team", "former"), "who", ("Who took over the lead of {team} from {former}?",)),
    "wrote": Moment("memo", ("other", "who"), "day", ("On what date did {who} send a memorandum to {other}?",)),
    "redefined": Moment("redefine", ("term", "sense"), "who", ("Who redefined {term} as “{sense}”?",)),
    "unlocked": Moment("keys", ("place", "who"), "day", ("On what date did {who} take over the keys of {place}?",)),
}  # fmt: skip

_TALLIES = {
    "trips by": Tally(
        ("visit",), "who", ("How many trips to sites did {x} make {span}?",),
        ("Who made the most trips to sites {span}: {options}?",),
    ),
    "trips to": Tally(
        ("visit",), "place", ("How many trips were made to {x} {span}?",),
        ("To which of these were the most trips made {span}: {options}?",),
    ),
    "readings by": Tally(
        ("measure",), "who", ("How many times did {x} measure a sample {span}?",),
        ("Who measured samples most often {span}: {options}?",),
    ),
    "readings of": Tally(
        ("measure",), "thing", ("How many times was {x} measured {span}?",),
        ("Which of these was measured most often {span}: {options}?",),
    ),
    "readings with": Tally(
        ("measure",), "gear", ("How many measurements were made with {x} {span}?",),
        ("With which of these were the most measurements made {span}: {options}?",),
    ),
    "calibrations": Tally(
        ("calibrate",), "gear", ("How many times was {x} calibrated {span}?",),
        ("Which of these was calibrated most often {span}: {options}?",),
    ),
    "failures": Tally(("fail",), "gear", ("How many times did {x} fail {span}?",)),
    "handings": Tally(("transfer",), "thing", ("How many times was {x} handed over to a new keeper {span}?",)),
    "cultures": Tally(
        ("culture",), "parent", ("How many samples were cultured from {x} {span}?",),
        ("From which of these were the most samples cultured {span}: {options}?",),
    ),
    "memos by": Tally(
        ("memo",), "who", ("How many memoranda did {x} send {span}?",),
        ("Who sent the most memoranda {span}: {options}?",),
    ),
    "memos to": Tally(("memo",), "other", ("How many memoranda were sent to {x} {span}?",)),
    "entries": Tally(
        ("enlist", "switch"), "team", ("How many times did somebody become a member of {x} {span}?",),
    ),
    "redefinitions": Tally(("redefine",), "term", ("How many times was {x} redefined {span}?",)),
}  # fmt: skip

SCHEMA = Schema(
    casts=_CASTS,
    relations={**CHANGING, **_LASTING},
    acts=_ACTS,
    moments=_MOMENTS,
    tallies=_TALLIES,
    end="at the end of the log",
    whole="in the course of the log",
    years=(1898, 1931),
    aliases=("person", "sample", "instrument"),
    surcharge=Surcharge(
        "correction", "measure", "reading", ("who", "thing", "gear"),
        (
            "How many hairs are to be entered for {thing} as {who} measured it with {gear}, "
            "the correction for the month added where one is due?",
            "With the correction for the month, where there is one, how many hairs did the measurement of {thing} "
            "by {who} with {gear} come to?",
        ),
    ),
)  # fmt: skip
