//! The parser's state: the open brackets, the tree that grows, and how errors are told.
//!
//! Nothing here calls itself: what is open is on [`Parser::frames`] (in an expression) and on
//! [`Parser::blocks`], so nesting costs no stack.
//!
//! A text is read strictly first, up to its first fault; most texts have none. A text with a fault is read
//! again with recovery, and, where its braces do not come out even, once more with its indentation believed
//! ([`Mode`]). The reading that needs fewer errors to explain the text is kept.

use super::kind::{Kind, flags};
use super::markers::{Lines, Markers};
use super::messages;
use super::messages::Words;
use super::scanner::Scanner;
use crate::source::TextRange;
use crate::syntax::{NodeId, SyntaxError, Tree, budget};

/// How a text with errors is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// The first fault ends the reading.
    Strict,
    /// A fault ends the construct around it; brackets are believed.
    Brackets,
    /// As [`Mode::Brackets`], but indentation shows where braces are missing or too many.
    Indentation,
}

/// Why reading cannot go on at a place.
#[derive(Debug)]
pub(super) struct Fault {
    /// The place.
    pub(super) at: usize,
    /// What is told.
    pub(super) error: Box<SyntaxError>,
    /// An operand that was read to its end before.
    pub(super) value: Option<NodeId>,
    /// Whether a string without an end took the rest of the line, closing marks included.
    pub(super) swallowed: bool,
    /// Whether the innermost object ends here by its indentation.
    pub(super) outlived: bool,
}

/// What was read, or why not.
pub(super) type Parsed<T> = Result<T, Fault>;

/// What an open node waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// `( expression`
    Parens,
    /// `[ items`
    Tuple,
    /// `name( arguments`
    Call,
    /// `operand[ expression`
    Index,
    /// `{ key`
    ObjectKey,
    /// `{ key = value`
    ObjectValue,
    /// `-` or `!`
    Unary,
    /// operands and operators of this precedence
    Binary(u8),
    /// `condition ?`
    Then,
    /// `condition ? value :`
    Else,
    /// `[for x in collection` or `{for x in collection`
    ForCollection,
    /// `… : key or value`
    ForResult,
    /// `… : key => value`
    ForValue,
    /// `… if condition`
    ForCondition,
    /// `${ expression`
    Interpolation,
    /// `%{ if expression`
    IfMarker,
    /// `%{ for x in expression`
    ForMarker,
    /// `"text`
    Quoted,
    /// `<<EOT` and lines
    Heredoc,
    /// a whole text that is a template
    Bare,
    /// `%{ if … }text`
    IfBody,
    /// `%{ if … }text%{ else }text`
    ElseBody,
    /// `%{ for … }text`
    ForBody,
}

impl Role {
    /// Whether the role ends by a closing mark of its own.
    pub(super) const fn is_bracket(self) -> bool {
        !matches!(self, Role::Unary | Role::Binary(_) | Role::Then | Role::Else)
    }

    /// Whether literal text is read in the role.
    pub(super) const fn is_template(self) -> bool {
        matches!(
            self,
            Role::Quoted | Role::Heredoc | Role::Bare | Role::IfBody | Role::ElseBody | Role::ForBody
        )
    }

    /// Whether an expression inside a template is read in the role.
    pub(super) const fn is_sequence(self) -> bool {
        matches!(self, Role::Interpolation | Role::IfMarker | Role::ForMarker)
    }

    /// Whether the role counts as a level of nesting.
    const fn nests(self) -> bool {
        !matches!(
            self,
            Role::Binary(_)
                | Role::Quoted
                | Role::Heredoc
                | Role::Bare
                | Role::IfMarker
                | Role::ForMarker
                | Role::ElseBody
        )
    }
}

/// An open node of an expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// What it waits for.
    pub(super) role: Role,
    /// Whether line ends were tokens around it.
    pub(super) newlines: bool,
    /// The node.
    pub(super) node: NodeId,
    /// Its last child so far.
    pub(super) last: Option<NodeId>,
    /// The first byte of its opening mark.
    pub(super) open: u32,
    /// The template whose literal text is read in it or around it.
    pub(super) template: NodeId,
}

/// An open block.
#[derive(Clone, Copy, Debug)]
pub(super) struct OpenBlock {
    /// The body's node.
    pub(super) body: NodeId,
    /// The body's last child so far.
    pub(super) last: Option<NodeId>,
    /// The block's node; the root for the file itself.
    pub(super) block: NodeId,
    /// Where the names of its attributes start in [`Parser::names`].
    pub(super) names: usize,
    /// The spaces that start the line of its header; 0 in a strict reading.
    pub(super) indentation: usize,
    /// Whether it must close on the line that it opened on.
    pub(super) one_line: bool,
    /// Whether it should have, so that it may close after an attribute.
    pub(super) was_one_line: bool,
}

/// The parser of one text.
#[derive(Debug)]
pub(super) struct Parser<'t> {
    pub(super) scanner: Scanner<'t>,
    pub(super) mode: Mode,
    pub(super) tree: Tree<Kind>,
    pub(super) frames: Vec<Frame>,
    pub(super) blocks: Vec<OpenBlock>,
    /// Names of the attributes of all open bodies: a hash, and the range.
    pub(super) names: Vec<(u32, TextRange)>,
    /// Levels of nesting that are open.
    pub(super) depth: usize,
    /// The first byte of the attribute or block that is read.
    pub(super) item: usize,
    /// Whether a brace is missing or too many; [`Mode::Indentation`] may know where.
    pub(super) uneven: bool,
    /// Lines that could end a heredoc, once asked for.
    pub(super) markers: Option<Markers<'t>>,
    /// The lines of the text; none in a strict reading.
    pub(super) lines: Lines,
    /// The first byte of the line whose fault was told last; further ones of the line are its consequences.
    pub(super) told: Option<usize>,
    /// The first byte of the last line that reading went back to; it goes back to none twice.
    pub(super) rewound: Option<usize>,
    /// The place of the last fault in an expression, and how much was open there. A second fault of the same
    /// ends the expression.
    pub(super) faulted: Option<(usize, usize)>,
}

/// Bytes of text per node that room is made for at the start.
const BYTES_PER_NODE: usize = 14;

impl<'t> Parser<'t> {
    /// A parser at the start of `text`, whose tree has a root of kind `root`.
    pub(super) fn new(text: &'t str, root: Kind, mode: Mode) -> Self {
        let tree = Tree::new(root, text.len() as u32, text.len() / BYTES_PER_NODE + 16);
        Parser {
            scanner: Scanner::new(text),
            mode,
            tree,
            frames: Vec::new(),
            blocks: Vec::new(),
            names: Vec::new(),
            depth: 0,
            item: 0,
            uneven: false,
            markers: None,
            lines: if mode == Mode::Strict { Lines::default() } else { Lines::new(text) },
            told: None,
            rewound: None,
            faulted: None,
        }
    }

    /// Adds a node of `kind` over `range`.
    #[inline]
    pub(super) fn leaf(&mut self, kind: Kind, range: TextRange) -> NodeId {
        self.tree.push(kind, range)
    }

    /// Sets bits of the flags of `node`.
    #[inline]
    pub(super) fn flag(&mut self, node: NodeId, bits: u8) {
        self.tree.node_mut(node).flags |= bits;
    }

    /// Ends `node` where the scanner is.
    #[inline]
    pub(super) fn end(&mut self, node: NodeId) {
        self.tree.node_mut(node).end = self.scanner.at as u32;
    }

    /// Opens `node`, whose opening mark starts at `open`; `newlines` says whether line ends are tokens in it.
    pub(super) fn open(&mut self, role: Role, node: NodeId, open: usize, newlines: bool) -> Parsed<()> {
        if role.nests()
            && let Err(mut fault) = self.enter(open)
        {
            self.tree.node_mut(node).kind = Kind::Error;
            fault.value = Some(node);
            return Err(fault);
        }
        let template = match role {
            Role::Quoted | Role::Heredoc | Role::Bare => node,
            _ => self.frames.last().map_or(node, |around| around.template),
        };
        let newlines_around = self.scanner.newlines;
        let frame = Frame { role, newlines: newlines_around, node, last: None, open: open as u32, template };
        self.scanner.newlines = newlines;
        self.frames.push(frame);
        Ok(())
    }

    /// Enters a level of nesting whose opening mark starts at `open`.
    pub(super) fn enter(&mut self, open: usize) -> Parsed<()> {
        if self.depth >= budget::HCL_DEPTH {
            let range = TextRange::new(open as u32, self.scanner.at as u32);
            return Err(self.fault_at(open, messages::too_deep(range)));
        }
        self.depth += 1;
        Ok(())
    }

    /// Closes the innermost open node.
    pub(super) fn close(&mut self) -> Option<Frame> {
        let frame = self.frames.pop()?;
        if frame.role.nests() {
            self.depth -= 1;
        }
        self.scanner.newlines = frame.newlines;
        Some(frame)
    }

    /// Hangs `child` into the innermost open node.
    #[inline]
    pub(super) fn append_child(&mut self, child: NodeId) {
        if let Some(frame) = self.frames.last_mut() {
            self.tree.append_child(frame.node, frame.last, child);
            frame.last = Some(child);
        }
    }

    /// Tells the error of a fault at `at`, unless a fault of the same line was told before.
    pub(super) fn tell(&mut self, error: SyntaxError, at: usize) {
        let line = self.lines.start(at);
        if self.told.replace(line) != Some(line) {
            self.report(error);
        }
    }

    /// Tells an error that does not hinder reading.
    pub(super) fn report(&mut self, error: SyntaxError) {
        if self.tree.errors.len() < budget::SYNTAX_ERRORS {
            self.tree.errors.push(error);
        }
    }

    /// A fault at `at`.
    pub(super) fn fault_at(&self, at: usize, error: SyntaxError) -> Fault {
        Fault { at, error: Box::new(error), value: None, swallowed: false, outlived: false }
    }

    /// A fault at the place: `reading` was read and `expected` could be there.
    pub(super) fn fault(&self, reading: Words, expected: Words) -> Fault {
        let range = self.found();
        let error = messages::unexpected(self.scanner.text, range, reading, expected);
        self.fault_at(self.scanner.at, error)
    }

    /// The range of what is at the place: a word, a number, a character; empty at a line end.
    pub(super) fn found(&self) -> TextRange {
        let scanner = &self.scanner;
        let start = scanner.at;
        let len = match scanner.byte() {
            b'\n' | b'\r' => 0,
            byte if byte.is_ascii_digit() => scanner.number(),
            b'=' | b'!' | b'<' | b'>' if scanner.byte_at(start + 1) == b'=' => 2,
            b'=' if scanner.byte_at(start + 1) == b'>' => 2,
            b':' if scanner.byte_at(start + 1) == b':' => 2,
            b'&' | b'|' if scanner.byte_at(start + 1) == scanner.byte() => 2,
            b'~' if scanner.byte_at(start + 1) == b'}' => 2,
            b'.' if scanner.starts_with(start, b"...") => 3,
            _ => match scanner.identifier() {
                0 => scanner.character_end(start) - start,
                len => len,
            },
        };
        TextRange::new(start as u32, (start + len) as u32)
    }

    /// `Expression` alone in its text.
    pub(super) fn lone_expression(&mut self) -> Parsed<()> {
        self.scanner.newlines = false;
        let value = self.expression()?;
        self.tree.append_child(NodeId::ROOT, None, value);
        self.scanner.skip();
        if self.scanner.at_end() {
            return Ok(());
        }
        let error = messages::behind_expression(self.scanner.text, self.found());
        let fault = self.fault_at(self.scanner.at, error);
        if self.mode == Mode::Strict {
            return Err(fault);
        }
        self.tell(*fault.error, fault.at);
        Ok(())
    }

    /// The whole tree, with what the scanner gathered.
    pub(super) fn finish(mut self) -> Tree<Kind> {
        if !self.tree.errors.is_empty() {
            self.tree.cover_children(|_| false);
        }
        self.tree.comments = self.scanner.comments;
        self.tree.errors.sort_by_key(|error| (error.primary.span.start, error.primary.span.end));
        self.tree
    }

    /// A node in the place of something that is missing at `at`.
    pub(super) fn missing(&mut self, at: usize) -> NodeId {
        self.leaf(Kind::Error, TextRange::empty(at as u32))
    }

    /// Marks `node` as lacking its closing mark.
    pub(super) fn unclosed(&mut self, node: NodeId) {
        self.flag(node, flags::UNCLOSED);
    }
}
