"""The organisation-year of the benchmarks, written as one would in SimPy: how fast a general simulator is at it.

    python3 -m pip install simpy==4.1.1
    python3 benches/peers/organisation_year.py [--days 365] [--seed 42]

The same work as `benches/organisation.toml`, under the rules that it meets: R-RESERVE, R-START, R-FAIL, R-LATCH, R-CAP, R-MONTH,
R-INCLUDED, R-BURST, R-ADMIT. It has no lots, reviews, payments or tables by month and source, and draws from Python's own
generator, so its figures agree with creditsim's in distribution only. Run by hand; an event is a start or an end of work, an
arrival, a month or a renewal, as creditsim counts them. The clock is in seconds of UTC from Thursday, 1 January 2026.
"""

import argparse
import math
import random
import time
from datetime import datetime, timedelta

import simpy

START = datetime(2026, 1, 1)
HOUR, DAY = 3_600, 86_400


class Organisation:
    """One pool, its auto-recharge, and what was counted."""

    threshold, amount, monthly_limit, included = 10_000, 20_000, 2_000_000, 50_000

    def __init__(self, env, rng):
        self.env, self.rng = env, rng
        self.left_included, self.purchased = self.included, 0
        self.armed, self.bought = True, 0
        self.events = self.fired = self.refused = self.blocked = 0
        self.spent = 0

    @property
    def usable(self):
        return self.left_included + self.purchased

    def draw(self, credits):
        """Takes credits, included ones first; how many were included."""
        included = min(self.left_included, credits)
        self.left_included -= included
        self.purchased -= credits - included
        return included

    def settle_event(self):
        """R-LATCH, after every event."""
        self.events += 1
        if self.usable > self.threshold:
            self.armed = True
        if self.usable < self.threshold and self.armed and self.bought + self.amount <= self.monthly_limit:
            self.bought += self.amount
            self.fired += 1
            self.purchased += self.amount
            self.armed = self.usable > self.threshold

    def calendar(self, until):
        """Months and renewals: both begin with the calendar month here (R-MONTH, R-INCLUDED)."""
        month = START
        while True:
            month = (month.replace(day=1) + timedelta(days=32)).replace(day=1)
            at = (month - START).total_seconds()
            if at >= until:
                return
            yield self.env.timeout(at - self.env.now)
            self.bought = 0
            self.settle_event()
            self.left_included = self.included
            self.settle_event()

    def run(self, cost, reserve, duration):
        """A run from start to end; false if credits refuse it (R-START)."""
        included = self.draw(reserve)
        self.settle_event()
        yield self.env.timeout(duration)
        unused = reserve - cost
        # Last drawn first: purchased credits come back before included ones (R-RESERVE).
        purchased = min(unused, reserve - included)
        self.purchased += purchased
        self.left_included += unused - purchased
        self.spent += cost
        self.settle_event()

    def task(self, first, period, reserve=40):
        """A scheduled task: it occurs every period (R-SCHEDULE)."""
        yield self.env.timeout(first)
        while True:
            cost, duration = self.rng.randint(20, 40), self.rng.expovariate(1 / 120)
            if self.usable >= reserve:
                self.env.process(self.run(cost, reserve, duration))
            else:
                self.refused += 1
                self.settle_event()
            yield self.env.timeout(period)

    def burst(self):
        """A burst of messages (R-BURST), each paid on arrival (R-ADMIT)."""
        size = 1 + int(math.log(1 - self.rng.random()) / math.log(1 - 1 / 25))
        sigma = 0.8
        for message in range(size):
            if message:
                yield self.env.timeout(self.rng.expovariate(1 / 30))
            cost = math.ceil(self.rng.lognormvariate(math.log(12) - sigma * sigma / 2, sigma))
            if self.usable > 0:
                self.draw(min(cost, self.usable))
                self.spent += cost
            else:
                self.blocked += 1
            self.settle_event()

    def people(self, bursts_per_day):
        """Bursts arrive as a thinned Poisson process that follows office hours (R-BURST)."""
        mean_weight = (40 + 128 * 0.05) / 168
        peak = bursts_per_day / mean_weight / DAY
        while True:
            yield self.env.timeout(self.rng.expovariate(peak))
            now = START + timedelta(seconds=self.env.now)
            in_office = now.weekday() < 5 and 9 <= now.hour < 17
            if self.rng.random() < (1 if in_office else 0.05):
                self.env.process(self.burst())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--seed", type=int, default=42)
    asked = parser.parse_args()
    until = asked.days * DAY
    env = simpy.Environment()
    organisation = Organisation(env, random.Random(asked.seed))
    env.process(organisation.calendar(until))
    for copy in range(24):
        env.process(organisation.task(copy * 15 * 60 % HOUR, HOUR))
    for copy in range(20):
        env.process(organisation.task((6 * HOUR + copy * 20 * 60) % DAY, DAY))
    for copy in range(6):
        monday = 4 * DAY  # from Thursday to the first Monday
        env.process(organisation.task(monday + (7.5 * HOUR + copy * 15 * 60) % DAY, 7 * DAY))
    env.process(organisation.people(20))
    began = time.perf_counter()
    env.run(until=until)
    took = time.perf_counter() - began
    print(f"SimPy {simpy.__version__}: {organisation.events} events in {took:.2f} s, {organisation.events / took:,.0f} events/s")
    print(f"fired {organisation.fired}, refused {organisation.refused}, blocked {organisation.blocked}, spent {organisation.spent}")


if __name__ == "__main__":
    main()
