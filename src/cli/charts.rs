//! Which pictures a command makes.

use clap::ValueEnum;
use creditsim::output::chart::{ChartError, Picture};

/// The format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Charts {
    /// Sharp at any size, for screens and print
    Svg,
    /// For slides
    Png,
    /// No pictures and no report
    None,
}

/// From a picture to the bytes of its file.
type Encode = fn(&Picture) -> Result<Vec<u8>, ChartError>;

impl Charts {
    /// The ending of a chart's file and how to make it; `None` for no charts.
    pub(crate) fn format(self) -> Option<(&'static str, Encode)> {
        match self {
            Self::Svg => Some(("svg", Picture::to_svg)),
            Self::Png => Some(("png", Picture::to_png)),
            Self::None => None,
        }
    }
}
