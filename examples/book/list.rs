//! `book list`: issuers and their credentials.

use std::process::ExitCode;

use clap::Args;
use coding_credentials::calendar::Day;
use coding_credentials::source::Dated;
use coding_credentials::{CredentialId, RuleBook};
use serde::Serialize;

use crate::{Shared, day_or_today, issuer};

#[derive(Args, Debug, Default)]
pub(crate) struct Options {
    /// One issuer only.
    #[arg(long)]
    issuer: Option<String>,
    /// The day asked about, YYYY-MM-DD; today when left out.
    #[arg(long)]
    as_of: Option<String>,
}

#[derive(Serialize)]
struct List {
    book: String,
    as_of: Day,
    issuers: Vec<Listed>,
}

#[derive(Serialize)]
struct Listed {
    issuer: String,
    title: String,
    credentials: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    credential: CredentialId,
    title: String,
    /// `None`: not known.
    offered: Option<bool>,
    renewable: Option<bool>,
    rules: usize,
}

pub(crate) fn run(options: &Options, shared: &Shared) -> Result<ExitCode, String> {
    let book = shared.rules()?;
    let as_of = day_or_today("as-of", options.as_of.as_ref())?;
    let only = options.issuer.as_ref().map(|text| issuer(&book, text)).transpose()?;
    let wanted = book.issuers().filter(|one| only.as_ref().is_none_or(|only| one == &only));
    let issuers = wanted.map(|issuer| Listed {
        issuer: issuer.to_string(),
        title: book.issuer_title(issuer).unwrap_or_default().to_owned(),
        credentials: book
            .credentials()
            .filter(|id| id.issuer() == issuer)
            .map(|id| row(&book, id, as_of))
            .collect(),
    });
    let list = List { book: book.edition(), as_of, issuers: issuers.collect() };
    shared.answer(&list, |list, _| text(list))?;
    Ok(ExitCode::SUCCESS)
}

fn row(book: &RuleBook, credential: CredentialId, as_of: Day) -> Row {
    // No version for the day, or several that contradict each other: not known.
    let on_day = |dated: Option<&Dated<bool>>| {
        let mut values = dated?.on(as_of).map(|version| *version.value());
        let first = values.next()?;
        values.all(|other| other == first).then_some(first)
    };
    Row {
        title: book.title(&credential).unwrap_or_default().to_owned(),
        offered: on_day(book.offered(&credential)),
        renewable: on_day(book.maintainable(&credential)),
        rules: book.describe(&credential).map_or(0, |shown| shown.rules().count()),
        credential,
    }
}

fn text(list: &List) -> String {
    let mut lines = vec![
        format!("On {}, rules: {}", list.as_of, list.book),
        String::from("earn, renew: whether it can be earned, and renewed by holders, on this day"),
    ];
    for listed in &list.issuers {
        lines.push(String::new());
        lines.push(format!("{}: {}", listed.issuer, listed.title));
        lines.push(String::from("  code      earn  renew  rules  title"));
        lines.extend(listed.credentials.iter().map(|row| {
            let (offered, renewable) = (spoken(row.offered), spoken(row.renewable));
            let code = row.credential.code().as_str();
            format!("  {code:<8}  {offered:<4}  {renewable:<5}  {:>5}  {}", row.rules, row.title)
        }));
    }
    lines.join("\n") + "\n"
}

const fn spoken(answer: Option<bool>) -> &'static str {
    match answer {
        Some(true) => "yes",
        Some(false) => "no",
        None => "?",
    }
}
