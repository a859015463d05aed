//! Where a template speaks to nestc.

use super::NodeRef;
use crate::diagnostic::Text;
use crate::source::Span;

/// A place where a template speaks to nestc: a comment, or what stands for one where a language has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What is said: the comment with its markers, the characters of the string, the name of the rule with its reason.
    pub(crate) span: Span,
    /// How it is said.
    pub(crate) form: RemarkForm,
}

/// How something is said to nestc.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RemarkForm {
    /// A comment.
    Comment,
    /// The string at `node`, which says what a comment would.
    Text {
        /// The string.
        node: NodeRef,
        /// What it is about.
        about: About,
    },
    /// An entry of a mapping, whose key is the name of a rule.
    Entry {
        /// The characters of the name.
        name: Span,
        /// The value of the entry.
        node: NodeRef,
        /// What must stay, however little is left in it.
        within: NodeRef,
        /// What it is about.
        about: About,
    },
    /// What begins like one of these and is none.
    Unreadable {
        /// What is wrong.
        problem: Text,
        /// What to do.
        help: Text,
    },
}

/// What something that is said to nestc is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// All of the text, with the texts that it carries.
    File,
    /// What lies in one of these spans.
    Spans(Vec<Span>),
}

impl Remark {
    /// The comment at `span`.
    pub(crate) const fn comment(span: Span) -> Self {
        Remark { span, form: RemarkForm::Comment }
    }
}
