//! Column presets for the event exports of Snowplow, Segment and Adobe (XDM).

use super::{EventOptions, Fallback, ObjectColumn};

/// In all presets a case is a person as far as the export knows one, of the type `user`: the identity after sign-in
/// where a row has one, else that of the device. **A person who signs in on the way is two cases**, one before and one
/// after. The types `login` and `visitor` hold sign-ins and devices apart, in every row that names one: with these
/// [`Identity`](crate::journey::identity::Identity) joins what is of one person. Columns that an export lacks are passed over
/// where another can take their place.
///
/// ```
/// use total_experience::io::event_log::{EventOptions, csv};
/// use total_experience::journey::identity::{Identity, IdentityRecords, KeyKind};
///
/// let text = "user_id,domain_userid,event_name,collector_tstamp\n\
///     ,phone,search,2024-05-01 09:00:00\n\
///     ada,phone,sign_in,2024-05-01 09:01:00\n\
///     ada,laptop,pay,2024-05-01 19:00:00\n";
/// let log = csv::read_with(text.as_bytes(), &EventOptions::snowplow())?.log;
/// let kinds = vec![KeyKind::strong("login").with_one_per_person(), KeyKind::strong("visitor")];
/// let mut records = IdentityRecords::new(kinds)?;
/// let types = ["login", "visitor"].map(|name| {
///     (log.object_type(name).expect("in the export"), records.kind(name).expect("declared"))
/// });
/// records.observe(&log, &types)?;
/// let identity = Identity::discover(records)?;
/// let people = identity.apply(&log, "person", &types)?;
/// assert_eq!((people.persons, people.ids), (1, 3)); // the search was Ada's
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl EventOptions {
    /// Enriched events of Snowplow, as the table `atomic.events` has them.
    ///
    /// | What | Column, and what takes its place where it is empty or missing |
    /// |---|---|
    /// | case, type `user` | `user_id`, `domain_userid`, `network_userid` |
    /// | activity | `event_name`, `event` (for structured events ask `with_activity("se_action")`) |
    /// | time | `derived_tstamp` (corrected for device clocks), `collector_tstamp`; both in UTC |
    /// | channel, where there | `platform`: `web`, `mob`, `pc`, `srv` and so on |
    /// | type `login`, where there | `user_id` |
    /// | type `visitor`, where there | `domain_userid` |
    /// | type `session`, where there | `domain_sessionid` |
    /// | type `app`, where there | `app_id` |
    ///
    /// Sources: <https://docs.snowplow.io/docs/fundamentals/canonical-event/>,
    /// <https://docs.snowplow.io/docs/events/timestamps/>.
    ///
    /// ```
    /// use total_experience::io::event_log::{EventOptions, csv};
    ///
    /// let text = "event_id,collector_tstamp,derived_tstamp,event_name,user_id,domain_userid\n\
    ///     e1,2024-05-01 09:00:02.100,2024-05-01 09:00:01.000,page_view,,d-7\n\
    ///     e2,2024-05-01 09:00:09.100,,add_to_cart,,d-7\n";
    /// let log = csv::read_with(text.as_bytes(), &EventOptions::snowplow())?.log;
    /// assert_eq!((log.len(), log.object_count()), (2, 2)); // `d-7` as user and as visitor
    /// # Ok::<(), total_experience::io::Error>(())
    /// ```
    #[must_use]
    pub fn snowplow() -> Self {
        Self::default()
            .with_users(&["user_id", "domain_userid", "network_userid"])
            .with_first_of(Self::with_activity, &["event_name", "event"])
            .with_first_of(Self::with_time, &["derived_tstamp", "collector_tstamp"])
            .with_utc_declared(true)
            .with_stand_ins("channel", &["platform"])
            .with_objects_where_there(ObjectColumn::new("login").with_column("user_id"))
            .with_objects_where_there(ObjectColumn::new("visitor").with_column("domain_userid"))
            .with_objects_where_there(ObjectColumn::new("session").with_column("domain_sessionid"))
            .with_objects_where_there(ObjectColumn::new("app").with_column("app_id"))
    }

    /// Calls of Segment, as the warehouse tables `tracks`, `pages` and `screens` have them.
    ///
    /// | What | Column, and what takes its place where it is empty or missing |
    /// |---|---|
    /// | case, type `user` | `user_id`, `anonymous_id` |
    /// | activity | `event_text` (as it was sent), `event` (as the table is called), `name` (of a page), `path` |
    /// | time | `timestamp` (corrected for device clocks), `received_at`; both in UTC |
    /// | type `login`, where there | `user_id` |
    /// | type `visitor`, where there | `anonymous_id` |
    ///
    /// Source: <https://segment.com/docs/connections/storage/warehouses/schema/>.
    #[must_use]
    pub fn segment() -> Self {
        Self::default()
            .with_users(&["user_id", "anonymous_id"])
            .with_first_of(Self::with_activity, &["event_text", "event", "name", "path"])
            .with_first_of(Self::with_time, &["timestamp", "received_at"])
            .with_utc_declared(true)
            .with_objects_where_there(ObjectColumn::new("login").with_column("user_id"))
            .with_objects_where_there(ObjectColumn::new("visitor").with_column("anonymous_id"))
    }

    /// Experience events of the Adobe Experience Platform (XDM ExperienceEvent), flattened: columns are named by their
    /// XDM path, as Query Service does with its setting `FLATTEN`.
    ///
    /// | What | Column, and what takes its place where it is empty or missing |
    /// |---|---|
    /// | case, type `user` | `endUserIDs._experience.aacustomid.id`, then the columns of `visitor` |
    /// | activity | `eventType`, `web.webPageDetails.name` |
    /// | time | `timestamp` |
    /// | type `login`, where there | `endUserIDs._experience.aacustomid.id` |
    /// | type `visitor`, where there | `endUserIDs._experience.mcid.id`, `ecid`, `endUserIDs._experience.aaid.id` |
    ///
    /// `mcid` is what is now called the Experience Cloud ID. A map such as `identityMap` has no flat column: select
    /// `identityMap['ECID'][0].id AS ecid`.
    ///
    /// Sources: <https://experienceleague.adobe.com/en/docs/experience-platform/xdm/classes/experienceevent>,
    /// <https://experienceleague.adobe.com/en/docs/experience-platform/query/key-concepts/flatten-nested-data>.
    #[must_use]
    pub fn adobe_xdm() -> Self {
        const CUSTOM: &str = "endUserIDs._experience.aacustomid.id";
        const CLOUD: &str = "endUserIDs._experience.mcid.id";
        const ANALYTICS: &str = "endUserIDs._experience.aaid.id";
        Self::default()
            .with_users(&[CUSTOM, CLOUD, "ecid", ANALYTICS])
            .with_first_of(Self::with_activity, &["eventType", "web.webPageDetails.name"])
            .with_time("timestamp")
            .with_stand_ins(CLOUD, &["ecid", ANALYTICS])
            .with_objects_where_there(ObjectColumn::new("login").with_column(CUSTOM))
            .with_objects_where_there(ObjectColumn::new("visitor").with_column(CLOUD))
    }

    fn with_users(mut self, columns: &[&str]) -> Self {
        self.case_type = "user".to_owned();
        let (first, others) = columns.split_first().unwrap_or((&"", &[]));
        others.iter().fold(self.with_case(*first), |options, &other| options.with_case_fallback(other))
    }

    /// Asks for the first of `columns`, with the others to take its place in this order.
    fn with_first_of(self, ask: impl Fn(Self, String) -> Self, columns: &[&str]) -> Self {
        let (first, others) = columns.split_first().unwrap_or((&"", &[]));
        ask(self, (*first).to_owned()).with_stand_ins(first, others)
    }

    fn with_stand_ins(self, column: &str, others: &[&str]) -> Self {
        let stand_in = |other: &str| Fallback { column: column.to_owned(), stand_in: other.to_owned() };
        others.iter().fold(self, |options, other| options.with_fallback(stand_in(other)))
    }
}
