//! `gongwen serve`: builds, shows the output to a browser on this machine, builds
//! again when a file changes, and tells the open page. A build that fails is told
//! in the page, over the last good output; the published files are never touched.
//!
//! It knows nothing of notices: whoever calls it says how to build.

mod answer;
mod host_guard;
mod http;
mod inject;
mod negotiate;
mod open;
mod static_files;
mod watch;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::sync::watch as news;

use crate::diag::{Diagnostic, system};
use crate::progress::Progress;
use crate::publish::MANIFEST;
use host_guard::HostGuard;
use static_files::StaticFiles;
use watch::Watch;

/// The port that is taken when none is asked for, where it is free.
const PORT: u16 = 8017;

/// How long answers under way may take when the end has come.
const GRACE: Duration = Duration::from_secs(1);

/// The stack of the thread that builds, in bytes: as much as a main thread has.
const STACK: usize = 8 * 1024 * 1024;

/// Where to listen, what to show, what to watch.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address of this machine to listen on.
    pub listen: IpAddr,
    /// The port; without one, the usual or any free one. 0 is any free one.
    pub port: Option<u16>,
    /// The folder that builds publish into.
    pub out: PathBuf,
    /// The project, whose folders may come and go.
    pub project: PathBuf,
    /// The folders to watch.
    pub folders: Vec<PathBuf>,
    /// Whether the browser is opened.
    pub open: bool,
}

/// Something that a good build says, and the pages that it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Their paths below the output.
    pub pages: Vec<String>,
    /// Whether somebody should look at it.
    pub grave: bool,
    /// In words.
    pub text: String,
}

/// What there is to show at one time.
#[derive(Debug)]
struct Now {
    /// The files of the last good build.
    shelf: StaticFiles,
    /// What the last build complained of.
    fault: Option<String>,
    /// What it said of pages.
    remarks: Vec<Remark>,
    /// Changes when anything that is shown does.
    version: String,
}

impl Now {
    fn look(out: &Path, fault: Option<String>, remarks: Vec<Remark>) -> Self {
        let shelf = StaticFiles::open(out);
        let mut hash = blake3::Hasher::new();
        hash.update(&std::fs::read(out.join(MANIFEST)).unwrap_or_default());
        hash.update(fault.as_deref().unwrap_or_default().as_bytes());
        for remark in &remarks {
            hash.update(format!("{:?}{}", remark.pages, remark.text).as_bytes());
        }
        Now {
            shelf,
            fault,
            remarks,
            version: hash.finalize().to_hex()[..16].to_owned(),
        }
    }
}

/// Serves until it is told to end (Ctrl-C). `build` runs one whole build, and gives what it
/// says of pages, or what it complained of when nothing was published.
///
/// # Errors
/// When the address cannot be listened on, or files cannot be watched.
pub fn serve(
    options: &Options,
    build: impl FnMut() -> Result<Vec<Remark>, String> + Send + 'static,
    progress: &Progress,
) -> Result<(), Diagnostic> {
    let failed = |e| Diagnostic::error("serve", format!("启动不了：{}", system::said(&e)));
    // Two threads: one waits for files while the other answers.
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(failed)?;
    let ended = runtime.block_on(run(options, build, progress));
    // A build under way is left alone: what it has not published does not count.
    runtime.shutdown_background();
    ended
}

async fn run(
    options: &Options,
    build: impl FnMut() -> Result<Vec<Remark>, String> + Send + 'static,
    progress: &Progress,
) -> Result<(), Diagnostic> {
    let failed = |e| Diagnostic::error("serve", format!("启动不了：{}", system::said(&e)));
    let listener = http::listen(options.listen, options.port).await?;
    let address = listener.local_addr().map_err(failed)?;
    let watch = Watch::start(&options.project, &options.folders)?;

    let (teller, now) = news::channel(Arc::new(Now::look(&options.out, None, Vec::new())));
    let out = options.out.clone();
    std::thread::Builder::new()
        .name("build".into())
        .stack_size(STACK)
        .spawn(move || keep_building(watch, build, &out, &teller))
        .map_err(failed)?;

    progress.say(&greeting(address));
    if options.open
        && let Err(error) = open::open(&shown(address))
    {
        progress.say(&format!(
            "打不开浏览器（{}）；请照上面的网址自己打开",
            system::said(&error)
        ));
    }
    let state = Arc::new(http::ServerState::new(HostGuard::new(address), now));
    let places = state.places();
    let accepting = tokio::spawn(http::accept(listener, state));
    told_to_end().await.map_err(failed)?;
    accepting.abort();
    let _ = tokio::time::timeout(GRACE, places.acquire_many(http::MOST_CONNECTIONS)).await;
    progress.say("停了");
    Ok(())
}

/// Builds, tells, waits for a change, and begins again, for ever.
fn keep_building(
    mut watch: Watch,
    mut build: impl FnMut() -> Result<Vec<Remark>, String>,
    out: &Path,
    teller: &news::Sender<Arc<Now>>,
) {
    loop {
        watch.follow();
        let (remarks, fault) = match build() {
            Ok(remarks) => (remarks, None),
            Err(fault) => (Vec::new(), Some(fault)),
        };
        teller.send_replace(Arc::new(Now::look(out, fault, remarks)));
        if !watch.wait() {
            return;
        }
    }
}

fn greeting(address: SocketAddr) -> String {
    let far = if address.ip().is_loopback() {
        "只有这台机器能打开"
    } else {
        "注意：能连到这台机器的人都能打开"
    };
    format!("请用浏览器打开 {} （{far}；按 Ctrl-C 停）", shown(address))
}

/// The address as a browser takes it.
fn shown(address: SocketAddr) -> String {
    let ip = match address.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".into(),
        IpAddr::V6(ip) => format!("[{ip}]"),
        ip => ip.to_string(),
    };
    format!("http://{ip}:{}/", address.port())
}

/// Returns when a person (Ctrl-C) or the system asks for the end.
async fn told_to_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut asked = [
            signal(SignalKind::interrupt())?,
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
        ];
        std::future::poll_fn(|cx| {
            let told = asked.iter_mut().any(|way| way.poll_recv(cx).is_ready());
            if told { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        Ok(())
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
