//! A message: a customer's, or an echo of the business's own from the app (META 7.2 `[D]`, read on 23
//! November 2026).

use super::card::Card;
use super::coexistence::HistoryContext;
use super::content::{
    Button, Context, Edit, Interactive, Location, Media, Order, Reaction, Referral, Revoke, System,
    Text, Unsupported,
};
use super::number_news::Fault;
use super::part::{List, part};
use super::word::Whole;
use crate::id::MessageId;
use crate::open::MessageType;
use serde_json::Value;

part! {
    /// A message. What it says is [`Message::content`].
    Message {
        /// Who wrote it: a phone number, digits only; absent of who has a username.
        from: String = "from",
        /// Who wrote it: the business-scoped id.
        from_user_id: String = "from_user_id",
        /// The same of linked portfolios.
        from_parent_user_id: String = "from_parent_user_id",
        /// To whom; echoes and history alone.
        to: String = "to",
        /// To whom, by the business-scoped id. An assumption: META names `to` alone.
        to_user_id: String = "to_user_id",
        /// The same of linked portfolios. An assumption.
        to_parent_user_id: String = "to_parent_user_id",
        /// The group it was written in.
        group_id: String = "group_id",
        /// Its id; unique for one number.
        id: MessageId = "id",
        /// When it was written, in seconds; a text.
        timestamp: Whole = "timestamp",
        /// Which of the members below it has.
        r#type: MessageType = "type",
        /// What it answers or forwards.
        context: Box<Context> = "context",
        /// The advertisement that led to it.
        referral: Box<Referral> = "referral",
        /// Why it can't be given.
        errors: List<Fault> = "errors",
        /// Of `text`.
        text: Text = "text",
        /// Of `image`.
        image: Box<Media> = "image",
        /// Of `video`.
        video: Box<Media> = "video",
        /// Of `audio`.
        audio: Box<Media> = "audio",
        /// Of `document`.
        document: Box<Media> = "document",
        /// Of `sticker`.
        sticker: Box<Media> = "sticker",
        /// Of `location`.
        location: Box<Location> = "location",
        /// Of `contacts`.
        contacts: List<Card> = "contacts",
        /// Of `interactive`.
        interactive: Box<Interactive> = "interactive",
        /// Of `button`.
        button: Box<Button> = "button",
        /// Of `reaction`.
        reaction: Box<Reaction> = "reaction",
        /// Of `order`.
        order: Box<Order> = "order",
        /// Of `system`.
        system: Box<System> = "system",
        /// Of `edit`; coexistence alone.
        edit: Box<Edit> = "edit",
        /// Of `revoke`; coexistence alone.
        revoke: Revoke = "revoke",
        /// Of `unsupported`.
        unsupported: Unsupported = "unsupported",
        /// Of `request_welcome`, whose shape Meta does not give.
        request_welcome: Value = "request_welcome",
        /// Of `media_placeholder`, whose shape Meta does not give.
        media_placeholder: Value = "media_placeholder",
        /// How it stood; history alone.
        history_context: HistoryContext = "history_context",
    }
}

/// What a message says, by its type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Content<'a> {
    /// Words.
    Text(&'a Text),
    /// A picture.
    Image(&'a Media),
    /// A film.
    Video(&'a Media),
    /// A recording.
    Audio(&'a Media),
    /// A file.
    Document(&'a Media),
    /// A sticker.
    Sticker(&'a Media),
    /// A place.
    Location(&'a Location),
    /// Cards of people.
    Contacts(&'a List<Card>),
    /// The answer to buttons, a list, a form.
    Interactive(&'a Interactive),
    /// The answer to a template's button.
    Button(&'a Button),
    /// A reaction to another message, or its end.
    Reaction(&'a Reaction),
    /// An order from a catalogue.
    Order(&'a Order),
    /// Word of Meta's on the customer, who wrote nothing.
    System(&'a System),
    /// Another message's new words.
    Edit(&'a Edit),
    /// Another message is taken back.
    Revoke(&'a Revoke),
    /// Something that the Cloud API does not give; why is in [`Message::errors`].
    Unsupported(Option<&'a Unsupported>),
    /// The customer opened the chat for the first time.
    RequestWelcome,
    /// An old message's media, which come later or never.
    MediaPlaceholder,
    /// A type that is not known, or one without its member.
    Unknown(Option<&'a MessageType>),
}

impl Message {
    /// What it says.
    pub fn content(&self) -> Content<'_> {
        let known = match self.r#type.as_ref() {
            Some(MessageType::Text) => self.text.as_ref().map(Content::Text),
            Some(MessageType::Image) => self.image.as_deref().map(Content::Image),
            Some(MessageType::Video) => self.video.as_deref().map(Content::Video),
            Some(MessageType::Audio) => self.audio.as_deref().map(Content::Audio),
            Some(MessageType::Document) => self.document.as_deref().map(Content::Document),
            Some(MessageType::Sticker) => self.sticker.as_deref().map(Content::Sticker),
            Some(MessageType::Location) => self.location.as_deref().map(Content::Location),
            Some(MessageType::Contacts) => self.contacts.as_ref().map(Content::Contacts),
            Some(MessageType::Interactive) => self.interactive.as_deref().map(Content::Interactive),
            Some(MessageType::Button) => self.button.as_deref().map(Content::Button),
            Some(MessageType::Reaction) => self.reaction.as_deref().map(Content::Reaction),
            Some(MessageType::Order) => self.order.as_deref().map(Content::Order),
            Some(MessageType::System) => self.system.as_deref().map(Content::System),
            Some(MessageType::Edit) => self.edit.as_deref().map(Content::Edit),
            Some(MessageType::Revoke) => self.revoke.as_ref().map(Content::Revoke),
            Some(MessageType::Unsupported) => Some(Content::Unsupported(self.unsupported.as_ref())),
            Some(MessageType::RequestWelcome) => Some(Content::RequestWelcome),
            Some(MessageType::MediaPlaceholder) => Some(Content::MediaPlaceholder),
            Some(MessageType::Other(_)) | None => None,
        };
        known.unwrap_or(Content::Unknown(self.r#type.as_ref()))
    }
}
