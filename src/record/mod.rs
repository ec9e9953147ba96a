//! What is known about one person.
//!
//! A section that is absent is not known; a section that is present and empty is known to be none.
//! The same holds for single fields. A [`Record`] that exists is legal: it comes from
//! [`Record::from_json`] or from [`RecordBuilder::build`], and both name the place of a fault.

mod activity;
mod check;
mod entry;
mod learning;
mod section;
mod standing;
mod work;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize, Serializer};

pub use self::activity::{
    Attestation, CeuActivity, Delivery, Exception, ExceptionKind, Payment, PaymentPurpose,
};
pub(crate) use self::entry::{Entry, words};
pub use self::learning::{
    Coursework, Education, EducationStatus, ExamAttempt, Level, Training, TranscriptStatus,
};
pub use self::section::Section;
pub use self::standing::{Application, Holding, Membership, StatedCycle};
pub use self::work::{Document, Job, Proof, Setting, Signer, States};
use crate::calendar::Day;
use crate::document::{self, DocumentError, EditorHint, Limits, Problem};
pub use crate::word::{Text, TextError, UnknownWordError, Word, WordError};

/// Everything known about one person.
///
/// A record in JSON may name its JSON Schema at the top, under `$schema`, for an editor to check it
/// while it is written; the library reads past that. The schema is `schema/record.schema.json` of the
/// repository.
///
/// # Example: from JSON
///
/// ```
/// use coding_credentials::Record;
///
/// let record = Record::from_json(r#"{
///     "id": "holder-17",
///     "exams": [{"credential": "AAPC/CPC", "taken": "2022-10-01", "passed": true}],
///     "experience": []
/// }"#)?;
/// assert_eq!(record.exams().map(<[_]>::len), Some(1));
/// assert_eq!(record.experience().map(<[_]>::len), Some(0)); // known: none
/// assert!(record.coursework().is_none()); // not known
///
/// let error = Record::from_json(r#"{"exams": [{"credential": "AAPC/CPC", "passd": true}]}"#).unwrap_err();
/// assert_eq!(error.to_string(), "at `exams[0]`: unknown field `passd`: did you mean `passed`?");
/// # Ok::<(), coding_credentials::document::DocumentError>(())
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(try_from = "RecordBuilder")]
pub struct Record(RecordBuilder);

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Record {
    /// An empty record in which nothing is known, to be filled.
    #[must_use]
    pub fn builder() -> RecordBuilder {
        RecordBuilder::default()
    }

    /// Reads a record from JSON, within the default limits.
    ///
    /// # Errors
    ///
    /// The place, the value and the way out: ``at `experience[3].end`: `2024-02-30` does not exist…``.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Self::from_json_within(text, &Limits::DEFAULT)
    }

    /// Reads a record from JSON, within limits of your own.
    ///
    /// # Errors
    ///
    /// As [`Record::from_json`], and when a limit is passed.
    pub fn from_json_within(text: &str, limits: &Limits) -> Result<Self, DocumentError> {
        document::read::<RecordBuilder>(text, limits)?.build_within(limits)
    }

    /// The record as it was known at the end of a day: entries recorded later are left out, the
    /// sections themselves stay known. Entries without `recorded` are taken as known all along.
    #[must_use = "this returns the earlier record, without modifying the original"]
    pub fn as_known_on(&self, day: Day) -> Self {
        let mut record = self.0.clone();
        record.forget_after(day);
        Self(record)
    }
}

macro_rules! sections {
    ($( $(#[$doc:meta])* $section:ident, $entry:ty; )+) => {
        /// A record as it is written, before it is checked as a whole.
        ///
        /// Every part may be left out: what is not set is not known. Setting a section to an empty
        /// list says that there is none.
        ///
        /// ```
        /// use coding_credentials::Record;
        /// use coding_credentials::record::Job;
        ///
        /// let job = Job::new("coding".parse()?)
        ///     .with_start("2024-01-01".parse()?)
        ///     .with_end("2024-12-31".parse()?);
        /// let record = Record::builder().with_experience([job]).with_coursework([]).build()?;
        /// assert!(record.exams().is_none());
        /// # Ok::<(), Box<dyn std::error::Error>>(())
        /// ```
        #[derive(Clone, Default, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(deny_unknown_fields)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(rename = "Record", description = "What is known about one person.")
        )]
        pub struct RecordBuilder {
            /// The identifier of the record.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            id: Option<Text>,
            /// The person's name.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            name: Option<PersonalName>,
            /// The day of birth.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            born: Option<Day>,
            /// The place of residence, such as `US-OH`.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            residence: Option<Word>,
            $(
                $(#[$doc])*
                #[serde(default, skip_serializing_if = "Option::is_none")]
                $section: Option<Vec<$entry>>,
            )+
            /// The schema of the document, for editors.
            #[serde(rename = "$schema", default, skip_serializing)]
            hint: EditorHint,
        }

        /// Shows the identifier and how much is known, nothing of the person.
        impl fmt::Debug for RecordBuilder {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut record = f.debug_struct("RecordBuilder");
                record.field("id", &self.id);
                $( record.field(stringify!($section), &self.$section.as_ref().map(Vec::len)); )+
                record.finish_non_exhaustive()
            }
        }

        impl RecordBuilder {
            fn forget_after(&mut self, day: Day) {
                $(
                    if let Some(entries) = &mut self.$section {
                        entries.retain(|entry| entry.recorded().is_none_or(|known| known <= day));
                    }
                )+
            }

            fn check_sections(&self, limits: &Limits) -> Result<(), DocumentError> {
                $( check::section(stringify!($section), self.$section.as_deref(), limits)?; )+
                Ok(())
            }
        }

        impl Record {
            /// A record in which nothing is known, or every list is known to be empty.
            pub(crate) fn nothing(known: bool) -> Self {
                let mut record = RecordBuilder::default();
                $( record.$section = known.then(Vec::new); )+
                Self(record)
            }

            $(
                $(#[$doc])*
                /// `None`: not known.
                #[must_use]
                pub fn $section(&self) -> Option<&[$entry]> {
                    self.0.$section.as_deref()
                }
            )+
        }
    };
}

sections! {
    /// Degrees and programmes.
    education, Education;
    /// Courses with a subject and contact hours.
    coursework, Coursework;
    /// Named products of an issuer.
    trainings, Training;
    /// Jobs.
    experience, Job;
    /// Exam attempts.
    exams, ExamAttempt;
    /// Approved applications to sit an exam.
    applications, Application;
    /// Credentials held.
    holdings, Holding;
    /// Memberships.
    memberships, Membership;
    /// Continuing education.
    ceus, CeuActivity;
    /// Payments.
    payments, Payment;
    /// Signed statements.
    attestations, Attestation;
    /// Exceptions that an issuer granted.
    exceptions, Exception;
}

macro_rules! section_setters {
    ($( $setter:ident, $section:ident, $entry:ty; )+) => {
        impl RecordBuilder {
            $(
                /// Sets the section; an empty list says that there is none.
                #[must_use]
                pub fn $setter(mut self, entries: impl IntoIterator<Item = $entry>) -> Self {
                    self.$section = Some(entries.into_iter().collect());
                    self
                }
            )+
        }
    };
}

section_setters! {
    with_education, education, Education;
    with_coursework, coursework, Coursework;
    with_trainings, trainings, Training;
    with_experience, experience, Job;
    with_exams, exams, ExamAttempt;
    with_applications, applications, Application;
    with_holdings, holdings, Holding;
    with_memberships, memberships, Membership;
    with_ceus, ceus, CeuActivity;
    with_payments, payments, Payment;
    with_attestations, attestations, Attestation;
    with_exceptions, exceptions, Exception;
}

impl RecordBuilder {
    /// Sets the identifier of the record.
    #[must_use]
    pub fn with_id(mut self, id: Text) -> Self {
        self.id = Some(id);
        self
    }

    /// Sets the person's name.
    #[must_use]
    pub fn with_name(mut self, name: PersonalName) -> Self {
        self.name = Some(name);
        self
    }

    /// Sets the day of birth.
    #[must_use]
    pub const fn with_born(mut self, born: Day) -> Self {
        self.born = Some(born);
        self
    }

    /// Sets the place of residence, such as `US-OH`.
    #[must_use]
    pub fn with_residence(mut self, residence: Word) -> Self {
        self.residence = Some(residence);
        self
    }

    /// Checks the whole and makes it a record.
    ///
    /// # Errors
    ///
    /// When facts contradict each other or an identifier stands twice; the place is named as in
    /// JSON, such as `experience[3].end`.
    pub fn build(self) -> Result<Record, DocumentError> {
        self.build_within(&Limits::DEFAULT)
    }

    fn build_within(self, limits: &Limits) -> Result<Record, DocumentError> {
        self.check_sections(limits)?;
        Ok(Record(self))
    }
}

impl Record {
    /// The identifier.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.0.id.as_ref().map(Text::as_str)
    }

    /// The person's name.
    #[must_use]
    pub const fn name(&self) -> Option<&PersonalName> {
        self.0.name.as_ref()
    }

    /// The day of birth.
    #[must_use]
    pub const fn born(&self) -> Option<Day> {
        self.0.born
    }

    /// The place of residence.
    #[must_use]
    pub const fn residence(&self) -> Option<&Word> {
        self.0.residence.as_ref()
    }
}

impl TryFrom<RecordBuilder> for Record {
    type Error = DocumentError;

    fn try_from(builder: RecordBuilder) -> Result<Self, Self::Error> {
        builder.build()
    }
}

/// A person's name. Neither `Debug` nor an error shows it, so that it does not end up in logs.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(with = "Text", inline))]
pub struct PersonalName(Text);

impl TryFrom<String> for PersonalName {
    type Error = PersonalNameError;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Text::try_from(name).map(Self).map_err(|_| PersonalNameError)
    }
}

impl From<PersonalName> for String {
    fn from(name: PersonalName) -> Self {
        Self::from(name.as_str())
    }
}

/// A name that is empty or has control characters.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the name is empty or has control characters: write it without, or leave the field out")]
#[non_exhaustive]
pub struct PersonalNameError;

impl PersonalName {
    /// A name.
    #[must_use]
    pub const fn new(name: Text) -> Self {
        Self(name)
    }

    /// The name itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Debug for PersonalName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalName(..)")
    }
}

pub(crate) fn contradiction(
    place: &document::Path<'_>,
    message: impl fmt::Display,
) -> DocumentError {
    DocumentError::new(Problem::Contradiction, place, message)
}
