//! More trainers of one figure: each computes parts of the run, in a worker of its own, while the figure's trainer goes
//! through the whole run and takes the finished parts from them. Nothing depends on a helper: a part that none has finished
//! in time is computed by the run itself, with the same bits.

use std::cell::{Cell, RefCell};

use crate::{
    runner,
    worker::{
        caller::{Caller, Event},
        client::Client,
    },
};

/// The most trainers of a figure, its own included.
const MOST: usize = 4;

/// The helpers of a figure.
pub(crate) struct Helpers {
    experiment: &'static str,
    helpers: Vec<Helper>,
    queue: RefCell<Queue>,
    running: Cell<bool>,
}

/// A trainer, and whether it has a part.
struct Helper {
    client: Client,
    state: Cell<State>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Idle,
    Busy,
    /// Its worker was refused, died too often, or failed.
    Lost,
}

impl Helpers {
    /// One helper for each core but the first, at most three. `inform` is called with a helper's place and what became of
    /// its training.
    pub(crate) fn new(
        experiment: &'static str,
        inform: impl Fn(usize, Event) + Clone + 'static,
    ) -> Self {
        let helper = |place| {
            let inform = inform.clone();
            let client = Client::of(Caller::of_worker(), move |event| inform(place, event));
            Helper {
                client,
                state: Cell::new(State::Idle),
            }
        };
        Self {
            experiment,
            helpers: (1..cores().min(MOST))
                .map(|core| helper(core - 1))
                .collect(),
            queue: RefCell::default(),
            running: Cell::new(false),
        }
    }

    /// Ends what the helpers do. The next run has these parts, in the order in which it comes to them.
    pub(crate) fn prepare(&self, parts: Vec<Vec<u8>>) {
        self.stop();
        *self.queue.borrow_mut() = Queue::new(parts);
        for helper in &self.helpers {
            helper.state.set(State::Idle);
        }
    }

    /// Ends what the helpers do, and their workers.
    pub(crate) fn stop(&self) {
        self.running.set(false);
        self.queue.take();
        for helper in &self.helpers {
            helper.client.act(Caller::stop);
            helper.state.set(State::Lost);
        }
    }

    /// Starts or pauses the helpers that have a part, as the run does at full speed.
    pub(crate) fn run(&self, running: bool) {
        if self.running.replace(running) == running {
            return;
        }
        let busy = |helper: &&Helper| helper.state.get() == State::Busy;
        for helper in self.helpers.iter().filter(busy) {
            helper.client.act(|caller| match running {
                true => caller.run(None),
                false => caller.pause(),
            });
        }
    }

    /// Gives the idle helpers parts that the run has not come to, and whose results it does not know. The run has begun `parts`
    /// of them, so that its data sets are in the browser's cache.
    pub(crate) fn reached(&self, parts: usize, known: &[u32]) {
        self.queue.borrow_mut().reached(parts, known);
        for helper in &self.helpers {
            self.give(helper);
        }
    }

    /// Gives a helper that has finished another part, and stops one that has failed: the run computes its part.
    pub(crate) fn informed(&self, place: usize, event: &Event) {
        let Some(helper) = self.helpers.get(place) else {
            return;
        };
        match event {
            Event::State { finished: true, .. } if helper.state.get() == State::Busy => {
                helper.state.set(State::Idle);
                self.give(helper);
            }
            Event::Failed(_) | Event::Lost => {
                helper.state.set(State::Lost);
                helper.client.act(Caller::stop);
            }
            _ => {}
        }
    }

    /// Gives an idle helper a part, if there is one.
    fn give(&self, helper: &Helper) {
        if !self.running.get() || helper.state.get() != State::Idle {
            return;
        }
        let part = self.queue.borrow_mut().next();
        if let Some(part) = part {
            helper.state.set(State::Busy);
            let begin = runner::begin(self.experiment, part, 0);
            helper.client.act(|caller| caller.begin(begin));
            helper.client.act(|caller| caller.run(None));
        }
    }
}

/// The cores that the browser reports.
fn cores() -> usize {
    web_sys::window().map_or(1, |window| {
        window.navigator().hardware_concurrency() as usize
    })
}

/// The parts that nobody has begun. The run takes them from the front, helpers from the back.
#[derive(Default)]
struct Queue {
    parts: Vec<Vec<u8>>,
    /// How many of the first parts the run has come to.
    reached: usize,
    /// The places of the parts whose results it has.
    known: Vec<u32>,
}

impl Queue {
    fn new(parts: Vec<Vec<u8>>) -> Self {
        Self {
            parts,
            ..Self::default()
        }
    }

    fn reached(&mut self, parts: usize, known: &[u32]) {
        self.reached = parts;
        known.clone_into(&mut self.known);
    }

    /// The last part that the run has not come to and does not know.
    fn next(&mut self) -> Option<Vec<u8>> {
        while self.parts.len() > self.reached {
            let part = self.parts.pop();
            if !self.known.contains(&(self.parts.len() as u32)) {
                return part;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;

    #[test]
    fn helpers_take_the_parts_from_the_back() {
        let mut queue = Queue::new((0..4).map(|part| vec![part]).collect());
        queue.reached(1, &[]);
        assert_eq!(queue.next(), Some(vec![3]));
        assert_eq!(queue.next(), Some(vec![2]));
        queue.reached(2, &[]);
        // The run is at part 1, so nothing is left.
        assert_eq!(queue.next(), None);
        assert_eq!(Queue::default().next(), None);
    }

    #[test]
    fn a_part_that_the_run_knows_is_not_computed_again() {
        let mut queue = Queue::new((0..7).map(|part| vec![part]).collect());
        queue.reached(2, &[0, 3, 5, 6]);
        assert_eq!(queue.next(), Some(vec![4]));
        assert_eq!(queue.next(), Some(vec![2]));
        assert_eq!(queue.next(), None);
    }
}
