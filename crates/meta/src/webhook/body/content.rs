//! What messages say, by type (META 7.2 `[D]`, read on 23 November 2026).

use serde_json::{Number, Value};

use super::part::{List, part};
use super::word::{Flag, Whole, Words};
use crate::id::MessageId;
use crate::open::{InteractiveType, MessageType, ReferralSource, SystemType, UnsupportedType};

part! {
    /// Words.
    Text {
        /// The words.
        body: Words = "body",
    }
}

part! {
    /// A picture, film, recording, file or sticker.
    Media {
        /// Its id, good for 7 days.
        id: String = "id",
        /// Its kind.
        mime_type: String = "mime_type",
        /// Of the file, in base64.
        sha256: String = "sha256",
        /// Where it is, for five minutes and with a token; since 16 October 2025.
        url: String = "url",
        /// The words under it.
        caption: Words = "caption",
        /// Its name; documents alone.
        filename: Words = "filename",
        /// Whether it was spoken into the phone; audio alone.
        voice: Flag = "voice",
        /// Whether it moves; stickers alone.
        animated: Flag = "animated",
    }
}

part! {
    /// A place.
    Location {
        /// Degrees north.
        latitude: Number = "latitude",
        /// Degrees east.
        longitude: Number = "longitude",
        /// Its name.
        name: Words = "name",
        /// Its address.
        address: Words = "address",
        /// Its page.
        url: Words = "url",
    }
}

part! {
    /// The answer to an interactive message.
    Interactive {
        /// Which of the members below it has.
        r#type: InteractiveType = "type",
        /// The button.
        button_reply: Choice = "button_reply",
        /// The entry of a list.
        list_reply: Choice = "list_reply",
        /// A flow's form, filled in.
        nfm_reply: FormReply = "nfm_reply",
        /// Whether the business may call.
        call_permission_reply: CallPermission = "call_permission_reply",
        /// A payment, whose shape META does not give.
        payment: Value = "payment",
    }
}

part! {
    /// A button or an entry of a list.
    Choice {
        /// As the business named it.
        id: String = "id",
        /// As the customer saw it.
        title: Words = "title",
        /// More of it; lists alone.
        description: Words = "description",
    }
}

part! {
    /// A flow's form, filled in.
    FormReply {
        /// `flow`, `address_message`: an open set, of which META gives none.
        name: String = "name",
        /// In words.
        body: Words = "body",
        /// JSON as a text.
        response_json: Words = "response_json",
    }
}

part! {
    /// Whether the business may call. META 7.2 names it without a shape: all members are assumptions.
    CallPermission {
        /// `accept` or `reject`.
        response: String = "response",
        /// Whether it is for good.
        is_permanent: Flag = "is_permanent",
        /// Until when, in seconds.
        expiration_timestamp: Whole = "expiration_timestamp",
        /// `user_action` or `automatic`.
        response_source: String = "response_source",
    }
}

part! {
    /// The answer to a template's button.
    Button {
        /// As the business named it.
        payload: Words = "payload",
        /// As the customer saw it.
        text: Words = "text",
    }
}

part! {
    /// A reaction to another message.
    Reaction {
        /// Which message.
        message_id: MessageId = "message_id",
        /// The sign; absent when it was taken back.
        emoji: Words = "emoji",
    }
}

part! {
    /// An order from a catalogue.
    Order {
        /// Which catalogue.
        catalog_id: String = "catalog_id",
        /// The customer's words.
        text: Words = "text",
        /// What was ordered.
        product_items: List<ProductItem> = "product_items",
    }
}

part! {
    /// One thing that was ordered.
    ProductItem {
        /// Which, as the business named it.
        product_retailer_id: String = "product_retailer_id",
        /// How many.
        quantity: Whole = "quantity",
        /// What one costs.
        item_price: Number = "item_price",
        /// In which currency.
        currency: String = "currency",
    }
}

part! {
    /// Word of Meta's on a customer, with no contact beside it.
    System {
        /// A sentence.
        body: Words = "body",
        /// The phone number now.
        wa_id: String = "wa_id",
        /// The business-scoped id now.
        user_id: String = "user_id",
        /// The same of linked portfolios.
        parent_user_id: String = "parent_user_id",
        /// The business-scoped id before.
        previous_user_id: String = "previous_user_id",
        /// The same of linked portfolios.
        previous_parent_user_id: String = "previous_parent_user_id",
        /// What changed.
        r#type: SystemType = "type",
    }
}

part! {
    /// Another message's new words (coexistence).
    Edit {
        /// Which message.
        original_message_id: MessageId = "original_message_id",
        /// What it says now.
        message: Edited = "message",
    }
}

part! {
    /// What an edited message says now. Only words and captions can be edited.
    Edited {
        /// What it answers.
        context: Context = "context",
        /// Which of the members below it has.
        r#type: MessageType = "type",
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
    }
}

part! {
    /// Another message is taken back (coexistence).
    Revoke {
        /// Which message.
        original_message_id: MessageId = "original_message_id",
    }
}

part! {
    /// Something that the Cloud API does not give.
    Unsupported {
        /// What it is.
        r#type: UnsupportedType = "type",
    }
}

part! {
    /// What a message answers or forwards.
    Context {
        /// Who wrote that.
        from: String = "from",
        /// Who wrote that, by the business-scoped id. An assumption.
        from_user_id: String = "from_user_id",
        /// Its id.
        id: MessageId = "id",
        /// The product that is asked about.
        referred_product: ReferredProduct = "referred_product",
        /// Whether it was forwarded.
        forwarded: Flag = "forwarded",
        /// Whether it was forwarded more than five times.
        frequently_forwarded: Flag = "frequently_forwarded",
    }
}

part! {
    /// The product that a message asks about.
    ReferredProduct {
        /// Which catalogue.
        catalog_id: String = "catalog_id",
        /// Which product, as the business named it.
        product_retailer_id: String = "product_retailer_id",
    }
}

part! {
    /// The advertisement that led to a message.
    Referral {
        /// Its page.
        source_url: String = "source_url",
        /// Its id.
        source_id: String = "source_id",
        /// Advertisement or post.
        source_type: ReferralSource = "source_type",
        /// Its headline.
        headline: String = "headline",
        /// Its words.
        body: String = "body",
        /// `image` or `video`.
        media_type: String = "media_type",
        /// The picture.
        image_url: String = "image_url",
        /// The film.
        video_url: String = "video_url",
        /// The film's picture.
        thumbnail_url: String = "thumbnail_url",
        /// The click.
        ctwa_clid: String = "ctwa_clid",
        /// The words that it greets with.
        welcome_message: Welcome = "welcome_message",
    }
}

part! {
    /// The words that an advertisement greets with.
    Welcome {
        /// The words.
        text: String = "text",
    }
}
