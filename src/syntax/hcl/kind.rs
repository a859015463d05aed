//! The nodes of HCL trees and how their children lie.
//!
//! Names that are at a fixed place of their node (an attribute's, a block type, the root of a
//! traversal) have no node of their own; [`View`](super::View) returns their ranges.

/// What a node of an HCL tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `Body`: the whole file, or what is between a block's braces, the braces included. Children:
    /// [`Kind::Attribute`], [`Kind::Block`] and [`Kind::Error`] in source order.
    Body,
    /// `Attribute`: `name = expression`, its line end not included. One child, the expression; after a
    /// syntax error it may be [`Kind::Error`] with an empty range.
    Attribute,
    /// `Block`: `type label… { … }`. Children: the labels ([`Kind::Name`] or [`Kind::Template`]), then one
    /// [`Kind::Body`], which is missing where the text has no brace.
    Block,
    /// An identifier that is not an expression: a bare label, a function's name (with its namespaces,
    /// `provider::aws::f`), a variable that a `for` declares.
    Name,
    /// `NumericLit`
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
    /// `VariableExpr`: a lone identifier. As the key of an object it stands for its own name.
    Variable,
    /// An operand with at least one step after it, flat. Where the operand is a variable
    /// ([`flags::ROOT_NAME`]) the node starts with its name and all children are steps; otherwise the
    /// first child is the operand.
    Traversal,
    /// `GetAttr`, a step: the name after a dot; the range is the name's.
    GetAttr,
    /// A step: the number of `.0`; the range is the number's.
    LegacyIndex,
    /// `Index`, a step: `[expression]`, brackets included. One child.
    Index,
    /// `attributeSplat`, a step: `.*`; the range is the star's.
    AttrSplat,
    /// `fullSplat`, a step: `[*]`, brackets included.
    FullSplat,
    /// `FunctionCall`: `name(argument, …)`. Children: a [`Kind::Name`], then the arguments.
    /// [`flags::EXPAND`] says that the last one is followed by `...`.
    Call,
    /// `unaryOp`: `-x` or `!x`. One child; [`flags::NOT`] says which.
    Unary,
    /// `binaryOp`: operands of one precedence level, joined from the left. Children alternate: operand,
    /// [`Kind::Operator`], operand, …
    Binary,
    /// An operator between the operands of a [`Kind::Binary`].
    Operator,
    /// `Conditional`: `condition ? a : b`. Three children.
    Conditional,
    /// `( … )`. One child.
    Parens,
    /// `tuple`: `[a, b]`. Children: the items.
    Tuple,
    /// `object`: `{ key = value }`. Children alternate: key, value.
    Object,
    /// `forTupleExpr`: `[for k, v in coll : value if cond]`. Children: one or two [`Kind::Name`]s
    /// ([`flags::FOR_KEY`]: two), the collection, the value, and with [`flags::FOR_IF`] the condition.
    ForTuple,
    /// `forObjectExpr`: `{for k, v in coll : key => value... if cond}`. As [`Kind::ForTuple`], with the key
    /// before the value; [`flags::FOR_GROUP`] marks the `...`.
    ForObject,
    /// `quotedTemplate`: `"…"`. No children where all of it is literal text; otherwise
    /// [`Kind::TemplateText`], [`Kind::Interpolation`], [`Kind::If`], [`Kind::For`] in source order.
    Template,
    /// `heredocTemplate`: from `<<` to the end of the closing marker. Children as [`Kind::Template`];
    /// [`flags::FLUSH`] marks `<<-`.
    Heredoc,
    /// A bare template: the whole text given to [`parse_template`](super::parse_template). Children as
    /// [`Kind::Template`].
    BareTemplate,
    /// `TemplateLiteral`: literal text of a template, escapes not decoded.
    TemplateText,
    /// `TemplateInterpolation`: `${ … }`, markers included. One child. [`flags::STRIP_BEFORE`] and
    /// [`flags::STRIP_AFTER`] mark `~`.
    Interpolation,
    /// `TemplateIf`: `%{ if c }…%{ else }…%{ endif }`. Children: a [`Kind::IfMarker`], parts of a template,
    /// maybe an [`Kind::ElseMarker`] and more parts, an [`Kind::EndIfMarker`].
    If,
    /// `TemplateFor`: `%{ for v in c }…%{ endfor }`. Children: a [`Kind::ForMarker`], parts of a template,
    /// an [`Kind::EndForMarker`].
    For,
    /// `%{ if condition }`. One child; strip flags as [`Kind::Interpolation`].
    IfMarker,
    /// `%{ else }`; strip flags as [`Kind::Interpolation`].
    ElseMarker,
    /// `%{ endif }`; strip flags as [`Kind::Interpolation`].
    EndIfMarker,
    /// `%{ for k, v in collection }`. Children: one or two [`Kind::Name`]s ([`flags::FOR_KEY`]: two), the
    /// collection; strip flags as [`Kind::Interpolation`].
    ForMarker,
    /// `%{ endfor }`; strip flags as [`Kind::Interpolation`].
    EndForMarker,
    /// Text that could not be read, in the place of a node; an error says why. May be empty.
    Error,
}

/// What the bits of [`Node::flags`](crate::syntax::Node::flags) say, by kind.
pub(crate) mod flags {
    /// Of a traversal: the operand is the variable whose name starts the node.
    pub(crate) const ROOT_NAME: u8 = 1;
    /// Of a call: the last argument is followed by `...`.
    pub(crate) const EXPAND: u8 = 1;
    /// Of a unary operation: `!` rather than `-`.
    pub(crate) const NOT: u8 = 1;
    /// Of a block: its body is on the line of its header.
    pub(crate) const ONE_LINE: u8 = 1;
    /// Of a `for`: it names the key too.
    pub(crate) const FOR_KEY: u8 = 1;
    /// Of a `for` expression: it has a condition.
    pub(crate) const FOR_IF: u8 = 2;
    /// Of an object `for`: values of one key are grouped (`...`).
    pub(crate) const FOR_GROUP: u8 = 4;
    /// Of a heredoc: `<<-`.
    pub(crate) const FLUSH: u8 = 1;
    /// Of a template sequence: `${~` or `%{~`.
    pub(crate) const STRIP_BEFORE: u8 = 8;
    /// Of a template sequence: `~}`.
    pub(crate) const STRIP_AFTER: u8 = 16;
    /// Of a quoted template: no escape in its literal text, so its text is its value.
    pub(crate) const VERBATIM: u8 = 32;
    /// Of a node with a missing end: the text has no closing mark.
    pub(crate) const UNCLOSED: u8 = 64;
}

/// A binary operator; `*self as u8` are the flags of its [`Kind::Operator`] node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum BinaryOperator {
    /// `||`
    Or,
    /// `&&`
    And,
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

impl BinaryOperator {
    /// The operator whose number is `flags`; [`BinaryOperator::Modulo`] for numbers above its own.
    #[must_use]
    pub const fn from_flags(flags: u8) -> Self {
        match flags {
            0 => Self::Or,
            1 => Self::And,
            2 => Self::Equal,
            3 => Self::NotEqual,
            4 => Self::Greater,
            5 => Self::GreaterOrEqual,
            6 => Self::Less,
            7 => Self::LessOrEqual,
            8 => Self::Add,
            9 => Self::Subtract,
            10 => Self::Multiply,
            11 => Self::Divide,
            _ => Self::Modulo,
        }
    }

    /// How tightly it binds: 1 (`||`) to 6 (`*`, `/`, `%`).
    #[must_use]
    pub const fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual => 3,
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide | Self::Modulo => 6,
        }
    }
}
