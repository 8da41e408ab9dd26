"""Runs a scenario of `tests/scenarios` on a face, as the runner in Rust does: its steps, and what is expected of each."""

import base64
import json
import re
from urllib.parse import urlencode

import signing
from face import ISSUER


class Differs(Exception):
    """A step was not as expected."""


def run(scenario, face):
    """Runs all steps; raises at the first that is not as expected."""
    saved = {"issuer": ISSUER}
    for key in ("ec", "other_ec", "okp", "rsa"):
        saved[f"{key}_jwk"] = signing.public(key)
    saved["rsa_n"] = signing.public("rsa")["n"]
    forbidden = []
    for index, step in enumerate(scenario["steps"], 1):
        try:
            one(scenario, step, face, saved, forbidden)
        except Differs as why:
            raise Differs(f"step {index} ({step['do']}): {why}") from None


def one(scenario, step, face, saved, forbidden):
    before = face.commits
    answer = perform(scenario, step, face, saved)
    text = json.dumps(answer, ensure_ascii=False)
    expect(not any(secret in text for secret in forbidden), "the answer holds a text that was shown before and never again")
    wanted = resolved(step.get("expect"), saved)
    # `{"ok": true}` expects no more than that it went well.
    if not (wanted == {"ok": True} and "ok" in (answer or {})):
        difference = differs(wanted, answer, "")
        expect(difference is None, f"{difference}; the answer is {text}")
    answer = answer or {}
    refused = "error" in answer or answer.get("status", 0) >= 400
    expect(not refused or face.commits == before, "it was refused and something was written")
    body = answer.get("ok") if answer.get("ok") is not None else answer.get("body")
    for pointer in step.get("absent", []):
        expect(at(body, pointer) is None, f"{pointer} is there")
    for header in step.get("absent_headers", []):
        expect(header not in answer["headers"], f"the header {header} is there")
    for name, pointer in step.get("save", {}).items():
        saved[name] = at(body, pointer)
        expect(saved[name] is not None, f"there is no {pointer} to save: {text}")
    forbidden += [resolved(secret, saved) for secret in step.get("forbid_later", [])]


def expect(holds, otherwise):
    if not holds:
        raise Differs(otherwise)


def perform(scenario, step, face, saved):
    """Does a step; the answer is `{"ok"}`, `{"error"}`, or an HTTP response as JSON."""
    given = resolved(step.get("with", {}), saved)
    actor = scenario["actors"][step["as"]] if "as" in step else None
    match step["do"]:
        case "advance":
            return face.advance(given["seconds"])
        case "sign":
            return {"ok": signing.signed(given["key"], given.get("header", {}), given.get("claims", {}))}
        case "http":
            return response(face.http(request(given), actor))
        case operation:
            return face.call(operation, actor, given)


def request(given):
    headers = list(given.get("headers", {}).items())
    body = b""
    if "basic" in given:
        pair = ":".join(given["basic"]).encode()
        headers.append(("authorization", f"Basic {base64.b64encode(pair).decode()}"))
    if "json" in given:
        headers.append(("content-type", "application/json"))
        body = json.dumps(given["json"], ensure_ascii=False).encode()
    elif "form" in given:
        if "content-type" not in given.get("headers", {}):
            headers.append(("content-type", "application/x-www-form-urlencoded"))
        # A list stands for a parameter that is repeated.
        body = urlencode(given["form"], doseq=True).encode()
    elif "hex" in given:
        body = bytes.fromhex(given["hex"])
    elif "text" in given:
        body = given["text"].encode()
    headers = [{"name": name, "value": value} for name, value in headers]
    return {"method": given["method"], "target": given["path"], "headers": headers, "body": body, "source": given.get("source")}


def response(answer):
    text = answer["body"].decode(errors="replace")
    try:
        body = json.loads(text)
    except ValueError:
        body = text
    headers = {header["name"]: header["value"] for header in answer["headers"]}
    return {"status": answer["status"], "headers": headers, "body": body}


def resolved(value, saved):
    """`value` with every `${name}` replaced, and every `repeat`, `cut` and `alter` made into text."""
    if isinstance(value, str):
        whole = re.fullmatch(r"\$\{([^}]+)\}", value)
        if whole and whole[1] in saved:
            return saved[whole[1]]
        known = lambda found: saved[found[1]] if isinstance(saved.get(found[1]), str) else found[0]
        return re.sub(r"\$\{([^}]+)\}", known, value)
    if isinstance(value, list):
        return [resolved(item, saved) for item in value]
    if isinstance(value, dict):
        return made({name: resolved(member, saved) for name, member in value.items()})
    return value


def made(members):
    match members:
        case {"repeat": str(part), "times": int(times)}:
            return part * times
        case {"cut": str(whole), "characters": int(characters)}:
            return whole[: len(whole) - characters]
        case {"alter": str(whole), "at": int(place)}:
            place %= len(whole)
            return whole[:place] + ("b" if whole[place] == "a" else "a") + whole[place + 1 :]
    return members


def differs(expected, actual, place):
    """Where `actual` differs from what is expected: an object's named members, an array's items, `"*"` for anything, null for nothing."""
    if expected == "*" and isinstance(expected, str):
        return f"{place} is missing" if actual is None else None
    if isinstance(expected, dict) and isinstance(actual, dict):
        pairs = [(name, member, actual.get(name)) for name, member in expected.items()]
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        pairs = [(index, *both) for index, both in enumerate(zip(expected, actual))]
    elif type(expected) is type(actual) and expected == actual:
        return None
    else:
        return f"{place} is {json.dumps(actual)} and not {json.dumps(expected)}"
    found = (differs(member, inner, f"{place}/{name}") for name, member, inner in pairs)
    return next((difference for difference in found if difference), None)


def at(value, pointer):
    """What a JSON Pointer leads to, or nothing."""
    for name in pointer.split("/")[1:]:
        if isinstance(value, list) and name.isdigit() and int(name) < len(value):
            value = value[int(name)]
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            return None
    return value
