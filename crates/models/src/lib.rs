//! Networks on disk: safetensors in and out.
