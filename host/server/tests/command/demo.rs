//! `demo`: the tour passes, and leaves a server that any client can be pointed at.

use crate::http::{get, request_token};
use crate::process::{Folder, Running, succeed, text, value};

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
