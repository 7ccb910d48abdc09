"""Words that decide what a name or a number is, and names of our own for those whom a model finds none for."""

from __future__ import annotations


def _list(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LABELS = frozenset(
    _list("""
    section sections sec chapter chapters page pages p pp no nos number numbers clause clauses article articles table
    tables figure figures fig rule rules version v part parts item items paragraph paragraphs para line lines note
    notes step steps appendix volume vol rfc issue schedule annex exhibit room route level grade type class model
    question equation eq phase option window windows
    """)
)
"""A number after one of these is a name."""
FUNCTION = frozenset(
    _list("""
    a an the and or of in on at to by for from with than then if is are was were be been as but not no nor such any all
    each every per that this these those it its he she his her they their which who whose when after before more less
    """)
)
"""Words that no number counts."""
PARTICLES = frozenset(_list("of the and de la le du van von der den di da del dos al bin ibn for in on at upon & y"))
"""Of names; in lower case within them."""
GENERIC = frozenset(
    _list("""
    university college school institute academy company corporation inc incorporated ltd limited llc plc gmbh foundation
    society association union league party committee council commission department ministry office agency bureau court
    bank group club church cathedral abbey castle palace house hall hotel inn street road avenue lane square park river
    lake sea ocean bay island islands isle mount mountain mountains hill hills valley forest bridge tower gate port
    harbour station airport north south east west northern southern eastern western new old great little upper lower
    saint st san santa king queen prince princess duke duchess lord lady sir earl baron count countess emperor pope
    captain colonel major general lieutenant sergeant doctor dr professor prof president minister mr mrs ms miss mister
    madame monsieur aunt uncle brother sister father mother reverend rev county city town village state republic
    kingdom empire project software public license licence act treaty war battle international national royal world
    american british english french german european united states america health organization organisation
    """)
)
"""Words of names that many names share, and that stay as they are."""
COMMON = frozenset(
    _list("""
    may will bill rose mark grace hope faith joy dawn june april august march summer autumn art frank rich grant chase
    miles wade drew dean earnest ernest jack nick bob rob sue pat guy ray gene carol holly ivy lily daisy violet olive
    amber ruby pearl jade crystal angel star sky river reading bath mobile nice turkey china japan chad jordan cork
    buffalo phoenix orange sandwich lent job ham eve sunday monday tuesday wednesday thursday friday saturday january
    february july september october november december python java apache mercury mars venus apple windows word office
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun
    true false yes no none god lord earth sun moon internet web
    """)
)
"""Names that are words, or names of many things."""
GIVEN = _list("Robin Alex Morgan Kit Jocelyn Marion Hilary Vivian Leslie Evelyn Sidney Ashley Aubrey Blair Quinn Rowan")
"""Of women and men alike, for the text's pronouns stay."""
FAMILY = _list("""
    Marlowe Tennick Ashdown Calloway Penrose Wexford Harcourt Lindqvist Orsini Vandermeer Okafor Brennick Thackray
    Dunmore Quillfeather Rothwell Castellan Yarrow Penhallow Strand
""")
PLACES = _list("""
    Marlby Tarnow Eskholm Verrano Quillen Dunharrow Ostrava Kelmsworth Brackwater Lorvale Sandomir Pellworth Harrowgate
    Vintmoor Ashcombe Norwick
""")
BODIES = _list(
    "Halcyon Meridian Northgate Calder Ardent Solvay Brightwell Corvane Thistledown Larkfield Ostler Pinnacle"
)
