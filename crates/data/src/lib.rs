//! What the networks eat: concentric circles, IDX images, drawings.
