//! The list itself: one line an error, grouped by what it belongs to.
//!
//! Read in META.md (section by section), USERS.md and RELIABILITY.md on 2026-11-22; those in turn
//! name Meta's pages. What only general knowledge of Graph tells is marked as assumed.

use std::num::NonZeroU32;

use super::Actor::{Client, Farol, Meta, You};
use super::Area::{
    Access, Account, Coexistence, Health, Message, Other, Pace, Registration, Template, Trouble,
    Username,
};
use super::Retry::{Later, Never, OnceFixed};
use super::{Actor, Area, Basis, Entry, Page, Retry};

/// Every entry; no two have the same id.
pub static ENTRIES: &[Entry] = &[
    // Access
    one(0, Access, Client, OnceFixed).http(401).read_in("META 8"),
    one(3, Access, You, OnceFixed).http(500).read_in("META 8"),
    one(10, Access, Client, OnceFixed).http(403).read_in("META 8"),
    one(33, Access, Client, OnceFixed).http(400).page(Page::Manager).read_in("META 8"),
    one(100, Access, You, OnceFixed).http(400).read_in("META 8"),
    pair(100, 33, Access, You, OnceFixed).http(400).page(Page::Graph).read_in("META 10"),
    pair(100, 36_007, Access, Client, OnceFixed)
        .http(400)
        .page(Page::Graph)
        .read_in("META 1.3")
        .assumed(),
    pair(100, 36_008, Access, You, OnceFixed)
        .http(400)
        .page(Page::Graph)
        .read_in("USERS")
        .reported(),
    pair(100, 36_009, Access, Client, OnceFixed)
        .http(400)
        .page(Page::Graph)
        .read_in("META 1.3")
        .reported(),
    one(190, Access, Client, OnceFixed).http(401).read_in("META 8"),
    pair(190, 458, Access, Client, OnceFixed)
        .http(401)
        .page(Page::Graph)
        .read_in("META 10")
        .assumed(),
    pair(190, 459, Access, Client, OnceFixed).http(401).page(Page::Graph).read_in("RELIABILITY"),
    pair(190, 460, Access, Client, OnceFixed)
        .http(401)
        .page(Page::Graph)
        .read_in("META 10")
        .assumed(),
    pair(190, 463, Access, Client, OnceFixed)
        .http(401)
        .page(Page::Graph)
        .read_in("META 10")
        .assumed(),
    pair(190, 467, Access, Client, OnceFixed)
        .http(401)
        .page(Page::Graph)
        .read_in("META 10")
        .assumed(),
    range(200, 299, Access, Client, OnceFixed).http(403).read_in("META 8"),
    one(803, Access, You, OnceFixed).page(Page::Graph).read_in("META, caution").reported(),
    one(2200, Access, You, OnceFixed).page(Page::Graph).read_in("META 11").assumed(),
    one(131_005, Access, Client, OnceFixed).http(403).read_in("META 8"),
    // Pace
    one(4, Pace, Farol, Later).http(400).read_in("META 8"),
    one(17, Pace, Farol, Later).page(Page::Graph).read_in("RELIABILITY"),
    one(32, Pace, Farol, Later).page(Page::Graph).read_in("Graph API").assumed(),
    one(341, Pace, Farol, Later).page(Page::Graph).read_in("RELIABILITY"),
    one(613, Pace, Farol, Later).page(Page::Graph).read_in("Graph API").assumed(),
    one(80_007, Pace, Farol, Later).http(400).read_in("META 8"),
    one(80_008, Pace, Farol, Later).http(400).page(Page::Graph).read_in("META 8").assumed(),
    one(130_429, Pace, You, Later).http(400).read_in("META 8"),
    one(131_048, Pace, Client, OnceFixed).http(400).page(Page::Limits).read_in("META 8"),
    one(131_056, Pace, You, after(6)).http(400).read_in("META 8"),
    one(131_057, Pace, Meta, after(60)).http(500).read_in("META 8"),
    one(131_064, Pace, Client, OnceFixed).http(400).page(Page::Limits).read_in("META 8").reported(),
    // Trouble
    one(1, Trouble, Meta, Later).http(400).read_in("META 8"),
    one(2, Trouble, Meta, Later).http(503).read_in("META 8"),
    one(131_000, Trouble, Meta, Later).http(500).read_in("META 8"),
    one(131_016, Trouble, Meta, Later).http(500).read_in("META 8"),
    one(135_000, Trouble, You, OnceFixed).http(400).read_in("META 8"),
    // Account
    one(368, Account, Client, OnceFixed).http(403).page(Page::Manager).read_in("META 8"),
    one(130_497, Account, Client, Never).http(403).read_in("META 8"),
    one(131_031, Account, Client, OnceFixed).http(403).page(Page::Manager).read_in("META 8"),
    one(131_037, Account, Client, OnceFixed).http(400).page(Page::Manager).read_in("META 8"),
    one(131_042, Account, Client, OnceFixed).http(400).page(Page::Manager).read_in("META 8"),
    one(131_045, Account, You, OnceFixed).http(500).read_in("META 8"),
    // Message
    one(130_472, Message, Meta, Never).http(400).read_in("META 8"),
    one(131_008, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_009, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_021, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_026, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_030, Message, You, OnceFixed).http(400).read_in("META 8").reported(),
    one(131_047, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_049, Message, Meta, after(86_400)).http(400).read_in("META 8"),
    one(131_050, Message, You, Never).http(400).read_in("META 8"),
    one(131_051, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_052, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_053, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_055, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_059, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_062, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(131_063, Message, You, OnceFixed).http(400).read_in("META 8"),
    one(137_000, Message, You, OnceFixed).read_in("META 8"),
    // Template
    one(132_000, Template, You, OnceFixed).http(400).read_in("META 8").assumed(),
    one(132_001, Template, You, OnceFixed).http(404).read_in("META 8").assumed(),
    one(132_005, Template, You, OnceFixed).http(400).read_in("META 8").assumed(),
    one(132_007, Template, Client, OnceFixed).http(400).read_in("META 8").assumed(),
    one(132_008, Template, You, OnceFixed).http(400).read_in("META 8"),
    one(132_012, Template, You, OnceFixed).http(400).read_in("META 8").assumed(),
    one(132_015, Template, Client, OnceFixed).http(400).page(Page::Manager).read_in("META 8"),
    one(132_016, Template, Client, Never).http(400).page(Page::Manager).read_in("META 8").assumed(),
    one(132_068, Template, You, OnceFixed)
        .http(400)
        .page(Page::Manager)
        .read_in("META 8")
        .assumed(),
    one(132_069, Template, You, Later).http(400).page(Page::Manager).read_in("META 8").assumed(),
    range(200_005, 200_007, Template, You, OnceFixed).page(Page::Manager).read_in("META 9"),
    // Registration
    one(133_000, Registration, Farol, Later).http(500).read_in("META 8"),
    one(133_004, Registration, Meta, Later).http(503).read_in("META 8"),
    one(133_005, Registration, Client, OnceFixed).http(400).page(Page::Manager).read_in("META 8"),
    one(133_006, Registration, You, OnceFixed).http(400).read_in("META 8"),
    one(133_008, Registration, Client, Later).http(400).page(Page::Manager).read_in("META 8"),
    one(133_009, Registration, You, Later).http(400).read_in("META 8"),
    one(133_010, Registration, You, OnceFixed).http(400).read_in("META 8"),
    one(133_015, Registration, Farol, after(300)).http(400).read_in("META 8"),
    one(133_016, Registration, Farol, after(259_200)).http(400).read_in("META 8"),
    one(136_024, Registration, You, Later).read_in("Graph API").assumed(),
    one(136_025, Registration, You, OnceFixed).read_in("Graph API").assumed(),
    pair(100, 2_388_001, Registration, Meta, Later).http(400).read_in("META 1.5"),
    pair(100, 2_388_012, Registration, Client, OnceFixed)
        .http(400)
        .page(Page::Manager)
        .read_in("META 1.5"),
    pair(100, 2_388_091, Registration, Client, OnceFixed).http(400).read_in("META 1.5"),
    pair(100, 2_388_093, Registration, Client, OnceFixed).http(400).read_in("META 1.5"),
    pair(100, 2_388_103, Registration, Client, OnceFixed).http(400).read_in("META 1.5"),
    pair(100, 2_494_100, Registration, Meta, Later).http(400).read_in("META 1.5"),
    pair(100, 2_593_079, Registration, You, OnceFixed).http(400).read_in("META 1.5"),
    pair(100, 2_593_085, Registration, You, OnceFixed).http(400).read_in("META 1.5"),
    // Coexistence
    pair(100, 2_593_107, Coexistence, You, Never).http(400).read_in("META 1.4"),
    pair(100, 2_593_108, Coexistence, Client, Never).http(400).read_in("META 1.4"),
    pair(100, 2_593_109, Coexistence, Client, Never).read_in("META 1.4"),
    one(131_060, Coexistence, Client, Never).read_in("META 8"),
    // Username
    one(147_001, Username, Client, OnceFixed).read_in("META 3"),
    one(147_002, Username, Client, OnceFixed).read_in("META 3"),
    one(147_003, Username, Client, OnceFixed).read_in("META 3"),
    one(147_004, Username, Client, OnceFixed).read_in("META 3"),
    one(147_005, Username, Client, OnceFixed).read_in("META 3"),
    // Health
    one(138_024, Health, You, OnceFixed).read_in("META 5"),
    one(138_025, Health, You, OnceFixed).read_in("META 5"),
    one(141_000, Health, You, OnceFixed).read_in("META 5").reported(),
    one(141_002, Health, Client, OnceFixed).page(Page::Manager).read_in("META 5"),
    one(141_006, Health, Client, OnceFixed).page(Page::Manager).read_in("META 5").reported(),
    one(141_010, Health, Client, OnceFixed).page(Page::Business).read_in("META 5").reported(),
    // Other
    range(131_201, 131_215, Other, You, OnceFixed).read_in("META 8"),
    one(134_011, Other, You, OnceFixed).read_in("META 8"),
    range(134_100, 134_102, Other, You, OnceFixed).read_in("META 8"),
    range(138_000, 138_999, Other, You, OnceFixed).read_in("META 8"),
    range(139_000, 139_999, Other, You, OnceFixed).read_in("META 8"),
];

const fn one(code: i64, area: Area, actor: Actor, retry: Retry) -> Entry {
    range(code, code, area, actor, retry)
}

const fn pair(code: i64, subcode: i64, area: Area, actor: Actor, retry: Retry) -> Entry {
    Entry { subcode: Some(subcode), ..one(code, area, actor, retry) }
}

const fn range(first: i64, last: i64, area: Area, actor: Actor, retry: Retry) -> Entry {
    Entry {
        first,
        last,
        subcode: None,
        area,
        actor,
        retry,
        http: None,
        page: Page::Errors,
        section: "",
        basis: Basis::Documented,
    }
}

const fn after(seconds: u32) -> Retry {
    Retry::After(NonZeroU32::new(seconds).expect("a wait is not nothing"))
}

impl Entry {
    const fn http(self, status: u16) -> Self {
        Self { http: Some(status), ..self }
    }

    const fn page(self, page: Page) -> Self {
        Self { page, ..self }
    }

    const fn read_in(self, section: &'static str) -> Self {
        Self { section, ..self }
    }

    const fn reported(self) -> Self {
        Self { basis: Basis::Reported, ..self }
    }

    const fn assumed(self) -> Self {
        Self { basis: Basis::Assumed, ..self }
    }
}
