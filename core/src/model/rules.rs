//! The rules alone, for a form that wants to say what is wrong before it is sent. No store, no key, no authority: the back end decides again.

use super::account::details::Details;
use super::account::disabling::DisableInput;
use super::account::new::NewAccount;
use super::audit::note::Note;
use super::catalogue::Catalogue;
use super::contact::{ContactChangeInput, NewContact};
use super::levels::Levels;
use super::life::CredentialChange;
use super::permission_change::{MAX_JOB_PROJECTS, MAX_PROJECTS, PermissionChange};
use super::secret::new::NewSecretInput;
use super::template::{self, NewTemplate, TemplateChange};
use super::trust::new::NewTrustInput;
use crate::value::error::{Error, InputProblem};
use crate::value::input;
use crate::value::tree::{Misfit, Tree};
use serde::Deserialize;
use std::fmt;
use std::str::FromStr;

/// The rules of one catalogue.
#[derive(Clone, Debug)]
pub struct Rules {
    catalogue: Catalogue,
}

/// A form: the body of the operation of that name, and two that go with any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// [`NewAccount`].
    CreateAccount,
    /// [`AccountChange`](super::account::details::AccountChange).
    UpdateAccount,
    /// [`DisableInput`].
    DisableAccount,
    /// [`NewSecretInput`].
    AddSecret,
    /// [`CredentialChange`], of a secret or a key.
    ChangeCredential,
    /// [`NewTrustInput`].
    AddTrust,
    /// [`PermissionChange`], of as many projects as one change takes.
    SetPermissions,
    /// The same, of as many as a job does.
    CreatePermissionsJob,
    /// [`NewTemplate`].
    CreateTemplate,
    /// [`TemplateChange`].
    ChangeTemplate,
    /// [`ContactChangeInput`].
    ChangeContact,
    /// [`NewContact`].
    CreateContact,
    /// [`Levels`] at company level.
    Levels,
    /// `reason` and `request_id` of a [`Note`].
    Note,
}

/// What a caller says of its request.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoteInput {
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    request_id: Option<String>,
}

impl Rules {
    /// Checks the catalogue. `invalid_input` names each rule that it breaks.
    pub fn new(catalogue: Catalogue) -> Result<Self, Error> {
        let problems = catalogue.problems();
        if problems.is_empty() { Ok(Self { catalogue }) } else { Err(Error::invalid(problems)) }
    }

    /// The catalogue.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What is wrong with a form as JSON; nothing when it may be sent. The operation decides by the same rules, and by three that no form knows: what it changes, which keeps a text
    /// that is there, policy, and the clock.
    pub fn check(&self, form: Form, json: &[u8]) -> Vec<InputProblem> {
        let tree = match form {
            Form::Levels => Tree::parse(json),
            _ => Tree::parse_object(json),
        };
        let problems = tree.and_then(|tree| self.problems(form, &tree));
        problems.unwrap_or_else(|misfit| vec![input::problem(misfit)])
    }

    /// A form that cannot even be read is a misfit.
    fn problems(&self, form: Form, tree: &Tree<'_>) -> Result<Vec<InputProblem>, Misfit> {
        let catalogue = &self.catalogue;
        Ok(match form {
            Form::CreateAccount => self.check_new_account(&tree.read()?),
            Form::UpdateAccount => Details::default().apply(&tree.read()?, None),
            Form::DisableAccount => alone(tree.read::<DisableInput>()?.check(None)),
            Form::AddSecret => told(tree.read::<NewSecretInput>()?.check(None)),
            Form::ChangeCredential => alone(tree.read::<CredentialChange>()?.checked_name(None)),
            Form::AddTrust => told(tree.read::<NewTrustInput>()?.check(None)),
            Form::SetPermissions | Form::CreatePermissionsJob => {
                let most = if form == Form::SetPermissions { MAX_PROJECTS } else { MAX_JOB_PROJECTS };
                refused(tree.read::<PermissionChange>()?.check(catalogue, most))
            }
            Form::CreateTemplate => {
                let new = tree.read::<NewTemplate>()?;
                told(template::check(catalogue, None, &new.name, &new.levels))
            }
            Form::ChangeTemplate => told(tree.read::<TemplateChange>()?.check(catalogue)),
            Form::ChangeContact => told(tree.read::<ContactChangeInput>()?.check("")),
            Form::CreateContact => tree.read::<NewContact>()?.problem().into_iter().collect(),
            Form::Levels => self.check_levels(&tree.read()?),
            Form::Note => {
                let NoteInput { reason, request_id } = tree.read()?;
                refused(Note::new(reason, request_id))
            }
        })
    }

    /// What is wrong with a wish for an account; nothing when it may be sent.
    pub fn check_new_account(&self, new: &NewAccount) -> Vec<InputProblem> {
        new.check(&self.catalogue, None).err().unwrap_or_default()
    }

    /// What is wrong with levels at company level.
    pub fn check_levels(&self, levels: &Levels) -> Vec<InputProblem> {
        self.catalogue.level_problems("", levels)
    }
}

fn told<T>(checked: Result<T, Vec<InputProblem>>) -> Vec<InputProblem> {
    checked.err().unwrap_or_default()
}

fn alone<T>(checked: Result<T, InputProblem>) -> Vec<InputProblem> {
    checked.err().into_iter().collect()
}

fn refused<T>(checked: Result<T, Error>) -> Vec<InputProblem> {
    checked.err().map(|error| error.into_parts().errors).unwrap_or_default()
}

impl Form {
    /// Each by its name.
    const NAMES: [(&'static str, Self); 15] = [
        ("create_account", Self::CreateAccount),
        ("update_account", Self::UpdateAccount),
        ("disable_account", Self::DisableAccount),
        ("add_secret", Self::AddSecret),
        ("change_secret", Self::ChangeCredential),
        ("change_key", Self::ChangeCredential),
        ("add_trust", Self::AddTrust),
        ("set_permissions", Self::SetPermissions),
        ("create_permissions_job", Self::CreatePermissionsJob),
        ("create_template", Self::CreateTemplate),
        ("change_template", Self::ChangeTemplate),
        ("change_contact", Self::ChangeContact),
        ("create_contact", Self::CreateContact),
        ("levels", Self::Levels),
        ("note", Self::Note),
    ];
}

impl FromStr for Form {
    type Err = UnknownForm;

    fn from_str(name: &str) -> Result<Self, UnknownForm> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, form)| *form).ok_or(UnknownForm)
    }
}

/// There is no form of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownForm;

impl fmt::Display for UnknownForm {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .write_str("there are no rules for a form of this name; it is an operation's, `levels` or `note`")
    }
}

impl std::error::Error for UnknownForm {}
