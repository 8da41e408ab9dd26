//! In what order functions compress best: gzip finds again what it saw within the last 32 kB, so that those which are alike belong side by side.

use std::collections::VecDeque;

/// How many bytes in a row count as one thing that functions have in common: gzip refers back to three at least, and a call with what goes before it is about six.
const RUN: usize = 6;
/// How many bytes of functions stand within reach of gzip, whose window also holds what lies between them.
const REACH: usize = 30_000;
/// What more functions than these have in common tells none from another.
const MOST_SHARING: usize = 1000;
/// What a run that two functions alone share counts; one that more share counts less.
const RAREST: f64 = 4096.0;
/// How many bytes each function counts as beside its own: very small ones would else come first, whatever they share.
const BESIDES: f64 = 200.0;

/// The functions by their numbers, each behind those which it has most in common with, for its length. It is the same order for the same functions.
///
/// What is called most often gets no number for that: a call of it may take a byte more than it would, which gzip does not feel.
pub(crate) fn alike(bodies: &[&[u8]]) -> Vec<usize> {
    let mut placing = Placing::of(bodies);
    while let Some(next) = placing.next() {
        placing.place(next);
    }
    placing.order
}

/// A run of bytes that several functions have.
struct Run {
    functions: Vec<usize>,
    /// What it counts.
    counts: u64,
}

/// The runs that several functions have, and which of them each function has.
struct Shared {
    runs: Vec<Run>,
    of: Vec<Vec<usize>>,
}

impl Shared {
    fn of(bodies: &[&[u8]]) -> Self {
        let runs_of = |(number, body)| <[u8]>::windows(body, RUN).map(move |run| (run, number));
        let mut all: Vec<(&[u8], usize)> = bodies.iter().copied().enumerate().flat_map(runs_of).collect();
        all.sort_unstable();
        all.dedup();
        let mut shared = Self { runs: Vec::new(), of: vec![Vec::new(); bodies.len()] };
        for group in all.chunk_by(|one, other| one.0 == other.0) {
            if (2..=MOST_SHARING).contains(&group.len()) {
                shared.add(group.iter().map(|(_, number)| *number).collect());
            }
        }
        shared
    }

    fn add(&mut self, functions: Vec<usize>) {
        for number in &functions {
            self.of[*number].push(self.runs.len());
        }
        let counts = RAREST / (functions.len() as f64).log2();
        self.runs.push(Run { functions, counts: counts as u64 });
    }
}

/// Functions that are placed, and what those which are not have in common with the last of them.
struct Placing {
    lengths: Vec<usize>,
    shared: Shared,
    order: Vec<usize>,
    placed: Vec<bool>,
    /// The last ones, which gzip reaches.
    reached: VecDeque<usize>,
    reached_bytes: usize,
    /// How many of the reached have each run.
    seen: Vec<usize>,
    /// What the runs of each function count that the reached have as well.
    common: Vec<u64>,
}

impl Placing {
    fn of(bodies: &[&[u8]]) -> Self {
        let shared = Shared::of(bodies);
        Self {
            lengths: bodies.iter().map(|body| body.len()).collect(),
            order: Vec::with_capacity(bodies.len()),
            placed: vec![false; bodies.len()],
            reached: VecDeque::new(),
            reached_bytes: 0,
            seen: vec![0; shared.runs.len()],
            common: vec![0; bodies.len()],
            shared,
        }
    }

    /// The one that has most in common with the reached, for its length; the first of equals.
    fn next(&self) -> Option<usize> {
        let left = (0..self.lengths.len()).filter(|number| !self.placed[*number]);
        let likeness =
            |number: &usize| self.common[*number] as f64 / (self.lengths[*number] as f64 + BESIDES);
        left.rev().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
    }

    fn place(&mut self, number: usize) {
        self.placed[number] = true;
        self.order.push(number);
        self.reach(number);
        while self.reached_bytes > REACH && self.reached.len() > 1 {
            self.leave();
        }
    }

    fn reach(&mut self, number: usize) {
        self.reached.push_back(number);
        self.reached_bytes += self.lengths[number];
        for run in &self.shared.of[number] {
            self.seen[*run] += 1;
            if self.seen[*run] == 1 {
                let Run { functions, counts } = &self.shared.runs[*run];
                functions.iter().for_each(|other| self.common[*other] += counts);
            }
        }
    }

    fn leave(&mut self) {
        let Some(number) = self.reached.pop_front() else { return };
        self.reached_bytes -= self.lengths[number];
        for run in &self.shared.of[number] {
            self.seen[*run] -= 1;
            if self.seen[*run] == 0 {
                let Run { functions, counts } = &self.shared.runs[*run];
                functions.iter().for_each(|other| self.common[*other] -= counts);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn functions_that_are_alike_stand_side_by_side() {
        let (one, other) =
            (b"one thing is said here, at some length", b"quite another was to be told, and is");
        let bodies: [&[u8]; 6] = [one, other, b"----------", &one[4..], &other[3..], &one[..30]];
        let order = alike(&bodies);
        let place = |number| order.iter().position(|placed| *placed == number).unwrap();
        let (mut ones, others) = ([place(0), place(3), place(5)], [place(1), place(4)]);
        ones.sort_unstable();
        assert_eq!(ones[2] - ones[0], 2, "{order:?}");
        assert_eq!(others[0].abs_diff(others[1]), 1, "{order:?}");
    }

    #[test]
    fn each_function_is_placed_once() {
        let bodies: Vec<Vec<u8>> = (0_u8..50).map(|number| vec![number % 7; usize::from(number)]).collect();
        let mut order = alike(&bodies.iter().map(Vec::as_slice).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
        assert!(alike(&[]).is_empty());
    }
}
