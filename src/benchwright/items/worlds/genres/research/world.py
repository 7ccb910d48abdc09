"""What is in the log of a research station: people, samples of slowcrust, instruments, stores, sites, teams, terms.

Slowcrust is a coined organism that grows very slowly on rock by the sea, so that nothing here can clash with what a
reader knows. Samples are scraped, cultured from one another, kept, moved and measured; instruments wander, fail and are
mended; teams change leaders and bases; and the terms of the trade are redefined by whoever is in the chair.
"""

from __future__ import annotations

from benchwright.items.worlds.genres.research import plots, words
from benchwright.items.worlds.genres.research.relations import CHANGING, LASTING
from benchwright.items.worlds.schema import Act, Cast, Moment, Schema, Surcharge, Tally

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
    "term": Cast(0.9, 0.6, 2, seconds=("index", "limit", "ratio", "effect", "line", "stage"), form="the {0} {1}"),
    "protocol": Cast(0.7, 0.6, 2, seconds=words.ACRONYMS, form="the {0} {1}"),
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
        words.MOTIVES_SHIFT,
    ),
    "carry": Act(
        {"who": "person", "gear": "instrument", "origin": "store", "place": "store"}, plots.carry, 1.1,
        (("house", "gear", "place"),), "{who} taking {gear} from {origin} to {place}",
        {"who": "moved {gear}", "gear": "was moved to {place}"},
    ),
    "calibrate": Act(
        {"who": "person", "gear": "instrument"}, plots.calibrate, 1.6,
        spoken="{who} calibrating {gear}", recap={"who": "calibrated {gear}", "gear": "was calibrated by {who}"},
        why=("Why did {who} calibrate {gear}?",),
        motives=words.MOTIVES_CALIBRATE,
        firsts="In which order, earliest first, did these people first calibrate an instrument: {options}?",
    ),
    "fail": Act(
        {"who": "person", "gear": "instrument"}, plots.fail, 0.8, after=plots.broken,
        spoken="{gear} failing in the hands of {who}",
        recap={"who": "was using {gear} when it failed", "gear": "failed under {who}"},
    ),
    "mend": Act(
        {"who": "person", "gear": "instrument"}, plots.mend, 0.9, after=plots.mended,
        spoken="{who} repairing {gear}", recap={"who": "repaired {gear}", "gear": "was repaired by {who}"},
    ),
    "visit": Act(
        {"who": "person", "place": "site"}, plots.visit, 2.6,
        spoken="{who} making a trip to {place}", recap={"who": "made a trip to {place}"},
        why=("Why did {who} make a trip to {place}?",),
        motives=words.MOTIVES_VISIT,
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
        "{who} joining {team}", {"who": "joined {team} from no other"},
    ),
    "switch": Act(
        {"who": "person", "former": "team", "team": "team"}, plots.switch, 1.2, (("team", "who", "team"),),
        "{who} exchanging {former} for {team}", {"who": "moved from {former} to {team}"},
        ("Why did {who} exchange {former} for {team}?",),
        words.MOTIVES_SWITCH,
    ),
    "form": Act(
        {"who": "person", "team": "team", "place": "site"}, plots.form, 0.6,
        (("leader", "team", "who"), ("base", "team", "place")),
        "{who} forming {team}", {"who": "formed {team}", "team": "was formed by {who}"}, after=plots.formed,
    ),
    "lead": Act(
        {"who": "person", "team": "team", "former": "person"}, plots.lead, 0.8, (("leader", "team", "who"),),
        "{who} taking over the lead of {team} from {former}",
        {"who": "took over {team} from {former}", "former": "handed over {team} to {who}", "team": "went to {who}"},
        after=plots.led,
    ),
    "rebase": Act(
        {"who": "person", "team": "team", "origin": "site", "place": "site"}, plots.rebase, 0.9,
        (("base", "team", "place"),), "{who} moving the base of {team} from {origin} to {place}",
        {"who": "moved base to {place}", "team": "moved to {place}"},
        ("Why did {who} move the base of {team} from {origin} to {place}?",),
        words.MOTIVES_REBASE,
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
        words.MOTIVES_REDEFINE,
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
        ("What figure did {who} get for {thing} out of {gear}?",),
    ),
    "measured": Moment(
        "measure", ("thing", "who", "gear"), "day",
        ("On what date did {who} measure {thing} with {gear}?",),
        ("When did {who} bring {thing} and {gear} together?",),
    ),
    "receiver": Moment(
        "transfer", ("thing", "who"), "other", ("To whom did {who} hand over {thing}?",),
        ("Whom did {who} name as successor in the matter of {thing}?",),
    ),
    "handed": Moment(
        "transfer", ("thing", "who", "other"), "day",
        ("On what date did {who} hand {thing} over to {other}?",),
        ("When did {other} relieve {who} of {thing}?",),
    ),
    "carrier": Moment(
        "carry", ("gear", "origin", "place"), "who", ("Who took {gear} from {origin} to {place}?",),
        ("Who saw to the removal of {gear} between {origin} and {place}?",),
    ),
    "calibrated": Moment(
        "calibrate", ("gear", "who"), "day", ("On what date did {who} calibrate {gear}?",),
        ("When did {who} true up {gear}?",),
    ),
    "breaker": Moment(
        "fail", ("gear",), "who", ("In whose hands did {gear} fail?",), ("Who was there when {gear} went wrong?",)
    ),
    "repairer": Moment("mend", ("gear",), "who", ("Who repaired {gear}?",), ("Who set {gear} right?",)),
    "trip": Moment(
        "visit", ("place", "who"), "day", ("On what date did {who} make a trip to {place}?",),
        ("When did {who} set foot on {place}?",),
    ),
    "cultured": Moment(
        "culture", ("thing", "who"), "day", ("On what date did {who} culture {thing}?",),
        ("When did {who} call {thing} into being?",),
    ),
    "raiser": Moment(
        "culture", ("thing",), "who", ("Who cultured {thing}?", "By whom was {thing} cultured?"),
        ("To whose skill does {thing} owe its existence?",),
    ),
    "discarder": Moment(
        "spoil", ("thing",), "who", ("Who threw out {thing}?",), ("Who put an end to {thing}?",)
    ),
    "joined": Moment(
        "enlist", ("team", "who"), "day", ("On what date did {who} join {team}?",),
        ("When did {who} enter {team}?",),
    ),
    "founder": Moment(
        "form", ("team",), "who", ("Who formed {team}?", "By whom was {team} formed?"),
        ("To whom does {team} owe its existence?",),
    ),
    "succeeded": Moment(
        "lead", ("team", "former"), "who", ("Who took over the lead of {team} from {former}?",),
        ("Who succeeded {former} at the head of {team}?",),
    ),
    "wrote": Moment(
        "memo", ("other", "who"), "day", ("On what date did {who} send a memorandum to {other}?",),
        ("When did {who} address {other} on paper?",),
    ),
    "redefined": Moment(
        "redefine", ("term",), "who", ("Who redefined {term}?",), ("At whose wish was {term} to be understood anew?",)
    ),
    "reworded": Moment(
        "restate", ("code",), "who", ("Who changed what the letters of {code} stand for?",),
        ("Who had {code} spelled out in another manner?",),
    ),
    "unlocked": Moment(
        "keys", ("place", "who"), "day", ("On what date did {who} take over the keys of {place}?",),
        ("From which day on could {who} unlock {place}?",),
    ),
}  # fmt: skip

_TALLIES = {
    "trips by": Tally(
        ("visit",), "who", ("How many trips to sites did {x} make {span}?",),
        ("Who made the most trips to sites in the course of the log: {options}?",),
    ),
    "trips to": Tally(
        ("visit",), "place", ("How many trips were made to {x} {span}?",),
        ("To which of these were the most trips made in the course of the log: {options}?",),
    ),
    "readings by": Tally(
        ("measure",), "who", ("How many times did {x} measure a sample {span}?",),
        ("Who measured samples most often in the course of the log: {options}?",),
    ),
    "readings of": Tally(
        ("measure",), "thing", ("How many times was {x} measured {span}?",),
        ("Which of these was measured most often in the course of the log: {options}?",),
    ),
    "readings with": Tally(
        ("measure",), "gear", ("How many measurements were made with {x} {span}?",),
        ("With which of these were the most measurements made in the course of the log: {options}?",),
    ),
    "calibrations": Tally(
        ("calibrate",), "gear", ("How many times was {x} calibrated {span}?",),
        ("Which of these was calibrated most often in the course of the log: {options}?",),
    ),
    "failures": Tally(("fail",), "gear", ("How many times did {x} fail {span}?",)),
    "handings": Tally(("transfer",), "thing", ("How many times was {x} handed over to a new keeper {span}?",)),
    "cultures": Tally(
        ("culture",), "parent", ("How many samples were cultured from {x} {span}?",),
        ("From which of these were the most samples cultured in the course of the log: {options}?",),
    ),
    "memos by": Tally(
        ("memo",), "who", ("How many memoranda did {x} send {span}?",),
        ("Who sent the most memoranda in the course of the log: {options}?",),
    ),
    "memos to": Tally(("memo",), "other", ("How many memoranda were sent to {x} {span}?",)),
    "entries": Tally(
        ("enlist", "switch"), "team", ("How many times did somebody become a member of {x} {span}?",),
    ),
    "redefinitions": Tally(("redefine",), "term", ("How many times was {x} redefined {span}?",)),
}  # fmt: skip

SCHEMA = Schema(
    casts=_CASTS,
    relations={**CHANGING, **LASTING},
    acts=_ACTS,
    moments=_MOMENTS,
    tallies=_TALLIES,
    end="at the end of the log",
    whole="in the course of the log",
    years=(1898, 1931),
    aliases=("person", "sample", "instrument", "team"),
    surcharge=Surcharge(
        "correction", "measure", "reading", ("who", "thing", "gear"),
        (
            "How many hairs did {who} read on {thing} with {gear}, with the month’s correction added if one is due?",
            "With the month’s correction, if any, how many hairs did {who} read when measuring {thing} with {gear}?",
        ),
    ),
)  # fmt: skip
