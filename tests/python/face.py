"""A face for the scenarios: a component in this Python, with a new store each and a clock that only the scenario moves."""

import json

import host
import words

ISSUER = "http://127.0.0.1:8080"
BEGIN = 1_800_000_000

# What may differ of a scenario's settings stands in it; the rest is this.
SETTINGS = {"issuer": ISSUER, "contact_domain": "contacts.example.com", "sealing_keys": ["KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio"]}
REQUESTS = {"company": {"reports": "read_only"}, "project": {"schedule": "standard"}}
APPS = [{"id": "schedule-sync", "name": "Schedule Sync", "requests": REQUESTS}]


class Refused(Exception):
    """What an operation was refused with, in the JSON of the admin API."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error


class Counted(host.Dictionary):
    """A store that counts the commits which changed a company's records; the signing keys are no company's."""

    def __init__(self):
        super().__init__()
        self.commits = 0

    def commit(self, context, changes):
        outcome = super().commit(context, changes)
        if outcome == "committed" and any(not change.key.startswith("keys/") for change in changes):
            self.commits += 1
        return outcome


class Face:
    """Does the steps of one scenario."""

    def __init__(self, hosted, program, settings):
        self.now = BEGIN
        self.dictionary = Counted()
        self.usage, self.failures, self.seen = [], {}, None
        self.badges = hosted(program, self.dictionary, lambda: self.now)
        self.open(SETTINGS)
        catalogue = self.ask("get_catalogue", {"principal": None, "company": "acme"})
        self.open({**SETTINGS, **settings, "catalogue": {**catalogue, "version": 2, "apps": APPS}})

    def open(self, settings):
        self.badges.open(words.given(self.badges.settings_type(), settings))

    @property
    def commits(self):
        return self.dictionary.commits

    def advance(self, seconds):
        self.now += seconds

    def call(self, operation, actor, given):
        """Does an operation of the core: `{"ok"}` or `{"error"}`."""
        try:
            own = getattr(self, f"do_{operation}", None)
            return {"ok": own(given) if own else self.administrative(operation, actor, given)}
        except Refused as refused:
            return {"error": refused.error}

    def http(self, request, actor):
        """Sends a raw request."""
        request = {**request, "failures": self.failures.get(request["source"], [])}
        response = self.ask("handle", {"request": request, "actor": actor})
        self.count(response)
        if failure := response.get("failure"):
            self.fail(failure)
        return response

    def ask(self, operation, known):
        """Asks with what is known by the names of the function's parameters, and says by them what it was told."""
        function = self.badges.named(operation)
        kind = self.badges.function(function).type(self.badges.store)
        parameters = [(name.replace("-", "_"), of) for name, of in kind.params[1:]]
        unheard = set(known) - {name for name, _ in parameters}
        assert not unheard, f"{operation} takes no {unheard}"
        arguments = [words.given(of, known.get(name, words.ABSENT)) for name, of in parameters]
        try:
            answer = self.badges.answer(function, self.badges.first, *arguments)
        except host.Refusal as refusal:
            raise Refused(words.told(kind.result.err, refusal.error)) from None
        return None if kind.result.ok is None else words.told(kind.result.ok, answer)

    def administrative(self, operation, actor, given):
        """What an administrator does: the function has what the scenario says, by the same names."""
        asked = {name: value for name, value in given.items() if name not in OF_A_PAGE}
        page = {name: given[name] for name in OF_A_PAGE if name in given}
        paged = {"list_accounts": {"query": page}, "get_permissions": {"page": page}}.get(operation, page)
        if operation == "create_contact":
            asked["email"] = asked.pop("new")["email"]
        by = {} if operation in OF_THE_PLATFORM else {"principal": actor}
        return self.ask(operation, {**asked, **paged, **by})

    def do_request_token(self, given):
        given = {"client_secret": "", **given}
        given["resources"] = [given.pop("resource")] if "resource" in given else []
        try:
            answer = self.ask("request_token", {"request": given})
        except Refused as refused:
            self.count(refused.error)
            code, description = refused.error["code"], refused.error["description"]
            raise Refused({"error": code, "error_description": description}) from None
        self.count(answer)
        return answer

    def do_authorize(self, given):
        return self.ask("authorize", {"presented": presented(given), "need": given["need"]})

    def do_verify(self, given):
        tokens = None if "any_company" in given else given["company"]
        return self.ask("verify", {"presented": presented(given), "tokens": tokens, "audience": given.get("audience")})

    def do_look_up_leak(self, given):
        found = self.ask("look_up_leak_anywhere", given["input"])
        return {} if found is None else {"found": found}

    def do_put_trusted_issuer(self, given):
        issuer = given["issuer"]
        return self.ask("put_trusted_issuer", {"issuer": issuer["issuer"], "jwks": json.dumps(issuer["jwks"])})

    def do_reseal_company(self, given):
        return self.ask("reseal_company", {"company": given["company"], "keep_lost": False, **given["input"]})

    def do_maintain(self, _):
        measured = self.seen and {"since": self.seen[0], "seconds": self.now - self.seen[1]}
        maintained = self.ask("maintain", {"passed": {"measured": measured, "believe_near": False}})
        self.seen = self.seen or (maintained["store_time"], self.now)
        return maintained

    def do_record_usage(self, _):
        usage, self.usage = self.usage, []
        return self.ask("record_usage", {"usage": usage})

    def count(self, answer):
        """Keeps what there is to record of an answer, as a host does until it is told."""
        if usage := answer.pop("usage", None):
            self.usage.append(usage)

    def fail(self, failure):
        """Keeps a wrong credential, in place of one of the same client and credential."""
        same = lambda other: (other["client"], other["credential"]) == (failure["client"], failure["credential"])
        held = [other for other in self.failures.get(failure["source"], []) if not same(other)]
        self.failures[failure["source"]] = held[-255:] + [failure]


# What says which page of a list is wanted.
OF_A_PAGE = ("limit", "cursor", "attention")

# What is asked without anybody who asks.
OF_THE_PLATFORM = {
    "cut_audit", "erase_company", "mark_resource_server", "purge_accounts", "replace_signing_key", "report_contact", "reseal",
}


def presented(given):
    token = given.get("token")
    return {"authorization": given.get("authorization") if token is None else f"Bearer {token}", "dpop": given.get("dpop")}
