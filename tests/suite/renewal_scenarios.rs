//! The published renewal rules of AAPC and AHIMA, case by case.
