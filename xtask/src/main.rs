//! `cargo xtask`: everything that Redes needs done around its crates.
//!
//! Each step is skipped where its result is there already; tools and data are kept in the user's cache, outside the
//! checkout. See `cargo xtask --help`.

mod apt;
mod bench;
mod browser;
mod bundle;
mod data;
mod listings;
mod node;
mod place;
mod site;
mod speed;
mod step;
mod test;
mod tools;
mod wasm;
mod weight;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Sets up, builds, serves and tests Redes.
///
/// Tools and data go to $XDG_CACHE_HOME/redes (~/.cache/redes). MNIST can also come from a folder of yours,
/// REDES_DATA, and the IMDB reviews from an archive or folder of yours, REDES_IMDB.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    /// Installs Debian packages that are missing without asking (as root; else what is missing is only told).
    #[arg(long, global = true)]
    install: bool,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the site and serves it on <http://127.0.0.1:8080>, rebuilding and reloading at every change.
    Serve {
        /// The port.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Also opens a browser.
        #[arg(long)]
        open: bool,
    },
    /// Writes dist/: the whole site, for any static host and any sub-path.
    Build(site::Data),
    /// Runs every check and test, browsers included, on the really built site; or parts of them.
    Test(test::Arguments),
    /// Weighs the pages of the dist/ that is there, and checks their HTML.
    Check,
    /// Measures kernels and training, natively and in Chromium; or how fast the pages come up.
    Bench(bench::Arguments),
    /// Writes what Trunk bundles: Trunk's pre-build hook.
    Bundle,
    /// Fetches the data sets alone.
    Data,
    /// Installs what building needs, and nothing more.
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
