//! How fast training goes.

/// Samples a second, over the time since training last began or a window of a second.
#[derive(Default)]
pub struct Speed {
    since: f64,
    counted: u64,
    last: f64,
}

impl Speed {
    /// Counts a step of so many samples at the time `now`, in milliseconds.
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

    /// Something else has begun, whose time doesn't count.
    pub fn pause(&mut self) {
        (self.since, self.counted) = (0.0, 0);
    }

    /// The last rate, or what there is of the first.
    pub fn samples_per_second(&self, now: f64) -> f64 {
        let elapsed = now - self.since;
        if self.last == 0.0 && self.counted > 0 && elapsed > 100.0 {
            return self.counted as f64 * 1_000.0 / elapsed;
        }
        self.last
    }
}
