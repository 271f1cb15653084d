//! References into a package's trees that outlive the walk that made them.

use mgo_syntax::ast;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Arc;

/// A reference to a node of a package's trees that keeps the trees alive: what delayed work holds instead of a borrow.
pub(crate) struct TreeRef<T> {
    /// Keeps the trees alive; never read.
    _files: Arc<Vec<ast::File>>,
    node: NonNull<T>,
}

impl<T> TreeRef<T> {
    /// A lasting reference to `node`.
    ///
    /// # Safety
    /// `node` must lie within the trees of `files`.
    pub(crate) unsafe fn new(files: &Arc<Vec<ast::File>>, node: &T) -> TreeRef<T> {
        TreeRef { _files: files.clone(), node: NonNull::from(node) }
    }
}

impl<T> Deref for TreeRef<T> {
    type Target = T;
    fn deref(&self) -> &T {
        // SAFETY: the node lies within `_files` (promised at creation), which is never changed once shared and lives as long as `self`.
        unsafe { self.node.as_ref() }
    }
}

// SAFETY: this is a shared reference to a part of what the `Arc` holds.
unsafe impl<T: Sync> Send for TreeRef<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for TreeRef<T> {}
