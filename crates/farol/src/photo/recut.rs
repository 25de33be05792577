//! Makes the photo of a file: its pixels, cut to a square as it is shown, and nothing else of it.
//!
//! The cut is taken before a camera's turn is applied, so that no second copy of all pixels is made.

use std::io::Cursor;

use domain::photo::{Fault, Kind, Picture, SIDE, Square};
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView as _, ImageDecoder, ImageError, Limits, Rgb, RgbImage};

/// Most bytes of decoded pixels: what the most pixels take in the widest of the usual kinds, and
/// half of what they would take in sixteen bits a colour.
const DECODED: u64 = 96 << 20;
/// Most bytes that what a PNG has beside its pixels (colours, texts) may take once it is unpacked.
const BESIDE: u64 = 4 << 20;
/// Of a JPEG: good enough that Meta's own second coding shows none of it.
const QUALITY: u8 = 90;

/// The photo, as a JPEG.
pub(super) fn recut(bytes: &[u8], square: Option<Square>) -> Result<Vec<u8>, Fault> {
    let looked = Picture::look(bytes)?;
    let (pixels, turn) = match looked.kind {
        Kind::Jpeg => decode(JpegDecoder::new(Cursor::new(bytes)), looked)?,
        Kind::Png => {
            // They are unpacked with the header, before any other limit can be set.
            let mut beside = Limits::no_limits();
            beside.max_alloc = Some(BESIDE);
            decode(PngDecoder::with_limits(Cursor::new(bytes), beside), looked)?
        }
    };
    let (width, height) = pixels.dimensions();
    let (shown_width, shown_height) =
        if is_lying(turn) { (height, width) } else { (width, height) };
    let square = square.unwrap_or(Square::middle(shown_width, shown_height));
    let square = unturned(square.within(shown_width, shown_height), turn, width, height);
    let is_whole = (square.side, square.side) == (width, height);
    let cut = if is_whole {
        pixels
    } else {
        let cut = pixels.crop_imm(square.left, square.top, square.side, square.side);
        drop(pixels);
        cut
    };
    let side = square.side.min(SIDE);
    let cut = cut.resize_exact(side, side, FilterType::Lanczos3).into_rgba8();
    // JPEG knows no transparency; without it, what was meant to be clear would be black.
    let photo = RgbImage::from_fn(side, side, |x, y| on_white(cut.get_pixel(x, y).0));
    let mut photo = DynamicImage::ImageRgb8(photo);
    photo.apply_orientation(turn);
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, QUALITY);
    photo.write_with_encoder(encoder).map_err(|_| Fault::Broken)?;
    Ok(jpeg)
}

fn decode(
    decoder: Result<impl ImageDecoder, ImageError>,
    looked: Picture,
) -> Result<(DynamicImage, Orientation), Fault> {
    let too_heavy = Fault::TooHeavy { width: looked.width, height: looked.height };
    let fault = |error: ImageError| match error {
        ImageError::Limits(_) => too_heavy,
        _ => Fault::Broken,
    };
    let mut decoder = decoder.map_err(fault)?;
    // Two readings of one header that differ: the file means to be two things.
    if decoder.dimensions() != (looked.width, looked.height) {
        return Err(Fault::Broken);
    }
    if decoder.total_bytes() > DECODED {
        return Err(too_heavy);
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(DECODED);
    decoder.set_limits(limits).map_err(fault)?;
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder).map_err(fault)?, turn))
}

/// Whether a camera was held upright, so that width and height change places.
fn is_lying(turn: Orientation) -> bool {
    match turn {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

/// Where a square of the picture as it is shown lies in the pixels as they are stored.
fn unturned(shown: Square, turn: Orientation, width: u32, height: u32) -> Square {
    let Square { left, top, side } = shown;
    let (from_left, from_top) = match turn {
        Orientation::NoTransforms => (left, top),
        Orientation::FlipHorizontal => (width - left - side, top),
        Orientation::FlipVertical => (left, height - top - side),
        Orientation::Rotate180 => (width - left - side, height - top - side),
        Orientation::Rotate90 => (top, height - left - side),
        Orientation::Rotate270 => (width - top - side, left),
        Orientation::Rotate90FlipH => (top, left),
        Orientation::Rotate270FlipH => (width - top - side, height - left - side),
    };
    Square { left: from_left, top: from_top, side }
}

fn on_white([red, green, blue, alpha]: [u8; 4]) -> Rgb<u8> {
    let over = |colour: u8| {
        let (colour, alpha) = (u32::from(colour), u32::from(alpha));
        u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    Rgb([over(red), over(green), over(blue)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each pixel of 20 x 12 has a colour of its own.
    fn stored() -> DynamicImage {
        let colour = |x: u32, y: u32| Rgb([x as u8 * 12, y as u8 * 20, 7]);
        DynamicImage::ImageRgb8(RgbImage::from_fn(20, 12, colour))
    }

    #[test]
    fn a_cut_before_the_turn_is_the_cut_of_the_turned_picture() {
        for exif in 1..=8 {
            let turn = Orientation::from_exif(exif).expect("a turn");
            let mut turned = stored();
            turned.apply_orientation(turn);
            let shown = Square { left: 3, top: 1, side: 5 };
            let wanted = turned.crop_imm(shown.left, shown.top, shown.side, shown.side);
            let square = unturned(shown, turn, 20, 12);
            let mut cut = stored().crop_imm(square.left, square.top, square.side, square.side);
            cut.apply_orientation(turn);
            assert_eq!(cut, wanted, "{turn:?}");
        }
    }
}
