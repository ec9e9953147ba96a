//! cedar-policy: permits with a condition on the context of a request. The policies are parsed
//! once; entities are empty. Sets have no sum, so that W3 cannot be said.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, RestrictedExpression,
};

use super::COURSES;
use crate::work::{Alternatives, Apprentice};

const W1: &str = "permit(principal, action, resource) when {
    context.days
        + (if context.course_hours >= 80 then 365 else 0)
        + (if context.practicode then 365 else 0) >= 730
};";

const W2: &str = "permit(principal, action, resource) when {
    (context.cca && context.days >= 365)
        || context.days >= 730
        || (context.other && context.days >= 365)
        || (context.course_1 && context.course_2 && context.course_3
            && context.course_4 && context.course_5 && context.course_6)
};";

pub(super) fn w1() -> impl FnMut(&Apprentice) -> bool {
    let rule = Rule::new(W1);
    move |apprentice| {
        rule.permits([
            ("days", long(apprentice.days)),
            ("course_hours", long(apprentice.course_hours)),
            ("practicode", RestrictedExpression::new_bool(apprentice.practicode)),
        ])
    }
}

pub(super) fn w2() -> impl FnMut(&Alternatives) -> bool {
    let rule = Rule::new(W2);
    move |candidate| {
        let facts = [
            ("cca", RestrictedExpression::new_bool(candidate.cca)),
            ("days", long(candidate.days)),
            ("other", RestrictedExpression::new_bool(candidate.other)),
        ];
        let courses = candidate.courses.map(RestrictedExpression::new_bool);
        rule.permits(facts.into_iter().chain(COURSES.into_iter().zip(courses)))
    }
}

fn long(number: u32) -> RestrictedExpression {
    RestrictedExpression::new_long(i64::from(number))
}

struct Rule {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    principal: EntityUid,
    action: EntityUid,
    resource: EntityUid,
}

impl Rule {
    fn new(text: &str) -> Self {
        Self {
            authorizer: Authorizer::new(),
            policies: text.parse().expect("a policy"),
            entities: Entities::empty(),
            principal: r#"Person::"applicant""#.parse().expect("an entity"),
            action: r#"Action::"apply""#.parse().expect("an entity"),
            resource: r#"Credential::"any""#.parse().expect("an entity"),
        }
    }

    fn permits(
        &self,
        facts: impl IntoIterator<Item = (&'static str, RestrictedExpression)>,
    ) -> bool {
        let facts = facts.into_iter().map(|(name, fact)| (name.to_owned(), fact));
        let context = Context::from_pairs(facts).expect("distinct names");
        let request = Request::new(
            self.principal.clone(),
            self.action.clone(),
            self.resource.clone(),
            context,
            None,
        );
        let request = request.expect("no schema to break");
        let response = self.authorizer.is_authorized(&request, &self.policies, &self.entities);
        response.decision() == Decision::Allow
    }
}
