//! Declaring once more what depends on something that has got another meaning ([`Declarations::dependents`]).
//!
//! Invariant: what does not fit any more stays what it was, and keeps nothing else from being declared.

use super::dependents::Declarations;
use super::unit::Unit;
use crate::importer::StdImporter;
use mgo_syntax::ast;
use mgo_syntax::diag::Severity;
use mgo_syntax::source::SourceMap;
use mgo_syntax::{Mode, parse_file};
use mgo_types::extend::extend_package;
use mgo_types::object::PackageId;
use mgo_types::world::World;
use rustc_hash::FxHashMap;

/// What came of declaring things once more.
pub struct Again {
    /// What was added.
    pub file: Option<ast::File>,
    /// What was not: name and why not.
    pub left_out: Vec<(String, String)>,
    /// The first node number not used.
    pub next_node: u32,
}

/// Says that a declaration does not fit what it depends on any more.
pub fn note(name: &str, reasons: &[String], why: &str) -> String {
    let what = if reasons.is_empty() { "what was there before".to_owned() } else { format!("the older {}", reasons.join(", ")) };
    format!("note: {name} goes on with {what}: {}", why.lines().next().unwrap_or_default())
}

/// Adds the newest declarations of `names` once more; those that have errors now are left out, and what is wrong with them told.
pub fn declare(
    world: &mut World,
    package: PackageId,
    sources: &SourceMap,
    mut names: Vec<String>,
    all: &Declarations,
    next_node: u32,
) -> Again {
    let mut again = Again { file: None, left_out: Vec::new(), next_node };
    while !names.is_empty() {
        let (text, places) = all.file(&names);
        let id = sources.add("<session>", text);
        let parsed = parse_file(id, sources.file(id), Mode { script: true }, again.next_node);
        again.next_node = parsed.next_node;
        let base = parsed.file.source.base.0;
        let file = Unit::declarations(parsed.file);
        let diags = extend_package(world, package, file.clone(), &mut StdImporter::new(sources));
        if !World::is_fatal(&diags) {
            again.file = Some(file);
            break;
        }
        let mut wrong: FxHashMap<usize, String> = FxHashMap::default();
        for diag in diags.iter().filter(|d| d.severity == Severity::Error) {
            let at = diag.span.lo.0.wrapping_sub(base) as usize;
            let place = sources.locate(diag.span.lo).map(|place| format!("{place}: ")).unwrap_or_default();
            if let Some(index) = places.iter().position(|range| range.contains(&at)) {
                wrong.entry(index).or_insert_with(|| format!("{place}{}", diag.message));
            }
        }
        if wrong.is_empty() {
            break; // nobody knows whom to leave out
        }
        let mut index = 0;
        names.retain(|name| {
            let why = wrong.remove(&index);
            index += 1;
            let fits = why.is_none();
            again.left_out.extend(why.map(|why| (name.clone(), why)));
            fits
        });
    }
    again
}
