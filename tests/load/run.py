"""Constant load on real servers: on SQLite, or on two servers with PostgreSQL behind haproxy.

    python tests/load/run.py target/release/badgehouse --store sqlite --seconds 1800 --rate 20 --out target/load
    python tests/load/run.py target/debug/badgehouse --store postgres --seconds 20 --rate 8

It fails where one answer is not the one that was meant, where the load did not arrive at its rate, or where a server's memory grows. With
`--out FOLDER` it writes there what was measured, which `plot.py` draws; then it also has Prometheus look at the servers, and every
panel of the dashboard has to show something.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import dashboard
from servers import COMPANIES, ROOT, Badgehouse, Postgres, Prometheus, free_port, haproxy

# Memory may grow by so much in the second half of a run, when all has been in use: 4 % of it, or what an allocator keeps for a moment.
GROWTH, ANYWAY = 0.04, 6 * 2**20


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("badgehouse", type=lambda path: Path(path).resolve())
    asked.add_argument("--store", choices=["sqlite", "postgres"], required=True)
    asked.add_argument("--seconds", type=int, required=True)
    asked.add_argument("--rate", type=float, required=True, help="requests a second")
    asked.add_argument("--component", type=lambda path: Path(path).resolve(), help="run the rules as this; of two servers, the first")
    asked.add_argument("--out", type=lambda path: Path(path).resolve())
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        return load(given, Path(folder))


def load(given: argparse.Namespace, folder: Path) -> int:
    stopping, servers, database = [], {}, None
    try:
        store, count = "badges.db", 1
        if given.store == "postgres":
            database, count = Postgres(folder), 2
            stopping.append(database)
            store = database.url
        badgehouse = Badgehouse(given.badgehouse, folder, store)
        if database:
            badgehouse.run("migrate")
        ports = [free_port() for _ in range(count)]
        port = free_port() if count > 1 else ports[0]
        issuer = f"http://127.0.0.1:{port}"
        operations = []
        for number, at in enumerate(ports):
            engine = ["--component", str(given.component)] if given.component and number == 0 else ["--native"]
            name = f"server {number + 1}, {'component' if len(engine) > 1 else 'native'}"
            servers[name], for_operators = badgehouse.serve(f"server-{number + 1}", at, issuer, engine)
            operations.append(for_operators)
            stopping.append(servers[name])
        if count > 1:
            stopping.append(haproxy(folder, port, list(zip(ports, operations))))
        if given.out:
            prometheus = Prometheus(folder, operations, 5)
            stopping.append(prometheus)
        administrators = [badgehouse.administrator(company, issuer) for company in COMPANIES]
        found = k6(given, folder, issuer, administrators, servers)
        problems = found["problems"]
        if given.out:
            if database:
                problems += dashboard.look(prometheus.url, database, f"http://127.0.0.1:{ports[0]}", administrators[0], given.out)
            given.out.mkdir(parents=True, exist_ok=True)
            (given.out / f"{given.store}.json").write_text(json.dumps(found))
        said = badgehouse.run("check").strip()
    finally:
        # A server ends before the store that it is on.
        codes = {running: running.stop() for running in reversed(stopping)}
    problems += [f"{name} ended with {codes[server]}" for name, server in servers.items() if codes[server] != 0]
    print(f"{given.store}: {found['said']}; {said}")
    for problem in problems:
        print(f"problem: {problem}")
    print(f"{0 if problems else 1} passed, {1 if problems else 0} failed")
    return 1 if problems else 0


def k6(given: argparse.Namespace, folder: Path, issuer: str, administrators: list[dict], servers: dict) -> dict:
    """Has the load arrive, and looks at the servers' memory meanwhile."""
    summary, samples = folder / "summary.json", folder / "samples.csv.gz"
    command = [
        Path(sys.executable).with_name("k6"), "run", "--quiet", "--no-usage-report", "--summary-export", summary, "--address", "127.0.0.1:0",
        "--out", f"csv={samples}", ROOT / "tests/load/traffic.js",
    ]
    environment = os.environ | {
        "ISSUER": issuer, "SECONDS": str(given.seconds), "RATE": str(given.rate), "ADMINISTRATORS": json.dumps(administrators),
        "K6_CSV_TIME_FORMAT": "unix_milli", "NO_COLOR": "1",
    }
    begin, before = time.time(), {name: server.computed() for name, server in servers.items()}
    memory = {name: [] for name in servers}
    over = threading.Event()

    def look() -> None:
        while not over.wait(min(5, given.seconds / 20)):
            for name, server in servers.items():
                memory[name].append((time.time() - begin, server.memory()))

    looking = threading.Thread(target=look)
    looking.start()
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    took = time.time() - begin
    computed = sum(server.computed() - before[name] for name, server in servers.items())
    over.set()
    looking.join()
    problems = [f"k6 ended with {done.returncode}: {done.stdout[:2000] + done.stdout[-1500:]}"] if done.returncode else []
    if not summary.exists():
        raise RuntimeError(*problems)
    metrics = json.loads(summary.read_text())["metrics"]
    problems += [f"{name} grew by {grown:.1f} MB" for name, seen in memory.items() if (grown := growth(seen)) is not None]
    durations = latencies(samples)
    requests = sum(map(len, durations.values()))
    said = (
        f"{requests} requests in {took:.0f} s, {metrics.get('wrong', {}).get('count', 0)} answered otherwise than meant, "
        f"{metrics.get('dropped_iterations', {}).get('count', 0)} that did not arrive in time; {1000 * computed / requests:.2f} ms of computing each; memory "
        + ", ".join(f"{name}: {seen[len(seen) // 2][1] / 2**20:.1f} to {seen[-1][1] / 2**20:.1f} MB" for name, seen in memory.items())
    )
    return {
        "store": given.store, "seconds": took, "rate": given.rate, "requests": requests, "computed": computed, "memory": memory, "durations": durations,
        "said": said, "problems": problems,
    }


def growth(seen: list[tuple[float, int]]) -> float | None:
    """By how many megabytes the second half of it grew, by the line through it; nothing where that is within bounds."""
    half = seen[len(seen) // 2:]
    mean_at, mean = (sum(values) / len(half) for values in zip(*half))
    below = sum((at - mean_at) ** 2 for at, _ in half) or 1
    slope = sum((at - mean_at) * (memory - mean) for at, memory in half) / below
    grown = slope * (half[-1][0] - half[0][0])
    return grown / 2**20 if grown > max(GROWTH * mean, ANYWAY) else None


def latencies(samples: Path) -> dict[str, list[float]]:
    """How long each request took in milliseconds, by its kind."""
    found: dict[str, list[float]] = {}
    with gzip.open(samples, "rt") as lines:
        columns = next(lines).strip().split(",")
        name = columns.index("name")
        for line in lines:
            if line.startswith("http_req_duration,"):
                fields = line.split(",")
                found.setdefault(fields[name], []).append(round(float(fields[2]), 3))
    return found


if __name__ == "__main__":
    sys.exit(main())
