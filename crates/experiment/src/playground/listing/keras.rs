//! The network and its training in Keras.

use super::super::network::MOMENTUM;
use super::super::setup::{Cost, Kind, PlaygroundSetup, Rule};
use super::course::{Changes, changes, course, measure};
use super::text::{Text, number};

const CHANGES: Changes = Changes {
    first: None,
    rate: |rate| format!("        model.optimizer.learning_rate = {rate}"),
    parameter: |block, place, value| {
        format!(
            "        weights = model.get_weights()
        weights[{block}][{place}] = {value}
        model.set_weights(weights)"
        )
    },
};

/// Writes what follows the head.
pub(super) fn write(setup: &PlaygroundSetup, text: &mut Text) {
    text.gap();
    text.say("con 64 bits, como la figura", "with 64 bits, as the figure");
    text.code("keras.backend.set_floatx(\"float64\")");
    model(setup, text);
    compile(setup, text);
    measure(setup, "model.predict_on_batch(x)", text);
    changes(setup, &CHANGES, text);
    let rows = |x: &str| format!("model.optimizer.rows = len({x})");
    let step = |x: &str, y: &str| {
        let train = format!("model.train_on_batch({x}, {y})");
        match setup.optimizer {
            Rule::Thesis => vec![rows(x), train],
            _ => vec![train],
        }
    };
    course(setup, step, text);
}

fn model(setup: &PlaygroundSetup, text: &mut Text) {
    let penalty = match (setup.l1 > 0.0, setup.l2 > 0.0) {
        (false, false) => "",
        _ => ",\n                       kernel_regularizer=penalty",
    };
    if !penalty.is_empty() {
        let (l1, l2) = (number(setup.l1), number(setup.l2));
        text.code(format!("penalty = keras.regularizers.L1L2({l1}, {l2})"));
    }
    if setup.dropout > 0.0 {
        text.say(
            "Keras sortea por su cuenta qué salidas omite: los números son otros",
            "Keras itself draws the outputs that it leaves out: other numbers",
        );
    }
    text.code("model = keras.Sequential([\n    keras.Input((2,)),");
    for layer in &setup.layers {
        let activation = match layer.activation {
            Kind::Relu => "relu",
            Kind::Leaky => "leaky_relu",
            Kind::Tanh => "tanh",
            Kind::Sigmoid => "sigmoid",
            Kind::Identity => "linear",
        };
        let units = layer.units;
        text.code(format!(
            "    keras.layers.Dense({units}, activation=\"{activation}\"{penalty}),"
        ));
        if setup.dropout > 0.0 {
            let rate = number(setup.dropout);
            text.code(format!("    keras.layers.Dropout({rate}),"));
        }
    }
    let output = if setup.regression() {
        "linear"
    } else {
        "sigmoid"
    };
    text.code(format!(
        "    keras.layers.Dense(1, activation=\"{output}\"{penalty}),\n])"
    ));
    text.code("model.set_weights([p for layer in layers for p in layer])");
}

fn compile(setup: &PlaygroundSetup, text: &mut Text) {
    let loss = match setup.loss {
        Cost::Thesis => "cost",
        Cost::Square => "\"mse\"",
        Cost::CrossEntropy => "\"binary_crossentropy\"",
    };
    if setup.loss == Cost::Thesis {
        text.gap();
        text.gap();
        text.say(
            "el coste de la memoria: una suma, no una media",
            "the thesis's cost: a sum, not a mean",
        );
        text.code("def cost(y, a):\n    return keras.ops.sum((a - y) ** 2) / 2");
    }
    if setup.optimizer == Rule::Thesis {
        text.gap();
        text.gap();
        text.say(
            "como en la memoria: los sesgos, por la media y no por la suma",
            "as in the thesis: biases by the mean, not by the sum",
        );
        text.code(
            "class Thesis(keras.optimizers.SGD):
    def apply(self, gradients, variables=None):
        gradients = [g / self.rows if len(g.shape) == 1 else g
                     for g in gradients]
        super().apply(gradients, variables)",
        );
    }
    if setup.loss == Cost::Thesis || setup.optimizer == Rule::Thesis {
        text.gap();
        text.gap();
    }
    let rate = number(setup.rate);
    let optimizer = match setup.optimizer {
        Rule::Thesis => format!("Thesis({rate})"),
        Rule::Descent => format!("keras.optimizers.SGD({rate})"),
        Rule::Momentum => format!(
            "keras.optimizers.SGD({rate}, momentum={})",
            number(MOMENTUM)
        ),
        Rule::Adam => format!("keras.optimizers.Adam({rate})"),
    };
    // A compiled step would keep the size of its first batch.
    let eagerly = match (setup.optimizer, setup.batches_of()) {
        (Rule::Thesis, Some(_)) => ", run_eagerly=True",
        _ => "",
    };
    text.code(format!("model.compile({optimizer}, loss={loss}{eagerly})"));
}
