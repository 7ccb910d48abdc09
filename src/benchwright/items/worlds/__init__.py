"""Generated worlds, told as documents, with questions computed from them.

A world is a cast, what holds at the start and an event log (`state`, `names`, `plots`, `story`). A genre tells it and
remembers which sentence states what (`genres`, `grammar`, `telling`). Queries (`query`, `relations`) answer from the
log; families (`families`) turn them into drafts, gates drop what is not sound, and `maker` puts it together.
"""
