//! Which pictures a command makes.

use super::failure::Failure;
use clap::ValueEnum;
use creditsim::output::chart::{ChartError, Picture};

/// The format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Charts {
    /// Sharp at any size, for screens and print
    Svg,
    /// For slides
    Png,
    /// Both
    All,
    /// No pictures
    None,
}

/// From a picture to the bytes of its file.
type Encode = fn(&Picture) -> Result<Vec<u8>, ChartError>;

impl Charts {
    /// The endings of a chart's files and how to make them; none for no charts.
    fn formats(self) -> &'static [(&'static str, Encode)] {
        const ALL: [(&str, Encode); 2] = [("svg", Picture::to_svg), ("png", Picture::to_png)];
        match self {
            Self::Svg => &ALL[..1],
            Self::Png => &ALL[1..],
            Self::All => &ALL,
            Self::None => &[],
        }
    }

    /// The names and bytes of a chart's files.
    pub(crate) fn files(self, name: &str, picture: &Picture) -> Result<Vec<(String, Vec<u8>)>, ChartError> {
        let file = |&(ending, encode): &(&str, Encode)| Ok((format!("{name}.{ending}"), encode(picture)?));
        self.formats().iter().map(file).collect()
    }
}

impl From<ChartError> for Failure {
    fn from(error: ChartError) -> Self {
        Self::Failed(error.to_string())
    }
}
