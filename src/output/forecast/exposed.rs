//! The groups of a cap-exposure curve.

use super::super::number::percent;
use crate::experiment::forecast::{CapUse, Forecast};
use crate::units::Decimal;

/// A group with a limit, and how its line looks.
pub(in crate::output) struct Exposed<'a> {
    pub(in crate::output) name: &'a str,
    pub(in crate::output) used: &'a CapUse,
    /// Of a segment: which of the colours of sources, and whether it is dashed; `None` for all organisations.
    pub(in crate::output) look: Option<(usize, bool)>,
}

/// The looks of segments in their order: dark solid lines and lighter dashed ones, so that grey tells them apart.
const LOOKS: [(usize, bool); 6] = [(0, false), (6, true), (4, false), (1, true), (2, false), (3, true)];

impl Exposed<'_> {
    /// `small: 80 % in 3.2 %, 100 % in 0.4 % of months`.
    pub(in crate::output) fn label(&self) -> String {
        let share = |at: u8| {
            let share = self.used.share(at).and_then(|share| Decimal::try_from(share).ok());
            percent(share.unwrap_or_default())
        };
        format!("{}: 80 % in {}, 100 % in {} of months", self.name, share(80), share(100))
    }
}

/// All organisations, then the first segments, each where it has a limit; and how many segments more there are. A single
/// segment is all organisations.
pub(in crate::output) fn exposed(forecast: &Forecast) -> (Vec<Exposed<'_>>, usize) {
    let everyone = forecast.everyone();
    let named = forecast.groups().zip(&forecast.cap_used).enumerate();
    let with_limit: Vec<_> = named.filter(|(_, (_, used))| used.months() > 0).collect();
    let all = with_limit.iter().filter(|&&(group, _)| group == everyone);
    let mut groups: Vec<Exposed<'_>> =
        all.map(|&(_, (_, used))| Exposed { name: "all organisations", used, look: None }).collect();
    if everyone == 1 {
        return (groups, 0);
    }
    let segments = || with_limit.iter().filter(|&&(group, _)| group != everyone);
    groups.extend(segments().zip(LOOKS).map(|(&(_, (name, used)), look)| Exposed {
        name,
        used,
        look: Some(look),
    }));
    (groups, segments().count().saturating_sub(LOOKS.len()))
}
