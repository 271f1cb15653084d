//! Sweeping: a count of mark bits per span says whether it is free, full or has holes. Objects are not touched.

use std::sync::atomic::Ordering;

use crate::mem::BLOCK;
use crate::mem::class::{FREE, LARGE, LARGE_REST};
use crate::mem::heap::{Heap, MARK_WORDS};

/// What a sweep found.
#[derive(Clone, Copy, Default, Debug)]
pub struct Swept {
    /// Bytes of live objects.
    pub live: usize,
    /// Live objects.
    pub objects: usize,
}

/// Frees what is not marked, lists the spans with holes, and makes MARK the new PREV. The world is stopped and the caches are flushed.
pub fn sweep(heap: &Heap) -> Swept {
    let mut swept = Swept::default();
    let mut blocks = heap.blocks.lock();
    for list in &mut blocks.partial {
        list.clear();
    }
    // From the top down: lists are popped from their end, so allocation prefers low addresses.
    let mut b = blocks.top();
    while b > 0 {
        b -= 1;
        let class = usize::from(heap.entry.at(b).load(Ordering::Relaxed));
        match class {
            FREE | LARGE_REST => {}
            LARGE => {
                let n = heap.link.at(b).load(Ordering::Relaxed) as usize;
                clear_prev(heap, b, 1);
                if count_marks(heap, b, 1) == 0 {
                    free(heap, &mut blocks, b, n);
                } else {
                    swept.live += n * BLOCK;
                    swept.objects += 1;
                }
            }
            _ => {
                let c = heap.classes.get(class);
                let n = (c.span_mask as usize + 1) / BLOCK;
                if !b.is_multiple_of(n) {
                    continue;
                }
                clear_prev(heap, b, n);
                let marked = count_marks(heap, b, n);
                if marked == 0 {
                    free(heap, &mut blocks, b, n);
                } else if marked < c.nobj as usize {
                    blocks.push_partial(class, b);
                }
                swept.live += marked * c.size as usize;
                swept.objects += marked;
            }
        }
    }
    drop(blocks);
    heap.swap_marks();
    swept
}

fn free(heap: &Heap, blocks: &mut crate::mem::blocks::Blocks, b: usize, n: usize) {
    for i in b..b + n {
        heap.entry.at(i).store(FREE as u16, Ordering::Relaxed);
    }
    blocks.give(b, n);
}

fn count_marks(heap: &Heap, block: usize, n: usize) -> usize {
    let marks = heap.mark();
    (block * MARK_WORDS..(block + n) * MARK_WORDS).map(|i| marks.at(i).load(Ordering::Relaxed).count_ones() as usize).sum()
}

/// Clears PREV, which becomes the MARK of the next cycle.
fn clear_prev(heap: &Heap, block: usize, n: usize) {
    let prev = heap.prev();
    for i in block * MARK_WORDS..(block + n) * MARK_WORDS {
        prev.at(i).store(0, Ordering::Relaxed);
    }
}
