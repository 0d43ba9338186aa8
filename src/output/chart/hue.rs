//! The palette by meaning, for writers that draw in another way than pictures.

use super::palette::{
    ACTIVE, CAPPED, CAPPED_TINT, Colour, EXPIRED, FAILURES, FAN, FIRES, FORFEITED, Fill, INK, NO_CREDITS,
    NO_CREDITS_TINT, OTHER_DENIALS, OTHER_SOURCES, PURCHASED, SETTING, SOURCES, SUBSCRIPTION, TOP_UP, USED,
};
use std::fmt;

/// What a colour means; its light form is the charts' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::output) enum Hue {
    Usable,
    Subscription,
    Purchased,
    TopUp,
    Fires,
    Setting,
    Capped,
    CappedTint,
    NoCredits,
    NoCreditsTint,
    Failures,
    Active,
    OtherDenials,
    Used,
    Expired,
    Forfeited,
    /// A band of a fan, from the outermost (0) to the innermost.
    Fan(usize),
    /// One of the largest sources of usage, from 0.
    Source(usize),
    OtherSources,
}

/// Red, green, blue.
pub(in crate::output) type Rgb = (u8, u8, u8);

impl Hue {
    /// How many sources have colours of their own.
    pub(in crate::output) const SOURCES: usize = SOURCES.len();

    /// Every hue.
    pub(in crate::output) fn all() -> impl Iterator<Item = Self> {
        let meanings = [
            Self::Usable,
            Self::Subscription,
            Self::Purchased,
            Self::TopUp,
            Self::Fires,
            Self::Setting,
            Self::Capped,
            Self::CappedTint,
            Self::NoCredits,
            Self::NoCreditsTint,
            Self::Failures,
            Self::Active,
            Self::OtherDenials,
            Self::Used,
            Self::Expired,
            Self::Forfeited,
            Self::OtherSources,
        ];
        let (fan, sources) = ((0..FAN.len()).map(Self::Fan), (0..Self::SOURCES).map(Self::Source));
        meanings.into_iter().chain(fan).chain(sources)
    }

    /// The colour on white, and that of its hatch.
    pub(in crate::output) fn light(self) -> (Rgb, Option<Rgb>) {
        let fill = match self {
            Self::Usable => Fill::plain(INK),
            Self::Subscription => SUBSCRIPTION,
            Self::Purchased => PURCHASED,
            Self::TopUp => TOP_UP,
            Self::Fires => Fill::plain(FIRES),
            Self::Setting => Fill::plain(SETTING),
            Self::Capped => CAPPED,
            Self::CappedTint => Fill::plain(CAPPED_TINT),
            Self::NoCredits => NO_CREDITS,
            Self::NoCreditsTint => Fill::plain(NO_CREDITS_TINT),
            Self::Failures => FAILURES,
            Self::Active => ACTIVE,
            Self::OtherDenials => OTHER_DENIALS,
            Self::Used => USED,
            Self::Expired => EXPIRED,
            Self::Forfeited => FORFEITED,
            Self::Fan(index) => FAN.get(index).copied().map_or(PURCHASED, Fill::plain),
            Self::Source(index) => SOURCES.get(index).copied().unwrap_or(OTHER_SOURCES),
            Self::OtherSources => OTHER_SOURCES,
        };
        let rgb = |Colour(red, green, blue): Colour| (red, green, blue);
        (rgb(fill.colour), fill.hatch.map(rgb))
    }
}

impl fmt::Display for Hue {
    /// As stylesheets name it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self {
            Self::Usable => "usable",
            Self::Subscription => "subscription",
            Self::Purchased => "purchased",
            Self::TopUp => "top-up",
            Self::Fires => "fires",
            Self::Setting => "setting",
            Self::Capped => "capped",
            Self::CappedTint => "capped-tint",
            Self::NoCredits => "no-credits",
            Self::NoCreditsTint => "no-credits-tint",
            Self::Failures => "failures",
            Self::Active => "active",
            Self::OtherDenials => "other-denials",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Forfeited => "forfeited",
            Self::Fan(index) => return write!(f, "fan-{index}"),
            Self::Source(index) => return write!(f, "source-{index}"),
            Self::OtherSources => "other-sources",
        };
        f.write_str(name)
    }
}
