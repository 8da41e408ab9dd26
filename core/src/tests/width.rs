//! How wide a trust may be, at the bounds of each rule.

use super::{World, administrator, core};
use crate::core::Core;
use crate::model::account::new::NewAccount;
use crate::model::trust::new::NewTrustInput;
use crate::value::error::InputProblem;
use serde_json::{Value, json};

const UUID: &str = "0192b3a4-5c6d-4e7f-8a9b-0c1d2e3f4a5b";

/// What is wrong with a trust of an account that has no other.
fn problems(core: &Core, trust: Value) -> Vec<InputProblem> {
    let mut world = World::default();
    let start = world.start();
    let new = NewAccount::custom("Sync");
    let made = world.run(core.create_account(start, administrator(), "acme".into(), new, None)).unwrap();
    let trust: NewTrustInput = serde_json::from_value(trust).unwrap();
    let (start, id) = (world.start(), made.account.client_id.to_string());
    let added = world.run(core.add_trust(start, administrator(), "acme".into(), id, trust));
    added.err().map(|error| error.errors.clone()).unwrap_or_default()
}

fn of(preset: &str, claims: &Value) -> Value {
    json!({ "preset": preset, "issuer": "https://ci.example.com", "audience": "https://id.example.com", "claims": claims })
}

#[test]
fn a_trust_is_in_one_service_account_of_a_cluster() {
    let core = core();
    let namespace = json!({ "/kubernetes.io/namespace": "jobs" });
    let name = json!({ "/kubernetes.io/serviceaccount/name": "sync" });
    let both = json!({ "/kubernetes.io/namespace": "jobs", "/kubernetes.io/serviceaccount/name": "sync" });
    let uid = json!({ "/kubernetes.io/serviceaccount/uid": UUID });
    let subject = |sub: &str| json!({ "sub": sub });
    for (claims, fits) in [
        (namespace, false),
        (name, false),
        (both, true),
        (uid, true),
        (subject("system:serviceaccount:jobs:sync"), true),
        (subject("system:serviceaccount::sync"), false),
        (subject("system:serviceaccount:jobs:"), false),
        (subject("system:serviceaccount:jobs"), false),
        (subject("jobs:sync"), false),
    ] {
        let found = problems(&core, of("kubernetes", &claims));
        assert_eq!(found.is_empty(), fits, "{claims}: {found:?}");
        assert!(found.iter().all(|problem| problem.detail.contains("one service account")), "{found:?}");
    }
}

#[test]
fn a_pipeline_is_named_with_a_branch_a_tag_or_its_agents() {
    let core = core();
    for (claim, value, fits) in [
        ("build_branch", json!("main"), true),
        ("build_branch", json!(""), false),
        ("build_tag", json!("v1"), true),
        ("cluster_id", json!(UUID), true),
        ("queue_id", json!(UUID), true),
        ("cluster_id", json!("mine"), false),
        ("queue_id", json!(UUID.replace('-', "0")), false),
        ("queue_id", json!(UUID.replace('0', "g")), false),
        ("step_key", json!("deploy"), false),
    ] {
        let claims = json!({ "pipeline_id": UUID, claim: value });
        let found = problems(&core, of("buildkite", &claims));
        assert_eq!(found.is_empty(), fits, "{claims}: {found:?}");
        assert!(found.iter().all(|problem| problem.detail.contains("`build_branch`")), "{found:?}");
    }
}

#[test]
fn each_rule_says_what_to_add() {
    let core = core();
    for (preset, whose, which) in [
        ("github_actions", "`repository_id`", Some("`environment`")),
        ("gitlab", "`project_id`", Some("`ref_path`")),
        ("kubernetes", "`sub`", None),
        ("google", "`sub`", None),
        ("circleci", "project-id`", Some("vcs-ref`")),
        ("buildkite", "`pipeline_id`", Some("`build_tag`")),
    ] {
        let found = problems(&core, of(preset, &json!({ "anything": "else" })));
        let details: Vec<&str> = found.iter().map(|problem| problem.detail.as_str()).collect();
        assert_eq!(details.len(), 1 + which.iter().len(), "{preset}: {details:?}");
        assert!(details[0].contains(whose), "{preset}: {details:?}");
        assert!(
            details.get(1).copied().unwrap_or_default().contains(which.unwrap_or_default()),
            "{details:?}"
        );
    }
}

#[test]
fn an_issuer_that_is_known_is_of_no_other_platform() {
    let core = core();
    for (issuer, platform) in [
        ("https://gitlab.com", "gitlab"),
        ("https://oidc.circleci.com/org/0192b3a4", "circleci"),
        ("accounts.google.com", "google"),
        ("https://agent.buildkite.com", "buildkite"),
        ("https://kubernetes.default.svc", "kubernetes"),
        ("https://token.actions.githubusercontent.com/acme", "github_actions"),
    ] {
        let other = if platform == "gitlab" { "buildkite" } else { "gitlab" };
        let trust = json!({ "preset": other, "issuer": issuer, "audience": "a", "claims": { "sub": "x" } });
        let found = problems(&core, trust);
        let rule = format!("the JWTs of this issuer are those of `{platform}`");
        assert!(found.contains(&InputProblem::new("/preset", rule)), "{issuer}: {found:?}");
    }
}

#[test]
fn a_trust_is_as_long_as_it_may_be_and_no_longer() {
    let core = core();
    let with = |claims: Value| json!({ "issuer": "i", "audience": "a", "claims": claims });
    let text = |length: usize| "x".repeat(length);
    // 9 bytes around the issuer and the audience, 2 of these, and of the claims 1,009 and 7 beside the last text.
    let whole = |last: usize| with(json!({ "sub": text(1_000), "a": text(last) }));
    assert_eq!(problems(&core, whole(1_021)), []);
    assert!(problems(&core, whole(1_022))[0].detail.contains("at most 2048 bytes together"));

    let prefix =
        |length: usize| with(json!({ "sub": "job", "ref": { "prefix": format!("{}/", text(length - 1)) } }));
    assert_eq!(problems(&core, prefix(1_024)), []);
    assert!(problems(&core, prefix(1_025))[0].detail.contains("at most 1024 bytes"));
    assert!(
        problems(&core, with(json!({ "sub": "job", "ref": { "prefix": "/" } })))[0]
            .detail
            .contains("separator")
    );
}

#[test]
fn a_repository_is_named_by_both_ids_of_its_subject() {
    let core = core();
    for (repository, fits) in [
        ("octo-org@65/octo-repo@74", true),
        ("octo-org@65/octo-repo", false),
        ("octo-org/octo-repo@74", false),
        ("octo-org@/octo-repo@74", false),
    ] {
        let claims = json!({ "sub": format!("repo:{repository}:ref:refs/heads/main") });
        let found = problems(&core, of("github_actions", &claims));
        assert_eq!(found.is_empty(), fits, "{repository}: {found:?}");
    }
}

#[test]
fn what_is_no_claim_is_told_what_one_is() {
    let refused =
        serde_json::from_value::<NewTrustInput>(of("gitlab", &json!({ "sub": ["x"] }))).unwrap_err();
    assert!(refused.to_string().contains("a text, a whole number, true or false, or an object"), "{refused}");
}
