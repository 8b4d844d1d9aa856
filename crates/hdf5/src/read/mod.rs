//! Reads the tree of a file: names, shapes and places at once, numbers and strings when they are asked for.

mod attribute;
mod bytes;
mod data;
mod datatype;
mod heap;
mod object;
mod symbols;

use std::collections::{BTreeMap, BTreeSet};

pub use attribute::Text;
pub use data::{Dataset, Kind};

use crate::{Error, SIGNATURE};
use attribute::Attribute;
use bytes::Input;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 32;
/// The most groups and datasets that are read; Keras's files have some hundreds.
const MAX_OBJECTS: usize = 50_000;

/// A file's bytes and what they list.
#[derive(Debug)]
pub struct File<'a> {
    root: Group<'a>,
}

/// A group: its attributes and its members, by their names.
#[derive(Debug, Default)]
pub struct Group<'a> {
    attributes: Vec<Attribute<'a>>,
    members: BTreeMap<String, Member<'a>>,
}

#[derive(Debug)]
enum Member<'a> {
    Group(Group<'a>),
    Dataset(Dataset<'a>),
}

impl<'a> File<'a> {
    /// Reads what the file lists.
    ///
    /// # Errors
    /// [`Error`] says what is wrong with the file, or what this crate does not read of it.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Error> {
        let input = Input::new(bytes);
        if input.at(0, 8, "the signature")? != SIGNATURE {
            return Err(Error::NotHdf5);
        }
        let version = input.u8(8, "the superblock")?;
        if version > 1 {
            return Err(Error::Unsupported {
                what: format!("superblock {version}"),
            });
        }
        if input.at(13, 2, "the superblock")? != [8, 8] {
            return Err(Error::Unsupported {
                what: "addresses that have not 8 bytes".to_owned(),
            });
        }
        // Version 1 has four bytes more (II.A).
        let more = 4 * u64::from(version);
        if input.u64(24 + more, "the superblock")? != 0 {
            return Err(Error::Unsupported {
                what: "a block of its own before the superblock".to_owned(),
            });
        }
        let header = input.u64(56 + more + 8, "the superblock")?;
        let mut walk = Walk {
            input: &input,
            seen: BTreeSet::new(),
        };
        match walk.member(header, 0)? {
            Member::Group(root) => Ok(Self { root }),
            Member::Dataset(_) => Err(Error::Damaged {
                what: "the root is no group",
                at: header,
            }),
        }
    }

    /// The group that holds all others.
    pub fn root(&self) -> &Group<'a> {
        &self.root
    }
}

/// The walk through the groups, each object once.
struct Walk<'i, 'a> {
    input: &'i Input<'a>,
    seen: BTreeSet<u64>,
}

impl<'a> Walk<'_, 'a> {
    fn member(&mut self, address: u64, depth: usize) -> Result<Member<'a>, Error> {
        if depth > MAX_DEPTH {
            return Err(Error::TooMany {
                what: "groups in each other",
            });
        }
        if !self.seen.insert(address) {
            return Err(Error::Damaged {
                what: "an object that two groups hold, or that holds itself,",
                at: address,
            });
        }
        if self.seen.len() > MAX_OBJECTS {
            return Err(Error::TooMany { what: "objects" });
        }
        let object = object::read(self.input, address)?;
        let Some((tree, heap)) = object.symbols else {
            return Ok(Member::Dataset(object.dataset(address)?));
        };
        let mut members = BTreeMap::new();
        for (name, header) in symbols::read(self.input, tree, heap)? {
            let member = self.member(header, depth + 1)?;
            if members.insert(name, member).is_some() {
                return Err(Error::Damaged {
                    what: "two members of one name",
                    at: address,
                });
            }
        }
        Ok(Member::Group(Group {
            attributes: object.attributes,
            members,
        }))
    }
}

impl<'a> Group<'a> {
    /// The names of its groups and datasets, sorted by their bytes.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// Its groups with their names, sorted by their bytes.
    pub fn groups(&self) -> impl Iterator<Item = (&str, &Group<'a>)> {
        self.members
            .iter()
            .filter_map(|(name, member)| match member {
                Member::Group(group) => Some((name.as_str(), group)),
                Member::Dataset(_) => None,
            })
    }

    /// Its datasets with their names, sorted by their bytes.
    pub fn datasets(&self) -> impl Iterator<Item = (&str, &Dataset<'a>)> {
        self.members
            .iter()
            .filter_map(|(name, member)| match member {
                Member::Dataset(dataset) => Some((name.as_str(), dataset)),
                Member::Group(_) => None,
            })
    }

    /// The group at a path such as `layers/dense`.
    pub fn group(&self, path: &str) -> Option<&Group<'a>> {
        match self.member(path)? {
            Member::Group(group) => Some(group),
            Member::Dataset(_) => None,
        }
    }

    /// The dataset at a path such as `dense/kernel:0`.
    pub fn dataset(&self, path: &str) -> Option<&Dataset<'a>> {
        match self.member(path)? {
            Member::Dataset(dataset) => Some(dataset),
            Member::Group(_) => None,
        }
    }

    fn member(&self, path: &str) -> Option<&Member<'a>> {
        let mut parts = path.split('/').filter(|part| !part.is_empty());
        let mut member = self.members.get(parts.next()?)?;
        for part in parts {
            let Member::Group(group) = member else {
                return None;
            };
            member = group.members.get(part)?;
        }
        Some(member)
    }

    /// Whether it has an attribute of this name.
    pub fn has(&self, name: &str) -> bool {
        attribute::find(&self.attributes, name).is_some()
    }

    /// The strings of an attribute; `None` where there is no such attribute.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for an attribute that holds other than strings and is not empty; [`Error::Damaged`] and
    /// [`Error::CutShort`] for strings that aren't where it says.
    pub fn text(&self, name: &str) -> Result<Option<Text>, Error> {
        attribute::find(&self.attributes, name)
            .map(Attribute::text)
            .transpose()
    }
}
