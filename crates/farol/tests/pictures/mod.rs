//! Pictures of the tests, good and bad, and the form that they are sent in.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Cursor;

use image::codecs::png::PngEncoder;
use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// A field of a form: its name and what it holds.
pub type Part<'a> = (&'a str, &'a [u8]);

/// Red on the left, blue on the right.
pub fn two_colours(width: u32, height: u32) -> DynamicImage {
    let colour = |x: u32, _| if x < width / 2 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, colour))
}

/// Black, and nothing of it to be seen.
pub fn clear(width: u32, height: u32) -> DynamicImage {
    DynamicImage::ImageRgba8(RgbaImage::from_pixel(width, height, Rgba([0, 0, 0, 0])))
}

/// Colours without a pattern, so that it can't be packed.
pub fn noise(width: u32, height: u32) -> DynamicImage {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_be_bytes()
    };
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |_, _| {
        let [red, green, blue, ..] = next();
        Rgb([red / 32, green / 32, blue / 32])
    }))
}

/// As PNG.
pub fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("a PNG");
    bytes
}

/// As JPEG; with a camera's notes when it was held so (EXIF's number of a turn).
pub fn jpeg(picture: &DynamicImage, turn: Option<u8>) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg).expect("a JPEG");
    let Some(turn) = turn else { return bytes };
    // One entry, the turn; behind it what else a camera tells.
    let mut notes = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    notes.extend([turn, 0, 0, 0, 0, 0, 0]);
    notes.extend(b"GPS 23.5505 S 46.6333 W Camera of somebody");
    let length = u16::try_from(notes.len() + 2).expect("short").to_be_bytes();
    let segment = [b"\xff\xe1".as_slice(), &length, &notes].concat();
    bytes.splice(2..2, segment);
    bytes
}

/// A PNG of a few hundred bytes that claims this many pixels a side.
pub fn bomb(side: u32) -> Vec<u8> {
    let mut bytes = png(&two_colours(200, 200));
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    bytes
}

/// A small PNG with a colour profile that is packed a thousandfold.
pub fn packed_profile(length: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(vec![0; length]).expect("PNG has profiles");
    two_colours(640, 640).write_with_encoder(encoder).expect("a PNG");
    bytes
}

/// A form of these fields as a browser sends it: its type and its body.
pub fn multipart(parts: &[Part<'_>]) -> (String, Vec<u8>) {
    const EDGE: &str = "----edge7d2b";
    let mut body = Vec::new();
    for (name, value) in parts {
        let file = if *name == "photo" { "; filename=\"foto.png\"" } else { "" };
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n")
                .bytes(),
        );
        body.extend(*value);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    (format!("multipart/form-data; boundary={EDGE}"), body)
}
