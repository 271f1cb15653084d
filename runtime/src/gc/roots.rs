//! temp
use crate::mem::heap::Heap; use crate::mem::mcache::MCache;
/// temp
/// # Safety
/// temp
pub unsafe fn poll(_h:&Heap,_m:*mut MCache){}
/// temp
pub fn gc(){}
