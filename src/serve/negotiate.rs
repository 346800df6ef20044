//! What a request says of the form in which it wants a file: not at all where it has it
//! already, a part of it, packed. RFC 9110: 13 conditional requests, 14 ranges, 8.4 encodings.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

use crate::serve::answer::Content;

/// Kinds that are not packed already.
const PACKABLE: [&str; 5] = [
    "text/",
    "application/json",
    "application/yaml",
    "application/xml",
    "image/svg+xml",
];

/// A whole answer as the request wants it. Only a file that was found, which has a tag, comes
/// in another form.
pub(super) fn negotiated(asked: &HeaderMap, whole: Response<Content>) -> Response<Content> {
    let tag = words(whole.headers(), header::ETAG).map(str::to_owned);
    let (Some(tag), StatusCode::OK) = (tag, whole.status()) else {
        return whole;
    };
    if words(asked, header::IF_NONE_MATCH).is_some_and(|known| is_among(known, &tag)) {
        return unchanged(whole);
    }
    // A part of another state of the file would not fit.
    let fits = words(asked, header::IF_RANGE).is_none_or(|known| known == tag);
    let range = words(asked, header::RANGE).filter(|_| fits);
    if let (Some(range), Some(size)) = (range, whole.body().plain()) {
        match part(range, size) {
            Part::Whole => {}
            Part::Of(from, to) => return partial(whole, from, to, size),
            Part::Nothing => return unsatisfiable(whole, size),
        }
    }
    packed(asked, whole, &tag)
}

fn words(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Whether a list of tags has this one, packed or not.
fn is_among(known: &str, tag: &str) -> bool {
    let bare = |tag: &str| {
        let tag = tag.trim().trim_start_matches("W/").trim_matches('"');
        tag.trim_end_matches(PACKED).to_owned()
    };
    known.trim() == "*" || known.split(',').any(|known| bare(known) == bare(tag))
}

/// How the tag of a packed file ends.
const PACKED: &str = "-gzip";

/// What is left of an answer of which the browser has the content. Its other headers take the
/// places of those that are kept there, so they are sent again.
fn unchanged(mut whole: Response<Content>) -> Response<Content> {
    *whole.status_mut() = StatusCode::NOT_MODIFIED;
    whole.headers_mut().remove(header::CONTENT_TYPE);
    whole.map(|_| "".into())
}

/// What a range means of a file of some bytes.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// It is not understood, or asks for several: then all is sent.
    Whole,
    /// From this byte to before that one.
    Of(u64, u64),
    /// It lies behind the end.
    Nothing,
}

fn part(range: &str, size: u64) -> Part {
    let one = range.strip_prefix("bytes=").filter(|r| !r.contains(','));
    let Some((from, to)) = one.and_then(|range| range.trim().split_once('-')) else {
        return Part::Whole;
    };
    let number = |digits: &str| match digits.bytes().all(|b| b.is_ascii_digit()) {
        true => digits.parse::<u64>().ok(),
        false => None,
    };
    let (from, to) = match (number(from), number(to)) {
        (Some(from), None) if to.is_empty() => (from, size),
        (Some(from), Some(last)) if from <= last => (from, last.saturating_add(1).min(size)),
        // So many bytes at the end.
        (None, Some(count)) if from.is_empty() => (size.saturating_sub(count), size),
        _ => return Part::Whole,
    };
    match from < to {
        true => Part::Of(from, to),
        false => Part::Nothing,
    }
}

fn partial(mut whole: Response<Content>, from: u64, to: u64, size: u64) -> Response<Content> {
    if whole.body_mut().cut(from, to).is_err() {
        return whole;
    }
    *whole.status_mut() = StatusCode::PARTIAL_CONTENT;
    says(&mut whole, format!("bytes {from}-{}/{size}", to - 1));
    whole
}

fn unsatisfiable(mut whole: Response<Content>, size: u64) -> Response<Content> {
    *whole.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
    says(&mut whole, format!("bytes */{size}"));
    whole.map(|_| "".into())
}

fn says(response: &mut Response<Content>, range: String) {
    if let Ok(range) = HeaderValue::from_str(&range) {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
}

/// Packed, where that is worth it and the browser can take it.
fn packed(asked: &HeaderMap, whole: Response<Content>, tag: &str) -> Response<Content> {
    let kind = words(whole.headers(), header::CONTENT_TYPE).unwrap_or_default();
    if !PACKABLE.iter().any(|packable| kind.starts_with(packable)) {
        return whole;
    }
    let takes = words(asked, header::ACCEPT_ENCODING).is_some_and(takes_gzip);
    let mut answer = match takes {
        true => whole.map(Content::packed),
        false => whole,
    };
    let headers = answer.headers_mut();
    let vary = HeaderValue::from_static("accept-encoding");
    headers.insert(header::VARY, vary);
    let tag = format!("{}{PACKED}\"", tag.trim_end_matches('"'));
    if let (true, Ok(tag)) = (takes, HeaderValue::from_str(&tag)) {
        let gzip = HeaderValue::from_static("gzip");
        headers.insert(header::CONTENT_ENCODING, gzip);
        headers.insert(header::ETAG, tag);
    }
    answer
}

/// Whether a list of encodings has gzip, and does not refuse it.
fn takes_gzip(list: &str) -> bool {
    list.split(',').any(|one| {
        let mut parts = one.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q="));
        let refused = weight.is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
        name.eq_ignore_ascii_case("gzip") && !refused
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_mean_bytes_of_the_file() {
        for (range, meant) in [
            ("bytes=0-3", Part::Of(0, 4)),
            ("bytes=4-", Part::Of(4, 10)),
            ("bytes=4-400", Part::Of(4, 10)),
            ("bytes=-3", Part::Of(7, 10)),
            ("bytes=-30", Part::Of(0, 10)),
            ("bytes=9-9", Part::Of(9, 10)),
            ("bytes=10-", Part::Nothing),
            ("bytes=-0", Part::Nothing),
            ("bytes=3-2", Part::Whole),
            ("bytes=0-1,3-4", Part::Whole),
            ("bytes=a-", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("lines=0-1", Part::Whole),
            ("bytes=18446744073709551615-", Part::Nothing),
            ("bytes=0-18446744073709551615", Part::Of(0, 10)),
            ("bytes=99999999999999999999-", Part::Whole),
        ] {
            assert_eq!(part(range, 10), meant, "{range}");
        }
    }

    #[test]
    fn tags_and_encodings_are_found_in_lists() {
        for known in ["\"a\"", "W/\"a\"", "\"b\", \"a-gzip\"", "*"] {
            assert!(is_among(known, "\"a\""), "{known}");
        }
        for known in ["\"b\"", "a b", "\"a-b\"", ""] {
            assert!(!is_among(known, "\"a\""), "{known}");
        }
        for list in ["gzip", "br, GZIP;q=0.5", "deflate,gzip"] {
            assert!(takes_gzip(list), "{list}");
        }
        for list in ["", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"] {
            assert!(!takes_gzip(list), "{list}");
        }
    }
}
