//! Says what is wrong with JSON, and where, without quoting it: it may hold a customer's words.

use serde_json::error::Category;

/// The kind of fault with its line and column, as in `the JSON is not complete, line 3 column 4`.
pub(crate) fn json_fault(error: &serde_json::Error) -> String {
    let fault = match error.classify() {
        Category::Eof => "the JSON is not complete",
        Category::Syntax => "the JSON is not valid",
        Category::Data => "a field is missing or has another shape",
        Category::Io => "the JSON could not be read",
    };
    // A value that was parsed before has no lines any more.
    match error.line() {
        0 => fault.to_owned(),
        line => format!("{fault}, line {line} column {}", error.column()),
    }
}
