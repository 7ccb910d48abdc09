"""What a document of a field might well say and often does not: the stock for questions that nothing answers.

An entry is only ever asked where the document holds none of its key words and no passage that speaks of it, so what
stands here is plausible, not false. Fields are told apart by their cue words.
"""

from __future__ import annotations

_LAW = "agreement clause copyright court law legal liability licence license party rights terms warranty"
_WORK = "absence colleague employee employer holiday leave payroll salary staff workplace"
_TECHNOLOGY = "bit byte client data device error field file format interface message server system value"
CUES = {"law": _LAW.split(), "work": _WORK.split(), "technology": _TECHNOLOGY.split()}
TERMS = {
    "law": (
        ("force majeure", "an event beyond the reasonable control of a party that prevents it from performing a duty"),
        ("escrow agent", "the neutral holder to whom deposits are entrusted until closing"),
        ("indemnitee", "any person who is held harmless against losses claimed by outsiders"),
        ("sublicensing fee", "any sum paid by a reseller in return for onward grants"),
        ("governing jurisdiction", "the courts of the country in which disputes are heard"),
        ("arbitral tribunal", "the panel of arbitrators appointed to settle a dispute"),
        ("confidential information", "any information marked as secret when one party discloses it to another"),
        ("beneficial owner", "the natural person who ultimately enjoys the profits of a holding"),
        ("liquidated damages", "a sum agreed in advance as compensation for late delivery"),
        ("effective date", "the day on which both parties have signed"),
    ),
    "work": (
        ("garden leave", "a period in which a person who has resigned stays at home on full pay"),
        ("compressed week", "an arrangement that fits the usual hours into four longer days"),
        ("stock option", "a right to buy shares at a price fixed in advance"),
        ("secondment", "a temporary posting to another organisation"),
        ("non-compete clause", "an undertaking not to join a rival for some time after leaving"),
        ("phased retirement", "a gradual reduction of hours in the last years before a pension"),
        ("jury service", "time spent in court as a member of a jury"),
        ("sabbatical", "a long break granted after many years with the company"),
        ("whistleblower", "a person who reports wrongdoing to an outside authority"),
        ("relocation grant", "a sum paid towards the cost of moving house"),
    ),
    "technology": (
        ("tombstone", "a marker left behind in place of a deleted row until compaction"),
        ("leader election", "the procedure by which replicas agree on a coordinator"),
        ("backpressure", "a signal by which a slow consumer asks a producer to pause"),
        ("bloom filter", "a compact structure that tells whether an element may belong to a set"),
        ("canary release", "a rollout that reaches a small group of users before everybody else"),
        ("cold start", "the delay before a function that has been idle serves its first call"),
        ("dead letter queue", "a store for deliveries that failed repeatedly"),
        ("idempotency key", "a token with which a retried purchase is recognised and not charged twice"),
        ("jitter", "the variation of delay between successive packets"),
        ("split brain", "a fault in which two halves of a cluster both believe they are in charge"),
    ),
}
SHORT_FORMS = {
    "law": ("NDA", "ADR", "GDPR", "ICC", "VAT", "LLC", "IPO", "SCC"),
    "work": ("PTO", "OKR", "PIP", "EAP", "RSU", "KPI", "ATS", "FTE"),
    "technology": ("SLA", "CDN", "LRU", "JWT", "RAID", "DNS", "TTL", "CRC"),
}
TITLES = {
    "law": (
        "Force Majeure", "Dispute Resolution by Arbitration", "Insurance Requirements", "Data Protection Officer",
        "Payment Schedule", "Anti-Bribery Undertakings", "Escrow Arrangements", "Audit Fees",
    ),
    "work": (
        "Jury Service", "Company Vehicles", "Share Options", "Political Donations", "Relocation Grants",
        "Uniforms and Dress", "Pets in the Office", "Childcare Vouchers",
    ),
    "technology": (
        "Leader Election", "Garbage Collection", "Crash Reports", "Backup and Recovery", "Password Rules",
        "Translations of the Interface", "Queue Priorities", "Printer Drivers",
    ),
}  # fmt: skip
# (question without the document's name, words of which none may stand in the document)
NUMBERS = {
    "law": (
        ("how many arbitrators must hear a dispute", "arbitrator arbitrators"),
        ("within how many days must an invoice be paid", "invoice invoices"),
        ("for how many years must accounting records be preserved", "accounting bookkeeping"),
        ("how many days' notice must an auditor give before an inspection", "auditor auditors"),
        ("what percentage of royalties must be shared with co-authors", "co-authors coauthors percentage"),
        ("how many hours does a mediation session last", "mediation mediator"),
        ("within how many weeks must a refund be paid", "refund refunds"),
        ("how many witnesses must sign a transfer deed", "witness witnesses deed"),
        ("up to how many euros are travel costs of an expert witness repaid", "travel euros witness"),
        ("after how many months does a trademark registration have to be renewed", "renewed renewal"),
    ),
    "work": (
        ("how many weeks does a sabbatical last", "sabbatical sabbaticals"),
        ("how many pets may a colleague bring to the office", "pet pets dog dogs"),
        ("for how many days is jury service paid", "jury juror"),
        ("how many kilometres may a company car be driven in a year", "car cars mileage"),
        ("within how many weeks must a relocation grant be repaid", "relocation"),
        ("how many shares does a new colleague receive", "share shares stock"),
        ("at what percentage are pension contributions matched", "pension pensions"),
        ("how many parking spaces are reserved for visitors", "parking"),
        ("how many uniforms are issued to a receptionist", "uniform uniforms receptionist"),
        ("within how many days must a grievance appeal be heard", "grievance appeal"),
    ),
    "technology": (
        ("for how many days are crash reports kept", "crash crashes"),
        ("how many administrators must approve a release", "administrator administrators"),
        ("within how many hours must a security patch be installed", "patch patches"),
        ("into how many languages is the interface translated", "translated translation translations"),
        ("how many megabytes may an email attachment have", "attachment attachments email"),
        ("how many characters must a password contain", "password passwords"),
        ("after how many failed logins is an account locked", "login logins"),
        ("for how many minutes is a login session kept alive", "login logins"),
        ("how many backups are taken per week", "backup backups"),
        ("what percentage of battery charge must remain before an update", "battery batteries"),
    ),
}
SENTENCES = {
    "law": (
        "A dispute that cannot be settled by negotiation shall be referred to a single arbitrator.",
        "Invoices fall due on the last working day of the month in which they arrive.",
        "The insurer shall be told in writing of every claim above the agreed excess.",
        "An auditor appointed by the regulator may inspect the premises during business hours.",
        "Interest on late payments accrues daily at the rate published by the central bank.",
        "Each party bears its own travel expenses in connection with mediation.",
    ),
    "work": (
        "Company cars must be returned with a full tank at the end of the hire.",
        "A colleague called for jury service keeps the usual salary until the trial has closed.",
        "Shares vest in equal parts on each anniversary of the grant.",
        "Dogs are welcome on Fridays as long as everybody on the floor agrees.",
        "Uniforms are washed by the laundry on the ground floor twice a week.",
        "Parking permits are handed out by lottery at the start of each quarter.",
    ),
    "technology": (
        "A replica that loses contact with the coordinator starts an election.",
        "A password must be changed after the first login.",
        "Crash reports are deleted as soon as the fault has been repaired.",
        "Backups are copied to a second data centre every night.",
        "Two administrators must approve each release before it reaches customers.",
        "Translations of the interface are supplied by volunteers.",
    ),
}


def field(text: str) -> str:
    """The field whose cue words are most frequent in the text."""
    tokens = text.lower().split()
    return max(CUES, key=lambda name: (sum(tokens.count(cue) + tokens.count(cue + "s") for cue in CUES[name]), name))
