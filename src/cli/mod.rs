//! Floor 9: arguments, one file a command, printing, exit codes. The only floor that prints or touches files.

mod backtest;
mod case;
mod charts;
mod check;
mod cleanup;
mod compare;
mod completions;
mod disk;
mod explain;
mod failure;
mod find;
mod fit;
mod forecast;
mod forecast_outputs;
mod format;
mod init;
mod merge;
mod outputs;
mod parts;
mod policies;
mod printout;
mod progress;
mod run;
mod schema;
mod shell;
mod source;
mod stop;
mod study_outputs;
mod sweep;
mod sweep_figures;
mod variants;
mod whole;

use clap::{Parser, Subcommand};
use failure::Failure;
use std::io::{self, Write};
use std::process::ExitCode;

/// Simulates prepaid AI-credit billing: what a policy grants, charges, blocks and pauses, exactly.
#[derive(Debug, Parser)]
#[command(name = "creditsim", version, arg_required_else_help = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

const AFTER_HELP: &str = "\
Examples:
  creditsim run                                        the built-in example
  creditsim run my.toml --seed 7 --replications 20     a scenario of yours, twenty times
  creditsim run my.toml --set auto_recharge.threshold=5000 --format json

Exit codes: 0 done, 1 failed, 2 bad input, 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Replay a scenario and write its figures, tables and ledger
    Run(run::Run),
    /// Replay every combination of settings and recommend one
    Sweep(sweep::SweepCommand),
    /// Draw the organisations of a population and forecast what they will pay
    Forecast(forecast::ForecastCommand),
    /// Join the shares of a sweep or a forecast
    Merge(merge::Merge),
    /// Replay variants with the same randomness and show what differs
    Compare(compare::Compare),
    /// Compare scenarios' figures with what they expect
    Check(check::Check),
    /// Show the state at an instant and what led there
    Explain(explain::Explain),
    /// List the built-in policies, or show one as TOML
    Policies(policies::Policies),
    /// Print the JSON Schema of scenario files
    Schema(schema::Schema),
    /// Estimate a scenario from recorded usage
    Fit(fit::FitCommand),
    /// Compare forecasts with what came
    Backtest(backtest::BacktestCommand),
    /// Write a scenario to start from
    Init(init::Init),
    /// Print completions for a shell
    Completions(completions::Completions),
}

/// Runs the command and says what came of it.
pub(crate) fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help asked for goes to stdout with code 0, wrong usage to stderr with code 2. A reader that has
            // gone away does not matter.
            let _ = error.print();
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let done = match cli.command {
        Command::Run(run) => run.run(),
        Command::Sweep(sweep) => sweep.run(),
        Command::Forecast(forecast) => forecast.run(),
        Command::Merge(merge) => merge.run(),
        Command::Compare(compare) => compare.run(),
        Command::Check(check) => check.run(),
        Command::Explain(explain) => explain.run(),
        Command::Policies(policies) => policies.run(),
        Command::Schema(schema) => schema.run(),
        Command::Fit(fit) => fit.run(),
        Command::Backtest(backtest) => backtest.run(),
        Command::Init(init) => init.run(),
        Command::Completions(completions) => completions.run(),
    };
    done.map_or_else(Failure::report, |()| ExitCode::SUCCESS)
}

/// Writes to stdout.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| Failure::printing(&error))
}

/// Writes text with ANSI styles to stdout: with them on a terminal, else without (and where `NO_COLOR` is set).
fn print_styled(text: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::printing(&error))
}

/// Writes a line to stderr; if that fails there is nowhere to say so.
fn say(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
