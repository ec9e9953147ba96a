//! Behaviour through the public API, in one binary.

#![expect(unreachable_pub, reason = "the modules of this binary share their helpers")]

#[path = "../examples/common/cases.rs"]
mod cases;
#[path = "suite/command.rs"]
mod command;
#[path = "suite/support.rs"]
mod support;

#[path = "suite/allocation.rs"]
mod allocation;
#[path = "suite/audit.rs"]
mod audit;
#[path = "suite/book_program.rs"]
mod book_program;
#[path = "suite/changes.rs"]
mod changes;
#[path = "suite/cohort.rs"]
mod cohort;
#[path = "suite/compiled.rs"]
mod compiled;
#[path = "suite/conformance.rs"]
mod conformance;
#[path = "suite/deciders.rs"]
mod deciders;
#[path = "suite/documents.rs"]
mod documents;
#[path = "suite/golden.rs"]
mod golden;
#[path = "suite/hostile.rs"]
mod hostile;
#[path = "suite/impact.rs"]
mod impact;
#[path = "suite/laws.rs"]
mod laws;
#[path = "suite/ledgers.rs"]
mod ledgers;
#[path = "suite/lint.rs"]
mod lint;
#[path = "suite/lint_examples.rs"]
mod lint_examples;
#[path = "suite/lint_oracle.rs"]
mod lint_oracle;
#[path = "suite/oracle.rs"]
mod oracle;
#[path = "suite/own_body.rs"]
mod own_body;
#[path = "suite/program.rs"]
mod program;
#[path = "suite/questions.rs"]
mod questions;
#[path = "suite/renewal_clocks.rs"]
mod renewal_clocks;
#[path = "suite/renewal_documents.rs"]
mod renewal_documents;
#[path = "suite/renewal_laws.rs"]
mod renewal_laws;
#[path = "suite/renewal_oracle.rs"]
mod renewal_oracle;
#[path = "suite/renewal_program.rs"]
mod renewal_program;
#[path = "suite/renewal_scenarios.rs"]
mod renewal_scenarios;
#[path = "suite/renewal_shapes.rs"]
mod renewal_shapes;
#[path = "suite/scenarios_aapc.rs"]
mod scenarios_aapc;
#[path = "suite/scenarios_ahima.rs"]
mod scenarios_ahima;
#[cfg(feature = "schema")]
#[path = "suite/schema.rs"]
mod schema;
#[path = "suite/shape_table.rs"]
mod shape_table;
#[path = "suite/shapes.rs"]
mod shapes;
#[path = "suite/values.rs"]
mod values;
