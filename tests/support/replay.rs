//! Runs saved inputs, so that what a fuzzer once found stays found.

use std::fs;
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus")
}

/// Folders of `fuzz/corpus`, in order.
pub fn targets() -> Vec<String> {
    let mut targets: Vec<String> = match fs::read_dir(corpus()) {
        Ok(folders) => folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect(),
        Err(_) => Vec::new(),
    };
    targets.sort();
    targets
}

/// Files of `fuzz/corpus/<target>/`, in order.
pub fn saved(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<PathBuf> = match fs::read_dir(corpus().join(target)) {
        Ok(files) => files.map(|file| file.unwrap().path()).collect(),
        Err(_) => Vec::new(),
    };
    files.sort();
    files.into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}
