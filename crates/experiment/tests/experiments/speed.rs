//! The speed of training.

use super::*;

#[test]
fn speed_is_counted_over_a_second_and_starts_anew_after_a_pause() {
    let mut speed = Speed::default();
    let mut now = 10_000.0;
    for _ in 0..50 {
        speed.count(32, now);
        now += 10.0;
    }
    // Before the first second is over: what there is of it.
    let shown = speed.samples_per_second(now);
    assert!((3_000.0..=3_300.0).contains(&shown), "{shown}");
    for _ in 0..100 {
        speed.count(32, now);
        now += 10.0;
    }
    assert_eq!(speed.samples_per_second(now), 3_200.0);
    now += 60_000.0;
    speed.count(32, now);
    speed.count(32, now + 1_000.0);
    assert_eq!(speed.samples_per_second(now + 1_000.0), 32.0);
}
