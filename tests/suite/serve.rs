//! `gongwen serve`: what it shows, what it refuses, what it bears. On loopback
//! only, over the small sample, bounded in count and time.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use crate::client::Server;
use crate::test_project::{TestProject, led_to, root};

const NOTICE: &str = "wufu-2018-7/notice.html";
const SECRET: &str = "not-for-the-web";

#[test]
fn a_change_reloads_and_an_error_is_told_in_the_page() {
    let server = Server::start();
    let published = std::fs::read_to_string(server.test_project.path("out").join(NOTICE)).unwrap();
    let shown = server.get(&format!("/{NOTICE}"));
    assert!(shown.body.contains("/~gongwen/live.js"), "{}", shown.body);
    assert!(!published.contains("gongwen/live"), "the file was touched");
    for header in [
        "content-security-policy: default-src 'none'",
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "referrer-policy: no-referrer",
        "cache-control: no-cache",
    ] {
        assert!(shown.head.contains(header), "{header} in {}", shown.head);
    }

    // A change of the content.
    let seed = "seeds/notice.txt";
    let text = std::fs::read_to_string(server.test_project.path(seed)).unwrap();
    let seen = server.next_version("");
    server
        .test_project
        .write(seed, &text.replace("开展就业援助", "开展就业援助月活动"));
    assert_ne!(server.next_version(&seen), seen, "the page was not told");
    let tasks = "/wufu-2018-7/tasks.html";
    server.wait_for("the new task", |s| s.get(tasks).body.contains("援助月活动"));

    // A mistake: it is told, and the last good output stays.
    let broken = text.replace("一、主要目标（2项）", "一、主要<script>目标（9项）");
    server.test_project.write(seed, &broken);
    let page = |s: &Server| s.get(tasks).body;
    server.wait_for("the complaint", |s| page(s).contains("gongwen-fault"));
    let told = page(&server);
    assert!(told.contains("&lt;script&gt;"), "{told}");
    assert!(!told.contains("<script>"), "{told}");
    assert!(told.contains("援助月活动"), "the last good page is gone");

    // A repair.
    server.test_project.write(seed, &text);
    server.wait_for("the repair", |s| {
        let page = page(s);
        !page.contains("gongwen-fault") && !page.contains("援助月活动")
    });
    assert_eq!(server.get("/~gongwen/live.css").status, 200);

    // A template that is wrong, too.
    let base = "templates/html/base.html";
    let good = std::fs::read_to_string(server.test_project.path(base)).unwrap();
    server
        .test_project
        .write(base, &format!("{good}{{% if %}}"));
    server.wait_for("the complaint", |s| page(s).contains("template-html"));
    server.test_project.write(base, &good);
    server.wait_for("the repair", |s| !page(s).contains("template-html"));
}

/// What is said of a line stands on the pages that show it: the notice, the table, the item,
/// the units that its task reaches, and on no other.
#[test]
fn remarks_are_shown_on_the_pages_that_they_concern() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    let seed = "seeds/notice.txt";
    let text = std::fs::read_to_string(test_project.path(seed)).unwrap();
    let (before, task) = text.split_once("开展就业援助").unwrap();
    let line = before.lines().count();
    let own = before.lines().next_back().unwrap_or_default().to_owned();
    assert!(own.contains('\t'), "{own}");
    test_project.write(seed, &format!("{before}开展“就业援助{task}"));
    let server = Server::start_over(test_project);
    server.wait_for("the first build", |s| s.get("/").status == 200);
    let said = format!("{seed}:{line}");
    let shows = |page: &str| {
        let body = server.get(&format!("/wufu-2018-7/{page}")).body;
        assert!(body.contains("<main"), "{page}");
        body.contains("gongwen-remarks") && body.contains(&said)
    };
    assert!(shows("notice.html") && shows("tasks.html"));
    let out = server.test_project.path("out/wufu-2018-7");
    let numbers = ["items/1.html", "items/4.html", "items/5.html"].into_iter();
    let numbers = numbers.filter(|page| out.join(page).is_file());
    let items = numbers.map(|page| {
        let text = std::fs::read_to_string(out.join(page)).unwrap();
        format!("{}.html", led_to(page, &text))
    });
    let items: Vec<String> = items.collect();
    let with: Vec<_> = items.iter().filter(|page| shows(page)).collect();
    assert!(with.len() == 1 && items.len() > 1, "{with:?} of {items:?}");
    let units = server.test_project.path("out/wufu-2018-7/units");
    let pages = std::fs::read_dir(units).unwrap().flatten();
    let pages = pages.map(|e| e.file_name().into_string().unwrap());
    let pages: Vec<String> = pages
        .filter(|n| n.ends_with(".html") && n != "index.html")
        .collect();
    let with = pages.iter().filter(|page| shows(&format!("units/{page}")));
    let with = with.count();
    assert!(with > 0 && with < pages.len(), "{with} of {}", pages.len());
    assert!(!server.get("/").body.contains("gongwen-remarks"));
    assert!(
        !server
            .get("/wufu-2018-7/indicators.html")
            .body
            .contains(&said)
    );
}

/// `--open` runs what the system has for it, with the address and nothing else.
#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_opened_when_asked_for() {
    use std::os::unix::fs::PermissionsExt;
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    let tool = test_project.path("bin/xdg-open");
    test_project.write(
        "bin/xdg-open",
        "#!/bin/sh\nprintf '%s|' \"$@\" > \"$0.told\"\n",
    );
    std::fs::set_permissions(&tool, std::fs::Permissions::from_mode(0o755)).unwrap();
    let server = Server::start_with(test_project, &["--open"], Some("bin"));
    let told = server.test_project.path("bin/xdg-open.told");
    let address = format!("http://127.0.0.1:{}/|", server.port);
    server.wait_for("the browser", |_| {
        std::fs::read_to_string(&told).is_ok_and(|text| text == address)
    });
    drop(server);
    // Without such a program it is said, and served all the same.
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    let server = Server::start_with(test_project, &["--open"], Some("nowhere"));
    server.wait_for("the first build", |s| s.get("/").status == 200);
}

#[test]
fn an_error_before_anything_was_built_is_told_too() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    test_project.write("seeds/notice.txt", "不是公文");
    let server = Server::start_over(test_project);
    server.wait_for("the complaint", |s| {
        s.get("/").body.contains("gongwen-fault")
    });
    assert_eq!(server.get("/").status, 503);
}

#[test]
fn no_path_leads_out() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    test_project.write("secret.txt", SECRET);
    let server = Server::start_over(test_project);
    server.wait_for("the first build", |s| s.get("/").status == 200);
    let test_project = &server.test_project;
    // What somebody lays into the output is not handed out, nor are links followed
    // where a listed file should be.
    test_project.write("out/laid.txt", SECRET);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(
            test_project.path("secret.txt"),
            test_project.path("out/link.txt"),
        )
        .unwrap();
        std::os::unix::fs::symlink(test_project.path(""), test_project.path("out/up")).unwrap();
        let listed = test_project.path("out").join(NOTICE);
        std::fs::remove_file(&listed).unwrap();
        std::os::unix::fs::symlink(test_project.path("secret.txt"), &listed).unwrap();
        let folder = test_project.path("out/wufu-2018-7/units");
        std::fs::rename(&folder, test_project.path("units")).unwrap();
        std::os::unix::fs::symlink(test_project.path("units"), &folder).unwrap();
    }
    let absolute = test_project.path("secret.txt").display().to_string();
    let tricks = [
        "/../secret.txt",
        "/../../../../../../etc/passwd",
        "/./../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/wufu-2018-7/../../secret.txt",
        "/wufu-2018-7/..%2f..%2fsecret.txt",
        "/assets/%2e%2e/%2e%2e/secret.txt",
        "/secret.txt%00.html",
        "/%00/../secret.txt",
        "//etc/passwd",
        "/file:///etc/passwd",
        "/C:%5cWindows%5cwin.ini",
        "/~gongwen/../../secret.txt",
        "/%ff%fe",
        "/....//secret.txt",
        "/..;/secret.txt",
        "/wufu-2018-7/notice.html",
        "/wufu-2018-7/units/index.html",
        "/laid.txt",
        "/link.txt",
        "/up/secret.txt",
        "/index.html/../../secret.txt",
        "/index.html%20",
        "/INDEX.HTML",
        &absolute,
        "/../out.lock",
    ];
    for trick in tricks {
        let answer = server.get(trick);
        assert!(
            matches!(answer.status, 400 | 404),
            "{trick}: {}",
            answer.status
        );
        assert!(!answer.body.contains(SECRET), "{trick}");
        assert!(!answer.body.contains("root:"), "{trick}");
    }
    assert_eq!(server.get("/").status, 200);
    assert_eq!(server.get("/index.html?x=1").status, 200);
}

#[test]
fn only_plain_questions_by_our_own_names_are_answered() {
    let server = Server::start();
    let port = server.port;
    let ask = |text: &str| server.send(text.replace('\n', "\r\n").as_bytes()).status;
    let with = |host: &str| ask(&format!("GET / HTTP/1.1\nHost: {host}\n\n"));
    assert_eq!(with(&format!("localhost:{port}")), 200);
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("localhost.evil.example:{port}"),
        "127.0.0.1:1",
        "127.0.0.1",
        &format!("192.168.0.1:{port}"),
        "",
    ] {
        assert_eq!(with(host), 421, "{host:?}");
    }
    let ours = format!("Host: 127.0.0.1:{port}");
    assert_eq!(ask("GET / HTTP/1.1\n\n"), 421);
    assert_eq!(ask("GET / HTTP/1.0\n\n"), 421);
    assert_eq!(
        ask(&format!("GET / HTTP/1.1\n{ours}\nHost: evil.example\n\n")),
        421
    );
    assert_eq!(
        ask(&format!("GET http://evil.example/ HTTP/1.1\n{ours}\n\n")),
        421
    );
    for method in [
        "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "GONGWEN",
    ] {
        assert_eq!(
            server.send(server.request(method, "/").as_bytes()).status,
            405
        );
    }
    let head = server.send(server.request("HEAD", "/").as_bytes());
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    assert_eq!(
        ask(&format!("GET / HTTP/1.1\n{ours}\nContent-Length: 9\n\nx")),
        413
    );
    let chunked = format!("GET / HTTP/1.1\n{ours}\nTransfer-Encoding: chunked\n\n9\nx");
    assert_eq!(ask(&chunked), 413);
    assert_eq!(ask("\u{0}\u{1}\u{2}\n\n"), 400);
}

/// Slow, many, endless and huge requests: it bears them, forgets them, and answers.
#[test]
fn what_is_slow_many_or_endless_is_bounded() {
    let server = Server::start();
    let before = server.memory();
    let answers = |server: &Server| {
        let began = Instant::now();
        assert_eq!(server.get("/").status, 200);
        assert!(
            began.elapsed() < Duration::from_secs(8),
            "{:?}",
            began.elapsed()
        );
    };

    // Circular by circular is no better than not at all: see below.
    let mut stream = server.connect();
    let letters = std::thread::spawn(move || {
        let began = Instant::now();
        while stream.write_all(b"G").is_ok() && began.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(200));
        }
        began.elapsed()
    });

    // 200 that begin to ask and never end, while others are answered.
    let began = Instant::now();
    let mut slow: Vec<_> = (0..200).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost:").unwrap();
    }
    answers(&server);
    let during = server.memory();
    for mut stream in slow {
        let _ = stream.read_to_end(&mut Vec::new());
    }
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "{:?}",
        began.elapsed()
    );

    let took = letters.join().unwrap();
    assert!(took < Duration::from_secs(10), "{took:?}");

    // Larger than anybody needs, in every direction.
    let request = |text: String| format!("GET / HTTP/1.1\r\nHost: x\r\n{text}\r\n\r\n");
    let many: String = (0..5000).map(|i| format!("x{i}: y\r\n")).collect();
    for huge in [
        request(format!("X: {}", "y".repeat(1 << 20))),
        request(many),
        format!("GET /{} HTTP/1.1\r\n\r\n", "y".repeat(1 << 20)),
    ] {
        let status = server.send(huge.as_bytes()).status;
        // Cut off while still sending, a client may not hear the answer.
        assert!(matches!(status, 0 | 400 | 414 | 431), "{status}");
    }
    // A head without end.
    let mut stream = server.connect();
    let line = "x: ".to_owned() + &"y".repeat(1000) + "\r\n";
    let sent = (0..100_000).take_while(|_| stream.write_all(line.as_bytes()).is_ok());
    assert!(sent.count() < 100_000, "it would have listened for ever");

    // 200 that ask for the largest file and do not read.
    let mut deaf: Vec<_> = (0..200).map(|_| server.connect()).collect();
    let ask = server.request("GET", "/wufu-2018-7/print/packets.pdf");
    for stream in &mut deaf {
        stream.write_all(ask.as_bytes()).unwrap();
    }
    answers(&server);
    let full = server.memory();
    drop(deaf);
    answers(&server);

    if let (Some(before), Some(during), Some(full)) = (before, during, full) {
        let most = before + 32 * 1024 * 1024;
        assert!(during < most && full < most, "{before} {during} {full}");
    }
}

/// Parts of files, files that the browser has already, and packed ones.
#[test]
fn parts_and_what_is_known_and_packed_files_are_answered() {
    let server = Server::start();
    let ask = |target: &str, more: &str| {
        let plain = server.request("GET", target);
        let end = plain.len() - 2;
        server.send(format!("{}{more}\r\n\r\n", &plain[..end]).as_bytes())
    };
    let header = |answer: &crate::client::Answer, name: &str| {
        let lines = answer.head.lines();
        let mut found = lines.filter_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.next().unwrap_or_default().to_owned()
    };
    let data = "/wufu-2018-7/tasks.json";
    let whole = server.get(data);
    let text = whole.body.as_bytes();
    assert_eq!(header(&whole, "accept-ranges"), "bytes");
    let tag = header(&whole, "etag");
    assert!(tag.len() > 34, "{}", whole.head);

    for (range, from, to) in [
        ("0-9", 0, 10),
        ("5-", 5, text.len()),
        ("-7", text.len() - 7, text.len()),
    ] {
        let part = ask(data, &format!("Range: bytes={range}"));
        assert_eq!(part.status, 206, "{range}");
        let said = format!("bytes {from}-{}/{}", to - 1, text.len());
        assert_eq!(header(&part, "content-range"), said);
        assert_eq!(part.body, String::from_utf8_lossy(&text[from..to]));
    }
    let behind = ask(data, &format!("Range: bytes={}-", text.len()));
    assert_eq!((behind.status, behind.body.as_str()), (416, ""));
    // Of another state no part is sent, nor of a page, which is dressed on its way.
    let other = ask(data, "Range: bytes=0-9\r\nIf-Range: \"other\"");
    assert_eq!((other.status, other.body.len()), (200, text.len()));
    let page = format!("/{NOTICE}");
    assert_eq!(ask(&page, "Range: bytes=0-9").status, 200);

    let known = ask(data, &format!("If-None-Match: {tag}"));
    assert_eq!((known.status, known.body.as_str()), (304, ""));
    assert_eq!(header(&known, "etag"), tag);
    assert_eq!(ask(data, "If-None-Match: \"other\"").status, 200);
    let shown = server.get(&page);
    let page_tag = header(&shown, "etag");
    let known = ask(&page, &format!("If-None-Match: W/{page_tag}"));
    assert_eq!(known.status, 304);
    // The policy of a page that is kept stays its own.
    let policy = "content-security-policy";
    assert_eq!(header(&known, policy), header(&shown, policy));

    for target in [data, page.as_str()] {
        let packed = ask(target, "Accept-Encoding: gzip, br");
        assert_eq!(header(&packed, "content-encoding"), "gzip", "{target}");
        assert_eq!(header(&packed, "vary"), "accept-encoding");
        let plain = ask(target, "Accept-Encoding: br, gzip;q=0");
        assert_eq!(header(&plain, "content-encoding"), "", "{target}");
        assert_eq!(plain.body, server.get(target).body);
        let known = ask(
            target,
            &format!("If-None-Match: {}", header(&packed, "etag")),
        );
        assert_eq!(known.status, 304, "{target}");
        assert_eq!(unpacked(&server, target), plain.body, "{target}");
    }
    let pdf = ask("/wufu-2018-7/notice.pdf", "Accept-Encoding: gzip");
    assert_eq!(header(&pdf, "content-encoding"), "");

    // With each build a page is another, and data that is the same stays so.
    let seed = server.test_project.path("seeds/notice.txt");
    let text = std::fs::read_to_string(&seed).unwrap();
    let changed = text.replace("开展就业援助", "开展就业援助月活动");
    server.test_project.write("seeds/notice.txt", &changed);
    server.wait_for("the new tag", |s| header(&s.get(data), "etag") != tag);
    let again = ask(&page, &format!("If-None-Match: {page_tag}"));
    assert_eq!(again.status, 200);
}

/// A file as it comes packed, unpacked again by other means than ours.
fn unpacked(server: &Server, target: &str) -> String {
    let mut stream = server.connect();
    let asked = server
        .request("GET", target)
        .replace("HTTP/1.1", "HTTP/1.0");
    let asked = asked.trim_end().to_owned() + "\r\nAccept-Encoding: gzip\r\n\r\n";
    stream.write_all(asked.as_bytes()).unwrap();
    let mut heard = Vec::new();
    stream.read_to_end(&mut heard).unwrap();
    let head = heard
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let mut gzip = std::process::Command::new("gzip")
        .arg("-dc")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    gzip.stdin
        .take()
        .unwrap()
        .write_all(&heard[head + 4..])
        .unwrap();
    String::from_utf8(gzip.wait_with_output().unwrap().stdout).unwrap()
}

#[cfg(unix)]
#[test]
fn it_ends_when_told_to() {
    let server = Server::start();
    assert_eq!(server.interrupt(), Some(0));
}

#[test]
fn a_port_in_use_is_said() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    test_project
        .run(&["serve", "--port", &port])
        .ends(2)
        .says("--port");
    test_project
        .run(&["serve", "--listen", "here"])
        .ends(2)
        .says("--listen");
}
