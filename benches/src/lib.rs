//! Shared parts of the workloads: arguments, raw columns, timing, and one JSON line per measurement.

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, process};

use nix::sys::resource::{UsageWho, getrusage};
use nix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};

/// Anything that keeps a workload from running, for `main` to print.
pub type Fault = Box<dyn std::error::Error>;

/// The command line of a workload: a folder and options that all workloads understand alike.
#[derive(Debug)]
pub struct Arguments {
    /// Where the generator wrote the input.
    pub folder: PathBuf,
    /// Which problem, where a program has several.
    pub work: Option<String>,
    /// Runs of a simulation.
    pub runs: Option<u64>,
    /// Measured calls.
    pub reps: usize,
    /// Wall seconds after which no further call starts.
    pub budget: f64,
    /// Residual at which a solve may stop.
    pub tolerance: f64,
}

impl Arguments {
    /// Reads the command line, or ends the process with its faults and `usage`.
    pub fn from_command_line(usage: &str) -> Self {
        Self::parse(env::args().skip(1)).unwrap_or_else(|fault| {
            eprintln!("{fault}\nusage: {usage}");
            process::exit(2)
        })
    }

    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, Fault> {
        let folder = PathBuf::new();
        let mut found = Self { folder, work: None, runs: None, reps: 5, budget: 60.0, tolerance: 1e-10 };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--work" => found.work = Some(value()?),
                "--runs" => found.runs = Some(value()?.parse()?),
                "--reps" => found.reps = value()?.parse()?,
                "--budget" => found.budget = value()?.parse()?,
                "--tolerance" => found.tolerance = value()?.parse()?,
                "--threads" if value()? != "1" => return Err("the library works on one thread so far".into()),
                "--threads" => {}
                _ if word.starts_with("--") => return Err(format!("unknown option {word}").into()),
                _ => found.folder = word.into(),
            }
        }
        if found.folder.as_os_str().is_empty() { Err("no folder given".into()) } else { Ok(found) }
    }

    /// The problem asked for.
    pub fn work(&self) -> Result<&str, Fault> {
        self.work.as_deref().ok_or_else(|| "--work is needed".into())
    }

    /// What the generator says about its files.
    pub fn meta(&self) -> Result<Value, Fault> {
        Ok(serde_json::from_str(&fs::read_to_string(self.folder.join("meta.json"))?)?)
    }

    /// A raw little-endian column of the folder.
    pub fn column<const N: usize, T>(&self, name: &str, decode: fn([u8; N]) -> T) -> Result<Vec<T>, Fault> {
        column(&self.folder.join(name), decode)
    }

    /// Calls `run` once to warm up and then `reps` times, as the peers' scripts do; the last result and the times.
    ///
    /// A warm-up that spends the whole budget becomes the one measured call.
    pub fn measure<T>(&self, mut run: impl FnMut() -> Result<T, Fault>) -> Result<(T, Timing), Fault> {
        let begin = Instant::now();
        let mut timing = Timing::default();
        let mut result = None;
        for _ in 0..=self.reps {
            // What the last call made is gone before the next one starts, so that memory is not counted twice.
            drop(result.take());
            let (wall, cpu) = (Instant::now(), cpu_seconds()?);
            result = Some(run()?);
            timing.cpu.push(cpu_seconds()? - cpu);
            timing.wall.push(wall.elapsed().as_secs_f64());
            if begin.elapsed().as_secs_f64() > self.budget {
                break;
            }
        }
        if timing.cpu.len() > 1 {
            timing.cpu.remove(0);
            timing.wall.remove(0);
        }
        Ok((result.ok_or("no call was made")?, timing))
    }
}

fn column<const N: usize, T>(path: &Path, decode: fn([u8; N]) -> T) -> Result<Vec<T>, Fault> {
    let bytes = fs::read(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let (values, rest) = bytes.as_chunks::<N>();
    if rest.is_empty() {
        Ok(values.iter().map(|value| decode(*value)).collect())
    } else {
        Err(format!("{}: not a whole number of values", path.display()).into())
    }
}

/// CPU and wall seconds of the measured calls.
#[derive(Clone, Debug, Default)]
pub struct Timing {
    cpu: Vec<f64>,
    wall: Vec<f64>,
}

/// CPU seconds of this process, all threads together.
fn cpu_seconds() -> Result<f64, Fault> {
    let time = clock_gettime(ClockId::CLOCK_PROCESS_CPUTIME_ID)?;
    Ok(time.tv_sec() as f64 + time.tv_nsec() as f64 * 1e-9)
}

fn median(seconds: &[f64]) -> f64 {
    let mut sorted = seconds.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 }
}

/// Prints one measurement of this library as one JSON line with the peers' keys. `more` holds the checksum and what
/// else there is to compare.
pub fn report(workload: &str, size: &str, timing: &Timing, more: Value) -> Result<(), Fault> {
    let micro = |seconds: f64| (seconds * 1e7).round() / 1e7;
    // Joined by hand: a map of serde_json would sort the keys.
    let mut line = Vec::new();
    let mut put = |key: &str, value: Value| line.push(format!("\"{key}\": {value}"));
    put("workload", json!(workload));
    put("peer", json!("ours"));
    put("version", json!(library_version()));
    put("size", json!(size));
    put("threads", json!(1));
    put("seconds_cpu_min", json!(micro(timing.cpu.iter().copied().fold(f64::INFINITY, f64::min))));
    put("seconds_cpu_median", json!(micro(median(&timing.cpu))));
    put("seconds_wall_median", json!(micro(median(&timing.wall))));
    put("reps", json!(timing.cpu.len()));
    if let Value::Object(more) = more {
        for (key, value) in more {
            put(&key, value);
        }
    }
    // Kilobytes on Linux; the peak of the whole process so far, inputs included.
    put("peak_rss_mb", json!(getrusage(UsageWho::RUSAGE_SELF)?.max_rss() / 1024));
    println!("{{{}}}", line.join(", "));
    Ok(())
}

/// The library's version, from the manifest beside this package.
fn library_version() -> &'static str {
    let manifest = include_str!("../../Cargo.toml");
    let version = manifest.lines().find_map(|line| line.strip_prefix("version = \""));
    version.map_or("unknown", |rest| rest.trim_end_matches('"'))
}
