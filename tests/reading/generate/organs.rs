//! The table of organs, as the generator draws names from it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

/// A kind of body at a level.
#[derive(Debug)]
pub struct Row {
    pub level: String,
    pub kind: String,
    /// The full name, and the short ones behind it.
    pub names: Vec<String>,
    pub note: String,
}

/// The table, and every name with the rows that have it.
#[derive(Debug)]
pub struct Table {
    pub rows: Vec<Row>,
    known: HashMap<String, Vec<usize>>,
    kinds: HashMap<(String, String), Vec<usize>>,
}

impl Table {
    /// The table of the repository, read once.
    pub fn get() -> &'static Table {
        static TABLE: OnceLock<Table> = OnceLock::new();
        TABLE.get_or_init(|| {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/units/organs.tsv");
            Table::parse(&std::fs::read_to_string(path).unwrap())
        })
    }

    fn parse(text: &str) -> Table {
        let mut table = Table {
            rows: Vec::new(),
            known: HashMap::new(),
            kinds: HashMap::new(),
        };
        let lines = text.lines().filter(|l| !l.starts_with('#')).skip(1);
        for line in lines {
            let fields: Vec<&str> = line.split('\t').collect();
            let names = std::iter::once(fields[2]).chain(fields[3].split('；'));
            let names: Vec<String> = names.filter(|n| !n.is_empty()).map(str::to_owned).collect();
            for name in &names {
                let rows = table.known.entry(name.clone()).or_default();
                rows.push(table.rows.len());
            }
            let row = Row {
                level: fields[0].into(),
                kind: fields[1].into(),
                names,
                note: fields[7].into(),
            };
            if row.is_plain() && !row.is_own() {
                let kind = (row.level.clone(), row.kind.clone());
                table.kinds.entry(kind).or_default().push(table.rows.len());
            }
            table.rows.push(row);
        }
        table
    }

    /// The rows that have a name, at whatever level.
    pub fn named<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t Row> {
        let rows = self.known.get(name).into_iter().flatten();
        rows.map(|&row| &self.rows[row])
    }

    /// The bodies of a kind at a level whose names stand behind the word of the level,
    /// or, at the centre, behind nothing.
    pub fn of(&self, level: &str, kind: &str) -> &[usize] {
        let kind = (level.to_owned(), kind.to_owned());
        self.kinds.get(&kind).map_or(&[], Vec::as_slice)
    }
}

impl Row {
    /// Its names have no place inside, and are no ends of names.
    fn is_plain(&self) -> bool {
        !self.note.starts_with("ending") && !self.names[0].contains('*')
    }

    /// Nothing is put in front of it.
    fn is_own(&self) -> bool {
        let own = |words| self.note.contains(words);
        own("carries its own level") || own("takes the place's own name") || own("takes no prefix")
    }
}
