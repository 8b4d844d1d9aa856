//! Runs that wait for their data.

use super::*;

fn with_ledger(count: u64) -> CounterSetup {
    CounterSetup {
        ledger: true,
        ..steps(count)
    }
}

fn ledger() -> Data {
    Data {
        ledger: Some(Rc::from([])),
        ..Data::default()
    }
}

#[test]
fn two_setups_in_a_row_during_a_download() {
    let mut page = page(with_ledger(10), 0);
    page.act(|caller| caller.run(None));
    page.begin(with_ledger(20), 0);
    assert_eq!(page.loads.len(), 2);
    let [first, second] = [page.loads[0].id, page.loads[1].id];
    // What the first one's download still does is not the second one's.
    let worker = page.worker.as_mut().unwrap();
    worker.loading(first, 1, 2);
    worker.loaded(first, Err(Failure::Download("aborted".to_owned())), now());
    worker.loaded(first, Ok(ledger()), now());
    page.run_for(1_000.0);
    assert_eq!(page.events(), []);
    let worker = page.worker.as_mut().unwrap();
    worker.loading(second, 1, 2);
    worker.loaded(second, Ok(ledger()), now());
    page.run_for(1_000.0);
    assert_eq!(page.step(), 0, "the second run was never asked to train");
    assert!(matches!(
        page.events()[0],
        Event::Loading {
            received: 1,
            total: 2
        }
    ));
    // What has arrived is kept: the next run waits for nothing.
    page.begin(with_ledger(30), 0);
    page.deliver();
    assert_eq!(page.loads.len(), 2);
    assert_eq!(page.rests(), [(0, 0)]);
}

#[test]
fn a_run_that_waited_for_its_data_trains_as_asked() {
    let mut page = page(with_ledger(10), 0);
    page.act(|caller| caller.run(None));
    assert_eq!(
        page.loads[0].needs,
        Needs {
            ledger: true,
            ..Needs::default()
        }
    );
    let id = page.loads[0].id;
    page.worker
        .as_mut()
        .unwrap()
        .loaded(id, Ok(ledger()), now());
    page.run_for(1_000.0);
    let first = page.events.first();
    assert!(matches!(first, Some(Event::State { iteration: 0, .. })));
    assert_eq!(page.rests().len(), 1, "no rest before the last step");
}

#[test]
fn a_failed_download_is_reported_and_can_be_tried_again() {
    let mut page = page(with_ledger(10), 0);
    page.act(|caller| caller.run(None));
    let failure = Failure::Download("ledger.bin: HTTP 503".to_owned());
    let id = page.loads[0].id;
    let worker = page.worker.as_mut().unwrap();
    worker.loaded(id, Err(failure.clone()), now());
    page.run_for(1_000.0);
    assert_eq!(page.events(), [Event::Failed(failure)]);
    page.begin(with_ledger(10), 0);
    page.act(|caller| caller.run(None));
    let id = page.loads[1].id;
    page.worker
        .as_mut()
        .unwrap()
        .loaded(id, Ok(ledger()), now());
    page.run_for(1_000.0);
    assert_eq!(page.step(), 10);
}
