//! The numbers that a training gives after each epoch.

/// A column of the trainings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The loss of an epoch: Keras's running mean.
    Loss,
    /// The share of right answers in an epoch: Keras's running mean.
    Accuracy,
    /// The loss on the test, after an epoch.
    TestLoss,
    /// The share of right answers on the test, after an epoch.
    TestAccuracy,
    /// An output for the first test sample, after an epoch: for digits, output 7 of the first image, which is a 7; for
    /// reviews, the only output.
    Output,
}

impl Measure {
    /// All of them, in the order of the columns.
    pub const ALL: [Self; 5] = [
        Self::Loss,
        Self::Accuracy,
        Self::TestLoss,
        Self::TestAccuracy,
        Self::Output,
    ];

    /// The name in the table of counts and in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Accuracy => "accuracy",
            Self::TestLoss => "testloss",
            Self::TestAccuracy => "test",
            Self::Output => "output",
        }
    }

    /// The measure of a name.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.name() == name)
    }

    /// Whether it is a share of right answers.
    pub fn is_share(self) -> bool {
        matches!(self, Self::Accuracy | Self::TestAccuracy)
    }

    /// Whether a smaller number is better, for a network that reads digits or not: a loss, and the output for the first
    /// test review, which is negative.
    pub fn less_is_better(self, digits: bool) -> bool {
        match self {
            Self::Loss | Self::TestLoss => true,
            Self::Accuracy | Self::TestAccuracy => false,
            Self::Output => !digits,
        }
    }

    /// The width of a bin, in hundred-thousandths. The test of the reviews has 25,000 examples and that of the digits
    /// 10,000, so that bins of this width lose nothing; the thesis prints the others with four decimals. An output has
    /// three.
    pub fn step(self, digits: bool) -> u32 {
        match self {
            Self::TestAccuracy if !digits => 4,
            Self::Output => 100,
            _ => 10,
        }
    }
}
