//! "Did you mean": the nearest of the names that there are.

/// The candidate that differs from `name` in so little that it may well be meant.
pub fn closest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    candidates.map(|c| (strsim::osa_distance(name, c), c)).filter(|&(d, _)| d > 0 && d <= limit).min().map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn near_names_are_found() {
        let names = || ["strings", "strconv", "sort", "os", "io"].into_iter();
        assert_eq!(closest("string", names()), Some("strings"));
        assert_eq!(closest("stirngs", names()), Some("strings"));
        assert_eq!(closest("srot", names()), Some("sort"));
        assert_eq!(closest("network", names()), None);
        assert_eq!(closest("os", ["os"].into_iter()), None);
    }
}
