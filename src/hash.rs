//! Hashes of bytes and of what is written as JSON, and the keys of what is made: two things
//! with one key are made from the same by the same program.

use std::io::BufWriter;

use serde::{Deserialize, Serialize};

/// A blake3 hash, as 64 hexadecimal digits wherever it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Digest(blake3::Hash);

impl Digest {
    /// Of bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(blake3::hash(bytes))
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Of what is written as JSON.
    ///
    /// # Errors
    /// Never for our views; a fault of serialising comes out as text.
    pub fn of_json(value: &impl Serialize) -> Result<Digest, String> {
        let mut text = BufWriter::new(blake3::Hasher::new());
        serde_json::to_writer(&mut text, value).map_err(|e| e.to_string())?;
        let hash = text.into_inner().map_err(|e| e.to_string())?;
        Ok(Digest(hash.finalize()))
    }
}

impl From<blake3::Hash> for Digest {
    fn from(hash: blake3::Hash) -> Self {
        Digest(hash)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0.to_hex().to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = blake3::HexError;

    fn try_from(digits: String) -> Result<Self, Self::Error> {
        blake3::Hash::from_hex(digits).map(Digest)
    }
}

/// The key of what is made from the same by the same program.
pub type Key = Digest;

/// The program: a hash of its sources and of the libraries that it is built with.
pub const PROGRAM: &str = env!("GONGWEN_SOURCES");
