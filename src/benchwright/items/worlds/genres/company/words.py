"""Word lists of the firm: companions of coined names, values of relations, motives."""

from __future__ import annotations

TOWNS = ("", "Park", "Cross", "Quay", "Junction", "Wharf", "Common", "North", "Road", "Heath")
TEAMS = ("Desk", "Unit", "Bureau", "Section", "Group", "Room", "Cell", "Office")
PROJECTS = ("project", "programme", "scheme", "initiative", "review", "pilot")
CLIENTS = (
    "Stores", "Dairies", "Hotels", "Railways", "Hospitals", "Bakeries", "Airways", "Colleges", "Theatres", "Ferries",
    "Insurance", "Prisons",
)  # fmt: skip
SUPPLIERS = (
    "Castings", "Plastics", "Springs", "Enamels", "Freight", "Packaging", "Switches", "Timber", "Mouldings", "Cables",
    "Bearings", "Lacquers",
)  # fmt: skip
PRODUCTS = (
    "kettle", "stapler", "toaster", "shredder", "thermostat", "percolator", "doorbell", "barometer", "projector",
    "dehumidifier", "mincer", "typewriter", "lectern", "handdryer", "alarm", "sharpener",
)  # fmt: skip
SYSTEMS = ("ledger", "database", "scheduler", "switchboard", "catalogue", "register", "archive", "index", "till")
TERMS = ("rule", "test", "clause", "principle", "procedure", "threshold", "exemption", "protocol")
MEANINGS = (
    "two signatures on every order", "no decisions after lunch", "one apology per customer",
    "a second opinion in writing", "no hot soup near the drawings", "three quotations before a purchase",
    "the right to leave a meeting", "a day of silence after bad news", "nothing promised over the telephone",
    "the oldest stock out first", "no new forms without a bonfire", "half the budget held back until spring",
    "a walk round the yard before replying", "every chair returned to its room", "no meeting without a biscuit",
    "one idea at a time", "a copy for the file", "no surprises in the small print", "a trial on the night shift first",
    "one spare of everything", "nothing shipped on the eve of a holiday", "a word with the post room first",
    "the benefit of the doubt", "a sample before a signature", "no more than one adjective in a report",
    "the customer told before the newspapers", "a week of thinking before a reorganisation",
    "an umbrella for every visitor",
)  # fmt: skip
JOBS = (
    "buyer", "auditor", "toolmaker", "proofreader", "estimator", "chemist", "translator", "surveyor", "typist",
    "statistician", "copywriter", "electrician", "cartographer", "acoustician", "bookbinder", "metallurgist",
    "solicitor", "welder", "librarian", "illustrator", "optician", "enameller",
)  # fmt: skip
DRINKS = (
    "camomile tea", "cold coffee", "hot water", "beef broth", "black tea", "oat milk", "tonic water", "barley water",
    "ginger ale", "tomato juice", "peppermint tea", "prune juice", "soda water", "malted milk", "carrot juice",
    "white coffee", "nettle tea", "elderflower cordial",
)  # fmt: skip
MOTIVES_TRANSFER = (
    "a draughty window", "the noise of the lift", "a matter of window seats", "a difference over filing",
    "an allergy to the carpet", "the promise of a drawer that locks", "a wish to learn something",
    "the smell of the new paint", "a quarrel about the thermostat", "sheer curiosity",
)  # fmt: skip
MOTIVES_VISIT = (
    "a broken boiler", "a stock count", "a farewell lunch", "a lost consignment", "the annual inspection",
    "a borrowed projector", "an argument about a fence", "a customer in tears", "the fire drill", "a leaking roof",
    "a retirement cake", "an unreadable fax",
)  # fmt: skip
MOTIVES_MEMO = (
    "a missing decimal point", "the state of the kitchen", "an overdue report", "a parking dispute",
    "a wrong number on a poster", "the seating plan", "a forgotten birthday", "an unsigned form", "a misread graph",
    "the price of envelopes",
)  # fmt: skip
MOTIVES_HANDOVER = (
    "doctor’s orders", "a surfeit of meetings", "a clash with the holidays", "a loss of faith in the budget",
    "a long overdue sabbatical", "a disagreement about the logo", "a wrist in plaster", "a grandchild on the way",
    "plain exhaustion", "too many projects at once",
)  # fmt: skip
MOTIVES_AWARD = (
    "a lower quotation", "a strike at the old works", "a shorter delivery time", "a batch of bad rivets",
    "a better guarantee", "a very good lunch", "the colour of the samples", "an honest estimate",
    "a run of late lorries", "a free set of gauges",
)  # fmt: skip
FIRST = (
    {"A": "Annual", "B": "Basic", "C": "Central", "D": "Domestic", "E": "Executive", "F": "Forward", "G": "General",
     "H": "Head", "I": "Internal", "L": "Local", "M": "Main", "N": "New", "O": "Overseas", "P": "Permanent",
     "R": "Regional", "S": "Standing", "T": "Technical"},
    {"A": "Advisory", "B": "Bilateral", "C": "Combined", "D": "Divisional", "E": "Emergency", "F": "Floating",
     "G": "Group", "H": "Harmonised", "I": "Interim", "L": "Lesser", "M": "Monthly", "N": "National",
     "O": "Occasional", "P": "Provisional", "R": "Revised", "S": "Strategic", "T": "Temporary"},
)  # fmt: skip
SECOND = (
    {"A": "Accounts", "B": "Buildings", "C": "Catering", "D": "Depot", "E": "Equipment", "F": "Furniture",
     "G": "Grievances", "H": "Heating", "I": "Invoices", "L": "Lighting", "M": "Maintenance", "N": "Numbering",
     "O": "Overtime", "P": "Parking", "R": "Refreshments", "S": "Stationery", "T": "Travel"},
    {"A": "Apprentices", "B": "Budget", "C": "Carpets", "D": "Dispatch", "E": "Envelopes", "F": "Forecasts",
     "G": "Guarantees", "H": "Holidays", "I": "Inventory", "L": "Labels", "M": "Machinery", "N": "Newsletter",
     "O": "Orders", "P": "Pensions", "R": "Returns", "S": "Staffing", "T": "Telephones"},
)  # fmt: skip
THIRD = {
    "A": "Assembly", "B": "Board", "C": "Committee", "D": "Delegation", "E": "Exercise", "F": "Forum", "G": "Gathering",
    "H": "Hearing", "I": "Inspectorate", "L": "Liaison", "M": "Mission", "N": "Network", "O": "Ordinance",
    "P": "Panel", "R": "Roundtable", "S": "Subcommittee", "T": "Taskforce",
}  # fmt: skip
