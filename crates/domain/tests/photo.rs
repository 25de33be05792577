//! What may become a photo, by its bytes alone, and which square of it.

use domain::photo::picture::{BYTES, LEAST, PIXELS};
use domain::photo::{Fault, Kind, Picture, Square, is_other, is_same, note, shows};
use proptest::prelude::*;
use serde_json::json;

/// A PNG of chunks whose sums nobody looks at here.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::from(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    for (name, data) in [(b"IHDR", header.as_slice()), (b"IDAT", b"pixels"), (b"IEND", b"")] {
        bytes.extend(u32::try_from(data.len()).expect("short").to_be_bytes());
        bytes.extend(name);
        bytes.extend(data);
        bytes.extend([0; 4]);
    }
    bytes
}

/// A JPEG with a small picture inside of its first segment, as cameras put one there.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe1\x00\x0aExif\xff\xd8\xff\xd9".to_vec();
    bytes.extend(frame(0xc2, width, height, &[0x11]));
    bytes.extend(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00");
    bytes.extend(b"coded\xff\x00pixels\xff\xd3more\xff\xd9");
    bytes
}

/// A JPEG's frame of this coding, with a component for each sampling.
fn frame(marker: u8, width: u16, height: u16, samplings: &[u8]) -> Vec<u8> {
    let count = u8::try_from(samplings.len()).expect("few");
    let mut bytes = vec![0xff, marker, 0, 8 + 3 * count, 8];
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.push(count);
    for (id, sampling) in (1..).zip(samplings) {
        bytes.extend([id, *sampling, 0]);
    }
    bytes
}

fn with(mut bytes: Vec<u8>, rest: &[u8]) -> Vec<u8> {
    bytes.extend(rest);
    bytes
}

#[test]
fn a_picture_of_either_kind_is_known_by_its_bytes() {
    let found = |kind, width, height| Ok(Picture { kind, width, height });
    assert_eq!(Picture::look(&png(640, 480)), found(Kind::Png, 640, 480));
    assert_eq!(Picture::look(&jpeg(640, 480)), found(Kind::Jpeg, 640, 480));
    assert_eq!(Picture::look(&jpeg(192, 192)), found(Kind::Jpeg, 192, 192));
}

#[test]
fn what_cameras_put_behind_a_picture_is_no_fault() {
    for rest in [
        b"\0\0\0\0\xff\xd8\xff\xe0 a second one \xff\xd9".as_slice(),
        b"\0\0\0\x18ftypmp42 a film",
        b"\0\0\x01\x0aImage_UTC_Data1795338640SEFH\0\0SEFT",
        b"\0\0\0",
        b"\r\n",
    ] {
        assert!(Picture::look(&with(jpeg(640, 480), rest)).is_ok(), "{}", rest.escape_ascii());
    }
}

#[test]
fn a_jpeg_that_is_held_twice_while_it_is_decoded_may_have_fewer_pixels() {
    let file = |marker, width, height, samplings: &[u8]| {
        let mut bytes = b"\xff\xd8".to_vec();
        bytes.extend(frame(marker, width, height, samplings));
        bytes.extend(b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00coded\xff\xd9");
        bytes
    };
    let (full, half) = ([0x11; 4], [0x22, 0x11, 0x11]);
    let heavy = Err(Fault::TooHeavy { width: 4_000, height: 4_000 });
    for (marker, samplings) in [(0xc2, &full[..]), (0xc2, &full[..3]), (0xc6, &half), (0xca, &half)]
    {
        assert_eq!(Picture::look(&file(marker, 4_000, 4_000, samplings)), heavy, "{samplings:?}");
    }
    for (marker, width, height, samplings) in [
        (0xc0, 4_000, 4_000, &full[..]),
        (0xc1, 4_000, 4_000, &full[..]),
        (0xc2, 4_000, 4_000, &full[..1]),
        (0xc2, 3_000, 4_000, &full[..3]),
        (0xc2, 4_000, 3_900, &half),
        (0xc2, 2_000, 2_000, &full[..]),
    ] {
        let found = Picture { kind: Kind::Jpeg, width: width.into(), height: height.into() };
        let looked = Picture::look(&file(marker, width, height, samplings));
        assert_eq!(looked, Ok(found), "{marker:x} {samplings:?}");
    }
}

#[test]
fn each_fault_is_its_own() {
    let too_many = |width, height| Fault::TooManyPixels { width, height };
    let cases = [
        (Vec::new(), Fault::Missing),
        (vec![0; BYTES + 1], Fault::TooLong),
        (b"GIF89a\x80\x02\x80\x02".to_vec(), Fault::Gif),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), Fault::NotAPicture),
        (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), Fault::NotAPicture),
        (b"%PDF-1.7".to_vec(), Fault::NotAPicture),
        (png(30_000, 30_000), too_many(30_000, 30_000)),
        (png(u32::MAX, u32::MAX), too_many(u32::MAX, u32::MAX)),
        (jpeg(u16::MAX, u16::MAX), too_many(65_535, 65_535)),
        (png(191, 640), Fault::TooSmall { width: 191, height: 640 }),
        (png(0, 640), Fault::Broken),
        (jpeg(640, 0), Fault::Broken),
        (with(png(640, 640), b"PK\x05\x06"), Fault::Polyglot),
        (with(png(640, 640), b"\0"), Fault::Polyglot),
        (with(jpeg(640, 640), b"<script>alert(1)</script>"), Fault::Polyglot),
        (with(jpeg(640, 640), b"\xff\xd8\xff and PK\x03\x04 an archive"), Fault::Polyglot),
        (with(jpeg(640, 640), b"\0\0\0\x18ftypmp42<SCRIPT>"), Fault::Polyglot),
    ];
    for (bytes, fault) in cases {
        let head = bytes.get(..40).unwrap_or(&bytes);
        assert_eq!(Picture::look(&bytes), Err(fault), "{}", head.escape_ascii());
    }
    let side = u32::try_from(PIXELS.isqrt()).expect("small");
    assert!(Picture::look(&png(side, side)).is_ok());
    assert_eq!(Picture::look(&png(side + 1, side)), Err(too_many(side + 1, side)));
}

#[test]
fn a_file_that_breaks_off_anywhere_is_broken() {
    for whole in [png(640, 640), jpeg(640, 640)] {
        for length in 8..whole.len() {
            let found = Picture::look(&whole[..length]);
            assert_eq!(found, Err(Fault::Broken), "{length} of {}", whole.len());
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_make_a_look_fail_otherwise(bytes: Vec<u8>, start in 0..3_usize, nth: usize) {
        let mut file = [b"".to_vec(), png(640, 640), jpeg(640, 640)][start].clone();
        if let Some(place) = nth.checked_rem(file.len()) {
            file[place] ^= 0x55;
        }
        file.extend(bytes);
        let _either = Picture::look(&file);
    }

    #[test]
    fn a_square_is_inside_of_the_picture_and_as_large_as_meta_wants(
        left: u32, top: u32, side: u32, width in LEAST..4_000, height in LEAST..4_000,
    ) {
        let square = Square { left, top, side }.within(width, height);
        prop_assert!(square.left + square.side <= width && square.top + square.side <= height);
        prop_assert!(square.side >= LEAST);
        prop_assert_eq!(square.within(width, height), square);
        let middle = Square::middle(width, height);
        prop_assert_eq!(middle.within(width, height), middle);
    }
}

#[test]
fn the_same_picture_at_an_address_signed_anew_is_the_same() {
    let (one, again) =
        ("https://pps.whatsapp.net/v/1.jpg?oh=1", "https://a.fbcdn.net/v/1.jpg?oh=2");
    let other = "https://pps.whatsapp.net/v/2.jpg?oh=1";
    assert!(!is_other(Some(one), Some(again)) && is_same(Some(one), Some(again)));
    assert!(is_other(Some(one), Some(other)) && !is_same(Some(one), Some(other)));
    assert!(is_other(None, Some(one)) && !is_same(None, Some(one)));
    assert!(!is_other(Some(one), None) && !is_same(Some(one), None), "none is no new photo");
    assert!(!is_other(None, None) && is_same(None, None));
    assert!(shows(&json!(other), &note(Some(one))) && shows(&json!(one), &note(None)));
    assert!(!shows(&json!(again), &note(Some(one))) && !shows(&json!(null), &note(Some(one))));
    assert!(!shows(&json!(other), &json!("a text")), "what is no photo's note shows nothing");
}
