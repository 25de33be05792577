//! Lower-case hexadecimal, as Meta prints its digests and as our own keys are made.

use std::fmt::Write;

/// Two digits a byte.
pub fn hex(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        write!(digits, "{byte:02x}").expect("a string takes every write");
    }
    digits
}
