//! Makes the C header from the sources into `OUT_DIR`; a test compares it with the one that is checked in.

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

/// One C type a file, in the order of the header.
const SOURCES: [&str; 34] = [
    "status",
    "version",
    "stakeholder",
    "touchpoint",
    "outcome",
    "influences",
    "map",
    "map_adding",
    "responses",
    "tally",
    "scorecard_options",
    "scores",
    "tx_index",
    "scorecard",
    "stability",
    "network",
    "solve_options",
    "cascade",
    "response",
    "bounded",
    "events",
    "log",
    "journey_edges",
    "journeys",
    "journey_tally",
    "paths",
    "chain",
    "friction_measures",
    "friction_spec",
    "friction_columns",
    "friction",
    "silo",
    "report_spec",
    "report",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    for watched in ["src", "cbindgen.toml", "preamble.h", "Cargo.toml"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml"))?;
    config.header = Some(fs::read_to_string(root.join("preamble.h"))?.trim_end().to_owned());
    config.after_includes = Some(definitions()?);
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in SOURCES {
        builder = builder.with_src(root.join("src").join(source).with_extension("rs"));
    }
    builder.generate()?.write_to_file(PathBuf::from(env::var("OUT_DIR")?).join("total_experience.h"));
    Ok(())
}

/// What cbindgen does not write: it drops `usize::MAX` without a word and knows no versions.
fn definitions() -> Result<String, env::VarError> {
    let [major, minor, patch] =
        ["MAJOR", "MINOR", "PATCH"].map(|part| env::var(format!("CARGO_PKG_VERSION_{part}")));
    let (major, minor, patch) = (major?, minor?, patch?);
    Ok(format!(
        "
/** The version of this header; `txm_version_number()` tells that of the library. */
#define TXM_VERSION_MAJOR {major}
#define TXM_VERSION_MINOR {minor}
#define TXM_VERSION_PATCH {patch}
#define TXM_VERSION_NUMBER (TXM_VERSION_MAJOR * 10000 + TXM_VERSION_MINOR * 100 + TXM_VERSION_PATCH)

/** As the bytes of a text: the text ends at its NUL. */
#define TXM_NTS SIZE_MAX

/** Set in the identifier of a node that is an outcome. */
#define TXM_NODE_OUTCOME UINT32_C(0x80000000)
"
    ))
}
