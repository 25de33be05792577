//! The popup's pages as HTML: one form a step, and the end.
//!
//! Everything that a step needs is filled in beforehand, so that pressing `next` goes through.

use serde_json::json;

use super::offer::{self, Offer};
use super::session::{APP, NEW, Session, Step, Wrong};
use super::words::Words;
use crate::world::registration::VERIFICATION_CODE;
use crate::world::{Kind, World};

/// One step of a popup, with what was wrong with its form.
pub fn step(
    world: &World,
    id: &str,
    session: &Session,
    words: &Words,
    wrong: Option<Wrong>,
) -> String {
    let step = session.step;
    let nth = Step::ALL.iter().position(|known| *known == step).unwrap_or(0) + 1;
    let content = match step {
        Step::Permissions => permissions(world, words),
        Step::Business => business(world, session, words),
        Step::Waba => waba(world, session, words),
        Step::Number => number(world, session, words),
        Step::Name => name(world, session, words),
        Step::Code => code(session, words),
        Step::Confirm => confirm(world, session, words),
    };
    let alert = match wrong {
        Some(Wrong::Refused(trouble)) => format!(
            "<p class=\"wrong\" role=\"alert\" data-trouble=\"{}\">{}</p>",
            trouble.name(),
            words.wrong(Wrong::Refused(trouble))
        ),
        Some(wrong) => format!("<p class=\"wrong\" role=\"alert\">{}</p>", words.wrong(wrong)),
        None => String::new(),
    };
    let body = format!(
        "<p class=\"nth\">{}</p><h1>{}</h1>{alert}\
         <form method=\"post\" action=\"/dialog/oauth\" autocomplete=\"off\">\
         <input type=\"hidden\" name=\"session\" value=\"{}\">\
         <input type=\"hidden\" name=\"step\" value=\"{}\">\
         {content}{}</form>",
        (words.step_of)(nth, Step::ALL.len()),
        words.title(step),
        escape(id),
        step.name(),
        buttons(step, words),
    );
    page(words, words.title(step), step.current_step(), &body)
}

/// The end: the script posts the texts in their order and closes the window.
pub fn end(session: &Session, posts: &[String], words: &Words) -> String {
    let list = posts.iter().map(|post| format!("<li><code>{}</code></li>", escape(post)));
    let body = format!(
        "<div id=\"end\" data-origin=\"{}\" data-posts=\"{}\"><h1>{}</h1><p>{}</p>\
         <details><summary>{}</summary><ol>{}</ol></details></div>",
        escape(&session.origin),
        escape(&json!(posts).to_string()),
        words.done,
        words.closing,
        words.told,
        list.collect::<String>(),
    );
    page(words, words.done, "END", &body)
}

/// A dialog that cannot be shown. The reason is for the developer, hence in English.
pub fn refused(why: &str, words: &Words) -> String {
    let body = format!("<h1>{}</h1><p lang=\"en\">{}</p>", words.refused, escape(why));
    page(words, words.refused, "ERROR", &body)
}

pub fn gone(words: &Words) -> String {
    let body = format!("<h1>{}</h1><p>{}</p>", words.gone, words.closing);
    page(words, words.gone, "END", &body)
}

fn page(words: &Words, title: &str, step: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"/dialog/popup.css\">\
         <script src=\"/dialog/popup.js\" defer></script></head>\n\
         <body><main data-step=\"{step}\"><p class=\"simulated\">{}</p>{body}</main></body></html>\n",
        words.lang, words.simulated
    )
}

/// `next` or `finish` comes first: it is what the Enter key presses.
fn buttons(step: Step, words: &Words) -> String {
    let mut all = vec![match step {
        Step::Confirm => ("finish", words.finish),
        _ => ("next", words.next),
    }];
    if step == Step::Code {
        all.push(("later", words.later));
    }
    if step >= Step::Number {
        all.push(("finish_without_number", words.finish_without_number));
    }
    all.push(("cancel", words.cancel));
    all.push(("report", words.report));
    let buttons = all.into_iter().map(|(act, label)| {
        format!("<button name=\"act\" value=\"{act}\" data-act=\"{act}\">{label}</button>")
    });
    format!("<div class=\"buttons\">{}</div>", buttons.collect::<String>())
}

fn permissions(world: &World, words: &Words) -> String {
    let app = world.nodes.get(&world.app.id).map_or("App", |app| app.text("name"));
    let [manage, message] = words.permissions;
    format!(
        "<p>{}</p><ul><li>{manage} <code>whatsapp_business_management</code></li>\
         <li>{message} <code>whatsapp_business_messaging</code></li></ul>",
        escape(&(words.permissions_of)(app))
    )
}

fn business(world: &World, session: &Session, words: &Words) -> String {
    let (options, chosen) = offer::businesses(world, session, words);
    radios("business", &options, &chosen)
        + &field("business_name", words.business_name, &offer::business_name(session))
}

fn waba(world: &World, session: &Session, words: &Words) -> String {
    let (options, chosen) = offer::wabas(world, session, words);
    radios("waba", &options, &chosen)
        + &field("waba_name", words.waba_name, &offer::waba_name(world, session))
}

fn number(world: &World, session: &Session, words: &Words) -> String {
    let (options, chosen) = offer::numbers(world, session, words);
    radios("number", &options, &chosen)
        + &field("display_phone_number", words.phone, &offer::phone(world, session))
}

fn name(world: &World, session: &Session, words: &Words) -> String {
    let name = offer::display_name(world, session);
    let hint = words.display_name_hint;
    format!("{}<p class=\"hint\">{hint}</p>", field("display_name", words.display_name, &name))
}

fn code(session: &Session, words: &Words) -> String {
    let told = if session.choices.number == APP { words.app_pairing } else { words.sms };
    format!(
        "<p class=\"sms\">{told} <b>{VERIFICATION_CODE}</b></p>{}",
        field("code", words.code, VERIFICATION_CODE)
    )
}

fn confirm(world: &World, session: &Session, words: &Words) -> String {
    let choices = &session.choices;
    let named = |kind, id: &str, new: &str| match world.node(kind, id) {
        Some(node) => node.text("name").to_owned(),
        None => new.to_owned(),
    };
    let is_new = [NEW, APP].contains(&choices.number.as_str());
    let phone = match session.chosen_number(world) {
        Some(number) if !is_new => number.text("display_phone_number"),
        _ => &choices.display_phone_number,
    };
    let is_registered = session.chosen_number(world).is_some_and(crate::world::Node::is_registered);
    let note = if is_registered || choices.is_verified { "" } else { words.unverified };
    let rows = [
        (words.business, named(Kind::Business, &choices.business, &choices.business_name)),
        (words.waba, named(Kind::Waba, &choices.waba, &choices.waba_name)),
        (words.number, format!("{phone} {} {note}", choices.display_name)),
    ];
    let rows = rows
        .iter()
        .map(|(label, value)| format!("<dt>{label}</dt><dd>{}</dd>", escape(value.trim_end())));
    format!("<dl>{}</dl>", rows.collect::<String>())
}

fn radios(name: &str, options: &[Offer], chosen: &str) -> String {
    let radios = options.iter().map(|option| {
        let checked = match (option.is_greyed, option.value == chosen) {
            (true, _) => " disabled",
            (false, true) => " checked",
            (false, false) => "",
        };
        format!(
            "<label><input type=\"radio\" name=\"{name}\" value=\"{}\"{checked}> {} \
             <small>{}</small></label>",
            escape(&option.value),
            escape(&option.label),
            escape(&option.note)
        )
    });
    format!("<fieldset>{}</fieldset>", radios.collect::<String>())
}

fn field(name: &str, label: &str, value: &str) -> String {
    let value = escape(value);
    format!(
        "<label class=\"field\"><span>{label}</span>\
         <input type=\"text\" name=\"{name}\" value=\"{value}\"></label>"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
