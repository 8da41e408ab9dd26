//! The npm face of Badgehouse: translation only.
