//! The hashes' functions over whole blocks, by the RustCrypto crates: with the processor's own instructions where it has them.
//!
//! The callers in the language hand over bounded pieces, so that long inputs stay preemptible.

use crate::native::bytes;
use mgo_abi::typedesc::GoSlice;

/// The state that `state` points to and the whole blocks of `data`.
///
/// # Safety
/// `state` must point to a state that nothing else touches, and `data` must be alive; both for as long as the results are used.
unsafe fn parts<'a, S, const N: usize>(state: *mut S, data: &GoSlice<u8>) -> (&'a mut S, &'a [[u8; N]]) {
    // SAFETY: the caller's promise.
    unsafe { (&mut *state, bytes(data.ptr, data.len).as_chunks().0) }
}

natives! {
    System "crypto/md5.compress" (state: *mut [u32; 4], data: GoSlice<u8>) -> () {
        // SAFETY: the caller in the language passes its own state and a living slice.
        let (state, blocks) = unsafe { parts(state, &data) };
        md5::block_api::compress(state, blocks);
    }
    System "crypto/sha1.compress" (state: *mut [u32; 5], data: GoSlice<u8>) -> () {
        // SAFETY: the caller in the language passes its own state and a living slice.
        let (state, blocks) = unsafe { parts(state, &data) };
        sha1::block_api::compress(state, blocks);
    }
    System "crypto/sha256.compress" (state: *mut [u32; 8], data: GoSlice<u8>) -> () {
        // SAFETY: the caller in the language passes its own state and a living slice.
        let (state, blocks) = unsafe { parts(state, &data) };
        sha2::block_api::compress256(state, blocks);
    }
    System "crypto/sha512.compress" (state: *mut [u64; 8], data: GoSlice<u8>) -> () {
        // SAFETY: the caller in the language passes its own state and a living slice.
        let (state, blocks) = unsafe { parts(state, &data) };
        sha2::block_api::compress512(state, blocks);
    }
}
