//! One printed number, or one list of them, and what is known about it.

use std::fmt;
use std::str::FromStr;

use redes_decimal as decimal;
use serde::{Deserialize, Serialize};

/// Which part of the thesis an entry belongs to; a run computes one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Case {
    /// §2, the single neuron, with what §2.1 and §2.2 say around it.
    #[serde(rename = "perceptron")]
    Perceptron,
    /// §2.5, the two concentric circles.
    #[serde(rename = "circles")]
    Circles,
    /// MNIST and IMDB themselves: how many, how large.
    #[serde(rename = "data")]
    Data,
    /// Digits with two ReLU layers and a sigmoid.
    #[serde(rename = "1.0")]
    Case10,
    /// Digits with three sigmoids.
    #[serde(rename = "1.1")]
    Case11,
    /// Reviews with a convolution.
    #[serde(rename = "2.0")]
    Case20,
    /// Reviews with dense layers only.
    #[serde(rename = "2.1")]
    Case21,
}

impl Case {
    /// All of them, in the thesis's order.
    pub const ALL: [Case; 7] = [
        Case::Perceptron,
        Case::Circles,
        Case::Data,
        Case::Case10,
        Case::Case11,
        Case::Case20,
        Case::Case21,
    ];

    /// As the ledger writes it: `"perceptron"`, `"1.0"`.
    pub fn name(self) -> &'static str {
        match self {
            Case::Perceptron => "perceptron",
            Case::Circles => "circles",
            Case::Data => "data",
            Case::Case10 => "1.0",
            Case::Case11 => "1.1",
            Case::Case20 => "2.0",
            Case::Case21 => "2.1",
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// There is no such case.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no case {0}: it must be perceptron, circles, data, 1.0, 1.1, 2.0 or 2.1")]
pub struct UnknownCase(pub String);

impl FromStr for Case {
    type Err = UnknownCase;

    fn from_str(text: &str) -> Result<Self, UnknownCase> {
        let case = Case::ALL.into_iter().find(|case| case.name() == text);
        case.ok_or_else(|| UnknownCase(text.into()))
    }
}

/// What it would take to see the number again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A result that must come out in all printed digits, with every seed.
    Exact,
    /// A result of an unseeded run: ours over several seeds must surround it.
    Distribution,
    /// Neither: the note says why. What we measure stands beside it, if anything.
    NotReproducible,
    /// A setting or a size, not a result; it must agree in all printed digits.
    Fact,
}

/// A line in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Spanish.
    pub es: String,
    /// English.
    pub en: String,
}

/// A number with the digits that stand in the thesis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Printed {
    /// As printed: `"0.1200"`, `"4.8952447e-08"`. Without separators of thousands.
    pub text: String,
    /// Its value.
    pub value: f64,
}

impl Printed {
    /// Reads a printed number; `None` if it isn't one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e');
        let value = decimal::parse(text)?;
        text.chars().all(plain).then(|| Printed {
            text: text.into(),
            value,
        })
    }

    /// Decimals of the printed number (of its mantissa, if it has an exponent).
    pub fn decimals(&self) -> usize {
        let mantissa = self.text.split('e').next().unwrap_or_default();
        mantissa.split_once('.').map_or(0, |(_, after)| after.len())
    }

    /// `value` with so many decimals, or as many as this number has, as this number is
    /// written: without an exponent, or with one as NumPy prints it, of two digits.
    pub fn like(&self, value: f64, decimals: Option<usize>) -> String {
        let decimals = decimals.unwrap_or_else(|| self.decimals());
        if !self.text.contains('e') {
            return decimal::fixed(value, decimals);
        }
        let text = decimal::scientific(value, decimals);
        match text.split_once('e') {
            Some((mantissa, exponent)) => {
                let digits = exponent.trim_start_matches('-');
                let sign = if digits == exponent { '+' } else { '-' };
                format!("{mantissa}e{sign}{digits:0>2}")
            }
            None => text,
        }
    }

    /// Whether `value`, rounded to these decimals, is this number.
    pub fn agrees(&self, value: f64, decimals: Option<usize>) -> bool {
        // Numbers, not texts, so that -0 is 0; two roundings of the same length are
        // equal exactly if they are the same digits.
        let rounded = decimal::parse(&self.like(value, decimals));
        let printed = decimal::parse(&self.like(self.value, decimals));
        matches!((rounded, printed), (Some(a), Some(b)) if a == b)
    }
}

/// By how much a distribution is widened, and why by that much.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tolerance {
    /// In the unit of the printed number.
    pub value: f64,
    /// Why.
    pub reason: Text,
}

/// Where a printed number lies among thousands of trainings by another program (`www/spread`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Among {
    /// The trainings whose number, with the same decimals, is less.
    pub below: u32,
    /// The trainings with the same number.
    pub equal: u32,
    /// All trainings.
    pub of: u32,
}

impl Among {
    /// The share of the trainings whose number is less, from 0 to 1.
    pub fn share(self) -> f64 {
        f64::from(self.below) / f64::from(self.of.max(1))
    }
}

/// One printed number, or one list of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its name, as a path: `"1.0/epoch-3/loss"`.
    pub id: String,
    /// What run computes it.
    pub case: Case,
    /// The section or sections that print it: `"4"`, `"4, 5"`.
    pub place: String,
    /// What it is.
    pub what: Text,
    /// The digits; none where the thesis computes a number without printing it.
    pub printed: Vec<Printed>,
    /// `"%"`, `"s"`.
    pub unit: Option<String>,
    /// What it would take to see it again.
    pub class: Class,
    /// What we compute to see it again; `None` where there is nothing to compute.
    pub quantity: Option<Quantity>,
    /// After which epoch, from 1.
    pub epoch: Option<usize>,
    /// Of which layer, from 1.
    pub layer: Option<usize>,
    /// The seed that the thesis's listing sets.
    pub seed: Option<u32>,
    /// Digits to compare where the print leaves out zeros at the end.
    pub decimals: Option<usize>,
    /// For a distribution: how far outside our spread the number may lie.
    pub tolerance: Option<Tolerance>,
    /// Where the number lies among thousands of trainings, if these have its quantity.
    pub among: Option<Among>,
    /// The thesis slips here: what it prints must *not* come out.
    pub slip: bool,
    /// What the reader should know.
    pub note: Option<Text>,
}

impl Entry {
    /// What a run files its measurement under, if there is anything to measure.
    pub fn key(&self) -> Option<Key> {
        self.quantity.map(|quantity| Key {
            quantity,
            at: self.epoch.or(self.layer).unwrap_or(0),
        })
    }
}

/// A quantity, of an epoch or a layer if it is one of those (from 1; else 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// What.
    pub quantity: Quantity,
    /// Which epoch or layer.
    pub at: usize,
}

impl From<Quantity> for Key {
    fn from(quantity: Quantity) -> Self {
        Key { quantity, at: 0 }
    }
}

/// What a run can measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Samples trained on.
    Samples,
    /// Numbers in one input.
    InputWidth,
    /// Numbers in one answer.
    OutputWidth,
    /// All inputs, sample after sample.
    Inputs,
    /// All targets.
    Targets,
    /// Of the starting weights.
    Seed,
    /// Steps done when training ended.
    Steps,
    /// Passes over the data.
    Epochs,
    /// Samples a step.
    BatchSize,
    /// η.
    LearningRate,
    /// Outputs of each dense layer, or inputs and outputs of each layer.
    Neurons,
    /// Of the kernel: inputs, outputs.
    WeightShape,
    /// Before the first step.
    StartingWeights,
    /// Least and greatest weight before the first step, over many seeds.
    StartingRange,
    /// After the last.
    TrainedWeights,
    /// An input that training never saw.
    NewInput,
    /// What the network says to it.
    NewAnswer,
    /// Least and greatest z over the training samples, after training.
    NetInputRange,
    /// Least and greatest value of the sigmoid.
    SigmoidRange,
    /// Least and greatest value of tanh.
    TanhRange,
    /// The inner circle's radius by the outer's.
    Factor,
    /// Standard deviation of the points around their circle.
    Noise,
    /// Share of points on the right side, the update inside the loop over the layers.
    AccuracyAsMeant,
    /// The same with the update after the loop, where the listing has it.
    AccuracyAsPrinted,
    /// Images in all.
    Images,
    /// Images to train on.
    TrainingImages,
    /// Images to test with.
    TestImages,
    /// Rows and columns of an image.
    ImageShape,
    /// Least and greatest digit.
    DigitRange,
    /// Least and greatest value of a pixel after normalising.
    PixelRange,
    /// Reviews in all.
    Reviews,
    /// Reviews to train on.
    TrainingReviews,
    /// Reviews to test with.
    TestReviews,
    /// Words that the network reads of a review, at most.
    ReviewLength,
    /// Words that have an id of their own, and the ids before them.
    Vocabulary,
    /// Least and greatest class of a review.
    ReviewClasses,
    /// The id that stands for every word without one.
    UnknownId,
    /// The id of the third most frequent word.
    ThirdWordId,
    /// The ids of padding, start and unknown.
    SpecialIds,
    /// What is added to a word's rank to give its id.
    IndexFrom,
    /// Numbers in one sample of a layer's output, dimension by dimension.
    LayerShape,
    /// Of a layer.
    LayerParameters,
    /// Of the network.
    TotalParameters,
    /// Those that training changes.
    TrainableParameters,
    /// Those that it doesn't.
    FixedParameters,
    /// Of an epoch of training: Keras's running mean.
    Loss,
    /// Share of right answers in an epoch of training, likewise.
    Accuracy,
    /// The same in per cent.
    AccuracyPercent,
    /// On the test set, after an epoch.
    ValLoss,
    /// On the test set, after an epoch.
    ValAccuracy,
    /// The same in per cent.
    ValAccuracyPercent,
    /// What the trained network says to the first test sample.
    FirstAnswer,
    /// The class that this answer means.
    FirstClass,
    /// The class that the first test sample has.
    FirstLabel,
    /// The second test sample, without padding.
    SecondInput,
    /// Its length, padding included.
    SecondShape,
    /// The class that the trained network gives it.
    SecondClass,
    /// The class that it has.
    SecondLabel,
}
