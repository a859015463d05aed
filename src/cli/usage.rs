//! What is wrong with a command line, in Chinese; in English clap says it.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// What `error` says, in Chinese; `None` for what is not about the arguments.
pub(super) fn chinese(error: &Error) -> Option<String> {
    let of = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("未知参数 {argument}"),
        ErrorKind::InvalidSubcommand => format!("未知命令 {}", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value == "``" => format!("{argument} 缺少值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{argument} 的值 {value} 无效"),
        ErrorKind::NoEquals => format!("{argument} 与值之间应为 `=`"),
        ErrorKind::TooManyValues => format!("{argument} 的值 {value} 多余"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => format!("{argument} 的值的个数不对"),
        ErrorKind::ArgumentConflict => match of(ContextKind::PriorArg) {
            prior if prior.is_empty() => format!("{argument} 不能与其他参数同时使用"),
            prior if prior == argument => format!("{argument} 只能使用一次"),
            prior => format!("{argument} 不能与 {prior} 同时使用"),
        },
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数 {argument}"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8".to_owned(),
        _ => return None,
    };
    let mut text = format!("错误：{message}\n");
    let choices = [ContextKind::ValidValue, ContextKind::ValidSubcommand].map(of);
    for choices in choices.iter().filter(|it| !it.is_empty()) {
        text.push_str(&format!("  可用的有：{choices}\n"));
    }
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    for near in near.map(of).iter().filter(|it| !it.is_empty()) {
        text.push_str(&format!("  是否应为 {near}？\n"));
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        text.push_str(&format!("\n用法：{}\n", usage.trim_start_matches("Usage:").trim()));
    }
    Some(text + "\n更多信息请用 `--help` 查看\n")
}

/// A value of clap's in backticks.
fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => format!("`{text}`"),
        ContextValue::Strings(texts) => {
            texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join("、")
        }
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
