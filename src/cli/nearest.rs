//! The name that was probably meant.

use crate::overlay::distance;

/// The name among `known` that is nearest to `word`; none where no name is near.
pub(super) fn nearest<'n>(word: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let last = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let far = |name: &str| {
        let whole = distance(word, name);
        // `sheet.typ` means the file of that name, wherever it is.
        let end = distance(&last(word), &last(name));
        whole.min(end.saturating_mul(2).saturating_add(1))
    };
    let near = known.into_iter().map(|name| (far(name), name));
    let most = word.chars().count() / 3 + 1;
    let found = near.min_by_key(|(far, _)| *far);
    found.filter(|(far, _)| *far <= most).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_understood_and_nonsense_is_not() {
        let known = [
            "templates/pdf/sheet.typ",
            "templates/html/sheet.html",
            "samples/small",
        ];
        let found = |word| nearest(word, known);
        assert_eq!(found("templates/pdf/shet.typ"), Some(known[0]));
        assert_eq!(found("sheet.typ"), Some(known[0]));
        assert_eq!(found("sample/small"), Some(known[2]));
        assert_eq!(found("small"), Some(known[2]));
        assert_eq!(found("完全不是"), None);
        assert_eq!(found(""), None);
    }
}
