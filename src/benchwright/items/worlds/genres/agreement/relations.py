"""What can hold under the agreement, and how it is asked about."""

from __future__ import annotations

from benchwright.items.worlds.genres.agreement import plots, words
from benchwright.items.worlds.schema import Relation

RELATIONS = {
    "agent": Relation(
        "party", "person",
        ("Who was the representative of {x} {when}?", "Which person represented {x} {when}?"),
        0.85, phrase="the last representative of {x}",
        oblique_phrase="the last mouthpiece of {x}",
        oblique=("Who spoke for {x} {when}?", "Through whom did {x} deal with the others {when}?"), hearsay=True,
    ),
    "address": Relation(
        "party", "town",
        ("Where was the address for notices of {x} {when}?",
         "In which town did {x} have its address for notices {when}?"),
        0.75, phrase="the last address for notices of {x}",
        oblique_phrase="the last mailing town of {x}",
        oblique=("Where would post for {x} have had to go {when}?", "Which town took in the mail of {x} {when}?"),
        hearsay=True,
    ),
    "guarantor": Relation(
        "party", "party",
        ("Which party was the guarantor of {x} {when}?", "Who stood guarantor for {x} {when}?"),
        0.4, plots.no_mutual("guarantor", "party"), phrase="the last guarantor of {x}",
        oblique_phrase="the last backer of {x}",
        oblique=("Who would have had to pay the debts of {x} {when}?",), hearsay=True,
    ),
    "ceiling": Relation(
        "party", "number",
        ("How many crowns was the credit limit of {x} {when}?",
         "At how many crowns was the credit of {x} limited {when}?"),
        0.35, plots.a_ceiling,
        oblique=("How far could {x} run into debt {when}?",),
    ),
    "custodian": Relation(
        "asset", "person",
        ("Who was the custodian of {x} {when}?", "In whose custody was {x} {when}?"),
        0.9, phrase="the last custodian of {x}",
        oblique_phrase="the last keeper of {x}",
        oblique=("Who looked after {x} {when}?", "Who was answerable for the safety of {x} {when}?"), hearsay=True,
    ),
    "site": Relation(
        "asset", "town",
        ("At which site did {x} stand {when}?", "Where did {x} stand {when}?"),
        0.6, phrase="the last site of {x}",
        oblique_phrase="the last whereabouts of {x}",
        oblique=("Where would a visitor have found {x} {when}?",), hearsay=True,
    ),
    "licensee": Relation(
        "work", "party",
        ("Which party held the licence for {x} {when}?", "Who was the licensee of {x} {when}?"),
        0.6, phrase="the last licensee of {x}",
        oblique_phrase="the last user of {x}",
        oblique=("Who was allowed to exploit {x} {when}?", "By whom might {x} have been put to use {when}?"),
        hearsay=True,
    ),
    "payroll": Relation(
        "person", "party",
        ("On whose payroll was {x} {when}?", "Which party had {x} on its payroll {when}?"),
        0.4, phrase="the last paymaster of {x}",
        oblique_phrase="the last employer of {x}", implied_by="agent",
        oblique=("Who was the employer of {x} {when}?", "For which party did {x} work {when}?"), hearsay=True,
    ),
    "deputy": Relation(
        "person", "person",
        ("Who was the alternate of {x} {when}?", "Which person was alternate to {x} {when}?"),
        0.25, plots.no_mutual("deputy", "person"), phrase="the last alternate of {x}",
        oblique_phrase="the last substitute for {x}",
        oblique=("Who deputised for {x} {when}?", "Who stepped in whenever {x} could not come {when}?"), hearsay=True,
    ),
    "arbitrator": Relation(
        "town", "person",
        ("Who was the arbitrator for {x} {when}?", "Which arbitrator sat for {x} {when}?"),
        0.55, phrase="the last arbitrator for {x}",
        oblique_phrase="the last umpire for {x}",
        oblique=("Who settled quarrels at {x} {when}?", "Before whom were quarrels from {x} brought {when}?"),
        hearsay=True,
    ),
    "meaning": Relation(
        "term", "word",
        ("What did {x} mean {when}?", "What was the meaning of {x} {when}?"),
        1.0, plots.a_meaning, family="definition",
        oblique=("What was to be understood by {x} {when}?", "What made up {x} {when}?"), hearsay=True,
    ),
    "expansion": Relation(
        "acronym", "word",
        ("What did {x} stand for {when}?", "What did the letters {x} stand for {when}?"),
        1.0, plots.an_expansion, family="definition",
        oblique=("What was {x} short for {when}?", "Of which words was {x} the abbreviation {when}?"), hearsay=True,
    ),
    "domicile": Relation(
        "person", "town", ("Where was {x} domiciled?", "What was the domicile of {x}?"), 0.45,
        phrase="the domicile of {x}",
        oblique_phrase="the home town of {x}", oblique=("Where did {x} live?", "In which town was {x} at home?"),
        hearsay=True,
    ),
    "profession": Relation(
        "person", "word", ("What was {x} by profession?", "What was the profession of {x}?"), 0.4,
        plots.word(words.PROFESSIONS),
        oblique=("What did {x} do for a living?", "What was the occupation of {x}?"), hearsay=True,
    ),
    "author": Relation(
        "work", "person", ("Who was the author of {x}?", "By whom was {x} devised?"), 0.7,
        phrase="the author of {x}",
        oblique_phrase="the creator of {x}", oblique=("Whose creation was {x}?", "Who had thought up {x}?"),
        hearsay=True,
    ),
    "maker": Relation(
        "asset", "party", ("Which party built {x}?", "Who was the builder of {x}?"), 0.5,
        phrase="the builder of {x}",
        oblique_phrase="the manufacturer of {x}",
        oblique=("Who had manufactured {x}?", "From which factory did {x} come?"),
        hearsay=True,
    ),
    "goods": Relation(
        "town", "word", ("For which goods was the depot at {x} reserved?", "What was the depot at {x} reserved for?"),
        0.5, plots.word(words.GOODS),
        oblique=("Which merchandise was {x} meant to take in?", "What would one have found warehoused at {x}?"),
        hearsay=True,
    ),
    "bays": Relation(
        "town", "number", ("How many bays did the depot at {x} have?", "How many bays were there in the depot at {x}?"),
        0.45, plots.number("bays", 3, 90), oblique=("How many loading places were there at {x}?",),
        more=("Which of these places had the depot with the most bays: {options}?",
              "At which of these places did the depot have the most bays: {options}?"),
    ),
    "notice": Relation(
        "party", "number",
        ("How many days’ notice of withdrawal did {x} have to give?", "How many days was the notice period of {x}?"),
        0.45, plots.number("notice", 14, 180),
        oblique=("How long beforehand did {x} have to say that it was leaving?",),
        more=("Which of these parties had to give the most days’ notice of withdrawal: {options}?",
              "Which of these parties had the most days in its notice period: {options}?"),
    ),
    "surcharge": Relation(
        "month", "number", ("How many crowns was the surcharge on an amount that fell due in {x}?",), 0.0,
    ),
}  # fmt: skip
"""In the order in which a world is settled."""
