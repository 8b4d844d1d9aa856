//! `redes read`

mod count;
mod strokes;

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::builder::ValueParser;
use indicatif::{ProgressBar, ProgressStyle};
use redes_core::network::Network;
use redes_data::mnist::PIXELS;
use redes_inputs::{answer, digits};
use redes_lessons::thesis::digits::{Case, architecture};
use serde_json::{Map, Value};

use self::{
    count::Count,
    strokes::{Place, Written},
};
use crate::file::say;

/// The limit for a line, in bytes. A digit takes some hundreds.
const LONGEST: u64 = 4 << 20;
/// Progress is shown where it takes longer than this.
const PATIENCE: Duration = Duration::from_secs(1);
/// How .xz and .gz files begin.
const COMPRESSED: [(&[u8], &str); 2] = [(b"\xfd7zXZ", "xz -d"), (b"\x1f\x8b", "gunzip")];

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Digits, one JSON object a line: {"digit": 7, "strokes": [[[x, y], …], …]}. x grows to the right and y upwards, in a
    /// box of 500 x 500; each stroke is a line drawn without lifting the pen.
    file: PathBuf,
    /// Draws each digit in the middle of the pad, its longest side this share of the pad's, 0 to 1 [default: as it is
    /// written, the box of 500 being the pad].
    #[arg(long, value_name = "SHARE", value_parser = ValueParser::new(strokes::share))]
    size: Option<f64>,
    /// A network with the inputs and outputs of case 1.0, instead of the two that ship.
    #[arg(long, value_name = "MODEL")]
    model: Option<PathBuf>,
    /// Prints JSON: for each network, its accuracy, its confusion matrix (a row for each true digit), and how many
    /// digits have no output that is clear enough for an answer.
    #[arg(long)]
    json: bool,
}

/// A network that reads, and what it has read.
struct Reader {
    name: String,
    case: Case,
    network: Network<f32>,
    count: Count,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut readers = readers(arguments.model.as_deref())?;
    let name = arguments.file.display();
    let file = File::open(&arguments.file).with_context(|| format!("cannot read {name}"))?;
    let length = file.metadata().map_or(0, |about| about.len());
    let mut file = BufReader::new(file);
    let start = file
        .fill_buf()
        .with_context(|| format!("cannot read {name}"))?;
    for (magic, command) in COMPRESSED {
        if start.starts_with(magic) {
            bail!("{name} is compressed: unpack it first, with {command}");
        }
    }
    let place = arguments.size.map_or(Place::Written, Place::Scaled);
    let mut progress = Progress::new(length);
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        let read = file.by_ref().take(LONGEST).read_until(b'\n', &mut line);
        let read = read.with_context(|| format!("cannot read {name}"))? as u64;
        if read == 0 {
            break;
        }
        let written = match read {
            LONGEST => Err(anyhow::anyhow!("it is longer than 4 MB")),
            _ if line.trim_ascii().is_empty() => continue,
            _ => Written::parse(&line),
        };
        let written = written.with_context(|| format!("{name}, line {number}"))?;
        let drawn = digits::kept(&written.on_pad(place));
        let image = digits::image(&drawn);
        let image = image.with_context(|| format!("{name}, line {number}: nothing is drawn"))?;
        for reader in &mut readers {
            let answer = answer::answer(&mut reader.network, reader.case, &image);
            let answer = answer.with_context(|| unlike(&reader.name))?;
            reader.count.add(written.digit(), &answer);
        }
        progress.add(read);
    }
    progress.end();
    if readers.iter().any(|reader| reader.count.all() == 0) {
        bail!("{name} has no digits in it");
    }
    print(&readers, arguments)
}

/// The networks that ship, or the one of a file.
fn readers(file: Option<&Path>) -> Result<Vec<Reader>> {
    let Some(path) = file else {
        return Case::ALL.into_iter().map(shipped).collect();
    };
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| format!("cannot read {name}"))?;
    let network = redes_models::load(&bytes, 1).with_context(|| name.clone())?;
    let network = network.network;
    if (network.input_width(), network.output_width()) != (PIXELS, 10) {
        bail!(unlike(&name));
    }
    Ok(vec![Reader {
        name,
        case: Case::Case10,
        network,
        count: Count::default(),
    }])
}

fn unlike(name: &str) -> String {
    format!("{name} reads no digits: it must have {PIXELS} inputs and 10 outputs")
}

/// A network that ships, from the program itself.
fn shipped(case: Case) -> Result<Reader> {
    let bytes: &[u8] = match case {
        Case::Case10 => include_bytes!("../../../www/models/digits-1.0.safetensors"),
        Case::Case11 => include_bytes!("../../../www/models/digits-1.1.safetensors"),
    };
    Ok(Reader {
        name: case.to_string(),
        case,
        network: redes_models::load_as(bytes, &architecture(case), 1)?.network,
        count: Count::default(),
    })
}

fn print(readers: &[Reader], arguments: &Arguments) -> Result<()> {
    if arguments.json {
        let results = readers
            .iter()
            .map(|reader| (reader.name.clone(), reader.count.json()));
        return say(Value::Object(results.collect::<Map<_, _>>()));
    }
    let all = readers
        .first()
        .map(|reader| reader.count.all())
        .unwrap_or_default();
    say(match arguments.size {
        Some(size) => format!("{all} digits, their longest side {size} of the pad's"),
        None => format!("{all} digits, as they are written in a box of 500 x 500"),
    })?;
    for Reader {
        name, case, count, ..
    } in readers
    {
        say(format!(
            "\n{name}: {:.2} % right; {} digits with no output of {} or more",
            count.accuracy() * 100.0,
            count.unclear(),
            answer::level(*case)
        ))?;
        say(count.table())?;
    }
    Ok(())
}

/// A bar on a terminal, once it takes longer than [`PATIENCE`].
struct Progress {
    bar: ProgressBar,
    began: Instant,
    read: u64,
    length: u64,
}

impl Progress {
    fn new(length: u64) -> Self {
        Self {
            bar: ProgressBar::hidden(),
            began: Instant::now(),
            read: 0,
            length,
        }
    }

    fn add(&mut self, read: u64) {
        self.read += read;
        if self.bar.is_hidden() && self.began.elapsed() < PATIENCE {
            return;
        }
        if self.bar.length().is_none() {
            let style = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {eta}");
            self.bar = ProgressBar::new(self.length)
                .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        }
        self.bar.set_position(self.read);
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}
