//! Writes a tree of groups, datasets and attributes. The same tree gives the same bytes.

mod encode;
mod heap;
mod object;
mod symbols;

use std::collections::BTreeMap;

use crate::{Error, NOWHERE, SIGNATURE};
use encode::Bytes;
use heap::Heap;

/// The deepest nesting that is written.
const MAX_DEPTH: usize = 32;
/// The superblock and the symbol table entry of the root group (II.A).
const SUPERBLOCK: usize = 96;

/// A group: attributes in the order in which they were set, and members by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    attributes: Vec<(String, Attribute)>,
    members: BTreeMap<String, Member>,
}

#[derive(Clone, Debug, PartialEq)]
enum Member {
    Group(Group),
    Dataset(Dataset),
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// One string of variable length, in UTF-8.
    Text(String),
    /// One string of variable length, said to be ASCII.
    Ascii(String),
    /// A list of strings of variable length, said to be ASCII.
    AsciiList(Vec<String>),
    /// A list of strings of one length, padded with zeros.
    FixedList(Vec<String>),
    /// An empty list of float64: what h5py makes of a list of names without a name.
    Empty,
}

/// An array of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    shape: Vec<usize>,
    numbers: Numbers,
    attributes: Vec<(String, Attribute)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Numbers {
    F32(Vec<f32>),
    I64(Vec<i64>),
}

impl Dataset {
    /// Numbers of 32 bits; the shape `[]` is that of a single number.
    ///
    /// # Errors
    /// [`Error::NotWritten`] when the shape has another number of elements.
    pub fn f32(shape: &[usize], values: Vec<f32>) -> Result<Self, Error> {
        Self::new(shape, values.len(), Numbers::F32(values))
    }

    /// Whole numbers of 64 bits; the shape `[]` is that of a single number.
    ///
    /// # Errors
    /// [`Error::NotWritten`] when the shape has another number of elements.
    pub fn i64(shape: &[usize], values: Vec<i64>) -> Result<Self, Error> {
        Self::new(shape, values.len(), Numbers::I64(values))
    }

    fn new(shape: &[usize], count: usize, numbers: Numbers) -> Result<Self, Error> {
        let size = shape.iter().try_fold(1_usize, |n, &d| n.checked_mul(d));
        match size == Some(count) && shape.len() <= 32 {
            true => Ok(Self {
                shape: shape.to_vec(),
                numbers,
                attributes: Vec::new(),
            }),
            false => Err(not_written(format!(
                "{count} numbers in the shape {shape:?}"
            ))),
        }
    }
}

impl Group {
    /// An empty group.
    pub fn new() -> Self {
        Self::default()
    }

    /// The group at a path such as `layers/dense/vars`, made where it is missing.
    ///
    /// # Errors
    /// [`Error::NotWritten`] for an empty name, or where a dataset stands in the way.
    pub fn group(&mut self, path: &str) -> Result<&mut Group, Error> {
        let mut at = self;
        for name in path.split('/') {
            check_name(name)?;
            let member = at.members.entry(name.to_owned());
            at = match member.or_insert_with(|| Member::Group(Group::new())) {
                Member::Group(group) => group,
                Member::Dataset(_) => {
                    return Err(not_written(format!("a group and a dataset called {name}")));
                }
            };
        }
        Ok(at)
    }

    /// Puts a dataset at a path; groups on the way are made.
    ///
    /// # Errors
    /// As [`Group::group`], and where something has this name already.
    pub fn dataset(&mut self, path: &str, dataset: Dataset) -> Result<(), Error> {
        let (group, name) = match path.rsplit_once('/') {
            Some((groups, name)) => (self.group(groups)?, name),
            None => (self, path),
        };
        check_name(name)?;
        let before = group
            .members
            .insert(name.to_owned(), Member::Dataset(dataset));
        match before {
            None => Ok(()),
            Some(_) => Err(not_written(format!("two members called {name}"))),
        }
    }

    /// Sets an attribute; one of the same name is replaced.
    pub fn attribute(&mut self, name: &str, value: Attribute) {
        set(&mut self.attributes, name, value);
    }

    /// The file whose root group this is.
    ///
    /// # Errors
    /// [`Error::NotWritten`] for an attribute of more than 64 kB (strings of variable length count 16 bytes each), or
    /// groups nested deeper than 32.
    pub fn to_file(&self) -> Result<Vec<u8>, Error> {
        let mut out = Bytes::new();
        out.zeros(SUPERBLOCK);
        // Strings of variable length come first, so that attributes know where theirs stand.
        let mut heap = Heap::new(out.len());
        gather(self, &mut heap, 0)?;
        heap.write(&mut out);
        heap.rewind();
        let root = write_group(self, &mut heap, &mut out)?;
        let end = out.len() as u64;
        let superblock = superblock(&root, end);
        let mut file = out.into_vec();
        if let Some(place) = file.get_mut(..SUPERBLOCK) {
            place.copy_from_slice(&superblock);
        }
        Ok(file)
    }
}

impl Dataset {
    /// Sets an attribute; one of the same name is replaced.
    pub fn attribute(&mut self, name: &str, value: Attribute) {
        set(&mut self.attributes, name, value);
    }
}

fn set(attributes: &mut Vec<(String, Attribute)>, name: &str, value: Attribute) {
    match attributes.iter_mut().find(|(known, _)| known == name) {
        Some((_, old)) => *old = value,
        None => attributes.push((name.to_owned(), value)),
    }
}

fn check_name(name: &str) -> Result<(), Error> {
    match name.is_empty() || name == "." || name.contains('\0') {
        true => Err(not_written(format!("a member called {name:?}"))),
        false => Ok(()),
    }
}

fn not_written(what: String) -> Error {
    Error::NotWritten { what }
}

/// Puts all strings of variable length into the heap, in the order in which they will be written.
fn gather(group: &Group, heap: &mut Heap, depth: usize) -> Result<(), Error> {
    if depth > MAX_DEPTH {
        return Err(not_written(format!(
            "groups nested deeper than {MAX_DEPTH}"
        )));
    }
    for member in group.members.values() {
        match member {
            Member::Group(group) => gather(group, heap, depth + 1)?,
            Member::Dataset(dataset) => heap.gather(&dataset.attributes),
        }
    }
    heap.gather(&group.attributes);
    Ok(())
}

/// Writes a group after its members, and returns where it stands.
fn write_group(group: &Group, heap: &mut Heap, out: &mut Bytes) -> Result<Place, Error> {
    let mut entries = Vec::new();
    for (name, member) in &group.members {
        let place = match member {
            Member::Group(group) => write_group(group, heap, out)?,
            Member::Dataset(dataset) => write_dataset(dataset, heap, out)?,
        };
        entries.push((name.as_str(), place));
    }
    let symbols = symbols::write(&entries, out);
    let mut header = object::Header::new();
    header.symbol_table(&symbols);
    for (name, value) in &group.attributes {
        header.attribute(name, value, heap)?;
    }
    Ok(Place {
        header: header.write(out),
        symbols: Some(symbols),
    })
}

fn write_dataset(dataset: &Dataset, heap: &mut Heap, out: &mut Bytes) -> Result<Place, Error> {
    out.align();
    let start = out.len() as u64;
    match &dataset.numbers {
        Numbers::F32(values) => values.iter().for_each(|v| out.put(&v.to_le_bytes())),
        Numbers::I64(values) => values.iter().for_each(|v| out.put(&v.to_le_bytes())),
    }
    let size = out.len() as u64 - start;
    let start = if size == 0 { NOWHERE } else { start };
    let mut header = object::Header::new();
    let kind = match dataset.numbers {
        Numbers::F32(_) => encode::F32_TYPE,
        Numbers::I64(_) => encode::I64_TYPE,
    };
    header.data(&dataset.shape, kind, start, size);
    for (name, value) in &dataset.attributes {
        header.attribute(name, value, heap)?;
    }
    Ok(Place {
        header: header.write(out),
        symbols: None,
    })
}

/// Where an object stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    header: u64,
    /// For a group.
    symbols: Option<symbols::Symbols>,
}

impl Place {
    /// A symbol table entry (III.C), whose name stands at `name` in the group's local heap.
    fn entry(&self, name: u64, out: &mut Bytes) {
        out.u64(name);
        out.u64(self.header);
        let (kind, [tree, heap]) = match self.symbols {
            Some(symbols) => (1, [symbols.tree, symbols.heap]),
            None => (0, [0, 0]),
        };
        out.u32(kind);
        out.u32(0);
        out.u64(tree);
        out.u64(heap);
    }
}

/// Superblock version 0 (II.A).
fn superblock(root: &Place, end: u64) -> [u8; SUPERBLOCK] {
    let mut out = Bytes::new();
    out.put(&SIGNATURE);
    out.put(&[0, 0, 0, 0, 0, 8, 8, 0]);
    out.u16(symbols::LEAF_K as u16);
    out.u16(symbols::INTERNAL_K as u16);
    out.u32(0);
    out.u64(0);
    out.u64(NOWHERE);
    out.u64(end);
    out.u64(NOWHERE);
    root.entry(0, &mut out);
    let mut block = [0; SUPERBLOCK];
    for (place, byte) in block.iter_mut().zip(out.into_vec()) {
        *place = byte;
    }
    block
}
