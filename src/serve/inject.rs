//! What a page gets on its way to the browser: a script that waits for the next
//! build, and what the last build complained of. The file itself stays as it is.

use std::fmt::Write;

use crate::serve::Now;

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

/// Dresses the beginning of a page. Gives it back with the content security policy
/// to send: the page's own, opened to this server's script and nothing else.
pub(super) fn dress(start: &str, now: &Now) -> (String, String) {
    // A page made otherwise is shown as it is.
    let Some((head, body)) = start.split_once("</head>") else {
        return (start.to_owned(), opened("default-src 'self'"));
    };
    let (head, policy) = without_policy(head);
    let mut page = head;
    if now.fault.is_some() {
        let _ = writeln!(page, "<link rel=\"stylesheet\" href=\"{STYLE}\">");
    }
    let version = &now.version;
    let _ = write!(
        page,
        "<script src=\"{SCRIPT}\" data-seen=\"{version}\" defer></script>\n</head>"
    );
    match (
        &now.fault,
        body.find("<body")
            .and_then(|at| Some(at + body[at..].find('>')? + 1)),
    ) {
        (Some(fault), Some(inside)) => {
            page.push_str(&body[..inside]);
            page.push_str(&told(fault));
            page.push_str(&body[inside..]);
        }
        _ => page.push_str(body),
    }
    (
        page,
        opened(policy.as_deref().unwrap_or("default-src 'self'")),
    )
}

/// What the build complained of, as text.
fn told(fault: &str) -> String {
    let mut text = Vec::new();
    // Writing into memory does not fail.
    let _ = tera::escape_html(fault, &mut text);
    let text = String::from_utf8_lossy(&text);
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
            version: "v".into(),
        }
    }

    const PAGE: &str = "<html><head><meta http-equiv=\"Content-Security-Policy\" \
        content=\"default-src 'none'; style-src 'self' file:\"><title>x</title></head><body class=\"a\"><p>x</p>";

    #[test]
    fn the_policy_moves_to_the_header_and_lets_the_script_in() {
        let (page, policy) = dress(PAGE, &now(None));
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
        let (page, _) = dress(PAGE, &now(Some("<script>alert('1')</script> & 错")));
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
    fn a_page_without_a_head_is_left_alone() {
        assert_eq!(dress("<p>x", &now(Some("错"))).0, "<p>x");
    }
}
