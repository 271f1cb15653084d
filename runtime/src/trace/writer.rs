//! The writer's thread: stores full buffers, and turns them into the file that was asked for when the trace ends.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::sync::mpsc::Receiver;

use super::block::{self, Note};
use super::clock::{Origin, Scale};
use super::json::Json;
use super::perfetto::Perfetto;
use super::slices::{Sink, Slices};
use super::{BUFFER, Event};
use crate::sched::Sched;

/// A file and the form that it gets.
pub(super) enum Format {
    Json(Json<BufWriter<File>>),
    Perfetto(Perfetto<BufWriter<File>>),
}

/// Makes the file.
pub(super) fn open(path: &Path) -> io::Result<Format> {
    let out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    Ok(if path.extension().is_some_and(|e| e == "pftrace") { Format::Perfetto(Perfetto::new(out)) } else { Format::Json(Json::new(out)) })
}

impl Format {
    fn sink(&mut self) -> &mut dyn Sink {
        match self {
            Format::Json(json) => json,
            Format::Perfetto(perfetto) => perfetto,
        }
    }

    fn close(self) -> io::Result<()> {
        match self {
            Format::Json(json) => json.close(),
            Format::Perfetto(perfetto) => perfetto.close(),
        }
    }
}

/// Functions are called through stubs of one jump: where the one at `pc` leads.
fn behind_stub(sched: &Sched, pc: usize) -> Option<usize> {
    const JMP_REL32: u8 = 0xe9;
    if !sched.is_compiled_pc(pc) || !sched.is_compiled_pc(pc + 5) {
        return None;
    }
    // SAFETY: inside the range of code, which stays mapped.
    let stub = unsafe { std::slice::from_raw_parts(pc as *const u8, 5) };
    let distance = i32::from_le_bytes(stub[1..].try_into().ok()?);
    (stub[0] == JMP_REL32).then(|| (pc + 5).wrapping_add_signed(distance as isize))
}

/// A file without a name, in the directory of the trace, for blocks of events.
pub(super) fn spool(path: &Path) -> io::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".events");
    let file = File::options().read(true).write(true).create(true).truncate(true).open(&name)?;
    std::fs::remove_file(&name)?;
    Ok(file)
}

/// Number of an M, and a block of its events.
pub(super) type Noted = (u16, Vec<Note>);

/// Stores a block behind its M and its length.
fn store(spool: &mut impl Write, (m, block): &Noted) -> io::Result<()> {
    spool.write_all(&m.to_le_bytes())?;
    spool.write_all(&(block.len() as u32).to_le_bytes())?;
    spool.write_all(block::bytes(block))
}

/// Gives the events of so many blocks to `visit`, in the order of storing.
fn read_back(mut spool: File, blocks: u64, mut visit: impl FnMut(Event)) -> io::Result<()> {
    spool.rewind()?;
    let mut spool = BufReader::with_capacity(1 << 18, spool);
    let mut block = Vec::with_capacity(BUFFER);
    for _ in 0..blocks {
        let (mut m, mut len) = ([0; 2], [0; 4]);
        spool.read_exact(&mut m)?;
        spool.read_exact(&mut len)?;
        block.resize(u32::from_le_bytes(len) as usize, Note::NONE);
        spool.read_exact(block::bytes_mut(&mut block))?;
        block::decode(u16::from_le_bytes(m), &block, &mut visit);
    }
    Ok(())
}

/// What the thread does.
pub(super) fn run(sched: &Sched, origin: Origin, spool: File, mut format: Format, queue: &Receiver<Noted>) {
    let mut spool = BufWriter::with_capacity(1 << 18, spool);
    let (mut stored, mut result) = (0, Ok(()));
    for mut noted in queue {
        if result.is_ok() {
            result = store(&mut spool, &noted);
            stored += u64::from(result.is_ok());
        }
        let block = &mut noted.1;
        block.clear();
        if block.capacity() == BUFFER {
            sched.trace.free.lock().push(noted.1);
        }
    }
    let spool = spool.into_inner().map_err(io::IntoInnerError::into_error);
    let scale = Scale::new(origin);
    let name = |pc| sched.functab.findfunc(pc).map(|f| f.name.to_string());
    let mut slices = Slices::new(|pc| name(pc as usize).or_else(|| name(behind_stub(sched, pc as usize)?)).unwrap_or_default());
    let sink = format.sink();
    let result = result.and(spool).and_then(|spool| read_back(spool, stored, |event| slices.event(&event, scale.nanos(event.ticks), sink)));
    slices.finish(format.sink());
    if let Err(err) = result.and_then(|()| format.close()) {
        sched.printf(format_args!("mgo: the trace is not complete: {err}\n"));
    }
}
