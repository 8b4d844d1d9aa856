//! What lists a group's members: a local heap of names (III.D), nodes of entries (III.B), a B-tree above them (III.A.1).

use super::Place;
use super::encode::{Bytes, aligned};
use crate::NOWHERE;

/// Half the entries of a symbol table node.
pub(super) const LEAF_K: usize = 4;
/// Half the children of a node of the tree.
pub(super) const INTERNAL_K: usize = 16;

/// Where the tree and the heap of a group stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbols {
    pub(super) tree: u64,
    pub(super) heap: u64,
}

/// A node of the tree or of symbols, and the place in the heap of its last name.
struct Child {
    address: u64,
    last: u64,
}

/// Writes the members, which are sorted by their names.
pub(super) fn write(entries: &[(&str, Place)], out: &mut Bytes) -> Symbols {
    out.align();
    // The heap begins with the empty name, which is the tree's first key.
    let mut names = Bytes::new();
    names.zeros(8);
    let mut children = Vec::new();
    for chunk in entries.chunks(2 * LEAF_K) {
        let address = out.len() as u64;
        out.put(b"SNOD\x01\0");
        out.u16(chunk.len() as u16);
        let mut last = 0;
        for (name, place) in chunk {
            last = names.len() as u64;
            names.put_padded(&[name.as_bytes(), &[0]].concat());
            place.entry(last, out);
        }
        out.zeros((2 * LEAF_K - chunk.len()) * 40);
        children.push(Child { address, last });
    }
    let tree = tree(children, out);
    let heap = out.len() as u64;
    let names = names.into_vec();
    out.put(b"HEAP\0\0\0\0");
    out.u64(aligned(names.len()) as u64);
    // No free space in it.
    out.u64(1);
    out.u64(heap + 32);
    out.put_padded(&names);
    Symbols { tree, heap }
}

/// Writes the nodes of the tree, level by level, and returns the address of the root.
fn tree(mut children: Vec<Child>, out: &mut Bytes) -> u64 {
    const SIZE: usize = 24 + 2 * INTERNAL_K * 8 + (2 * INTERNAL_K + 1) * 8;
    let mut level = 0_u8;
    loop {
        let start = out.len() as u64;
        let count = children.len().div_ceil(2 * INTERNAL_K).max(1);
        let mut above = Vec::with_capacity(count);
        let mut first_key = 0;
        for number in 0..count {
            let from = number * 2 * INTERNAL_K;
            let to = children.len().min(from + 2 * INTERNAL_K);
            let own = children.get(from..to).unwrap_or_default();
            let address = out.len();
            let neighbour = |there: bool, address: u64| if there { address } else { NOWHERE };
            out.put(b"TREE\0");
            out.put(&[level]);
            out.u16(own.len() as u16);
            let at = address as u64;
            out.u64(neighbour(at > start, at.wrapping_sub(SIZE as u64)));
            out.u64(neighbour(number + 1 < count, at + SIZE as u64));
            out.u64(first_key);
            for child in own {
                out.u64(child.address);
                out.u64(child.last);
                first_key = child.last;
            }
            out.zeros(SIZE - (out.len() - address));
            above.push(Child {
                address: at,
                last: first_key,
            });
        }
        match above.as_slice() {
            [root] => return root.address,
            _ => children = above,
        }
        level += 1;
    }
}
