//! Words of a scenario as the floors below call them.

use crate::calendar::Cadence;
use crate::policy::{
    ActivityKind, Admission, Audience, DeclineChance, FailureReset, FireWhen, Overrun, RearmWhen, Trigger,
};
use crate::scenario::written::{self, Number};
use crate::units::Decimal;

pub(super) const fn cadence(word: written::Cadence) -> Cadence {
    match word {
        written::Cadence::Monthly => Cadence::Monthly,
        written::Cadence::Annual => Cadence::Annual,
    }
}

pub(super) const fn overrun(word: written::Overrun) -> Overrun {
    match word {
        written::Overrun::Absorb => Overrun::Absorb,
        written::Overrun::Debt => Overrun::Debt,
        written::Overrun::Stop => Overrun::Stop,
    }
}

pub(super) const fn fire_when(word: written::FireWhen) -> FireWhen {
    match word {
        written::FireWhen::Below => FireWhen::Below,
        written::FireWhen::AtOrBelow => FireWhen::AtOrBelow,
    }
}

pub(super) const fn rearm_when(word: written::RearmWhen) -> RearmWhen {
    match word {
        written::RearmWhen::Above => RearmWhen::Above,
        written::RearmWhen::AtOrAbove => RearmWhen::AtOrAbove,
    }
}

pub(super) const fn admission(word: written::Admission) -> Admission {
    match word {
        written::Admission::Any => Admission::Any,
        written::Admission::Reserve => Admission::Reserve,
    }
}

pub(super) const fn audience(word: written::Audience) -> Audience {
    match word {
        written::Audience::Member => Audience::Member,
        written::Audience::Public => Audience::Public,
    }
}

pub(super) const fn failure_reset(word: written::FailureReset) -> FailureReset {
    match word {
        written::FailureReset::Completion => FailureReset::Completion,
        written::FailureReset::Start => FailureReset::Start,
    }
}

pub(super) const fn trigger(word: written::Trigger) -> Trigger {
    match word {
        written::Trigger::Funded => Trigger::Funded,
        written::Trigger::Timer => Trigger::Timer,
        written::Trigger::Never => Trigger::Never,
    }
}

pub(super) const fn kind(word: written::Kind) -> ActivityKind {
    match word {
        written::Kind::Joule => ActivityKind::Joule,
        written::Kind::AiTool => ActivityKind::AiTool,
        written::Kind::Workflow => ActivityKind::Workflow,
        written::Kind::BrowserSession => ActivityKind::BrowserSession,
        written::Kind::Background => ActivityKind::Background,
        written::Kind::Custom => ActivityKind::Custom,
    }
}

/// A checked probability: below p × 2⁶⁴, exactly, rounded down; without loss for 0 and 1.
pub(super) fn decline_chance(Number(probability): Number) -> DeclineChance {
    if probability <= Decimal::ZERO {
        return DeclineChance::Never;
    }
    if probability >= Decimal::ONE {
        return DeclineChance::Always;
    }
    // mantissa / 10^scale × 2⁶⁴, bit by bit: doubling the remainder never overflows, as 10²⁸ < 2⁹⁴.
    let probability = probability.normalize();
    let denominator = 10_u128.pow(probability.scale());
    let mut rest = probability.mantissa().unsigned_abs();
    let mut below = 0_u64;
    for _ in 0..64 {
        rest *= 2;
        below <<= 1;
        if rest >= denominator {
            rest -= denominator;
            below |= 1;
        }
    }
    DeclineChance::Below(below.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_becomes_a_64_bit_bound_without_loss_at_the_ends() {
        let chance = |text: &str| decline_chance(Number::parse(text).unwrap());
        assert_eq!(chance("0"), DeclineChance::Never);
        assert_eq!(chance("0.0"), DeclineChance::Never);
        assert_eq!(chance("1"), DeclineChance::Always);
        assert_eq!(chance("0.5"), DeclineChance::Below(1 << 63));
        assert_eq!(chance("0.1"), DeclineChance::Below(1_844_674_407_370_955_161));
        assert_eq!(chance("1e-28"), DeclineChance::Below(1));
    }
}
