//! Showing a credential: everything that a book says about it, as readable lines.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::RuleBook;
use super::gather;
use crate::calendar::Day;
use crate::credential::{CredentialId, Issuer};
use crate::explain::part::part;
use crate::record::words;
use crate::source::{Citation, Confidence};

part! {
    /// What a book says about one credential: its names, then its rules in sections, each with all of
    /// its versions, or with what is in force on one day.
    ///
    /// ```
    /// use coding_credentials::RuleBook;
    ///
    /// let book = RuleBook::builtin()?;
    /// let cca = book.describe(book.find("AHIMA/CCA")?.credential()).unwrap();
    /// let wait = cca.rule("credentials.CCA.exam.attempts").unwrap();
    /// assert_eq!(wait.heading(), "Waiting time after a failed attempt");
    /// let last = wait.versions().last().unwrap();
    /// assert_eq!(last.from().unwrap().to_string(), "2023-09-11");
    /// assert_eq!(last.lines(), ["30 days after each failure"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Description {
        /// The edition of the book.
        text book: String,
        /// The credential.
        part credential: CredentialId,
        /// The full title of the credential.
        text title: String,
        /// The full name of the issuer.
        text issuer: String,
        /// The day for which rules are shown; `None`: all versions.
        copied as_of: Option<Day>,
        /// What it certifies.
        list fields: String,
        /// The credential whose exam leads to it, where it is only a mark.
        optional mark_of: CredentialId,
        /// Earlier names of the same credential.
        list former: FormerName,
        /// The credentials that it replaces in the same person.
        list supersedes: CredentialId,
        /// The credentials that replace it in the same person.
        list superseded_by: CredentialId,
        /// The rules, in the order of a holder's life.
        list sections: Section,
    }
}

part! {
    /// An earlier name of a credential.
    FormerName {
        /// The name.
        part credential: CredentialId,
        /// The last day on which it was in use; `None`: not on file.
        copied until: Option<Day>,
        /// Whether that day is an estimate from the page.
        copied estimated: bool,
        /// Where it is written.
        list sources: Citation,
    }
}

words! {
    /// What a section is about.
    SectionKind {
        /// Whether it can be earned and kept at all.
        Credential = "credential",
        /// Sitting the exam.
        Exam = "exam",
        /// What the exam leads to.
        Award = "award",
        /// What may stand for experience.
        Waivers = "waivers",
        /// Keeping it.
        Renewal = "renewal",
    }
}

part! {
    /// Rules that belong together.
    Section {
        /// What the section is about.
        copied kind: SectionKind,
        /// The same in plain words, with the title of the programme where it is about one.
        text heading: String,
        /// The rules.
        list rules: Rule,
    }
}

part! {
    /// One rule with its versions.
    Rule {
        /// The issuer in whose file it stands.
        part issuer: Issuer,
        /// The place in that file, such as `credentials.CPC.exam.requires`.
        text place: String,
        /// What it belongs to: a credential, a waiver or a programme.
        text of: String,
        /// What it is about, in plain words.
        text heading: String,
        /// The day that picks the version, in words, where it is not the usual one of the field.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional anchor: String,
        /// The versions, in order of their first day; empty: nothing is on file for the day.
        list versions: RuleVersion,
        /// The section to which it belongs; `None`: it is shown beside the title.
        #[serde(skip)]
        hidden section: Option<SectionKind>,
        /// What a rule is known by in two books: the place, with outcomes by their name.
        #[serde(skip)]
        hidden key: String,
        /// The credentials on which it bears.
        #[serde(skip)]
        hidden credentials: Vec<CredentialId>,
    }
}

part! {
    /// What a rule says, for which days, and where that is written.
    RuleVersion {
        /// The first day; `None`: open.
        copied from: Option<Day>,
        /// The last day; `None`: open.
        copied until: Option<Day>,
        /// Whether one of these days is an estimate from the page.
        copied estimated: bool,
        /// The weaker of the page and of what was read out of it; `None`: no page is cited.
        copied confidence: Option<Confidence>,
        /// Where it is written; after the version's own sources those of its parts.
        list sources: Citation,
        /// Which of several published versions that contradict each other.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional reading: OneReading,
        /// What to know about this version.
        #[serde(skip_serializing_if = "Option::is_none")]
        optional note: String,
        /// The value in words, a line for each part; deeper parts are indented by two blanks a level.
        list lines: String,
    }
}

part! {
    /// One answer to a question on which sources contradict each other.
    OneReading {
        /// The question.
        text question: String,
        /// The answer.
        text choice: String,
    }
}

impl Description {
    /// All rules, section by section.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.sections.iter().flat_map(Section::rules)
    }

    /// The rule at a place of the issuer's file.
    #[must_use]
    pub fn rule(&self, place: &str) -> Option<&Rule> {
        self.rules().find(|rule| rule.place == place)
    }
}

impl RuleBook {
    /// Everything that the book says about a credential, with all versions; `None` when it does not
    /// know the credential.
    #[must_use]
    pub fn describe(&self, credential: &CredentialId) -> Option<Description> {
        self.shown(credential, None)
    }

    /// As [`RuleBook::describe`], with the versions on file for one day only. A rule without one
    /// stands there without versions: nothing is on file.
    #[must_use]
    pub fn describe_on(&self, credential: &CredentialId, as_of: Day) -> Option<Description> {
        self.shown(credential, Some(as_of))
    }

    fn shown(&self, id: &CredentialId, as_of: Option<Day>) -> Option<Description> {
        let rule = self.rule(id)?;
        let issuer = id.issuer();
        let own = |code| CredentialId::new(issuer.clone(), code);
        let former = rule.former_codes.iter().map(|former| FormerName {
            credential: own(former.code.clone()),
            until: former.until,
            estimated: former.estimated,
            sources: self.cite_keys(issuer, core::slice::from_ref(&former.source), None),
        });
        let rules = self.rules().get(issuer)?;
        let replaces = |other: &super::CredentialRule| {
            other.supersedes.iter().any(|superseded| superseded.code == *id.code())
        };
        let superseding = rules.credentials.iter().filter(|(_, other)| replaces(&other.rule));
        let mut gathered = gather::of_issuer(self, issuer, as_of);
        gathered.retain(|rule| rule.section.is_some() && rule.credentials.contains(id));
        Some(Description {
            book: self.edition(),
            credential: id.clone(),
            title: rule.title.to_string(),
            issuer: rules.title.clone(),
            as_of,
            fields: rule.fields.iter().map(ToString::to_string).collect(),
            mark_of: rule.designation_of.clone().map(own),
            former: former.collect(),
            supersedes: rule.supersedes.iter().map(|one| own(one.code.clone())).collect(),
            superseded_by: superseding.map(|(code, _)| own(code.clone())).collect(),
            sections: sections(&gathered),
        })
    }
}

/// The rules in sections, in the order of a holder's life.
fn sections(rules: &[Rule]) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for &kind in SectionKind::ALL {
        let of_kind = rules.iter().filter(|rule| rule.section == Some(kind));
        let rules: Vec<Rule> = of_kind.cloned().collect();
        let Some(first) = rules.first() else { continue };
        let heading = match kind {
            SectionKind::Credential => String::from("The credential"),
            SectionKind::Exam => String::from("Sitting the exam"),
            SectionKind::Award => String::from("What the exam leads to"),
            SectionKind::Waivers => String::from("What may stand for experience"),
            SectionKind::Renewal => alloc::format!("Keeping it: {}", first.of),
        };
        sections.push(Section { kind, heading, rules });
    }
    sections
}
