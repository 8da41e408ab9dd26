//! The fuzz targets for seconds, with bytes from a generator: beginnings of the right form, cut, doubled and altered. `cargo xtask long fuzz` gives each a minute of libFuzzer.

use badgehouse_simulation::fuzz::TARGETS;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const ROUNDS: usize = 1500;

fn mutated(begin: &[u8], random: &mut ChaCha20Rng) -> Vec<u8> {
    let mut bytes = begin.to_vec();
    for _ in 0..1 + random.next_u32() % 6 {
        let at = random.next_u32() as usize % (bytes.len() + 1);
        match random.next_u32() % 6 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.next_u32() as u8),
            2 => bytes.extend_from_within(at..),
            3 => bytes.splice(at..at, *b"%2e").for_each(drop),
            4 => bytes.splice(at..at, "é\"\\".bytes()).for_each(drop),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << (random.next_u32() % 8);
                }
            }
        }
        bytes.truncate(4096);
    }
    bytes
}

#[test]
fn no_target_panics() {
    let mut random = ChaCha20Rng::from_seed([1; 32]);
    for (name, target, begins) in TARGETS {
        for begin in begins {
            target(begin.as_bytes());
        }
        for round in 0..ROUNDS {
            let begin = begins[round % begins.len()].as_bytes();
            target(&mutated(begin, &mut random));
        }
        println!("{name}: {ROUNDS} rounds");
    }
}
