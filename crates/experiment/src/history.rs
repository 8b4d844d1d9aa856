//! The rows of a training, of which only so many are kept that a figure draws them and a long run needs no more memory.
//!
//! Up to [`MOST`] rows are all kept. After that, a group of [`Row::GROUP`] rows stands for twice as many again and again:
//! of two neighbouring groups, those rows stay that are the lowest or the highest in one of their values, and others up to
//! the size of a group. So the kept rows lie evenly, and no peak gets lost. Which rows stay depends on the rows alone, not on
//! how they came in reports.

/// The most rows that are kept, but for those that wait for their group.
pub const MOST: usize = 8_000;

/// A row: a step, and the values at that step.
pub trait Row: Copy {
    /// The number of its values.
    const VALUES: usize;
    /// The rows that stay of two groups: room for the lowest and the highest row of each value.
    const GROUP: usize = 2 * Self::VALUES;

    /// A value, by its place from 0.
    fn value(&self, place: usize) -> f64;
}

impl Row for (f64, f64) {
    const VALUES: usize = 1;

    fn value(&self, _place: usize) -> f64 {
        self.1
    }
}

impl<const N: usize> Row for [f64; N] {
    const VALUES: usize = N - 1;

    fn value(&self, place: usize) -> f64 {
        self.get(place + 1).copied().unwrap_or(f64::NAN)
    }
}

/// The rows of a training.
#[derive(Clone, Debug)]
pub struct History<R> {
    /// The first row; then whole groups, then groups that wait for a neighbour, then single rows.
    rows: Vec<R>,
    /// How many rows came after the first.
    count: usize,
    /// A whole group stands for 2 to this power times its rows.
    level: u32,
    /// Whether the last row is not part of the course: it shows the weights as they are now.
    ahead: bool,
}

impl<R> Default for History<R> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            count: 0,
            level: 0,
            ahead: false,
        }
    }
}

impl<R: Row> FromIterator<R> for History<R> {
    fn from_iter<I: IntoIterator<Item = R>>(rows: I) -> Self {
        let mut history = Self::default();
        rows.into_iter().for_each(|row| history.push(row));
        history
    }
}

impl<R: Row> History<R> {
    /// Adds a row.
    pub fn push(&mut self, row: R) {
        if std::mem::take(&mut self.ahead) {
            self.rows.pop();
        }
        if !self.rows.is_empty() {
            // The last row stays until another follows.
            self.settle();
            self.count += 1;
        }
        self.rows.push(row);
    }

    /// Shows a row behind the others until the next one comes.
    pub fn show(&mut self, row: R) {
        if self.ahead {
            self.rows.pop();
        }
        self.rows.push(row);
        self.ahead = true;
    }

    /// Forgets all rows, and keeps their memory for others.
    pub fn clear(&mut self) {
        self.rows.clear();
        (self.count, self.level, self.ahead) = (0, 0, false);
    }

    /// The kept rows, in their order: the first, the last, and what lies between.
    pub fn rows(&self) -> &[R] {
        &self.rows
    }

    /// The last row that is part of the course.
    pub fn last(&self) -> Option<&R> {
        let behind = usize::from(self.ahead);
        self.rows.get(self.rows.len().checked_sub(1 + behind)?)
    }

    /// How many rows came; with the shown one.
    pub fn came(&self) -> usize {
        match self.rows.is_empty() {
            true => 0,
            false => self.count + 1 + usize::from(self.ahead && self.rows.len() > 1),
        }
    }

    /// Whether rows were left out.
    pub fn is_thinned(&self) -> bool {
        self.level > 0
    }

    /// Joins the groups that have become whole.
    fn settle(&mut self) {
        if self.count == 0 || !self.count.is_multiple_of(R::GROUP) {
            return;
        }
        let mut groups = self.count / R::GROUP;
        for _ in 0..self.level {
            if !groups.is_multiple_of(2) {
                return;
            }
            groups /= 2;
            let start = self.rows.len().saturating_sub(2 * R::GROUP);
            self.join(start);
        }
        if self.rows.len() > MOST {
            self.join(1);
            self.level += 1;
        }
    }

    /// Makes one group of every two from a place on. A group without a neighbour stays.
    fn join(&mut self, start: usize) {
        let mut to = start;
        for from in (start..self.rows.len()).step_by(2 * R::GROUP) {
            let end = (from + 2 * R::GROUP).min(self.rows.len());
            let kept = match self.rows.get(from..end) {
                Some(pair) if pair.len() == 2 * R::GROUP => chosen(pair),
                rest => rest.unwrap_or_default().to_vec(),
            };
            if let Some(room) = self.rows.get_mut(to..to + kept.len()) {
                room.copy_from_slice(&kept);
            }
            to += kept.len();
        }
        self.rows.truncate(to);
    }
}

/// Of two groups, the rows that stay.
fn chosen<R: Row>(rows: &[R]) -> Vec<R> {
    let mut stays = vec![false; rows.len()];
    let mut left = R::GROUP;
    let mut keep = |index: usize| {
        if let Some(stays) = stays.get_mut(index).filter(|stays| !**stays && left > 0) {
            *stays = true;
            left -= 1;
        }
    };
    for place in 0..R::VALUES {
        let values = || rows.iter().map(|row| row.value(place)).enumerate();
        let finite = || values().filter(|(_, value)| value.is_finite());
        let low = finite().min_by(|a, b| a.1.total_cmp(&b.1));
        let high = finite().max_by(|a, b| a.1.total_cmp(&b.1));
        low.into_iter()
            .chain(high)
            .for_each(|(index, _)| keep(index));
    }
    (0..rows.len()).step_by(2).for_each(&mut keep);
    (1..rows.len()).step_by(2).for_each(&mut keep);
    let pairs = rows.iter().zip(stays);
    pairs
        .filter(|(_, stays)| *stays)
        .map(|(row, _)| *row)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A falling curve with ripples, and a peak and a dip of one step.
    fn at(step: usize) -> f64 {
        match step {
            123_457 => 9.0,
            654_321 => -9.0,
            _ => 1.0 / (1.0 + step as f64 / 1e4) + 0.01 * (step as f64 / 7.0).sin(),
        }
    }

    #[test]
    fn a_million_rows_keep_first_last_and_extremes() {
        let mut history = History::default();
        let mut longest = 0;
        for step in 0..1_000_000 {
            history.push((step as f64, at(step)));
            longest = longest.max(history.rows().len());
            if step % 99_991 == 0 {
                assert_eq!(history.rows().last().unwrap().0, step as f64);
            }
        }
        assert!(longest <= MOST + 64, "{longest}");
        assert!(history.rows.capacity() <= 8_192);
        assert_eq!((history.came(), history.is_thinned()), (1_000_000, true));
        let rows = history.rows();
        assert_eq!(rows.first(), Some(&(0.0, at(0))));
        assert_eq!(rows.last().unwrap().0, 999_999.0);
        for peak in [123_457, 654_321] {
            assert!(rows.contains(&(peak as f64, at(peak))), "{peak}");
        }
        assert!(
            rows.iter()
                .all(|(step, value)| at(*step as usize) == *value)
        );
        // Evenly: no gap is longer than that between four kept rows of an even course.
        let gap = 4.0 * 1e6 / MOST as f64 * 2.0;
        for two in rows.windows(2) {
            assert!(two[0].0 < two[1].0 && two[1].0 - two[0].0 <= gap, "{two:?}");
        }
    }

    #[test]
    fn an_ordinary_run_keeps_every_row() {
        let mut history = History::default();
        for step in 0..=MOST {
            history.push((step as f64, at(step)));
        }
        assert_eq!((history.rows().len(), history.came()), (MOST + 1, MOST + 1));
        assert!(!history.is_thinned());
    }

    #[test]
    fn each_value_of_a_row_keeps_its_extremes() {
        let row = |step: usize| {
            let peak = |at| f64::from(u8::from(step == at));
            [step as f64, peak(33_333), f64::NAN, 1.0 - peak(44_444), 0.5]
        };
        let mut history = History::default();
        (0..100_000).for_each(|step| history.push(row(step)));
        assert!(history.rows().len() <= MOST + 128);
        let steps: Vec<f64> = history.rows().iter().map(|row| row[0]).collect();
        for step in [0.0, 33_333.0, 44_444.0, 99_999.0] {
            assert!(steps.contains(&step), "{step}");
        }
        assert!(steps.is_sorted());
    }

    #[test]
    fn a_shown_row_gives_way_to_the_next() {
        let mut shown = History::default();
        let mut plain = History::default();
        for step in 0..30_000 {
            if step % 3 == 0 {
                shown.show((step as f64, 7.0));
                assert_eq!(shown.rows().last(), Some(&(step as f64, 7.0)));
            }
            shown.push((step as f64, at(step)));
            plain.push((step as f64, at(step)));
        }
        assert_eq!(shown.rows(), plain.rows());
        shown.show((30_000.0, 7.0));
        assert_eq!((shown.came(), plain.came()), (30_001, 30_000));
        shown.clear();
        assert_eq!((shown.rows(), shown.came()), (&[][..], 0));
        shown.show((0.0, 1.0));
        assert_eq!(shown.came(), 1);
    }
}
