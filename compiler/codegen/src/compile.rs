//! Running Cranelift, on several threads for a batch. What comes out ([`Object`]) knows nothing of addresses yet.

use crate::symbol::Symbol;
use crate::translate::{Env, translate};
use crate::window::Places;
use cranelift_codegen::binemit::Reloc;
use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::isa::TargetIsa;
use cranelift_codegen::{Context, FinalizedMachExceptionHandler, FinalizedRelocTarget};
use cranelift_frontend::FunctionBuilderContext;
use mgo_ir::ir::{Function, Loc};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a relocation refers to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum RelocTarget {
    Symbol(Symbol),
    /// An offset in the same body.
    Body(u32),
}

/// A place in a body that holds an address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fixup {
    pub(crate) offset: u32,
    pub(crate) kind: Reloc,
    pub(crate) target: RelocTarget,
    pub(crate) addend: i64,
}

/// A compiled body: bytes and what is known of them, by offset.
pub(crate) struct Object {
    pub(crate) code: Vec<u8>,
    pub(crate) fixups: Vec<Fixup>,
    /// Where runs of instructions from one place start.
    pub(crate) lines: Vec<(u32, Loc)>,
    /// Where nothing may be preempted.
    pub(crate) windows: Vec<(u32, u32)>,
    /// Whether anything is called.
    pub(crate) calls: bool,
    /// The pc of the recover block.
    pub(crate) landing: Option<u32>,
    /// From the bottom of the frame to where rbp points.
    pub(crate) frame_to_fp: u32,
    /// Cranelift's own listing, when asked for.
    pub(crate) listing: Option<String>,
}

/// What one thread reuses from function to function.
pub(crate) struct Scratch {
    context: Context,
    builder: FunctionBuilderContext,
}

impl Default for Scratch {
    fn default() -> Scratch {
        Scratch { context: Context::new(), builder: FunctionBuilderContext::new() }
    }
}

impl Scratch {
    /// Compiles one function.
    pub(crate) fn compile(&mut self, isa: &dyn TargetIsa, env: Env<'_>, func: &Function, listing: bool) -> Object {
        self.context.clear();
        self.context.set_disasm(listing);
        translate(env, func, &mut self.context.func, &mut self.builder);
        if let Err(error) = self.context.compile(isa, &mut ControlPlane::default()) {
            panic!("{}: {:?}\n{}\n{}", func.name, error.inner, self.context.func.display(), func.display(env.program));
        }
        let mut object = self.object();
        if let Some(text) = &mut object.listing {
            *text = self.named(env, text);
        }
        object
    }

    /// A listing with names in the place of Cranelift's numbers for them.
    fn named(&self, env: Env<'_>, text: &str) -> String {
        let names = self.context.func.params.user_named_funcs();
        let mut named = text.to_string();
        for (reference, name) in names.iter() {
            named = named.replace(&format!("User({reference})"), &Symbol::of(name).text(env.program));
        }
        named
    }

    /// The function's CLIF, before and without compiling.
    pub(crate) fn clif(&mut self, env: Env<'_>, func: &Function) -> String {
        self.context.clear();
        translate(env, func, &mut self.context.func, &mut self.builder);
        self.context.func.display().to_string()
    }

    fn object(&mut self) -> Object {
        let compiled = self.context.compiled_code().expect("just compiled");
        let buffer = &compiled.buffer;
        let fixup = |reloc: &cranelift_codegen::FinalizedMachReloc| Fixup {
            offset: reloc.offset,
            kind: reloc.kind,
            target: match &reloc.target {
                FinalizedRelocTarget::ExternalName(name) => RelocTarget::Symbol(Symbol::of_reloc(name, &self.context.func)),
                FinalizedRelocTarget::Func(offset) => RelocTarget::Body(*offset),
            },
            addend: reloc.addend,
        };
        let mut places = Places::new(&compiled.bb_starts);
        for srcloc in buffer.get_srclocs_sorted().iter().filter(|s| !s.loc.is_default()) {
            places.run(srcloc.start, srcloc.end, srcloc.loc);
        }
        let handlers = buffer.call_sites().flat_map(|site| site.exception_handlers);
        let landing = handlers.map(|handler| match handler {
            FinalizedMachExceptionHandler::Default(offset) => *offset,
            other => unreachable!("{other:?}: there is one handler, for everything"),
        });
        Object {
            code: compiled.code_buffer().to_vec(),
            fixups: buffer.relocs().iter().map(fixup).collect(),
            lines: places.lines,
            windows: places.windows,
            calls: buffer.call_sites().next().is_some(),
            landing: landing.max(),
            frame_to_fp: buffer.frame_layout().map_or(0, |layout| layout.frame_to_fp_offset),
            listing: compiled.vcode.clone(),
        }
    }
}

/// Compiles a batch on up to `threads` threads, this one among them; the objects are in the order of the functions.
pub(crate) fn compile_batch(
    isa: &dyn TargetIsa,
    env: Env<'_>,
    funcs: &[Function],
    scratch: &mut Vec<Scratch>,
    threads: usize,
) -> Vec<Object> {
    // A thread costs about as much as a small function.
    let threads = threads.min(funcs.len() / 2).max(1);
    scratch.resize_with(scratch.len().max(threads), Scratch::default);
    let next = AtomicUsize::new(0);
    let work = |scratch: &mut Scratch| {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(func) = funcs.get(i) else { return done };
            done.push((i, scratch.compile(isa, env, func, false)));
        }
    };
    let (first, others) = scratch[..threads].split_first_mut().expect("at least one thread");
    let mut all = std::thread::scope(|scope| {
        let handles: Vec<_> = others.iter_mut().map(|scratch| scope.spawn(|| work(scratch))).collect();
        let mut all = work(first);
        for handle in handles {
            all.extend(handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        all
    });
    all.sort_unstable_by_key(|&(i, _)| i);
    all.into_iter().map(|(_, object)| object).collect()
}
