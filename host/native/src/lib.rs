//! The native engine: Badgehouse with the system's clock, randomness and ring.
