//! The command line.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{EnumValueParser, PossibleValue, TypedValueParser};
use clap::{Arg, Args, Error, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(super) use super::args_images::{Adopt, Import, Outputs};
pub(super) use super::args_pages::{Explain, Man, PageFormat, Rules, RulesFormat};
use crate::build::Shard;
use crate::diagnostic::Lang;

/// Checks the image IDs of Compute Nest templates, and renders one copy of each template per region.
#[derive(Debug, Parser)]
#[command(name = "nestc", version, about, max_term_width = 100)]
#[command(
    after_help = "Exit status: 0 nothing found, 1 findings or differences, 2 nestc could not do its work, \
                        3 a fault of nestc itself, 129, 130, 131 and 143 after SIGHUP, SIGINT, SIGQUIT and SIGTERM."
)]
pub(crate) struct Arguments {
    /// The language of messages [default: that of the locale; reports for programs are in English]
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Language>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Report findings in templates
    Lint(Lint),
    /// Render every template of the manifest for every region
    Build(Build),
    /// Apply the fixes of findings
    Fix(Fix),
    /// Put images that other tools know of into the manifest
    Import(Import),
    /// Turn parameters, region maps and lookups at image slots into literals with packages
    Adopt(Adopt),
    /// Print the image slots and placeholders of templates, and the packages of a manifest, as JSON
    Inspect(Inspect),
    /// Write a page about a manifest: packages and regions, who sees them, image slots, findings
    Report(Report),
    /// List the files that are read and copied with modules, and why the rest is not
    Files(Files),
    /// Print a rule's page
    Explain(Explain),
    /// Write a nestc.yaml from the templates or the computenest-cli project found here
    Init(Init),
    /// Record what is published in nestc.lock, as a build does
    Lock(Lock),
    /// Serve an editor: the Language Server Protocol on the standard input and output
    Lsp {
        /// What editors say that know other ways as well
        #[arg(long, hide = true)]
        stdio: bool,
    },
    /// Print the JSON Schema of nestc.yaml
    Schema,
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// List all rules
    Rules(Rules),
    /// Print a page of the manual
    Man(Man),
}

/// A language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// English
    En,
    /// Simplified Chinese
    Zh,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Lang::En,
            Language::Zh => Lang::Zh,
        }
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// With the text around them
    Human,
    /// One line each
    Short,
    /// As JSON
    Json,
    /// As SARIF 2.1.0, for code scanning
    Sarif,
    /// As workflow commands of GitHub Actions
    Github,
    /// As a code quality report of GitLab
    Gitlab,
    /// As JUnit XML
    Junit,
    /// As JSON, one finding a line
    Jsonl,
    /// As the XML of Checkstyle
    Checkstyle,
    /// As the JSON of reviewdog
    Rdjson,
    /// As logging commands of Azure Pipelines
    Azure,
}

/// A format, and the file that gets it; without one, the standard output or `--output-file`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    /// The format.
    pub format: Format,
    /// The file.
    pub file: Option<PathBuf>,
}

/// Reads `FORMAT` or `FORMAT=FILE`.
#[derive(Clone, Debug)]
struct TargetParser;

impl TypedValueParser for TargetParser {
    type Value = Target;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Target, Error> {
        let text = value.to_string_lossy();
        let (format, file) = match text.split_once('=') {
            Some((format, file)) if !file.is_empty() => (format.to_owned(), Some(PathBuf::from(file))),
            _ => (text.into_owned(), None),
        };
        let format = EnumValueParser::<Format>::new().parse_ref(command, argument, OsStr::new(&format))?;
        Ok(Target { format, file })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(Format::value_variants().iter().filter_map(ValueEnum::to_possible_value)))
    }
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// From which severity on findings make the command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Note,
    /// Findings never fail the command
    Never,
}

/// What all commands that read files say of reading.
#[derive(Debug, Default, Args)]
pub(crate) struct Reading {
    /// Leave out what matches, as a line of a .gitignore here would
    #[arg(long, value_name = "GLOB")]
    pub exclude: Vec<String>,
    /// Follow symbolic links that lead out of the folder and its repository, too
    #[arg(long)]
    pub follow_links: bool,
    /// Know the resource types of this file, too: of `terraform providers schema -json` or the ROS action
    /// GetResourceType
    #[arg(long, value_name = "FILE")]
    pub schema: Vec<PathBuf>,
}

/// Which rules count.
#[derive(Debug, Default, Args)]
pub(crate) struct Selecting {
    /// Only these rules: names, codes, or beginnings of codes such as NST1, separated by commas
    #[arg(long, value_name = "RULES")]
    pub select: Vec<String>,
    /// Not these rules
    #[arg(long, value_name = "RULES")]
    pub ignore: Vec<String>,
}

/// Options of all commands that report findings.
#[derive(Debug, Args)]
pub(crate) struct Reporting {
    /// The manifest [default: nestc.yaml in the template's folder or above, or else .computenest/config.yaml]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// How to print findings; several at once where all but one name a file
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "human", value_parser = TargetParser)]
    pub format: Vec<Target>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// The least severity that makes the command fail
    #[arg(long, value_name = "SEVERITY", default_value = "error")]
    pub fail_on: FailOn,
    /// Print findings only, no summary
    #[arg(long, short)]
    pub quiet: bool,
    /// Show the values of `NoEcho` parameters, sensitive variables and keys that name secrets
    #[arg(long)]
    pub show_secrets: bool,
    /// Write the findings to a file instead of the standard output
    #[arg(long, value_name = "FILE")]
    pub output_file: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Lint {
    /// Files or folders; `-` for the standard input [default: the manifest's templates]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The name under which the standard input is checked
    #[arg(long, value_name = "NAME", default_value = "stdin.yaml")]
    pub stdin_filename: PathBuf,
    /// Only findings in files that changed since a commit [default: where the branch left the default branch]
    #[arg(long, value_name = "REF", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub changed: Option<String>,
    /// Only findings in one of N parts of the templates, for several machines; all of the manifest is read in each
    #[arg(long, value_name = "K/N", conflicts_with = "write_baseline")]
    pub shard: Option<Shard>,
    /// Do not report what this file says was found before
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found to the baseline instead of reporting it
    #[arg(long, requires = "baseline")]
    pub write_baseline: bool,
    /// Count findings by rule instead of showing them
    #[arg(long)]
    pub statistics: bool,
    /// Write suppressions of all findings into the files
    #[arg(long, requires = "reason", conflicts_with_all = ["baseline", "statistics"])]
    pub add_suppressions: bool,
    /// Why findings are suppressed
    #[arg(long, value_name = "TEXT", requires = "add_suppressions")]
    pub reason: Option<String>,
    /// Run again whenever a file changes
    #[arg(long, conflicts_with_all = ["add_suppressions", "write_baseline"])]
    pub watch: bool,
    /// Print the suppressions as a difference; write nothing, and fail where there are any
    #[arg(long, requires = "add_suppressions")]
    pub diff: bool,
    #[command(flatten)]
    pub selecting: Selecting,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Fix {
    /// Files or folders; `-` reads a text and prints it fixed [default: the manifest's templates]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The name under which the standard input is fixed
    #[arg(long, value_name = "NAME", default_value = "stdin.yaml")]
    pub stdin_filename: PathBuf,
    /// Apply fixes that may change what a template means, too
    #[arg(long = "unsafe")]
    pub also_unsafe: bool,
    /// Show the values of `NoEcho` parameters, sensitive variables and keys that name secrets
    #[arg(long)]
    pub show_secrets: bool,
    /// Print what would change; write nothing, and fail where there is something to fix
    #[arg(long)]
    pub diff: bool,
    /// Name the files that would change; write nothing, and fail where there are any
    #[arg(long)]
    pub check: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// The manifest [default: nestc.yaml in the template's folder or above, or else .computenest/config.yaml]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub selecting: Selecting,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The file to write, one page of HTML that needs nothing else; `-` for the standard output
    #[arg(long, value_name = "FILE")]
    pub html: PathBuf,
    /// Show the values of `NoEcho` parameters, sensitive variables and keys that name secrets
    #[arg(long)]
    pub show_secrets: bool,
    /// The manifest [default: nestc.yaml here or above, or else .computenest/config.yaml]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    /// Compare with what is on disk and print the differences; write nothing
    #[arg(long, conflicts_with = "diff")]
    pub check: bool,
    /// Print what changes from the source for each region; write nothing
    #[arg(long)]
    pub diff: bool,
    /// Replace and remove outputs that were edited by hand, too
    #[arg(long, conflicts_with_all = ["check", "diff"])]
    pub force: bool,
    /// Build again whenever a file changes
    #[arg(long)]
    pub watch: bool,
    /// Do not wait until the outputs are on disk: faster, but they may be lost if the power fails
    #[arg(long)]
    pub no_sync: bool,
    /// Do not write nestc.lock; a published version that is not in it is an error
    #[arg(long)]
    pub locked: bool,
    /// What to build
    #[arg(long, value_name = "FORM", default_value = "copies")]
    pub target: Outputs,
    /// Write the outputs to this folder, which may lie anywhere, instead of the manifest's `output` root; implies
    /// --locked
    #[arg(long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Build for this region only
    #[arg(long, value_name = "REGION", requires = "output")]
    pub region: Vec<String>,
    /// Build this template only, as the manifest's folder has it
    #[arg(long, value_name = "TEMPLATE", requires = "output")]
    pub template: Vec<String>,
    /// Build one of N parts of the templates, for several machines; a template is always in the same one
    #[arg(long, value_name = "K/N", requires = "output")]
    pub shard: Option<Shard>,
    /// Write what the outputs depend on to this file, as Make and Ninja read it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["check", "diff"])]
    pub depfile: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub reporting: Reporting,
}

#[derive(Debug, Args)]
pub(crate) struct Lock {
    /// What to do instead
    #[command(subcommand)]
    pub command: Option<LockCommand>,
    /// The manifest [default: nestc.yaml here or above]
    #[arg(long, value_name = "FILE", global = true)]
    pub manifest: Option<PathBuf>,
}

/// What to do with the record of published versions.
#[derive(Debug, Subcommand)]
pub(crate) enum LockCommand {
    /// Take back the record of a version that was never deployed
    Forget {
        /// The version, such as web_server@v1_0
        #[arg(value_name = "PACKAGE@VERSION")]
        version: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Inspect {
    /// Files or folders; `-` for the standard input [default: the templates of the manifest that is named]
    #[arg(value_name = "FILE", required_unless_present = "manifest")]
    pub paths: Vec<PathBuf>,
    /// Show the values of `NoEcho` parameters, sensitive variables and keys that name secrets
    #[arg(long)]
    pub show_secrets: bool,
    /// The manifest, whose packages are printed too [default: nestc.yaml in the file's folder or above, for
    /// its `also-through` alone]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Files {
    /// Files or folders [default: the manifest's templates]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The manifest [default: nestc.yaml in the file's folder or above, or else .computenest/config.yaml]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder to write nestc.yaml to
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub folder: PathBuf,
    /// Print the manifest instead of writing it
    #[arg(long)]
    pub print: bool,
    #[command(flatten)]
    pub reading: Reading,
}
