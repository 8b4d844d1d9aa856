//! Runs that are kept, and go on in another worker.

use super::*;

/// A run that was kept after so many steps.
fn kept(setup: CounterSetup, steps: u64) -> Vec<u8> {
    let mut page = page(setup, steps);
    page.run_for(1_000.0);
    page.act(Caller::keep);
    page.run_for(1_000.0);
    page.tape
}

/// A page whose run goes on from there.
fn goes_on(setup: CounterSetup, from: Vec<u8>) -> Page {
    let mut page = Page {
        from,
        ..Page::default()
    };
    page.begin(setup, 0);
    page.ready();
    page.deliver();
    page
}

#[test]
fn the_state_of_a_kept_run_comes_before_it() {
    let mut page = page(steps(1_000), 0);
    page.act(|caller| caller.run(None));
    page.run_for(20.0);
    page.events();
    page.act(Caller::keep);
    page.run_for(0.001);
    let events = page.events();
    let [Event::State { iteration, .. }, Event::Kept(part)] = &*events else {
        panic!("{events:?}");
    };
    assert!(*iteration > 0);
    assert_eq!((part.from, part.bytes), (0, page.tape.len() as u64));
    // Training was not disturbed.
    page.run_for(1_000.0);
    assert_eq!(page.step(), 1_000);
    assert_eq!(goes_on(steps(1_000), page.tape.clone()).step(), *iteration);
}

#[test]
fn a_run_goes_on_from_where_it_was_kept_also_in_a_successor() {
    let from = kept(steps(100), 70);
    let mut page = goes_on(steps(100), from);
    assert_eq!(page.step(), 70);
    page.die();
    page.ready();
    page.deliver();
    assert_eq!(page.step(), 70);
    page.act(|caller| caller.run(None));
    page.run_for(1_000.0);
    let mut whole = super::page(steps(100), 100);
    whole.run_for(1_000.0);
    assert_eq!(page.rests().last(), whole.rests().last());
}

#[test]
fn a_tape_that_does_not_fit_is_ignored() {
    let good = kept(steps(100), 70);
    assert!(!good.is_empty());
    let longer = [&*good, &[0]].concat();
    let other = kept(steps(90), 70);
    let ahead = {
        let mut bytes = good.clone();
        bytes[8..16].copy_from_slice(&101_u64.to_le_bytes());
        bytes
    };
    for bad in [vec![7], good[..9].to_vec(), longer, other, ahead] {
        let mut page = goes_on(steps(100), bad);
        assert_eq!(page.step(), 0);
        page.act(|caller| caller.run(None));
        page.run_for(1_000.0);
        assert_eq!(page.step(), 100);
    }
}

#[test]
fn what_has_not_begun_is_not_kept() {
    assert!(kept(steps(100), 0).is_empty());
    let mut page = Page::default();
    page.begin(
        CounterSetup {
            ledger: true,
            ..steps(100)
        },
        0,
    );
    page.ready();
    page.act(Caller::keep);
    page.run_for(1_000.0);
    assert_eq!(page.events(), []);
}

/// The parts of a kept run among the events since the last call, by their first bytes.
fn parts(page: &mut Page) -> Vec<u64> {
    let part = |event: &Event| match event {
        Event::Kept(part) => Some(part.from >> 20),
        _ => None,
    };
    page.events().iter().filter_map(part).collect()
}

#[test]
fn a_large_run_is_kept_in_parts_and_no_step_comes_between_them() {
    let setup = CounterSetup {
        weights: 9 << 20,
        ..steps(1_000)
    };
    let mut page = page(setup.clone(), 0);
    page.act(|caller| caller.run(None));
    page.run_for(20.0);
    page.events();
    page.act(Caller::keep);
    // A part comes every 20 milliseconds, without a step.
    page.run_for(10.0);
    let step = page.step();
    assert_eq!(parts(&mut page), [0, 4]);
    page.run_for(1_000.0);
    assert_eq!(
        (parts(&mut page), page.tape.len()),
        (vec![8], (9 << 20) + 24)
    );
    assert_eq!(goes_on(setup, page.tape.clone()).step(), step);
    page.run_for(1_000.0);
    page.act(Caller::step);
    page.run_for(1_000.0);
}

#[test]
fn what_may_change_a_run_begins_its_parts_again_and_another_run_waits_for_them() {
    let setup = CounterSetup {
        weights: 9 << 20,
        ..steps(1_000)
    };
    let mut page = page(setup.clone(), 70);
    page.run_for(1_000.0);
    page.act(Caller::keep);
    page.run_for(10.0);
    page.act(|caller| caller.post(wire::encode("counter", &"new".to_owned()).unwrap()));
    page.run_for(1_000.0);
    assert_eq!(parts(&mut page), [0, 4, 0, 4, 8]);
    assert_eq!(goes_on(setup.clone(), page.tape.clone()).step(), 70);
    page.act(Caller::keep);
    page.run_for(10.0);
    // All of them come before it begins.
    page.begin(setup.clone(), 0);
    page.run_for(1_000.0);
    assert_eq!(parts(&mut page), [0, 4, 8]);
    assert_eq!(goes_on(setup, page.tape.clone()).step(), 70);
}

#[test]
fn a_worker_that_is_stopped_first_sends_the_run_that_is_being_kept() {
    let setup = CounterSetup {
        weights: 9 << 20,
        ..steps(1_000)
    };
    let stopped = || {
        let mut page = page(setup.clone(), 0);
        page.act(|caller| caller.run(None));
        page.run_for(20.0);
        page.act(Caller::keep);
        page.run_for(10.0);
        page.act(Caller::stop);
        page
    };
    let mut page = stopped();
    page.run_for(1_000.0);
    let step = page.step();
    assert_eq!(parts(&mut page), [0, 4, 8]);
    assert!(page.worker.is_none(), "it has ended");
    assert!((1..1_000).contains(&step), "no step is done meanwhile");
    assert_eq!(goes_on(setup.clone(), page.tape.clone()).step(), step);

    // Another run begins in the same worker.
    let mut page = stopped();
    page.begin(setup.clone(), 5);
    page.run_for(1_000.0);
    assert_eq!((page.step(), parts(&mut page)), (5, vec![0, 4, 8]));
    assert!(page.worker.is_some());

    // One that dies, or does not send them, ends without a word.
    let mut page = stopped();
    page.events();
    page.die();
    assert_eq!(page.events(), []);
    let mut page = stopped();
    for _ in 0..4 {
        assert!(page.worker.is_some());
        page.act(Caller::look);
    }
    assert!(page.worker.is_none());
}
