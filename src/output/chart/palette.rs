//! One meaning for each colour, in every chart. Okabe and Ito's palette, which stays distinct for colour-blind
//! readers (<https://jfly.uni-koeln.de/color/>); neighbours also differ in lightness or carry a hatch.

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Colour(pub(super) u8, pub(super) u8, pub(super) u8);

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fill {
    pub(super) colour: Colour,
    /// Diagonal lines upon it.
    pub(super) hatch: Option<Colour>,
}

impl Fill {
    pub(super) const fn plain(colour: Colour) -> Self {
        Self { colour, hatch: None }
    }

    pub(super) const fn hatched(colour: Colour, hatch: Colour) -> Self {
        Self { colour, hatch: Some(hatch) }
    }
}

pub(super) const PAPER: Colour = Colour(255, 255, 255);
/// Text, and the usable balance.
pub(super) const INK: Colour = Colour(26, 26, 26);
/// Secondary text and axes.
pub(super) const MUTED: Colour = Colour(89, 89, 89);
pub(super) const GRID: Colour = Colour(226, 226, 226);
/// Month boundaries.
pub(super) const MONTHS: Colour = Colour(205, 205, 205);

/// The subscription: its included credits, its price.
pub(super) const SUBSCRIPTION: Fill = Fill::plain(Colour(0, 114, 178));
/// Bought credits and what they cost.
pub(super) const PURCHASED: Fill = Fill::plain(Colour(86, 180, 233));
/// Of them those that a person bought.
pub(super) const TOP_UP: Fill = Fill::hatched(Colour(86, 180, 233), Colour(0, 52, 94));
/// From the least to the most usable, where an outline would hide all else.
pub(super) const USABLE_RANGE: Fill = Fill::plain(Colour(168, 168, 168));
/// A recharge fires.
pub(super) const FIRES: Colour = Colour(0, 158, 115);
/// A level that a setting draws: the threshold, the monthly limit.
pub(super) const SETTING: Colour = Colour(213, 94, 0);
/// The monthly limit stops auto-recharge (R-CAP).
pub(super) const CAPPED: Fill = Fill::plain(Colour(230, 159, 0));
/// The same, behind other things.
pub(super) const CAPPED_TINT: Colour = Colour(252, 236, 204);
/// Credits are missing: nothing usable, tasks paused for credits.
pub(super) const NO_CREDITS: Fill = Fill::plain(Colour(204, 121, 167));
/// The same, behind other things.
pub(super) const NO_CREDITS_TINT: Colour = Colour(240, 214, 228);
/// Tasks paused for failures.
pub(super) const FAILURES: Fill = Fill::hatched(Colour(240, 228, 66), Colour(60, 56, 0));
/// A task at work.
pub(super) const ACTIVE: Fill = Fill::plain(Colour(222, 222, 222));
/// Denied for another reason than the limit.
pub(super) const OTHER_DENIALS: Fill = Fill::hatched(Colour(245, 245, 245), MUTED);

/// How sure a forecast is of bought credits and what they cost: 5 to 95 %, 10 to 90 %, 25 to 75 % of the ways that it may
/// come, from light to dark.
pub(super) const FAN: [Colour; 3] = [Colour(222, 240, 251), Colour(166, 214, 243), Colour(86, 180, 233)];
/// Credits that work used.
pub(super) const USED: Fill = Fill::plain(Colour(128, 128, 128));
/// Credits that expired.
pub(super) const EXPIRED: Fill = Fill::hatched(Colour(236, 236, 236), Colour(64, 64, 64));
/// Credits of organisations that left.
pub(super) const FORFEITED: Fill = Fill::plain(Colour(48, 48, 48));

/// Sources of usage have no meaning in other charts, so they take none of its colours: Paul Tol's muted scheme
/// (<https://personal.sron.nl/~pault/>), dark and light in turn.
pub(super) const SOURCES: [Fill; 8] = [
    Fill::plain(Colour(51, 34, 136)),
    Fill::plain(Colour(221, 204, 119)),
    Fill::plain(Colour(136, 34, 85)),
    Fill::plain(Colour(170, 221, 205)),
    Fill::plain(Colour(17, 119, 51)),
    Fill::hatched(Colour(221, 204, 119), Colour(51, 34, 136)),
    Fill::plain(Colour(204, 102, 119)),
    Fill::hatched(Colour(170, 221, 205), Colour(17, 119, 51)),
];
/// All sources beyond those.
pub(super) const OTHER_SOURCES: Fill = Fill::plain(Colour(160, 160, 160));
