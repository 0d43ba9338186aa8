//! The bundled font: a subset of Inter (SIL Open Font License, `font/LICENSE-Inter.txt`), cut by
//! `scripts/make_chart_font.py`.

use plotters::style::{FontDesc, FontFamily, FontStyle, register_font};
use std::sync::Once;

/// As an SVG names it: a reader's machine without Inter takes a font like it.
const FAMILY: &str = "Inter, Arial, sans-serif";

/// Plotters takes a size that is this many times the em.
pub(super) const SIZE_PER_EM: f64 = 1.24;

static REGULAR: &[u8] = include_bytes!("font/Inter-Regular.ttf");
static BOLD: &[u8] = include_bytes!("font/Inter-Bold.ttf");
static REGISTER: Once = Once::new();

/// The font with an em of `size`.
pub(super) fn font(size: f64, bold: bool) -> FontDesc<'static> {
    REGISTER.call_once(|| {
        // Only bytes that are no font are refused, and these are checked by the tests.
        let _ = register_font(FAMILY, FontStyle::Normal, REGULAR);
        let _ = register_font(FAMILY, FontStyle::Bold, BOLD);
    });
    let style = if bold { FontStyle::Bold } else { FontStyle::Normal };
    FontDesc::new(FontFamily::Name(FAMILY), size * SIZE_PER_EM, style)
}

/// The width of a line of text.
pub(super) fn width(text: &str, size: f64, bold: bool) -> f64 {
    // Measured large, as the library cuts it to whole pixels.
    const TIMES: f64 = 16.0;
    font(size * TIMES, bold).box_size(text).map_or(0.0, |(width, _)| f64::from(width) / TIMES)
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn both_weights_are_there_and_measure_text() {
        assert!(width("Balance", 20.0, false) > 60.0);
        assert!(width("Balance", 20.0, true) > width("Balance", 20.0, false));
        assert!((width("Balance", 40.0, false) / width("Balance", 20.0, false) - 2.0).abs() < 0.05);
    }
}
