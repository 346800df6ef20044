//! What a page gets on its way to the browser: a script that waits for the next
//! build, what the last build complained of, and what it said of this page. The file itself
//! stays as it is.

use std::fmt::Write;

use crate::serve::{Now, Remark};

/// Where the things of this server are; no published path begins so.
pub(super) const SCRIPT: &str = "/~gongwen/live.js";
pub(super) const STYLE: &str = "/~gongwen/live.css";
pub(super) const CHANGES: &str = "/~gongwen/changes";

/// How much of a page is looked at, in bytes: its head and where its body begins.
pub(super) const HEAD: usize = 64 * 1024;

/// What is shown while there is no output.
pub(super) const NOTHING_YET: &str = "<!doctype html><html lang=\"zh-CN\"><head>\
    <meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
    <meta name=\"color-scheme\" content=\"light dark\"><title>gongwen</title></head>\
    <body><main><h1>还没有成品</h1><p>正在生成，或者还没有做成；做好了这里会自己刷新。</p></main></body></html>";

const POLICY_TAG: &str = "<meta http-equiv=\"Content-Security-Policy\" content=\"";

/// Dresses the beginning of the page at `path`. Gives it back with the content security policy
/// to send: the page's own, opened to this server's script and nothing else.
pub(super) fn dress(start: &str, path: &str, now: &Now) -> (String, String) {
    // A page made otherwise is shown as it is.
    let Some((head, body)) = start.split_once("</head>") else {
        return (start.to_owned(), opened("default-src 'self'"));
    };
    let (head, policy) = without_policy(head);
    let mut page = head;
    let mut told = now.fault.as_deref().map(told).unwrap_or_default();
    told += &said(path, &now.remarks);
    if !told.is_empty() {
        let _ = writeln!(page, "<link rel=\"stylesheet\" href=\"{STYLE}\">");
    }
    let version = &now.version;
    let _ = write!(
        page,
        "<script src=\"{SCRIPT}\" data-seen=\"{version}\" defer></script>\n</head>"
    );
    let inside = body.find("<body");
    let inside = inside.and_then(|at| Some(at + body[at..].find('>')? + 1));
    let (before, after) = body.split_at(inside.unwrap_or(0));
    page.push_str(before);
    if inside.is_some() {
        page.push_str(&told);
    }
    page.push_str(after);
    (
        page,
        opened(policy.as_deref().unwrap_or("default-src 'self'")),
    )
}

fn escaped(words: &str) -> String {
    let mut text = Vec::new();
    // Writing into memory does not fail.
    let _ = tera::escape_html(words, &mut text);
    String::from_utf8_lossy(&text).into_owned()
}

/// What the build said of this page, as text; open where somebody should look at it.
fn said(path: &str, remarks: &[Remark]) -> String {
    let here = remarks.iter().filter(|r| r.pages.iter().any(|p| p == path));
    let here: Vec<&Remark> = here.collect();
    if here.is_empty() {
        return String::new();
    }
    let open = if here.iter().any(|r| r.grave) {
        " open"
    } else {
        ""
    };
    let texts: String = here.iter().map(|remark| escaped(&remark.text)).collect();
    format!(
        "<details class=\"gongwen-remarks\"{open}><summary>这一页有 {} 处提示</summary>\
         <pre tabindex=\"0\">{}</pre></details>",
        here.len(),
        texts.trim_end()
    )
}

/// What the build complained of, as text.
fn told(fault: &str) -> String {
    let text = escaped(fault);
    format!(
        "<section class=\"gongwen-fault\" role=\"alert\" aria-label=\"没有做成\">\
         <p><strong>这一次没有做成，下面还是上一次的成品。</strong>改好存盘，这里会自己刷新。</p>\
         <pre tabindex=\"0\">{text}</pre></section>"
    )
}

/// A head without its policy, and the policy. Two policies would both hold, and the
/// page's own does not know our script.
fn without_policy(head: &str) -> (String, Option<String>) {
    let found = head.split_once(POLICY_TAG).and_then(|(before, rest)| {
        let (policy, rest) = rest.split_once('"')?;
        let (_, after) = rest.split_once('>')?;
        Some((format!("{before}{after}"), Some(policy.to_owned())))
    });
    found.unwrap_or_else(|| (head.to_owned(), None))
}

/// A policy that also lets this server's script and style in, and the script ask.
fn opened(policy: &str) -> String {
    let directives = policy.split(';').map(|d| d.split_ascii_whitespace());
    let mut directives: Vec<(&str, Vec<&str>)> = directives
        .filter_map(|mut words| Some((words.next()?, words.collect())))
        .collect();
    let default = directives.iter().find(|d| d.0 == "default-src");
    let default = default.map_or_else(Vec::new, |d| d.1.clone());
    for name in ["script-src", "style-src", "connect-src"] {
        if !directives.iter().any(|d| d.0 == name) {
            directives.push((name, default.clone()));
        }
    }
    for (name, sources) in &mut directives {
        if matches!(*name, "script-src" | "style-src" | "connect-src")
            && !sources.contains(&"'self'")
        {
            sources.retain(|source| *source != "'none'");
            sources.push("'self'");
        }
    }
    directives.retain(|d| d.0 != "frame-ancestors");
    directives.push(("frame-ancestors", vec!["'none'"]));
    let written = directives.iter().map(|(name, sources)| {
        std::iter::once(name)
            .chain(sources)
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    });
    written.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(fault: Option<&str>) -> Now {
        Now {
            shelf: Default::default(),
            fault: fault.map(str::to_owned),
            remarks: Vec::new(),
            version: "v".into(),
        }
    }

    const PAGE: &str = "<html><head><meta http-equiv=\"Content-Security-Policy\" \
        content=\"default-src 'none'; style-src 'self' file:\"><title>x</title></head><body class=\"a\"><p>x</p>";

    #[test]
    fn the_policy_moves_to_the_header_and_lets_the_script_in() {
        let (page, policy) = dress(PAGE, "", &now(None));
        assert!(!page.contains("http-equiv"), "{page}");
        assert!(page.contains("data-seen=\"v\""), "{page}");
        assert_eq!(
            policy,
            "default-src 'none'; style-src 'self' file:; script-src 'self'; \
             connect-src 'self'; frame-ancestors 'none'"
        );
    }

    #[test]
    fn a_complaint_is_text_inside_the_body() {
        let (page, _) = dress(PAGE, "", &now(Some("<script>alert('1')</script> & 错")));
        let inside = page.split_once("<body class=\"a\">").expect("a body").1;
        assert!(
            inside.starts_with("<section class=\"gongwen-fault\""),
            "{inside}"
        );
        assert!(
            inside.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; 错"),
            "{inside}"
        );
        assert!(inside.ends_with("<p>x</p>"));
    }

    #[test]
    fn a_remark_is_on_its_pages_and_no_others() {
        let mut now = now(None);
        for (page, grave, text) in [("n/a.html", false, "<b>一</b>"), ("n/b.html", true, "二")] {
            now.remarks.push(Remark {
                pages: vec![page.to_owned(), "n/notice.html".to_owned()],
                grave,
                text: format!("{text}\n\n"),
            });
        }
        let shown = |path| dress(PAGE, path, &now).0;
        let page = shown("n/a.html");
        assert!(
            page.contains("gongwen-remarks\"><summary>这一页有 1 处"),
            "{page}"
        );
        assert!(page.contains("&lt;b&gt;一&lt;/b&gt;</pre>"), "{page}");
        assert!(shown("n/b.html").contains("gongwen-remarks\" open>"));
        assert!(shown("n/notice.html").contains("这一页有 2 处"));
        for other in ["n/c.html", "index.html", "m/a.html", "a.html"] {
            assert!(!shown(other).contains("gongwen-remarks"), "{other}");
        }
    }

    #[test]
    fn a_page_without_a_head_is_left_alone() {
        assert_eq!(dress("<p>x", "", &now(Some("错"))).0, "<p>x");
    }
}
