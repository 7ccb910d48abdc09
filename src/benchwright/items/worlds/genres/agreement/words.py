"""Word lists of the agreement: companions of coined names, values of relations, grounds on which things are done."""

from __future__ import annotations

TOWN_SECONDS = ("", "Wharf", "Junction", "Lock", "Point", "Basin", "Sidings", "Weir", "Landing", "Gate", "Staithe")
PARTIES = (
    "Company", "Syndicate", "Partnership", "Corporation", "Trust", "Consortium", "Society", "Works", "Mills", "Foundry",
    "Bindery", "Carriers", "Agency", "Union", "Laboratories", "Refinery", "Line", "Estates", "Collieries", "Cannery",
)  # fmt: skip
WORKS = (
    "atlas", "catalogue", "typeface", "almanac", "lexicon", "process", "formula", "pattern", "survey", "timetable",
    "handbook", "score", "trademark", "patent", "gazetteer", "songbook", "stencil", "codebook", "blueprint",
    "engraving",
)  # fmt: skip
ASSETS = (
    "crane", "press", "kiln", "loom", "dredger", "lathe", "boiler", "pump", "hoist", "furnace", "weighbridge",
    "conveyor", "barge", "locomotive", "compressor", "guillotine", "mixer", "turbine", "winch", "centrifuge",
)  # fmt: skip
TERMS = (
    "Tally", "Quantity", "Consignment", "Tonnage", "Output", "Reserve", "Allowance", "Parcel", "Shortfall", "Surplus",
    "Cargo", "Residue", "Tolerance", "Quota",
)  # fmt: skip
PROFESSIONS = (
    "notary", "surveyor", "naval architect", "chemist", "actuary", "civil engineer", "metallurgist", "land agent",
    "cartographer", "accountant", "brewer", "shipwright", "typefounder", "forester", "hydrologist", "barrister",
    "stockbroker", "veterinarian", "translator", "mining engineer", "glazier", "archivist",
)  # fmt: skip
GOODS = (
    "slate", "china clay", "raw wool", "bottle glass", "newsprint", "barley", "cork", "pig iron", "linseed",
    "roof tiles", "rock salt", "tin plate", "felt", "sailcloth", "hops", "cement", "copper wire", "gravel", "tallow",
    "beeswax", "paving stone", "flax", "cheese", "seed potatoes",
)  # fmt: skip
COUNTED = ("casks", "bales", "crates", "reels", "coils", "plates", "barrels", "sacks", "bundles", "trays", "ingots")
TREATED = ("weighed", "counted", "sealed", "landed", "inspected", "stacked", "stencilled", "rejected", "mislaid")
WHEREBY = (
    "before noon", "in dry weather", "at the gate", "under cover", "by daylight", "after a holiday", "on the quay",
    "within the quarter", "without a docket", "in the rain", "before two witnesses", "on a weekday",
)  # fmt: skip
FIRST_WORDS = {
    "A": "Agreed", "B": "Bonded", "C": "Combined", "D": "Deferred", "E": "Estimated", "F": "Final", "G": "Gross",
    "H": "Half-yearly", "I": "Interim", "L": "Licensed", "M": "Minimum", "N": "Net", "O": "Ordinary", "P": "Periodic",
    "R": "Revised", "S": "Standard", "T": "Total",
}  # fmt: skip
OTHER_FIRST_WORDS = {
    "A": "Adjusted", "B": "Basic", "C": "Common", "D": "Daily", "E": "Early", "F": "Fixed", "G": "General",
    "H": "Harmonised", "I": "Indexed", "L": "Late", "M": "Monthly", "N": "Nominal", "O": "Open", "P": "Provisional",
    "R": "Residual", "S": "Special", "T": "Temporary",
}  # fmt: skip
SECOND_WORDS = {
    "A": "Agency", "B": "Berthing", "C": "Cargo", "D": "Delivery", "E": "Export", "F": "Freight", "G": "Goods",
    "H": "Haulage", "I": "Import", "L": "Lighterage", "M": "Marine", "N": "Night", "O": "Overland", "P": "Port",
    "R": "Rail", "S": "Storage", "T": "Transit",
}  # fmt: skip
OTHER_SECOND_WORDS = {
    "A": "Ancillary", "B": "Barge", "C": "Carriage", "D": "Dock", "E": "Equipment", "F": "Fuel", "G": "Grading",
    "H": "Harbour", "I": "Inspection", "L": "Loading", "M": "Maintenance", "N": "Navigation", "O": "Operating",
    "P": "Packing", "R": "Repair", "S": "Shipping", "T": "Towage",
}  # fmt: skip
THIRD_WORDS = {
    "A": "Amount", "B": "Balance", "C": "Charge", "D": "Deposit", "E": "Estimate", "F": "Fee", "G": "Guideline",
    "H": "Holdback", "I": "Instalment", "L": "Levy", "M": "Margin", "N": "Norm", "O": "Obligation", "P": "Premium",
    "R": "Rate", "S": "Schedule", "T": "Tariff",
}  # fmt: skip
GROUNDS_BREACH = (
    "the short weights", "a late barge", "the mildew", "the missing dockets", "an unsigned invoice", "the wrong twine",
    "a broken seal", "the cracked crates", "a diverted wagon", "an unlicensed copy", "the damp bales", "a locked gate",
)  # fmt: skip
GROUNDS_INSPECT = (
    "the leaking roof", "an insurance renewal", "the rats", "a stock-taking", "the new drains", "a fire drill",
    "the subsidence", "an anonymous postcard", "the missing ladder", "a change of tenant", "the electricity bill",
    "a smell of gas",
)  # fmt: skip
GROUNDS_AUDIT = (
    "an unexplained credit", "the petty cash", "a lost ledger", "the year end", "a duplicate receipt",
    "the travelling expenses", "a whistle-blower", "the exchange losses", "a bank query", "the flower account",
    "a resigned cashier", "the rounding errors",
)  # fmt: skip
GROUNDS_TRANSFER = (
    "a reorganisation", "the new pension scheme", "a shortage of clerks", "the closing of an office", "a better desk",
    "the commute", "a clash of temperaments", "the merger talks", "a promotion", "the language course", "the parking",
    "a family business",
)  # fmt: skip
GROUNDS_LETTER = (
    "an omitted comma", "the lunch arrangements", "a misread clause", "the Christmas hampers", "a borrowed file",
    "the car park", "an unreturned call", "the minutes", "a retirement", "the new stationery", "a double booking",
    "the boardroom chairs",
)  # fmt: skip
