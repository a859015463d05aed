//! What follows a whole expression inside brackets: separators and closing marks.

use super::expression::Next;
use super::kind::{Kind, flags};
use super::messages;
use super::messages::Words;
use super::parser::{Parsed, Parser, Role};
use crate::syntax::NodeId;

impl Parser<'_> {
    /// Hangs the whole expression `value` into the innermost open node and reads what follows it there.
    pub(super) fn element(&mut self, value: NodeId) -> Parsed<Next> {
        let Some(frame) = self.frames.last().copied() else { return Ok(Next::Done(value)) };
        self.scanner.skip();
        match self.element_of(frame.role, frame.node, value) {
            Ok(next) => Ok(next),
            Err(mut fault) => {
                fault.value = fault.value.or(Some(value));
                Err(fault)
            }
        }
    }

    /// As [`Parser::element`], for a node of role `role`.
    fn element_of(&mut self, role: Role, node: NodeId, value: NodeId) -> Parsed<Next> {
        let byte = self.scanner.byte();
        match role {
            Role::Tuple => self.item(value, b']', ["a list", "列表"]),
            Role::Call => self.item(value, b')', ["the arguments of a call", "调用的参数"]),
            Role::ObjectKey => self.key(value),
            Role::ObjectValue => self.value(value),
            Role::Index => {
                if byte != b']' {
                    return Err(self.fault(["an index", "索引"], ["`]`", " `]` "]));
                }
                Ok(self.close_index(value))
            }
            Role::Parens => {
                if byte != b')' {
                    return Err(
                        self.fault(["an expression in parentheses", "括号中的表达式"], ["`)`", " `)` "])
                    );
                }
                self.append_child(value);
                Ok(self.close_bracket(1))
            }
            Role::Then => {
                if !self.scanner.at_colon() {
                    return Err(self.no_else());
                }
                self.scanner.at += 1;
                self.append_child(value);
                self.become_role(Role::Else);
                Ok(Next::Operand)
            }
            Role::ForCollection | Role::ForResult | Role::ForValue | Role::ForCondition => {
                self.for_part(role, node, value)
            }
            Role::Interpolation | Role::IfMarker | Role::ForMarker => self.close_sequence(value),
            _ => Ok(Next::Text),
        }
    }

    /// Changes what the innermost open node waits for.
    fn become_role(&mut self, role: Role) {
        if let Some(frame) = self.frames.last_mut() {
            frame.role = role;
        }
    }

    /// Passes a closing mark of `len` bytes and closes the innermost open node with it.
    pub(super) fn close_bracket(&mut self, len: usize) -> Next {
        self.scanner.at += len;
        match self.close() {
            Some(frame) => {
                self.end(frame.node);
                Next::Value(frame.node, None)
            }
            None => Next::Done(NodeId::ROOT),
        }
    }

    /// `"]"` of an index, whose node is the last step of the open traversal.
    fn close_index(&mut self, value: NodeId) -> Next {
        self.scanner.at += 1;
        match self.close() {
            Some(frame) => {
                let step = frame.last.unwrap_or(frame.node);
                self.tree.append_child(step, None, value);
                self.end(step);
                self.end(frame.node);
                Next::Value(frame.node, frame.last)
            }
            None => Next::Done(value),
        }
    }

    /// `("," | closer)` after an item of a tuple or an argument of a call.
    fn item(&mut self, value: NodeId, closer: u8, reading: Words) -> Parsed<Next> {
        match self.scanner.byte() {
            b',' => {
                self.append_child(value);
                self.scanner.at += 1;
                self.scanner.skip();
                if self.scanner.byte() == closer { Ok(self.close_bracket(1)) } else { Ok(Next::Operand) }
            }
            byte if byte == closer => {
                self.append_child(value);
                Ok(self.close_bracket(1))
            }
            b'.' if closer == b')' && self.scanner.starts_with(self.scanner.at, b"...") => {
                self.scanner.at += 3;
                self.scanner.skip();
                if self.scanner.byte() != b')' {
                    return Err(self.fault(
                        ["a call after an expanded argument `...`", "展开参数 `...` 之后的调用"],
                        ["`)`", " `)` "],
                    ));
                }
                self.append_child(value);
                if let Some(frame) = self.frames.last() {
                    self.tree.node_mut(frame.node).flags |= flags::EXPAND;
                }
                Ok(self.close_bracket(1))
            }
            _ => Err(self.no_separator(reading, closer)),
        }
    }

    /// `("=" | ":")` after the key of an object.
    fn key(&mut self, key: NodeId) -> Parsed<Next> {
        if !self.scanner.is_equals(self.scanner.at) && !self.scanner.at_colon() {
            return Err(self.fault(["an object's key", "对象的键"], ["`=`", " `=` "]));
        }
        self.scanner.at += 1;
        self.append_child(key);
        self.become_role(Role::ObjectValue);
        Ok(Next::Operand)
    }

    /// `("," | Newline | "}")` after the value of an object's entry.
    fn value(&mut self, value: NodeId) -> Parsed<Next> {
        match self.scanner.byte() {
            b',' => self.scanner.at += 1,
            b'}' => {}
            _ if self.scanner.at_end() => return Err(self.fault(["an object", "对象"], ["`}`", " `}` "])),
            _ if self.scanner.at_line_end() => {}
            _ => {
                return Err(
                    self.fault(["an object", "对象"], ["`,`, a line break or `}`", " `,`、换行或 `}` "])
                );
            }
        }
        self.append_child(value);
        self.become_role(Role::ObjectKey);
        Ok(Next::Key)
    }

    /// What follows a part of a `for` expression.
    fn for_part(&mut self, role: Role, node: NodeId, value: NodeId) -> Parsed<Next> {
        match role {
            Role::ForCollection => {
                if !self.scanner.at_colon() {
                    return Err(self.fault(["a `for` expression", " `for` 表达式"], ["`:`", " `:` "]));
                }
                self.scanner.at += 1;
                self.append_child(value);
                self.become_role(Role::ForResult);
                return Ok(Next::Operand);
            }
            Role::ForResult if self.scanner.starts_with(self.scanner.at, b"=>") => {
                if self.tree.node(node).kind == Kind::ForTuple {
                    self.report(messages::key_in_tuple(self.found()));
                    self.tree.node_mut(node).kind = Kind::Error;
                }
                self.scanner.at += 2;
                self.append_child(value);
                self.become_role(Role::ForValue);
                return Ok(Next::Operand);
            }
            Role::ForResult if self.tree.node(node).kind == Kind::ForObject => {
                self.report(messages::no_key_in_object(self.tree.node(value).range()));
                self.tree.node_mut(node).kind = Kind::Error;
            }
            _ => {}
        }
        self.for_end(role, node, value)
    }

    /// `"..."? ("if" Expression)?` and the closing bracket of a `for` expression.
    fn for_end(&mut self, role: Role, node: NodeId, value: NodeId) -> Parsed<Next> {
        if role != Role::ForCondition {
            if self.scanner.starts_with(self.scanner.at, b"...") {
                if self.tree.node(node).kind == Kind::ForTuple {
                    self.report(messages::group_in_tuple(self.found()));
                }
                self.scanner.at += 3;
                self.flag(node, flags::FOR_GROUP);
                self.scanner.skip();
            }
            if self.scanner.at_keyword(b"if") {
                self.scanner.at += 2;
                self.flag(node, flags::FOR_IF);
                self.append_child(value);
                self.become_role(Role::ForCondition);
                return Ok(Next::Operand);
            }
        }
        let closer = self.closer_of_for(node);
        if self.scanner.byte() != closer {
            let expected = if closer == b']' { ["`]`", " `]` "] } else { ["`}`", " `}` "] };
            return Err(self.fault(["a `for` expression", " `for` 表达式"], expected));
        }
        self.append_child(value);
        Ok(self.close_bracket(1))
    }

    /// The bracket that closes the `for` expression `node`.
    pub(super) fn closer_of_for(&self, node: NodeId) -> u8 {
        match self.scanner.byte_at(self.tree.node(node).start as usize) {
            b'[' => b']',
            _ => b'}',
        }
    }
}
