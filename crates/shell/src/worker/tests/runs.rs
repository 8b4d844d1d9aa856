//! Runs after one another: their ids, and answers that come too late.

use super::*;

#[test]
fn an_answer_to_an_older_run_is_dropped() {
    let mut page = page(steps(1_000), 0);
    page.act(|caller| caller.run(None));
    page.worker.as_mut().unwrap().slice(&now);
    wait(16.0);
    page.worker.as_mut().unwrap().slice(&now);
    // On its way while the reader changes something.
    let late = page.worker.as_mut().unwrap().take();
    page.begin(steps(50), 0);
    page.deliver();
    page.events();
    assert!(!late.is_empty());
    for (answer, blocks) in late {
        page.receive((answer.id, answer.report), blocks);
    }
    assert_eq!(page.events(), []);
    let old = page.sent.iter().find_map(|sent| match sent {
        Request::Begin(begin) => Some(begin.id),
        _ => None,
    });
    for report in [
        Report::Failed(Failure::DataMissing),
        Report::Loading {
            received: 1,
            total: 2,
        },
    ] {
        page.receive((old.unwrap(), report), Vec::new());
    }
    assert_eq!(page.events(), []);
}

#[test]
fn ids_never_repeat_after_a_stop_or_on_another_figure() {
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut page = page(steps(10), 0);
        page.act(Caller::stop);
        page.begin(steps(10), 0);
        page.ready();
        page.die();
        page.ready();
        ids.extend(page.sent.iter().filter_map(|sent| match sent {
            Request::Begin(begin) => Some(begin.id),
            _ => None,
        }));
    }
    assert_eq!(ids.len(), 6);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 6);
    assert!(!ids.contains(&0));
}

#[test]
fn nothing_is_sent_before_the_worker_has_loaded_or_after_a_stop() {
    let mut page = Page::default();
    page.begin(steps(100), 0);
    page.act(|caller| caller.run(None));
    assert_eq!(page.sent, []);
    page.act(Caller::stop);
    assert!(page.worker.is_none());
    page.begin(steps(10), 0);
    page.ready();
    assert_eq!(page.sent.len(), 1, "{:?}", page.sent);
}
