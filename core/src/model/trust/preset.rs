//! Presets: the platforms whose JWTs are known here, by their documentation of 2026.

use crate::value::text;
use serde::{Deserialize, Serialize};

/// A platform whose JWTs are known: what a trust in it has to ask for. An issuer that is known by its `iss` has its preset without being asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Preset {
    /// GitHub Actions. Whose: `repository_id`, or a `sub` with both ids, or `repository_owner_id` with `job_workflow_ref`. Which part: `environment`, `ref`,
    /// `workflow_ref` or `job_workflow_ref`, or a `sub` that says it.
    GithubActions,
    /// GitLab CI/CD. Whose: `project_id`. Which part: `ref_path`, `ref` with `ref_type`, `ref_protected`, `environment` with `environment_protected`,
    /// `ci_config_ref_uri` or the whole `sub`.
    Gitlab,
    /// A Kubernetes cluster. Whose: the `sub` of one service account, its `/kubernetes.io/serviceaccount/uid`, or its namespace and name.
    Kubernetes,
    /// A Google service account. Whose: `sub`, its numeric id.
    Google,
    /// CircleCI. Whose: `oidc.circleci.com/project-id`. Which part: `oidc.circleci.com/vcs-origin` with `oidc.circleci.com/vcs-ref`, or the context,
    /// `/oidc.circleci.com~1context-ids/0`.
    Circleci,
    /// Buildkite. Whose: `pipeline_id`. Which part: `build_branch`, `build_tag`, `cluster_id` or `queue_id`.
    Buildkite,
}

impl Preset {
    /// As it stands in input.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::GithubActions => "github_actions",
            Self::Gitlab => "gitlab",
            Self::Kubernetes => "kubernetes",
            Self::Google => "google",
            Self::Circleci => "circleci",
            Self::Buildkite => "buildkite",
        }
    }

    /// The `iss` of the platform itself, where it is the same for all its customers.
    pub(crate) fn issuer(self) -> Option<&'static str> {
        match self {
            Self::GithubActions => Some("https://token.actions.githubusercontent.com"),
            Self::Gitlab => Some("https://gitlab.com"),
            Self::Google => Some("https://accounts.google.com"),
            Self::Buildkite => Some("https://agent.buildkite.com"),
            Self::Kubernetes | Self::Circleci => None,
        }
    }

    /// The preset of an issuer that is known by its `iss`.
    pub(crate) fn of(issuer: &str) -> Option<Self> {
        let all = [Self::GithubActions, Self::Gitlab, Self::Google, Self::Buildkite];
        let one = all.into_iter().find(|preset| preset.issuer() == Some(issuer));
        one.or_else(|| Self::of_address(issuer))
    }

    /// The preset of an issuer that has an address for each customer.
    fn of_address(issuer: &str) -> Option<Self> {
        let begins = |beginning: &str| issuer.starts_with(beginning);
        // An enterprise's own, one with data residency, and a GitHub Enterprise Server.
        let resident = begins("https://token.actions.") && text::has(issuer, ".ghe.com");
        if begins("https://token.actions.githubusercontent.com/")
            || resident
            || issuer.ends_with("/_services/token")
        {
            return Some(Self::GithubActions);
        }
        if begins("https://oidc.circleci.com/org/") {
            return Some(Self::Circleci);
        }
        if issuer == "accounts.google.com" {
            return Some(Self::Google);
        }
        // A cluster that was not told another issuer, and those of Google, Amazon and Microsoft.
        let cluster = begins("https://kubernetes.default.svc")
            || begins("https://container.googleapis.com/v1/projects/")
            || begins("https://oidc.eks.")
            || text::has(issuer, ".oic.prod-aks.azure.com/");
        cluster.then_some(Self::Kubernetes)
    }
}
