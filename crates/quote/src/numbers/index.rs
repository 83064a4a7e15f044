//! The figures of a long text, searched often: [`FigureIndex`].

use super::figure::{Figure, agree};

/// Figures that are searched for those that [`agree`] with another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureIndex {
    figures: Vec<Figure>,
    /// Of each bit of a figure, its number and the position of the figure, sorted.
    by_bit: Vec<(u32, usize)>,
}

impl FigureIndex {
    /// Of figures in their order.
    pub fn new(figures: Vec<Figure>) -> Self {
        let bits = |(at, figure): (usize, &Figure)| figure.bit_numbers().map(move |bit| (bit, at)).collect::<Vec<_>>();
        let mut by_bit: Vec<(u32, usize)> = figures.iter().enumerate().flat_map(bits).collect();
        by_bit.sort_unstable();
        FigureIndex { figures, by_bit }
    }

    /// All of them, in their order.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The first that agrees with a figure.
    pub fn first(&self, figure: &Figure) -> Option<&Figure> {
        let with_bit = |bit: u32| {
            let start = self.by_bit.partition_point(|(other, _)| *other < bit);
            let places = self.by_bit[start..].iter().take_while(move |(other, _)| *other == bit);
            places.map(|(_, at)| *at).find(|at| agree(figure, &self.figures[*at]))
        };
        figure.bit_numbers().filter_map(with_bit).min().map(|at| &self.figures[at])
    }
}

#[cfg(test)]
mod tests {
    use super::FigureIndex;
    use crate::numbers::{agree, figures};

    #[test]
    fn what_is_found_is_the_first_that_agrees() {
        let text = "In 2019 there were 35 attacks, on 5 August 2019 and in the 2010s; two billion dollars, 3.5 per cent, \
                    thirty-five euros, at 20:19, the 35th of 1,990, in August 2019, half of 10^3";
        let index = FigureIndex::new(figures(text, "en"));
        let asked =
            figures("2019 35 $35 5 August 3.5% 2,000,000,000 the 1990s 2015 20:19 35th 77 August 2019 1990", "en");
        assert!(index.figures().len() > 10 && asked.len() > 10);
        let mut found = 0;
        for figure in &asked {
            let expected = index.figures().iter().find(|other| agree(figure, other));
            assert_eq!(index.first(figure), expected);
            found += usize::from(expected.is_some());
        }
        assert!(found > 6, "{found}");
    }
}
