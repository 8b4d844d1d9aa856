//! Weights as Keras lists them in `.h5`: a group a layer, `layer_names` at their head, `weight_names` in each.

use redes_hdf5::{Dataset, Group};

use super::model::Model;
use super::weights::Weights;
use crate::ExchangeError;

/// The weights of a whole model: layers are found by their names.
pub(super) fn by_name<'a>(
    stored: &'a Group<'a>,
    model: &Model,
) -> Result<Vec<Weights<'a>>, ExchangeError> {
    let mut found: Vec<Weights<'a>> = Vec::new();
    for (index, part) in model.parts.iter().enumerate() {
        // The layers of a model in the model are listed together.
        if let Some(last) = found.last_mut().filter(|last| last.layer == part.top) {
            last.parts.push(index);
            continue;
        }
        let datasets = match stored.group(&part.top) {
            Some(group) => of_group(group, &part.top)?,
            None => Vec::new(),
        };
        found.push(Weights {
            layer: part.top.clone(),
            parts: vec![index],
            datasets,
        });
    }
    Ok(found)
}

/// The weights of a known network: the layers that have some, in their order.
pub(super) fn by_order<'a>(
    stored: &'a Group<'a>,
    model: &Model,
) -> Result<Vec<Weights<'a>>, ExchangeError> {
    let mut groups = Vec::new();
    for name in names(stored, "layer_names")? {
        if let Some(group) = stored.group(&name) {
            let datasets = of_group(group, &name)?;
            if !datasets.is_empty() {
                groups.push((name, datasets));
            }
        }
    }
    let with_weights = model.outline.rows.iter().enumerate();
    let with_weights: Vec<usize> = with_weights
        .filter(|(_, row)| row.parameters > 0)
        .map(|(index, _)| index)
        .collect();
    if groups.len() != with_weights.len() {
        return Err(ExchangeError::OtherNetwork);
    }
    let pairs = with_weights.into_iter().zip(groups);
    Ok(pairs
        .map(|(index, (layer, datasets))| Weights {
            layer,
            parts: vec![index],
            datasets,
        })
        .collect())
}

/// The datasets of a group in the order of its `weight_names`.
pub(super) fn of_group<'a>(
    group: &'a Group<'a>,
    layer: &str,
) -> Result<Vec<(String, &'a Dataset<'a>)>, ExchangeError> {
    let names = names(group, "weight_names")?.into_iter();
    names
        .map(|name| match group.dataset(&name) {
            Some(dataset) => Ok((name, dataset)),
            None => Err(ExchangeError::Weights {
                layer: layer.to_owned(),
                problem: format!("{name} is listed and missing"),
            }),
        })
        .collect()
}

/// A list of names. One of more than 64 kB stands in several attributes, `layer_names0`, `layer_names1`, and so on.
fn names(group: &Group<'_>, attribute: &str) -> Result<Vec<String>, ExchangeError> {
    if let Some(names) = group.text(attribute)? {
        return Ok(names.list());
    }
    let mut all = Vec::new();
    for number in 0.. {
        match group.text(&format!("{attribute}{number}"))? {
            Some(names) => all.extend(names.list()),
            None => break,
        }
    }
    Ok(all)
}
