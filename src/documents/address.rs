//! Where the site will be on the web (`--base-url`), and what its pages are called
//! there. Pages themselves link to each other by relative paths and need none of it.

use std::str::FromStr;

use url::Url;

/// The address of the top of the site; it always ends in `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(Url);

impl Address {
    /// The full address of a file of `out/`, in ASCII. A folder's `index.html` is
    /// known by the folder, as every web server has it.
    pub fn of(&self, path: &str) -> String {
        let path = match path.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => path,
        };
        let mut url = self.0.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path.split('/'));
        }
        url.into()
    }

    /// The path of the top of the site on its host: `/` or `/2017/`.
    pub fn root(&self) -> &str {
        self.0.path()
    }
}

impl FromStr for Address {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut url = Url::parse(text)
            .map_err(|_| "要写全，像 https://www.example.gov.cn/gongwen/".to_owned())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("要以 https:// 或 http:// 开头".into());
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("里面不能有 ? 和 #".into());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("里面不能有用户名和密码".into());
        }
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("");
        }
        Ok(Address(url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(base: &str, path: &str) -> String {
        base.parse::<Address>().map_or_else(|e| e, |a| a.of(path))
    }

    #[test]
    fn a_slash_at_the_end_makes_no_difference() {
        for base in ["https://a.cn/x", "https://a.cn/x/"] {
            assert_eq!(of(base, "n/tasks.html"), "https://a.cn/x/n/tasks.html");
            assert_eq!(of(base, "n/units/index.html"), "https://a.cn/x/n/units/");
            assert_eq!(of(base, "index.html"), "https://a.cn/x/");
        }
        assert_eq!(
            of("https://a.cn", "myindex.html"),
            "https://a.cn/myindex.html"
        );
        assert_eq!("http://a.cn/x".parse::<Address>().unwrap().root(), "/x/");
    }

    #[test]
    fn an_address_is_ascii() {
        assert_eq!(
            of("https://政务.cn/公文", "a b?.html"),
            "https://xn--zfr164b.cn/%E5%85%AC%E6%96%87/a%20b%3F.html"
        );
    }

    #[test]
    fn what_is_no_address_of_a_site_is_refused() {
        for wrong in [
            "",
            "example.com",
            "ftp://a.cn/",
            "file:///tmp",
            "https://a.cn/?x",
            "https://a.cn/#x",
            "https://u:p@a.cn/",
            "javascript:alert(1)",
        ] {
            assert!(wrong.parse::<Address>().is_err(), "{wrong}");
        }
    }
}
