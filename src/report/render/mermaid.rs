//! Journey maps as Mermaid `journey` diagrams, which many wikis and code hosts draw.

use std::fmt::Write;

use crate::journey::JourneyMap;

/// The journey map as Mermaid text, which `io::map::read_mermaid` reads back as it was.
///
/// Characters that Mermaid takes for its own are written as character codes, `#58;` for a colon.
///
/// ```
/// use total_experience::journey::{JourneyMap, JourneyStep};
/// use total_experience::report::render::mermaid;
///
/// let step = JourneyStep::new("Make tea", 5)?.with_actor("Me")?.with_actor("Cat")?;
/// let journey = JourneyMap::new().with_title("My day")?.with_stage("Morning: early")?.with_step(step);
/// let text = "journey\n    title My day\n    section Morning#58; early\n      Make tea: 5: Me, Cat\n";
/// assert_eq!(mermaid::journey(&journey), text);
/// # Ok::<(), total_experience::journey::Error>(())
/// ```
pub fn journey(journey: &JourneyMap) -> String {
    let mut text = String::from("journey\n");
    if let Some(title) = journey.title() {
        line(&mut text, "    title ", title);
    }
    for stage in journey.stages() {
        if let Some(name) = stage.name() {
            line(&mut text, "    section ", name);
        }
        for step in stage.steps() {
            text.push_str("      ");
            escape(&mut text, step.touchpoint());
            // Writing to a string cannot fail.
            let _ = write!(text, ": {}", step.score());
            for (place, actor) in step.actors().iter().enumerate() {
                text.push_str(if place == 0 { ": " } else { ", " });
                escape(&mut text, actor);
            }
            text.push('\n');
        }
    }
    text
}

fn line(text: &mut String, keyword: &str, name: &str) {
    text.push_str(keyword);
    escape(text, name);
    text.push('\n');
}

/// Adds `name`, with codes for what Mermaid would not read as part of it: separators, comments, space at an end, line
/// ends, and the first letter of a keyword.
fn escape(text: &mut String, name: &str) {
    const KEYWORDS: [&str; 5] = ["journey", "title", "section", "acctitle", "accdescr"];
    let lower = name.to_lowercase();
    let begins_as_keyword = KEYWORDS.iter().any(|keyword| lower.starts_with(keyword));
    let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
    for (at, letter) in name.char_indices() {
        let is_end = at == 0 || at == last;
        let is_own = matches!(letter, '#' | ':' | ';' | ',' | '%' | '{' | '}' | '<' | '>')
            || letter.is_control()
            || (letter.is_whitespace() && (is_end || letter != ' '));
        if is_own || (at == 0 && begins_as_keyword) {
            let _ = write!(text, "#{};", u32::from(letter));
        } else {
            text.push(letter);
        }
    }
}
