//! For every code of the linter a book that has the fault, and the same book without it.

use crate::support::credential;

/// Writes a book around some of its parts.
pub type Book = fn(&str) -> String;

/// A book with `@` where the two differ: what has the fault, what has not, and all that is found in the
/// first.
pub struct Example {
    pub book: Book,
    pub text: &'static str,
    pub fails: &'static str,
    pub passes: &'static str,
    pub lints: &'static [&'static str],
}

/// The source that the rules of the examples cite, checked half a year before the day of the lint.
const PAGE: &str = r#""PAGE": {"url": "https://acme.example/rules", "publisher": "Acme College",
    "checked": "2026-01-01", "confidence": "official"}"#;

/// A whole file, but for its head. `‹x›` is one version of the value `x`, without bounds.
pub fn file(fields: &str) -> String {
    let fields = fields.replace('‹', r#"[{"source": "PAGE", "value": "#).replace('›', "}]");
    let sources = if fields.contains(r#""sources""#) {
        String::new()
    } else {
        format!(r#""sources": {{{PAGE}}},"#)
    };
    format!(
        r#"{{"format": 1, "edition": "2026-01-01", "issuer": "ACME", "title": "Acme College", {sources} {fields}}}"#
    )
}

/// The credentials `ACC` and `BCC`, and a programme with the given further fields.
pub fn program(fields: &str) -> String {
    let passed = |code: &str| credential(code, &format!(r#"{{"passed": "{code}"}}"#));
    let holdings = if fields.contains(r#""holdings""#) { "" } else { r#""holdings": "all","# };
    let cycle = if fields.contains(r#""cycle""#) {
        ""
    } else {
        r#""cycle": ‹{"length": {"years": 2}}›,"#
    };
    file(&format!(
        r#""credentials": {{{}, {}}},
           "programs": {{"MAIN": {{"title": "Acme renewal", {holdings} {cycle} {fields}}}}}"#,
        passed("ACC"),
        passed("BCC")
    ))
}

/// The same with constraints.
pub fn constraints(rules: &str) -> String {
    program(&format!(r#""constraints": {{{rules}}}"#))
}

/// A credential `ACC`, renewed every second year, whose award asks for the given requirement.
pub fn award(requirement: &str) -> String {
    book_of(&credential("ACC", requirement))
}

/// The given credentials, renewed every second year.
pub fn book_of(credentials: &str) -> String {
    file(&format!("{}, {RENEWED}", format_args!(r#""credentials": {{{credentials}}}"#)))
}

const RENEWED: &str = r#""programs": {"MAIN": {"title": "Acme renewal", "holdings": "all",
    "cycle": ‹{"length": {"years": 2}}›}}"#;

/// A waiver `course` that an experience requirement names.
pub fn waiver(parts: &str) -> String {
    let (terms, experience) = parts.split_once('→').unwrap();
    file(&format!(
        r#""waivers": {{"course": {{"title": "A course", "terms": {terms}}}}},
           "credentials": {{{}}}, {RENEWED}"#,
        credential("ACC", &format!(r#"{{"experience": {{"field": "coding", {experience}}}}}"#))
    ))
}

/// A source beside the one that everything rests on, cited by a note.
fn source(parts: &str) -> String {
    let (cited, checked) = parts.split_once(' ').unwrap();
    file(&format!(
        r#""sources": {{{PAGE}, "OLD": {{"url": "https://acme.example/old", "publisher": "Acme College",
                "checked": "{checked}", "confidence": "official"}}}},
           "credentials": {{"ACC": {{"title": "Acme Coder", "notes": [{{"text": "A note.", "source": "{cited}"}}],
                "award": [{{"designation": "ACC", "requires": ‹{{"passed": "ACC"}}›}}]}}}}, {RENEWED}"#
    ))
}

pub const EXAMPLES: &[Example] = &[
    // impossible-requirement
    Example {
        book: award,
        text: r#"{"experience": {"field": "coding", "days": @, "within": {"years": 2}}}"#,
        fails: "732",
        passes: "731",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: 732 days of experience do not fit into the last 2 years: nobody can meet this, correct it",
        ],
    },
    Example {
        book: award,
        text: r#"{"experience": {"field": "coding", "hours": @, "within": {"days": 10}}}"#,
        fails: "240.5",
        passes: "240",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: 240.5 hours of experience do not fit into the last 10 days: nobody can meet this, correct it",
        ],
    },
    Example {
        book: waiver,
        text: r#"‹{"replaces": {"days": 30}, "times": 1, "requires": {"age": 18}}› →
                 "days": 120, "within": {"days": @}, "waivers": ["course"]"#,
        fails: "89",
        passes: "90",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: 120 days of experience do not fit into the last 89 days: nobody can meet this, correct it",
        ],
    },
    Example {
        book: award,
        text: r#"{"experience": {"field": "coding", "years": 1, "setting": ["inpatient", "outpatient"],
                                 "settings_at_least": @}}"#,
        fails: "3",
        passes: "2",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: 3 settings are asked for, of the 2 that count: nobody can meet this, correct it",
        ],
    },
    Example {
        book: award,
        text: r#"{"held": {"field": "@", "issuer": "own"}}"#,
        fails: "billing",
        passes: "coding",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: no credential of ACME certifies `billing`: nobody can meet this, correct it",
        ],
    },
    Example {
        book: award,
        text: r#"{"membership": {"organization": "ACME", "class": ["student/last-year"], "except_class": ["@"]}}"#,
        fails: "student",
        passes: "student/first-year",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: every class of members is excepted: nobody can meet this, correct it",
        ],
    },
    Example {
        book: award,
        text: r#"{"points": {"need": 20, "classes": [
            {"id": "work", "cap": 10, "items": [{"points": 20, "requires": {"passed": "ACC"}}]},
            {"id": "more", "items": [{"points": 10, "requires": {"held": {"field": "@", "issuer": "own"}}}]}]}}"#,
        fails: "billing",
        passes: "coding",
        lints: &[
            "error[impossible-requirement] ACME at `credentials.ACC.award[0].requires[0].value`: 20 points are needed, 10 can be had: nobody can meet this, correct it",
        ],
    },
    // unreachable-route
    Example {
        book: award,
        text: r#"{"any": {"exam": {"passed": "ACC"},
                          "work": {"experience": {"field": "coding", "days": @, "within": {"months": 13}}}}}"#,
        fails: "398",
        passes: "397",
        lints: &[
            "error[unreachable-route] ACME at `credentials.ACC.award[0].requires[0].value.any.work`: 398 days of experience do not fit into the last 13 months: nobody can take this route, correct it or leave it out",
        ],
    },
    Example {
        book: award,
        text: r#"{"at_least": {"count": 2, "of": [{"passed": "ACC"}, {"age": 18},
                                                  {"held": {"field": "@", "issuer": "own"}}]}}"#,
        fails: "billing",
        passes: "coding",
        lints: &[
            "error[unreachable-route] ACME at `credentials.ACC.award[0].requires[0].value.at_least.of[2]`: no credential of ACME certifies `billing`: nobody can take this route, correct it or leave it out",
        ],
    },
    // impossible-minima
    Example {
        book: program,
        text: r#""pools": {"kinds": ‹"@"›}, "constraints": {
            "audit": {"pool": "kinds", "terms": ‹{"minimum": 6, "of": {"topics": ["audit"]}}›},
            "law":   {"pool": "kinds", "terms": ‹{"minimum": 5, "of": {"topics": ["law"]}}›},
            "all":   {"terms": ‹{"maximum": 10}›}}"#,
        fails: "separate",
        passes: "shared",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.constraints.audit.terms[0]`: it and `law` together ask for 11, and `all` lets only 10 count: correct one of them",
        ],
    },
    Example {
        book: constraints,
        text: r#""audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
                 "quiz":  {"terms": ‹{"minimum": 5, "of": {"kind": ["@"]}}›},
                 "all":   {"terms": ‹{"maximum": 10, "of": {"kind": ["audit", "quiz"]}}›}"#,
        fails: "quiz",
        passes: "audit",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.constraints.audit.terms[0]`: it and `quiz` together ask for 11, and `all` lets only 10 count: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [20, @]}›, "constraints": {"all": {"terms": ‹{"maximum": 25}›}}"#,
        fails: "26",
        passes: "25",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.quota[0]`: it asks for 26, and `all` lets only 25 count: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [20]}›, "constraints": {
            "live":  {"terms": ‹{"maximum_share": 40, "of": {"delivery": ["in-person", "live-online"]}}›},
            "other": {"terms": ‹{"maximum": @, "of": {"delivery": ["recorded", "self-study"]}}›}}"#,
        fails: "11",
        passes: "12",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.quota[0]`: it asks for 20, and `live`, `other` let only 19 count: correct one of them",
        ],
    },
    Example {
        book: constraints,
        text: r#""yearly": {"terms": ‹{"minimum": 6, "per": "year", "of": {"kind": ["quiz"]}}›},
                 "inner":  {"terms": ‹{"maximum": 9, "of": {"kind": ["quiz"], "delivery": ["recorded"]}}›},
                 "outer":  {"terms": ‹{"maximum": @, "of": {"kind": ["quiz"], "except": {"delivery": ["recorded"]}}}›}"#,
        fails: "2",
        passes: "3",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.constraints.yearly.terms[0]`: it asks for 12, and `inner`, `outer` let only 11 count: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""admits": ‹{"delivery": ["in-person", "@"]}›,
                 "constraints": {"alone": {"terms": ‹{"minimum": 1, "of": {"delivery": ["self-study"]}}›}}"#,
        fails: "recorded",
        passes: "self-study",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.constraints.alone.terms[0]`: no activity that counts is of this kind: correct `of`, or what the programme `admits`",
        ],
    },
    Example {
        book: constraints,
        text: r#""audit": {"terms": ‹{"share": 60, "base": "earned", "of": {"kind": ["audit"]}}›},
                 "quiz":  {"terms": ‹{"share": @, "base": "earned", "of": {"kind": ["quiz"]}}›}"#,
        fails: "41",
        passes: "40",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.constraints.audit.terms[0]`: it and `quiz` together ask for 101 % of what is earned: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""cycle": ‹{"length": {"years": @}}›,
            "quota": [{"until": "2020-12-31", "source": "PAGE", "value": {"by_count": [20]}},
                      {"from": "2021-01-01", "source": "PAGE", "value": {"by_count": [40]}}],
            "constraints": {"all": {"terms": {"anchor": "cycle-end", "versions": [
                {"until": "2022-12-31", "source": "PAGE", "value": {"maximum": 30}},
                {"from": "2023-01-01", "source": "PAGE", "value": {"maximum": 60}}]}}}"#,
        fails: "2",
        passes: "3",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.quota[1]`: it asks for 40, and `all` lets only 30 count: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": [{"source": "PAGE", "value": {"by_count": [10]}, "reading": {"question": "old-or-new", "choice": "old"}},
                           {"source": "PAGE", "value": {"by_count": [20]}, "reading": {"question": "old-or-new", "choice": "new"}}],
            "constraints": {"all": {"terms": [
                {"source": "PAGE", "value": {"maximum": @}, "reading": {"question": "old-or-new", "choice": "new"}},
                {"source": "PAGE", "value": {"maximum": 10}, "reading": {"question": "old-or-new", "choice": "old"}}]}}"#,
        fails: "19",
        passes: "20",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.quota[1]`: it asks for 20, and `all` lets only 19 count: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"single": 10, "further": "@"}›, "constraints": {"all": {"terms": ‹{"maximum": 15}›}}"#,
        fails: "own",
        passes: "same",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.quota[0]`: it asks for 20, and `all` lets only 15 count: correct one of them",
        ],
    },
    Example {
        book: constraints,
        text: r#""ohio": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}, "residence": ["US-OH"]}›},
                 "iowa": {"terms": ‹{"minimum": 6, "of": {"kind": ["quiz"]}, "residence": ["US-@"]}›},
                 "all":  {"terms": ‹{"maximum": 10}›}"#,
        fails: "OH",
        passes: "IA",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.constraints.iowa.terms[0]`: it and `ohio` together ask for 12, and `all` lets only 10 count: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [20]}›, "constraints": {"all": {"terms": {"anchor": "cycle-end", "versions": [
            {"from": "2022-01-01", "until": "2022-06-30", "source": "PAGE", "value": {"maximum": @}},
            {"from": "2022-07-01", "source": "PAGE", "value": {"maximum": 30}}]}}}"#,
        fails: "10",
        passes: "20",
        lints: &[
            "error[impossible-minima] ACME at `programs.MAIN.quota[0]`: it asks for 20, and `all` lets only 10 count: correct one of them",
        ],
    },
    // cap-below-minimum
    Example {
        book: constraints,
        text: r#""audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit/coding"]}}›},
                 "most":  {"terms": ‹{"maximum": @, "of": {"kind": ["audit"]}}›}"#,
        fails: "5",
        passes: "6",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.most.terms[0]`: at most 5 of these units count, and `audit` asks for 6 of them: correct one of the two",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [25]}›, "constraints": {
            "audit": {"terms": ‹{"share": 50, "base": "required", "round_up": 1, "of": {"kind": ["audit"]}}›},
            "most":  {"terms": ‹{"maximum_share": @, "of": {"kind": ["audit"]}}›}}"#,
        fails: "51",
        passes: "52",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.most.terms[0]`: at most 12.75 of these units count, and `audit` asks for 13 of them: correct one of the two",
        ],
    },
    Example {
        book: constraints,
        text: r#""a": {"for": ["ACC"], "terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
                 "b": {"for": ["BCC"], "terms": ‹{"maximum": @, "of": {"kind": ["audit"]}}›}"#,
        fails: "5",
        passes: "6",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.b.terms[0]`: at most 5 of these units count, and `a` asks for 6 of them: correct one of the two",
        ],
    },
    Example {
        book: constraints,
        text: r#""whole":  {"terms": ‹{"minimum": 9, "of": {"kind": ["audit"]}}›},
                 "yearly": {"terms": ‹{"maximum": @, "of": {"kind": ["audit"]}, "per": "year"}›}"#,
        fails: "4",
        passes: "4.5",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.yearly.terms[0]`: at most 8 of these units count, and `whole` asks for 9 of them: correct one of the two",
        ],
    },
    Example {
        book: constraints,
        text: r#""whole":  {"terms": ‹{"minimum": @, "of": {"kind": ["audit"]}}›},
                 "yearly": {"terms": ‹{"maximum": 3, "of": {"kind": ["audit"]}, "per": "calendar-year"}›}"#,
        fails: "10",
        passes: "9",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.yearly.terms[0]`: at most 9 of these units count, and `whole` asks for 10 of them: correct one of the two",
        ],
    },
    Example {
        book: constraints,
        text: r#""each-year": {"terms": ‹{"minimum": 4, "of": {"kind": ["audit"]}, "per": "year"}›},
                 "yearly":    {"terms": ‹{"maximum": @, "of": {"kind": ["audit"]}, "per": "year"}›}"#,
        fails: "3",
        passes: "4",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.yearly.terms[0]`: at most 3 of these units count, and `each-year` asks for 4 of them: correct one of the two",
        ],
    },
    Example {
        book: constraints,
        text: r#""own":  {"terms": ‹{"minimum": 6, "of": {"approved_for": ["ACC"]}}›},
                 "home": {"terms": ‹{"maximum": 5, "of": {"approved_by": ["@"]}}›}"#,
        fails: "ACME",
        passes: "OTHER",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.home.terms[0]`: at most 5 of these units count, and `own` asks for 6 of them: correct one of the two",
        ],
    },
    Example {
        book: constraints,
        text: r#""audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
                 "most":  {"terms": ‹{"maximum": @, "of": {"kind": ["audit"]}}›},
                 "many":  {"terms": ‹{"maximum": 9, "of": {"except": {"topics":
                     ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"]}}}›}"#,
        fails: "5",
        passes: "6",
        lints: &[
            "error[cap-below-minimum] ACME at `programs.MAIN.constraints.most.terms[0]`: at most 5 of these units count, and `audit` asks for 6 of them: correct one of the two",
        ],
    },
    // shadowed-rule
    Example {
        book: program,
        text: r#""units": ‹[{"of": {"kind": ["@"]}, "minutes": 60}, {"of": {"kind": ["quiz/short"]}, "minutes": 30}]›"#,
        fails: "quiz",
        passes: "quiz/long",
        lints: &[
            "error[shadowed-rule] ACME at `programs.MAIN.units[0].value[1]`: a rule that stands before it fits whatever this one does, so that it never holds: put this one first, or leave it out",
        ],
    },
    Example {
        book: program,
        text: r#""fees": {"recertification": ‹[{"for": "@", "flat": {"amount": "50.00", "currency": "USD"}},
                                               {"for": "member", "flat": {"amount": "40.00", "currency": "USD"}}]›}"#,
        fails: "all",
        passes: "non-member",
        lints: &[
            "error[shadowed-rule] ACME at `programs.MAIN.fees.recertification[0].value[1]`: a price for all stands before it, so that this one is never taken: put it first, or leave it out",
        ],
    },
    Example {
        book: book_of,
        text: r#""ACC": {"title": "Acme Coder", "award": [
                    {"designation": "ACC-A", "requires": ‹{"passed": "ACC"}›},
                    {"designation": "ACC", "requires": ‹{"@": [{"passed": "ACC"}, {"age": 18}]}›}]},
                 "ACC-A": {"title": "Apprentice", "designation_of": "ACC"}"#,
        fails: "all",
        passes: "any",
        lints: &[
            "error[shadowed-rule] ACME at `credentials.ACC.award[1].requires[0]`: whoever meets it meets `award[0]` too, which stands before it and is granted: put the one that asks for more first",
        ],
    },
    // supersession-loop
    Example {
        book: book_of,
        text: r#""ACC": {"title": "Acme Coder", "supersedes": [{"code": "BCC", "source": "PAGE"}],
                         "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]},
                 "BCC": {"title": "Acme Biller", "supersedes": [{"code": "@", "source": "PAGE"}],
                         "award": [{"designation": "BCC", "requires": ‹{"passed": "BCC"}›}]},
                 "CCC": {"title": "Acme Clerk",
                         "award": [{"designation": "CCC", "requires": ‹{"passed": "CCC"}›}]}"#,
        fails: "ACC",
        passes: "CCC",
        lints: &[
            "error[supersession-loop] ACME at `credentials.ACC.supersedes`: what `ACC` replaces or excuses leads, step by step, back to it, so that none of them counts: drop one of the steps",
            "error[supersession-loop] ACME at `credentials.BCC.supersedes`: what `BCC` replaces or excuses leads, step by step, back to it, so that none of them counts: drop one of the steps",
        ],
    },
    Example {
        book: file,
        text: r#""credentials": {
                "ACC": {"title": "Acme Coder", "supersedes": [{"code": "BCC", "source": "PAGE"}],
                        "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]},
                "BCC": {"title": "Acme Biller", "award": [{"designation": "BCC", "requires": ‹{"passed": "BCC"}›}]},
                "CCC": {"title": "Acme Clerk", "award": [{"designation": "CCC", "requires": ‹{"passed": "CCC"}›}]}},
            "programs": {"MAIN": {"title": "Acme renewal", "holdings": "all", "cycle": ‹{"length": {"years": 2}}›,
                                  "excuses": [{"code": "BCC", "excuses": ["@"], "source": "PAGE"}]}}"#,
        fails: "ACC",
        passes: "CCC",
        lints: &[
            "error[supersession-loop] ACME at `credentials.ACC.supersedes`: what `ACC` replaces or excuses leads, step by step, back to it, so that none of them counts: drop one of the steps",
            "error[supersession-loop] ACME at `credentials.BCC`: what `BCC` replaces or excuses leads, step by step, back to it, so that none of them counts: drop one of the steps",
        ],
    },
    // unknown-duty
    Example {
        book: program,
        text: r#""duties": {"fee": {"terms": ‹{"fee": "recertification"}›}},
                 "ladder": ‹[{"standing": "inactive", "remains": ["ceus", "duties/@"]}]›"#,
        fails: "fees",
        passes: "fee",
        lints: &[
            "error[unknown-duty] ACME at `programs.MAIN.ladder[0].value[0].remains[1]`: the programme has no duty `fees`: correct the name, or add the duty",
        ],
    },
    // unknown-price
    Example {
        book: program,
        text: r#""fees": {"recertification": ‹[{"for": "all", "flat": {"amount": "50.00", "currency": "USD"}}]›,
                          "late-fee": ‹[{"for": "all", "percent": 15, "of": "@"}]›}"#,
        fails: "membership",
        passes: "recertification",
        lints: &[
            "error[unknown-price] ACME at `programs.MAIN.fees.late-fee[0].value[0].of`: a percentage of `membership`, for which no price is on file: add one under `fees`",
        ],
    },
    // redundant-route
    Example {
        book: award,
        text: r#"{"any": {"old": {"all": [{"passed": "ACC"}, {"age": 21}]},
                          "new": {"all": [{"passed": "ACC"}, {@}]}}}"#,
        fails: r#""age": 18"#,
        passes: r#""residence": "US""#,
        lints: &[
            "warning[redundant-route] ACME at `credentials.ACC.award[0].requires[0].value.any.old`: whoever takes this route takes `new` too, which asks for no more: leave it out, or correct one of the two",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [10]}›,
                 "ways": ‹[{"id": "units", "quota": @}, {"id": "exam", "quota": true, "requires": {"passed": "ACC"}}]›"#,
        fails: "true",
        passes: r#"true, "requires": {"age": 60}"#,
        lints: &[
            "warning[redundant-route] ACME at `programs.MAIN.ways[0].value[1]`: whoever takes this way takes `units` too, which asks for no more: leave it out, or correct one of the two",
        ],
    },
    // counted-twice
    Example {
        book: award,
        text: r#"{"at_least": {"count": 2, "of": [{"experience": {"field": "coding", "years": 2}},
                                                  {"experience": {"field": "@", "years": 1}}, {"age": 18}]}}"#,
        fails: "coding",
        passes: "billing",
        lints: &[
            "warning[counted-twice] ACME at `credentials.ACC.award[0].requires[0].value.at_least.of[0]`: whoever meets this meets `[1]` too, so that the same evidence counts twice: keep one of the two, or tell them apart",
        ],
    },
    // waiver-above-target
    Example {
        book: waiver,
        text: r#"‹{"replaces": {"months": @}, "times": 1, "requires": {"age": 18}}› →
                 "years": 1, "waivers": ["course"]"#,
        fails: "13",
        passes: "12",
        lints: &[
            "warning[waiver-above-target] ACME at `credentials.ACC.award[0].requires[0].value.experience.waivers[0]`: the waiver `course` stands for 13 months, the requirement asks for 1 year: correct one of the two",
        ],
    },
    Example {
        book: waiver,
        text: r#"‹{"replaces": {"years": @}, "times": 1, "requires": {"age": 18}}› →
                 "years": 1, "year_hours": 2000, "waivers": ["course"]"#,
        fails: "2",
        passes: "1",
        lints: &[
            "warning[waiver-above-target] ACME at `credentials.ACC.award[0].requires[0].value.experience.waivers[0]`: the waiver `course` stands for 2 years, the requirement asks for 1 year: correct one of the two",
        ],
    },
    Example {
        book: waiver,
        text: r#"‹{"replaces": {"years": 1}, "times": 1, "requires": {"age": 18}}› →
                 "years": 2, "waivers": ["course"], "at_most_waived": {"years": @}"#,
        fails: "3",
        passes: "2",
        lints: &[
            "warning[waiver-above-target] ACME at `credentials.ACC.award[0].requires[0].value.experience.at_most_waived`: up to 3 years may be waived of 2 years: the limit has no effect, correct one of the two",
        ],
    },
    // crossing-caps
    Example {
        book: constraints,
        text: r#""alone":  {"terms": ‹{"maximum": 10, "of": {"delivery": ["self-study"]}}›},
                 "quizzes": {"terms": ‹{"maximum": 8, "of": {"kind": ["quiz"]@}}›}"#,
        fails: "",
        passes: r#", "delivery": ["self-study"]"#,
        lints: &[
            "warning[crossing-caps] ACME at `programs.MAIN.constraints.alone.terms[0]`: it and `quizzes` hold some of the same units, and neither lies within the other: a record that is under both may stay undetermined; nest them, or keep them apart",
        ],
    },
    Example {
        book: constraints,
        text: r#""quizzes": {"terms": ‹{"maximum": 8, "of": {"kind": ["quiz@"]}}›},
                 "yearly":  {"terms": ‹{"maximum": 5, "of": {"kind": ["quiz"]}, "per": "year"}›}"#,
        fails: "/short",
        passes: "",
        lints: &[
            "warning[crossing-caps] ACME at `programs.MAIN.constraints.quizzes.terms[0]`: it and `yearly` hold some of the same units, and neither lies within the other: a record that is under both may stay undetermined; nest them, or keep them apart",
        ],
    },
    // minimum-above-quota
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [@]}›,
                 "constraints": {"audit": {"terms": ‹{"minimum": 20, "of": {"kind": ["audit"]}}›}}"#,
        fails: "19.5",
        passes: "20",
        lints: &[
            "warning[minimum-above-quota] ACME at `programs.MAIN.constraints.audit.terms[0]`: it asks for 20, the cycle for 19.5 in all: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [@]}›, "constraints": {
            "audit": {"terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›},
            "quiz":  {"terms": ‹{"minimum": 5, "of": {"kind": ["quiz"]}}›}}"#,
        fails: "10",
        passes: "11",
        lints: &[
            "warning[minimum-above-quota] ACME at `programs.MAIN.constraints.audit.terms[0]`: it and `quiz` together ask for 11, the cycle for 10 in all: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [@]}›, "constraints": {
            "audit": {"terms": ‹{"minimum": 12, "of": {"kind": ["audit"]}}›},
            "quiz":  {"terms": ‹{"minimum": 5, "of": {"kind": ["quiz"]}}›}}"#,
        fails: "11",
        passes: "17",
        lints: &[
            "warning[minimum-above-quota] ACME at `programs.MAIN.constraints.audit.terms[0]`: it asks for 12, the cycle for 11 in all: correct one of them",
        ],
    },
    Example {
        book: program,
        text: r#""quota": ‹{"by_count": [20, @]}›, "constraints": {
            "audit": {"for": ["ACC"], "terms": ‹{"minimum": [16, 25], "of": {"kind": ["audit"]}}›}}"#,
        fails: "24",
        passes: "25",
        lints: &[
            "warning[minimum-above-quota] ACME at `programs.MAIN.constraints.audit.terms[0]`: it asks for 25, the cycle for 24 in all: correct one of them",
        ],
    },
    // between-steps
    Example {
        book: program,
        text: r#""units": ‹[{"minutes": 60, "units": 1, "leftover": [{"minutes": 30, "units": "0.5"}]}]›,
                 "constraints": {"audit": {"terms": ‹{"minimum": @, "of": {"kind": ["audit"]}}›}}"#,
        fails: "6.25",
        passes: "6.5",
        lints: &[
            "warning[between-steps] ACME at `programs.MAIN.constraints.audit.terms[0]`: minutes give steps of 0.5, which do not add up to 6.25: correct the amount or the unit rule",
        ],
    },
    Example {
        book: program,
        text: r#""units": ‹[{"of": {"kind": ["article"]}, "minutes": 1, "units": 3, "most": 3}, {"minutes": 60, "units": @}]›,
                 "quota": ‹{"by_count": [15, 20]}›"#,
        fails: "3",
        passes: "2",
        lints: &[
            "warning[between-steps] ACME at `programs.MAIN.quota[0]`: minutes give steps of 3, which do not add up to 20: correct the amount or the unit rule",
        ],
    },
    // currency-mismatch
    Example {
        book: program,
        text: r#""fees": {"recertification": ‹[{"for": "all", "flat": {"amount": "50.00", "currency": "USD"}}]›,
                          "late-fee": ‹[{"for": "all", "flat": {"amount": "5.00", "currency": "@"}}]›}"#,
        fails: "CAD",
        passes: "USD",
        lints: &[
            "warning[currency-mismatch] ACME at `programs.MAIN.fees.late-fee[0].value[0]`: a price in CAD, while one of the same days is in USD (`programs.MAIN.fees.recertification[0].value[0]`): write one currency",
        ],
    },
    Example {
        book: book_of,
        text: r#""ACC": {"title": "Acme Coder",
                         "exam": {"fees": ‹[{"for": "member", "price": {"amount": "50.00", "currency": "USD"}},
                                            {"for": "all", "price": {"amount": "60.00", "currency": "@"}}]›},
                         "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]}"#,
        fails: "CAD",
        passes: "USD",
        lints: &[
            "warning[currency-mismatch] ACME at `credentials.ACC.exam.fees[0].value[1]`: a price in CAD, while one of the same days is in USD (`credentials.ACC.exam.fees[0].value[0]`): write one currency",
        ],
    },
    // quota-misses-credential
    Example {
        book: program,
        text: r#""quota": ‹{"single": {"ACC": 10@}, "further": 5}›"#,
        fails: "",
        passes: r#", "BCC": 10"#,
        lints: &[
            "warning[quota-misses-credential] ACME at `programs.MAIN.quota[0].value.single`: there is no row for `BCC`, which is on file for these days: add one, or the total is not known",
        ],
    },
    // version-gap
    Example {
        book: program,
        text: r#""quota": [{"until": "2019-12-31", "source": "PAGE", "value": {"by_count": [10]}},
                           {"from": "2020-01-0@", "source": "PAGE", "value": {"by_count": [12]}}]"#,
        fails: "2",
        passes: "1",
        lints: &[
            "warning[version-gap] ACME at `programs.MAIN.quota[1]`: nothing is on file from 2020-01-01 to 2020-01-01: fill the gap if the issuer's pages do, or leave it as not known",
        ],
    },
    // single-reading
    Example {
        book: program,
        text: r#""quota": [{"until": "2019-12-31", "source": "PAGE", "value": {"by_count": [10]},
                            "reading": {"question": "ten-or-twelve", "choice": "ten"}},
                           {"from": "@", "source": "PAGE", "value": {"by_count": [12]},
                            "reading": {"question": "ten-or-twelve", "choice": "twelve"}}]"#,
        fails: "2020-01-01",
        passes: "2019-12-31",
        lints: &[
            "warning[single-reading] ACME at `programs.MAIN.quota[0]`: the question `ten-or-twelve` has the choice `ten` alone on these days: add the other one, or drop `reading`",
        ],
    },
    // readings-differ
    Example {
        book: program,
        text: r#""quota": [{"source": "PAGE", "value": {"by_count": [10]}, "reading": {"question": "old-or-new", "choice": "old"}},
                           {"source": "PAGE", "value": {"by_count": [12]}, "reading": {"question": "old-or-new", "choice": "new"}}],
                 "repeats": {"anchor": {"question": "old-or-new", "choices": {"old": "activity", "@": "cycle-start"}},
                             "versions": ‹"once"›}"#,
        fails: "knew",
        passes: "new",
        lints: &[
            "warning[readings-differ] ACME at `programs.MAIN.repeats`: the question `old-or-new` has the choices `knew`, `old` here and `new`, `old` at `programs.MAIN.quota[0]`: write the same ones",
        ],
    },
    // source-stale
    Example {
        book: source,
        text: "OLD @",
        fails: "2025-06-01",
        passes: "2025-06-02",
        lints: &[
            "warning[source-stale] ACME at `sources.OLD.checked`: it was last checked on 2025-06-01, a year or more before 2026-06-01: look whether the page still says so",
        ],
    },
    // source-in-future
    Example {
        book: source,
        text: "OLD @",
        fails: "2026-06-02",
        passes: "2026-06-01",
        lints: &[
            "warning[source-in-future] ACME at `sources.OLD.checked`: it was checked on 2026-06-02, which is after 2026-06-01: correct the day",
        ],
    },
    // source-unused
    Example {
        book: source,
        text: "@ 2026-01-01",
        fails: "PAGE",
        passes: "OLD",
        lints: &[
            "warning[source-unused] ACME at `sources.OLD`: no rule cites it: cite it, or leave it out",
        ],
    },
    // unused-waiver
    Example {
        book: waiver,
        text: r#"‹{"replaces": {"years": 1}, "times": 1, "requires": {"age": 18}}› → "years": 1@"#,
        fails: "",
        passes: r#", "waivers": ["course"]"#,
        lints: &[
            "warning[unused-waiver] ACME at `waivers.course`: no requirement names it: add it to the `waivers` of an experience, or leave it out",
        ],
    },
    // unused-program, no-program
    Example {
        book: file,
        text: r#""programs": {"MAIN": {"title": "Acme renewal", "holdings": "all", "cycle": ‹{"length": {"years": 2}}›}},
                 "credentials": {@}"#,
        fails: "",
        passes: r#""ACC": {"title": "Acme Coder", "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]}"#,
        lints: &[
            "warning[unused-program] ACME at `programs.MAIN.holdings`: no credential of the book belongs to it: name one under `holdings`",
        ],
    },
    Example {
        book: program,
        text: r#""holdings": ["ACC"@]"#,
        fails: "",
        passes: r#", "BCC""#,
        lints: &[
            "warning[no-program] ACME at `credentials.BCC`: no programme renews it: add one, with an `unpublished` cycle where nothing is on file",
        ],
    },
    // unused-pool
    Example {
        book: program,
        text: r#""pools": {"kinds": ‹"separate"›},
                 "constraints": {"audit": {"pool": "@", "terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›}}"#,
        fails: "kind",
        passes: "kinds",
        lints: &[
            "warning[unused-pool] ACME at `programs.MAIN.pools.kinds`: no constraint lies in this pool: name it there, or leave it out",
        ],
    },
    // unused-constraint, unused-row
    Example {
        book: file,
        text: r#""credentials": {"ACC": {"title": "Acme Coder", "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]},
                                 "BCC": {"title": "Acme Biller", "maintainable": ‹false›,
                                         "award": [{"designation": "BCC", "requires": ‹{"passed": "BCC"}›}]}},
            "programs": {"MAIN": {"title": "Acme renewal", "holdings": ["ACC"], "cycle": ‹{"length": {"years": 2}}›,
                "constraints": {"audit": {"for": ["ACC"@], "terms": ‹{"minimum": 6, "of": {"kind": ["audit"]}}›}}}}"#,
        fails: r#", "BCC""#,
        passes: "",
        lints: &[
            "warning[unused-constraint] ACME at `programs.MAIN.constraints.audit.for[1]`: the programme does not renew `BCC`: leave it out, or add it to `holdings`",
        ],
    },
    Example {
        book: file,
        text: r#""credentials": {"ACC": {"title": "Acme Coder", "award": [{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}]},
                                 "BCC": {"title": "Acme Biller", "maintainable": ‹false›,
                                         "award": [{"designation": "BCC", "requires": ‹{"passed": "BCC"}›}]}},
            "programs": {"MAIN": {"title": "Acme renewal", "holdings": ["ACC"], "cycle": ‹{"length": {"years": 2}}›,
                "quota": ‹{"single": {"ACC": 10@}, "further": "own"}›}}"#,
        fails: r#", "BCC": 10"#,
        passes: "",
        lints: &[
            "warning[unused-row] ACME at `programs.MAIN.quota[0].value.single.BCC`: the programme does not renew `BCC`: leave it out, or add it to `holdings`",
        ],
    },
    // no-award
    Example {
        book: book_of,
        text: r#""ACC": {"title": "Acme Coder", "award": [@]}"#,
        fails: "",
        passes: r#"{"designation": "ACC", "requires": ‹{"passed": "ACC"}›}"#,
        lints: &[
            "warning[no-award] ACME at `credentials.ACC`: no outcome leads to `ACC`: add one to `award`",
        ],
    },
    // ladder-ends
    Example {
        book: program,
        text: r#""ladder": ‹[{"for": {"days": 30}, "standing": "grace"}, {@"standing": "revoked"}]›"#,
        fails: r#""for": {"years": 3}, "#,
        passes: "",
        lints: &[
            "warning[ladder-ends] ACME at `programs.MAIN.ladder[0].value`: the last step ends and nothing follows: add what follows, `unpublished` where it is not on file",
        ],
    },
];
