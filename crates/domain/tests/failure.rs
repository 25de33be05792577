//! A reading that failed keeps what Meta said: words, code and subcode, and since when.

use domain::{Node, Replica, Timestamp, apply};
use meta::GraphError;

#[test]
fn a_failure_keeps_metas_code_and_one_of_before_codes_can_still_be_read() {
    let mut replica = Replica::unread(Node::waba("102290129340398"));
    let message = "Error validating access token.".to_owned();
    let dead = GraphError::TokenDead { code: 190, subcode: Some(460), message };
    apply::was_not_read(&mut replica, Timestamp::from_millis(5), &dead);
    let failure = replica.failure.expect("it fails");
    assert_eq!((failure.code, failure.subcode), (Some(190), Some(460)));
    assert_eq!(failure.reason, "token_dead");

    let kept = r#"{"since":5,"last":6,"reason":"trouble","message":null}"#;
    let before: domain::Failure = serde_json::from_str(kept).expect("an older ledger's");
    assert_eq!((before.code, before.subcode), (None, None));
}
