//! What a route needs: a level or an action on a tool, in the request's company and perhaps in its project.

use crate::presented::presented;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use badgehouse::authorize::{NeedInput, Presented};
use badgehouse::error::{Code, Error};
use badgehouse::identifier::CompanyId;
use badgehouse::permission::Level;
use std::fmt;
use std::sync::Arc;

/// A tool of which the level or the action is not said yet.
#[derive(Clone, Debug)]
pub struct ToolNeed(String);

impl ToolNeed {
    /// At least Read Only.
    pub fn read_only(self) -> Need {
        self.level(Level::ReadOnly)
    }

    /// At least Standard.
    pub fn standard(self) -> Need {
        self.level(Level::Standard)
    }

    /// Admin.
    pub fn admin(self) -> Need {
        self.level(Level::Admin)
    }

    /// At least this level, which is above None.
    pub fn level(self, level: Level) -> Need {
        self.need(Some(level), None)
    }

    /// This action, by a level that includes it or by a grant of its own.
    pub fn action(self, id: impl Into<String>) -> Need {
        self.need(None, Some(id.into()))
    }

    fn need(self, level: Option<Level>, action: Option<String>) -> Need {
        Need {
            tool: self.0,
            level,
            action,
            company: Place::Extension,
            project: None,
            audience: None,
            origin: None,
        }
    }
}

/// What a route needs.
///
/// The company is the [`CompanyId`] that an earlier layer put into the request's extensions, unless something else is said here. A
/// request whose company cannot be told is answered with status 500 and goes no further. So is every request where the tool, the level, the action or the audience is
/// none of the settings': that is the route's mistake and not the client's, and stands in the log.
#[derive(Clone, Debug)]
pub struct Need {
    tool: String,
    level: Option<Level>,
    action: Option<String>,
    company: Place,
    project: Option<Place>,
    audience: Option<String>,
    origin: Option<String>,
}

impl Need {
    /// A level or an action on a tool of the catalogue.
    pub fn tool(id: impl Into<String>) -> ToolNeed {
        ToolNeed(id.into())
    }

    /// The company is always this one.
    #[must_use]
    pub fn company(self, id: impl Into<String>) -> Self {
        Self { company: Place::Fixed(id.into()), ..self }
    }

    /// The company is the path parameter of this name: `company` of `/companies/{company}/rfis`.
    #[must_use]
    pub fn company_param(self, name: impl Into<String>) -> Self {
        Self { company: Place::Param(name.into()), ..self }
    }

    /// The company is what `of` makes of the request. Take it from what the product has authenticated or from the address, never from
    /// a header that anyone can send.
    #[must_use]
    pub fn company_from(self, of: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { company: Place::From(Arc::new(of)), ..self }
    }

    /// The call is always about this project. Without a project, what is needed has to be held at company level.
    #[must_use]
    pub fn project(self, id: impl Into<String>) -> Self {
        Self { project: Some(Place::Fixed(id.into())), ..self }
    }

    /// The call is about the project in the path parameter of this name.
    #[must_use]
    pub fn project_param(self, name: impl Into<String>) -> Self {
        Self { project: Some(Place::Param(name.into())), ..self }
    }

    /// The call is about the project that `of` makes of the request, which is refused if it makes none.
    #[must_use]
    pub fn project_from(self, of: impl Fn(&Parts) -> Option<String> + Send + Sync + 'static) -> Self {
        Self { project: Some(Place::From(Arc::new(of))), ..self }
    }

    /// The API's own audience, where the settings have several; the first of them when this is not said.
    #[must_use]
    pub fn audience(self, audience: impl Into<String>) -> Self {
        Self { audience: Some(audience.into()), ..self }
    }

    /// The API's own scheme and host, `https://api.acme.com`, for tokens that are bound to a key, with what a proxy cuts from the path; without it they are the
    /// request's own. When that is safe, [`presented`] says.
    #[must_use]
    pub fn origin(self, origin: impl Into<String>) -> Self {
        Self { origin: Some(origin.into()), ..self }
    }

    /// What this request presents.
    pub(crate) fn presented(&self, parts: &Parts) -> Result<Presented, Error> {
        let presented = presented(parts);
        match &self.origin {
            Some(origin) => presented.with_origin(origin),
            None => Ok(presented),
        }
    }

    /// What this request needs.
    pub(crate) async fn of(&self, parts: &mut Parts) -> Result<NeedInput, Error> {
        let company = self.company.of(parts).await;
        let unknown = || Error::misconfigured("the company of a request cannot be told");
        let company = company.ok_or_else(unknown)?;
        let project = match &self.project {
            None => None,
            Some(place) => Some(place.of(parts).await.ok_or_else(|| {
                Error::new(Code::InvalidInput, "the request does not say which project it is about")
            })?),
        };
        Ok(NeedInput {
            company,
            audience: self.audience.clone(),
            tool: self.tool.clone(),
            level: self.level,
            action: self.action.clone(),
            project,
        })
    }
}

/// What makes an id of a request.
type Of = dyn Fn(&Parts) -> Option<String> + Send + Sync;

/// Where an id comes from.
#[derive(Clone)]
enum Place {
    Extension,
    Fixed(String),
    Param(String),
    From(Arc<Of>),
}

impl Place {
    async fn of(&self, parts: &mut Parts) -> Option<String> {
        match self {
            Self::Extension => parts.extensions.get::<CompanyId>().map(ToString::to_string),
            Self::Fixed(id) => Some(id.clone()),
            Self::Param(name) => {
                let params = RawPathParams::from_request_parts(parts, &()).await.ok()?;
                params.iter().find(|(param, _)| param == name).map(|(_, value)| value.to_owned())
            }
            Self::From(of) => of(parts),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Extension => formatter.write_str("Extension"),
            Self::Fixed(id) => write!(formatter, "Fixed({id})"),
            Self::Param(name) => write!(formatter, "Param({name})"),
            Self::From(_) => formatter.write_str("From(…)"),
        }
    }
}
