//! From the tokens of a phrase to its names with their roles, and everything else that
//! it says.

use std::ops::Range;

use crate::grammar::Grammar;
use crate::grammar::phrase::PhraseWords;
use crate::grammar::words::Role;
use crate::units::phrase::lattice::Placed;
use crate::units::phrase::resolve::Raw;
use crate::units::phrase::tokens::{Scene, Token};
use crate::units::phrase::{Field, How, Meaning, Name, Phrase, names, rule, time};
use crate::units::register::Register;

/// A phrase whose names have no meaning yet.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) phrase: Phrase,
    /// What resolving needs of each name.
    pub(super) raws: Vec<Raw>,
    /// Names that stand between two commas.
    pub(super) groups: Vec<Range<usize>>,
    /// Names that stand in brackets behind another with the words of their own roles, and
    /// where each bracket begins.
    pub(super) beside: Vec<(usize, Vec<Name>)>,
}

/// What holds while the tokens are gone through.
struct State {
    /// The role of the label.
    label: Option<Role>,
    /// The first name of the group.
    group: usize,
    /// The first name that no words of roles have closed off yet.
    open: usize,
    /// 会同 stands before: those behind it join in.
    with: bool,
    /// 会同 stands right before.
    just_with: bool,
    /// Whoever leads has been named.
    led: bool,
    /// The first name since words of roles or a label stood last.
    silent: usize,
}

/// Gathers the names of a phrase with their roles.
pub(super) fn assign(text: &str, tokens: Vec<Placed<'_>>, register: &Register) -> Read {
    let scene = Scene::new(text, register, PhraseWords::get());
    let mut read = Read::default();
    let mut state = State {
        label: None,
        group: 0,
        open: 0,
        with: false,
        just_with: false,
        led: false,
        silent: 0,
    };
    let mut role_before = false;
    // The role that words right before this place state.
    let mut before = None;
    for placed in tokens {
        let at = placed.at;
        let is_role = matches!(placed.token, Token::Role(_));
        if !is_role {
            before = None;
        }
        if role_before && !is_role {
            state.open = read.phrase.names.len();
            state.silent = state.open;
            state.with = false;
        }
        role_before = is_role;
        match placed.token {
            Token::Mark('、' | '/' | '／' | '|' | '｜') => {}
            Token::Number | Token::Sign => read.phrase.words.push(at),
            Token::Mark(' ') => read.phrase.gaps.push(at.start),
            Token::Mark(c) => {
                close_group(&mut read, &mut state);
                if matches!(c, '；' | ';' | '。' | '）') {
                    state.label = None;
                    state.led = false;
                    state.silent = read.phrase.names.len();
                }
            }
            Token::Label(role) => {
                close_group(&mut read, &mut state);
                read.phrase.roles = true;
                // 牵头单位：市教育局；主责单位：市财政局
                let led = read.phrase.names.iter().any(|n| n.role == Some(Role::Lead));
                let parts = &Grammar::get().heading_parts;
                let outranked = led && parts.is_outranked(&text[at.clone()]);
                state.label = role.filter(|r| *r != Role::Lead || !outranked);
                read.phrase.words.push(at);
            }
            Token::UnknownLabel => {
                close_group(&mut read, &mut state);
                state.label = None;
                let colon = text[..at.end].chars().next_back().map_or(0, char::len_utf8);
                read.phrase.unread.push(at.start..at.end - colon);
            }
            Token::Field { label, says } => field(&mut read, &scene, at, label, says),
            Token::Name(found) => {
                let role = if state.with {
                    Some(Role::Join)
                } else {
                    state.label
                };
                state.led |= role == Some(Role::Lead);
                let printed = &text[at.clone()];
                read.raws.push(Raw {
                    text: names::squeeze(printed),
                    collective: found.collective,
                    trust: found.trust,
                    behind_with: std::mem::take(&mut state.just_with),
                });
                read.phrase.names.push(Name {
                    span: at.clone(),
                    printed: printed.to_owned(),
                    qualifier: None,
                    meaning: Meaning::Unknown(String::new()),
                    how: How::Formed,
                    slip: None,
                    role,
                });
            }
            Token::Bracket(inner) => bracket(&mut read, &scene, at, inner),
            Token::Role(role) => {
                // 牵头督导: who leads does not only guide.
                let role = role.filter(|_| before != Some(Role::Lead));
                if let Some(role) = role {
                    before = Some(role);
                    // 甲牵头，乙、丙，丁配合: all who are named since join in.
                    let stated = read.phrase.names[..state.silent]
                        .iter()
                        .any(|n| n.role.is_some());
                    let from = if role == Role::Join && stated && state.label.is_none() {
                        state.silent
                    } else {
                        state.open
                    };
                    close_role(&mut read.phrase.names[from..], role);
                    state.led |= role == Role::Lead;
                }
                read.phrase.roles = true;
                read.phrase.words.push(at);
            }
            Token::Others => {
                read.phrase.others = true;
                read.phrase.words.push(at);
            }
            Token::With(joins) => {
                state.with = joins || state.led;
                state.just_with = true;
                read.phrase.roles = true;
                read.phrase.words.push(at);
            }
            Token::Nothing => {
                read.phrase.nobody = true;
                // 各县区政府负责落实，下同: they have a part in all that follows.
                let onward = Grammar::get().first_leads.onward.iter();
                let first = read.phrase.names.first();
                if let Some(first) =
                    first.filter(|_| onward.into_iter().any(|w| *w == text[at.clone()]))
                {
                    let said = first.span.start..at.end;
                    read.phrase.standing.get_or_insert(said);
                }
                read.phrase.words.push(at);
            }
            Token::And | Token::By | Token::Person | Token::Phone => read.phrase.words.push(at),
            Token::Time => {
                read.phrase.times.push(at.clone());
                read.phrase.words.push(at);
            }
            Token::Rule => {
                read.phrase.rule.get_or_insert(at.clone());
                read.phrase.words.push(at);
            }
            Token::Standing => {
                read.phrase.standing.get_or_insert(at.clone());
                read.phrase.words.push(at);
            }
            Token::Unread => match read.phrase.unread.last_mut() {
                Some(last) if last.end == at.start => last.end = at.end,
                _ => read.phrase.unread.push(at),
            },
        }
    }
    close_group(&mut read, &mut state);
    read.phrase.words.sort_by_key(|span| span.start);
    read
}

/// Words of roles hold for the names that stand open before them; one that joins by
/// 会同 goes on joining.
fn close_role(names: &mut [Name], role: Role) {
    let joined = names.iter().any(|n| n.role == Some(Role::Join));
    for name in names {
        if !(joined && role == Role::Lead && name.role == Some(Role::Join)) {
            name.role = Some(role);
        }
    }
}

fn close_group(read: &mut Read, state: &mut State) {
    let end = read.phrase.names.len();
    if end > state.group {
        read.groups.push(state.group..end);
    }
    state.group = end;
    state.open = end;
    state.with = false;
}

/// What a label says that names no units.
fn field(
    read: &mut Read,
    scene: &Scene<'_, '_>,
    at: Range<usize>,
    label: &str,
    says: Range<usize>,
) {
    let plain = names::squeeze(label);
    let words = &scene.register.words;
    let is_time = words.deadline_labels.contains(&plain);
    let text = &scene.text[says.clone()];
    let blank = text.len() - text.trim_start().len();
    let says = says.start + blank..says.start + blank + text.trim().len();
    if is_time {
        read.phrase.times.push(says.clone());
    }
    read.phrase.fields.push(Field {
        at: at.clone(),
        says,
        is_time,
    });
    read.phrase.words.push(at);
}

/// Words in brackets: a role, a rule or a time, or what is said of the unit before them.
fn bracket(read: &mut Read, scene: &Scene<'_, '_>, at: Range<usize>, inner: Range<usize>) {
    let text = &scene.text[inner.clone()];
    let phrase = &mut read.phrase;
    if rule::find(text).is_some() {
        phrase.rule.get_or_insert(inner);
        phrase.words.push(at);
        return;
    }
    let whole = time::lengths(text, scene.words).contains(&text.len());
    if whole && !text.is_empty() {
        phrase.times.push(inner);
        phrase.words.push(at);
        return;
    }
    // （完成时限：6月底前）
    let labels = &scene.register.words.deadline_labels;
    if let Some((label, says)) = text.split_once(['：', ':'])
        && labels.iter().any(|l| l == label.trim())
    {
        phrase.times.push(inner.end - says.len()..inner.end);
        phrase.words.push(at);
        return;
    }
    let behind = |n: &&mut Name| n.span.end == at.start && n.qualifier.is_none();
    let Some(name) = phrase.names.last_mut().filter(behind) else {
        phrase.unread.push(at);
        return;
    };
    // 人事处（技术处配合）: others, and what they do.
    let others = super::resolve(text, scene.register);
    let states = others.roles && others.unread.is_empty() && !others.names.is_empty();
    if states && scene.register.words.mark(text).is_none() {
        read.beside.push((inner.start, others.names));
        phrase.roles = true;
        phrase.words.push(at);
        return;
    }
    if let Some(role) = scene.register.words.mark(text) {
        name.role = Some(role);
        phrase.roles = true;
        phrase.words.push(at);
    } else if scene.words.in_names.iter().any(|w| w == text) {
        name.span.end = at.end;
        scene.text[name.span.clone()].clone_into(&mut name.printed);
        if let Some(raw) = read.raws.last_mut() {
            raw.text = names::squeeze(&name.printed);
        }
    } else {
        name.qualifier = Some(text.to_owned());
    }
}
