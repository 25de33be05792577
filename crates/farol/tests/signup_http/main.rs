//! The login with Facebook as a browser, its popup and Meta drive it: straight to the router, beside
//! an emulator, on a clock that the tests turn.

#[path = "../console/mod.rs"]
mod console;
#[path = "../program/mod.rs"]
mod program;
#[path = "../visitor/mod.rs"]
mod visitor;

mod desk;

mod again;
mod by_hand;
mod callback;
mod code;
mod disconnect;
mod disconnect_kept;
mod doctor;
mod doctor_command;
mod doors;
mod ending;
mod kept_pin;
mod lost;
mod lost_verdict;
mod mending;
mod message;
mod nonce;
mod page;
mod pin;
mod preflight;
mod shown;
mod situation;
mod target;
mod verification;
mod way_on;
mod ways;
mod webhook;
