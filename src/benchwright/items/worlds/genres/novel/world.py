"""What can be so in a novel, what can happen in it, and how it is asked about."""

from __future__ import annotations

from benchwright.items.worlds.genres.novel import plots, words
from benchwright.items.worlds.schema import Act, Cast, Moment, Relation, Schema, Surcharge, Tally

CASTS = {
    "person": Cast(1.0, form="{1} {0}"),
    "town": Cast(1.4, 0.62, words="town", seconds=words.TOWN_SECONDS),
    "organisation": Cast(1 / 3.5, standing=0.7, seconds=words.HOUSES, form="the {0} {1}"),
    "thing": Cast(1 / 2.5, least=3, seconds=words.THINGS, form="the {0} {1}"),
    "term": Cast(1.2, 0.6, form="{0}"),
    "initials": Cast(0.9, 0.6, words="letters", form="{0}"),
}

RELATIONS = {
    "founder": Relation(
        "organisation", "person",
        ("Who founded {x}?", "By whom was {x} founded?", "Who was the founder of {x}?"),
        0.75, plots.a_founder, phrase="the founder of {x}", oblique_phrase="the creator of {x}",
        oblique=("Whose creation was {x}?", "To whom did {x} owe its existence?"), hearsay=True,
    ),
    "seat": Relation(
        "organisation", "town",
        ("In which town did {x} have its premises {when}?", "Where were the premises of {x} {when}?"),
        0.75, phrase="the town where {x} had its premises in the end",
        oblique_phrase="the place where {x} was established in the end",
        oblique=("Which town housed {x} {when}?", "Where was {x} established {when}?"), hearsay=True,
    ),
    "home": Relation(
        "person", "town",
        ("In which town was {x} living {when}?", "Where did {x} live {when}?",
         "Which town was the home of {x} {when}?"),
        0.8, phrase="the town where {x} was living in the end",
        oblique_phrase="the place where {x} resided in the end",
        oblique=("In which town did {x} dwell {when}?", "Where did {x} reside {when}?"), hearsay=True,
    ),
    "employer": Relation(
        "person", "organisation",
        ("Which organisation did {x} work for {when}?", "In whose service was {x} {when}?", "Who employed {x} {when}?"),
        0.45, plots.an_employer, phrase="the last employer of {x}",
        oblique=("By which organisation was {x} employed {when}?", "Who was the employer of {x} {when}?"),
        implied_by="founder", hearsay=True,
    ),
    "owner": Relation(
        "thing", "person",
        ("Who owned {x} {when}?", "To whom did {x} belong {when}?", "In whose possession was {x} {when}?"),
        1.0, phrase="the last owner of {x}", oblique_phrase="the final possessor of {x}",
        oblique=("In whose possession was {x} {when}?", "Whose property was {x} {when}?"), hearsay=True,
    ),
    "meaning": Relation(
        "term", "word",
        ("What did people mean by “{x}” {when}?", "What was understood by the word “{x}” {when}?"),
        1.0, plots.a_sense, family="definition",
        oblique=("How was “{x}” defined {when}?", "What was the definition of “{x}” {when}?"), hearsay=True,
    ),
    "initials": Relation(
        "initials", "word",
        ("What did the initials {x} stand for {when}?", "Which words were shortened to {x} {when}?"),
        1.0, plots.an_expansion, family="definition",
        oblique=("Of which phrase was {x} the abbreviation {when}?", "What was {x} an abbreviation of {when}?"),
    ),
    "spouse": Relation(
        "person", "person",
        ("Whom did {x} marry in the course of the story?", "To whom was {x} married in the course of the story?"),
        0.0, phrase="the person whom {x} married", oblique_phrase="the spouse of {x}",
        oblique=("With whom did {x} enter into wedlock?", "Who became the spouse of {x}?"),
    ),
    "born": Relation(
        "person", "town",
        ("In which town was {x} born?", "What was the birthplace of {x}?", "Where had {x} been born?"),
        0.55, phrase="the birthplace of {x}", oblique_phrase="the native town of {x}",
        oblique=("From which town did {x} originally come?", "What was the native town of {x}?"), hearsay=True,
    ),
    "sibling": Relation(
        "person", "person",
        ("Who was the brother or sister of {x}?", "Which person was a brother or sister of {x}?"),
        0.3, plots.a_sibling, phrase="the brother or sister of {x}", oblique_phrase="the sibling of {x}",
        symmetric=True,
        oblique=("Who was the sibling of {x}?", "With whom did {x} share parents?"),
    ),
    "teacher": Relation(
        "person", "person",
        ("Who taught {x} the work?", "From whom did {x} learn the work?", "Who had been the teacher of {x}?"),
        0.45, plots.a_teacher, phrase="the teacher of {x}", oblique_phrase="the mentor of {x}",
        oblique=("Who was the teacher of {x}?", "Whose apprentice was {x}?"), hearsay=True,
    ),
    "trade": Relation(
        "person", "word", ("What was {x} by trade?", "What trade did {x} follow?"), 0.5, plots.a_trade,
        oblique=("What was the occupation of {x}?", "Which craft did {x} practise?"), hearsay=True,
    ),
    "instrument": Relation(
        "person", "word", ("Which instrument did {x} play?", "What instrument was played by {x}?"), 0.35,
        plots.an_instrument,
        oblique=("What kind of music did {x} make, and on what?", "On what did {x} make music?"), hearsay=True,
    ),
    "ware": Relation(
        "town", "word", ("What was {x} known for?", "For which goods was {x} known?"), 0.6, plots.a_ware,
        oblique=("For which product was {x} famous?", "What was the speciality of {x}?"), hearsay=True,
    ),
    "steps": Relation(
        "town", "number",
        ("How many steps did the bell tower of {x} have?", "How many steps were there in the bell tower of {x}?"),
        0.6, plots.a_height, oblique=("How many stairs led to the top of the belfry in {x}?",),
        more=("Which of these places had the bell tower with more steps: {options}?",
              "Whose bell tower had the greater number of steps: {options}?"),
    ),
    "toll": Relation(
        "month", "number", ("What toll had to be paid on what was bought in {x}?",), 0.0,
    ),
}  # fmt: skip

ACTS = {
    "move": Act(
        {"who": "person", "origin": "town", "place": "town"}, plots.move, 3.0, (("home", "who", "place"),),
        spoken="{who} moving from {origin} to {place}", recap={"who": "moved to {place}"},
        why=("Why did {who} move from {origin} to {place}?", "What made {who} move from {origin} to {place}?"),
        motives=words.MOTIVES_MOVE,
        firsts="In which order, earliest first, did these people first move house in the story: {options}?",
    ),
    "visit": Act(
        {"who": "person", "place": "town"}, plots.visit, 3.0,
        spoken="{who} visiting {place}", recap={"who": "visited {place}"},
        why=("Why did {who} visit {place}?", "What took {who} to {place} on a visit?"), motives=words.MOTIVES_VISIT,
        firsts="In which order, earliest first, did these people pay their first visit to a town in the story: "
        "{options}?",
    ),
    "letter": Act(
        {"who": "person", "other": "person"}, plots.letter, 3.0,
        spoken="{who} writing a letter to {other}",
        recap={"who": "wrote to {other}", "other": "heard from {who}"},
        why=("Why did {who} write to {other}?", "What moved {who} to write to {other}?"),
        motives=words.MOTIVES_LETTER,
        firsts="In which order, earliest first, did these people write their first letter in the story: {options}?",
    ),
    "join": Act(
        {"who": "person", "org": "organisation"}, plots.join, 1.6, (("employer", "who", "org"),),
        spoken="{who} entering the service of {org}", recap={"who": "joined {org}"},
    ),
    "switch": Act(
        {"who": "person", "former": "organisation", "org": "organisation"}, plots.switch, 1.2,
        (("employer", "who", "org"),), spoken="{who} leaving {former} for {org}",
        recap={"who": "left {former} for {org}"},
    ),
    "leave": Act(
        {"who": "person", "former": "organisation"}, plots.leave, 0.5, (("employer", "who", None),),
        recap={"who": "left {former}"},
    ),
    "give": Act(
        {"who": "person", "other": "person", "thing": "thing"}, plots.give, 1.6, (("owner", "thing", "other"),),
        spoken="{who} giving {thing} to {other}", recap={"who": "gave away {thing}", "other": "was given {thing}"},
    ),
    "sell": Act(
        {"who": "person", "other": "person", "thing": "thing", "price": "number"}, plots.sell, 2.4,
        (("owner", "thing", "other"),), spoken="{who} selling {thing} to {other}",
        recap={"who": "sold {thing}", "other": "bought {thing}"},
    ),
    "lose": Act(
        {"who": "person", "thing": "thing"}, plots.lose, 0.7, (("owner", "thing", None),),
        spoken="{who} losing {thing}", recap={"who": "lost {thing}"}, after=plots.note_loss,
    ),
    "find": Act(
        {"who": "person", "thing": "thing"}, plots.find, 0.9, (("owner", "thing", "who"),),
        spoken="{who} finding {thing}", recap={"who": "found {thing}"}, after=plots.note_find,
    ),
    "found": Act(
        {"who": "person", "org": "organisation", "place": "town"}, plots.found, 0.6,
        (("founder", "org", "who"), ("seat", "org", "place")),
        spoken="the founding of {org}", recap={"who": "founded {org}"}, after=plots.note_founding,
    ),
    "marry": Act(
        {"who": "person", "other": "person"}, plots.marry, 0.7,
        (("spouse", "who", "other"), ("spouse", "other", "who")),
        spoken="the wedding of {who} and {other}", recap={"who": "married {other}", "other": "married {who}"},
    ),
    "relocate": Act(
        {"org": "organisation", "origin": "town", "place": "town"}, plots.relocate, 0.6, (("seat", "org", "place"),),
        spoken="{org} moving its premises from {origin} to {place}",
    ),
    "redefine": Act(
        {"term": "term", "sense": "word"}, plots.redefine, 0.5, (("meaning", "term", "sense"),),
    ),
    "rename": Act(
        {"initials": "initials", "phrase": "word"}, plots.rename, 0.35, (("initials", "initials", "phrase"),),
    ),
}  # fmt: skip

MOMENTS = {
    "price": Moment(
        "sell", ("who", "thing", "other"), "price",
        ("For how many crowns did {who} sell {thing} to {other}?", "How much did {other} pay {who} for {thing}?"),
        oblique=("What did {thing} cost {other} when it came from {who}?",),
    ),
    "buyer": Moment(
        "sell", ("who", "thing"), "other", ("To whom did {who} sell {thing}?", "Who bought {thing} from {who}?"),
        oblique=("Who acquired {thing} from {who} against payment?",),
    ),
    "receiver": Moment(
        "give", ("who", "thing"), "other", ("To whom did {who} give {thing} as a present?",),
        oblique=("On whom did {who} bestow {thing}?",),
    ),
    "finder": Moment(
        "find", ("thing",), "who", ("Who found {thing} after it had been lost?",),
        oblique=("By whom was {thing} recovered?",),
    ),
    "loser": Moment(
        "lose", ("thing",), "who", ("Who lost {thing}?", "By whom was {thing} lost?"),
        oblique=("Who mislaid {thing}?",),
    ),
    "wedding": Moment("marry", ("who", "other"), "day", ("On what date did {who} marry {other}?",)),
    "founding": Moment("found", ("org",), "day", ("On what date was {org} founded?",)),
    "visited": Moment(
        "visit", ("who", "place"), "day",
        ("On what date did {who} visit {place}?", "On which day did {who} pay a visit to {place}?"),
    ),
    "moved": Moment(
        "move", ("who", "origin", "place"), "day", ("On what date did {who} move from {origin} to {place}?",)
    ),
    "wrote": Moment("letter", ("who", "other"), "day", ("On what date did {who} write a letter to {other}?",)),
}  # fmt: skip

TALLIES = {
    "moves by": Tally(
        ("move",), "who", ("How many times did {x} move house {span}?",),
        ("Who moved house more often in the course of the story: {options}?",),
    ),
    "moves to": Tally(("move",), "place", ("How many times did somebody move house to {x} {span}?",)),
    "visits by": Tally(
        ("visit",), "who",
        ("How many visits to towns did {x} pay {span}?", "How many times did {x} go on a visit {span}?"),
        ("Who paid more visits to towns in the course of the story: {options}?",),
    ),
    "visits to": Tally(
        ("visit",), "place",
        ("How many visits were paid to {x} {span}?", "How many times did {x} receive a visitor {span}?"),
        ("Which place received more visits in the course of the story: {options}?",),
    ),
    "letters by": Tally(
        ("letter",), "who", ("How many letters did {x} write {span}?", "How many letters did {x} send {span}?"),
        ("Who wrote more letters in the course of the story: {options}?",),
    ),
    "letters to": Tally(
        ("letter",), "other", ("How many letters were sent to {x} {span}?",),
        ("Who was sent more letters in the course of the story: {options}?",),
    ),
    "hands": Tally(("give", "sell"), "thing", ("How many times was {x} sold or given away {span}?",)),
    "hired": Tally(("join", "switch"), "org", ("How many times did somebody enter the service of {x} {span}?",)),
    "left": Tally(("leave", "switch"), "former", ("How many times did somebody leave the service of {x} {span}?",)),
}  # fmt: skip

SCHEMA = Schema(
    CASTS, RELATIONS, ACTS, MOMENTS, TALLIES,
    end="at the end of the story",
    whole="in the course of the story",
    years=(1846, 1880),
    surcharge=Surcharge(
        "toll", "sell", "price", ("who", "other", "thing"),
        ("How many crowns did {other} pay in all, tolls included, for {thing}, bought from {who}?",),
    ),
    aliases=("person", "town", "organisation", "thing"),
)  # fmt: skip
