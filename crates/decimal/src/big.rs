//! Whole numbers without a limit, with the few operations that decimals need.

use std::cmp::Ordering;

/// A whole number, least significant limb first, without zero limbs at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Big(Vec<u32>);

impl Big {
    /// The number itself.
    pub(crate) fn new(value: u64) -> Self {
        let mut big = Self(vec![value as u32, (value >> 32) as u32]);
        big.trim();
        big
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// How many bits it takes; 0 for zero.
    pub(crate) fn bits(&self) -> i32 {
        let top = self.0.last().map_or(0, |limb| 32 - limb.leading_zeros());
        32 * self.0.len().saturating_sub(1) as i32 + top as i32
    }

    /// `self · factor + term`.
    pub(crate) fn scale(&mut self, factor: u32, term: u32) {
        let mut carry = u64::from(term);
        for limb in &mut self.0 {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// `self · 10ⁿ`; `n` below 1 changes nothing.
    pub(crate) fn ten(&mut self, n: i32) {
        for _ in 0..n {
            self.scale(10, 0);
        }
    }

    /// `self · 2ⁿ`; `n` below 1 changes nothing.
    pub(crate) fn shift(&mut self, n: i32) {
        if n <= 0 || self.0.is_empty() {
            return;
        }
        self.scale(1 << (n % 32), 0);
        self.0.splice(0..0, std::iter::repeat_n(0, n as usize / 32));
    }

    /// `self + other`.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let length = self.0.len().max(other.0.len());
        let limbs = |big: &'_ Self| big.0.clone().into_iter().chain(std::iter::repeat(0));
        let mut carry = 0;
        let mut sum: Vec<u32> = limbs(self)
            .zip(limbs(other))
            .take(length)
            .map(|(a, b)| {
                carry += u64::from(a) + u64::from(b);
                let limb = carry as u32;
                carry >>= 32;
                limb
            })
            .collect();
        sum.push(carry as u32);
        let mut sum = Self(sum);
        sum.trim();
        sum
    }

    /// Takes away a number that is not larger.
    pub(crate) fn minus(&mut self, other: &Self) {
        let mut borrow = 0;
        let limbs = other.0.iter().copied().chain(std::iter::repeat(0));
        for (limb, less) in self.0.iter_mut().zip(limbs) {
            let difference = i64::from(*limb) - i64::from(less) - borrow;
            borrow = i64::from(difference < 0);
            *limb = difference as u32;
        }
        self.trim();
    }

    /// Takes `other` away as often as it goes, and returns how often that was. Meant for counts below ten or so.
    pub(crate) fn divide(&mut self, other: &Self) -> u8 {
        let mut count = 0;
        while *self >= *other && count < 10 {
            self.minus(other);
            count += 1;
        }
        count
    }
}

impl PartialOrd for Big {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Big {
    fn cmp(&self, other: &Self) -> Ordering {
        let length = self.0.len().cmp(&other.0.len());
        length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_as_u128_does() {
        let values = [0, 1, 9, 0xffff_ffff, 0x1_0000_0000, u64::MAX];
        let wide = |big: &Big| {
            let limbs = big.0.iter().rev();
            limbs.fold(0_u128, |sum, limb| (sum << 32) | u128::from(*limb))
        };
        for a in values {
            for b in values {
                let (one, two) = (Big::new(a), Big::new(b));
                assert_eq!(one.cmp(&two), a.cmp(&b));
                assert_eq!(wide(&one.plus(&two)), u128::from(a) + u128::from(b));
                if a >= b {
                    let mut rest = one.clone();
                    rest.minus(&two);
                    assert_eq!(rest, Big::new(a - b));
                }
            }
            let mut big = Big::new(a);
            assert_eq!(big.bits(), 64 - a.leading_zeros() as i32);
            big.ten(3);
            assert_eq!(wide(&big), u128::from(a) * 1000);
            big.shift(37);
            assert_eq!(wide(&big), (u128::from(a) * 1000) << 37);
        }
    }

    #[test]
    fn it_divides_into_a_digit() {
        let mut big = Big::new(47);
        assert_eq!(big.divide(&Big::new(6)), 7);
        assert_eq!(big, Big::new(5));
        assert_eq!(big.divide(&Big::new(6)), 0);
    }
}
