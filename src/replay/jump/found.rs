//! The records of a demand sorted by what refuses them, while that is found out.

use super::wanted::{Kind, STRIDE, Wanted};
use crate::demand::Demand;
use crate::policy::Admission;
use crate::replay::number::number;
use crate::replay::{Rules, WorkKind, WorkRules};
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
    pub(super) activities_reserve: bool,
    /// A task's run reserves nothing.
    pub(super) unreserved: bool,
    /// What was before every [`STRIDE`]th record, and in all.
    pub(super) sums: Vec<Wanted>,
}

/// What a source's records reserve where they say nothing themselves.
#[derive(Clone, Copy, Debug)]
enum Sort {
    Task(Credits),
    Reserving(Credits),
    Any,
}

impl Sort {
    fn of(work: &WorkRules) -> Self {
        match &work.kind {
            WorkKind::Task(_) => Self::Task(work.reserve),
            WorkKind::Activity(activity) => match activity.admission {
                Admission::Any => Self::Any,
                Admission::Reserve => Self::Reserving(work.reserve),
            },
        }
    }

    /// Of a record that may reserve so much by itself.
    fn with_own(self, reserve: Option<Credits>) -> Self {
        match (self, reserve) {
            (_, None) => self,
            (Self::Task(_), Some(reserve)) => Self::Task(reserve),
            (Self::Reserving(_) | Self::Any, Some(reserve)) => Self::Reserving(reserve),
        }
    }
}

impl Found {
    pub(super) fn of(demand: &Demand, rules: &Rules, kinds: &[Kind]) -> Self {
        let sorts: Vec<(Sort, Kind)> = rules.work.iter().map(Sort::of).zip(kinds.iter().copied()).collect();
        let mut records = vec![0; sorts.len()];
        for source in &demand.sources {
            records[source.index()] += 1;
        }
        let mut found = Self::with_room(&sorts, &records, demand.len());
        if demand.is_traced() {
            for record in demand.iter() {
                found.reserves(sorts[record.source.index()].0.with_own(record.reserve));
            }
            found.add_all(demand, &sorts, |sort, row| sort.with_own(demand.row(row).reserve));
        } else {
            let with_records = sorts.iter().zip(&records).filter(|(_, records)| **records > 0);
            with_records.for_each(|(&(sort, _), _)| found.reserves(sort));
            found.add_all(demand, &sorts, |sort, _| sort);
        }
        found
    }

    /// Every record of a demand, of which `own` says how it differs from others of its source.
    fn add_all(&mut self, demand: &Demand, sorts: &[(Sort, Kind)], own: impl Fn(Sort, usize) -> Sort) {
        let mut sum = Wanted::default();
        let columns = demand.sources.chunks(STRIDE).zip(demand.costs.chunks(STRIDE));
        for (chunk, (sources, costs)) in columns.enumerate() {
            self.sums.push(sum);
            for (place, (source, &cost)) in sources.iter().zip(costs).enumerate() {
                let row = chunk * STRIDE + place;
                let (sort, kind) = sorts[source.index()];
                sum.add(kind, cost);
                self.add(number(row), source.index(), own(sort, row), cost);
            }
        }
        self.sums.push(sum);
    }

    /// Room for so many records of each source.
    fn with_room(sorts: &[(Sort, Kind)], records: &[usize], all: usize) -> Self {
        let of_task = |((sort, _), &records): (&(Sort, Kind), &usize)| match sort {
            Sort::Task(_) => Vec::with_capacity(records),
            Sort::Reserving(_) | Sort::Any => Vec::new(),
        };
        let of_any = |((sort, _), &records): (&(Sort, Kind), &usize)| match sort {
            Sort::Any => records,
            Sort::Reserving(_) | Sort::Task(_) => 0,
        };
        Self {
            of_tasks: sorts.iter().zip(records).map(of_task).collect(),
            free: Vec::new(),
            any: Vec::with_capacity(sorts.iter().zip(records).map(of_any).sum()),
            least: None,
            activities_reserve: false,
            unreserved: false,
            sums: Vec::with_capacity(all / STRIDE + 2),
        }
    }

    /// Some record is of this sort.
    fn reserves(&mut self, sort: Sort) {
        match sort {
            Sort::Task(reserve) => self.unreserved |= !self.reserves_some(reserve),
            Sort::Reserving(reserve) => self.activities_reserve |= self.reserves_some(reserve),
            Sort::Any => {}
        }
    }

    /// True if it is something.
    fn reserves_some(&mut self, reserve: Credits) -> bool {
        if reserve.is_positive() {
            self.least = Some(self.least.map_or(reserve, |least| least.min(reserve)));
        }
        reserve.is_positive()
    }

    #[inline]
    fn add(&mut self, row: u32, source: usize, sort: Sort, cost: Credits) {
        match sort {
            Sort::Task(_) => self.of_tasks[source].push(row),
            Sort::Any if cost.is_positive() => self.any.push(row),
            Sort::Any => {
                if cost.is_zero() {
                    self.free.push(row);
                }
            }
            Sort::Reserving(reserve) => {
                if reserve.is_zero() {
                    self.free.push(row);
                }
            }
        }
    }
}
