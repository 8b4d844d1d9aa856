//! Links that nobody means: the same ones for the same seed, natively and in the page.

/// What stands in place of a value.
const VALUES: [&str; 28] = [
    "",
    "0",
    "1",
    "-1",
    "-0",
    "0.5",
    "2",
    "3,4",
    "1e3",
    "1e308",
    "-1e309",
    "nan",
    "inf",
    "1/3",
    "0x10",
    "99999999999999999999",
    "4,8,16,32",
    "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1",
    "%",
    "%41",
    "%ff",
    "%00",
    "%3Cscript%3E",
    "<b>",
    "ñ∞",
    "null",
    "true",
    "SSQAttyS.ttQASSyS",
];
/// What stands between two entries.
const BETWEEN: [&str; 6] = ["&", "&", "&", "&&", "&amp;", "&=&"];

/// Numbers from a seed: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
pub struct Junk(pub u64);

impl Junk {
    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.draw() as usize % of.len()]
    }

    fn value(&mut self) -> String {
        match self.draw() % 8 {
            0 => (self.draw() as i64).to_string(),
            1 => (self.draw() % 1000).to_string(),
            2 => f64::from_bits(self.draw()).to_string(),
            3 => "a,-1;9.".repeat(self.draw() as usize % 600),
            4 => {
                let length = self.draw() as usize % 40;
                let sign = |drawn: u64| char::from(b' ' + (drawn % 95) as u8);
                (0..length).map(|_| sign(self.draw())).collect()
            }
            _ => self.one(&VALUES).to_owned(),
        }
    }

    /// A hash for a figure with these keys, without the `#`.
    pub fn link(&mut self, prefix: &str, keys: &[&str]) -> String {
        let mut link = String::new();
        for _ in 0..=self.draw() % 7 {
            let key = match self.draw() % 8 {
                0 => self.value(),
                _ => self.one(keys).to_owned(),
            };
            link.push_str(&format!("{prefix}.{key}={}", self.value()));
            link.push_str(self.one(&BETWEEN));
        }
        link
    }
}
