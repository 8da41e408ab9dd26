//! What an instance is after it has answered: to the byte what it was before the first request, by what the system says of this process's memory.
#![cfg(target_os = "linux")]

mod common;

use badgehouse::audit::Note;
use badgehouse::authorize::NeedInput;
use badgehouse::grant::TokenRequest;
use badgehouse::http::HttpRequest;
use badgehouse::permission::Level;
use badgehouse_native::MemoryStore;
use badgehouse_wasmtime::Badgehouse;
use common::{COMPANY, administrator, component, create, new_account, program, settings};
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::time::Duration;
use wasmparser::{Operator, Parser, Payload};

/// The tests look at all instances of the process.
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// The memories that stand on an image, each with its bytes.
fn memories() -> Vec<Vec<u8>> {
    let process = File::open("/proc/self/mem").unwrap();
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    let of_instances =
        maps.lines().filter(|line| line.contains("badgehouse-instance") && line.contains(" rw-p "));
    let read = |line: &str| {
        let (begin, end) = line.split_once(' ').unwrap().0.split_once('-').unwrap();
        let [begin, end] = [begin, end].map(|at| u64::from_str_radix(at, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(end - begin).unwrap()];
        process.read_exact_at(&mut bytes, begin).unwrap();
        bytes
    };
    of_instances.map(read).collect()
}

fn holds(memory: &[u8], text: &str) -> bool {
    memory.windows(text.len()).any(|bytes| bytes == text.as_bytes())
}

/// A store with an account in it, and how a token is asked for.
async fn filled() -> (MemoryStore, TokenRequest) {
    let store = MemoryStore::new();
    let created = create(&program().open(settings(), store.clone()).unwrap()).await;
    let client_id = created.account.client_id.to_string();
    let client_secret = created.client_secret.unwrap().reveal().to_owned().into();
    (store, TokenRequest { client_id, client_secret, ..TokenRequest::default() })
}

async fn asks_for_everything(badges: &Badgehouse, request: &TokenRequest) {
    let token = badges.request_token(request.clone()).await.unwrap().access_token;
    let need = NeedInput {
        company: COMPANY.into(),
        audience: None,
        tool: "rfis".into(),
        level: Some(Level::ReadOnly),
        action: None,
        project: None,
    };
    badges.authorize(Some(format!("Bearer {token}")), need).await.unwrap_err();
    badges.get_account(administrator(), "another".into(), request.client_id.clone()).await.unwrap_err();
    badges.create_account(administrator(), COMPANY.into(), new_account(), None).await.unwrap();
    let body = vec![b'x'; 200_000].into();
    let posted =
        HttpRequest { method: "POST".into(), target: "/oauth/token".into(), body, ..HttpRequest::default() };
    badges.handle(posted, None).await.unwrap();
    let note = Note::new(Some("a note of this request".into()), None).unwrap();
    create(&badges.noting(note)).await;
}

#[tokio::test]
async fn one_instance_serves_many_requests_and_is_the_same_to_the_byte_after_each() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let (store, request) = filled().await;
    let badges = program().open(settings(), store).unwrap();
    badges.jwks().await.unwrap();
    let before = memories();
    assert_eq!(before.len(), 1);
    for _ in 0..20 {
        asks_for_everything(&badges, &request).await;
        let after = memories();
        assert_eq!(after.len(), 1, "another instance was begun, or none rests");
        assert!(after == before, "something of a request is left");
    }
    let secret = request.client_secret.as_str();
    assert!(!holds(&before[0], secret) && !holds(&memories()[0], secret));
}

#[tokio::test]
async fn instances_that_work_at_a_time_stand_on_one_image() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let (store, request) = filled().await;
    let badges = program().open(settings(), store).unwrap();
    let all = (0..8).map(|_| {
        let (badges, request) = (badges.clone(), request.clone());
        tokio::spawn(async move { badges.request_token(request).await.unwrap() })
    });
    for one in all.collect::<Vec<_>>() {
        one.await.unwrap();
    }
    let after = memories();
    assert!((1..=8).contains(&after.len()));
    assert!(after.iter().all(|memory| *memory == after[0]));
    let images =
        fs::read_dir("/proc/self/fd").unwrap().filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    assert_eq!(images.filter(|name| name.to_string_lossy().contains("badgehouse-instance")).count(), 1);
    drop(badges);
    assert_eq!(memories().len(), 0);
}

#[tokio::test]
async fn what_has_grown_was_stopped_or_was_given_up_rests_no_more() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let (store, _) = filled().await;
    let badges = program().open(settings(), store).unwrap();
    badges.jwks().await.unwrap();
    assert_eq!(memories().len(), 1);
    // More than there is room for.
    let body = vec![b'x'; 4 << 20].into();
    let huge =
        HttpRequest { method: "POST".into(), target: "/oauth/token".into(), body, ..HttpRequest::default() };
    badges.handle(huge, None).await.unwrap();
    assert_eq!(memories().len(), 0);
    badges.jwks().await.unwrap();
    assert_eq!(memories().len(), 1);
    let given_up = tokio::time::timeout(Duration::ZERO, badges.jwks()).await;
    assert!(given_up.is_err() || given_up.unwrap().is_ok());
    badges.jwks().await.unwrap();
    assert_eq!(memories().len(), 1);
}

#[tokio::test]
async fn settings_have_images_of_their_own() {
    let _alone = ONE_AT_A_TIME.lock().await;
    let program = badgehouse_wasmtime::Program::compile(component()).unwrap();
    let mut other = settings();
    other.issuer = "https://id.other.example".into();
    let (one, other) = (
        program.open(settings(), MemoryStore::new()).unwrap(),
        program.open(other, MemoryStore::new()).unwrap(),
    );
    one.jwks().await.unwrap();
    other.jwks().await.unwrap();
    let after = memories();
    assert_eq!(after.len(), 2);
    for issuer in ["https://id.acme.com", "https://id.other.example"] {
        assert_eq!(after.iter().filter(|memory| holds(memory, issuer)).count(), 1, "{issuer}");
    }
    let metadata = HttpRequest {
        method: "GET".into(),
        target: "/.well-known/oauth-authorization-server".into(),
        ..HttpRequest::default()
    };
    for (badges, issuer) in [(&one, "https://id.acme.com"), (&other, "https://id.other.example")] {
        let answer = badges.handle(metadata.clone(), None).await.unwrap();
        assert!(holds(&answer.body, issuer));
    }
}

/// What of an instance is not in its memory: a call that has ended puts the stack's pointer back, and nothing else changes while it runs.
#[test]
fn beside_its_memory_nothing_of_an_instance_can_change_but_the_pointer_of_its_stack() {
    let component = component();
    let mut changing = 0;
    for payload in Parser::new(0).parse_all(&component) {
        match payload.unwrap() {
            Payload::GlobalSection(globals) => {
                changing += globals.into_iter().filter(|global| global.as_ref().unwrap().ty.mutable).count();
            }
            Payload::CodeSectionEntry(body) => {
                for operator in body.get_operators_reader().unwrap() {
                    let operator = operator.unwrap();
                    let changes = matches!(
                        operator,
                        Operator::TableSet { .. }
                            | Operator::TableGrow { .. }
                            | Operator::TableFill { .. }
                            | Operator::TableCopy { .. }
                            | Operator::TableInit { .. }
                            | Operator::ElemDrop { .. }
                            | Operator::MemoryInit { .. }
                            | Operator::DataDrop { .. }
                    );
                    assert!(!changes, "{operator:?}");
                }
            }
            _ => {}
        }
    }
    assert_eq!(changing, 1);
}
