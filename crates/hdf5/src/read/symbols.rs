//! The members of a group: a B-tree (III.A.1) over nodes of symbols (III.B), and a local heap of names (III.D).

use super::bytes::Input;
use crate::Error;

/// The most levels of a tree.
const MAX_LEVEL: u8 = 8;

/// Names and addresses of a group's members.
pub(super) fn read(input: &Input<'_>, tree: u64, heap: u64) -> Result<Vec<(String, u64)>, Error> {
    input.expect(heap, b"HEAP", "a local heap")?;
    let size = input.u64(heap + 8, "a local heap")?;
    let names = input.at(
        input.u64(heap + 24, "a local heap")?,
        size,
        "names of members",
    )?;
    let mut members = Vec::new();
    // Nodes that are still to be read, with the level that each must have; the last first.
    let mut rest = vec![(tree, None)];
    while let Some((address, expected)) = rest.pop() {
        input.step()?;
        if expected == Some(Node::Symbols) {
            symbols(input, address, names, &mut members)?;
            continue;
        }
        let damaged = Error::Damaged {
            what: "a tree of members",
            at: address,
        };
        input.expect(address, b"TREE", "a tree of members")?;
        let kind = input.u8(address.saturating_add(4), "a tree of members")?;
        let level = input.u8(address.saturating_add(5), "a tree of members")?;
        let fits = expected.is_none_or(|expected| expected == Node::Tree(level));
        if kind != 0 || level > MAX_LEVEL || !fits {
            return Err(damaged);
        }
        let below = match level {
            0 => Node::Symbols,
            level => Node::Tree(level - 1),
        };
        let count = input.u16(address.saturating_add(6), "a tree of members")?;
        for child in (0..u64::from(count)).rev() {
            input.step()?;
            let at = address.saturating_add(32 + 16 * child);
            rest.push((input.u64(at, "a tree of members")?, Some(below)));
        }
    }
    Ok(members)
}

/// What an address in a tree points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Node {
    Tree(u8),
    Symbols,
}

fn symbols(
    input: &Input<'_>,
    address: u64,
    names: &[u8],
    members: &mut Vec<(String, u64)>,
) -> Result<(), Error> {
    const WHAT: &str = "a list of members";
    input.expect(address, b"SNOD", WHAT)?;
    let count = input.u16(address.saturating_add(6), WHAT)?;
    for number in 0..u64::from(count) {
        input.step()?;
        let at = address.saturating_add(8 + 40 * number);
        let name = input.u64(at, WHAT)?;
        let header = input.u64(at + 8, WHAT)?;
        if input.u32(at + 16, WHAT)? == 2 {
            return Err(Error::Unsupported {
                what: "links by name".to_owned(),
            });
        }
        let name = usize::try_from(name)
            .ok()
            .and_then(|name| names.get(name..));
        let name = name.and_then(|name| name.split(|&byte| byte == 0).next());
        let Some(name) = name.filter(|name| !name.is_empty() && name.len() <= 1024) else {
            return Err(Error::Damaged {
                what: "a member's name",
                at,
            });
        };
        members.push((String::from_utf8_lossy(name).into_owned(), header));
    }
    Ok(())
}
