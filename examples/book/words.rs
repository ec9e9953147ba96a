//! `book words`: what to write where a list of words is open.

use std::process::ExitCode;

use clap::Args;
use coding_credentials::book::words::FieldWords;

use crate::{Shared, issuer};

#[derive(Args, Debug, Default)]
pub(crate) struct Options {
    /// The words of one issuer's rules only.
    #[arg(long)]
    issuer: Option<String>,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let book = shared.rules()?;
    let only = options.issuer.as_ref().map(|text| issuer(&book, text)).transpose()?;
    let words = match &only {
        Some(issuer) => book.words_of(issuer),
        None => book.words(),
    };
    shared
        .answer(&words, |words, width| words.iter().map(|field| block(field, width)).collect())?;
    Ok(ExitCode::SUCCESS)
}

/// A field and its words, wrapped.
fn block(field: &FieldWords, width: usize) -> String {
    let mut text = format!("{}\n", field.field());
    let mut line = String::from(" ");
    let last = field.words().len().saturating_sub(1);
    for (index, one) in field.words().iter().enumerate() {
        let comma = if index < last { "," } else { "" };
        if line.len() > 1 && line.len() + one.word().len() + comma.len() + 1 > width {
            text.push_str(&line);
            text.push('\n');
            line = String::from(" ");
        }
        line.push(' ');
        line.push_str(one.word());
        line.push_str(comma);
    }
    text + &line + "\n"
}
