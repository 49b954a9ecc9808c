//! The rooms are in one strict order, an import may only point down, and inside a room files form no circle.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::arrows::{Arrow, arrows};
use super::sources::{Sources, Target};

/// Lowest first: a room may use the rooms before it.
const ROOMS: [&str; 15] = [
    "shown",
    "execution",
    "numeric",
    "privacy",
    "model",
    "signal",
    "score",
    "journey",
    "cascade",
    "estimate",
    "value",
    "plan",
    "report",
    "io",
    "request",
];

#[test]
fn imports_point_down() {
    let sources = Sources::of_library();
    let files: BTreeSet<&str> = sources.modules.values().map(|module| module.file.as_str()).collect();
    assert!(files.len() > 200 && files.contains("lib.rs"), "the walk missed files: {files:?}");
    let mut faults = Vec::new();
    for (names, module) in &sources.modules {
        faults.extend(wrong_arrows(&module.file, &arrows(names, &module.items)));
    }
    assert!(faults.is_empty(), "imports that point up:\n{}", faults.join("\n"));
}

#[test]
fn every_source_folder_is_a_room() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(src).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".rs");
        assert!(
            ["lib", "error"].contains(&stem) || ROOMS.contains(&stem),
            "`{name}` is not in the list of rooms"
        );
    }
}

#[test]
fn a_wrong_arrow_is_found() {
    let text = include_str!("fixtures/wrong_arrows.rs");
    let module = ["signal", "fixture"].map(str::to_owned);
    let faults = wrong_arrows("signal/fixture.rs", &arrows(&module, &syn::parse_file(text).unwrap().items));
    let lines: Vec<&str> = text.lines().filter_map(|line| line.split("// wrong: ").nth(1)).collect();
    assert_eq!(faults.len(), lines.len(), "{faults:#?}");
    for (fault, expected) in faults.iter().zip(lines) {
        assert!(fault.ends_with(expected), "{fault} should end with {expected}");
    }
}

#[test]
fn files_of_a_room_form_no_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let found = circles(&Sources::read(&src), &|file| Some(file.to_owned()));
    assert!(found.is_empty(), "circles of files:\n{}", found.join("\n"));
}

#[test]
fn files_of_the_c_library_form_no_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("capi/src");
    let found = circles(&Sources::read(&src), &|file| Some(file.to_owned()));
    assert!(found.is_empty(), "circles of files:\n{}", found.join("\n"));
}

/// Sub-rooms are folders in a room: what one needs of another, the other must not need of it. The files beside them are
/// below or above them one by one.
#[test]
fn sub_rooms_form_no_circle() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sub_room = |file: &str| match file.split('/').collect::<Vec<_>>()[..] {
        [room, folder, _, ..] => Some(format!("{room}/{folder}")),
        _ => None,
    };
    let found = circles(&Sources::read(&src), &sub_room);
    assert!(found.is_empty(), "circles of sub-rooms:\n{}", found.join("\n"));
}

#[test]
fn a_circle_is_found() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/house/fixtures/circle");
    let found = circles(&Sources::read(&fixture), &|file| Some(file.to_owned()));
    let lines: Vec<&str> = found.iter().flat_map(|circle| circle.lines().map(str::trim)).collect();
    let arrows = ["room/left.rs -> right::Right", "room/right.rs -> left", "room/right.rs -> left::limit"];
    assert_eq!(lines, [&["room/left.rs, room/right.rs"], &arrows[..]].concat());
}

/// The paths of a file that point to a higher room.
fn wrong_arrows(file: &str, arrows: &[Arrow]) -> Vec<String> {
    let room = file.split('/').next().unwrap().trim_end_matches(".rs");
    let Some(level) = ROOMS.iter().position(|&name| name == room) else {
        return Vec::new(); // lib.rs and error.rs stand above all rooms
    };
    let points_up = |target: &str| match ROOMS.iter().position(|&name| name == target) {
        Some(other) => other > level,
        None => ["Error", "error", "Result"].contains(&target),
    };
    let targets = arrows.iter().filter_map(first);
    targets.filter(|target| points_up(target)).map(|target| format!("{file}: {room} -> {target}")).collect()
}

/// The first name below the root of the crate of a path that begins with `crate`, `self` or `super`, outside the
/// room where it stands.
fn first(arrow: &Arrow) -> Option<String> {
    let mut base = match arrow.path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => arrow.module.clone(),
        _ => return None,
    };
    for name in &arrow.path {
        match name.as_str() {
            "crate" | "self" => {}
            "super" => drop(base.pop()),
            name => {
                base.push(name.to_owned());
                break;
            }
        }
    }
    base.first().filter(|first| arrow.module.first() != Some(first)).cloned()
}

/// The circles of files, or of the parts of the crate that `part` names, each with the arrows inside it.
///
/// An arrow ends at the file that defines an item, wherever it is exported again. What a `mod.rs` exports is no arrow,
/// and the root stands above all.
fn circles(sources: &Sources, part: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut graph: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for (names, module) in &sources.modules {
        let is_facade = module.file.ends_with("mod.rs") || module.file == "lib.rs";
        let Some(from) = part(&module.file) else { continue };
        for arrow in arrows(names, &module.items) {
            if is_facade && arrow.exports {
                continue;
            }
            let path = sources.absolute(&arrow.module, &arrow.path);
            let (target, name) = match path.and_then(|path| sources.target(&path)) {
                Some(Target::Item(target, name)) => (target, name),
                // A module in a file of its own; one with modules inside is entered by the paths that name it.
                Some(Target::Module(target)) if !is_folder(sources, &target) => (target, String::new()),
                _ => continue,
            };
            let file = &sources.modules[&target].file;
            let Some(to) = part(file) else { continue };
            let root = |file: &str| ["lib.rs", "error.rs"].contains(&file);
            if from != to && !root(file) && !root(&module.file) {
                let what = target.last().map_or_else(|| name.clone(), |last| format!("{last}::{name}"));
                let arrow = format!("{} -> {}", module.file, what.trim_end_matches("::"));
                graph.entry(from.clone()).or_default().entry(to).or_default().insert(arrow);
            }
        }
    }
    let reach = |start: &String| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![start]);
        while let Some(at) = left.pop() {
            for next in graph.get(at).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(next) {
                    left.push(next);
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&String, BTreeSet<&String>> = graph.keys().map(|at| (at, reach(at))).collect();
    let mut found = BTreeSet::new();
    for (at, seen) in reached.iter().filter(|(at, seen)| seen.contains(*at)) {
        let circle: Vec<&String> = seen
            .iter()
            .copied()
            .filter(|other| reached.get(other).is_some_and(|back| back.contains(at)))
            .collect();
        let inside = circle.iter().flat_map(|from| {
            graph[*from].iter().filter(|(to, _)| circle.contains(to)).flat_map(|(_, arrows)| arrows.iter())
        });
        let arrows: Vec<&str> = inside.map(String::as_str).collect();
        let names: Vec<&str> = circle.iter().map(|name| name.as_str()).collect();
        found.insert(format!("{}\n    {}", names.join(", "), arrows.join("\n    ")));
    }
    found.into_iter().collect()
}

fn is_folder(sources: &Sources, module: &[String]) -> bool {
    sources.modules.keys().any(|other| other.len() > module.len() && other.starts_with(module))
}
