//! The peak speed of one thread: independent chains of a ← a·m + c that never leave the registers, with a separate product
//! and sum as in the kernels, which use no fused operations.

/// Chains that run side by side: enough for the units to be busy, few enough for 16 registers.
const CHAINS: usize = 12;
/// Numbers in a register.
#[cfg(target_arch = "x86_64")]
const LANES: usize = 8;
#[cfg(not(target_arch = "x86_64"))]
const LANES: usize = 4;

/// Floating point operations of one round of [`peak`].
pub const PEAK_FLOPS: f64 = (2 * CHAINS * LANES) as f64;

/// So many rounds.
#[cfg(target_arch = "wasm32")]
pub fn peak(rounds: usize) -> f32 {
    use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};
    use std::hint::black_box;

    let (m, c) = (f32x4_splat(black_box(0.999)), f32x4_splat(black_box(0.001)));
    macro_rules! chains {
        ($($a:ident)*) => {{
            $(let mut $a = f32x4_splat(black_box(1.0));)*
            for _ in 0..rounds {
                $($a = f32x4_add(f32x4_mul($a, m), c);)*
            }
            0.0 $(+ f32x4_extract_lane::<0>($a))*
        }};
    }
    chains!(a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11)
}

/// So many rounds.
#[cfg(target_arch = "x86_64")]
pub fn peak(rounds: usize) -> f32 {
    if std::arch::is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        #[allow(unsafe_code)]
        return unsafe { avx2(rounds) };
    }
    rounds_of_lanes(rounds)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(rounds: usize) -> f32 {
    use core::arch::x86_64::{_mm256_add_ps, _mm256_cvtss_f32, _mm256_mul_ps, _mm256_set1_ps};
    use std::hint::black_box;

    let m = _mm256_set1_ps(black_box(0.999));
    let c = _mm256_set1_ps(black_box(0.001));
    macro_rules! chains {
        ($($a:ident)*) => {{
            $(let mut $a = _mm256_set1_ps(black_box(1.0));)*
            for _ in 0..rounds {
                $($a = _mm256_add_ps(_mm256_mul_ps($a, m), c);)*
            }
            0.0 $(+ _mm256_cvtss_f32($a))*
        }};
    }
    chains!(a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11)
}

/// So many rounds.
#[cfg(not(any(target_arch = "wasm32", target_arch = "x86_64")))]
pub fn peak(rounds: usize) -> f32 {
    rounds_of_lanes(rounds)
}

/// In the registers that the compiler chooses for the lanes.
#[cfg(not(target_arch = "wasm32"))]
fn rounds_of_lanes(rounds: usize) -> f32 {
    let (m, c) = std::hint::black_box((0.999_f32, 0.001_f32));
    let mut chains = [[1.0_f32; LANES]; CHAINS];
    for _ in 0..rounds {
        for a in chains.iter_mut().flatten() {
            *a = *a * m + c;
        }
    }
    chains.iter().flatten().sum()
}
