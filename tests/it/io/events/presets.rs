//! Exports of tracking systems, by hand, with the column names of their public documentation.

use total_experience::io::Error;
use total_experience::io::event_log::{EventOptions, ImportedLog, ObjectColumn, csv};
use total_experience::journey::dfg::JourneyGraph;
use total_experience::journey::log::EventLog;

fn read(text: &str, options: &EventOptions) -> ImportedLog {
    csv::read_with(text.as_bytes(), options).unwrap()
}

/// The journeys of a type: key of the object, activities in order.
fn journeys(log: &EventLog, object_type: &str) -> Vec<(String, Vec<String>)> {
    let objects = log.objects(log.object_type(object_type).unwrap()).unwrap();
    let of = |object| {
        let events = log.events().filter(|event| event.objects.contains(&object));
        events.map(|event| log.activity_name(event.activity).unwrap().to_owned()).collect()
    };
    objects.map(|object| (log.object_key(object).unwrap().into_owned(), of(object))).collect()
}

fn named(key: &str, activities: &[&str]) -> (String, Vec<String>) {
    (key.to_owned(), activities.iter().map(|&name| name.to_owned()).collect())
}

fn types(log: &EventLog) -> Vec<&str> {
    log.object_types().map(|object_type| log.object_type_name(object_type).unwrap()).collect()
}

/// Tab-separated, as the enriched format is; the visitor d1 signs in as u9 before paying.
#[test]
fn snowplow() {
    let text = "app_id\tplatform\tetl_tstamp\tcollector_tstamp\tdvce_created_tstamp\tevent\tevent_id\tuser_id\t\
        domain_userid\tdomain_sessionidx\tnetwork_userid\tpage_urlpath\tdomain_sessionid\tderived_tstamp\tevent_name\n\
        shop\tweb\t\t2024-05-01 09:00:05.000\t\tpage_view\te1\t\td1\t1\tn1\t/\ts1\t2024-05-01 09:00:04.500\tpage_view\n\
        shop\tweb\t\t2024-05-01 09:01:00.000\t\tunstruct\te2\t\td1\t1\tn1\t/cart\ts1\t\tadd_to_cart\n\
        shop\tweb\t\t2024-05-01 09:02:00.000\t\tunstruct\te3\tu9\td1\t1\tn1\t/pay\ts1\t2024-05-01 09:01:59.000\tpay\n\
        shop\tsrv\t\t2024-05-01 09:03:00.000\t\tpage_ping\te4\t\t\t\tn2\t/\t\t2024-05-01 09:02:58.000\t\n";
    let ImportedLog { log, notes, .. } = read(text, &EventOptions::snowplow());
    assert_eq!(types(&log), ["user", "login", "visitor", "session", "app"]);
    assert_eq!(journeys(&log, "login"), [named("u9", &["pay"])]);
    let expected =
        [named("d1", &["page_view", "add_to_cart"]), named("u9", &["pay"]), named("n2", &["page_ping"])];
    assert_eq!(journeys(&log, "user"), expected);
    assert_eq!(journeys(&log, "visitor"), [named("d1", &["page_view", "add_to_cart", "pay"])]);
    assert_eq!(journeys(&log, "app")[0].1.len(), 4);
    assert_eq!(notes.without_zone, 0); // the format is in UTC, whether a time says so or not
    let unsure = read(text, &EventOptions::snowplow().with_utc_declared(false)).notes;
    assert_eq!(unsure.without_zone, 4);
    let channels: Vec<_> =
        log.events().map(|event| event.channel.and_then(|channel| log.channel_name(channel))).collect();
    assert_eq!(channels, [Some("web"), Some("web"), Some("web"), Some("srv")]);
    let graph = JourneyGraph::discover(&log, log.object_type("visitor").unwrap()).unwrap();
    let waits: Vec<f64> = graph.edges().map(|edge| edge.mean_wait.as_secs_f64()).collect();
    // Where no derived time is given the collector's counts: 09:00:04.5 -> 09:01:00 -> 09:01:59.
    assert_eq!(waits, [59.0, 55.5]);
}

#[test]
fn segment_tracks_and_pages() {
    let tracks = "id,received_at,sent_at,timestamp,original_timestamp,uuid_ts,anonymous_id,user_id,event,event_text\n\
        m1,2024-05-01 09:00:02.000,,2024-05-01 09:00:01.000,,,a1,,product_viewed,Product Viewed\n\
        m2,2024-05-01 09:00:09.000,,,,,a1,u1,order_completed,Order Completed\n";
    let log = read(tracks, &EventOptions::segment()).log;
    assert_eq!(types(&log), ["user", "login", "visitor"]);
    let expected = [named("a1", &["Product Viewed"]), named("u1", &["Order Completed"])];
    assert_eq!(journeys(&log, "user"), expected);
    assert_eq!(journeys(&log, "visitor"), [named("a1", &["Product Viewed", "Order Completed"])]);

    // No user ever signed in: the warehouse has no column user_id. A page without a name goes by its path.
    let pages = "id,received_at,timestamp,anonymous_id,name,path,title\n\
        p1,2024-05-01T09:00:02Z,2024-05-01T09:00:01Z,a1,Home,/,Welcome\n\
        p2,2024-05-01T09:00:09Z,2024-05-01T09:00:08Z,a1,,/shoes,Shoes\n";
    let ImportedLog { log, notes, .. } = read(pages, &EventOptions::segment());
    assert_eq!(journeys(&log, "user"), [named("a1", &["Home", "/shoes"])]);
    assert_eq!(notes.without_zone, 0);
}

#[test]
fn adobe_experience_events() {
    let text = "_id,timestamp,eventType,web.webPageDetails.name,endUserIDs._experience.aacustomid.id,\
        endUserIDs._experience.mcid.id,endUserIDs._experience.aaid.id,producedBy\n\
        x1,2024-05-01T09:00:00.000Z,,home,,4677,2CB1,self\n\
        x2,2024-05-01T09:00:30.000Z,commerce.productViews,shoe,,,2CB1,self\n\
        x3,2024-05-01T09:01:00.000Z,commerce.purchases,,crm-1,4677,2CB1,self\n";
    let log = read(text, &EventOptions::adobe_xdm()).log;
    let expected = [
        named("4677", &["home"]),
        named("2CB1", &["commerce.productViews"]),
        named("crm-1", &["commerce.purchases"]),
    ];
    assert_eq!(journeys(&log, "user"), expected);
    assert_eq!(journeys(&log, "visitor")[0], named("4677", &["home", "commerce.purchases"]));

    let selected =
        "_id,timestamp,eventType,ecid\nx1,2024-05-01T09:00:00Z,web.webpagedetails.pageViews,4677\n";
    let log = read(selected, &EventOptions::adobe_xdm()).log;
    assert_eq!(journeys(&log, "visitor"), [named("4677", &["web.webpagedetails.pageViews"])]);
}

#[test]
fn what_an_export_lacks_is_named() {
    let error = |text: &str, options: &EventOptions| csv::read_with(text.as_bytes(), options).unwrap_err();
    let missing = error("event_id,event_name,derived_tstamp\n", &EventOptions::snowplow());
    let Error::MissingColumn { looked_for, .. } = missing else { panic!("{missing}") };
    assert_eq!(looked_for, ["user_id", "domain_userid", "network_userid"]);
    let text = "user_id,domain_userid,event,collector_tstamp\n,,page_view,2024-05-01 09:00:00\n";
    let empty = error(text, &EventOptions::snowplow()).to_string();
    assert!(empty.contains("line 2") && empty.contains("user_id or domain_userid"), "{empty}");
    let text = "user_id,event_name,derived_tstamp,collector_tstamp\nu,page_view,,soon\n";
    let bad = error(text, &EventOptions::snowplow()).to_string();
    assert!(bad.contains("line 2") && bad.contains("derived_tstamp or collector_tstamp"), "{bad}");
}

#[test]
fn presets_can_be_changed() {
    let options = EventOptions::snowplow()
        .with_activity("se_action")
        .with_objects(ObjectColumn::new("order").with_column("tr_orderid"));
    let text = "user_id,se_action,derived_tstamp,tr_orderid\nu,play,2024-05-01 09:00:00,o1|o2\n";
    let log = read(text, &options).log;
    assert_eq!(types(&log), ["user", "order", "login"]);
    assert_eq!((log.activity_name(log.activity_column()[0]), log.object_count()), (Some("play"), 4));
}
