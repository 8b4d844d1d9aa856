//! A run from its start to its end: speed, reports, pause, single steps.

use super::*;

#[test]
fn a_run_begins_at_rest_and_ends_at_its_last_step() {
    let mut page = page(steps(1_000), 0);
    assert_eq!(page.rests(), [(0, 0)]);
    page.act(|caller| caller.run(None));
    page.run_for(1e6);
    let last = page.events.iter().rev().take(2).collect::<Vec<_>>();
    let fingerprint = 1_000_u64.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    assert!(
        matches!(last[0], Event::Rest { iteration: 1_000, fingerprint: f } if *f == fingerprint)
    );
    let Event::State {
        finished: true,
        body,
        blocks,
        ..
    } = last[1]
    else {
        panic!("{last:?}");
    };
    assert!(wire::decode::<CounterBody>("counter", body).unwrap().full);
    assert_eq!(blocks, &[Block::F64(vec![1_000.0])]);
    assert_eq!(page.rests().len(), 1, "training rests once");
    assert_eq!(page.worker.unwrap().next(), None);
}

#[test]
fn training_keeps_to_its_speed() {
    for rate in [1.0, 10.0, 250.0] {
        let mut page = page(steps(100_000), 0);
        page.act(|caller| caller.run(Some(rate)));
        page.run_for(20_000.0);
        let (done, due) = (page.step() as f64, 20.0 * rate + 1.0);
        assert!(
            (due - 1.0 - rate / 50.0..=due).contains(&done),
            "{rate}: {done}"
        );
    }
}

#[test]
fn the_parts_of_a_test_are_read_at_full_speed() {
    let tested = CounterSetup {
        parts: 1_000,
        ..steps(100)
    };
    let mut page = page(tested.clone(), 0);
    page.act(|caller| caller.run(Some(1.0)));
    page.run_for(4_000.0);
    assert!((3..=5).contains(&page.step()), "{}", page.step());
    // One step is a step, whatever is read before it.
    let mut page = super::page(tested, 0);
    page.act(Caller::step);
    page.run_for(1_000.0);
    assert_eq!(page.step(), 1);
}

#[test]
fn a_speed_that_is_set_during_training_holds_at_once() {
    let mut page = page(steps(1_000_000), 0);
    page.act(|caller| caller.run(None));
    page.run_for(1_000.0);
    let before = page.step();
    assert!(before > 5_000, "{before}");
    page.act(|caller| caller.run(Some(100.0)));
    page.run_for(2_000.0);
    let more = page.step() - before;
    assert!((150..=320).contains(&more), "{more}");
}

#[test]
fn what_a_hidden_tab_missed_is_not_caught_up() {
    let mut page = page(steps(100_000), 0);
    page.act(|caller| caller.run(Some(100.0)));
    page.run_for(1_000.0);
    let before = page.step();
    wait(60_000.0);
    page.run_for(20.0);
    let more = page.step() - before;
    assert!(more <= 12, "{more}");
}

#[test]
fn slices_end_in_time_and_reports_keep_their_interval() {
    let mut page = page(steps(100_000), 0);
    page.act(|caller| caller.run(None));
    let before = now();
    page.worker.as_mut().unwrap().slice(&now);
    assert!((12.0..12.2).contains(&(now() - before)));
    page.events();
    page.run_for(1_600.0);
    let reports = page.events().len();
    assert!((60..=101).contains(&reports), "{reports}");
}

#[test]
fn a_message_does_not_claim_that_training_rests() {
    let message = wire::encode("counter", &"neuron 3".to_owned()).unwrap();
    let mut page = page(steps(1_000), 0);
    page.act(|caller| caller.run(Some(100.0)));
    page.run_for(100.0);
    page.events();
    page.act(|caller| caller.post(message.clone()));
    page.deliver();
    let events = page.events();
    let [Event::State { body, .. }] = &events[..] else {
        panic!("{events:?}");
    };
    let body: CounterBody = wire::decode("counter", body).unwrap();
    assert_eq!((body.shown.as_str(), body.full), ("neuron 3", false));
    // Nor does it once training rests: the message changes no weight.
    page.act(Caller::pause);
    page.deliver();
    assert_eq!(page.rests().len(), 1);
    page.act(|caller| caller.post(message));
    page.deliver();
    let events = page.events();
    assert!(matches!(&events[..], [Event::State { .. }]), "{events:?}");
}

#[test]
fn a_pause_on_the_way_to_a_link_s_step_is_no_rest() {
    let mut page = page(steps(100_000), 10_000);
    page.worker.as_mut().unwrap().slice(&now);
    page.act(Caller::pause);
    page.deliver();
    assert_eq!(page.rests(), []);
    page.run_for(1e6);
    let rests: Vec<u64> = page.rests().into_iter().map(|(step, _)| step).collect();
    assert_eq!(rests, [10_000]);
}

#[test]
fn one_step_is_one_step() {
    let mut page = page(steps(3), 0);
    for step in [1, 2, 3, 3] {
        page.act(Caller::step);
        page.run_for(1_000.0);
        assert_eq!(page.step(), step);
        assert_eq!(page.worker.as_ref().unwrap().next(), None);
    }
}
