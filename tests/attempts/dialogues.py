"""Scripted dialogues: a fake model that plays, for each scenario, its replies stage by stage, in one evaluation."""

from collections import Counter
from dataclasses import dataclass, field

from inspect_ai import Task
from inspect_ai import eval as inspect_eval

from benchwright.inspect_bridge import to_sample
from benchwright.models.fake import fake_model
from benchwright.models.server import fake_tokens
from benchwright.records import Answer, Item, Lineage
from benchwright.verdicts import graded

STAGES = {
    "Judge only how well": "switch",
    "You check the work": "critic",
    "Write the whole function": "fix",
    "An earlier try": "symbols",
    "An earlier program failed": "repair",
    "from the dictionary symbols": "program",
    "Write one Python program": "program",
    "as input for a program": "symbols",
    "Think step by step": "words",
}
"""By a piece of the request: which stage it is."""
SEVEN = Answer(type="number", values=("7",))
SYMBOLS = '{"symbols": {"a": 3, "b": 4}, "spans": {"a": "3 red", "b": "4 green"}}'
SUM = "def solve(symbols):\n    return symbols['a'] + symbols['b']"


def python(source):
    return f"```python\n{source}\n```"


@dataclass(frozen=True)
class Scenario:
    """What the model says at each stage; the last reply of a stage is repeated."""

    replies: dict
    method: object = None
    answer: Answer = SEVEN
    text: str = "There are 3 red and 4 green apples. How many are there?"
    epochs: int = 1
    cut: bool = False
    """Whether the model keeps to the room that it is given."""
    critic: dict = field(default_factory=dict)
    """Replies of another model in the role of the critic."""


def said(**replies):
    """Replies by stage: good ones, save where given."""
    base = {
        "switch": f"[{', '.join(['0.9'] * 10)}]", "symbols": SYMBOLS, "program": python(SUM), "fix": python(SUM),
        "critic": "PASS", "words": "ANSWER: 0", "repair": python(SUM),
    }  # fmt: skip
    return {stage: [text] if isinstance(text, str) else list(text) for stage, text in (base | replies).items()}


def stage_of(text):
    """Of the last request that the text holds."""
    return max(((text.rfind(piece), stage) for piece, stage in STAGES.items() if piece in text), default=(0, "?"))[1]


class Dialogue:
    """A behaviour: finds the scenario by its name in the prompt, and counts its stages."""

    def __init__(self, scenarios, side="replies"):
        self.scenarios, self.side, self.seen = scenarios, side, Counter()
        self.heard = {}

    def __call__(self, prompt):
        whole = "\n".join(message.text for message in prompt.messages)
        name = next(name for name in self.scenarios if f"[{name}]" in whole)
        stage = stage_of(prompt.user)
        self.heard.setdefault(name, []).append((stage, whole))
        replies = getattr(self.scenarios[name], self.side)[stage]
        self.seen[name, stage] += 1
        return replies[min(self.seen[name, stage], len(replies)) - 1]


def item(scenario, name):
    return Item(
        question=f"{scenario.text} [{name}]", kind="k", answer=scenario.answer, cluster=name,
        answerable=scenario.answer.type != "none", lineage=Lineage(maker="m", settings="s", seed=0),
    )  # fmt: skip


def keeping_room(model):
    """The model, cutting its replies at the room that it is given."""
    plain = model.api.generate

    async def generate(input, tools, tool_choice, config):  # noqa: A002
        output = await plain(input, tools, tool_choice, config)
        if config.max_tokens is not None and fake_tokens(output.completion) > config.max_tokens:
            output.completion = output.completion[: 4 * config.max_tokens]
            output.choices[0].stop_reason = "max_tokens"
            output.usage.output_tokens = config.max_tokens
        return output

    model.api.generate = generate
    return model


def play(scenarios, folder):
    """Play every scenario; (sample by name, what each was asked by stage)."""
    dialogue, other = Dialogue(scenarios), Dialogue(scenarios, "critic")
    tasks = [_task(name, scenario, dialogue, other) for name, scenario in scenarios.items()]
    logs = inspect_eval(tasks, model=None, log_dir=str(folder), display="none", max_tasks=8, log_realtime=False)
    return {name: log.samples[0] for name, log in zip(scenarios, logs, strict=True)}, dialogue.heard


def _task(name, scenario, dialogue, other):
    model = fake_model(dialogue, f"dialogue-{name}")
    roles = {"critic": fake_model(other, "other")} if scenario.critic else None
    return Task(
        dataset=[to_sample(item(scenario, name))], solver=scenario.method, scorer=graded(), name=f"play-{name}",
        model=keeping_room(model) if scenario.cut else model, model_roles=roles, epochs=scenario.epochs,
    )  # fmt: skip
