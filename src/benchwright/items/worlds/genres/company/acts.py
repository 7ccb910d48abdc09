"""What can happen in the firm, and how it is spoken of."""

from __future__ import annotations

from benchwright.items.worlds.genres.company import plots, words
from benchwright.items.worlds.schema import Act

ACTS = {
    "transfer": Act(
        {"who": "person", "former": "team", "org": "team"}, plots.transfer, 2.7, (("team", "who", "org"),),
        spoken="{who} transferring from {former} to {org}", recap={"who": "moved from {former} to {org}"},
        why=("Why did {who} transfer from {former} to {org}?", "What made {who} transfer from {former} to {org}?"),
        motives=words.MOTIVES_TRANSFER,
    ),
    "join": Act(
        {"who": "person", "org": "team"}, plots.join, 1.3, (("team", "who", "org"),),
        spoken="{who} joining {org}", recap={"who": "joined {org} from no other"},
    ),
    "bench": Act(
        {"who": "person", "former": "team"}, plots.bench, 0.5, (("team", "who", None),),
        recap={"who": "left {former} for no other"},
    ),
    "appoint": Act(
        {"who": "person", "org": "team"}, plots.appoint, 0.9, (("lead", "org", "who"),),
        spoken="the appointment of {who} as head of {org}", recap={"who": "became head of {org}"},
        after=plots.appointed,
    ),
    "relocate": Act(
        {"org": "team", "origin": "town", "place": "town"}, plots.moving("site", "team", "org"), 1.1,
        (("site", "org", "place"),), spoken="{org} moving its offices from {origin} to {place}",
    ),
    "migrate": Act(
        {"system": "system", "origin": "town", "place": "town"}, plots.moving("hosted", "system", "system"), 0.5,
        (("hosted", "system", "place"),), spoken="the transport of {system} from {origin} to {place}",
    ),
    "launch": Act(
        {"who": "person", "project": "project", "client": "client"}, plots.launch, 0.6,
        (("chief", "project", "who"), ("client", "project", "client")),
        spoken="the launch of {project}", recap={"who": "launched {project}"}, after=plots.launched,
    ),
    "handover": Act(
        {"who": "person", "other": "person", "project": "project"}, plots.passing("chief", "project"), 1.8,
        (("chief", "project", "other"),),
        spoken="{who} handing over {project} to {other}",
        recap={"who": "handed over {project} to {other}", "other": "took over {project} from {who}"},
        why=("Why did {who} hand over {project} to {other}?", "What made {who} hand over {project} to {other}?"),
        motives=words.MOTIVES_HANDOVER,
    ),
    "resign": Act(
        {"who": "person", "project": "project"}, plots.resign, 0.5, (("chief", "project", None),),
        spoken="{who} resigning from {project}", recap={"who": "resigned from {project}"},
    ),
    "take": Act(
        {"who": "person", "project": "project"}, plots.take, 1.2, (("chief", "project", "who"),),
        spoken="{who} rescuing {project}", recap={"who": "took on leaderless {project}"},
    ),
    "award": Act(
        {"who": "person", "supplier": "supplier", "product": "product"}, plots.award, 1.6,
        (("contract", "product", "supplier"),),
        spoken="{who} awarding the contract for {product} to {supplier}",
        recap={"who": "awarded a contract to {supplier}"},
        why=("Why did {who} award the contract for {product} to {supplier}?",
             "What made {who} award the contract for {product} to {supplier}?"),
        motives=words.MOTIVES_AWARD,
        firsts="In which order, earliest first, did these people award their first contract in the records: {options}?",
    ),
    "pay": Act(
        {"who": "person", "supplier": "supplier", "amount": "number"}, plots.pay, 2.0,
        spoken="{who} passing an invoice of {supplier}", recap={"who": "passed an invoice of {supplier}"},
        firsts="In which order, earliest first, did these people pass their first invoice in the records: {options}?",
    ),
    "visit": Act(
        {"who": "person", "place": "town"}, plots.visit, 2.0,
        spoken="{who} visiting {place}", recap={"who": "visited {place}"},
        why=("Why did {who} visit {place}?", "What took {who} to {place} on a visit?"), motives=words.MOTIVES_VISIT,
        firsts="In which order, earliest first, did these people pay their first visit to a town in the records: "
        "{options}?",
    ),
    "memo": Act(
        {"who": "person", "other": "person"}, plots.pair_with(), 2.0,
        spoken="{who} sending a memo to {other}",
        recap={"who": "sent a memo to {other}", "other": "had a memo from {who}"},
        why=("Why did {who} send a memo to {other}?", "What moved {who} to send a memo to {other}?"),
        motives=words.MOTIVES_MEMO,
        firsts="In which order, earliest first, did these people send their first memo in the records: {options}?",
    ),
    "complain": Act(
        {"who": "person", "client": "client", "product": "product"}, plots.with_any("client", "product"), 1.4,
        spoken="{client} complaining about {product} to {who}", recap={"who": "heard a complaint about {product}"},
    ),
    "incident": Act(
        {"who": "person", "system": "system"}, plots.with_any("system"), 1.2,
        spoken="{who} reporting a breakdown of {system}", recap={"who": "reported a breakdown of {system}"},
    ),
    "keys": Act(
        {"who": "person", "other": "person", "system": "system"}, plots.passing("custodian", "system"), 1.0,
        (("custodian", "system", "other"),),
        spoken="{who} giving {other} the keys of {system}",
        recap={"who": "gave up the keys of {system}", "other": "was given the keys of {system}"},
    ),
    "entrust": Act(
        {"who": "person", "other": "person", "client": "client"}, plots.passing("account", "client"), 1.0,
        (("account", "client", "other"),),
        spoken="{who} leaving the account of {client} to {other}",
        recap={"who": "gave up the account of {client}", "other": "took over the account of {client}"},
    ),
    "cite": Act(
        {"who": "person", "other": "person", "term": "term"}, plots.pair_with("term"), 1.0,
        spoken="{who} invoking {term} against {other}",
        recap={"who": "invoked {term}", "other": "was met with {term}"},
    ),
    "redefine": Act(
        {"who": "person", "term": "term", "sense": "word"}, plots.redefine, 0.5, (("meaning", "term", "sense"),),
        spoken="{who} rewriting {term}", recap={"who": "rewrote {term}"},
    ),
    "rename": Act(
        {"initials": "initials", "phrase": "word"}, plots.rename, 0.35, (("initials", "initials", "phrase"),),
    ),
}  # fmt: skip
