//! Size classes: the heap's own, and Go's, which `append` rounds capacities to (programs print `cap`, so those must be Go's to the byte).

/// Go's size classes (its `internal/runtime/gc.SizeClassToSize` without the leading 0).
pub const GO_SIZES: [u16; 67] = [
    8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 640, 704,
    768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472,
    9728, 10240, 10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
];

/// The heap's sizes. The marks have one bit per [`super::GRAIN`] bytes, so the smallest object is one grain; sizes in between need only be
/// multiples of a word. Past [`SMALL_MAX`] objects lie in medium spans.
pub const SIZES: [u16; NUM_SIZES] = [
    16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352, 384, 416, 448, 480, 512, 576, 640,
    704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304, 2688, 3072, 3456, 4096, 4864, 5376, 6144, 6528, 7280, 8192, 9360, 10920,
    13104, 16384, 21840, 32768,
];
/// How many there are.
pub const NUM_SIZES: usize = 56;
/// Largest object in a block of its class.
pub const SMALL_MAX: usize = 2048;
/// Largest object of a size class; larger ones are runs of blocks.
pub const MEDIUM_MAX: usize = 32768;

/// Up to here the tables count in steps of 8 bytes, then of 128.
const FINE_MAX: usize = 1024;
const GO_PAGE: usize = 8192;
/// Go gives objects with pointers above this size a header of one word inside their slot.
const GO_HEADER_ABOVE: usize = 512;
const GO_HEADER: usize = 8;

/// For each step the number of the smallest class that holds it.
struct Index {
    fine: [u8; FINE_MAX / 8 + 1],
    coarse: [u8; (MEDIUM_MAX - FINE_MAX) / 128 + 1],
}

const fn index(sizes: &[u16]) -> Index {
    let mut ix = Index { fine: [0; FINE_MAX / 8 + 1], coarse: [0; (MEDIUM_MAX - FINE_MAX) / 128 + 1] };
    let (mut class, mut step) = (0, 0);
    while step < ix.fine.len() {
        while (sizes[class] as usize) < step * 8 {
            class += 1;
        }
        ix.fine[step] = class as u8;
        step += 1;
    }
    step = 0;
    while step < ix.coarse.len() {
        while (sizes[class] as usize) < FINE_MAX + step * 128 {
            class += 1;
        }
        ix.coarse[step] = class as u8;
        step += 1;
    }
    ix
}

impl Index {
    /// Class of `size` <= [`MEDIUM_MAX`].
    #[inline]
    const fn class(&self, size: usize) -> usize {
        if size <= FINE_MAX { self.fine[size.div_ceil(8)] as usize } else { self.coarse[(size - FINE_MAX).div_ceil(128)] as usize }
    }
}

static OWN: Index = index(&SIZES);
static GO: Index = index(&GO_SIZES);

/// Number in [`SIZES`] of the class for `size` <= [`MEDIUM_MAX`]; an exact one even where the steps are coarse.
#[inline]
pub fn size_class(size: usize) -> usize {
    let class = OWN.class(size);
    // A step of 128 may start below a class boundary that `size` has not passed.
    if class > 0 && SIZES[class - 1] as usize >= size { class - 1 } else { class }
}

/// Number in [`GO_SIZES`] of the class for `size` <= [`MEDIUM_MAX`].
pub fn go_class(size: usize) -> usize {
    GO.class(size)
}

/// The bytes Go would give an object of `size` bytes (Go's `roundupsize`).
pub fn roundupsize(size: usize, noscan: bool) -> usize {
    if size <= MEDIUM_MAX - GO_HEADER {
        let header = if !noscan && size > GO_HEADER_ABOVE { GO_HEADER } else { 0 };
        return GO_SIZES[GO.class(size + header)] as usize - header;
    }
    match size.checked_add(GO_PAGE - 1) {
        Some(s) => s & !(GO_PAGE - 1),
        None => size,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_classes_are_tight() {
        for size in 0..=MEDIUM_MAX {
            let c = size_class(size);
            assert!(SIZES[c] as usize >= size);
            assert!(c == 0 || (SIZES[c - 1] as usize) < size, "{size} in class {c}");
        }
        assert!(SIZES.iter().all(|s| s % 8 == 0));
    }

    #[test]
    fn rounding_is_gos() {
        // Recorded from Go 1.27: cap(append([]byte(nil), make([]byte, n)...)) and the same with pointers.
        for (n, cap) in
            [(0, 8), (1, 8), (5, 8), (9, 16), (33, 48), (1025, 1152), (2049, 2304), (32760, 32768), (32761, 32768), (32769, 40960)]
        {
            assert_eq!(roundupsize(n, true), cap, "{n}");
        }
        for (n, cap) in [(512, 512), (520, 568), (1024, 1144), (32760, 32760), (32761, 32768), (32776, 40960)] {
            assert_eq!(roundupsize(n, false), cap, "{n}");
        }
    }
}
