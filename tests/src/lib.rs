//! What crosses crates: scenarios, budgets, end-to-end.
