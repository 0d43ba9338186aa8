//! Threads, and results in the order of the questions.

use rayon::prelude::*;
use std::num::NonZeroUsize;
use std::ops::Range;

/// A number of threads that work side by side. What they compute never depends on how many they are.
#[derive(Debug)]
pub struct Crew {
    pool: rayon::ThreadPool,
}

/// The operating system gave no threads.
#[derive(Debug, thiserror::Error)]
#[error("cannot start threads: {0}")]
pub struct CrewError(#[from] rayon::ThreadPoolBuildError);

impl Crew {
    /// So many threads; one for each core where `None`.
    ///
    /// # Errors
    /// The operating system gives no threads.
    pub fn new(threads: Option<NonZeroUsize>) -> Result<Self, CrewError> {
        let threads = threads.map_or(0, NonZeroUsize::get); // 0: rayon's own choice, the cores
        Ok(Self { pool: rayon::ThreadPoolBuilder::new().num_threads(threads).build()? })
    }

    /// How many threads they are.
    pub fn size(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// `each` of every number, side by side; the results in the order of the numbers.
    ///
    /// # Errors
    /// One of the errors of `each`; work not yet begun is then left.
    pub fn map<T, E>(
        &self,
        numbers: Range<u32>,
        each: impl Fn(u32) -> Result<T, E> + Send + Sync,
    ) -> Result<Vec<T>, E>
    where
        T: Send,
        E: Send,
    {
        self.pool.install(|| numbers.into_par_iter().map(each).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_whatever_the_threads() {
        let squares = |threads| {
            Crew::new(NonZeroUsize::new(threads)).unwrap().map(0..100, |n| Ok::<u32, ()>(n * n)).unwrap()
        };
        assert_eq!(squares(1), squares(3));
        assert_eq!(squares(2)[9], 81);
    }

    #[test]
    fn an_error_ends_the_work() {
        let crew = Crew::new(NonZeroUsize::new(2)).unwrap();
        assert_eq!(crew.map(0..10, |n| if n == 7 { Err("seven") } else { Ok(n) }), Err("seven"));
    }
}
