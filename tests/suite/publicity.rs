//! What an office says of its website in `content/site.yaml`, and what comes of it: labels,
//! the table of a document, linked data, archives; and the descriptions of data files.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;

use serde_json::Value;

use crate::test_project::{Built, TestProject, contents};

const ALL: &str = "\
name: 某市人民政府
domain: www.example.gov.cn
id_code: '3205000001'
column: {name: 规范性文件, type: 政策文件, keywords: [公文, '\"><script>alert(1)</script>']}
source: 市政府办公室
archives: true
notices:
  wufu-2018-7:
    index_number: 0141/2018-00007
    subjects: [综合政务, 其他]
    validity: 有效
    published: 2018-02-05 09:30
    keywords: [任务, 分解]
";

fn text(project: &TestProject, file: &str) -> String {
    fs::read_to_string(project.path("out").join(file)).unwrap_or_default()
}

fn label(page: &str, name: &str) -> Option<String> {
    let rest = page
        .split_once(&format!("<meta name=\"{name}\" content=\""))?
        .1;
    Some(rest.split_once('"')?.0.to_owned())
}

#[test]
fn an_office_that_says_nothing_has_no_labels_and_no_archives() {
    let project = Built::Small.shared();
    let page = text(project, "wufu-2018-7/notice.html");
    for name in [
        "SiteName",
        "SiteDomain",
        "SiteIDCode",
        "ColumnName",
        "ColumnType",
        "PubDate",
        "ContentSource",
    ] {
        assert_eq!(label(&page, name), None, "{name}");
    }
    let title = label(&page, "ArticleTitle").unwrap();
    assert!(page.contains(&format!("<title>{title} ")), "{title}");
    assert!(
        !page.contains("索引号") && !page.contains("ld+json"),
        "{page}"
    );
    let files = contents(&project.path("out"));
    assert!(files.keys().all(|path| !path.ends_with(".zip")));
}

#[test]
fn what_an_office_says_of_its_site_is_on_its_pages() {
    let project = Built::Small.copy();
    project.write("content/site.yaml", ALL);
    let address = ["-q", "--base-url", "https://a.example/gw"];
    project.run(&address).ends(0);
    let page = text(&project, "wufu-2018-7/notice.html");
    let wanted = [
        ("SiteName", "某市人民政府"),
        ("SiteDomain", "www.example.gov.cn"),
        ("SiteIDCode", "3205000001"),
        ("ColumnName", "规范性文件"),
        ("ColumnType", "政策文件"),
        ("PubDate", "2018-02-05 09:30"),
        ("ContentSource", "市政府办公室"),
        ("Keywords", "任务,分解"),
        ("Url", "https://a.example/gw/wufu-2018-7/notice.html"),
    ];
    for (name, content) in wanted {
        assert_eq!(label(&page, name).as_deref(), Some(content), "{name}");
    }
    assert!(!page.contains("<script>alert"), "{page}");
    for row in [
        "<th scope=\"row\">索引号</th><td>0141/2018-00007</td>",
        "<th scope=\"row\">主题分类</th><td>综合政务；其他</td>",
        "<th scope=\"row\">有效性</th><td>有效</td>",
        "<th scope=\"row\">发布时间</th>",
    ] {
        assert!(page.contains(row), "{row} in {page}");
    }
    // The page of a unit has labels too, under its own title.
    let sheet = text(&project, "wufu-2018-7/units/kejiju.html");
    assert_eq!(
        label(&sheet, "ArticleTitle").as_deref(),
        Some("市科技局任务单")
    );
    assert_eq!(
        label(&sheet, "PubDate").as_deref(),
        Some("2018-02-05 09:30")
    );
    let front = text(&project, "index.html");
    assert_eq!(label(&front, "ArticleTitle"), None);
    assert!(front.contains("href=\"site.zip\""), "{front}");

    let linked = page
        .split_once("<script type=\"application/ld+json\">")
        .unwrap()
        .1;
    let linked: Value = serde_json::from_str(linked.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(linked["identifier"], "戊府〔2018〕7号");
    assert_eq!(linked["dateCreated"], "2018-02-01");
    assert_eq!(linked["datePublished"], "2018-02-05T09:30");

    // Made again from the same, nothing differs, and nothing is made.
    let before = contents(&project.path("out"));
    fs::remove_dir_all(project.path("out")).unwrap();
    project.run(&address).ends(0);
    assert_eq!(contents(&project.path("out")), before);
}

#[test]
fn archives_hold_what_a_unit_gets_and_the_whole_site() {
    let project = Built::Small.copy();
    project.write("content/site.yaml", "archives: true\n");
    project.run(&["-q"]).ends(0);
    let out = project.path("out");
    let files = contents(&out);
    let unpacked = |path: &str| {
        let file = fs::File::open(out.join(path)).unwrap();
        let mut archive = zip::ZipArchive::new(file).unwrap();
        let mut held = BTreeMap::new();
        for at in 0..archive.len() {
            let mut member = archive.by_index(at).unwrap();
            let mut bytes = Vec::new();
            member.read_to_end(&mut bytes).unwrap();
            held.insert(member.name().unwrap().into_owned(), bytes);
        }
        held
    };
    let papers = unpacked("wufu-2018-7/units/kejiju.zip");
    let names: Vec<&str> = papers.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["市科技局任务单.pdf", "市科技局任务单.xlsx", "通知全文.pdf"]
    );
    assert_eq!(
        papers["市科技局任务单.pdf"],
        files["wufu-2018-7/units/kejiju.pdf"]
    );
    assert_eq!(papers["通知全文.pdf"], files["wufu-2018-7/notice.pdf"]);
    let page = text(&project, "wufu-2018-7/units/kejiju.html");
    assert!(
        page.contains("href=\"../../wufu-2018-7/units/kejiju.zip\""),
        "{page}"
    );

    let site = unpacked("site.zip");
    for (path, bytes) in &files {
        let packed = !path.ends_with(".zip") && path != "manifest.json";
        assert_eq!(site.get(path), packed.then_some(bytes), "{path}");
    }
    // A change goes into them, and without the word they are gone.
    project.write("content/pages/about.md", "# 关于\n\n换了。\n");
    project.run(&["-q"]).ends(0);
    let about = unpacked("site.zip").remove("about.html").unwrap();
    assert!(String::from_utf8(about).unwrap().contains("换了。"));
    project.write("content/site.yaml", "archives: false\n");
    project.run(&["-q"]).ends(0);
    assert!(contents(&out).keys().all(|path| !path.ends_with(".zip")));
}

#[test]
fn a_notice_with_a_secret_mark_does_not_go_into_the_output() {
    let project = Built::Small.copy();
    let seed = fs::read_to_string(project.path("seeds/notice.txt")).unwrap();
    let before = contents(&project.path("out"));
    for mark in ["机密★1年", "密级：秘密", "绝密"] {
        project.write("seeds/notice.txt", &format!("{mark}\n{seed}"));
        for verb in [&["-q"][..], &["make", "-q"]] {
            let said = format!("错误[classified-notice]: 这份通知标着“{mark}”");
            project.run(verb).ends(1).says(&said);
        }
        assert_eq!(contents(&project.path("out")), before, "{mark}");
        // Reading and checking publish nothing.
        project.run(&["check", "-q"]).ends(0);
    }
    project.write("content/site.yaml", "classified: [wufu-2018-7]\n");
    project.run(&["-q"]).ends(0);
    project.write("content/site.yaml", "");
    project.write("seeds/notice.txt", &format!("特急\n{seed}"));
    project.run(&["-q"]).ends(0);
}

#[test]
fn what_is_wrong_in_the_settings_is_said() {
    let project = Built::Small.copy();
    project.write(
        "content/site.yaml",
        "notices:\n  wufu-2018-8: {validity: 有效}\n",
    );
    project
        .run(&["check"])
        .ends(0)
        .says("注意[site-notice-unknown]: 网站的设置说到“wufu-2018-8”");
    for (text, words) in [
        ("id_code: '32050'\n", "“32050”不是网站标识码"),
        ("domain: http://a.gov.cn\n", "不是域名"),
        (
            "notices: {wufu-2018-7: {published: 昨天}}\n",
            "“昨天”不是发布时间",
        ),
        ("column: {colour: 红}\n", "没有“colour”这一项"),
        ("name: [一, 二]\n", "网站的设置有错"),
        ("source: \"甲\\u202e局\"\n", "content/site.yaml"),
    ] {
        project.write("content/site.yaml", text);
        let before = contents(&project.path("out"));
        project.run(&["-q"]).ends(1).says(words);
        assert_eq!(contents(&project.path("out")), before, "{text}");
    }
}

#[test]
fn every_data_file_is_described_with_its_columns() {
    for (built, folder) in [
        (Built::Small, "wufu-2018-7"),
        (Built::Real, "suf-2017-15"),
        (Built::Real, ""),
    ] {
        let out = built.shared().path("out");
        let files = contents(&out.join(folder));
        let package: Value = serde_json::from_slice(&files["datapackage.json"]).unwrap();
        let resources = package["resources"].as_array().unwrap();
        let described: BTreeMap<&str, &Value> = resources
            .iter()
            .map(|r| (r["path"].as_str().unwrap(), r))
            .collect();
        assert_eq!(described.len(), resources.len());
        let is_data = |path: &&String| {
            let ours = folder.is_empty() && path.contains('/');
            let data = [".csv", ".xlsx", ".json", ".yaml"]
                .iter()
                .any(|ending| path.ends_with(ending));
            data && !ours && !["datapackage.json", "manifest.json"].contains(&path.as_str())
        };
        let data: Vec<&String> = files.keys().filter(is_data).collect();
        assert_eq!(data, described.keys().copied().collect::<Vec<_>>());
        for (path, resource) in described.iter().filter(|(path, _)| path.ends_with(".csv")) {
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let text = String::from_utf8(files[*path].clone()).unwrap();
            let mut reader =
                csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let head: Vec<String> = reader
                .headers()
                .unwrap()
                .iter()
                .map(str::to_owned)
                .collect();
            let names: Vec<&str> = fields.iter().map(|f| f["name"].as_str().unwrap()).collect();
            assert_eq!(head, names, "{path}");
            for record in reader.records() {
                for (cell, field) in record.unwrap().iter().zip(fields) {
                    let fits = match field["type"].as_str().unwrap() {
                        "integer" => cell.is_empty() || cell.parse::<i64>().is_ok(),
                        "number" => cell.is_empty() || cell.parse::<f64>().is_ok(),
                        "date" => cell.len() == 10,
                        _ => true,
                    };
                    assert!(fits, "{path}: {cell} under {field}");
                }
            }
            let said = |f: &Value| f["description"].as_str().is_some_and(|d| !d.is_empty());
            assert!(fields.iter().all(said), "{path}");
        }
    }
}

/// The addresses of rows by their texts: `tasks` has them by the words of the task.
fn addresses(project: &TestProject) -> BTreeMap<String, String> {
    let tasks: Value = serde_json::from_str(&text(project, "wufu-2018-7/tasks.json")).unwrap();
    let mut found = BTreeMap::new();
    let list = |value: &Value, name: &str| value[name].as_array().unwrap().clone();
    for part in list(&tasks, "parts") {
        for section in list(&part, "sections") {
            for item in list(&section, "items") {
                let key = |value: &Value| value["key"].as_str().unwrap().to_owned();
                found.insert(item["name"].as_str().unwrap().to_owned(), key(&item));
                for task in list(&item, "tasks") {
                    found.insert(task["text"].as_str().unwrap().to_owned(), key(&task));
                }
            }
        }
    }
    found
}

#[test]
fn addresses_stay_when_a_notice_is_corrected() {
    let project = TestProject::of_sample(&crate::test_project::root().join("tests/samples/small"));
    project.run(&["-q"]).ends(0);
    let before = addresses(&project);
    let seed = fs::read_to_string(project.path("seeds/notice.txt")).unwrap();
    let row = seed
        .lines()
        .find(|line| line.contains("开展就业援助"))
        .unwrap();
    let fields: Vec<&str> = row.split('\t').collect();
    let task = fields
        .iter()
        .find(|f| f.contains("开展就业援助"))
        .unwrap()
        .trim();

    // The words of a task are corrected: its page stays where it is, and the YAML says so.
    let corrected = seed.replace("开展就业援助", "开展就业援助和培训");
    project.write("seeds/notice.txt", &corrected);
    project.run(&["-q"]).ends(0);
    let after = addresses(&project);
    let new = after
        .keys()
        .find(|text| text.contains("开展就业援助和培训"))
        .unwrap();
    let old = before
        .keys()
        .find(|text| text.contains("开展就业援助"))
        .unwrap();
    assert_eq!(after[new], before[old], "{task}");
    for (text, key) in &before {
        assert!(text == old || after.get(text) == Some(key), "{text}");
    }
    let kept = fs::read_to_string(project.path("content/wufu-2018-7/tasks.yaml")).unwrap();
    assert_eq!(
        kept.matches(&format!("key: {}", before[old])).count(),
        1,
        "{kept}"
    );
    // Read again, nothing changes, and the check is content.
    project.run(&["check"]).ends(0);
    let whole = contents(&project.path("content"));
    project.run(&["read", "-q"]).ends(0);
    assert_eq!(contents(&project.path("content")), whole);

    // A row is added that has the old words: it is another task, and no page moves.
    let line = corrected
        .lines()
        .find(|line| line.contains("开展就业援助和培训"))
        .unwrap();
    let twice = line.replace("开展就业援助和培训", "开展就业援助");
    let cells: Vec<&str> = twice.split('\t').collect();
    let more = format!(
        "\t\t{}\t{}",
        cells[cells.len() - 2].trim(),
        cells[cells.len() - 1]
    );
    project.write(
        "seeds/notice.txt",
        &corrected.replace(line, &format!("{line}\n{more}")),
    );
    let ran = project.run(&["-q"]);
    if ran.code() == 0 {
        let more = addresses(&project);
        for (text, key) in &after {
            assert_eq!(more.get(text), Some(key), "{text}");
        }
        project.run(&["check"]).ends(0);
    }
    project.write("seeds/notice.txt", &corrected);
    project.run(&["-q"]).ends(0);

    // The old words come back, and with them nothing need be kept.
    project.write("seeds/notice.txt", &seed);
    project.run(&["-q"]).ends(0);
    assert_eq!(addresses(&project), before);
    let plain = fs::read_to_string(project.path("content/wufu-2018-7/tasks.yaml")).unwrap();
    assert!(!plain.contains("key:"), "{plain}");

    // A key that leads elsewhere is refused.
    let hostile = kept.replace(&before[old], "../../x");
    fs::remove_dir_all(project.path("seeds")).unwrap();
    fs::create_dir(project.path("seeds")).unwrap();
    project.write("content/wufu-2018-7/tasks.yaml", &hostile);
    project
        .run(&["make", "-q"])
        .ends(1)
        .says("“../../x”不能作键");
}
