//! Photos on their way: one for each number, found when due, replaced whole, emptied once shown.

use domain::photo::{Phase, Upload};
use meta::PhoneNumberId;
use store::{PersonId, PhotoUpload};

use crate::{at, scope, store};

fn photo(asked_at: i64) -> PhotoUpload {
    PhotoUpload { person: PersonId::new("ana"), upload: Upload::new(4, None, at(asked_at)) }
}

#[tokio::test]
async fn a_photo_is_kept_for_its_number_alone_until_it_is_shown() {
    let number = PhoneNumberId::new("7");
    let job = move |ledger: &store::LedgerTx<'_>| {
        let (one, two) = (scope("t1"), scope("t2"));
        ledger.add_photo_upload(&one, &number, &photo(1), b"old.")?;
        ledger.add_photo_upload(&one, &number, &photo(5), b"jpeg")?;
        ledger.add_photo_upload(&two, &number, &photo(9), b"else")?;
        assert_eq!(ledger.photo_upload(&one, &number)?, Some(photo(5)), "the last one");
        assert_eq!(ledger.photo_bytes(&one, &number)?.as_deref(), Some(b"jpeg".as_slice()));
        assert_eq!(ledger.due_photo_uploads(at(5), 10)?.len(), 1);
        assert_eq!(ledger.due_photo_uploads(at(9), 10)?.len(), 2);
        assert_eq!(ledger.next_photo_upload_due_at()?, Some(at(5)));
        assert_eq!(ledger.photo_uploads_ahead_of(at(5), 10)?.len(), 1);

        let mut shown = photo(5);
        (shown.upload.phase, shown.upload.due_at) = (Phase::Shown { at: at(6) }, None);
        assert!(!ledger.save_photo_upload(&one, &number, at(1), &shown)?, "that one is gone");
        assert!(ledger.save_photo_upload(&one, &number, at(5), &shown)?);
        assert_eq!(ledger.photo_upload(&one, &number)?, Some(shown));
        assert_eq!(ledger.photo_bytes(&one, &number)?, None, "nothing wants its bytes");
        assert_eq!(ledger.next_photo_upload_due_at()?, Some(at(9)));
        ledger.forget_photo_upload(&one, &number)?;
        assert_eq!(ledger.photo_upload(&one, &number)?, None);
        assert!(ledger.photo_bytes(&two, &number)?.is_some(), "the other tenant's stays");
        Ok(())
    };
    store().ledger.transact(job).await.unwrap();
}
