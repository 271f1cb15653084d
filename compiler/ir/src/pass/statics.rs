//! Runs a package's initialisers at compile time, as far as that is possible: what they store becomes the first value of variables.
//!
//! Only the entry block is looked at, which runs once and in order. Objects it allocates become variables without a name. What cannot be done
//! here stays code, and so do writes to the frame that such code reads. Invariant: code that stays never sees a store too early that it could tell from Go's order: behind a call that stays, only objects
//! made since and the variables' own initialisers are still written here (Go has initialised whatever such a call can mention before).

use crate::ir::{Callee, Function, Inst, Op, Slot, Term, Value};
use crate::program::{GlobalId, GlobalSym, Image, Program, StaticAddr};
use mgo_abi::builtins::Builtin;
use mgo_types::object::PackageId;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Objects larger than this are left to run time.
const LARGEST: u64 = 1 << 20;

/// What is known of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The bits of a number, in the low bytes.
    Bits(u64),
    /// An address that is known before the program runs.
    Addr(StaticAddr, i64),
    /// An address in the frame.
    Frame(Slot, i64),
}

/// Memory that is written here.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Global(GlobalId),
    Slot(Slot),
}

struct Evaluator<'p> {
    program: &'p mut Program,
    pkg: PackageId,
    /// Whether the variables of another package have had their last word when this one is initialised.
    settled: &'p dyn Fn(PackageId) -> bool,
    known: FxHashMap<Value, Known>,
    /// Calls that stayed so far.
    calls: u32,
    /// Objects made and slots written here, and how many calls had stayed by then.
    made: FxHashMap<Place, u32>,
    /// What code that stays writes.
    taken: FxHashSet<Place>,
    slots: FxHashMap<Slot, Image>,
}

/// Runs what it can of the initialiser `func` of package `pkg`, and takes that out of it.
pub fn run(func: &mut Function, program: &mut Program, pkg: PackageId, settled: &dyn Fn(PackageId) -> bool) {
    let mut insts = std::mem::take(&mut func.blocks[0].insts);
    let mut this = Evaluator {
        program,
        pkg,
        settled,
        known: FxHashMap::default(),
        calls: 0,
        made: FxHashMap::default(),
        taken: FxHashSet::default(),
        slots: FxHashMap::default(),
    };
    insts.retain_mut(|inst| !this.done(func, inst));
    func.blocks[0].insts = insts;
    super::dead::remove_dead(func);
    this.drop_idle_slots(func);
    // The caller takes in an empty one.
    func.attrs.noinline &= !is_empty(func);
}

/// Whether nothing of an initialiser is left.
pub fn is_empty(func: &Function) -> bool {
    func.blocks[0].insts.is_empty() && matches!(&func.blocks[0].term, Some(Term::Return(_)))
}

impl Evaluator<'_> {
    /// Does what the instruction does; `false`: it has to stay.
    fn done(&mut self, func: &Function, inst: &mut Inst) -> bool {
        let own = inst.loc.0 != 0 && func.locs[inst.loc.0 as usize].inlined.is_none();
        match &inst.op {
            &Op::Store(value, addr, offset, _) | &Op::StoreBarrier(value, addr, offset, _) => {
                let size = func.values[value.0 as usize].size();
                let content = self.known.get(&value).and_then(|&known| Image::of(known, size));
                self.write(func, addr, offset, own, content, size)
            }
            &Op::Zero(addr, size) => self.write(func, addr, 0, own, Some(Image::zeroed(size as usize)), size),
            &Op::Copy(to, from, size) => {
                let content = self.part(from, 0, size);
                self.write(func, to, 0, own, content, size)
            }
            Op::Call(Callee::Builtin(Builtin::TypedMemmove), args) => match (self.described(args[0]), args[1], args[2]) {
                (Some(size), to, from) => {
                    let content = self.part(from, 0, size);
                    let done = self.write(func, to, 0, own, content, size);
                    // It stays a call.
                    self.calls += u32::from(!done);
                    done
                }
                _ => self.stays(),
            },
            Op::Call(Callee::Builtin(Builtin::NewObject), args) => {
                match self.new_object(args[0]) {
                    Some(object) => {
                        inst.op = Op::GlobalAddr(object, 0);
                        self.known.insert(inst.results[0], Known::Addr(StaticAddr::Global(object), 0));
                    }
                    None => self.calls += 1,
                }
                false
            }
            Op::Call(..) | Op::AtomicStore(..) | Op::AtomicRmw(..) | Op::AtomicCas(..) | Op::LocalCas(..) | Op::Barrier(..) => self.stays(),
            op => {
                if let (&[result], Some(known)) = (&inst.results[..], self.value(op)) {
                    self.known.insert(result, known);
                }
                false
            }
        }
    }

    /// Something with effects stays.
    fn stays(&mut self) -> bool {
        self.calls += 1;
        false
    }

    /// What a pure instruction or a load gives.
    fn value(&self, op: &Op) -> Option<Known> {
        Some(match *op {
            Op::Iconst(_, value) => Known::Bits(value as u64),
            Op::Fconst(_, bits) => Known::Bits(bits),
            Op::SlotAddr(slot, offset) => Known::Frame(slot, i64::from(offset)),
            Op::GlobalAddr(id, offset) => Known::Addr(StaticAddr::Global(id), i64::from(offset)),
            Op::DataAddr(id) => Known::Addr(StaticAddr::Data(id), 0),
            Op::TypeAddr(id) => Known::Addr(StaticAddr::Type(id), 0),
            Op::ItabAddr(id) => Known::Addr(StaticAddr::Itab(id), 0),
            Op::FuncValAddr(id) => Known::Addr(StaticAddr::FuncVal(id), 0),
            Op::CodeAddr(id) => Known::Addr(StaticAddr::Code(id), 0),
            Op::Index(base, index, scale, offset) => {
                let &Known::Bits(index) = self.known.get(&index)? else { return None };
                self.known.get(&base)?.plus((index as i64).checked_mul(i64::from(scale))?.checked_add(i64::from(offset))?)?
            }
            Op::Load(ty, addr, offset, _) => self.part(addr, offset, ty.size())?.word(ty.size())?,
            _ => return None,
        })
    }

    /// Writes to the memory that `addr` names, if that may be done here. `own`: the code is the initialiser's own.
    fn write(&mut self, func: &Function, addr: Value, offset: i32, own: bool, content: Option<Image>, size: u32) -> bool {
        let Some((place, at)) = self.known.get(&addr).and_then(|known| known.plus(i64::from(offset))?.place()) else {
            // It may go anywhere.
            return self.stays();
        };
        let (room, timely) = match place {
            Place::Slot(slot) => {
                let made = *self.made.entry(place).or_insert(self.calls);
                (u64::from(func.slots[slot.0 as usize].size), made == self.calls)
            }
            Place::Global(global) => {
                let sym = &self.program.globals[global.0 as usize];
                let variable = || sym.pkg == self.pkg && (self.calls == 0 || own);
                (sym.size, self.made.get(&place).map_or_else(variable, |&made| made == self.calls))
            }
        };
        let inside = at >= 0 && at as u64 + u64::from(size) <= room;
        match content.filter(|_| inside && timely && !self.taken.contains(&place)) {
            Some(content) => self.image(place, room as usize).put(at as u32, &content),
            None => {
                self.taken.insert(place);
                return false;
            }
        }
        matches!(place, Place::Global(_))
    }

    fn image(&mut self, place: Place, size: usize) -> &mut Image {
        match place {
            Place::Slot(slot) => self.slots.entry(slot).or_insert_with(|| Image::zeroed(size)),
            Place::Global(global) => {
                let image = &mut self.program.globals[global.0 as usize].image;
                Arc::make_mut(image.get_or_insert_with(|| Arc::new(Image::zeroed(size))))
            }
        }
    }

    /// The bytes that `addr` names, when they are certain.
    fn part(&self, addr: Value, offset: i32, size: u32) -> Option<Image> {
        let from = self.known.get(&addr)?.plus(i64::from(offset))?;
        if let Known::Addr(StaticAddr::Data(id), at) = from {
            let at = u32::try_from(at).ok()?;
            let end = at.checked_add(size)?;
            let mut image = Image { bytes: self.program.data[id.0 as usize].get(at as usize..end as usize)?.to_vec(), ..Image::default() };
            for &(offset, target) in self.program.data_relocs.get(&id).into_iter().flatten() {
                if (at..end).contains(&offset) {
                    image.put_addr(offset - at, StaticAddr::Data(target), 0);
                }
            }
            return Some(image);
        }
        let (place, at) = from.place()?;
        let at = u32::try_from(at).ok()?;
        let (image, room, certain) = match place {
            Place::Slot(slot) => (self.slots.get(&slot), u64::MAX, false),
            Place::Global(global) => {
                let sym = &self.program.globals[global.0 as usize];
                let certain = if sym.pkg == self.pkg { self.calls == 0 } else { (self.settled)(sym.pkg) };
                (sym.image.as_deref(), sym.size, certain)
            }
        };
        let certain = self.made.get(&place).map_or(certain, |&made| made == self.calls);
        if !certain || self.taken.contains(&place) || u64::from(at) + u64::from(size) > room {
            return None;
        }
        image.map_or_else(|| Some(Image::zeroed(size as usize)), |image| image.part(at, size))
    }

    /// The size of the type whose descriptor a value is.
    fn described(&self, desc: Value) -> Option<u32> {
        let &Known::Addr(StaticAddr::Type(ty), 0) = self.known.get(&desc)? else { return None };
        u32::try_from(self.program.ty(ty).size).ok()
    }

    /// A variable for an object of the type that `desc` describes.
    fn new_object(&mut self, desc: Value) -> Option<GlobalId> {
        let &Known::Addr(StaticAddr::Type(ty), 0) = self.known.get(&desc)? else { return None };
        let ty = self.program.ty(ty);
        if ty.size > LARGEST {
            return None;
        }
        let sym = GlobalSym {
            name: format!("{}·{}", ty.name, self.program.globals.len()).into(),
            pkg: self.pkg,
            size: ty.size,
            align: u32::from(ty.align),
            has_pointers: !ty.gc_mask.is_empty(),
            image: None,
        };
        self.program.globals.push(sym);
        let id = GlobalId(self.program.globals.len() as u32 - 1);
        self.made.insert(Place::Global(id), self.calls);
        Some(id)
    }

    /// Takes out the writes to those slots that nothing reads any more.
    fn drop_idle_slots(&self, func: &mut Function) {
        let slot_of = |value: &Value| match self.known.get(value) {
            Some(&Known::Frame(slot, _)) => Some(slot),
            _ => None,
        };
        let written = |op: &Op| match op {
            Op::Store(_, addr, _, _) | Op::Zero(addr, _) | Op::Copy(addr, _, _) => slot_of(addr),
            _ => None,
        };
        let mut used: FxHashSet<Slot> =
            self.taken.iter().filter_map(|place| if let Place::Slot(slot) = place { Some(*slot) } else { None }).collect();
        for block in &func.blocks {
            for inst in &block.insts {
                let target = written(&inst.op);
                let is_address = inst.results.iter().any(|result| slot_of(result).is_some());
                let mut first = target.is_some();
                inst.op.for_each_value(|value| {
                    // The slot that is written may be mentioned once, as such.
                    let as_target = first && slot_of(&value) == target;
                    first &= !as_target;
                    used.extend(slot_of(&value).filter(|_| !as_target && !is_address));
                });
            }
            if let Some(term) = &block.term {
                term.for_each_value(|value| used.extend(slot_of(&value)));
            }
        }
        let idle = |op: &Op| written(op).is_some_and(|slot| !used.contains(&slot));
        func.blocks.iter_mut().for_each(|block| block.insts.retain(|inst| !idle(&inst.op)));
        super::dead::remove_dead(func);
    }
}

impl Known {
    fn plus(self, bytes: i64) -> Option<Known> {
        Some(match self {
            Known::Bits(_) => return None,
            Known::Addr(addr, at) => Known::Addr(addr, at.checked_add(bytes)?),
            Known::Frame(slot, at) => Known::Frame(slot, at.checked_add(bytes)?),
        })
    }

    /// The memory it points into, if that can be written, and where.
    fn place(self) -> Option<(Place, i64)> {
        match self {
            Known::Addr(StaticAddr::Global(global), at) => Some((Place::Global(global), at)),
            Known::Frame(slot, at) => Some((Place::Slot(slot), at)),
            _ => None,
        }
    }
}

impl Image {
    /// A value of `size` bytes as it lies in memory; none for what does not outlive the frame.
    fn of(known: Known, size: u32) -> Option<Image> {
        let mut image = Image::zeroed(size as usize);
        match known {
            Known::Bits(bits) => image.bytes.copy_from_slice(&bits.to_le_bytes()[..size as usize]),
            Known::Addr(addr, offset) => image.put_addr(0, addr, offset),
            Known::Frame(..) => return None,
        }
        Some(image)
    }

    /// A word or less of it as a value.
    fn word(&self, size: u32) -> Option<Known> {
        if let Some(&(addr, offset)) = self.addrs.get(&0) {
            return (size == 8).then_some(Known::Addr(addr, offset));
        }
        let mut bytes = [0; 8];
        bytes[..size as usize].copy_from_slice(&self.bytes);
        Some(Known::Bits(u64::from_le_bytes(bytes)))
    }
}
