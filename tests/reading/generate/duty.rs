//! What a statement of duty says: the truth behind a printed phrase.

/// What a name does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Plain,
    Lead,
    Join,
    Guide,
}

/// A name as a statement says it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub name: String,
    /// What it may be as well: of 联合街道、红旗街道办 the first is a unit as it stands.
    /// Both are the same body.
    pub also: Option<String>,
    pub collective: bool,
    pub role: Role,
}

/// A statement of duty.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Duty {
    /// In printed order.
    pub said: Vec<Said>,
    pub deadline: String,
    /// It is left open whether the only one leads.
    pub may_lead: bool,
}

impl Duty {
    /// The bodies.
    pub fn units(&self) -> Vec<&Said> {
        self.said.iter().filter(|said| !said.collective).collect()
    }

    /// The phrases that stand for several.
    pub fn collectives(&self) -> Vec<&Said> {
        self.said.iter().filter(|said| said.collective).collect()
    }

    /// Whoever has the role.
    pub fn with(&self, role: Role) -> Vec<&Said> {
        self.said.iter().filter(|said| said.role == role).collect()
    }

    /// The first leads and the others join, where the statement gives no roles. Whether
    /// one alone leads is left open: nobody joins it.
    pub fn first_leads(&mut self) {
        if self.said.iter().any(|said| said.role != Role::Plain) {
            return;
        }
        if self.said.len() == 1 {
            self.may_lead = true;
            return;
        }
        for (at, said) in self.said.iter_mut().enumerate() {
            said.role = if at == 0 { Role::Lead } else { Role::Join };
        }
    }

    /// Adds what another statement of the same task says.
    pub fn add(&mut self, other: Duty) {
        self.said.extend(other.said);
        if self.deadline.is_empty() {
            self.deadline = other.deadline;
        }
    }
}
