//! Bursts that overlap, seen only as messages: a hidden Markov model.
//!
//! With geometric sizes and exponential gaps the number of bursts that are still to send a message is a Markov chain: a
//! burst begins at the rate of the weekly profile and sends its first message; every message is followed by another one
//! of its burst with probability `goes_on`, after an exponential gap. So the likelihood of the messages is exact, overlap
//! included (the forward recursion), and so is the chance of each message to begin a burst (forward and backward; L. E.
//! Baum et al., Annals of Mathematical Statistics 41, 1970).

/// Messages between two looks back: memory stays small, and only the last few of them know less than they could.
const BLOCK: usize = 1 << 16;

/// Messages with the rates at which bursts begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Messages<'a> {
    /// Milliseconds from the message before, or from the window's start.
    pub(super) gaps: &'a [f64],
    /// The rate of bursts at each message, a millisecond.
    pub(super) rates: &'a [f64],
    /// Bursts expected in each gap.
    pub(super) expected: &'a [f64],
    /// Milliseconds from the last message to the window's end, and bursts expected in it.
    pub(super) end: (f64, f64),
}

/// What makes messages of a burst.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Chain {
    /// The chance that a message is followed by another one of its burst.
    pub(super) goes_on: f64,
    /// Mean milliseconds until then.
    pub(super) gap: f64,
    /// The most bursts at once that are told apart.
    pub(super) most: usize,
}

/// What is expected of the hidden bursts, given all messages.
#[derive(Clone, Debug, Default)]
pub(super) struct Hidden {
    pub(super) log_likelihood: f64,
    /// The chance of each message to begin a burst.
    pub(super) begins: Vec<f64>,
    /// Messages that are followed by another of their burst.
    pub(super) followed: f64,
    /// Milliseconds that bursts waited for their next messages, added up.
    pub(super) waited: f64,
}

/// A step from before a message to after it.
#[derive(Clone, Copy, Debug)]
struct Step {
    rate: f64,
    /// exp(−gap / mean gap): the chance that one burst stays silent.
    silent: f64,
    /// 1 / mean gap.
    speed: f64,
    goes_on: f64,
}

impl Chain {
    fn step(self, gap: f64, rate: f64) -> Step {
        let speed = 1.0 / self.gap;
        Step { rate, silent: libm::exp(-gap * speed), speed, goes_on: self.goes_on }
    }

    /// The logarithm of the messages' likelihood; gives, for each, the chance that the model has of a longer gap.
    pub(super) fn log_likelihood(self, messages: Messages<'_>, mut survival: impl FnMut(f64)) -> f64 {
        let (mut now, mut next) = (self.nothing(), self.nothing());
        let mut total = 0.0;
        for ((&gap, &rate), &expected) in messages.gaps.iter().zip(messages.rates).zip(messages.expected) {
            let step = self.step(gap, rate);
            survival(libm::exp(-expected) * quiet(&now, step.silent));
            total += libm::log(forward(&now, &mut next, step)) - expected;
            std::mem::swap(&mut now, &mut next);
        }
        let (gap, expected) = messages.end;
        total + libm::log(quiet(&now, self.step(gap, 0.0).silent)) - expected
    }

    /// What is expected of the bursts.
    pub(super) fn hidden(self, messages: Messages<'_>) -> Hidden {
        let mut hidden = Hidden { begins: vec![0.0; messages.gaps.len()], ..Hidden::default() };
        let mut now = self.nothing();
        let mut from = 0;
        while from < messages.gaps.len() {
            let to = (from + BLOCK).min(messages.gaps.len());
            now = self.block(messages, from..to, &now, &mut hidden);
            from = to;
        }
        hidden
    }

    /// No burst under way.
    fn nothing(self) -> Vec<f64> {
        let mut state = vec![0.0; self.most + 1];
        state[0] = 1.0;
        state
    }

    /// The messages of `block`, from the state before it; the state after it.
    fn block(
        self,
        messages: Messages<'_>,
        block: std::ops::Range<usize>,
        before: &[f64],
        hidden: &mut Hidden,
    ) -> Vec<f64> {
        let states = self.most + 1;
        let mut path = Vec::with_capacity((block.len() + 1) * states);
        path.extend_from_slice(before);
        let mut scales = Vec::with_capacity(block.len());
        let mut next = vec![0.0; states];
        for index in block.clone() {
            let step = self.step(messages.gaps[index], messages.rates[index]);
            let now = &path[path.len() - states..];
            let scale = forward(now, &mut next, step);
            hidden.log_likelihood += libm::log(scale) - messages.expected[index];
            scales.push(scale);
            path.extend_from_slice(&next);
        }
        let mut later = vec![1.0; states];
        if block.end == messages.gaps.len() {
            hidden.end(messages.end, &path[path.len() - states..], self, &mut later);
        }
        for (place, index) in block.enumerate().rev() {
            let step = self.step(messages.gaps[index], messages.rates[index]);
            let now = &path[place * states..(place + 1) * states];
            hidden.back(index, now, &mut later, step, scales[place], messages.gaps[index]);
        }
        path.split_off(path.len() - states)
    }
}

/// The chance that no burst sends a message.
fn quiet(now: &[f64], silent: f64) -> f64 {
    let mut power = 1.0;
    let mut sum = 0.0;
    for &chance in now {
        sum += chance * power;
        power *= silent;
    }
    sum
}

/// The state after a message, scaled to a sum of 1, and the scale.
fn forward(now: &[f64], next: &mut [f64], step: Step) -> f64 {
    let Step { rate, silent, speed, goes_on } = step;
    let ends = 1.0 - goes_on;
    next.fill(0.0);
    let last = now.len() - 1;
    let (mut power, mut waiting) = (1.0, 0.0);
    for (bursts, &chance) in now.iter().enumerate() {
        let weight = chance * power;
        let (begins, continues) = (weight * rate, weight * waiting * speed);
        next[bursts] += begins * ends + continues * goes_on;
        next[(bursts + 1).min(last)] += begins * goes_on;
        if bursts > 0 {
            next[bursts - 1] += continues * ends;
        }
        power *= silent;
        waiting += 1.0;
    }
    let scale: f64 = next.iter().sum::<f64>().max(f64::MIN_POSITIVE);
    for chance in next {
        *chance /= scale;
    }
    scale
}

impl Hidden {
    /// The time after the last message.
    fn end(&mut self, (gap, expected): (f64, f64), now: &[f64], chain: Chain, later: &mut [f64]) {
        let silent = chain.step(gap, 0.0).silent;
        let scale = quiet(now, silent).max(f64::MIN_POSITIVE);
        self.log_likelihood += libm::log(scale) - expected;
        let (mut power, mut waiting) = (1.0, 0.0);
        for (bursts, after) in later.iter_mut().enumerate() {
            *after = power / scale;
            self.waited += now[bursts] * *after * waiting * gap;
            power *= silent;
            waiting += 1.0;
        }
    }

    /// One message back: `later` goes from after the message to before it.
    fn back(&mut self, index: usize, now: &[f64], later: &mut [f64], step: Step, scale: f64, gap: f64) {
        let Step { rate, silent, speed, goes_on } = step;
        let ends = 1.0 - goes_on;
        let last = now.len() - 1;
        let mut below = 0.0; // `later` of one burst fewer, as it was after the message
        let (mut power, mut waiting) = (1.0, 0.0);
        let (mut begins, mut followed) = (0.0, 0.0);
        for bursts in 0..now.len() {
            let (same, above) = (later[bursts], later[(bursts + 1).min(last)]);
            let weight = power / scale;
            let begin_on = weight * rate * goes_on * above;
            let begin = begin_on + weight * rate * ends * same;
            let continue_on = weight * waiting * speed * goes_on * same;
            let continues = continue_on + weight * waiting * speed * ends * below;
            begins += now[bursts] * begin;
            followed += now[bursts] * (begin_on + continue_on);
            below = same;
            later[bursts] = begin + continues;
            self.waited += now[bursts] * later[bursts] * waiting * gap;
            power *= silent;
            waiting += 1.0;
        }
        self.begins[index] = begins;
        self.followed += followed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHAIN: Chain = Chain { goes_on: 0.6, gap: 5.0, most: 12 };

    #[test]
    fn the_likelihood_is_that_of_all_ways_to_share_the_messages() {
        // Three messages at 1, 3 and 4 of a window of 6, bursts at the rate 0.2. Every message begins a burst or follows
        // one of the earlier ones that none follows yet; a burst that goes on and sends nothing more outlasts the end.
        let times = [1.0, 3.0, 4.0];
        let (rate, goes_on, speed) = (0.2_f64, 0.6_f64, 0.2_f64);
        let mut total = 0.0;
        for second in [None, Some(0)] {
            for third in [None, Some(0), Some(1)] {
                if second.is_some() && second == third {
                    continue;
                }
                let follows = [None, second, third];
                let mut chance = (-rate * 6.0).exp();
                for (index, before) in follows.iter().enumerate() {
                    chance *= match before {
                        None => rate,
                        Some(before) => {
                            let gap: f64 = times[index] - times[*before];
                            goes_on * speed * (-speed * gap).exp()
                        }
                    };
                    if !follows.contains(&Some(index)) {
                        chance *= 1.0 - goes_on + goes_on * (-speed * (6.0 - times[index])).exp();
                    }
                }
                total += chance;
            }
        }
        let messages = Messages {
            gaps: &[1.0, 2.0, 1.0],
            rates: &[0.2; 3],
            expected: &[0.2, 0.4, 0.2],
            end: (2.0, 0.4),
        };
        let filtered = CHAIN.log_likelihood(messages, |_| ());
        assert!((filtered - total.ln()).abs() < 1e-12, "{filtered} is not {}", total.ln());
        let hidden = CHAIN.hidden(messages);
        assert!((hidden.log_likelihood - filtered).abs() < 1e-12);
        assert!((hidden.begins[0] - 1.0).abs() < 1e-12, "{:?}", hidden.begins);
        // All that does not begin a burst follows a message, and a followed message may outlast the end.
        let follow = 3.0 - hidden.begins.iter().sum::<f64>();
        assert!(hidden.followed > follow && hidden.followed < 3.0);
    }

    #[test]
    fn a_gap_s_survival_is_a_chance() {
        let messages = Messages {
            gaps: &[1.0, 2.0, 1.0],
            rates: &[0.2; 3],
            expected: &[0.2, 0.4, 0.2],
            end: (2.0, 0.4),
        };
        let mut all = Vec::new();
        CHAIN.log_likelihood(messages, |chance| all.push(chance));
        assert!((all[0] - (-0.2_f64).exp()).abs() < 1e-12);
        assert!(all.iter().all(|chance| *chance > 0.0 && *chance < 1.0));
    }
}
