"""Every scenario of `tests/scenarios` on a component in this Python, in as many processes as there are cores.

    target/python/bin/python tests/python/scenarios.py [name of a scenario...]

It takes BADGEHOUSE_COMPONENT, or what `cargo xtask build component` made. The last line counts them.
"""

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
program = None


def prepare(path):
    global program
    program = host.Program(path)


def outcome(file):
    """Nothing where it holds, or what was not as expected."""
    told = json.loads(file.read_text())
    try:
        scenario.run(told, Face(host.Badgehouse, program, told.get("settings", {})))
    except scenario.Differs as why:
        return str(why)
    except Exception:
        return traceback.format_exc()
    return None


def main():
    chosen = set(sys.argv[1:])
    files = [file for file in sorted(FOLDER.glob("*.json")) if not chosen or file.stem in chosen]
    assert len(files) >= (len(chosen) or 20), "the scenarios are not where they are looked for"
    component = host.component()
    host.Program(component)  # compiled once, and kept
    with multiprocessing.Pool(os.cpu_count(), prepare, [component]) as pool:
        outcomes = pool.map(outcome, files, chunksize=1)
    failed = [(file.stem, why) for file, why in zip(files, outcomes) if why]
    for name, why in failed:
        print(f"{name}: {why}")
    print(f"{len(files) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
