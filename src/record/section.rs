//! The parts of a record by name.

use super::words;

words! {
    /// A part of a record.
    Section {
        /// The day of birth.
        Born = "born",
        /// The place of residence.
        Residence = "residence",
        /// What schools grant.
        Education = "education",
        /// Courses.
        Coursework = "coursework",
        /// Named trainings.
        Trainings = "trainings",
        /// Jobs.
        Experience = "experience",
        /// Attempts at exams.
        Exams = "exams",
        /// Applications for exams.
        Applications = "applications",
        /// Credentials held.
        Holdings = "holdings",
        /// Memberships.
        Memberships = "memberships",
        /// Continuing education.
        Ceus = "ceus",
        /// Payments.
        Payments = "payments",
        /// Statements.
        Attestations = "attestations",
        /// Exceptions.
        Exceptions = "exceptions",
    }
}
