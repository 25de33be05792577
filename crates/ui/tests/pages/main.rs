//! What is seen of the pages: their HTML, in every state and language.

mod golden;
mod hostile;
mod html;
mod languages;
mod markup;
mod sentences;
mod world;
