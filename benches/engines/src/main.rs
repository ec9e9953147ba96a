//! A race: the same three decisions, over the same records, by rules engines, by this library and
//! by hand. Every answer is held against the rule by hand before anything is timed.

mod engines;
mod ours;
mod plot;
mod race;
mod table;
#[expect(dead_code, reason = "only the library's benches write ledgers as documents")]
#[path = "../../work/mod.rs"]
mod work;
#[cfg(test)]
#[path = "../../work/tests.rs"]
mod work_tests;

use std::path::PathBuf;
use std::{fs, io};

use clap::Parser;

use crate::race::{Heat, Results, Settings};
use crate::work::{Alternatives, Apprentice, Ledger};

/// Races rules engines over the same decisions and prints the times as a Markdown table.
#[derive(Debug, Parser)]
struct Arguments {
    /// Fewer records and less time: to see that everything runs, not to compare.
    #[arg(long)]
    quick: bool,

    /// Writes the table here too.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,

    /// Writes the results as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Draws `latency.svg` and `records.svg` in this directory.
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let settings = if arguments.quick { Settings::QUICK } else { Settings::FULL };
    let results = race(settings);
    let table = table::markdown(&results);
    print!("{table}");
    if let Some(path) = arguments.out {
        fs::write(path, &table)?;
    }
    if let Some(path) = arguments.json {
        fs::write(path, table::json(&results))?;
    }
    if let Some(directory) = arguments.svg {
        fs::create_dir_all(&directory)?;
        plot::latency(&results, &directory.join("latency.svg"));
        plot::records(&results, &directory.join("records.svg"));
    }
    Ok(())
}

/// One heat after the other, so that only one kind of record is in memory at a time.
fn race(settings: Settings) -> Results {
    let mut results = Results::default();

    let mut heat = Heat::<Apprentice>::new(settings);
    heat.baselines();
    ours::w1(&mut heat);
    engines::w1(&mut heat);
    results.extend(heat);

    let mut heat = Heat::<Alternatives>::new(settings);
    heat.baselines();
    ours::w2(&mut heat);
    engines::w2(&mut heat);
    results.extend(heat);

    let mut heat = Heat::<Ledger>::new(settings);
    heat.baselines();
    ours::w3(&mut heat);
    engines::w3(&mut heat);
    results.extend(heat);

    results
}
