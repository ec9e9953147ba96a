//! Lists the embedded rule files, so that a new body is a new file and no code.

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
    let lines: Vec<String> = files.iter().map(|file| line(file)).collect();
    let list = format!("[\n{}]\n", lines.concat());
    fs::write(out.join("builtin.rs"), format!("&{list}"))
}

/// The name of a file and its text, as Rust.
fn line(file: &Path) -> String {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    format!("    ({name:?}, include_str!({:?})),\n", file.to_string_lossy())
}
