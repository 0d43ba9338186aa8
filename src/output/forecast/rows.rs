//! Organisations in the parts of a forecast: whole numbers, each in as few bytes as it needs.
//!
//! A number is written as in LEB128: seven bits a byte, the lowest first, the eighth bit set where more follow; its sign
//! is moved to its lowest bit first (zigzag, as in Protocol Buffers). Most figures are 0, and one byte.

use super::super::part::Job;
use crate::calendar::Month;
use crate::experiment::forecast::{Account, MEASURES, Organisation, Row, Study};
use crate::units::Instant;

impl Job for Study {
    const MAGIC: &'static str = "creditsim-forecast 1";
    const NAME: &'static str = "forecast";

    fn blocks(&self) -> usize {
        Self::blocks(self)
    }

    fn unlike(&self, other: &Self) -> Option<String> {
        Self::unlike(self, other)
    }
}

/// The content of a block.
pub fn organisations_bytes(study: &Study, all: &[Organisation]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for organisation in all {
        let churns = organisation.churns.map(Instant::ms);
        count(&mut bytes, organisation.segment);
        number(&mut bytes, organisation.joins.ms());
        number(&mut bytes, i64::from(churns.is_some()));
        number(&mut bytes, churns.unwrap_or(0));
        count(&mut bytes, organisation.drawn.len());
        for (key, value) in &organisation.drawn {
            count(&mut bytes, study.drawn_keys.binary_search(key).unwrap_or(usize::MAX));
            count(&mut bytes, value.len());
            bytes.extend(value.as_bytes());
        }
        for account in &organisation.accounts {
            account_bytes(&mut bytes, account);
        }
    }
    bytes
}

fn account_bytes(bytes: &mut Vec<u8>, account: &Account) {
    count(bytes, account.months.len());
    number(bytes, account.months.first().map_or(0, |(month, _)| month.number().into()));
    for (_, row) in &account.months {
        number(bytes, row.cap_used.map_or(-1, i64::from));
        row.values.iter().for_each(|&value| number(bytes, value));
    }
}

/// The organisations of a block; `None` if its content is none of this study's.
pub fn organisations_from(study: &Study, block: usize, content: &[u8]) -> Option<Vec<Organisation>> {
    let mut bytes = Bytes(content);
    let draws = study.draws_of(block);
    let all: Option<Vec<Organisation>> =
        draws.map(|(replication, index)| bytes.organisation(study, replication, index)).collect();
    all.filter(|_| bytes.0.is_empty())
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    number(bytes, i64::try_from(count).unwrap_or(i64::MAX));
}

fn number(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = number.cast_unsigned() << 1 ^ (number >> 63).cast_unsigned();
    loop {
        let seven = u8::try_from(rest & 0x7f).unwrap_or_default();
        rest >>= 7;
        if rest == 0 {
            return bytes.push(seven);
        }
        bytes.push(seven | 0x80);
    }
}

/// What has not been read yet.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn number(&mut self) -> Option<i64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed());
            }
        }
        None
    }

    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.count()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn organisation(&mut self, study: &Study, replication: u32, index: u32) -> Option<Organisation> {
        let segment = self.count().filter(|&segment| segment < study.segments.len())?;
        let joins = Instant::from_ms(self.number()?);
        let (leaves, at) = (self.number()?, self.number()?);
        let churns = (leaves == 1).then_some(Instant::from_ms(at));
        let drawn = (0..self.count()?)
            .map(|_| {
                let key = self.count()?;
                Some((study.drawn_keys.get(key)?.clone(), self.text()?))
            })
            .collect::<Option<Vec<_>>>()?;
        let accounts = (0..=study.variants.len()).map(|_| self.account()).collect::<Option<Vec<_>>>()?;
        Some(Organisation { replication, index, segment, joins, churns, drawn, accounts })
    }

    fn account(&mut self) -> Option<Account> {
        let (months, first) = (self.count()?, i32::try_from(self.number()?).ok()?);
        let month = |number: i32| {
            let cap_used = u8::try_from(self.number()?).ok();
            let mut values = [0; MEASURES.len()];
            for value in &mut values {
                *value = self.number()?;
            }
            Some((Month::numbered(number)?, Row { values, cap_used }))
        };
        Some(Account { months: (first..).take(months).map(month).collect::<Option<Vec<_>>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::study;
    use super::*;

    #[test]
    fn numbers_of_any_size_come_back() {
        let numbers = [0, 1, -1, 63, 64, -64, -65, i64::MAX, i64::MIN, 1_767_225_600_000];
        let mut bytes = Vec::new();
        for value in numbers {
            number(&mut bytes, value);
        }
        assert_eq!(bytes[..3], [0, 2, 1]);
        let mut read = Bytes(&bytes);
        assert!(numbers.iter().all(|&number| read.number() == Some(number)));
        assert_eq!(read.number(), None);
    }

    #[test]
    fn organisations_come_back_and_what_is_cut_off_does_not() {
        let study = study(2);
        let row = |value| {
            let mut values = [0; MEASURES.len()];
            values[3] = value;
            Row { values, cap_used: u8::try_from(value).ok() }
        };
        let december = Month::numbered(2026 * 12 - 1).unwrap();
        let first = Organisation {
            replication: 0,
            index: 0,
            segment: 1,
            joins: Instant::from_ms(-5),
            churns: Some(Instant::from_ms(7)),
            drawn: vec![("plan.tier".to_owned(), "\"pro\"".to_owned())],
            accounts: vec![Account { months: vec![(december, row(100)), (december.next(), row(-9_000))] }],
        };
        let nobody = Organisation {
            index: 1,
            segment: 0,
            churns: None,
            drawn: Vec::new(),
            accounts: vec![Account::default()],
            ..first.clone()
        };
        let all = [first, nobody];
        let bytes = organisations_bytes(&study, &all);
        assert_eq!(organisations_from(&study, 0, &bytes).as_deref(), Some(&all[..]));
        for cut in 1..bytes.len() {
            assert_eq!(organisations_from(&study, 0, &bytes[..bytes.len() - cut]), None);
        }
        assert_eq!(organisations_from(&study, 0, &[&bytes[..], &[0]].concat()), None);
    }
}
