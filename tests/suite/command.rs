//! The examples as a user runs them, and what a run gave.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// A built example. `cargo test` builds it; with `--test suite` alone it has to be built before.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.parent().and_then(Path::parent).unwrap();
    let program = built.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let path = program.display();
    assert!(program.exists(), "{path} is missing: run `cargo build --example {name}` first");
    program
}

/// What a run gave.
#[derive(Debug, Eq, PartialEq)]
pub struct Run {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs an example with some arguments and a text on standard input.
pub fn run(name: &str, arguments: &[&str], input: &[u8]) -> Run {
    let mut command = Command::new(program(name));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that does not read its input may be gone by now.
    let _written = stdin.write_all(input);
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The message of a run that was refused: one line on standard error, nothing on standard output.
#[track_caller]
pub fn refused(run: &Run) -> &str {
    assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{run:?}");
    let message = run.err.strip_prefix("error: ").and_then(|line| line.strip_suffix('\n'));
    let message = message.unwrap_or_else(|| panic!("{run:?}"));
    assert!(!message.contains('\n') && !message.contains('\u{1b}'), "{run:?}");
    message
}

/// A file of a test, in the directory that cargo keeps for that.
pub fn file(name: &str, text: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What to do about an answer, as an exit code.
pub fn code_of(verdict: &Value) -> i32 {
    match verdict.as_str().unwrap() {
        "met" => 0,
        "unmet" => 1,
        "undetermined" => 3,
        other => panic!("{other}"),
    }
}
