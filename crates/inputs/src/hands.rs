//! Which of several pointers draws on the pad: pen, fingers, the palm beside them, a mouse.
//!
//! One pointer draws at a time. A pen goes before a finger: a palm often arrives before the pen's tip, and stays.

/// How long after a pen was seen fingers do not draw, in milliseconds.
const PEN_STAYS: f64 = 1_000.0;

/// What a pointer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// A pen, on the pad or above it.
    Pen,
    /// A finger, or a palm.
    Touch,
    /// A mouse, or what a browser does not name.
    Mouse,
}

impl Hand {
    /// The pointer that `PointerEvent.pointerType` names.
    pub fn named(name: &str) -> Self {
        match name {
            "pen" => Self::Pen,
            "touch" => Self::Touch,
            _ => Self::Mouse,
        }
    }
}

/// What to do with a pointer that comes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
    /// It begins a stroke.
    Draw,
    /// It begins a stroke, and the stroke of the palm before it is taken back.
    Replace,
    /// It draws nothing.
    Ignore,
}

/// The pointers on the pad.
#[derive(Debug, Default)]
pub struct Hands {
    /// The pointer whose stroke is being drawn.
    drawing: Option<(i32, Hand)>,
    /// When a pen was last seen.
    pen: Option<f64>,
}

impl Hands {
    /// A pointer comes down, at a time in milliseconds.
    pub fn down(&mut self, id: i32, hand: Hand, now: f64) -> Down {
        self.seen(hand, now);
        let lately = self.pen.is_some_and(|at| now - at < PEN_STAYS);
        let answer = match (self.drawing, hand) {
            (_, Hand::Touch) if lately => Down::Ignore,
            (None, _) => Down::Draw,
            // Its lifting never arrived.
            (Some((same, _)), _) if same == id => Down::Draw,
            (Some((_, Hand::Touch)), Hand::Pen) => Down::Replace,
            _ => Down::Ignore,
        };
        if answer != Down::Ignore {
            self.drawing = Some((id, hand));
        }
        answer
    }

    /// Whether a pointer that moves draws.
    pub fn moved(&mut self, id: i32, hand: Hand, now: f64) -> bool {
        self.seen(hand, now);
        self.drawing.is_some_and(|(drawing, _)| drawing == id)
    }

    /// A pointer is lifted, or lost. Returns the one that was drawing.
    pub fn up(&mut self, id: i32, hand: Hand, now: f64) -> Option<Hand> {
        self.seen(hand, now);
        let (_, drew) = self.drawing.take_if(|(drawing, _)| *drawing == id)?;
        Some(drew)
    }

    fn seen(&mut self, hand: Hand, now: f64) {
        if hand == Hand::Pen {
            self.pen = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_pointer_never_cuts_a_stroke() {
        for first in [Hand::Pen, Hand::Touch, Hand::Mouse] {
            for second in [Hand::Touch, Hand::Mouse] {
                let mut hands = Hands::default();
                assert_eq!(hands.down(1, first, 0.0), Down::Draw);
                assert_eq!(hands.down(2, second, 5.0), Down::Ignore);
                assert!(!hands.moved(2, second, 6.0) && hands.moved(1, first, 6.0));
                assert_eq!(hands.up(2, second, 7.0), None);
                assert_eq!(hands.up(1, first, 8.0), Some(first));
                assert!(!hands.moved(1, first, 9.0));
            }
        }
    }

    #[test]
    fn the_pen_takes_the_palms_place() {
        let mut hands = Hands::default();
        assert_eq!(hands.down(1, Hand::Touch, 0.0), Down::Draw);
        assert_eq!(hands.down(2, Hand::Pen, 30.0), Down::Replace);
        assert!(!hands.moved(1, Hand::Touch, 40.0) && hands.moved(2, Hand::Pen, 40.0));
        assert_eq!(hands.up(1, Hand::Touch, 50.0), None);
        assert_eq!(hands.up(2, Hand::Pen, 60.0), Some(Hand::Pen));
        // The palm is still there; later a finger draws again.
        assert_eq!(hands.down(3, Hand::Touch, 500.0), Down::Ignore);
        assert_eq!(hands.down(4, Hand::Touch, 1_100.0), Down::Draw);
    }

    #[test]
    fn a_pen_in_the_air_keeps_fingers_off() {
        let mut hands = Hands::default();
        assert!(!hands.moved(1, Hand::Pen, 0.0));
        assert_eq!(hands.down(2, Hand::Touch, 100.0), Down::Ignore);
        assert_eq!(hands.down(3, Hand::Mouse, 100.0), Down::Draw);
    }

    #[test]
    fn a_lost_lifting_does_not_block_the_pad() {
        let mut hands = Hands::default();
        assert_eq!(hands.down(1, Hand::Mouse, 0.0), Down::Draw);
        assert_eq!(hands.down(1, Hand::Mouse, 9.0), Down::Draw);
    }
}
