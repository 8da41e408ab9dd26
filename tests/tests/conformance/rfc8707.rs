//! RFC 8707: what a token is for.

use crate::tokens::parts;
use crate::world::World;
use badgehouse::settings::Settings;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_tests::jwt::signed;
use serde_json::json;

const A: &str = "https://a.example.com";
const B: &str = "https://b.example.com/files";

async fn world() -> World {
    World::with(Settings { audiences: vec![A.into(), B.into()], ..settings() }).await
}

fn opens(audiences: &[&str]) -> bool {
    let audiences = audiences.iter().map(|audience| (*audience).to_owned()).collect();
    Engine::open(Settings { audiences, ..settings() }, MemoryStore::new()).is_ok()
}

#[tokio::test]
async fn rfc8707_1_an_absolute_uri_without_fragment() {
    let world = world().await;
    for resource in ["/files", "files", &format!("{A}#x"), "https://", "//a.example.com"] {
        let answer = world.grant(&[("resource", resource)]).await;
        assert_eq!(answer.refusal(), (400, "invalid_target"), "{resource}");
    }
}

#[test]
fn rfc8707_1_and_no_other_is_an_audience_of_the_settings() {
    assert!(opens(&[A, B]) && opens(&["urn:acme:files"]));
    for audience in ["/files", "files", "//a.example.com", "https://a#x", "https:", ""] {
        assert!(!opens(&[audience]), "{audience}");
    }
}

#[tokio::test]
async fn rfc8707_2_several_resources() {
    let token = world().await.grant(&[("resource", A), ("resource", B)]).await.token();
    assert_eq!(parts(&token)[1]["aud"], json!([A, B]));
}

#[tokio::test]
async fn rfc8707_3_an_unknown_one_is_invalid_target() {
    let world = world().await;
    for resource in ["https://c.example.com", "https://a.example.com/x", "http://a.example.com"] {
        let answer = world.grant(&[("resource", A), ("resource", resource)]).await;
        assert_eq!(answer.refusal(), (400, "invalid_target"), "{resource}");
    }
}

#[tokio::test]
async fn rfc8707_3_one_that_is_written_otherwise_is_no_other() {
    let world = world().await;
    for resource in ["https://a.example.com/", "HTTPS://A.example.com:443", "https://a.example.com/x/.."] {
        let token = world.grant(&[("resource", B), ("resource", resource)]).await.token();
        assert_eq!(parts(&token)[1]["aud"], json!([B, A]), "{resource}");
    }
}

#[test]
fn rfc8707_3_no_audience_is_the_admin_apis_written_otherwise() {
    let issuer = settings().issuer;
    for audience in [
        format!("{issuer}/admin"),
        format!("{issuer}/x/../%61dmin"),
        issuer.replace("http", "HTTP") + "/admin",
    ] {
        assert!(!opens(&[&audience]), "{audience}");
    }
}

#[tokio::test]
async fn rfc8707_4_the_audience_is_the_resource() {
    let world = world().await;
    assert_eq!(parts(&world.grant(&[("resource", B)]).await.token())[1]["aud"], B);
    assert!(!world.passes(&world.grant(&[("resource", B)]).await.token()).await, "A's API refuses it");
}

#[tokio::test]
async fn rfc8707_5_for_every_grant() {
    let world = world().await;
    world.enter("ec").await;
    let outside = signed("rsa", json!({}), world.trust().await);
    let wanted = [("resource", B)];
    for (what, answer) in [
        ("a secret", world.grant(&wanted).await),
        ("an assertion", world.assert(&signed("ec", json!({}), world.claims("1")), &wanted).await),
        ("another's JWT", world.exchange(&outside, &wanted).await),
    ] {
        assert_eq!(parts(&answer.token())[1]["aud"], B, "{what}");
    }
    let unknown = [("resource", "https://c.example.com")];
    for answer in [
        world.assert(&signed("ec", json!({}), world.claims("2")), &unknown).await,
        world.exchange(&outside, &unknown).await,
    ] {
        assert_eq!(answer.refusal(), (400, "invalid_target"));
    }
}

#[tokio::test]
async fn rfc8707_6_the_effective_scope_is_told() {
    let answer = world().await.grant(&[("resource", A), ("scope", "rfis:admin")]).await;
    assert_eq!(answer.body["scope"], "rfis:read_only");
}

#[test]
fn rfc9068_12_no_audience_stands_for_two_resources() {
    assert!(!opens(&[A, A]) && !opens(&[A, B, A]));
    assert!(!opens(&[&format!("{A}/"), A]) && !opens(&[A, B, "https://A.example.com:443"]));
}
