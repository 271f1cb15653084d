//! Addresses of the functions behind the contract's list, for the linker of compiled code.

use mgo_abi::builtins::Builtin;

use crate::map::fast::*;
use crate::mem::copy::*;
use crate::{arch, chan, defer, iface, panic, print, proc, select, slice, string};

/// Address of a builtin; how it is called, `Builtin::via` says.
pub fn builtin_addr(b: Builtin) -> usize {
    use Builtin as B;
    let f: *const () = match b {
        B::NewObject => arch::mgo_newobject as *const (),
        B::NewArray => slice::rt_newarray as *const (),
        B::MakeSlice => slice::rt_makeslice as *const (),
        B::GrowSlice => slice::rt_growslice as *const (),
        B::WriteBarrier => arch::mgo_writebarrier as *const (),
        B::TypedMemmove => rt_typedmemmove as *const (),
        B::TypedMemclr => rt_typedmemclr as *const (),
        B::TypedSliceCopy => rt_typedslicecopy as *const (),
        B::TypedSliceClear => rt_typedsliceclear as *const (),
        B::ForgetDead => arch::mgo_forgetdead as *const (),
        B::Memmove => arch::mgo_memmove as *const (),
        B::Memclr => arch::mgo_memclr as *const (),
        B::Memequal => arch::mgo_memequal as *const (),
        B::ConcatString2 => arch::mgo_concatstring2 as *const (),
        B::ConcatStrings => string::rt_concatstrings as *const (),
        B::CmpString => arch::mgo_cmpstring as *const (),
        B::IntString => string::rt_intstring as *const (),
        B::SliceByteToString => arch::mgo_slicebytetostring as *const (),
        B::IndexByte => arch::mgo_indexbyte as *const (),
        B::StringToSliceByte => string::rt_stringtoslicebyte as *const (),
        B::StringToSliceRune => string::rt_stringtoslicerune as *const (),
        B::SliceRuneToString => string::rt_slicerunetostring as *const (),
        B::DecodeRune => string::rt_decoderune as *const (),
        B::MakeMap => rt_makemap as *const (),
        B::MapAccess => rt_mapaccess as *const (),
        B::MapAccess32 => rt_mapaccess_fast32 as *const (),
        B::MapAccess64 => rt_mapaccess_fast64 as *const (),
        B::MapAccessStr => rt_mapaccess_faststr as *const (),
        B::MapAssign => rt_mapassign as *const (),
        B::MapAssign32 => rt_mapassign_fast32 as *const (),
        B::MapAssign64 => rt_mapassign_fast64 as *const (),
        B::MapAssignStr => rt_mapassign_faststr as *const (),
        B::MapDelete => rt_mapdelete as *const (),
        B::MapClear => rt_mapclear as *const (),
        B::MapIterInit => rt_mapiterinit as *const (),
        B::MapIterNext => rt_mapiternext as *const (),
        B::GetItab => iface::rt_getitab as *const (),
        B::EfaceEq => iface::rt_efaceeq as *const (),
        B::TypeEq => iface::rt_typeeq as *const (),
        B::PrintLock => print::rt_printlock as *const (),
        B::PrintUnlock => print::rt_printunlock as *const (),
        B::PrintBool => print::rt_printbool as *const (),
        B::PrintInt => print::rt_printint as *const (),
        B::PrintUint => print::rt_printuint as *const (),
        B::PrintFloat => print::rt_printfloat as *const (),
        B::PrintFloat32 => print::rt_printfloat32 as *const (),
        B::PrintComplex => print::rt_printcomplex as *const (),
        B::PrintComplex64 => print::rt_printcomplex64 as *const (),
        B::PrintString => print::rt_printstring as *const (),
        B::PrintPointer => print::rt_printpointer as *const (),
        B::PrintSlice => print::rt_printslice as *const (),
        B::PrintEface => print::rt_printeface as *const (),
        B::Newproc => proc::newproc as *const (),
        B::Block => proc::block as *const (),
        B::DeferProcStack => arch::mgo_deferprocstack as *const (),
        B::DeferProc => defer::deferproc as *const (),
        B::DeferReturn => arch::mgo_deferreturn as *const (),
        B::Recover => panic::gorecover as *const (),
        B::MakeChan => chan::rt_makechan as *const (),
        B::ChanSend => arch::mgo_chansend as *const (),
        B::ChanRecv => arch::mgo_chanrecv as *const (),
        B::PoolGet => arch::mgo_poolget as *const (),
        B::PoolPut => arch::mgo_poolput as *const (),
        B::CloseChan => chan::rt_closechan as *const (),
        B::SelectNbSend => chan::rt_selectnbsend as *const (),
        B::SelectNbRecv => chan::rt_selectnbrecv as *const (),
        B::SelectGo => select::rt_selectgo as *const (),
    };
    f as usize
}

/// Address of what natives of kind `Syscall` are called through (with parkcall): arguments (frame, address of the native).
pub fn syscall_native_addr() -> usize {
    proc::syscall::syscall_native as *const () as usize
}
