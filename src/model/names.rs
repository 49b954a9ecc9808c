//! Names of plain enums: one list gives `Display`, `FromStr` and serde.

/// Implements `name`, `Display`, `FromStr`, `Serialize` and `Deserialize` from one list of names.
///
/// The error needs a function `unknown_name(what, name, known)`.
macro_rules! names {
    ($kind:ident, $what:literal, $error:ty, { $($variant:ident => $name:literal),+ $(,)? }) => {
        impl $kind {
            /// The name in files and messages.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }
        }

        impl std::fmt::Display for $kind {
            /// The [`name`](Self::name).
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.name())
            }
        }

        impl std::str::FromStr for $kind {
            type Err = $error;

            /// Reads a [`name`](Self::name), in upper or lower case.
            fn from_str(text: &str) -> Result<Self, $error> {
                $(if text.eq_ignore_ascii_case($name) {
                    return Ok(Self::$variant);
                })+
                Err(<$error>::unknown_name($what, text, &[$($name),+]))
            }
        }

        $crate::model::names::as_text!(@serde $kind);

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $kind {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($kind).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($name),+], "title": $what })
            }
        }
    };
}
pub(crate) use names;

/// Implements `Serialize` and `Deserialize` as the text of `Display` and `FromStr`.
macro_rules! as_text {
    ($kind:ident) => {
        $crate::model::names::as_text!(@serde $kind);

        #[cfg(feature = "schema")]
        $crate::model::names::schema_as!($kind, String);
    };
    (@serde $kind:ident) => {
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use as_text;

/// Implements `JsonSchema` with the schema of another type, which is written in its place.
#[cfg(feature = "schema")]
macro_rules! schema_as {
    ($kind:ty, $written:ty) => {
        impl schemars::JsonSchema for $kind {
            fn inline_schema() -> bool {
                <$written as schemars::JsonSchema>::inline_schema()
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                <$written as schemars::JsonSchema>::schema_name()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                <$written as schemars::JsonSchema>::schema_id()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                <$written as schemars::JsonSchema>::json_schema(generator)
            }
        }
    };
}
#[cfg(feature = "schema")]
pub(crate) use schema_as;

/// The names as a list in words: `a, b or c`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The name that was probably meant by `text`: one that differs in at most two letters, or a quarter of them, or that
/// has it as a part. Case does not matter.
pub(crate) fn nearest(text: &str, names: impl IntoIterator<Item = impl AsRef<str>>) -> Option<String> {
    let wanted: Vec<char> = text.to_lowercase().chars().take(200).collect();
    let mut best: Option<(usize, String)> = None;
    for name in names {
        let name = name.as_ref();
        let letters: Vec<char> = name.to_lowercase().chars().take(200).collect();
        let is_part = wanted.len() >= 3 && letters.windows(wanted.len()).any(|part| part == wanted);
        let changes = if is_part { 1 } else { distance(&wanted, &letters) };
        let bound = best.as_ref().map_or(usize::MAX, |(changes, _)| *changes);
        if changes < bound && changes <= 2.max(wanted.len() / 4) && changes < wanted.len() {
            best = Some((changes, name.to_owned()));
        }
    }
    best.map(|(_, name)| name)
}

/// Letters inserted, left out or changed between two texts (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    if a.len().abs_diff(b.len()) > 2.max(a.len() / 4) {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, letter) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, other) in b.iter().enumerate() {
            let changed = diagonal + usize::from(letter != other);
            diagonal = row[to + 1];
            row[to + 1] = changed.min(diagonal + 1).min(row[to] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn what_was_meant() {
        let names = ["staffing", "onboarding", "teller_app/ux/tellers", "csat"];
        for (text, meant) in [
            ("stafing", Some("staffing")),
            ("Staffing", Some("staffing")),
            ("teller_app", Some("teller_app/ux/tellers")),
            ("teller_app/ux/teller", Some("teller_app/ux/tellers")),
            ("cast", Some("csat")),
            ("retention", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(text, names).as_deref(), meant, "{text}");
        }
    }
}
