//! The typed entries, and the bytes that a page's trainer reads them from.

use redes_data::gzip;
use serde::{Deserialize, Serialize};

use crate::entry::{Case, Entry};

/// More than the bytes of any ledger of ours, unpacked.
const LIMIT: u32 = 8 << 20;

/// Why a ledger can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// It is no TOML, or has no entries.
    #[error("the ledger can't be read: {0}")]
    Syntax(String),
    /// An entry has no id; the number counts entries from 1.
    #[error("entry number {0} of the ledger has no id")]
    NoId(usize),
    /// An entry makes no sense.
    #[error("entry {id} of the ledger: {problem}")]
    Entry {
        /// Which.
        id: String,
        /// What is wrong with it.
        problem: String,
    },
}

/// Every number that the thesis prints, in its order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    pub(crate) entries: Vec<Entry>,
}

impl Ledger {
    /// Reads the bytes of [`Ledger::to_bytes`].
    ///
    /// # Errors
    /// [`LedgerError::Syntax`] for any others.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, LedgerError> {
        let syntax = |problem: String| LedgerError::Syntax(problem);
        let bytes = gzip::content(bytes, LIMIT).map_err(|fault| syntax(fault.to_string()))?;
        match postcard::take_from_bytes::<Self>(&bytes) {
            Ok((ledger, [])) if !ledger.entries.is_empty() => Ok(ledger),
            _ => Err(syntax("its bytes are those of another version".to_owned())),
        }
    }

    /// All entries, in the ledger's order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries of a case, in the ledger's order.
    pub fn of(&self, case: Case) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.case == case)
    }

    /// The entry of this id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}
