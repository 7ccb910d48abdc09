"""The maker `drafts`: settings and documents in, waves of items out. The models come from a composer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from benchwright.errors import InputError
from benchwright.items.drafts.draft import Section
from benchwright.items.drafts.forecast import expected
from benchwright.items.drafts.jobs import Ground
from benchwright.items.drafts.making import NAME, Studio, Work, measured
from benchwright.items.drafts.sections import section_size, sections_of
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.items.drafts.slots import asked, slots
from benchwright.items.maker import Batch, Maker, Plan
from benchwright.records import Document, MakerSettings


def plan(settings: DraftsSettings, documents: Sequence[Document] = ()) -> Plan:
    """What would be made, and what it may cost.

    Raises:
        InputError: there is no document with text, or the quotas cannot be had of these.
    """
    ground = ground_of(settings, documents)
    wanted = slots(settings, ground.sections, ground.names)
    cost = expected(settings, wanted, ground.sections)
    size = sum(len(document.text.encode("utf-8", "surrogatepass")) for document in documents)
    return Plan(
        counts=asked(settings, ground.sections), documents=len(documents), batches=len(wanted), tokens=size // 4,
        model_calls=cost.calls[0], notes=(f"{settings.author}: {cost}",),
    )  # fmt: skip


def batches(
    settings: DraftsSettings, documents: Sequence[Document] = (), start: int = 0, *, studio: Studio | None = None
) -> Iterator[Batch]:
    """Waves, from what the studio says is on disk on.

    Raises:
        InputError: no models were supplied, or the documents or quotas cannot be used.
    """
    del start  # what is on disk says more than its number
    if studio is None:
        raise InputError("the maker 'drafts' asks a model; call benchwright.pipeline.drafting.draft")
    ground = ground_of(settings, documents)
    spelt = MakerSettings(maker=NAME, seed=settings.seed, settings=settings.model_dump(mode="json")).digest
    studio = replace(studio, desk=replace(studio.desk, documents=ground.documents))
    yield from Work(settings, spelt, ground, slots(settings, ground.sections, ground.names), studio).batches()


def ground_of(settings: DraftsSettings, documents: Sequence[Document]) -> Ground:
    """What can be asked about.

    Raises:
        InputError: there is no document with text.
    """
    held = {document.id: document for document in documents}
    return Ground(held, _sections(documents), f"{settings.seed} {settings.split}")


def _sections(documents: Sequence[Document]) -> Mapping[str, Sequence[Section]]:
    """By document."""
    found = {}
    for document in documents:
        if held := sections_of(document, section_size(document)):
            found[document.id] = held
    if not found:
        raise InputError("the maker 'drafts' asks about given documents and got none with text; give at least one file")
    return found


def with_studio(studio: Studio) -> Maker[DraftsSettings]:
    """The maker, with its models."""
    return replace(MAKER, batches=partial(batches, studio=studio))


MAKER = Maker(
    name=NAME,
    summary="questions about your own documents, drafted by a model and put through gates that each can drop them",
    settings=DraftsSettings,
    plan=plan,
    batches=batches,
    measured=measured,
)
