//! Prints the JSON Schema of a document, or writes all of them into a directory.
//!
//! ```text
//! cargo run --features schema --example schema -- book
//! cargo run --features schema --example schema -- --write schema
//! ```

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use coding_credentials::schema;

/// The JSON Schemas of the documents that the library reads and writes.
#[derive(Parser)]
struct Arguments {
    /// Of what document.
    #[arg(required_unless_present = "write")]
    document: Option<Document>,
    /// Write all of them into this directory, as `record.schema.json` and so on.
    #[arg(long, value_name = "DIRECTORY", conflicts_with = "document")]
    write: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Document {
    Record,
    Book,
    Eligibility,
    Renewal,
    Cases,
}

impl Document {
    fn schema(self) -> String {
        match self {
            Self::Record => schema::record(),
            Self::Book => schema::book(),
            Self::Eligibility => schema::eligibility(),
            Self::Renewal => schema::renewal(),
            Self::Cases => schema::cases(),
        }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Some(document) = arguments.document {
        print!("{}", document.schema());
    }
    let Some(directory) = arguments.write else {
        return ExitCode::SUCCESS;
    };
    for document in Document::value_variants() {
        let name = format!("{document:?}").to_lowercase();
        let file = directory.join(format!("{name}.schema.json"));
        if let Err(error) = std::fs::write(&file, document.schema()) {
            eprintln!("cannot write {}: {error}", file.display());
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}
