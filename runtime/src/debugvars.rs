//! Debug variables: `name=value` pairs in `GODEBUG` and `MGODEBUG`, the latter's count where both have one.

use std::sync::{PoisonError, RwLock};

/// What the scheduler takes from them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct DebugVars {
    /// `asyncpreemptoff=1`: no preemption by signals.
    pub asyncpreemptoff: bool,
    /// `schedtrace=MS`: print the scheduler's state every so many milliseconds; 0 never.
    pub schedtrace: u32,
    /// `scheddetail=1`: with a line for each P, M and G.
    pub scheddetail: bool,
}

impl DebugVars {
    /// Reads a list; what cannot be understood is left out.
    pub fn parse(list: &str) -> DebugVars {
        let mut vars = DebugVars::default();
        for (name, value) in settings(list) {
            match (name, value.parse::<u32>()) {
                ("asyncpreemptoff", Ok(n)) => vars.asyncpreemptoff = n != 0,
                ("schedtrace", Ok(n)) => vars.schedtrace = n,
                ("scheddetail", Ok(n)) => vars.scheddetail = n != 0,
                _ => {}
            }
        }
        vars
    }
}

/// The program's own variable `GODEBUG`, which it may set.
#[derive(Debug)]
pub struct GodebugVar(RwLock<String>);

impl GodebugVar {
    /// As the environment has it.
    pub fn from_env() -> GodebugVar {
        GodebugVar(RwLock::new(std::env::var("GODEBUG").unwrap_or_default()))
    }

    /// The program has set it.
    pub fn set(&self, list: String) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = list;
    }

    /// The number that a setting has here, else in `defaults`; the last one counts.
    pub fn number(&self, defaults: &str, name: &str) -> Option<u32> {
        let own = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let value = |list: &str| settings(list).rev().find(|(n, _)| *n == name).map(|(_, v)| v.parse().ok());
        value(&own).or_else(|| value(defaults)).flatten()
    }
}

/// Names and values of a list; what is no setting is left out.
pub fn settings(list: &str) -> impl DoubleEndedIterator<Item = (&str, &str)> {
    list.split(',').filter_map(|setting| setting.trim().split_once('='))
}

/// The lists of the environment, one behind the other.
pub fn from_env() -> String {
    let var = |name| std::env::var(name).unwrap_or_default();
    format!("{},{}", var("GODEBUG"), var("MGODEBUG"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_s_own_value_comes_first() {
        let var = GodebugVar(RwLock::new(String::new()));
        let number = |name| var.number("panicnil=1,randseednop=0", name);
        assert_eq!((number("panicnil"), number("randseednop"), number("other")), (Some(1), Some(0), None));
        var.set("randseednop=1,panicnil=x,randseednop=2".into());
        assert_eq!((number("panicnil"), number("randseednop")), (None, Some(2)));
    }

    #[test]
    fn later_values_count() {
        let vars = DebugVars::parse("schedtrace=1000,asyncpreemptoff=1,other=x,,schedtrace=20,scheddetail=yes, scheddetail=1");
        assert_eq!(vars, DebugVars { asyncpreemptoff: true, schedtrace: 20, scheddetail: true });
        assert_eq!(DebugVars::parse(""), DebugVars::default());
    }
}
