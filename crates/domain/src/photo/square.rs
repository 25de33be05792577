//! The part of a picture that becomes the photo: a square, in pixels of the picture as it is shown.

use super::picture::LEAST;

/// A square.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// Pixels left of it.
    pub left: u32,
    /// Pixels above it.
    pub top: u32,
    /// Its side.
    pub side: u32,
}

impl Square {
    /// The largest square in the middle: what is taken when nobody chose.
    pub const fn middle(width: u32, height: u32) -> Self {
        let side = if width < height { width } else { height };
        Self { left: (width - side) / 2, top: (height - side) / 2, side }
    }

    /// The square as far as the picture has it: no smaller than Meta takes, no larger than there is,
    /// and moved inside. It comes from a browser, and is believed no further.
    #[must_use]
    pub fn within(self, width: u32, height: u32) -> Self {
        let most = width.min(height);
        let side = self.side.clamp(LEAST.min(most), most);
        Self { left: self.left.min(width - side), top: self.top.min(height - side), side }
    }
}
