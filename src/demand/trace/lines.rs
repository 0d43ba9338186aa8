//! Places in the text of a CSV file, and what it is separated by.

/// The line on which the record at `byte` begins, from 1. A reader's byte can be that of the line break before the
/// record, or of empty lines.
pub(crate) fn line_of(text: &[u8], byte: u64) -> u64 {
    let start = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let skipped = text[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    line_at(text, start + skipped)
}

/// The line of a byte, from 1; lines end with LF, CR LF or CR.
pub(super) fn line_at(text: &[u8], byte: usize) -> u64 {
    let before = text.iter().enumerate().take(byte);
    let breaks = before
        .filter(|&(index, &byte)| byte == b'\n' || (byte == b'\r' && text.get(index + 1) != Some(&b'\n')));
    u64::try_from(breaks.count()).unwrap_or(u64::MAX) + 1
}

/// What to say of a header that is one column only because another separator stands between its names.
pub(crate) fn other_separator<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<String> {
    let (only, None) = (names.next()?, names.next()) else { return None };
    let (_, found) = [(';', "`;`"), ('\t', "tabs"), ('|', "`|`")]
        .into_iter()
        .find(|&(separator, _)| only.contains(separator))?;
    Some(format!(
        "columns must be separated by commas, but the header has {found}; write the file anew with commas"
    ))
}
