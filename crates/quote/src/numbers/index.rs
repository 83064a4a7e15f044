//! The figures of a long text, searched often: [`FigureIndex`].

use super::figure::{Figure, agree};

/// Figures that are searched for those that [`agree`] with another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureIndex {
    figures: Vec<Figure>,
    /// The positions of the figures, for each of their bits in order.
    by_bit: Vec<usize>,
    /// For each bit, where its positions end.
    ends: Vec<usize>,
}

impl FigureIndex {
    /// Of figures in their order.
    pub fn new(figures: Vec<Figure>) -> Self {
        let bits = |(at, figure): (usize, &Figure)| figure.bit_numbers().map(move |bit| (bit, at)).collect::<Vec<_>>();
        let mut sorted: Vec<(u32, usize)> = figures.iter().enumerate().flat_map(bits).collect();
        sorted.sort_unstable();
        let ends = (0..u64::BITS).map(|bit| sorted.partition_point(|(other, _)| *other <= bit)).collect();
        FigureIndex { figures, by_bit: sorted.into_iter().map(|(_, at)| at).collect(), ends }
    }

    /// All of them, in their order.
    pub fn figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The first that agrees with a figure.
    pub fn first(&self, figure: &Figure) -> Option<&Figure> {
        let with_bit = |bit: u32| {
            let bit = bit as usize;
            let end = *self.ends.get(bit)?;
            let start = bit.checked_sub(1).map_or(0, |before| self.ends[before]);
            self.by_bit[start..end].iter().copied().find(|at| agree(figure, &self.figures[*at]))
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
