//! Ctrl-C, and what the system sends: the process ends, and leaves nothing half made.

use std::process;

use crate::interrupt;

/// From now on a signal that asks for the end is heard. Where that cannot be had, the process
/// ends as the system ends it, and the next run cleans up.
pub(super) fn heed() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build();
    let Ok(runtime) = runtime else { return };
    let guard = runtime.enter();
    let heard = heard();
    drop(guard);
    let Some(heard) = heard else { return };
    let wait = move || {
        let Some((name, number)) = runtime.block_on(heard) else {
            return;
        };
        interrupt::end();
        // A bar may stand on the line; where nobody reads any more, nobody misses it.
        let message = format!("\n停了（{name}）：没有做完的已经清掉，out/ 不会只换一半\n");
        let _ = std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes());
        process::exit(128 + number);
    };
    let _ = std::thread::Builder::new()
        .name("signals".into())
        .spawn(wait);
}

/// The first signal that comes, with its number.
#[cfg(unix)]
fn heard() -> Option<impl Future<Output = Option<(&'static str, i32)>> + Send> {
    use std::task::Poll;
    use tokio::signal::unix::{SignalKind, signal};
    let all = [
        ("SIGHUP", SignalKind::hangup()),
        ("SIGINT", SignalKind::interrupt()),
        ("SIGTERM", SignalKind::terminate()),
    ];
    let ignored = ignored();
    let mut asked = Vec::new();
    for (name, kind) in all {
        let number = kind.as_raw_value();
        // Whoever started us with nohup means it.
        if ignored & (1 << (number - 1)) == 0 {
            asked.push((name, number, signal(kind).ok()?));
        }
    }
    Some(std::future::poll_fn(move |cx| {
        let mut came = asked.iter_mut();
        match came.find_map(|(name, n, way)| way.poll_recv(cx).is_ready().then_some((*name, *n))) {
            Some(signal) => Poll::Ready(Some(signal)),
            None => Poll::Pending,
        }
    }))
}

/// The signals that this process was told to ignore, where the system says so: a bit each.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|l| l.strip_prefix("SigIgn:"));
    mask.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap_or(0))
}

#[cfg(not(unix))]
fn heard() -> Option<impl Future<Output = Option<(&'static str, i32)>> + Send> {
    // The number by which shells know Ctrl-C.
    Some(async { tokio::signal::ctrl_c().await.ok().map(|()| ("Ctrl-C", 2)) })
}
