"""That the runner of scenarios sees what is not as expected: `python tests/python/scenario_test.py`."""

import unittest

import scenario


class Answers:
    """A face that answers what it was made with, and writes as often as it is told."""

    def __init__(self, *answers, writes=0):
        self.answers, self.writes, self.commits = list(answers), writes, 0

    def call(self, operation, actor, given):
        self.commits += self.writes
        return self.answers.pop(0)

    def http(self, request, actor):
        return self.answers.pop(0)


def run(*steps, of):
    steps = [{"do": "get_account", **step} for step in steps]
    scenario.run({"actors": {}, "steps": steps}, of)


class Runner(unittest.TestCase):
    def refused(self, why, *steps, of):
        with self.assertRaisesRegex(scenario.Differs, why):
            run(*steps, of=of)

    def test_another_answer_does_not_hold(self):
        run({"expect": {"ok": {"name": "A", "items": [1, "*"], "gone": None}}}, of=Answers({"ok": {"name": "A", "items": [1, 2]}}))
        run({"expect": {"ok": True}}, of=Answers({"ok": {"name": "A"}}))
        self.refused("/ok/name is", {"expect": {"ok": {"name": "A"}}}, of=Answers({"ok": {"name": "B"}}))
        self.refused("/ok is", {"expect": {"ok": {"items": [1]}}}, of=Answers({"ok": None}))
        self.refused("/ok/items is", {"expect": {"ok": {"items": [1]}}}, of=Answers({"ok": {"items": [1, 2]}}))
        self.refused("/ok/n is", {"expect": {"ok": {"n": 1}}}, of=Answers({"ok": {"n": True}}))
        self.refused("/ok/name is missing", {"expect": {"ok": {"name": "*"}}}, of=Answers({"ok": {}}))
        self.refused("/ok is", {"expect": {"ok": True}}, of=Answers({"error": {"code": "not_found"}}))

    def test_a_secret_is_not_shown_again(self):
        shown = {"expect": {"ok": True}, "save": {"secret": "/secret"}, "forbid_later": ["${secret}"]}
        again = {"expect": {"ok": True}}
        self.refused("never again", shown, again, of=Answers({"ok": {"secret": "hush"}}, {"ok": {"text": "say hush"}}))

    def test_a_refusal_writes_nothing(self):
        step = {"expect": {"error": {"code": "not_found"}}}
        run(step, of=Answers({"error": {"code": "not_found"}}))
        self.refused("written", step, of=Answers({"error": {"code": "not_found"}}, writes=1))

    def test_what_has_to_be_absent_is_not_there_and_what_is_saved_is(self):
        self.refused("/name is there", {"expect": {"ok": True}, "absent": ["/name"]}, of=Answers({"ok": {"name": "A"}}))
        answer = {"status": 200, "headers": [{"name": "x-seen", "value": "1"}], "body": b""}
        asked = {"do": "http", "with": {"method": "GET", "path": "/"}, "expect": {"status": 200}}
        self.refused("the header x-seen is there", {**asked, "absent_headers": ["x-seen"]}, of=Answers(answer))
        self.refused("no /id to save", {"expect": {"ok": True}, "save": {"id": "/id"}}, of=Answers({"ok": {}}))

    def test_texts_are_made(self):
        given = [{"repeat": "ab", "times": 2}, {"cut": "${id}", "characters": 1}, {"alter": "${id}", "at": -1}, "x${id}", "${other}"]
        self.assertEqual(scenario.resolved(given, {"id": "aba"}), ["abab", "ab", "abb", "xaba", "${other}"])


if __name__ == "__main__":
    unittest.main()
