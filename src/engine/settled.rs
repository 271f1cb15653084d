//! Which packages of the library have nothing to run before they are mentioned.

use super::{EngineError, library};

/// Import paths of the library packages whose variables all get their values at compile time and that have no `init`, sorted.
///
/// # Errors
/// An initialiser that does not compile.
pub fn idle_packages() -> Result<Vec<String>, EngineError> {
    library::at_rest()?.with(|inner| {
        inner.settle_packages()?;
        let world = &inner.lowerer.world;
        let idle = inner.settled.iter().map(|&id| world.package(id)).filter(|package| package.lazy && package.inits.is_empty());
        let mut paths: Vec<String> = idle.map(|package| package.path.to_string()).collect();
        paths.sort();
        Ok(paths)
    })
}
