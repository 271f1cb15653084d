//! Unwind tables and line tables of a batch, by gimli.
//!
//! All frames have one shape (push rbp; mov rbp, rsp … mov rsp, rbp; pop rbp; ret or jmp), so the unwind rules are made from the bytes, exact at every
//! instruction: the prefix, the prologue, and each epilogue.

use crate::table::CompiledFunc;
use gimli::write::{
    Address, AttributeValue, CallFrameInstruction, CommonInformationEntry, DwarfUnit, EhFrame, EndianVec, FileId, FrameDescriptionEntry,
    FrameTable, LineProgram, LineString, Sections,
};
use gimli::{Encoding, Format, LittleEndian, Register};
use mgo_ir::program::Program;
use mgo_syntax::source::SourceMap;
use rustc_hash::FxHashMap;

const RBP: Register = Register(6);
const RSP: Register = Register(7);
const RETURN: Register = Register(16);

/// mov rsp, rbp; pop rbp
const EPILOGUE: [u8; 4] = [0x48, 0x89, 0xec, 0x5d];

/// `.eh_frame` for the functions.
pub(super) fn eh_frame(funcs: &[CompiledFunc], bodies: &[&[u8]]) -> Vec<u8> {
    let encoding = Encoding { address_size: 8, format: Format::Dwarf32, version: 1 };
    let mut cie = CommonInformationEntry::new(encoding, 1, -8, RETURN);
    cie.fde_address_encoding = gimli::DW_EH_PE_absptr;
    cie.add_instruction(CallFrameInstruction::Cfa(RSP, 8));
    cie.add_instruction(CallFrameInstruction::Offset(RETURN, -8));
    let mut table = FrameTable::default();
    let cie = table.add_cie(cie);
    for (func, bytes) in funcs.iter().zip(bodies) {
        table.add_fde(cie, frame_rules(func, bytes));
    }
    let mut out = EhFrame(EndianVec::new(LittleEndian));
    table.write_eh_frame(&mut out).expect("writing to memory");
    let mut bytes = out.0.into_vec();
    bytes.extend([0; 4]);
    bytes
}

fn frame_rules(func: &CompiledFunc, bytes: &[u8]) -> FrameDescriptionEntry {
    let mut fde = FrameDescriptionEntry::new(Address::Constant(func.entry as u64), (func.end - func.entry) as u32);
    let prefix = func.prefix;
    fde.add_instruction(prefix + 1, CallFrameInstruction::CfaOffset(16));
    fde.add_instruction(prefix + 1, CallFrameInstruction::Offset(RBP, -16));
    fde.add_instruction(prefix + 4, CallFrameInstruction::CfaRegister(RBP));
    let body = prefix as usize + 4;
    for at in (body..bytes.len().saturating_sub(4)).filter(|&at| bytes[at..at + 4] == EPILOGUE) {
        let popped = at as u32 + 4;
        fde.add_instruction(popped, CallFrameInstruction::RememberState);
        fde.add_instruction(popped, CallFrameInstruction::Cfa(RSP, 8));
        fde.add_instruction(popped, CallFrameInstruction::Restore(RBP));
        // ret, ret imm16, jmp rel32, or a jump through memory of at most 8 bytes.
        let length = match bytes[at + 4] {
            0xc3 => 1,
            0xc2 => 3,
            0xe9 => 5,
            _ => 8,
        };
        fde.add_instruction(popped + length, CallFrameInstruction::RestoreState);
    }
    if prefix > 0 {
        // The cold stub runs before the frame is made.
        let stub = (func.end - func.entry - crate::prologue::COLD_STUB) as u32;
        fde.add_instruction(stub, CallFrameInstruction::Cfa(RSP, 8));
        fde.add_instruction(stub, CallFrameInstruction::Restore(RBP));
    }
    fde
}

/// `.debug_info`, `.debug_abbrev`, `.debug_line` and the strings they refer to: one unit in Go, a subprogram per function.
pub(super) fn debug_info(
    program: &Program,
    sources: Option<&SourceMap>,
    funcs: &[CompiledFunc],
    start: usize,
    end: usize,
) -> Vec<(&'static str, Vec<u8>)> {
    let encoding = Encoding { address_size: 8, format: Format::Dwarf32, version: 4 };
    let mut dwarf = DwarfUnit::new(encoding);
    let mut lines = Lines::new(encoding, sources);
    for func in funcs {
        lines.add(func);
    }
    let name = lines.first_file.clone();
    dwarf.unit.line_program = lines.program;
    let root = dwarf.unit.root();
    let unit = dwarf.unit.get_mut(root);
    unit.set(gimli::DW_AT_name, AttributeValue::String(name));
    unit.set(gimli::DW_AT_comp_dir, AttributeValue::String(current_dir()));
    unit.set(gimli::DW_AT_language, AttributeValue::Language(gimli::DW_LANG_Go));
    unit.set(gimli::DW_AT_low_pc, AttributeValue::Address(Address::Constant(start as u64)));
    unit.set(gimli::DW_AT_high_pc, AttributeValue::Udata((end - start) as u64));
    unit.set(gimli::DW_AT_stmt_list, AttributeValue::LineProgramRef);
    for func in funcs {
        let id = dwarf.unit.add(root, gimli::DW_TAG_subprogram);
        let entry = dwarf.unit.get_mut(id);
        let name = program.funcs.get(func.id.0 as usize).map_or(func.name.as_bytes(), |sym| sym.name.as_bytes());
        entry.set(gimli::DW_AT_name, AttributeValue::String(name.to_vec()));
        entry.set(gimli::DW_AT_external, AttributeValue::Flag(true));
        entry.set(gimli::DW_AT_low_pc, AttributeValue::Address(Address::Constant(func.entry as u64)));
        entry.set(gimli::DW_AT_high_pc, AttributeValue::Udata((func.end - func.entry) as u64));
        entry.set(gimli::DW_AT_frame_base, AttributeValue::Exprloc(frame_base()));
    }
    let mut sections = Sections::new(EndianVec::new(LittleEndian));
    dwarf.write(&mut sections).expect("writing to memory");
    vec![
        (".debug_info", sections.debug_info.0.into_vec()),
        (".debug_abbrev", sections.debug_abbrev.0.into_vec()),
        (".debug_line", sections.debug_line.0.into_vec()),
    ]
}

/// `DW_OP_call_frame_cfa`
fn frame_base() -> gimli::write::Expression {
    let mut expression = gimli::write::Expression::new();
    expression.op(gimli::DW_OP_call_frame_cfa);
    expression
}

fn current_dir() -> Vec<u8> {
    std::env::current_dir().map_or_else(|_| b".".to_vec(), |dir| dir.into_os_string().into_encoded_bytes())
}

/// The line program being made.
struct Lines<'a> {
    program: LineProgram,
    sources: Option<&'a SourceMap>,
    files: FxHashMap<std::sync::Arc<str>, FileId>,
    first_file: Vec<u8>,
}

impl<'a> Lines<'a> {
    fn new(encoding: Encoding, sources: Option<&'a SourceMap>) -> Lines<'a> {
        let dir = LineString::String(current_dir());
        let name = LineString::String(b"<mgo>".to_vec());
        let program = LineProgram::new(encoding, gimli::LineEncoding::default(), dir, None, name, None);
        Lines { program, sources, files: FxHashMap::default(), first_file: b"<mgo>".to_vec() }
    }

    fn add(&mut self, func: &CompiledFunc) {
        let Some(sources) = self.sources else { return };
        self.program.begin_sequence(Some(Address::Constant(func.entry as u64)));
        // The function's own line at its entry, and again behind prefix and prologue, where gdb puts breakpoints.
        self.row(sources, 0, func.pos);
        let body = func.prefix + 4;
        self.row(sources, body, func.pos);
        for line in func.lines.iter().filter(|line| line.offset >= body) {
            self.row(sources, line.offset, func.locs[line.loc.0 as usize].pos);
        }
        self.program.end_sequence((func.end - func.entry) as u64);
    }

    fn row(&mut self, sources: &SourceMap, offset: u32, pos: mgo_syntax::source::Pos) {
        let Some(location) = sources.locate(pos) else { return };
        let file = self.file(&location.file);
        let row = self.program.row();
        row.address_offset = u64::from(offset);
        row.file = file;
        row.line = u64::from(location.line);
        row.column = u64::from(location.column);
        row.is_statement = true;
        self.program.generate_row();
    }

    fn file(&mut self, name: &std::sync::Arc<str>) -> FileId {
        if let Some(&known) = self.files.get(name) {
            return known;
        }
        if self.files.is_empty() {
            self.first_file = name.as_bytes().to_vec();
        }
        let dir = self.program.default_directory();
        let id = self.program.add_file(LineString::String(name.as_bytes().to_vec()), dir, None);
        self.files.insert(name.clone(), id);
        id
    }
}
