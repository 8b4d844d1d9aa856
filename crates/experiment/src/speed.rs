//! The speed of training.

/// Samples a second, over the last second or, after a start, over the time since then.
#[derive(Default)]
pub struct Speed {
    since: f64,
    counted: u64,
    last: f64,
}

impl Speed {
    /// Counts a step of `samples` samples at the time `now`, in milliseconds.
    pub fn count(&mut self, samples: u64, now: f64) {
        if self.since == 0.0 || now - self.since > 5_000.0 {
            // The first step, or the first after a pause.
            self.pause();
            self.since = now;
            return;
        }
        self.counted += samples;
        if now - self.since >= 1_000.0 {
            self.last = self.counted as f64 * 1_000.0 / (now - self.since);
            (self.since, self.counted) = (now, 0);
        }
    }

    /// Starts a new count. The time until the next step does not count.
    pub fn pause(&mut self) {
        (self.since, self.counted) = (0.0, 0);
    }

    /// The last complete rate, or the rate so far if none is complete.
    pub fn samples_per_second(&self, now: f64) -> f64 {
        let elapsed = now - self.since;
        if self.last == 0.0 && self.counted > 0 && elapsed > 100.0 {
            return self.counted as f64 * 1_000.0 / elapsed;
        }
        self.last
    }
}
