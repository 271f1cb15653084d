//! An ELF image that describes code lying elsewhere in memory: symbols, unwind tables, lines. Written by hand: nine fixed sections.

use super::dwarf;
use crate::table::CompiledFunc;
use mgo_ir::program::Program;
use mgo_syntax::source::SourceMap;

const HEADER: usize = 64;
const SHT_PROGBITS: u32 = 1;
const SHT_SYMTAB: u32 = 2;
const SHT_STRTAB: u32 = 3;
const SHT_NOBITS: u32 = 8;

/// One section: name, type, flags, address, size of its contents in memory, link, entry size, bytes.
struct Section {
    name: &'static str,
    kind: u32,
    flags: u64,
    addr: u64,
    size: u64,
    link: u32,
    info: u32,
    entry: u64,
    bytes: Vec<u8>,
}

fn section(name: &'static str, kind: u32, bytes: Vec<u8>) -> Section {
    Section { name, kind, flags: 0, addr: 0, size: bytes.len() as u64, link: 0, info: 0, entry: 0, bytes }
}

/// The image for a batch.
pub(super) fn image(program: &Program, sources: Option<&SourceMap>, funcs: &[CompiledFunc], bodies: &[&[u8]]) -> Vec<u8> {
    let start = funcs.iter().map(|f| f.entry).min().unwrap_or(0);
    let end = funcs.iter().map(|f| f.end).max().unwrap_or(0);
    let (symbols, names) = symbol_table(funcs, start);
    let debug = dwarf::debug_info(program, sources, funcs, start, end);
    let mut sections = vec![section("", 0, Vec::new())];
    sections.push(Section { flags: 6, addr: start as u64, size: (end - start) as u64, ..section(".text", SHT_NOBITS, Vec::new()) });
    sections.push(Section { flags: 2, ..section(".eh_frame", SHT_PROGBITS, dwarf::eh_frame(funcs, bodies)) });
    sections.push(Section { link: 4, info: 1, entry: 24, ..section(".symtab", SHT_SYMTAB, symbols) });
    sections.push(section(".strtab", SHT_STRTAB, names));
    sections.extend(debug.into_iter().map(|(name, bytes)| section(name, SHT_PROGBITS, bytes)));
    sections.push(section(".shstrtab", SHT_STRTAB, Vec::new()));
    assemble(sections)
}

/// `Elf64_Sym`s relative to `.text`, and their names.
fn symbol_table(funcs: &[CompiledFunc], start: usize) -> (Vec<u8>, Vec<u8>) {
    let (mut symbols, mut names) = (vec![0; 24], vec![0]);
    for func in funcs {
        symbols.extend((names.len() as u32).to_le_bytes());
        // STB_GLOBAL STT_FUNC, section 1
        symbols.extend([0x12, 0, 1, 0]);
        symbols.extend(((func.entry - start) as u64).to_le_bytes());
        symbols.extend(((func.end - func.entry) as u64).to_le_bytes());
        names.extend(func.name.bytes().chain([0]));
    }
    (symbols, names)
}

/// Header, contents, section table.
fn assemble(mut sections: Vec<Section>) -> Vec<u8> {
    let mut names = Vec::new();
    let name_at: Vec<u32> = sections
        .iter()
        .map(|s| {
            let at = names.len() as u32;
            names.extend(s.name.bytes().chain([0]));
            at
        })
        .collect();
    let last = sections.len() - 1;
    sections[last].size = names.len() as u64;
    sections[last].bytes = names;
    let mut out = vec![0; HEADER];
    let mut table = Vec::new();
    for (s, name) in sections.iter().zip(name_at) {
        out.resize(out.len().next_multiple_of(16), 0);
        let at = out.len() as u64;
        out.extend(&s.bytes);
        table.extend(name.to_le_bytes());
        table.extend(s.kind.to_le_bytes());
        for word in [s.flags, s.addr, at, s.size] {
            table.extend(word.to_le_bytes());
        }
        table.extend(s.link.to_le_bytes());
        table.extend(s.info.to_le_bytes());
        for word in [if s.kind == 0 { 0 } else { 16 }, s.entry] {
            table.extend(word.to_le_bytes());
        }
    }
    out.resize(out.len().next_multiple_of(16), 0);
    let table_at = out.len() as u64;
    out.extend(table);
    out[..HEADER].copy_from_slice(&header(table_at, sections.len() as u16));
    out
}

/// `Elf64_Ehdr` of a relocatable x86-64 object.
fn header(sections_at: u64, sections: u16) -> [u8; HEADER] {
    let mut h = Vec::with_capacity(HEADER);
    h.extend(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0");
    h.extend([1, 0, 62, 0, 1, 0, 0, 0]);
    h.extend([0; 16]);
    h.extend(sections_at.to_le_bytes());
    h.extend([0; 4]);
    for half in [HEADER as u16, 0, 0, 64, sections, sections - 1] {
        h.extend(half.to_le_bytes());
    }
    h.try_into().expect("the header's fields add up to 64 bytes")
}
