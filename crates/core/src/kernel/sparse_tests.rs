use proptest::{collection::vec, prelude::*};

use super::super::reference;
use super::*;

/// Numbers of every kind that a network may meet, zeros of both signs among them.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -2.0..2.0,
        1 => Just(0.0),
        1 => Just(-0.0),
        1 => Just(1e-42),
        1 => Just(-3e30),
    ]
}

/// A matrix in which about this share of numbers, and some whole rows and columns, are zeros of either sign.
fn sparse(rows: usize, columns: usize) -> impl Strategy<Value = Vec<f64>> {
    let mask = (
        0.0..1.0,
        vec(0.0..1.0, rows * columns),
        vec(any::<bool>(), rows),
        vec(any::<bool>(), columns),
    );
    (vec(number(), rows * columns), mask, any::<bool>()).prop_map(
        move |(mut values, (share, chances, no_row, no_column), whole)| {
            for (at, (value, chance)) in values.iter_mut().zip(chances).enumerate() {
                let dropped = whole && (no_row[at / columns] || no_column[at % columns]);
                if chance < share || dropped {
                    *value = if at % 3 == 0 { -0.0 } else { 0.0 };
                }
            }
            values
        },
    )
}

/// Shapes from one row up, with widths around those of the registers.
fn shapes() -> impl Strategy<Value = (usize, usize, usize)> {
    (1_usize..9, 1_usize..40, 16_usize..140)
}

fn bits<T: Scalar>(values: &[T]) -> Vec<u64> {
    values.iter().map(|value| value.fnv1a(0)).collect()
}

/// All four products of `a` against the plain loops, whether [`Nonzeros::read`] would choose them or not.
fn all_products<T: Scalar>(rows: usize, columns: usize, width: usize, a: &[f64], b: &[f64]) {
    let of = |values: &[f64]| {
        values
            .iter()
            .map(|&value| T::from_f64(value))
            .collect::<Vec<T>>()
    };
    let (a, b) = (of(a), of(b));
    let mut nonzeros = Nonzeros::new();
    nonzeros.keep_all(rows, columns, rows * columns, &a);
    nonzeros.sort_by_columns();
    let a_at = |row: usize, column: usize| a[row * columns + column];
    // What was in the result before must not matter.
    let room = || vec![T::from_f64(7.0); width * rows.max(columns)];

    let (mut ours, mut plain) = (room(), room());
    nonzeros.product(width, &b, &mut ours);
    reference::gemm(
        rows,
        width,
        columns,
        a_at,
        |i, j| b[i * width + j],
        &mut plain,
        false,
    );
    assert_eq!(bits(&ours), bits(&plain), "a b");

    let (mut ours, mut plain) = (room(), room());
    nonzeros.product_tn(width, &b, &mut ours);
    reference::gemm(
        columns,
        width,
        rows,
        |i, p| a_at(p, i),
        |p, j| b[p * width + j],
        &mut plain,
        false,
    );
    assert_eq!(bits(&ours), bits(&plain), "aT b");

    for some in [rows, rows / 2] {
        let (mut ours, mut plain) = (room(), room());
        nonzeros.product_nt(some, width, &b, &mut ours);
        reference::gemm(
            some,
            width,
            columns,
            a_at,
            |p, j| b[j * columns + p],
            &mut plain,
            false,
        );
        assert_eq!(bits(&ours), bits(&plain), "a bT, {some} rows");

        let (mut ours, mut plain) = (room(), room());
        nonzeros.product_from_left(some, width, &b, &mut ours);
        reference::gemm(
            width,
            columns,
            some,
            |i, p| b[p * width + i],
            a_at,
            &mut plain,
            false,
        );
        assert_eq!(bits(&ours), bits(&plain), "bT a, {some} rows");
    }
}

proptest! {
    #[test]
    fn the_bits_are_those_of_the_plain_loops(
        (rows, columns, width, a, b) in shapes().prop_flat_map(|(rows, columns, width)| {
            let b = vec(number(), width * rows.max(columns));
            (Just(rows), Just(columns), Just(width), sparse(rows, columns), b)
        })
    ) {
        all_products::<f32>(rows, columns, width, &a, &b);
        all_products::<f64>(rows, columns, width, &a, &b);
    }
}

#[test]
fn dense_matrices_narrow_products_and_short_slices_are_left_to_the_plain_kernels() {
    let mut nonzeros = Nonzeros::new();
    let mut a = vec![0.0_f32; 4 * 100];
    assert!(nonzeros.read(4, 100, 16, &a));
    a[..200].fill(1.0);
    assert!(nonzeros.read(4, 100, 16, &a));
    assert!(!nonzeros.read(4, 100, 15, &a));
    assert!(!nonzeros.read(4, 101, 16, &a));
    a[200] = f32::NAN;
    assert!(!nonzeros.read(4, 100, 16, &a));
    // What was refused is not kept.
    let mut c = [3.0; 4 * 16];
    nonzeros.sort_by_columns();
    nonzeros.product(16, &[1.0; 1600], &mut c);
    assert_eq!(c, [3.0; 4 * 16]);
}

/// One matrix after the other in the same room: larger, smaller, and with other zeros.
#[test]
fn nothing_of_the_last_matrix_remains() {
    let mut nonzeros = Nonzeros::new();
    for (rows, columns) in [(2, 30), (5, 41), (1, 8), (3, 30)] {
        let at = |i: usize| {
            if (i * 7 + rows).is_multiple_of(3) {
                i as f32
            } else {
                0.0
            }
        };
        let a: Vec<f32> = (0..rows * columns).map(at).collect();
        let b: Vec<f32> = (0..20 * columns.max(rows))
            .map(|i| i as f32 - 9.0)
            .collect();
        assert!(nonzeros.read(rows, columns, 20, &a));
        nonzeros.sort_by_columns();
        let (mut ours, mut plain) = (vec![1.0; columns * 20], vec![1.0; columns * 20]);
        nonzeros.product_tn(20, &b, &mut ours);
        reference::gemm(
            columns,
            20,
            rows,
            |i, p| a[p * columns + i],
            |p, j| b[p * 20 + j],
            &mut plain,
            false,
        );
        assert_eq!(bits(&ours), bits(&plain));
    }
}
