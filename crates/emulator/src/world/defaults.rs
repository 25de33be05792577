//! What a node has where the document that it comes from does not say: an ordinary node of its kind
//! in good standing, in Brazil.

use serde_json::{Map, Value, json};

use super::{Kind, mint};

/// What a node of this kind has when the document does not say.
pub fn of(kind: Kind, nth: u64) -> Map<String, Value> {
    let fields = match kind {
        Kind::Business => json!({
            "name": format!("Business {nth}"),
            "whatsapp_business_manager_messaging_limit": "TIER_250",
            "verification_status": "verified",
            "timezone_id": 25,
            "created_time": "2024-01-15T12:00:00+0000",
        }),
        Kind::Waba => json!({
            "name": format!("WABA {nth}"),
            "currency": "BRL",
            "country": "BR",
            "timezone_id": "25",
            "creation_time": 1_735_700_400,
            "account_review_status": "APPROVED",
            "status": "ACTIVE",
            "ownership_type": "CLIENT_OWNED",
            "primary_business_location": "BR",
            "primary_funding_id": mint::digits(nth, "funding", 16),
            "message_template_namespace": mint::secret(nth, "namespace"),
            "is_enabled_for_insights": false,
            "is_shared_with_partners": true,
            "marketing_messages_onboarding_status": "ELIGIBLE",
            "marketing_messages_lite_api_status": "ELIGIBLE",
            "disable_marketing_messages_on_cloud_api": false,
            "template_auto_archival_enabled": false,
        }),
        Kind::Number => json!({
            "display_phone_number": format!("+55 11 9{:04}-{:04}", 1000 + nth / 10_000, nth % 10_000),
            "verified_name": format!("Number {nth}"),
            "country_code": "BR",
            "country_dial_code": "55",
            "status": "CONNECTED",
            "quality_rating": "GREEN",
            "code_verification_status": "VERIFIED",
            "name_status": "APPROVED",
            "new_name_status": "NONE",
            "unified_cert_status": "APPROVED",
            "platform_type": "CLOUD_API",
            "host_platform": "CLOUD_API",
            "throughput": {"level": "STANDARD"},
            "account_mode": "LIVE",
            "is_official_business_account": false,
            "is_pin_enabled": true,
            "is_on_biz_app": false,
            "is_preverified_number": false,
            "search_visibility": "VISIBLE",
            "eligibility_for_api_business_global_search": "NON_ELIGIBLE_UNDEFINED_COUNTRY",
            "conversational_automation": {"enable_welcome_message": false, "prompts": [], "commands": []},
        }),
        Kind::Template => json!({
            "name": format!("template_{nth}"),
            "language": "pt_BR",
            "category": "UTILITY",
            "status": "APPROVED",
            "parameter_format": "POSITIONAL",
            "components": [],
            "quality_score": {"score": "UNKNOWN"},
            "rejected_reason": "NONE",
        }),
        Kind::App => json!({"name": "App", "category": "Business and pages"}),
    };
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
