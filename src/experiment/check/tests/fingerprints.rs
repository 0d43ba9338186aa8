use crate::experiment::check::{Excerpt, Fingerprint, Fingerprinter, Parting};
use std::io::Write;

/// Row `n` of a ledger whose months have 5,000 rows each.
fn row(n: u64) -> String {
    format!(
        "2026-01-01T00:00:00Z,2026-{:02},charge,\"a, b\",R-ADMIT,-{n},0,0,{},0.00\n",
        1 + n / 5_000,
        n * 7
    )
}

fn ledger(rows: u64) -> Vec<String> {
    (0..rows).map(row).collect()
}

fn print(rows: &[String]) -> Fingerprint {
    let mut taker = Fingerprinter::default();
    // In pieces that do not end with rows.
    for piece in rows.concat().as_bytes().chunks(1_000) {
        taker.write_all(piece).unwrap();
    }
    taker.finish()
}

#[test]
fn a_fingerprint_is_read_as_it_was_written() {
    for rows in [0, 1, 4_096, 4_097, 12_000] {
        let written = print(&ledger(rows));
        assert_eq!(written.rows(), rows);
        assert_eq!(written.to_string().parse(), Ok(written));
    }
    let long = print(&ledger(320_000)).thinned();
    assert!(long.to_string().len() < 200_000);
    assert_eq!(long.to_string().parse(), Ok(long));
}

#[test]
fn a_chunk_s_sum_is_that_of_its_bytes() {
    // printf 'a,b\\n' | sha256sum
    let sum = "facf7c7ae315fc177ccc74b3d837762f7257b6ded1e1f906b7d034f25590263d";
    let print = print(&["a,b,c\n".to_owned()]).to_string();
    assert_eq!(print.lines().nth(2), Some(format!("b 1 1 a {sum}").as_str()));
}

#[test]
fn the_first_row_that_differs_is_found() {
    let blessed = ledger(12_000);
    assert_eq!(print(&blessed).parts_from(&print(&blessed)), None);
    let mut found = 0;
    for at in [0, 1, 4_095, 4_096, 4_999, 5_000, 7_777, 11_999] {
        let mut other = blessed.clone();
        other[at].insert(30, 'x');
        let parting = print(&other).parts_from(&print(&blessed)).unwrap();
        // A mark can be alike by chance, one in 64; then a row soon after it is named.
        let behind = parting.row - (u64::try_from(at).unwrap() + 1);
        assert!(behind <= 2 && parting.rows == 1, "{at}: {parting:?}");
        found += usize::from(behind == 0);
    }
    assert!(found >= 7, "{found} of 8");
}

#[test]
fn a_thinned_fingerprint_names_a_few_rows_among_which_it_is() {
    let (blessed, mut other) = (ledger(320_000), ledger(320_000));
    other[123_456].insert(30, 'x');
    let parting = print(&other).parts_from(&print(&blessed).thinned()).unwrap();
    assert_eq!(parting.rows, 3);
    assert!((parting.row..parting.row + 3).contains(&123_457), "{parting:?}");
    assert_eq!(parting.month, "2026-25");
}

#[test]
fn a_ledger_that_ends_early_or_goes_on_parts_there() {
    let blessed = print(&ledger(6_000));
    let at =
        |rows: u64| print(&ledger(rows)).parts_from(&blessed).map(|Parting { row, rows, .. }| (row, rows));
    assert_eq!(at(5_500), Some((5_501, 1)));
    assert_eq!(at(5_000), Some((5_001, 1)));
    assert_eq!(at(0), Some((1, 1)));
    assert_eq!(at(6_001), Some((6_001, 1)));
    assert_eq!(at(10_001), Some((6_001, 1)));
    let inserted = [ledger(5_000), vec![row(4_999)], ledger(6_000)[5_000..].to_vec()].concat();
    assert_eq!(print(&inserted).parts_from(&blessed).map(|parting| parting.row), Some(5_001));
}

#[test]
fn what_is_no_fingerprint_says_where() {
    let good = print(&ledger(9_000)).to_string();
    let bad = |text: &str| text.parse::<Fingerprint>().unwrap_err().to_string();
    assert!(bad("").starts_with("line 1: this is no ledger fingerprint"));
    assert!(bad(&good.replace("marked-every 1", "marked-every 0")).starts_with("line 2:"));
    assert!(bad(&good.replace("rows 9000", "rows 9001")).starts_with("line 2: the chunks have another"));
    let lines: Vec<&str> = good.lines().collect();
    assert!(bad(&[&lines[..2], &lines[4..]].concat().join("\n")).starts_with("line 3: rows are left out"));
    assert!(bad(&lines[..lines.len() - 1].join("\n")).contains("expected a chunk and its marks"));
}

#[test]
fn an_excerpt_has_the_rows_asked_for() {
    let mut excerpt = Excerpt::new(3, 2);
    for piece in ledger(10).concat().as_bytes().chunks(7) {
        excerpt.write_all(piece).unwrap();
    }
    let rows = excerpt.finish();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<u64>>(), [3, 4]);
    assert_eq!(
        (rows[0].source.as_str(), rows[0].cause.as_str(), rows[0].credits.as_str()),
        ("a, b", "R-ADMIT", "-2")
    );
}
