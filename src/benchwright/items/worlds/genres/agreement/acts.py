"""What can happen under the agreement."""

from __future__ import annotations

from benchwright.items.worlds.genres.agreement import plots, words
from benchwright.items.worlds.schema import Act

_ORDER = "In which order, earliest first, did these people first "

PARTIES_ACTS = {
    "due": Act(
        {"party": "party", "payee": "party", "sum": "number"}, plots.fall_due, 2.4,
        spoken="an amount falling due from {party} to {payee}",
    ),
    "appoint": Act(
        {"who": "person", "party": "party", "former": "person"}, plots.succeeded("party", "agent", "party"), 1.6,
        (("agent", "party", "who"),),
        spoken="{who} replacing {former} as representative of {party}",
        recap={"who": "replaced representative {former}", "former": "gave way to representative {who}"},
    ),
    "readdress": Act(
        {"party": "party", "origin": "town", "place": "town"}, plots.moved("party", "address", "party"), 1.2,
        (("address", "party", "place"),),
        spoken="{party} moving its address for notices from {origin} to {place}",
    ),
    "breach": Act(
        {"who": "person", "party": "party", "offender": "party"}, plots.complain, 1.6,
        spoken="{who} serving notice of breach on {offender} for {party}",
        recap={"who": "served notice of breach on {offender}"},
        why=("Why did {who} serve notice of breach on {offender} for {party}?",
             "What was the ground of the notice of breach that {who} served on {offender} for {party}?"),
        motives=words.GROUNDS_BREACH, after=plots.complained,
        firsts=_ORDER + "serve notice of breach in the course of the record: {options}?",
    ),
    "cure": Act(
        {"offender": "party", "party": "party"}, plots.put_right, 1.0, after=plots.settled,
        spoken="{offender} curing its breach to the satisfaction of {party}",
    ),
    "vouch": Act(
        {"surety": "party", "party": "party"}, plots.vouch, 0.8, (("guarantor", "party", "surety"),),
        spoken="{surety} giving a guarantee for {party}",
    ),
    "release": Act(
        {"party": "party", "former": "party"}, plots.ended("party", "guarantor", "party"), 0.4,
        (("guarantor", "party", None),),
        spoken="{former} being released from its guarantee for {party}",
    ),
    "revise": Act(
        {"party": "party", "sum": "number"}, plots.revise, 0.7, (("ceiling", "party", "sum"),),
    ),
    "accede": Act(
        {"who": "person", "party": "party", "place": "town"}, plots.accede, 0.5,
        (("agent", "party", "who"), ("address", "party", "place")), after=plots.acceded,
        spoken="the accession of {party}", recap={"who": "became representative of {party} on its accession"},
    ),
    "audit": Act(
        {"who": "person", "party": "party"}, plots.done_at("party", "party"), 1.6,
        spoken="{who} auditing the books of {party}", recap={"who": "audited {party}"},
        why=("Why did {who} audit the books of {party}?", "What led {who} to audit the books of {party}?"),
        motives=words.GROUNDS_AUDIT,
        firsts=_ORDER + "audit the books of a party in the course of the record: {options}?",
    ),
}  # fmt: skip

WORKS_ACTS = {
    "handover": Act(
        {"who": "person", "asset": "asset", "former": "person"}, plots.succeeded("asset", "custodian", "asset"), 1.6,
        (("custodian", "asset", "who"),),
        spoken="{former} handing over custody of {asset} to {who}",
        recap={"who": "took custody of {asset}", "former": "gave up custody of {asset}"},
    ),
    "remove": Act(
        {"asset": "asset", "origin": "town", "place": "town"}, plots.moved("asset", "site", "asset"), 1.0,
        (("site", "asset", "place"),), spoken="the removal of {asset} from {origin} to {place}",
    ),
    "grant": Act(
        {"work": "work", "party": "party"}, plots.grant, 0.6, (("licensee", "work", "party"),),
        spoken="the grant of a licence for {work} to {party}",
    ),
    "assign": Act(
        {"former": "party", "work": "work", "party": "party", "price": "number"}, plots.assign, 1.4,
        (("licensee", "work", "party"),), spoken="{former} assigning its licence for {work} to {party}",
    ),
    "lapse": Act(
        {"work": "work", "former": "party"}, plots.ended("work", "licensee", "work"), 0.4,
        (("licensee", "work", None),), spoken="{former} surrendering its licence for {work}",
    ),
    "redefine": Act(
        {"who": "person", "term": "term", "meaning": "word"}, plots.redefine, 0.6, (("meaning", "term", "meaning"),),
        recap={"who": "redefined {term}"},
    ),
    "restyle": Act(
        {"who": "person", "acronym": "acronym", "phrase": "word"}, plots.restyle, 0.4,
        (("expansion", "acronym", "phrase"),), recap={"who": "gave new words to {acronym}"},
    ),
}  # fmt: skip

PEOPLE_ACTS = {
    "transfer": Act(
        {"who": "person", "former": "party", "party": "party"}, plots.transfer, 1.2, (("payroll", "who", "party"),),
        spoken="{who} being transferred from the payroll of {former} to that of {party}",
        recap={"who": "transferred to {party}"},
        why=("Why was {who} transferred from {former} to {party}?",
             "What was behind the move of {who} from {former} to {party}?"),
        motives=words.GROUNDS_TRANSFER,
    ),
    "depute": Act(
        {"who": "person", "other": "person"}, plots.depute, 0.8, (("deputy", "who", "other"),),
        spoken="{who} naming {other} as alternate",
        recap={"who": "named alternate {other}", "other": "became alternate of {who}"},
        firsts=_ORDER + "name an alternate in the course of the record: {options}?",
    ),
    "revoke": Act(
        {"who": "person", "other": "person"}, plots.revoke, 0.4, (("deputy", "who", None),),
        spoken="{who} revoking the powers of {other} as alternate", recap={"who": "revoked the powers of {other}"},
    ),
    "umpire": Act(
        {"who": "person", "place": "town", "former": "person"}, plots.succeeded("town", "arbitrator", "place"), 0.7,
        (("arbitrator", "place", "who"),),
        spoken="{who} succeeding {former} as arbitrator for {place}",
        recap={"who": "succeeded arbitrator {former}", "former": "was succeeded as arbitrator by {who}"},
    ),
    "inspect": Act(
        {"who": "person", "place": "town"}, plots.done_at("town", "place"), 2.2,
        spoken="{who} inspecting the depot at {place}", recap={"who": "inspected {place}"},
        why=("Why did {who} inspect the depot at {place}?", "What occasioned the inspection of {place} by {who}?"),
        motives=words.GROUNDS_INSPECT,
        firsts=_ORDER + "inspect a depot in the course of the record: {options}?",
    ),
    "chair": Act(
        {"who": "person", "place": "town"}, plots.done_at("town", "place"), 1.8,
        spoken="{who} chairing a meeting of the committee at {place}", recap={"who": "took the chair at {place}"},
        firsts=_ORDER + "chair a meeting of the committee in the course of the record: {options}?",
    ),
    "letter": Act(
        {"who": "person", "other": "person"}, plots.write, 2.4, spoken="{who} sending a side letter to {other}",
        recap={"who": "wrote to {other}", "other": "heard from {who}"},
        why=("Why did {who} send a side letter to {other}?", "What moved {who} to send {other} a side letter?"),
        motives=words.GROUNDS_LETTER,
        firsts=_ORDER + "send a side letter in the course of the record: {options}?",
    ),
}  # fmt: skip

ACTS = PARTIES_ACTS | WORKS_ACTS | PEOPLE_ACTS
