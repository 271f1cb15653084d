//! What commands take and give: packages named by arguments, text that a reader may not want to the end.

use crate::project::Input;
pub(super) use crate::report::print;
use crate::source::ReadError;
use std::io::Read;
use std::path::PathBuf;

/// Splits the arguments of `mgo run`: leading names of files (or one other name, or `-` for standard input) and the program's own arguments.
pub(super) fn program(args: &[String]) -> Result<(Input, Vec<String>), ReadError> {
    let rest = |from: usize| args.get(from..).unwrap_or_default().iter().skip_while(|a| *a == "--").cloned().collect();
    if args.first().is_some_and(|a| a == "-") {
        return Ok((standard_input()?, rest(1)));
    }
    let go_files = args.iter().take_while(|a| a.ends_with(".go") && !a.starts_with('-')).count();
    match go_files {
        0 | 1 => {
            let Some(first) = args.first() else { return Err(ReadError::Other("no program given".into())) };
            Ok((Input::named(first)?, rest(1)))
        }
        n => Ok((Input::Files(args[..n].iter().map(PathBuf::from).collect()), rest(n))),
    }
}

/// The packages that arguments of `mgo check` and `mgo vet` name: files together make one, `dir/...` is all below `dir`.
pub(super) fn packages(args: &[String]) -> Result<Vec<Input>, ReadError> {
    let is_file = |a: &&String| a.ends_with(".go") || a.ends_with(".mgo");
    if args.is_empty() {
        return Ok(vec![Input::Dir(".".into())]);
    }
    if args.iter().all(|a| is_file(&a)) {
        return Ok(vec![Input::Files(args.iter().map(PathBuf::from).collect())]);
    }
    let mut inputs = Vec::new();
    for arg in args {
        match arg.strip_suffix("/...").or_else(|| (arg == "...").then_some(".")) {
            Some(dir) => inputs.extend(crate::project::below(std::path::Path::new(dir))?.into_iter().map(Input::Dir)),
            None if arg == "-" => inputs.push(standard_input()?),
            None => inputs.push(Input::named(arg)?),
        }
    }
    if inputs.is_empty() {
        return Err(ReadError::Other(format!("{} matched no packages", args.join(" "))));
    }
    Ok(inputs)
}

fn standard_input() -> Result<Input, ReadError> {
    let mut text = Vec::new();
    // A standard input that is closed is an empty one.
    if let Err(err) = std::io::stdin().lock().read_to_end(&mut text)
        && err.raw_os_error() != Some(libc::EBADF)
    {
        return Err(ReadError::Io("<stdin>".into(), err));
    }
    Ok(Input::Text("<stdin>".into(), text))
}
