//! What all programs share that read changed input: random changes, and a watch over what becomes of them.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use std::{env, fs};

/// Longer is a failure.
const SLOW: Duration = Duration::from_secs(1);
/// What takes longer by the clock is measured again, by the time on a processor: on a busy machine others may have had the rest.
const SUSPECT: Duration = Duration::from_millis(50);

/// Marsaglia's xorshift, 64 bits.
pub struct Random(u64);

impl Random {
    /// Begins with a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next 64 bits.
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        (self.next() >> 11) as usize % most.max(1)
    }
}

/// Some bytes and words changed, cut out, doubled or taken from another file.
pub fn bytes_changed(random: &mut Random, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let length = bytes.len().max(1);
        // Half of the places are where something stands.
        let mut at = random.below(length);
        for _ in 0..random.below(200) {
            if bytes.get(at).is_some_and(|&byte| byte != 0) {
                break;
            }
            at = (at + 1) % length;
        }
        let size = [1, 2, 4, 8][random.below(4)];
        let word = match random.below(9) {
            0 => 0,
            1 => u64::MAX,
            2 => 1 << random.below(64),
            3 => length as u64,
            4 => at as u64,
            5 => random.below(length) as u64 & !7,
            6 => random.below(300) as u64,
            7 => u64::from(bytes.get(at).copied().unwrap_or(0)) ^ 1 << random.below(8),
            _ => random.next(),
        };
        let (from, to) = (random.below(length), random.below(64));
        match random.below(12) {
            0 => bytes.truncate(at),
            1 => {
                let part: Vec<u8> = bytes.iter().skip(from).take(to).copied().collect();
                bytes.splice(at..at, part);
            }
            2 => {
                let part = other.iter().skip(from).take(to * 8);
                for (place, byte) in bytes.iter_mut().skip(at).zip(part) {
                    *place = *byte;
                }
            }
            3 => {
                let end = (at + to).min(bytes.len());
                bytes.drain(at.min(end)..end);
            }
            _ => {
                let word = word.to_le_bytes();
                for (place, byte) in bytes.iter_mut().skip(at).zip(&word[..size]) {
                    *place = *byte;
                }
            }
        }
    }
    bytes
}

/// The arguments `SECONDS [SEED] [KIND|all] [FOLDER]`, and what has been seen.
pub struct Watch {
    /// Makes the changes.
    pub random: Random,
    seconds: u64,
    seed: u64,
    only: String,
    folder: PathBuf,
    begin: Instant,
    counts: BTreeMap<String, u64>,
    inputs: u64,
    panics: u64,
    slow: u64,
    slowest: Duration,
}

impl Watch {
    /// A watch as the command line asks for.
    pub fn of_arguments() -> Self {
        let mut arguments = env::args().skip(1);
        let seconds = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(10);
        let seed = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(1);
        Self {
            random: Random::new(seed),
            seconds,
            seed,
            only: arguments.next().unwrap_or_else(|| "all".to_owned()),
            folder: arguments.next().map_or_else(env::temp_dir, PathBuf::from),
            begin: Instant::now(),
            counts: BTreeMap::new(),
            inputs: 0,
            panics: 0,
            slow: 0,
            slowest: Duration::ZERO,
        }
    }

    /// Whether there is time left.
    pub fn goes_on(&self) -> bool {
        self.begin.elapsed() < Duration::from_secs(self.seconds)
    }

    /// Whether the command line asks for inputs of a kind.
    pub fn wants(&self, kind: &str) -> bool {
        self.only == "all" || self.only == kind
    }

    /// Reads an input: `read` returns what became of it, in a word. What panics or takes long is written to the folder.
    pub fn look(&mut self, kind: &str, name: &str, input: &[u8], read: impl Fn() -> String) {
        self.inputs += 1;
        let timed = || {
            let start = Instant::now();
            let result = catch_unwind(AssertUnwindSafe(&read));
            (result, start.elapsed())
        };
        let (result, mut taken) = timed();
        if taken > SUSPECT {
            let before = on_processor();
            let (_, again) = timed();
            let spent = on_processor().zip(before);
            let spent = spent.map(|(after, before)| after.saturating_sub(before));
            taken = taken.min(spent.unwrap_or(again));
        }
        let word = result.unwrap_or_else(|_| "panic".to_owned());
        self.slowest = self.slowest.max(taken);
        let (panicked, late) = (word == "panic", taken > SLOW);
        self.panics += u64::from(panicked);
        self.slow += u64::from(late);
        if panicked || late {
            let file = format!("redes-fuzz-{}-{}-{name}", self.seed, self.inputs);
            let path = self.folder.join(file);
            fs::write(&path, input).unwrap();
            println!("{} ({taken:?})", path.display());
        }
        *self.counts.entry(format!("{kind}: {word}")).or_default() += 1;
    }

    /// Prints what has been seen.
    pub fn print(&self) {
        let memory = peak() / 1024;
        println!(
            "{} inputs, {} panics, {} over {SLOW:?}, slowest {:?}, peak {memory} MB",
            self.inputs, self.panics, self.slow, self.slowest
        );
        for (outcome, count) in &self.counts {
            println!("{count:>9} {outcome}");
        }
    }
}

/// An error's kind, in a word.
pub fn kind(error: &dyn std::fmt::Debug) -> String {
    let text = format!("{error:?}");
    let end = text.find(['(', ' ', '{']).unwrap_or(text.len());
    text[..end].to_owned()
}

/// The thread's time on a processor so far, where the system says it.
fn on_processor() -> Option<Duration> {
    let schedule = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = schedule.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The most memory that the process has had, in kB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
