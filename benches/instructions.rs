//! One named piece of work, run so many times, for counting its instructions: `instructions.sh` runs this
//! under a tool that counts only what happens in `counted`. Without a name it lists what there is.

#![expect(dead_code, reason = "not all of the work is counted")]

use std::env;
use std::hint::black_box;

use coding_credentials::allocation::{Allocation, DemandSet, Instance, Supply, allocate};
use coding_credentials::calendar::Day;
use coding_credentials::lint::Severity;
use coding_credentials::quantity::Decimal;
use coding_credentials::{CredentialId, Judge, Record, RuleBook};

#[path = "work/mod.rs"]
mod work;

use self::work::rules::{ByColumns, by_row};
use self::work::{Alternatives, Work};

/// What can be counted, and how many times it is run.
const PIECES: [(&str, usize, Piece); 8] = [
    ("allocate", 1, allocation),
    ("book", 1, book),
    ("columns", 10, columns),
    ("decide", 10, decide),
    ("decide-all", 100, decide_all),
    ("explain", 100, explain),
    ("measure", 100, measure),
    ("renewal", 20, renewal),
];

/// Work to be run so many times.
type Piece = fn(usize);

/// How many records `decide` and `columns` go through each time.
const RECORDS: u64 = 10_240;

const TYPICAL: &str = include_str!("records/typical.json");

fn main() {
    // `cargo bench` gives an argument of its own.
    let wanted = env::args().skip(1).find(|argument| !argument.starts_with("--"));
    for (name, runs, piece) in PIECES {
        match &wanted {
            None => println!("{name} {runs}"),
            Some(wanted) if wanted == name => piece(runs),
            Some(_) => {}
        }
    }
}

/// Only what happens in here is counted.
#[inline(never)]
fn counted(runs: usize, work: &mut dyn FnMut()) {
    for _ in 0..runs {
        work();
    }
}

fn as_of() -> Day {
    "2026-11-30".parse().unwrap()
}

/// The embedded book: read, linted and compiled, which a program does once.
fn book(runs: usize) {
    counted(runs, &mut || {
        let book = RuleBook::builtin().unwrap();
        assert!(book.lint(as_of()).iter().all(|lint| lint.severity() == Severity::Warning));
        black_box(Judge::new(book));
    });
}

/// A record at a time, W2.
fn decide(runs: usize) {
    let records: Vec<Alternatives> = (0..RECORDS).map(Alternatives::generate).collect();
    let row = by_row::<Alternatives, 9>();
    counted(runs, &mut || {
        black_box(black_box(&records).iter().filter(|record| row(record)).count());
    });
}

/// The same by columns.
fn columns(runs: usize) {
    let records: Vec<Alternatives> = (0..RECORDS).map(Alternatives::generate).collect();
    let mut columns = ByColumns::new(&records);
    columns.decide();
    counted(runs, &mut || {
        black_box(black_box(&mut columns).decide());
    });
}

/// Every credential of the embedded book, for a measured typical record.
fn decide_all(runs: usize) {
    let (judge, record) = embedded();
    let rules = judge.rules_on(as_of());
    let facts = rules.measure(&record).unwrap();
    let mut board = rules.board();
    counted(runs, &mut || {
        black_box(rules.decide_all(black_box(&facts), &mut board).count());
    });
}

/// A typical record, for every credential of the embedded book.
fn measure(runs: usize) {
    let (judge, record) = embedded();
    counted(runs, &mut || {
        black_box(judge.measure(black_box(&record), as_of()).unwrap());
    });
}

fn explain(runs: usize) {
    let (judge, record) = embedded();
    let facts = judge.measure(&record, as_of()).unwrap();
    let credential: CredentialId = "AAPC/CPC".parse().unwrap();
    counted(runs, &mut || {
        black_box(judge.explain(black_box(&credential), &facts).unwrap());
    });
}

/// The whole answer, with 40 activities.
fn renewal(runs: usize) {
    let (judge, record) = embedded();
    counted(runs, &mut || {
        black_box(judge.renewal("AHIMA/CCS", black_box(&record), as_of()).unwrap());
    });
}

/// 10,000 activities over eight credentials, each good for two of them.
fn allocation(runs: usize) {
    let supplies = (0..10_000).map(|place: usize| Supply {
        amount: Decimal::whole(1),
        serves: DemandSet::NONE.with(place % 8).with(place / 8 % 8),
        cap: None,
    });
    let demands = vec![Decimal::whole(1_200); 8];
    let instance = Instance { supplies: supplies.collect(), caps: Vec::new(), demands };
    counted(runs, &mut || {
        assert!(matches!(allocate(black_box(&instance)), Allocation::Met(_)));
    });
}

fn embedded() -> (Judge, Record) {
    (Judge::new(RuleBook::builtin().unwrap()), Record::from_json(TYPICAL).unwrap())
}
