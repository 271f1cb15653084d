//! Whether memory can be read: a program may have made a pointer out of a number.

/// Whether the first and the last of `n` bytes can be read, which the kernel knows. Where it may not be asked, they are taken for readable.
pub(super) fn is_readable(at: *const u8, n: usize) -> bool {
    n == 0 || [at as usize, (at as usize).saturating_add(n - 1)].into_iter().all(has_byte)
}

fn has_byte(at: usize) -> bool {
    let mut byte = 0u8;
    let to = libc::iovec { iov_base: (&raw mut byte).cast(), iov_len: 1 };
    let from = libc::iovec { iov_base: at as *mut libc::c_void, iov_len: 1 };
    // SAFETY: writes to `byte` at most; a bad address is an error.
    let read = unsafe { libc::process_vm_readv(libc::getpid(), &raw const to, 1, &raw const from, 1, 0) };
    read == 1 || std::io::Error::last_os_error().raw_os_error() != Some(libc::EFAULT)
}

#[cfg(test)]
mod tests {
    use super::is_readable;

    #[test]
    fn what_is_not_there_cannot_be_read() {
        let here = [1u8; 3];
        assert!(is_readable(here.as_ptr(), 3));
        assert!(is_readable(std::ptr::null(), 0));
        assert!(!is_readable(std::ptr::dangling(), 1));
        assert!(!is_readable(here.as_ptr(), usize::MAX));
    }
}
