//! Whether the modules that train use vector instructions. Without them training takes twice its time, and no other test
//! notices.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use redes_catalogue::Catalogue;
use wasmparser::{Operator, Parser, Payload};

use crate::{bundle, place};

/// The multiplications of vectors that a module which trains has at least. The products of matrices alone have 50.
const LEAST: usize = 50;

/// Counts them in each module that trains, and fails where they are too few.
pub(crate) fn check(dist: &Path) -> Result<()> {
    let catalogue = Catalogue::read(&place::root().join("www/figures.toml"))?;
    for module in bundle::training_modules(&catalogue) {
        let path = dist.join(format!("{module}_bg.wasm"));
        let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
        let count = products(&bytes).with_context(|| path.display().to_string())?;
        ensure!(
            count >= LEAST,
            "{module} has {count} products of vectors, of at least {LEAST}: was it compiled for size as a whole?"
        );
        eprintln!("    {module}: {count} products of vectors");
    }
    Ok(())
}

/// The instructions that multiply vectors of floating point numbers.
fn products(wasm: &[u8]) -> Result<usize> {
    let mut count = 0;
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::CodeSectionEntry(body) = payload? {
            for operator in body.get_operators_reader()? {
                if matches!(operator?, Operator::F32x4Mul | Operator::F64x2Mul) {
                    count += 1;
                }
            }
        }
    }
    Ok(count)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn products_are_counted() {
        // A module of one function without parameters: two vectors of zeros are multiplied and dropped, twice.
        let zeros = [&[0xfd, 0x0c][..], &[0; 16]].concat();
        let product = [&zeros[..], &zeros, &[0xfd, 0xe6, 0x01, 0x1a]].concat();
        let code = [&[0][..], &product, &product, &[0x0b]].concat();
        // A size in two bytes of LEB128.
        let size = |bytes: usize| [(bytes & 0x7f) as u8 | 0x80, (bytes >> 7) as u8];
        let body = [&size(code.len())[..], &code].concat();
        let section = [&size(body.len() + 1)[..], &[1], &body].concat();
        let head = [
            0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10,
        ];
        let module = [&head[..], &section].concat();
        assert_eq!(products(&module).unwrap(), 2);
        assert!(products(&module[..40]).is_err());
    }
}
