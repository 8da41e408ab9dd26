"""The dashboard of docs/grafana, without Grafana: each of its panels' queries is asked of Prometheus, and has to have an answer."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from base64 import b64encode
from pathlib import Path

from servers import ROOT, Postgres, eventually

# What Grafana puts in place of its variables.
VARIABLES = {"$job": ".*", "$instance": ".*", "$__rate_interval": "20s"}


def look(prometheus: str, database: Postgres, server: str, administrator: dict, out: Path) -> list[str]:
    """Writes what the panels show of the last while; answers which of them show nothing."""
    begin = time.time() - 1800
    fail(database, server, administrator)
    shown, empty = [], []
    for panel in json.loads((ROOT / "docs/grafana/badgehouse.json").read_text())["panels"]:
        series = []
        for target in panel["targets"]:
            found = query(prometheus, target["expr"], begin)
            if not found:
                empty.append(f"the panel `{panel['title']}` shows nothing for {target['expr']}")
            series += [{"name": name(target.get("legendFormat", ""), one["metric"]), "values": one["values"]} for one in found]
        unit = panel.get("fieldConfig", {}).get("defaults", {}).get("unit", "")
        shown.append({"title": panel["title"], "kind": panel["type"], "unit": unit, "place": panel["gridPos"], "series": series})
    out.mkdir(parents=True, exist_ok=True)
    (out / "dashboard.json").write_text(json.dumps(shown))
    return empty


def fail(database: Postgres, server: str, administrator: dict) -> None:
    """A database that is away for some seconds, so that there are failures to be shown: of a server itself, since haproxy sends it nothing any more."""
    database.stop()
    until = time.time() + 12
    statuses = set()
    while time.time() < until:
        statuses.add(ask(server, administrator))
        time.sleep(0.5)
    database.start()
    eventually("a token again", lambda: ask(server, administrator) == 200)
    assert statuses & {503, 504}, statuses
    time.sleep(10)


def ask(server: str, administrator: dict) -> int:
    basic = b64encode(f"{administrator['client_id']}:{administrator['client_secret']}".encode()).decode()
    request = urllib.request.Request(f"{server}/oauth/token", b"grant_type=client_credentials", {"authorization": f"Basic {basic}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def query(prometheus: str, expression: str, begin: float) -> list[dict]:
    for variable, value in VARIABLES.items():
        expression = expression.replace(variable, value)
    form = urllib.parse.urlencode({"query": expression, "start": begin, "end": time.time(), "step": 10})
    with urllib.request.urlopen(f"{prometheus}/api/v1/query_range?{form}") as answer:
        found = json.load(answer)["data"]["result"]
    # What divides by nothing is no number.
    return [one for one in found if any(value != "NaN" for _, value in one["values"])]


def name(legend: str, labels: dict) -> str:
    for label, value in labels.items():
        legend = legend.replace("{{" + label + "}}", value)
    return legend
