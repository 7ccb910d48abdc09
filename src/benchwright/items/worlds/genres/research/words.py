"""Words for which no name stands: meanings, what letters stand for, subjects, rocks, reasons."""

from __future__ import annotations

SENSES = (
    "the growth of the rim in a wet month", "the width of the margin over its age", "the first pale ring of a colony",
    "the share of a slab that is still alive", "the pause between two spells of growth", "the loss at the seaward edge",
    "the slope of the growth line after frost", "the depth to which the crust has rooted", "the point of no return",
    "the noise that is left when nothing is measured", "the widest rim a colony can feed", "the drift of the eyepiece",
    "the thinnest crust that can be lifted whole", "the time from scraping to first growth", "the ratio of old and new",
    "the hour at which the crust takes up water", "the weight of a crust when fully dry", "the edge that faces light",
    "the colour of the underside in lamplight", "the mean of the three quietest readings", "the thirst of a dry colony",
    "the distance between two rival colonies", "the part of a reading that is due to the reader", "the bare middle",
)  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    "RGM": ("rim growth method", "regular grid mapping", "rest and gauge monthly", "reading by grazed margin"),
    "CST": ("cold store tally", "crust scraping technique", "central slab test", "count of sound tissue"),
    "WLP": ("wet lens procedure", "weekly light plan", "water loss protocol", "washing and labelling practice"),
    "DSR": ("damp slab routine", "double shelf rotation", "daily store round", "dry scale reading"),
    "MHC": ("margin and hollow count", "monthly hair check", "moist hood culture", "mixed host comparison"),
    "TPB": ("tilted plate bath", "two person balance", "thin peel biopsy", "total pigment balance"),
    "ANL": ("agreed night log", "angle of new lobes", "annual net loss", "aseptic needle lift"),
    "FES": ("frozen edge survey", "field entry sheet", "fine edge scan", "first exposure series"),
    "KOV": ("known origin voucher", "keep or void", "kelp oil varnish", "knife only verge"),
    "PLT": ("pale lobe trial", "permanent line transect", "press and lift test", "plain lamp treatment"),
    "GHS": ("gentle hand sampling", "growth halt signal", "graded humidity series", "ground hut standard"),
    "BQD": ("bare quadrat drawing", "brush and quench drill", "basal quotient of dryness", "boxed quarter duplicate"),
}
ACRONYMS = tuple(WORDS)
STUDIES = (
    "rim growth", "frost damage", "spore traps", "crust chemistry", "snail grazing", "salt tolerance", "light response",
    "old herbarium sheets", "bird droppings", "slope drainage", "lamp glow", "rival moulds", "the mapping of quadrats",
    "drying curves", "pigments", "growth lines", "the effect of fog", "lens errors", "wind scour", "tide splash",
)  # fmt: skip
ROCKS = (
    "slate", "basalt", "gneiss", "granite", "chalk", "sandstone", "schist", "flint", "marl", "dolerite", "limestone",
    "pumice", "quartzite", "gabbro", "tuff", "mudstone", "serpentine", "greywacke",
)  # fmt: skip
MOTIVES_SHIFT = (
    "the damp", "the mice", "a smell of paraffin", "the light from the stove door", "a shelf that sagged",
    "the noise of the pump", "a leak over the top shelf", "the draught", "a shortage of trays",
    "an order from the mainland",
)  # fmt: skip
MOTIVES_CALIBRATE = (
    "a run of impossible figures", "a knock in the night", "the change of season", "the new eyepiece",
    "a bet in the mess", "a complaint from the mainland", "a reading below nothing", "the cold",
    "a scratch on the scale", "a quarrel over the last decimal",
)  # fmt: skip
MOTIVES_VISIT = (
    "a report of pale growth", "the loss of a marker post", "a wager about the tide", "the counting of nests",
    "a rope left out in the autumn", "the wish to be out of the house", "the wreck of a float",
    "a doubtful entry in the field book", "the first clear weather", "a rumour of a second colony",
)  # fmt: skip
MOTIVES_SWITCH = (
    "the food", "a dispute about boots", "the better boat", "the early hours", "a weak chest",
    "the singing", "an interest in rock", "the warmer sleeping bags", "a fear of heights", "the rota",
)  # fmt: skip
MOTIVES_REBASE = (
    "the water in the tents", "a fall of stones", "the seals", "the want of firewood", "the spring tides",
    "the bad drinking water", "a tent that blew away", "the nesting season", "the long way home", "the midges",
)  # fmt: skip
MOTIVES_REDEFINE = (
    "a misprint in the annual report", "the confusion of the juniors", "a visitor from the mainland",
    "the age of the old definition", "the wish to end an argument", "an odd result", "a letter to the press",
    "the new textbook", "a sleepless night", "the length of the old wording",
)  # fmt: skip
