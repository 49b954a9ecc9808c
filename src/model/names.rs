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

            /// Reads a [`name`](Self::name).
            fn from_str(text: &str) -> Result<Self, $error> {
                match text {
                    $($name => Ok(Self::$variant),)+
                    _ => Err(<$error>::unknown_name($what, text, &[$($name),+])),
                }
            }
        }

        $crate::model::names::as_text!($kind);
    };
}
pub(crate) use names;

/// Implements `Serialize` and `Deserialize` as the text of `Display` and `FromStr`.
macro_rules! as_text {
    ($kind:ident) => {
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

/// The names as a list in words: `a, b or c`.
pub(crate) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
