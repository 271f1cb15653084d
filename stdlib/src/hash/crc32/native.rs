//! The checksums that processors help with. The callers in the language hand over bounded pieces, so that long inputs stay preemptible.

use crate::native::bytes;
use mgo_abi::typedesc::GoSlice;

natives! {
    System "hash/crc32.updateIEEE" (crc: u32, p: GoSlice<u8>) -> (next: u32) {
        let mut hasher = crc32fast::Hasher::new_with_initial(crc);
        // SAFETY: the caller in the language passes a living slice.
        hasher.update(unsafe { bytes(p.ptr, p.len) });
        next = hasher.finalize();
    }
    System "hash/crc32.updateCastagnoli" (crc: u32, p: GoSlice<u8>) -> (next: u32) {
        // SAFETY: the caller in the language passes a living slice.
        next = crc32c::crc32c_append(crc, unsafe { bytes(p.ptr, p.len) });
    }
}
