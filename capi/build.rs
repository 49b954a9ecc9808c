//! Makes the C header from the sources into `OUT_DIR`; a test compares it with the one that is checked in.
//!
//! The header has a section a concept: its constants, structs and functions together. cbindgen would sort them by kind,
//! so that it is run once a section, and what it writes is put together under banners. Behind each struct that has
//! defaults stands a macro with them.

use std::env;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Titles of the sections in the order of the header, a type before its users, with the files they are made of.
const SECTIONS: [(&str, &[&str]); 23] = [
    ("Status and errors", &["abi/status"]),
    ("Version of the library", &["abi/version"]),
    ("Structs in other languages", &["defaults"]),
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
    ("Requests", &["request/data", "request/answer"]),
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
    let mut structs = Vec::new();
    for source in sources {
        let file = syn::parse_file(&fs::read_to_string(root.join("src").join(source).with_extension("rs"))?)?;
        structs.extend(defaults(&file.items)?);
    }
    // Written though no function of their section may take them.
    builder = structs.iter().fold(builder, |builder, (name, _)| builder.include_item(name));
    let mut written = Vec::new();
    builder.generate()?.write(&mut written);
    let mut text = tidied(&String::from_utf8(written)?);
    for (name, values) in structs {
        let end = format!("}} {name};\n");
        text = text.replacen(&end, &format!("{end}\n{}", initializer(&name, &values)), 1);
    }
    Ok(text)
}

/// Name of a struct, and in C what its fields hold at first.
type Defaults = (String, Vec<String>);

/// The structs among these items that have defaults.
fn defaults(items: &[syn::Item]) -> Result<Vec<Defaults>, Box<dyn Error>> {
    let mut found = Vec::new();
    for item in items {
        let syn::Item::Struct(declared) = item else { continue };
        let name = declared.ident.to_string();
        let Some(given) = items.iter().find_map(|item| given(item, &name)) else { continue };
        let field = |field: &syn::Field| match field.ident.as_ref().map(ToString::to_string).as_deref() {
            Some("struct_size") => Ok(format!("sizeof({name})")),
            Some("reserved" | "capacity") if given.is_empty() => Ok("0".to_owned()),
            _ if given.is_empty() => Ok("NULL".to_owned()),
            _ => {
                let value = given.iter().find(|(ident, _)| Some(ident) == field.ident.as_ref());
                value
                    .and_then(|(_, value)| in_c(value))
                    .ok_or_else(|| format!("a default of {name} is not known in C"))
            }
        };
        let values = declared.fields.iter().map(field).collect::<Result<_, _>>()?;
        found.push((name, values));
    }
    Ok(found)
}

/// What an item says of the defaults of a struct: the fields of `DEFAULT`, or none for `columns!`, which are all 0.
fn given(item: &syn::Item, name: &str) -> Option<Vec<(syn::Ident, syn::Expr)>> {
    match item {
        syn::Item::Impl(of) if matches!(&*of.self_ty, syn::Type::Path(path) if path.path.is_ident(name)) => {
            of.items.iter().find_map(|item| match item {
                syn::ImplItem::Const(constant) if constant.ident == "DEFAULT" => match &constant.expr {
                    syn::Expr::Struct(value) => Some(value.fields.iter().filter_map(named).collect()),
                    _ => None,
                },
                _ => None,
            })
        }
        syn::Item::Macro(call) if call.mac.path.is_ident("columns") => {
            let tokens = call.mac.tokens.to_string();
            (tokens.split([' ', ':']).next() == Some(name)).then(Vec::new)
        }
        _ => None,
    }
}

fn named(field: &syn::FieldValue) -> Option<(syn::Ident, syn::Expr)> {
    match &field.member {
        syn::Member::Named(name) => Some((name.clone(), field.expr.clone())),
        syn::Member::Unnamed(_) => None,
    }
}

/// An expression of Rust in C; none for one that does not occur among defaults so far.
fn in_c(expression: &syn::Expr) -> Option<String> {
    Some(match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(number), .. }) => number.base10_digits().to_owned(),
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Float(number), .. }) => {
            number.base10_digits().to_owned()
        }
        syn::Expr::Path(path) => match path.path.segments.last()?.ident.to_string().as_str() {
            "NUL_TERMINATED" => "TXM_NTS".to_owned(),
            "None" => "NULL".to_owned(),
            name => name.to_owned(),
        },
        syn::Expr::Call(_) => "NULL".to_owned(),
        syn::Expr::Repeat(array) => {
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(len), .. }) = &*array.len else {
                return None;
            };
            format!("{{{}}}", vec![in_c(&array.expr)?; len.base10_parse().ok()?].join(", "))
        }
        _ => return None,
    })
}

/// The macro that initialises a struct.
fn initializer(name: &str, values: &[String]) -> String {
    let mut lines = vec![format!("#define {}_INIT {{", name.to_uppercase())];
    for (at, value) in values.iter().enumerate() {
        let end = if at + 1 < values.len() { "," } else { "}" };
        let Some(line) = lines.last_mut() else { continue };
        // Behind the value its end, and ` \` where the line goes on.
        if line.len() + value.len() + end.len() + 3 > WIDTH {
            lines.push(format!("    {value}{end}"));
        } else {
            let space = if line.ends_with('{') { "" } else { " " };
            *line += &format!("{space}{value}{end}");
        }
    }
    lines.join(" \\\n") + "\n"
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
