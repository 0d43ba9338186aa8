//! The headline figures of a run.

use crate::metrics::{Figure, Figures, Metrics};
use crate::output::chart::Story;
use crate::output::number::{counted, grouped, percent, shown, time};
use crate::output::report::html::Html;
use crate::output::report::tile::Tile;
use crate::output::sections::spread;
use crate::units::Decimal;

/// The tiles, in the order in which a reader asks.
pub(super) fn tiles(story: &Story<'_>, replications: &[Metrics]) -> Html {
    let figures = &story.metrics.summary.figures;
    let mut tiles = vec![money(figures), credits(figures)];
    if story.rules.auto_recharge.enabled {
        tiles.push(recharge(figures, story.rules.auto_recharge.limit.is_some()));
    }
    if figures.tasks.occurrences > 0 {
        tiles.push(runs(figures));
    }
    if figures.work.wanted > figures.tasks.occurrences {
        tiles.push(blocked(figures));
    }
    tiles.push(zero(figures));
    let mut html = Html::new();
    html.markup("<ul class=\"tiles\">\n");
    for (mut tile, read) in tiles {
        let all: Vec<Figure> = replications.iter().map(|metrics| read(&metrics.summary.figures)).collect();
        tile.spread = spread(&all);
        html.append(&tile.to_html());
    }
    html.markup("</ul>\n");
    html
}

/// A tile and how to read its figure from other replications.
type Readable = (Tile, fn(&Figures) -> Figure);

fn tile(
    label: &'static str,
    name: &'static str,
    unit: &'static str,
    figures: &Figures,
    read: fn(&Figures) -> Figure,
    detail: String,
) -> Readable {
    (Tile { label, name, figure: read(figures), unit, detail, spread: None, is_bad: false }, read)
}

fn bad_if((mut tile, read): Readable, is_bad: bool) -> Readable {
    tile.is_bad = is_bad;
    (tile, read)
}

fn share(part: u64, whole: u64) -> String {
    percent(Decimal::from(part).checked_div(Decimal::from(whole)).unwrap_or_default())
}

fn money(figures: &Figures) -> Readable {
    let money = &figures.money;
    let parts = [
        ("subscription", money.subscription),
        ("auto-recharge", money.auto_recharge),
        ("manual top-ups", money.top_up),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, part)| part.micros() != 0)
        .map(|(name, part)| format!("{name} {}", shown(part.into())))
        .collect();
    tile("Cost", "money.total", "", figures, |f| f.money.total.into(), parts.join(", "))
}

fn credits(figures: &Figures) -> Readable {
    let credits = &figures.credits;
    let grouped = |number: crate::units::Credits| grouped(&number.to_string());
    let detail = format!(
        "{} included, {} purchased",
        grouped(credits.spent_included),
        grouped(credits.spent_purchased)
    );
    tile("Credits spent", "credits.spent", "credits", figures, |f| f.credits.spent.into(), detail)
}

fn recharge(figures: &Figures, is_limited: bool) -> Readable {
    let recharge = &figures.auto_recharge;
    let months = counted(figures.basis.months, "month");
    let detail = match (is_limited, recharge.cap_hit_months) {
        (false, _) => "no limit".to_owned(),
        (true, 0) => format!("limit hit in none of {months}"),
        (true, hit) => format!("limit hit in {hit} of {months}"),
    };
    let tile =
        tile("Recharges", "auto_recharge.fired", "fired", figures, |f| f.auto_recharge.fired.into(), detail);
    bad_if(tile, recharge.cap_hit_months > 0)
}

fn runs(figures: &Figures) -> Readable {
    let tasks = &figures.tasks;
    let lost = tasks.refused + tasks.missed.credits;
    let detail = format!(
        "{} of {}, refused or missed",
        share(lost, tasks.occurrences),
        counted(tasks.occurrences, "run")
    );
    let read = |f: &Figures| (f.tasks.refused + f.tasks.missed.credits).into();
    let name = "tasks.refused + tasks.missed.credits";
    bad_if(tile("Scheduled runs lost to credits", name, "runs", figures, read, detail), lost > 0)
}

fn blocked(figures: &Figures) -> Readable {
    let blocked = figures.work.blocked.total();
    let arrived = figures.work.wanted - figures.tasks.occurrences;
    let detail = format!("{} of {}", share(blocked, arrived), counted(arrived, "piece"));
    let name = "work.blocked";
    let tile =
        tile("Activity work blocked", name, "pieces", figures, |f| f.work.blocked.total().into(), detail);
    bad_if(tile, blocked > 0)
}

fn zero(figures: &Figures) -> Readable {
    let (zero, measured) = (figures.work.zero, figures.basis.measured);
    let part = Decimal::from(zero.ms()).checked_div(Decimal::from(measured.ms())).unwrap_or_default();
    let detail = format!("{} of {}", percent(part), time(measured));
    let tile = tile("Time without credits", "work.zero_ms", "", figures, |f| f.work.zero.into(), detail);
    bad_if(tile, !zero.is_zero())
}
