//! RFC 8707: what a token is for.

use crate::world::{World, parts};
use badgehouse::settings::Settings;
use badgehouse_tests::engines::settings;
use serde_json::json;

const A: &str = "https://a.example.com";
const B: &str = "https://b.example.com/files";

async fn world() -> World {
    World::with(Settings { audiences: vec![A.into(), B.into()], ..settings() }).await
}

#[tokio::test]
async fn rfc8707_1_an_absolute_uri_without_fragment() {
    let world = world().await;
    for resource in ["/files", "files", &format!("{A}#x"), "https://", "//a.example.com"] {
        assert_eq!(
            world.grant(&[("resource", resource)]).await.refusal(),
            (400, "invalid_target"),
            "{resource}"
        );
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
    for resource in ["https://c.example.com", "https://a.example.com/", "HTTPS://a.example.com"] {
        assert_eq!(
            world.grant(&[("resource", A), ("resource", resource)]).await.refusal(),
            (400, "invalid_target")
        );
    }
}

#[tokio::test]
async fn rfc8707_4_the_audience_is_the_resource() {
    let world = world().await;
    assert_eq!(parts(&world.grant(&[("resource", B)]).await.token())[1]["aud"], B);
    assert!(!world.passes(&world.grant(&[("resource", B)]).await.token()).await, "A's API refuses it");
}

#[tokio::test]
async fn rfc8707_5_for_this_grant() {
    assert_eq!(world().await.grant(&[("resource", A)]).await.status, 200);
}

#[tokio::test]
async fn rfc8707_6_the_effective_scope_is_told() {
    let answer = world().await.grant(&[("resource", A), ("scope", "rfis:admin")]).await;
    assert_eq!(answer.body["scope"], "rfis:read_only");
}
