"""Models that need no key and no network: llama.cpp in this process, and a fake one for tests.

Users name them `benchwright/smollm2` (135 million parameters, weights from a package), `benchwright/gguf:PATH` (any
GGUF file) and `benchwright/fake:BEHAVIOUR`. `providers` registers all three with Inspect under the one provider name
`benchwright`, because Inspect splits a model's name at the first slash and looks the first part up.

    name + options --describe--> ModelFacts --server_for--> one in-process llama.cpp server --> replies, token counts

What is imported here is light; Inspect, llama.cpp and the HTTP client come in when a model is used.
"""

from benchwright.models.facts import ModelFacts, Options, describe
from benchwright.models.server import close_servers, count_tokens

__all__ = ["ModelFacts", "Options", "close_servers", "count_tokens", "describe"]
