//! Lists the embedded rule files, so that a new body is a new file and no code.
//!
//! What is embedded is the text of the files without the white space between their parts: a quarter less
//! to carry and to read. Places in errors name keys, not lines, so that nothing else changes.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let folder = root.join("src/book/builtin");
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(&folder)?.collect::<io::Result<Vec<_>>>()?;
    let mut files: Vec<PathBuf> = entries.into_iter().map(|entry| entry.path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    let lines = files.iter().map(|file| embed(file, &out)).collect::<io::Result<Vec<String>>>()?;
    fs::write(out.join("builtin.rs"), format!("&[\n{}]\n", lines.concat()))
}

/// The name of a file and its text, as Rust.
fn embed(file: &Path, out: &Path) -> io::Result<String> {
    println!("cargo::rerun-if-changed={}", file.display());
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let dense = out.join(&*name);
    fs::write(&dense, without_blanks(&fs::read_to_string(file)?))?;
    Ok(format!("    ({name:?}, include_str!({:?})),\n", dense.to_string_lossy()))
}

/// JSON without the white space outside its texts.
fn without_blanks(json: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keeps = |letter: &char| {
        let keep = inside || !letter.is_ascii_whitespace();
        (inside, escaped) = match (*letter, inside, escaped) {
            (_, true, true) => (true, false),
            ('\\', true, false) => (true, true),
            ('"', within, false) => (!within, false),
            (_, within, _) => (within, false),
        };
        keep
    };
    json.chars().filter(keeps).collect()
}
