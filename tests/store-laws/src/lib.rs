//! The laws of the Badgehouse store port, as a test kit.
