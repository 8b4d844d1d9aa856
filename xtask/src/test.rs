//! Runs every check and test, the fastest first.

mod bare;
mod beside;
mod parts;

use std::{
    fs, iter,
    num::NonZero,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};

use crate::{
    browser, deny, engines, listings, node, place, python, sbom, scorm,
    site::{self, Data},
    step::{command, output, run, step},
    tools, vectors, wasm, weight, workspace,
};
use parts::{Chosen, Only, Part};

/// The chosen tests.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Runs this part alone; may be repeated. PART:FILTER runs the tests whose names contain FILTER.
    #[arg(long, value_name = "PART")]
    only: Vec<Only>,
    /// Begins with this part, to continue after a failure.
    #[arg(long, value_name = "PART", conflicts_with = "only")]
    from: Option<Part>,
    /// Prints the parts.
    #[arg(long)]
    list: bool,
    /// Leaves out the tests that need a browser.
    #[arg(long, conflicts_with = "only")]
    no_browser: bool,
    /// Tests the existing dist/ instead of a new build.
    #[arg(long)]
    no_build: bool,
    #[command(flatten)]
    data: Data,
}

/// Runs the chosen parts, and stops at the first failure.
pub(crate) fn run_parts(arguments: &Arguments) -> Result<()> {
    if arguments.list {
        for part in Part::every() {
            println!("{:12} {}", part.name(), part.about());
        }
        return Ok(());
    }
    let chosen = parts::choose(&arguments.only, arguments.from, !arguments.no_browser);
    ensure!(
        !chosen.is_empty(),
        "nothing is left to do with these options"
    );
    let mut stage = Stage {
        data: &arguments.data,
        dist: arguments.no_build.then(|| place::root().join("dist")),
    };
    let mut times = Vec::new();
    let mut result = Ok(());
    for (index, one) in chosen.iter().enumerate() {
        let start = Instant::now();
        result = stage.run(one).with_context(|| {
            let left = chosen.get(index..).unwrap_or_default();
            let options = parts::go_on(left, !arguments.only.is_empty());
            format!(
                "stopped at {}. When it is mended, go on with\n    cargo xtask test{options}{}\n",
                one.part,
                arguments.others()
            )
        });
        times.push((one.part, start.elapsed()));
        if result.is_err() {
            break;
        }
    }
    print(&times);
    result
}

impl Arguments {
    /// The options of the command line that apply to every part.
    fn others(&self) -> String {
        let given = [
            (self.no_browser, " --no-browser"),
            (self.data.without_data, " --without-data"),
        ];
        given
            .into_iter()
            .filter_map(|(given, option)| given.then_some(option))
            .collect()
    }
}

/// The time of each part.
fn print(times: &[(Part, Duration)]) {
    let all: Duration = times.iter().map(|(_, time)| time).sum();
    eprintln!("\n    part          seconds");
    for (part, time) in times {
        eprintln!("    {:12} {:8.1}", part.name(), time.as_secs_f64());
    }
    eprintln!("    {:12} {:8.1}", "together", all.as_secs_f64());
}

/// State that the parts share.
struct Stage<'a> {
    data: &'a Data,
    /// The site, after it is built.
    dist: Option<PathBuf>,
}

impl Stage<'_> {
    fn run(&mut self, chosen: &Chosen) -> Result<()> {
        let filters = &chosen.filters;
        match chosen.part {
            Part::Format => step("cargo fmt", || {
                run(command("cargo").args(["fmt", "--all", "--check"]))
            }),
            Part::Clippy => step("cargo clippy", || {
                run(command("cargo")
                    .args(["clippy", "--locked", "--workspace", "--all-targets"])
                    .args(["--all-features", "--", "-Dwarnings"]))
            }),
            Part::Docs => step("cargo doc", || {
                run(command("cargo")
                    .args(["doc", "--locked", "--workspace", "--no-deps"])
                    .env("RUSTDOCFLAGS", "-Dwarnings"))
            }),
            Part::Native => step("native tests", || {
                let cargo = || {
                    let mut cargo = command("cargo");
                    cargo.args(["test", "--locked", "--workspace"]);
                    Ok(cargo)
                };
                tests(cargo, &[], filters)
            }),
            Part::Listings => listings::test(),
            Part::Written => listings::written(),
            Part::Modules => modules(),
            Part::Wasm => wasm_tests(filters),
            Part::Weight => {
                let dist = self.dist()?;
                step("page weight", || weight::check(&dist))?;
                step("vector instructions", || vectors::check(&dist))
            }
            Part::Html => html(&self.dist()?),
            Part::Notebooks => listings::notebooks(&self.dist()?),
            Part::Browser => browser_tests(&self.dist()?, filters),
            Part::Bare => bare_tests(&self.dist()?),
            Part::Engines => engine_tests(&self.dist()?),
            Part::CourseTools => course_tools(&self.dist()?),
            Part::Scorm => scorm_tests(&self.dist()?),
            Part::Deny => deny::check(),
            Part::Sbom => sbom::check(&self.dist()?),
        }
    }

    fn dist(&mut self) -> Result<PathBuf> {
        if let Some(dist) = &self.dist {
            return Ok(dist.clone());
        }
        let dist = site::build(self.data)?;
        self.dist = Some(dist.clone());
        Ok(dist)
    }
}

/// Runs `cargo test`, with `arguments` for the test programs. A filter that matches no test is an error.
fn tests(
    cargo: impl Fn() -> Result<Command>,
    arguments: &[&str],
    filters: &[String],
) -> Result<()> {
    if !filters.is_empty() {
        let mut list = cargo()?;
        let found = output(list.args(["--", "--list"]).args(filters))?;
        ensure!(
            found.lines().any(|line| line.ends_with(": test")),
            "no test has {} in its name",
            filters.join(" or ")
        );
    }
    let mut command = cargo()?;
    run(command.arg("--").args(arguments).args(filters))
}

/// Lints each page module separately, as it ships: for the browser, without other packages' features.
fn modules() -> Result<()> {
    let tools = tools::set_up()?;
    let modules = workspace::modules()?;
    ensure!(!modules.is_empty(), "no package is a module");
    // Debian's compiler may come without clippy; the compiler's own warnings are errors anyway.
    let mut probe = tools.command("cargo")?;
    let clippy = output(probe.args(["clippy", "--version"])).is_ok();
    step("the page's modules, as they ship", || {
        for module in &modules {
            let mut cargo = tools.command("cargo")?;
            cargo.arg(if clippy { "clippy" } else { "check" });
            cargo.args(["--locked", "--quiet", "--package", module]);
            cargo.args(["--target", wasm::TARGET]);
            // In addition to the flags of .cargo/config.toml, which RUSTFLAGS would replace.
            let flags = format!("target.{}.rustflags=['-Dwarnings']", wasm::TARGET);
            cargo.args(["--config", &flags]);
            run(in_own_folder(&mut cargo)).with_context(|| module.clone())?;
        }
        Ok(())
    })
}

/// A compiler other than the native one must not share its target folder.
fn in_own_folder(cargo: &mut Command) -> &mut Command {
    cargo.env("CARGO_TARGET_DIR", place::target().join("wasm"))
}

fn wasm_tests(filters: &[String]) -> Result<()> {
    let tools = tools::set_up()?;
    step("wasm tests", || {
        let cargo = || {
            let mut cargo = tools.command("cargo")?;
            // Only these tests also run in WebAssembly.
            cargo.args([
                "test",
                "--locked",
                "--package",
                "redes-experiment",
                "--test",
                "same_bits",
            ]);
            in_own_folder(cargo.args(["--target", wasm::TARGET]));
            if let Some(runner) = tools.test_runner() {
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
            }
            Ok(cargo)
        };
        tests(cargo, &[], filters)
    })
}

fn html(dist: &Path) -> Result<()> {
    let modules = node::modules()?;
    step("HTML", || modules.validate(dist))
}

fn browser_tests(dist: &Path, filters: &[String]) -> Result<()> {
    let programs = browser::ensure()?;
    let modules = node::modules()?;
    let shots = place::target().join("e2e");
    fs::create_dir_all(&shots)?;
    listings::forget(&shots)?;
    let cargo = || {
        let mut cargo = in_browser(dist);
        cargo
            .envs(programs.clone())
            .env("REDES_SHOTS", &shots)
            .env("REDES_AXE", modules.axe());
        Ok(cargo)
    };
    const ONE: &str = "--test-threads=1";
    if filters.is_empty() {
        let threads = format!("--test-threads={}", browsers());
        let skips = ALONE.iter().flat_map(|name| ["--skip", name]);
        let arguments: Vec<&str> = iter::once(&*threads).chain(skips).collect();
        step("browser tests, side by side", || {
            beside::tests(cargo, &arguments)
        })?;
        step("browser tests, one after the other", || {
            tests(cargo, &[ONE], &ALONE.map(str::to_owned))
        })?;
    } else {
        step("browser tests", || tests(cargo, &[ONE], filters))?;
    }
    listings::saved(&shots)
}

/// Browser tests that count frames or observe every load: another browser beside them would change what they see.
const ALONE: [&str; 2] = ["many::", "layout::nothing_jumps"];

/// The most browsers at the same time. Each needs about half a gigabyte.
const MOST_BROWSERS: usize = 3;

/// How many browsers run at the same time.
fn browsers() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.min(MOST_BROWSERS)
}

/// The command that tests a built site in a browser.
fn in_browser(dist: &Path) -> Command {
    let mut cargo = command("cargo");
    cargo
        .args(["test", "--package", "redes-e2e", "--features", "browser"])
        .env("REDES_DIST", dist)
        // The error is in the page. Its place in the driver does not matter.
        .env("RUST_LIB_BACKTRACE", "0");
    cargo
}

/// Runs the tests of figures that read a data set on the same site without data sets.
fn bare_tests(dist: &Path) -> Result<()> {
    let programs = browser::ensure()?;
    let modules = node::modules()?;
    let site = bare::site(dist)?;
    step("browser tests on a site without data sets", || {
        let cargo = || {
            let mut cargo = in_browser(&site);
            cargo.envs(programs.clone()).env("REDES_AXE", modules.axe());
            Ok(cargo)
        };
        let threads = format!("--test-threads={}", browsers());
        let arguments: Vec<&str> = iter::once(&*threads).chain(bare::TESTS).collect();
        beside::tests(cargo, &arguments)
    })
}

/// Takes the same journeys in three engines.
fn engine_tests(dist: &Path) -> Result<()> {
    let programs = engines::ensure()?;
    let modules = node::install("crates/e2e/engines", "for the journeys in three engines")?;
    step("journeys in three engines", || {
        let cargo = || {
            let mut cargo = in_browser(dist);
            cargo
                .args(["--features", "engines"])
                .envs(programs.clone())
                .env("REDES_PUPPETEER", &modules);
            Ok(cargo)
        };
        // The test's lines are its report.
        tests(cargo, &["--nocapture"], &["engines::".to_owned()])
    })
}

/// The folder of the tools of course pages.
const COURSE: &str = "crates/e2e/course";

/// Feeds what the dialog copies to the tools of course pages, and reads their output.
fn course_tools(dist: &Path) -> Result<()> {
    let programs = browser::ensure()?;
    let modules = node::install(COURSE, "for the tools of course pages")?;
    let python = python::environment(COURSE, &[])?;
    let folder = place::target().join("e2e");
    fs::create_dir_all(&folder)?;
    let snippets = folder.join("snippets.json");
    // What an earlier run copied must not be taken for this one's.
    if snippets.exists() {
        fs::remove_file(&snippets).with_context(|| snippets.display().to_string())?;
    }
    step("what the dialog copies", || {
        run(in_browser(dist)
            .envs(programs.clone())
            .env("REDES_SNIPPETS", &snippets)
            .args(["--", "--ignored", "--exact", "sharing::every_tool_is_fed"]))
    })?;
    step("the tools of course pages", || {
        run(command(&python)
            .arg(place::root().join(COURSE).join("check.py"))
            .args([&snippets, &modules])
            .env("PYTHONDONTWRITEBYTECODE", "1"))
    })
}

/// Opens the packages of the built site in Python, and plays them in scorm-again.
fn scorm_tests(dist: &Path) -> Result<()> {
    scorm::check::zips(dist)?;
    let again = scorm::check::again()?;
    let programs = browser::ensure()?;
    step("packages in scorm-again", || {
        let cargo = || {
            let mut cargo = command("cargo");
            cargo
                .args(["test", "--package", "redes-e2e", "--features"])
                .arg("scorm-again")
                .envs(programs.clone())
                .env("REDES_DIST", dist)
                .env("REDES_SCORM_AGAIN", &again)
                .env("RUST_LIB_BACKTRACE", "0");
            Ok(cargo)
        };
        tests(cargo, &["--test-threads=1"], &["scorm::again".to_owned()])
    })
}

/// Checks the built site without a browser: each page's weight and the validity of its HTML.
pub(crate) fn look(dist: &Path) -> Result<()> {
    step("page weight", || weight::check(dist))?;
    step("vector instructions", || vectors::check(dist))?;
    html(dist)
}
