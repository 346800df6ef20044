//! What may be written on the command line: the one description of it, which also makes the
//! help, the completions and the manual pages; and clap's complaints in Chinese.

use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ErrorKind};
use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};
use clap_complete::Shell;

use crate::build::shard::Shard;
use crate::diag::format::Format;
use crate::documents::address::Address;
use crate::pipeline::options::Options;
use crate::render::pdf::Profile;

/// What the program is, in a line.
const ABOUT: &str = "把一份下达任务的通知，做成要印发的全部材料。";

const AFTER: &str = "\
结束时的返回值：0 做完了；1 来件或 YAML 有错；2 没能运行；130 一类（128 加信号的编号）是叫停的。
出错时 out/ 和 content/ 都保持原样。

例子
  gongwen 通知.txt                 只有一份通知：在它旁边的“通知-成品”里全部做好
  gongwen init --from 通知.txt     建一个项目，以后的通知都放进来
  gongwen                         把 seeds/ 里的通知全部做出来
  gongwen read --explain          看每个字从哪里来、到哪里去
  gongwen check                   提交之前查一遍
  gongwen serve --open            边改边看
  gongwen --out /tmp/试印 -j 1     换个地方、一份一份地做";

#[derive(Debug, Parser)]
#[command(
    name = "gongwen",
    version,
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(about = ABOUT, after_help = AFTER)]
pub(super) struct Cli {
    /// A notice that belongs to no project.
    #[arg(value_name = "文件", value_hint = ValueHint::FilePath)]
    #[arg(help = "一份通知（.docx、.txt、.md、.html），不用先建项目")]
    pub(super) file: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) verb: Option<Verb>,
    #[command(flatten)]
    pub(super) flags: Flags,
}

#[derive(Debug, Clone, Args)]
pub(super) struct Flags {
    /// Where the project is.
    #[arg(long, global = true, value_name = "目录", value_hint = ValueHint::DirPath)]
    #[arg(help = "项目文件夹，默认是当前文件夹")]
    pub(super) project: Option<PathBuf>,
    /// Where the output goes.
    #[arg(long, global = true, value_name = "目录", value_hint = ValueHint::DirPath)]
    #[arg(help = "成品放在哪里，默认是项目里的 out")]
    pub(super) out: Option<PathBuf>,
    /// How many documents are rendered at a time.
    #[arg(long, short, global = true, value_name = "数", value_parser = jobs)]
    #[arg(help = "同时生成几份，默认与处理器核数相同")]
    pub(super) jobs: Option<NonZeroUsize>,
    /// Only errors are shown.
    #[arg(long, short, global = true, help = "只显示错误")]
    pub(super) quiet: bool,
    /// Folders of fonts that are preferred.
    #[arg(long, global = true, value_name = "目录", value_hint = ValueHint::DirPath)]
    #[arg(help = "自备字体（方正小标宋、仿宋、楷体等），优先使用；可写多次")]
    pub(super) font_path: Vec<PathBuf>,
    /// Templates that take the place of ours.
    #[arg(long, global = true, value_name = "目录", value_hint = ValueHint::DirPath)]
    #[arg(help = "自备模板，按文件名替换")]
    pub(super) templates: Option<PathBuf>,
    /// Colours for a monitor, or the inks of the standard for a press.
    #[arg(
        long,
        global = true,
        value_name = "档",
        default_value = "screen",
        hide_default_value = true
    )]
    #[arg(help = "screen 屏幕（默认）；press 印刷：油墨 CMYK，四边出血 3 毫米")]
    pub(super) profile: Profile,
    /// A ring where the seal goes.
    #[arg(long, global = true, help = "在盖章的地方画一个虚线圈（从不画印章）")]
    pub(super) seal_placeholder: bool,
    /// Where the site will stand on the web.
    #[arg(long, global = true, value_name = "网址", value_hint = ValueHint::Url)]
    #[arg(help = "网站放在哪个网址下；写了就另做站点地图、通知订阅源，网页写明自己的网址")]
    pub(super) base_url: Option<Address>,
    /// Says where the time went.
    #[arg(long, global = true, help = "做完后说明时间花在哪里")]
    pub(super) timings: bool,
    /// Shows the help.
    #[arg(long, short, global = true, action = ArgAction::Help)]
    #[arg(help = "显示说明；写在命令后面，显示那个命令的")]
    pub(super) help: Option<bool>,
    /// Shows the version.
    #[arg(long, short = 'V', global = true, action = ArgAction::Version, help = "显示版本")]
    pub(super) version: Option<bool>,
}

impl Flags {
    /// The folder of the project.
    pub(super) fn project(&self) -> &Path {
        self.project.as_deref().unwrap_or(Path::new("."))
    }

    /// Where the output goes.
    pub(super) fn out(&self) -> PathBuf {
        let own = || self.project().join("out");
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
    #[command(about = "全做：读来件、查、生成（不写命令就是它）")]
    Build,
    /// seeds → content.
    #[command(about = "读 seeds/ 里的来件，写成 content/ 里的 YAML")]
    #[command(
        after_help = "人改过的 YAML 不会覆盖；来件本身有错的，写在 content/<通知>/corrections.yaml 里。"
    )]
    Read {
        /// Shows what became of every character.
        #[arg(long, help = "交代每个字的去向、每个责任单位是怎么读出的")]
        explain: bool,
        /// Shows a stage on the way: the blocks of each seed.
        #[arg(long, value_name = "阶段", help = "blocks：看来件切成的行和表格")]
        show: Option<Stage>,
    },
    /// Only looks.
    #[command(about = "只查不写；content/ 和来件对不上也算错")]
    Check {
        /// How remarks are written.
        #[arg(
            long,
            value_name = "格式",
            default_value = "human",
            hide_default_value = true
        )]
        #[arg(help = "human 给人看（默认）；json、github、gitlab 供程序和持续集成读")]
        format: Format,
        /// Duties that may reach nobody are errors.
        #[arg(long, help = "可能不落到任何单位的任务也算错")]
        strict: bool,
    },
    /// content → out.
    #[command(about = "由 content/ 生成 out/，不看来件")]
    Make {
        /// Only this share of the documents: `3/8`.
        #[arg(
            long,
            value_name = "份",
            help = "只做其中一份，几台机器分着做：3/8 是八份里的第三份"
        )]
        shard: Option<Shard>,
    },
    /// Shares of the output → out.
    #[command(about = "把各台机器做好的份合成一套")]
    Gather {
        /// The outputs of all shares.
        #[arg(required = true, value_name = "份", value_hint = ValueHint::DirPath)]
        #[arg(help = "各份成品的文件夹")]
        shards: Vec<PathBuf>,
    },
    /// Builds, shows the output to a browser, and builds again on every change.
    #[command(about = "全做，并在本机开一个网址给浏览器看；一改就重做，网页自己刷新")]
    #[command(
        after_help = "来件、内容、模板一改就重做。有错写在网页上；每条提示写在有关的网页上。"
    )]
    Serve {
        /// The port; without one, the usual or any free one.
        #[arg(
            long,
            value_name = "数",
            value_parser = port,
            help = "指定端口，默认 8017，占用了就另找一个"
        )]
        port: Option<u16>,
        /// The address of this machine to listen on.
        #[arg(
            long,
            value_name = "地址",
            value_parser = listen,
            default_value = "127.0.0.1",
            hide_default_value = true
        )]
        #[arg(help = "让别的机器也能看，写这台机器的地址；默认只有本机能看")]
        listen: IpAddr,
        /// Opens the browser of this machine.
        #[arg(long, help = "开好以后打开浏览器")]
        open: bool,
    },
    /// Measures every page against the rules of the standard.
    #[command(about = "把每一页按 GB/T 9704-2012 逐条测量，说出量得多少、合不合格")]
    Proof {
        /// How the report is written.
        #[arg(
            long,
            value_name = "格式",
            default_value = "human",
            hide_default_value = true,
            help = "human 给人看（默认）；json 供程序读"
        )]
        format: Format,
        /// Only documents with this word in their path.
        #[arg(long, value_name = "词", help = "只量路径里有这个词的文件")]
        only: Option<String>,
    },
    /// Drafts the file of a round of self-checks.
    #[command(about = "开一轮自查：照通知的原话写一份初稿，并说出要办公室定的事")]
    #[command(after_help = "已有的文件从不改动。定好以后运行 gongwen 做自查表。
收回的表放进 seeds/rounds/<通知>/<轮次>/，再运行 gongwen read。")]
    Round {
        /// What it is called.
        #[arg(value_name = "轮次", help = "这一轮的名字，如 2017-07")]
        id: String,
        /// Of which notice.
        #[arg(
            value_name = "通知",
            help = "哪份通知，content/ 里的文件夹名；只有一份的不用写"
        )]
        notice: Option<String>,
    },
    /// Writes a first register for names that no register has.
    #[command(about = "给还没有登记册的地方写一本初稿；已有登记册的，列出它还缺的叫法")]
    Units,
    /// Lays out a project.
    #[command(about = "建一个项目：办公室常改的文件各写一份，文件里有说明")]
    #[command(after_help = "已有的文件一个也不动：要写的文件有一个已经在了，就什么都不写。")]
    Init {
        /// Where.
        #[arg(value_name = "目录", value_hint = ValueHint::DirPath)]
        #[arg(help = "建在哪里，默认是 --project 说的或当前的文件夹")]
        folder: Option<PathBuf>,
        /// A notice to begin with.
        #[arg(long, value_name = "文件", value_hint = ValueHint::FilePath)]
        #[arg(help = "拿一份通知开头：放进 seeds/，照它的叫法写一本登记册初稿")]
        from: Option<PathBuf>,
    },
    /// Writes a built-in file out, to be changed.
    #[command(about = "把程序自带的文件取出来改：模板、网页、登记册、样件；不写名字就列出有哪些")]
    #[command(
        after_help = "取出来的文件记在 ejected.yaml 里；程序升级以后，会说出哪几个比程序自带的旧。"
    )]
    Eject {
        /// Names of files or folders.
        #[arg(
            value_name = "名字",
            help = "文件或文件夹的名字，如 templates/pdf/sheet.typ"
        )]
        names: Vec<String>,
        /// Another folder than the project.
        #[arg(long, value_name = "目录", value_hint = ValueHint::DirPath, conflicts_with = "seen")]
        #[arg(help = "写到别的文件夹里，只为比照，不记下")]
        to: Option<PathBuf>,
        /// What was ejected has been compared.
        #[arg(
            long,
            requires = "names",
            help = "已经和程序现在的比照过：不动文件，记下现在的版本"
        )]
        seen: bool,
    },
    /// Writes the schemas of the YAML.
    #[command(about = "给编辑器写 YAML 各项的说明：写的时候有提示，写错了当场指出")]
    #[command(
        after_help = "写在 content/schemas/ 里；程序升级以后再写一次。编辑器怎样用，见使用说明。"
    )]
    Schema,
    /// Says what is missing, and what is not used.
    #[command(about = "看一看这个项目：缺什么，哪种字体代用哪种，哪些文件没有用上")]
    #[command(after_help = "只有建议的返回 0；有做不成的，返回 1。什么都不改动。")]
    Doctor,
    /// Completions for a shell.
    #[command(about = "给命令行写一份自动补全，写到屏幕")]
    #[command(
        after_help = "例如 gongwen completions bash > ~/.local/share/bash-completion/completions/gongwen"
    )]
    Completions {
        /// Which shell.
        #[arg(
            value_name = "命令行",
            help = "bash、zsh、fish、powershell 或 elvish",
            hide_possible_values = true
        )]
        shell: Shell,
    },
    /// Manual pages.
    #[command(about = "写出 man 手册页：全部命令一页，每个命令各一页")]
    Man {
        /// Where.
        #[arg(value_name = "目录", value_hint = ValueHint::DirPath, help = "写到哪个文件夹")]
        folder: PathBuf,
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
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            format!("多写了“{argument}”")
        }
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue);
            if value.is_empty() {
                return told(&format!("“{argument}”后面要写一个值"));
            }
            let why = std::error::Error::source(error).map(|e| format!("：{e}"));
            let one_of = match context(ContextKind::ValidValue) {
                words if words.is_empty() => None,
                words => Some(format!("，可以写 {words}")),
            };
            let why = why.or(one_of);
            format!("“{argument}”的值“{value}”不对{}", why.unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => format!("还要写 {argument}"),
        ErrorKind::ArgumentConflict if argument == context(ContextKind::PriorArg) => {
            format!("“{argument}”写了两次")
        }
        ErrorKind::ArgumentConflict => format!("“{argument}”不能和别的一起写"),
        _ => format!("命令写得不对：{argument}"),
    };
    told(&message)
}

fn told(message: &str) -> ExitCode {
    eprintln!("{message}\n用法见 gongwen --help");
    ExitCode::from(2)
}

fn jobs(text: &str) -> Result<NonZeroUsize, &'static str> {
    text.parse().map_err(|_| "要写从 1 起的整数")
}

fn port(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "要写 0 到 65535 的整数")
}

fn listen(text: &str) -> Result<IpAddr, &'static str> {
    text.parse()
        .map_err(|_| "要写这台机器的 IP 地址，如 127.0.0.1、0.0.0.0")
}
