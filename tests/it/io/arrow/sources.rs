//! Sources of record batches that are cut, damaged or too large.

use total_experience::io::Error;
use total_experience::io::arrow::{self, Batches};
use total_experience::io::network::NetworkFileOptions;
use total_experience::io::source::Limits;

use super::{As, Frame, file, held, stream};

fn frame() -> Frame {
    let mut frame = Frame::new(&["from", "to", "weight"]);
    for at in 0..300 {
        frame.push(&[&format!("n{at}"), &format!("n{}", at / 2), "0.25"]);
    }
    frame
}

fn read(bytes: &[u8]) -> Result<usize, Error> {
    Ok(arrow::read_edges(Batches::ipc(bytes, &Limits::default())?)?.from.len())
}

#[test]
fn what_is_cut_or_damaged_is_refused() {
    let frame = frame();
    let stored = [As::Dictionary, As::Utf8, As::Float64];
    let whole = frame.batches(&stored, 300);
    for bytes in [stream(&whole), file(&whole[0])] {
        assert_eq!(read(&bytes).unwrap(), 300);
        let mut refused = 0;
        for cut in 0..bytes.len() {
            match read(&bytes[..cut]) {
                Ok(rows) => assert_eq!(rows, 300, "{cut}"),
                Err(Error::Arrow(_) | Error::Empty { .. } | Error::NoRows | Error::Read { .. }) => {
                    refused += 1
                }
                Err(other) => panic!("{cut}: {other:?}"),
            }
        }
        assert!(refused > bytes.len() - 12, "{refused} of {}", bytes.len());
    }
    assert!(matches!(read(b""), Err(Error::Empty { .. })));
    assert!(matches!(read(b"from,to,weight\na,b,1\n"), Err(Error::Arrow(_))));
}

#[test]
fn changed_bytes_never_end_the_program() {
    let frame = frame();
    let whole = frame.batches(&[As::Dictionary, As::View, As::Float64], 300);
    let mut bytes = stream(&whole);
    for at in 0..bytes.len().min(3_000) {
        for change in [0x01, 0x80, 0xff] {
            bytes[at] ^= change;
            let _ = read(&bytes);
            bytes[at] ^= change;
        }
    }
}

#[test]
fn limits_hold() {
    let frame = frame();
    let batches = frame.batches(&[As::Utf8, As::Dictionary, As::Float64], 100);
    let read = |limits: Limits| {
        arrow::read_edges_with(held(&batches), &NetworkFileOptions::default().with_limits(limits)).map(|_| ())
    };
    let limits = Limits::default();
    assert!(read(limits.with_max_rows(300)).is_ok());
    assert!(matches!(read(limits.with_max_rows(299)), Err(Error::TooManyRows { limit: 299 })));
    assert!(matches!(read(limits.with_max_columns(2)), Err(Error::TooManyColumns { limit: 2 })));
    assert!(read(limits.with_max_field_bytes(4)).is_ok());
    let error = read(limits.with_max_field_bytes(3)).unwrap_err();
    assert_eq!(error.to_string(), "row 101: a field is longer than 3 bytes (`Limits::max_field_bytes`)");
    let bytes = stream(&batches);
    let opened = Batches::ipc(&bytes[..], &limits.with_max_bytes(2_000)).and_then(arrow::read_edges);
    assert!(matches!(opened, Err(Error::TooManyBytes { limit: 2_000 })), "{opened:?}");
}

#[cfg(feature = "gzip")]
#[test]
fn gzip_is_expanded() {
    use std::io::Write;
    let bytes = stream(&frame().batches(&[As::Utf8, As::Dictionary, As::Float64], 100));
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&bytes).unwrap();
    assert_eq!(read(&gzip.finish().unwrap()).unwrap(), 300);
}

#[cfg(feature = "parquet")]
mod of_parquet {
    use super::{As, Batches, Error, Limits, arrow, frame};
    use crate::io::arrow::parquet_bytes;
    use parquet::basic::Compression;

    fn read(bytes: Vec<u8>) -> Result<usize, Error> {
        Ok(arrow::read_edges(Batches::parquet_bytes(bytes, &Limits::default())?)?.from.len())
    }

    #[test]
    fn what_is_cut_or_changed_is_refused() {
        let batches = frame().batches(&[As::Dictionary, As::Utf8, As::Float64], 100);
        let bytes = parquet_bytes(&batches, Compression::SNAPPY);
        assert_eq!(read(bytes.clone()).unwrap(), 300);
        for cut in (0..bytes.len()).step_by(7) {
            assert!(matches!(read(bytes[..cut].to_vec()), Err(Error::Arrow(_))), "{cut}");
        }
        for at in (0..bytes.len()).step_by(3) {
            for change in [0x01, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= change;
                let _ = read(changed);
            }
        }
    }

    #[test]
    fn a_file_is_read_from_disk() {
        let bytes =
            parquet_bytes(&frame().batches(&[As::View, As::Utf8, As::Float32], 100), Compression::SNAPPY);
        let path = std::env::temp_dir().join(format!("total-experience-{}.parquet", std::process::id()));
        std::fs::write(&path, &bytes).unwrap();
        let batches = Batches::parquet(std::fs::File::open(&path).unwrap(), &Limits::default()).unwrap();
        let edges = arrow::read_edges(batches);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(edges.unwrap().from.len(), 300);
        let few = Batches::parquet_bytes(bytes, &Limits::default().with_max_rows(299));
        assert!(matches!(few, Err(Error::TooManyRows { limit: 299 })));
    }
}
