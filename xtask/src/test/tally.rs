//! How many tests a step ran, read from what its test runner printed.
use std::fmt;
use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

impl Tally {
    pub(crate) const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub(crate) const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
    pub(crate) const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };

    /// Adds what one line of output says of tests: the closing lines of cargo's and Node's test runners, and
    /// the plain `3 passed, 0 failed`.
    pub(crate) fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some(counts) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) {
            counts.1.split(';').for_each(|count| self.count(count));
        } else if let Some(count) = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ ")) {
            let mut words = count.split(' ').rev();
            self.count(&format!("{} {}", words.next().unwrap_or(""), words.next().unwrap_or("")));
        } else if line.contains(" passed, ") {
            line.split(',').for_each(|count| self.count(count));
        }
    }

    fn count(&mut self, text: &str) {
        let Some((number, what)) = text.trim().split_once(' ') else { return };
        let Ok(number) = number.parse::<usize>() else { return };
        match what {
            "passed" | "pass" => self.passed += number,
            "failed" | "fail" => self.failed += number,
            "skipped" | "ignored" => self.skipped += number,
            _ => {}
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn tally(output: &str) -> Tally {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn the_results_of_several_cargo_test_binaries_add_up() {
        let output = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.1s\n\
                      test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 2s";
        assert_eq!(tally(output), Tally { passed: 14, failed: 1, skipped: 1 });
    }

    #[test]
    fn nodes_two_reporters_are_read() {
        let expected = Tally { passed: 7, failed: 1, skipped: 2 };
        assert_eq!(tally("# tests 10\n# pass 7\n# fail 1\n# cancelled 0\n# skipped 2\n# todo 0"), expected);
        assert_eq!(tally("ℹ tests 10\nℹ pass 7\nℹ fail 1\nℹ skipped 2"), expected);
    }

    #[test]
    fn the_plain_line_is_read() {
        assert_eq!(tally("3 passed, 0 failed, 1 skipped"), Tally { passed: 3, failed: 0, skipped: 1 });
    }

    #[test]
    fn a_test_named_like_a_result_is_not_counted() {
        assert_eq!(tally("test result_is_shown ... ok\n# Subtest: it passed"), Tally::default());
    }
}
