"""A framework agreement between coined companies: who and what it binds, and what can be asked of single events."""

from __future__ import annotations

from benchwright.items.worlds.genres.agreement import words
from benchwright.items.worlds.genres.agreement.acts import ACTS
from benchwright.items.worlds.genres.agreement.relations import RELATIONS
from benchwright.items.worlds.schema import Cast, Moment, Schema, Surcharge, Tally

CASTS = {
    "person": Cast(1.0, form="{1} {0}"),
    "party": Cast(1.1, 0.75, 3, standing=0.8, seconds=words.PARTIES, form="the {0} {1}"),
    "town": Cast(1.4, 0.62, least=3, words="town", seconds=words.TOWN_SECONDS),
    "asset": Cast(0.7, 0.75, seconds=words.ASSETS, form="the {0} {1}"),
    "work": Cast(0.7, 0.75, seconds=words.WORKS, form="the {0} {1}"),
    "term": Cast(1.0, 0.6, seconds=words.TERMS, form="the {0} {1}"),
    "acronym": Cast(0.8, 0.6, words="letters", form="{0}"),
}

MOMENTS = {
    "amount": Moment(
        "due", ("party", "payee"), "sum",
        ("How many crowns fell due from {party} to {payee}, any surcharge left aside?",
         "What amount in crowns fell due from {party} to {payee}, any surcharge left aside?"),
        oblique=("How much money did {party} owe {payee} before anything was added for the month?",),
    ),
    "due day": Moment(
        "due", ("party", "payee"), "day", ("On what date did an amount fall due from {party} to {payee}?",),
        oblique=("When had {party} to pay {payee}?",),
    ),
    "predecessor": Moment(
        "appoint", ("party", "who"), "former", ("Whom did {who} replace as representative of {party}?",),
        oblique=("Who spoke for {party} until {who} took over?",),
    ),
    "complainant": Moment(
        "breach", ("offender", "who"), "party", ("For which party did {who} serve notice of breach on {offender}?",),
        oblique=("On whose part did {who} accuse {offender} of having gone back on its word?",),
    ),
    "breach day": Moment(
        "breach", ("party", "offender"), "day",
        ("On what date was notice of breach served on {offender} for {party}?",),
        oblique=("When was {offender} accused by {party} of having gone back on its word?",),
    ),
    "cure day": Moment(
        "cure", ("offender", "party"), "day",
        ("On what date did {offender} cure its breach to the satisfaction of {party}?",),
        oblique=("When had {offender} atoned to {party}?",),
    ),
    "accession": Moment(
        "accede", ("party",), "day", ("On what date did {party} accede to the agreement?",),
        oblique=("When was {party} welcomed by the others?",),
    ),
    "price": Moment(
        "assign", ("former", "work", "party"), "price",
        ("For how many crowns did {former} assign its licence for {work} to {party}?",),
        oblique=("What did {party} give {former} so as to be allowed to exploit {work}?",),
    ),
    "assignee": Moment(
        "assign", ("former", "work"), "party", ("To which party did {former} assign its licence for {work}?",),
        oblique=("Who bought out {former} where {work} was concerned?",),
    ),
    "receiver": Moment(
        "handover", ("former", "asset"), "who", ("To whom did {former} hand over custody of {asset}?",),
        oblique=("Who looked after {asset} once {former} no longer did?",),
    ),
    "removal": Moment(
        "remove", ("asset", "origin", "place"), "day", ("On what date was {asset} removed from {origin} to {place}?",),
        oblique=("When did {asset} travel from {origin} to {place}?",),
    ),
    "inspection": Moment(
        "inspect", ("who", "place"), "day", ("On what date did {who} inspect the depot at {place}?",),
        oblique=("When did {who} go and look whether all was well at {place}?",),
    ),
    "sitting": Moment(
        "chair", ("who", "place"), "day", ("On what date did {who} chair a meeting of the committee at {place}?",),
        oblique=("When did {who} preside at {place}?",),
    ),
    "written": Moment(
        "letter", ("who", "other"), "day", ("On what date did {who} send a side letter to {other}?",),
        oblique=("When did {other} get something in writing from {who}?",),
    ),
    "examined": Moment(
        "audit", ("who", "party"), "day", ("On what date did {who} audit the books of {party}?",),
        oblique=("When did {who} go through the sums of {party}?",),
    ),
}  # fmt: skip

_WHOLE = "in the course of the record"
TALLIES = {
    "letters by": Tally(
        ("letter",), "who", ("How many side letters did {x} send {span}?",),
        (f"Who sent the most side letters {_WHOLE}: {{options}}?",),
    ),
    "letters to": Tally(
        ("letter",), "other", ("How many side letters did {x} receive {span}?",),
        (f"Who received the most side letters {_WHOLE}: {{options}}?",),
    ),
    "inspections by": Tally(
        ("inspect",), "who", ("How many inspections of depots did {x} carry out {span}?",),
        (f"Who carried out the most inspections of depots {_WHOLE}: {{options}}?",),
    ),
    "inspections of": Tally(
        ("inspect",), "place", ("How many times was the depot at {x} inspected {span}?",),
        (f"Which place had its depot inspected most often {_WHOLE}: {{options}}?",),
    ),
    "meetings by": Tally(
        ("chair",), "who", ("How many meetings of the committee did {x} chair {span}?",),
        (f"Who chaired the most meetings of the committee {_WHOLE}: {{options}}?",),
    ),
    "meetings at": Tally(
        ("chair",), "place", ("How many meetings of the committee were held at {x} {span}?",),
        (f"Which place saw the most meetings of the committee {_WHOLE}: {{options}}?",),
    ),
    "audits of": Tally(
        ("audit",), "party", ("How many times were the books of {x} audited {span}?",),
        (f"Which party had its books audited most often {_WHOLE}: {{options}}?",),
    ),
    "breaches by": Tally(
        ("breach",), "offender", ("How many notices of breach were served on {x} {span}?",),
        (f"On which party were the most notices of breach served {_WHOLE}: {{options}}?",),
    ),
    "amounts from": Tally(("due",), "party", ("How many times did an amount fall due from {x} {span}?",)),
    "amounts to": Tally(("due",), "payee", ("How many times did an amount fall due to {x} {span}?",)),
    "assignments": Tally(
        ("assign",), "work", ("How many times was the licence for {x} assigned from one party to another {span}?",)
    ),
    "handovers": Tally(("handover",), "asset", ("How many times did custody of {x} change hands {span}?",)),
}  # fmt: skip

SCHEMA = Schema(
    CASTS, RELATIONS, ACTS, MOMENTS, TALLIES,
    end="at the end of the record",
    whole=_WHOLE,
    years=(1958, 1986),
    surcharge=Surcharge(
        "surcharge", "due", "sum", ("party", "payee"),
        (
            "How many crowns did the one amount that fell due from {party} to {payee} come to, any surcharge included?",
            "What did the one amount that fell due from {party} to {payee} come to in crowns, with any surcharge?",
        ),
    ),
    aliases=("person", "party", "town"),
)  # fmt: skip
