//! Badgehouse on SQLite.
