//! JSON Schemas of the YAML that people write or review, for their editors. What a key means
//! is said once: beside its type, or, of words, over them in the file that the program
//! carries; this room only puts it together.
//!
//! No schema refuses what the program takes. What the program looks at besides is said in
//! the words at the head of each.

mod comments;
mod overlaid;
mod taken;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use crate::blocks::amend::Correction;
use crate::builtin;
use crate::grammar::Grammar;
use crate::notice::{Circular, IndicatorTable, OtherAnnex, TaskTable};
use crate::project::bundles::Bundles;
use crate::project::limits::Limits;
use crate::project::schemas::{Form, MARK};
use crate::project::site::SiteSettings;
use crate::read::given::Given;
use crate::rounds::answers::Answers;
use crate::rounds::corrections as answer_corrections;
use crate::rounds::round::Round;
use crate::units::register::Register;
use crate::wording;

use comments::Comments;

/// The name and the text of every schema.
pub fn all() -> Vec<(&'static str, String)> {
    let text = |form: Form| format!("{:#}\n", of(form));
    Form::ALL.map(|form| (form.name(), text(form))).to_vec()
}

/// One of them.
pub fn of(form: Form) -> Value {
    let mut schema = match form {
        Form::Circular => derived::<Circular>(),
        Form::Indicators => derived::<IndicatorTable>(),
        Form::Tasks => derived::<TaskTable>(),
        Form::Other => derived::<OtherAnnex>(),
        Form::Corrections => derived::<Vec<Correction>>(),
        Form::Given => derived::<Given>(),
        Form::Register => {
            let mut schema = derived::<Register>();
            let words = Comments::of(carried(Grammar::FILE));
            for section in ["headings", "words"] {
                let place = format!("/properties/{section}");
                if let Some(schema) = schema.pointer_mut(&place) {
                    words.describe(schema, section);
                }
            }
            schema
        }
        Form::Bundles => derived::<Bundles>(),
        Form::Limits => derived::<Limits>(),
        Form::Grammar => overlaid::schema(carried(Grammar::FILE), &Grammar::OPEN, |_| Map::new()),
        Form::Wording => overlaid::schema(carried(wording::FILE), &[], overlaid::with_places),
        Form::Site => derived::<SiteSettings>(),
        Form::Round => derived::<Round>(),
        Form::Answers => derived::<Answers>(),
        Form::AnswerCorrections => derived::<Vec<answer_corrections::Entry>>(),
    };
    if let Value::Object(whole) = &mut schema {
        let [title, words] = about(form);
        let mut say = |key: &str, words: &str| whole.insert(key.to_owned(), words.into());
        say("$schema", "http://json-schema.org/draft-07/schema#");
        say("$comment", MARK);
        say("title", title);
        say("description", words);
    }
    schema
}

/// What a file is, and what there is to know of it that its schema cannot say.
fn about(form: Form) -> [&'static str; 2] {
    match form {
        Form::Circular => [
            "通知正文（notice.yaml）",
            "由 gongwen read 写，要更正写 corrections.yaml；没有来件的可以手写。文字不加引号也行，数字也当文字读；整数不写小数点。附件的文件在不在、各处对不对得上，由 gongwen check 查。",
        ],
        Form::Indicators => [
            "指标表（indicators.yaml）",
            "由 gongwen read 写，要更正写 corrections.yaml；没有来件的可以手写。文字不加引号也行，数字也当文字读；整数不写小数点。每个地区有没有目标、值和原文对不对得上，由 gongwen check 查。",
        ],
        Form::Tasks => [
            "任务表（tasks.yaml）",
            "由 gongwen read 写，要更正写 corrections.yaml；没有来件的可以手写。文字不加引号也行，数字也当文字读；整数不写小数点。序号接不接得上、名单和原文对不对得上，由 gongwen check 查。",
        ],
        Form::Other => [
            "照原样印的附件（annex-3.yaml）",
            "由 gongwen read 写，要更正写 corrections.yaml；没有来件的可以手写。文字不加引号也行，数字也当文字读；整数不写小数点。各格拼不拼得成一张表，由 gongwen check 查。",
        ],
        Form::Corrections => [
            "勘误（corrections.yaml）",
            "来件本身有错的写在这里，一条一个“-”，再运行 gongwen read；来件不改。行号或位置只写一个；改法只写一种：find 和 replace，或 delete，或 join_with，或 prose。来件那一行的字对不对得上，读的时候才知道。",
        ],
        Form::Given => [
            "补写的文件（和来件同名的 .yaml）",
            "来件里没有的写在这里，缺什么写什么。文字不加引号也行，数字也当文字读。发文字号和日期的写法有好多种，读不懂的由程序报错。",
        ],
        Form::Register => [
            "登记册（content/units/*.yaml）",
            "单位、地区、统称，以及公文里的说法；由人维护，程序只读。文字不加引号也行，数字也当文字读。名称重复、别名指两个单位、成员或类别没有登记的，由程序报错。",
        ],
        Form::Bundles => [
            "资料册（content/bundles.yaml）",
            "资料册给谁、装什么、按什么次序、什么情况下才装；没有这个文件就照程序自带的装。",
        ],
        Form::Limits => [
            "上限（content/limits.yaml）",
            "多大算太大；没有写的照通常的数。写不带小数点的数。",
        ],
        Form::Grammar => [
            "读来件用的词（content/grammar.yaml）",
            "只写和程序自带的不一样的几条。写成列表的添在自带的后面；{drop: [词]} 去掉几个，{only: [词]} 只用这几个。符号和数字要加引号；去掉的词自带的里要有；规定了个数和写法的（如 targets.assigned 正好两个、measures.scales 每个一个字），由程序查。",
        ],
        Form::Wording => [
            "成品里的字（content/wording.yaml）",
            "只写和程序自带的不一样的几条；一条写一行字，{add: 字} 是添在自带的后面。花括号里的由程序填，要照样写上。符号和数字要加引号。",
        ],
        Form::Site => [
            "网站的情况（content/site.yaml）",
            "政府网站的标签和各份通知的公开信息；没有写的，网页上就没有。文字不加引号也行，数字也当文字读。通知按 content/ 里文件夹的名字写；有没有这一天，由程序查。",
        ],
        Form::Round => [
            "一轮自查（rounds/2017-07.yaml）",
            "由 gongwen round 写出初稿，以后由办公室改。空着的是还没有定的，定好才做自查表。文字不加引号也行，数字也当文字读。编号在通知里有没有、单位登记没有、名称重复没有、各栏对不对得上，由程序查。",
        ],
        Form::Answers => [
            "一轮自查的答复（rounds/2017-07.answers.yaml）",
            "由 gongwen read 从收到的自查表读出，要更正写在 .corrections.yaml 里；不是用表报来的，由人在 answers、values 里各加一条，写明 typed。",
        ],
        Form::AnswerCorrections => [
            "答复的更正（rounds/2017-07.corrections.yaml）",
            "一条一个“-”，只写一种：改一格（file、sheet、cell、find、replace），不读一个文件（file、leave_out: true），收到的日期（file、received），在几种答复里取一种（task 或 value、unit、among、take）；都要写 why。用不用得上，读的时候才知道。",
        ],
    }
}

/// The schema of a type, as its attributes describe it.
fn derived<T: JsonSchema>() -> Value {
    let mut settings = SchemaSettings::draft07();
    settings.inline_subschemas = true;
    let schema = settings.into_generator().into_root_schema_for::<T>();
    let mut schema = schema.to_value();
    taken::take(&mut schema);
    schema
}

/// A file of words that the program carries.
fn carried(name: &str) -> &'static str {
    builtin::find(name).map_or("", builtin::File::text)
}
