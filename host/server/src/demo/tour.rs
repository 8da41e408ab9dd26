//! The tour: the main job, step by step, each checked. A step that comes out otherwise ends it.

use super::ann::Ann;
use super::client::{Answer, Client, Sent};
use crate::sample::COMPANY;
use anyhow::{Result, ensure};
use badgehouse::settings::DEFAULT_BASE_PATH;
use data_encoding::BASE64;
use serde_json::{Value, json};

/// The project of the tour.
const PROJECT: &str = "bridge-7";
/// By how many characters an id, a secret or a token is recognised.
const SHOWN: usize = 12;
/// A request with its body stands on one line up to this length.
const LINE: usize = 72;

/// A walk through the main job.
pub(super) struct Tour {
    client: Client,
    ann: Ann,
    steps: u32,
}

/// An account that is there when the tour is over.
pub(super) struct LiveAccount {
    pub(super) client_id: String,
    pub(super) client_secret: String,
}

impl Tour {
    pub(super) fn new(client: Client, ann: Ann) -> Self {
        Self { client, ann, steps: 0 }
    }

    pub(super) fn walk(mut self) -> Result<LiveAccount> {
        let account = self.create_custom()?;
        self.create_marketplace()?;
        self.look_for_the_secret(&account)?;
        let token = self.fetch_token(&account)?;
        self.call_without_permission(&token)?;
        self.grant(&account)?;
        self.call_with_permission(&token)?;
        self.change_email(&account)?;
        self.find_it_stopped(&account, &token)?;
        self.repair(&account, &token)?;
        self.rotate(&account)?;
        self.delete(&account, &token)?;
        self.leave_one()
    }

    fn create_custom(&mut self) -> Result<LiveAccount> {
        self.step("Ann, an administrator of the company acme, creates a Custom account");
        let new = json!({ "app_type": "custom", "name": "Nightly RFI export" });
        let answer = self.administer("POST", "service-accounts", Some(&new))?;
        let account = created(&answer)?;
        said(&answer, "and, this once, the secret");
        note("client_id    ", &account.client_id);
        note("client_secret", &account.client_secret);
        Ok(account)
    }

    fn create_marketplace(&mut self) -> Result<()> {
        self.step("and one for an app of the Marketplace");
        let new = json!({ "app_type": "marketplace", "app": "field_scheduler", "name": "Field Scheduler" });
        let answer = self.administer("POST", "service-accounts", Some(&new))?;
        let account = created(&answer)?;
        ensure!(answer.text("app") == "field_scheduler", "the account names another app");
        said(&answer, &format!("{} for the app {}", shown(&account.client_id), answer.text("app")));
        Ok(())
    }

    fn look_for_the_secret(&mut self, account: &LiveAccount) -> Result<()> {
        self.step("She looks for the secret again: it is nowhere");
        for path in ["", "/secrets"] {
            let answer = self.administer("GET", &format!("{}{path}", place(account)), None)?;
            expect(&answer, 200)?;
            let found = answer.body.to_string().contains(&account.client_secret);
            ensure!(!found, "the secret is in an answer after the first");
            said(&answer, "no secret");
        }
        Ok(())
    }

    fn fetch_token(&mut self, account: &LiveAccount) -> Result<String> {
        self.step("The program fetches an access token");
        let answer = self.request_token(account)?;
        let token = token(&answer)?;
        let (kind, seconds) = (answer.text("token_type"), &answer.body["expires_in"]);
        said(&answer, &format!("{kind} {} for {seconds} seconds", shown(&token)));
        Ok(token)
    }

    fn call_without_permission(&mut self, token: &str) -> Result<()> {
        self.step("and calls an API: permissions start at None");
        let answer = self.call_sample(token)?;
        refused(&answer, 403, "insufficient_scope")?;
        let required = json!({ "tool": "rfis", "level": "read_only", "project": PROJECT });
        ensure!(answer.body["required"] == required, "the refusal names another need: {}", answer.body);
        said(&answer, answer.text("code"));
        note("required", &answer.body["required"].to_string());
        Ok(())
    }

    fn grant(&mut self, account: &LiveAccount) -> Result<()> {
        self.step("Ann grants Read Only on the RFIs of that project");
        let change = json!({ "projects": [{ "project": PROJECT, "levels": { "rfis": "read_only" } }] });
        let path = format!("{}/permissions", place(account));
        let answer = self.administer("PUT", &path, Some(&change))?;
        expect(&answer, 204)?;
        said(&answer, "");
        Ok(())
    }

    fn call_with_permission(&mut self, token: &str) -> Result<()> {
        self.step("The same token now passes");
        let answer = self.call_sample(token)?;
        expect(&answer, 200)?;
        ensure!(answer.text("level") == "read_only", "another level: {}", answer.body);
        let (level, tool) = (answer.text("level"), answer.text("tool"));
        said(&answer, &format!("{level} on {tool} in the project {}", answer.text("project")));
        Ok(())
    }

    fn change_email(&mut self, account: &LiveAccount) -> Result<()> {
        self.step("Somebody edits the account's contact: the guard says what that breaks");
        let path = format!("contacts/{}", account.client_id);
        let change = json!({ "email": "ann@example.com" });
        let answer = self.administer("PATCH", &path, Some(&change))?;
        refused(&answer, 409, "would_break")?;
        said(&answer, answer.text("code"));
        let insisting = json!({ "email": "ann@example.com", "insist": answer.body["contact_revision"] });
        let answer = self.administer("PATCH", &path, Some(&insisting))?;
        expect(&answer, 200)?;
        broken(&answer)?;
        said(&answer, &standing(&answer));
        Ok(())
    }

    fn find_it_stopped(&mut self, account: &LiveAccount, token: &str) -> Result<()> {
        self.step("The account has stopped working, and says why to who proves the secret");
        let answer = self.request_token(account)?;
        refused(&answer, 400, "unauthorized_client")?;
        ensure!(answer.text("error_description").contains("email_changed"), "no reason: {}", answer.body);
        said(&answer, answer.text("error"));
        note("reason", answer.text("error_description"));
        let answer = self.call_sample(token)?;
        refused(&answer, 401, "invalid_token")?;
        said(&answer, answer.text("code"));
        Ok(())
    }

    fn repair(&mut self, account: &LiveAccount, token: &str) -> Result<()> {
        self.step("Ann repairs it with one call");
        let path = format!("{}/repair", place(account));
        let answer = self.administer("POST", &path, Some(&json!({ "how": "restore" })))?;
        expect(&answer, 200)?;
        ensure!(answer.body["functional"] == json!(true), "it is still broken: {}", answer.body);
        said(&answer, &standing(&answer));
        let answer = self.call_sample(token)?;
        expect(&answer, 200)?;
        said(&answer, "the token passes again");
        Ok(())
    }

    fn rotate(&mut self, account: &LiveAccount) -> Result<()> {
        self.step("She rotates the secret; for an hour the old one works beside the new");
        let path = format!("{}/secrets", place(account));
        let answer = self.administer("POST", &path, Some(&json!({ "overlap_seconds": 3600 })))?;
        expect(&answer, 201)?;
        let client_secret = answer.text("client_secret").to_owned();
        ensure!(client_secret != account.client_secret && !client_secret.is_empty(), "no new secret");
        said(&answer, &format!("client_secret {}", shown(&client_secret)));
        let renewed = LiveAccount { client_id: account.client_id.clone(), client_secret };
        for (which, account) in [("new", &renewed), ("old", account)] {
            let answer = self.request_token(account)?;
            token(&answer)?;
            said(&answer, &format!("a token for the {which} secret"));
        }
        Ok(())
    }

    fn delete(&mut self, account: &LiveAccount, token: &str) -> Result<()> {
        self.step("She deletes the account");
        let answer = self.administer("DELETE", &place(account), None)?;
        expect(&answer, 204)?;
        said(&answer, "");
        let answer = self.request_token(account)?;
        refused(&answer, 401, "invalid_client")?;
        said(&answer, answer.text("error"));
        let answer = self.call_sample(token)?;
        refused(&answer, 401, "invalid_token")?;
        said(&answer, answer.text("code"));
        Ok(())
    }

    fn leave_one(&mut self) -> Result<LiveAccount> {
        self.step("She leaves an account for you");
        let new = json!({ "app_type": "custom", "name": "Yours" });
        let answer = self.administer("POST", "service-accounts", Some(&new))?;
        let account = created(&answer)?;
        said(&answer, &shown(&account.client_id));
        let change = json!({ "company": { "rfis": "read_only" } });
        let answer = self.administer("PUT", &format!("{}/permissions", place(&account)), Some(&change))?;
        expect(&answer, 204)?;
        said(&answer, "");
        let answer = self.request_token(&account)?;
        let token = token(&answer)?;
        said(&answer, &shown(&token));
        let answer = self.call_sample(&token)?;
        expect(&answer, 200)?;
        said(&answer, "it works");
        Ok(account)
    }

    fn step(&mut self, title: &str) {
        self.steps += 1;
        println!("\n{:2}. {title}", self.steps);
    }

    /// A call of the admin API by Ann.
    fn administer(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Answer> {
        let path = format!("{DEFAULT_BASE_PATH}/companies/{COMPANY}/{path}");
        asked(method, &path, body.map(Value::to_string));
        let sent = body.map_or(Sent::Nothing, Sent::Json);
        self.client.send(method, &path, self.ann.proof()?, sent)
    }

    /// A token request (RFC 6749 section 4.4.2) by `client_secret_basic`.
    fn request_token(&self, account: &LiveAccount) -> Result<Answer> {
        let credentials = format!("{}:{}", account.client_id, account.client_secret);
        let authorization = format!("Basic {}", BASE64.encode(credentials.as_bytes()));
        let form = "grant_type=client_credentials";
        asked("POST", "/oauth/token", Some(form.into()));
        self.client.send("POST", "/oauth/token", ("authorization", authorization), Sent::Form(form))
    }

    fn call_sample(&self, token: &str) -> Result<Answer> {
        let path = format!("/sample/projects/{PROJECT}/rfis");
        asked("GET", &path, None);
        self.client.send("GET", &path, ("authorization", format!("Bearer {token}")), Sent::Nothing)
    }
}

/// Where the account is in the admin API.
fn place(account: &LiveAccount) -> String {
    format!("service-accounts/{}", account.client_id)
}

fn created(answer: &Answer) -> Result<LiveAccount> {
    expect(answer, 201)?;
    let account = LiveAccount {
        client_id: answer.text("client_id").into(),
        client_secret: answer.text("client_secret").into(),
    };
    ensure!(account.client_id.starts_with("sa_"), "there is no client_id: {}", answer.body);
    ensure!(!account.client_secret.is_empty(), "there is no client_secret");
    Ok(account)
}

fn token(answer: &Answer) -> Result<String> {
    expect(answer, 200)?;
    ensure!(answer.text("token_type") == "Bearer", "there is no token of the type Bearer");
    Ok(answer.text("access_token").into())
}

fn broken(answer: &Answer) -> Result<()> {
    ensure!(
        answer.body["functional"] == json!(false) && answer.body["problems"] == json!(["email_changed"]),
        "another state of the contact: {}",
        answer.body
    );
    Ok(())
}

fn expect(answer: &Answer, status: u16) -> Result<()> {
    ensure!(answer.status == status, "expected {status}, got {} {}", answer.status, answer.body);
    Ok(())
}

/// Problem documents have `code`, errors of OAuth `error`.
fn refused(answer: &Answer, status: u16, code: &str) -> Result<()> {
    expect(answer, status)?;
    let found = [answer.text("code"), answer.text("error")];
    ensure!(found.contains(&code), "expected {code}, got {}", answer.body);
    Ok(())
}

/// Whether the account works, and why not.
fn standing(answer: &Answer) -> String {
    format!("functional: {}, problems: {}", answer.body["functional"], answer.body["problems"])
}

fn asked(method: &str, path: &str, body: Option<String>) {
    let segment = |segment: &str| if segment.starts_with("sa_") { shown(segment) } else { segment.into() };
    let path: Vec<String> = path.split('/').map(segment).collect();
    let line = format!("    {method} {}", path.join("/"));
    match body {
        Some(body) if line.len() + body.len() < LINE => println!("{line}  {body}"),
        Some(body) => println!("{line}\n         {body}"),
        None => println!("{line}"),
    }
}

fn said(answer: &Answer, what: &str) {
    println!("{}", format!("    -> {} {what}", answer.status).trim_end());
}

fn note(name: &str, value: &str) {
    println!("       {name}  {value}");
}

/// The beginning of an id, a secret or a token.
fn shown(text: &str) -> String {
    text.chars().take(SHOWN).chain(['…']).collect()
}
