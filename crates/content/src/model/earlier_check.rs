//! What others, or an earlier brief, found about a statement: [`EarlierCheck`].

use super::date::Date;

/// A statement that was checked before, as an archive file tells it. Nothing verifies what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierCheck {
    /// The id of the claim, if it is from another brief.
    pub id: Option<String>,
    pub statement: String,
    /// In the words of the file; `None` if it has none.
    pub verdict: Option<String>,
    /// Whether its brief has retired it.
    pub is_retired: bool,
    /// When it was last checked, changed or published, whichever is known in this order.
    pub date: Option<Date>,
    /// The address of the check, as far as the file knows it: of another brief, it is relative to the site of that.
    pub address: Option<String>,
    /// Who checked it.
    pub by: Option<String>,
}
