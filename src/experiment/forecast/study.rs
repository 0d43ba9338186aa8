//! What a forecast asks.

use crate::experiment::Confidence;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What a forecast is, without its scenarios: enough to read its figures, and to tell whether two parts belong
/// together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Study {
    /// The program's version: another one may draw or count differently.
    pub version: String,
    /// The scenario's name.
    pub name: String,
    /// Its policy's name.
    pub policy: String,
    /// Keys all draws.
    pub seed: u64,
    /// How many organisations each replication draws, at least 1.
    pub organisations: u32,
    /// Independent populations, at least 1.
    pub replications: u32,
    /// Names of the segments, in the order of the file.
    pub segments: Vec<String>,
    /// Keys that are drawn in any segment, sorted.
    pub drawn_keys: Vec<String>,
    /// What the same organisations are replayed with besides.
    pub variants: Vec<VariantStudy>,
    /// Of the intervals of differences, above 0 and below 1.
    pub confidence: f64,
    /// Identifies the population and all that it is drawn from.
    pub digest: String,
    /// How to run it again, for people; two that differ in it only are the same.
    pub command: String,
}

/// One variant of a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantStudy {
    /// Its settings as they were given: unique.
    pub name: String,
    /// Each setting for people: `auto_recharge.threshold 10,000 → 20,000`.
    pub title: String,
    /// Identifies its population.
    pub digest: String,
}

/// The fewest organisations of a block, and the most blocks: figures on their way to disk are a small part of all.
const LEAST_OF_BLOCK: u64 = 32;
const MOST_BLOCKS: u64 = 65_536;

impl Study {
    /// Organisations of all replications.
    pub fn draws(&self) -> u64 {
        u64::from(self.organisations) * u64::from(self.replications)
    }

    /// How many blocks the work is cut into: the same on any number of threads.
    pub fn blocks(&self) -> usize {
        usize::try_from(self.draws().div_ceil(self.of_block())).unwrap_or(usize::MAX)
    }

    /// The draws of a block, each a replication and the number of an organisation in it.
    pub fn draws_of(&self, block: usize) -> impl ExactSizeIterator<Item = (u32, u32)> + use<> {
        let organisations = u64::from(self.organisations.max(1));
        let Range { start, end } = self.range(block);
        let count = usize::try_from(end - start).unwrap_or_default();
        let whole = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        (0..count).map(move |offset| {
            let draw = start + u64::try_from(offset).unwrap_or(u64::MAX);
            (whole(draw / organisations), whole(draw % organisations))
        })
    }

    fn range(&self, block: usize) -> Range<u64> {
        let end = |block: u64| block.saturating_mul(self.of_block()).min(self.draws());
        let block = u64::try_from(block).unwrap_or(u64::MAX);
        end(block)..end(block.saturating_add(1))
    }

    fn of_block(&self) -> u64 {
        self.draws().div_ceil(MOST_BLOCKS).max(LEAST_OF_BLOCK)
    }

    /// Of its intervals.
    pub fn confidence(&self) -> Confidence {
        Confidence::new(self.confidence).unwrap_or(Confidence::DEFAULT)
    }

    /// Why figures of `other` are not figures of this one: the first thing in which they differ; `None` if they are
    /// the same study.
    pub fn unlike(&self, other: &Self) -> Option<String> {
        if self.version != other.version {
            return Some(format!("it was made by version {}, this is {}", other.version, self.version));
        }
        if self.name != other.name {
            return Some(format!("it is of {}, not of {}", other.name, self.name));
        }
        let numbers = [
            ("seed is", self.seed, other.seed),
            ("number of organisations is", self.organisations.into(), other.organisations.into()),
            ("number of replications is", self.replications.into(), other.replications.into()),
        ];
        for (what, own, its) in numbers {
            if own != its {
                return Some(format!("its {what} {its}, not {own}"));
            }
        }
        if self
            .variants
            .iter()
            .map(|variant| &variant.name)
            .ne(other.variants.iter().map(|variant| &variant.name))
        {
            return Some("its variants are others".to_owned());
        }
        let same = Self { command: self.command.clone(), ..other.clone() };
        (*self != same).then(|| format!("scenario {} or a file that it names has changed since", self.name))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A study of two segments.
    pub(in crate::experiment::forecast) fn study(organisations: u32, replications: u32) -> Study {
        Study {
            version: "0".to_owned(),
            name: "test".to_owned(),
            policy: "ampere".to_owned(),
            seed: 1,
            organisations,
            replications,
            segments: vec!["small".to_owned(), "large".to_owned()],
            drawn_keys: Vec::new(),
            variants: Vec::new(),
            confidence: 0.95,
            digest: String::new(),
            command: String::new(),
        }
    }

    #[test]
    fn every_organisation_of_every_replication_is_in_one_block() {
        for (organisations, replications) in [(1, 1), (31, 3), (100, 7), (5_000_000, 1)] {
            let study = study(organisations, replications);
            let mut next = 0_u64;
            for block in 0..study.blocks() {
                let draws = study.draws_of(block);
                assert!(draws.len() > 0);
                if organisations < 1_000 {
                    for (replication, organisation) in draws {
                        assert_eq!(
                            next,
                            u64::from(replication) * u64::from(organisations) + u64::from(organisation)
                        );
                        next += 1;
                    }
                } else {
                    next += u64::try_from(draws.len()).unwrap();
                }
            }
            assert_eq!(next, study.draws());
            assert_eq!(study.draws_of(study.blocks()).len(), 0);
            assert!(study.blocks() <= 65_536);
        }
    }

    #[test]
    fn another_study_is_told_by_what_differs_first() {
        let own = study(10, 1);
        assert_eq!(own.unlike(&Study { command: "other".to_owned(), ..own.clone() }), None);
        let reason = |other: Study| own.unlike(&other).unwrap();
        assert_eq!(reason(Study { seed: 2, ..own.clone() }), "its seed is 2, not 1");
        assert_eq!(reason(study(11, 1)), "its number of organisations is 11, not 10");
        assert_eq!(
            reason(Study { digest: "x".to_owned(), ..own.clone() }),
            "scenario test or a file that it names has changed since"
        );
    }
}
