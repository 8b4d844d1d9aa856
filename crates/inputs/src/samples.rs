//! Ten drawings to choose from: digits of the Pen-Based Recognition of Handwritten Digits data set (E. Alpaydin and
//! F. Alimoglu, UCI, CC BY 4.0), one of each, which both networks read; straightened and enlarged.

use redes_data::drawing::Stroke;

use crate::digits;

/// The drawings of 0 to 9, as a link writes them.
const TEN: [&str; 10] = [
    "d4J1alKUWzNJTCQ6LfbwKEiWJmofKjuJNYx6RJ1NXR2Kd42Kla0RsBwgxrry1cmm2Zge0gbSvyWkpMTRhpR2ZoSURJWG",
    "gAJmglXPfaqOfa2Z",
    "N9TEL6PPOdMKSkKXVHJ3bQJ3eVKog5MakOSTkeWJj9awibfGdUnjWqs7TludONu-Mrt8L6tLMar5O-p2T1pVXKp2eVsaokxyyz2Z0F1o0Fz1",
    "RURxOrPHRUM6VhK7aJJ0gVJmjMKCn1MQpmNzqeQAqeSbpmU2mSZ7drhbeHh4johbpKh4sBi-wqmSyMoty3qsy3s6ybvHw4xUvHypsP0MlL1udB2ZVT19PV02NIzh",
    "QlL-R5JmR5NBN8byOed5PifNRYgQYOhUxhgh.yDKZxQJmvrKIuGL-nxX1htosfV2Z",
    "idLXhDKTd4KqS8T1QeZeQebPRicTVxeDbafHePgLfphlgWmKfSo_bas3VaxdKf2Z.OXSxSmOibEKqfSJ9odJmxoKT1gLX",
    "rfJmpIKMmML9e0TnasZOXde0UgqUUzvBWky2Yo1gb32Zip1znXyRoQwNoQucnXtQlmsYi8sYdDuJXdx-",
    "L-J8YiJmrMKnxTL-zVM_0BOB0BPXzAREp1dnkEkEfqtkepyUep2DgA1tfU0W",
    "gSLCdbKvaSLUXuMvWTOdWARTYlZSdJibg2vje20rck2GaA2ZUB1iQTyHQBvjRKssUTo_nIZSuQR4v-PBvZNBt-LmrIKdk2Jm",
    "sZZorTV5rFQaqbNjoAKtlmKCf4J0ZhLlWqNVUePiTJR8StUXTYWjU6YianZ2eIZokgX4nWWHtSP-s2b1px2L",
];

/// The drawing of a digit; none of a number above 9.
pub fn drawing(digit: usize) -> Option<Vec<Stroke>> {
    digits::decode(TEN.get(digit)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use redes_lessons::thesis::digits::{Case, architecture};

    use super::*;
    use crate::answer;

    #[test]
    fn both_networks_read_each() {
        for case in Case::ALL {
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../www/models");
            let bytes = std::fs::read(format!("{folder}/digits-{case}.safetensors")).unwrap();
            let model = redes_models::load_as(&bytes, &architecture(case), 1).unwrap();
            let mut network = model.network;
            for digit in 0..10 {
                let strokes = drawing(digit).unwrap();
                let image = digits::image(&strokes).unwrap();
                let answer = answer::answer(&mut network, case, &image).unwrap();
                assert!(answer.clear, "{case}: {answer:?}");
                assert_eq!(answer.digit, digit, "{case}");
            }
        }
        assert_eq!(drawing(10), None);
    }
}
