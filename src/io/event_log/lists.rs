//! Lists of names in one field, as Python, JSON and databases write them.

use std::borrow::Cow;

/// What is a list of names in one field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lists {
    /// What stands between the names.
    pub(crate) separator: char,
    /// Whether text in brackets is a list too.
    pub(crate) in_brackets: bool,
}

impl Lists {
    /// Calls `each` with every name, without space around it; whether they were a list in brackets.
    pub(crate) fn for_each_name<E>(
        self,
        text: &str,
        mut each: impl FnMut(&str) -> Result<(), E>,
    ) -> Result<bool, E> {
        if let Some(list) = if self.in_brackets { bracketed(text) } else { None } {
            list.iter().try_for_each(|name| each(name.trim()))?;
            return Ok(true);
        }
        text.split(self.separator).try_for_each(|name| each(name.trim()))?;
        Ok(false)
    }

    /// Whether a text is one name.
    #[cfg(feature = "csv")]
    pub(crate) fn is_one_name(self, text: &str) -> bool {
        !(text.contains(self.separator) || self.in_brackets && bracketed(text).is_some())
    }
}

/// The items of a list in brackets: `['p1', 'p2']`, `["p1","p2"]`, `('p1',)`, `{p1,p2}`, `[]`. `None` for other text,
/// a GUID in braces and a nested list among it.
pub(crate) fn bracketed(text: &str) -> Option<Vec<Cow<'_, str>>> {
    let open = *text.as_bytes().first()?;
    let inside = match open {
        b'[' => text.get(1..)?.strip_suffix(']'),
        b'(' => text.get(1..)?.strip_suffix(')'),
        b'{' => text.get(1..)?.strip_suffix('}'),
        _ => None,
    }?;
    let mut items = Vec::new();
    let mut quoted = false;
    let mut rest = inside.trim();
    while !rest.is_empty() {
        let behind;
        if let Some((item, after)) = quoted_item(rest) {
            quoted = true;
            items.push(item?);
            behind = after.trim_start();
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            let (item, after) = rest.split_at(end);
            if item.contains(['[', ']', '(', ')', '{', '}', '"', '\'']) || open == b'{' && item.contains(':')
            {
                return None;
            }
            items.push(Cow::Borrowed(item.trim()));
            behind = after;
        }
        rest = match behind.strip_prefix(',') {
            Some(after) => after.trim_start(),
            // As numpy writes them: no comma between quoted items.
            None if behind.is_empty() || quoted_item(behind).is_some() => behind,
            None => return None,
        };
    }
    // Names may be in parentheses or braces, as `(internal)` and `{3F25...}`.
    let is_list = open == b'[' || quoted || items.is_empty() || open == b'{' && items.len() > 1;
    items.retain(|item| !item.is_empty());
    is_list.then_some(items)
}

/// The item in quotes with which `text` begins, and what follows; the item is `None` when its quotes never end.
fn quoted_item(text: &str) -> Option<(Option<Cow<'_, str>>, &str)> {
    // Python marks texts with a letter.
    let text = text.strip_prefix(['u', 'b']).filter(|text| text.starts_with(['"', '\''])).unwrap_or(text);
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let inside = text.get(1..)?;
    let mut unescaped = String::new();
    let mut letters = inside.char_indices();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            let item =
                if unescaped.is_empty() { Cow::Borrowed(&inside[..at]) } else { Cow::Owned(unescaped) };
            return Some((Some(item), &inside[at + 1..]));
        }
        if letter != '\\' {
            if !unescaped.is_empty() {
                unescaped.push(letter);
            }
            continue;
        }
        if unescaped.is_empty() {
            unescaped.push_str(&inside[..at]);
        }
        let Some((_, escaped)) = letters.next() else { break };
        unescaped.push(match escaped {
            'n' => '\n',
            't' => '\t',
            'u' => match letters.as_str().get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
                Some(code) => {
                    letters.nth(3);
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                }
                None => 'u',
            },
            other => other,
        });
    }
    Some((None, ""))
}

/// Whether a name looks like a list that was not read as one.
pub(crate) fn looks_like_list(name: &str, may_be_joined: bool) -> bool {
    let is_bracketed = matches!(
        (name.as_bytes().first(), name.as_bytes().last()),
        (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}'))
    );
    is_bracketed && bracketed(name).is_some() || may_be_joined && name.contains([',', ';', '|'])
}

#[cfg(test)]
mod tests {
    use super::bracketed;

    #[test]
    fn lists_as_programs_write_them() {
        for (text, items) in [
            ("['p1', 'p2']", vec!["p1", "p2"]),
            ("[\"p1\",\"p2\"]", vec!["p1", "p2"]),
            ("['p1' 'p2']", vec!["p1", "p2"]),
            ("[u'p1', b'p2']", vec!["p1", "p2"]),
            ("('p1',)", vec!["p1"]),
            ("{'p1', 'p2'}", vec!["p1", "p2"]),
            ("{p1,p2}", vec!["p1", "p2"]),
            ("[1, 2]", vec!["1", "2"]),
            ("[p1]", vec!["p1"]),
            ("[]", vec![]),
            ("[ ]", vec![]),
            ("{}", vec![]),
            ("['']", vec![]),
            (r#"["a\"b", "c,d", "\u00e9\\x"]"#, vec!["a\"b", "c,d", "é\\x"]),
            (r"['it\'s', 'x']", vec!["it's", "x"]),
        ] {
            assert_eq!(bracketed(text).unwrap(), items, "{text}");
        }
        for name in [
            "p1",
            "",
            "[",
            "]",
            "(internal)",
            "{3F2504E0-4F89-11D3-9A0C-0305E82C3301}",
            "[a]b",
            "a[b]",
            "[[1], [2]]",
            "{'a': 1}",
            "{\"a\":1}",
            "{a: 1, b: 2}",
            "['a",
            "['a]",
            "['a'b]",
            "[a'b]",
            "['a\\",
        ] {
            assert_eq!(bracketed(name), None, "{name}");
        }
    }
}
