"""The form of a reply with facts, for providers that hold a model to a JSON schema."""

from __future__ import annotations

from inspect_ai.model import ResponseSchema
from inspect_ai.util import JSONSchema

from benchwright.attempts._logic_facts import MOST
from benchwright.attempts._logic_rules import Rules


def schema_for(rules: Rules) -> ResponseSchema:
    """Facts of the rules' relations. Types of columns are checked by us: schemas of providers know no tuples."""
    value = JSONSchema(anyOf=[JSONSchema(type="string"), JSONSchema(type="number"), JSONSchema(type="boolean")])
    fact = JSONSchema(
        type="object",
        properties={
            "relation": JSONSchema(type="string", enum=[one.name for one in rules.relations]),
            "values": JSONSchema(type="array", items=value),
            "probability": JSONSchema(type="number"),
            "quote": JSONSchema(type="string"),
        },
        required=["relation", "values", "probability", "quote"],
        additionalProperties=False,
    )
    groups = JSONSchema(type="array", items=JSONSchema(type="array", items=JSONSchema(type="integer")))
    whole = JSONSchema(
        type="object",
        properties={"facts": JSONSchema(type="array", items=fact), "exclusive": groups},
        required=["facts", "exclusive"],
        additionalProperties=False,
    )
    return ResponseSchema(name="facts", json_schema=whole, description=f"at most {MOST} facts")
