//! The interface `validation`: each function asks the rule of the same name.

use crate::bindings::{types as wit, validation};
use crate::convert;
use badgehouse::catalogue::Catalogue;
use badgehouse::error;
use badgehouse::rules::Rules;

/// What answers the world's exports.
pub(crate) struct Face;

impl validation::Guest for Face {
    fn default_catalogue() -> wit::Catalogue {
        Catalogue::default().into()
    }

    fn check_new_account(
        catalogue: Option<wit::Catalogue>,
        new: wit::NewAccount,
    ) -> Result<Vec<wit::InputProblem>, wit::Error> {
        Ok(problems(rules(catalogue)?.check_new_account(&new.into())))
    }

    fn check_levels(
        catalogue: Option<wit::Catalogue>,
        levels: wit::Levels,
    ) -> Result<Vec<wit::InputProblem>, wit::Error> {
        let rules = rules(catalogue)?;
        Ok(problems(match convert::levels("", levels) {
            Ok(levels) => rules.check_levels(&levels),
            Err(malformed) => malformed,
        }))
    }
}

fn rules(input: Option<wit::Catalogue>) -> Result<Rules, error::Error> {
    let read = |input| convert::catalogue("", input).map_err(error::Error::invalid);
    Rules::new(input.map(read).transpose()?.unwrap_or_default())
}

fn problems(problems: Vec<error::InputProblem>) -> Vec<wit::InputProblem> {
    problems.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use validation::Guest;

    fn new(app_type: &str, name: &str) -> wit::NewAccount {
        wit::NewAccount {
            app_type: app_type.into(),
            app: None,
            name: name.into(),
            description: None,
            metadata: Vec::new(),
            owner: None,
            expires_at: None,
            token_seconds: None,
            auth_methods: None,
            dpop_bound_access_tokens: false,
        }
    }

    #[test]
    fn a_form_hears_what_is_wrong_before_it_is_sent() {
        assert!(Face::check_new_account(None, new("custom", "Export")).unwrap().is_empty());
        let problems = Face::check_new_account(None, new("robot", " ")).unwrap();
        let pointers: Vec<_> = problems.iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, ["/app_type", "/name"]);
    }

    #[test]
    fn levels_are_held_against_the_catalogue() {
        let check = |tool: &str| {
            let level = wit::ToolLevel { tool: tool.into(), level: wit::Level::Admin, actions: Vec::new() };
            Face::check_levels(Some(Face::default_catalogue()), vec![level]).unwrap().len()
        };
        assert_eq!((check("rfis"), check("unknown"), check("Bad")), (0, 1, 1));
    }

    #[test]
    fn a_catalogue_without_the_governing_tools_is_refused() {
        let empty = wit::Catalogue { version: None, tools: Vec::new(), apps: Vec::new() };
        let refused = Face::check_levels(Some(empty), Vec::new()).unwrap_err();
        assert!(matches!(refused.code, wit::ErrorCode::InvalidInput));
    }
}
