//! The files of a small forecast, whole; and what the tests of these writers share.

use super::*;
use crate::calendar::Month;
use crate::experiment::forecast::{
    Account, Aggregate, Forecast, MEASURES, Organisation, Row, Study, VariantStudy, measure,
};
use crate::units::Instant;

/// Two segments, one key drawn.
pub(super) fn study(organisations: u32) -> Study {
    Study {
        version: "0".to_owned(),
        name: "customers".to_owned(),
        policy: "ampere".to_owned(),
        seed: 7,
        organisations,
        replications: 1,
        segments: vec!["small".to_owned(), "large".to_owned()],
        drawn_keys: vec!["plan.tier".to_owned()],
        variants: Vec::new(),
        confidence: 0.95,
        digest: String::new(),
        command: "creditsim forecast customers.toml".to_owned(),
    }
}

/// An organisation in January and February 2026 that pays so many micro-units for each of its auto-recharges.
fn organisation(index: u32, segment: usize, recharges: [i64; 2], price: [i64; 2]) -> Organisation {
    let account = |price: i64| {
        let months = (2026 * 12..).zip(recharges).map(|(number, fired)| {
            let mut values = [0; MEASURES.len()];
            let mut set = |name: &str, value: i64| values[measure(name).unwrap()] = value;
            set("money.auto_recharge", fired * price);
            set("money.subscription", 99_000_000);
            set("money.total", fired * price + 99_000_000);
            set("spend", fired * price);
            set("auto_recharge.fired", fired);
            set("auto_recharge.cap_hit", i64::from(fired == 5));
            set("auto_recharge.cap_hit_months", i64::from(fired == 5));
            set("auto_recharge.cap_denied_credits", if fired == 5 { 1_234 } else { 0 });
            set("work.blocked_credits", if fired == 5 { 2_000 } else { 0 });
            set("tasks.paused_ms.credits", if fired == 5 { 7_200_000 } else { 0 });
            set("organisations.active", 1);
            set("deferred.begin", 300);
            set("deferred.sold", 10_000);
            set("deferred.end", 2_500);
            let cap_used = u8::try_from(fired * 20).ok();
            (Month::numbered(number).unwrap(), Row { values, cap_used })
        });
        Account { months: months.collect() }
    };
    Organisation {
        replication: 0,
        index,
        segment,
        joins: Instant::from_ms(1_767_225_600_000),
        churns: None,
        drawn: vec![("plan.tier".to_owned(), "\"pro\"".to_owned())],
        accounts: price.map(account).to_vec(),
    }
}

/// Five organisations, one of which never is there, and what a dearer purchase would change.
fn forecast() -> Forecast {
    let variant = VariantStudy {
        name: "prices.per_1000=12".to_owned(),
        title: change_title("prices.per_1000", Some("10.0"), "12"),
        digest: String::new(),
    };
    let study = Study { variants: vec![variant], ..study(5) };
    let mut aggregate = Aggregate::new(&study);
    let prices = [200_000_000, 240_000_000];
    for (index, (segment, recharges)) in (0..).zip([(0, [0, 1]), (0, [1, 1]), (0, [2, 5]), (1, [5, 5])]) {
        aggregate.add(&organisation(index, segment, recharges, prices)).unwrap();
    }
    let mut nobody = organisation(4, 0, [0, 0], prices);
    nobody.accounts = vec![Account::default(); 2];
    aggregate.add(&nobody).unwrap();
    aggregate.finish()
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn what_a_person_reads_first() {
    insta::assert_snapshot!(forecast_report(&forecast()));
}

#[test]
fn the_object_says_what_was_asked_and_how_it_was_made() {
    let json: serde_json::Value = serde_json::from_slice(&forecast_json(&forecast()).unwrap()).unwrap();
    let figure = |path: &str| json.pointer(path).unwrap().as_str().unwrap();
    assert_eq!(figure("/months/0/segments/all/money.auto_recharge/total/mean"), "1600.00");
    assert_eq!(figure("/months/2/segments/small/money.auto_recharge/each/p50"), "400.00");
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["notes"]).unwrap());
}

#[test]
fn tables_have_a_row_for_everything() {
    let forecast = forecast();
    let table = text(|out| forecast_csv(out, &forecast));
    // Three periods, three groups, and all are there in each.
    assert_eq!(table.lines().count(), 1 + 3 * 3 * MEASURES.len() * 16);
    let of = |metric: &str| -> String {
        table
            .lines()
            .filter(|line| line.contains(metric) && line.starts_with("2026-02,small"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    insta::assert_snapshot!("forecast_csv", of(",money.auto_recharge,"));
    let table = text(|out| what_if_csv(out, &forecast));
    assert_eq!(table.lines().count(), 1 + 3 * MEASURES.len());
    // 20 recharges of 200.00; each costs a fifth more.
    let recharge = "prices.per_1000=12,all,money.auto_recharge,4000.00,4800.00,800.00,";
    assert_eq!(table.lines().filter(|line| line.starts_with(recharge)).count(), 1, "{table}");
    let unchanged = "prices.per_1000=12,all,money.subscription,792.00,792.00,0.00,0.00,0.00,0,0,0";
    assert!(table.lines().any(|line| line == unchanged), "{table}");
    let table = text(|out| cap_exposure_csv(out, &forecast));
    assert_eq!(table.lines().count(), 1 + 3 * 101);
    assert!(
        table.contains("small,20,3,5,0.8333333333333334\n") && table.contains("all,100,3,3,0.375\n"),
        "{table}"
    );
}
