//! Forecasts of any shape, for tests.

use super::tests::study;
use crate::calendar::Month;
use crate::experiment::forecast::{
    Account, Aggregate, Forecast, MEASURES, Organisation, Row, Study, VariantStudy, measure,
};
use crate::units::Instant;

/// What a forecast is made of.
#[derive(Clone, Debug)]
pub(in crate::output) struct Shape {
    pub(in crate::output) name: String,
    pub(in crate::output) segments: Vec<String>,
    pub(in crate::output) months: i32,
    pub(in crate::output) organisations: u32,
    pub(in crate::output) replications: u32,
    pub(in crate::output) variants: Vec<String>,
    /// Money is so many micro-units and more; other figures are so many.
    pub(in crate::output) size: i64,
}

impl Default for Shape {
    /// Three organisations of one segment over a year, once.
    fn default() -> Self {
        Self {
            name: "customers".to_owned(),
            segments: vec!["small".to_owned()],
            months: 12,
            organisations: 3,
            replications: 1,
            variants: Vec::new(),
            size: 1_000_000,
        }
    }
}

impl Shape {
    /// The forecast of what its organisations do.
    pub(in crate::output) fn forecast(&self) -> Forecast {
        let variant = |title: &String| VariantStudy {
            name: title.clone(),
            title: title.clone(),
            digest: String::new(),
        };
        let study = Study {
            name: self.name.clone(),
            replications: self.replications,
            segments: self.segments.clone(),
            drawn_keys: Vec::new(),
            variants: self.variants.iter().map(variant).collect(),
            ..study(self.organisations)
        };
        let mut aggregate = Aggregate::new(&study);
        for replication in 0..self.replications {
            for index in 0..self.organisations {
                aggregate.add(&self.organisation(replication, index)).unwrap();
            }
        }
        aggregate.finish()
    }

    fn organisation(&self, replication: u32, index: u32) -> Organisation {
        let accounts = (0..=self.variants.len()).map(|variant| self.account(replication + index, variant));
        Organisation {
            replication,
            index,
            segment: usize::try_from(index).unwrap() % self.segments.len(),
            joins: Instant::from_ms(0),
            churns: None,
            drawn: Vec::new(),
            accounts: accounts.collect(),
        }
    }

    fn account(&self, index: u32, variant: usize) -> Account {
        let variant = i64::try_from(variant).unwrap();
        let month = |month: i32| {
            let mut values = [0; MEASURES.len()];
            for (place, value) in (1..).zip(&mut values) {
                *value = self.size * (i64::from(index) * (place + variant) + i64::from(month) + 3 * variant);
            }
            values[measure("money.top_up").unwrap()] = 0;
            let cap_used = (self.size > 0).then(|| u8::try_from(index * 37 % 101).unwrap());
            (Month::numbered(2026 * 12 + month).unwrap(), Row { values, cap_used })
        };
        Account { months: (0..self.months).map(month).collect() }
    }
}
