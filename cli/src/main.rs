//! The `pii-mask` program: mask text before it goes to a language model, unmask what comes back.
//!
//! Exit status: 0 done, 1 something was found under `--fail-on-found`, 2 wrong usage or a fact that was
//! refused, 3 reading or writing failed, 4 an unknown placeholder is left under `--strict`. Standard error never holds a byte of a text,
//! a value or an argument.

mod args;
mod demo;
mod detect;
mod exit;
mod io;
mod mask;
mod unmask;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Args, Command};
use exit::Failure;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn run() -> Result<(), Failure> {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) if error.use_stderr() => return Err(args::refusal(&error)),
        Err(help) => return io::Output::new().text(&help.to_string()),
    };
    match &args.command {
        Command::Mask(args) => mask::run(args),
        Command::Unmask(args) => unmask::run(args),
        Command::Detect(args) => detect::run(args),
        Command::Kinds(args) => detect::kinds(args),
        Command::Demo(args) => demo::run(args),
    }
}
