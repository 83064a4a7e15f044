//! How findings and results are shown: [`Format`].

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Code frames for people, on stderr
    Human,
    /// One JSON object per line, on stdout
    Json,
    /// Annotations for a pull request on GitHub, on stdout of a workflow
    Github,
    /// A Code Quality report for a merge request on GitLab, on stdout
    Gitlab,
    /// A SARIF 2.1.0 log for code scanning, on stdout
    Sarif,
}
