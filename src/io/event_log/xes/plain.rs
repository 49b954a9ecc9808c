//! Fast path for XES attributes in their usual form, without an XML parser.

const ONES: u64 = u64::MAX / 0xff;
const HIGH: u64 = ONES << 7;

/// A cursor over the bytes of a plain event.
///
/// Plain is `<event>`, attributes of the form `<string key="..." value="..."/>`, `</event>` and white space between
/// them, nothing else: no references, no comments, no nested attributes. Each step only takes what is certain; the
/// XML reader is the reference.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'a> {
    text: &'a [u8],
    at: usize,
}

/// The key and the value of a plain attribute, neither with anything to expand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PlainAttribute<'a> {
    pub(crate) key: &'a [u8],
    pub(crate) value: &'a [u8],
    /// The value and what follows it.
    pub(crate) ahead: &'a [u8],
}

impl<'a> Plain<'a> {
    /// Behind the `<event>` with which the text begins, white space aside.
    pub(crate) fn event(text: &'a [u8]) -> Option<Self> {
        let mut plain = Self { text, at: 0 };
        plain.skip_space();
        plain.skip(b"<event>").then_some(plain)
    }

    /// How many bytes were taken, once the event has ended.
    pub(crate) fn end(&mut self) -> Option<usize> {
        self.skip_space();
        self.skip(b"</event>").then_some(self.at)
    }

    /// The next attribute.
    pub(crate) fn attribute(&mut self) -> Option<PlainAttribute<'a>> {
        let mut found = *self;
        found.skip_space();
        if !found.skip(b"<") {
            return None;
        }
        let letters = found.rest().iter().take_while(|byte| byte.is_ascii_lowercase()).count();
        found.at += letters;
        if letters == 0 || !found.skip(b" key=\"") {
            return None;
        }
        let key = found.quoted()?;
        if !found.skip(b" value=\"") {
            return None;
        }
        let ahead = found.rest();
        let value = found.quoted()?;
        if !found.skip(b"/>") {
            return None;
        }
        *self = found;
        Some(PlainAttribute { key, value, ahead })
    }

    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
    }

    fn skip(&mut self, expected: &[u8]) -> bool {
        let found = self.rest().starts_with(expected);
        self.at += if found { expected.len() } else { 0 };
        found
    }

    /// What stands before the next quote; nothing when there is a reference, a bracket or a control character in it.
    fn quoted(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest();
        let mut length = 0;
        loop {
            let word = u64::from_le_bytes(*rest.get(length..)?.first_chunk()?);
            let equal = |byte: u8| {
                let differs = word ^ (ONES * u64::from(byte));
                differs.wrapping_sub(ONES) & !differs
            };
            let control = word.wrapping_sub(ONES * 0x20) & !word;
            // The lowest bit that is set is that of the first such byte.
            let found = (equal(b'"') | equal(b'&') | equal(b'<') | control) & HIGH;
            if found != 0 {
                length += found.trailing_zeros() as usize / 8;
                break;
            }
            length += 8;
        }
        self.at += length + 1;
        (rest.get(length) == Some(&b'"')).then(|| &rest[..length])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Way, read_by};
    use super::Plain;
    use crate::io::event_log::{EventOptions, ObjectColumn};
    use crate::io::source::Limits;

    fn attributes(text: &str) -> Option<(Vec<(String, String)>, usize)> {
        let mut plain = Plain::event(text.as_bytes())?;
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let mut found = Vec::new();
        while let Some(attribute) = plain.attribute() {
            assert!(attribute.ahead.starts_with(attribute.value));
            found.push((text(attribute.key), text(attribute.value)));
        }
        Some((found, plain.end()?))
    }

    #[test]
    fn takes_plain_events_only() {
        let event = "\n\t<event>\n\t\t<string key=\"concept:name\" value=\"ask > \u{e9}\"/><date key=\"a\" value=\"\"/></event>";
        let expected =
            [("concept:name", "ask > \u{e9}"), ("a", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(attributes(&format!("{event}<event>")), Some((expected.to_vec(), event.len())));
        for odd in [
            "<event ><string key=\"a\" value=\"b\"/></event>",
            "<event><string key=\"a\" value=\"b&amp;c\"/></event>",
            "<event><string key=\"a\" value=\"b\tc\"/></event>",
            "<event><string key='a' value=\"b\"/></event>",
            "<event><string value=\"b\" key=\"a\"/></event>",
            "<event><string key=\"a\" value=\"b\"></string></event>",
            "<event><!-- x --></event>",
            "<event>x</event>",
            "<event><string key=\"a\" value=\"b\"/>",
        ] {
            assert_eq!(attributes(&format!("{odd}                ")), None, "{odd}");
        }
    }

    /// What reading gives: events with names and objects, how many names there are, and notes; or the error.
    fn read(text: &str, options: &EventOptions, way: Way) -> Result<String, String> {
        let imported = read_by(text.as_bytes(), options, way).map_err(|error| error.to_string())?;
        let log = &imported.log;
        let events: Vec<_> = log
            .events()
            .map(|event| {
                let objects =
                    event.objects.iter().map(|&object| (log.type_of(object), log.object_key(object)));
                (log.activity_name(event.activity), event.time, objects.collect::<Vec<_>>())
            })
            .collect();
        Ok(format!("{events:?} {} {} {:?}", log.activity_count(), log.object_count(), imported.notes))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        /// With and without the shortcut the same is read, or the same error is said.
        #[test]
        fn equals_the_xml_reader(
            body in prop::collection::vec(prop::sample::select(vec![
                "<event>", "</event>", "<event>", "</event>\n", "</trace><trace>", "\n\t", " ", "<!-- x -->",
                "<string key=\"concept:name\" value=\"case\"/>",
                "<string key=\"concept:name\" value=\"ask\"/>", "<string key=\"concept:name\" value=\" b \"/>",
                "<string key=\"concept:name\" value=\"a&amp;b\"/>", "<string key=\"concept:name\" value=\"a\nb\"/>",
                "<string key=\"concept:name\" value=\"a name of more than fifteen bytes\"/>",
                "<string key=\"concept:name\" value=\"\"/>", "<string key=\"concept:name\" value=\"\u{a0}\u{e9}\"/>",
                "<date key=\"time:timestamp\" value=\"2024-05-01T09:00:00.5+02:00\"/>",
                "<date key=\"time:timestamp\" value=\"2024-05-01\"/>",
                "<date key=\"time:timestamp\" value=\"2024-05-01T09:00:00Z\"/>",
                "<date key=\"time:timestamp\" value=\"2024-05-32T09:00:00Z\"/>",
                "<string key=\"org:resource\" value=\"Tom\"/>", "<string key=\"org:resource\" value='Ada'/>",
                "<string value=\"Ada\" key=\"org:resource\"/>", "<int key=\"things\" value=\"1|2\"/>",
                "<list key=\"x\"><string key=\"org:resource\" value=\"Nested\"/></list>", "<", ">", "\"",
                "<event><string key=\"concept:name\" value=\"ask\"/>\n<date key=\"time:timestamp\" \
                 value=\"2024-05-01T09:00:00Z\"/></event>\n",
                "<event><string key=\"concept:name\" value=\"sign\"/><date key=\"time:timestamp\" \
                 value=\"2024-05-01T10:00:00\"/><string key=\"org:resource\" value=\"Tom\"/></event>",
            ]), 0..24),
            (depth, field, record, rows) in (2..6_usize, 3..60_usize, 20..200_usize, 1..6_u64),
            limited in any::<bool>(),
        ) {
            let body = body.concat();
            let text = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>{body}</trace></log>");
            let mut options = EventOptions::default().with_objects(ObjectColumn::new("thing").with_column("things"));
            if limited {
                let limits = Limits::default().with_max_depth(depth).with_max_field_bytes(field);
                options = options.with_limits(limits.with_max_record_bytes(record).with_max_rows(rows));
            }
            prop_assert_eq!(read(&text, &options, Way::Short), read(&text, &options, Way::Full));
        }
    }

    #[test]
    fn events_across_chunks() {
        let event = |number: usize| {
            format!(
                "<event>\n<string key=\"concept:name\" value=\"a{}\"/>{}<date key=\"time:timestamp\" \
                 value=\"2024-05-01T09:00:00Z\"/></event>\n",
                number % 7,
                " ".repeat(number % 61),
            )
        };
        let events: String = (0..5_000).map(event).collect();
        let text = format!("<log><trace><string key=\"concept:name\" value=\"1\"/>\n{events}</trace></log>");
        let options = EventOptions::default();
        let found = read(&text, &options, Way::Short);
        assert!(found.is_ok());
        assert_eq!(found, read(&text, &options, Way::Full));
        let wrong = text.replacen("05-01T", "05-32T", 4_000).replacen("05-32T", "05-01T", 3_999);
        let message = read(&wrong, &options, Way::Short).unwrap_err();
        assert!(message.contains("line 8001"), "{message}");
    }
}
