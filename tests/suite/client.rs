//! A server to try, and a client that says exactly what it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::test_project::{TestProject, root};

/// `gongwen serve` over a test_project with the small sample, on a free port.
pub struct Server {
    pub test_project: TestProject,
    pub port: u16,
    child: Child,
}

impl Server {
    /// Starts it and waits for the first build.
    pub fn start() -> Self {
        let server = Self::start_over(TestProject::of_sample(&root().join("tests/samples/small")));
        server.wait_for("the first build", |s| s.get("/").status == 200);
        server
    }

    /// Starts it and waits until it listens.
    pub fn start_over(test_project: TestProject) -> Self {
        Self::start_with(test_project, &[], None)
    }

    /// The same, with more arguments, and programs of the system in a folder of the project.
    pub fn start_with(test_project: TestProject, more: &[&str], programs: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gongwen"));
        if let Some(folder) = programs {
            command.env("PATH", test_project.path(folder));
        }
        let mut child = command
            .args(["serve", "--port", "0", "--project"])
            .arg(test_project.path(""))
            .args(more)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let port = line.split("127.0.0.1:").nth(1).expect(&line);
        let port = port.split('/').next().unwrap().parse().unwrap();
        // What it says later goes nowhere, but must not stand in its way.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        Server {
            test_project,
            port,
            child,
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let patience = Some(Duration::from_secs(40));
        stream.set_read_timeout(patience).unwrap();
        stream.set_write_timeout(patience).unwrap();
        stream
    }

    /// Sends these bytes, and hears the whole answer.
    pub fn send(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that refuses may stop listening in the middle.
        let _ = stream.write_all(request);
        let mut heard = Vec::new();
        let _ = stream.read_to_end(&mut heard);
        Answer::of(&heard)
    }

    pub fn get(&self, target: &str) -> Answer {
        self.send(self.request("GET", target).as_bytes())
    }

    pub fn request(&self, method: &str, target: &str) -> String {
        let port = self.port;
        format!("{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n")
    }

    /// What a page waits for: the version of what is shown, when it is another.
    pub fn next_version(&self, seen: &str) -> String {
        self.get(&format!("/~gongwen/changes?seen={seen}")).body
    }

    pub fn wait_for(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let until = Instant::now() + Duration::from_secs(60);
        while !done(self) {
            assert!(Instant::now() < until, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Resident memory in bytes; only Linux tells.
    pub fn memory(&self) -> Option<u64> {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).ok()?;
        let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"))?;
        let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
        Some(kilobytes * 1024)
    }

    /// Asks it to end as Ctrl-C does; gives its exit code.
    #[cfg(unix)]
    pub fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        Command::new("kill").args(["-INT", &id]).status().unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Answer {
    /// 0 where there was no answer.
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok());
        Answer {
            status: status.unwrap_or(0),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }
}
