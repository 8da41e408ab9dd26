//! The rules-only component of Badgehouse: translation only.
