//! Text as people write it: what is no name, what is the same text, and what a search finds, by the corpus of odd texts.

use super::{World, administrator, core};
use crate::administration::account::view::AccountQuery;
use crate::administration::contact::report::ContactReport;
use crate::model::account::details::AccountChange;
use crate::model::account::disabling::DisableInput;
use crate::model::account::new::NewAccount;
use crate::model::account::view::Account;
use crate::model::audit::note::Note;
use crate::model::catalogue::Catalogue;
use crate::model::contact::ContactChangeInput;
use crate::model::contact::NewContact;
use crate::model::life::{CredentialChange, Life};
use crate::model::record;
use crate::model::rules::Rules;
use crate::model::settings::Settings;
use crate::model::template::NewTemplate;
use crate::model::template::TemplateChange;
use crate::model::vouch;
use crate::port::crypto::keys::SealingKeys;
use crate::port::crypto::seal::SealingKey;
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::identifier::CompanyId;
use crate::value::timestamp::Timestamp;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Corpus {
    pub(crate) names: Vec<Name>,
    searches: Vec<Search>,
}

#[derive(Deserialize)]
pub(crate) struct Name {
    pub(crate) what: String,
    pub(crate) text: String,
    pub(crate) taken: Option<String>,
    pub(crate) refused: Option<String>,
}

#[derive(Deserialize)]
struct Search {
    what: String,
    name: String,
    finds: Vec<String>,
    misses: Vec<String>,
}

pub(crate) fn corpus() -> Corpus {
    serde_json::from_str(include_str!("../../../tests/corpus/texts.json")).unwrap()
}

/// What each call of `set` does with an odd text: the text that it became, or where and why it was refused.
fn each_is_right(pointer: &str, mut set: impl FnMut(&str) -> Result<String, Error>) {
    for Name { what, text, taken, refused } in corpus().names {
        match (set(&text), taken, refused) {
            (Ok(name), Some(taken), None) => assert_eq!(name, taken, "{what}"),
            (Err(error), None, Some(why)) => {
                let problem = error.errors.first().unwrap();
                assert_eq!(problem.pointer, pointer, "{what}");
                assert!(problem.detail.contains(&why), "{what}: {}", problem.detail);
            }
            (other, ..) => panic!("{what}: {other:?}"),
        }
    }
}

impl World {
    fn create(&mut self, new: NewAccount) -> Result<Account, Error> {
        let start = self.start();
        self.run(core().create_account(start, administrator(), "acme".into(), new, None))
            .map(|created| created.account)
    }

    fn found(&mut self, query: AccountQuery) -> Vec<String> {
        let start = self.start();
        let page = self.run(core().list_accounts(start, administrator(), "acme".into(), query)).unwrap();
        assert_eq!(page.next_cursor, None);
        page.items.into_iter().map(|account| account.name).collect()
    }

    fn named(&mut self, query: &str) -> Vec<String> {
        self.found(AccountQuery { name: Some(query.into()), ..AccountQuery::default() })
    }
}

#[test]
fn what_nobody_sees_is_no_name_and_what_is_the_same_text_becomes_one() {
    let mut world = World::default();
    each_is_right("/name", |text| world.create(NewAccount::custom(text)).map(|account| account.name));
}

#[test]
fn a_form_is_told_what_the_back_end_says() {
    let rules = Rules::new(Catalogue::default()).unwrap();
    for Name { what, text, refused, .. } in corpus().names {
        let problems = rules.check_new_account(&NewAccount::custom(text));
        assert_eq!(problems.is_empty(), refused.is_none(), "{what}: {problems:?}");
    }
}

#[test]
fn a_search_finds_a_name_in_any_case_and_however_it_is_composed() {
    for Search { what, name, finds, misses } in corpus().searches {
        let mut world = World::default();
        let taken = world.create(NewAccount::custom(&name)).unwrap().name;
        for query in finds.iter().chain([&name, &taken]) {
            assert_eq!(world.named(query), [taken.as_str()], "{what}: {query:?} finds it");
        }
        for query in misses {
            assert!(world.named(&query).is_empty(), "{what}: {query:?} does not find it");
        }
    }
}

#[test]
fn an_owner_is_found_however_its_id_is_composed_and_kept_as_it_is_written() {
    let mut world = World::default();
    let (decomposed, composed) = ("Rene\u{301}", "Ren\u{e9}");
    let owned = NewAccount { owner: Some(decomposed.into()), ..NewAccount::custom("Sync") };
    assert_eq!(world.create(owned).unwrap().owner.as_deref(), Some(decomposed), "the host's id");
    for owner in [decomposed, composed] {
        let query = AccountQuery { owner: Some(owner.into()), ..AccountQuery::default() };
        assert_eq!(world.found(query), ["Sync"], "{owner:?}");
    }
    for (what, owner) in
        [("unseen", "\u{3164}"), ("turned", "ann\u{202e}"), ("hidden", &"\u{e0041}".repeat(9))]
    {
        let wish = NewAccount { owner: Some(owner.into()), ..NewAccount::custom("Sync") };
        let error = world.create(wish).unwrap_err();
        assert_eq!(error.errors.first().unwrap().pointer, "/owner", "{what}");
    }
}

#[test]
fn every_name_that_people_give_is_held_to_the_rule() {
    let mut world = World::default();
    let id = world.create(NewAccount::custom("Sync")).unwrap().client_id.to_string();
    let company = || "acme".to_owned();
    each_is_right("/name", |text| {
        let change = AccountChange { name: Some(text.into()), ..AccountChange::default() };
        let start = world.start();
        world
            .run(core().update_account(start, administrator(), company(), id.clone(), change, None))
            .map(|account| account.name)
    });
    each_is_right("/name", |text| {
        let new = NewTemplate { name: text.into(), levels: Default::default() };
        let start = world.start();
        world
            .run(core().create_template(start, administrator(), company(), new))
            .map(|template| template.name)
    });
    each_is_right("/reason", |text| {
        let input = DisableInput { reason: text.into() };
        let start = world.start();
        world
            .run(core().disable_account(start, administrator(), company(), id.clone(), input, None))
            .map(|account| account.disabled.unwrap().reason)
    });
    each_is_right("/reason", |text| {
        Note::new(Some(text.into()), None).map(|note| note.reason().unwrap().to_owned())
    });
}

#[test]
fn a_catalogue_names_nothing_that_nobody_can_see() {
    for pointer in ["/tools/4/name", "/tools/4/actions/0/name", "/apps/0/name"] {
        let mut catalogue = serde_json::to_value(Catalogue::default()).unwrap();
        catalogue["apps"] = serde_json::json!([{ "id": "sync", "name": "Sync" }]);
        *catalogue.pointer_mut(pointer).unwrap() = "\u{3164}\u{2800}".into();
        let problems = serde_json::from_value::<Catalogue>(catalogue).unwrap().problems();
        assert_eq!(problems.iter().map(|problem| problem.pointer.as_str()).collect::<Vec<_>>(), [pointer]);
    }
}

#[test]
fn an_address_that_shows_as_another_is_not_entered() {
    for email in
        ["ann\u{200b}@example.com", "ann@example.com\u{2060}", "ann\u{202e}@example.com", "a\u{ad}@b"]
    {
        let mut world = World::default();
        let start = world.start();
        let new = NewContact { email: email.into() };
        let error = world.run(core().create_contact(start, administrator(), "acme".into(), new)).unwrap_err();
        assert_eq!(error.errors.first().unwrap().pointer, "/email", "{email:?}");
    }
}

#[test]
fn an_address_or_a_reason_that_comes_back_as_it_is_stored_is_taken() {
    let (mut world, hidden) = (World::default(), "ann\u{200b}@example.com");
    let id = world.create(NewAccount::custom("Sync")).unwrap().client_id;
    let companies = Some(vec!["acme".to_owned()]);
    let report =
        ContactReport { email: hidden.into(), companies: vec!["acme".into(), "other".into()], revision: 1 };
    let start = world.start();
    world.run(core().report_contact(start, "acme".into(), id.to_string(), report)).unwrap();
    let mut change = |email: &str| {
        let change =
            ContactChangeInput { email: Some(email.into()), companies: companies.clone(), insist: None };
        let start = world.start();
        world.run(core().change_contact(start, administrator(), "acme".into(), id.to_string(), change))
    };
    assert_eq!(change(hidden).unwrap().companies.len(), 1, "the companies are changed");
    let new = change("ann\u{2060}@example.com").unwrap_err();
    assert_eq!(new.errors.first().unwrap().pointer, "/email", "what is new is checked");

    let disable = |world: &mut World, reason: &str| {
        let input = DisableInput { reason: reason.into() };
        let start = world.start();
        let disabled =
            core().disable_account(start, administrator(), "acme".into(), id.to_string(), input, None);
        world.run(disabled).map(|account| account.disabled.unwrap().reason)
    };
    disable(&mut world, "NAME").unwrap();
    for older in older() {
        let mut world = World { entries: world.entries.clone(), ..World::default() };
        as_stored_before(&mut world, &record::account(&id), "NAME", &older);
        assert_eq!(disable(&mut world, &older).unwrap(), older);
        let new = disable(&mut world, &format!("{older}\u{202e}")).unwrap_err();
        assert_eq!(new.errors.first().unwrap().pointer, "/reason", "what is new is checked");
    }
}

#[test]
fn a_description_keeps_its_lines_and_metadata_every_byte() {
    let mut world = World::default();
    let wish = NewAccount {
        description: Some("Pour Re\u{301}mi\r\nligne 2".into()),
        metadata: [("path".to_owned(), "Re\u{301}mi".to_owned())].into(),
        ..NewAccount::custom("Sync")
    };
    let account = world.create(wish).unwrap();
    assert_eq!(account.description.as_deref(), Some("Pour R\u{e9}mi\nligne 2"));
    assert_eq!(account.metadata.get("path").unwrap(), "Re\u{301}mi", "it may be another system's id");
    for (pointer, wish) in [
        ("/description", NewAccount { description: Some("a\u{202e}b".into()), ..NewAccount::custom("Sync") }),
        (
            "/metadata/k",
            NewAccount {
                metadata: [("k".to_owned(), "\u{e0041}".repeat(9))].into(),
                ..NewAccount::custom("Sync")
            },
        ),
    ] {
        assert_eq!(world.create(wish).unwrap_err().errors.first().unwrap().pointer, pointer);
    }
}

/// What a release before these rules has stored: each text of the record changed from `now` to `then`, and signed as it was then.
fn as_stored_before(world: &mut World, key: &Key, now: &str, then: &str) {
    let keys = SealingKeys::new(&[SealingKey::from_bytes([7; 32])]).unwrap();
    let entry = world.entries.get_mut(key).unwrap();
    let text = String::from_utf8(entry.value.clone()).unwrap();
    let json = text.split_once('\n').unwrap().0.replace(now, then);
    assert!(json.contains(then));
    entry.value = vouch::signed(&keys, key, json.into_bytes());
}

/// A decomposed name, one that nobody sees, one that hides a text, and a turned one.
fn older() -> [String; 4] {
    [
        "Re\u{301}sume\u{301}".into(),
        "\u{3164}".into(),
        format!("x{}", "\u{e0041}".repeat(20)),
        "a\u{202e}b".into(),
    ]
}

#[test]
fn an_account_that_was_named_before_these_rules_is_shown_found_and_changed() {
    for older in older() {
        let mut world = World::default();
        let wish = NewAccount {
            description: Some("NAME".into()),
            owner: Some("NAME".into()),
            metadata: [("k".to_owned(), "NAME".to_owned())].into(),
            ..NewAccount::custom("NAME")
        };
        let id = world.create(wish).unwrap().client_id;
        as_stored_before(&mut world, &record::account(&id), "NAME", &older);
        assert_eq!(world.named(&older), [older.as_str()], "it is found");
        let owned = AccountQuery { owner: Some(older.clone()), ..AccountQuery::default() };
        assert_eq!(world.found(owned), [older.as_str()], "by its owner as well");
        let mut update = |change: AccountChange| {
            let start = world.start();
            let changed =
                core().update_account(start, administrator(), "acme".into(), id.to_string(), change, None);
            world.run(changed)
        };
        let other = AccountChange { token_seconds: Some(Some(60)), ..AccountChange::default() };
        assert_eq!(update(other).unwrap().name, older, "another member is changed");
        let whole = AccountChange {
            name: Some(older.clone()),
            description: Some(Some(older.clone())),
            owner: Some(Some(older.clone())),
            metadata: Some(Some([("k".to_owned(), Some(older.clone()))].into())),
            token_seconds: Some(Some(90)),
            ..AccountChange::default()
        };
        let changed = update(whole).unwrap();
        assert_eq!(
            (changed.name.as_str(), changed.token_seconds),
            (older.as_str(), Some(90)),
            "a form sends it all back"
        );
        let new = AccountChange { name: Some(format!("{older}\u{202e}")), ..AccountChange::default() };
        assert_eq!(
            update(new).unwrap_err().errors.first().unwrap().pointer,
            "/name",
            "what is new is checked"
        );
    }
}

#[test]
fn a_template_that_was_named_before_these_rules_takes_other_levels() {
    for older in older() {
        let mut world = World::default();
        let start = world.start();
        let new = NewTemplate { name: "NAME".into(), levels: Default::default() };
        let made = world.run(core().create_template(start, administrator(), "acme".into(), new)).unwrap();
        let key = record::template(&CompanyId::parse("acme").unwrap().segment(), &made.template_id);
        as_stored_before(&mut world, &key, "NAME", &older);
        for name in [None, Some(older.clone())] {
            let change = TemplateChange { name, levels: Some(Default::default()) };
            let start = world.start();
            let id = made.template_id.to_string();
            let changed =
                world.run(core().change_template(start, administrator(), "acme".into(), id, change, None));
            assert_eq!(changed.unwrap().name, older);
        }
    }
}

#[test]
fn a_credential_that_was_named_before_these_rules_is_changed() {
    for older in older() {
        let keys = SealingKey::from_bytes([7; 32]);
        let policy = Settings::new("https://id.example.com", "svc.example.com", vec![keys]).policy;
        let (mut name, now) = (Some(older.clone()), Timestamp::from_seconds(1_800_000_000));
        let mut life = Life::begin(None, &policy, now);
        let change = CredentialChange { name: Some(Some(older.clone())), ..CredentialChange::default() };
        change.apply(&mut name, &mut life, &policy, now).unwrap();
        assert_eq!(name, Some(older));
    }
}
