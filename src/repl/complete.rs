//! What could stand at the cursor: commands, names, packages and their members, fields and methods.

use super::commands::COMMANDS;
use super::exported;
use super::session::Session;
use mgo_types::object::PackageId;
use mgo_types::types::{Type, TypeId};
use mgo_types::world::World;

/// What `:emit` can show.
const STAGES: [&str; 3] = ["asm", "clif", "ir"];
const KEYWORDS: &[&str] = &[
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// Where the word at the cursor begins, and what it could be.
pub fn complete(session: &mut Session, line: &str, pos: usize) -> (usize, Vec<String>) {
    let before = &line[..pos];
    // Where a line begins, a tab is a tab: so it is in text that is pasted.
    if before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty()) {
        return (pos, vec!["\t".to_owned()]);
    }
    if before.starts_with(':') && !before.contains(' ') {
        // Behind a command that wants something there is a space.
        let typed =
            |&(name, args, _): &(&str, &str, &str)| name.to_owned() + if args.is_empty() || args.starts_with('[') { "" } else { " " };
        return (0, pick(COMMANDS.iter().map(typed).collect(), before));
    }
    if let Some((":load" | ":save", path)) = before.split_once(' ') {
        return files(before, path.trim_start());
    }
    if let Some(stage) = before.strip_prefix(":emit ").filter(|stage| !stage.contains(' ')) {
        return (before.len() - stage.len(), pick(STAGES.map(str::to_owned).to_vec(), stage));
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let start = before.rfind(|c| !is_word(c)).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let word = &before[start..];
    match before[..start].strip_suffix('.') {
        Some(owner) => (start, pick(members(session, operand(owner)), word)),
        None => (start, pick(names(session), word)),
    }
}

/// The files that a path could go on to; directories end in a slash.
fn files(before: &str, path: &str) -> (usize, Vec<String>) {
    let (dir, name) = path.rfind('/').map_or(("", path), |slash| path.split_at(slash + 1));
    let entries = std::fs::read_dir(if dir.is_empty() { "." } else { dir });
    let all = entries.into_iter().flatten().flatten().map(|entry| {
        let slash = if entry.path().is_dir() { "/" } else { "" };
        format!("{}{slash}", entry.file_name().to_string_lossy())
    });
    let visible = all.filter(|file| !file.starts_with('.') || name.starts_with('.')).collect();
    (before.len() - name.len(), pick(visible, name))
}

fn pick(mut all: Vec<String>, prefix: &str) -> Vec<String> {
    all.retain(|name| name.starts_with(prefix) && !name.contains('·'));
    all.sort();
    all.dedup();
    all
}

/// The operand that ends the text: names, calls, indices and literals joined by dots.
fn operand(text: &str) -> &str {
    let mut depth = 0;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        match c {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth > 0 => depth -= 1,
            '(' | '[' | '{' => break,
            _ if depth > 0 || c.is_alphanumeric() || c == '_' || c == '.' || c == '"' => {}
            _ => break,
        }
        start = at;
    }
    &text[start..]
}

/// All names that are known where nothing stands before them.
fn names(session: &Session) -> Vec<String> {
    let mut all: Vec<String> = session.look(|world, pkg| {
        let scopes = [pkg, PackageId::UNIVERSE].map(|p| world.package(p).scope.keys().map(|n| n.to_string()).collect::<Vec<_>>());
        scopes.concat()
    });
    all.extend(KEYWORDS.iter().map(|k| (*k).to_owned()));
    let packages = mgo_stdlib::packages().filter(|p| !p.contains("internal"));
    all.extend(packages.filter_map(|p| p.rsplit('/').next()).map(str::to_owned));
    all
}

/// What a dot behind `operand` can select.
fn members(session: &mut Session, operand: &str) -> Vec<String> {
    let is_name = operand.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_name && session.object(operand).is_none() {
        return package_members(operand);
    }
    session.probe(operand, |world, pkg, ty, _| selectable(world, pkg, ty)).unwrap_or_default()
}

/// The exported names of a package, as its source declares them.
fn package_members(name: &str) -> Vec<String> {
    let texts = exported::package_path(name).map(exported::texts).unwrap_or_default();
    texts.iter().flat_map(|text| exported::names(text)).map(|(_, name)| name).collect()
}

/// Fields and methods of a value of type `t`, promoted ones too.
fn selectable(world: &mut World, pkg: PackageId, t: TypeId) -> Vec<String> {
    let mut found = Vec::new();
    let visible = |world: &World, owner: PackageId, name: &str| {
        name.starts_with(char::is_uppercase) || owner == pkg || world.package(owner).path == "main"
    };
    let pointer = if matches!(world.types.get(t), Type::Pointer(_)) { t } else { world.types.intern(Type::Pointer(t)) };
    for holder in [t, pointer] {
        for method in world.method_set(holder) {
            if visible(world, method.pkg, &method.name) {
                found.push(method.name.to_string());
            }
        }
    }
    let mut todo = vec![t];
    let mut seen = Vec::new();
    while let Some(t) = todo.pop() {
        let mut under = world.underlying(t);
        if let &Type::Pointer(base) = world.types.get(under) {
            under = world.underlying(base);
        }
        if seen.contains(&under) {
            continue;
        }
        seen.push(under);
        if let Type::Struct(s) = &*world.types.shared(under) {
            for field in &s.fields {
                if visible(world, field.pkg, &field.name) {
                    found.push(field.name.to_string());
                }
                if field.embedded {
                    todo.push(field.ty);
                }
            }
        }
    }
    found
}
