//! The cells of a table in rows and columns: [`grid`]. A cell that spans several takes the place of all, so that no figure moves into
//! the column of another.

/// Larger spans count as one; browsers allow 1,000 columns.
const MAX_SPAN: usize = 1_000;
/// Cells of a table with its empty places.
const MAX_CELLS: usize = 100_000;

/// A cell and the columns and rows that it spans.
pub(super) struct Cell<T> {
    pub content: T,
    pub columns: usize,
    pub rows: usize,
}

/// The number that an attribute states.
pub(super) fn span(attribute: Option<&str>) -> usize {
    let span = attribute.and_then(|value| value.trim().parse().ok()).unwrap_or(1);
    if span > MAX_SPAN { 1 } else { span }
}

/// Each cell at the top left of its place, with nothing in the rest of it. `None` if the table would be too large.
pub(super) fn grid<T: Default>(rows: Vec<Vec<Cell<T>>>) -> Option<Vec<Vec<T>>> {
    let height = rows.len();
    // For each column, how many more rows a cell above spans.
    let mut taken: Vec<usize> = vec![];
    let mut grid: Vec<Vec<T>> = vec![];
    let mut total = 0;
    for (at, row) in rows.into_iter().enumerate() {
        let mut line: Vec<T> = vec![];
        let mut above: Vec<usize> = taken.iter().map(|rows| rows.saturating_sub(1)).collect();
        let blocked = |column: usize, taken: &[usize]| taken.get(column).is_some_and(|rows| *rows > 0);
        for cell in row {
            while blocked(line.len(), &taken) {
                line.push(T::default());
            }
            let first = line.len();
            let columns = cell.columns.max(1);
            let rows = if cell.rows == 0 { height - at } else { cell.rows.min(height - at) };
            if above.len() < first + columns {
                above.resize(first + columns, 0);
            }
            above[first..first + columns].iter_mut().for_each(|left| *left = (*left).max(rows - 1));
            line.push(cell.content);
            line.extend((1..columns).map(|_| T::default()));
            total += columns;
            if total + line.len() > MAX_CELLS {
                return None;
            }
        }
        let last = taken.iter().rposition(|rows| *rows > 0).map_or(0, |last| last + 1);
        while line.len() < last {
            line.push(T::default());
        }
        total += line.len();
        if total > MAX_CELLS {
            return None;
        }
        while above.pop_if(|rows| *rows == 0).is_some() {}
        taken = above;
        grid.push(line);
    }
    Some(grid)
}

#[cfg(test)]
mod tests {
    use super::{Cell, grid};

    #[test]
    fn cells_take_the_place_that_they_span() {
        let cell = |content, columns, rows| Cell { content, columns, rows };
        let rows = vec![
            vec![cell("year", 1, 2), cell("men", 2, 1)],
            vec![cell("paid", 1, 1), cell("unpaid", 1, 1)],
            vec![cell("2023", 1, 0), cell("7", 1, 1), cell("8", 1, 1)],
            vec![cell("9", 1, 1)],
        ];
        let expected = vec![vec!["year", "men", ""], vec!["", "paid", "unpaid"], vec!["2023", "7", "8"], vec!["", "9"]];
        assert_eq!(grid(rows), Some(expected));
    }
}
