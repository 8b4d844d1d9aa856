//! Both halves of the protocol together, with a fake browser between them: a clock that the test moves, a worker that
//! dies when the test says so, downloads that the test ends. Every message goes through its bytes.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{cell::Cell, rc::Rc};

use redes_experiment::{Block, Data, Entry, Experiment, Failure, Needs, wire};
use serde::{Deserialize, Serialize};

use super::{
    caller::{Caller, Effect, Event, REPLACEMENTS, UNANSWERED},
    envelope::{Answer, Begin, ENVELOPE, Report, Request},
    trainer::{Load, Trainer},
};

thread_local! {
    static CLOCK: Cell<f64> = const { Cell::new(0.0) };
}

fn now() -> f64 {
    CLOCK.get()
}

fn wait(milliseconds: f64) {
    CLOCK.set(now() + milliseconds);
}

/// Counts its steps, each of which takes some time; its weights are a hash of their number.
struct Counter {
    setup: CounterSetup,
    iteration: u64,
    shown: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct CounterSetup {
    steps: u64,
    milliseconds: f64,
    diverges: Option<u64>,
    ledger: bool,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct CounterBody {
    iteration: u64,
    full: bool,
    shown: String,
}

impl Experiment for Counter {
    type Setup = CounterSetup;
    type Body = CounterBody;
    type Message = String;

    const NAME: &'static str = "counter";
    const INTERVAL: f64 = 16.0;

    fn needs(setup: &CounterSetup) -> Needs {
        Needs {
            ledger: setup.ledger,
            ..Needs::default()
        }
    }

    fn new(setup: &CounterSetup, data: &Data) -> Result<Self, Failure> {
        if setup.ledger && data.ledger.is_none() {
            return Err(Failure::DataMissing);
        }
        Ok(Self {
            setup: setup.clone(),
            iteration: 0,
            shown: String::new(),
        })
    }

    fn step(&mut self, _now: f64) -> Result<(), Failure> {
        wait(self.setup.milliseconds);
        self.iteration += 1;
        match self.setup.diverges {
            Some(step) if step == self.iteration => Err(Failure::Diverged(step)),
            _ => Ok(()),
        }
    }

    fn state(&mut self, full: bool, _now: f64) -> Result<(CounterBody, Vec<Block>), Failure> {
        let body = CounterBody {
            iteration: self.iteration,
            full,
            shown: self.shown.clone(),
        };
        Ok((body, vec![Block::F64(vec![self.iteration as f64])]))
    }

    fn iteration(&self) -> u64 {
        self.iteration
    }

    fn finished(&self) -> bool {
        self.iteration >= self.setup.steps
    }

    fn fingerprint(&self) -> u64 {
        self.iteration.wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }

    fn tell(&mut self, message: String) {
        self.shown = message;
    }
}

const EXPERIMENTS: &[Entry] = &[Entry::of::<Counter>()];

/// A page with one figure, and the worker at its other end.
#[derive(Default)]
struct Page {
    caller: Caller,
    worker: Option<Trainer>,
    /// Whether workers are refused.
    refuses: bool,
    on_page: bool,
    loads: Vec<Load>,
    events: Vec<Event>,
    sent: Vec<Request>,
    looks: u32,
}

impl Page {
    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::OpenWorker if self.refuses => {
                    let effects = self.caller.refused();
                    self.perform(effects);
                }
                Effect::OpenWorker | Effect::OpenPage => {
                    self.on_page = effect == Effect::OpenPage;
                    self.worker = Some(Trainer::new(EXPERIMENTS, 12.0));
                }
                Effect::Close => self.worker = None,
                Effect::Send(request) => {
                    let bytes = wire::encode(ENVELOPE, &request).unwrap();
                    assert_eq!(wire::decode::<Request>(ENVELOPE, &bytes).unwrap(), request);
                    self.sent.push(request.clone());
                    let load = self.worker.as_mut().unwrap().handle(request, now());
                    self.loads.extend(load);
                }
                Effect::Look => self.looks += 1,
                Effect::Inform(event) => self.events.push(event),
            }
        }
    }

    fn act(&mut self, act: impl FnOnce(&mut Caller) -> Vec<Effect>) {
        let effects = act(&mut self.caller);
        self.perform(effects);
    }

    fn begin(&mut self, setup: CounterSetup, ahead: u64) {
        let setup = wire::encode("counter", &setup).unwrap();
        self.act(|caller| {
            caller.begin(Begin {
                experiment: "counter".to_owned(),
                setup,
                ahead,
                ..Begin::default()
            })
        });
    }

    /// The worker has loaded.
    fn ready(&mut self) {
        self.hear((0, Report::Ready), Vec::new());
    }

    fn hear(&mut self, (id, report): (u32, Report), blocks: Vec<Block>) {
        let answer = Answer { id, report };
        let bytes = wire::encode(ENVELOPE, &answer).unwrap();
        let answer = wire::decode(ENVELOPE, &bytes).unwrap();
        self.act(|caller| caller.answered(answer, blocks));
    }

    /// Brings the answers to the page.
    fn deliver(&mut self) {
        let answers = self.worker.as_mut().map(Trainer::take).unwrap_or_default();
        for (answer, blocks) in answers {
            self.hear((answer.id, answer.report), blocks);
        }
    }

    /// Lets the worker run for so many milliseconds, or until it has nothing to do.
    fn run_for(&mut self, milliseconds: f64) {
        let end = now() + milliseconds;
        while now() < end {
            let Some(pause) = self.worker.as_ref().and_then(Trainer::next) else {
                break;
            };
            wait(pause.max(0.01));
            self.worker.as_mut().unwrap().slice(&now);
            self.deliver();
        }
        self.deliver();
    }

    /// The worker is gone without a word.
    fn die(&mut self) {
        self.worker = None;
        self.act(Caller::died);
    }

    fn events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    fn rests(&mut self) -> Vec<(u64, u64)> {
        let rest = |event| match event {
            Event::Rest {
                iteration,
                fingerprint,
            } => Some((iteration, fingerprint)),
            _ => None,
        };
        self.events().into_iter().filter_map(rest).collect()
    }

    /// The step of the last state.
    fn step(&self) -> u64 {
        let state = |event: &Event| match event {
            Event::State { iteration, .. } => Some(*iteration),
            _ => None,
        };
        self.events.iter().rev().find_map(state).unwrap()
    }
}

fn steps(steps: u64) -> CounterSetup {
    CounterSetup {
        steps,
        milliseconds: 0.1,
        ..CounterSetup::default()
    }
}

/// A page whose worker has loaded and begun.
fn page(setup: CounterSetup, ahead: u64) -> Page {
    let mut page = Page::default();
    page.begin(setup, ahead);
    page.ready();
    page.deliver();
    page
}

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
        page.hear((answer.id, answer.report), blocks);
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
        page.hear((old.unwrap(), report), Vec::new());
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

#[test]
fn a_message_does_not_claim_that_training_rests() {
    let message = wire::encode("counter", &"neuron 3".to_owned()).unwrap();
    let mut page = page(steps(1_000), 0);
    page.act(|caller| caller.run(Some(100.0)));
    page.run_for(100.0);
    page.events();
    page.act(|caller| caller.tell(message.clone()));
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
    page.act(|caller| caller.tell(message));
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

#[test]
fn a_lost_worker_is_replaced_and_brought_to_the_same_step() {
    let message = wire::encode("counter", &"neuron 3".to_owned()).unwrap();
    let mut page = page(steps(2_000), 0);
    page.act(|caller| caller.tell(message));
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
    assert!(matches!(again[1], Request::Tell(_)));
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
    page.act(|caller| caller.tell(vec![200]));
    page.deliver();
    assert_eq!(page.events().last(), Some(&Event::Failed(unreadable)));
}
