//! Requirement trees as they stand in a book.

use alloc::boxed::Box;
#[cfg(feature = "schema")]
use alloc::collections::BTreeMap;
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(inline, description = ""))]
pub struct Requirement(pub(crate) Node);

/// One node of a requirement tree.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(
        rename = "Requirement",
        description = "What a rule asks for: an object with one key. There is no negation."
    )
)]
pub(crate) enum Node {
    /// All of these, as a list or by name.
    All(Branches),
    /// One of these, as a list or by name.
    Any(Branches),
    /// At least so many of these.
    AtLeast(AtLeast),
    /// Points from classes, each with a cap.
    Points(Points),
    /// First the one, then the other: evidence for the second counts only from the day on which the
    /// first was complete.
    Sequence(
        #[cfg_attr(feature = "schema", schemars(extend("minItems" = 2, "maxItems" = 2)))] Vec<Self>,
    ),
    /// A branch with a source of its own.
    Cited(Cited),
    /// A question on which sources disagree, and its answers.
    Readings(Readings),
    /// The issuer asks for nothing; always met.
    Nothing(Text),
    /// The issuer does not say; undetermined.
    Unpublished(Text),
    /// A person must decide; undetermined.
    Judgement(Text),
    /// A credential held.
    Held(Held),
    /// An exam passed, or several within one window.
    Passed(Passed),
    /// A membership, current on the day or of some length.
    Membership(MembershipLeaf),
    /// Experience, in days or in hours.
    Experience(Box<ExperienceLeaf>),
    /// At work in the role on the day.
    Employed(Employed),
    /// Coursework in a subject; without hours and credits, one completed course.
    Coursework(Box<CourseworkLeaf>),
    /// Education of a level; a higher one satisfies, unless `exact`.
    Education(EducationLeaf),
    /// A named training, such as `AAPC/Practicode`.
    Training(TrainingLeaf),
    /// Continuing education earned before certification.
    Ceus(CeusBefore),
    /// Age in whole years.
    Age(Count),
    /// Residence in one of these places; `US` covers `US-OH`.
    Residence(OneOrMany<Word>),
    /// A signed statement.
    Attestation(Attested),
}

/// At least so many of the branches.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct AtLeast {
    /// How many of them.
    pub(crate) count: Count,
    /// The requirements, as a list or by name.
    pub(crate) of: Branches,
}

/// Points from classes, each with a cap.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Points {
    /// How many points.
    pub(crate) need: Count,
    /// The classes from which points come.
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 1)))]
    pub(crate) classes: Vec<PointClass>,
}

/// A class of evidence that gives points.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct PointClass {
    /// The name of the class.
    pub(crate) id: Code,
    /// At most so many points from this class.
    pub(crate) cap: Option<Count>,
    /// What gives points.
    #[cfg_attr(feature = "schema", schemars(extend("minItems" = 1)))]
    pub(crate) items: Vec<PointItem>,
}

/// What gives points.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct PointItem {
    /// How many points it gives.
    pub(crate) points: Count,
    /// What it asks for.
    pub(crate) requires: Node,
}

/// A branch with a source of its own.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Cited {
    /// One key or several of `sources`.
    pub(crate) source: OneOrMany<Code>,
    /// Where it is weaker than the source's own.
    pub(crate) confidence: Option<Confidence>,
    /// What it asks for.
    pub(crate) requires: Box<Node>,
}

/// A question on which sources disagree, and its answers.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct Readings {
    /// The question on which the sources disagree.
    pub(crate) question: Code,
    /// The answers to it, by name, each with what it asks for.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "BTreeMap<Code, Node>", extend("minProperties" = 2))
    )]
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

#[cfg(feature = "schema")]
crate::schema::shape! { Branches, "Branches", generator => {
    // A map of requirements, or a list of them.
    let mut schema = BTreeMap::<Code, Node>::json_schema(generator);
    let about = "Requirements as a list, or by short names that appear in paths and text.";
    schema.insert("description".into(), about.into());
    schema.insert("type".into(), ["array", "object"].into());
    schema.insert("items".into(), generator.subschema_for::<Node>().to_value());
    schema.insert("minItems".into(), 1.into());
    schema.insert("minProperties".into(), 1.into());
    schema
} }

fn not_empty<E: de::Error>(mut branches: Vec<Branch>) -> Result<Branches, E> {
    if branches.is_empty() {
        return Err(E::custom("there is no requirement in it: name at least one"));
    }
    branches.shrink_to_fit();
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
