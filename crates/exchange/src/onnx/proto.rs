//! The messages of ONNX that a network needs, with the numbers of the fields in
//! [`onnx.proto`](https://github.com/onnx/onnx/blob/v1.18.0/onnx/onnx.proto).

/// The kinds of numbers in a tensor.
pub(super) const FLOAT: i32 = 1;
pub(super) const INT64: i32 = 7;

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Model {
    #[prost(int64, optional, tag = "1")]
    pub(super) ir_version: Option<i64>,
    #[prost(message, repeated, tag = "8")]
    pub(super) opset_import: Vec<OperatorSet>,
    #[prost(string, optional, tag = "2")]
    pub(super) producer_name: Option<String>,
    #[prost(message, optional, tag = "7")]
    pub(super) graph: Option<Graph>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct OperatorSet {
    #[prost(string, optional, tag = "1")]
    pub(super) domain: Option<String>,
    #[prost(int64, optional, tag = "2")]
    pub(super) version: Option<i64>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Graph {
    #[prost(message, repeated, tag = "1")]
    pub(super) node: Vec<Node>,
    #[prost(string, optional, tag = "2")]
    pub(super) name: Option<String>,
    #[prost(message, repeated, tag = "5")]
    pub(super) initializer: Vec<Tensor>,
    #[prost(message, repeated, tag = "11")]
    pub(super) input: Vec<Value>,
    #[prost(message, repeated, tag = "12")]
    pub(super) output: Vec<Value>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Node {
    #[prost(string, repeated, tag = "1")]
    pub(super) input: Vec<String>,
    #[prost(string, repeated, tag = "2")]
    pub(super) output: Vec<String>,
    #[prost(string, optional, tag = "3")]
    pub(super) name: Option<String>,
    #[prost(string, optional, tag = "4")]
    pub(super) op_type: Option<String>,
    #[prost(message, repeated, tag = "5")]
    pub(super) attribute: Vec<Attribute>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Attribute {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(float, optional, tag = "2")]
    pub(super) f: Option<f32>,
    #[prost(int64, optional, tag = "3")]
    pub(super) i: Option<i64>,
    #[prost(bytes = "vec", optional, tag = "4")]
    pub(super) s: Option<Vec<u8>>,
    #[prost(float, repeated, packed = "false", tag = "7")]
    pub(super) floats: Vec<f32>,
    #[prost(int64, repeated, packed = "false", tag = "8")]
    pub(super) ints: Vec<i64>,
    #[prost(bytes = "vec", repeated, tag = "9")]
    pub(super) strings: Vec<Vec<u8>>,
    #[prost(int32, optional, tag = "20")]
    pub(super) kind: Option<i32>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Tensor {
    #[prost(int64, repeated, packed = "false", tag = "1")]
    pub(super) dims: Vec<i64>,
    #[prost(int32, optional, tag = "2")]
    pub(super) data_type: Option<i32>,
    #[prost(string, optional, tag = "8")]
    pub(super) name: Option<String>,
    #[prost(bytes = "vec", optional, tag = "9")]
    pub(super) raw_data: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Value {
    #[prost(string, optional, tag = "1")]
    pub(super) name: Option<String>,
    #[prost(message, optional, tag = "2")]
    pub(super) kind: Option<Kind>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Kind {
    #[prost(message, optional, tag = "1")]
    pub(super) tensor: Option<TensorKind>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct TensorKind {
    #[prost(int32, optional, tag = "1")]
    pub(super) elem_type: Option<i32>,
    #[prost(message, optional, tag = "2")]
    pub(super) shape: Option<Shape>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Shape {
    #[prost(message, repeated, tag = "1")]
    pub(super) dim: Vec<Dimension>,
}

/// A length, or the name of one that is free.
#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Dimension {
    #[prost(int64, optional, tag = "1")]
    pub(super) value: Option<i64>,
    #[prost(string, optional, tag = "2")]
    pub(super) parameter: Option<String>,
}

impl Attribute {
    /// A number with a fraction: the kind FLOAT.
    pub(super) fn float(name: &str, value: f32) -> Self {
        Self {
            f: Some(value),
            ..Self::of(name, 1)
        }
    }

    /// A whole number: INT.
    pub(super) fn int(name: &str, value: i64) -> Self {
        Self {
            i: Some(value),
            ..Self::of(name, 2)
        }
    }

    /// A word: STRING.
    pub(super) fn word(name: &str, value: &str) -> Self {
        Self {
            s: Some(value.as_bytes().to_vec()),
            ..Self::of(name, 3)
        }
    }

    /// FLOATS.
    pub(super) fn floats(name: &str, values: Vec<f32>) -> Self {
        Self {
            floats: values,
            ..Self::of(name, 6)
        }
    }

    /// INTS.
    pub(super) fn ints(name: &str, values: Vec<i64>) -> Self {
        Self {
            ints: values,
            ..Self::of(name, 7)
        }
    }

    /// STRINGS.
    pub(super) fn words(name: &str, values: &[&str]) -> Self {
        let values = values.iter().map(|value| value.as_bytes().to_vec());
        Self {
            strings: values.collect(),
            ..Self::of(name, 8)
        }
    }

    fn of(name: &str, kind: i32) -> Self {
        Self {
            name: Some(name.to_owned()),
            kind: Some(kind),
            ..Self::default()
        }
    }
}

impl Value {
    /// Numbers of 32 bits, with any number of samples.
    pub(super) fn batch(name: &str, sample: &[usize]) -> Self {
        let batch = Dimension {
            value: None,
            parameter: Some("batch".to_owned()),
        };
        let lengths = sample.iter().map(|length| Dimension {
            value: Some(*length as i64),
            parameter: None,
        });
        let dim = [batch].into_iter().chain(lengths).collect();
        let tensor = TensorKind {
            elem_type: Some(FLOAT),
            shape: Some(Shape { dim }),
        };
        Self {
            name: Some(name.to_owned()),
            kind: Some(Kind {
                tensor: Some(tensor),
            }),
        }
    }
}

impl Tensor {
    /// Numbers of 32 bits.
    pub(super) fn floats(name: String, shape: &[usize], values: &[f32]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        Self {
            dims: shape.iter().map(|length| *length as i64).collect(),
            data_type: Some(FLOAT),
            name: Some(name),
            raw_data: Some(bytes.collect()),
        }
    }

    /// A row of whole numbers.
    pub(super) fn ints(name: String, values: &[i64]) -> Self {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        Self {
            dims: vec![values.len() as i64],
            data_type: Some(INT64),
            name: Some(name),
            raw_data: Some(bytes.collect()),
        }
    }
}
