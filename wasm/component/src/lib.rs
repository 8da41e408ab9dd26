//! The component face of Badgehouse: translation only.
