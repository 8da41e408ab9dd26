//! Workload identity: what an outside issuer says of a job is a grant, and its keys are the platform's to enter.

pub(crate) mod assertion;
pub(crate) mod issuer;
pub(crate) mod jwks;
