//! Quotas: how many accounts a company may have, and that deleting one makes room.

use badgehouse::account::{Account, AccountQuery, NewAccount};
use badgehouse::error::{Code, Error};
use badgehouse::grant::TokenRequest;
use badgehouse::principal::Principal;
use badgehouse::settings::{Policy, Settings};
use badgehouse::timestamp::Timestamp;
use badgehouse_native::{Engine, MemoryStore};
use badgehouse_simulation::settings;
use badgehouse_tests::engines::Clock;

const COMPANY: &str = "acme";

fn limited(accounts: u64) -> Settings {
    Settings { policy: Policy { accounts_per_company: accounts, ..Policy::default() }, ..settings() }
}

fn engine(settings: Settings) -> Engine {
    Engine::open(settings, MemoryStore::new()).expect("the settings")
}

async fn create(engine: &Engine, company: &str, name: &str) -> Result<Account, Error> {
    let new = NewAccount::custom(name);
    let made = engine.create_account(Principal::Platform, company.into(), new, None).await;
    made.map(|made| made.account)
}

#[tokio::test]
async fn a_company_has_no_more_accounts_than_policy_allows() {
    let engine = engine(limited(2));
    let first = create(&engine, COMPANY, "One").await.expect("the first");
    create(&engine, COMPANY, "Two").await.expect("the second");
    let refused = create(&engine, COMPANY, "Three").await.expect_err("one too many");
    assert_eq!(refused.code, Code::TooManyAccounts);
    create(&engine, "zenith", "One").await.expect("another company's quota is its own");
    let page = engine.list_accounts(Principal::Platform, COMPANY.into(), AccountQuery::default()).await;
    assert_eq!(page.expect("a page").items.len(), 2, "what is refused writes nothing");

    let id = first.client_id.to_string();
    engine.delete_account(Principal::Platform, COMPANY.into(), id.clone()).await.expect("deleted");
    create(&engine, COMPANY, "Three").await.expect("there is room again");
    let refused = engine.undelete_account(Principal::Platform, COMPANY.into(), id).await;
    assert_eq!(refused.expect_err("the room is taken").code, Code::TooManyAccounts);
}

#[tokio::test]
async fn a_refused_or_repeated_call_takes_no_room() {
    let engine = engine(limited(2));
    let key = || Some("once".to_owned());
    for _ in 0..3 {
        let new = NewAccount::custom("One");
        engine.create_account(Principal::Platform, COMPANY.into(), new, key()).await.expect("the same");
    }
    create(&engine, COMPANY, " ").await.expect_err("no name");
    let two = create(&engine, COMPANY, "Two").await.expect("room for a second");
    let id = two.client_id.to_string();
    for _ in 0..2 {
        engine.delete_account(Principal::Platform, COMPANY.into(), id.clone()).await.ok();
    }
    create(&engine, COMPANY, "Two").await.expect("room for one");
    create(&engine, COMPANY, "Three").await.expect_err("and for one only");
}

#[tokio::test]
async fn accounts_are_found_by_their_last_use() {
    let clock = Clock::default();
    let moving = clock.clone();
    let engine = Engine::open(settings(), clock.store()).expect("the settings");
    let engine = engine.with_clock(move || moving.now());
    let new = NewAccount::custom("Used");
    let used = engine.create_account(Principal::Platform, COMPANY.into(), new, None).await.expect("made");
    let idle = create(&engine, COMPANY, "Idle").await.expect("made");
    clock.advance(100);
    let request = TokenRequest {
        client_id: used.account.client_id.to_string(),
        client_secret: used.client_secret.expect("a secret").reveal().to_owned().into(),
        ..TokenRequest::default()
    };
    engine.request_token(request).await.expect("a token");
    engine.record_usage().await.expect("recorded");

    let at = "2027-01-15T08:01:40Z".parse::<Timestamp>().expect("a moment");
    let found = async |query: AccountQuery| {
        let page = engine.list_accounts(Principal::Platform, COMPANY.into(), query).await.expect("a page");
        page.items.into_iter().map(|account| account.name).collect::<Vec<_>>()
    };
    let since =
        |used, unused| AccountQuery { used_since: used, unused_since: unused, ..AccountQuery::default() };
    assert_eq!(found(since(Some(at), None)).await, ["Used"]);
    assert!(found(since(Some(at.after(1)), None)).await.is_empty());
    assert_eq!(found(since(None, Some(at))).await, [idle.name]);
    assert_eq!(found(since(None, Some(at.after(1)))).await.len(), 2);
}

#[tokio::test]
async fn a_search_goes_on_where_a_page_had_to_stop() {
    let engine = engine(settings());
    for number in 0..1050 {
        create(&engine, COMPANY, &format!("Sync {number}")).await.expect("made");
    }
    let mut query = AccountQuery { name: Some("sync 104".into()), ..AccountQuery::default() };
    let (mut names, mut pages) = (Vec::new(), 0);
    loop {
        let page =
            engine.list_accounts(Principal::Platform, COMPANY.into(), query.clone()).await.expect("a page");
        names.extend(page.items.into_iter().map(|account| account.name));
        pages += 1;
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    names.sort();
    let expected =
        std::iter::once("Sync 104".to_owned()).chain((1040..1050).map(|number| format!("Sync {number}")));
    assert_eq!(names, expected.collect::<Vec<_>>());
    assert_eq!(pages, 2, "a page looks at a thousand accounts");
}
