//! The recommended cell and the baseline, the same in all pictures.

use crate::output::chart::legend::{Key, Mark};
use crate::output::chart::palette::{INK, PAPER};
use crate::output::chart::picture::Picture;
use crate::output::number::{counted, grouped};
use crate::output::sweep::Survey;

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Special {
    Recommended,
    Baseline,
    /// The baseline is recommended.
    Both,
}

impl Special {
    /// The cells to mark.
    pub(super) fn all(survey: &Survey<'_>) -> Vec<(Self, usize)> {
        let baseline = survey.study.cells.baseline;
        match survey.chosen() {
            Some(chosen) if chosen == baseline => vec![(Self::Both, chosen)],
            Some(chosen) => vec![(Self::Baseline, baseline), (Self::Recommended, chosen)],
            None => vec![(Self::Baseline, baseline)],
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Recommended => "recommended",
            Self::Baseline => "baseline",
            Self::Both => "recommended and baseline",
        }
    }

    /// A dark dot with a light ring, the other way round, or both.
    pub(super) fn draw(self, picture: &mut Picture, at: (f64, f64)) {
        match self {
            Self::Recommended => dot(picture, at, [(6.5, PAPER), (5.0, INK)]),
            Self::Baseline => dot(picture, at, [(6.5, INK), (4.5, PAPER)]),
            Self::Both => {
                dot(picture, at, [(8.0, PAPER), (6.5, INK)]);
                picture.disc(at, 2.5, PAPER);
            }
        }
    }

    pub(super) fn key(self, label: String) -> Key {
        let (inner, ring) = match self {
            Self::Recommended | Self::Both => (INK, INK),
            Self::Baseline => (PAPER, INK),
        };
        Key::new(Mark::Dot(inner, ring), label)
    }

    /// Its name and its settings.
    pub(super) fn described(self, survey: &Survey<'_>, cell: usize) -> String {
        format!("{}: {}", self.name(), survey.describe(cell))
    }
}

fn dot(picture: &mut Picture, at: (f64, f64), discs: [(f64, crate::output::chart::palette::Colour); 2]) {
    for (radius, colour) in discs {
        picture.disc(at, radius, colour);
    }
}

/// Which sweep it is, and what is shown of it.
pub(super) fn about(survey: &Survey<'_>, what: &str) -> String {
    let cells = grouped(&survey.count().to_string());
    let replications = counted(survey.study.replications.into(), "replication");
    format!("{cells} cells, {replications} of each; {what}")
}

/// A title with the organisations' names.
pub(super) fn titled(survey: &Survey<'_>, title: &str) -> String {
    format!("{title} – {}", survey.names())
}
