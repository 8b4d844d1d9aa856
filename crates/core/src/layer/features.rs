//! Which layers this build has: a page leaves out what its figures never use.

use crate::Scalar;

/// Whether layers that stand behind the cargo feature are built for `T`: for `f32` where the feature is on, for `f64`
/// only with the feature `double` too. It is `const` so that the compiler drops the layers that are left out.
pub(super) const fn has<T: Scalar>(feature: bool) -> bool {
    feature && (T::BYTES == 4 || cfg!(feature = "double"))
}
