//! What came of checking scenario files: for people, programs, Jenkins and GitLab, GitHub; and blessed figures.

mod bless;
mod github;
mod json;
mod junit;
mod text;
mod words;

pub use bless::{Blessed, BlessedFigure, bless};
pub use github::check_github;
pub use json::check_json;
pub use junit::check_junit;
pub use text::{blessed_text, check_text};
