//! The records of a demand sorted by what refuses them, while that is found out.

use super::wanted::{Kind, STRIDE, Wanted};
use crate::demand::Demand;
use crate::replay::number::index;
use crate::replay::{Rules, WorkRules};
use crate::units::Credits;

/// Records of each sort, and what they reserve.
#[derive(Debug)]
pub(super) struct Found {
    /// Of each task its records; none for activities.
    pub(super) of_tasks: Vec<Vec<u32>>,
    /// Activity work that costs or reserves nothing.
    pub(super) free: Vec<u32>,
    /// Activity work that costs and is admitted at any balance above zero.
    pub(super) any: Vec<u32>,
    /// The least that any record reserves, if one does.
    pub(super) least: Option<Credits>,
    /// A task's run reserves nothing.
    pub(super) unreserved: bool,
    /// What was before every [`STRIDE`]th record, and in all.
    pub(super) sums: Vec<Wanted>,
}

/// What a source's records reserve where they say nothing themselves, `None` where they pay on arrival; and how they are
/// counted.
type Sort = (Option<Credits>, Kind);

impl Found {
    pub(super) fn of(demand: &Demand, rules: &Rules, kinds: &[Kind]) -> Self {
        let sorts: Vec<Sort> =
            rules.work.iter().map(WorkRules::usual_reservation).zip(kinds.iter().copied()).collect();
        let mut records = vec![0; sorts.len()];
        for source in &demand.sources {
            records[source.index()] += 1;
        }
        let mut found = Self::with_room(&sorts, &records, demand.len());
        if demand.is_traced() {
            for record in demand.iter() {
                let (reserved, kind) = sorts[record.source.index()];
                found.note(record.reserve.or(reserved), kind);
            }
            found.add_all(demand, &sorts, |row| demand.own_reserve(index(row)));
        } else {
            let with_records = sorts.iter().zip(&records).filter(|(_, records)| **records > 0);
            with_records.for_each(|(&(reserved, kind), _)| found.note(reserved, kind));
            found.add_all(demand, &sorts, |_| None);
        }
        found
    }

    /// Room for so many records of each source.
    fn with_room(sorts: &[Sort], records: &[usize], all: usize) -> Self {
        let of_task = |(sort, &records): (&Sort, &usize)| match sort.1 {
            Kind::Task(_) => Vec::with_capacity(records),
            Kind::Member | Kind::Public => Vec::new(),
        };
        let any = sorts.iter().zip(records).filter(|(sort, _)| sort.0.is_none()).map(|(_, records)| records);
        Self {
            of_tasks: sorts.iter().zip(records).map(of_task).collect(),
            free: Vec::new(),
            any: Vec::with_capacity(any.sum()),
            least: None,
            unreserved: false,
            sums: Vec::with_capacity(all / STRIDE + 2),
        }
    }

    /// Some record reserves so much.
    fn note(&mut self, reserved: Option<Credits>, kind: Kind) {
        let some = reserved.filter(|reserve| reserve.is_positive());
        self.least = [self.least, some].into_iter().flatten().min();
        self.unreserved |= matches!(kind, Kind::Task(_)) && some.is_none();
    }

    /// Every record of a demand, with what it reserves by itself.
    fn add_all(&mut self, demand: &Demand, sorts: &[Sort], own: impl Fn(u32) -> Option<Credits>) {
        let mut sum = Wanted::default();
        let mut rows = 0..;
        for (sources, costs) in demand.sources.chunks(STRIDE).zip(demand.costs.chunks(STRIDE)) {
            self.sums.push(sum);
            for ((source, &cost), row) in sources.iter().zip(costs).zip(&mut rows) {
                let (reserved, kind) = &sorts[source.index()];
                sum.add(*kind, cost);
                match kind {
                    Kind::Task(_) => self.of_tasks[source.index()].push(row),
                    Kind::Member | Kind::Public => match own(row).or(*reserved) {
                        None if cost.is_positive() => self.any.push(row),
                        None => self.free.push(row),
                        Some(reserve) if reserve.is_zero() => self.free.push(row),
                        Some(_) => {}
                    },
                }
            }
        }
        self.sums.push(sum);
    }
}
