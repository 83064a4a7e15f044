//! How much of each pixel a glyph or a shape covers: [`Mask`]; and [`MaskCache`], which makes each once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use zeno::{Fill, PathData};

/// Steps between nothing and the whole pixel. More, and a card is larger without looking better.
pub const LEVELS: u8 = 8;

/// In pixels; larger than anything on a card is drawn.
const MAX_SIZE: u16 = 280;
/// What one cache keeps, in bytes; the cards of a large brief in one language need a part of it.
const MAX_KEPT: usize = 16 << 20;

/// The covered pixels around a point: the left end of a glyph's baseline, the upper left corner of a shape.
#[derive(Debug, Default)]
pub struct Mask {
    /// Of the first pixel, from the point.
    pub left: i32,
    pub top: i32,
    /// Of a row, in pixels.
    pub width: usize,
    /// Row by row, 0 to [`LEVELS`].
    pub levels: Box<[u8]>,
}

impl Mask {
    /// The inside of a path in pixels.
    pub fn of(path: impl PathData, fill: Fill) -> Self {
        let (coverage, place) = zeno::Mask::new(path).style(fill).render();
        let level = |covered: u8| {
            let level = (u16::from(covered) * u16::from(LEVELS) + 127) / 255;
            u8::try_from(level).expect("a level is at most LEVELS")
        };
        Mask {
            left: place.left,
            top: place.top,
            width: place.width as usize,
            levels: coverage.into_iter().map(level).collect(),
        }
    }
}

/// The masks of one font, or of one set of shapes. Threads share it; a mask that was made is found without a lock.
#[derive(Debug)]
pub struct MaskCache {
    /// By size in pixels, then by group of masks, then by place in the group.
    sizes: Box<[OnceLock<Groups>]>,
    groups: usize,
    group: usize,
    kept: AtomicUsize,
    made: AtomicUsize,
}

type Groups = Box<[OnceLock<Box<[OnceLock<Mask>]>>]>;

impl MaskCache {
    /// For so many groups of so many masks. Of a group nothing is allocated until one of its masks is made.
    pub fn new(groups: impl Into<usize>, group: usize) -> Self {
        MaskCache {
            sizes: empty(usize::from(MAX_SIZE) + 1),
            groups: groups.into(),
            group,
            kept: AtomicUsize::new(0),
            made: AtomicUsize::new(0),
        }
    }

    /// Shows `draw` the mask `index` of a size; `make` makes it if there is none yet. When the cache is full, it makes what is missing
    /// each time.
    pub fn with(&self, size: u16, index: usize, make: impl FnOnce() -> Mask, draw: impl FnOnce(&Mask)) {
        let groups = self.sizes[usize::from(size)].get_or_init(|| empty(self.groups));
        let cell = &groups[index / self.group].get_or_init(|| empty(self.group))[index % self.group];
        let make = || {
            self.made.fetch_add(1, Ordering::Relaxed);
            make()
        };
        if let Some(mask) = cell.get() {
            draw(mask);
        } else if self.kept.load(Ordering::Relaxed) > MAX_KEPT {
            draw(&make());
        } else {
            draw(cell.get_or_init(|| {
                let mask = make();
                self.kept.fetch_add(mask.levels.len(), Ordering::Relaxed);
                mask
            }));
        }
    }

    #[cfg(test)]
    pub fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }
}

fn empty<T>(length: usize) -> Box<[OnceLock<T>]> {
    (0..length).map(|_| OnceLock::new()).collect()
}
