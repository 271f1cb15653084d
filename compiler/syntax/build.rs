//! Generates the parser from `src/grammar.lalrpop`; the output lives in `OUT_DIR` only.

fn main() {
    if let Err(err) = lalrpop::Configuration::new().use_cargo_dir_conventions().emit_rerun_directives(true).process() {
        panic!("grammar.lalrpop: {err}");
    }
}
