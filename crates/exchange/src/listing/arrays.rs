//! Numbers of 32 bits as arrays of NumPy.

use super::text::{WIDTH, tuple};
use crate::parts::Block;

/// The shortest digits that Python and NumPy read as the same number.
pub(super) fn number(value: f32) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}

/// An array over several lines, at an indent of four spaces.
pub(super) fn array(block: &Block<'_>) -> String {
    let mut text = String::from("np.array([");
    let mut line = String::new();
    for value in block.values {
        let number = number(*value);
        if line.is_empty() || 8 + line.len() + 2 + number.len() > WIDTH - 1 {
            if !line.is_empty() {
                text.push_str(&format!("\n        {line},"));
            }
            line = number;
        } else {
            line = format!("{line}, {number}");
        }
    }
    if !line.is_empty() {
        text.push_str(&format!("\n        {line},"));
    }
    let shape = match block.shape {
        [_] => String::new(),
        shape => format!(".reshape{}", tuple(shape)),
    };
    format!("{text}\n    ], np.float32){shape}")
}
