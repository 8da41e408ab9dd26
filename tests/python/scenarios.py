"""Every scenario of `tests/scenarios` on a component in this Python, in as many processes as there are cores.

    target/python/bin/python tests/python/scenarios.py [--plain] [name of a scenario...]

It takes BADGEHOUSE_COMPONENT, or what `cargo xtask build component` made; with `--plain` BADGEHOUSE_PLAIN, or what `cargo xtask build plain` made, which
has no resources. The last line counts the scenarios.
"""

import argparse
import json
import multiprocessing
import os
import sys
import traceback
from pathlib import Path

import host
import scenario
from face import Face

FOLDER = Path(__file__).parents[1] / "scenarios"
HOSTS = {"component": host.Badgehouse, "plain": host.Plain}


class Run:
    """What a process has: a component, compiled, and what hosts it."""

    def begin(self, name):
        self.host = HOSTS[name]
        self.program = host.Program(host.component(name))

    def outcome(self, file):
        """Nothing where the scenario holds, or what was not as expected."""
        told = json.loads(file.read_text())
        try:
            scenario.run(told, Face(self.host, self.program, told.get("settings", {})))
        except scenario.Differs as why:
            return str(why)
        except Exception:
            return traceback.format_exc()
        return None


run = Run()


def outcome(file):
    return run.outcome(file)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--plain", action="store_true", help="the component without resources")
    arguments.add_argument("scenario", nargs="*")
    chosen = arguments.parse_args()
    name = "plain" if chosen.plain else "component"
    files = [file for file in sorted(FOLDER.glob("*.json")) if not chosen.scenario or file.stem in chosen.scenario]
    assert len(files) >= (len(chosen.scenario) or 20), "the scenarios are not where they are looked for"
    run.begin(name)  # compiled once, and kept
    with multiprocessing.Pool(os.cpu_count(), run.begin, [name]) as pool:
        outcomes = pool.map(outcome, files, chunksize=1)
    failed = [(file.stem, why) for file, why in zip(files, outcomes) if why]
    for name, why in failed:
        print(f"{name}: {why}")
    print(f"{len(files) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
