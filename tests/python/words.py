"""Between the words of the contract and the JSON of the scenarios, which is the admin API's.

The package `wasmtime` tells what each function takes and answers, so that most of it follows from the types: `-` for `_` in names, what is left out
for what need not be there, a level by tool for a list of them. What the contract says otherwise than the API stands here by its name.
"""

from datetime import datetime, timezone

from wasmtime.component import (
    Bool, EnumType, ListType, OptionType, Record, RecordType, TupleType, U8, U64, Variant, VariantType,
)

# What is not in the JSON; null is there.
ABSENT = object()

# A record within an answer of which the API tells the fields beside the others.
TOLD_BESIDE = {"account", "secret", "contact"}


def given(kind, value):
    """What the JSON says, as the contract has it."""
    if isinstance(kind, OptionType):
        return None if value is ABSENT or value is None else given(kind.payload, value)
    if isinstance(kind, Bool):
        return False if value is ABSENT else value
    if isinstance(kind, EnumType):
        return value.replace("_", "-")
    if isinstance(kind, RecordType):
        return given_record(kind, value)
    if isinstance(kind, ListType):
        return given_list(kind.element, value)
    if isinstance(kind, TupleType):
        return tuple(given(part, one) for part, one in zip(kind.elements, value))
    if isinstance(kind, VariantType):
        return given_variant(dict(kind.cases), value)
    if value is ABSENT:
        raise TypeError("the scenario leaves out what has to be there")
    # The contract has moments as Unix seconds.
    return seconds_of(value) if isinstance(kind, U64) and isinstance(value, str) else value


def given_record(kind, value):
    value = {} if value is ABSENT else value
    made, fields = Record(), kind.fields
    names = {name for name, _ in fields}
    if names == {"company", "id", "kind"}:
        value = {**value, "kind": value.get("levels", {}) if value["kind"] == "user" else None}
        value.pop("levels", None)
    unheard = {name.replace("_", "-") for name in value} - names
    assert not unheard, f"the record of {sorted(names)} has no {sorted(unheard)}"
    for name, of in fields:
        setattr(made, name, given(of, value.get(name.replace("-", "_"), ABSENT)))
    return made


def given_list(element, value):
    if isinstance(element, U8) or value is ABSENT:
        return [] if value is ABSENT else value
    if not isinstance(value, dict):
        return [given(element, one) for one in value]
    if isinstance(element, TupleType):
        return [given(element, pair) for pair in value.items()]
    grant = lambda level: level if isinstance(level, dict) else {"level": level}
    return [given(element, {"tool": tool, "level": "none", **grant(level)}) for tool, level in value.items()]


def given_variant(cases, value):
    if "keep" in cases:
        if value is ABSENT:
            return Variant("keep")
        if value is None:
            return Variant("clear")
        [(tag, of)] = [(tag, of) for tag, of in cases.items() if of is not None]
        return Variant(tag, given(of, value))
    # The payload's type tells the case: an actor or nobody for the platform, a company or nothing for any.
    [of] = [of for of in cases.values() if of is not None]
    return None if value is None else given(of, value)


def told(kind, value):
    """What the component answered, as the API's JSON has it."""
    if isinstance(kind, OptionType):
        return None if value is None else told(kind.payload, value)
    if isinstance(kind, EnumType):
        return value.replace("-", "_")
    if isinstance(kind, RecordType):
        return told_record(kind, value)
    if isinstance(kind, ListType):
        return told_list(kind.element, value)
    return value


def told_record(kind, value):
    fields, answer = dict(kind.fields), {}
    for name, of in fields.items():
        found = told(of, getattr(value, name))
        name = name.replace("-", "_")
        if name in TOLD_BESIDE and isinstance(of, RecordType):
            answer |= found
        elif name == "app_type":
            answer |= {"app_type": "custom"} if found is None else {"app_type": "marketplace", "app": found}
        elif found is not None:
            moment = name.endswith("_at") or name == "receipt_from"
            answer[name] = text_of_moment(found) if moment else found
    if "iss" in fields:
        one = len(answer["aud"]) == 1
        binding = "DPoP" if "jkt" in answer else "Bearer"
        answer |= {"sub": answer["client_id"], "token_type": binding, "aud": answer["aud"][0] if one else answer["aud"]}
    if "access-token" in fields:
        answer["token_type"] = "DPoP" if value.bound else "Bearer"
    return answer


def told_list(element, value):
    if isinstance(element, U8):
        return value
    if isinstance(element, TupleType):
        return dict(value)
    if isinstance(element, RecordType) and [name for name, _ in element.fields] == ["tool", "level", "actions"]:
        grant = lambda of: {"level": told_level(of), "actions": of.actions} if of.actions else told_level(of)
        return {of.tool: grant(of) for of in value}
    return [told(element, one) for one in value]


def told_level(of):
    return of.level.replace("-", "_")


def seconds_of(moment):
    return int(datetime.fromisoformat(moment).timestamp())


def text_of_moment(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

