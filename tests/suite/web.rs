//! What only a site with an address has: `--base-url`.

use std::fs;

use crate::test_project::{Built, TestProject, root};

fn out(test_project: &TestProject, file: &str) -> String {
    fs::read_to_string(test_project.path("out").join(file)).unwrap_or_default()
}

#[test]
fn with_an_address_pages_know_it_and_are_announced() {
    let test_project = Built::Small.copy();
    test_project
        .run(&["-q", "--base-url", "https://a.example/gw"])
        .ends(0);
    let page = out(&test_project, "wufu-2018-7/units/kejiju.html");
    let address = "https://a.example/gw/wufu-2018-7/units/kejiju.html";
    assert!(
        page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")),
        "{page}"
    );
    assert!(
        page.contains(&format!("<meta property=\"og:url\" content=\"{address}\">")),
        "{page}"
    );
    assert!(page.contains("href=\"../../feed.xml\""), "{page}");

    // Every page but the one for what is not found is on the map, and nothing else.
    let map = out(&test_project, "sitemap.xml");
    let manifest: serde_json::Value =
        serde_json::from_str(&out(&test_project, "manifest.json")).unwrap();
    let files = manifest["files"].as_array().unwrap();
    let pages = files.iter().filter(|f| f["kind"] == "page").count();
    assert_eq!(map.matches("<loc>").count(), pages);
    assert!(map.contains("<loc>https://a.example/gw/</loc>"), "{map}");
    assert!(!map.contains("404"), "{map}");
    let robots = out(&test_project, "robots.txt");
    assert!(
        robots.contains("Sitemap: https://a.example/gw/sitemap.xml\n"),
        "{robots}"
    );

    let feed = out(&test_project, "feed.xml");
    assert!(
        feed.contains("<published>2018-02-01T00:00:00+08:00</published>"),
        "{feed}"
    );
    assert!(
        feed.contains("<updated>2018-02-02T00:00:00+08:00</updated>"),
        "{feed}"
    );
    // A host shows this page under any path, so its links begin at the top.
    let missing = out(&test_project, "404.html");
    assert!(missing.contains("href=\"/gw/index.html\""), "{missing}");
    assert!(!missing.contains("canonical"), "{missing}");
}

#[test]
fn without_an_address_nothing_claims_one() {
    let test_project = Built::Small.shared();
    for file in ["feed.xml", "sitemap.xml", "robots.txt"] {
        assert!(!test_project.path("out").join(file).exists(), "{file}");
    }
    let page = out(test_project, "wufu-2018-7/notice.html");
    assert!(
        !page.contains("canonical") && !page.contains("og:"),
        "{page}"
    );
    let missing = out(test_project, "404.html");
    assert!(
        !missing.contains("href="),
        "no link can be right: {missing}"
    );
}

#[test]
fn a_hostile_title_stays_text() {
    let test_project = Built::Small.copy();
    let file = "content/wufu-2018-7/notice.yaml";
    let yaml = fs::read_to_string(test_project.path(file)).unwrap();
    let title = "市政府关于下达2018年工作任务的通知";
    let hostile = r#"'关于"></title><script>alert(1)</script>]]> & {{ title }} 的通知'"#;
    assert!(yaml.contains(&format!("title: {title}\n")), "{yaml}");
    let yaml = yaml.replacen(
        &format!("title: {title}\n"),
        &format!("title: {hostile}\n"),
        1,
    );
    // The file is a person's own now.
    fs::remove_file(test_project.path("seeds/notice.txt")).unwrap();
    test_project.write(file, &yaml);
    test_project
        .run(&["make", "-q", "--base-url", "https://a.example"])
        .ends(0);
    for file in [
        "feed.xml",
        "sitemap.xml",
        "wufu-2018-7/notice.html",
        "index.html",
    ] {
        let text = out(&test_project, file);
        assert!(
            !text.is_empty() && !text.contains("<script>alert"),
            "{file}: {text}"
        );
    }
    let written = "关于&quot;&gt;&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;]]&gt; &amp; {{ title }} 的通知";
    assert!(
        out(&test_project, "feed.xml").contains(written),
        "{}",
        out(&test_project, "feed.xml")
    );
}

#[test]
fn an_address_that_is_none_is_explained() {
    let test_project = TestProject::of_sample(&root().join("tests/samples/small"));
    for (address, why) in [
        ("example.gov.cn", "要写全"),
        ("ftp://example.gov.cn/", "https://"),
        ("https://example.gov.cn/?a=1", "不能有 ? 和 #"),
        ("https://me:secret@example.gov.cn/", "用户名"),
    ] {
        test_project
            .run(&["make", "--base-url", address])
            .ends(2)
            .says(why);
    }
}
