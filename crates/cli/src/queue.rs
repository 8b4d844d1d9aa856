//! Independent runs on all cores. Threads take the runs from a queue; the results come in the order of the queue, so that
//! what is printed does not depend on the number of threads.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use anyhow::{Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use rayon::ThreadPoolBuilder;

/// Parts of a run that the progress bar distinguishes.
const PARTS: u64 = 1_000;

/// How many threads to use.
#[derive(clap::Args)]
pub(crate) struct Threads {
    /// Runs at the same time; the results are the same bits with any number [default: as many as there are cores].
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Threads {
    /// The number given, else the number of cores that the system offers; at most one for each of `runs`.
    fn count(&self, runs: usize) -> usize {
        let cores = || thread::available_parallelism().map_or(1, NonZeroUsize::get);
        self.threads.map_or_else(cores, NonZeroUsize::get).min(runs)
    }
}

/// What all runs share.
struct Course {
    bar: ProgressBar,
    /// Runs after this one are no longer wanted, because this one failed.
    last: AtomicUsize,
}

/// A run in progress.
pub(crate) struct Progress<'a> {
    course: &'a Course,
    index: usize,
    /// Parts done, at most [`PARTS`].
    parts: u64,
}

impl Progress<'_> {
    /// Shows how far this run is, and now and then a message, on the bar of all runs.
    ///
    /// # Errors
    /// An earlier run has failed, so this one must end. Nobody sees this error: the earlier one is reported.
    pub(crate) fn at(
        &mut self,
        done: u64,
        total: u64,
        message: impl FnOnce() -> String,
    ) -> Result<()> {
        if self.index > self.course.last.load(Ordering::Relaxed) {
            bail!("an earlier run failed");
        }
        let parts = (done.saturating_mul(PARTS) / total.max(1)).min(PARTS);
        if parts > self.parts {
            self.course.bar.inc(parts - self.parts);
            self.course.bar.set_message(message());
            self.parts = parts;
        }
        Ok(())
    }
}

/// Calls `run` for each of `jobs` on several threads, and `take` with the results, on this thread, in the order of `jobs`,
/// each as soon as it and all before it are there.
///
/// # Errors
/// The error of the first job that fails, in the order of `jobs`, after the results before it were taken; or `take`'s. The
/// jobs behind it are ended.
pub(crate) fn in_order<J: Sync, R: Send>(
    jobs: &[J],
    threads: &Threads,
    run: impl Fn(&J, &mut Progress<'_>) -> Result<R> + Sync,
    mut take: impl FnMut(&J, R) -> Result<()>,
) -> Result<()> {
    let pool = ThreadPoolBuilder::new()
        .num_threads(threads.count(jobs.len()))
        .build()?;
    let course = Course {
        bar: bar(jobs.len()),
        last: AtomicUsize::new(usize::MAX),
    };
    let (sender, receiver) = mpsc::channel();
    let (run, course) = (&run, &course);
    let result = pool.in_place_scope_fifo(|scope| {
        for (index, job) in jobs.iter().enumerate() {
            let sender = sender.clone();
            scope.spawn_fifo(move |_| {
                let result = one(run, job, index, course);
                // The receiver is gone only if an earlier run failed.
                let _ = sender.send((index, result));
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut rest = jobs.iter().enumerate().peekable();
        for (index, result) in receiver {
            early.insert(index, result);
            while let Some((index, job)) = rest.peek()
                && let Some(result) = early.remove(index)
            {
                let taken = result.and_then(|result| course.bar.suspend(|| take(job, result)));
                if taken.is_err() {
                    course.last.fetch_min(*index, Ordering::Relaxed);
                    return taken;
                }
                rest.next();
            }
        }
        Ok(())
    });
    course.bar.finish_and_clear();
    result
}

/// One run on a thread of the pool. If it fails, the runs behind it are ended.
fn one<J, R>(
    run: impl Fn(&J, &mut Progress<'_>) -> Result<R>,
    job: &J,
    index: usize,
    course: &Course,
) -> Result<R> {
    let mut progress = Progress {
        course,
        index,
        parts: 0,
    };
    progress.at(0, 1, String::new)?;
    let result = run(job, &mut progress);
    course.bar.inc(PARTS - progress.parts);
    if result.is_err() {
        course.last.fetch_min(index, Ordering::Relaxed);
    }
    result
}

/// A progress bar for so many runs, hidden if standard error is not a terminal.
fn bar(runs: usize) -> ProgressBar {
    let template = "{prefix} {bar:40} {percent}% {eta} {msg}";
    let style = ProgressStyle::with_template(template);
    let bar = ProgressBar::new(runs as u64 * PARTS)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(format!("{runs} runs"));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[cfg(test)]
mod tests {
    use std::{num::NonZeroUsize, thread, time::Duration};

    use anyhow::{Result, anyhow};

    use super::{Threads, in_order};

    fn threads(count: usize) -> Threads {
        Threads {
            threads: NonZeroUsize::new(count),
        }
    }

    #[test]
    fn results_come_in_the_order_of_the_jobs() -> Result<()> {
        let jobs: Vec<u64> = (0..20).collect();
        for count in [1, 2, 4, 100] {
            let mut taken = Vec::new();
            // The first jobs take longest.
            let run = |job: &u64, _: &mut super::Progress<'_>| {
                thread::sleep(Duration::from_millis(20 - job));
                Ok(job * job)
            };
            in_order(&jobs, &threads(count), run, |job, square| {
                taken.push((*job, square));
                Ok(())
            })?;
            let expected: Vec<(u64, u64)> = jobs.iter().map(|job| (*job, job * job)).collect();
            assert_eq!(taken, expected, "{count} threads");
        }
        in_order(&[], &threads(2), |(): &(), _| Ok(()), |(), ()| Ok(()))
    }

    #[test]
    fn the_first_error_in_the_order_of_the_jobs_is_returned() {
        let jobs: Vec<u64> = (0..20).collect();
        for count in [1, 2, 4] {
            let mut taken = Vec::new();
            // Job 7 fails at once, job 5 late; the jobs behind them would never end by themselves.
            let run = |job: &u64, progress: &mut super::Progress<'_>| match job {
                5 => {
                    thread::sleep(Duration::from_millis(30));
                    Err(anyhow!("job 5"))
                }
                7 => Err(anyhow!("job 7")),
                8.. => loop {
                    progress.at(0, 1, String::new)?;
                    thread::yield_now();
                },
                _ => Ok(()),
            };
            let result = in_order(&jobs, &threads(count), run, |job, ()| {
                taken.push(*job);
                Ok(())
            });
            assert_eq!(
                result.map_err(|error| error.to_string()),
                Err("job 5".to_owned())
            );
            assert_eq!(taken, [0, 1, 2, 3, 4], "{count} threads");
        }
    }

    #[test]
    fn a_result_that_cannot_be_taken_ends_the_jobs() {
        let endless = |job: &u64, progress: &mut super::Progress<'_>| match job {
            0 => Ok(()),
            _ => loop {
                progress.at(0, 1, String::new)?;
            },
        };
        let result = in_order(&[0, 1, 2], &threads(2), endless, |_, ()| {
            Err(anyhow!("closed"))
        });
        assert_eq!(
            result.map_err(|error| error.to_string()),
            Err("closed".to_owned())
        );
    }
}
