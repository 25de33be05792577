//! What is seen of the pages: their HTML, in every state and language.

mod activity;
mod chains;
mod changes;
mod connect;
mod golden;
mod health;
mod hostile;
mod html;
mod languages;
mod listing;
mod markup;
mod number;
mod preferences;
mod profile;
mod profile_saves;
mod profiles;
mod seed_health;
mod seed_profile;
mod sentences;
mod settings;
mod signups;
mod standing;
mod switcher;
mod troubles;
mod turns;
mod world;
