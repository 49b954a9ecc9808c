//! Surveys as Qualtrics exports them: answers to the questions asked, and the same from UTF-16.
#![no_main]

use libfuzzer_sys::fuzz_target;
use total_experience::io::survey::qualtrics::{self, Choice, Question, SurveyOptions};
use total_experience::model::ids::FacetId;
use total_experience::signal::instrument::Instrument;
use total_experience_fuzz::{Pieces, choice, limits, spliced};

const SURVEY: &str = r#"StartDate,EndDate,Status,Finished,RecordedDate,ResponseId,ExternalReference,Q1,Q1_NPS_GROUP,Q3_1,Q3_2,Q5,store
Start Date,End Date,Response Type,Finished,Recorded Date,Response ID,External Data Reference,Recommend?,Recommend? - Group,Easy,Useful,Why?,store
"{""ImportId"":""startDate"",""timeZone"":""Z""}","{""ImportId"":""endDate"",""timeZone"":""Z""}","{""ImportId"":""status""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate"",""timeZone"":""Z""}","{""ImportId"":""_recordId""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""QID1""}","{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID3_1""}","{""ImportId"":""QID3_2""}","{""ImportId"":""QID5""}","{""ImportId"":""store""}"
2024-05-01 09:00:00,2024-05-01 09:05:00,0,1,2024-05-01 09:05:01,R_1,p1,9,Promoter,6,7,"1,3",s1
2024-05-02 09:00:00,2024-05-02 09:05:00,IP Address,True,2024-05-02 09:05:01,R_2,NA,,Passive,-99,5,2,s2
"#;

fuzz_target!(|data: &[u8]| {
    let (first, bytes) = choice(data);
    let bytes = if first & 3 == 3 { bytes.to_vec() } else { spliced(SURVEY, bytes) };
    let facet = FacetId::from_u32;
    let ticked = "rating:0-1".parse().expect("a rating");
    let questions = [
        Question::new(facet(0), Instrument::Nps, "Q1"),
        Question::new(facet(1), Instrument::UmuxLite, "QID3"),
        Question::ticked(facet(2), ticked, Choice { question: "Q5", choice: "3" }),
    ];
    let questions = if first & 64 == 0 { &questions[..] } else { &questions[..1] };
    let mut options = SurveyOptions::default().with_limits(limits());
    options.unit = (first & 128 != 0).then(|| "store".to_owned());
    options.finished_only = first & 32 != 0;
    let read = |bytes: &[u8], most| qualtrics::read_with(Pieces { bytes, most }, questions, &options);
    let Ok(found) = read(&bytes, (first & 31).into()) else { return };
    assert_eq!(found.responses.len() as u64, found.notes.rows * questions.len() as u64);
    assert!((1..=3).contains(&found.notes.header_rows));
    if found.notes.table.encoding == Default::default()
        && let Ok(text) = std::str::from_utf8(&bytes)
        && !text.starts_with('\u{feff}')
    {
        let wide: Vec<u8> =
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let again = read(&wide, 4_096).expect("the same text");
        assert_eq!((again.responses.len(), again.notes.rows), (found.responses.len(), found.notes.rows));
    }
});
