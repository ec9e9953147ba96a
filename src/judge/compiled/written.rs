//! A compiled rule as text: what is tested, and how the tests are joined.

use core::fmt;

use super::decider::Decider;
use super::graph::{Node, NodeId};

/// What must be shown for the verdict *met*; after a bar what must be possible for *undetermined*, where
/// that is something else.
impl fmt::Display for Decider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let formula = self.formula();
        write!(f, "{}", Written { rule: self, node: formula.shown, inside: None })?;
        if formula.possible != formula.shown {
            write!(f, " | {}", Written { rule: self, node: formula.possible, inside: None })?;
        }
        Ok(())
    }
}

/// How the parts of a formula are joined.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Join {
    And,
    Or,
}

/// A formula; brackets stand around it where it is joined in another way than what it stands in.
struct Written<'r> {
    rule: &'r Decider,
    node: NodeId,
    inside: Option<Join>,
}

impl Written<'_> {
    fn join(&self, f: &mut fmt::Formatter<'_>, join: Join, of: [NodeId; 2]) -> fmt::Result {
        let open = self.inside.is_some_and(|inside| inside != join);
        if open {
            f.write_str("(")?;
        }
        for (place, node) in of.into_iter().enumerate() {
            if place > 0 {
                f.write_str(if join == Join::And { " and " } else { " or " })?;
            }
            write!(f, "{}", Written { rule: self.rule, node, inside: Some(join) })?;
        }
        if open { f.write_str(")") } else { Ok(()) }
    }
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rule.graph().nodes.get(self.node.place()) {
            None | Some(Node::Never) => f.write_str("never"),
            Some(Node::Always) => f.write_str("always"),
            Some(Node::And(left, right)) => self.join(f, Join::And, [*left, *right]),
            Some(Node::Or(left, right)) => self.join(f, Join::Or, [*left, *right]),
            Some(Node::Test(test)) => {
                let test = usize::try_from(*test).unwrap_or_default();
                let Some((input, need)) = self.rule.probed(test) else { return Ok(()) };
                match self.rule.inputs().get(input).and_then(|input| input.paths().next()) {
                    Some(path) => write!(f, "{path} >= {need}"),
                    None => write!(f, "versions in force #{input}"),
                }
            }
        }
    }
}
