//! Numbers and texts as bytes: whole ones in little-endian groups of seven bits, zigzag for signs.

/// Writes numbers behind each other.
#[derive(Debug, Default)]
pub struct Writer {
    /// What was written.
    pub bytes: Vec<u8>,
}

impl Writer {
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)) as u64);
    }

    pub fn real(&mut self, number: f32) {
        self.bytes
            .extend_from_slice(&number.to_bits().to_le_bytes());
    }

    pub fn small(&mut self, numbers: &[i8]) {
        self.bytes
            .extend(numbers.iter().map(|&number| number as u8));
    }

    pub fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Reads what a [`Writer`] wrote. Every method gives none where the bytes end or make no sense.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    pub fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(first)
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// A number that is neither endless nor none.
    pub fn real(&mut self) -> Option<f32> {
        let (bytes, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(f32::from_bits(u32::from_le_bytes(*bytes))).filter(|number| number.is_finite())
    }

    pub fn small(&mut self, count: usize) -> Option<Vec<i8>> {
        let (bytes, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(bytes.iter().map(|&byte| byte as i8).collect())
    }

    /// A count of things that take at least a byte each: never more than there are bytes left.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.bytes.len()).then_some(count)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        let length = self.count()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut writer = Writer::default();
        for number in [0, 1, 127, 128, 300, u64::MAX] {
            writer.number(number);
        }
        writer.real(-0.25);
        writer.small(&[-128, 0, 127]);
        writer.text("truce");
        let mut reader = Reader::new(&writer.bytes);
        assert!(
            [0, 1, 127, 128, 300, u64::MAX]
                .iter()
                .all(|&number| reader.number() == Some(number))
        );
        assert_eq!(reader.real(), Some(-0.25));
        assert_eq!(reader.small(3), Some(vec![-128, 0, 127]));
        assert_eq!(reader.text(), Some("truce"));
        assert!(reader.is_at_end());
        assert_eq!(reader.number(), None);
    }

    #[test]
    fn a_count_beyond_the_end_is_refused() {
        assert_eq!(Reader::new(&[200, 1, 0]).count(), None);
    }
}
