//! What callers must know of the library's functions, written down ahead of time: `stdlib/summaries.txt`.

use super::compile::Inner;
use super::{EngineError, library};
use mgo_types::object::{ObjId, PackageId};
use std::fmt::Write as _;

/// The summaries of all library functions: for each package that has any, a line with `=` and its path, then the lines of its functions, sorted.
///
/// # Errors
/// A function that does not compile.
pub fn summaries() -> Result<String, EngineError> {
    library::at_rest()?.with(|inner| {
        inner.lowerer.summarise();
        let all = (0..inner.lowerer.world.packages.len() as u32).map(PackageId);
        let mut packages: Vec<(String, PackageId)> = all.map(|id| (inner.lowerer.world.package(id).path.to_string(), id)).collect();
        packages.retain(|&(_, id)| inner.lowerer.world.package(id).lazy);
        packages.sort();
        let mut text = String::new();
        for (path, id) in packages {
            let mut lines = Vec::new();
            for obj in inner.lowerer.functions_of(id) {
                lines.extend(inner.summary(obj)?);
            }
            lines.sort();
            let _ = writeln!(text, "={path}");
            lines.iter().for_each(|line| _ = writeln!(text, "{line}"));
        }
        Ok(text)
    })
}

impl Inner {
    fn summary(&mut self, obj: ObjId) -> Result<Option<String>, EngineError> {
        let inlined = match self.lowerer.only_instance(obj) {
            Some(f) => Some(self.is_inlined(f)?),
            None => None,
        };
        Ok(self.lowerer.summary_line(obj, inlined))
    }
}
