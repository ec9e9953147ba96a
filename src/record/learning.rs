//! Education, coursework, trainings and exams.

use super::check;
use super::entry::{entry, words};
use crate::calendar::Day;
use crate::credential::CredentialId;
use crate::quantity::{ContactHours, Count, Credits, Hours, Score};
use crate::record::{Text, Word};

words! {
    /// The level of education, lowest first. A higher one satisfies a lower one unless a rule says
    /// otherwise; a vocational `certificate` stands apart.
    Level {
        /// A vocational programme's certificate; outside the ladder.
        Certificate = "certificate",
        /// High school or its equivalent.
        HighSchool = "high-school",
        /// An associate degree.
        Associate = "associate",
        /// A bachelor's degree.
        Bachelor = "bachelor",
        /// A certificate that builds on a bachelor's degree.
        PostBaccalaureate = "post-baccalaureate",
        /// A master's degree.
        Master = "master",
        /// A doctorate, JD and MD included.
        Doctorate = "doctorate",
    }
}

words! {
    /// How far a programme or course has come.
    EducationStatus {
        /// Enrolled.
        Enrolled = "enrolled",
        /// In the last term, or coursework done and not yet graduated.
        FinalTerm = "final-term",
        /// Completed.
        Completed = "completed",
    }
}

words! {
    /// Whether the issuer has the transcript.
    TranscriptStatus {
        /// Not yet.
        Outstanding = "outstanding",
        /// The issuer has it.
        Received = "received",
    }
}

entry! {
    /// What a school grants.
    Education, check check::nothing;
    required {
        /// The level.
        level: Level,
    }
    optional {
        /// The subject.
        field / with_field: Word,
        /// Who accredits the programme.
        accreditor / with_accreditor: Word,
        /// The school.
        school / with_school: Text,
    }
    copied {
        /// How far it has come.
        status / with_status: EducationStatus,
        /// The day of completion.
        completed / with_completed: Day,
        /// Whether the issuer has the transcript.
        transcript / with_transcript: TranscriptStatus,
        /// Clock hours of the programme, its externship included.
        hours / with_hours: Hours,
        /// Hours of the externship.
        externship_hours / with_externship_hours: Hours,
    }
}

entry! {
    /// A course with a subject and contact hours.
    Coursework, check check::nothing;
    required {
        /// The subject.
        subject: Word,
    }
    optional {
        /// The school or company.
        provider / with_provider: Text,
        /// The title.
        title / with_title: Text,
        /// How it was held: `classroom`, `online`, …
        format / with_format: Word,
        /// The grade, as a letter such as `B+`.
        grade / with_grade: Word,
    }
    copied {
        /// Contact hours; CEUs are not contact hours.
        contact_hours / with_contact_hours: ContactHours,
        /// Academic credits.
        credits / with_credits: Credits,
        /// How far it has come.
        status / with_status: EducationStatus,
        /// The day of completion.
        completed / with_completed: Day,
    }
}

entry! {
    /// A named product of an issuer, such as `AAPC/Practicode`.
    Training, check check::nothing;
    required {
        /// Issuer and product.
        program: Word,
    }
    optional {}
    copied {
        /// The day of completion.
        completed / with_completed: Day,
        /// The score.
        score / with_score: Score,
        /// How many items were done.
        items / with_items: Count,
    }
}

entry! {
    /// An attempt at an exam. Whether its score agrees with `passed` is held against the pass mark of
    /// a book, when the record is measured.
    ExamAttempt, check check::nothing;
    required {
        /// The credential whose exam it is.
        credential: CredentialId,
    }
    optional {}
    copied {
        /// The day of the exam.
        taken / with_taken: Day,
        /// Whether it was passed; absent, a score is compared with the published pass mark.
        passed / with_passed: bool,
        /// The score, in the unit of the pass mark.
        score / with_score: Score,
    }
}
