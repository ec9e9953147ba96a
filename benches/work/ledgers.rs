//! W3 as this library decides it: a renewal programme of the rule book, compiled for the holders of one to four
//! credentials, asked with ledgers as they are or as columns.

use coding_credentials::calendar::Day;
use coding_credentials::cohort::{self, LedgerRule, Ledgers, Masks};
use coding_credentials::explain::Verdict;
use coding_credentials::{Judge, Record, RuleBook};

use super::rules::RULES;
use super::{Activity, Ledger};

/// The last day of the cycle.
pub(crate) const LAST_DAY: &str = "2026-12-31";

/// The judge, and the rule for the holders of one, two, three and four credentials.
pub(crate) fn rules() -> (Judge, [LedgerRule; 4]) {
    let judge = Judge::new(RuleBook::from_json("race", RULES).expect("the rules of the benches"));
    let rule = |credentials: u8| {
        let like = holder(credentials, "");
        let last_day = LAST_DAY.parse().expect("a day");
        judge.ledger_rule("RACE/L1", &like, last_day).expect("a rule of sums")
    };
    let rules = [1, 2, 3, 4].map(rule);
    for rule in &rules {
        assert_eq!(rule.kinds().collect::<Vec<_>>(), ["ahima", "hiim"]);
    }
    (judge, rules)
}

/// The record of somebody who holds so many credentials, with activities in JSON.
pub(crate) fn holder(credentials: u8, ceus: &str) -> Record {
    let held = (1..=credentials)
        .map(|place| format!(r#"{{"credential":"RACE/L{place}","awarded":"2025-01-01"}}"#));
    let held = held.collect::<Vec<_>>().join(",");
    Record::from_json(&format!(r#"{{"holdings":[{held}],"ceus":[{ceus}],"exceptions":[]}}"#))
        .expect("a record")
}

/// A ledger as a record.
pub(crate) fn document(ledger: &Ledger) -> Record {
    let first: Day = "1970-01-01".parse().expect("a day");
    let ceus = ledger.activities.iter().map(|of| {
        let day = first.plus_days(i64::from(of.day));
        let units = format!("{}.{:02}", of.quarters / 4, of.quarters % 4 * 25);
        let topic = if of.hiim { "hiim" } else { "leadership" };
        let provider = if of.ahima { "AHIMA" } else { "City College" };
        format!(
            r#"{{"completed":"{day}","units":"{units}","topics":["{topic}"],"provider":"{provider}","course":"C{}"}}"#,
            of.course
        )
    });
    holder(ledger.credentials, &ceus.collect::<Vec<_>>().join(","))
}

/// An activity as the rule reads it: quarters of a unit, and a bit for each kind.
pub(crate) fn activity(of: &Activity) -> cohort::Activity {
    let kinds = u32::from(of.ahima) | (u32::from(of.hiim) << 1);
    cohort::Activity::known(of.day, i64::from(of.quarters) * 2_500, kinds)
        .of_course(u32::from(of.course))
}

/// Decides a ledger at a time.
pub(crate) fn by_row() -> impl Fn(&Ledger) -> bool {
    let (_, rules) = rules();
    move |ledger| {
        let rule = &rules[usize::from(ledger.credentials - 1)];
        rule.verdict(&ledger.activities, activity) == Ok(Verdict::Met)
    }
}

/// Decides columns of ledgers, which are filled beforehand.
pub(crate) struct ByLedgers {
    rules: [LedgerRule; 4],
    ledgers: Ledgers,
    choices: Vec<u8>,
    masks: Masks,
    /// As many bytes as the columns of the ledgers have, to be read.
    bytes: (Vec<[u16; 3]>, Vec<u8>),
}

impl ByLedgers {
    pub(crate) fn new(records: &[Ledger]) -> Self {
        let mut ledgers = Ledgers::new();
        for record in records {
            ledgers.push(&record.activities.map(|of| activity(&of))).expect("a ledger that fits");
        }
        // Each ledger is filled up to a multiple of sixteen activities.
        let activities = records.len() * super::ACTIVITIES.next_multiple_of(16);
        Self {
            rules: rules().1,
            ledgers,
            choices: records.iter().map(|record| record.credentials - 1).collect(),
            masks: Masks::default(),
            bytes: (vec![[1; 3]; activities], vec![1; activities]),
        }
    }

    /// Decides every ledger and says how many are met.
    pub(crate) fn decide(&mut self) -> usize {
        let rules = self.rules.each_ref();
        self.ledgers.verdicts_by(&rules, &self.choices, &mut self.masks).expect("rules alike");
        self.masks.count(Verdict::Met)
    }

    /// The answer of the last pass for this ledger.
    pub(crate) fn is_met(&self, record: usize) -> bool {
        self.masks.verdict(record) == Some(Verdict::Met)
    }

    /// Every column added up, in its own width: what reading them costs.
    pub(crate) fn sum(&self) -> u64 {
        let (wide, narrow) = &self.bytes;
        let wide = wide.as_flattened().iter().copied().fold(0, u16::wrapping_add);
        let narrow = narrow.iter().copied().fold(0, u8::wrapping_add);
        u64::from(wide) + u64::from(narrow)
    }
}
