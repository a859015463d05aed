//! The options of commands that print pages and lists.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::Color;

/// How `rules` lists rules.
#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// How to list them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: RulesFormat,
}

/// How rules are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum RulesFormat {
    /// One line each
    Human,
    /// As JSON
    Json,
}

/// What `man` prints.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The command whose page is printed [default: the program's own page]
    #[arg(conflicts_with = "output")]
    pub command: Option<String>,
    /// Write the pages of all commands to this folder instead
    #[arg(long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
}

/// How pages are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// Drawn for people
    Human,
    /// As Markdown
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A rule's code or name, a resource type, a property or a function, such as NST101, ALIYUN::ECS::Instance.ImageId
    /// or Fn::FindInMap; all rules are listed without it
    #[arg(value_name = "NAME")]
    pub rule: Option<String>,
    /// Know the resource types of this file, too: of `terraform providers schema -json` or the ROS action
    /// GetResourceType
    #[arg(long, value_name = "FILE")]
    pub schema: Vec<PathBuf>,
    /// How to print it [default: human on a terminal, or else markdown]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<PageFormat>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}
