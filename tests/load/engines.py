"""What a request costs the server by the component, beside the native engine: processor time, with as many requests to each in turns. By hand, since a time is no test.

    python tests/load/engines.py target/release/badgehouse target/badgehouse/component.wasm
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from scale import Client
from servers import Badgehouse, free_port

ROUNDS = 7


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("badgehouse", type=lambda path: Path(path).resolve())
    asked.add_argument("component", type=lambda path: Path(path).resolve())
    asked.add_argument("--requests", type=int, default=1000)
    given = asked.parse_args()
    engines = {"native": ["--native"], "component": ["--component", str(given.component)]}
    with tempfile.TemporaryDirectory() as folder:
        started = {name: Engine(given.badgehouse, Path(folder) / name, engine) for name, engine in engines.items()}
        try:
            print(f"memory at rest: {told({name: engine.server.memory() / 2**20 for name, engine in started.items()}, 'MB')}")
            for operation in ["token", "authorize"]:
                spent = {name: [] for name in started}
                for number in range(ROUNDS):
                    for name in list(started)[:: 1 if number % 2 else -1]:
                        spent[name].append(started[name].costs(operation, given.requests))
                halves = {name: 1000 * median(costs) for name, costs in spent.items()}
                print(f"{operation}: {told(halves, 'ms')}: {halves['component'] / halves['native']:.2f} times", flush=True)
            print(f"memory after it: {told({name: engine.server.memory() / 2**20 for name, engine in started.items()}, 'MB')}")
        finally:
            for engine in started.values():
                engine.server.stop()
    return 0


def told(figures: dict, unit: str) -> str:
    return ", ".join(f"{name} {figure:.2f} {unit}" for name, figure in figures.items())


class Engine:
    """A server on a store of its own, with one account."""

    def __init__(self, program: Path, folder: Path, engine: list[str]):
        folder.mkdir()
        badgehouse = Badgehouse(program, folder, "badges.db")
        port = free_port()
        issuer = f"http://127.0.0.1:{port}"
        administrator = badgehouse.administrator("acme", issuer)
        self.server, _ = badgehouse.serve("server", port, issuer, engine)
        self.company = {"company": "acme", "administrator": administrator, "account": administrator}
        self.client = Client(port, [self.company])

    def costs(self, operation: str, requests: int) -> float:
        """Seconds of the processor for each."""
        before = self.server.computed()
        for _ in range(requests):
            self.client.send(*self.client.prepare(operation, self.company))
        return (self.server.computed() - before) / requests


if __name__ == "__main__":
    sys.exit(main())
