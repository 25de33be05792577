//! Looks at a file before anything decodes it: its kind, its size in pixels, where it ends.
//!
//! A file of 300 kB can claim gigabytes of pixels, and one that is a picture and something else at
//! once is read differently by whoever gets it next. Both are refused by their bytes alone.

/// Longest file, in bytes (META 6: 5 MB).
pub const BYTES: usize = 5 << 20;
/// Most pixels: decoded and cut, so many stay far below what one machine has to spare.
pub const PIXELS: u64 = 16_000_000;
/// Most bytes that a JPEG may take while it is decoded. One that comes into sight as a whole
/// (progressive) is held twice: as coefficients of two bytes, and as pixels of three.
pub const HELD: u64 = 110_000_000;
/// Least side of a photo, in pixels (META 6).
pub const LEAST: u32 = 192;

/// A kind of file that Meta takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
}

/// What a file says of itself, as it is stored: a camera may want it shown turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Kind of file.
    pub kind: Kind,
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
}

/// Why a file can't become a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No file came.
    Missing,
    /// It is longer than [`BYTES`].
    TooLong,
    /// It did not arrive in time.
    Late,
    /// Another photo of the same person still arrives.
    Another,
    /// A GIF, which Meta does not take.
    Gif,
    /// Neither JPEG nor PNG.
    NotAPicture,
    /// It breaks off, or its bytes make no picture.
    Broken,
    /// Something else follows where the picture ends.
    Polyglot,
    /// It has more pixels than [`PIXELS`].
    TooManyPixels {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// It has few enough pixels, but each takes so much memory that it is not opened: 16 bits a
    /// colour, or more than [`HELD`].
    TooHeavy {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// A side is shorter than [`LEAST`].
    TooSmall {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
}

impl Picture {
    /// Looks at a whole file; nothing of it is decoded.
    ///
    /// # Errors
    /// Why it can't become a photo.
    pub fn look(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Err(Fault::Missing);
        }
        if bytes.len() > BYTES {
            return Err(Fault::TooLong);
        }
        let (found, planes, rest) = match kind_of(bytes) {
            Some(Kind::Png) => (png(bytes)?, 0, png_rest(bytes)),
            Some(Kind::Jpeg) => jpeg(bytes)?,
            None if bytes.starts_with(b"GIF8") => return Err(Fault::Gif),
            None => return Err(Fault::NotAPicture),
        };
        let (width, height) = (found.width, found.height);
        if u64::from(width) * u64::from(height) > PIXELS {
            return Err(Fault::TooManyPixels { width, height });
        }
        if is_heavy(width, height, planes) {
            return Err(Fault::TooHeavy { width, height });
        }
        if width.min(height) < LEAST {
            return Err(Fault::TooSmall { width, height });
        }
        match rest.ok_or(Fault::Broken)? {
            rest if found.kind == Kind::Png && !rest.is_empty() => Err(Fault::Polyglot),
            rest if found.kind == Kind::Jpeg && !is_of_camera(rest) => Err(Fault::Polyglot),
            _ => Ok(found),
        }
    }
}

/// The kind of a file by its first bytes; what its name or its sender says is not asked.
pub fn kind_of(bytes: &[u8]) -> Option<Kind> {
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";
    const JPEG: &[u8] = b"\xff\xd8\xff";
    if bytes.starts_with(PNG) {
        Some(Kind::Png)
    } else if bytes.starts_with(JPEG) {
        Some(Kind::Jpeg)
    } else {
        None
    }
}

/// The header, which a PNG begins with.
fn png(bytes: &[u8]) -> Result<Picture, Fault> {
    let header = bytes.get(12..24).filter(|header| header.starts_with(b"IHDR"));
    let header = header.ok_or(Fault::Broken)?;
    let (width, height) = (long(header, 4), long(header, 8));
    let (Some(width @ 1..), Some(height @ 1..)) = (width, height) else {
        return Err(Fault::Broken);
    };
    Ok(Picture { kind: Kind::Png, width, height })
}

/// What follows a PNG's last chunk; `None` when it has none.
fn png_rest(bytes: &[u8]) -> Option<&[u8]> {
    let mut at = 8_usize;
    loop {
        let length = usize::try_from(long(bytes, at)?).ok()?;
        let is_last = bytes.get(at + 4..at + 8)? == b"IEND";
        at = at.checked_add(length)?.checked_add(12)?;
        let rest = bytes.get(at..)?;
        if is_last {
            return Some(rest);
        }
    }
}

/// A JPEG's size, for how many pixels' worth of coefficients each of its pixels is held, and what
/// follows the end; that is `None` when the file breaks off before.
fn jpeg(bytes: &[u8]) -> Result<(Picture, u64, Option<&[u8]>), Fault> {
    let (mut at, mut frame) = (2_usize, None);
    let end = loop {
        let Some(marker) = next_marker(bytes, &mut at) else { break None };
        match marker {
            0xd9 => break bytes.get(at..),
            0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let Some(length) = short(bytes, at).filter(|length| *length >= 2) else { break None };
        // A frame of any coding but its tables (C4, C8, CC).
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let size = short(bytes, at + 5).zip(short(bytes, at + 3));
            frame = frame.or(size.map(|size| (size, held_planes(bytes, at, marker))));
        }
        at += usize::from(length);
    };
    let Some(((width @ 1.., height @ 1..), planes)) = frame else { return Err(Fault::Broken) };
    let found = Picture { kind: Kind::Jpeg, width: width.into(), height: height.into() };
    Ok((found, planes, end))
}

/// How many whole planes a frame's coefficients fill while it is decoded, rounded up: none where it
/// is decoded line by line, else one for each component that is as fine as the finest.
fn held_planes(bytes: &[u8], at: usize, marker: u8) -> u64 {
    // Only sequential frames (C0, C1, C9) are decoded line by line.
    if matches!(marker, 0xc0 | 0xc1 | 0xc9) {
        return 0;
    }
    let count = bytes.get(at + 7).copied().map_or(0, usize::from);
    let fineness = |nth: usize| {
        let sampling = bytes.get(at + 9 + 3 * nth).copied().unwrap_or(0x11);
        u64::from(sampling >> 4) * u64::from(sampling & 15)
    };
    let all: u64 = (0..count).map(fineness).sum();
    let finest = (0..count).map(fineness).max().unwrap_or(1).max(1);
    all.div_ceil(finest)
}

/// Whether so many pixels with so many planes of coefficients take more than [`HELD`].
fn is_heavy(width: u32, height: u32, planes: u64) -> bool {
    planes > 0 && u64::from(width) * u64::from(height) * (2 * planes + 3) > HELD
}

/// The next marker, and `at` behind it. Coded pixels have none but restarts, which are passed over.
fn next_marker(bytes: &[u8], at: &mut usize) -> Option<u8> {
    loop {
        let found = bytes.get(*at..)?.windows(2).position(|pair| {
            pair.first() == Some(&0xff) && !matches!(pair.last(), Some(0x00 | 0xff))
        })?;
        *at += found + 2;
        let marker = *bytes.get(*at - 1)?;
        if !matches!(marker, 0xd0..=0xd7) {
            return Some(marker);
        }
    }
}

/// How other things than pictures begin or end, which a camera writes behind none.
const FOREIGN: [&[u8]; 8] = [
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-",
    b"<script",
    b"<html",
    b"<?php",
    b"<!DOCTYPE",
    b"Rar!\x1a",
];

/// Whether what follows a JPEG is what cameras put there: nothing, a second picture (depth, light),
/// a short film, or a maker's own notes.
fn is_of_camera(rest: &[u8]) -> bool {
    let start = rest.iter().position(|byte| *byte != 0 && !byte.is_ascii_whitespace());
    let Some(rest) = start.and_then(|start| rest.get(start..)) else { return true };
    let head = rest.get(..64).unwrap_or(rest);
    let is_known =
        rest.starts_with(b"\xff\xd8\xff") || holds(head, b"ftyp") || rest.ends_with(b"SEFT");
    is_known && !FOREIGN.iter().any(|sign| holds(rest, sign))
}

fn holds(bytes: &[u8], sign: &[u8]) -> bool {
    bytes.windows(sign.len()).any(|window| window.eq_ignore_ascii_case(sign))
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|bytes| u16::from_be_bytes(*bytes))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|bytes| u32::from_be_bytes(*bytes))
}
