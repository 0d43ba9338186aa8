//! Commands as people can run them again.

use std::path::Path;

/// A file's name without its directory, which may not concern who reads it.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// A word as a shell reads it back.
pub(crate) fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The command that runs the scenario at `path`, to be typed as it is.
pub(crate) fn run_command(path: &Path) -> String {
    format!("creditsim run {}", shell_word(&path.to_string_lossy()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_command_are_quoted_where_a_shell_would_read_them_otherwise() {
        let words = ["clock.seed=7", "activities.*.cost=1", "it's", ""].map(shell_word);
        assert_eq!(words, ["clock.seed=7", "'activities.*.cost=1'", r"'it'\''s'", "''"]);
    }

    #[test]
    fn a_command_that_is_proposed_can_be_typed() {
        let commands = ["team/a.toml", "my team/a.toml"].map(|path| run_command(Path::new(path)));
        assert_eq!(commands, ["creditsim run team/a.toml", "creditsim run 'my team/a.toml'"]);
    }
}
