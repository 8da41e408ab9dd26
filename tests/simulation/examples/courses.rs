//! What `cargo xtask long simulation` runs: courses of a whole world from one number to another, on all cores, with a bar of how far it has come; or one again, with
//! the number of its trace. The first that fails ends it, cut down to the steps that it takes.

use badgehouse_simulation::course::{Ended, Failure, Honest, check, cut_down};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::Range;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

const USAGE: &str = "--seed N, or --seeds FROM..TO";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let seeds = match words.as_slice() {
        ["--seed", number] => number.parse().ok().map(|seed: u64| seed..seed.saturating_add(1)),
        ["--seeds", range] => {
            range.split_once("..").and_then(|(from, to)| Some(from.parse().ok()?..to.parse().ok()?))
        }
        _ => None,
    };
    let Some(seeds) = seeds else {
        eprintln!("{USAGE}");
        return ExitCode::FAILURE;
    };
    match run(seeds.clone()) {
        Ok(ended) => {
            let Ended { hash, operations, commits, reached } = ended;
            println!(
                "{} courses: {operations} operations, {commits} commits, {} meetings",
                seeds.end - seeds.start,
                reached.len()
            );
            if words.first() == Some(&"--seed") {
                println!("trace {hash:016x}");
            }
            ExitCode::SUCCESS
        }
        Err(failure) => {
            println!("{}", cut_down(&failure, || Box::new(Honest)));
            println!("again: cargo xtask long simulation --seed {}", failure.seed);
            ExitCode::FAILURE
        }
    }
}

fn run(seeds: Range<u64>) -> Result<Ended, Failure> {
    let style = ProgressStyle::with_template("courses [{bar:30}] {human_pos}/{human_len} {per_sec} {eta}");
    let bar = ProgressBar::new(seeds.end.saturating_sub(seeds.start));
    let bar = style.map_or(bar.clone(), |style| bar.with_style(style));
    let next = AtomicU64::new(seeds.start);
    let came_to = Mutex::new(Ok(Ended::default()));
    let worker = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end {
                return;
            }
            let ended = check(seed, || Box::new(Honest));
            let mut came_to = came_to.lock().expect("nothing panics here");
            match (&mut *came_to, ended) {
                (Ok(all), Ok(ended)) => {
                    all.hash = ended.hash;
                    all.operations += ended.operations;
                    all.commits += ended.commits;
                    all.reached.extend(ended.reached);
                    bar.inc(1);
                }
                (Ok(_), Err(failure)) => *came_to = Err(failure),
                (Err(_), _) => return,
            }
        }
    };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..cores).for_each(|_| drop(scope.spawn(worker))));
    bar.finish_and_clear();
    came_to.into_inner().expect("nothing panics here")
}
