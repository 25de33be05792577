//! Words, numbers and times of one language. Every sentence that people read comes through here.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

use domain::Timestamp;
use fixed_decimal::Decimal;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, static_loader};
use icu_decimal::DecimalFormatter;
use jiff::tz::TimeZone;

use crate::language::Language;

static_loader! {
    static LOCALES = {
        locales: "./locales",
        fallback_language: "pt-BR",
        // Isolation marks would stand between a value and whoever searches for it.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// What fills the places of a sentence.
type Places<'a> = HashMap<Cow<'static, str>, FluentValue<'a>>;

/// What a language's texts and numbers are looked up by.
struct Grammar {
    identifier: LanguageIdentifier,
    numbers: Option<DecimalFormatter>,
    /// Sentences without places that were asked for. A page of many rows asks for the same ones for
    /// each, and Fluent makes each anew. Only what is among the messages gets in, so that there are
    /// never more than those.
    sentences: RefCell<HashMap<String, String>>,
}

impl Grammar {
    fn of(language: Language) -> Self {
        let locale: Option<icu_locale_core::Locale> = language.tag().parse().ok();
        Self {
            identifier: language.tag().parse().expect("a language's own tag is well formed"),
            numbers: locale.and_then(|locale| {
                DecimalFormatter::try_new(locale.into(), Default::default()).ok()
            }),
            sentences: RefCell::default(),
        }
    }
}

thread_local! {
    // Made once a thread: a formatter costs more than a hundred numbers that it prints, and ICU's
    // can't be shared between threads.
    static GRAMMARS: [Grammar; 3] = Language::ALL.map(Grammar::of);
}

/// The words of a language, with the zone of its times.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    pub language: Language,
    zone: TimeZone,
}

impl Words {
    pub fn new(language: Language, zone: TimeZone) -> Self {
        Self { language, zone }
    }

    /// A sentence without places.
    pub fn t(&self, key: &str) -> String {
        self.grammar(|Grammar { identifier, sentences, .. }| {
            if let Some(known) = sentences.borrow().get(key) {
                return known.clone();
            }
            let Ok(found) = LOCALES.lookup_single_language::<String>(identifier, key, None) else {
                return self.find(key, None);
            };
            sentences.borrow_mut().insert(key.to_owned(), found.clone());
            found
        })
    }

    /// A sentence with one place filled by text.
    pub fn t1(&self, key: &str, place: &'static str, value: impl ToString) -> String {
        self.with(key, &[(place, value.to_string())], None)
    }

    /// A sentence with places filled by text.
    pub fn with(&self, key: &str, texts: &[(&'static str, String)], count: Option<u64>) -> String {
        let mut places: Places<'_> = texts
            .iter()
            .map(|(place, text)| (Cow::Borrowed(*place), FluentValue::from(text.as_str())))
            .collect();
        if let Some(count) = count {
            // `n` chooses the plural; `count` is what is read.
            places.insert("n".into(), FluentValue::from(count));
            places.insert("count".into(), FluentValue::from(self.count(count)));
        }
        self.find(key, Some(&places))
    }

    /// A sentence of the language. Asked for by the language's own name, since choosing among those
    /// at hand costs as much as the sentence; the loader has its say of one that is not there.
    fn find(&self, key: &str, places: Option<&Places<'_>>) -> String {
        self.grammar(|Grammar { identifier, .. }| {
            LOCALES
                .lookup_single_language(identifier, key, places)
                .unwrap_or_else(|_| LOCALES.lookup_complete(identifier, key, places))
        })
    }

    /// A sentence about so many things.
    pub fn many(&self, key: &str, count: u64) -> String {
        self.with(key, &[], Some(count))
    }

    /// The sentence of a key that may not be there.
    pub fn maybe(&self, key: &str) -> Option<String> {
        self.grammar(|grammar| LOCALES.try_lookup(&grammar.identifier, key))
    }

    /// A number with its groups: 10.000, 10,000.
    pub fn count(&self, number: u64) -> String {
        self.decimal(&Decimal::from(number))
    }

    fn decimal(&self, number: &Decimal) -> String {
        self.grammar(|grammar| match &grammar.numbers {
            Some(formatter) => formatter.format(number).to_string(),
            None => number.to_string(),
        })
    }

    /// Thousandths as per cent, with a tenth where there is one: "99,7%", "100%".
    pub fn per_mille(&self, share: u64) -> String {
        let mut percent = Decimal::from(share);
        percent.multiply_pow10(-1);
        percent.absolute.trim_end();
        self.t1("percent-of", "count", self.decimal(&percent))
    }

    /// How long ago, in one unit: "há 12 s"; after thirty days the moment itself.
    pub fn ago(&self, at: Timestamp, now: Timestamp) -> String {
        let seconds = now.since(at).as_secs();
        match seconds {
            0..60 => self.many("ago-s", seconds.max(1)),
            60..3_600 => self.many("ago-min", seconds / 60),
            3_600..86_400 => self.many("ago-h", seconds / 3_600),
            86_400..2_678_400 => self.many("ago-d", seconds / 86_400),
            _ => self.moment(at),
        }
    }

    /// A length of time in one unit: "40 s", "15 min".
    pub fn span(&self, length: Duration) -> String {
        match length.as_secs() {
            seconds @ 0..120 => self.many("span-s", seconds),
            seconds @ 120..7_200 => self.many("span-min", seconds.div_ceil(60)),
            seconds => self.many("span-h", seconds.div_ceil(3_600)),
        }
    }

    /// How long something lasted: to the nearest day where there are at least two, else in the hours
    /// or minutes that have passed in full.
    pub fn lasted(&self, length: Duration) -> String {
        const DAY: u64 = 24 * 3_600;
        let seconds = length.as_secs();
        let unit = match seconds {
            172_800.. => return self.many("days", (seconds + DAY / 2) / DAY),
            7_200.. => 3_600,
            120.. => 60,
            _ => 1,
        };
        self.span(Duration::from_secs(seconds / unit * unit))
    }

    /// How long something took: as [`Words::span`], with tenths where they are all there is.
    pub fn took(&self, milliseconds: u64) -> String {
        if milliseconds >= 10_000 {
            return self.span(Duration::from_millis(milliseconds));
        }
        let mut seconds = Decimal::from(milliseconds.div_ceil(100));
        seconds.multiply_pow10(-1);
        self.t1("took-s", "count", self.decimal(&seconds))
    }

    /// A moment with its year and zone, for who may read it anywhere: a sentence of `key` with
    /// `day`, `month`, `year`, `time` and `zone`.
    pub fn moment_of_zone(&self, key: &str, at: Timestamp) -> String {
        let zoned = self.zoned(at);
        let places = [
            ("day", zoned.day().to_string()),
            ("month", self.t(&format!("month-{}", zoned.month()))),
            ("year", zoned.year().to_string()),
            ("time", self.time(at)),
            ("zone", format!("{}, UTC{}", self.zone_name(), zoned.strftime("%:z"))),
        ];
        self.with(key, &places, None)
    }

    /// A moment: "17 nov, 14:32".
    pub fn moment(&self, at: Timestamp) -> String {
        let zoned = self.zoned(at);
        let month = self.t(&format!("month-{}", zoned.month()));
        let day = zoned.day().to_string();
        self.with("moment", &[("day", day), ("month", month), ("time", self.time(at))], None)
    }

    /// A moment to the second, with its year: "17 nov 2025, 14:32:08".
    pub fn moment_to_second(&self, at: Timestamp) -> String {
        let zoned = self.zoned(at);
        let places = [
            ("day", zoned.day().to_string()),
            ("month", self.t(&format!("month-{}", zoned.month()))),
            ("year", zoned.year().to_string()),
            ("time", self.clock(at)),
        ];
        self.with("moment-to-second", &places, None)
    }

    /// The name of the reader's zone: "America/Sao_Paulo".
    pub fn zone_name(&self) -> String {
        self.zone.iana_name().unwrap_or("UTC").to_owned()
    }

    /// A day: "17 nov".
    pub fn short_day(&self, at: Timestamp) -> String {
        let zoned = self.zoned(at);
        let month = self.t(&format!("month-{}", zoned.month()));
        self.with("day", &[("day", zoned.day().to_string()), ("month", month)], None)
    }

    /// A day that is counted by the clock of the world, from its midnight: "17 nov (UTC)".
    pub fn utc_day(&self, midnight: Timestamp) -> String {
        let date = instant(midnight).to_zoned(TimeZone::UTC).date();
        let month = self.t(&format!("month-{}", date.month()));
        self.with("day-utc", &[("day", date.day().to_string()), ("month", month)], None)
    }

    /// A time of day: "14:32".
    pub fn time(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%H:%M").to_string()
    }

    /// A time of day to the second: "14:32:08".
    pub fn clock(&self, at: Timestamp) -> String {
        self.zoned(at).strftime("%H:%M:%S").to_string()
    }

    /// The day of a moment as a heading: "Hoje, domingo, 22 de novembro"; the year only in others.
    pub fn full_day(&self, at: Timestamp, now: Timestamp) -> String {
        let (date, today) = (self.date(at), self.date(now));
        let key = match date.tomorrow() {
            _ if date == today => "day-today",
            Ok(next) if next == today => "day-yesterday",
            _ if date.year() == today.year() => "day-this-year",
            _ => "day-other-year",
        };
        let weekday = date.weekday().to_monday_one_offset();
        let places = [
            ("weekday", self.t(&format!("weekday-{weekday}"))),
            ("day", date.day().to_string()),
            ("month", self.t(&format!("month-full-{}", date.month()))),
            ("year", date.year().to_string()),
        ];
        capitalized(&self.with(key, &places, None))
    }

    /// The day of a moment in the reader's zone.
    pub fn date(&self, at: Timestamp) -> jiff::civil::Date {
        self.zoned(at).date()
    }

    /// A date that is kept as its midnight in UTC, with its year: "17 nov 2025".
    pub fn date_only(&self, midnight: Timestamp) -> String {
        let date = instant(midnight).to_zoned(TimeZone::UTC).date();
        let month = self.t(&format!("month-{}", date.month()));
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.with("rules-day", &[("day", day), ("month", month), ("year", year)], None)
    }

    /// When the day of a moment begins in the reader's zone.
    pub fn day_start(&self, at: Timestamp) -> Timestamp {
        let start = self.zoned(at).start_of_day();
        start.map_or(at, |start| Timestamp::from_millis(start.timestamp().as_millisecond()))
    }

    /// A moment for machines.
    pub fn iso(&self, at: Timestamp) -> String {
        instant(at).to_string()
    }

    fn zoned(&self, at: Timestamp) -> jiff::Zoned {
        instant(at).to_zoned(self.zone.clone())
    }

    fn grammar<T>(&self, ask: impl FnOnce(&Grammar) -> T) -> T {
        GRAMMARS.with(|[pt_br, en, es]| match self.language {
            Language::PtBr => ask(pt_br),
            Language::En => ask(en),
            Language::Es => ask(es),
        })
    }
}

/// Moments beyond year 9999 are cut to what can be printed.
fn instant(at: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(at.as_millis()).unwrap_or(jiff::Timestamp::MAX)
}

/// A heading begins with a capital, whatever word it begins with.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
