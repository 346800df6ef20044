//! Which requests are heard at all. A page of another site, opened in the same
//! browser, can send requests here, and by a name that it points at this machine
//! (DNS rebinding) read the answers; so only our own names are answered to.

use std::net::{IpAddr, SocketAddr};

use hyper::body::Body;
use hyper::header::HOST;
use hyper::http::uri::Authority;
use hyper::{Method, Request, StatusCode};

/// Why a request is not answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// For people.
    pub(super) why: &'static str,
}

/// Knows what this server is called.
#[derive(Debug)]
pub(super) struct HostGuard {
    /// Whether only this machine may ask.
    near: bool,
    port: u16,
}

impl HostGuard {
    /// For a server that listens on `address`.
    pub(super) fn new(address: SocketAddr) -> Self {
        HostGuard {
            near: address.ip().is_loopback(),
            port: address.port(),
        }
    }

    /// Refuses what is not a plain question to this server.
    pub(super) fn check<B: Body>(&self, request: &Request<B>) -> Result<(), Refusal> {
        let refuse = |status, why| Err(Refusal { status, why });
        let mut names = request.headers().get_all(HOST).iter();
        let name = names
            .next()
            .and_then(|name| Authority::try_from(name.as_bytes()).ok());
        // A whole address in the request line takes the place of the name.
        let meant = request.uri().authority().or(name.as_ref());
        let ours = [name.as_ref(), meant]
            .iter()
            .all(|name| name.is_some_and(|name| self.is_ours(name)));
        if !ours || names.next().is_some() {
            return refuse(
                StatusCode::MISDIRECTED_REQUEST,
                "这里不是这个网址；请照启动时显示的网址打开（用数字地址或 localhost）",
            );
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return refuse(StatusCode::METHOD_NOT_ALLOWED, "这里只能看，不能改");
        }
        if !request.body().is_end_stream() {
            return refuse(StatusCode::PAYLOAD_TOO_LARGE, "这里不收东西");
        }
        Ok(())
    }

    /// A number cannot be pointed elsewhere, as other names can.
    fn is_ours(&self, name: &Authority) -> bool {
        let host = name.host();
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let known = match bare.unwrap_or(host).parse::<IpAddr>() {
            Ok(ip) => !self.near || ip.is_loopback(),
            Err(_) => host.eq_ignore_ascii_case("localhost"),
        };
        known && name.port_u16().unwrap_or(80) == self.port && !name.as_str().contains('@')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(listen: &str, target: &str, hosts: &[&str]) -> u16 {
        let guard = HostGuard::new(listen.parse().expect("an address"));
        let mut request = Request::builder().uri(target);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        let request = request.body(String::new()).expect("a request");
        guard
            .check(&request)
            .map_or_else(|r| r.status.as_u16(), |()| 200)
    }

    #[test]
    fn our_names_are_answered_to_and_no_others() {
        let near = "127.0.0.1:8017";
        for host in [
            "127.0.0.1:8017",
            "LOCALHOST:8017",
            "[::1]:8017",
            "127.9.9.9:8017",
        ] {
            assert_eq!(status(near, "/", &[host]), 200, "{host}");
        }
        for host in [
            "evil.example:8017",
            "127.0.0.1",
            "127.0.0.1:80",
            "127.0.0.1.evil.example:8017",
            "localhost.:8017",
            "u@localhost:8017",
            "192.168.1.2:8017",
            "",
        ] {
            assert_eq!(status(near, "/", &[host]), 421, "{host}");
        }
        assert_eq!(status(near, "/", &[]), 421);
        assert_eq!(status(near, "/", &[near, near]), 421);
        assert_eq!(status(near, "http://evil.example/", &[near]), 421);
        assert_eq!(status("0.0.0.0:8017", "/", &["192.168.1.2:8017"]), 200);
        assert_eq!(status("0.0.0.0:8017", "/", &["evil.example:8017"]), 421);
        assert_eq!(status("127.0.0.1:80", "/", &["127.0.0.1"]), 200);
    }
}
