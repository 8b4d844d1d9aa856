//! `redes`: the thesis's networks from the command line.
//!
//! Exit codes: 0 done, 1 something went wrong (said on standard error), 2 the command line makes no sense.

mod case;
mod circles;
mod file;
mod ledger;
mod perceptron;
mod place;
mod predict;
mod queue;
mod seeds;
mod sentiment;
mod stills;
mod summary;
mod train;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Trains and asks the networks of "Redes Neuronales: Entrenamiento y Comportamiento".
#[derive(Parser)]
#[command(name = "redes", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Rosenblatt's perceptron (section 2): seed 1 gives the printed digits.
    Perceptron(perceptron::Arguments),
    /// The concentric circles (section 2.5).
    Circles(circles::Arguments),
    /// Trains case 1.0 or 1.1 on MNIST, 2.0 or 2.1 on IMDB.
    Train(train::Arguments),
    /// Computes every number that the thesis prints again, and says which come out.
    Ledger(ledger::Arguments),
    /// Runs a trained network on the rows of a .npy file.
    Predict(predict::Arguments),
    /// Reads a review with a network of case 2.0 or 2.1: its score, and what each word adds to it.
    Sentiment(sentiment::Arguments),
    /// Draws the book's figures, each with its result, as SVG.
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
        Command::Sentiment(arguments) => sentiment::run(&arguments),
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
