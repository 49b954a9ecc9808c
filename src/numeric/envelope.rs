//! Envelope of stored bytes: name, version, length and checksum.
//!
//! Little-endian, no padding: name of 8 bytes, version `u32`, length of the payload `u64`, payload, FNV-1a 64 over
//! everything before it `u64`.

const HEADER: usize = 8 + 4 + 8;
const CHECKSUM: usize = 8;

/// What bytes hold: what they start with, and in which version.
pub(crate) struct Frame {
    pub(crate) name: &'static [u8; 8],
    pub(crate) version: u32,
}

/// Why bytes are not what they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// They start with another name.
    Name,
    Version {
        found: u32,
        supported: u32,
    },
    /// They end too early or go on too long.
    Length {
        expected: u64,
        found: u64,
    },
    Checksum {
        expected: u64,
        found: u64,
    },
    /// Their checksum fits, but no writer makes such bytes.
    Impossible {
        at: usize,
        what: &'static str,
    },
}

impl Frame {
    /// The bytes around a payload.
    pub(crate) fn seal(&self, payload: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER + payload.len() + CHECKSUM);
        bytes.extend(self.name);
        bytes.extend(self.version.to_le_bytes());
        bytes.extend((payload.len() as u64).to_le_bytes());
        bytes.extend(payload);
        let checksum = fnv1a(&bytes);
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    /// The payload in these bytes, checksum verified.
    pub(crate) fn open<'a>(&self, bytes: &'a [u8]) -> Result<Reader<'a>, Fault> {
        let mut reader = Reader { bytes, at: 0 };
        let found = bytes.len() as u64;
        let too_short = Fault::Length { expected: (HEADER + CHECKSUM) as u64, found };
        if reader.take(self.name.len()).map_err(|_| Fault::Name)? != self.name {
            return Err(Fault::Name);
        }
        let version = reader.u32().map_err(|_| too_short)?;
        if version != self.version {
            return Err(Fault::Version { found: version, supported: self.version });
        }
        let length = reader.u64().map_err(|_| too_short)?;
        let expected = length.saturating_add((HEADER + CHECKSUM) as u64);
        if expected != found {
            return Err(Fault::Length { expected, found });
        }
        let (body, stored) = bytes.split_at(bytes.len().saturating_sub(CHECKSUM));
        let (expected, found) = (fnv1a(body), Reader { bytes: stored, at: 0 }.u64()?);
        if expected != found {
            return Err(Fault::Checksum { expected, found });
        }
        reader.bytes = body;
        Ok(reader)
    }
}

/// FNV-1a with 64 bits.
pub(crate) const fn fnv1a(bytes: &[u8]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}

/// Reads the fields of a payload; a field that goes past the end is impossible.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn impossible(&self, what: &'static str) -> Fault {
        Fault::Impossible { at: self.at, what }
    }

    /// How many bytes are left.
    pub(crate) fn rest(&self) -> usize {
        self.bytes.len() - self.at
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (_, rest) = self.bytes.split_at(self.at);
        let (field, _) =
            rest.split_at_checked(length).ok_or_else(|| self.impossible("a field is cut off"))?;
        self.at += length;
        Ok(field)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let field = self.take(N)?;
        field.try_into().map_err(|_| self.impossible("a field is cut off"))
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Fault> {
        self.array().map(u8::from_le_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, Fault> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn u128(&mut self) -> Result<u128, Fault> {
        self.array().map(u128::from_le_bytes)
    }

    pub(crate) fn f64(&mut self) -> Result<f64, Fault> {
        self.array().map(f64::from_le_bytes)
    }

    /// A count of 32 bits, of things that take at least `least` bytes each, so that the bytes present can fill them.
    pub(crate) fn length(&mut self, least: usize) -> Result<usize, Fault> {
        let count = self.u32()? as usize;
        if count <= self.rest() / least { Ok(count) } else { Err(self.impossible("more items than bytes")) }
    }

    /// Says that nothing is left.
    pub(crate) fn finish(&self) -> Result<(), Fault> {
        if self.rest() == 0 { Ok(()) } else { Err(self.impossible("more bytes than items")) }
    }
}
