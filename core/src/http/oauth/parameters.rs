//! The parameters of a request to an OAuth endpoint: of a form, and in the lenient mode of a JSON object or a multipart form.

use crate::http::message::{HttpRequest, MAX_BODY_BYTES};
use crate::oauth::error::{TokenError, TokenErrorCode};
use crate::value::map::Map;
use crate::value::tree::Tree;
use std::convert::Infallible;
use std::future::ready;
use zeroize::Zeroizing;

/// The parameters of a form, of a JSON object, or of a multipart form (RFC 7578).
pub(super) async fn lenient_parameters(request: &HttpRequest) -> Result<Parameters, TokenError> {
    if request.body.len() > MAX_BODY_BYTES {
        return Err(malformed("the body is too large"));
    }
    if request.is_of("application/json") {
        return json(request.content());
    }
    if request.is_of("multipart/form-data") {
        return multipart(request).await;
    }
    form(request)
}

fn malformed(description: &str) -> TokenError {
    TokenError::new(TokenErrorCode::InvalidRequest, description)
}

fn json(body: &[u8]) -> Result<Parameters, TokenError> {
    let no_texts = || malformed("a JSON body is one object with texts as its members");
    // A member that stands there twice is in the tree twice, as in a form.
    let Ok(Tree::Object(members)) = Tree::parse(body) else { return Err(no_texts()) };
    let mut parameters = Parameters::default();
    for (name, value) in members {
        match value {
            Tree::Null => {}
            Tree::List(items) if name == "resource" => {
                for item in items {
                    parameters.add(&name, item.read().map_err(|_| no_texts())?)?;
                }
            }
            value => parameters.add(&name, value.read().map_err(|_| no_texts())?)?,
        }
    }
    Ok(parameters)
}

async fn multipart(request: &HttpRequest) -> Result<Parameters, TokenError> {
    let broken = |_| malformed("the multipart body cannot be read");
    let boundary =
        multer::parse_boundary(request.header("content-type").unwrap_or_default()).map_err(broken)?;
    let body = ready(Ok::<_, Infallible>(request.body.to_vec()));
    let mut form = multer::Multipart::new(futures_util::stream::once(body), boundary);
    let mut parameters = Parameters::default();
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().map(ToOwned::to_owned).ok_or_else(|| malformed("a part has no name"))?;
        let text = field.bytes().await.map_err(broken)?;
        let text = String::from_utf8(text.to_vec()).map_err(|_| malformed("the body is not UTF-8"))?;
        parameters.add(&name, text)?;
    }
    Ok(parameters)
}

/// The most parameters that are read.
const MAX_PARAMETERS: usize = 100;

/// Parameters of a form body; those without a value are absent.
#[derive(Default)]
pub(super) struct Parameters {
    by_name: Map<String, Zeroizing<String>>,
    /// The one that may stand there more than once (RFC 8707 section 2).
    pub(super) resource: Vec<String>,
    count: usize,
}

impl Parameters {
    /// Adds a parameter. One without a value counts as absent, and one that stands there twice is an error, but for `resource` (RFC 6749 section 3.2,
    /// RFC 8707 section 2).
    pub(super) fn add(&mut self, name: &str, value: String) -> Result<(), TokenError> {
        let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
        self.count = self.count.saturating_add(1);
        if self.count > MAX_PARAMETERS {
            return Err(malformed("the body has too many parameters"));
        }
        // What decoding puts in place of bytes that are no UTF-8 (RFC 6749 appendix B).
        if [name, value.as_str()].iter().any(|text| text.contains(char::REPLACEMENT_CHARACTER)) {
            return Err(malformed("the body is not UTF-8"));
        }
        if value.is_empty() {
            return Ok(());
        }
        if name == "resource" {
            self.resource.push(value);
            return Ok(());
        }
        let before = self.by_name.insert(name.to_owned(), Zeroizing::new(value));
        if before.is_some() { Err(malformed("a parameter stands in the body twice")) } else { Ok(()) }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Zeroizing<String>> {
        self.by_name.get(name)
    }

    pub(super) fn take(&mut self, name: &str) -> Option<Zeroizing<String>> {
        self.by_name.remove(name)
    }
}

/// The parameters of a form body.
pub(super) fn form_parameters(body: &[u8]) -> Result<Parameters, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    let text = std::str::from_utf8(body).map_err(|_| malformed("the body is not UTF-8"))?;
    let mut parameters = Parameters::default();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        parameters.add(&name, value.into_owned())?;
    }
    Ok(parameters)
}

/// The parameters of the body.
pub(super) fn form(request: &HttpRequest) -> Result<Parameters, TokenError> {
    let malformed = |description: &str| TokenError::new(TokenErrorCode::InvalidRequest, description);
    if request.body.len() > MAX_BODY_BYTES {
        return Err(malformed("the body is too large"));
    }
    if !request.is_of("application/x-www-form-urlencoded") {
        return Err(malformed("send the body as application/x-www-form-urlencoded"));
    }
    form_parameters(request.content())
}
