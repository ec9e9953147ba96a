//! Requirement trees as they stand in a book.

use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use super::leaf::{
    Attested, CeusBefore, CourseworkLeaf, EducationLeaf, Employed, ExperienceLeaf, Held,
    MembershipLeaf, Passed, TrainingLeaf,
};
use crate::credential::Code;
use crate::quantity::Count;
use crate::source::{Confidence, OneOrMany};
use crate::word::{Text, Word};

/// What a rule asks for: a tree of conditions, without negation.
///
/// The nodes are private, so that every tree in existence has passed the checks of the book: bounded
/// depth, no empty lists, every name known. `Display` is a noun phrase.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(transparent)]
pub struct Requirement(pub(crate) Node);

/// One node of a requirement tree.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Node {
    All(Branches),
    Any(Branches),
    AtLeast(AtLeast),
    Points(Points),
    Sequence(Vec<Self>),
    Cited(Cited),
    Readings(Readings),
    Nothing(Text),
    Unpublished(Text),
    Judgement(Text),
    Held(Held),
    Passed(Passed),
    Membership(MembershipLeaf),
    Experience(ExperienceLeaf),
    Employed(Employed),
    Coursework(CourseworkLeaf),
    Education(EducationLeaf),
    Training(TrainingLeaf),
    Ceus(CeusBefore),
    Age(Count),
    Residence(OneOrMany<Word>),
    Attestation(Attested),
}

/// At least so many of the branches.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct AtLeast {
    pub(crate) count: Count,
    pub(crate) of: Branches,
}

/// Points from classes, each with a cap.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Points {
    pub(crate) need: Count,
    pub(crate) classes: Vec<PointClass>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct PointClass {
    pub(crate) id: Code,
    pub(crate) cap: Option<Count>,
    pub(crate) items: Vec<PointItem>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct PointItem {
    pub(crate) points: Count,
    pub(crate) requires: Node,
}

/// A branch with a source of its own.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cited {
    pub(crate) source: OneOrMany<Code>,
    pub(crate) confidence: Option<Confidence>,
    pub(crate) requires: alloc::boxed::Box<Node>,
}

/// A question on which sources disagree, and its answers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Readings {
    pub(crate) question: Code,
    pub(crate) choices: Branches,
}

/// Requirements in order, with or without names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Branches(pub(crate) Vec<Branch>);

impl Branches {
    fn below(&self, list: Option<&'static str>) -> Vec<(Step<'_>, &Node)> {
        let mut below = Vec::with_capacity(self.0.len());
        for (index, branch) in self.0.iter().enumerate() {
            let name = branch.name.as_ref().map(Code::as_str);
            below.push((Step { list, name, index }, &branch.node));
        }
        below
    }
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Branch {
    pub(crate) name: Option<Code>,
    pub(crate) node: Node,
}

impl<'de> Deserialize<'de> for Branches {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BranchesVisitor(PhantomData<()>);
        impl<'de> Visitor<'de> for BranchesVisitor {
            type Value = Branches;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list or a map of requirements")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Branches, A::Error> {
                let mut branches = Vec::new();
                while let Some(node) = seq.next_element()? {
                    branches.push(Branch { name: None, node });
                }
                not_empty(branches)
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Branches, A::Error> {
                let mut branches = Vec::new();
                while let Some((name, node)) = map.next_entry()? {
                    branches.push(Branch { name: Some(name), node });
                }
                not_empty(branches)
            }
        }
        deserializer.deserialize_any(BranchesVisitor(PhantomData))
    }
}

fn not_empty<E: de::Error>(branches: Vec<Branch>) -> Result<Branches, E> {
    if branches.is_empty() {
        return Err(E::custom("there is no requirement in it: name at least one"));
    }
    Ok(Branches(branches))
}

impl Node {
    /// The word under which the node stands in JSON and in paths.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::All(_) => "all",
            Self::Any(_) => "any",
            Self::AtLeast(_) => "at_least",
            Self::Points(_) => "points",
            Self::Sequence(_) => "sequence",
            Self::Cited(_) => "cited",
            Self::Readings(_) => "readings",
            Self::Nothing(_) => "nothing",
            Self::Unpublished(_) => "unpublished",
            Self::Judgement(_) => "judgement",
            Self::Held(_) => "held",
            Self::Passed(_) => "passed",
            Self::Membership(_) => "membership",
            Self::Experience(_) => "experience",
            Self::Employed(_) => "employed",
            Self::Coursework(_) => "coursework",
            Self::Education(_) => "education",
            Self::Training(_) => "training",
            Self::Ceus(_) => "ceus",
            Self::Age(_) => "age",
            Self::Residence(_) => "residence",
            Self::Attestation(_) => "attestation",
        }
    }

    /// The nodes directly below, with the steps that lead to them in the document.
    pub(crate) fn below(&self) -> Vec<(Step<'_>, &Self)> {
        match self {
            Self::All(of) | Self::Any(of) => of.below(None),
            Self::AtLeast(at_least) => at_least.of.below(Some("of")),
            Self::Readings(readings) => readings.choices.below(Some("choices")),
            Self::Sequence(steps) => {
                let step = |(index, node)| (Step { list: None, name: None, index }, node);
                steps.iter().enumerate().map(step).collect()
            }
            Self::Cited(cited) => Vec::from([(
                Step { list: None, name: Some("requires"), index: 0 },
                &*cited.requires,
            )]),
            Self::Points(points) => points
                .classes
                .iter()
                .flat_map(|class| &class.items)
                .enumerate()
                .map(|(index, item)| {
                    (Step { list: Some("items"), name: None, index }, &item.requires)
                })
                .collect(),
            Self::Nothing(_)
            | Self::Unpublished(_)
            | Self::Judgement(_)
            | Self::Held(_)
            | Self::Passed(_)
            | Self::Membership(_)
            | Self::Experience(_)
            | Self::Employed(_)
            | Self::Coursework(_)
            | Self::Education(_)
            | Self::Training(_)
            | Self::Ceus(_)
            | Self::Age(_)
            | Self::Residence(_)
            | Self::Attestation(_) => Vec::new(),
        }
    }
}

/// One step down a requirement tree, as the document spells it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step<'a> {
    /// The key of the list, where there is one between the two nodes.
    pub(crate) list: Option<&'static str>,
    /// The name of the branch.
    pub(crate) name: Option<&'a str>,
    /// Its place, when it has no name.
    pub(crate) index: usize,
}
