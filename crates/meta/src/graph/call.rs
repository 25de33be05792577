//! The Graph calls that Farol makes, one type each.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Call, Content, GraphError, Request};
use crate::id::{AppId, WabaId};
use crate::json_fault::json_fault;

/// Reads a node's fields: `GET /{id}?fields=`.
#[derive(Clone, Debug)]
pub struct GetNode<'a> {
    /// Meta's id.
    pub id: &'a str,
    /// Fields to ask for; Meta adds `id` and leaves out what is unset.
    pub fields: &'a [&'a str],
}

impl Call for GetNode<'_> {
    type Reply = Map<String, Value>;
    const EDGE: &'static str = "node";

    fn request(&self) -> Request {
        let mut request = Request::get(self.id);
        request.query.push(("fields", self.fields.join(",")));
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        object(answer)
    }
}

/// Lists an account's numbers with their fields: `GET /{waba}/phone_numbers` (META 2.4).
#[derive(Clone, Debug)]
pub struct PhoneNumbers<'a> {
    /// The account.
    pub waba: &'a WabaId,
    /// Fields to ask for.
    pub fields: &'a [&'a str],
    /// Cursor of the page before; `None` for the first.
    pub after: Option<String>,
}

/// A page of numbers.
#[derive(Clone, Debug)]
pub struct PhoneNumbersPage {
    /// One document per number.
    pub data: Vec<Map<String, Value>>,
    /// Cursor of the next page; `None` on the last.
    pub next: Option<String>,
}

impl Call for PhoneNumbers<'_> {
    type Reply = PhoneNumbersPage;
    const EDGE: &'static str = "phone_numbers";

    fn request(&self) -> Request {
        let mut request = Request::get(format!("{}/phone_numbers", self.waba));
        request.query.push(("fields", self.fields.join(",")));
        request.query.push(("limit", "100".to_owned()));
        if let Some(after) = &self.after {
            request.query.push(("after", after.clone()));
        }
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        let (data, next) = page(answer)?;
        Ok(PhoneNumbersPage { data, next })
    }
}

/// Asks what a token may do: `GET /debug_token`, with the app's own token (META 1.3).
#[derive(Clone)]
pub struct DebugToken<'a> {
    /// The token to ask about. Meta takes it only in the query, so the sender never prints one.
    pub input_token: &'a str,
}

/// What Meta says of a token.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct TokenFacts {
    /// Whose app it is for.
    pub app_id: Option<String>,
    /// What it is of: `SYSTEM_USER`, `USER` (META 1.3), or what Meta makes of it later.
    #[serde(default, rename = "type")]
    pub kind: Option<String>,
    /// Whether it works at all.
    #[serde(default)]
    pub is_valid: bool,
    /// When it was made, in seconds; 0 where Meta does not say.
    #[serde(default)]
    pub issued_at: i64,
    /// When it ends, in seconds; 0 for never.
    #[serde(default)]
    pub expires_at: i64,
    /// When the access to data by it ends, in seconds; 0 for never.
    #[serde(default)]
    pub data_access_expires_at: i64,
    /// Scopes.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Scopes with the assets they hold for.
    #[serde(default)]
    pub granular_scopes: Vec<Granular>,
}

/// A scope and its assets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Granular {
    /// Name of the scope.
    pub scope: String,
    /// The assets; `None` when the scope holds for all.
    pub target_ids: Option<Vec<String>>,
}

impl TokenFacts {
    /// Whether the token holds `scope` for this asset.
    pub fn covers(&self, scope: &str, asset: &str) -> bool {
        let granular = self.granular_scopes.iter().find(|granular| granular.scope == scope);
        match granular {
            Some(Granular { target_ids: Some(ids), .. }) => ids.iter().any(|id| id == asset),
            Some(Granular { target_ids: None, .. }) => true,
            None => false,
        }
    }
}

impl Call for DebugToken<'_> {
    type Reply = TokenFacts;
    const EDGE: &'static str = "debug_token";

    fn request(&self) -> Request {
        let mut request = Request::get("debug_token");
        request.query.push(("input_token", self.input_token.to_owned()));
        request
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            data: TokenFacts,
        }
        Ok(typed::<Wire>(answer)?.data)
    }
}

/// Has this app's webhooks sent for an account: `POST /{waba}/subscribed_apps`.
#[derive(Clone, Debug)]
pub struct SubscribeApp<'a> {
    /// The account.
    pub waba: &'a WabaId,
}

impl Call for SubscribeApp<'_> {
    type Reply = ();
    const EDGE: &'static str = "subscribed_apps";

    fn request(&self) -> Request {
        Request::post(format!("{}/subscribed_apps", self.waba))
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// Has this app's webhooks sent for an account no more: `DELETE /{waba}/subscribed_apps` (META 2.5).
#[derive(Clone, Debug)]
pub struct UnsubscribeApp<'a> {
    /// The account.
    pub waba: &'a WabaId,
}

impl Call for UnsubscribeApp<'_> {
    type Reply = ();
    const EDGE: &'static str = "subscribed_apps";

    fn request(&self) -> Request {
        Request::delete(format!("{}/subscribed_apps", self.waba))
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// Lists the apps whose webhooks an account sends: `GET /{waba}/subscribed_apps` (META 2.5).
#[derive(Clone, Debug)]
pub struct SubscribedApps<'a> {
    /// The account.
    pub waba: &'a WabaId,
}

/// An app whose webhooks an account sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubscribedApp {
    /// Which.
    pub id: AppId,
    /// Its name, when Meta gives one.
    pub name: Option<String>,
    /// Where the account's messages go for this app, if that is not its callback.
    pub override_callback_uri: Option<String>,
}

impl Call for SubscribedApps<'_> {
    type Reply = Vec<SubscribedApp>;
    const EDGE: &'static str = "subscribed_apps";

    fn request(&self) -> Request {
        Request::get(format!("{}/subscribed_apps", self.waba))
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            data: Vec<Subscribed>,
        }
        #[derive(Deserialize)]
        struct Subscribed {
            whatsapp_business_api_data: Named,
            override_callback_uri: Option<String>,
        }
        #[derive(Deserialize)]
        struct Named {
            id: AppId,
            name: Option<String>,
        }
        let app = |found: Subscribed| SubscribedApp {
            id: found.whatsapp_business_api_data.id,
            name: found.whatsapp_business_api_data.name,
            override_callback_uri: found.override_callback_uri,
        };
        let wire: Wire = typed(answer)?;
        Ok(wire.data.into_iter().map(app).collect())
    }
}

/// Sets where the app's webhooks go: `POST /{app}/subscriptions`, with the app's own token.
///
/// Meta asks the address for the handshake before it answers (META 2.3).
#[derive(Clone)]
pub struct SubscribeWebhooks<'a> {
    /// The app.
    pub app: &'a AppId,
    /// Where webhooks go.
    pub callback_url: &'a str,
    /// What the handshake must carry.
    pub verify_token: &'a str,
    /// Webhook fields wanted.
    pub fields: &'a [&'a str],
}

impl Call for SubscribeWebhooks<'_> {
    type Reply = ();
    const EDGE: &'static str = "subscriptions";

    fn request(&self) -> Request {
        let mut request = Request::post(format!("{}/subscriptions", self.app));
        request.content = Content::Form(vec![
            ("object", "whatsapp_business_account".to_owned()),
            ("callback_url", self.callback_url.to_owned()),
            ("verify_token", self.verify_token.to_owned()),
            ("fields", self.fields.join(",")),
            ("include_values", "true".to_owned()),
        ]);
        request
    }

    fn reply(&self, answer: Value) -> Result<(), GraphError> {
        success(&answer)
    }
}

/// Reads where the app's webhooks go: `GET /{app}/subscriptions`, with the app's own token.
#[derive(Clone, Debug)]
pub struct Subscriptions<'a> {
    /// The app.
    pub app: &'a AppId,
}

/// One subscription of an app.
#[derive(Clone, Debug, Deserialize)]
pub struct Subscription {
    /// `whatsapp_business_account` for ours.
    pub object: String,
    /// Where its webhooks go.
    pub callback_url: Option<String>,
    /// Whether Meta sends at all.
    #[serde(default)]
    pub active: bool,
    /// The webhook fields that it sends.
    #[serde(default)]
    pub fields: Vec<SubscribedField>,
}

/// A webhook field of a subscription.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct SubscribedField {
    /// Such as `messages`.
    pub name: String,
}

impl Call for Subscriptions<'_> {
    type Reply = Vec<Subscription>;
    const EDGE: &'static str = "subscriptions";

    fn request(&self) -> Request {
        Request::get(format!("{}/subscriptions", self.app))
    }

    fn reply(&self, answer: Value) -> Result<Self::Reply, GraphError> {
        #[derive(Deserialize)]
        struct Wire {
            data: Vec<Subscription>,
        }
        Ok(typed::<Wire>(answer)?.data)
    }
}

/// Nodes as a list gives them.
pub(super) type Documents = Vec<Map<String, Value>>;

/// A page of documents, and the cursor of the next one; `None` on the last (META 10).
pub(super) fn page(answer: Value) -> Result<(Documents, Option<String>), GraphError> {
    #[derive(Deserialize)]
    struct Wire {
        data: Vec<Map<String, Value>>,
        paging: Option<Paging>,
    }
    #[derive(Deserialize)]
    struct Paging {
        cursors: Option<Cursors>,
        next: Option<String>,
    }
    #[derive(Deserialize)]
    struct Cursors {
        after: Option<String>,
    }
    let wire: Wire = typed(answer)?;
    // `next` holds the token; only its being there counts, the cursor leads on.
    let Some(paging) = wire.paging.filter(|paging| paging.next.is_some()) else {
        return Ok((wire.data, None));
    };
    // Taken for the last page, it would make all that is behind it look gone.
    let after = paging.cursors.and_then(|cursors| cursors.after);
    let reason = || "the answer has a next page and no cursor to it".to_owned();
    let after = after.ok_or_else(|| GraphError::Unreadable { reason: reason() })?;
    Ok((wire.data, Some(after)))
}

pub(super) fn object(answer: Value) -> Result<Map<String, Value>, GraphError> {
    match answer {
        Value::Object(fields) => Ok(fields),
        _ => Err(GraphError::Unreadable { reason: "the answer is not an object".to_owned() }),
    }
}

pub(super) fn typed<T: serde::de::DeserializeOwned>(answer: Value) -> Result<T, GraphError> {
    serde_json::from_value(answer)
        .map_err(|error| GraphError::Unreadable { reason: json_fault(&error) })
}

/// `{"success":true}`, Meta's answer to most writes.
pub(super) fn success(answer: &Value) -> Result<(), GraphError> {
    match answer.get("success") {
        Some(Value::Bool(true)) => Ok(()),
        _ => Err(GraphError::Unreadable { reason: "the answer does not say success".to_owned() }),
    }
}
