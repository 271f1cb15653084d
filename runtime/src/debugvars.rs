//! Debug variables: `name=value` pairs in `GODEBUG` and `MGODEBUG`, the latter's count where both have one.

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
        for (name, value) in list.split(',').filter_map(|s| s.trim().split_once('=')) {
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

/// The lists of the environment, one behind the other.
pub fn from_env() -> String {
    let var = |name| std::env::var(name).unwrap_or_default();
    format!("{},{}", var("GODEBUG"), var("MGODEBUG"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_values_count() {
        let vars = DebugVars::parse("schedtrace=1000,asyncpreemptoff=1,other=x,,schedtrace=20,scheddetail=yes, scheddetail=1");
        assert_eq!(vars, DebugVars { asyncpreemptoff: true, schedtrace: 20, scheddetail: true });
        assert_eq!(DebugVars::parse(""), DebugVars::default());
    }
}
