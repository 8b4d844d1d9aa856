//! `redes`: the thesis's networks from the command line.
//!
//! Exit codes: 0 success, 1 an error (on standard error), 2 a wrong command line.

mod case;
mod circles;
mod convert;
mod file;
mod ledger;
mod model;
mod perceptron;
mod place;
mod predict;
mod queue;
mod read;
mod seeds;
mod sentiment;
mod spread;
mod stills;
mod summary;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trains and runs the networks of "Redes Neuronales: Entrenamiento y Comportamiento".
#[derive(Parser)]
#[command(name = "redes", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Trains Rosenblatt's perceptron (section 2). Seed 1 gives the printed digits.
    Perceptron(perceptron::Arguments),
    /// Trains the network of the concentric circles (section 2.5).
    Circles(circles::Arguments),
    /// Trains case 1.0 or 1.1 on MNIST, 2.0 or 2.1 on IMDB.
    Train(train::Arguments),
    /// Computes every printed number of the thesis again and compares it.
    Ledger(ledger::Arguments),
    /// Runs a trained network on the rows of a .npy file.
    Predict(predict::Arguments),
    /// Reads drawn digits from a file of pen strokes with the networks of cases 1.0 and 1.1, and counts what is right.
    Read(read::Arguments),
    /// Writes a network in the form of another program.
    Convert(convert::Arguments),
    /// Scores a review with a network of case 2.0 or 2.1, and each word's contribution.
    Sentiment(sentiment::Arguments),
    /// Counts the thousands of trainings in `www/spread`.
    Spread(spread::Arguments),
    /// Draws the book's figures with their results, as SVG.
    Stills(stills::Arguments),
    /// Prints a network's layers and parameters as Keras does.
    Summary(summary::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Perceptron(arguments) => perceptron::run(&arguments),
        Command::Circles(arguments) => circles::run(&arguments),
        Command::Train(arguments) => train::run(&arguments),
        Command::Ledger(arguments) => ledger::run(&arguments),
        Command::Predict(arguments) => predict::run(&arguments),
        Command::Read(arguments) => read::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Sentiment(arguments) => sentiment::run(&arguments),
        Command::Spread(arguments) => spread::run(&arguments),
        Command::Stills(arguments) => stills::run(&arguments),
        Command::Summary(arguments) => summary::run(&arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("redes: {error:#}");
            ExitCode::FAILURE
        }
    }
}
