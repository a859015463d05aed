//! The command line of the commands that bring images in, and of what is built of them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::Reading;
use crate::build::Form;

/// In what form images of several regions are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Outputs {
    /// A copy of each template for each region
    Copies,
    /// One copy of each template that carries its own map of regions
    Mappings,
}

impl From<Outputs> for Form {
    fn from(outputs: Outputs) -> Self {
        match outputs {
            Outputs::Copies => Form::Copies,
            Outputs::Mappings => Form::Mappings,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// What Packer, ECS, Compute Nest, computenest-cli or OOS wrote, or a template with a map of regions; `-` for the
    /// standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The package that the images are of [default: as the file says]
    #[arg(long, value_name = "NAME")]
    pub package: Option<String>,
    /// The version of the package [default: as the file says, or the newest draft, or a new one]
    #[arg(long = "version", value_name = "VERSION")]
    pub new_version: Option<String>,
    /// The region of a file that does not say it
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Print what would change; write nothing, and fail where something would
    #[arg(long)]
    pub diff: bool,
    /// The manifest [default: nestc.yaml here or above, or else a new one here]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Adopt {
    /// Templates, or folders of them
    #[arg(value_name = "FILE", required = true)]
    pub paths: Vec<PathBuf>,
    /// The package for the images: its newest version where it is there, otherwise a new one of what the template says
    #[arg(long, value_name = "NAME")]
    pub package: Option<String>,
    /// The image ID for what is known at deployment only
    #[arg(long, value_name = "ID")]
    pub image: Option<String>,
    /// Print what would change; write nothing, and fail where something would
    #[arg(long)]
    pub diff: bool,
    /// The manifest [default: nestc.yaml in the file's folder or above, or else a new one here]
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}
