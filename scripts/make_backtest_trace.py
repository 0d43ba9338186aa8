#!/usr/bin/env python3
"""Makes scenarios/backtest/usage-2026-01.csv: one month of an invented team's usage, shaped like an export.

    python3 scripts/make_backtest_trace.py > scenarios/backtest/usage-2026-01.csv

Plain Python 3. The seed is fixed and only uniform draws and whole-number arithmetic are used, so that every version on
every machine makes the same bytes.
"""

import random
import sys
from datetime import datetime, timedelta

SEED = 20260101
START = datetime(2026, 1, 1)
DAYS = 31
HEADER = "time,source,kind,audience,cost,reserve,duration,outcome"

# name, hours of the day (UTC), minute, least cost, greatest cost, reserve, seconds, failures in a thousand
TASKS = [
    ("crm-sync", range(24), 0, 14, 26, 26, 45, 20),
    ("inbox-triage", range(24), 15, 8, 20, 20, 30, 15),
    ("lead-scoring", range(24), 30, 10, 22, 22, 60, 15),
    ("partner-feed", range(24), 45, 5, 12, 12, 20, 10),
    ("morning-brief", (6,), 30, 90, 160, 160, 240, 10),
    ("evening-digest", (18,), 0, 60, 140, 140, 180, 10),
]

# The partner's server was down: from the hour, for so many hours. Nobody exceeds four failures in a row.
PARTNER_DOWN = [(datetime(2026, 1, 9, 3), 3), (datetime(2026, 1, 21, 14), 4)]

# name, kind, audience, bursts a working day, most messages in a burst, least and greatest cost, reserves, seconds
ACTIVITIES = [
    ("joule", "joule", "member", 12, 12, 2, 28, False, 0),
    ("help-page", "joule", "public", 8, 5, 1, 9, False, 0),
    ("research-tool", "ai_tool", "member", 16, 1, 20, 150, True, 150),
    ("contract-review", "workflow", "member", 3, 1, 150, 520, True, 900),
    ("price-watch", "background", "member", 5, 1, 10, 40, False, 60),
    ("portal-login", "browser_session", "member", 6, 1, 15, 45, True, 300),
]


def chance(rng, thousandths):
    return rng.randrange(1000) < thousandths


def task_rows(rng):
    for name, hours, minute, least, greatest, reserve, seconds, failing in TASKS:
        for day in range(DAYS):
            for hour in hours:
                time = START + timedelta(days=day, hours=hour, minutes=minute)
                outcome = "ok"
                if chance(rng, failing):
                    outcome = "start_failure" if chance(rng, 300) else "run_failure"
                if name == "partner-feed" and any(
                    since <= time < since + timedelta(hours=hours_down) for since, hours_down in PARTNER_DOWN
                ):
                    outcome = "run_failure"
                cost = rng.randint(least, greatest)
                yield time, name, "task", "member", cost, reserve, rng.randint(seconds // 2, seconds * 2), outcome


def activity_rows(rng):
    for name, kind, audience, bursts, most, least, greatest, reserves, seconds in ACTIVITIES:
        for day in range(DAYS):
            date = START + timedelta(days=day)
            at_work = date.weekday() < 5 and day > 0
            today = bursts if at_work else bursts // 4
            for _ in range(rng.randint(today // 2, today + today // 2)):
                # Working hours in New York and Berlin together, 08:00 to 22:00 UTC.
                time = date + timedelta(seconds=rng.randrange(8 * 3600, 22 * 3600))
                for _ in range(rng.randint(1, most)):
                    # The smaller of two draws: many small costs, few large ones.
                    cost = min(rng.randint(least, greatest), rng.randint(least, greatest))
                    reserve = (least + greatest) // 2 if reserves else ""
                    duration = rng.randint(seconds // 3, seconds * 2) if seconds else 0
                    outcome = "run_failure" if seconds and chance(rng, 25) else "ok"
                    yield time, name, kind, audience, cost, reserve, duration, outcome
                    time += timedelta(seconds=rng.randint(10, 150))


def main():
    rng = random.Random(SEED)
    rows = [*task_rows(rng), *activity_rows(rng)]
    rows.sort(key=lambda row: row[0])
    lines = [HEADER]
    for time, *rest in rows:
        lines.append(",".join([time.isoformat() + "Z", *map(str, rest)]))
    sys.stdout.buffer.write(("\n".join(lines) + "\n").encode("ascii"))


if __name__ == "__main__":
    main()
