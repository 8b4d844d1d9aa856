//! The playground's state, as it stands in the address.

use redes_diagram::layers::Neuron;
use redes_experiment::playground::{
    Change, Cost, Event, Hidden, Kind, MAX_TEST, PlaygroundSetup, Points, Rule, Shape, Start,
};
use redes_shell::{
    controls::Speeds,
    link::{self, Allowed, keys, text, via},
};

use super::{
    events, hidden,
    names::{self, Named, View},
    own::{Own, Scale},
};

/// Steps a second.
pub const SPEEDS: Speeds = &[
    Some(1.0),
    Some(5.0),
    Some(25.0),
    Some(100.0),
    Some(500.0),
    None,
];
/// Steps at most.
const STEPS: u64 = 1_000_000;
/// The greatest learning rate: far above those with which any of these networks learns.
pub const MAX_RATE: f64 = 100.0;
/// Points at most, of the drawn ones.
const SAMPLES: u32 = 5_000;

keys! {
    /// What a link restores.
    pub struct State, first "layers" "steps" {
        /// Where the drawn points lie.
        shape: Shape = Shape::Moons, named("circles, moons, xor, gaussians, spiral, line, plane");
        /// How many points are drawn.
        samples: u32 = 300, 10..=SAMPLES;
        /// Standard deviation of the drawn points.
        noise: f64 = 0.1, 0.0..=1.0;
        /// The share of class 1 among the drawn points.
        balance: f64 = 0.5, 0.05..=0.95;
        /// The reader's own points, in place of drawn ones.
        own: Option<Own> = None, text(
            |text| Own::read(text).map(Some),
            |own| own.as_ref().map(Own::written).unwrap_or_default(),
            Allowed::Form("AAAA.BBBB"),
        );
        /// The reader's units of own points.
        scale: Option<Scale> = None, text(
            |text| Scale::read(text).map(Some),
            |scale| scale.map(|scale| link::listed(&scale.0)).unwrap_or_default(),
            Allowed::Form("0,1,0,1,0,1"),
        );
        /// The share of the points held back for testing.
        test: f64 = 0.25, 0.0..=MAX_TEST;
        /// The hidden layers.
        layers: Vec<Hidden> = usual_layers(), text(
            hidden::linked,
            |layers| hidden::written(layers),
            Allowed::Form("4tanh,8relu"),
        );
        /// How the weights start.
        start: Start = Start::Glorot, named("glorot, he, thesis, zeros");
        /// How the weights move.
        rule: Rule = Rule::Adam, named("adam, descent, momentum, thesis");
        /// What is minimised.
        loss: Cost = Cost::CrossEntropy, named("entropy, square, thesis");
        /// Points a step; 0 for all.
        batch: u32 = 32, 0..=SAMPLES;
        /// Learning rate at the start: far too large ones too, since what they lead to can be learnt from.
        rate: f64 = 0.01, 0.0..=MAX_RATE;
        /// The penalty of the weights' sizes.
        l1: f64 = 0.0, 0.0..=10.0;
        /// The penalty of the weights' squares.
        l2: f64 = 0.0, 0.0..=10.0;
        /// The share of the hidden neurons that a step leaves out.
        dropout: f64 = 0.0, 0.0..=0.9;
        /// Steps in all.
        steps: u64 = 5_000, 1..=STEPS;
        /// Training ends below this loss of the training points; 0 for never.
        below: f64 = 0.0, 0.0..=1e6;
        /// Training ends after so many epochs without a better loss of the test points; 0 for never.
        patience: u32 = 0, 0..=100_000;
        /// Seed of points and weights.
        seed: u32 = 1, 0..=u32::MAX;
        /// What the reader changed during the run.
        events: Vec<Event> = Vec::new(), via(State::take_events, State::written_events, |_| {
            Allowed::Form("0w3v0.5")
        });
        /// Place in [`SPEEDS`].
        speed: usize = 3, 0..=SPEEDS.len() - 1;
        /// The step at which training was paused.
        at: u64 = 0, via(State::take_at, State::written_at, |state| {
            link::range(&(0..=state.steps))
        });
        /// The neuron whose surface is shown; the output's where there is none.
        look: Option<Neuron> = None, via(State::take_look, State::written_look, |_| {
            Allowed::Form("1.2")
        });
        /// How the surface is coloured.
        view: View = View::Smooth, named("smooth, discrete");
    }
}

/// A row with a name of a choice; `allowed` lists the names.
fn named<T: Named>(allowed: &'static str) -> link::Text<T> {
    text(
        names::read,
        |value| names::name(*value).to_owned(),
        Allowed::Names(allowed),
    )
}

fn usual_layers() -> Vec<Hidden> {
    let layer = |units| Hidden {
        units,
        activation: Kind::Tanh,
    };
    vec![layer(4), layer(4)]
}

impl State {
    fn take_events(&mut self, text: &str) -> bool {
        let events = events::read(text, self.parameters(), self.steps);
        link::put(&mut self.events, events)
    }

    fn written_events(&self) -> Option<String> {
        (!self.events.is_empty()).then(|| events::written(&self.events))
    }

    /// A step of this run.
    fn take_at(&mut self, text: &str) -> bool {
        let at = link::within(text, &(0..=self.steps));
        link::put(&mut self.at, at)
    }

    fn written_at(&self) -> Option<String> {
        (self.at != 0).then(|| self.at.to_string())
    }

    /// A neuron of these hidden layers.
    fn take_look(&mut self, text: &str) -> bool {
        let neuron = read_neuron(text).filter(|neuron| self.has(*neuron));
        link::put(&mut self.look, neuron.map(Some))
    }

    fn written_look(&self) -> Option<String> {
        let (layer, unit) = self.look?;
        Some(format!("{}.{}", layer + 1, unit + 1))
    }

    /// Whether a hidden layer has this neuron.
    pub fn has(&self, (layer, unit): Neuron) -> bool {
        let layer = self.layers.get(layer);
        layer.is_some_and(|layer| unit < layer.units as usize)
    }

    /// Neurons of every layer, inputs and output included.
    pub fn widths(&self) -> Vec<usize> {
        let hidden = self.layers.iter().map(|layer| layer.units as usize);
        [2].into_iter().chain(hidden).chain([1]).collect()
    }

    /// How many weights and biases the network has.
    pub fn parameters(&self) -> usize {
        let widths = self.widths();
        let pairs = widths.iter().zip(widths.iter().skip(1));
        pairs.map(|(inputs, units)| (inputs + 1) * units).sum()
    }

    /// The points are the reader's own, and enough of them to learn from.
    pub fn own(&self) -> Option<&Own> {
        self.own.as_ref().filter(|own| own.is_enough())
    }

    /// Whether the points have values in place of classes.
    pub fn regression(&self) -> bool {
        match self.own() {
            Some(own) => own.values,
            None => self.shape == Shape::Plane,
        }
    }

    /// The least and the greatest value that the colours of a layer stand for; some activations have none.
    pub fn range(&self, layer: usize) -> Option<[f64; 2]> {
        match self.layers.get(layer).map(|layer| layer.activation) {
            None if self.regression() => None,
            None | Some(Kind::Sigmoid) => Some([0.0, 1.0]),
            Some(Kind::Tanh) => Some([-1.0, 1.0]),
            Some(Kind::Relu | Kind::Leaky | Kind::Identity) => None,
        }
    }

    /// The cost that is used: values have no cross-entropy.
    pub fn cost(&self) -> Cost {
        match self.loss {
            Cost::CrossEntropy if self.regression() => Cost::Square,
            loss => loss,
        }
    }

    /// The learning rate after the events.
    pub fn rate_now(&self) -> f64 {
        let mut rates = self
            .events
            .iter()
            .rev()
            .filter_map(|event| match event.change {
                Change::Rate(rate) => Some(rate),
                Change::Parameter { .. } => None,
            });
        rates.next().unwrap_or(self.rate)
    }

    /// What a run begins from: the changes at its start stay, later ones are the run's own, but the rate stays as it is now.
    pub fn restart(&mut self) {
        self.rate = self.rate_now();
        let starts = |event: &Event| event.step == 0 && !matches!(event.change, Change::Rate(_));
        self.events.retain(starts);
    }

    /// The experiment for the trainer.
    pub fn setup(&self) -> PlaygroundSetup {
        let points = match self.own() {
            Some(own) => Points::Own(own.rows()),
            None => Points::Drawn {
                shape: self.shape,
                samples: self.samples,
                noise: self.noise,
                balance: self.balance,
            },
        };
        PlaygroundSetup {
            seed: self.seed,
            points,
            test: self.test,
            layers: self.layers.clone(),
            initializer: self.start,
            optimizer: self.rule,
            loss: self.cost(),
            batch: self.batch,
            rate: self.rate,
            l1: self.l1,
            l2: self.l2,
            dropout: self.dropout,
            steps: self.steps,
            below: self.below,
            patience: self.patience,
            events: self.events.clone(),
        }
    }
}

/// A neuron written `layer.place`, both from 1.
fn read_neuron(text: &str) -> Option<Neuron> {
    let (layer, unit) = text.split_once('.')?;
    let layer = layer.parse::<usize>().ok()?.checked_sub(1)?;
    let unit = unit.parse::<usize>().ok()?.checked_sub(1)?;
    Some((layer, unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(hash: &str) -> (State, usize) {
        let mut state = State::default();
        let refused = link::read(&mut state, "playground", hash);
        (state, refused.len())
    }

    #[test]
    fn a_link_restores_everything() {
        let hash = "#playground.shape=spiral&playground.noise=0.2&playground.layers=8relu,3identity\
            &playground.rule=momentum&playground.events=0w2v0.5,7r0.5&playground.at=9&playground.look=2.3\
            &playground.own=..AAAABBBBCCCC&playground.scale=0,1,0,1,5,2&playground.view=discrete";
        let (state, refused) = read(hash);
        assert_eq!(refused, 0);
        assert_eq!(link::write(&state, "playground", ""), {
            // The order of the rows.
            let rows = [
                "shape=spiral",
                "noise=0.2",
                "own=..AAAABBBBCCCC",
                "scale=0,1,0,1,5,2",
                "layers=8relu,3identity",
                "rule=momentum",
                "events=0w2v0.5,7r0.5",
                "at=9",
                "look=2.3",
                "view=discrete",
            ];
            format!("#playground.{}", rows.join("&playground."))
        });
        assert_eq!(state.look, Some((1, 2)));
        assert!(state.own().is_some());
        // One point is not enough to learn from.
        let (state, _) = read("#playground.own=AAAA.");
        assert!(state.own.is_some() && state.own().is_none());
    }

    #[test]
    fn an_absurd_rate_is_refused_with_what_is_allowed() {
        let mut state = State::default();
        let hash = "#playground.rate=1000&playground.events=5r1e9";
        let refused = link::read(&mut state, "playground", hash);
        let keys: Vec<&str> = refused.iter().map(|entry| entry.key).collect();
        assert_eq!(keys, ["rate", "events"]);
        let (low, high, whole) = (0.0, MAX_RATE, false);
        assert_eq!(refused[0].allowed, Allowed::Range { low, high, whole });
        assert_eq!(state, State::default());
        assert_eq!(read("#playground.rate=100").1, 0);
    }

    #[test]
    fn a_full_state_fits_into_a_link() {
        let mut state = State::default();
        let layer = Hidden {
            units: 16,
            activation: Kind::Identity,
        };
        state.layers = vec![layer; 6];
        let rows: Vec<[f64; 3]> = (0..200_u8)
            .map(|i| {
                [
                    f64::from(i) / 200.0,
                    -f64::from(i) / 150.0,
                    f64::from(i % 2),
                ]
            })
            .collect();
        state.own = Some(Own::of_rows(&rows, false));
        state.events = (0..12)
            .map(|index| Event {
                step: 1_000,
                change: Change::Parameter {
                    index,
                    value: 1.0 / 3.0,
                },
            })
            .collect();
        let link = link::write(&state, "playground", "");
        assert!(link.len() < 2_000, "{}", link.len());
    }

    #[test]
    fn a_neuron_is_looked_at_only_where_it_is() {
        for text in ["3.1", "1.5", "0.1", "1.0", "1", ""] {
            let (state, refused) = read(&format!("#playground.look={text}"));
            assert_eq!((state.look, refused), (None, 1), "{text}");
        }
        assert_eq!(State::default().widths(), [2, 4, 4, 1]);
        assert_eq!(State::default().parameters(), 3 * 4 + 5 * 4 + 5);
    }

    #[test]
    fn a_restart_keeps_the_edited_start_and_the_present_rate() {
        let (mut state, _) = read("#playground.events=0r0.7,0w2v0.5,7r0.5,9w1v2");
        assert_eq!(state.rate_now(), 0.5);
        state.restart();
        assert_eq!((state.rate, state.events.len()), (0.5, 1));
        assert_eq!(events::written(&state.events), "0w2v0.5");
    }

    #[test]
    fn values_have_no_classes() {
        let (mut state, _) = read("#playground.shape=plane");
        assert!(state.regression());
        assert_eq!(state.cost(), Cost::Square);
        assert_eq!(state.range(2), None);
        state.own = Some(Own::of_rows(&[[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]], false));
        assert!(!state.regression());
        assert_eq!(state.range(2), Some([0.0, 1.0]));
        assert_eq!(state.range(0), Some([-1.0, 1.0]));
    }
}
