//! Big arrays that travel beside a body.

/// A big array.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// Bytes, such as pixels.
    U8(Vec<u8>),
    /// Single precision.
    F32(Vec<f32>),
    /// Double precision.
    F64(Vec<f64>),
}

impl Block {
    /// The numbers of a double-precision block. A block of another kind gives none.
    pub fn f64(&self) -> &[f64] {
        if let Self::F64(values) = self {
            values
        } else {
            &[]
        }
    }

    /// The numbers of a single-precision block. A block of another kind gives none.
    pub fn f32(&self) -> &[f32] {
        if let Self::F32(values) = self {
            values
        } else {
            &[]
        }
    }

    /// The bytes of a block of bytes. A block of another kind gives none.
    pub fn u8(&self) -> &[u8] {
        if let Self::U8(values) = self {
            values
        } else {
            &[]
        }
    }
}
