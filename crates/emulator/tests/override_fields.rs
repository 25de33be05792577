//! Which fields follow an override: the emulator and `meta` have read the same page.

#[test]
fn emulator_and_client_send_the_same_fields_by_an_override() {
    assert_eq!(emulator::OVERRIDABLE, meta::webhook::FOLLOWS_OVERRIDE);
    for field in ["account_update", "account_alerts", "message_template_status_update"] {
        assert!(!emulator::OVERRIDABLE.contains(&field), "{field} goes to the app's callback");
    }
}
