//! Lists whose positions have a type of their own, so that no position of one list is taken for that of another: [`IndexVec`].

use std::marker::PhantomData;
use std::ops::{Deref, Index, IndexMut};

/// A position in a list, from 0.
pub trait Idx: Copy + Eq {
    fn new(position: usize) -> Self;
    fn position(self) -> usize;
}

/// Declares types of positions.
macro_rules! index_types {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(usize);

            impl $crate::base::index::Idx for $name {
                fn new(position: usize) -> Self {
                    $name(position)
                }

                fn position(self) -> usize {
                    self.0
                }
            }
        )+
    };
}

pub(crate) use index_types;

/// A list of `T` that is indexed by `I` alone. It is a slice for all else.
#[derive(Debug, Clone, PartialEq)]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    index: PhantomData<fn(I)>,
}

impl<I: Idx, T> IndexVec<I, T> {
    /// All positions, in order.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + Clone + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    /// All items, in order, each with its position.
    pub fn enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(position, item)| (I::new(position), item))
    }

    pub fn as_mut_slice(&mut self) -> &mut [T] {
        &mut self.items
    }

    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// The position of the first item for which `is` holds.
    pub fn find(&self, is: impl FnMut(&T) -> bool) -> Option<I> {
        self.items.iter().position(is).map(I::new)
    }

    pub fn at(&self, index: I) -> Option<&T> {
        self.items.get(index.position())
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        vec![].into()
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        IndexVec { items, index: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<A: IntoIterator<Item = T>>(items: A) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'v, I, T> IntoIterator for &'v IndexVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<I, T> Deref for IndexVec<I, T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<I: Idx, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    fn index(&self, index: I) -> &T {
        &self.items[index.position()]
    }
}

impl<I: Idx, T> IndexMut<I> for IndexVec<I, T> {
    fn index_mut(&mut self, index: I) -> &mut T {
        &mut self.items[index.position()]
    }
}

#[cfg(test)]
mod tests {
    use super::{Idx as _, IndexVec};

    index_types! {
        A,
    }

    #[test]
    fn a_list_is_indexed_by_its_own_positions() {
        let mut list: IndexVec<A, char> = ['x', 'y'].into_iter().collect();
        let second = list.find(|item| *item == 'y').unwrap();
        list[second] = 'z';
        assert_eq!(
            list.enumerated().map(|(at, item)| (at.position(), *item)).collect::<Vec<_>>(),
            [(0, 'x'), (1, 'z')]
        );
        assert_eq!(list.at(A::new(2)), None);
        assert_eq!(list.indices().next_back(), Some(second));
    }
}
