//! `cargo xtask` sets up, builds, serves, tests and measures Redes.
//!
//! A step whose result exists is skipped. Tools and data are in the user's cache, outside the checkout. See
//! `cargo xtask --help`.

mod apt;
mod bench;
mod browser;
mod bundle;
mod data;
mod deny;
mod engines;
mod hosts;
mod listings;
mod node;
mod place;
mod python;
mod reproduce;
mod sbom;
mod scorm;
mod site;
mod soak;
mod speed;
mod step;
mod test;
mod tools;
mod vectors;
mod wasm;
mod weight;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Sets up, builds, serves and tests Redes.
///
/// Tools and data go to $XDG_CACHE_HOME/redes (~/.cache/redes). REDES_DATA may name a folder of yours with MNIST, and
/// REDES_IMDB an archive or folder of yours with the IMDB reviews.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    /// Installs missing Debian packages without a question. Needs root; otherwise names the missing packages.
    #[arg(long, global = true)]
    install: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the site and serves it on <http://127.0.0.1:8080>. Rebuilds and reloads it at every change.
    Serve {
        /// The port.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Opens a browser too.
        #[arg(long)]
        open: bool,
    },
    /// Writes the whole site to dist/, for any static host and any sub-path.
    Build(site::Data),
    /// Runs all checks and tests, also in a browser, or parts of them.
    Test(test::Arguments),
    /// Weighs the pages of dist/ and checks their HTML.
    Check,
    /// Measures kernels and training, natively and in Chromium, or how fast the pages load.
    Bench(bench::Arguments),
    /// Trains figures in Chromium for an hour each, and fails where memory grows or frames become fewer.
    Soak(soak::Arguments),
    /// Writes a figure of dist/ as a SCORM package for learning platforms.
    Scorm(scorm::Arguments),
    /// Builds the last commit twice, the second time in another folder and from nothing, and compares the sites byte for byte.
    Reproduce(site::Data),
    /// Writes the list of what dist/ ships, in CycloneDX, to dist/sbom.cdx.json.
    Sbom,
    /// Writes the settings for common hosts, www/hosts.
    Hosts,
    /// Writes Trunk's input. Trunk calls this before each build.
    Bundle,
    /// Fetches the data sets.
    Data,
    /// Installs the tools for a build.
    Setup,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    if cli.install {
        apt::allow();
    }
    let result = match cli.task {
        Task::Serve { port, open } => site::serve(port, open),
        Task::Build(data) => site::build(&data).map(|_| ()),
        Task::Test(arguments) => test::run_parts(&arguments),
        Task::Check => test::look(&place::root().join("dist")),
        Task::Bench(arguments) => bench::run(&arguments),
        Task::Soak(arguments) => soak::run(&arguments),
        Task::Scorm(arguments) => scorm::write(arguments),
        Task::Reproduce(data) => reproduce::check(&data),
        Task::Sbom => sbom::write(&place::root().join("dist")).map(|_| ()),
        Task::Hosts => hosts::write(),
        Task::Bundle => bundle::write(),
        Task::Data => data::all(),
        Task::Setup => tools::set_up().map(|_| ()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
