//! Listening and answering. Every connection asks one question, and everything it
//! may take, in bytes and in time, has a limit.

use std::convert::Infallible;
use std::io::{ErrorKind, Read};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch as news};
use tokio::time::{sleep, timeout};

use crate::diag::{Diagnostic, system};
use crate::documents::web::NOT_FOUND;
use crate::serve::answer::{Content, TEXT, answer, kind, page, tagged};
use crate::serve::host_guard::HostGuard;
use crate::serve::inject::dress;
use crate::serve::negotiate::negotiated;
use crate::serve::{Now, PORT, inject};

/// Connections at a time; more wait at the door.
pub(super) const MOST_CONNECTIONS: u32 = 256;

/// How long a request may take to arrive.
const ASKING: Duration = Duration::from_secs(5);

/// How long a page is kept waiting for a change before it has to ask again.
const WAITING: Duration = Duration::from_secs(25);

/// How long a connection may last, the reading of the answer included.
const LASTING: Duration = Duration::from_secs(60);

/// How large a request may be, in bytes, and how many headers it may have.
const LARGEST: usize = 16 * 1024;
const MOST_HEADERS: usize = 64;

/// Publishing may take a file away for a moment; so often it is looked for again.
const TRIES: u32 = 5;
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// What every connection needs.
pub(super) struct ServerState {
    guard: HostGuard,
    now: news::Receiver<Arc<Now>>,
    places: Arc<Semaphore>,
}

impl ServerState {
    /// For a server that shows what it is told of.
    pub(super) fn new(guard: HostGuard, now: news::Receiver<Arc<Now>>) -> Self {
        ServerState {
            guard,
            now,
            places: Arc::new(Semaphore::new(MOST_CONNECTIONS as usize)),
        }
    }

    /// The places for connections; all are free when none is open.
    pub(super) fn places(&self) -> Arc<Semaphore> {
        self.places.clone()
    }
}

/// Listens on `port` of `ip`; without a port, on the usual or any free one.
pub(super) async fn listen(ip: IpAddr, port: Option<u16>) -> Result<TcpListener, Diagnostic> {
    let wanted = SocketAddr::new(ip, port.unwrap_or(PORT));
    let bound = match TcpListener::bind(wanted).await {
        Err(e) if port.is_none() && e.kind() == ErrorKind::AddrInUse => {
            TcpListener::bind(SocketAddr::new(ip, 0)).await
        }
        bound => bound,
    };
    bound.map_err(|e| {
        let hint = match e.kind() {
            ErrorKind::AddrInUse => "别的程序在用这个端口；请换一个，或不写 --port",
            ErrorKind::AddrNotAvailable => "--listen 要写这台机器自己的地址，比如 127.0.0.1",
            ErrorKind::PermissionDenied => "1024 以下的端口要管理员才能用；请换一个大的",
            _ => "请换一个端口（--port）或地址（--listen）",
        };
        Diagnostic::error("listen", format!("用不了 {wanted}：{}", system::said(&e))).hint(hint)
    })
}

/// Takes connections for ever.
pub(super) async fn accept(listener: TcpListener, state: Arc<ServerState>) {
    while let Ok(place) = state.places.clone().acquire_owned().await {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, or the caller has gone: neither ends the server.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        let state = state.clone();
        tokio::spawn(async move {
            let _ = timeout(LASTING, converse(stream, state)).await;
            drop(place);
        });
    }
}

/// One question, one answer; whatever goes wrong is the caller's business.
async fn converse(stream: TcpStream, state: Arc<ServerState>) {
    let reply = service_fn(|request| {
        let state = state.clone();
        async move { Ok::<_, Infallible>(reply(&request, &state).await) }
    });
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(ASKING)
        .max_buf_size(LARGEST)
        .max_headers(MOST_HEADERS)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), reply)
        .await;
}

async fn reply(request: &Request<Incoming>, state: &ServerState) -> Response<Content> {
    if let Err(refusal) = state.guard.check(request) {
        return answer(refusal.status, TEXT, refusal.why);
    }
    let ok = StatusCode::OK;
    match request.uri().path() {
        inject::SCRIPT => answer(ok, kind(inject::SCRIPT), include_str!("live.js")),
        inject::STYLE => answer(ok, kind(inject::STYLE), include_str!("live.css")),
        inject::CHANGES => {
            let query = request.uri().query().unwrap_or_default();
            let seen = query.strip_prefix("seen=").unwrap_or_default();
            answer(ok, TEXT, next_version(seen, state.now.clone()).await)
        }
        path => {
            let now = state.now.borrow().clone();
            negotiated(request.headers(), shown(path, &now).await)
        }
    }
}

/// The version of what is shown, as soon as it is another than `seen`.
async fn next_version(seen: &str, mut now: news::Receiver<Arc<Now>>) -> String {
    // When nothing has come for long enough, the answer is what it was.
    let _ = timeout(WAITING, now.wait_for(|now| now.version != seen)).await;
    now.borrow().version.clone()
}

/// The file that an address means, or the page for what is not found.
async fn shown(address: &str, now: &Now) -> Response<Content> {
    if now.shelf.is_empty() {
        let (board, policy) = dress(inject::NOTHING_YET, "", now);
        return page(StatusCode::SERVICE_UNAVAILABLE, &policy, board.into());
    }
    if let Some(path) = now.shelf.find(address)
        && let Some(found) = file(StatusCode::OK, path, now).await
    {
        return found;
    }
    let missing = StatusCode::NOT_FOUND;
    match file(missing, NOT_FOUND, now).await {
        Some(page) => page,
        None => answer(missing, TEXT, "没有这个网页"),
    }
}

async fn file(status: StatusCode, path: &str, now: &Now) -> Option<Response<Content>> {
    let mut file = now.shelf.take(path);
    for _ in 1..TRIES {
        if file.is_ok() {
            break;
        }
        sleep(BETWEEN_TRIES).await;
        file = now.shelf.take(path);
    }
    let mut file = file.ok()?;
    let size = file.metadata().ok()?.len();
    let (hash, version) = (now.shelf.tag(path), now.version.as_str());
    if !path.ends_with(".html") {
        let whole = answer(status, kind(path), Content::file("", file, size));
        return Some(tagged(whole, hash.unwrap_or(version), true));
    }
    let mut start = Vec::new();
    (&mut file)
        .take(inject::HEAD as u64)
        .read_to_end(&mut start)
        .ok()?;
    let left = size.checked_sub(start.len() as u64)?;
    // The beginning may end inside a character, which then goes with the rest.
    let whole = match std::str::from_utf8(&start) {
        Ok(_) => start.len(),
        Err(e) => e.valid_up_to(),
    };
    let tail = start.split_off(whole);
    let (dressed, policy) = dress(&String::from_utf8(start).ok()?, path, now);
    let mut dressed = dressed.into_bytes();
    dressed.extend(tail);
    let whole = page(status, &policy, Content::file(dressed, file, left));
    // What the page gets on its way changes with each build.
    let tag = format!("{}.{version}", hash.unwrap_or_default());
    Some(tagged(whole, &tag, false))
}
