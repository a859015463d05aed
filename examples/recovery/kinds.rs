//! The kinds of damage, as data.
//!
//! A pattern is a line in which `{lead}` is what stands before the key, `{indent}` as many blanks,
//! `{key}` and `{value}` the key and the value as written, `{bare}` the value without quotes and
//! `{tail}` what stands behind the value.

/// What a kind of damage does.
pub(crate) enum Act {
    /// Writes the line of an entry anew, in one of these patterns.
    Line(&'static [&'static str]),
    /// Writes the line of a key whose value is below it anew, in one of these patterns.
    Header(&'static [&'static str]),
    /// Adds a line behind an entry's, in one of these patterns.
    After(&'static [&'static str]),
    /// The blanks before the key become tabs.
    Tabs,
    /// One blank more before the line.
    Deeper,
    /// One blank less before the line.
    Shallower,
    /// Takes any character away.
    Delete,
    /// Puts one of these anywhere.
    Insert(&'static [&'static str]),
    /// Takes the rest of a line away, from any place of it.
    CutLine,
    /// Takes away one character of these, wherever it stands.
    DeleteOneOf(&'static str),
}

/// A kind of damage: its name and what it does.
pub(crate) type Kind = (&'static str, Act);

/// What somebody types into a YAML template.
pub(crate) const YAML: &[Kind] = &[
    ("key only on a new line", Act::After(&["{indent}NewKey", "{indent}Im"])),
    ("key without colon", Act::Line(&["{lead}{key} {value}{tail}", "{lead}{key}"])),
    ("key:value without blank", Act::Line(&["{lead}{key}:{value}{tail}"])),
    ("empty value", Act::Line(&["{lead}{key}:", "{lead}{key}: "])),
    ("unclosed \"", Act::Line(&["{lead}{key}: \"{bare}"])),
    ("unclosed '", Act::Line(&["{lead}{key}: '{bare}"])),
    ("unclosed [", Act::Line(&["{lead}{key}: [{value}", "{lead}{key}: [", "{lead}{key}: [a, {value}"])),
    ("unclosed {", Act::Line(&["{lead}{key}: {{value}", "{lead}{key}: {", "{lead}{key}: {a: {value}"])),
    ("nested [ [", Act::Line(&["{lead}{key}: [ [{value}", "{lead}{key}: [ [ "])),
    ("stray ]", Act::Line(&["{lead}{key}: ]", "{lead}{key}: ]{value}"])),
    ("stray }", Act::Line(&["{lead}{key}: }", "{lead}{key}: {value} }"])),
    ("bracket on a new line", Act::After(&["{indent}]", "{indent}}", "{indent}[", "{indent}{"])),
    ("!Ref without value", Act::Line(&["{lead}{key}: !Ref", "{lead}{key}: !Ref "])),
    ("lone !", Act::Line(&["{lead}{key}: !", "{lead}{key}: ! {value}"])),
    ("lone *", Act::Line(&["{lead}{key}: *", "{lead}{key}: * {value}"])),
    ("unknown alias", Act::Line(&["{lead}{key}: *unknown"])),
    ("lone &", Act::Line(&["{lead}{key}: &", "{lead}{key}: & {value}"])),
    ("@ or ` first", Act::Line(&["{lead}{key}: @{bare}", "{lead}{key}: `{bare}"])),
    ("tab as indentation", Act::Tabs),
    ("indentation + 1", Act::Deeper),
    ("indentation - 1", Act::Shallower),
    ("lone -", Act::After(&["{indent}-", "{indent}- "])),
    ("a: b: c", Act::Line(&["{lead}{key}: {bare}: c", "{lead}{key}: x: {value}"])),
    ("\"x\" y", Act::Line(&["{lead}{key}: \"{bare}\" y", "{lead}{key}: 'x' {bare}"])),
    ("| junk", Act::Line(&["{lead}{key}: | {bare}", "{lead}{key}: |x"])),
    ("% first", Act::Line(&["{lead}{key}: %{bare}", "{lead}{key}: %"])),
    ("conflict marker", Act::After(&["<<<<<<< HEAD", "=======", ">>>>>>> topic", "||||||| base"])),
    ("code fence", Act::After(&["```", "```yaml", "~~~"])),
    ("full-width colon", Act::Line(&["{lead}{key}：{value}{tail}", "{lead}{key}： {value}{tail}"])),
    ("no-break space", Act::Line(&["{lead}{key}:\u{a0}{value}{tail}", "\u{a0}{lead}{key}: {value}{tail}"])),
    ("tab in a line", Act::Line(&["{lead}{key}\t: {value}{tail}", "{lead}{key}:\t{value}{tail}"])),
    (
        "half-typed header",
        Act::Header(&["{lead}{key}", "{lead}{key}: [", "{lead}{key}: \"", "{lead}\"{key}"]),
    ),
    ("header as a comment", Act::Header(&["{lead}#{key}:", "{lead}# {key}:"])),
    ("delete a character", Act::Delete),
    ("insert a character", Act::Insert(YAML_CHARACTERS)),
    ("cut the line", Act::CutLine),
    ("unclose a quote", Act::DeleteOneOf("'\"")),
    ("unclose a bracket", Act::DeleteOneOf("[]{}")),
    ("take a colon away", Act::DeleteOneOf(":")),
];

const YAML_CHARACTERS: &[&str] = &[
    "\"", "'", "[", "]", "{", "}", ":", ": ", ",", "-", "- ", "#", " #", "&", "*", "!", "|", ">", "%", "@",
    "`", "?", "? ", "\\", "\t", " ", "\n", "\r", "\u{a0}", "\u{feff}", "x", "中", "<<", "=", "\u{7f}",
    "\u{1}",
];

/// What somebody types into a JSON template.
pub(crate) const JSON: &[Kind] = &[
    (
        "half a key on a new line",
        Act::After(&["{indent}\"Ima", "{indent}\"ImageId\"", "{indent}\"ImageId\":"]),
    ),
    ("bare word on a new line", Act::After(&["{indent}Ima", "{indent}ImageId:"])),
    ("missing colon", Act::Line(&["{lead}{key} {value}{tail}"])),
    ("missing value", Act::Line(&["{lead}{key}:", "{lead}{key}: {tail}", "{lead}{key}"])),
    ("missing comma", Act::Line(&["{lead}{key}: {value}"])),
    ("two commas", Act::Line(&["{lead}{key}: {value},,"])),
    ("comma added or doubled", Act::Line(&["{lead}{key}: {value}{tail},"])),
    ("unclosed quote of a value", Act::Line(&["{lead}{key}: \"{bare}{tail}", "{lead}{key}: \"{bare}"])),
    ("unclosed quote of a key", Act::Line(&["{lead}\"Key: {value}{tail}", "{lead}\"Key"])),
    ("unopened quote", Act::Line(&["{lead}{key}: {bare}\"{tail}"])),
    ("single quotes", Act::Line(&["{lead}{key}: '{bare}'{tail}"])),
    ("key without quotes", Act::Line(&["{lead}Key: {value}{tail}"])),
    ("value without quotes", Act::Line(&["{lead}{key}: word{tail}", "{lead}{key}: tru{tail}"])),
    ("unclosed [", Act::Line(&["{lead}{key}: [{value}{tail}", "{lead}{key}: [", "{lead}{key}: [{tail}"])),
    (
        "unclosed {",
        Act::Line(&["{lead}{key}: {", "{lead}{key}: {\"a\": {value}{tail}", "{lead}{key}: {{tail}"]),
    ),
    ("stray ]", Act::Line(&["{lead}{key}: {value}]{tail}", "{lead}{key}: ]{tail}"])),
    ("stray }", Act::Line(&["{lead}{key}: {value}}{tail}", "{lead}{key}: }{tail}"])),
    ("comment", Act::Line(&["{lead}{key}: {value}{tail} // note", "{lead}// {key}: {value}{tail}"])),
    (
        "number that is none",
        Act::Line(&["{lead}{key}: 01{tail}", "{lead}{key}: 1.{tail}", "{lead}{key}: +1{tail}"]),
    ),
    ("delete a character", Act::Delete),
    ("insert a character", Act::Insert(JSON_CHARACTERS)),
    ("cut the line", Act::CutLine),
    ("unclose a quote", Act::DeleteOneOf("\"")),
    ("unclose a bracket", Act::DeleteOneOf("[]{}")),
    ("take a comma away", Act::DeleteOneOf(",")),
    ("take a colon away", Act::DeleteOneOf(":")),
];

const JSON_CHARACTERS: &[&str] = &[
    "\"", "'", "[", "]", "{", "}", ":", ",", "-", "#", "/", "\\", "\t", " ", "\n", "\r", "\u{a0}",
    "\u{feff}", "x", "中", "1", "\u{7f}", "\u{1}", "\\u12",
];

/// What somebody types into a Terraform file.
pub(crate) const HCL: &[Kind] = &[
    ("empty value", Act::Line(&["{lead}{key} =", "{lead}{key} = "])),
    ("key only", Act::Line(&["{lead}{key}"])),
    ("half a key on a new line", Act::After(&["{indent}im", "{indent}image_id"])),
    ("unclosed \"", Act::Line(&["{lead}{key} = \"{bare}", "{lead}{key} = \""])),
    ("unclosed (", Act::Line(&["{lead}{key} = ({value}", "{lead}{key} = max(1, {value}", "{lead}{key} = ("])),
    ("unclosed [", Act::Line(&["{lead}{key} = [{value}", "{lead}{key} = ["])),
    ("unclosed {", Act::Line(&["{lead}{key} = {", "{lead}{key} = { a = {value}"])),
    ("unclosed ${", Act::Line(&["{lead}{key} = \"${var.a\"", "{lead}{key} = \"${", "{lead}{key} = \"a ${b"])),
    ("trailing dot", Act::Line(&["{lead}{key} = var."])),
    ("trailing operator", Act::Line(&["{lead}{key} = {value} +", "{lead}{key} = {value} &&"])),
    ("stray }", Act::After(&["{indent}}"])),
    ("new block, not closed", Act::After(&["{indent}resource \"a\" \"b\" {", "{indent}disk {"])),
    ("new block, no brace", Act::After(&["{indent}resource \"a\" \"b\"", "{indent}resource \"a\""])),
    ("heredoc opened", Act::Line(&["{lead}{key} = <<EOT", "{lead}{key} = <<-EOT"])),
    ("@", Act::Line(&["{lead}{key} = @", "{lead}{key} = @{value}"])),
    ("two on a line", Act::Line(&["{lead}{key} = {value} other = 1"])),
    ("conditional without else", Act::Line(&["{lead}{key} = {value} ? 1", "{lead}{key} = {value} ?"])),
    ("delete a character", Act::Delete),
    ("insert a character", Act::Insert(HCL_CHARACTERS)),
    ("cut the line", Act::CutLine),
    ("unclose a quote", Act::DeleteOneOf("\"")),
    ("unclose a bracket", Act::DeleteOneOf("()[]{}")),
];

const HCL_CHARACTERS: &[&str] = &[
    "\"", "'", "[", "]", "{", "}", "(", ")", ":", "=", ",", ".", "-", "#", "//", "/*", "<<", "<<A\n", "${",
    "%{", "$", "%", "&", "|", "!", "?", "\\", "\t", " ", "\n", "\r", "\u{a0}", "\u{feff}", "x", "中", "1",
    "@", "`", ";", "...", "\u{1}",
];
