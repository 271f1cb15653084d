//! Things that were given up and may be used again, the newest first; what nobody has asked for since the last look is told apart, so that its memory
//! can go back to the kernel.

use std::mem::take;

/// Spare things of one kind.
#[derive(Debug)]
pub struct Spares<T> {
    /// The newest last.
    warm: Vec<T>,
    /// So many of them have lain there all the time since the last look.
    low: usize,
    /// Their memory has gone back, where that was possible; they are used when nothing warm is left.
    cold: Vec<T>,
}

impl<T> Default for Spares<T> {
    fn default() -> Self {
        Spares { warm: Vec::new(), low: 0, cold: Vec::new() }
    }
}

impl<T> Spares<T> {
    /// Adds one.
    pub fn put(&mut self, spare: T) {
        self.warm.push(spare);
    }

    /// Takes the newest, a warm one if there is any.
    pub fn take(&mut self) -> Option<T> {
        let spare = self.warm.pop();
        self.low = self.low.min(self.warm.len());
        spare.or_else(|| self.cold.pop())
    }

    /// All there are.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.warm.iter().chain(&self.cold)
    }

    /// Those that have their memory.
    pub fn warm(&self) -> &[T] {
        &self.warm
    }

    /// Those whose memory has gone back.
    pub fn cold(&self) -> &[T] {
        &self.cold
    }

    /// Some are warm: it is worth another look after a while.
    pub fn is_warm(&self) -> bool {
        !self.warm.is_empty()
    }

    /// Takes out half of those that nobody has needed since the last look; the caller lets their memory go and gives them to [`Spares::chill`].
    pub fn idle(&mut self) -> Vec<T> {
        let rest = self.warm.split_off(self.low.div_ceil(2));
        self.low = rest.len();
        std::mem::replace(&mut self.warm, rest)
    }

    /// Takes out all that are warm, likewise.
    pub fn all_warm(&mut self) -> Vec<T> {
        self.low = 0;
        take(&mut self.warm)
    }

    /// Puts back what was taken out, without its memory.
    pub fn chill(&mut self, spares: Vec<T>) {
        self.cold.extend(spares);
    }
}

#[cfg(test)]
mod tests {
    use super::Spares;

    #[test]
    fn what_lay_unused_between_two_looks_is_idle() {
        let mut spares = Spares::default();
        (0..10).for_each(|i| spares.put(i));
        assert!(spares.idle().is_empty(), "all came since the last look");
        assert_eq!((spares.take(), spares.take(), spares.take()), (Some(9), Some(8), Some(7)));
        spares.put(20);
        let idle = spares.idle();
        assert_eq!(idle, [0, 1, 2, 3], "half of the seven");
        spares.chill(idle);
        assert_eq!(spares.all_warm(), [4, 5, 6, 20]);
        assert!(!spares.is_warm());
        spares.put(30);
        assert_eq!((spares.take(), spares.take()), (Some(30), Some(3)), "cold ones come last");
        assert_eq!(spares.iter().count(), 3);
        spares.put(31);
        assert!(spares.idle().is_empty());
        assert_eq!(spares.idle(), [31]);
    }
}
