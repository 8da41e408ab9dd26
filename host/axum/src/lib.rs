//! Badgehouse as an axum router and layer.
