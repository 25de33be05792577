//! Writes the book's pages of Meta's errors: `errors_book docs/book/src/errors`.
//!
//! Prints the lines that the book's `SUMMARY.md` holds of them.

use std::fs;
use std::path::Path;

#[allow(clippy::print_stdout, reason = "an example that writes files says what goes elsewhere")]
fn main() -> std::io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src/errors");
    let folder = std::env::args().nth(1).map_or(here, Into::into);
    fs::create_dir_all(&folder)?;
    for old in fs::read_dir(&folder)? {
        let path = old?.path();
        if path.extension().is_some_and(|extension| extension == "md") {
            fs::remove_file(path)?;
        }
    }
    for page in ui::errors_book() {
        fs::write(folder.join(&page.file), &page.text)?;
        let indent = if page.file == "README.md" { "" } else { "  " };
        println!("{indent}- [{}](errors/{})", page.title, page.file);
    }
    Ok(())
}
