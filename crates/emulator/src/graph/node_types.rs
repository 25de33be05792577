//! Meta's node types as data: each one's name, fields and edges, and the fields that an answer has
//! when none were asked for.

use crate::world::Kind;

/// One of Meta's node types.
pub struct NodeType {
    /// As error messages name it.
    pub name: &'static str,
    /// Known fields; those that a node has no value for are left out of answers.
    pub fields: &'static [&'static str],
    pub defaults: &'static [&'static str],
    /// Edges that `fields` can nest.
    pub edges: &'static [&'static str],
}

/// Known from v24 on; before it is a field like any unknown one.
pub const PORTFOLIO_LIMIT: &str = "whatsapp_business_manager_messaging_limit";

pub fn of(kind: Kind) -> &'static NodeType {
    match kind {
        Kind::Business => &BUSINESS,
        Kind::Waba => &WABA,
        Kind::Number => &NUMBER,
        Kind::Template => &TEMPLATE,
        Kind::App => &APP,
    }
}

static BUSINESS: NodeType = NodeType {
    name: "Business",
    fields: &[
        "id",
        "name",
        "timezone_id",
        "verification_status",
        "created_time",
        "link",
        "primary_page",
        "profile_picture_uri",
        "two_factor_type",
        "vertical",
        PORTFOLIO_LIMIT,
    ],
    defaults: &["id", "name"],
    edges: &["owned_whatsapp_business_accounts"],
};

static WABA: NodeType = NodeType {
    name: "WhatsAppBusinessAccount",
    fields: &[
        "id",
        "name",
        "currency",
        "country",
        "timezone_id",
        "creation_time",
        "account_review_status",
        "business_verification_status",
        "status",
        "ownership_type",
        "owner_business",
        "owner_business_info",
        "on_behalf_of_business_info",
        "primary_business_location",
        "primary_funding_id",
        "purchase_order_number",
        "message_template_namespace",
        "is_enabled_for_insights",
        "is_shared_with_partners",
        "linked_commerce_account",
        "health_status",
        PORTFOLIO_LIMIT,
        "marketing_messages_onboarding_status",
        "marketing_messages_lite_api_status",
        "auth_international_rate_eligibility",
        "disable_marketing_messages_on_cloud_api",
        "template_auto_archival_enabled",
        "service_pricing_policy",
        "whatsapp_manager_marketing_messages_max_price_enroll_status",
        "analytics",
        "conversation_analytics",
        "pricing_analytics",
        "template_analytics",
        "call_analytics",
        "group_analytics",
        "template_group_analytics",
    ],
    defaults: &["id", "name", "timezone_id", "message_template_namespace", "currency"],
    edges: &["phone_numbers", "message_templates", "subscribed_apps"],
};

static NUMBER: NodeType = NodeType {
    name: "WhatsAppBusinessAccountToNumberCurrentStatus",
    fields: &[
        "id",
        "display_phone_number",
        "verified_name",
        "country_code",
        "country_dial_code",
        "status",
        "quality_rating",
        "quality_score",
        "code_verification_status",
        "name_status",
        "new_name_status",
        "new_display_name",
        "certificate",
        "new_certificate",
        "platform_type",
        "host_platform",
        "throughput",
        PORTFOLIO_LIMIT,
        "messaging_limit_tier",
        "account_mode",
        "is_official_business_account",
        "is_pin_enabled",
        "is_on_biz_app",
        "is_preverified_number",
        "last_onboarded_time",
        "search_visibility",
        "eligibility_for_api_business_global_search",
        "webhook_configuration",
        "health_status",
        "conversational_automation",
        "username",
        "unified_cert_status",
    ],
    defaults: &[
        "verified_name",
        "code_verification_status",
        "display_phone_number",
        "quality_rating",
        "platform_type",
        "throughput",
        "webhook_configuration",
        "last_onboarded_time",
        "id",
    ],
    edges: &[],
};

/// The type's name is that of Meta's reference page, and the defaults are those of its samples:
/// assumptions both, the page lists none. The last four fields are those that clients ask for.
static TEMPLATE: NodeType = NodeType {
    name: "WhatsAppBusinessHSM",
    fields: &[
        "id",
        "name",
        "language",
        "status",
        "category",
        "previous_category",
        "correct_category",
        "sub_category",
        "components",
        "quality_score",
        "rejected_reason",
        "parameter_format",
        "health_status",
        "message_send_ttl_seconds",
        "library_template_name",
        "cta_url_link_tracking_opted_out",
        "degrees_of_freedom_spec",
    ],
    defaults: &["name", "parameter_format", "components", "language", "status", "category", "id"],
    edges: &[],
};

static APP: NodeType = NodeType {
    name: "Application",
    fields: &["id", "name", "link", "category"],
    defaults: &["id", "name", "link", "category"],
    edges: &[],
};
