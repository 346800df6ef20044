//! What may be written on the command line, and clap's complaints in Chinese.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{Args, Parser, Subcommand};

use crate::build::shard::Shard;
use crate::diag::format::Format;
use crate::documents::address::Address;
use crate::pipeline::options::Options;
use crate::render::pdf::Profile;

const HELP: &str = include_str!("help.txt");

#[derive(Debug, Parser)]
#[command(
    name = "gongwen",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true
)]
#[command(override_help = HELP)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
    #[command(flatten)]
    pub(super) flags: Flags,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Flags {
    /// Where the project is.
    #[arg(long, global = true, default_value = ".")]
    pub(super) project: PathBuf,
    /// Where the output goes.
    #[arg(long, global = true)]
    pub(super) out: Option<PathBuf>,
    /// How many documents are rendered at a time.
    #[arg(long, short, global = true)]
    pub(super) jobs: Option<std::num::NonZeroUsize>,
    /// Only errors are shown.
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Folders of fonts that are preferred.
    #[arg(long, global = true)]
    pub(super) font_path: Vec<PathBuf>,
    /// Templates that take the place of ours.
    #[arg(long, global = true)]
    pub(super) templates: Option<PathBuf>,
    /// Colours for a monitor, or the inks of the standard for a press.
    #[arg(long, global = true, default_value = "screen")]
    pub(super) profile: Profile,
    /// A ring where the seal goes.
    #[arg(long, global = true)]
    pub(super) seal_placeholder: bool,
    /// Where the site will stand on the web.
    #[arg(long, global = true)]
    pub(super) base_url: Option<Address>,
    /// Says where the time went.
    #[arg(long, global = true)]
    pub(super) timings: bool,
    /// Shows the help.
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    pub(super) help: Option<bool>,
}

impl Flags {
    /// Where the output goes.
    pub(super) fn out(&self) -> PathBuf {
        let own = || self.project.join("out");
        self.out.clone().unwrap_or_else(own)
    }

    /// What they ask for, decided.
    pub(super) fn options(&self) -> Options {
        let usual = Options::usual(self.out());
        Options {
            jobs: self.jobs.map_or(usual.jobs, usize::from),
            profile: self.profile,
            seal_placeholder: self.seal_placeholder,
            fonts: self.font_path.clone(),
            templates: self.templates.clone(),
            address: self.base_url.clone(),
            ..usual
        }
    }
}

#[derive(Debug, Clone, Subcommand)]
pub(super) enum Verb {
    /// Everything: read, check, make.
    #[command(override_help = HELP)]
    Build,
    /// seeds → content.
    #[command(override_help = HELP)]
    Read {
        /// Shows what became of every character.
        #[arg(long)]
        explain: bool,
        /// Shows a stage on the way: the blocks of each seed.
        #[arg(long)]
        show: Option<Stage>,
    },
    /// Only looks.
    #[command(override_help = HELP)]
    Check {
        /// How remarks are written.
        #[arg(long, default_value = "human")]
        format: Format,
        /// Duties that may reach nobody are errors.
        #[arg(long)]
        strict: bool,
    },
    /// Measures every page against the rules of the standard.
    #[command(override_help = HELP)]
    Proof {
        /// How the report is written.
        #[arg(long, default_value = "human")]
        format: Format,
        /// Only documents with this word in their path.
        #[arg(long)]
        only: Option<String>,
    },
    /// Writes a first register for names that no register has.
    #[command(override_help = HELP)]
    Units,
    /// content → out.
    #[command(override_help = HELP)]
    Make {
        /// Only this share of the documents: `3/8`.
        #[arg(long)]
        shard: Option<Shard>,
    },
    /// Shares of the output → out.
    #[command(override_help = HELP)]
    Gather {
        /// The outputs of all shares.
        #[arg(required = true)]
        shards: Vec<PathBuf>,
    },
    /// Builds, shows the output to a browser, and builds again on every change.
    #[command(override_help = HELP)]
    Serve {
        /// The port; without one, the usual or any free one.
        #[arg(long)]
        port: Option<u16>,
        /// The address of this machine to listen on.
        #[arg(long, default_value = "127.0.0.1")]
        listen: IpAddr,
    },
}

/// A stage that `read` can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stage;

impl std::str::FromStr for Stage {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        (word == "blocks")
            .then_some(Stage)
            .ok_or("只有 blocks".into())
    }
}

/// clap's complaints in Chinese.
pub(super) fn explain_usage(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        _ => {}
    }
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            let why = std::error::Error::source(error).map(|e| format!("：{e}"));
            format!("“{argument}”的值“{value}”不对{}", why.unwrap_or_default())
        }
        _ => format!("命令写得不对：{argument}"),
    };
    eprintln!("{message}\n用法见 gongwen --help");
    ExitCode::from(2)
}
