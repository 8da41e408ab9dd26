//! Walks: programs with rights of any kind do whatever comes to them, one thing after another, over many seeds. Longer than the search, and not through every
//! sequence.

use crate::node::Node;
use crate::{TOOLS, bystander};
use badgehouse::permission::Level;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const SEEDS: u64 = 10_000;
const STEPS: usize = 8;
/// From so many beginnings.
const BEGINNINGS: u64 = 64;

fn below(random: &mut ChaCha20Rng, end: usize) -> usize {
    random.next_u32() as usize % end
}

/// Two programs that hold anything, and what they hold together.
fn beginning(seed: u64) -> (Node, Vec<Level>) {
    let mut random = ChaCha20Rng::seed_from_u64(seed);
    let mut node = Node::default();
    for _ in 0..2 {
        let levels = [Level::None, Level::ReadOnly, Level::Standard, Level::Admin, Level::Admin];
        let company = [(); 4].map(|()| levels[below(&mut random, levels.len())]);
        node.add(true, company, [Level::None; 4]);
    }
    let had = (0..TOOLS.len()).map(|tool| node.company(0)[tool].max(node.company(1)[tool])).collect();
    let mighty = bystander(&mut node);
    node.hold_back(mighty);
    (node, had)
}

#[test]
fn no_walk_of_programs_with_rights_leads_to_a_level_that_none_of_them_had() {
    let beginnings: Vec<(Node, Vec<Level>)> = (0..BEGINNINGS).map(beginning).collect();
    let walk = |seed: u64| {
        let mut random = ChaCha20Rng::seed_from_u64(seed);
        let (node, had) = &beginnings[below(&mut random, beginnings.len())];
        let (mut node, mut done) = (node.clone(), 0_usize);
        for _ in 0..STEPS {
            let acts = node.acts();
            let Some((actor, act)) = acts.get(below(&mut random, acts.len().max(1))) else { break };
            if node.perform(*actor, act) {
                node.refuse_beyond(had, act);
                done += 1;
            }
        }
        done
    };
    let done: usize = std::thread::scope(|scope| {
        let half = scope.spawn(|| (0..SEEDS).step_by(2).map(walk).sum::<usize>());
        (1..SEEDS).step_by(2).map(walk).sum::<usize>() + half.join().expect("half of the walks")
    });
    assert!(done > 5_000, "{done} operations changed anything");
}
