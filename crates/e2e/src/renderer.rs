//! The memory of the process that runs a page, as the system counts it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// Between two readings of a [`Watch`], which looks for the busiest process again after so many.
const OFTEN: Duration = Duration::from_millis(50);
const READINGS: u32 = 20;

/// A process that Chromium has for pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Renderer {
    /// Its id.
    pub id: u32,
    /// The time that it has computed, in ticks of the system's clock.
    time: u64,
    /// What it holds in memory now, in kB, with the pages of the browser's program that it has used (some 130 MB).
    pub resident: u64,
    /// The most that it ever held, in kB.
    pub peak: u64,
    /// What it holds now without the pages of files, in kB: what the page and its workers need.
    pub own: u64,
}

impl Renderer {
    /// The busiest of the processes for pages of the browser with this profile; none on a system without `/proc`.
    #[must_use]
    pub fn busiest(profile: &Path) -> Option<Self> {
        let all = processes();
        let flag = format!("--user-data-dir={}", profile.display());
        let browser = |process: &&Process| {
            let own = process.arguments.contains(&flag);
            own && !process.arguments.iter().any(|it| it.starts_with("--type="))
        };
        let browser = all.iter().find(browser)?.id;
        let below = |process: &&Process| {
            let mut id = process.id;
            while let Some(above) = all.iter().find(|other| other.id == id).map(|it| it.parent) {
                if above == browser {
                    return true;
                }
                id = above;
            }
            false
        };
        let pages = all.iter().filter(below).filter(|process| {
            let kind = "--type=renderer".to_owned();
            process.arguments.contains(&kind)
        });
        let busiest = pages.max_by_key(|process| process.time)?;
        Self::read(busiest.id, busiest.time)
    }

    /// The process as it is now; none after its end.
    #[must_use]
    pub fn again(self) -> Option<Self> {
        Self::read(self.id, self.time)
    }

    fn read(id: u32, time: u64) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
        Some(Self {
            id,
            time,
            resident: kilobytes(&status, "VmRSS:")?,
            peak: kilobytes(&status, "VmHWM:")?,
            own: kilobytes(&status, "RssAnon:")? + kilobytes(&status, "RssShmem:")?,
        })
    }
}

/// Reads what the busiest process holds of its own, again and again, for the system counts the peak with the pages of files alone.
pub struct Watch {
    most: Arc<AtomicU64>,
}

impl Watch {
    /// Watches the browser with this profile until it is dropped.
    #[must_use]
    pub fn new(profile: PathBuf) -> Self {
        let most = Arc::new(AtomicU64::new(0));
        let shared = Arc::downgrade(&most);
        thread::spawn(move || {
            loop {
                let mut now = Renderer::busiest(&profile);
                for _ in 0..READINGS {
                    thread::sleep(OFTEN);
                    let Some(most) = shared.upgrade() else {
                        return;
                    };
                    now = now.and_then(Renderer::again);
                    most.fetch_max(now.map_or(0, |it| it.own), Ordering::Relaxed);
                }
            }
        });
        Self { most }
    }

    /// The most so far, in kB.
    #[must_use]
    pub fn most(&self) -> u64 {
        self.most.load(Ordering::Relaxed)
    }
}

struct Process {
    id: u32,
    parent: u32,
    time: u64,
    arguments: Vec<String>,
}

/// The processes of the system.
fn processes() -> Vec<Process> {
    let folders = fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = folders.filter_map(|folder| folder.file_name().to_str()?.parse().ok());
    ids.filter_map(|id: u32| {
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
        let (parent, time) = family(&stat)?;
        let arguments = fs::read(format!("/proc/{id}/cmdline")).ok()?;
        let arguments = String::from_utf8_lossy(&arguments);
        Some(Process {
            id,
            parent,
            time,
            // Chromium writes the arguments of its later processes with spaces between them.
            arguments: arguments.split(['\0', ' ']).map(str::to_owned).collect(),
        })
    })
    .collect()
}

/// The parent and the time of computing in `/proc/ID/stat`.
fn family(stat: &str) -> Option<(u32, u64)> {
    // The name of the program may contain spaces and brackets.
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let number = |place: usize| fields.get(place)?.parse::<u64>().ok();
    let parent = u32::try_from(number(1)?).ok()?;
    Some((parent, number(11)? + number(12)?))
}

/// A number in `/proc/ID/status`.
fn kilobytes(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_files_are_read() {
        let stat = "71 (a (b) c) S 70 71 71 0 -1 4194560 9 8 7 6 30 12 0 0 20 0 1 0 5 6 7";
        assert_eq!(family(stat), Some((70, 42)));
        assert_eq!(family("71 (a) S"), None);
        let status = "Name:\tchromium\nVmHWM:\t  320000 kB\nVmRSS:\t  300000 kB\n";
        assert_eq!(kilobytes(status, "VmRSS:"), Some(300_000));
        assert_eq!(kilobytes(status, "VmHWM:"), Some(320_000));
        assert_eq!(kilobytes(status, "VmSwap:"), None);
    }
}
