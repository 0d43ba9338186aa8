//! The words of a report, as docs/rules.md means them.

use super::html::Html;

/// Word, meaning, rules; by the alphabet.
const WORDS: [(&str, &str, &str); 22] = [
    (
        "Absorbed",
        "Cost that the pool could not cover and the vendor bore. Other policies let it become debt, or cut the work off.",
        "R-OVERRUN",
    ),
    (
        "Activity",
        "Work of people and of background AI that is not scheduled: chats, AI tools, workflows, browser sessions.",
        "R-ADMIT",
    ),
    (
        "Auto-recharge",
        "Buys credits by itself when usable falls below its threshold, at most up to its limit. Some products call it auto top-up.",
        "R-LATCH, R-CAP",
    ),
    (
        "Blocked",
        "Activity work that was not admitted for lack of credits. It is lost, and its audience is told why.",
        "R-ADMIT",
    ),
    (
        "Capped",
        "Usable is below the threshold, auto-recharge is ready to buy, and its limit leaves no room for a purchase.",
        "R-CAP",
    ),
    (
        "Debt",
        "Credits owed after work cost more than the pool held, where the policy allows it.",
        "R-OVERRUN",
    ),
    (
        "Denied",
        "A purchase that auto-recharge tried and did not make: without a subscription, for payment, or for the limit. Counted once per reason, episode and month.",
        "R-DENY",
    ),
    (
        "Grant",
        "Credits included in the subscription, given at each renewal. What is left of the last ones expires then.",
        "R-INCLUDED",
    ),
    (
        "Latch",
        "After a purchase auto-recharge waits until usable has been above the threshold again: latched, then armed. One low-balance episode buys once.",
        "R-LATCH",
    ),
    (
        "Lot",
        "Credits that came together: included or purchased, with what remains of them and when they expire. Included lots are drawn first, unless the policy says otherwise.",
        "R-POOL, R-ORDER",
    ),
    (
        "Low-balance episode",
        "From the first moment with usable below the threshold until usable is above it again.",
        "R-LATCH, R-DENY",
    ),
    (
        "Manual top-up",
        "A purchase that a person makes. It does not count toward the limit and ignores the latch.",
        "R-TOPUP",
    ),
    (
        "Missed",
        "A scheduled run that fell due while its task was paused. Missed runs are not made up.",
        "R-PAUSE",
    ),
    (
        "Money",
        "One currency, that of the policy's prices. Exact to a millionth, shown to the cent.",
        "R-MONEY",
    ),
    (
        "Monthly limit",
        "The most that auto-recharge may buy in one calendar month of the organisation's zone. A purchase that would exceed it is denied whole.",
        "R-CAP",
    ),
    (
        "Paused",
        "A task that starts no runs until a person resumes it: a run could not be paid for, or too many runs in a row failed.",
        "R-START, R-FAIL, R-PAUSE",
    ),
    (
        "Refused",
        "A scheduled run that did not start, as usable was below its reservation. Its task pauses.",
        "R-START",
    ),
    ("Renewal", "The start of a billing period, counted from the anchor day.", "R-PERIOD"),
    (
        "Reservation",
        "Credits set aside when a run starts, so that it can be paid for. They have left usable.",
        "R-RESERVE, R-START",
    ),
    (
        "Settlement",
        "When a run ends it is charged what it cost, and the rest of its reservation returns to the lots it came from.",
        "R-RESERVE",
    ),
    (
        "Threshold",
        "Auto-recharge buys when usable falls below it. Exactly at it nothing happens, unless the policy says otherwise.",
        "R-LATCH",
    ),
    ("Usable", "What can be spent now: what remains in all lots, less debt.", "R-USABLE"),
];

/// The glossary.
pub(super) fn glossary() -> Html {
    let mut html = Html::new();
    html.markup("<p>In alphabetical order, each with the rules that say it exactly, by their names in docs/rules.md.</p>\n");
    html.markup("<dl class=\"glossary\">\n");
    for (word, meaning, rules) in WORDS {
        html.markup("<div>").element("dt", &[], word).markup("<dd>").text(meaning).text(" ");
        html.element("small", &[], rules).markup("</dd></div>\n");
    }
    html.markup("</dl>\n");
    html
}

#[cfg(test)]
mod tests {
    use super::WORDS;

    #[test]
    fn words_are_in_order_and_cite_rules_that_exist() {
        assert!(WORDS.is_sorted_by(|one, other| one.0.to_lowercase() < other.0.to_lowercase()));
        let rules = include_str!("../../../docs/rules.md");
        for (word, _, cited) in WORDS {
            for rule in cited.split(", ") {
                assert!(rules.contains(&format!("**{rule}**")), "{word} cites {rule}");
            }
        }
    }
}
