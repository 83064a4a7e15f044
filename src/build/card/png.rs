//! Writes a picture with a palette as a PNG (ISO/IEC 15948): [`Encoder`].

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use super::canvas::Canvas;
use super::contents::SIZE;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Bits of a pixel; colours from a palette; the only compression and filtering there are; rows in order.
const FORMAT: [u8; 5] = [8, 3, 0, 0, 0];
/// A third of the time of level 9, and hardly larger.
const LEVEL: u32 = 4;
/// What a card usually takes, in bytes, and more.
const USUAL_SIZE: usize = 1 << 16;

/// The compressor's memory, which the next picture uses again.
pub struct Encoder {
    zlib: Compress,
    compressed: Vec<u8>,
}

impl Encoder {
    pub fn new() -> Self {
        Encoder { zlib: Compress::new(Compression::new(LEVEL), true), compressed: Vec::with_capacity(USUAL_SIZE) }
    }

    pub fn png(&mut self, canvas: &Canvas) -> Vec<u8> {
        self.compress(canvas.rows());
        let palette: Vec<u8> = canvas.palette().iter().flat_map(|colour| colour.0).collect();
        let mut header = [0; 13];
        header[..4].copy_from_slice(&SIZE.0.to_be_bytes());
        header[4..8].copy_from_slice(&SIZE.1.to_be_bytes());
        header[8..].copy_from_slice(&FORMAT);

        let mut out = Vec::with_capacity(self.compressed.len() + palette.len() + 128);
        out.extend_from_slice(SIGNATURE);
        chunk(*b"IHDR", &header, &mut out);
        chunk(*b"PLTE", &palette, &mut out);
        chunk(*b"IDAT", &self.compressed, &mut out);
        chunk(*b"IEND", &[], &mut out);
        out
    }

    fn compress(&mut self, rows: &[u8]) {
        self.zlib.reset();
        self.compressed.clear();
        loop {
            let read = usize::try_from(self.zlib.total_in()).expect("a card fits in memory");
            let status = self.zlib.compress_vec(&rows[read..], &mut self.compressed, FlushCompress::Finish);
            match status.expect("compressing has no state that could be wrong") {
                Status::StreamEnd => return,
                Status::Ok | Status::BufError => self.compressed.reserve(USUAL_SIZE),
            }
        }
    }
}

/// Length, name, content and checksum.
fn chunk(name: [u8; 4], content: &[u8], out: &mut Vec<u8>) {
    let length = u32::try_from(content.len()).expect("a card is small");
    let mut checksum = Crc::new();
    checksum.update(&name);
    checksum.update(content);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&name);
    out.extend_from_slice(content);
    out.extend_from_slice(&checksum.sum().to_be_bytes());
}
