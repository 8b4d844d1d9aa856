//! `www/ledger.toml` into typed entries, and these into bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write,
};

use flate2::{Compression, write::GzEncoder};
use serde::Deserialize;

use crate::among::among;
use crate::entry::{Case, Class, Entry, Printed, Quantity, Text, Tolerance};
use crate::ledger::{Ledger, LedgerError};

impl Ledger {
    /// Reads a ledger.
    ///
    /// # Errors
    /// [`LedgerError`] names the entry and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let syntax = |error: toml::de::Error| LedgerError::Syntax(error.to_string());
        let file: RawLedger<toml::Table> = toml::from_str(text).map_err(syntax)?;
        let entries = file.entry.into_iter().map(|table| {
            let id = table.get("id").and_then(toml::Value::as_str);
            let id = id.map(str::to_owned);
            let raw = table.try_into::<RawEntry>();
            (id, raw.map_err(|error| error.message().to_owned()))
        });
        Self::gather(&file.reasons, entries)
    }

    /// The ledger as [`Ledger::from_bytes`] reads it: postcard in gzip. For JSON or TOML a module would carry a
    /// parser, and tables to read and write numbers.
    ///
    /// # Errors
    /// [`LedgerError::Syntax`] for an entry without a form as bytes, which there is none.
    pub fn to_bytes(&self) -> Result<Vec<u8>, LedgerError> {
        let bytes = postcard::to_allocvec(self);
        let bytes = bytes.map_err(|error| LedgerError::Syntax(error.to_string()))?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let written = encoder.write_all(&bytes).and_then(|()| encoder.finish());
        written.map_err(|error| LedgerError::Syntax(error.to_string()))
    }

    /// Entries with their ids, as far as they could be read.
    fn gather(
        reasons: &BTreeMap<String, Text>,
        raw: impl Iterator<Item = (Option<String>, Result<RawEntry, String>)>,
    ) -> Result<Self, LedgerError> {
        let mut seen = BTreeSet::new();
        let mut entries = Vec::new();
        for (index, (id, raw)) in raw.enumerate() {
            let id = id.ok_or(LedgerError::NoId(index + 1))?;
            let refuse = |problem| LedgerError::Entry {
                id: id.clone(),
                problem,
            };
            if !seen.insert(id.clone()) {
                return Err(refuse("there is another entry of this id".into()));
            }
            let raw = raw.map_err(refuse)?;
            entries.push(raw.check(reasons).map_err(refuse)?);
        }
        if entries.is_empty() {
            return Err(LedgerError::Syntax("it has no entries".into()));
        }
        Ok(Ledger { entries })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLedger<E> {
    /// Why a tolerance is what it is.
    #[serde(default)]
    reasons: BTreeMap<String, Text>,
    #[serde(default = "Vec::new")]
    entry: Vec<E>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: String,
    case: Case,
    place: String,
    what: Text,
    printed: RawPrinted,
    unit: Option<String>,
    class: Class,
    quantity: Option<Quantity>,
    epoch: Option<usize>,
    layer: Option<usize>,
    seed: Option<u32>,
    decimals: Option<usize>,
    tolerance: Option<f64>,
    reason: Option<String>,
    #[serde(default)]
    slip: bool,
    note: Option<Text>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "printed must be text or a list of texts, which keep the digits"
)]
enum RawPrinted {
    One(String),
    Many(Vec<String>),
}

/// More decimals than any `f64` has.
const MAX_DECIMALS: usize = 20;

impl RawEntry {
    fn check(self, reasons: &BTreeMap<String, Text>) -> Result<Entry, String> {
        let printed = match self.printed {
            RawPrinted::One(text) => vec![text],
            RawPrinted::Many(texts) => texts,
        };
        let number = |text: &String| {
            Printed::parse(text).ok_or_else(|| format!("{text:?} is not a printed number"))
        };
        let printed: Vec<Printed> = printed.iter().map(number).collect::<Result<_, _>>()?;
        for (name, text) in [("what", Some(&self.what)), ("note", self.note.as_ref())] {
            if text.is_some_and(|text| text.es.trim().is_empty() || text.en.trim().is_empty()) {
                return Err(format!("{name} needs words in both languages"));
            }
        }
        let tolerance = match (self.tolerance, self.reason) {
            (None, None) => None,
            (Some(value), Some(name)) if value.is_finite() && value >= 0.0 => {
                let reason = reasons.get(&name).cloned();
                let reason = reason.ok_or_else(|| format!("there is no reason {name:?}"))?;
                Some(Tolerance { value, reason })
            }
            (Some(value), Some(_)) => {
                let value = redes_decimal::shortest(value);
                return Err(format!("a tolerance of {value} makes no sense"));
            }
            _ => return Err("a tolerance needs a reason, and a reason a tolerance".into()),
        };
        let refuse = |condition: bool, problem: &str| match condition {
            true => Err(problem.to_owned()),
            false => Ok(()),
        };
        let distribution = self.class == Class::Distribution;
        let unreproducible = self.class == Class::NotReproducible;
        refuse(
            distribution != tolerance.is_some(),
            "a distribution needs a tolerance, and nothing else may have one",
        )?;
        refuse(
            distribution && printed.len() != 1,
            "a distribution is of one number",
        )?;
        refuse(
            printed.is_empty() && !unreproducible,
            "only what is not reproducible may be without a printed number",
        )?;
        refuse(
            self.quantity.is_none() && !unreproducible,
            "only what is not reproducible may be without a quantity",
        )?;
        refuse(
            (unreproducible || self.slip) && self.note.is_none(),
            "a slip, and what is not reproducible, needs a note that says why",
        )?;
        refuse(
            unreproducible && self.slip,
            "what is not reproducible can't be judged, so it can't be a slip",
        )?;
        refuse(
            self.epoch.is_some() && self.layer.is_some(),
            "it is of an epoch or of a layer, not of both",
        )?;
        refuse(
            self.epoch == Some(0) || self.layer == Some(0),
            "epochs and layers are counted from 1",
        )?;
        let decimals = self.decimals.unwrap_or_default();
        let fewer = printed.iter().any(|number| decimals < number.decimals());
        refuse(
            self.decimals.is_some() && (fewer || decimals > MAX_DECIMALS),
            "decimals must be at least those that are printed, and at most 20",
        )?;
        let mut entry = Entry {
            id: self.id,
            case: self.case,
            place: self.place,
            what: self.what,
            printed,
            unit: self.unit,
            class: self.class,
            quantity: self.quantity,
            epoch: self.epoch,
            layer: self.layer,
            seed: self.seed,
            decimals: self.decimals,
            tolerance,
            among: None,
            slip: self.slip,
            note: self.note,
        };
        entry.among = among(&entry);
        Ok(entry)
    }
}
