//! What the page of a profile is given of its photo.

use domain::photo::{Fault, Upload};

/// The photo that somebody sent, beside the one that Meta has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Photo<'a> {
    /// The one on its way, or what became of the last one.
    pub upload: Option<&'a Upload>,
    /// Why a file that just came can't become one.
    pub fault: Option<Fault>,
}
