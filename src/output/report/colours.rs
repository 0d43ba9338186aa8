//! The charts' colours as custom properties of the stylesheet, on white and on the dark page.

use crate::output::chart::{Hue, Rgb};
use std::fmt::Write as _;

/// `--c-subscription`, `--c-top-up-hatch`, … of both themes.
pub(super) fn stylesheet() -> String {
    let light: String = Hue::all().map(|hue| properties(hue, hue.light())).collect();
    let dark: String = Hue::all().map(|hue| properties(hue, dark(hue))).collect();
    format!(":root{{{light}}}\n:root[data-theme=dark]{{{dark}}}\n")
}

fn properties(hue: Hue, (colour, hatch): (Rgb, Option<Rgb>)) -> String {
    let hex = |(red, green, blue): Rgb| format!("#{red:02x}{green:02x}{blue:02x}");
    let mut text = format!("--c-{hue}:{};", hex(colour));
    if let Some(hatch) = hatch {
        // Writing to a string does not fail.
        let _ = write!(text, "--c-{hue}-hatch:{};", hex(hatch));
    }
    text
}

/// The same hue where the page is dark: tints become deep, dark ones light, and what differs in lightness on
/// white does so here.
fn dark(hue: Hue) -> (Rgb, Option<Rgb>) {
    const SOURCES: [(Rgb, Option<Rgb>); Hue::SOURCES] = [
        ((124, 112, 224), None),
        ((221, 204, 119), None),
        ((190, 76, 138), None),
        ((170, 221, 205), None),
        ((58, 150, 88), None),
        ((221, 204, 119), Some((51, 34, 136))),
        ((224, 132, 146), None),
        ((170, 221, 205), Some((17, 119, 51))),
    ];
    let plain = |colour| (colour, None);
    match hue {
        Hue::Usable => plain((236, 238, 241)),
        Hue::Subscription => plain((18, 118, 184)),
        Hue::Purchased | Hue::Fires | Hue::Capped | Hue::NoCredits => hue.light(),
        Hue::TopUp => ((86, 180, 233), Some((0, 40, 74))),
        Hue::Setting => plain((240, 128, 52)),
        Hue::CappedTint => plain((66, 49, 14)),
        Hue::NoCreditsTint => plain((72, 40, 58)),
        Hue::Failures => ((240, 228, 66), Some((60, 56, 0))),
        Hue::Active => plain((62, 68, 76)),
        Hue::OtherDenials => ((46, 51, 58), Some((170, 178, 188))),
        Hue::Used => plain((138, 146, 156)),
        Hue::Expired => ((52, 58, 66), Some((190, 198, 208))),
        Hue::Forfeited => plain((226, 230, 235)),
        Hue::Fan(0) => plain((26, 49, 64)),
        Hue::Fan(1) => plain((38, 86, 116)),
        Hue::Fan(_) => plain((72, 150, 196)),
        Hue::Source(index) => SOURCES.get(index).copied().unwrap_or(plain((128, 134, 142))),
        Hue::OtherSources => plain((128, 134, 142)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lightness that a print in grey leaves, 0 to 255.
    fn grey((red, green, blue): Rgb) -> u32 {
        (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
    }

    #[test]
    fn what_stands_on_another_differs_from_it_in_grey_or_by_a_hatch() {
        let pairs = [
            (Hue::Subscription, Hue::Purchased),
            (Hue::NoCredits, Hue::Active),
            (Hue::Source(0), Hue::Source(1)),
            (Hue::Source(1), Hue::Source(2)),
            (Hue::Source(2), Hue::Source(3)),
            (Hue::Source(3), Hue::Source(4)),
            (Hue::Source(6), Hue::Source(7)),
        ];
        for theme in [Hue::light, dark] {
            for (one, other) in pairs {
                assert!(grey(theme(one).0).abs_diff(grey(theme(other).0)) >= 35, "{one} and {other}");
            }
        }
        assert!([Hue::TopUp, Hue::Failures, Hue::OtherDenials].iter().all(|&hue| dark(hue).1.is_some()));
    }

    #[test]
    fn both_themes_define_every_colour() {
        let css = stylesheet();
        let (light, dark) = css.split_once("data-theme=dark").unwrap();
        for hue in Hue::all() {
            assert!(light.contains(&format!("--c-{hue}:")) && dark.contains(&format!("--c-{hue}:")));
        }
    }
}
