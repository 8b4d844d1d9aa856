//! Failures that the trainer reports.

use super::*;

#[test]
fn a_run_that_diverges_stops_with_its_step() {
    let setup = CounterSetup {
        diverges: Some(7),
        ..steps(100)
    };
    let mut page = page(setup, 0);
    page.events();
    page.act(|caller| caller.run(None));
    page.run_for(1e6);
    let events = page.events();
    assert_eq!(events.last(), Some(&Event::Failed(Failure::Diverged(7))));
    assert_eq!(page.worker.unwrap().next(), None);
}

#[test]
fn what_the_trainer_does_not_know_is_a_failure_with_words() {
    let begin = |experiment: &str, setup: Vec<u8>| Begin {
        experiment: experiment.to_owned(),
        setup,
        ..Begin::default()
    };
    let mut page = Page::default();
    page.act(|caller| caller.begin(begin("poker", Vec::new())));
    page.ready();
    page.deliver();
    let unknown = Failure::Unknown("poker".to_owned());
    assert_eq!(unknown.to_string(), "no experiment is called \"poker\"");
    assert_eq!(page.events(), [Event::Failed(unknown)]);
    page.act(|caller| caller.begin(begin("counter", vec![1, 2])));
    page.deliver();
    let unreadable = Failure::Unreadable("counter".to_owned());
    assert_eq!(page.events(), [Event::Failed(unreadable.clone())]);
    page.begin(steps(10), 0);
    page.act(|caller| caller.post(vec![200]));
    page.deliver();
    assert_eq!(page.events().last(), Some(&Event::Failed(unreadable)));
}
