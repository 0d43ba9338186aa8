//! `report.html` in a real browser: what it shows, how it answers, and that it asks nothing of the network.
//!
//! Without a Chromium these tests are skipped, and say so.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a test program of its own: it prints, waits for another program, and has failed if it cannot go on"
)]

mod checks;
mod chromium;
mod forecasts;
mod page;
mod reports;
mod sweeps;

use chromium::Chromium;
use page::Page;
use reports::Reports;
use std::process::ExitCode;

/// A test: what is wrong, if anything is.
type Check = fn(&mut Page<'_>, &Reports) -> Result<(), String>;

const CHECKS: [(&str, Check); 16] = [
    ("headline_figures_are_those_of_summary_json", checks::headline_figures),
    ("tables_sort_by_click_and_by_keyboard", checks::sorting),
    ("a_key_hides_what_it_names", checks::keys),
    ("the_theme_follows_the_system_and_then_the_reader", checks::theme),
    ("pointer_and_arrow_keys_read_the_chart_and_a_drag_zooms_it", checks::chart),
    ("nothing_is_wider_than_the_page", checks::widths),
    ("on_paper_all_is_open_and_light", checks::paper),
    ("names_cannot_become_markup", checks::hostile_names),
    ("every_kind_of_run_opens_without_an_error", checks::kinds),
    ("scripts_of_others_and_the_network_are_shut_out", checks::policy),
    ("a_sweep_s_cells_are_read_by_pointer_and_keyboard", sweeps::board),
    ("a_sweep_s_axes_and_metric_are_chosen", sweeps::axes),
    ("a_sweep_s_trade_offs_and_table_answer", sweeps::others),
    ("a_sweep_s_page_fits_and_has_no_markup_of_others", sweeps::widths),
    ("a_forecast_s_charts_are_read_month_by_month", forecasts::charts),
    ("a_forecast_s_page_fits_and_has_no_markup_of_others", forecasts::widths),
];

fn main() -> ExitCode {
    let filters: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let is_asked =
        |name: &str| filters.is_empty() || filters.iter().any(|filter| name.contains(filter.as_str()));
    let asked: Vec<_> = CHECKS.iter().filter(|(name, _)| is_asked(name)).collect();
    println!("\nrunning {} tests", asked.len());
    if asked.is_empty() {
        return ended(0, 0, 0);
    }
    let mut browser = match Chromium::start() {
        Ok(Some(browser)) => browser,
        Ok(None) => {
            println!("skipped: no Chromium here (tried {})", chromium::NAMES.join(", "));
            return ended(0, 0, asked.len());
        }
        Err(why) => {
            println!("Chromium is here but does not start: {why}");
            return ended(0, asked.len(), 0);
        }
    };
    let reports = Reports::write();
    let (mut passed, mut failed) = (0, 0);
    for (name, check) in asked {
        let result = Page::new(&mut browser).and_then(|mut page| {
            check(&mut page, &reports)?;
            page.close()
        });
        match result {
            Ok(()) => {
                println!("test {name} ... ok");
                passed += 1;
            }
            Err(why) => {
                println!("test {name} ... FAILED\n    {why}");
                failed += 1;
            }
        }
    }
    ended(passed, failed, 0)
}

fn ended(passed: usize, failed: usize, ignored: usize) -> ExitCode {
    let result = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "\ntest result: {result}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out\n"
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
