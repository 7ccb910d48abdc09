"""The maker `drafts`: a model drafts questions about real documents, and what does not hold is dropped.

    documents --sections--> jobs --author--> drafts --gates--> survivors --slots--> items
                              ▲                                             │
                              └──────── what is still missing ──────────────┘

Each job shows the author one section (or several), has it say what a facet of it holds, and asks about that facet. The
gates are run cheap ones first, on the drafts of a job together, and again after every rewrite. A wave of jobs is one
batch of the store; its size is what the quotas still miss. `draft.py` holds what passes between the parts.
"""
