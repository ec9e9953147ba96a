//! The words that rules read in a record: what to write where a list of words is open.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Arguments;

use super::RuleBook;
use super::describe::Describe;
use super::filter::Filter;
use super::parts::{self, Hear};
use super::renewal::Constraint;
use super::requirement::Node;
use crate::credential::Issuer;
use crate::explain::part::part;
use crate::source::Dated;

part! {
    /// The words of one field of a record that rules read.
    FieldWords {
        /// The field, such as `ceus.topics`.
        text field: String,
        /// The words, in order.
        list words: WordUse,
    }
}

part! {
    /// A word and who reads it.
    WordUse {
        /// The word; rules that read it read the words below it too, after a slash.
        text word: String,
        /// The issuers with a rule that reads it.
        list issuers: Issuer,
    }
}

/// Fields, their words, and the issuers that read each.
type Heard = BTreeMap<&'static str, BTreeMap<String, BTreeSet<Issuer>>>;

impl RuleBook {
    /// The words that the rules of this book read, by field of a record, in order of field and word.
    ///
    /// ```
    /// use coding_credentials::RuleBook;
    ///
    /// let words = RuleBook::builtin()?.words();
    /// let topics = words.iter().find(|field| field.field() == "ceus.topics").unwrap();
    /// assert!(topics.words().iter().any(|topic| topic.word() == "hiim"));
    /// # Ok::<(), coding_credentials::document::DocumentError>(())
    /// ```
    #[must_use]
    pub fn words(&self) -> Vec<FieldWords> {
        self.read_by(|_| true)
    }

    /// The words that the rules of one issuer read, as in [`RuleBook::words`].
    #[must_use]
    pub fn words_of(&self, issuer: &Issuer) -> Vec<FieldWords> {
        self.read_by(|other| other == issuer)
    }

    fn read_by(&self, wanted: impl Fn(&Issuer) -> bool) -> Vec<FieldWords> {
        let mut heard = Heard::new();
        for (issuer, rules) in self.rules().iter().filter(|(issuer, _)| wanted(issuer)) {
            let mut reader = Reader { issuer, heard: &mut heard };
            parts::of_issuer(rules, &mut reader);
            for program in rules.programs.values().map(|layered| &layered.rule) {
                reader.add("exceptions.kind", program.exempt.keys());
                for rule in program.constraints.values() {
                    rule.terms.versions().iter().for_each(|version| reader.places(version.value()));
                }
            }
        }
        let word = |(word, issuers): (String, BTreeSet<Issuer>)| WordUse {
            word,
            issuers: issuers.into_iter().collect(),
        };
        let field = |(field, words): (&str, BTreeMap<_, _>)| FieldWords {
            field: field.to_string(),
            words: words.into_iter().map(word).collect(),
        };
        heard.into_iter().map(field).collect()
    }
}

/// Hears the words of one issuer's rules.
struct Reader<'b> {
    issuer: &'b Issuer,
    heard: &'b mut Heard,
}

impl Hear for Reader<'_> {
    fn hear<T: Describe>(&mut self, _: Arguments<'_>, dated: &Dated<T>) {
        for version in dated.versions() {
            version.value().nodes(&mut |node| self.node(node));
            version.value().filters(&mut |filter| self.filter(filter));
        }
    }
}

impl Reader<'_> {
    fn add(&mut self, field: &'static str, words: impl IntoIterator<Item: ToString>) {
        for word in words {
            let issuers = self.heard.entry(field).or_default().entry(word.to_string()).or_default();
            if !issuers.contains(self.issuer) {
                issuers.insert(self.issuer.clone());
            }
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Membership(leaf) => {
                self.add("memberships.organization", &leaf.organization.0);
                let classes = leaf.class.iter().chain(&leaf.except_class);
                self.add("memberships.class", classes.flat_map(|class| &class.0));
            }
            Node::Experience(leaf) => {
                self.add("experience.field", &leaf.field);
                self.add("experience.setting", leaf.setting.iter().flatten());
            }
            Node::Employed(leaf) => {
                self.add("experience.field", &leaf.field.0);
                self.add("experience.setting", leaf.setting.iter().flat_map(|one| &one.0));
            }
            Node::Coursework(leaf) => {
                self.add("coursework.subject", &leaf.subject.0);
                self.add("coursework.format", leaf.format.iter().flat_map(|one| &one.0));
                self.add("coursework.provider", leaf.provider.iter().flatten());
            }
            Node::Education(leaf) => {
                self.add("education.field", leaf.field.iter().flat_map(|one| &one.0));
                self.add("education.accreditor", leaf.accreditor.iter().flat_map(|one| &one.0));
            }
            Node::Training(leaf) => self.add("trainings.program", &leaf.program.0),
            Node::Ceus(leaf) => {
                self.add("ceus.approved_by", &leaf.approved_by);
                self.add("ceus.topics", leaf.topics.iter().flat_map(|one| &one.0));
                self.add("ceus.delivery", leaf.delivery.iter().flat_map(|one| &one.0));
            }
            Node::Residence(places) => self.add("residence", &places.0),
            Node::Attestation(leaf) => self.add("attestations.kind", [&leaf.kind]),
            _ => {}
        }
    }

    fn places(&mut self, constraint: &Constraint) {
        if let Constraint::Minimum(minimum) = constraint {
            self.add("residence", &minimum.residence);
        }
    }

    fn filter(&mut self, filter: &Filter) {
        self.add("ceus.topics", filter.topics.iter().flat_map(|one| &one.0));
        self.add("ceus.kind", filter.kind.iter().flat_map(|one| &one.0));
        self.add("ceus.delivery", filter.delivery.iter().flat_map(|one| &one.0));
        self.add("ceus.provider", filter.provider.iter().flat_map(|one| &one.0));
        self.add("ceus.provider_class", filter.provider_class.iter().flat_map(|one| &one.0));
        self.add("ceus.approved_by", filter.approved_by.iter().flat_map(|one| &one.0));
        let credentials = filter.approved_for.iter().flat_map(|one| &one.0);
        let issuer = self.issuer;
        self.add("ceus.approved_for", credentials.map(|one| one.resolve(issuer)));
    }
}
