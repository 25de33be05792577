//! Nodes and their edges as answers: only the fields that were asked for, and always the id.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::analytics;
use super::auth::Caller;
use super::call::{Call, Version};
use super::call_analytics;
use super::error::GraphError;
use super::fields::{self, Field};
use super::message_templates::{self, Filter};
use super::node_types::{self, PORTFOLIO_LIMIT};
use super::page::Listing;
use super::phone_filter;
use super::priced_analytics;
use super::subscribed_apps;
use super::template_analytics;
use crate::world::{Kind, Node, Rules, World, health};

/// It brought the portfolio's limit, and an error of its own for a bad cursor.
const V24: u32 = 24;

/// The world as one caller sees it through one version.
pub struct View<'v> {
    pub world: &'v World,
    pub caller: &'v Caller<'v>,
    pub call: &'v Call,
    pub origin: &'v str,
    pub now_s: i64,
}

impl<'v> View<'v> {
    /// The app that calls.
    pub fn app(&self) -> &'v str {
        self.caller.app(self.world)
    }

    /// `GET /{node}`.
    pub fn node(&self, node: &Node) -> Result<Value, GraphError> {
        let asked = self.asked_fields()?;
        self.select(node, asked.as_deref())
    }

    /// `GET /{waba}/{edge}` of analytics that have an edge of their own.
    pub fn analytics(&self, waba: &Node, edge: &str) -> Result<Value, GraphError> {
        let (world, arguments) = (self.world, &self.call.parameters);
        if edge == template_analytics::EDGE {
            return template_analytics::answer(world, waba, arguments, self.now_s);
        }
        if call_analytics::FIELDS.contains(&edge) {
            return call_analytics::answer(world, waba, edge, arguments, self.now_s);
        }
        priced_analytics::answer(world, waba, edge, arguments, self.now_s)
    }

    /// `GET /{node}/{edge}` for the edges that list nodes.
    pub fn edge(&self, node: &Node, edge: &str) -> Result<Value, GraphError> {
        let asked = self.asked_fields()?;
        self.list(node, edge, &self.call.parameters, asked.as_deref())
    }

    fn asked_fields(&self) -> Result<Option<Vec<Field>>, GraphError> {
        self.call.parameter("fields").map(fields::parse).transpose()
    }

    fn select(&self, node: &Node, asked: Option<&[Field]>) -> Result<Value, GraphError> {
        let node_type = node_types::of(node.kind);
        let mut answer = Map::new();
        match asked {
            Some(asked) => {
                for field in asked {
                    if let Some(value) = self.field(node, field)? {
                        answer.insert(field.name.clone(), value);
                    }
                }
            }
            None => {
                for name in node_type.defaults {
                    if let Some(value) = self.value(node, name) {
                        answer.insert((*name).to_owned(), value);
                    }
                }
            }
        }
        answer.insert("id".to_owned(), json!(node.id));
        Ok(Value::Object(answer))
    }

    fn field(&self, node: &Node, field: &Field) -> Result<Option<Value>, GraphError> {
        let node_type = node_types::of(node.kind);
        let name = field.name.as_str();
        if node_type.edges.contains(&name) {
            return self.list(node, name, &field.arguments, field.nested.as_deref()).map(Some);
        }
        let is_known =
            node_type.fields.contains(&name) && (name != PORTFOLIO_LIMIT || self.is_from_v24());
        if !is_known {
            return Err(GraphError::unknown_field(name, node_type.name));
        }
        if name == analytics::FIELD {
            return analytics::answer(self.world, node, &field.arguments, self.now_s).map(Some);
        }
        if [priced_analytics::PRICING, priced_analytics::CONVERSATION].contains(&name) {
            let arguments = &field.arguments;
            return priced_analytics::answer(self.world, node, name, arguments, self.now_s)
                .map(Some);
        }
        if name == template_analytics::EDGE {
            return template_analytics::answer(self.world, node, &field.arguments, self.now_s)
                .map(Some);
        }
        if call_analytics::FIELDS.contains(&name) {
            let arguments = &field.arguments;
            return call_analytics::answer(self.world, node, name, arguments, self.now_s).map(Some);
        }
        let value = self.value(node, name);
        Ok(match (value, &field.nested) {
            (Some(Value::Object(mut map)), Some(nested)) => {
                map.retain(|key, _| nested.iter().any(|field| field.name == *key));
                Some(Value::Object(map))
            }
            (value, _) => value,
        })
    }

    /// A field's value: computed where it depends on other nodes, else as it is kept.
    fn value(&self, node: &Node, name: &str) -> Option<Value> {
        let business = self.world.business_of(node);
        let owner = |business: &Node| json!({"id": business.id, "name": business.text("name")});
        match (node.kind, name) {
            (_, "id") => Some(json!(node.id)),
            (Kind::Waba | Kind::Number | Kind::Template, "health_status") => {
                Some(health::status(self.world, self.app(), node))
            }
            (Kind::Waba | Kind::Number, PORTFOLIO_LIMIT) => {
                business?.fields.get(PORTFOLIO_LIMIT).cloned()
            }
            (Kind::Waba, "owner_business" | "owner_business_info") => business.map(owner),
            (Kind::Waba, "business_verification_status") => {
                business?.fields.get("verification_status").cloned()
            }
            (Kind::Number, "code_verification_status") => {
                Some(json!(node.code_verification_status(self.now_s)))
            }
            (Kind::Number, "messaging_limit_tier") => self.messaging_limit_tier(node),
            (Kind::Template, "quality_score") => Some(self.dated_quality(node)?),
            // A node of its own with Meta, and so with an id; which one is an assumption.
            (Kind::Number, "conversational_automation") => {
                let mut automation = node.fields.get(name)?.clone();
                automation["id"] = json!(node.id);
                Some(automation)
            }
            (Kind::Number, "webhook_configuration") => self.webhook_configuration(node),
            _ => node.fields.get(name).cloned(),
        }
    }

    /// Meta tells since when a template has its quality; a seeded one has it since its account is.
    fn dated_quality(&self, template: &Node) -> Option<Value> {
        let mut score = template.fields.get("quality_score")?.clone();
        if score.get("date").is_none() {
            let waba = self.world.waba_of(template)?;
            score["date"] = waba.fields.get("creation_time").cloned().unwrap_or(json!(0));
        }
        Some(score)
    }

    /// A tier of the number's own counts under the legacy rules, and in versions before v24;
    /// otherwise Meta answers with the portfolio's.
    fn messaging_limit_tier(&self, node: &Node) -> Option<Value> {
        let is_legacy = self.world.waba_of(node).is_some_and(|waba| waba.rules == Rules::Legacy);
        let own = node.fields.get("messaging_limit_tier");
        own.filter(|_| is_legacy || !self.is_from_v24())
            .or_else(|| self.world.business_of(node)?.fields.get(PORTFOLIO_LIMIT))
            .cloned()
    }

    /// Where the messages of a number go, as far as it is the calling app's: Meta does not say
    /// whether an app sees the overrides of others, here it does not.
    fn webhook_configuration(&self, node: &Node) -> Option<Value> {
        let hearing = self.world.hearing(self.app())?;
        let mut configuration = Map::new();
        if let Some(callback) = hearing.number_callbacks.get(&node.id) {
            configuration.insert("phone_number".to_owned(), json!(callback.url));
        }
        let waba = node.parent.as_ref()?;
        if let Some(Some(callback)) = hearing.subscribed_wabas.get(waba) {
            configuration.insert("whatsapp_business_account".to_owned(), json!(callback.url));
        }
        if let Some(subscription) = hearing.subscription() {
            configuration.insert("application".to_owned(), json!(subscription.callback.url));
        }
        (!configuration.is_empty()).then_some(Value::Object(configuration))
    }

    fn is_from_v24(&self) -> bool {
        self.call.version.is_none_or(|version: Version| version.major >= V24)
    }

    fn list(
        &self,
        node: &Node,
        edge: &str,
        arguments: &BTreeMap<String, String>,
        asked: Option<&[Field]>,
    ) -> Result<Value, GraphError> {
        if edge == "subscribed_apps" {
            return Ok(subscribed_apps::list(self.world, node));
        }
        let is_template_edge = edge == message_templates::EDGE;
        let below: Vec<&Node> = if is_template_edge {
            self.world.templates(node).collect()
        } else {
            self.world.children(node).collect()
        };
        let may = |child: &Node| self.caller.may_manage(self.world, child).is_ok();
        let mut all: Vec<&Node> = below.into_iter().filter(|child| may(child)).collect();
        if edge == phone_filter::EDGE {
            all = phone_filter::apply(all, arguments)?;
        }
        let filter = if is_template_edge { Filter::read(arguments)? } else { Filter::default() };
        let bad_cursor = if is_template_edge && self.is_from_v24() {
            GraphError::bad_template_cursor
        } else {
            GraphError::bad_cursor
        };
        let is_wanted = |child: &Node| filter.takes(child);
        let page = Listing { all: &all, is_wanted: &is_wanted, bad_cursor }.cut(arguments)?;
        let data = page
            .nodes
            .iter()
            .map(|child| self.select(child, asked))
            .collect::<Result<Vec<Value>, GraphError>>()?;
        let version = match self.call.version {
            Some(version) => format!("/{version}"),
            None => String::new(),
        };
        let address = format!("{}{version}/{}/{edge}", self.origin, node.id);
        let fields = asked.map(fields::print);
        let mut kept = Vec::new();
        if let Some(fields) = &fields {
            kept.push(("fields", fields.as_str()));
        }
        let repeated: &[&str] = match edge {
            message_templates::EDGE => &message_templates::PARAMETERS,
            phone_filter::EDGE => &phone_filter::PARAMETERS,
            _ => &[],
        };
        kept.extend(
            repeated.iter().filter_map(|name| Some((*name, arguments.get(*name)?.as_str()))),
        );
        // Meta's links carry the token too, which is why they must never be logged.
        if let Some(token) = &self.call.token {
            kept.push(("access_token", token.as_str()));
        }
        let mut answer = page.answer(data, &address, &kept);
        if is_template_edge && let Some(asked) = arguments.get("summary") {
            let listed = all.iter().filter(|child| filter.takes(child)).count();
            answer["summary"] = message_templates::summary(self.world, node, asked, listed);
        }
        Ok(answer)
    }
}
