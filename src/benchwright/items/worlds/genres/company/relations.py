"""What can be so in the firm, and how it is asked about."""

from __future__ import annotations

from benchwright.items.worlds.genres.company import plots, words
from benchwright.items.worlds.schema import Relation

RELATIONS = {
    "lead": Relation(
        "team", "person",
        ("Who was the head of {x} {when}?", "Who headed {x} {when}?"),
        0.8, plots.head, phrase="the last head of {x}",
        oblique_phrase="the final boss of {x}",
        oblique=("Who was the boss of {x} {when}?", "Who managed {x} {when}?"), hearsay=True,
    ),
    "site": Relation(
        "team", "town",
        ("In which town did {x} have its offices {when}?", "Where were the offices of {x} {when}?"),
        0.8, phrase="the last office town of {x}",
        oblique_phrase="the final location of {x}",
        oblique=("Where was {x} to be found {when}?", "Where was {x} located {when}?"), hearsay=True,
    ),
    "team": Relation(
        "person", "team",
        ("Which team did {x} work in {when}?", "In which team was {x} working {when}?"),
        0.6, plots.desk, phrase="the last team of {x}",
        oblique_phrase="the final department of {x}",
        oblique=("To which part of the company was {x} attached {when}?",), implied_by="lead", hearsay=True,
    ),
    "chief": Relation(
        "project", "person",
        ("Who led {x} {when}?", "Who was the leader of {x} {when}?"),
        0.9, phrase="the last leader of {x}",
        oblique_phrase="the person finally in charge of {x}",
        oblique=("Who was in charge of {x} {when}?", "Who was responsible for {x} {when}?"), hearsay=True,
    ),
    "client": Relation(
        "project", "client",
        ("For which client was {x} done?", "Which client was {x} for?"),
        0.7, phrase="the client of {x}",
        oblique_phrase="the patron of {x}",
        oblique=("Which customer had commissioned {x}?",),
    ),
    "account": Relation(
        "client", "person",
        ("Who looked after the account of {x} {when}?", "Who had the account of {x} {when}?"),
        0.7, phrase="the last keeper of the account of {x}",
        oblique_phrase="the final contact of {x}",
        oblique=("Who was responsible for {x} as a customer {when}?", "Who dealt with {x} as a customer {when}?"),
        hearsay=True,
    ),
    "contract": Relation(
        "product", "supplier",
        ("Which supplier held the contract for {x} {when}?", "With which supplier was the contract for {x} {when}?"),
        0.7, phrase="the last holder of the contract for {x}",
        oblique_phrase="the final provider of the components of {x}",
        oblique=("Which outside firm provided the components of {x} {when}?",), hearsay=True,
    ),
    "custodian": Relation(
        "system", "person",
        ("Who was the keeper of {x} {when}?", "Who kept {x} {when}?"),
        0.7, phrase="the last keeper of {x}",
        oblique_phrase="the final administrator of {x}",
        oblique=("Who was responsible for {x} {when}?", "Who administered {x} {when}?"), hearsay=True,
    ),
    "hosted": Relation(
        "system", "town",
        ("In which town did {x} stand {when}?", "Where did {x} stand {when}?"),
        0.6, phrase="the town of the last machine room of {x}",
        oblique_phrase="the final location of the hardware of {x}",
        oblique=("Where was the hardware of {x} {when}?",), hearsay=True,
    ),
    "meaning": Relation(
        "term", "word",
        ("What was meant by {x} {when}?", "What did {x} mean {when}?"),
        1.0, plots.meaning, family="definition",
        oblique=("What was to be understood by {x} {when}?", "What was the definition of {x} {when}?"), hearsay=True,
    ),
    "initials": Relation(
        "initials", "word",
        ("What did the initials {x} stand for {when}?", "Which words were shortened to {x} {when}?"),
        1.0, plots.initials, family="definition",
        oblique=("Of which phrase was {x} the abbreviation {when}?", "What was {x} an abbreviation of {when}?"),
    ),
    "designer": Relation(
        "product", "person",
        ("Who designed {x}?", "By whom was {x} designed?"),
        0.7, phrase="the designer of {x}",
        oblique_phrase="the inventor of {x}",
        oblique=("Who was the inventor of {x}?", "Who invented {x}?"), hearsay=True,
    ),
    "mentor": Relation(
        "person", "person",
        ("Who trained {x}?", "By whom was {x} trained?"),
        0.3, plots.mentor, phrase="the trainer of {x}",
        oblique_phrase="the teacher of {x}",
        oblique=("Who had been the teacher of {x}?", "Who had taught {x}?"), hearsay=True,
    ),
    "home": Relation(
        "person", "town",
        ("In which town did {x} live?", "From which town did {x} commute?"),
        0.35, phrase="the home town of {x}",
        oblique_phrase="the town of the private address of {x}",
        oblique=("Where was the private address of {x}?", "In which town did {x} spend the nights?"), hearsay=True,
    ),
    "warden": Relation(
        "town", "person",
        ("Who was the site manager in {x}?", "Who managed the site in {x}?"),
        0.45, phrase="the site manager in {x}",
        oblique_phrase="the person with the say over the firm’s premises in {x}",
        oblique=("Who had the say over the firm’s premises in {x}?",), hearsay=True,
    ),
    "based": Relation(
        "supplier", "town",
        ("In which town did {x} have its works?", "Where were the works of {x}?"),
        0.6, phrase="the town of the works of {x}",
        oblique_phrase="the location of the factory of {x}",
        oblique=("Where was the factory of {x}?",), hearsay=True,
    ),
    "author": Relation(
        "term", "person",
        ("Who drew up {x}?", "By whom was {x} drawn up?"),
        0.6, phrase="the drafter of {x}",
        oblique_phrase="the author of {x}",
        oblique=("Who was the author of {x}?",),
    ),
    "job": Relation(
        "person", "word",
        ("What was {x} by training?", "As what had {x} been trained?"),
        0.3, plots.choice(words.JOBS),
        oblique=("What was the profession of {x}?", "What had {x} qualified as?"), hearsay=True,
    ),
    "drink": Relation(
        "person", "word",
        ("What did {x} drink at meetings?", "What was {x} given to drink at meetings?"),
        0.25, plots.choice(words.DRINKS),
        oblique=("What was the usual beverage of {x}?",),
    ),
    "spaces": Relation(
        "town", "number",
        ("How many spaces did the car park in {x} have?", "How many spaces were there in the car park in {x}?"),
        0.5, plots.numbers(12, 240),
        oblique=("How many vehicles could staff leave on the premises in {x}?",),
        more=("Which of these towns had the car park with the most spaces: {options}?",
              "In which of these towns did the car park have the most spaces: {options}?"),
    ),
    "weight": Relation(
        "product", "number",
        ("How many grams did {x} weigh?", "What was the weight of {x} in grams?"),
        0.65, plots.numbers(180, 4_800),
        oblique=("How heavy was {x}?",),
        more=("Which of these weighed most: {options}?", "Which of these weighed the most grams: {options}?"),
    ),
    "levy": Relation(
        "month", "number", ("What levy was added to invoices passed in {x}?",), 0.0,
    ),
}  # fmt: skip
