//! The help of the command line in Chinese; in English it is the comments in `args`.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};

use super::args::Arguments;
use crate::diagnostic::Lang;

/// The command line with its help in `lang`.
pub(super) fn command(lang: Lang) -> Command {
    let mut command = Arguments::command();
    match lang {
        Lang::En => command,
        Lang::Zh => {
            // So that what clap adds, `--help` and `help`, is there to be translated.
            command.build();
            translated(command, "").after_help(
                "退出码：0 未发现问题，1 有检查结果或差异，2 nestc 未能完成工作，3 nestc 自身出错，129、130、131 和 143 表示收到 SIGHUP、SIGINT、SIGQUIT 和 SIGTERM。",
            )
        }
    }
}

const TEMPLATE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// What each command and option does. Of an option that several commands have in the same sense, the command's
/// name is empty.
#[rustfmt::skip]
const TEXTS: &[(&str, &str, &str)] = &[
    ("", "", "检查计算巢模板中的镜像 ID，并为每个地域生成一份模板"),
    ("lint", "", "检查模板并报告结果"),
    ("build", "", "为每个地域生成清单中的所有模板"),
    ("fix", "", "自动修复检查出的问题"),
    ("import", "", "将其他工具中的镜像写入清单"),
    ("adopt", "", "将镜像属性处的参数、地域映射和查询改为带部署物的字面量"),
    ("inspect", "", "以 JSON 输出模板中的镜像 ID 和占位符，以及清单中的部署物"),
    ("report", "", "为清单生成页面：部署物与地域、可见范围、镜像 ID、检查结果"),
    ("files", "", "列出会读取和随模块复制的文件，以及其余文件不复制的原因"),
    ("explain", "", "显示规则的说明"),
    ("init", "", "根据当前的模板或 computenest-cli 项目生成 nestc.yaml"),
    ("lock", "", "在 nestc.lock 中记录已发布的版本，与构建时相同"),
    ("forget", "", "撤销从未部署过的版本的记录"),
    ("lsp", "", "为编辑器提供服务：通过标准输入输出使用语言服务器协议"),
    ("lsp", "stdio", "供同时支持其他通信方式的编辑器指定"),
    ("schema", "", "输出 nestc.yaml 的 JSON Schema"),
    ("completions", "", "输出命令行补全脚本"),
    ("build", "region", "只为该地域构建"),
    ("build", "template", "只构建该模板，写法以清单所在文件夹为起点"),
    ("build", "shard", "只构建 N 份模板中的第 K 份，供多台机器分工；同一模板始终属于同一份"),
    ("lint", "shard", "只报告 N 份模板中第 K 份的检查结果，供多台机器分工；每一份都会读取整个清单"),
    ("build", "depfile", "将输出所依赖的文件写入该文件，供 Make 和 Ninja 读取"),
    ("rules", "", "列出所有规则"),
    ("rules", "format", "规则列表的输出格式"),
    ("", "select", "只检查这些规则：名称、编号或编号前缀（如 NST1），以逗号分隔"),
    ("", "ignore", "不检查这些规则"),
    ("", "changed", "只报告自某次提交以来改动过的文件 [默认：与默认分支的分叉点]"),
    ("", "baseline", "不报告该基线文件中已记录的检查结果"),
    ("", "write_baseline", "将检查结果写入基线文件，而不报告"),
    ("", "statistics", "按规则统计检查结果的数量，不逐条显示"),
    ("lint", "add_suppressions", "将所有检查结果的屏蔽注释写入文件"),
    ("lint", "reason", "屏蔽检查结果的原因"),
    ("lint", "diff", "以差异形式输出将写入的屏蔽注释；不写入文件，有差异则以失败退出"),
    ("", "watch", "文件更改后自动重新运行"),
    ("explain", "format", "说明的输出格式 [默认：终端上为 human，否则为 markdown]"),
    ("man", "", "输出手册页"),
    ("man", "command", "输出该命令的手册页 [默认：nestc 本身的手册页]"),
    ("man", "output", "将所有命令的手册页写入该文件夹"),
    ("help", "", "显示帮助"),
    ("", "lang", "消息的语言 [默认：按系统区域设置；供程序读取的格式默认为英文]"),
    ("", "help", "显示帮助"),
    ("", "version", "显示版本"),
    ("", "manifest", "清单文件 [默认：模板所在或上级文件夹中的 nestc.yaml，否则为 .computenest/config.yaml]"),
    ("", "format", "检查结果的输出格式；可同时指定多种，除一种外都须写明文件"),
    ("", "color", "何时使用颜色"),
    ("", "fail_on", "达到该级别的结果会使命令失败"),
    ("", "quiet", "只输出检查结果，不输出汇总"),
    ("", "output_file", "将检查结果写入文件，而不是标准输出"),
    ("", "paths", "文件或文件夹；`-` 表示标准输入 [默认：清单中的模板]"),
    ("", "diff", "输出将要改动的内容，不写入任何文件"),
    ("", "check", "与磁盘上的文件比较并输出差异，不写入任何文件"),
    ("", "exclude", "排除匹配的文件和文件夹，写法同此处 .gitignore 中的一行"),
    ("", "show_secrets", "显示 NoEcho 参数、敏感变量以及名称表示机密的键的值"),
    ("fix", "check", "列出将要改动的文件，不写入任何文件；有可修复的内容时命令失败"),
    ("fix", "diff", "输出将要改动的内容，不写入任何文件；有可修复的内容时命令失败"),
    ("", "follow_links", "同时跟随指向文件夹及其仓库之外的链接"),
    ("", "schema", "同时使用该文件中的资源类型定义：来自 `terraform providers schema -json` 或 ROS 接口 GetResourceType"),
    ("", "stdin_filename", "标准输入所用的文件名"),
    ("fix", "also_unsafe", "同时应用可能改变模板含义的修复"),
    ("import", "files", "Packer、ECS、计算巢、computenest-cli 或 OOS 的输出，或含有地域映射的模板；`-` 表示标准输入"),
    ("import", "package", "镜像所属的部署物 [默认：以文件为准]"),
    ("import", "new_version", "部署物的版本 [默认：以文件为准，否则为最新的草稿版本，否则新建]"),
    ("import", "region", "文件未写明时的地域"),
    ("import", "diff", "输出将要改动的内容，不写入任何文件；有改动时命令失败"),
    ("import", "manifest", "清单文件 [默认：此处或上级文件夹中的 nestc.yaml，否则在此处新建]"),
    ("adopt", "paths", "模板或其文件夹"),
    ("adopt", "package", "镜像所用的部署物：已有时使用其最新版本，否则按模板中的内容新建"),
    ("adopt", "image", "只有部署时才知道的镜像所用的镜像 ID"),
    ("adopt", "diff", "输出将要改动的内容，不写入任何文件；有改动时命令失败"),
    ("adopt", "manifest", "清单文件 [默认：模板所在或上级文件夹中的 nestc.yaml，否则在此处新建]"),
    ("build", "force", "同时替换和删除手工修改过的输出文件"),
    ("build", "no_sync", "不等待输出写入磁盘：更快，但断电时可能丢失"),
    ("build", "locked", "不写入 nestc.lock；其中没有记录的已发布版本视为错误"),
    ("build", "target", "构建的形式：每个地域一份模板（copies），或一份自带地域映射的模板（mappings）"),
    ("build", "output", "将输出写入该文件夹（可在任意位置），代替清单中 `output` 的根；同时启用 --locked"),
    ("forget", "version", "版本，例如 web_server@v1_0"),
    ("report", "html", "要写入的 HTML 文件，内容自成一页；`-` 表示标准输出"),
    ("explain", "rule", "规则的编号或名称、资源类型、属性或函数，例如 NST101、ALIYUN::ECS::Instance.ImageId 或 Fn::FindInMap；省略时列出所有规则"),
    ("init", "folder", "写入 nestc.yaml 的文件夹"),
    ("init", "print", "输出清单，而不写入文件"),
    ("completions", "shell", "shell 的类型"),
];

fn text(command: &str, argument: &str) -> Option<&'static str> {
    let find = |of: &str| TEXTS.iter().find(|it| it.0 == of && it.1 == argument).map(|it| it.2);
    find(command).or_else(|| if argument.is_empty() { None } else { find("") })
}

/// `command`, which is called `name` below the program, in Chinese.
fn translated(command: Command, name: &str) -> Command {
    let mut command = command.help_template(TEMPLATE).subcommand_help_heading("命令");
    if let Some(about) = text(name, "") {
        command = command.about(about).long_about(None::<&str>);
    }
    let arguments: Vec<String> = command.get_arguments().map(|it| it.get_id().to_string()).collect();
    for id in arguments {
        command = command.mut_arg(&id, |argument| translated_argument(argument, name));
    }
    let below: Vec<String> = command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
    for name in below {
        command = command.mut_subcommand(&name, |it| translated(it, &name));
    }
    command
}

fn translated_argument(argument: Arg, command: &str) -> Arg {
    let Some(text) = text(command, argument.get_id().as_str()) else { return argument };
    let heading = if argument.is_positional() { "参数" } else { "选项" };
    let mut help = text.to_owned();
    let takes_values = argument.get_action().takes_values();
    if let ([default], true) = (argument.get_default_values(), takes_values) {
        help.push_str(&format!(" [默认值：{}]", default.to_string_lossy()));
    }
    let values: Vec<PossibleValue> = argument.get_possible_values();
    if takes_values && !values.is_empty() {
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        help.push_str(&format!(" [可选值：{}]", names.join("、")));
    }
    argument
        .help(help)
        .long_help(None::<&str>)
        .help_heading(heading)
        .hide_default_value(true)
        .hide_possible_values(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every command below `command` but for the copies that `help` has, with the names of all.
    fn all(command: &Command, name: &str, found: &mut Vec<(String, Command)>) {
        found.push((name.to_owned(), command.clone()));
        for below in command.get_subcommands().filter(|_| name != "help") {
            all(below, below.get_name(), found);
        }
    }

    #[test]
    fn every_command_and_option_has_its_chinese_help() {
        let mut english = Arguments::command();
        english.build();
        let mut commands = Vec::new();
        all(&english, "", &mut commands);
        let mut used = BTreeSet::new();
        let mut missing = Vec::new();
        for (name, command) in &commands {
            let arguments = command.get_arguments().map(|it| it.get_id().as_str());
            for argument in std::iter::once("").chain(arguments) {
                match text(name, argument) {
                    Some(text) => _ = used.insert(text),
                    None => missing.push(format!("{name} {argument}")),
                }
            }
        }
        assert!(missing.is_empty(), "no Chinese help for {missing:?}");
        let stale: Vec<_> = TEXTS.iter().filter(|it| !used.contains(it.2)).collect();
        assert!(stale.is_empty(), "help for what is not there: {stale:?}");
    }

    #[test]
    fn both_languages_understand_the_same() {
        let line = ["nestc", "lint", "--lang", "zh", "--format", "json", "--quiet", "a.yaml"];
        for lang in [Lang::En, Lang::Zh] {
            assert!(command(lang).try_get_matches_from(line).is_ok());
            assert!(command(lang).try_get_matches_from(["nestc", "lint", "--nothing"]).is_err());
        }
        let help = command(Lang::Zh).try_get_matches_from(["nestc", "lint", "--help"]).map(|_| ());
        let help = help.map_err(|error| error.to_string()).err().unwrap_or_default();
        assert!(help.contains("用法：") && help.contains("[默认值：human]"), "{help}");
        for english in ["Usage", "Options:", "Arguments:", "default:", "possible values", "Print"] {
            assert!(!help.contains(english), "`{english}` in {help}");
        }
    }
}
