"""What Inspect sees: one provider, `benchwright`, for every model of ours.

Inspect takes the text before the first slash of a model's name as the provider, so `benchwright/smollm2`,
`benchwright/gguf:/path/to/file.gguf` and `benchwright/fake:echo` all arrive here, with the rest as the model's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from inspect_ai.model import GenerateConfig, ModelAPI, modelapi

from benchwright.errors import InputError
from benchwright.models._names import IN_PROCESS, parse
from benchwright.models.facts import describe

if TYPE_CHECKING:
    from collections.abc import Callable


@modelapi(name="benchwright")
def benchwright() -> type[ModelAPI]:
    """The provider of `benchwright/smollm2`, `benchwright/gguf:PATH` and `benchwright/fake:BEHAVIOUR`."""
    opener: Callable[..., ModelAPI] = open_model
    return cast("type[ModelAPI]", opener)


def open_model(
    model_name: str,
    base_url: str | None = None,
    api_key: str | None = None,
    config: GenerateConfig | None = None,
    **model_args: Any,  # Any: what users pass with -M
) -> ModelAPI:
    """The model of that name, loaded.

    Raises:
        BenchwrightError: the name, an argument or the weights cannot be used.
    """
    del api_key
    if base_url and not base_url.startswith(IN_PROCESS):
        raise InputError(
            f"base_url {base_url!r} was given for benchwright/{model_name}, which runs in this process; drop it"
        )
    if parse(model_name).family == "fake":
        from benchwright.models.fake import FakeAPI

        return FakeAPI(model_name, config, **model_args)
    from benchwright.models.embedded import LlamaCppAPI

    return LlamaCppAPI(describe(model_name, model_args), config)
