//! `ExprTerm = LiteralValue | CollectionValue | TemplateExpr | VariableExpr | FunctionCall | ForExpr |
//! "(" Expression ")"`, and `unaryOp`: what an expression may start with.

use super::expression::Next;
use super::kind::{Kind, flags};
use super::messages;
use super::messages::Words;
use super::parser::{Mode, Parsed, Parser, Role};
use super::scanner::is_number;
use crate::source::TextRange;
use crate::syntax::NodeId;

impl Parser<'_> {
    /// Reads an operand, or the start of one up to the next operand inside it.
    #[inline]
    pub(super) fn operand(&mut self) -> Parsed<Next> {
        self.scanner.skip();
        let start = self.scanner.at;
        if self.starts_other_item() {
            return Err(self.no_expression());
        }
        match self.scanner.byte() {
            b'"' => self.quoted(),
            b'0'..=b'9' => Ok(Next::Value(self.number(), None)),
            b'[' => self.tuple(),
            b'{' => self.object(),
            b'(' => {
                self.scanner.at += 1;
                let node = self.leaf(Kind::Parens, self.scanner.since(start));
                self.open(Role::Parens, node, start, false)?;
                Ok(Next::Operand)
            }
            b'-' => self.unary(0),
            b'!' if self.scanner.byte_at(start + 1) != b'=' => self.unary(flags::NOT),
            b'<' if self.scanner.byte_at(start + 1) == b'<' => self.heredoc(),
            _ => match self.scanner.identifier() {
                0 => Err(self.no_expression()),
                len => self.named(len),
            },
        }
    }

    /// `NumericLit`
    fn number(&mut self) -> NodeId {
        let start = self.scanner.at;
        self.scanner.at += self.scanner.number();
        let range = self.scanner.since(start);
        if !is_number(range.of(self.scanner.text).as_bytes()) {
            self.report(messages::bad_number(self.scanner.text, range));
        }
        self.leaf(Kind::Number, range)
    }

    /// `unaryOp = ("-" | "!") ExprTerm`
    fn unary(&mut self, flag: u8) -> Parsed<Next> {
        let start = self.scanner.at;
        self.scanner.at += 1;
        let node = self.leaf(Kind::Unary, self.scanner.since(start));
        self.flag(node, flag);
        let newlines = self.scanner.newlines;
        self.open(Role::Unary, node, start, newlines)?;
        Ok(Next::Operand)
    }

    /// A keyword literal, a variable or a call: an identifier of `len` bytes is at the place.
    #[inline]
    fn named(&mut self, len: usize) -> Parsed<Next> {
        let start = self.scanner.at;
        self.scanner.at += len;
        let range = self.scanner.since(start);
        self.scanner.skip();
        match self.scanner.byte() {
            b'(' => return self.call(range),
            b':' if self.scanner.byte_at(self.scanner.at + 1) == b':' => return self.scoped_call(range),
            _ => {}
        }
        let kind = match range.of(self.scanner.text) {
            "true" => Kind::True,
            "false" => Kind::False,
            "null" => Kind::Null,
            _ => Kind::Variable,
        };
        Ok(Next::Value(self.leaf(kind, range), None))
    }

    /// `provider::name::function(…)`, after its first name.
    fn scoped_call(&mut self, first: TextRange) -> Parsed<Next> {
        let mut name = first;
        while self.scanner.starts_with(self.scanner.at, b"::") {
            self.scanner.at += 2;
            self.scanner.skip();
            match self.scanner.identifier() {
                0 => {
                    return Err(self
                        .fault(["a function's name", "函数名"], ["a name after `::`", " `::` 之后的名称"]));
                }
                len => self.scanner.at += len,
            }
            name.end = self.scanner.at as u32;
            self.scanner.skip();
        }
        match self.scanner.byte() {
            b'(' => self.call(name),
            _ => Err(self.fault(["a function call", "函数调用"], ["`(`", " `(` "])),
        }
    }

    /// `FunctionCall = Identifier "(" Arguments ")"`, from the parenthesis on.
    fn call(&mut self, name: TextRange) -> Parsed<Next> {
        let open = self.scanner.at;
        self.scanner.at += 1;
        let node = self.leaf(Kind::Call, self.scanner.since(name.start as usize));
        let name = self.leaf(Kind::Name, name);
        self.open(Role::Call, node, open, false)?;
        self.append_child(name);
        self.scanner.skip();
        if self.scanner.byte() == b')' {
            return Ok(self.close_bracket(1));
        }
        Ok(Next::Operand)
    }

    /// `tuple = "[" (Expression ("," Expression)* ","?)? "]"`, or a `for` that makes one.
    fn tuple(&mut self) -> Parsed<Next> {
        let start = self.scanner.at;
        self.scanner.at += 1;
        let node = self.leaf(Kind::Tuple, self.scanner.since(start));
        self.open(Role::Tuple, node, start, false)?;
        self.scanner.skip();
        match self.scanner.byte() {
            b']' => Ok(self.close_bracket(1)),
            b'f' if self.scanner.at_keyword(b"for") => self.for_expression(Kind::ForTuple),
            _ => Ok(Next::Operand),
        }
    }

    /// `object = "{" (objectelem ("," objectelem)* ","?)? "}"`, or a `for` that makes one.
    fn object(&mut self) -> Parsed<Next> {
        let start = self.scanner.at;
        self.scanner.at += 1;
        let node = self.leaf(Kind::Object, self.scanner.since(start));
        self.open(Role::ObjectKey, node, start, true)?;
        self.scanner.skip_lines();
        match self.scanner.byte() {
            b'f' if self.scanner.at_keyword(b"for") => {
                self.scanner.newlines = false;
                self.for_expression(Kind::ForObject)
            }
            _ => Ok(Next::Key),
        }
    }

    /// The next key of the innermost object, or its end.
    pub(super) fn object_key(&mut self) -> Parsed<Next> {
        self.scanner.skip_lines();
        if self.mode == Mode::Indentation && self.object_outlived() {
            return Err(self.unclosed_object());
        }
        if self.scanner.byte() == b'}' {
            return Ok(self.close_bracket(1));
        }
        if let Some(frame) = self.frames.last_mut() {
            frame.role = Role::ObjectKey;
        }
        Ok(Next::Operand)
    }

    /// `forIntro = "for" Identifier ("," Identifier)? "in"`, in the innermost open node.
    fn for_expression(&mut self, kind: Kind) -> Parsed<Next> {
        if let Some(frame) = self.frames.last_mut() {
            frame.role = Role::ForCollection;
            self.tree.node_mut(frame.node).kind = kind;
        }
        self.scanner.at += 3;
        self.for_names(["a `for` expression", " `for` 表达式"])?;
        Ok(Next::Operand)
    }

    /// The names of a `for` and its `in`, hung into the innermost open node.
    pub(super) fn for_names(&mut self, reading: Words) -> Parsed<()> {
        self.for_name(reading)?;
        if self.scanner.byte() == b',' {
            self.scanner.at += 1;
            self.for_name(reading)?;
            if let Some(node) = self.frames.last().map(|frame| frame.node) {
                self.flag(node, flags::FOR_KEY);
            }
        }
        if !self.scanner.at_keyword(b"in") {
            return Err(self.fault(reading, ["`in`", " `in` "]));
        }
        self.scanner.at += 2;
        Ok(())
    }

    /// One name of a `for`.
    fn for_name(&mut self, reading: Words) -> Parsed<()> {
        self.scanner.skip();
        let start = self.scanner.at;
        match self.scanner.identifier() {
            0 => return Err(self.fault(reading, ["a variable's name", "变量名"])),
            len => self.scanner.at += len,
        }
        let name = self.leaf(Kind::Name, self.scanner.since(start));
        self.append_child(name);
        self.scanner.skip();
        Ok(())
    }
}
