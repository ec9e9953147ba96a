//! The checks that make files a book: every name is known, versions are in order, nothing is nested
//! too deep, and no credential can only be had by having it.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::leaf::{ExperienceLeaf, HeldWhich, MAX_WAIVERS};
use super::requirement::{Branches, Node, Points, Requirement};
use super::{CredentialRule, IssuerRules, PassMark, RuleBook, Waiver, circular};
use crate::credential::{Code, CredentialId, CredentialRef, Issuer};
use crate::document::{DocumentError, Limits, Path, Problem, did_you_mean, nearest, quote};
use crate::quantity::Decimal;
use crate::record::Setting;
use crate::source::{Anchor, AnchorRule, Dated, Version};

/// How deep requirements may nest. Kinds that take several levels of JSON each, points above all,
/// meet the limit on JSON earlier: it guards the stack.
const MAX_DEPTH: usize = 32;

pub(super) type Checked = Result<(), DocumentError>;

/// Checks a book as a whole.
pub(super) fn check(book: &RuleBook) -> Checked {
    let names: BTreeSet<CredentialId> = book.names().map(|found| found.asked().clone()).collect();
    for (issuer, rules) in book.rules() {
        let mut linker =
            Linker { book, issuer, rules, names: &names, requirements: 0, anchors: ELIGIBILITY };
        linker.issuer()?;
        circular::waivers(rules)?;
    }
    circular::credentials(book)
}

/// The anchors of eligibility, exams and awards.
const ELIGIBILITY: &[Anchor] =
    &[Anchor::AsOf, Anchor::Exam, Anchor::Failure, Anchor::Approval, Anchor::FirstAward];

/// The anchor of waivers: one belongs to no single credential, which other days would be days of.
const WAIVERS: &[Anchor] = &[Anchor::AsOf];

pub(super) struct Linker<'b> {
    pub(super) book: &'b RuleBook,
    pub(super) issuer: &'b Issuer,
    pub(super) rules: &'b IssuerRules,
    names: &'b BTreeSet<CredentialId>,
    requirements: usize,
    /// The anchors that make sense in the part that is being checked.
    pub(super) anchors: &'static [Anchor],
}

impl Linker<'_> {
    fn issuer(&mut self) -> Checked {
        let root = Path::Root;
        let place = root.key("waivers");
        self.anchors = WAIVERS;
        for (code, waiver) in &self.rules.waivers {
            self.waiver(&waiver.rule, &place.key(code.as_str()))?;
        }
        self.anchors = ELIGIBILITY;
        let place = root.key("credentials");
        self.distinct_codes(&place)?;
        for (code, rule) in &self.rules.credentials {
            self.credential(code, &rule.rule, &place.key(code.as_str()))?;
        }
        self.programs()
    }

    /// No two credentials or earlier names differ in case alone or are the same.
    fn distinct_codes(&self, place: &Path<'_>) -> Checked {
        let mut seen: BTreeMap<String, &Code> = BTreeMap::new();
        for code in self.rules.credentials.keys() {
            if let Some(other) = seen.insert(code.as_str().to_ascii_lowercase(), code) {
                let message =
                    alloc::format!("`{code}` is taken by `{other}` already: keep names apart");
                return fail(&place.key(code.as_str()), Problem::Duplicate, message);
            }
        }
        for (code, rule) in &self.rules.credentials {
            let place = place.key(code.as_str());
            let place = place.key("former_codes");
            for (index, former) in rule.rule.former_codes.iter().enumerate() {
                let place = place.index(index);
                let name = &former.code;
                if self.rules.credentials.contains_key(name) {
                    let message =
                        alloc::format!("`{name}` is a credential of its own: drop one of the two");
                    return fail(&place.key("code"), Problem::Duplicate, message);
                }
                if let Some(other) = seen.insert(name.as_str().to_ascii_lowercase(), code) {
                    let message =
                        alloc::format!("`{name}` is a name of `{other}` already: keep names apart");
                    return fail(&place.key("code"), Problem::Duplicate, message);
                }
            }
        }
        Ok(())
    }

    fn waiver(&mut self, waiver: &Waiver, place: &Path<'_>) -> Checked {
        let place = place.key("terms");
        self.dated(&waiver.terms, &place, |linker, terms, place| {
            for (index, other) in terms.not_with.iter().enumerate() {
                linker.known_waiver(other, &place.key("not_with").index(index))?;
            }
            if terms.times.get() == 0 {
                return fail(&place.key("times"), Problem::BadValue, "0 uses make no waiver: write at least 1");
            }
            if terms.times.get() > 1 && !is_repeatable(&terms.requires.0) {
                let message = "only a single coursework, training or education leaf can be used several times";
                return fail(&place.key("times"), Problem::BadValue, alloc::format!("{message}: write 1"));
            }
            linker.tree(&terms.requires, &place.key("requires"))
        })
    }

    fn credential(&mut self, code: &Code, rule: &CredentialRule, place: &Path<'_>) -> Checked {
        self.related(code, rule, place)?;
        self.dated(&rule.offered, &place.key("offered"), |_, _, _| Ok(()))?;
        self.dated(&rule.maintainable, &place.key("maintainable"), |_, _, _| Ok(()))?;
        let exam = place.key("exam");
        self.dated(&rule.exam.requires, &exam.key("requires"), Self::tree)?;
        self.dated(&rule.exam.recommended, &exam.key("recommended"), Self::tree)?;
        self.dated(&rule.exam.facts, &exam.key("facts"), |_, facts, place| {
            let above = match facts.pass {
                Some(PassMark::Percent(score)) => score.amount() > Decimal::whole(100),
                _ => false,
            };
            positive(!above, &place.key("pass").key("percent"), "a pass mark above 100 percent")
        })?;
        self.dated(&rule.exam.attempts, &exam.key("attempts"), |_, attempts, place| {
            let none = attempts.limit.is_some_and(|limit| limit.count.get() == 0);
            positive(!none, &place.key("limit").key("count"), "a limit of 0 attempts")
        })?;
        self.dated(&rule.exam.window, &exam.key("window"), |_, _, _| Ok(()))?;
        self.dated(&rule.exam.fees, &exam.key("fees"), |_, fees, place| {
            let mut fees = fees.iter().enumerate();
            fees.try_for_each(|(index, fee)| {
                let place = place.index(index);
                positive(fee.attempts.get() > 0, &place.key("attempts"), "a price for 0 attempts")
            })
        })?;
        let award = place.key("award");
        for (index, outcome) in rule.award.iter().enumerate() {
            let place = award.index(index);
            match (&outcome.designation, &outcome.conditional) {
                (Some(designation), None) => {
                    self.credential_of_issuer(designation, &place.key("designation"))?;
                }
                (None, Some(_)) => {}
                _ => {
                    let message = "an outcome has either `designation` or `conditional`: keep one";
                    return fail(&place, Problem::BadValue, message);
                }
            }
            self.dated(&outcome.requires, &place.key("requires"), Self::tree)?;
            for (index, note) in outcome.notes.iter().enumerate() {
                let note_place = place.key("notes");
                self.known_source(&note.source, &note_place.index(index).key("source"))?;
            }
        }
        Ok(())
    }

    /// Other names in a credential: what it is a mark of, was called, replaces.
    fn related(&self, code: &Code, rule: &CredentialRule, place: &Path<'_>) -> Checked {
        if let Some(of) = &rule.designation_of {
            let place = place.key("designation_of");
            self.credential_of_issuer(of, &place)?;
            let base = self.rules.credentials.get(of).map(|base| &base.rule);
            let leads = base.is_some_and(|base| {
                base.designation_of.is_none()
                    && base.award.iter().any(|outcome| outcome.designation.as_ref() == Some(code))
            });
            if !leads {
                let message = alloc::format!(
                    "the award of `{of}` does not lead to `{code}`: add an outcome there"
                );
                return fail(&place, Problem::UnknownName, message);
            }
        }
        for (index, former) in rule.former_codes.iter().enumerate() {
            let place = place.key("former_codes");
            let place = place.index(index);
            self.known_source(&former.source, &place.key("source"))?;
        }
        for (index, superseded) in rule.supersedes.iter().enumerate() {
            let place = place.key("supersedes");
            let place = place.index(index);
            self.known_source(&superseded.source, &place.key("source"))?;
            self.credential_of_issuer(&superseded.code, &place.key("code"))?;
            positive(
                &superseded.code != code,
                &place.key("code"),
                "a credential that replaces itself",
            )?;
        }
        for (index, note) in rule.notes.iter().enumerate() {
            self.known_source(&note.source, &place.key("notes").index(index).key("source"))?;
        }
        Ok(())
    }

    /// Every version has known sources, the order is kept, and only readings overlap.
    pub(super) fn dated<T>(
        &mut self,
        dated: &Dated<T>,
        place: &Path<'_>,
        mut value: impl FnMut(&mut Self, &T, &Path<'_>) -> Checked,
    ) -> Checked {
        self.anchored(dated, place)?;
        for (index, version) in dated.versions().iter().enumerate() {
            let place = place.index(index);
            self.known_sources(version.sources(), &place.key("source"))?;
            if let (Some(from), Some(until)) = (version.from(), version.until())
                && until < from
            {
                let message = alloc::format!(
                    "`{until}` is before `from` `{from}`: correct one of the two days"
                );
                return fail(&place.key("until"), Problem::Contradiction, message);
            }
            let earlier = dated.versions().get(..index).unwrap_or_default();
            for before in earlier {
                in_order(before, version, &place)?;
            }
            value(self, version.value(), &place.key("value"))?;
        }
        Ok(())
    }

    /// The anchor makes sense in this part of the book.
    fn anchored<T>(&self, dated: &Dated<T>, place: &Path<'_>) -> Checked {
        let place = place.key("anchor");
        let refuse = |anchor: Anchor| {
            let what = "this anchor means nothing here";
            fail(
                &place,
                Problem::BadValue,
                alloc::format!("{what} ({}): leave it out or take another", anchor_word(anchor)),
            )
        };
        match dated.anchor_rule() {
            Some(AnchorRule::One(anchor)) if !self.anchors.contains(anchor) => refuse(*anchor),
            Some(AnchorRule::Readings(readings)) => {
                let wrong = readings.choices.values().find(|one| !self.anchors.contains(one));
                match wrong {
                    Some(anchor) => refuse(*anchor),
                    None if self.anchors == ELIGIBILITY || self.anchors == WAIVERS => {
                        let message =
                            "only renewal programmes have readings of an anchor: take one";
                        fail(&place, Problem::BadValue, message)
                    }
                    None => positive(
                        readings.choices.len() > 1,
                        &place,
                        "a contradiction of one choice",
                    ),
                }
            }
            _ => Ok(()),
        }
    }

    pub(super) fn tree(&mut self, requirement: &Requirement, place: &Path<'_>) -> Checked {
        self.node(&requirement.0, place, 0)
    }

    fn node(&mut self, node: &Node, place: &Path<'_>, depth: usize) -> Checked {
        self.requirements = self.requirements.saturating_add(1);
        if depth >= MAX_DEPTH {
            let message =
                alloc::format!("requirements nested deeper than {MAX_DEPTH} levels: flatten them");
            return fail(place, Problem::Limit, message);
        }
        if self.requirements > Limits::DEFAULT.requirements {
            let limit = Limits::DEFAULT.requirements;
            return fail(
                place,
                Problem::Limit,
                alloc::format!("more than {limit} requirements: split the book"),
            );
        }
        let place = place.key(node.word());
        self.names_in(node, &place)?;
        for (step, below) in node.below() {
            let list = step.list.map(|list| place.key(list));
            let list = list.as_ref().unwrap_or(&place);
            let at = step.name.map_or_else(|| list.index(step.index), |name| list.key(name));
            self.node(below, &at, depth.saturating_add(1))?;
        }
        Ok(())
    }

    /// The names that a node itself holds, and its numbers.
    fn names_in(&mut self, node: &Node, place: &Path<'_>) -> Checked {
        match node {
            Node::AtLeast(at_least) => {
                counted(at_least.count.get(), at_least.of.0.len(), place)?;
                distinct_options(&at_least.of, &place.key("of"))
            }
            Node::Points(points) => reachable_points(points, place),
            Node::Sequence(steps) if steps.len() != 2 || !steps.iter().all(is_timed) => {
                let message = "a sequence is of two leaves with days: experience, coursework, education, training or passed";
                fail(place, Problem::BadValue, alloc::format!("{message}: rewrite it"))
            }
            Node::Sequence(steps) if !steps.iter().all(is_single) => {
                let message = "a step of a sequence has one amount: leave out waivers and settings, and one of hours and credits";
                fail(place, Problem::BadValue, message)
            }
            Node::Readings(readings) => {
                let choices = &readings.choices.0;
                let place = place.key("choices");
                if choices.iter().any(|one| one.name.is_none()) {
                    let message = "a choice has no name: write the choices as an object";
                    return fail(&place, Problem::WrongKind, message);
                }
                positive(choices.len() > 1, &place, "a contradiction of one choice")
            }
            Node::Cited(cited) => {
                let place = place.key("source");
                self.known_sources(&cited.source.0, &place)
            }
            Node::Held(held) => match &held.which {
                HeldWhich::AnyOf(one) if held.short => self.known_credentials(one, place, false),
                HeldWhich::AnyOf(credentials) => {
                    self.known_credentials(credentials, &place.key("any_of"), true)
                }
                HeldWhich::Field { .. } => Ok(()),
            },
            Node::Passed(passed) => match passed.exams.as_slice() {
                [_] if passed.short => self.known_credentials(&passed.exams, place, false),
                [_] => self.known_credentials(&passed.exams, &place.key("exam"), false),
                _ => self.known_credentials(&passed.exams, &place.key("all_of"), true),
            },
            Node::Experience(experience) => self.experience(experience, place),
            Node::Coursework(leaf) => {
                let zero = leaf.contact_hours.is_some_and(|hours| hours.amount() == Decimal::ZERO);
                positive(!zero, &place.key("contact_hours"), "0 contact hours")?;
                let zero = leaf.credits.is_some_and(|credits| credits.amount() == Decimal::ZERO);
                positive(!zero, &place.key("credits"), "0 credits")?;
                let empty = leaf.provider.as_ref().is_some_and(Vec::is_empty);
                positive(!empty, &place.key("provider"), "a list of no provider")
            }
            Node::Ceus(leaf) => {
                positive(leaf.units.amount() > Decimal::ZERO, &place.key("units"), "0 units")
            }
            Node::Age(years) => positive(years.get() > 0, place, "an age of 0 years"),
            _ => Ok(()),
        }
    }

    fn experience(&self, experience: &ExperienceLeaf, place: &Path<'_>) -> Checked {
        if let Some(settings) = experience.settings_at_least {
            let place = place.key("settings_at_least");
            let there_are = Setting::ALL.len();
            let fits =
                usize::try_from(settings.get()).is_ok_and(|count| (1..=there_are).contains(&count));
            if !fits {
                let message = alloc::format!(
                    "{settings} settings cannot be: there are {there_are}, write 1 to {there_are}"
                );
                return fail(&place, Problem::BadValue, message);
            }
        }
        let place = place.key("waivers");
        if experience.waivers.len() > MAX_WAIVERS {
            let message = alloc::format!("more than {MAX_WAIVERS} waivers: split the requirement");
            return fail(&place, Problem::Limit, message);
        }
        let mut seen = BTreeSet::new();
        for (index, waiver) in experience.waivers.iter().enumerate() {
            let place = place.index(index);
            self.known_waiver(waiver, &place)?;
            if !seen.insert(waiver) {
                let message = alloc::format!("the waiver `{waiver}` stands twice: keep one");
                return fail(&place, Problem::Duplicate, message);
            }
        }
        Ok(())
    }

    pub(super) fn known_credentials(
        &self,
        credentials: &[CredentialRef],
        place: &Path<'_>,
        listed: bool,
    ) -> Checked {
        credentials.iter().enumerate().try_for_each(|(index, credential)| {
            let one = place.index(index);
            let place = if listed { &one } else { place };
            let id = credential.resolve(self.issuer);
            if self.names.contains(&id) {
                return Ok(());
            }
            let near = self.book.near(&id.to_string());
            let near: Vec<&str> = near.iter().map(String::as_str).collect();
            unknown("unknown credential", &id.to_string(), &near, place)
        })
    }

    pub(super) fn credential_of_issuer(&self, code: &Code, place: &Path<'_>) -> Checked {
        if self.rules.credentials.contains_key(code) {
            return Ok(());
        }
        let known = self.rules.credentials.keys().map(Code::as_str);
        unknown("unknown credential", code.as_str(), &nearest(code.as_str(), known), place)
    }

    /// One source is written by itself, several as a list.
    pub(super) fn known_sources(&self, keys: &[Code], place: &Path<'_>) -> Checked {
        let listed = keys.len() > 1;
        keys.iter().enumerate().try_for_each(|(index, key)| {
            let one = place.index(index);
            self.known_source(key, if listed { &one } else { place })
        })
    }

    pub(super) fn known_source(&self, key: &Code, place: &Path<'_>) -> Checked {
        if self.rules.sources.contains_key(key) {
            return Ok(());
        }
        let known = self.rules.sources.keys().map(Code::as_str);
        unknown("unknown source", key.as_str(), &nearest(key.as_str(), known), place)
    }

    fn known_waiver(&self, key: &Code, place: &Path<'_>) -> Checked {
        if self.rules.waivers.contains_key(key) {
            return Ok(());
        }
        let known = self.rules.waivers.keys().map(Code::as_str);
        unknown("unknown waiver", key.as_str(), &nearest(key.as_str(), known), place)
    }
}

pub(super) fn fail<T>(
    place: &Path<'_>,
    problem: Problem,
    message: impl core::fmt::Display,
) -> Result<T, DocumentError> {
    Err(DocumentError::new(problem, place, message))
}

pub(super) fn unknown(what: &str, name: &str, near: &[&str], place: &Path<'_>) -> Checked {
    let way_out = if near.is_empty() {
        String::from("add it, or correct the name")
    } else {
        did_you_mean(near)
    };
    fail(place, Problem::UnknownName, alloc::format!("{what} {}: {way_out}", quote(name)))
}

/// The word of an anchor as it stands in JSON.
const fn anchor_word(anchor: Anchor) -> &'static str {
    match anchor {
        Anchor::AsOf => "as-of",
        Anchor::Exam => "exam",
        Anchor::Failure => "failure",
        Anchor::Approval => "approval",
        Anchor::FirstAward => "first-award",
        Anchor::CycleStart => "cycle-start",
        Anchor::CycleEnd => "cycle-end",
        Anchor::Activity => "activity",
    }
}

/// What is empty, or more than there can be, is a slip of the pen.
pub(super) fn positive(holds: bool, place: &Path<'_>, what: &str) -> Checked {
    if holds {
        return Ok(());
    }
    fail(
        place,
        Problem::BadValue,
        alloc::format!("{what} makes no rule: correct it or leave it out"),
    )
}

/// The same option twice would let one piece of evidence count twice.
fn distinct_options(of: &Branches, place: &Path<'_>) -> Checked {
    for (index, branch) in of.0.iter().enumerate() {
        let earlier = of.0.get(..index).unwrap_or_default();
        if earlier.iter().any(|other| other.node == branch.node) {
            let message = "the same requirement stands twice: it would count twice: keep one";
            return fail(&place.index(index), Problem::Duplicate, message);
        }
    }
    Ok(())
}

/// Points can be earned at all, and enough of them.
fn reachable_points(points: &Points, place: &Path<'_>) -> Checked {
    positive(points.need.get() > 0, &place.key("need"), "a need of 0 points")?;
    let classes = place.key("classes");
    let mut most = 0_u32;
    for (index, class) in points.classes.iter().enumerate() {
        let place = classes.index(index);
        let earlier = points.classes.get(..index).unwrap_or_default();
        if earlier.iter().any(|other| other.id == class.id) {
            let message = alloc::format!("the class `{}` stands twice: keep one", class.id);
            return fail(&place.key("id"), Problem::Duplicate, message);
        }
        let none = class.cap.is_some_and(|cap| cap.get() == 0);
        positive(!none, &place.key("cap"), "a cap of 0 points")?;
        positive(!class.items.is_empty(), &place.key("items"), "a class without items")?;
        for (index, item) in class.items.iter().enumerate() {
            let items = place.key("items");
            positive(
                item.points.get() > 0,
                &items.index(index).key("points"),
                "an item of 0 points",
            )?;
        }
        let sum = class.items.iter().fold(0_u32, |sum, item| sum.saturating_add(item.points.get()));
        most = most.saturating_add(class.cap.map_or(sum, |cap| sum.min(cap.get())));
    }
    if most < points.need.get() {
        let message = alloc::format!(
            "{} points are needed, but at most {most} can be earned: correct one of the two",
            points.need
        );
        return fail(&place.key("need"), Problem::Contradiction, message);
    }
    Ok(())
}

fn counted(count: u32, of: usize, place: &Path<'_>) -> Checked {
    let fits = usize::try_from(count).is_ok_and(|count| (1..=of).contains(&count));
    if fits {
        return Ok(());
    }
    let message =
        alloc::format!("at least {count} of {of} cannot be: write a count from 1 to {of}");
    fail(&place.key("count"), Problem::BadValue, message)
}

/// A later version starts later and does not overlap, unless both are readings of one question.
fn in_order<T>(before: &Version<T>, version: &Version<T>, place: &Path<'_>) -> Checked {
    if version.from() < before.from() {
        return fail(
            &place.key("from"),
            Problem::Contradiction,
            "versions are out of order: sort them by `from`",
        );
    }
    let overlap = match (before.until(), version.from()) {
        (None, _) | (_, None) => true,
        (Some(until), Some(from)) => from <= until,
    };
    let readings = match (before.reading(), version.reading()) {
        (Some(left), Some(right)) => {
            left.question() == right.question() && left.choice() != right.choice()
        }
        _ => false,
    };
    if overlap && !readings {
        let message =
            "versions overlap: end the earlier one, or mark both as readings of one question";
        return fail(&place.key("from"), Problem::Contradiction, message);
    }
    Ok(())
}

/// Whether single pieces of evidence satisfy the leaf, so that several uses can be told apart.
const fn is_repeatable(node: &Node) -> bool {
    match node {
        Node::Coursework(leaf) => {
            leaf.single || (leaf.contact_hours.is_none() && leaf.credits.is_none())
        }
        Node::Training(_) => true,
        _ => false,
    }
}

/// Whether a leaf is complete from some day on.
const fn is_timed(node: &Node) -> bool {
    matches!(
        node,
        Node::Experience(_)
            | Node::Coursework(_)
            | Node::Education(_)
            | Node::Training(_)
            | Node::Passed(_)
    )
}

/// Whether a leaf is one test with one amount.
const fn is_single(node: &Node) -> bool {
    match node {
        Node::Experience(leaf) => leaf.waivers.is_empty() && leaf.settings_at_least.is_none(),
        Node::Coursework(leaf) => leaf.contact_hours.is_none() || leaf.credits.is_none(),
        _ => true,
    }
}
