"""Many accounts beside few: how long each request takes, how many calls of the store it makes, and how much room an account takes.

    python tests/load/scale.py target/release/badgehouse target/release/examples/export --companies 1000

Companies of a thousand accounts each, if nothing else is said, are made by the core, and imported into SQLite and PostgreSQL; beside them is a store
with one such company.
It fails where a request to the many makes other calls of the store than one to the few, or takes one and a half times as long.
"""

import argparse
import base64
import http.client
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path
from statistics import median

from servers import Badgehouse, Postgres, free_port

SLOWER = 1.5
BASE = "/badgehouse/v1/companies"
CONTACTS = "contacts.example.com"


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("badgehouse", type=lambda path: Path(path).resolve())
    asked.add_argument("export", type=lambda path: Path(path).resolve())
    asked.add_argument("--companies", type=int, required=True)
    asked.add_argument("--accounts", type=int, default=1000, help="of each company")
    asked.add_argument("--rounds", type=int, default=300)
    asked.add_argument("--store", choices=["sqlite", "postgres"], action="append")
    given = asked.parse_args()
    problems = []
    for kind in given.store or ["sqlite", "postgres"]:
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            problems += compare(given, kind, Path(folder))
    for problem in problems:
        print(f"problem: {problem}")
    print(f"{0 if problems else 1} passed, {1 if problems else 0} failed")
    return 1 if problems else 0


def compare(given: argparse.Namespace, kind: str, folder: Path) -> list[str]:
    worlds, database = [], None
    try:
        if kind == "postgres":
            database = Postgres(folder)
        for name, companies in [("few", 1), ("many", given.companies)]:
            worlds.append(World(given, folder / name, companies, database))
        for world in worlds:
            world.serve()
        few, many = worlds
        problems = []
        for operation in Client.OPERATIONS:
            calls = [world.calls_of(operation) for world in worlds]
            if calls[0] != calls[1]:
                problems.append(f"{kind}: {operation} makes {calls[0]} calls of the store with few accounts, and {calls[1]} with many")
            took, computed = {world: [] for world in worlds}, [many.server.computed(), database.running.computed() if database else 0]
            for number in range(given.rounds):
                # In turns, so that what else the machine does slows both.
                for world in worlds if number % 2 else reversed(worlds):
                    took[world].append(world.do(operation))
            halves = [1000 * median(took[world]) for world in worlds]
            ratio = halves[1] / halves[0]
            # Of the database for both, which it does in turns.
            cost = [1000 * (many.server.computed() - computed[0]), 500 * (database.running.computed() - computed[1]) if database else 0]
            cost = " and ".join(f"{spent / given.rounds:.2f} ms of {whose}" for spent, whose in zip(cost, ["the server", "the database"]) if spent)
            print(f"{kind}: {operation}: {halves[0]:.2f} ms with {few.accounts:,} accounts, {halves[1]:.2f} with {many.accounts:,}: {ratio:.2f} times; computing: {cost}; calls {calls[1]}", flush=True)
            if ratio > SLOWER:
                problems.append(f"{kind}: {operation} takes {ratio:.2f} times as long")
        return problems
    finally:
        for world in worlds:
            world.stop()
        if database:
            database.stop()


class World:
    """A store with so many companies, and a server on it."""

    def __init__(self, given: argparse.Namespace, folder: Path, companies: int, database: Postgres | None):
        self.accounts, self.server = companies * given.accounts, None
        folder.mkdir()
        self.url = f"{database.url.rsplit('/', 1)[0]}/{folder.name}" if database else "badges.db"
        if database:
            database.sql(f"create database {folder.name}")
        self.badgehouse = Badgehouse(given.badgehouse, folder, self.url)
        self.badgehouse.environment |= {
            "BADGEHOUSE_SEALING_KEY": base64.urlsafe_b64encode(bytes([42] * 32)).rstrip(b"=").decode(), "BADGEHOUSE_CONTACT_DOMAIN": CONTACTS,
        }
        begin = time.monotonic()
        with (folder / "companies").open("w") as said:
            making = subprocess.Popen([given.export, str(companies), str(given.accounts)], stdout=subprocess.PIPE, stderr=said)
            importing = subprocess.run([given.badgehouse, "import", "-"], cwd=folder, env=self.badgehouse.environment, stdin=making.stdout, capture_output=True, text=True)
        if making.wait() or importing.returncode:
            raise RuntimeError(f"{(folder / 'companies').read_text()[-2000:]} {importing.stdout} {importing.stderr}")
        seconds = time.monotonic() - begin
        self.companies = [json.loads(line) for line in (folder / "companies").read_text().splitlines()]
        if database:
            size = int(subprocess.run([*database.psql, "select pg_total_relation_size('badgehouse_entries')", folder.name], check=True, capture_output=True, text=True).stdout)
        else:
            size = sum(file.stat().st_size for file in folder.glob("badges.db*"))
        print(
            f"{'PostgreSQL' if database else 'SQLite'}: {self.accounts:,} accounts made and imported in {seconds:.0f} s; {size / 2**20:,.0f} MB, "
            f"{size / self.accounts:,.0f} bytes an account; {importing.stdout.strip()}", flush=True,
        )

    def serve(self) -> None:
        port = free_port()
        self.server, self.operations = self.badgehouse.serve("server", port, f"http://127.0.0.1:{port}", ["--native"])
        self.client = Client(port, self.companies)

    def stop(self) -> None:
        if self.server:
            self.server.stop()
        shutil.rmtree(self.badgehouse.folder)

    def do(self, operation: str) -> float:
        """Does it in some company; answers how many seconds it took."""
        company = random.choice(self.client.companies)
        prepared = self.client.prepare(operation, company)
        begin = time.perf_counter()
        self.client.send(*prepared)
        return time.perf_counter() - begin

    def calls_of(self, operation: str) -> dict:
        """Which calls of the store it makes."""
        company = random.choice(self.client.companies)
        prepared = self.client.prepare(operation, company)
        earlier, before = self.calls(), self.calls()
        for _ in range(10):
            self.client.send(*prepared)
        after = self.calls()
        # To look at the metrics looks at the store as well.
        made = {call: count - 2 * before.get(call, 0) + earlier.get(call, 0) for call, count in after.items()}
        return {call: count / 10 for call, count in made.items() if count}

    def calls(self) -> dict:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.operations}/metrics") as answer:
            text = answer.read().decode()
        counts: dict = {}
        for call, count in re.findall(r'^badgehouse_store_call_duration_seconds_count{call="(\w+)",outcome="done"} (\d+)', text, re.M):
            counts[call] = counts.get(call, 0) + int(count)
        return counts


class Client:
    """Who asks, by one connection that stays."""

    OPERATIONS = ["token", "authorize", "create", "page", "search", "who can"]

    def __init__(self, port: int, companies: list[dict]):
        self.connection, self.issuer = http.client.HTTPConnection("127.0.0.1", port), f"http://127.0.0.1:{port}"
        # Each has its tokens before anything is measured.
        self.companies = random.sample(companies, min(len(companies), 200))
        for company in self.companies:
            company["may administer"] = self.bearer(company["administrator"], f"{self.issuer}/admin")
            company["may read"] = self.bearer(company["account"])

    def bearer(self, account: dict, audience: str | None = None) -> dict:
        form = {"grant_type": "client_credentials"} | ({"resource": audience} if audience else {})
        token = self.send("POST", "/oauth/token", urllib.parse.urlencode(form), self.basic(account), 200)
        return {"authorization": f"Bearer {token['access_token']}"}

    def basic(self, account: dict) -> dict:
        credentials = base64.b64encode(f"{account['client_id']}:{account['client_secret']}".encode()).decode()
        return {"authorization": f"Basic {credentials}", "content-type": "application/x-www-form-urlencoded"}

    def prepare(self, operation: str, company: dict) -> tuple:
        within, administers = f"{BASE}/{company['company']}", company["may administer"]
        if operation == "token":
            return "POST", "/oauth/token", "grant_type=client_credentials", self.basic(company["account"]), 200
        if operation == "authorize":
            return "GET", f"/sample/tools/rfis?level=read_only&company={company['company']}", None, company["may read"], 200
        if operation == "create":
            body = json.dumps({"app_type": "custom", "name": "One more"})
            return "POST", f"{within}/service-accounts", body, administers | {"content-type": "application/json"}, 201
        path = {"page": "service-accounts?limit=50", "search": "service-accounts?name=account+77", "who can": "permissions/holders?tool=rfis&level=read_only&limit=50"}
        return "GET", f"{within}/{path[operation]}", None, administers, 200

    def send(self, method: str, path: str, body: str | None, headers: dict, status: int) -> dict:
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != status:
            raise RuntimeError(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text)


if __name__ == "__main__":
    sys.exit(main())
