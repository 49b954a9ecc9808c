//! Paths of touchpoints as CSV: the chain of the paths is the chain that is read without keeping them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::paths::{PathOptions, read_chain_with, read_paths_with};
use total_experience::journey::markov::Chain;
use total_experience_fuzz::{Pieces, choice, limits, spliced};

const PATHS: &str = "path,total_conversions,total_conversion_value,total_null,total_open
ad > app > branch,30,900.5,20,1
ad > app,10,250,40,0
branch,15,1e2,35,
\"app > \"\"x\"\"\",3.0,,18,2
";

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let bytes = if first & 3 == 3 { bytes.to_vec() } else { spliced(PATHS, bytes) };
    let mut options = PathOptions::default().with_limits(limits());
    if first & 128 != 0 {
        options.separator = Some(" > ".to_owned());
    }
    let read = read_paths_with(Pieces { bytes: &bytes, most: (first & 127).into() }, &options);
    let chain = read_chain_with(&bytes[..], &options);
    let Ok(imported) = read else {
        assert!(chain.is_err(), "paths are refused and the chain is not");
        return;
    };
    let fitted = Chain::fit(&imported.paths);
    assert_eq!(fitted.is_ok(), chain.is_ok());
    let (Ok(fitted), Ok(chain)) = (fitted, chain) else { return };
    assert_eq!(fitted.totals(), chain.totals());
    if let (Ok(one), Ok(other)) = (fitted.solve(), chain.solve()) {
        assert_eq!(one, other);
        assert!((one.goal + one.lost + one.open - 1.0).abs() < 1e-6);
    }
});
