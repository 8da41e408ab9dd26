//! Where an audit stands that is read or verified: a company's, for one who may, or the platform's own.

use crate::administration::principal::Principal;
use crate::administration::right::Right;
use crate::administration::{Call, view};
use crate::core::Context;
use crate::model::audit::cut::CutRecord;
use crate::model::audit::head::AuditHead;
use crate::model::record::{self, Reading};
use crate::port::store::Key;
use crate::value::error::Error;
use crate::value::identifier::{CompanyId, Segment};

/// Where an audit stands.
pub(crate) struct Stand {
    pub(crate) segment: Segment,
    /// Whose; none is the platform's own.
    pub(crate) company: Option<CompanyId>,
    /// Whether there is what comes with the first event.
    pub(crate) exists: bool,
    pub(crate) head: Option<AuditHead>,
    pub(crate) cut: Option<CutRecord>,
}

/// Whose audit.
pub(crate) enum Whose<'a> {
    /// A company's, for one who has Admin on `admin` or `directory`.
    Company(Principal, &'a str),
    /// The platform's own.
    Platform,
}

pub(crate) async fn stand(context: &mut Context, whose: Whose<'_>) -> Result<Stand, Error> {
    let Whose::Company(principal, company) = whose else {
        let (segment, first) = (Segment::platform(), record::key_ring());
        let reading = context.read(keys(&segment, &first).into()).await?;
        return Stand::read(&reading, segment, None, &first);
    };
    let call = Call::new(principal, company, Right::Either)?;
    let (company, segment) = (call.company.clone(), call.company.segment());
    let first = record::company(&segment);
    let keys = keys(&segment, &first);
    view(context, call.reading(keys), |scene| Stand::read(scene.reading, segment, Some(company), &first))
        .await
}

fn keys(segment: &Segment, first: &Key) -> [Key; 3] {
    [first.clone(), record::audit_head(segment), record::audit_cut(segment)]
}

impl Stand {
    fn read(
        reading: &Reading,
        segment: Segment,
        company: Option<CompanyId>,
        first: &Key,
    ) -> Result<Self, Error> {
        let exists = reading.version(first)?.is_some();
        let head = reading.record(&record::audit_head(&segment))?.map(|head| head.record);
        let cut = reading.record(&record::audit_cut(&segment))?.map(|cut| cut.record);
        Ok(Self { segment, company, exists, head, cut })
    }

    /// The number of the last event that was cut off; 0 when none was.
    pub(crate) fn cut_at(&self) -> u64 {
        self.cut.as_ref().map_or(0, |cut| cut.last.number)
    }

    /// The number of the last event; 0 before the first.
    pub(crate) fn last(&self) -> u64 {
        self.head.as_ref().map_or(0, AuditHead::number)
    }
}
