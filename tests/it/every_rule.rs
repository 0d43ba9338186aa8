//! Every rule has a test that bears its name.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn sources(dir: &Path, into: &mut String) {
    let mut entries: Vec<_> =
        fs::read_dir(dir).expect("a folder").flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            *into += &fs::read_to_string(&path).expect("UTF-8");
        }
    }
}

#[test]
fn every_rule_of_the_rules_page_has_a_test_named_after_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/rules.md")).expect("the rules page");
    let rules: BTreeSet<&str> =
        page.split("**").filter(|bold| bold.starts_with("R-") && !bold.contains(' ')).collect();
    assert!(rules.len() > 35, "the page names {} rules", rules.len());
    let mut code = String::new();
    sources(&root.join("src"), &mut code);
    sources(&root.join("tests"), &mut code);
    let names: Vec<&str> =
        code.split("fn ").skip(1).map(|rest| rest.split('(').next().unwrap_or("")).collect();
    let untested: Vec<&&str> = rules
        .iter()
        .filter(|rule| {
            let stem = format!("{}_", rule.to_lowercase().replace('-', "_"));
            !names.iter().any(|name| name.starts_with(&stem) || name.contains(&format!("_{stem}")))
        })
        .collect();
    assert!(untested.is_empty(), "no test is named after {untested:?}");
}
