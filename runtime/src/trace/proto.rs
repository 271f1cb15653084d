//! Writing protocol buffers, as far as traces and profiles need them.

/// A message being written.
#[derive(Default, Debug)]
pub struct Message(Vec<u8>);

impl Message {
    fn raw_varint(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    /// A field of an integer type.
    pub fn varint(&mut self, field: u32, n: u64) -> &mut Self {
        self.raw_varint(u64::from(field) << 3);
        self.raw_varint(n);
        self
    }

    /// A field of type `fixed64`.
    pub fn fixed64(&mut self, field: u32, n: u64) -> &mut Self {
        self.raw_varint(u64::from(field) << 3 | 1);
        self.0.extend(n.to_le_bytes());
        self
    }

    /// A field of bytes or text.
    pub fn bytes(&mut self, field: u32, bytes: &[u8]) -> &mut Self {
        self.raw_varint(u64::from(field) << 3 | 2);
        self.raw_varint(bytes.len() as u64);
        self.0.extend(bytes);
        self
    }

    /// A field of another message, which `fill` writes in place.
    pub fn message(&mut self, field: u32, fill: impl FnOnce(&mut Message)) -> &mut Self {
        self.raw_varint(u64::from(field) << 3 | 2);
        self.0.push(0);
        let start = self.0.len();
        fill(self);
        self.end_message(start)
    }

    /// Writes the length of what begins at `start` in front of it, where one byte is free.
    fn end_message(&mut self, start: usize) -> &mut Self {
        let len = self.0.len() - start;
        if len < 0x80 {
            self.0[start - 1] = len as u8;
        } else {
            let end = self.0.len();
            self.raw_varint(len as u64);
            let more = self.0.len() - end;
            self.0[start - 1..].rotate_right(more);
            self.0.remove(start - 1 + more);
        }
        self
    }

    /// A packed field of integers.
    pub fn packed(&mut self, field: u32, numbers: impl IntoIterator<Item = u64>) -> &mut Self {
        self.message(field, |inner| numbers.into_iter().for_each(|n| inner.raw_varint(n)))
    }

    /// Empties it, but keeps its memory.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// What was written.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_their_wire_form() {
        let mut m = Message::default();
        m.message(3, |inner| _ = inner.varint(1, 150)).bytes(2, b"testing").packed(4, [3, 270, 86942]);
        let want = [0x1a, 3, 0x08, 0x96, 1, 0x12, 7, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67, 0x22, 6, 3, 0x8e, 2, 0x9e, 0xa7, 5];
        assert_eq!(m.as_bytes(), want); // the examples of the format's own documentation
    }

    #[test]
    fn long_messages_have_long_lengths() {
        for len in [0, 127, 128, 300, 20_000] {
            let text = vec![b'x'; len];
            let (mut flat, mut nested) = (Message::default(), Message::default());
            flat.varint(1, 7).bytes(2, &text).varint(3, 9);
            nested.varint(1, 7).message(2, |m| m.0.extend(&text)).varint(3, 9);
            assert_eq!(nested.as_bytes(), flat.as_bytes(), "{len} bytes");
        }
    }
}
