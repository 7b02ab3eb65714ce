//! Runs the program.
#![allow(dead_code, reason = "each test file uses some of it")]

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::Duration;

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_pii-mask");

/// Stands for content in every test: it must never be told.
pub(crate) const CANARY: &str = "Canary Quillfeather";

/// What a run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program with `input` on standard input; checks what holds for every run.
pub(crate) fn run(args: &[&str], input: impl AsRef<[u8]>) -> Ran {
    let output = run_bytes(args, input.as_ref());
    let ran = Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for told in ["Canary", "Quillfeather", "canary@"] {
        assert!(!ran.err.contains(told), "{args:?} tells content: {}", ran.err);
    }
    // One line for each thing that is told: a failure, or notes.
    assert!(ran.err.lines().all(|line| line.starts_with("pii-mask: ")), "{}", ran.err);
    assert!(ran.status == 0 || ran.err.lines().count() <= 1, "{}", ran.err);
    ran
}

pub(crate) fn run_bytes(args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(PROGRAM)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // A program that refuses its arguments does not read.
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

/// A run whose input comes slowly.
pub(crate) struct Slow {
    child: Child,
    stdin: Option<ChildStdin>,
    pieces: mpsc::Receiver<Vec<u8>>,
}

impl Slow {
    pub(crate) fn run(args: &[&str]) -> Slow {
        let mut child =
            Command::new(PROGRAM).args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let stdin = child.stdin.take();
        let mut stdout = child.stdout.take().unwrap();
        let (send, pieces) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1024];
            while let Ok(len @ 1..) = stdout.read(&mut buffer) {
                send.send(buffer[..len].to_vec()).unwrap();
            }
        });
        Slow { child, stdin, pieces }
    }

    pub(crate) fn send(&mut self, piece: &str) {
        self.stdin.as_mut().unwrap().write_all(piece.as_bytes()).unwrap();
    }

    /// Reads until `expected` is complete; nothing more must come within a moment.
    #[track_caller]
    pub(crate) fn expect(&self, expected: &str) {
        let mut seen = Vec::new();
        while seen.len() < expected.len() {
            let piece = self.pieces.recv_timeout(Duration::from_secs(20));
            assert!(piece.is_ok(), "{expected:?} does not come");
            seen.extend(piece.unwrap());
        }
        assert_eq!(String::from_utf8(seen).unwrap(), expected);
        assert!(self.pieces.recv_timeout(Duration::from_millis(100)).is_err(), "too early");
    }

    /// Nothing comes any more: this is left to be said.
    #[track_caller]
    pub(crate) fn end(mut self, expected: &str) {
        drop(self.stdin.take());
        self.expect(expected);
        assert!(self.child.wait().unwrap().success());
    }
}

/// It ended well, and said nothing besides.
#[track_caller]
pub(crate) fn ok(args: &[&str], input: impl AsRef<[u8]>) -> String {
    let ran = run(args, input);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    ran.out
}

/// It was refused with this status and code, and printed nothing.
#[track_caller]
pub(crate) fn refused(args: &[&str], input: impl AsRef<[u8]>, status: i32, code: &str) -> String {
    let ran = run(args, input);
    assert_eq!(ran.status, status, "{args:?}: {}", ran.err);
    assert_eq!(ran.out, "", "{args:?}");
    let prefix = format!("pii-mask: {code}: ");
    assert!(ran.err.starts_with(&prefix), "{args:?}: {}", ran.err);
    ran.err
}

/// A directory that goes away with the test.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, name: &str) -> String {
        self.0.path().join(name).into_os_string().into_string().unwrap()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join(name)).unwrap()
    }

    /// Names of the files in it, in order.
    pub(crate) fn names(&self) -> Vec<PathBuf> {
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().file_name().into()).collect();
        names.sort();
        names
    }
}
