//! The ways of a login beside the straight one, by the emulator that has them at Meta's end.

mod abandon;
mod audited;
mod coexistence;
mod later;
mod lost;
mod route;
mod window;
