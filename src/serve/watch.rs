//! Waiting for files to change: until something does, and then until it is quiet.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::diag::{Diagnostic, system};

/// A change is over when nothing more has come for so long.
const QUIET: Duration = Duration::from_millis(150);

/// So long is waited for quiet at most.
const PATIENCE: Duration = Duration::from_secs(2);

/// Folders that are watched.
pub(super) struct Watch {
    watcher: RecommendedWatcher,
    changes: Receiver<()>,
    folders: Vec<PathBuf>,
}

impl Watch {
    /// Watches `folders`, which need not exist yet, and `project`, where they may
    /// come and go.
    pub(super) fn start(project: &Path, folders: &[PathBuf]) -> Result<Watch, Diagnostic> {
        let failed = |e: notify::Error| {
            Diagnostic::error("watch", format!("看不住文件的改动：{}", reason(e)))
                .hint("同时看着的文件太多时会这样；请关掉别的程序再试，或改用 gongwen build")
        };
        // What the system reports are full paths without links.
        let whole = |path: &Path| match path.canonicalize() {
            Ok(path) => path,
            Err(_) => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        };
        let project = whole(project);
        let folders: Vec<PathBuf> = folders.iter().map(|folder| whole(folder)).collect();
        let (tell, changes) = channel();
        let watched = folders.clone();
        let tell_of = move |event: notify::Result<Event>| {
            // An error means that events were lost, so that anything may have changed.
            if event.map_or(true, |event| matters(&event, &watched)) {
                let _ = tell.send(());
            }
        };
        let config = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(tell_of, config).map_err(failed)?;
        watcher
            .watch(&project, RecursiveMode::NonRecursive)
            .map_err(failed)?;
        Ok(Watch {
            watcher,
            changes,
            folders,
        })
    }

    /// Watches the folders anew: another program may have put new ones in their place.
    pub(super) fn follow(&mut self) {
        for folder in self.folders.iter().filter(|folder| folder.is_dir()) {
            // One that goes away just now comes back with an event of the project.
            let _ = self.watcher.watch(folder, RecursiveMode::Recursive);
        }
    }

    /// Waits for a change, and for the quiet after it; whether there can be another.
    pub(super) fn wait(&mut self) -> bool {
        if self.changes.recv().is_err() {
            return false;
        }
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            match self.changes.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
        true
    }
}

/// Whether an event is a change of a file that a build may read. Reading is none,
/// nor are an editor's files of its own.
fn matters(event: &Event, folders: &[PathBuf]) -> bool {
    let touched = !matches!(
        event.kind,
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_))
    );
    let ours = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hidden = name.starts_with('.') || name.ends_with('~');
        !hidden && folders.iter().any(|folder| path.starts_with(folder))
    };
    touched && (event.need_rescan() || event.paths.iter().any(ours))
}

/// Why files cannot be watched.
fn reason(error: notify::Error) -> String {
    match error.kind {
        notify::ErrorKind::Io(error) => system::said(&error),
        notify::ErrorKind::PathNotFound => "文件夹不见了".to_owned(),
        notify::ErrorKind::MaxFilesWatch => "同时看着的文件太多".to_owned(),
        _ => "系统不肯通知".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_told_once_and_reading_is_none() {
        let project = tempfile::tempdir().expect("a folder");
        let path = |below: &str| project.path().join(below);
        std::fs::create_dir(path("seeds")).expect("made");
        let folders = [path("seeds"), path("content")];
        let mut watch = Watch::start(project.path(), &folders).expect("starts");
        watch.follow();
        std::fs::write(path("seeds/a.txt"), "一").expect("written");
        assert!(watch.wait());
        std::fs::read(path("seeds/a.txt")).expect("read");
        std::fs::write(path("seeds/.a.swp"), "x").expect("written");
        std::fs::write(path("elsewhere"), "x").expect("written");
        let more = watch.changes.recv_timeout(QUIET * 2);
        assert_eq!(more, Err(RecvTimeoutError::Timeout));
        // A folder that was not there comes.
        std::fs::create_dir(path("content")).expect("made");
        assert!(watch.wait());
        watch.follow();
        std::fs::write(path("content/a.yaml"), "x").expect("written");
        assert!(watch.wait());
    }
}
