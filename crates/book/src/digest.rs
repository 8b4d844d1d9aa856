//! Gives each module's glue the digest of the module, so that a page notices a module with another byte.

use std::{ffi::OsStr, fs, path::Path};

use anyhow::{Context, Result};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// What the last line of a glue begins with. `js/main.js` reads the digest from it.
const LINE: &str = "export const digest = ";

/// Writes the digest of every module in a folder into the last line of its glue.
///
/// # Errors
///
/// Where a module has no glue, or a file cannot be read or written.
pub(crate) fn write(out: &Path) -> Result<()> {
    for entry in fs::read_dir(out).with_context(|| out.display().to_string())? {
        let wasm = entry?.path();
        let name = wasm.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let Some(stem) = name.strip_suffix("_bg.wasm") else {
            continue;
        };
        let glue = out.join(format!("{stem}.js"));
        let text = fs::read_to_string(&glue).with_context(|| glue.display().to_string())?;
        let module = fs::read(&wasm).with_context(|| wasm.display().to_string())?;
        fs::write(&glue, with_digest(&text, &module))
            .with_context(|| glue.display().to_string())?;
    }
    Ok(())
}

/// A glue with the digest of this module alone, in the form of subresource integrity
/// (<https://www.w3.org/TR/SRI/#the-integrity-attribute>).
fn with_digest(glue: &str, module: &[u8]) -> String {
    // A folder that was written before has an older digest.
    let rows = glue.lines().filter(|row| !row.starts_with(LINE));
    let mut text: String = rows.flat_map(|row| [row, "\n"]).collect();
    let digest = BASE64_STANDARD.encode(Sha256::digest(module));
    text.push_str(&format!("{LINE}'sha256-{digest}';\n"));
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// `printf 'abc' | openssl dgst -sha256 -binary | base64`
    const ABC: &str = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

    #[test]
    fn a_glue_ends_with_the_digest_of_its_module() {
        let folder = tempfile::tempdir().unwrap();
        let [glue, wasm] = ["redes.js", "redes_bg.wasm"].map(|name| folder.path().join(name));
        fs::write(&glue, "export function start() {}\n").unwrap();
        // The second digest takes the place of the first.
        for module in ["another", "abc"] {
            fs::write(&wasm, module).unwrap();
            write(folder.path()).unwrap();
        }
        let wanted =
            format!("export function start() {{}}\nexport const digest = 'sha256-{ABC}';\n");
        assert_eq!(fs::read_to_string(&glue).unwrap(), wanted);
        fs::remove_file(&glue).unwrap();
        let said = format!("{:#}", write(folder.path()).unwrap_err());
        assert!(said.contains("redes.js"), "{said}");
    }
}
