//! The writer's thread: stores full buffers, and turns them into the file that was asked for when the trace ends.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;
use std::sync::mpsc::Receiver;

use super::json::Json;
use super::perfetto::Perfetto;
use super::slices::{Sink, Slices};
use super::{BUFFER, Event, Kind, Origin, Scale};
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

/// A file without a name, in the directory of the trace, for events as they are in memory.
pub(super) fn spool(path: &Path) -> io::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".events");
    let file = File::options().read(true).write(true).create(true).truncate(true).open(&name)?;
    std::fs::remove_file(&name)?;
    Ok(file)
}

fn bytes(events: &[Event]) -> &[u8] {
    // SAFETY: an event has no padding, as its size shows.
    unsafe { std::slice::from_raw_parts(events.as_ptr().cast(), size_of_val(events)) }
}

/// Gives the stored events to `visit`, in the order of storing.
fn read_back(mut spool: File, mut events: u64, mut visit: impl FnMut(&Event)) -> io::Result<()> {
    let none = Event { ticks: 0, g: 0, arg: 0, m: 0, p: 0, kind: Kind::Create, detail: 0, wake: 0 };
    let mut chunk = vec![none; BUFFER];
    spool.rewind()?;
    while events > 0 {
        let n = events.min(BUFFER as u64) as usize;
        // SAFETY: what is read was written by `run` from events, so each is a valid one again.
        let room = unsafe { std::slice::from_raw_parts_mut(chunk.as_mut_ptr().cast::<u8>(), n * size_of::<Event>()) };
        if let Err(err) = spool.read_exact(room) {
            chunk.fill(none); // never look at half an event
            return Err(err);
        }
        chunk[..n].iter().for_each(&mut visit);
        events -= n as u64;
    }
    Ok(())
}

/// What the thread does.
pub(super) fn run(sched: &Sched, origin: Origin, mut spool: File, mut format: Format, queue: &Receiver<Vec<Event>>) {
    let (mut stored, mut result) = (0, Ok(()));
    for mut events in queue {
        if result.is_ok() {
            result = spool.write_all(bytes(&events));
            stored += if result.is_ok() { events.len() as u64 } else { 0 };
        }
        events.clear();
        if events.capacity() == BUFFER {
            sched.trace.free.lock().push(events);
        }
    }
    let scale = Scale::new(origin);
    let name = |pc| sched.functab.findfunc(pc).map(|f| f.name.to_string());
    let mut slices = Slices::new(|pc| name(pc as usize).or_else(|| name(behind_stub(sched, pc as usize)?)).unwrap_or_default());
    let sink = format.sink();
    let result = result.and_then(|()| read_back(spool, stored, |event| slices.event(event, scale.nanos(event.ticks), sink)));
    slices.finish(format.sink());
    if let Err(err) = result.and_then(|()| format.close()) {
        sched.printf(format_args!("mgo: the trace is not complete: {err}\n"));
    }
}
