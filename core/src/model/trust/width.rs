//! How wide a trust may be. An issuer such as GitHub's vouches for everybody's jobs, so that a trust has to say whose they are, by what nobody else can come to
//! have, and which of them: a repository's every branch and pull request is code that nobody has looked at.

use super::Claims;
use super::claim::{ClaimPrefix, ClaimValue};
use super::preset::Preset;
use crate::value::error::InputProblem;
use crate::value::text;

/// What issuer, audience and claims may come to together, in bytes of JSON without its escapes, so that any text of a claim fits.
/// Eight of them fit an account, unless most of their text has to be escaped.
const MAX_TOTAL_BYTES: usize = 2048;

/// Claims that say which part of something, or how it came about, and not whose it is.
const PARTS: [&str; 14] = [
    "ref",
    "ref_type",
    "ref_path",
    "ref_protected",
    "environment",
    "environment_protected",
    "event_name",
    "runner_environment",
    "workflow",
    "build_branch",
    "build_tag",
    "step_key",
    "pipeline_source",
    "terraform_run_phase",
];

/// What to add to claims that admit more than one may mean to.
pub(crate) fn problems(preset: Option<Preset>, claims: &Claims) -> Vec<InputProblem> {
    let asked = Asked(claims);
    let (whose, which) = match preset {
        None => (asked.is_someones(), true),
        Some(Preset::GithubActions) => asked.of_github(),
        Some(Preset::Gitlab) => asked.of_gitlab(),
        Some(Preset::Kubernetes) => (asked.is_of_one_service_account(), true),
        Some(Preset::Google) => (asked.has_digits("sub"), true),
        Some(Preset::Circleci) => asked.of_circleci(),
        Some(Preset::Buildkite) => asked.of_buildkite(),
    };
    let rules = [(whose, whose_rule(preset)), (which, which_rule(preset))];
    let broken = rules.into_iter().filter(|(holds, _)| !holds);
    broken.map(|(_, rule)| InputProblem::new("/claims", rule)).collect()
}

/// Whether issuer, audience and claims are together no longer than is kept.
pub(crate) fn total_problem(issuer: &str, audience: &str, claims: &Claims) -> Option<InputProblem> {
    let of_value = |value: &ClaimValue| match value {
        ClaimValue::Text(text) => text.len().saturating_add(2),
        ClaimValue::Number(number) => number.to_string().len(),
        ClaimValue::Flag(flag) => flag.to_string().len(),
        ClaimValue::Prefix(ClaimPrefix { prefix }) => prefix.len().saturating_add(r#"{"prefix":""}"#.len()),
    };
    let of_claim = |(name, value): (&String, &ClaimValue)| {
        name.len().saturating_add(of_value(value)).saturating_add(r#""":,"#.len())
    };
    let texts = issuer.len().saturating_add(audience.len()).saturating_add(r#"["","",{}"#.len());
    let total = claims.iter().map(of_claim).fold(texts, usize::saturating_add);
    let detail = "issuer, audience and claims have at most 2048 bytes together, as JSON without its escapes";
    (total > MAX_TOTAL_BYTES).then(|| InputProblem::new("/claims", detail))
}

/// Which claims say whose a JWT is.
fn whose_rule(preset: Option<Preset>) -> &'static str {
    match preset {
        None => {
            "a trust says whose the JWT is: add `sub` or an id of the issuer's by its exact value; a prefix, a branch or an environment alone is anybody's"
        }
        Some(Preset::GithubActions) => {
            "a name can be taken over after a rename: add `repository_id`, digits as a text, or ask for a `sub` with both ids, `repo:OWNER@ID/REPO@ID:...`, or for `repository_owner_id` with `job_workflow_ref`"
        }
        Some(Preset::Gitlab) => "a path can be taken over after a rename: add `project_id`, digits as a text",
        Some(Preset::Kubernetes) => {
            "a trust is in one service account: add `sub`, `system:serviceaccount:NAMESPACE:NAME`, or `/kubernetes.io/serviceaccount/uid`, or both `/kubernetes.io/namespace` and `/kubernetes.io/serviceaccount/name`"
        }
        Some(Preset::Google) => {
            "an address can be given again: add `sub`, the numeric id of the service account, digits as a text"
        }
        Some(Preset::Circleci) => "add `oidc.circleci.com/project-id`, a UUID: names can be taken over",
        Some(Preset::Buildkite) => {
            "a slug can be taken over after a rename: add `pipeline_id`, a UUID, and have the job ask for it by `--claim pipeline_id`"
        }
    }
}

/// Which claims say what of it is meant.
fn which_rule(preset: Option<Preset>) -> &'static str {
    match preset {
        Some(Preset::GithubActions) => {
            "every branch and pull request of the repository would do: add `environment`, `ref` (`refs/heads/main`, or a prefix such as `refs/tags/`), `workflow_ref` or `job_workflow_ref`"
        }
        Some(Preset::Gitlab) => {
            "every branch of the project would do: add `ref_path`, or `ref` with `ref_type`, or `ref_protected` as \"true\", or `environment` with `environment_protected` as \"true\", or `ci_config_ref_uri`"
        }
        Some(Preset::Circleci) => {
            "every branch and fork of the project would do: add `oidc.circleci.com/vcs-origin` with `oidc.circleci.com/vcs-ref`, or the context, `/oidc.circleci.com~1context-ids/0`"
        }
        Some(Preset::Buildkite) => {
            "every branch of the pipeline would do: add `build_branch`, `build_tag`, `cluster_id` or `queue_id`"
        }
        // One service account is as narrow as these get.
        None | Some(Preset::Kubernetes | Preset::Google) => "",
    }
}

/// What is asked for. Whose a JWT is counts by exact values alone.
struct Asked<'a>(&'a Claims);

impl Asked<'_> {
    fn is_someones(&self) -> bool {
        self.0.iter().any(|(name, value)| match value {
            ClaimValue::Text(text) => !text.is_empty() && !PARTS.contains(&name.as_str()),
            ClaimValue::Number(_) => !PARTS.contains(&name.as_str()),
            ClaimValue::Flag(_) | ClaimValue::Prefix(_) => false,
        })
    }

    fn of_github(&self) -> (bool, bool) {
        let workflow = self.has("job_workflow_ref");
        let subject = self.begin("sub").and_then(GithubSubject::read);
        let ids = subject.as_ref().is_some_and(|subject| subject.has_ids);
        let part = subject.is_some_and(|subject| subject.says_part);
        let whose =
            self.has_digits("repository_id") || ids || self.has_digits("repository_owner_id") && workflow;
        let which = workflow || self.has("environment") || self.has("workflow_ref") || self.has_ref("ref");
        (whose, which || part)
    }

    fn of_gitlab(&self) -> (bool, bool) {
        let holds = |name: &str| self.text(name) == Some("true");
        let branch = self.has_ref("ref_path") || self.has("ref") && self.has("ref_type");
        let guarded = holds("ref_protected") || self.has("environment") && holds("environment_protected");
        let subject = self.text("sub").is_some_and(|sub| text::has(sub, ":ref:"));
        (self.has_digits("project_id"), branch || guarded || subject || self.has("ci_config_ref_uri"))
    }

    fn is_of_one_service_account(&self) -> bool {
        let subject = self.text("sub").and_then(|sub| sub.strip_prefix("system:serviceaccount:"));
        let named = subject.and_then(|rest| rest.split_once(':'));
        named.is_some_and(|(namespace, name)| !namespace.is_empty() && !name.is_empty())
            || self.has("/kubernetes.io/serviceaccount/uid")
            || self.has("/kubernetes.io/namespace") && self.has("/kubernetes.io/serviceaccount/name")
    }

    fn of_circleci(&self) -> (bool, bool) {
        let source = self.has("oidc.circleci.com/vcs-origin") && self.has_ref("oidc.circleci.com/vcs-ref");
        // A job may have several contexts.
        let mut contexts = self.0.keys().filter(|name| name.starts_with("/oidc.circleci.com~1context-ids/"));
        let context = contexts.any(|name| self.has_uuid(name));
        (self.has_uuid("oidc.circleci.com/project-id"), source || context)
    }

    fn of_buildkite(&self) -> (bool, bool) {
        let branch = self.begin("build_branch").is_some_and(|(text, _)| !text.is_empty());
        let agents = self.has_uuid("cluster_id") || self.has_uuid("queue_id");
        (self.has_uuid("pipeline_id"), branch || agents || self.has("build_tag"))
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            ClaimValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A text or how it begins, and whether it is the whole.
    fn begin(&self, name: &str) -> Option<(&str, bool)> {
        match self.0.get(name)? {
            ClaimValue::Text(text) => Some((text, true)),
            ClaimValue::Prefix(ClaimPrefix { prefix }) => Some((prefix, false)),
            ClaimValue::Number(_) | ClaimValue::Flag(_) => None,
        }
    }

    fn has(&self, name: &str) -> bool {
        self.text(name).is_some_and(|text| !text.is_empty())
    }

    fn has_digits(&self, name: &str) -> bool {
        self.text(name).is_some_and(is_digits)
    }

    fn has_uuid(&self, name: &str) -> bool {
        self.text(name).is_some_and(is_uuid)
    }

    fn has_ref(&self, name: &str) -> bool {
        self.begin(name).is_some_and(is_ref)
    }
}

/// Whether it is one git reference, all tags, or the branches below a name.
fn is_ref((text, whole): (&str, bool)) -> bool {
    let branches = text.strip_prefix("refs/heads/").is_some_and(|name| !name.is_empty());
    if whole { !text.is_empty() } else { branches || text.starts_with("refs/tags/") }
}

/// A `sub` of GitHub's, or how it begins.
struct GithubSubject {
    /// Whether it names owner and repository by their ids too: `repo:octo-org@65/octo-repo@74:ref:refs/heads/main`.
    has_ids: bool,
    /// Whether it says which branch, tag, environment or workflow, and not by a word that stands for all of them.
    says_part: bool,
}

impl GithubSubject {
    fn read((text, whole): (&str, bool)) -> Option<Self> {
        let (repository, part) = text.strip_prefix("repo:")?.split_once(':')?;
        // No name of GitHub's has an `@`.
        let has_id = |name: &str| name.split_once('@').is_some_and(|(_, id)| is_digits(id));
        let has_ids = repository.split_once('/').is_some_and(|(owner, name)| has_id(owner) && has_id(name));
        let words = ["ref", "environment", "workflow_ref", "job_workflow_ref", "pull_request"];
        let begun = || part.strip_prefix("ref:").is_some_and(|part| is_ref((part, false)));
        let says_part = if whole { part.split(':').any(|word| words.contains(&word)) } else { begun() };
        Some(Self { has_ids, says_part })
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it is of the form of RFC 9562 section 4.
fn is_uuid(text: &str) -> bool {
    let hyphen = |place: usize| [8, 13, 18, 23].contains(&place);
    let fits =
        |(place, byte): (usize, u8)| if hyphen(place) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}
