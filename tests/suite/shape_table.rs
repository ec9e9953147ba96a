//! The table of all shapes of rules: what expresses each, which credential has it, and what proves it.
//!
//! The table in the manual is written from `tests/shapes.json` (the shape and its construct), the
//! conformance cases that say which shape they are, and the names of the tests on synthetic books.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    format: u32,
    shapes: Vec<Shape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    /// `A1` to `A20`, `1` to `78`.
    #[serde(rename = "shape")]
    id: String,
    /// The shape in a few words.
    what: String,
    /// What expresses it.
    construct: String,
    /// Cases beside those that name the shape.
    #[serde(default)]
    cases: Vec<String>,
    /// What to know, and what of it is not expressed.
    remark: Option<String>,
}

/// What proves a shape.
#[derive(Default)]
struct Proof {
    /// Cases by credential.
    cases: BTreeMap<String, String>,
    /// Tests on synthetic books.
    tests: BTreeSet<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All cases: identifier, credential, the shapes that they are.
fn cases() -> Vec<(String, String, Vec<String>)> {
    let folder = fs::read_dir(root().join("tests/cases")).unwrap();
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "json"));
    paths.sort();
    let mut all = Vec::new();
    for path in paths {
        let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for case in file["cases"].as_array().unwrap() {
            let text = |key: &str| case[key].as_str().unwrap().to_owned();
            let worked = case["worked"].as_array().into_iter().flatten();
            let shapes = worked.filter_map(|one| one.as_str()?.strip_prefix("shape "));
            all.push((text("id"), text("credential"), shapes.map(str::to_owned).collect()));
        }
    }
    all
}

/// The shapes in front of a colon in the documentation of a test, or in its name.
fn named(line: &str) -> Vec<String> {
    let label = line.strip_prefix("/// ").and_then(|rest| rest.split_once(": "));
    let Some((label, _)) = label else { return Vec::new() };
    let parts = label.split(", ").map(str::to_owned);
    let is_shape = |part: &String| {
        let number = part.strip_prefix('A').unwrap_or(part);
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<String> = parts.collect();
    if parts.iter().all(is_shape) { parts } else { Vec::new() }
}

/// The tests on synthetic books, by shape.
fn tests() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in ["shapes", "renewal_shapes", "renewal_clocks"] {
        let text = fs::read_to_string(root().join(format!("tests/suite/{file}.rs"))).unwrap();
        let mut shapes: Vec<String> = Vec::new();
        for line in text.lines() {
            shapes.extend(named(line));
            let Some(name) = line.strip_prefix("fn ").and_then(|rest| rest.split('(').next())
            else {
                continue;
            };
            if let Some(rest) = name.strip_prefix("shape_") {
                shapes.extend(rest.split('_').next().map(str::to_ascii_uppercase));
            }
            for shape in shapes.drain(..) {
                found.push((shape, format!("`{file}::{name}`")));
            }
        }
    }
    found
}

fn proofs(shapes: &[Shape]) -> BTreeMap<String, Proof> {
    let mut proofs: BTreeMap<String, Proof> = BTreeMap::new();
    for (id, credential, of) in cases() {
        let extra = shapes.iter().filter(|shape| shape.cases.contains(&id));
        let of: BTreeSet<String> =
            of.into_iter().chain(extra.map(|shape| shape.id.clone())).collect();
        for shape in of {
            let proof = proofs.entry(shape).or_default();
            proof.cases.entry(credential.clone()).or_insert_with(|| id.clone());
        }
    }
    for (shape, test) in tests() {
        proofs.entry(shape).or_default().tests.insert(test);
    }
    proofs
}

fn table(shapes: &[Shape], proofs: &BTreeMap<String, Proof>) -> String {
    let mut text = String::from(
        "# Every shape of rule\n\n\
         What the rule language can say, and where it is proved. The page is written by a test: the numbers \
         are those of the list of shapes found among the certifying bodies, a case is one of `tests/cases`, a \
         test stands in `tests/suite`. No shape is refused; what of one is not expressed is said in its row.\n\n\
         | shape | what | expressed by | held by, with a case | synthetic test |\n|---|---|---|---|---|\n",
    );
    for shape in shapes {
        let proof = &proofs[&shape.id];
        let cases =
            proof.cases.iter().take(3).map(|(credential, id)| format!("{credential} (`{id}`)"));
        let cases: Vec<String> = cases.collect();
        let part = shape.remark.as_ref().map(|part| format!(". Remark: {part}"));
        writeln!(
            text,
            "| {} | {} | {}{} | {} | {} |",
            shape.id,
            shape.what,
            shape.construct,
            part.unwrap_or_default(),
            cases.join(", "),
            proof.tests.iter().next().map_or("", String::as_str),
        )
        .unwrap();
    }
    text
}

/// The page of the manual is what the cases and tests say. `UPDATE_MANUAL=1 cargo test` writes it anew.
#[test]
fn the_table_of_shapes_in_the_manual_is_true() {
    let text = fs::read_to_string(root().join("tests/shapes.json")).unwrap();
    let Shapes { format, shapes } = serde_json::from_str(&text).unwrap();
    assert_eq!(format, 1);
    let wanted: Vec<String> = (1..=20)
        .map(|number| format!("A{number}"))
        .chain((1..=78).map(|number| number.to_string()))
        .collect();
    let listed: Vec<String> = shapes.iter().map(|shape| shape.id.clone()).collect();
    assert_eq!(listed, wanted, "every shape once, in order");
    let proofs = proofs(&shapes);
    let known: BTreeSet<String> = cases().into_iter().map(|(id, ..)| id).collect();
    for shape in &shapes {
        let place = &shape.id;
        let proof = proofs.get(place).unwrap_or_else(|| panic!("shape {place}: nothing proves it"));
        // A shape that no credential on file has is proved on a synthetic book alone, and says so.
        let held = !proof.cases.is_empty();
        assert!(held || (!proof.tests.is_empty() && shape.remark.is_some()), "shape {place}");
        for case in &shape.cases {
            assert!(known.contains(case), "shape {place}: no case {case}");
        }
    }
    let page = root().join("manual/shapes.md");
    let expected = table(&shapes, &proofs);
    if std::env::var_os("UPDATE_MANUAL").is_some() {
        fs::write(&page, &expected).unwrap();
    }
    let found = fs::read_to_string(&page).unwrap_or_default();
    assert_eq!(found, expected, "run `UPDATE_MANUAL=1 cargo test --test suite shape_table`");
}
