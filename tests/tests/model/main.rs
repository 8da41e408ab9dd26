//! A reference model of permissions and tenants, and the core: they agree on every decision.
//!
//! Exhaustive in a small world, and in random cases, whose number is BADGEHOUSE_CASES and whose seed is BADGEHOUSE_SEED.

mod pair;
mod reference;

use pair::Pair;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use reference::{ACCOUNTS, ACTIONS, ADMIN, DIRECTORY, Named, Place, Who, Wish, company_of};
use std::collections::BTreeSet;

/// Every actor that holds every level on every tool, with every level on `directory`, wishes every level on it for every account at every company's address.
#[test]
fn model_and_core_agree_on_all_combinations_of_2_companies_3_principals_3_tools_and_4_levels() {
    let mut pair = Pair::new();
    let mut tried = BTreeSet::new();
    for actor in 0..ACCOUNTS {
        for held in 0..16 {
            for tool in 0..3 {
                let mut levels = [0; 3];
                levels[tool] = held % 4;
                levels[DIRECTORY] = held / 4;
                let place = None;
                pair.set(
                    Who::User(company_of(actor), true),
                    company_of(actor),
                    actor,
                    &Wish { place, levels, ..Wish::default() },
                );
                every_grant(&mut pair, actor, tool, |target, level, company| {
                    tried.insert((actor, tool, levels[tool], levels[DIRECTORY], target, level, company));
                });
            }
        }
    }
    // On `directory` itself the two levels of the actor are one.
    let held = 2 * 3 * (2 * 4 * 4 + 4);
    assert_eq!(tried.len(), held * (2 * 3) * 4 * 2, "a combination was left out");
}

/// Every actor that holds every action in every way, or in none, wishes every action for every account at every company's address.
#[test]
fn model_and_core_agree_on_every_grant_of_an_action_in_a_small_world() {
    let mut pair = Pair::new();
    let ways = (0..ACCOUNTS).flat_map(|actor| (0..ACTIONS.len()).map(move |action| (actor, action)));
    for (actor, action) in ways {
        let tool = ACTIONS[action].0;
        for (level, granted, governs) in (0..4).flat_map(|level| {
            [(level, false, true), (level, true, true), (level, false, false), (level, true, false)]
        }) {
            let mut wish = Wish::default();
            wish.levels[tool] = level;
            if tool != DIRECTORY {
                wish.levels[DIRECTORY] = if governs { ADMIN } else { 2 };
            }
            wish.actions.extend(granted.then_some(action));
            pair.set(Who::User(company_of(actor), true), company_of(actor), actor, &wish);
            pair.check_action(actor, action);
            for (target, company) in
                (0..ACCOUNTS).flat_map(|target| (0..2).map(move |company| (target, company)))
            {
                let places: &[Place] = if tool == DIRECTORY { &[None] } else { &[None, Some(0)] };
                for place in places {
                    let wish = Wish { place: *place, actions: BTreeSet::from([action]), ..Wish::default() };
                    pair.set(Who::Account(actor), company, target, &wish);
                    pair.ask_action(target, company, action, *place);
                    pair.check_action(target, action);
                }
            }
        }
    }
}

/// Every level on a tool that an actor may wish for an account, in the company and in a project, by either company's address.
fn every_grant(pair: &mut Pair, actor: usize, tool: usize, mut tried: impl FnMut(usize, usize, usize)) {
    for (target, level, company) in (0..ACCOUNTS)
        .flat_map(|target| (0..4).flat_map(move |level| (0..2).map(move |company| (target, level, company))))
    {
        tried(target, level, company);
        let places: &[Place] = if tool == DIRECTORY { &[None] } else { &[None, Some(0)] };
        for place in places {
            let mut levels = [0; 3];
            levels[tool] = level;
            pair.set(
                Who::Account(actor),
                company,
                target,
                &Wish { place: *place, levels, ..Wish::default() },
            );
        }
        for needed in 1..4 {
            for place in places {
                pair.ask(target, company, tool, needed, *place);
            }
        }
        pair.check(target, company, tool, 1 + level % 3);
    }
}

#[test]
fn model_and_core_agree_in_random_cases() {
    let number = |name: &str, otherwise: u64| {
        std::env::var(name)
            .map_or(otherwise, |text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
    };
    let (cases, seed) = (number("BADGEHOUSE_CASES", 20_000), number("BADGEHOUSE_SEED", 1));
    let mut random = ChaCha20Rng::seed_from_u64(seed);
    let mut below = move |bound: usize| random.next_u32() as usize % bound;
    let mut pair = Pair::new();
    for _ in 0..cases {
        let (account, company, tool) = (below(ACCOUNTS), below(2), below(3));
        let mut some_actions = || (0..ACTIONS.len()).filter(|_| below(4) == 0).collect::<BTreeSet<_>>();
        let actions = some_actions();
        match below(11) {
            0..=2 => {
                let place = below(3).checked_sub(1);
                let mut levels = [below(4), below(4), below(4)];
                if place.is_some() {
                    levels[DIRECTORY] = 0;
                }
                let who = match below(4) {
                    0 => Who::User(below(2), below(4) > 0),
                    1..=2 => Who::Account(company * 3 + below(3)),
                    _ => Who::Account(below(ACCOUNTS)),
                };
                let in_place = |action: &usize| place.is_none() || ACTIONS[*action].0 != DIRECTORY;
                let actions = actions.into_iter().filter(in_place).collect();
                pair.set(who, company, account, &Wish { place, levels, actions });
            }
            3 => pair.check(account, company, tool, 1 + below(3)),
            4 => pair.check_action(account, below(ACTIONS.len())),
            5 => {
                let named = Named { levels: [below(4), below(4), below(4)], actions };
                if named.levels != [0; 3] || !named.actions.is_empty() {
                    pair.ask_within(account, &named, below(3).checked_sub(1));
                }
            }
            6 => {
                let action = below(ACTIONS.len());
                let place = if ACTIONS[action].0 == DIRECTORY { None } else { below(3).checked_sub(1) };
                let company = if below(4) == 0 { company } else { company_of(account) };
                pair.ask_action(account, company, action, place);
            }
            _ => {
                let place = if tool == DIRECTORY { None } else { below(3).checked_sub(1) };
                let company = if below(4) == 0 { company } else { company_of(account) };
                pair.ask(account, company, tool, 1 + below(3), place);
            }
        }
    }
}
