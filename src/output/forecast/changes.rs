//! The figures that a comparison with a variant shows.

/// Dotted name, and what people call it.
pub(in crate::output) const CHANGES: [(&str, &str); 11] = [
    ("money.auto_recharge", "auto-recharge money"),
    ("money.top_up", "manual top-ups"),
    ("money.subscription", "subscriptions"),
    ("money.total", "all money"),
    ("credits.spent", "credits spent"),
    ("auto_recharge.cap_hit", "organisations at their limit"),
    ("auto_recharge.cap_denied_credits", "credits denied by caps"),
    ("tasks.pauses.credits", "task pauses for credits"),
    ("tasks.paused_ms.credits", "task time paused"),
    ("work.blocked_credits", "credits of blocked work"),
    ("deferred.end", "credits outstanding"),
];
