//! Cards of people that a customer sends (META 7.2 `[D]`; members of a card as in Meta's messages API, an
//! assumption where META ends its list with an ellipsis; read on 23 November 2026).

use super::part::{List, part};
use super::word::Words;

part! {
    /// A person's card.
    Card {
        /// The name.
        name: CardName = "name",
        /// Phone numbers.
        phones: List<CardPhone> = "phones",
        /// Mail addresses.
        emails: List<CardEmail> = "emails",
        /// Places.
        addresses: List<CardAddress> = "addresses",
        /// Pages.
        urls: List<CardUrl> = "urls",
        /// Where the person works.
        org: CardOrg = "org",
        /// `YYYY-MM-DD`.
        birthday: Words = "birthday",
        /// The whole card, where a business asked for it.
        vcard: Words = "vcard",
        /// Where it comes from, where a business asked for it.
        origin: String = "origin",
    }
}

part! {
    /// A name.
    CardName {
        /// Whole.
        formatted_name: Words = "formatted_name",
        /// First.
        first_name: Words = "first_name",
        /// Last.
        last_name: Words = "last_name",
        /// Middle.
        middle_name: Words = "middle_name",
        /// Before.
        prefix: Words = "prefix",
        /// Behind.
        suffix: Words = "suffix",
    }
}

part! {
    /// A phone number.
    CardPhone {
        /// As it is written on the card.
        phone: Words = "phone",
        /// Digits, if it is on WhatsApp.
        wa_id: Words = "wa_id",
        /// `MOBILE`, `HOME`, ...: an open set.
        r#type: String = "type",
    }
}

part! {
    /// A mail address.
    CardEmail {
        /// The address.
        email: Words = "email",
        /// `WORK`, `HOME`, ...: an open set.
        r#type: String = "type",
    }
}

part! {
    /// A place.
    CardAddress {
        /// Street and number.
        street: Words = "street",
        /// City.
        city: Words = "city",
        /// State.
        state: Words = "state",
        /// Postal code.
        zip: Words = "zip",
        /// Country.
        country: Words = "country",
        /// Country, two letters.
        country_code: Words = "country_code",
        /// `WORK`, `HOME`, ...: an open set.
        r#type: String = "type",
    }
}

part! {
    /// A page.
    CardUrl {
        /// Its address.
        url: Words = "url",
        /// `WORK`, `HOME`, ...: an open set.
        r#type: String = "type",
    }
}

part! {
    /// Where a person works.
    CardOrg {
        /// Company.
        company: Words = "company",
        /// Department.
        department: Words = "department",
        /// Title.
        title: Words = "title",
    }
}
