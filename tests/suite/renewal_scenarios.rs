//! The published renewal rules of AAPC and AHIMA, case by case, on the embedded book.
//!
//! Expectations come from `domain/aapc.md`, `domain/ahima.md` and `domain/more.md` and from the
//! meaning of answers, never from what the program prints. A case is named by its number there
//! (T31, W21), a section (3.2), a contradiction (C8), or `charter` for the meaning of answers.

use std::fmt::Display;

use coding_credentials::explain::{
    BottleneckKind, Certificate, CycleFrom, Disposition, DueAnswer, Lapse, NoteCode, OptionAnswer,
    Question, Reason, Renewal, RungAnswer, RungReading, Standing, UnknownBecause, Verdict,
};
use coding_credentials::{Judge, Record, RuleBook};

use crate::support::{JUDGE, day, record};

use self::Is::{
    Asks, AsksNot, Because, Bottleneck, Buys, BuysNot, Counted, Cycle, Due, Duty, Extended, Fate,
    Filing, Found, Holdings, KnownOn, MayFile, Missing, NoNote, NoRule, NoShortfall, NotDue, Note,
    OnCycle, OneVerdict, Parted, Picked, Remains, Required, Rule, Rung, RungParted, Safe, Serves,
    Stands, StandsNot, Total,
};
use Standing::{Active, Grace, Inactive, Retired, Revoked};
use Verdict::{Met, Undetermined, Unmet};

/// What a row claims of the answer.
#[derive(Clone, Copy, Debug)]
enum Is<'a> {
    /// The question is asked with what was known on this day.
    KnownOn(&'a str),
    /// The question is about the cycle of this day.
    OnCycle(&'a str),
    /// This reading is picked.
    Picked(&'a str, &'a str),
    /// The first and the last day of the cycle.
    Cycle(&'a str, &'a str),
    /// How the cycle was found.
    Found(CycleFrom),
    /// The last day after extensions.
    Extended(&'a str),
    /// When the renewal may be filed: from, until, only with the total met.
    Filing(Option<&'a str>, &'a str, bool),
    /// Whether it may be filed on the day.
    MayFile(Verdict),
    /// The last day on which nothing lapses, and what lapses then.
    Safe(&'a str, Lapse),
    /// The holdings that count.
    Holdings(&'a [&'a str]),
    /// The total asked for: one amount, or least and most, or that it is not known.
    Required(&'a str),
    /// Counted towards the total, and surplus.
    Counted(&'a str, &'a str),
    /// A constraint: path, need, have, verdict.
    Rule(&'a str, &'a str, &'a str, Verdict),
    /// No constraint at this path.
    NoRule(&'a str),
    /// A duty and its verdict.
    Duty(&'a str, Verdict),
    /// What became of an activity: how much counted, and why.
    Fate(&'a str, &'a str, Reason),
    /// So much of an activity serves a minimum: `0` for nothing.
    Serves(&'a str, &'a str, &'a str),
    /// A shortfall at this path, with the text for what is missing.
    Missing(&'a str, &'a str),
    /// There is no shortfall.
    NoShortfall,
    /// The bottleneck: paths, demand, supply, kind.
    Bottleneck(&'a [&'a str], &'a str, &'a str, BottleneckKind),
    /// Where the holding stands.
    Stands(Option<Standing>),
    /// It does not stand there.
    StandsNot(Standing),
    /// A step of the ladder: from, until, standing, price.
    Rung(&'a str, Option<&'a str>, Option<Standing>, Option<&'a str>),
    /// What may still be done on the step of the ladder from this day.
    Remains(&'a str, &'a [&'a str]),
    /// The readings of the step of the ladder from this day, with their prices.
    RungParted(&'a str, &'a [(&'a str, &'a str)]),
    /// Something due: what, by, price.
    Due(&'a str, &'a str, Option<&'a str>),
    /// Nothing of this kind is due.
    NotDue(&'a str),
    /// All prices together.
    Total(Option<&'a str>),
    /// Something that may be bought or asked for: what, from, until, price.
    Buys(&'a str, Option<&'a str>, Option<&'a str>, Option<&'a str>),
    /// Nothing of this kind may be bought or asked for.
    BuysNot(&'a str),
    /// Exactly these facts are asked for.
    Asks(&'a [&'a str]),
    /// This fact is not asked for.
    AsksNot(&'a str),
    /// Something is not known for this reason.
    Because(UnknownBecause),
    /// Exactly these readings, with their verdicts.
    Parted(&'a str, &'a [(&'a str, Verdict)]),
    /// No two readings part.
    OneVerdict,
    /// A note with this code.
    Note(NoteCode),
    /// No note with this code.
    NoNote(NoteCode),
}

/// One case.
#[derive(Debug)]
struct Case<'a> {
    name: String,
    credential: &'a str,
    as_of: &'a str,
    record: String,
    verdict: Verdict,
    claims: Vec<Is<'a>>,
}

/// A table: `"claim"; credential, day, [sections] => verdict, claims…;`
macro_rules! cases {
    ($($name:expr; $credential:expr, $as_of:expr, [$($section:expr),* $(,)?]
        => $verdict:expr $(, $claim:expr)*;)*) => {
        check(&[$(Case {
            name: $name.into(),
            credential: $credential,
            as_of: $as_of,
            record: sections(&[$(&$section),*]),
            verdict: $verdict,
            claims: vec![$($claim),*],
        }),*])
    };
}

fn sections(all: &[&dyn Display]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    format!("{{{}}}", all.join(", "))
}

/// Every case must hold.
fn check(cases: &[Case<'_>]) {
    let faults: Vec<String> = cases
        .iter()
        .flat_map(|case| {
            let faults = case.faults();
            faults.into_iter().map(|fault| format!("{}\n    {fault}", case.name))
        })
        .collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

impl Case<'_> {
    fn answer(&self) -> Renewal {
        let known = record(&self.record);
        let (credential, as_of) = (self.credential, day(self.as_of));
        let picked: Vec<(&str, &str)> = self.claims.iter().filter_map(Is::picked).collect();
        let own = (!picked.is_empty()).then(|| {
            let fresh = Judge::new(RuleBook::builtin().unwrap());
            picked.iter().fold(fresh, |judge, (question, choice)| {
                judge.with_reading(question, choice).unwrap()
            })
        });
        let judge = own.as_ref().unwrap_or(&JUDGE);
        let on_cycle = self.claims.iter().find_map(Is::on_cycle).map(day);
        let known_on = self.claims.iter().find_map(Is::known_on).map(day);
        let answer = match (known_on, on_cycle) {
            (Some(known_on), on) => {
                judge.renewal_as_known_on(credential, &known, known_on, on, as_of)
            }
            (None, Some(on)) => judge.renewal_of_cycle(credential, &known, on, as_of),
            (None, None) => judge.renewal(credential, &known, as_of),
        };
        let answer = answer.unwrap();
        if known_on.is_none() && on_cycle.is_none() {
            let id = answer.credential();
            assert_eq!(judge.renewal_verdict(id, &known, as_of), Ok(answer.verdict()));
        }
        answer
    }

    /// What of the row does not hold.
    fn faults(&self) -> Vec<String> {
        let answer = self.answer();
        let mut faults = promises(&answer);
        let known = record(&self.record);
        faults.extend(asked_in_vain(&answer, &known));
        let ceus = known.ceus().map_or(0, <[_]>::len);
        let whole = answer.cycle().is_some() && answer.known_on().is_none();
        if whole && answer.dispositions().len() != ceus {
            faults.push(String::from("not every activity has its disposition"));
        }
        if answer.verdict() != self.verdict {
            faults.push(format!(
                "the verdict is {}, not {}: shortfalls {:?}, questions {:?}, readings {:?}",
                answer.verdict(),
                self.verdict,
                answer.shortfalls(),
                answer.questions(),
                answer.readings()
            ));
        }
        for claim in &self.claims {
            if let Some(found) = claim.fault(&answer) {
                faults.push(format!("{claim:?}, but {found}"));
            }
        }
        faults
    }
}

/// What every answer promises: proofs that hold, and dispositions that add up.
fn promises(answer: &Renewal) -> Vec<String> {
    let mut faults = Vec::new();
    if !answer.certificates().iter().all(Certificate::holds) {
        faults.push(String::from("a certificate does not hold"));
    }
    if let Some(quota) = answer.quota() {
        let counted = answer.dispositions().iter().map(|one| one.counted().sub_units());
        if counted.sum::<i64>() != quota.counted().sub_units() {
            faults.push(format!("the dispositions do not add up to {}", quota.counted()));
        }
        if quota.required().is_some_and(|required| quota.counted() > required) {
            faults.push(String::from("more is counted than required"));
        }
    }
    let known = answer.verdict() != Undetermined;
    if known != answer.questions().is_empty() {
        let (verdict, questions) = (answer.verdict(), answer.questions());
        faults.push(format!("{verdict} with the questions {questions:?}"));
    }
    faults
}

/// Facts that are asked for although the record states them.
fn asked_in_vain(answer: &Renewal, known: &Record) -> Vec<String> {
    let known = serde_json::to_value(known).unwrap();
    let stated = |fact: &str| {
        let (section, rest) = fact.split_once('[')?;
        let (index, field) = rest.split_once("].")?;
        Some(!known.get(section)?.get(index.parse::<usize>().ok()?)?.get(field)?.is_null())
    };
    let missing = |one: &&Question| one.why() == UnknownBecause::FactMissing;
    let asked = answer.questions().iter().filter(missing).map(Question::fact);
    let asked = asked.filter(|fact| known.get(fact).is_some() || stated(fact) == Some(true));
    asked.map(|fact| format!("{fact} is asked for, but stated")).collect()
}

/// Nothing to say if the claim holds, else what was found.
fn unless(holds: bool, found: impl FnOnce() -> String) -> Option<String> {
    if holds { None } else { Some(found()) }
}

fn spelled(text: Option<impl Display>) -> Option<String> {
    text.map(|text| text.to_string())
}

fn is(left: Option<impl Display>, right: Option<&str>) -> bool {
    spelled(left).as_deref() == right
}

impl<'a> Is<'a> {
    const fn known_on(&self) -> Option<&'a str> {
        if let KnownOn(day) = self { Some(day) } else { None }
    }

    const fn on_cycle(&self) -> Option<&'a str> {
        if let OnCycle(day) = self { Some(day) } else { None }
    }

    const fn picked(&self) -> Option<(&'a str, &'a str)> {
        if let Picked(question, choice) = self { Some((question, choice)) } else { None }
    }

    /// What was found instead, if the claim does not hold.
    fn fault(&self, answer: &Renewal) -> Option<String> {
        match *self {
            KnownOn(on) => unless(answer.known_on() == Some(&day(on)), || {
                format!("known on {:?}", answer.known_on())
            }),
            OnCycle(on) => unless(
                answer
                    .cycle()
                    .is_some_and(|cycle| cycle.start() <= day(on) && day(on) <= cycle.end()),
                || format!("{:?}", answer.cycle()),
            ),
            Cycle(..) | Found(_) | Extended(_) | Filing(..) | MayFile(_) | Safe(..)
            | Holdings(_) => self.of_cycle(answer),
            Required(_) | Counted(..) | Rule(..) | NoRule(_) | Duty(..) => self.of_needs(answer),
            Fate(..) | Serves(..) | Missing(..) | NoShortfall | Bottleneck(..) => {
                self.of_units(answer)
            }
            Remains(..) | RungParted(..) => self.of_ladder(answer),
            Stands(_) | StandsNot(_) | Rung(..) | Due(..) | NotDue(_) | Total(_) | Buys(..)
            | BuysNot(_) => self.of_standing(answer),
            Picked(..) => unless(has_note(answer, NoteCode::ReadingPicked), || {
                String::from("no note on the reading")
            }),
            Asks(_) | AsksNot(_) | Because(_) | Parted(..) | OneVerdict | Note(_) | NoNote(_) => {
                self.of_doubt(answer)
            }
        }
    }

    fn of_cycle(&self, answer: &Renewal) -> Option<String> {
        let cycle = || format!("the cycle is {:?}", answer.cycle());
        match *self {
            Cycle(start, end) => unless(
                answer
                    .cycle()
                    .is_some_and(|cycle| (cycle.start(), cycle.end()) == (day(start), day(end))),
                cycle,
            ),
            Found(from) => unless(answer.cycle().is_some_and(|cycle| cycle.from() == from), cycle),
            Extended(until) => unless(
                answer.cycle().is_some_and(|cycle| cycle.extended() == Some(&day(until))),
                cycle,
            ),
            Filing(opens, closes, complete) => unless(
                answer.submission().is_some_and(|rule| {
                    rule.opens() == opens.map(day)
                        && rule.closes() == day(closes)
                        && rule.complete() == complete
                }),
                || format!("{:?}", answer.submission()),
            ),
            MayFile(verdict) => {
                unless(answer.submission().is_some_and(|rule| rule.may_file() == verdict), || {
                    format!("{:?}", answer.submission())
                })
            }
            Safe(last, lapse) => {
                let found = (answer.last_safe_day(), answer.lapse());
                unless(found == (Some(day(last)), Some(lapse)), || format!("{found:?}"))
            }
            Holdings(wanted) => {
                let found: Vec<String> =
                    answer.holdings().iter().map(ToString::to_string).collect();
                unless(found == wanted, || format!("the holdings are {found:?}"))
            }
            _ => None,
        }
    }

    fn of_needs(&self, answer: &Renewal) -> Option<String> {
        let quota = || format!("the quota is {:?}", answer.quota());
        match *self {
            Required(wanted) => unless(required(answer).as_deref() == Some(wanted), || {
                format!("{:?} is required", required(answer))
            }),
            Counted(counted, surplus) => unless(
                answer.quota().is_some_and(|quota| {
                    quota.counted().to_string() == counted && quota.surplus().to_string() == surplus
                }),
                quota,
            ),
            Rule(path, need, have, verdict) => unless(
                answer.constraints().iter().any(|rule| {
                    rule.path() == path
                        && is(rule.need(), Some(need))
                        && rule.have().to_string() == have
                        && rule.verdict() == verdict
                }),
                || format!("the constraints are {:?}", answer.constraints()),
            ),
            NoRule(path) => {
                unless(answer.constraints().iter().all(|rule| rule.path() != path), || {
                    format!("the constraints are {:?}", answer.constraints())
                })
            }
            Duty(path, verdict) => unless(
                answer.duties().iter().any(|duty| (duty.path(), duty.verdict()) == (path, verdict)),
                || format!("the duties are {:?}", answer.duties()),
            ),
            _ => None,
        }
    }

    fn of_units(&self, answer: &Renewal) -> Option<String> {
        match *self {
            Fate(id, counted, reason) => {
                let found = disposition(answer, id)
                    .map(|one| (one.counted().to_string(), one.reason(), one.detail()));
                unless(
                    found
                        .as_ref()
                        .is_some_and(|(units, why, _)| units == counted && *why == reason),
                    || format!("it is {found:?}"),
                )
            }
            Serves(id, path, amount) => {
                let serves = disposition(answer, id).map(Disposition::serves).unwrap_or_default();
                let found = serves.iter().filter(|served| served.to() == path);
                let found: i64 = found.map(|served| served.amount().sub_units()).sum();
                unless(Ok(found) == amount.parse::<i64>().map(|units| units * 10_000), || {
                    format!("it serves {serves:?}")
                })
            }
            Missing(path, text) => unless(
                answer.shortfalls().iter().any(|one| (one.path(), one.missing()) == (path, text)),
                || format!("the shortfalls are {:?}", answer.shortfalls()),
            ),
            NoShortfall => unless(answer.shortfalls().is_empty(), || {
                format!("the shortfalls are {:?}", answer.shortfalls())
            }),
            Bottleneck(paths, demand, supply, kind) => unless(
                answer.bottleneck().is_some_and(|found| {
                    found.requirements() == paths
                        && found.demand().to_string() == demand
                        && found.supply().to_string() == supply
                        && found.kind() == kind
                }),
                || format!("the bottleneck is {:?}", answer.bottleneck()),
            ),
            _ => None,
        }
    }

    fn of_standing(&self, answer: &Renewal) -> Option<String> {
        match *self {
            Stands(standing) => unless(answer.standing() == standing, || {
                format!("the standing is {:?}", answer.standing())
            }),
            StandsNot(standing) => unless(answer.standing() != Some(standing), || {
                format!("the standing is {standing}, the cycle {:?}", answer.cycle())
            }),
            Rung(from, until, standing, price) => {
                let fits = |rung: &RungAnswer| {
                    rung.from() == day(from)
                        && rung.until() == until.map(day)
                        && rung.standing() == standing
                        && is(rung.price(), price)
                };
                unless(answer.ladder().iter().any(fits), || rungs(answer))
            }
            Due(what, by, price) => {
                let fits = |due: &DueAnswer| {
                    due.what() == what && due.by() == Some(day(by)) && is(due.price(), price)
                };
                unless(answer.due().iter().any(fits), || format!("due is {:?}", answer.due()))
            }
            NotDue(what) => unless(answer.due().iter().all(|due| due.what() != what), || {
                format!("due is {:?}", answer.due())
            }),
            Total(price) => unless(is(answer.total_due(), price), || {
                format!("the total is {:?}", spelled(answer.total_due()))
            }),
            Buys(what, from, until, price) => {
                let fits = |option: &OptionAnswer| {
                    option.what() == what
                        && option.from() == from.map(day)
                        && option.until() == until.map(day)
                        && is(option.price(), price)
                };
                unless(answer.options().iter().any(fits), || {
                    format!("the options are {:?}", answer.options())
                })
            }
            BuysNot(what) => unless(answer.options().iter().all(|one| one.what() != what), || {
                format!("the options are {:?}", answer.options())
            }),
            _ => None,
        }
    }

    fn of_ladder(&self, answer: &Renewal) -> Option<String> {
        let from = |start: &str| answer.ladder().iter().find(|rung| rung.from() == day(start));
        match *self {
            Remains(start, wanted) => {
                let found = from(start).map(RungAnswer::remains).unwrap_or_default();
                unless(found == wanted, || format!("{found:?} remain"))
            }
            RungParted(start, wanted) => {
                let found = from(start).map(RungAnswer::readings).unwrap_or_default();
                let fits = |(one, (reading, price)): (&RungReading, &(&str, &str))| {
                    one.reading() == *reading && is(one.price(), Some(*price))
                };
                let all = found.len() == wanted.len() && found.iter().zip(wanted).all(fits);
                unless(all, || format!("the readings are {found:?}"))
            }
            _ => None,
        }
    }

    fn of_doubt(&self, answer: &Renewal) -> Option<String> {
        let questions = || format!("the questions are {:?}", answer.questions());
        match *self {
            Asks(wanted) => {
                let mut found: Vec<&str> = answer.questions().iter().map(Question::fact).collect();
                found.sort_unstable();
                unless(found == wanted, questions)
            }
            AsksNot(fact) => {
                unless(answer.questions().iter().all(|one| one.fact() != fact), questions)
            }
            Because(why) => {
                unless(answer.questions().iter().any(|one| one.why() == why), questions)
            }
            Parted(question, wanted) => {
                let mut found: Vec<(&str, Verdict)> =
                    answer.readings().iter().map(|one| (one.reading(), one.verdict())).collect();
                found.sort_unstable();
                let named = answer.readings().iter().all(|one| one.question() == question);
                unless(named && found == wanted, || {
                    format!("the readings are {:?}", answer.readings())
                })
            }
            OneVerdict => {
                let all = answer.readings();
                unless(all.iter().all(|one| one.verdict() == answer.verdict()), || {
                    format!("the readings are {all:?}")
                })
            }
            Note(code) => unless(has_note(answer, code), || format!("{:?}", answer.notes())),
            NoNote(code) => unless(!has_note(answer, code), || format!("{:?}", answer.notes())),
            _ => None,
        }
    }
}

/// The total asked for: `36`, `20..30`, or `0..`.
fn required(answer: &Renewal) -> Option<String> {
    let quota = answer.quota()?;
    match (quota.required(), quota.between()) {
        (Some(required), _) => Some(required.to_string()),
        (None, Some(between)) => {
            let most = spelled(between.most()).unwrap_or_default();
            Some(format!("{}..{most}", between.least()))
        }
        (None, None) => None,
    }
}

fn disposition<'a>(answer: &'a Renewal, id: &str) -> Option<&'a Disposition> {
    answer.dispositions().iter().find(|one| one.ceu().to_string() == id)
}

fn has_note(answer: &Renewal, code: NoteCode) -> bool {
    answer.notes().iter().any(|note| note.code() == code)
}

fn rungs(answer: &Renewal) -> String {
    let all: Vec<String> = answer
        .ladder()
        .iter()
        .map(|rung| {
            let (until, price) = (spelled(rung.until()), spelled(rung.price()));
            format!("{} to {until:?}: {:?} for {price:?}", rung.from(), rung.standing())
        })
        .collect();
    format!("the ladder is {all:?}")
}

const CPC: &str = "AAPC/CPC";
const CPMA: &str = "AAPC/CPMA";
const CCS: &str = "AHIMA/CCS";
const RHIT: &str = "AHIMA/RHIT";
const RHIA: &str = "AHIMA/RHIA";
const NO_CEUS: &str = r#""ceus": []"#;
const UNPAID: &str = r#""payments": []"#;
const NO_MEMBER: &str = r#""memberships": []"#;
const TABLE: &str = "ceu-table-of-straddling-cycle";
const TWO_MINIMA: &str = "one-ceu-for-two-minima";
const SCOPE: &str = "forty-percent-scope";
/// A day near the end of AAPC's usual cycle here, 2024-05-01 to 2026-04-30.
const LATE: &str = "2026-04-20";
/// A day in AHIMA's usual cycle here, 2025-02-01 to 2027-01-31.
const AMID: &str = "2026-06-01";

/// Holdings of an issuer, all from one day, with a further field each.
fn holdings(issuer: &str, codes: &str, awarded: &str, further: &str) -> String {
    let one = |code: &str| {
        format!(r#"{{"credential": "{issuer}/{code}", "awarded": "{awarded}"{further}}}"#)
    };
    list("holdings", codes.split(' ').map(one))
}

fn list(section: &str, entries: impl Iterator<Item = String>) -> String {
    format!(r#""{section}": [{}]"#, entries.collect::<Vec<_>>().join(", "))
}

/// AAPC's dues paid through a day: its month is the renewal month.
fn dues(until: &str) -> String {
    format!(r#""memberships": [{{"organization": "AAPC", "paid_through": "{until}"}}]"#)
}

/// AAPC credentials from the first day of a full cycle, 2024-05-01 to 2026-04-30.
fn aapc(codes: &str) -> String {
    format!("{}, {}", holdings("AAPC", codes, "2024-05-01", ""), dues("2026-04-30"))
}

/// AAPC credentials in a cycle that the record states.
fn stated(codes: &str, start: &str, end: &str) -> String {
    let cycle = format!(r#", "cycle": {{"start": "{start}", "end": "{end}"}}"#);
    format!("{}, {}", holdings("AAPC", codes, start, &cycle), dues(end))
}

/// An activity with some further fields.
fn ceu(id: &str, completed: &str, fields: &str) -> String {
    format!(r#"{{"id": "{id}", "completed": "{completed}", {fields}}}"#)
}

fn ceus(all: &[String]) -> String {
    list("ceus", all.iter().cloned())
}

/// AAPC activities `u0`, `u1`, … of one day: units, and the credentials they are approved for.
/// What is for the CIRCC is from one of its vendors.
fn earned_on(completed: &str, all: &[(&str, &str)]) -> String {
    let one = |(place, (units, codes)): (usize, &(&str, &str))| {
        let codes: Vec<String> =
            codes.split_whitespace().map(|code| format!(r#""AAPC/{code}""#)).collect();
        let provider = if codes.iter().any(|code| code.contains("CIRCC")) {
            "ZHealth Publishing"
        } else {
            "AAPC"
        };
        let codes = codes.join(", ");
        let fields = format!(
            r#""units": "{units}", "provider": "{provider}", "approved_by": ["AAPC"],
               "approved_for": [{codes}]"#
        );
        ceu(&format!("u{place}"), completed, &fields)
    };
    list("ceus", all.iter().enumerate().map(one))
}

fn earned(all: &[(&str, &str)]) -> String {
    earned_on("2025-06-01", all)
}

/// One AAPC activity `u0` that is approved in general, with further fields.
fn approved(completed: &str, fields: &str) -> String {
    ceu("u0", completed, &format!(r#""approved_by": ["AAPC"], "approved_for": [], {fields}"#))
}

/// An activity that AAPC approved in general.
fn general(id: &str, completed: &str, units: &str) -> String {
    let fields = format!(r#""units": "{units}", "approved_by": ["AAPC"], "approved_for": []"#);
    ceu(id, completed, &fields)
}

/// One activity that leaves little to the total, so that a case turns on the rest.
fn rest(units: &str) -> String {
    general("rest", "2025-02-01", units)
}

/// AHIMA credentials whose exams were passed on one day, which is the award too.
fn ahima(codes: &str, on: &str) -> String {
    let exam = |code: &str| {
        format!(r#"{{"credential": "AHIMA/{code}", "taken": "{on}", "passed": true}}"#)
    };
    let exams = list("exams", codes.split(' ').map(exam));
    format!("{}, {exams}", holdings("AHIMA", codes, on, ""))
}

/// The recertification fee, paid on a day.
fn paid(on: &str) -> String {
    format!(r#""payments": [{{"to": "AHIMA", "purpose": "recertification", "paid": "{on}"}}]"#)
}

/// The recertification fee, paid on a day for the cycle that ends on another.
fn paid_for(on: &str, cycle_end: &str, further: &str) -> String {
    format!(
        r#""payments": [{{"to": "AHIMA", "purpose": "recertification", "paid": "{on}",
            "cycle_end": "{cycle_end}"{further}}}]"#
    )
}

/// AHIMA activities `u0`, `u1`, … of one day in HIIM domains: units and provider.
fn hiim_on(completed: &str, all: &[(&str, &str)]) -> String {
    let one = |(place, (units, provider)): (usize, &(&str, &str))| {
        let fields = format!(r#""units": "{units}", "topics": ["hiim"], "provider": "{provider}""#);
        ceu(&format!("u{place}"), completed, &fields)
    };
    list("ceus", all.iter().enumerate().map(one))
}

fn hiim(all: &[(&str, &str)]) -> String {
    hiim_on("2025-06-01", all)
}

/// An AHIMA activity `u0` from AHIMA itself, with further fields.
fn of_ahima(completed: &str, fields: &str) -> String {
    ceu("u0", completed, &format!(r#""topics": ["hiim"], "provider": "AHIMA", {fields}"#))
}

/// One credential, a further one each: totals of the current table, one unit below and met.
#[test]
fn aapc_totals_of_the_current_table() {
    let table = [
        ("T1: one", "CPC", "36", "35.5"),
        ("3.1 V4: two", "CPC COC", "40", "39.5"),
        ("T3: three", "CPC COC CIC", "44", "43.5"),
        ("T3: four", "CPC COC CIC CRC", "48", "47.5"),
        ("T3: five", "CPC COC CIC CRC CPB", "52", "51.5"),
        ("3.1 V4: six", "CPC COC CIC CRC CPB CPC-P", "52", "51.5"),
        ("W17: an apprentice owes the same", "CPC-A", "36", "35.5"),
        ("W17: two apprentice marks", "CPC-A COC-A", "40", "39.5"),
        ("1.1: a mark beside its credential is one holding", "CPC-A CPC", "36", "35.5"),
        ("1.1: an old name and the present one are one holding", "CPC CPC-H COC", "40", "39.5"),
    ];
    for (name, codes, need, less) in table {
        let lead = if codes.starts_with("CPC-A") { "AAPC/CPC-A" } else { CPC };
        cases! {
            name; lead, LATE, [aapc(codes), earned(&[(need, "")])]
                => Met, Required(need), Counted(need, "0"), NoShortfall, Stands(Some(Active)),
                Cycle("2024-05-01", "2026-04-30"), Found(CycleFrom::Rule),
                NoNote(NoteCode::NotHeld);
            name; lead, LATE, [aapc(codes), earned(&[(less, "")])]
                => Unmet, Required(need), Counted(less, "0"), Missing("quota", "0.5 CEU"),
                Bottleneck(&["quota"], need, less, BottleneckKind::Short), Stands(Some(Active));
        }
    }
}

/// Table V1, cycles that ran before 2015-08-31.
#[test]
fn aapc_totals_of_the_first_table() {
    let table = [
        ("3.1 V1: one", "CPC", "36", "35.5"),
        ("T5: two", "CPC COC", "48", "47.5"),
        ("T5: three", "CPC COC CPC-P", "60", "59.5"),
        ("T5: four", "CPC COC CPC-P CPB", "72", "71.5"),
        ("T5: five", "CPC COC CPC-P CPB CIC", "80", "79.5"),
        ("T5: six", "CPC COC CPC-P CPB CIC CRC", "80", "79.5"),
    ];
    for (name, codes, need, less) in table {
        let held = stated(codes, "2012-10-01", "2014-09-30");
        cases! {
            name; CPC, "2014-09-20", [held, earned_on("2013-06-01", &[(need, "")])]
                => Met, Required(need), OneVerdict;
            name; CPC, "2014-09-20", [held, earned_on("2013-06-01", &[(less, "")])]
                => Unmet, Required(need), Missing("quota", "0.5 CEU"), OneVerdict;
        }
    }
}

/// Which table governs a cycle that runs over the change is not known (section 5, item 2).
#[test]
fn aapc_cycles_over_the_change_of_tables() {
    let straddling = stated("CPC COC", "2014-05-01", "2016-04-30");
    let parted = Parted(TABLE, &[("by-first-day", Unmet), ("by-last-day", Met)]);
    let earned = |units| earned_on("2015-06-01", &[(units, "")]);
    cases! {
        "5.2: 48 pass both tables"; CPC, "2016-04-20", [straddling, earned("48")]
            => Met, OneVerdict;
        "5.2: 47.5 pass the later table only"; CPC, "2016-04-20", [straddling, earned("47.5")]
            => Undetermined, parted, Because(UnknownBecause::ReadingsDiffer);
        "5.2: 40 pass the later table only"; CPC, "2016-04-20", [straddling, earned("40")]
            => Undetermined, parted, Asks(&[TABLE]);
        "5.2: 39.5 pass neither"; CPC, "2016-04-20", [straddling, earned("39.5")]
            => Unmet, OneVerdict;
        "5.2: the first day picked"; CPC, "2016-04-20", [straddling, earned("47.5")]
            => Unmet, Picked(TABLE, "by-first-day"), Required("48");
        "5.2: the last day picked"; CPC, "2016-04-20", [straddling, earned("40")]
            => Met, Picked(TABLE, "by-last-day"), Required("40");
        "3.1: a cycle from 2015-08-31 is under the later table";
            CPC, "2017-08-20", [stated("CPC COC", "2015-08-31", "2017-08-30"),
                earned_on("2016-06-01", &[("40", "")])]
            => Met, Required("40"), OneVerdict;
        "3.1: a cycle to 2015-08-30 is under the earlier table";
            CPC, "2015-08-30", [stated("CPC COC", "2013-08-31", "2015-08-30"),
                earned_on("2014-06-01", &[("47.5", "")])]
            => Unmet, Required("48"), OneVerdict;
        "3.1: a cycle to 2015-08-31 is between the tables";
            CPC, "2015-08-31", [stated("CPC COC", "2013-09-01", "2015-08-31"),
                earned_on("2014-06-01", &[("47.5", "")])]
            => Undetermined, parted;
        "3.1: one credential is 36 in both tables"; CPC, "2016-04-20",
            [stated("CPC", "2014-05-01", "2016-04-30"), earned("36")]
            => Met, Required("36"), OneVerdict;
    }
}

/// Minima that do not compete: one credential with a minimum.
#[test]
fn aapc_minima_by_table() {
    let v1 = |codes| stated(codes, "2012-10-01", "2014-09-30");
    let on_v1 = |all: &[(&str, &str)]| earned_on("2013-06-01", all);
    let v2 = |codes| stated(codes, "2015-09-01", "2017-08-31");
    let on_v2 = |all: &[(&str, &str)]| earned_on("2016-06-01", all);
    let parted = Parted(TABLE, &[("by-first-day", Unmet), ("by-last-day", Met)]);
    let later = Parted(TABLE, &[("by-first-day", Met), ("by-last-day", Unmet)]);
    cases! {
        "T7: CPMA alone, 16 auditing of 36"; CPMA, LATE,
            [aapc("CPMA"), earned(&[("16", "CPMA"), ("20", "")])]
            => Met, Required("36"), Rule("auditing", "16", "16", Met),
            Serves("u0", "auditing", "16");
        "T7: 15.5 auditing of 36"; CPMA, LATE,
            [aapc("CPMA"), earned(&[("15.5", "CPMA"), ("20.5", "")])]
            => Unmet, Rule("auditing", "16", "15.5", Unmet), Missing("auditing", "0.5 CEU"),
            Bottleneck(&["auditing"], "16", "15.5", BottleneckKind::Short);
        "T7: the same fails V1"; CPMA, "2014-09-20",
            [v1("CPMA"), on_v1(&[("16", "CPMA"), ("20", "")])]
            => Unmet, Rule("auditing", "24", "16", Unmet), Missing("auditing", "8 CEU");
        "3.2 V1: 24 auditing"; CPMA, "2014-09-20",
            [v1("CPMA"), on_v1(&[("24", "CPMA"), ("12", "")])] => Met;
        "3.2 V1: 24 compliance, 23.5 are too few"; "AAPC/CPCO", "2014-09-20",
            [v1("CPCO"), on_v1(&[("23.5", "CPCO"), ("12.5", "")])]
            => Unmet, Rule("compliance", "24", "23.5", Unmet);
        "T9: CPC and CPPM, 24 and 24"; CPC, "2014-09-20",
            [v1("CPC CPPM"), on_v1(&[("24", "CPPM"), ("24", "")])]
            => Met, Required("48"), Rule("practice-management", "24", "24", Met);
        "T9: CPC and CPPM, 23 and 25"; CPC, "2014-09-20",
            [v1("CPC CPPM"), on_v1(&[("23", "CPPM"), ("25", "")])]
            => Unmet, Missing("practice-management", "1 CEU");
        "5.3: CPPM alone, all 36 in V1"; "AAPC/CPPM", "2014-09-20",
            [v1("CPPM"), on_v1(&[("35.5", "CPPM"), ("0.5", "")])]
            => Unmet, Rule("practice-management", "36", "35.5", Unmet);
        "5.3: CPPM alone from V2 into V3: 16 by one reading"; "AAPC/CPPM", "2017-08-20",
            [v2("CPPM"), on_v2(&[("16", "CPPM"), ("20", "")])] => Undetermined, parted;
        "5.3: CPPM alone, 36 pass both"; "AAPC/CPPM", "2017-08-20",
            [v2("CPPM"), on_v2(&[("36", "CPPM")])] => Met, OneVerdict;
        "5.3: CPPM alone, 15.5 pass neither"; "AAPC/CPPM", "2017-08-20",
            [v2("CPPM"), on_v2(&[("15.5", "CPPM"), ("20.5", "")])] => Unmet, OneVerdict;
        "3.2 V4: CPPM alone, 16"; "AAPC/CPPM", LATE,
            [aapc("CPPM"), earned(&[("16", "CPPM"), ("20", "")])] => Met;
        "T11: CPC and CDEO"; CPC, LATE,
            [aapc("CPC CDEO"), earned(&[("16", "CDEO"), ("24", "")])]
            => Met, Required("40"), Rule("documentation", "16", "16", Met);
        "T11: 15.5 documentation"; CPC, LATE,
            [aapc("CPC CDEO"), earned(&[("15.5", "CDEO"), ("24.5", "")])]
            => Unmet, Missing("documentation", "0.5 CEU");
        "3.2: the CDEO has no minimum before V4"; CPC, "2018-04-20",
            [stated("CPC CDEO", "2016-05-01", "2018-04-30"), earned_on("2017-06-01", &[("40", "")])]
            => Undetermined, later;
        "3.2: a core credential has none"; CPC, LATE, [aapc("CPC"), earned(&[("36", "")])]
            => Met, NoRule("auditing"), NoRule("specialty-cuc");
    }
}

/// From 2012-10-01 a specialty CEU counts to the specialty and to the total at once (T13).
#[test]
fn aapc_specialty_ceu_serves_the_total_too() {
    let urology = |completed: &str| earned_on(completed, &[("8", "CUC"), ("40", "")]);
    let holder = || stated("CPC CUC", "2012-05-01", "2014-04-30");
    let last = Picked(TABLE, "by-last-day");
    cases! {
        "T13: completed on 2012-10-01"; CPC, "2014-04-20", [holder(), urology("2012-10-01")]
            => Unmet, last, Fate("u0", "8", Reason::Counted), Serves("u0", "specialty-cuc", "8"),
            Counted("48", "0"), Missing("specialty-cuc", "8 CEU");
        "T13: the day before, what counts is not on file"; CPC, "2014-04-20",
            [holder(), earned_on("2012-09-30", &[("16", "CUC"), ("32", "")])]
            => Undetermined, last, Counted("0", "0"), Because(UnknownBecause::RuleUnknown),
            AsksNot("ceus[0].completed");
        "T13: now"; CPC, LATE, [aapc("CPC CUC"), earned(&[("8", "CUC"), ("32", "")])]
            => Met, Serves("u0", "specialty-cuc", "8"), Counted("40", "0");
    }
}

/// Each specialty asks for 8, in V1 for 16 (3.2).
#[test]
fn aapc_minimum_of_each_specialty() {
    let codes = ["CANPC", "CCC", "CCVTC", "CEMC", "CGIC", "CGSC", "COBGC", "COSC", "CUC"];
    for code in codes {
        let both = format!("CPC {code}");
        let path = &*format!("specialty-{}", code.to_lowercase());
        let v1 = stated(&both, "2012-10-01", "2014-09-30");
        cases! {
            format!("3.2 V4: 8 for {code}"); CPC, LATE,
                [aapc(&both), earned(&[("8", code), ("32", "")])]
                => Met, Rule(path, "8", "8", Met), Serves("u0", path, "8"), Counted("40", "0");
            format!("3.2 V4: 7.5 for {code}"); CPC, LATE,
                [aapc(&both), earned(&[("7.5", code), ("32.5", "")])]
                => Unmet, Rule(path, "8", "7.5", Unmet), Missing(path, "0.5 CEU");
            format!("3.2 V1: 16 for {code}"); CPC, "2014-09-20",
                [v1, earned_on("2013-06-01", &[("16", code), ("32", "")])]
                => Met, Rule(path, "16", "16", Met), Required("48");
            format!("3.2 V1: 15.5 for {code}"); CPC, "2014-09-20",
                [v1, earned_on("2013-06-01", &[("15.5", code), ("32.5", "")])]
                => Unmet, Rule(path, "16", "15.5", Unmet);
        }
    }
}

/// One CEU serves one minimum and the total once; whether it serves two minima is not published
/// (section 5, item 4).
#[test]
fn aapc_minima_that_compete() {
    let two = || aapc("CPMA CPCO");
    let four = || aapc("CIRCC CPMA CPCO CPPM");
    let parted = Parted(TWO_MINIMA, &[("separate", Unmet), ("shared", Met)]);
    let all_four = [("16", "CIRCC"), ("16", "CPMA"), ("16", "CPCO"), ("16", "CPPM")];
    let pinned = ceu(
        "u0",
        "2025-06-01",
        r#""units": "16", "approved_for": ["AAPC/CPMA", "AAPC/CPCO"],
           "assigned_to": ["AAPC/CPMA"]"#,
    );
    let conflict = Bottleneck(&["auditing", "compliance"], "32", "31", BottleneckKind::Conflict);
    cases! {
        "charter: 15 of 16 auditing CEUs"; CPC, LATE,
            [aapc("CPC CPMA"), earned(&[("15", "CPMA"), ("25", "")])]
            => Unmet, Counted("40", "0"), Missing("auditing", "1 CEU"), OneVerdict;
        "charter: 16 of 16 auditing CEUs"; CPC, LATE,
            [aapc("CPC CPMA"), earned(&[("16", "CPMA"), ("24", "")])]
            => Met, Counted("40", "0"), Fate("u0", "16", Reason::Counted),
            Serves("u0", "auditing", "16"), Serves("u1", "auditing", "0");
        "3.2: what serves a minimum serves the total once"; CPC, LATE,
            [aapc("CPC CPMA"), earned(&[("16", "CPMA"), ("23.5", "")])]
            => Unmet, Counted("39.5", "0"), Rule("auditing", "16", "16", Met);
        "T15: 16 separate for each of the four pass, though 64 exceed 48"; CPMA, LATE,
            [four(), earned(&all_four)] => Met, Required("48"), Counted("48", "16"), OneVerdict;
        "T15: CEUs for two of them close it by one reading only"; CPMA, LATE,
            [four(), earned(&[("16", "CIRCC"), ("16", "CPMA"), ("16", "CPCO CPPM")])]
            => Undetermined, parted, Asks(&[TWO_MINIMA]), Counted("48", "0");
        "T15: below the total both readings fail"; CPMA, LATE,
            [four(), earned(&[("16", "CIRCC"), ("15.5", "CPMA"), ("16", "CPCO CPPM")])]
            => Unmet, OneVerdict;
        "5.4: 32 for both are enough, however read"; CPMA, LATE,
            [two(), earned(&[("32", "CPMA CPCO"), ("8", "")])] => Met, OneVerdict;
        "5.4: 31 for both are one short of two minima"; CPMA, LATE,
            [two(), earned(&[("31", "CPMA CPCO"), ("9", "")])] => Undetermined, parted, conflict;
        "5.4: 16 for both"; CPMA, LATE,
            [two(), earned(&[("16", "CPMA CPCO"), ("24", "")])] => Undetermined, parted;
        "5.4: 15.5 for both pass neither"; CPMA, LATE,
            [two(), earned(&[("15.5", "CPMA CPCO"), ("24.5", "")])] => Unmet, OneVerdict;
        "5.4: 16 for both and 16 for one find their places"; CPMA, LATE,
            [two(), earned(&[("16", "CPMA CPCO"), ("16", "CPMA"), ("8", "")])]
            => Met, OneVerdict, Counted("40", "0");
        "5.4: separate, picked"; CPMA, LATE,
            [two(), earned(&[("31", "CPMA CPCO"), ("9", "")])]
            => Unmet, Picked(TWO_MINIMA, "separate"), conflict;
        "5.4: shared, picked"; CPMA, LATE,
            [two(), earned(&[("16", "CPMA CPCO"), ("24", "")])]
            => Met, Picked(TWO_MINIMA, "shared"), OneVerdict;
        "charter: pinned to one of the two, it serves that one"; CPMA, LATE,
            [two(), ceus(&[pinned, general("u1", "2025-06-01", "24")])]
            => Unmet, Serves("u0", "auditing", "16"), Serves("u0", "compliance", "0"), OneVerdict;
    }
}

/// What pages do not say stays open (section 5, item 12).
#[test]
fn aapc_minima_that_are_not_published() {
    let full = || earned(&[("40", "")]);
    cases! {
        "3.2: whether the CDEI has a minimum"; CPC, LATE, [aapc("CPC CDEI"), full()]
            => Undetermined, Asks(&["documentation-inpatient"]),
            Because(UnknownBecause::RuleUnpublished);
        "3.2: the total alone can fail it"; CPC, LATE, [aapc("CPC CDEI"), earned(&[("39.5", "")])]
            => Unmet, Missing("quota", "0.5 CEU");
        "3.2: whether the CPC-I has a minimum"; CPC, LATE, [aapc("CPC CPC-I"), full()]
            => Undetermined, Asks(&["instruction"]), Because(UnknownBecause::RuleUnpublished);
    }
}

/// The CIRCC's minimum is served by its contracted vendors only, since V3 (3.2).
#[test]
fn aapc_vendors_of_the_circc() {
    let from = |provider: &str| {
        ceus(&[
            ceu(
                "u0",
                "2025-06-01",
                &format!(r#""units": "16", "approved_for": ["AAPC/CIRCC"]{provider}"#),
            ),
            rest("20"),
        ])
    };
    let holder = || aapc("CIRCC");
    let path = "interventional-radiology";
    let other = r#", "provider": "Somebody Else""#;
    let older = ceus(&[
        ceu(
            "u0",
            "2013-06-01",
            r#""units": "24", "approved_by": ["AAPC"], "approved_for": ["AAPC/CIRCC"],
           "provider": "Somebody Else""#,
        ),
        ceu("u1", "2013-06-01", r#""units": "12", "approved_by": ["AAPC"], "approved_for": []"#),
    ]);
    cases! {
        "3.2: ZHealth"; "AAPC/CIRCC", LATE,
            [holder(), from(r#", "provider": "ZHealth Publishing""#)]
            => Met, Rule(path, "16", "16", Met), Serves("u0", path, "16");
        "3.2: MedLearn, whatever the case"; "AAPC/CIRCC", LATE,
            [holder(), from(r#", "provider": "MEDLEARN publishing""#)] => Met;
        "3.2: Medical Asset Management"; "AAPC/CIRCC", LATE,
            [holder(), from(r#", "provider": "Medical Asset Management""#)] => Met;
        "3.2: another approved vendor serves the total only"; "AAPC/CIRCC", LATE,
            [holder(), from(other)]
            => Unmet, Fate("u0", "16", Reason::Counted), Serves("u0", path, "0"),
            Rule(path, "16", "0", Unmet), Missing(path, "16 CEU");
        "charter: a vendor that is not named"; "AAPC/CIRCC", LATE, [holder(), from("")]
            => Undetermined, Asks(&["ceus[0].provider"]);
        "3.2: V1 asked for 24 of any vendor"; "AAPC/CIRCC", "2014-09-20",
            [stated("CIRCC", "2012-10-01", "2014-09-30"), older]
            => Met, Rule(path, "24", "24", Met);
    }
}

/// What counts and what does not (3.4).
#[test]
fn aapc_what_counts() {
    let holder = || aapc("CPC");
    let with = |ceu: String| ceus(&[rest("35"), ceu]);
    let cms = r#""units": "1", "kind": "web-based-training", "provider": "CMS", "approved_by": [],
        "approved_for": []"#;
    cases! {
        "3.4: approved by AAPC"; CPC, LATE,
            [holder(), with(approved("2025-06-01", r#""units": "1""#))]
            => Met, Fate("u0", "1", Reason::Counted);
        "formats: approved for a credential is approved by its issuer"; CPC, LATE,
            [holder(), with(ceu("u0", "2025-06-01",
                r#""units": "1", "approved_for": ["AAPC/CPB"]"#))]
            => Met;
        "W15: a college course that nobody applied for"; CPC, LATE,
            [holder(), with(ceu("u0", "2025-06-01",
                r#""units": "1", "kind": "course", "approved_by": [], "approved_for": []"#))]
            => Unmet, Fate("u0", "0", Reason::NotApproved), Missing("quota", "1 CEU");
        "3.4: approved by another body only"; CPC, LATE,
            [holder(), with(ceu("u0", "2025-06-01",
                r#""units": "1", "approved_by": ["AHIMA"], "approved_for": ["AHIMA/CCS"]"#))]
            => Unmet, Fate("u0", "0", Reason::NotApproved);
        "charter: whether it is approved is not known"; CPC, LATE,
            [holder(), with(ceu("u0", "2025-06-01", r#""units": "1""#))]
            => Undetermined, Asks(&["ceus[1].approved_by"]), Fate("u0", "0", Reason::FactMissing);
        "charter: what cannot change the verdict is not asked"; CPC, LATE,
            [holder(), ceus(&[rest("36"), ceu("u0", "2025-06-01", r#""units": "1""#)])]
            => Met, Asks(&[]);
        "charter: enough even with all that is open is not in sight"; CPC, LATE,
            [holder(), ceus(&[rest("34"), ceu("u0", "2025-06-01", r#""units": "1""#)])]
            => Unmet, Asks(&[]);
        "3.4: CMS training without approval, since 2026"; CPC, LATE,
            [holder(), with(ceu("u0", "2026-03-01", cms))] => Met, Fate("u0", "1", Reason::Counted);
        "charter: whether a CEU of CMS was training is not known"; CPC, LATE,
            [holder(), with(ceu("u0", "2026-03-01", r#""units": "1", "provider": "CMS",
                "approved_by": [], "approved_for": []"#))]
            => Undetermined, Asks(&["ceus[1].kind"]);
        "3.4: a CMS document is no training"; CPC, LATE,
            [holder(), with(ceu("u0", "2026-03-01", r#""units": "1", "provider": "CMS",
                "kind": "article", "approved_by": [], "approved_for": []"#))]
            => Unmet, Fate("u0", "0", Reason::NotApproved);
        "charter: units are not known"; CPC, LATE,
            [holder(), with(approved("2025-06-01", r#""kind": "webinar""#))]
            => Undetermined, Asks(&["ceus[1].units"]);
        "charter: the day is not known"; CPC, LATE,
            [holder(), ceus(&[rest("35"), r#"{"id": "u0", "units": "1", "approved_by": ["AAPC"],
                "approved_for": []}"#.into()])]
            => Undetermined, Asks(&["ceus[1].completed"]);
    }
}

/// Magazine quizzes count for 12 months from publication (3.4).
#[test]
fn aapc_quizzes() {
    let quiz = |published: &str| {
        let fields = format!(r#""units": "1", "kind": "quiz"{published}"#);
        format!("{}, {}", aapc("CPC"), ceus(&[rest("35"), approved("2025-06-15", &fields)]))
    };
    cases! {
        "T25: published 13 months before"; CPC, LATE, [quiz(r#", "published": "2024-05-15""#)]
            => Unmet, Fate("u0", "0", Reason::Expired);
        "3.4: published 12 months before to the day"; CPC, LATE,
            [quiz(r#", "published": "2024-06-15""#)] => Unmet, Fate("u0", "0", Reason::Expired);
        "3.4: published a day less than 12 months before"; CPC, LATE,
            [quiz(r#", "published": "2024-06-16""#)] => Met, Fate("u0", "1", Reason::Counted);
        "charter: the day of publication is not known"; CPC, LATE, [quiz("")]
            => Undetermined, Asks(&["ceus[1].published"]);
        "3.4: what is no quiz does not age"; CPC, LATE,
            [aapc("CPC"), ceus(&[rest("35"), approved("2025-06-15",
                r#""units": "1", "kind": "on-demand""#)])]
            => Met;
    }
}

/// Minutes become units in steps of half an hour, rounded down; one entry gives 40 at most
/// (more 4.2).
#[test]
fn aapc_minutes_to_units() {
    let table = [
        ("W13: 20 minutes", "20", "0", Reason::TooLittle),
        ("more 4.2: 29 minutes", "29", "0", Reason::TooLittle),
        ("more 4.2: 30 minutes", "30", "0.5", Reason::Counted),
        ("more 4.2: 45 minutes", "45", "0.5", Reason::Counted),
        ("more 4.2: 59 minutes", "59", "0.5", Reason::Counted),
        ("more 4.2: an hour", "60", "1", Reason::Counted),
        ("W11: 90 minutes", "90", "1.5", Reason::Counted),
    ];
    for (name, minutes, units, reason) in table {
        let fields = format!(r#""minutes": "{minutes}""#);
        cases! {
            name; CPC, LATE, [aapc("CPC"), ceus(&[approved("2025-06-01", &fields)])]
                => Unmet, Fate("u0", units, reason), Counted(units, "0");
        }
    }
    let of = |fields: &str| ceus(&[approved("2025-06-01", fields)]);
    cases! {
        "more 4.2: 40 hours are 40"; CPC, LATE, [aapc("CPC CPMA CPB"), of(r#""minutes": "2400""#)]
            => Unmet, Fate("u0", "40", Reason::Counted);
        "more 4.2: no entry gives more than 40"; CPC, LATE,
            [aapc("CPC CPMA CPB"), of(r#""minutes": "2520""#)]
            => Unmet, Fate("u0", "40", Reason::Counted), Required("44");
        "formats: units and minutes that agree"; CPC, LATE,
            [aapc("CPC"), of(r#""minutes": "100", "units": "1.5""#)]
            => Unmet, Fate("u0", "1.5", Reason::Counted);
        "formats: units and minutes that disagree"; CPC, LATE,
            [aapc("CPC"), of(r#""minutes": "90", "units": "2""#)]
            => Unmet, Fate("u0", "0", Reason::UnitConflict), Counted("0", "0");
    }
}

/// The first and the last day, the certification, and the days beyond (T19, T27).
#[test]
fn aapc_days_that_count() {
    let running = || {
        let cycle = r#", "cycle": {"start": "2024-05-01", "end": "2026-04-30"}"#;
        format!("{}, {}", holdings("AAPC", "CPC", "2020-05-01", cycle), dues("2026-04-30"))
    };
    let unit = |completed: &str| ceus(&[rest("35"), approved(completed, r#""units": "1""#)]);
    let pinned = |to: &str| {
        let fields = format!(r#""units": "1", "assigned_cycle": "{to}""#);
        ceus(&[rest("35"), approved("2024-04-30", &fields)])
    };
    cases! {
        "T19: the day before certification"; CPC, LATE, [aapc("CPC"), unit("2024-04-30")]
            => Unmet, Fate("u0", "0", Reason::BeforeAward);
        "T19: the day of certification"; CPC, LATE, [aapc("CPC"), unit("2024-05-01")] => Met;
        "T27: two days before the cycle's last month began before it"; CPC, LATE,
            [running(), unit("2024-03-31")]
            => Unmet, Fate("u0", "0", Reason::OutsideWindow);
        "T27: the first day"; CPC, LATE, [running(), unit("2024-05-01")] => Met;
        "T27: the last day"; CPC, "2026-04-30", [running(), unit("2026-04-30")] => Met;
        "T27: the day after the last one"; CPC, "2026-05-10", [running(), unit("2026-05-01")]
            => Unmet, Fate("u0", "0", Reason::OutsideWindow), Cycle("2024-05-01", "2026-04-30");
        "3.4: in the renewal month, and nobody says for which cycle"; CPC, LATE,
            [running(), unit("2024-04-30")]
            => Undetermined, Asks(&["ceus[1].assigned_cycle"]);
        "3.4: the first day of the renewal month too"; CPC, LATE, [running(), unit("2024-04-01")]
            => Undetermined, Asks(&["ceus[1].assigned_cycle"]);
        "3.4: pinned to the next cycle"; CPC, LATE, [running(), pinned("2025-01-01")]
            => Met, Fate("u0", "1", Reason::Counted);
        "3.4: pinned to the closing cycle"; CPC, LATE, [running(), pinned("2024-04-01")]
            => Unmet, Fate("u0", "0", Reason::OtherCycle);
        "charter: not done yet"; CPC, "2026-04-19", [running(), unit("2026-04-20")]
            => Unmet, Fate("u0", "0", Reason::NotYet);
        "charter: done on the day asked about"; CPC, "2026-04-20", [running(), unit("2026-04-20")]
            => Met;
        "formats: the issuer does not have it yet"; CPC, "2026-04-20",
            [running(), ceus(&[rest("35"), approved("2026-04-01",
                r#""units": "1", "reported": "2026-04-21""#)])]
            => Unmet, Fate("u0", "0", Reason::NotYetReported);
        "formats: the issuer has it since today"; CPC, "2026-04-21",
            [running(), ceus(&[rest("35"), approved("2026-04-01",
                r#""units": "1", "reported": "2026-04-21""#)])]
            => Met;
    }
}

/// The same course is credited once, for ever (3.4).
#[test]
fn aapc_repeated_courses() {
    let course = |id: &str, completed: &str, further: &str| {
        let fields = format!(r#""units": "1", "approved_for": [], "course": "AAPC-1"{further}"#);
        ceu(id, completed, &fields)
    };
    let yes = r#", "approved_by": ["AAPC"]"#;
    let old = || {
        let cycle = r#", "cycle": {"start": "2024-05-01", "end": "2026-04-30"}"#;
        format!("{}, {}", holdings("AAPC", "CPC", "2014-05-01", cycle), dues("2026-04-30"))
    };
    cases! {
        "3.4: twice in a cycle"; CPC, LATE,
            [aapc("CPC"), ceus(&[rest("34"), course("a", "2025-06-01", yes),
                course("b", "2025-07-01", yes)])]
            => Unmet, Fate("a", "1", Reason::Counted), Fate("b", "0", Reason::Duplicate);
        "charter: the order of entry does not matter"; CPC, LATE,
            [aapc("CPC"), ceus(&[course("b", "2025-07-01", yes), course("a", "2025-06-01", yes),
                rest("34")])]
            => Unmet, Fate("a", "1", Reason::Counted), Fate("b", "0", Reason::Duplicate);
        "3.4: again in the next cycle"; CPC, LATE,
            [old(), ceus(&[rest("35"), course("a", "2023-06-01", yes),
                course("b", "2025-07-01", yes)])]
            => Unmet, Fate("a", "0", Reason::OutsideWindow), Fate("b", "0", Reason::Duplicate);
        "3.4: again three cycles later"; CPC, LATE,
            [old(), ceus(&[rest("35"), course("a", "2018-06-01", yes),
                course("b", "2025-07-01", yes)])]
            => Unmet, Fate("b", "0", Reason::Duplicate);
        "3.4: once"; CPC, LATE, [aapc("CPC"), ceus(&[rest("35"), course("b", "2025-07-01", yes)])]
            => Met;
        "3.4: the first time was before certification and earned nothing"; CPC, LATE,
            [aapc("CPC"), ceus(&[rest("35"), course("a", "2024-01-10", yes),
                course("b", "2025-07-01", yes)])]
            => Met, Fate("a", "0", Reason::BeforeAward), Fate("b", "1", Reason::Counted);
        "charter: one of the two counts, whichever it is"; CPC, LATE,
            [aapc("CPC"), ceus(&[rest("35"), course("a", "2025-06-01", ""),
                course("b", "2025-07-01", yes)])]
            => Met, Asks(&[]);
        "3.4: whether repeats counted before is not on file"; CPC, "2020-04-20",
            [holdings("AAPC", "CPC", "2018-05-01", ""), dues("2020-04-30"), ceus(&[
                ceu("u0", "2019-02-01", r#""units": "34", "approved_by": ["AAPC"],
                    "approved_for": []"#),
                course("a", "2019-03-01", yes), course("b", "2019-04-01", yes)])]
            => Undetermined, Fate("a", "1", Reason::Counted), Fate("b", "0", Reason::FactMissing);
    }
}

/// AAPC activities approved in general: identifier, day, units.
fn each(all: &[(&str, &str, &str)]) -> String {
    list("ceus", all.iter().map(|(id, completed, units)| general(id, completed, units)))
}

/// CPC in two full cycles, 2022-05-01 to 2024-04-30 and 2024-05-01 to 2026-04-30.
fn two_cycles() -> String {
    format!("{}, {}", holdings("AAPC", "CPC", "2022-05-01", ""), dues("2026-04-30"))
}

/// What is beyond the total is lost; the renewal month may serve either cycle (3.4).
#[test]
fn aapc_surplus_and_the_renewal_month() {
    let early = || format!("{}, {}", holdings("AAPC", "CPC", "2016-05-01", ""), dues("2020-04-30"));
    cases! {
        "T21: 50 earned of 36"; CPC, LATE, [aapc("CPC"), earned(&[("50", "")])]
            => Met, Counted("36", "14"), Fate("u0", "36", Reason::Counted);
        "T21: an activity that is surplus as a whole"; CPC, LATE,
            [aapc("CPC"), each(&[("a", "2025-01-01", "36"), ("b", "2025-02-01", "14")])]
            => Met, Fate("a", "36", Reason::Counted), Fate("b", "0", Reason::Surplus);
        "T21: the surplus does not help the next cycle"; CPC, LATE,
            [two_cycles(), each(&[("a", "2024-03-31", "50"), ("b", "2025-06-01", "35")])]
            => Unmet, Cycle("2024-05-01", "2026-04-30"), Fate("a", "0", Reason::OutsideWindow);
        "3.4: the renewal month serves the next cycle"; CPC, LATE,
            [two_cycles(), each(&[("a", "2023-06-01", "36"), ("m", "2024-04-15", "4"),
                ("b", "2025-06-01", "32")])]
            => Met, Fate("m", "4", Reason::Counted), Note(NoteCode::CarriedOver);
        "3.4: its first day"; CPC, LATE,
            [two_cycles(), each(&[("a", "2023-06-01", "36"), ("m", "2024-04-01", "4"),
                ("b", "2025-06-01", "32")])]
            => Met, Fate("m", "4", Reason::Counted);
        "3.4: the day before the renewal month does not"; CPC, LATE,
            [two_cycles(), each(&[("a", "2023-06-01", "36"), ("m", "2024-03-31", "4"),
                ("b", "2025-06-01", "32")])]
            => Unmet, Fate("m", "0", Reason::OutsideWindow);
        "3.4: the closing cycle needs it itself"; CPC, LATE,
            [two_cycles(), each(&[("a", "2023-06-01", "32"), ("m", "2024-04-15", "4"),
                ("b", "2025-06-01", "32")])]
            => Unmet, Fate("m", "0", Reason::UsedBefore);
        "3.4: the closing cycle needs one of two"; CPC, LATE,
            [two_cycles(), each(&[("a", "2023-06-01", "30"), ("m", "2024-04-15", "6"),
                ("n", "2024-04-16", "4"), ("b", "2025-06-01", "32")])]
            => Met, Fate("m", "0", Reason::UsedBefore), Fate("n", "4", Reason::Counted);
        "3.4: of the closing month before the page there is no rule on file"; CPC, "2020-04-20",
            [early(), each(&[("a", "2017-06-01", "36"), ("m", "2018-04-15", "4"),
                ("b", "2019-06-01", "32")])]
            => Undetermined, Because(UnknownBecause::RuleUnknown);
        "charter: where it does not matter nothing is asked"; CPC, "2020-04-20",
            [early(), each(&[("a", "2017-06-01", "36"), ("m", "2018-04-15", "4"),
                ("b", "2019-06-01", "36")])]
            => Met, Asks(&[]);
    }
}

/// The choice of the cycle is the holder's (3.4).
#[test]
fn aapc_pinned_to_a_cycle() {
    let pinned = |first: &str, second: &str, to: &str| {
        let fields = format!(
            r#""units": "4", "approved_by": ["AAPC"], "approved_for": [],
               "assigned_cycle": "{to}""#
        );
        ceus(&[
            general("a", "2023-06-01", first),
            general("b", "2025-06-01", second),
            ceu("m", "2024-04-15", &fields),
        ])
    };
    cases! {
        "3.4: pinned to the next cycle"; CPC, LATE,
            [two_cycles(), pinned("36", "32", "2024-06-01")]
            => Met, Fate("m", "4", Reason::Counted);
        "3.4: pinned to the closing cycle"; CPC, LATE,
            [two_cycles(), pinned("36", "32", "2024-04-15")]
            => Unmet, Fate("m", "0", Reason::OtherCycle);
        "3.4: pinned away, the closing cycle is unmet"; CPC, LATE,
            [two_cycles(), pinned("32", "36", "2024-06-01")]
            => Unmet, Cycle("2022-05-01", "2024-04-30"), Fate("m", "0", Reason::OtherCycle);
        "3.4: pinned to the closing cycle that needs it"; CPC, LATE,
            [two_cycles(), pinned("32", "36", "2024-04-15")]
            => Met, Cycle("2024-05-01", "2026-04-30"), Fate("m", "0", Reason::OtherCycle);
        "charter: pinned to a cycle in which it was not earned"; CPC, LATE,
            [two_cycles(), ceus(&[general("a", "2023-06-01", "36"), rest("35"),
                ceu("m", "2023-07-01", r#""units": "1", "approved_by": ["AAPC"],
                    "approved_for": [], "assigned_cycle": "2025-01-01""#)])]
            => Unmet, Fate("m", "0", Reason::OutsideWindow);
    }
}

/// The cycle ends with the membership; odd months in odd years, even months in even years (3.3).
#[test]
fn aapc_ends_of_cycles() {
    let months = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    for (place, last) in months.into_iter().enumerate() {
        let month = place + 1;
        let (year, before) = if month % 2 == 0 { (2026, 2024) } else { (2025, 2023) };
        let until = dues(&format!("2026-{month:02}-{last}"));
        // The last day of a month stays the last day.
        let leap = if month == 2 { 29 } else { last };
        let awarded = day(&format!("{before}-{month:02}-{leap}")).plus_days(1).to_string();
        let end = &*format!("{year}-{month:02}-{last}");
        cases! {
            format!("T17: renewal month {month}"); CPC, end,
                [holdings("AAPC", "CPC", &awarded, ""), until, NO_CEUS]
                => Unmet, Cycle(&awarded, end), Required("36"), Found(CycleFrom::Rule);
        }
    }
    let october = || {
        let renewed = r#", "renewed": ["2022-10-20", "2024-10-20"]"#;
        format!("{}, {}", holdings("AAPC", "CPC", "2020-11-01", renewed), dues("2026-10-31"))
    };
    cases! {
        "T17: October 2022"; CPC, "2022-10-31", [october(), NO_CEUS]
            => Met, Cycle("2020-11-01", "2022-10-31");
        "T17: October 2024"; CPC, "2022-11-01", [october(), NO_CEUS]
            => Unmet, Cycle("2022-11-01", "2024-10-31");
        "T17: October 2026"; CPC, "2026-10-31", [october(), NO_CEUS]
            => Unmet, Cycle("2024-11-01", "2026-10-31");
        "W5, W7: the one after, due in April 2028"; CPC, LATE, [aapc("CPC"), earned(&[("36", "")])]
            => Unmet, OnCycle("2027-01-01"), Cycle("2026-05-01", "2028-04-30"), Required("36");
    }
}

/// A first cycle that is shorter than a full one: 1.5 CEUs a month (more 4.1).
#[test]
fn aapc_proration() {
    let rounding = "proration-rounding";
    let one =
        |awarded: &str| format!("{}, {}", holdings("AAPC", "CPC", awarded, ""), dues("2026-04-30"));
    let two = |awarded: &str| {
        format!("{}, {}", holdings("AAPC", "CPC COC", awarded, ""), dues("2026-04-30"))
    };
    let late = |units| earned_on("2026-02-01", &[(units, "")]);
    let parted = Parted(rounding, &[("down", Met), ("exact", Unmet)]);
    cases! {
        "W1: 24 months"; CPC, LATE, [one("2024-05-01"), late("36")] => Met, Required("36");
        "more 4.1: 18 months"; CPC, LATE, [one("2024-11-01"), late("27")]
            => Met, Required("27"), Cycle("2024-11-01", "2026-04-30"), OneVerdict;
        "more 4.1: 18 months, half a CEU short"; CPC, LATE, [one("2024-11-01"), late("26.5")]
            => Unmet, Required("27"), Missing("quota", "0.5 CEU");
        "W3: 12 months"; CPC, LATE, [one("2025-05-01"), late("18")]
            => Met, Required("18"), OneVerdict;
        "W3: 12 months, half a CEU short"; CPC, LATE, [one("2025-05-01"), late("17.5")]
            => Unmet, Required("18"), OneVerdict;
        "5.5: 19 months are 28.5"; CPC, LATE, [one("2024-10-01"), late("28.5")] => Met, OneVerdict;
        "5.5: or 28, rounded down"; CPC, LATE, [one("2024-10-01"), late("28")]
            => Undetermined, parted, Asks(&["proration-rounding"]);
        "5.5: 27.5 pass neither"; CPC, LATE, [one("2024-10-01"), late("27.5")] => Unmet, OneVerdict;
        "5.5: rounded down, picked"; CPC, LATE, [one("2024-10-01"), late("28")]
            => Met, Picked(rounding, "down"), Required("28");
        "5.5: exact, picked"; CPC, LATE, [one("2024-10-01"), late("28")]
            => Unmet, Picked(rounding, "exact"), Required("28.5");
        "W9: two credentials, 18 months"; CPC, LATE, [two("2024-11-01"), late("30")]
            => Met, Required("30"), OneVerdict;
        "W9: two credentials, 18 months, short"; CPC, LATE, [two("2024-11-01"), late("29.5")]
            => Unmet, Required("30"), OneVerdict;
        "more 4.1: two credentials, 17 months"; CPC, LATE, [two("2024-12-01"), late("28")]
            => Undetermined, parted;
        "3.3: before the page nothing is on file"; CPC, "2020-04-20",
            [holdings("AAPC", "CPC", "2018-11-01", ""), dues("2020-04-30"),
                earned_on("2019-06-01", &[("30", "")])]
            => Undetermined, Required("0..36"), Because(UnknownBecause::RuleUnknown);
        "3.3: the full total is always enough"; CPC, "2020-04-20",
            [holdings("AAPC", "CPC", "2018-11-01", ""), dues("2020-04-30"),
                earned_on("2019-06-01", &[("36", "")])]
            => Met;
        "W5: after a short cycle a full one"; CPC, LATE, [one("2024-11-01"), late("27")]
            => Unmet, OnCycle("2026-05-01"), Cycle("2026-05-01", "2028-04-30"), Required("36");
        "3.2: whether a minimum is prorated is not published"; CPMA, LATE,
            [holdings("AAPC", "CPMA", "2024-11-01", ""), dues("2026-04-30"),
                earned_on("2026-02-01", &[("15.5", "CPMA"), ("11.5", "")])]
            => Undetermined, Because(UnknownBecause::RuleUnpublished), OneVerdict;
        "3.2: the full minimum is always enough"; CPMA, LATE,
            [holdings("AAPC", "CPMA", "2024-11-01", ""), dues("2026-04-30"),
                earned_on("2026-02-01", &[("16", "CPMA"), ("11", "")])]
            => Met;
    }
}

/// What a credential adds that joins a running cycle is not published (3.3).
#[test]
fn aapc_joining_a_running_cycle() {
    let joined = |code: &str, on: &str| {
        format!(
            r#""holdings": [{{"credential": "AAPC/CPC", "awarded": "2024-05-01"}},
                {{"credential": "AAPC/{code}", "awarded": "{on}"}}], {}"#,
            dues("2026-04-30")
        )
    };
    let second = || joined("COC", "x").replace(r#", "awarded": "x""#, "");
    let plain = |units| earned(&[(units, "")]);
    cases! {
        "3.3: 36 may do or not"; CPC, LATE, [joined("COC", "2025-05-01"), plain("36")]
            => Undetermined, Required("36..40"), Asks(&["quota/joined"]),
            Because(UnknownBecause::RuleUnpublished);
        "3.3: 40 will do"; CPC, LATE, [joined("COC", "2025-05-01"), plain("40")] => Met;
        "3.3: 39.5 may do or not"; CPC, LATE, [joined("COC", "2025-05-01"), plain("39.5")]
            => Undetermined;
        "3.3: 35.5 will not"; CPC, LATE, [joined("COC", "2025-05-01"), plain("35.5")] => Unmet;
        "3.3: asked about the one that joined"; "AAPC/COC", LATE,
            [joined("COC", "2025-05-01"), plain("36")] => Undetermined, Required("36..40");
        "3.3: on the first day it is there from the start"; CPC, LATE,
            [joined("COC", "2024-05-01"), plain("36")] => Unmet, Required("40");
        "3.3: on the second day it joins"; CPC, LATE,
            [joined("COC", "2024-05-02"), plain("36")] => Undetermined, Required("36..40");
        "charter: when the second came is not known"; CPC, LATE, [second(), plain("36")]
            => Undetermined, Asks(&["holdings[1].awarded"]);
        "charter: it does not matter when it came"; CPC, LATE, [second(), plain("40")] => Met;
        "charter: too few in any case"; CPC, LATE, [second(), plain("35.5")] => Unmet;
        "charter: not held yet on the day"; CPC, "2025-04-30",
            [joined("COC", "2025-05-01"), earned_on("2025-02-01", &[("36", "")])]
            => Met, Required("36"), Holdings(&["AAPC/CPC"]);
        "3.2: its minimum joins with it"; CPC, LATE,
            [joined("CPMA", "2025-05-01"), earned(&[("15.5", "CPMA"), ("24.5", "")])]
            => Undetermined, Required("36..40");
        "3.2: the whole minimum will do"; CPC, LATE,
            [joined("CPMA", "2025-05-01"), earned(&[("16", "CPMA"), ("24", "")])] => Met;
    }
}

/// CPC in a cycle to 2024-04-30 without any CEU, dues paid to a day.
fn without_ceus(until: &str) -> String {
    format!("{}, {}, {NO_CEUS}", holdings("AAPC", "CPC", "2022-05-01", ""), dues(until))
}

/// The ladder of an unmet cycle that ended on 2024-04-30, dues being paid (4.2, 4.3).
#[test]
fn aapc_ladder_since_2023() {
    let days = [
        ("the last day", "2024-04-30", Some(Active)),
        ("D1", "2024-05-01", Some(Grace)),
        ("D10", "2024-05-10", Some(Grace)),
        ("D11", "2024-05-11", Some(Grace)),
        ("T43: D20", "2024-05-20", Some(Grace)),
        ("D30", "2024-05-30", Some(Grace)),
        ("D31", "2024-05-31", Some(Grace)),
        ("D90", "2024-07-29", Some(Grace)),
        ("T45: D91", "2024-07-30", Some(Revoked)),
        ("three years on", "2027-07-29", Some(Revoked)),
        ("T49: three years and a day on", "2027-07-31", Some(Revoked)),
    ];
    for (name, on, standing) in days {
        let until = if on < "2026-04-30" { "2026-04-30" } else { "2028-04-30" };
        cases! {
            name; CPC, on, [without_ceus(until)]
                => Unmet, Cycle("2022-05-01", "2024-04-30"), Stands(standing);
        }
    }
}

/// The steps of that ladder, their prices, and what ends it.
#[test]
fn aapc_steps_of_the_ladder() {
    let now = || without_ceus("2026-04-30");
    cases! {
        "4.2: ten days or thirty without a fee"; CPC, "2024-05-20", [now()]
            => Unmet, Rung("2024-05-01", Some("2024-05-10"), Some(Grace), Some("0.00 USD")),
            Rung("2024-05-11", Some("2024-05-30"), Some(Grace), None),
            Rung("2024-05-31", Some("2024-07-29"), Some(Grace), Some("50.00 USD")),
            Rung("2024-07-30", Some("2027-07-29"), Some(Revoked), None),
            Rung("2027-07-30", None, Some(Revoked), None),
            RungParted("2024-05-01", &[]), RungParted("2024-05-31", &[]),
            RungParted("2024-05-11", &[("grace-days=ten", "50.00 USD"),
                ("grace-days=thirty", "0.00 USD")]);
        "4.3: what remains"; CPC, "2024-05-20", [now()]
            => Unmet, Picked("grace-days", "thirty"),
            Remains("2024-05-01", &["ceus", "membership"]),
            Remains("2024-05-31", &["ceus", "membership", "late-fee"]),
            Remains("2024-07-30", &["ceus", "reinstatement", "membership", "exam"]),
            Remains("2027-07-30", &["exam"]);
        "T43: D20 by the newer text"; CPC, "2024-05-20", [now()]
            => Unmet, Picked("grace-days", "thirty"), NotDue("late-fee"),
            Rung("2024-05-01", Some("2024-05-30"), Some(Grace), Some("0.00 USD"));
        "T43: D20 by the older text"; CPC, "2024-05-20", [now()]
            => Unmet, Picked("grace-days", "ten"), Due("late-fee", "2024-07-29", Some("50.00 USD")),
            Rung("2024-05-11", Some("2024-07-29"), Some(Grace), Some("50.00 USD"));
        "4.2: D31, the fee is due by either text"; CPC, "2024-05-31", [now()]
            => Unmet, Due("late-fee", "2024-07-29", Some("50.00 USD"));
        "T45: 200, back dues and the missed CEUs"; CPC, "2024-07-30", [without_ceus("2024-04-30")]
            => Unmet, Due("reinstatement", "2027-07-29", Some("200.00 USD")),
            Total(None), Missing("quota", "36 CEU"),
            Buys("reinstatement", Some("2024-07-30"), Some("2027-07-29"), Some("200.00 USD")),
            Buys("exam", Some("2024-07-30"), None, None);
        "charter: a cycle that is met falls nowhere"; CPC, "2024-07-30",
            [holdings("AAPC", "CPC", "2022-05-01", ""), dues("2026-04-30"),
                earned_on("2023-06-01", &[("36", "")])]
            => Unmet, Cycle("2024-05-01", "2026-04-30"), Stands(Some(Active));
        "formats: the issuer closed it late"; CPC, "2024-07-30",
            [holdings("AAPC", "CPC", "2022-05-01", r#", "renewed": ["2024-07-15"]"#),
                dues("2026-04-30"), NO_CEUS]
            => Unmet, Cycle("2024-05-01", "2026-04-30"), Stands(Some(Active));
        "formats: before the issuer closed it"; CPC, "2024-07-14",
            [holdings("AAPC", "CPC", "2022-05-01", r#", "renewed": ["2024-07-15"]"#),
                dues("2026-04-30"), NO_CEUS]
            => Unmet, Cycle("2022-05-01", "2024-04-30"), Stands(Some(Grace));
        "charter: CEUs are not known: nor is the standing after the end"; CPC, "2024-05-20",
            [holdings("AAPC", "CPC", "2022-05-01", ""), dues("2026-04-30")]
            => Undetermined, Stands(None), Note(NoteCode::EarlierCycleOpen);
    }
}

/// The ladders of earlier years, as far as they are on file (4.2).
#[test]
fn aapc_ladders_of_earlier_years() {
    let ended = |year: i32| {
        let start = format!("{}-05-01", year - 2);
        format!("{}, {}, {NO_CEUS}", holdings("AAPC", "CPC", &start, ""), dues("2028-04-30"))
    };
    cases! {
        "MEM-OLD: D90"; CPC, "2016-07-29", [ended(2016)]
            => Unmet, Stands(Some(Grace)),
            Rung("2016-05-01", Some("2016-07-29"), Some(Grace), None);
        "MEM-OLD: D91"; CPC, "2016-07-30", [ended(2016)]
            => Unmet, Stands(Some(Revoked)), Rung("2016-07-30", None, Some(Revoked), None);
        "4.2: 2018 is not on file"; CPC, "2018-05-01", [ended(2018)] => Unmet, Stands(None);
        "4.2: the last day of 2018 is"; CPC, "2018-04-30", [ended(2018)]
            => Unmet, Stands(Some(Active));
        "MEM-NEW: D90"; CPC, "2022-07-29", [ended(2022)] => Unmet, Stands(Some(Grace));
        "MEM-NEW: D91"; CPC, "2022-07-30", [ended(2022)] => Unmet, Stands(Some(Revoked));
        "MEM-NEW: prices are not on file"; CPC, "2022-05-05", [ended(2022)]
            => Unmet, Rung("2022-05-01", Some("2022-07-29"), Some(Grace), None);
    }
}

/// Dues run down the same ladder on a clock of their own, even if the CEUs are in order (4.2).
#[test]
fn aapc_dues() {
    let lapsed = || {
        format!(
            "{}, {}, {}",
            holdings("AAPC", "CPC", "2024-05-01", ""),
            dues("2025-04-30"),
            earned_on("2025-02-01", &[("36", "")])
        )
    };
    let days = [
        ("the last day paid", "2025-04-30", Some(Active)),
        ("D1 of the dues", "2025-05-01", Some(Grace)),
        ("T43: D20 of the dues", "2025-05-20", Some(Grace)),
        ("D90 of the dues", "2025-07-29", Some(Grace)),
        ("T45: D91 of the dues", "2025-07-30", Some(Revoked)),
        ("T49: of the dues", "2026-04-30", Some(Revoked)),
    ];
    for (name, on, standing) in days {
        cases! {
            name; CPC, on, [lapsed()]
                => Met, Cycle("2024-05-01", "2026-04-30"), Stands(standing);
        }
    }
    cases! {
        "4.1: dues are due on the day to which they are paid"; CPC, "2025-04-20", [lapsed()]
            => Met, Due("membership", "2025-04-30", Some("222.00 USD")), Total(Some("222.00 USD"));
        "4.2: within ten days no fee"; CPC, "2025-05-10", [lapsed()]
            => Met, NotDue("late-fee"), Total(Some("222.00 USD"));
        "T43: D20, the sources differ on the fee"; CPC, "2025-05-20", [lapsed()]
            => Met, Total(None);
        "4.2: D31, a late fee of 50 on top"; CPC, "2025-05-31", [lapsed()]
            => Met, Due("late-fee", "2025-07-29", Some("50.00 USD")), Total(Some("272.00 USD"));
        "T45: D91, back dues and 200"; CPC, "2025-07-30", [lapsed()]
            => Met, Due("reinstatement", "2028-07-29", Some("200.00 USD")),
            Safe("2025-04-30", Lapse::Dues),
            Buys("reinstatement", Some("2025-07-30"), Some("2028-07-29"), Some("200.00 USD"));
        "T45: two years on, back dues are those of two years"; CPC, "2027-05-10", [lapsed()]
            => Unmet, Due("reinstatement", "2028-07-29", Some("200.00 USD")), Total(None);
        "charter: the dues lapse first"; CPC, "2025-03-01", [lapsed()]
            => Met, Safe("2025-04-30", Lapse::Dues), Stands(Some(Active));
        "charter: the cycle lapses first"; CPC, "2025-03-01",
            [holdings("AAPC", "CPC", "2024-05-01", ""), dues("2027-04-30"), NO_CEUS]
            => Unmet, Cycle("2024-05-01", "2026-04-30"), Safe("2026-04-30", Lapse::Cycle);
        "4.1: dues of 2021"; CPC, "2021-04-20",
            [holdings("AAPC", "CPC", "2020-05-01", ""), dues("2021-04-30"), NO_CEUS]
            => Unmet, Due("membership", "2021-04-30", Some("190.00 USD"));
        "4.1: dues of 2024 are not on file"; CPC, "2024-04-20",
            [holdings("AAPC", "CPC", "2022-05-01", ""), dues("2024-04-30"), NO_CEUS]
            => Unmet, Due("membership", "2024-04-30", None), Total(None);
        "more 7: dues of 2015 in two versions"; CPC, "2015-04-20",
            [stated("CPC", "2013-05-01", "2015-04-30"), NO_CEUS]
            => Unmet, Due("membership", "2015-04-30", None), Total(None);
        "4.1: of two memberships the later counts"; CPC, "2025-06-20",
            [holdings("AAPC", "CPC", "2024-05-01", ""), r#""memberships": [
                {"organization": "AAPC", "paid_through": "2025-04-30"},
                {"organization": "AAPC", "paid_through": "2026-04-30"},
                {"organization": "AHIMA", "paid_through": "2027-12-31"}]"#, NO_CEUS]
            => Unmet, Stands(Some(Active)), Cycle("2024-05-01", "2026-04-30");
    }
}

/// Dues paid again after the credentials were cancelled do not bring them back (4.3).
#[test]
fn aapc_dues_paid_again() {
    let again = |on: &str| {
        format!(
            r#"{}, "memberships": [{{"organization": "AAPC", "paid_through": "2025-04-30"}},
                {{"organization": "AAPC", "start": "{on}", "paid_through": "2026-04-30"}}], {}"#,
            holdings("AAPC", "CPC", "2024-05-01", ""),
            earned_on("2025-02-01", &[("36", "")])
        )
    };
    cases! {
        "4.2: on D90"; CPC, "2025-11-01", [again("2025-07-29")] => Met, Stands(Some(Active));
        "4.3: on D154, without reinstatement"; CPC, "2025-11-01", [again("2025-10-01")]
            => Met, StandsNot(Active);
    }
}

/// Filing opens a month before the due date since 2026, two months before in 2008 (3.3).
#[test]
fn aapc_filing_and_extension() {
    let adjusted = r#""exceptions": [{"issuer": "AAPC", "kind": "adjust-quota", "units": "28",
        "author": "AAPC", "reason": "corporate account"}]"#;
    let bought = r#""payments": [{"to": "AAPC", "purpose": "extension", "paid": "2024-04-20"}]"#;
    let closed = || holdings("AAPC", "CPC", "2022-05-01", "");
    let twice = || {
        ceus(&[
            ceu(
                "u0",
                "2023-06-01",
                r#""units": "30", "approved_by": ["AAPC"], "approved_for": []"#,
            ),
            ceu("u1", "2024-05-05", r#""units": "6", "approved_by": ["AAPC"], "approved_for": []"#),
        ])
    };
    cases! {
        "T23: 23 of 28, filing is blocked though open"; CPC, LATE,
            [aapc("CPC"), earned(&[("23", "")]), adjusted]
            => Unmet, Required("28"), Missing("quota", "5 CEU"), Note(NoteCode::ExceptionGranted),
            Filing(Some("2026-03-30"), "2026-04-30", true), MayFile(Unmet);
        "T23: 28 of 28"; CPC, LATE, [aapc("CPC"), earned(&[("28", "")]), adjusted]
            => Met, MayFile(Met);
        "3.3: the day before it opens"; CPC, "2026-03-29", [aapc("CPC"), earned(&[("36", "")])]
            => Met, MayFile(Unmet);
        "3.3: the day on which it opens"; CPC, "2026-03-30", [aapc("CPC"), earned(&[("36", "")])]
            => Met, MayFile(Met);
        "3.3: the due date"; CPC, "2026-04-30", [aapc("CPC"), earned(&[("36", "")])]
            => Met, MayFile(Met);
        "3.3: two months in 2008"; CPC, "2010-04-20",
            [stated("CPC COC", "2008-05-01", "2010-04-30"), NO_CEUS]
            => Undetermined, Filing(Some("2010-02-28"), "2010-04-30", false);
        "3.3: between them nothing is on file"; CPC, "2020-04-20",
            [stated("CPC", "2018-05-01", "2020-04-30"), NO_CEUS]
            => Unmet, Filing(None, "2020-04-30", false);
        "3.3: an extension for 50"; CPC, LATE, [aapc("CPC"), NO_CEUS]
            => Unmet, Buys("extension", None, Some("2026-04-30"), Some("50.00 USD"));
        "3.3: how long it lasts is not published"; CPC, "2024-05-10",
            [closed(), dues("2026-04-30"), twice(), bought]
            => Undetermined, OnCycle("2024-04-30"), Stands(None),
            Because(UnknownBecause::RuleUnpublished);
        "3.3: within the cycle it changes nothing"; CPC, "2024-04-25",
            [closed(), dues("2026-04-30"), earned_on("2023-06-01", &[("36", "")]), bought]
            => Met, Stands(Some(Active));
    }
}

/// Absent is not known, empty is known to be none.
#[test]
fn aapc_sections() {
    let held = || holdings("AAPC", "CPC", "2024-05-01", "");
    let full = || earned(&[("36", "")]);
    cases! {
        "charter: CEUs are not known"; CPC, LATE, [aapc("CPC")]
            => Undetermined, Asks(&["ceus"]), Required("36"), Counted("0", "0");
        "charter: there are no CEUs"; CPC, LATE, [aapc("CPC"), NO_CEUS]
            => Unmet, Missing("quota", "36 CEU");
        "charter: memberships are not known"; CPC, LATE, [held(), full()]
            => Undetermined, Asks(&["memberships"]), Because(UnknownBecause::FactMissing),
            Stands(None);
        "charter: a membership without its last day"; CPC, LATE,
            [held(), full(), r#""memberships": [{"organization": "AAPC"}]"#]
            => Undetermined, Asks(&["memberships[0].paid_through"]);
        "charter: holdings are not known"; CPC, LATE, [dues("2026-04-30"), full()]
            => Undetermined, Asks(&["holdings"]);
        "T47: not certified"; CPC, LATE, [r#""holdings": []"#, dues("2026-04-30"), full()]
            => Unmet, Note(NoteCode::NotHeld), Missing("holdings", "AAPC/CPC");
        "charter: another credential is held"; CPC, LATE, [aapc("COC"), full()]
            => Unmet, Note(NoteCode::NotHeld);
        "1.1: asked by its old name"; "AAPC/CPC-H", LATE, [aapc("COC"), full()]
            => Met, Note(NoteCode::Renamed), Holdings(&["AAPC/COC"]);
        "1.1: asked for the credential, only its mark is held"; CPC, LATE, [aapc("CPC-A"), full()]
            => Unmet, Note(NoteCode::NotHeld);
        "1.1: asked for the mark, the credential is held"; "AAPC/CPC-A", LATE,
            [aapc("CPC-A CPC"), full()] => Met, Holdings(&["AAPC/CPC"]), Note(NoteCode::Superseded);
        "formats: a stated cycle that is the computed one"; CPC, LATE,
            [stated("CPC", "2024-05-01", "2026-04-30"), full()]
            => Met, Found(CycleFrom::Stated), NoNote(NoteCode::CycleStated);
        "formats: a stated cycle that is another one"; CPC, "2026-04-20",
            [holdings("AAPC", "CPC", "2024-05-01",
                r#", "cycle": {"start": "2024-06-01", "end": "2026-05-31"}"#),
                dues("2026-04-30"), full()]
            => Met, Cycle("2024-06-01", "2026-05-31"), Note(NoteCode::CycleStated);
        "formats: the cycle after a stated one"; CPC, "2026-05-20",
            [holdings("AAPC", "CPC", "2024-05-01",
                r#", "cycle": {"start": "2024-05-01", "end": "2026-04-30"}"#),
                dues("2027-04-30"), full()]
            => Unmet, Cycle("2026-05-01", "2028-04-30"), Found(CycleFrom::AfterStated);
    }
}

/// `max(single) + 10` for each further credential, never more than 50 (4.1, 4.3).
#[test]
fn ahima_totals() {
    let table = [
        ("4.1", "CCA", "20"),
        ("4.1", "CCS", "20"),
        ("4.1", "CCS-P", "20"),
        ("4.1", "RHIT", "20"),
        ("4.1", "PCS", "20"),
        ("4.1", "RHIA", "30"),
        ("4.1", "CHPS", "30"),
        ("4.1", "CHDA", "30"),
        ("4.1", "CDIP", "30"),
        ("4.1", "CHP", "30"),
        ("4.1", "CHS", "30"),
        ("T1", "CCS CCS-P", "30"),
        ("T3: the order of earning does not matter", "RHIT CHPS", "40"),
        ("T3: the order of earning does not matter", "CHPS RHIT", "40"),
        ("4.3", "RHIA CHDA", "40"),
        ("T5", "RHIA CDIP", "40"),
        ("4.3: charter", "RHIA CCS CCS-P", "50"),
        ("T7: 60 are capped", "RHIA CCS CCS-P CHDA", "50"),
        ("T11: RHIA stands in place of RHIT", "RHIT RHIA", "30"),
        ("T13: CCS does not stand in place of CCA", "CCA CCS", "30"),
    ];
    for (name, codes, need) in table {
        let asked = &*format!("AHIMA/{}", codes.split(' ').next().unwrap_or(codes));
        let held = || format!("{}, {}", ahima(codes, "2025-02-01"), paid("2026-01-10"));
        let less = match need {
            "20" => "19.5",
            "30" => "29.5",
            "40" => "39.5",
            _ => "49.5",
        };
        cases! {
            format!("{name}: {codes} ask for {need}"); asked, AMID,
                [held(), hiim(&[(need, "AHIMA")])]
                => Met, Required(need), Counted(need, "0"), Cycle("2025-02-01", "2027-01-31"),
                Stands(Some(Active)), NoShortfall;
            format!("{name}: {codes}, half a CEU short"); asked, AMID,
                [held(), hiim(&[(less, "AHIMA")])]
                => Unmet, Required(need), Missing("quota", "0.5 CEU"),
                Bottleneck(&["quota"], need, less, BottleneckKind::Short);
        }
    }
}

/// Credentials that can no longer be earned: in the table of 2019, not in that of 2021 (2.1, 4.1).
#[test]
fn ahima_totals_of_2019() {
    let table = [
        ("T9", "CHTS-CP CHTS-TR", "30"),
        ("4.1", "CHTS-IM", "20"),
        ("4.1", "CPHI", "30"),
        ("4.1", "CHP CHS", "40"),
        ("4.3", "RHIT CHPS", "40"),
    ];
    for (name, codes, need) in table {
        let asked = &*format!("AHIMA/{}", codes.split(' ').next().unwrap_or(codes));
        cases! {
            format!("{name}: {codes} ask for {need}"); asked, "2019-06-01",
                [ahima(codes, "2017-08-01"), paid("2019-05-01"),
                    hiim_on("2018-06-01", &[(need, "AHIMA")])]
                => Met, Required(need), Cycle("2017-08-01", "2019-07-31");
        }
    }
    cases! {
        "4.1: of a cycle from 2021 the total of a CHTS is not on file"; "AHIMA/CHTS-CP", AMID,
            [ahima("CHTS-CP", "2025-02-01"), paid("2026-01-10"), hiim(&[("50", "AHIMA")])]
            => Undetermined, Because(UnknownBecause::RuleUnknown);
    }
}

/// At least 80 % of the required CEUs in HIIM domains (5, C1).
#[test]
fn ahima_share_in_hiim() {
    let mixed = |hiim: &str, other: &str| {
        ceus(&[
            of_ahima("2025-06-01", &format!(r#""units": "{hiim}""#)),
            ceu(
                "u1",
                "2025-06-01",
                &format!(
                    r#""units": "{other}", "topics": ["leadership"], "job_related": true,
                   "provider": "City College""#
                ),
            ),
        ])
    };
    let holder = |code| format!("{}, {}", ahima(code, "2025-02-01"), paid("2026-01-10"));
    cases! {
        "T15: RHIA, 24 of 30 in HIIM"; RHIA, AMID, [holder("RHIA"), mixed("24", "6")]
            => Met, Rule("hiim-share", "24", "24", Met), Counted("30", "0");
        "T15: 23.5 of 30"; RHIA, AMID, [holder("RHIA"), mixed("23.5", "6.5")]
            => Unmet, Rule("hiim-share", "24", "23.5", Unmet), Missing("hiim-share", "0.5 CEU"),
            Bottleneck(&["hiim-share"], "24", "23.5", BottleneckKind::Short), Counted("30", "0");
        "T17: 18 of 30 where 20 are required"; RHIT, AMID, [holder("RHIT"), mixed("18", "12")]
            => Met, Rule("hiim-share", "16", "18", Met), Counted("20", "10");
        "T17: 16 of 30 where 20 are required"; RHIT, AMID, [holder("RHIT"), mixed("16", "14")]
            => Met, Rule("hiim-share", "16", "16", Met);
        "T17: 15.5 of 30 where 20 are required"; RHIT, AMID, [holder("RHIT"), mixed("15.5", "14.5")]
            => Unmet, Rule("hiim-share", "16", "15.5", Unmet);
        "W25: RHIA, guide of 2017, all in a single domain"; RHIA, "2019-06-01",
            [ahima("RHIA", "2017-10-01"), paid("2019-05-01"), ceus(&[ceu("u0", "2018-06-01",
                r#""units": "30", "topics": ["hiim/privacy"], "provider": "Somebody""#)])]
            => Met, Rule("hiim-share", "24", "30", Met);
        "charter: what it is about is not known"; RHIT, AMID, [holder("RHIT"), ceus(&[
            of_ahima("2025-06-01", r#""units": "16""#),
            ceu("u1", "2025-06-01", r#""units": "4", "provider": "AHIMA""#)])]
            => Undetermined, Asks(&["ceus[1].job_related", "ceus[1].topics"]);
        "charter: it fits the job, but is it HIIM?"; RHIT, AMID, [holder("RHIT"), ceus(&[
            of_ahima("2025-06-01", r#""units": "15""#),
            ceu("u1", "2025-06-01", r#""units": "5", "provider": "AHIMA", "job_related": true"#)])]
            => Undetermined, Asks(&["ceus[1].topics"]), Counted("20", "0");
        "charter: it is not HIIM, but does it fit the job?"; RHIT, AMID, [holder("RHIT"), ceus(&[
            of_ahima("2025-06-01", r#""units": "16""#),
            ceu("u1", "2025-06-01", r#""units": "4", "provider": "AHIMA", "topics": ["law"]"#)])]
            => Undetermined, Asks(&["ceus[1].job_related"]);
    }
}

/// The 20 % outside HIIM: anything under the guide of 2014, what fits the job later (C2, T33, T35).
#[test]
fn ahima_the_other_fifth() {
    let unrelated = |completed: &str| {
        let further = r#""topics": ["cooking"], "job_related": false, "provider": "City College""#;
        ceus(&[
            of_ahima(completed, r#""units": "16""#),
            ceu("u1", completed, &format!(r#""units": "4", {further}"#)),
        ])
    };
    let meeting = |completed: &str| {
        ceus(&[
            of_ahima(completed, r#""units": "16""#),
            ceu(
                "u1",
                completed,
                r#""units": "4", "topics": ["hiim"], "provider": "Employer",
                "kind": "staff-meeting""#,
            ),
        ])
    };
    cases! {
        "T33: under the guide of 2014 it is allowed"; RHIT, "2016-06-01",
            [holdings("AHIMA", "RHIT", "2014-07-31", ""), UNPAID, unrelated("2015-06-01")]
            => Undetermined, Cycle("2014-08-01", "2016-12-31"), Counted("20", "0"),
            Fate("u1", "4", Reason::Counted), Asks(&["duties/recertification-fee"]),
            Because(UnknownBecause::RuleUnknown);
        "T33: under the text of 2018 it is not"; RHIT, "2019-12-01",
            [ahima("RHIT", "2018-02-01"), paid("2019-11-01"), unrelated("2019-06-01")]
            => Unmet, Fate("u1", "0", Reason::WrongTopic), Missing("quota", "4 CEU");
        "T35: nor in a cycle from 2024"; RHIT, AMID,
            [ahima("RHIT", "2025-02-01"), paid("2026-01-10"), unrelated("2025-06-01")]
            => Unmet, Fate("u1", "0", Reason::WrongTopic);
        "5.1: what belongs to the job itself does not qualify"; RHIT, AMID,
            [ahima("RHIT", "2025-02-01"), paid("2026-01-10"), meeting("2025-06-01")]
            => Unmet, Fate("u1", "0", Reason::WrongTopic);
    }
}

/// At least 40 % of the required CEUs from AHIMA, `HCPro` or a component association, from 2025.
#[test]
fn ahima_forty_percent() {
    let both = || format!("{}, {}", ahima("CCS CCS-P", "2025-02-01"), paid("2026-01-10"));
    let rhia = || format!("{}, {}", ahima("RHIA", "2025-02-01"), paid("2026-01-10"));
    let sources = |all: &[(&str, &str)]| {
        let one = |(place, (units, source)): (usize, &(&str, &str))| {
            ceu(
                &format!("u{place}"),
                "2025-06-01",
                &format!(r#""units": "{units}", "topics": ["hiim"], {source}"#),
            )
        };
        list("ceus", all.iter().enumerate().map(one))
    };
    let state = r#""provider": "Ohio HIM Association",
        "provider_class": ["ahima-component-association"]"#;
    let hcpro = r#""provider": "hcpro""#;
    let acep = r#""provider": "Somebody", "provider_class": ["acep"]"#;
    let named = r#""provider": "Ohio HIM Association""#;
    cases! {
        "charter: 11 of 30 from AHIMA, one CEU missing"; CCS, AMID,
            [both(), hiim(&[("11", "AHIMA"), ("19", "City College")])]
            => Unmet, Required("30"), Counted("30", "0"), Missing("ahima-share", "1 CEU"),
            Rule("ahima-share", "12", "11", Unmet), Rule("hiim-share", "24", "30", Met),
            Bottleneck(&["ahima-share"], "12", "11", BottleneckKind::Short), OneVerdict;
        "charter: 12 of 30"; CCS, AMID, [both(), hiim(&[("12", "AHIMA"), ("18", "City College")])]
            => Met, Rule("ahima-share", "12", "12", Met), Serves("u0", "ahima-share", "12"),
            Serves("u0", "hiim-share", "12");
        "T19: 5 of an association, 2 of HCPro, 5 of AHIMA"; RHIA, AMID,
            [rhia(), sources(&[("5", state), ("2", hcpro), ("5", r#""provider": "AHIMA""#),
                ("18", acep)])]
            => Met, Rule("ahima-share", "12", "12", Met);
        "T21: 12 free ones for members"; RHIA, AMID,
            [rhia(), hiim(&[("12", "AHIMA"), ("18", "City College")])] => Met;
        "5.3: an approved provider is not AHIMA"; RHIA, AMID,
            [rhia(), sources(&[("11.5", state), ("18.5", acep)])]
            => Unmet, Rule("ahima-share", "12", "11.5", Unmet), Fate("u1", "18.5", Reason::Counted);
        "formats: a named provider without classes has none"; RHIA, AMID,
            [rhia(), sources(&[("30", named)])] => Unmet, Rule("ahima-share", "12", "0", Unmet);
        "charter: who held it is not known"; RHIA, AMID,
            [rhia(), sources(&[("12", r#""title": "Coding""#), ("18", acep)])]
            => Undetermined, Asks(&["ceus[0].provider", "ceus[0].provider_class"]);
        "charter: a class that is given is enough"; RHIA, AMID,
            [rhia(), sources(&[("12", r#""provider_class": ["ahima-component-association"]"#),
                ("18", acep)])] => Met;
    }
}

/// Which cycles the 40 % rule binds is not known: those that begin, or those that end from 2025
/// (C8).
#[test]
fn ahima_scope_of_the_forty_percent() {
    let from = |on: &str| {
        format!("{}, {}", ahima("RHIT", on), hiim_on("2024-10-01", &[("20", "City College")]))
    };
    let parted = Parted(SCOPE, &[("cycles-beginning-2025", Met), ("cycles-ending-2025", Unmet)]);
    cases! {
        "W31: cycle from 2024-06-01 to 2026-05-31"; RHIT, "2026-05-20",
            [from("2024-06-01"), paid("2026-05-01")]
            => Undetermined, Cycle("2024-06-01", "2026-05-31"), parted, Asks(&[SCOPE]),
            Because(UnknownBecause::ReadingsDiffer), Missing("ahima-share", "8 CEU");
        "W31: met by picking the first day"; RHIT, "2026-05-20",
            [from("2024-06-01"), paid("2026-05-01")]
            => Met, Picked(SCOPE, "cycles-beginning-2025"), OneVerdict;
        "W31: unmet by picking the last day"; RHIT, "2026-05-20",
            [from("2024-06-01"), paid("2026-05-01")]
            => Unmet, Picked(SCOPE, "cycles-ending-2025"), Missing("ahima-share", "8 CEU");
        "C8: with 8 of AHIMA both agree"; RHIT, "2026-05-20",
            [ahima("RHIT", "2024-06-01"), paid("2026-05-01"),
                hiim_on("2024-10-01", &[("8", "AHIMA"), ("12", "City College")])]
            => Met, OneVerdict;
        "C8: with 7.5 they do not"; RHIT, "2026-05-20",
            [ahima("RHIT", "2024-06-01"), paid("2026-05-01"),
                hiim_on("2024-10-01", &[("7.5", "AHIMA"), ("12.5", "City College")])]
            => Undetermined, parted;
        "C8: begins on 2024-12-31"; RHIT, "2026-12-20", [ahima("RHIT", "2024-12-31"),
            paid("2026-12-01"), hiim(&[("20", "City College")])]
            => Undetermined, Cycle("2024-12-31", "2026-12-30"), parted;
        "C8: begins on 2025-01-01"; RHIT, "2026-12-20", [ahima("RHIT", "2025-01-01"),
            paid("2026-12-01"), hiim(&[("20", "City College")])]
            => Unmet, Cycle("2025-01-01", "2026-12-31"), OneVerdict;
        "C8: ends on 2024-12-31"; RHIT, "2024-12-20", [from("2023-01-01"), paid("2024-12-01")]
            => Met, Cycle("2023-01-01", "2024-12-31"), OneVerdict, NoRule("ahima-share");
        "C8: ends on 2025-01-01"; RHIT, "2024-12-20", [from("2023-01-02"), paid("2024-12-01")]
            => Undetermined, Cycle("2023-01-02", "2025-01-01"), parted;
    }
}

/// Two yearly self-reviews until the end of 2020, inside the 20 (5, C4).
#[test]
fn ahima_self_reviews() {
    let reviews = |count: usize, on: &str| {
        let fields =
            r#""units": "5", "topics": ["hiim"], "kind": "self-review", "provider": "AHIMA""#;
        let mut all: Vec<String> =
            (0..count).map(|place| ceu(&format!("r{place}"), on, fields)).collect();
        let units = 20 - 5 * count;
        let rest = format!(
            r#""units": "{units}", "topics": ["hiim"], "provider": "AHIMA", "kind": "webinar""#
        );
        all.push(ceu("u0", on, &rest));
        ceus(&all)
    };
    let parted =
        Parted("self-review-end", &[("cycles-beginning-2021", Unmet), ("cycles-ending-2021", Met)]);
    let y2018 = || format!("{}, {}", ahima("CCS", "2018-01-01"), paid("2019-11-01"));
    let y2019 = || format!("{}, {}", ahima("CCS", "2019-06-01"), paid("2021-05-01"));
    let y2021 = || format!("{}, {}", ahima("CCS", "2021-01-15"), paid("2022-12-01"));
    cases! {
        "T23: one self-review"; CCS, "2019-12-01", [y2018(), reviews(1, "2019-06-01")]
            => Unmet, Counted("20", "0"), Rule("self-reviews", "2", "1", Unmet),
            Missing("self-reviews", "1 entry");
        "5: two self-reviews, inside the 20"; CCS, "2019-12-01", [y2018(), reviews(2, "2019-06-01")]
            => Met, Required("20"), Counted("20", "0"), Rule("self-reviews", "2", "2", Met);
        "4.1: RHIT needs none"; RHIT, "2019-12-01",
            [ahima("RHIT", "2018-01-01"), paid("2019-11-01"), reviews(0, "2019-06-01")]
            => Met, NoRule("self-reviews");
        "T25: January 2021 to January 2023, none"; CCS, "2022-12-20",
            [y2021(), reviews(0, "2022-06-01")]
            => Met, Cycle("2021-01-15", "2023-01-14"), NoRule("self-reviews");
        "5: what a cycle over the end owes is not stated"; CCS, "2021-05-20",
            [y2019(), reviews(0, "2020-06-01")]
            => Undetermined, Cycle("2019-06-01", "2021-05-31"), parted, Asks(&["self-review-end"]);
        "5: with two both readings agree"; CCS, "2021-05-20", [y2019(), reviews(2, "2020-06-01")]
            => Met, OneVerdict;
        "5: with one they do not"; CCS, "2021-05-20", [y2019(), reviews(1, "2020-06-01")]
            => Undetermined, parted;
        "charter: the kind of an entry is not known"; CCS, "2019-12-01", [y2018(), ceus(&[
            ceu("r0", "2019-06-01", r#""units": "5", "topics": ["hiim"], "kind": "self-review",
                "provider": "AHIMA""#),
            ceu("u0", "2019-06-01", r#""units": "15", "topics": ["hiim"], "provider": "AHIMA""#)])]
            => Undetermined, Asks(&["ceus[1].kind"]);
    }
}

/// One CEU for 60 minutes; 45 minutes or more left over make one more (5.1).
#[test]
fn ahima_minutes_to_units() {
    let table = [
        ("T29: 40 minutes", "40", "0", Reason::TooLittle),
        ("5.1: 44 minutes", "44", "0", Reason::TooLittle),
        ("5.1: 45 minutes", "45", "1", Reason::Counted),
        ("5.1: an hour", "60", "1", Reason::Counted),
        ("5.1: 104 minutes", "104", "1", Reason::Counted),
        ("5.1: 105 minutes", "105", "2", Reason::Counted),
        ("T27: two hours and a half", "150", "2", Reason::Counted),
    ];
    for (name, minutes, units, reason) in table {
        let fields = format!(r#""minutes": "{minutes}""#);
        cases! {
            name; RHIT, AMID, [ahima("RHIT", "2025-02-01"), paid("2026-01-10"),
                ceus(&[of_ahima("2025-06-01", &fields)])]
                => Unmet, Fate("u0", units, reason), Counted(units, "0");
        }
    }
    let of = |fields: &str| {
        format!("{}, {}", ahima("RHIT", "2025-02-01"), ceus(&[of_ahima("2025-06-01", fields)]))
    };
    cases! {
        "formats: stated and converted agree"; RHIT, AMID,
            [of(r#""minutes": "150", "units": "2""#), UNPAID]
            => Unmet, Fate("u0", "2", Reason::Counted);
        "formats: stated and converted disagree"; RHIT, AMID,
            [of(r#""minutes": "150", "units": "2.5""#), UNPAID]
            => Unmet, Fate("u0", "0", Reason::UnitConflict);
        "5.1: before the guide of 2014 no rule is on file"; RHIT, "2014-06-01",
            [holdings("AHIMA", "RHIT", "2012-05-01", ""), UNPAID,
                ceus(&[of_ahima("2013-06-01", r#""minutes": "600""#)])]
            => Undetermined, Cycle("2012-05-02", "2014-12-31"), Counted("0", "0"),
            Because(UnknownBecause::RuleUnknown), AsksNot("ceus[0].completed");
    }
}

/// First and following cycles by year (4.2, C5, C6).
#[test]
fn ahima_cycles() {
    let held = |code, on| format!("{}, {NO_CEUS}, {UNPAID}", holdings("AHIMA", code, on, ""));
    let sat = |on| format!("{}, {NO_CEUS}, {UNPAID}", ahima("CCS", on));
    let cca = "AHIMA/CCA";
    cases! {
        "W23: the rest of the year and two calendar years"; cca, "2010-06-01",
            [held("CCA", "2009-03-15")] => Unmet, Cycle("2009-03-16", "2011-12-31");
        "W23: then 2012 and 2013"; cca, "2010-06-01", [held("CCA", "2009-03-15")]
            => Unmet, OnCycle("2012-06-01"), Cycle("2012-01-01", "2013-12-31");
        "T37: awarded on 2015-06-08"; cca, "2016-06-01", [held("CCA", "2015-06-08")]
            => Unmet, Cycle("2015-06-09", "2017-12-31");
        "more 3.1: awarded on the last day of a year"; cca, "2015-06-01",
            [held("CCA", "2014-12-31")] => Unmet, Cycle("2015-01-01", "2017-12-31");
        "4.2: two years from the day of the exam"; CCS, AMID, [sat("2025-02-01")]
            => Unmet, Cycle("2025-02-01", "2027-01-31"), NoNote(NoteCode::CycleAssumed);
        "4.2: the exam counts, not the award"; CCS, AMID,
            [r#""exams": [{"credential": "AHIMA/CCS", "taken": "2025-02-01", "passed": true}]"#,
                held("CCS", "2025-03-20")]
            => Unmet, Cycle("2025-02-01", "2027-01-31");
        "formats: no exam on record: the award counts, with a note"; CCS, AMID,
            [held("CCS", "2025-03-20")]
            => Unmet, Cycle("2025-03-20", "2027-03-19"), Note(NoteCode::CycleAssumed);
        "formats: a failed exam starts nothing"; CCS, AMID,
            [r#""exams": [{"credential": "AHIMA/CCS", "taken": "2024-11-01", "passed": false},
                {"credential": "AHIMA/CCS", "taken": "2025-02-01", "passed": true}]"#,
                held("CCS", "2025-02-01")]
            => Unmet, Cycle("2025-02-01", "2027-01-31");
        "charter: from 29 February"; CCS, "2025-06-01", [sat("2024-02-29")]
            => Unmet, Cycle("2024-02-29", "2026-02-27");
        "charter: and the next leap year"; CCS, "2025-06-01", [sat("2024-02-29")]
            => Unmet, OnCycle("2027-06-01"), Cycle("2026-02-28", "2028-02-28");
        "charter: and after it"; CCS, "2025-06-01", [sat("2024-02-29")]
            => Unmet, OnCycle("2028-06-01"), Cycle("2028-02-29", "2030-02-27");
        "4.2: cycles that began in 2016 are not on file"; CCS, "2017-06-01",
            [held("CCS", "2016-05-01")]
            => Undetermined, Because(UnknownBecause::RuleUnknown), Stands(None);
        "charter: neither award nor exam"; CCS, AMID,
            [r#""holdings": [{"credential": "AHIMA/CCS"}], "exams": []"#, NO_CEUS, UNPAID]
            => Undetermined, Asks(&["holdings[0].awarded"]);
        "formats: the issuer's cycle wins"; CCS, AMID,
            [holdings("AHIMA", "CCS", "2025-02-01",
                r#", "cycle": {"start": "2025-03-01", "end": "2027-02-28"}"#), NO_CEUS, UNPAID]
            => Unmet, Cycle("2025-03-01", "2027-02-28"), Found(CycleFrom::Stated),
            Note(NoteCode::CycleStated);
        "formats: by the day on which it expires"; CCS, AMID,
            [r#""holdings": [{"credential": "AHIMA/CCS", "expires": "2027-01-31"}]"#, NO_CEUS,
                UNPAID]
            => Unmet, Cycle("2025-02-01", "2027-01-31"), Found(CycleFrom::Expiry);
    }
}

/// The days of a cycle: T31 and the day after the end.
#[test]
fn ahima_days_that_count() {
    let unit = |completed: &str| {
        ceus(&[
            ceu("rest", "2025-06-01", r#""units": "19", "topics": ["hiim"], "provider": "AHIMA""#),
            of_ahima(completed, r#""units": "1""#),
        ])
    };
    let holder = || format!("{}, {}", ahima("RHIT", "2025-02-01"), paid("2026-01-10"));
    cases! {
        "T31: the day before the cycle"; RHIT, AMID, [holder(), unit("2025-01-31")]
            => Unmet, Fate("u0", "0", Reason::OutsideWindow), Missing("quota", "1 CEU");
        "T31: the first day"; RHIT, AMID, [holder(), unit("2025-02-01")] => Met;
        "T31: the last day"; RHIT, "2027-01-31", [holder(), unit("2027-01-31")] => Met;
        "T31: the day after"; RHIT, "2027-02-01", [holder(), unit("2027-02-01")]
            => Unmet, Fate("u0", "0", Reason::OutsideWindow), Cycle("2025-02-01", "2027-01-31"),
            Stands(Some(Inactive));
        "12: nothing rolls over"; RHIT, "2027-03-01",
            [holder(), hiim_on("2027-01-31", &[("40", "AHIMA")])]
            => Unmet, Cycle("2027-02-01", "2029-01-31"), Fate("u0", "0", Reason::OutsideWindow);
        "charter: not done yet"; RHIT, AMID, [holder(), unit("2026-06-02")]
            => Unmet, Fate("u0", "0", Reason::NotYet);
    }
}

/// Joining a running cycle, standing in place of another, the primary one (4.2 to 4.4, 12).
#[test]
fn ahima_several_holdings() {
    let two = |first: &str, second: &str| {
        format!(
            r#""exams": [], "holdings": [{{"credential": "AHIMA/{first}"}},
                {{"credential": "AHIMA/{second}"}}], {}"#,
            paid("2026-01-10")
        )
    };
    let ccs = r#"CCS", "awarded": "2025-02-01"#;
    let later = r#"CCS-P", "awarded": "2025-08-01"#;
    let rhit = r#"RHIT", "awarded": "2025-02-01"#;
    let plain = |units: &str| hiim(&[(units, "AHIMA")]);
    cases! {
        "12: what it adds in a running cycle is not published"; CCS, AMID,
            [two(ccs, later), plain("20")]
            => Undetermined, Required("20..30"), Asks(&["quota/joined"]),
            Because(UnknownBecause::RuleUnpublished), Cycle("2025-02-01", "2027-01-31");
        "12: 29.5 may do or not"; CCS, AMID, [two(ccs, later), plain("29.5")] => Undetermined;
        "12: 30 will do"; CCS, AMID, [two(ccs, later), plain("30")] => Met;
        "12: 19.5 will not"; CCS, AMID, [two(ccs, later), plain("19.5")] => Unmet;
        "4.2: it is on the cycle of the primary one"; "AHIMA/CCS-P", AMID,
            [two(ccs, later), plain("30")] => Met, Cycle("2025-02-01", "2027-01-31");
        "charter: when the second came is not known"; CCS, AMID, [two(ccs, "CCS-P"), plain("20")]
            => Undetermined, Asks(&["holdings[1].awarded"]);
        "12: from the first day it counts in full"; CCS, AMID,
            [two(ccs, r#"CCS-P", "awarded": "2025-02-01"#), plain("29.5")]
            => Unmet, Required("30");
        "4.4: RHIA takes the place of RHIT"; RHIA, AMID,
            [two(rhit, r#"RHIA", "awarded": "2025-02-01"#), plain("30")]
            => Met, Required("30"), Holdings(&["AHIMA/RHIA"]), Note(NoteCode::Superseded);
        "4.4: asked about RHIT"; RHIT, AMID,
            [two(rhit, r#"RHIA", "awarded": "2025-02-01"#), plain("30")] => Met, Required("30");
        "4.4: RHIA in a running cycle of RHIT"; RHIA, AMID,
            [two(rhit, r#"RHIA", "awarded": "2025-08-01"#), plain("29.5")]
            => Undetermined, Required("20..30"), Cycle("2025-02-01", "2027-01-31");
        "4.2: the flagged one leads"; CCS, AMID,
            [two(r#"CCS", "awarded": "2024-02-01"#,
                r#"RHIA", "primary": true, "awarded": "2025-05-01"#), plain("40")]
            => Met, Cycle("2025-05-01", "2027-04-30"), NoNote(NoteCode::EarlierCycleOpen);
        "4.2: without a flag the earliest, with a note"; RHIA, AMID,
            [two(r#"CCS", "awarded": "2025-02-01"#, r#"RHIA", "awarded": "2025-05-01"#),
                plain("40")]
            => Met, Cycle("2025-02-01", "2027-01-31"), Note(NoteCode::CycleAssumed);
        "charter: what is revoked is no longer held"; CCS, AMID,
            [two(ccs, r#"CCS-P", "awarded": "2020-02-01", "revoked": "2024-06-01"#), plain("20")]
            => Met, Required("20"), Holdings(&["AHIMA/CCS"]), Cycle("2025-02-01", "2027-01-31");
        "charter: the other issuer's credential is none of theirs"; CCS, AMID,
            [r#""exams": [], "holdings": [{"credential": "AHIMA/CCS", "awarded": "2025-02-01"},
                {"credential": "AAPC/CPC", "awarded": "2025-02-01"}]"#, paid("2026-01-10"),
                plain("20")]
            => Met, Required("20"), Holdings(&["AHIMA/CCS"]);
    }
}

/// Where a credential stands whose cycle ended unmet (7, C7).
#[test]
fn ahima_ladder() {
    let unmet = |on: &str| format!("{}, {NO_CEUS}, {UNPAID}", ahima("CCS", on));
    let table = [
        ("formats: the last day", "2022-03-16", "2024-03-15", Some(Active)),
        ("formats: the day after", "2022-03-16", "2024-03-16", Some(Inactive)),
        ("formats: day 180", "2022-03-16", "2024-09-11", Some(Inactive)),
        ("7: day 181", "2022-03-16", "2024-09-12", Some(Revoked)),
        ("T39: the first day of grace", "2017-07-01", "2019-07-01", Some(Grace)),
        ("T39: 15 August 2019", "2017-07-01", "2019-08-15", Some(Grace)),
        ("T39: three months on", "2017-07-01", "2019-09-30", Some(Grace)),
        ("7: what followed is not on file", "2017-07-01", "2019-10-01", None),
        ("T41: cycle to 31 January 2021", "2019-02-01", "2021-02-01", Some(Inactive)),
        ("T41: day 180", "2019-02-01", "2021-07-30", Some(Inactive)),
        ("T41: revoked after it", "2019-02-01", "2021-07-31", Some(Revoked)),
        ("C7: grace that ends in 2020", "2018-10-01", "2020-12-31", Some(Grace)),
        ("C7: grace that would run into 2021", "2018-10-02", "2020-10-02", None),
        ("C7: a cycle to the end of 2020", "2019-01-01", "2021-01-01", None),
        ("C7: a cycle to the first day of 2021", "2019-01-02", "2021-01-02", Some(Inactive)),
    ];
    for (name, start, on, standing) in table {
        cases! { name; CCS, on, [unmet(start)] => Unmet, Stands(standing); }
    }
    let revoked = || {
        let day = r#", "revoked": "2025-09-01""#;
        format!("{}, {NO_CEUS}, {UNPAID}", holdings("AHIMA", "CCS", "2025-02-01", day))
    };
    cases! {
        "formats: the steps"; CCS, "2024-04-01", [unmet("2022-03-16")]
            => Unmet, Cycle("2022-03-16", "2024-03-15"),
            Rung("2024-03-16", Some("2024-09-11"), Some(Inactive), None),
            Rung("2024-09-12", None, Some(Revoked), None),
            Remains("2024-03-16", &["ceus", "recertification", "extension"]),
            Remains("2024-09-12", &["appeal"]);
        "charter: the steps are told ahead"; CCS, "2023-04-01", [unmet("2022-03-16")]
            => Unmet, Stands(Some(Active)),
            Rung("2024-03-16", Some("2024-09-11"), Some(Inactive), None);
        "T45: an inactive one is not appealed"; CCS, "2024-09-11", [unmet("2022-03-16")]
            => Unmet, BuysNot("appeal");
        "7: from which day a revoked one is, is not published"; CCS, "2024-09-12",
            [unmet("2022-03-16")]
            => Unmet, Buys("appeal", None, None, None);
        "formats: revoked by the record, the day before"; CCS, "2025-08-31", [revoked()]
            => Unmet, Stands(Some(Active));
        "formats: revoked by the record"; CCS, "2025-09-01", [revoked()]
            => Unmet, Stands(Some(Revoked));
    }
}

/// CCS with 20 CEUs, self-reviews among them, in a cycle from 2020-07-01 to 2022-06-30.
fn all_ceus_in() -> String {
    let reviews = r#""units": "5", "topics": ["hiim"], "provider": "AHIMA", "kind": "self-review""#;
    let rest = r#""units": "10", "topics": ["hiim"], "provider": "AHIMA", "kind": "webinar""#;
    let ceus = ceus(&[
        ceu("u0", "2021-06-01", reviews),
        ceu("u1", "2021-07-01", reviews),
        ceu("u2", "2021-08-01", rest),
    ]);
    format!("{}, {ceus}", ahima("CCS", "2020-07-01"))
}

/// The fee is due by the end of the cycle; a late one cures (T43).
#[test]
fn ahima_late_payment() {
    let holder = all_ceus_in;
    let late = || paid_for("2022-08-01", "2022-06-30", r#", "recorded": "2022-09-01""#);
    let old = Cycle("2020-07-01", "2022-06-30");
    let next = Cycle("2022-07-01", "2024-06-30");
    let fee = "duties/recertification-fee";
    let reported = || {
        let fields = r#""units": "20", "reported": "2024-08-01""#;
        format!("{}, {}", ahima("CCS", "2022-07-01"), ceus(&[of_ahima("2024-06-01", fields)]))
    };
    cases! {
        "T43: on the last day"; CCS, "2022-06-30", [holder(), UNPAID, NO_MEMBER]
            => Unmet, old, Stands(Some(Active)), Duty(fee, Unmet),
            Due("recertification", "2022-06-30", Some("218.00 USD"));
        "T43: all CEUs in, the fee unpaid"; CCS, "2022-07-01", [holder(), UNPAID]
            => Unmet, old, Stands(Some(Inactive)), Duty(fee, Unmet), Counted("20", "0");
        "T43: paid on the last day"; CCS, "2022-07-01", [holder(), paid("2022-06-30")]
            => Unmet, next, Stands(Some(Active));
        "T43: before the late payment"; CCS, "2022-07-31", [holder(), late()]
            => Unmet, old, Stands(Some(Inactive));
        "T43: the late payment cures"; CCS, "2022-08-01", [holder(), late()]
            => Unmet, next, Stands(Some(Active));
        "T43: the cured cycle is met"; CCS, "2022-08-01", [holder(), late()]
            => Met, OnCycle("2022-01-01"), old, Duty(fee, Met);
        "formats: a payment for no cycle is for the one in which it was made"; CCS, "2022-08-01",
            [holder(), paid("2022-08-01")] => Unmet, old, Stands(Some(Inactive));
        "formats: as known before the payment was entered"; CCS, "2022-10-01", [holder(), late()]
            => Unmet, KnownOn("2022-08-31"), old, Stands(Some(Inactive));
        "formats: as known once it was entered"; CCS, "2022-10-01", [holder(), late()]
            => Unmet, KnownOn("2022-09-01"), next, Stands(Some(Active));
        "formats: reported after the end"; CCS, "2024-07-31", [reported(), paid("2024-06-01")]
            => Unmet, next, Fate("u0", "0", Reason::NotYetReported), Stands(Some(Inactive));
        "formats: the day on which the issuer had it"; CCS, "2024-08-01",
            [reported(), paid("2024-06-01")]
            => Unmet, Cycle("2024-07-01", "2026-06-30"), Stands(Some(Active));
        "formats: closed late by the issuer"; CCS, "2022-09-01",
            [holdings("AHIMA", "CCS", "2020-07-01", r#", "renewed": ["2022-08-20"]"#),
                NO_CEUS, UNPAID]
            => Unmet, next, Stands(Some(Active));
    }
}

/// Only what is done before revocation cures: a revoked one can only appeal (7, T45).
#[test]
fn ahima_payment_after_revocation() {
    let paid_on = |on: &str| format!("{}, {}", all_ceus_in(), paid_for(on, "2022-06-30", ""));
    cases! {
        "7: paid on day 180"; CCS, "2022-12-27", [paid_on("2022-12-27")]
            => Unmet, Cycle("2022-07-01", "2024-06-30"), Stands(Some(Active));
        "7: revoked the day after"; CCS, "2022-12-28", [paid_on("2023-02-01")]
            => Unmet, Cycle("2020-07-01", "2022-06-30"), Stands(Some(Revoked));
        "7: paid when it was revoked"; CCS, "2023-02-10", [paid_on("2023-02-01")]
            => Unmet, StandsNot(Active);
    }
}

/// Which payments are for the cycle (formats).
#[test]
fn ahima_payments() {
    let holder = all_ceus_in;
    let fee = "duties/recertification-fee";
    cases! {
        "charter: whether it was paid is not known"; CCS, "2022-06-01", [holder()]
            => Undetermined, Asks(&["payments"]), Duty(fee, Undetermined);
        "charter: when it was paid is not known"; CCS, "2022-06-01", [holder(),
            r#""payments": [{"to": "AHIMA", "purpose": "recertification"}]"#]
            => Undetermined, Asks(&["payments[0].paid"]);
        "charter: paid to somebody else"; CCS, "2022-06-01", [holder(),
            r#""payments": [{"to": "AAPC", "purpose": "recertification", "paid": "2022-01-01"}]"#]
            => Unmet, Duty(fee, Unmet);
        "charter: paid for something else"; CCS, "2022-06-01", [holder(),
            r#""payments": [{"to": "AHIMA", "purpose": "membership", "paid": "2022-01-01"}]"#]
            => Unmet, Duty(fee, Unmet);
        "formats: paid in the cycle, but for another one"; CCS, "2022-06-01",
            [holder(), paid_for("2022-01-10", "2020-06-30", "")] => Unmet, Duty(fee, Unmet);
        "formats: paid before the cycle for it"; CCS, "2022-06-01",
            [holder(), paid_for("2020-06-10", "2022-06-30", "")] => Met, Duty(fee, Met);
        "charter: not paid yet"; CCS, "2022-06-01", [holder(), paid("2022-06-02")]
            => Unmet, Duty(fee, Unmet);
    }
}

/// 218 for the first, 50 for each further credential; members pay less (6).
#[test]
fn ahima_fees() {
    let holder = |codes: &str| format!("{}, {NO_CEUS}, {UNPAID}", ahima(codes, "2025-02-01"));
    let member = |until: &str| {
        format!(
            r#""memberships": [{{"organization": "AHIMA", "start": "2025-02-01",
            "paid_through": "{until}"}}]"#
        )
    };
    let due = |price| Due("recertification", "2027-01-31", price);
    cases! {
        "T47: non-member, CCS"; CCS, AMID, [holder("CCS"), NO_MEMBER]
            => Unmet, due(Some("218.00 USD")), Total(Some("218.00 USD")), NotDue("membership");
        "6: two"; CCS, AMID, [holder("CCS CCS-P"), NO_MEMBER]
            => Unmet, due(Some("268.00 USD")), Total(Some("268.00 USD"));
        "T49: RHIA, CCS and CCS-P"; RHIA, AMID, [holder("RHIA CCS CCS-P"), NO_MEMBER]
            => Unmet, due(Some("318.00 USD")), Total(Some("318.00 USD"));
        "9: the cap of 50 CEUs does not limit the fee"; RHIA, AMID,
            [holder("RHIA CCS CCS-P CHDA CHPS"), NO_MEMBER]
            => Unmet, Required("50"), due(Some("418.00 USD"));
        "4.4: what is superseded costs nothing"; RHIA, AMID, [holder("RHIA RHIT"), NO_MEMBER]
            => Unmet, due(Some("218.00 USD"));
        "6: the member's price is not on file"; CCS, AMID, [holder("CCS"), member("2027-01-31")]
            => Unmet, due(None), Total(None);
        "T51: lapsed the day before the last one"; CCS, "2027-01-31",
            [holder("CCS"), member("2027-01-30")]
            => Unmet, due(Some("218.00 USD")), Total(Some("218.00 USD"));
        "T51: before that day it goes by what is known"; CCS, AMID,
            [holder("CCS"), member("2026-12-31")]
            => Unmet, due(Some("218.00 USD")), Note(NoteCode::AsThingsStand);
        "charter: memberships are not known"; CCS, AMID, [holder("CCS")]
            => Unmet, due(None), Total(None);
        "charter: member of another body"; CCS, AMID, [holder("CCS"), dues("2027-01-31")]
            => Unmet, due(Some("218.00 USD"));
        "6: before 2021 the amount is not on file"; CCS, "2019-06-01",
            [ahima("CCS", "2018-01-01"), NO_CEUS, UNPAID, NO_MEMBER]
            => Unmet, Due("recertification", "2019-12-31", None), Total(None);
        "charter: what is paid is not due"; CCS, AMID,
            [ahima("CCS", "2025-02-01"), NO_CEUS, paid("2026-01-10"), NO_MEMBER]
            => Unmet, NotDue("recertification"), Total(Some("0.00 USD"));
        "formats: paid for one of two only"; CCS, AMID,
            [ahima("CCS CCS-P", "2025-02-01"), NO_CEUS, NO_MEMBER, r#""payments": [
                {"to": "AHIMA", "purpose": "recertification", "paid": "2026-01-10",
                 "for": ["AHIMA/CCS"]}]"#]
            => Unmet, Duty("duties/recertification-fee", Unmet);
        "formats: paid for both"; CCS, AMID,
            [ahima("CCS CCS-P", "2025-02-01"), NO_CEUS, NO_MEMBER, r#""payments": [
                {"to": "AHIMA", "purpose": "recertification", "paid": "2026-01-10",
                 "for": ["AHIMA/CCS", "AHIMA/CCS-P"]}]"#]
            => Unmet, Duty("duties/recertification-fee", Met);
        "6: an extension, 50 for each"; RHIA, AMID, [holder("RHIA CCS CCS-P"), NO_MEMBER]
            => Unmet, Buys("extension", None, Some("2027-01-31"), Some("150.00 USD"));
    }
}

/// More time, by the issuer's grant or bought (6, 7; formats).
#[test]
fn ahima_extensions() {
    let granted = |until: &str| {
        format!(
            r#""exceptions": [{{"issuer": "AHIMA", "kind": "extension", "from": "2024-06-01"{until},
                "author": "registrar", "reason": "medical leave"}}]"#
        )
    };
    let until = r#", "until": "2024-11-28""#;
    let ten = r#""units": "10", "topics": ["hiim"], "provider": "AHIMA""#;
    let half = |second: &str| {
        ceus(&[
            of_ahima("2023-06-01", r#""units": "10""#),
            ceu("u1", second, r#""units": "10", "topics": ["hiim"], "provider": "AHIMA""#),
        ])
    };
    let holder = || format!("{}, {}", ahima("RHIT", "2022-06-01"), paid("2024-05-01"));
    let old = Cycle("2022-06-01", "2024-05-31");
    let bought = r#""payments": [
        {"to": "AHIMA", "purpose": "recertification", "paid": "2024-05-01"},
        {"to": "AHIMA", "purpose": "extension", "paid": "2024-05-20"}]"#;
    cases! {
        "formats: within the extension it stays active"; RHIT, "2024-07-15",
            [holder(), half("2024-08-01"), granted(until)]
            => Unmet, old, Extended("2024-11-28"), Stands(Some(Active)),
            Note(NoteCode::ExceptionGranted),
            Rung("2024-11-29", Some("2025-05-27"), Some(Inactive), None);
        "formats: without it, inactive"; RHIT, "2024-07-15", [holder(), half("2024-08-01")]
            => Unmet, old, Stands(Some(Inactive));
        "formats: earned in the extension"; RHIT, "2024-08-15",
            [holder(), half("2024-08-01"), granted(until)]
            => Met, OnCycle("2024-01-01"), old, Counted("20", "0");
        "formats: earned on its last day"; RHIT, "2024-11-28",
            [holder(), half("2024-11-28"), granted(until)] => Met, OnCycle("2024-01-01");
        "formats: earned the day after"; RHIT, "2024-11-29",
            [holder(), half("2024-11-29"), granted(until)]
            => Unmet, old, Fate("u1", "0", Reason::OutsideWindow), Stands(Some(Inactive));
        "charter: what served the extended cycle does not serve the next"; RHIT, "2026-05-20",
            [ahima("RHIT", "2022-06-01"), ceus(&[
                of_ahima("2023-06-01", r#""units": "10""#),
                ceu("u1", "2024-08-01", ten), ceu("u2", "2025-08-01", ten)]),
                granted(until), r#""payments": [
                {"to": "AHIMA", "purpose": "recertification", "paid": "2024-05-01"},
                {"to": "AHIMA", "purpose": "recertification", "paid": "2026-05-01"}]"#]
            => Unmet, Cycle("2024-06-01", "2026-05-31"), Counted("10", "0");
        "charter: until when it runs is not known"; RHIT, "2024-08-15",
            [holder(), half("2024-08-01"), granted("")]
            => Undetermined, OnCycle("2024-01-01"), Asks(&["exceptions[0].until"]);
        "6: a bought one is of unpublished length"; RHIT, "2024-08-15",
            [ahima("RHIT", "2022-06-01"), half("2024-08-01"), bought]
            => Undetermined, OnCycle("2024-01-01"), Stands(None),
            Because(UnknownBecause::RuleUnpublished);
        "6: it does not hurt who met the cycle in time"; RHIT, "2024-05-31",
            [ahima("RHIT", "2022-06-01"), half("2024-05-30"), bought]
            => Met, Stands(Some(Active));
        "charter: another issuer's exception"; RHIT, "2024-07-15",
            [holder(), half("2024-08-01"), granted(until).replace("AHIMA", "AAPC")]
            => Unmet, old, Stands(Some(Inactive));
    }
}

/// What an issuer granted to this person, with author and reason.
#[test]
fn ahima_exceptions() {
    let granted = |fields: &str| {
        format!(
            r#""exceptions": [{{"issuer": "AHIMA", "author": "registrar", "reason": "on request",
                {fields}}}]"#
        )
    };
    let holder = || format!("{}, {}", ahima("RHIT", "2025-02-01"), paid("2026-01-10"));
    let city = || hiim(&[("20", "City College")]);
    let retired = || granted(r#""kind": "retired", "from": "2026-01-01", "until": "2028-12-31""#);
    cases! {
        "12: what retirement waives is not on file"; RHIT, AMID, [holder(), NO_CEUS, retired()]
            => Undetermined, Stands(Some(Retired)), Note(NoteCode::ExceptionGranted),
            Asks(&["exempt/retired"]), Because(UnknownBecause::RuleUnpublished);
        "12: it does not hurt"; RHIT, AMID, [holder(), hiim(&[("20", "AHIMA")]), retired()]
            => Met, Stands(Some(Retired));
        "charter: not retired for these credentials"; RHIT, AMID,
            [holder(), NO_CEUS, granted(r#""kind": "retired", "from": "2026-01-01",
                "for": ["AHIMA/CCS"]"#)]
            => Unmet, Stands(Some(Active));
        "charter: retired in another cycle"; RHIT, AMID,
            [holder(), NO_CEUS, granted(r#""kind": "retired", "from": "2020-01-01",
                "until": "2025-01-31""#)]
            => Unmet, Stands(Some(Active)), NoNote(NoteCode::ExceptionGranted);
        "charter: the share is waived"; RHIT, AMID,
            [holder(), city(), granted(r#""kind": "waive-requirement",
                "requirement": "ahima-share", "from": "2025-02-01""#)]
            => Met, Note(NoteCode::ExceptionGranted);
        "charter: another rule is waived"; RHIT, AMID,
            [holder(), city(), granted(r#""kind": "waive-requirement",
                "requirement": "hiim-share", "from": "2025-02-01""#)]
            => Unmet, Missing("ahima-share", "8 CEU");
        "charter: which rule is waived is not known"; RHIT, AMID,
            [holder(), city(), granted(r#""kind": "waive-requirement", "from": "2025-02-01""#)]
            => Undetermined, Asks(&["exceptions[0].requirement"]);
        "charter: the total is adjusted"; RHIT, AMID,
            [holder(), hiim(&[("12", "AHIMA")]),
                granted(r#""kind": "adjust-quota", "units": "12", "from": "2025-02-01""#)]
            => Met, Required("12"), Rule("hiim-share", "9.6", "12", Met),
            Rule("ahima-share", "4.8", "12", Met);
        "charter: and not reached"; RHIT, AMID,
            [holder(), hiim(&[("11.5", "AHIMA")]),
                granted(r#""kind": "adjust-quota", "units": "12", "from": "2025-02-01""#)]
            => Unmet, Missing("quota", "0.5 CEU");
        "7: what hardship waives is not on file"; RHIT, AMID,
            [holder(), hiim(&[("19", "AHIMA")]), granted(r#""kind": "hardship""#)]
            => Undetermined, Asks(&["exempt/hardship"]), Because(UnknownBecause::RuleUnpublished);
        "7: hardship does not hurt"; RHIT, AMID,
            [holder(), hiim(&[("20", "AHIMA")]), granted(r#""kind": "hardship""#)] => Met;
    }
}

/// Absent is not known, empty is known to be none.
#[test]
fn ahima_sections() {
    let holder = || format!("{}, {}", ahima("RHIT", "2025-02-01"), paid("2026-01-10"));
    let full = || hiim(&[("20", "AHIMA")]);
    cases! {
        "charter: CEUs are not known"; RHIT, AMID, [holder()] => Undetermined, Asks(&["ceus"]);
        "charter: there are no CEUs"; RHIT, AMID, [holder(), NO_CEUS]
            => Unmet, Missing("quota", "20 CEU");
        "charter: payments are not known"; RHIT, AMID, [ahima("RHIT", "2025-02-01"), full()]
            => Undetermined, Asks(&["payments"]);
        "charter: there are no payments"; RHIT, AMID, [ahima("RHIT", "2025-02-01"), full(), UNPAID]
            => Unmet, Missing("duties/recertification-fee", "Recertification fee");
        "charter: nothing is known"; RHIT, AMID, [ahima("RHIT", "2025-02-01")]
            => Undetermined, Asks(&["ceus", "payments"]);
        "charter: one lack is enough for a no"; RHIT, AMID, [ahima("RHIT", "2025-02-01"), NO_CEUS]
            => Unmet, Asks(&[]);
        "charter: holdings are not known"; RHIT, AMID, [full(), UNPAID]
            => Undetermined, Asks(&["holdings"]);
        "charter: not held"; RHIT, AMID, [r#""holdings": []"#, full(), UNPAID]
            => Unmet, Note(NoteCode::NotHeld), Missing("holdings", "AHIMA/RHIT");
        "charter: not held yet"; RHIT, "2025-01-31", [ahima("RHIT", "2025-02-01"), full(), UNPAID]
            => Unmet, Note(NoteCode::NotHeld);
        "charter: the day of the activity is not known"; RHIT, AMID, [holder(), ceus(&[
            r#"{"id": "u0", "units": "20", "topics": ["hiim"], "provider": "AHIMA"}"#.into()])]
            => Undetermined, Asks(&["ceus[0].completed"]);
        "charter: its units are not known"; RHIT, AMID,
            [holder(), ceus(&[of_ahima("2025-06-01", r#""kind": "webinar""#)])]
            => Undetermined, Asks(&["ceus[0].units"]);
        "formats: pinned to another holding"; RHIT, AMID, [holder(), ceus(&[
            of_ahima("2025-06-01", r#""units": "20", "assigned_to": ["AHIMA/CHPS"]"#)])]
            => Unmet, Fate("u0", "0", Reason::OtherHolding);
    }
}

/// What was known when.
#[test]
fn aapc_known_on() {
    let late = || {
        let fields = r#""units": "1", "recorded": "2026-04-10""#;
        format!("{}, {}", aapc("CPC"), ceus(&[rest("35"), approved("2025-06-01", fields)]))
    };
    let renewed = || {
        let members = r#""memberships": [
            {"organization": "AAPC", "paid_through": "2025-04-30"},
            {"organization": "AAPC", "paid_through": "2026-04-30", "recorded": "2025-08-15"}]"#;
        let ceus = earned_on("2025-02-01", &[("36", "")]);
        format!("{}, {members}, {ceus}", holdings("AAPC", "CPC", "2024-05-01", ""))
    };
    cases! {
        "formats: known the day before the entry"; CPC, LATE, [late()]
            => Unmet, KnownOn("2026-04-09"), Missing("quota", "1 CEU");
        "formats: known on the day of the entry"; CPC, LATE, [late()]
            => Met, KnownOn("2026-04-10");
        "4.2: the standing on D91 as then known"; CPC, "2025-07-30", [renewed()]
            => Met, KnownOn("2025-07-30"), Stands(Some(Revoked));
        "4.2: the standing on D91 as known later"; CPC, "2025-07-30", [renewed()]
            => Met, KnownOn("2025-08-15"), Stands(Some(Active));
    }
}

/// What AAPC granted to this person, and several unmet cycles.
#[test]
fn aapc_exceptions() {
    let granted = |fields: &str| {
        format!(
            r#""exceptions": [{{"issuer": "AAPC", "author": "AAPC", "reason": "illness",
                {fields}}}]"#
        )
    };
    let from =
        |start: &str| format!("{}, {}", holdings("AAPC", "CPC", start, ""), dues("2026-04-30"));
    let earned_late =
        || ceus(&[general("u0", "2023-06-01", "30"), general("u1", "2024-06-01", "6")]);
    let until = r#""kind": "extension", "from": "2024-05-01", "until": "2024-06-30""#;
    let short = r#""kind": "extension", "from": "2024-05-01", "until": "2024-05-30""#;
    cases! {
        "formats: an extension keeps it active"; CPC, "2024-05-20",
            [from("2022-05-01"), earned_late(), granted(until)]
            => Unmet, Cycle("2022-05-01", "2024-04-30"), Extended("2024-06-30"),
            Stands(Some(Active)),
            Rung("2024-07-01", Some("2024-07-10"), Some(Grace), Some("0.00 USD"));
        "formats: earned in it"; CPC, "2024-06-02",
            [from("2022-05-01"), earned_late(), granted(until)]
            => Met, OnCycle("2024-01-01"), Counted("36", "0");
        "formats: the extension is over"; CPC, "2024-05-31",
            [from("2022-05-01"), earned_late(), granted(short)]
            => Unmet, Cycle("2022-05-01", "2024-04-30"), Stands(Some(Grace));
        "4.4: hardship brings dues in instalments, more is not on file"; CPC, LATE,
            [aapc("CPC"), earned(&[("35", "")]), granted(r#""kind": "hardship""#)]
            => Undetermined, Note(NoteCode::ExceptionGranted), Asks(&["exempt/hardship"]);
        "charter: of two unmet cycles the first took it down"; CPC, "2024-05-05",
            [from("2020-05-01"), NO_CEUS]
            => Unmet, Cycle("2020-05-01", "2022-04-30"), Stands(Some(Revoked));
    }
}

/// CEUs from before certification are rejected (T19): without its day nobody can tell.
#[test]
fn aapc_award_that_is_not_dated() {
    let full = || earned(&[("36", "")]);
    cases! {
        "T19: whether it was earned after certification is not known"; CPC, LATE,
            [r#""holdings": [{"credential": "AAPC/CPC"}]"#, dues("2026-04-30"), full()]
            => Undetermined, Asks(&["holdings[0].awarded"]);
        "3.3: awarded just before the due date it may owe nothing yet"; CPC, LATE,
            [r#""holdings": [{"credential": "AAPC/CPC"}]"#, dues("2026-04-30"), NO_CEUS]
            => Undetermined, Asks(&["holdings[0].awarded"]);
    }
}

/// Cycles before 2008 are not on file (3.3): the present one is told by its parity, but whether
/// those between were met is not known.
#[test]
fn aapc_awarded_before_the_rules() {
    let since = |awarded: &str, renewed: &str| {
        format!("{}, {}", holdings("AAPC", "CPC", awarded, renewed), dues("2026-04-30"))
    };
    let full = || earned(&[("36", "")]);
    cases! {
        "3.3: certified in 2005"; CPC, LATE, [since("2005-03-10", ""), full()]
            => Met, Cycle("2024-05-01", "2026-04-30"), Required("36"), Stands(None),
            Note(NoteCode::EarlierCycleOpen);
        "formats: the cycle before is known to be closed"; CPC, LATE,
            [since("2005-03-10", r#", "renewed": ["2024-04-20"]"#), full()]
            => Met, Cycle("2024-05-01", "2026-04-30"), Stands(Some(Active));
        "formats: the first cycle shown unmet is reported"; CPC, LATE,
            [since("2014-05-01", ""), full()]
            => Unmet, Cycle("2014-05-01", "2016-04-30"), Stands(Some(Revoked));
    }
}

/// A corporate account moves the renewal day (more 4.1): what lies before the move keeps its days.
#[test]
fn aapc_renewal_day_that_moved() {
    cases! {
        "N2: dues moved to January: no cycle of the old time ended in January"; CPC, LATE,
            [holdings("AAPC", "CPC", "2022-05-01", ""), r#""memberships": [
                {"organization": "AAPC", "start": "2022-05-01", "paid_through": "2024-04-30"},
                {"organization": "AAPC", "start": "2024-05-01", "paid_through": "2027-01-31"}]"#,
                earned_on("2023-06-01", &[("36", "")])]
            => Unmet, StandsNot(Revoked), Cycle("2025-02-01", "2027-01-31");
    }
}

/// Eleven specialties of which no page says that anybody can renew them (more 4.3).
#[test]
fn aapc_specialties_that_are_not_confirmed() {
    cases! {
        "W21: the CPEDC"; CPC, LATE, [aapc("CPC CPEDC"), earned(&[("8", "CPEDC"), ("32", "")])]
            => Met, Note(NoteCode::NotMaintained);
    }
}

/// Two questions at once: each combination is a reading.
#[test]
fn aapc_two_questions_at_once() {
    let holder = || stated("CPMA CPCO", "2014-05-01", "2016-04-30");
    let on = |all: &[(&str, &str)]| earned_on("2015-06-01", all);
    cases! {
        "5.2, 5.4: one of four passes"; CPMA, "2016-04-20",
            [holder(), on(&[("16", "CPMA CPCO"), ("24", "")])]
            => Undetermined, Parted("ceu-table-of-straddling-cycle, one-ceu-for-two-minima", &[
                ("by-first-day, separate", Unmet),
                ("by-first-day, shared", Unmet),
                ("by-last-day, separate", Unmet),
                ("by-last-day, shared", Met),
            ]);
        "5.2, 5.4: one picked, the other open"; CPMA, "2016-04-20",
            [holder(), on(&[("16", "CPMA CPCO"), ("24", "")])]
            => Undetermined, Picked(TABLE, "by-last-day"),
            Parted(TWO_MINIMA, &[("separate", Unmet), ("shared", Met)]);
        "5.2, 5.4: the pick settles it"; CPMA, "2016-04-20",
            [holder(), on(&[("16", "CPMA CPCO"), ("24", "")])]
            => Unmet, Picked(TABLE, "by-first-day"), OneVerdict;
        "5.2, 5.4: enough under all four"; CPMA, "2016-04-20",
            [holder(), on(&[("24", "CPMA"), ("24", "CPCO")])] => Met, OneVerdict;
    }
}
