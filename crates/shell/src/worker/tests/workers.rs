//! Workers that die, are refused or cannot load their module.

use super::*;

#[test]
fn a_lost_worker_is_replaced_and_brought_to_the_same_step() {
    let message = wire::encode("counter", &"neuron 3".to_owned()).unwrap();
    let mut page = page(steps(2_000), 0);
    page.act(|caller| caller.post(message));
    page.act(|caller| caller.run(None));
    page.run_for(57.0);
    let seen = page.step();
    assert!(seen > 100, "{seen}");
    page.events();
    page.die();
    assert_eq!(page.events(), [Event::Replaced]);
    page.ready();
    let again = page.sent.iter().rev().take(3).collect::<Vec<_>>();
    assert!(matches!(
        again[0],
        Request::Run {
            steps_per_second: None
        }
    ));
    assert!(matches!(again[1], Request::Message(_)));
    assert!(matches!(again[2], Request::Begin(begin) if begin.ahead == seen));
    page.run_for(1e6);
    let rests = page.rests();
    let fingerprint = 2_000_u64.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    assert_eq!(rests, [(2_000, fingerprint)]);
}

#[test]
fn a_worker_that_dies_on_its_way_to_a_link_s_step_is_brought_there() {
    let mut page = page(steps(100_000), 10_000);
    page.run_for(100.0);
    page.die();
    page.ready();
    page.run_for(1e6);
    let rests: Vec<u64> = page.rests().into_iter().map(|(step, _)| step).collect();
    assert_eq!(rests, [10_000]);
}

#[test]
fn a_worker_that_answers_no_more_is_dead() {
    let mut page = page(steps(1_000), 0);
    page.events();
    for _ in 0..UNANSWERED {
        page.act(Caller::look);
        assert_eq!(page.events(), [], "it may still answer");
    }
    page.act(Caller::look);
    assert_eq!(page.events(), [Event::Replaced]);
    page.ready();
    // One that answers its pings lives.
    for _ in 0..3 * UNANSWERED {
        page.act(Caller::look);
        page.deliver();
    }
    assert!(!page.events().contains(&Event::Replaced));
}

#[test]
fn each_successor_has_twice_the_time_to_answer() {
    let mut page = page(steps(1_000), 0);
    page.events();
    let patience = |page: &mut Page| {
        let looks = (0..).take_while(|_| {
            page.act(Caller::look);
            page.events().is_empty()
        });
        looks.count() as u32
    };
    for replaced in 0..=REPLACEMENTS {
        assert_eq!(patience(&mut page), UNANSWERED << replaced);
        page.ready();
    }
}

#[test]
fn workers_that_keep_dying_are_given_up() {
    let mut page = page(steps(1_000), 0);
    page.events();
    for _ in 0..REPLACEMENTS {
        page.die();
        assert_eq!(page.events(), [Event::Replaced]);
        page.ready();
    }
    page.die();
    assert_eq!(page.events(), [Event::Lost]);
    assert!(page.worker.is_none());
    // The reader may try once more.
    page.begin(steps(10), 0);
    page.ready();
    page.deliver();
    assert_eq!(page.rests(), [(0, 0)]);
}

#[test]
fn where_workers_are_refused_the_page_trains() {
    for dies in [false, true] {
        let mut page = Page {
            refuses: !dies,
            ..Page::default()
        };
        page.begin(steps(100), 0);
        page.act(|caller| caller.run(None));
        if dies {
            // Refused only after it was asked for, as in a sandboxed frame.
            page.die();
        }
        assert!(page.on_page);
        page.run_for(1e6);
        assert_eq!(page.step(), 100);
        assert!(!page.events().contains(&Event::Replaced));
        page.act(Caller::stop);
        assert!(page.worker.is_none());
    }
}

#[test]
fn a_trainer_whose_module_does_not_arrive_fails_and_can_be_tried_again() {
    let mut page = Page::default();
    page.begin(steps(100), 0);
    page.act(|caller| caller.run(None));
    page.act(|caller| caller.unreachable("HTTP 404".to_owned()));
    let failure = Failure::Download("HTTP 404".to_owned());
    assert_eq!(page.events(), [Event::Failed(failure)]);
    assert!(page.worker.is_none());
    // Late news of the same is no news.
    page.act(|caller| caller.unreachable("HTTP 404".to_owned()));
    assert_eq!(page.events(), []);
    page.begin(steps(100), 0);
    page.ready();
    assert_eq!(
        page.sent.len(),
        1,
        "what the first run was asked is forgotten"
    );
    page.act(|caller| caller.run(None));
    page.run_for(1e6);
    assert_eq!(page.step(), 100);
}

#[test]
fn without_memory_the_training_is_lost_and_said_so_once() {
    let mut page = Page::default();
    page.begin(steps(100), 0);
    page.act(Caller::starved);
    assert_eq!(page.events(), [Event::Lost]);
    page.act(Caller::starved);
    assert_eq!(page.events(), []);
    page.begin(steps(100), 0);
    page.ready();
    page.act(|caller| caller.run(None));
    page.run_for(1e6);
    assert_eq!(page.step(), 100);
}

#[test]
fn a_helper_never_trains_on_the_page() {
    for dies in [false, true] {
        let mut page = Page {
            caller: Caller::of_worker(),
            refuses: !dies,
            ..Page::default()
        };
        page.begin(steps(100), 0);
        if dies {
            page.die();
        }
        assert!(page.worker.is_none() && !page.on_page);
        assert_eq!(page.events(), [Event::Lost]);
    }
    // A worker that dies later is replaced, as everywhere.
    let mut page = Page {
        caller: Caller::of_worker(),
        ..Page::default()
    };
    page.begin(steps(100), 0);
    page.act(|caller| caller.run(None));
    page.ready();
    page.run_for(20.0);
    page.die();
    page.ready();
    page.run_for(1e6);
    assert_eq!(page.step(), 100);
}
