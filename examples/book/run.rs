use crate::common::cases::{self, CaseFile};
use clap::Parser;
use coding_credentials::{Judge, RuleBook};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, Parser)]
struct Options {
    #[command(subcommand)]
    command: Command,
}
#[derive(Debug, clap::Subcommand)]
enum Command {
    Cases {
        files: Vec<PathBuf>,
        #[arg(long)]
        book: Vec<PathBuf>,
        #[arg(long)]
        cover: bool,
        #[arg(long)]
        only: Option<String>,
    },
}
pub(crate) fn main() -> ExitCode {
    let Command::Cases { files, book, cover, only } = Options::parse().command;
    let mut rules = RuleBook::builtin().unwrap();
    for path in &book {
        match rules.layer(
            &path.file_name().unwrap().to_string_lossy(),
            &std::fs::read_to_string(path).unwrap(),
        ) {
            Ok(b) => rules = b,
            Err(e) => {
                eprintln!("{}: {e}", path.display());
                return ExitCode::from(2);
            }
        }
    }
    let judge = Judge::new(rules.clone());
    let mut failed = 0;
    let mut all = Vec::new();
    for path in files {
        let file = match CaseFile::read(&std::fs::read_to_string(&path).unwrap()) {
            Ok(f) => f,
            Err(e) => {
                eprintln!("{}: {e}", path.display());
                return ExitCode::from(2);
            }
        };
        println!("{}: {} cases", path.display(), file.cases.len());
        for case in &file.cases {
            let wrong = case.differences(&case.answer(&judge));
            if !wrong.is_empty() {
                failed += 1;
                println!("FAILED {} ({})", case.id, case.says);
                for w in wrong {
                    println!("    {w}");
                }
            }
        }
        all.extend(file.cases);
    }
    println!("{} cases, {failed} failed", all.len());
    if cover {
        let mut targets = book.clone();
        if let Some(issuer) = only {
            targets =
                vec![format!("/work/main/src/book/builtin/{}.json", issuer.to_lowercase()).into()];
        }
        for path in targets {
            let value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            println!("{}: rules with a source: {}", path.display(), cases::rules(&value).len());
            let idle = cases::uncovered(&rules, &value, &all);
            println!("not exercised by any case: {}", idle.len());
            for place in idle {
                println!("    {place}");
            }
        }
    }
    ExitCode::from(u8::from(failed > 0))
}
