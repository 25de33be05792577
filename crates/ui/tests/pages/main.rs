//! What is seen of the pages: their HTML, in every state and language.

mod connect;
mod golden;
mod hostile;
mod html;
mod languages;
mod markup;
mod sentences;
mod signups;
mod switcher;
mod troubles;
mod world;
