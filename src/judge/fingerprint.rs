//! Numbers for values, to find equal ones by.

use core::hash::{Hash, Hasher};

/// A number for a value: equal ones have the same, different ones hardly ever (FNV-1a).
pub(super) struct Fingerprint(u64);

impl Fingerprint {
    pub(super) fn of(value: &impl Hash) -> u64 {
        let mut print = Self(0xcbf2_9ce4_8422_2325);
        value.hash(&mut print);
        print.0
    }
}

impl Hasher for Fingerprint {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
