//! The form of a unit in a round of self-checks as a workbook: what the notice says locked and
//! grey, what is asked white; statuses to choose from; every row with its key in a hidden
//! column, so that it is known wherever it is moved to. It prints on A4.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use crate::documents::form_table::FormTable;
use crate::render::data::sheet_name;
use crate::rounds::form::marker;

/// What is locked is grey, so that it is plain where to write.
const LOCKED: Color = Color::RGB(0x00F2_F2F2);

/// The column of keys.
const KEYS: u16 = 0;

/// Units of UTF-16 in a mark of the foot of a page; spreadsheets take no more than 255.
const IN_FOOTER: usize = 200;

/// The format of text among those that every spreadsheet knows.
const TEXT: u8 = 49;

/// The least height of a row that is written into, and the most that a row can have, in points.
const WRITING: f64 = 54.0;
const HIGHEST: f64 = 409.0;

/// How high a text is in a column of so many characters, in points.
fn height(text: &str, width: f64) -> f64 {
    let wide = |line: &str| {
        line.chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum::<u32>()
    };
    let rows = text
        .lines()
        .map(|line| (f64::from(wide(line)) * 1.1 / width).ceil().max(1.0));
    rows.sum::<f64>().max(1.0) * 15.0
}

struct Formats {
    title: Format,
    line: Format,
    head: Format,
    locked: Format,
    write: Format,
    label: Format,
    key: Format,
}

/// A column: its heading, its width in characters, and whether it is written into.
struct Column<'f> {
    heading: &'f str,
    width: f64,
    open: bool,
}

/// The workbook.
///
/// # Errors
/// Never for our forms; a fault of the writer comes out as text.
pub fn file(table: &FormTable) -> Result<Vec<u8>, String> {
    written(table).map_err(|e| e.to_string())
}

fn written(table: &FormTable) -> Result<Vec<u8>, XlsxError> {
    let round = &table.form.round;
    let mut book = Workbook::new();
    let mut properties = DocProperties::new();
    properties = properties.set_title(&round.title);
    if let Some(day) = round.as_of {
        let day = ExcelDateTime::parse_from_str(&day.to_string())?;
        properties = properties.set_creation_datetime(&day);
    }
    book.set_properties(&properties);
    let formats = formats();
    let name = |text: &str, other: &str| sheet_name(text).unwrap_or_else(|| other.to_owned());
    let lists = name(&table.words.lists_sheet, "lists");
    let mut lines = Some(&table.lines);
    let columns = &table.columns;
    if !table.form.tasks.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(&table.words.tasks_sheet, "tasks"))?;
        let mut all = vec![
            Column::locked(&columns.number, 6.0),
            Column::locked(&columns.name, 14.0),
            Column::locked(&columns.task, 40.0),
            Column::locked(&columns.responsible, 16.0),
            Column::open(&round.status.heading, 13.0),
        ];
        all.extend(round.fields.iter().map(|f| Column::open(&f.name, 24.0)));
        let mut page = Page::new(sheet, &formats, all);
        page.lines(lines.take().into_iter().flatten())?;
        page.head(marker::TASKS)?;
        let first = page.row;
        for row in &table.form.tasks {
            page.row(
                &row.key,
                [&row.label, &row.name, &row.text, &row.responsible],
            )?;
        }
        let choices = round.status.choices.len() + 2;
        let list = Formula::new(format!("='{lists}'!$A$3:$A${choices}"));
        // Lists of more than 255 characters must be ranges; so are all.
        let valid = DataValidation::new().allow_list_formula(list);
        page.sheet
            .add_data_validation(first, 5, page.row - 1, 5, &valid)?;
        page.foot(table)?;
    }
    if !table.form.values.is_empty() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(&table.words.values_sheet, "values"))?;
        let all = vec![
            Column::locked(&columns.number, 6.0),
            Column::locked(&columns.indicator, 44.0),
            Column::locked(&columns.measure, 14.0),
            Column::locked(&columns.target, 26.0),
            Column::open(&round.values.heading, 22.0),
            Column::open(&round.values.note, 36.0),
        ];
        let alone = lines.is_some();
        let mut page = Page::new(sheet, &formats, all);
        match lines.take() {
            Some(lines) => page.lines(lines.iter())?,
            None => page.lines(table.lines.iter().take(3))?,
        }
        page.head(marker::VALUES)?;
        for row in &table.form.values {
            page.row(&row.key, [&row.label, &row.name, &row.measure, &row.target])?;
        }
        match alone {
            true => page.foot(table)?,
            false => page.end(table)?,
        }
    }
    let sheet = book.add_worksheet();
    sheet.set_name(&lists)?.set_hidden(true).protect();
    sheet.write_string(0, 0, marker::LISTS)?;
    sheet.write_string(1, 0, &table.form.mark)?;
    for (row, choice) in (2..).zip(&round.status.choices) {
        sheet.write_string(row, 0, &choice.name)?;
    }
    book.save_to_buffer()
}

impl<'f> Column<'f> {
    fn locked(heading: &'f str, width: f64) -> Self {
        Column {
            heading,
            width,
            open: false,
        }
    }

    fn open(heading: &'f str, width: f64) -> Self {
        Column {
            heading,
            width,
            open: true,
        }
    }
}

/// A sheet that is being written, row by row.
struct Page<'b, 'f> {
    sheet: &'b mut Worksheet,
    formats: &'b Formats,
    columns: Vec<Column<'f>>,
    row: u32,
}

impl<'b, 'f> Page<'b, 'f> {
    fn new(sheet: &'b mut Worksheet, formats: &'b Formats, columns: Vec<Column<'f>>) -> Self {
        Page {
            sheet,
            formats,
            columns,
            row: 0,
        }
    }

    fn last(&self) -> u16 {
        u16::try_from(self.columns.len()).unwrap_or(u16::MAX)
    }

    /// Printed lines over the whole width; the first is the title.
    fn lines<'l>(&mut self, lines: impl Iterator<Item = &'l String>) -> Result<(), XlsxError> {
        for (at, text) in lines.enumerate() {
            let format = if at == 0 {
                &self.formats.title
            } else {
                &self.formats.line
            };
            self.line(text, &format.clone(), if at == 0 { 2.0 } else { 1.0 })?;
        }
        Ok(())
    }

    fn line(&mut self, text: &str, format: &Format, size: f64) -> Result<(), XlsxError> {
        let (row, last) = (self.row, self.last());
        let key = &self.formats.key;
        self.sheet
            .write_string_with_format(row, KEYS, marker::line(text), key)?;
        self.sheet.merge_range(row, 1, row, last, text, format)?;
        // A merged cell does not fit its height to its text by itself.
        let room: f64 = self.columns.iter().map(|column| column.width).sum();
        let high = height(text, room) * size;
        self.sheet.set_row_height(row, high.min(HIGHEST))?;
        self.row += 1;
        Ok(())
    }

    /// The head row, which stands on every page.
    fn head(&mut self, key: &str) -> Result<(), XlsxError> {
        let row = self.row;
        self.sheet
            .write_string_with_format(row, KEYS, key, &self.formats.key)?;
        for (at, column) in (1..).zip(&self.columns) {
            let head = &self.formats.head;
            self.sheet
                .write_string_with_format(row, at, column.heading, head)?;
            self.sheet.set_column_width(at, column.width)?;
        }
        self.sheet.set_repeat_rows(row, row)?;
        self.row += 1;
        Ok(())
    }

    /// A row: what is locked, and behind it empty places.
    fn row<const N: usize>(&mut self, key: &str, locked: [&str; N]) -> Result<(), XlsxError> {
        let row = self.row;
        let formats = self.formats;
        self.sheet
            .write_string_with_format(row, KEYS, key, &formats.key)?;
        // Not every program fits heights by itself; and some units write by hand.
        let columns = self.columns.iter().zip(locked);
        let heights = columns.map(|(column, text)| height(text, column.width));
        self.sheet
            .set_row_height(row, heights.fold(WRITING, f64::max).min(HIGHEST))?;
        let mut texts = locked.into_iter();
        for (at, column) in (1..).zip(&self.columns) {
            match column.open {
                true => self.sheet.write_blank(row, at, &formats.write)?,
                false => {
                    let text = texts.next().unwrap_or_default();
                    self.sheet
                        .write_string_with_format(row, at, text, &formats.locked)?
                }
            };
        }
        self.row += 1;
        Ok(())
    }

    /// Lines to sign, and the end of the page.
    fn foot(&mut self, table: &FormTable) -> Result<(), XlsxError> {
        self.row += 1;
        for label in &table.form.round.signatures {
            let (row, formats) = (self.row, self.formats);
            self.sheet
                .write_string_with_format(row, KEYS, marker::sign(label), &formats.key)?;
            self.sheet
                .write_string_with_format(row, 2, label, &formats.label)?;
            self.sheet.write_blank(row, 3, &formats.write)?;
            self.sheet.set_row_height(row, 22)?;
            self.row += 1;
        }
        self.end(table)
    }

    /// The line with the mark, and how the sheet is printed and locked.
    fn end(&mut self, table: &FormTable) -> Result<(), XlsxError> {
        let format = self.formats.line.clone();
        self.line(&table.mark, &format, 1.0)?;
        let sheet = &mut *self.sheet;
        sheet.set_column_hidden(KEYS)?;
        sheet.set_landscape().set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.5, 0.5, 0.6, 0.7, 0.3, 0.3);
        let page = table.words.page.with([("page", "&P"), ("pages", "&N")]);
        let mark: String = table.form.mark.chars().take(IN_FOOTER).collect();
        sheet.set_footer(format!("&L{mark}&R{page}"));
        // Widths and heights may be changed: long answers want room.
        sheet.protect_with_options(&ProtectionOptions {
            format_columns: true,
            format_rows: true,
            ..ProtectionOptions::default()
        });
        Ok(())
    }
}

fn formats() -> Formats {
    let cell = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin);
    let locked = cell.clone().set_background_color(LOCKED);
    Formats {
        title: Format::new()
            .set_bold()
            .set_font_size(16)
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter),
        line: Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter),
        head: locked.clone().set_bold().set_align(FormatAlign::Center),
        // As text: a program would else make numbers and days of what is typed.
        write: cell.set_num_format_index(TEXT).set_unlocked(),
        label: locked.clone(),
        locked,
        key: Format::new().set_num_format_index(TEXT),
    }
}
