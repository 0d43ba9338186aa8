//! Numbers of 64 bits put into columns of 32, many side by side.

/// Takes the lower halves of numbers, and notes whether all of them fit 32 bits.
///
/// To look at each in turn takes several times as long.
#[derive(Debug, Default)]
pub(super) struct Narrow {
    upper: u64,
}

impl Narrow {
    /// A number from 0 to 2³² − 1.
    #[inline]
    pub(super) fn unsigned(&mut self, number: i64) -> u32 {
        let bits = number.cast_unsigned();
        self.upper |= bits >> 32;
        // Never too large.
        u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(u32::MAX)
    }

    /// A number from −2³¹ to 2³¹ − 1.
    #[inline]
    pub(super) fn signed(&mut self, number: i64) -> i32 {
        // Shifted to begin at 0; what wraps around does not fit.
        const HALF: u32 = 1 << 31;
        self.unsigned(number.wrapping_add(i64::from(HALF))).wrapping_sub(HALF).cast_signed()
    }

    /// True if all numbers so far did fit.
    pub(super) fn fits(&self) -> bool {
        self.upper == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_kept_and_what_does_not_is_noticed() {
        for number in [0, 1, 7, -1, -8, 1 << 31, (1 << 31) - 1, -(1 << 31), -(1 << 31) - 1, 1 << 32, i64::MAX]
        {
            let (mut unsigned, mut signed) = (Narrow::default(), Narrow::default());
            let (kept, kept_signed) = (unsigned.unsigned(number), signed.signed(number));
            assert_eq!(unsigned.fits().then_some(kept), u32::try_from(number).ok(), "{number}");
            assert_eq!(signed.fits().then_some(kept_signed), i32::try_from(number).ok(), "{number}");
            unsigned.unsigned(5);
            assert_eq!(unsigned.fits(), u32::try_from(number).is_ok(), "{number}, then 5");
        }
    }
}
