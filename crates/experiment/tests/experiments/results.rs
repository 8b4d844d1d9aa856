//! The ledger, computed again.

use super::*;

#[test]
fn a_case_of_the_ledger_is_computed_and_judged() {
    let mut experiment = Results::new(&sent::<Results>(&case("perceptron")), &data()).unwrap();
    let (body, _) = run(&mut experiment, 0);
    assert!(!body.rows.is_empty());
    assert!(body.rows.iter().all(|row| row.verdict != "outside"));
    while !experiment.finished() {
        experiment.step(0.0).unwrap();
    }
    let (body, _) = run(&mut experiment, 0);
    assert_eq!(body.done, body.total);
    assert!(body.rows.iter().any(|row| row.verdict == "reproduced"));
    assert!(body.rows.iter().all(|row| row.verdict != "waiting"));
    let (body, _) = Results::new(&case("perceptron"), &data())
        .unwrap()
        .state(false, 0.0)
        .unwrap();
    assert!(body.rows.is_empty(), "rows come at rest");
}
