"""A firm that makes small appliances: who and what is in its files, and what can be asked about single events."""

from __future__ import annotations

from benchwright.items.worlds.genres.company import words
from benchwright.items.worlds.genres.company.acts import ACTS
from benchwright.items.worlds.genres.company.relations import RELATIONS
from benchwright.items.worlds.schema import Cast, Moment, Schema, Surcharge, Tally

CASTS = {
    "person": Cast(1.0, form="{1} {0}"),
    "town": Cast(1.2, 0.62, least=3, words="town", seconds=words.TOWNS),
    "team": Cast(0.8, 0.75, 3, seconds=words.TEAMS, form="the {0} {1}"),
    "project": Cast(0.9, 0.75, standing=0.6, seconds=words.PROJECTS, form="the {0} {1}"),
    "client": Cast(0.55, 0.75, seconds=words.CLIENTS),
    "supplier": Cast(0.55, 0.75, seconds=words.SUPPLIERS),
    "product": Cast(0.65, 0.75, seconds=words.PRODUCTS, form="the {0} {1}"),
    "system": Cast(0.45, 0.75, seconds=words.SYSTEMS, form="the {0} {1}"),
    "term": Cast(0.8, 0.6, seconds=words.TERMS, form="the {0} {1}"),
    "initials": Cast(0.9, 0.6, words="letters", form="{0}"),
}

MOMENTS = {
    "amount": Moment(
        "pay", ("who", "supplier"), "amount",
        ("For how many pounds was the invoice of {supplier} that {who} passed?",
         "How many pounds were on the invoice of {supplier} that {who} passed?"),
        oblique=("Which sum did {who} release to {supplier}?",),
    ),
    "handed": Moment(
        "handover", ("who", "project"), "other",
        ("To whom did {who} hand over {project}?", "Who took over {project} from {who}?"),
        oblique=("Who succeeded {who} on {project}?",),
    ),
    "keyed": Moment(
        "keys", ("who", "system"), "other", ("To whom did {who} give the keys of {system}?",),
        oblique=("Who succeeded {who} on {system}?",),
    ),
    "entrusted": Moment(
        "entrust", ("who", "client"), "other", ("To whom did {who} leave the account of {client}?",),
        oblique=("Who succeeded {who} as the contact of {client}?",),
    ),
    "awarded": Moment(
        "award", ("product", "supplier"), "who",
        ("Who awarded the contract for {product} to {supplier}?",),
        oblique=("Who decided in favour of {supplier} for {product}?",),
    ),
    "heard": Moment(
        "complain", ("client", "product"), "who", ("To whom did {client} complain about {product}?",),
        oblique=("Who listened to what {client} thought of {product}?",),
    ),
    "cited": Moment(
        "cite", ("who", "other"), "term", ("What did {who} invoke against {other}?",),
        oblique=("On what did {who} rely in the face of {other}?",),
    ),
    "rewrote": Moment(
        "redefine", ("term",), "who", ("Who rewrote {term}?", "By whom was {term} rewritten?"),
        oblique=("Who revised {term}?",),
    ),
    "launched": Moment(
        "launch", ("project",), "day", ("On what date was {project} launched?",),
        oblique=("On what date did {project} start?",),
    ),
    "resigned": Moment(
        "resign", ("who", "project"), "day", ("On what date did {who} resign from {project}?",),
        oblique=("When did {who} quit {project}?",),
    ),
    "visited": Moment(
        "visit", ("who", "place"), "day",
        ("On what date did {who} visit {place}?", "On which day did {who} pay a visit to {place}?"),
        oblique=("When did {who} make a trip to {place}?",),
    ),
    "wrote": Moment(
        "memo", ("who", "other"), "day", ("On what date did {who} send a memo to {other}?",),
        oblique=("When did {who} put something in writing for {other}?",),
    ),
    "transferred": Moment(
        "transfer", ("who", "former", "org"), "day", ("On what date did {who} transfer from {former} to {org}?",),
        oblique=("When did {who} change from {former} to {org}?",),
    ),
    "appointed": Moment(
        "appoint", ("who", "org"), "day", ("On what date was {who} appointed head of {org}?",),
        oblique=("When was {who} put in charge of {org}?",),
    ),
    "relocated": Moment(
        "relocate", ("org", "origin", "place"), "day",
        ("On what date did {org} move its offices from {origin} to {place}?",),
        oblique=("When did {org} change address from {origin} to {place}?",),
    ),
    "broke": Moment(
        "incident", ("who", "system"), "day", ("On what date did {who} report a breakdown of {system}?",),
        oblique=("When did {who} raise the alarm over {system}?",),
    ),
}  # fmt: skip

TALLIES = {
    "memos by": Tally(
        ("memo",), "who", ("How many memos did {x} send {span}?", "How often did {x} send somebody a memo {span}?"),
        ("Who sent the most memos in the course of the records: {options}?",),
    ),
    "memos to": Tally(
        ("memo",), "other", ("How many memos were sent to {x} {span}?",),
        ("Who was sent the most memos in the course of the records: {options}?",),
    ),
    "visits by": Tally(
        ("visit",), "who", ("How many visits to towns did {x} pay {span}?",),
        ("Who paid the most visits to towns in the course of the records: {options}?",),
    ),
    "visits to": Tally(
        ("visit",), "place", ("How many visits were paid to {x} {span}?", "How many times was {x} visited {span}?"),
        ("Which town received the most visits in the course of the records: {options}?",),
    ),
    "invoices by": Tally(
        ("pay",), "who", ("How many invoices did {x} pass {span}?",),
        ("Who passed the most invoices in the course of the records: {options}?",),
    ),
    "invoices of": Tally(
        ("pay",), "supplier", ("How many invoices of {x} were passed {span}?",),
        ("Which supplier had the most invoices passed in the course of the records: {options}?",),
    ),
    "complaints by": Tally(
        ("complain",), "client", ("How many times did {x} complain {span}?",),
        ("Which client complained most often in the course of the records: {options}?",),
    ),
    "complaints about": Tally(
        ("complain",), "product", ("How many complaints were there about {x} {span}?",),
        ("Which of these was complained about most often in the course of the records: {options}?",),
    ),
    "breakdowns": Tally(
        ("incident",), "system", ("How many breakdowns of {x} were reported {span}?",),
        ("Which of these had the most breakdowns reported in the course of the records: {options}?",),
    ),
    "citations": Tally(("cite",), "term", ("How many times was {x} invoked {span}?",)),
    "arrivals": Tally(("join", "transfer"), "org", ("How many times did somebody join or transfer to {x} {span}?",)),
    "departures": Tally(("bench", "transfer"), "former", ("How many times did somebody leave {x} {span}?",)),
    "awards": Tally(("award",), "supplier", ("How many times was a contract awarded to {x} {span}?",)),
}  # fmt: skip

SCHEMA = Schema(
    CASTS, RELATIONS, ACTS, MOMENTS, TALLIES,
    end="at the end of the records",
    whole="in the course of the records",
    years=(1983, 1990),
    surcharge=Surcharge(
        "levy", "pay", "amount", ("who", "supplier"),
        ("How many pounds did the invoice of {supplier} that {who} passed come to in all, with any levy due?",),
    ),
    aliases=("person", "town", "team", "project"),
)  # fmt: skip
