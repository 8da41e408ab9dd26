//! `demo`: the tour passes, and leaves a server that any client can be pointed at.

use crate::http::{get, request_token};
use crate::process::{Folder, Running, succeed, text, value};

const README: &str = include_str!("../../../../README.md");

#[test]
fn the_tour_passes_and_shows_the_first_secret_once() {
    // By default it runs the component, which `cargo xtask build component` has built.
    for (choice, engine) in [(None, "the component"), (Some("--native"), "the core, natively")] {
        let folder = Folder::new();
        let mut command = folder.command(&["demo", "--once"]);
        command.args(choice);
        let printed = text(&succeed(command).stdout);
        assert!(printed.lines().next().unwrap().contains(engine), "{printed}");
        let secret = printed.lines().find_map(|line| line.trim().strip_prefix("client_secret  ")).unwrap();
        assert_eq!(printed.matches(secret).count(), 1);
        for name in ["ISSUER", "TOKEN_URL", "JWKS_URL", "AUDIENCE", "CLIENT_ID", "CLIENT_SECRET"] {
            assert!(!value(&printed, name).is_empty());
        }
    }
}

#[test]
fn what_it_prints_is_a_live_account_until_ctrl_c() {
    let folder = Folder::new();
    let mut demo = Running::start(folder.command(&["demo", "--native"]));
    let mut next = |name: &str| demo.line_with(&format!("{name}=")).split_once('=').unwrap().1.to_owned();
    let (issuer, _, jwks) = (next("ISSUER"), next("TOKEN_URL"), next("JWKS_URL"));
    let (audience, id, secret) = (next("AUDIENCE"), next("CLIENT_ID"), next("CLIENT_SECRET"));
    let (status, token) = request_token(&issuer, &id, &secret, Some(&audience));
    assert_eq!(status, 200, "{token}");
    assert_eq!(get(&jwks, &[]).1["keys"].as_array().unwrap().len(), 1);
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let sample = format!("{issuer}/sample/projects/any/rfis");
    assert_eq!(get(&sample, &[("authorization", &bearer)]).0, 200);
    demo.signal("INT");
    assert_eq!(demo.wait().0, Some(0));
}

#[test]
fn the_readme_shows_no_other_tour_than_the_one_that_is_walked() {
    let (_, block) = README.split_once("\n```text\n").unwrap();
    let (shown, _) = block.split_once("```\n").unwrap();
    let printed = text(&succeed(Folder::new().command(&["demo", "--once", "--native"])).stdout);
    let advice = "if the tour is meant to be another, `cargo xtask demo --write`";
    assert_eq!(without_what_is_new_each_time(&printed), without_what_is_new_each_time(shown), "{advice}");
}

/// The lines with a star for each port, id, secret and token; where only its beginning is shown, the mark of that stays.
fn without_what_is_new_each_time(text: &str) -> Vec<String> {
    let of_one = |character: char| character.is_ascii_alphanumeric() || "_-".contains(character);
    let starred = |line: String, begin: &str| {
        let mut parts = line.split(begin);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |line, part| line + begin + "*" + part.trim_start_matches(of_one))
    };
    text.lines()
        .map(|line| ["127.0.0.1:", "sa_", "bhs_", "eyJ"].into_iter().fold(line.to_owned(), starred))
        .collect()
}
