//! A world from a document: the built-in one, or the file of `--world`.
//!
//! The document is the tree of `GET /_control/world`, and its nodes take any of Graph's fields and
//! any key of the control API. What it leaves out is filled in: ids, secrets and tokens from the
//! seed, fields from `defaults`. An unknown key is an error, as everywhere in control.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::calls::Calls;
use super::cap::Cap;
use super::chat::Chat;
use super::ledger::Ledger;
use super::media::MediaStore;
use super::pacing::Pacing;
use super::priced::Priced;
use super::token::SCOPES;
use super::upload::Uploads;
use super::volume::Volume;
use super::{
    AppKeys, Hearing, Kind, Node, Rules, Token, User, World, defaults, health, mint, template,
    typed,
};
use crate::control::{change, key as keys};
use crate::graph::node_types;
use crate::signup::Signup;

/// Casa Ipê and Clínica Aurora, before their trouble.
pub const CASA_IPE: &str = include_str!("../../worlds/casa_ipe.json");

/// The world that a document describes; an error says where the document is wrong.
pub fn world(document: &Value, seed: u64, now_s: i64) -> Result<World, String> {
    let mut top = object(document, "the world")?.clone();
    for answered in ["graph_url", "sdk_url", "now", "tokens", "signup"] {
        top.remove(answered);
    }
    let app = take_object(&mut top, "app")?;
    let businesses = take_list(&mut top, "businesses")?;
    let users = take_list(&mut top, "users")?;
    no_more(&top, "the world")?;

    let mut world = empty(seed);
    add_app(&mut world, app, now_s)?;
    for business in &businesses {
        let id = add_node(&mut world, Kind::Business, None, business, now_s)?;
        world.businesses.push(id);
    }
    for user in &users {
        let wa_id = user["wa_id"].as_str().ok_or("a user has no wa_id")?;
        let name = user["name"].as_str().unwrap_or(wa_id).to_owned();
        let username = user["username"].as_str().map(str::to_owned);
        let has_chat_open = user["chat_open"] == true;
        let user = User { name, username, has_chat_open, ..User::default() };
        world.users.insert(wa_id.to_owned(), user);
    }
    add_tokens(&mut world, now_s);
    Ok(world)
}

/// The token of one seeded business's integration: granted all of its seeded WABAs.
pub fn business_token(world: &World, business_id: &str) -> Option<String> {
    let token = mint::token(world.seed, &format!("business {business_id}"));
    world.tokens.contains_key(&token).then_some(token)
}

/// The token of an integration that was granted a single seeded WABA.
pub fn waba_token(world: &World, waba_id: &str) -> Option<String> {
    let token = mint::token(world.seed, &format!("waba {waba_id}"));
    world.tokens.contains_key(&token).then_some(token)
}

pub fn system_user_token(world: &World) -> String {
    mint::token(world.seed, "system user")
}

fn empty(seed: u64) -> World {
    World {
        seed,
        app: AppKeys {
            id: mint::digits(seed, "app", 15),
            secret: mint::secret(seed, "app secret"),
            verify_token: mint::secret(seed, "verify token"),
            config_id: mint::digits(seed, "config", 16),
        },
        businesses: Vec::new(),
        nodes: BTreeMap::new(),
        tokens: BTreeMap::new(),
        users: BTreeMap::new(),
        own: Hearing::default(),
        others: BTreeMap::new(),
        minted: 0,
        signup: Signup::default(),
        ledger: Ledger::default(),
        volume: Volume::default(),
        uploads: Uploads::default(),
        priced: Priced::default(),
        media: MediaStore::default(),
        chat: Chat::default(),
        cap: Cap::default(),
        calls: Calls::default(),
        pacing: Pacing::default(),
    }
}

fn add_app(world: &mut World, mut app: Map<String, Value>, now_s: i64) -> Result<(), String> {
    app.remove("callback_url");
    for (key, place) in [
        ("id", &mut world.app.id),
        ("secret", &mut world.app.secret),
        ("verify_token", &mut world.app.verify_token),
        ("config_id", &mut world.app.config_id),
    ] {
        if let Some(value) = app.remove(key) {
            *place = value.as_str().ok_or(format!("app.{key} is not text"))?.to_owned();
        }
    }
    app.insert("id".to_owned(), json!(world.app.id));
    add_node(world, Kind::App, None, &Value::Object(app), now_s)?;
    Ok(())
}

/// Adds a node where it belongs, with the defaults of a seeded one; answers its id.
pub fn plant(
    world: &mut World,
    kind: Kind,
    parent: Option<&str>,
    document: &Value,
    now_s: i64,
) -> Result<String, String> {
    let id = add_node(world, kind, parent, document, now_s)?;
    match parent {
        None => world.businesses.push(id.clone()),
        Some(parent) => {
            let parent = world.nodes.get_mut(parent).ok_or("the parent is gone")?;
            parent.adopt(kind, id.clone());
        }
    }
    Ok(id)
}

/// Adds a node that stands for itself, such as an app; answers its id.
pub fn orphan(
    world: &mut World,
    kind: Kind,
    document: &Value,
    now_s: i64,
) -> Result<String, String> {
    add_node(world, kind, None, document, now_s)
}

/// Adds a node and all that is below it; answers its id.
fn add_node(
    world: &mut World,
    kind: Kind,
    parent: Option<&str>,
    document: &Value,
    now_s: i64,
) -> Result<String, String> {
    let (nth, label) = match kind {
        Kind::Template => template::place(world, parent.unwrap_or_default()),
        Kind::Business | Kind::Waba | Kind::Number | Kind::App => {
            let nth = world.next_mint();
            (nth, format!("node {nth}"))
        }
    };
    let mut given = object(document, "a node")?.clone();
    let id = match given.remove("id") {
        Some(id) => id.as_str().ok_or("an id is not text")?.to_owned(),
        None => mint::digits(world.seed, &label, 15),
    };
    if world.nodes.contains_key(&id) {
        return Err(format!("the id {id} is given twice"));
    }
    let mut below = Vec::new();
    for (child_kind, list) in lists(kind) {
        let documents = take_list(&mut given, list)?;
        below.extend(documents.into_iter().map(|document| (*child_kind, document)));
    }
    let mut node = Node::new(kind, id.clone(), parent.map(str::to_owned));
    node.fields = defaults::of(kind, nth);
    fill(&mut node, given, now_s)?;
    world.nodes.insert(id.clone(), node);
    for (child_kind, document) in &below {
        let child = add_node(world, *child_kind, Some(&id), document, now_s)?;
        if let Some(node) = world.nodes.get_mut(&id) {
            node.adopt(*child_kind, child);
        }
    }
    Ok(id)
}

/// What a document lists below a node of this kind.
fn lists(kind: Kind) -> &'static [(Kind, &'static str)] {
    match kind {
        Kind::Business => &[(Kind::Waba, "wabas")],
        Kind::Waba => &[(Kind::Number, "phone_numbers"), (Kind::Template, "message_templates")],
        Kind::Number | Kind::Template | Kind::App => &[],
    }
}

fn fill(node: &mut Node, given: Map<String, Value>, now_s: i64) -> Result<(), String> {
    let mut control = Map::new();
    for (key, value) in given {
        if key == "pin" && node.kind == Kind::Number {
            node.pin = value.as_str().map(str::to_owned);
        } else if keys::takes(node.kind, &key) {
            control.insert(key, value);
        } else if node_types::of(node.kind).fields.contains(&key.as_str()) {
            node.fields.insert(key, value);
        } else {
            return Err(format!("node {}: unknown key {key}", node.id));
        }
    }
    keys::check(node.kind, &control)
        .map_err(|refusal| format!("node {}: {}", node.id, refusal.message))?;
    change::make(node, &control, now_s);
    if let Some(fault) = typed::of_node(node) {
        return Err(format!("node {}: {} must be {}", node.id, fault.path, fault.wanted));
    }
    // A shown world says of each node what it can send; only what does not follow anyway is by hand.
    if let Some(by_hand) = node.health.take()
        && health::of_node(node) != by_hand
    {
        node.health = Some(by_hand);
    }
    if node.kind == Kind::Number && !node.fields.contains_key("quality_score") {
        let score = json!({"score": node.text("quality_rating")});
        node.set("quality_score", score);
    }
    Ok(())
}

fn add_tokens(world: &mut World, now_s: i64) {
    let mut granted = vec![(system_user_token(world), "system_user", None)];
    for business in world.business_nodes() {
        let label = format!("business {}", business.id);
        let token = mint::token(world.seed, &label);
        granted.push((token, "business", Some(business.children.clone())));
        for waba in &business.children {
            let token = mint::token(world.seed, &format!("waba {waba}"));
            granted.push((token, "business", Some(vec![waba.clone()])));
        }
    }
    for (text, kind, target_ids) in granted {
        let token = Token {
            kind: kind.to_owned(),
            user_id: mint::digits(world.seed, &format!("user of {text}"), 15),
            scopes: SCOPES.into_iter().map(str::to_owned).collect(),
            target_ids,
            issued_at: now_s,
            ..Token::default()
        };
        world.tokens.insert(text, token);
    }
}

/// Reads the name of a rule set.
pub fn rules(name: &str) -> Option<Rules> {
    [Rules::Portfolio, Rules::Legacy].into_iter().find(|rules| rules.name() == name)
}

fn object<'v>(value: &'v Value, what: &str) -> Result<&'v Map<String, Value>, String> {
    value.as_object().ok_or_else(|| format!("{what} is not a JSON object"))
}

fn take_object(from: &mut Map<String, Value>, key: &str) -> Result<Map<String, Value>, String> {
    match from.remove(key) {
        None => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(format!("{key} is not a JSON object")),
    }
}

fn take_list(from: &mut Map<String, Value>, key: &str) -> Result<Vec<Value>, String> {
    match from.remove(key) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(format!("{key} is not a list")),
    }
}

fn no_more(rest: &Map<String, Value>, what: &str) -> Result<(), String> {
    match rest.keys().next() {
        None => Ok(()),
        Some(key) => Err(format!("{what} has an unknown key {key}")),
    }
}
