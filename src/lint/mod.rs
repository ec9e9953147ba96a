//! Faults of a rule book that is legal to the letter.
//!
//! What is no book at all (an unknown name, versions that overlap, a credential that asks for itself) is
//! refused when it is read, with one [`DocumentError`]. What can be read and still cannot be meant is found
//! here: a route that nobody can take, a maximum below a minimum, a rule that nothing uses. Errors are rules
//! that do not do what they say; warnings are worth a look, and may be what the issuer published.
//!
//! Nothing is called impossible that somebody could do. Minima and maxima are looked at for full cycles from
//! any day, under each reading, for each credential alone, beside any others, and two by two where there are
//! maxima and no more than 24 kinds of holdings. Where all rules together tell more than 4,096 kinds of
//! activities apart, each minimum is held against each maximum by itself. What only shows when rules on
//! single years meet rules on the whole cycle, or when more holdings come together, may be missed.

mod classes;
mod filters;
mod holders;
mod implied;
mod impossible;
mod minima;
mod names;
mod programs;
mod routes;
mod scheme;
mod trees;
mod units;
mod versions;

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::Serialize;

use crate::book::{IssuerRules, RuleBook};
use crate::calendar::Day;
use crate::credential::Issuer;
use crate::document::{DocumentError, Problem};

/// How bad a fault is: errors come first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
#[expect(clippy::exhaustive_enums, reason = "a fault is one or the other")]
pub enum Severity {
    /// The rule does not do what it says.
    Error,
    /// Worth a look.
    Warning,
}

/// Writes the codes: one row a fault.
macro_rules! codes {
    ($( $severity:ident $code:ident = $word:literal, $about:literal; )+) => {
        /// What is wrong, as a stable code.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum LintCode {
            $( #[doc = $about] $code, )+
            /// The document was refused when it was read.
            Refused(Problem),
        }

        impl LintCode {
            /// All codes of faults in a legal book, errors first.
            pub const ALL: &[Self] = &[$( Self::$code, )+];

            /// The code as it stands in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$code => $word, )+
                    Self::Refused(problem) => problem.as_str(),
                }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $( Self::$code => $about, )+
                    Self::Refused(_) => "The document cannot be read.",
                }
            }

            /// How bad it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $( Self::$code => Severity::$severity, )+
                    Self::Refused(_) => Severity::Error,
                }
            }
        }
    };
}

codes! {
    Error ImpossibleRequirement = "impossible-requirement", "No record can meet this requirement.";
    Error UnreachableRoute = "unreachable-route", "One of several routes can never be taken.";
    Error ImpossibleMinima = "impossible-minima", "The maxima do not leave room for what a cycle asks for.";
    Error CapBelowMinimum = "cap-below-minimum", "A maximum lies below a minimum of the same units.";
    Error ShadowedRule = "shadowed-rule", "A rule that never holds, as one before it always does.";
    Error SupersessionLoop = "supersession-loop", "Credentials that replace or excuse each other, round in a circle.";
    Error UnknownDuty = "unknown-duty", "A step of a ladder that names a duty which the programme does not have.";
    Error UnknownPrice = "unknown-price", "A percentage of a price that the programme does not have.";
    Warning RedundantRoute = "redundant-route", "A route asks for as much as another one that is enough, or more.";
    Warning CountedTwice = "counted-twice", "Of several that are asked for, one comes with another.";
    Warning WaiverAboveTarget = "waiver-above-target", "A waiver stands for more than what it replaces.";
    Warning CrossingCaps = "crossing-caps", "Two maxima hold some of the same units, and neither lies within the other.";
    Warning MinimumAboveQuota = "minimum-above-quota", "Minima that ask for more than the cycle does.";
    Warning BetweenSteps = "between-steps", "An amount that the steps of the units cannot give exactly.";
    Warning CurrencyMismatch = "currency-mismatch", "Prices of the same days in several currencies.";
    Warning QuotaMissesCredential = "quota-misses-credential", "A quota by credential has no row for one that is renewed on its days.";
    Warning VersionGap = "version-gap", "Days between two versions for which nothing is on file.";
    Warning SingleReading = "single-reading", "A contradiction with one choice only.";
    Warning ReadingsDiffer = "readings-differ", "A contradiction that has other choices at other places.";
    Warning SourceStale = "source-stale", "A source that was last checked a year ago or earlier.";
    Warning SourceInFuture = "source-in-future", "A source that was checked on a day to come.";
    Warning SourceUnused = "source-unused", "A source that no rule cites.";
    Warning UnusedWaiver = "unused-waiver", "A waiver that no requirement names.";
    Warning UnusedProgram = "unused-program", "A programme that no credential of the book belongs to.";
    Warning UnusedPool = "unused-pool", "A pool without a minimum.";
    Warning UnusedConstraint = "unused-constraint", "A rule on units for a credential that the programme does not renew.";
    Warning UnusedRow = "unused-row", "A row of a quota for a credential that the programme does not renew.";
    Warning NoProgram = "no-program", "A credential that no programme renews.";
    Warning NoAward = "no-award", "A credential that nothing leads to.";
    Warning LadderEnds = "ladder-ends", "A ladder whose last step ends: nothing is known after it.";
}

impl fmt::Display for LintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for LintCode {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One fault: what, where, and the way out.
///
/// `Display` is one line: ``error[cap-below-minimum] ACME at `programs.MAIN.constraints.outside`: … ``.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Lint {
    severity: Severity,
    code: LintCode,
    issuer: String,
    place: String,
    message: String,
}

impl Lint {
    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong.
    #[must_use]
    pub const fn code(&self) -> LintCode {
        self.code
    }

    /// Whose file; empty where the file could not be read.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The place in the issuer's file, such as `credentials.CPC.exam.requires[0]`.
    #[must_use]
    pub fn place(&self) -> &str {
        &self.place
    }

    /// What is wrong there, and the way out.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for Lint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        write!(f, "{severity}[{}]", self.code)?;
        if !self.issuer.is_empty() {
            write!(f, " {}", self.issuer)?;
        }
        if !self.place.is_empty() {
            write!(f, " at `{}`", self.place)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl From<DocumentError> for Lint {
    /// The one error of a file that was refused.
    fn from(error: DocumentError) -> Self {
        Self {
            severity: Severity::Error,
            code: LintCode::Refused(error.problem()),
            issuer: String::new(),
            place: String::from(error.place()),
            message: String::from(error.message()),
        }
    }
}

/// The faults of one issuer's rules, as they are found.
struct Page<'b> {
    book: &'b RuleBook,
    issuer: &'b Issuer,
    rules: &'b IssuerRules,
    as_of: Day,
    /// Every node of every requirement, with its place.
    trees: Rc<trees::Trees<'b>>,
    found: Vec<Lint>,
}

impl Page<'_> {
    fn add(&mut self, code: LintCode, place: impl Into<String>, message: impl Into<String>) {
        self.found.push(Lint {
            severity: code.severity(),
            code,
            issuer: self.issuer.as_str().into(),
            place: place.into(),
            message: message.into(),
        });
    }
}

impl RuleBook {
    /// The faults of a book that can be read: errors first, then by code, issuer and place. The day
    /// decides which sources are stale.
    ///
    /// ```
    /// use coding_credentials::RuleBook;
    /// use coding_credentials::lint::Severity;
    ///
    /// let lints = RuleBook::builtin()?.lint("2026-11-24".parse()?);
    /// assert!(lints.iter().all(|lint| lint.severity() == Severity::Warning));
    /// # Ok::<(), Box<dyn core::error::Error>>(())
    /// ```
    #[must_use]
    pub fn lint(&self, as_of: Day) -> Vec<Lint> {
        let mut all = Vec::new();
        for (issuer, rules) in self.rules() {
            let trees = Rc::new(trees::Trees::of(rules));
            let mut page = Page { book: self, issuer, rules, as_of, trees, found: Vec::new() };
            page.names();
            page.trees();
            page.versions();
            page.programs();
            page.units();
            all.append(&mut page.found);
        }
        all.sort();
        all.dedup();
        all
    }
}
