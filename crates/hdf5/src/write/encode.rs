//! Bytes in the making, and the descriptions of types and shapes.

/// float32, little-endian (IV.A.2.d).
pub(super) const F32_TYPE: &[u8] = &[
    0x11, 0x20, 0x1f, 0, 4, 0, 0, 0, 0, 0, 0x20, 0, 0x17, 8, 0, 0x17, 0x7f, 0, 0, 0,
];
/// float64, little-endian.
pub(super) const F64_TYPE: &[u8] = &[
    0x11, 0x20, 0x3f, 0, 8, 0, 0, 0, 0, 0, 0x40, 0, 0x34, 0x0b, 0, 0x34, 0xff, 3, 0, 0,
];
/// int64, little-endian.
pub(super) const I64_TYPE: &[u8] = &[0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 0x40, 0];
/// A string of variable length: a sequence of bytes in the global heap.
pub(super) const ASCII_TYPE: &[u8] = &[
    0x19, 1, 0, 0, 0x10, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0,
];
/// The same in UTF-8.
pub(super) const UTF8_TYPE: &[u8] = &[
    0x19, 1, 1, 0, 0x10, 0, 0, 0, 0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0,
];

/// A string of `length` bytes, padded with zeros.
pub(super) fn fixed_type(length: u32) -> Vec<u8> {
    let mut kind = vec![0x13, 1, 0, 0];
    kind.extend(length.to_le_bytes());
    kind
}

/// A dataspace message, version 1 (IV.A.2.b).
pub(super) fn dataspace(shape: &[usize]) -> Vec<u8> {
    let mut space = Bytes::new();
    space.put(&[1, shape.len() as u8, 0, 0, 0, 0, 0, 0]);
    for &length in shape {
        space.u64(length as u64);
    }
    space.into_vec()
}

/// The next multiple of 8.
pub(super) fn aligned(size: usize) -> usize {
    size.next_multiple_of(8)
}

/// Bytes that grow; numbers are little-endian.
#[derive(Debug, Default)]
pub(super) struct Bytes(Vec<u8>);

impl Bytes {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn put(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn u16(&mut self, value: u16) {
        self.put(&value.to_le_bytes());
    }

    pub(super) fn u32(&mut self, value: u32) {
        self.put(&value.to_le_bytes());
    }

    pub(super) fn u64(&mut self, value: u64) {
        self.put(&value.to_le_bytes());
    }

    pub(super) fn zeros(&mut self, count: usize) {
        self.0.resize(self.0.len() + count, 0);
    }

    /// Pads with zeros to a multiple of 8.
    pub(super) fn align(&mut self) {
        self.0.resize(aligned(self.0.len()), 0);
    }

    /// Puts bytes and pads them to a multiple of 8 of their own.
    pub(super) fn put_padded(&mut self, bytes: &[u8]) {
        self.put(bytes);
        self.zeros(aligned(bytes.len()) - bytes.len());
    }

    pub(super) fn into_vec(self) -> Vec<u8> {
        self.0
    }
}
