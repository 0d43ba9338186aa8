//! When to try again what takes long and often fails.

/// After each try twice as many steps as before the last one, up to a most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    first: usize,
    most: usize,
    wait: usize,
    left: usize,
}

impl Patience {
    /// The first try comes after `first` steps.
    pub(super) fn new(first: usize, most: usize) -> Self {
        Self { first, most, wait: first, left: first }
    }

    /// Counts a step; true if it is time to try.
    pub(super) fn is_over(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(1) else {
            self.wait = (self.wait * 2).min(self.most);
            self.left = self.wait;
            return true;
        };
        self.left = left;
        false
    }

    /// After the next try it waits as long as after the first.
    pub(super) fn restart(&mut self) {
        self.wait = self.first;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_waits_twice_as_long_after_each_try() {
        let mut patience = Patience::new(2, 6);
        let tries: Vec<usize> = (0..40).filter(|_| patience.is_over()).collect();
        assert_eq!(tries, [2, 7, 14, 21, 28, 35]);
    }
}
