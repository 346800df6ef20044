//! Answers: their bodies, their kinds, and the headers that all of them have.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};

use flate2::Compression;
use flate2::read::GzEncoder;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

/// How much of a file is in memory at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// On every answer: nothing is framed, guessed at, or told to others, and what has no tag is
/// not kept.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::ACCEPT_RANGES, "none"),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// A beginning from memory, and the rest from a file.
#[derive(Debug)]
pub(super) struct Content {
    start: Bytes,
    rest: Option<File>,
    /// Bytes of the file still to come.
    left: u64,
    /// All of it, packed on its way.
    packed: Option<Box<GzEncoder<Whole>>>,
}

type Whole = io::Chain<Cursor<Bytes>, io::Take<File>>;

impl Content {
    /// The rest of `file`, `left` bytes, after `start`.
    pub(super) fn file(start: impl Into<Bytes>, file: File, left: u64) -> Self {
        Content {
            start: start.into(),
            rest: Some(file),
            left,
            packed: None,
        }
    }

    /// How many bytes there are, where all of them are those of a file.
    pub(super) fn plain(&self) -> Option<u64> {
        (self.start.is_empty() && self.rest.is_some()).then_some(self.left)
    }

    /// Only the bytes of the file from one to before another.
    pub(super) fn cut(&mut self, from: u64, to: u64) -> io::Result<()> {
        if let Some(file) = &mut self.rest {
            file.seek(SeekFrom::Start(from))?;
            self.left = to.saturating_sub(from);
        }
        Ok(())
    }

    /// The same with gzip, where there is a file in it.
    pub(super) fn packed(self) -> Self {
        let Some(file) = self.rest else {
            return Content { rest: None, ..self };
        };
        let whole = Cursor::new(self.start).chain(file.take(self.left));
        Content {
            start: Bytes::new(),
            rest: None,
            left: 0,
            // On one machine time counts for more than size.
            packed: Some(Box::new(GzEncoder::new(whole, Compression::fast()))),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Content {
    fn from(start: T) -> Self {
        Content {
            start: start.into(),
            rest: None,
            left: 0,
            packed: None,
        }
    }
}

impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(packed) = self.packed.as_mut() {
            let mut piece = Vec::with_capacity(PIECE);
            let read = packed.by_ref().take(PIECE as u64).read_to_end(&mut piece);
            return match read {
                Ok(0) => {
                    self.packed = None;
                    Poll::Ready(None)
                }
                Ok(_) => Poll::Ready(Some(Ok(Frame::data(piece.into())))),
                Err(e) => Poll::Ready(Some(Err(e))),
            };
        }
        if !self.start.is_empty() {
            let start = std::mem::take(&mut self.start);
            return Poll::Ready(Some(Ok(Frame::data(start))));
        }
        let left = self.left;
        let Some(file) = self.rest.as_mut().filter(|_| left > 0) else {
            return Poll::Ready(None);
        };
        // A local file that was just written: waiting for it is not worth a thread.
        let mut piece = Vec::with_capacity(PIECE.min(usize::try_from(left).unwrap_or(PIECE)));
        let read = file.take(left.min(PIECE as u64)).read_to_end(&mut piece);
        Poll::Ready(Some(match read {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                self.left -= read as u64;
                Ok(Frame::data(piece.into()))
            }
            Err(e) => Err(e),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.start.is_empty() && self.left == 0 && self.packed.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        if self.packed.is_some() {
            return SizeHint::default();
        }
        SizeHint::with_exact(self.start.len() as u64 + self.left)
    }
}

/// An answer of one kind, which no script of its own can run in.
pub(super) fn answer(
    status: StatusCode,
    kind: &'static str,
    content: impl Into<Content>,
) -> Response<Content> {
    let mut response = Response::new(content.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // The viewer of PDFs in some browsers is a page that a policy would break.
    if kind != PDF {
        let policy = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page, with the policy that it needs.
pub(super) fn page(status: StatusCode, policy: &str, content: Content) -> Response<Content> {
    let mut response = answer(status, "text/html; charset=utf-8", content);
    // One that cannot be sent leaves the strict one in place.
    if let Ok(policy) = HeaderValue::from_str(policy) {
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The same of a published file, with the tag of its content: the browser may keep it, and
/// asks whether it still holds. `parts`, whether it may ask for a part.
pub(super) fn tagged(mut answer: Response<Content>, tag: &str, parts: bool) -> Response<Content> {
    let Ok(tag) = HeaderValue::from_str(&format!("\"{tag}\"")) else {
        return answer;
    };
    let headers = answer.headers_mut();
    headers.insert(header::ETAG, tag);
    let again = HeaderValue::from_static("no-cache");
    headers.insert(header::CACHE_CONTROL, again);
    if parts {
        let bytes = HeaderValue::from_static("bytes");
        headers.insert(header::ACCEPT_RANGES, bytes);
    }
    answer
}

pub(super) const TEXT: &str = "text/plain; charset=utf-8";
const PDF: &str = "application/pdf";

/// The kind of a file, by the ending of its name.
pub(super) fn kind(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "yaml" => "application/yaml",
        "xml" => "application/xml",
        "csv" => "text/csv; charset=utf-8",
        "txt" => TEXT,
        "pdf" => PDF,
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "otf" => "font/otf",
        "ttf" => "font/ttf",
        _ => "application/octet-stream",
    }
}
