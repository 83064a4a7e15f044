//! What an article has besides its words: doubtful blocks, comments, which may be marks, and attributes with words.

use std::ops::Range;

use super::lost::swallowed;
use super::pieces::{ArticlePiece, LeftOut, Why};
use super::walk::Walk;
use crate::markdown::html::{self, Role};
use crate::model::locator::LocatorMark;

impl Walk<'_> {
    /// A block that an import was not sure about: not shown, and no quote crosses it.
    pub fn doubtful(&mut self, at: Range<usize>) {
        self.text.end();
        self.out.left_out.push(LeftOut { at, why: Why::Doubtful });
        self.seam("");
    }

    /// Takes a mark from a comment, or reports the words that browsers show of it.
    pub fn comment(&mut self, raw: &str, at: Range<usize>) {
        match LocatorMark::of_comment(raw).filter(|_| self.hidden.is_none()) {
            Some(Ok(mark)) => {
                self.out.locators.push((self.text.as_str().len(), mark.clone()));
                self.out.pieces.push(ArticlePiece::Locator(mark));
                return;
            }
            Some(Err(())) => self.out.faulty_locators.push(at.clone()),
            None => {}
        }
        if self.hidden.is_none() && swallowed(raw).is_some() {
            self.out.left_out.push(LeftOut { at, why: Why::Hidden });
        }
    }

    /// Reports a tag with words that browsers show, such as those on a button.
    pub fn attributes(&mut self, tag: &html::Tag, role: Role, at: Range<usize>) {
        if (role != Role::Text || self.hidden.is_some()) && tag.shows_attributes() {
            self.out.left_out.push(LeftOut { at, why: Why::Hidden });
        }
    }
}
