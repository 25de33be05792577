//! Erasure in process: who is erased leaves no trace in any file of the folder, nobody else is
//! touched, and a restored folder is erased again.

#[path = "../console/mod.rs"]
mod console;
#[path = "../visitor/mod.rs"]
mod visitor;

mod callbacks;
mod people;
mod restored;
mod traces;
mod users;
