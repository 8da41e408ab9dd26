//! The contact: an account's entry in the company's directory, and what makes the account stop working.
//!
//! An account is functional while its contact has the address it was made with and is in exactly the home company. That is
//! derived at each use; there is no flag that could be wrong.

use crate::value::error::InputProblem;
use crate::value::identifier::CompanyId;
use crate::value::random::Random;
use crate::value::text::{is_hidden, is_turning};
use crate::value::tree::{FromTree, Misfit, Tree};
use serde::{Deserialize, Serialize};

/// The longest e-mail address, in bytes (RFC 5321 section 4.5.3.1.3, less the angle brackets).
pub const MAX_EMAIL_BYTES: usize = 254;
/// The most companies a contact is recorded in; one is what works.
pub const MAX_COMPANIES: usize = 16;

/// How long the part before the @ of an address is that a contact is made with.
const ADDRESS_LENGTH: usize = 20;

/// Why an account is not functional.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ContactProblem {
    /// The contact's e-mail is not the one it was made with.
    EmailChanged,
    /// The contact is in another company's directory too.
    InAnotherCompany,
    /// The contact is no longer in the home company's directory.
    LeftCompany,
}

impl ContactProblem {
    /// The problem as it stands in answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EmailChanged => "email_changed",
            Self::InAnotherCompany => "in_another_company",
            Self::LeftCompany => "left_company",
        }
    }
}

/// A contact as it lies in its account's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct ContactRecord {
    /// What the directory says now.
    pub(crate) email: String,
    /// In whose directories it is.
    pub(crate) companies: Vec<CompanyId>,
    /// Grows with every change.
    pub(crate) revision: u64,
    /// The address it was made with.
    pub(crate) bound_email: String,
}

impl FromTree for ContactRecord {
    fn from_tree(tree: &Tree<'_>) -> Result<Self, Misfit> {
        let record = tree.record()?;
        Ok(Self {
            email: record.needed("email")?,
            companies: record.needed("companies")?,
            revision: record.needed("revision")?,
            bound_email: record.needed("bound_email")?,
        })
    }
}

impl ContactRecord {
    pub(crate) fn new(home: &CompanyId, domain: &str, random: &mut Random) -> Self {
        let email = address(domain, random);
        Self { bound_email: email.clone(), email, companies: vec![home.clone()], revision: 1 }
    }

    /// The rules that the contact breaks; none means that its account is functional.
    pub(crate) fn problems(&self, home: &CompanyId) -> Vec<ContactProblem> {
        let mut problems = Vec::new();
        if !self.email.eq_ignore_ascii_case(&self.bound_email) {
            problems.push(ContactProblem::EmailChanged);
        }
        if self.companies.iter().any(|company| company != home) {
            problems.push(ContactProblem::InAnotherCompany);
        }
        if !self.companies.contains(home) {
            problems.push(ContactProblem::LeftCompany);
        }
        problems
    }

    /// The contact after a change; its revision grows if anything is different.
    pub(crate) fn changed(&self, change: &ContactChange) -> Self {
        let mut changed = self.clone();
        if let Some(email) = &change.email {
            changed.email = email.to_ascii_lowercase();
        }
        if let Some(companies) = &change.companies {
            changed.companies.clone_from(companies);
        }
        changed.succeed(self)
    }

    /// The contact as it has to be: restored to its address, or with a new one.
    pub(crate) fn repaired(
        &self,
        home: &CompanyId,
        repair: Repair,
        domain: &str,
        random: &mut Random,
    ) -> Self {
        let mut repaired = self.clone();
        if repair == Repair::Replace {
            repaired.bound_email = address(domain, random);
        }
        repaired.email.clone_from(&repaired.bound_email);
        repaired.companies = vec![home.clone()];
        repaired.succeed(self)
    }

    fn succeed(mut self, before: &Self) -> Self {
        if self != *before {
            self.revision = before.revision.saturating_add(1);
        }
        self
    }
}

/// A change of a contact, checked; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ContactChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) companies: Option<Vec<CompanyId>>,
}

/// A wish for an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewContact {
    /// The e-mail address.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = EMAIL), length(max = 254)))]
    pub email: String,
}

impl NewContact {
    /// The rule that it breaks, if it breaks one.
    pub(crate) fn problem(&self) -> Option<InputProblem> {
        email_problem("/email", &self.email).or_else(|| hidden_problem("/email", &self.email))
    }
}

/// A change of a contact as it comes in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContactChangeInput {
    /// The new e-mail address.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = EMAIL), length(max = 254)))]
    pub email: Option<String>,
    /// All companies in whose directories the contact is from now on, at most 16.
    #[serde(default)]
    pub companies: Option<Vec<String>>,
    /// To make a change that breaks the account: the contact's revision, as the refusal named it.
    #[serde(default)]
    pub insist: Option<u64>,
}

impl ContactChangeInput {
    /// The change, as a person enters it. The address that is there already, such as a directory has reported it, may come back as it is.
    pub(crate) fn check(&self, kept: &str) -> Result<ContactChange, Vec<InputProblem>> {
        let entered = self.email.as_ref().filter(|email| *email != kept);
        let hidden = entered.and_then(|email| hidden_problem("/email", email));
        match self.state() {
            Ok(state) => hidden.map_or(Ok(state), |hidden| Err(vec![hidden])),
            Err(problems) => Err(hidden.into_iter().chain(problems).collect()),
        }
    }

    /// The change, as a directory reports what has become of the contact: its address may show as another, and breaks the account by that.
    pub(crate) fn state(&self) -> Result<ContactChange, Vec<InputProblem>> {
        let mut problems = Vec::new();
        if let Some(email) = &self.email {
            problems.extend(email_problem("/email", email));
        }
        // Before each is compared with those before it.
        if self.companies.as_ref().is_some_and(|companies| companies.len() > MAX_COMPANIES) {
            problems.push(InputProblem::new("/companies", "a contact is in at most 16 companies"));
            return Err(problems);
        }
        let mut companies = Vec::new();
        for (index, company) in self.companies.iter().flatten().enumerate() {
            match CompanyId::parse(company.as_str()) {
                Ok(company) if !companies.contains(&company) => companies.push(company),
                Ok(_) => problems
                    .push(InputProblem::new(&format!("/companies/{index}"), "this company is named twice")),
                Err(error) => problems.push(InputProblem::new(&format!("/companies/{index}"), error.rule())),
            }
        }
        if self.email.is_none() && self.companies.is_none() {
            problems.push(InputProblem::new("", "name the e-mail, the companies or both"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(ContactChange { email: self.email.clone(), companies: self.companies.as_ref().map(|_| companies) })
    }
}

/// How a broken contact is repaired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Repair {
    /// It gets the address back that it was made with.
    Restore,
    /// It gets a new address, for when the old one is taken.
    Replace,
}

/// Which rule an address breaks, if any. No more than the shape is checked: whether mail arrives is for nobody to know.
pub(crate) fn email_problem(pointer: &str, email: &str) -> Option<InputProblem> {
    let sound = |part: &str| {
        !part.is_empty()
            && part.chars().all(|character| !character.is_control() && !character.is_whitespace())
    };
    let shaped = email.split_once('@').is_some_and(|(local, domain)| {
        sound(local) && sound(domain) && domain.bytes().all(|byte| byte != b'@')
    });
    let rule = "an e-mail address has one @ with text around it, no spaces, and at most 254 bytes";
    (!shaped || email.len() > MAX_EMAIL_BYTES).then(|| InputProblem::new(pointer, rule))
}

/// Whether an address shows as another: it has characters that nobody sees, or that turn the text around them.
///
/// Nothing else is changed about it: canonically equal addresses may be two mailboxes, which their host alone tells (RFC 5321 section 2.3.11),
/// and those that accounts are made with are ASCII.
pub(crate) fn hidden_problem(pointer: &str, email: &str) -> Option<InputProblem> {
    let rule = "an e-mail address has no characters that nobody sees or that change the direction of text; take them out";
    let hidden = email.chars().any(|character| is_hidden(character) || is_turning(character));
    hidden.then(|| InputProblem::new(pointer, rule))
}

/// An address that nobody can guess: 100 random bits.
fn address(domain: &str, random: &mut Random) -> String {
    format!("{}@{domain}", random.base32(ADDRESS_LENGTH))
}

/// The shape of an address: one @ with text around it, no spaces.
#[cfg(feature = "schema")]
pub(crate) const EMAIL: &str = r"^[^@\s\u0000-\u001F\u007F-\u009F]+@[^@\s\u0000-\u001F\u007F-\u009F]+$";

/// Whether an address is of the form that accounts' contacts are made with at `domain`.
pub(crate) fn is_machine_address(email: &str, domain: &str) -> bool {
    let base32 = |byte: u8| byte.is_ascii_alphabetic() || (b'2'..=b'7').contains(&byte);
    email.rsplit_once('@').is_some_and(|(local, of)| {
        of.eq_ignore_ascii_case(domain) && local.len() == ADDRESS_LENGTH && local.bytes().all(base32)
    })
}
