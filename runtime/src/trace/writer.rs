//! The writer's thread: takes full buffers and turns them into a file.

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::mpsc::Receiver;

use super::json::Json;
use super::perfetto::Perfetto;
use super::slices::{Sink, Slices};
use super::{Event, Scale};
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

/// What the thread does.
pub(super) fn run(sched: &Sched, mut format: Format, queue: &Receiver<Vec<Event>>) {
    let scale = Scale::new();
    let name = |pc| sched.functab.findfunc(pc).map(|f| f.name.to_string());
    let mut slices = Slices::new(|pc| name(pc as usize).or_else(|| name(behind_stub(sched, pc as usize)?)).unwrap_or_default());
    for events in queue {
        for event in &events {
            slices.event(event, scale.nanos(event.ticks), format.sink());
        }
    }
    slices.finish(format.sink());
    if let Err(err) = format.close() {
        sched.printf(format_args!("mgo: the trace is not complete: {err}\n"));
    }
}
