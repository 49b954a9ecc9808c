//! Built libraries, compilers, and tools that may be missing.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use crate::needs;

/// The libraries that users link.
pub(crate) struct Artifact {
    pub(crate) shared: PathBuf,
    pub(crate) archive: PathBuf,
}

/// Built once, by the cargo that runs the tests, into the folder it uses anyway.
pub(crate) static ARTIFACT: LazyLock<Artifact> = LazyLock::new(|| {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--package", "total-experience-c", "--message-format=json"]).current_dir(root());
    let output = build.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "the C library does not build");
    let files: Vec<PathBuf> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "total_experience" && is_library(message))
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .map(|file| PathBuf::from(file.as_str().unwrap()))
        .collect();
    let with = |extensions: &[&str]| {
        let wanted =
            |file: &&PathBuf| extensions.iter().any(|wanted| file.extension() == Some(wanted.as_ref()));
        files.iter().find(wanted).unwrap_or_else(|| panic!("no {extensions:?} in {files:?}")).clone()
    };
    Artifact { shared: with(&["so", "dylib"]), archive: with(&["a"]) }
});

fn is_library(message: &serde_json::Value) -> bool {
    message["target"]["crate_types"].as_array().is_some_and(|types| types.iter().any(|kind| kind == "cdylib"))
}

/// The folder of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Whether a tool is there. When it is not, the test says so and passes, unless `TXM_REQUIRE_TOOLS=1`.
pub(crate) fn has_tool(name: &str) -> bool {
    needs::tool(name, "--version")
}

/// Whether `cc` can link the sanitizers, which some systems package apart.
pub(crate) fn has_sanitizers() -> bool {
    let empty = Path::new(env!("CARGO_TARGET_TMPDIR")).join("empty.c");
    std::fs::write(&empty, "int main(void) { return 0; }\n").unwrap();
    let mut link = Command::new("cc");
    link.arg("-fsanitize=address,undefined").arg(&empty).arg("-o").arg(empty.with_extension("sanitized"));
    needs::given(link.output().is_ok_and(|output| output.status.success()), "the sanitizers of cc")
}

/// Flags with which a program looks for reads and writes past arrays and for undefined behaviour.
pub(crate) const SANITIZERS: [&str; 2] = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];

pub(crate) enum Link {
    Shared,
    Archive,
}

/// Programs that are compiled: tests run at once, and two must not write the same file.
static COMPILED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Compiles a program with all warnings as errors and links it with the library.
pub(crate) fn compile(compiler: &str, standard: &str, source: &str, link: &Link) -> PathBuf {
    compile_with(compiler, standard, source, link, &[])
}

/// [`compile`] with more flags.
pub(crate) fn compile_with(
    compiler: &str,
    standard: &str,
    source: &str,
    link: &Link,
    flags: &[&str],
) -> PathBuf {
    let artifact = &*ARTIFACT;
    let kind = match link {
        Link::Shared => "shared",
        Link::Archive => "archive",
    };
    let name =
        format!("{compiler}-{standard}-{kind}{}-{source}", flags.concat()).replace(['/', '.', '=', ','], "-");
    let program = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if compiled.contains(&program) {
        return program;
    }
    let mut command = Command::new(compiler);
    command
        .arg(format!("-std={standard}"))
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g"])
        .args(flags)
        .arg("-I")
        .arg(root().join("include"))
        .arg(root().join(source))
        .arg("-o")
        .arg(&program);
    match link {
        Link::Shared => {
            let folder = artifact.shared.parent().unwrap();
            command.arg("-L").arg(folder).arg("-ltotal_experience");
            command.arg(format!("-Wl,-rpath,{}", folder.display()));
        }
        Link::Archive => {
            command.arg(&artifact.archive).args(["-lpthread", "-ldl", "-lm"]);
        }
    }
    let output = command.output().unwrap_or_else(|error| panic!("{compiler}: {error}"));
    assert!(output.status.success(), "{compiler} {source}:\n{}", String::from_utf8_lossy(&output.stderr));
    compiled.push(program.clone());
    program
}

/// Runs a program that must succeed and answers what it printed.
pub(crate) fn run(program: &Path, arguments: &[&str]) -> String {
    text(Command::new(program).args(arguments).output().unwrap(), program)
}

/// Runs a program under valgrind: no errors, nothing lost.
pub(crate) fn run_checked(program: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("valgrind");
    command
        .args(["--quiet", "--error-exitcode=9", "--leak-check=full"])
        .arg("--errors-for-leak-kinds=definite,indirect")
        .arg(program)
        .args(arguments)
        .env("RUST_BACKTRACE", "0");
    text(command.output().unwrap(), program)
}

fn text(output: Output, program: &Path) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {}\n{errors}", program.display(), output.status);
    String::from_utf8(output.stdout).unwrap()
}
