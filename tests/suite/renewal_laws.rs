//! Laws of renewal, against an independent slow evaluator and brute force.
