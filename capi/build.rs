//! Makes the C header from the sources into `OUT_DIR`; a test compares it with the one that is checked in.
//!
//! The header has a section a concept: its constants, structs and functions together. cbindgen would sort them by kind,
//! so that it is run once a section, and what it writes is put together under banners.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Titles of the sections in the order of the header, a type before its users, with the files they are made of.
const SECTIONS: [(&str, &[&str]); 21] = [
    ("Status and errors", &["abi/status"]),
    ("Version of the library", &["abi/version"]),
    ("Progress of long calls", &["abi/progress"]),
    (
        "Stakeholder groups, touchpoints and outcomes",
        &["model/stakeholder", "model/touchpoint", "model/outcome"],
    ),
    ("Influences", &["model/influences"]),
    ("Maps", &["model/kind", "model/dimension", "model/map", "model/adding"]),
    ("Responses", &["signal/responses"]),
    ("Tallies of responses", &["signal/tally"]),
    (
        "Scorecards",
        &["score/options", "score/scores", "score/index", "score/scorecard", "score/joint_scores"],
    ),
    ("Networks", &["cascade/stability", "cascade/network"]),
    ("Cascades", &["cascade/solve_options", "cascade/impact"]),
    ("Objectives of cascades", &["cascade/objective"]),
    ("Cascades over time", &["cascade/trajectory"]),
    ("Cascades where scores saturate", &["cascade/bounded"]),
    ("Event logs", &["journey/events", "journey/log"]),
    ("Journeys", &["journey/columns", "journey/journeys", "journey/variants"]),
    ("Tallies of journeys", &["journey/tally"]),
    ("Chains of touchpoints", &["journey/paths", "journey/chain"]),
    (
        "Friction",
        &[
            "journey/friction/constants",
            "journey/friction/options",
            "journey/friction/columns",
            "journey/friction/touchpoints",
        ],
    ),
    ("Hand-overs between teams", &["journey/handover"]),
    ("Reports", &["report/options", "report/composer"]),
];

/// Columns of a banner.
const WIDTH: usize = 120;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    for watched in ["src", "cbindgen.toml", "preamble.h", "Cargo.toml"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let sections = SECTIONS.map(|(title, _)| format!(" * {title}")).join("\n");
    let preamble = fs::read_to_string(root.join("preamble.h"))?;
    let mut header = preamble.replace("{version}", &version()?).replace("{sections}", &sections);
    for (title, sources) in SECTIONS {
        let rule = "=".repeat(WIDTH - 6);
        write!(header, "\n/* {rule} */\n/* {title:<0$} */\n/* {rule} */\n\n", WIDTH - 6)?;
        header += section(&root, sources)?.trim();
        header.push('\n');
    }
    header += "\n#ifdef __cplusplus\n} /* extern \"C\" */\n#endif\n\n#endif /* TOTAL_EXPERIENCE_H */\n";
    fs::write(PathBuf::from(env::var("OUT_DIR")?).join("total_experience.h"), header)?;
    Ok(())
}

/// What cbindgen makes of a few files; types of other sections are written as they are.
fn section(root: &Path, sources: &[&str]) -> Result<String, Box<dyn Error>> {
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml"))?;
    let mut builder = cbindgen::Builder::new().with_config(config);
    for source in sources {
        builder = builder.with_src(root.join("src").join(source).with_extension("rs"));
    }
    let mut written = Vec::new();
    builder.generate()?.write(&mut written);
    Ok(tidied(&String::from_utf8(written)?))
}

/// Brings docs of one line and the mark of functions into the line of what they belong to, and writes types without
/// `struct`, as those of other sections are: each has a typedef.
fn tidied(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (mut tidied, mut at, mut shift) = (String::new(), 0, "");
    while let Some(&line) = lines.get(at) {
        let (indent, content) = line.split_at(line.len() - line.trim_start().len());
        let doc = lines.get(at + 1).and_then(|next| next.trim_start().strip_prefix("* "));
        let closes = lines.get(at + 2).is_some_and(|next| next.trim_start() == "*/");
        at += 1;
        match (content, doc) {
            ("/**", Some(doc)) if closes && indent.len() + doc.len() + 7 <= WIDTH => {
                tidied += &format!("{indent}/** {doc} */\n");
                at += 2;
            }
            // The parameters below stand under the first one, which moves.
            ("TXM_API", _) => {
                tidied += "TXM_API ";
                shift = "        ";
            }
            _ if line.starts_with("typedef ") => tidied += &format!("{line}\n"),
            _ => {
                let moved = if indent.is_empty() { "" } else { shift };
                tidied += &format!("{moved}{}\n", line.replace("struct txm_", "txm_"));
                shift = if line.ends_with(");") { "" } else { shift };
            }
        }
    }
    tidied
}

/// The macros of the version, which cbindgen does not know.
fn version() -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    for part in ["MAJOR", "MINOR", "PATCH"] {
        writeln!(text, "#define TXM_VERSION_{part} {}", env::var(format!("CARGO_PKG_VERSION_{part}"))?)?;
    }
    Ok(text.trim_end().to_owned())
}
