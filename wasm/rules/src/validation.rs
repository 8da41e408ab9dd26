//! The interface `validation`: each function asks the rule of the same name.

use crate::bindings::{Face, types as wit, validation};
use crate::convert;
use badgehouse::catalogue::Catalogue;
use badgehouse::error;
use badgehouse::rules::Rules;

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
