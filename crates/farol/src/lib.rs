//! The program: configuration, HTTP, workers, wiring, command line.
//!
//! A library with a thin `main`, so that its tests build the same [`app::App`] as the program.

pub mod address;
pub mod app;
pub mod attempts;
pub mod callback;
pub mod clock;
pub mod cmd;
pub mod config;
pub mod connect;
pub mod desk;
pub mod display_name;
pub mod doctor;
pub mod done_forms;
pub mod erasure;
pub mod graph;
pub mod http;
pub mod last_forms;
pub mod mail;
pub mod meters;
pub mod metrics;
pub mod notify;
pub mod password;
pub mod photo;
pub mod pin;
pub mod preflight;
pub mod profile;
pub mod program;
pub mod pulse;
pub mod refused_forms;
pub mod reset;
pub mod serve;
pub mod username;
pub mod work;
